use super::*;

#[test]
fn a_secret_goes_in_every_form() {
    let mut hidden = Hidden::default();
    hidden.login("AC1", "s3cr/t pass\"word?");
    for told in [
        "no: s3cr/t pass\"word?!",
        "s3cr%2Ft%20pass%22word%3F",
        "s3cr%2ft+pass%22word%3f",
        r#"{"got": "s3cr\/t pass\"word?"}"#,
        "Basic QUMxOnMzY3IvdCBwYXNzIndvcmQ/",
        r"Basic QUMxOnMzY3IvdCBwYXNzIndvcmQ\/",
        "czNjci90IHBhc3Mid29yZD8=",
        "czNjci90IHBhc3Mid29yZD8",
    ] {
        let clean = hidden.clean(told);
        assert!(clean.contains("(secret)"), "{told}: {clean}");
        for part in ["s3cr", "pass", "QUMx", "czNj"] {
            assert!(!clean.contains(part), "{told}: {clean}");
        }
    }
    assert_eq!(hidden.clean("AC1 is closed."), "AC1 is closed.");
}

#[test]
fn a_short_secret_goes_as_a_word_alone() {
    let mut hidden = Hidden::default();
    hidden.secret("pass");
    hidden.secret("no");
    let clean = hidden.clean("no: pass, password, pass");
    assert_eq!(clean, "no: (secret), password, (secret)");
}

#[test]
fn coded_words_go_in_quotes_too() {
    let line = "bad \"AGFuYQBodW50ZXIyMg==\" (AUTH PLAIN=no)";
    assert_eq!(without(line, "x"), "bad \"(hidden)\" (AUTH PLAIN=no)");
}
