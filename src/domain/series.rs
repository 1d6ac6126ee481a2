//! Gaps in the numbers of documents.
//!
//! In FR, BE, NL and IT a gap counts as illegal, in DE one that is not explained can lead to an
//! estimate. A book that was brought in from another system may begin anywhere and lack what stayed
//! there, so a gap is something to explain, and not a fault of the book.

use std::collections::BTreeMap;

#[cfg(test)]
#[path = "series_tests.rs"]
mod tests;

/// A jump over more numbers than this begins another series (the year in front of 20260001).
const LARGEST_GAP: u64 = 999;

/// Numbers that no document has, between two that one has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The number before the gap.
    pub after: String,
    /// The number after the gap.
    pub before: String,
    /// The first number that is missing.
    pub first: String,
    /// The last number that is missing; the same as `first` when it is one.
    pub last: String,
    /// How many are missing, 1 to 999.
    pub count: u64,
}

impl Gap {
    /// The gap as a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self {
            after,
            before,
            first,
            last,
            count,
        } = self;
        let missing = match count {
            1 => format!("number {first}"),
            2 => format!("numbers {first} and {last}"),
            more => format!("numbers {first} to {last} ({more} of them)"),
        };
        format!("No document has the {missing}, between {after} and {before}.")
    }
}

/// Finds the gaps of each series, in order. A series is what has the same letters before its last
/// digits: `2026-001`, `2026-002` …, or `RE7`, `RE8` …; a number without digits at its end is in
/// none.
pub fn gaps(numbers: impl IntoIterator<Item = String>) -> Vec<Gap> {
    let mut series: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    for number in numbers {
        let prefix = number.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let digits = number.strip_prefix(prefix).unwrap_or_default();
        if let Ok(place) = digits.parse() {
            let prefix = prefix.to_owned();
            series.entry(prefix).or_default().push((place, number));
        }
    }
    let mut found = Vec::new();
    for (prefix, mut places) in series {
        places.sort();
        for ((low, after), (high, before)) in places.iter().zip(places.iter().skip(1)) {
            let count = high.saturating_sub(*low).saturating_sub(1);
            if !(1..=LARGEST_GAP).contains(&count) {
                continue;
            }
            let width = after.len().saturating_sub(prefix.len());
            let name = |place: u64| format!("{prefix}{place:0width$}");
            found.push(Gap {
                after: after.clone(),
                before: before.clone(),
                first: name(low.saturating_add(1)),
                last: name(high.saturating_sub(1)),
                count,
            });
        }
    }
    found
}
