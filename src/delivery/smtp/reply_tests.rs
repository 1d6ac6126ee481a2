use super::*;

#[test]
fn features_have_no_case_and_old_forms_count() {
    let hello = "mail.example.org greets you\nstarttls\nSize 1000\n8bitmime\nsmtputf8\n\
                 auth plain Login\nAUTH=XOAUTH2";
    let features = Features::of(&Reply::new(250, hello));
    for keyword in ["STARTTLS", "SIZE", "8BITMIME", "SMTPUTF8", "AUTH"] {
        assert!(features.offers(keyword), "{keyword}");
    }
    assert!(!features.offers("PIPELINING"));
    assert!(features.offers_login("PLAIN"));
    assert!(features.offers_login("LOGIN"));
    assert!(features.offers_login("XOAUTH2"));
    assert!(!features.offers_login("SCRAM-SHA-256"));
}

#[test]
fn the_name_of_the_server_is_not_a_feature() {
    assert_eq!(
        Features::of(&Reply::new(250, "STARTTLS")),
        Features::default()
    );
}

#[test]
fn words_are_shown_in_one_line_without_control_characters() {
    let reply = Reply::new(550, "5.1.1 No \u{1b}[31msuch\r\n5.1.1 user\u{7}");
    assert_eq!(reply.to_string(), "550 5.1.1 No [31msuch 5.1.1 user");
    assert!(reply.has_status("5.1.1"));
    assert!(!reply.has_status("5.1"));
    assert!(reply.mentions("such"));
}

#[test]
fn endless_words_are_cut() {
    let reply = Reply::new(451, &"x".repeat(10_000));
    assert_eq!(reply.to_string().chars().count(), 4 + words::LONGEST);
}

#[test]
fn a_secret_that_is_said_back_is_hidden() {
    let mut reply = Reply::new(535, "5.7.8 you sent hunter2 as AGFuYQBodW50ZXIy for ana");
    reply.hide("hunter2");
    assert_eq!(
        reply.to_string(),
        "535 5.7.8 you sent (secret) as (hidden) for ana"
    );
}
