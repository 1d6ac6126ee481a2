//! Numbers that look random and are the same in every run: `SplitMix64` (Steele, Lea and Flood,
//! "Fast splittable pseudorandom number generators", 2014). For made-up data only.

/// A stream of numbers.
#[derive(Clone, Debug)]
pub(in crate::usecases) struct Dice(u64);

impl Dice {
    /// A stream of its own for each seed.
    pub(in crate::usecases) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, but without, `end`; 0 where `end` is.
    pub(in crate::usecases) fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or_default()
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(in crate::usecases) fn happens(&mut self, in_a_thousand: u64) -> bool {
        self.below(1000) < in_a_thousand
    }

    /// One of a few.
    pub(in crate::usecases) fn pick<T: Copy + Default>(&mut self, of: &[T]) -> T {
        let place = self.below(u64::try_from(of.len()).unwrap_or_default());
        let found = usize::try_from(place).ok().and_then(|place| of.get(place));
        found.copied().unwrap_or_default()
    }
}
