use super::*;

fn reply(status: u16) -> Reply {
    Reply {
        status,
        ..Reply::default()
    }
}

fn waits(retry_after: &str, date: &str) -> u64 {
    let reply = Reply {
        retry_after: retry_after.into(),
        date: date.into(),
        ..reply(429)
    };
    rest(&reply).as_secs()
}

#[test]
fn retry_after_is_seconds_or_a_date_of_the_server() {
    let now = "Tue, 24 Nov 2026 10:30:00 GMT";
    assert_eq!(waits("120", ""), 120);
    assert_eq!(waits("Tue, 24 Nov 2026 10:31:30 GMT", now), 90);
    // A date in the past, no date to compare with, nonsense, nothing.
    assert_eq!(waits("Tue, 24 Nov 2026 10:00:00 GMT", now), 60);
    assert_eq!(waits("Tue, 24 Nov 2026 10:31:30 GMT", ""), 60);
    assert_eq!(waits("soon", now), 60);
    assert_eq!(waits("", ""), 60);
    assert_eq!(waits("99999999", ""), 24 * 3600);
    assert_eq!(waits("0", ""), 1);
}

#[test]
fn the_status_decides_who_is_meant() {
    for (status, word) in [
        (301, "account"),
        (302, "account"),
        (400, "refused"),
        (401, "account"),
        (403, "account"),
        (404, "account"),
        (303, "unknown"),
        (307, "account"),
        (308, "account"),
        (408, "unknown"),
        (425, "unknown"),
        (426, "refused"),
        (422, "refused"),
        (429, "account"),
        (500, "unknown"),
        (502, "unknown"),
        (503, "unknown"),
        (504, "unknown"),
        (204, "unknown"),
    ] {
        assert_eq!(refusal(&reply(status), "").word(), word, "{status}");
    }
    let moved = Reply {
        location: "https://other.example/x".into(),
        ..reply(302)
    };
    let words = refusal(&moved, "").reply().to_owned();
    assert!(words.contains("https://other.example/x (302)"), "{words}");
}

#[test]
fn words_of_the_other_side_are_one_harmless_line() {
    assert_eq!(excerpt("<html>\r\n\u{1b}[2J  no\n"), "<html> [2J no");
    assert_eq!(excerpt(&"a".repeat(400)).chars().count(), 301);
}

#[test]
fn an_id_is_short_and_turns_nothing() {
    assert_eq!(id(" a\u{202e}b\u{1b}[2J\n"), "ab[2J");
    assert_eq!(id(&"x".repeat(900)).len(), 200);
}
