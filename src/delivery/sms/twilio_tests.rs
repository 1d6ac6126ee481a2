use super::*;

fn outcome(status: u16, body: &str) -> Outcome {
    judge(&Reply {
        status,
        body: body.into(),
        ..Reply::default()
    })
}

fn error(status: u16, code: u64) -> Outcome {
    let body = format!(r#"{{"code": {code}, "message": "No.", "status": {status}}}"#);
    outcome(status, &body)
}

#[test]
fn its_codes_decide_before_the_status() {
    for (status, code, word) in [
        (400, 21211, "refused"),
        (400, 21212, "refused"),
        (400, 21614, "refused"),
        (400, 21612, "refused"),
        (400, 21610, "refused"),
        (400, 21617, "refused"),
        (400, 21606, "account"),
        (400, 21608, "account"),
        (401, 20003, "account"),
        (403, 20003, "account"),
        (404, 20404, "account"),
        (400, 20429, "account"),
        (429, 20429, "account"),
        (400, 99999, "refused"),
        (500, 20500, "unknown"),
        (503, 21211, "unknown"),
    ] {
        assert_eq!(error(status, code).word(), word, "{status} {code}");
    }
}

#[test]
fn stop_is_told_apart_and_said_in_words() {
    let outcome = error(400, 21610);
    assert!(matches!(outcome, Outcome::Refused { stopped: true, .. }));
    assert_eq!(
        outcome.reply(),
        "21610, this number has answered STOP and takes no more texts. Twilio says: No."
    );
    assert!(matches!(
        error(400, 21211),
        Outcome::Refused { stopped: false, .. }
    ));
}

#[test]
fn only_201_with_a_sid_is_an_acceptance() {
    let accepted = outcome(201, r#"{"sid": "SM1", "status": "queued"}"#);
    assert_eq!(
        (accepted.word(), accepted.provider_id()),
        ("accepted", "SM1")
    );
    for body in ["", "<html>", "{}", r#"{"sid": ""}"#, r#"{"sid": 7}"#] {
        assert_eq!(outcome(201, body).word(), "unknown", "{body}");
    }
    assert_eq!(outcome(200, r#"{"sid": "SM1"}"#).word(), "unknown");
}

#[test]
fn a_limit_rests_and_a_wrong_login_waits_for_a_person() {
    assert!(matches!(
        error(429, 20429),
        Outcome::Account { pause: Some(_), .. }
    ));
    assert!(matches!(
        error(401, 20003),
        Outcome::Account { pause: None, .. }
    ));
}

fn twilio(base_url: &str) -> Twilio {
    let account = Account {
        base_url: base_url.into(),
        sid: "AC1".into(),
        from: From::Number("+44770".into()),
        https: Https::default(),
    };
    Twilio::new(account, Box::new(|_fresh: bool| Ok("token".to_owned())))
}

#[test]
fn a_message_is_known_by_number_text_and_time() {
    let trace = Trace {
        message_id: "r-1".into(),
        provider_id: String::new(),
        to: vec!["+49171".into()],
        body: "Please pay.\n".into(),
        since: "2026-11-24T10:00:00Z".parse().unwrap(),
    };
    let right = serde_json::json!({"sid": "SM1", "from": "+44770", "to": "+49171",
        "body": "Please pay.", "date_created": "Tue, 24 Nov 2026 10:00:02 +0000"});
    let twilio = twilio("https://api.twilio.com");
    assert!(twilio.is_it(&right, &trace, "+49171"));
    for (key, value) in [
        ("to", "+49172"),
        ("body", "Please pay now."),
        ("from", "+44771"),
        ("from", ""),
        ("sid", ""),
        ("sid", "../SM1"),
        ("date_created", "Tue, 24 Nov 2026 09:00:00 +0000"),
        ("date_created", "yesterday"),
        ("date_created", ""),
    ] {
        let mut one = right.clone();
        one[key] = value.into();
        assert!(!twilio.is_it(&one, &trace, "+49171"), "{key}: {value}");
    }
}

#[test]
fn a_further_page_is_on_the_same_host() {
    let twilio = twilio("http://127.0.0.1:8080/x");
    assert_eq!(
        twilio
            .on_same_host("/2010-04-01/A.json?Page=1&To=%2B49")
            .unwrap(),
        "http://127.0.0.1:8080/2010-04-01/A.json?Page=1&To=%2B49"
    );
    for odd in [
        "",
        "@127.0.0.1:9/x",
        "//127.0.0.1:9/x",
        "/\\127.0.0.1/x",
        "/x@y",
        ":9/x",
        ".evil.example/x",
        "/x\r\ny",
        "https://evil.example/",
    ] {
        assert_eq!(twilio.on_same_host(odd), None, "{odd:?}");
    }
}

#[test]
fn an_acceptance_that_says_no_is_a_refusal() {
    for (status, code, words) in [
        ("failed", 21211, "SM1, failed: "),
        ("undelivered", 30003, "SM1, undelivered: the phone is off"),
        ("canceled", 1, "SM1, canceled, error 1"),
    ] {
        let body = format!(r#"{{"sid": "SM1", "status": "{status}", "error_code": {code}}}"#);
        let outcome = outcome(201, &body);
        assert_eq!(outcome.word(), "refused", "{status}");
        assert!(outcome.reply().starts_with(words), "{}", outcome.reply());
    }
}
