//! Check digits. Each function takes what follows the prefix, already of the right shape.

/// The digits of a text; `None` when something else is in it.
fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|c| c.to_digit(10)).collect()
}

/// All digits but the last, and the last.
fn split_last(text: &str) -> Option<(Vec<u32>, u32)> {
    let mut all = digits(text)?;
    let last = all.pop()?;
    Some((all, last))
}

fn number(text: &str) -> Option<u64> {
    digits(text)?;
    text.parse().ok()
}

/// The sum of each digit times its weight.
fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| d * w).sum()
}

/// ISO 7064, MOD 11,10: the check digit of the digits before it.
fn mod_11_10(digits: &[u32]) -> u32 {
    let product = digits.iter().fold(10, |product, digit| {
        let sum = match (digit + product) % 10 {
            0 => 10,
            sum => sum,
        };
        2 * sum % 11
    });
    (11 - product) % 10
}

/// ISO/IEC 7812-1, Luhn: whether the last digit fits those before it.
fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| match (index % 2, digit * 2) {
            (0, _) => *digit,
            (_, doubled) => doubled / 10 + doubled % 10,
        })
        .sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}

fn fits(text: &str, rule: impl Fn(&[u32], u32) -> bool) -> bool {
    split_last(text).is_some_and(|(digits, last)| rule(&digits, last))
}

pub(super) fn germany(body: &str) -> bool {
    !body.starts_with('0') && fits(body, |digits, last| mod_11_10(digits) == last)
}

pub(super) fn croatia(body: &str) -> bool {
    fits(body, |digits, last| mod_11_10(digits) == last)
}

pub(super) fn austria(body: &str) -> bool {
    // As Luhn, with 4 added to the sum.
    fits(body, |digits, last| {
        let sum: u32 = digits
            .iter()
            .enumerate()
            .map(|(index, digit)| match (index % 2, digit * 2) {
                (0, _) => *digit,
                (_, doubled) => doubled / 10 + doubled % 10,
            })
            .sum();
        (10 - (sum + 4) % 10) % 10 == last
    })
}

pub(super) fn belgium(body: &str) -> bool {
    let parts = body.split_at_checked(8);
    parts
        .and_then(|(number_part, check)| number(number_part).zip(number(check)))
        .is_some_and(|(value, check)| 97 - value % 97 == check)
}

pub(super) fn denmark(body: &str) -> bool {
    digits(body).is_some_and(|digits| {
        digits.first().is_some_and(|first| *first > 0)
            && weighted(&digits, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
    })
}

pub(super) fn finland(body: &str) -> bool {
    fits(body, |digits, last| {
        match weighted(digits, &[7, 9, 10, 5, 8, 4, 2]) % 11 {
            0 => last == 0,
            1 => false,
            rest => 11 - rest == last,
        }
    })
}

/// The SIREN by Luhn (Monaco's begin with 000 and are not SIREN), and the key before it where it is
/// made of digits; a key with letters is not checked.
pub(super) fn france(body: &str) -> bool {
    let Some((key, siren)) = body.split_at_checked(2) else {
        return false;
    };
    let (Some(list), Some(value)) = (digits(siren), number(siren)) else {
        return false;
    };
    let siren_fits = siren.starts_with("000") || luhn(&list);
    let key_fits = match number(key) {
        Some(key) => (12 + 3 * (value % 97)) % 97 == key,
        None => !key.contains(['O', 'I']),
    };
    siren_fits && key_fits
}

/// Nine digits by the old or the newer rule modulo 97; the ids of government bodies have none.
pub(super) fn britain(body: &str) -> bool {
    if body.starts_with(['G', 'H']) {
        return true;
    }
    let Some((first, rest)) = body.split_at_checked(7) else {
        return false;
    };
    let check = rest.get(..2).and_then(number);
    let (Some(digits), Some(check)) = (digits(first), check) else {
        return false;
    };
    let sum = u64::from(weighted(&digits, &[8, 7, 6, 5, 4, 3, 2])) + check;
    sum.is_multiple_of(97) || (sum + 55).is_multiple_of(97)
}

pub(super) fn italy(body: &str) -> bool {
    digits(body).is_some_and(|digits| luhn(&digits))
}

pub(super) fn luxembourg(body: &str) -> bool {
    body.split_at_checked(6)
        .and_then(|(value, check)| number(value).zip(number(check)))
        .is_some_and(|(value, check)| value % 89 == check)
}

/// By the rule for companies (modulo 11), or by the one for sole traders since 2020 (ISO 7064,
/// MOD 97-10, over the whole id).
pub(super) fn netherlands(body: &str) -> bool {
    let company = body.get(..9).is_some_and(|nine| {
        fits(nine, |digits, last| {
            weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == last
        })
    });
    company || mod_97_10(&format!("NL{body}"))
}

fn mod_97_10(text: &str) -> bool {
    let rest = text.chars().try_fold(0, |rest, c| {
        let value = c.to_digit(36)?;
        let shift = if value > 9 { 100 } else { 10 };
        Some((rest * shift + value) % 97)
    });
    rest == Some(1)
}

pub(super) fn poland(body: &str) -> bool {
    fits(body, |digits, last| {
        weighted(digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == last
    })
}

pub(super) fn portugal(body: &str) -> bool {
    fits(body, |digits, last| {
        let rest = weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        (if rest < 2 { 0 } else { 11 - rest }) == last
    })
}

pub(super) fn sweden(body: &str) -> bool {
    body.get(..10)
        .and_then(digits)
        .is_some_and(|digits| luhn(&digits))
}

pub(super) fn switzerland(body: &str) -> bool {
    body.get(..9).is_some_and(|nine| {
        fits(nine, |digits, last| {
            match weighted(digits, &[5, 4, 3, 2, 7, 6, 5, 4]) % 11 {
                0 => last == 0,
                rest => 11 - rest == last,
            }
        })
    })
}

/// A DNI (eight digits and a letter), an NIE (X, Y or Z first), or the NIF of a company or another
/// person (a letter, seven digits, and a digit or letter).
pub(super) fn spain(body: &str) -> bool {
    let Some((first, rest)) = body.split_at_checked(1) else {
        return false;
    };
    match first {
        "X" | "K" | "L" | "M" => dni(&format!("0{rest}")),
        "Y" => dni(&format!("1{rest}")),
        "Z" => dni(&format!("2{rest}")),
        letter if letter.chars().all(|c| c.is_ascii_uppercase()) => company(rest),
        _ => dni(body),
    }
}

fn dni(text: &str) -> bool {
    let Some((digits, letter)) = text.split_at_checked(8) else {
        return false;
    };
    let expected = number(digits)
        .and_then(|value| usize::try_from(value % 23).ok())
        .and_then(|index| "TRWAGMYFPDXBNJZSQVHLCKE".get(index..=index));
    expected == Some(letter)
}

fn company(text: &str) -> bool {
    let Some((seven, control)) = text.split_at_checked(7) else {
        return false;
    };
    let Some(digits) = digits(seven) else {
        return false;
    };
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(index, digit)| match (index % 2, digit * 2) {
            (0, doubled) => doubled / 10 + doubled % 10,
            (_, _) => *digit,
        })
        .sum();
    let check = (10 - sum % 10) % 10;
    let letter = usize::try_from(check)
        .ok()
        .and_then(|index| "JABCDEFGHI".get(index..=index));
    control == check.to_string() || letter == Some(control)
}
