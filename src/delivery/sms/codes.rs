//! Twilio's error codes, as its dated table has them.

/// The table: a code, what it means for the message, and words for people.
const TABLE: &str = include_str!("../../../assets/twilio-codes.tsv");

/// What a code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// This number never.
    Number,
    /// This number has answered STOP.
    Stop,
    /// This text never.
    Message,
    /// The account, or a setting of it.
    Account,
    /// Not now: too many.
    Limit,
    /// It was accepted and then not delivered.
    Lost,
}

/// What a code means, and in which words; `None` for one that the table does not have.
pub(super) fn look_up(code: u64) -> Option<(Meaning, &'static str)> {
    rows().find_map(|(known, meaning, words)| (known == code).then_some((meaning, words)))
}

fn rows() -> impl Iterator<Item = (u64, Meaning, &'static str)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut cells = line.splitn(3, '\t');
        let code = cells.next()?.parse().ok()?;
        let meaning = match cells.next()? {
            "number" => Meaning::Number,
            "stop" => Meaning::Stop,
            "message" => Meaning::Message,
            "account" => Meaning::Account,
            "limit" => Meaning::Limit,
            "lost" => Meaning::Lost,
            _ => return None,
        };
        Some((code, meaning, cells.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_the_table_is_dated() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(rows().count(), lines.count());
        assert!(TABLE.lines().next().unwrap().contains("as of 20"));
        let mut codes: Vec<u64> = rows().map(|(code, ..)| code).collect();
        assert!(codes.is_sorted());
        codes.dedup();
        assert_eq!(codes.len(), rows().count());
    }

    #[test]
    fn what_must_be_told_apart_is() {
        for (code, meaning) in [
            (21211, Meaning::Number),
            (21212, Meaning::Number),
            (21612, Meaning::Number),
            (21614, Meaning::Number),
            (21610, Meaning::Stop),
            (20003, Meaning::Account),
            (21606, Meaning::Account),
            (21608, Meaning::Account),
            (20429, Meaning::Limit),
            (30003, Meaning::Lost),
            (30008, Meaning::Lost),
        ] {
            assert_eq!(look_up(code).unwrap().0, meaning, "{code}");
        }
        assert_eq!(look_up(1), None);
    }
}
