use super::*;

const HOST: &str = "mail.example.org";

fn said(step: Step, code: u16, text: &str) -> Outcome {
    let reply = Reply::new(code, text);
    outcome(Trouble::new(step, Fault::Denied(reply)), HOST)
}

/// The pause of the account; the outcome itself when it is not about the account.
fn pause_of(outcome: &Outcome) -> Result<Option<Duration>, &Outcome> {
    if let Outcome::Account { pause, .. } = outcome {
        Ok(*pause)
    } else {
        Err(outcome)
    }
}

#[test]
fn the_step_decides_the_scope_of_a_permanent_no() {
    for step in [Step::Connect, Step::Tls, Step::Login] {
        assert_eq!(pause_of(&said(step, 554, "no")), Ok(None), "{step:?}");
    }
    for step in [
        Step::Sender,
        Step::Recipient,
        Step::Data,
        Step::Confirmation,
    ] {
        let refused = Outcome::Refused {
            step,
            reply: "554 no".into(),
            stopped: false,
        };
        assert_eq!(said(step, 554, "no"), refused);
    }
}

#[test]
fn the_step_decides_the_scope_of_a_temporary_no() {
    for step in [Step::Connect, Step::Tls, Step::Login] {
        let pause = Ok(Some(OUT_OF_ORDER));
        assert_eq!(pause_of(&said(step, 454, "later")), pause, "{step:?}");
    }
    for step in [
        Step::Sender,
        Step::Recipient,
        Step::Data,
        Step::Confirmation,
    ] {
        let retry = Outcome::Retry {
            step,
            reply: "451 later".into(),
            not_before: None,
        };
        assert_eq!(said(step, 451, "later"), retry);
    }
}

#[test]
fn a_provider_limit_pauses_the_account_at_every_step() {
    for step in [
        Step::Connect,
        Step::Sender,
        Step::Recipient,
        Step::Confirmation,
    ] {
        for (code, text, pause) in [
            (421, "busy", RATE_LIMITED),
            (432, "4.3.2 concurrent connections", RATE_LIMITED),
            (452, "too many", RATE_LIMITED),
            (450, "4.2.1 too fast", RATE_LIMITED),
            (550, "5.4.5 daily limit", DAILY_LIMIT),
        ] {
            let outcome = said(step, code, text);
            assert_eq!(pause_of(&outcome), Ok(Some(pause)), "{step:?} {code}");
        }
    }
}

#[test]
fn a_554_520_is_a_limit_only_at_a_big_provider() {
    let at = |host: &str| {
        let reply = Reply::new(554, "5.2.0 SubmissionQuotaExceeded");
        outcome(Trouble::new(Step::Confirmation, Fault::Denied(reply)), host)
    };
    assert_eq!(pause_of(&at("smtp.office365.com")), Ok(Some(DAILY_LIMIT)));
    assert_eq!(pause_of(&at("SMTP.Gmail.com")), Ok(Some(DAILY_LIMIT)));
    assert_eq!(at("mail.notgmail.com").word(), "refused");
    assert_eq!(at(HOST).word(), "refused");
}

#[test]
fn greylisting_waits_for_five_minutes() {
    for (code, text) in [(450, "4.2.0 wait"), (451, "4.7.1 Greylisting in action")] {
        let retry = Outcome::Retry {
            step: Step::Recipient,
            reply: format!("{code} {text}"),
            not_before: Some(GREYLISTED),
        };
        assert_eq!(said(Step::Recipient, code, text), retry);
    }
}

#[test]
fn login_codes_are_about_the_account_at_every_step() {
    for code in [530, 534, 535, 538] {
        assert_eq!(pause_of(&said(Step::Sender, code, "login")), Ok(None));
    }
}

#[test]
fn after_the_point_of_no_return_only_a_clear_answer_settles_it() {
    let faults = [
        Fault::Silence(Duration::from_mins(10)),
        Fault::Cut("broken pipe".into()),
        Fault::Garbled("hm".into()),
        Fault::OutOfStep(Reply::new(354, "go on")),
    ];
    let odd = Trouble::new(Step::Confirmation, Fault::Setting("odd".into()));
    assert_eq!(outcome(odd, HOST).word(), "unknown");
    for fault in faults {
        let before = outcome(Trouble::new(Step::Body, fault.clone()), HOST);
        assert_eq!(before.word(), "retry", "{fault:?}");
        let after = outcome(Trouble::new(Step::Confirmation, fault.clone()), HOST);
        assert_eq!(after.word(), "unknown", "{fault:?}");
        assert_eq!(before.reply(), after.reply());
    }
}

#[test]
fn words_name_the_recipient_and_end_as_sentences() {
    let trouble = Trouble {
        about: Some("ap@acme.example".into()),
        ..Trouble::new(Step::Recipient, Fault::Denied(Reply::new(550, "5.1.1 no")))
    };
    assert_eq!(
        outcome(trouble, HOST).reply(),
        "550 5.1.1 no (ap@acme.example)"
    );
    let silence = Fault::Silence(Duration::from_millis(300));
    let silent = outcome(Trouble::new(Step::Connect, silence), HOST);
    assert_eq!(silent.reply(), "No answer within 0.3 s.");
    let cut = outcome(
        Trouble::new(Step::Body, Fault::Cut("broken pipe".into())),
        HOST,
    );
    assert_eq!(cut.reply(), "broken pipe.");
}
