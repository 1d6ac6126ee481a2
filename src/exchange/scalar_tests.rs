use super::*;

fn t(value: &str) -> Node {
    Node::Text(value.to_owned())
}

#[test]
fn decimals_are_texts_with_a_point() {
    assert_eq!(number(&t("7.250")).unwrap().to_string(), "7.25");
    assert_eq!(number(&t("-0")).unwrap().to_string(), "0");
    assert_eq!(
        number(&t("abc")).unwrap_err(),
        "\"abc\" is not a decimal number."
    );
    assert_eq!(
        number(&t("1,5")).unwrap_err(),
        "\"1,5\" is not a decimal number."
    );
    assert_eq!(
        number(&Node::Whole(600)).unwrap_err(),
        "600 is a number; write it as a text: \"600\"."
    );
    assert!(number(&t("999999999999999.9999999999")).is_ok());
    assert!(
        number(&t("1000000000000000"))
            .unwrap_err()
            .contains("too long")
    );
    assert!(
        number(&t("0.00000000001"))
            .unwrap_err()
            .contains("too long")
    );
}

#[test]
fn amounts_have_the_decimals_of_their_currency() {
    let yen = Currency::from_code("JPY").unwrap();
    let dinar = Currency::from_code("KWD").unwrap();
    assert_eq!(amount(yen)(&t("1200")).unwrap().minor(), 1200);
    assert_eq!(amount(dinar)(&t("1.234")).unwrap().minor(), 1234);
    assert_eq!(
        amount(yen)(&t("1.5")).unwrap_err(),
        "1.5 has more decimals than JPY, which has 0."
    );
}

#[test]
fn dates_are_strict() {
    assert_eq!(date(&t("2024-02-29")).unwrap().to_string(), "2024-02-29");
    for wrong in [
        "2026-02-29",
        "2026-1-05",
        "26-01-05",
        "2026-01-05T00:00:00",
        "+2026-01-05",
    ] {
        let said = date(&t(wrong)).unwrap_err();
        assert_eq!(
            said,
            format!("\"{wrong}\" is not a date; write it as 2026-10-31.")
        );
    }
    assert!(
        date(&t("0206-10-31"))
            .unwrap_err()
            .contains("outside the years")
    );
}

#[test]
fn instants_are_kept_to_the_millisecond_in_utc() {
    let at = instant(&t("2026-10-31T11:30:00.1239+02:00")).unwrap();
    assert_eq!(
        crate::domain::clock::instant_text(at),
        "2026-10-31T09:30:00.123Z"
    );
    assert!(instant(&t("2026-10-31")).is_err());
}

#[test]
fn lines_of_text_take_no_control_characters() {
    assert!(line(&t("a\nb")).is_err());
    assert!(filled(&t("  ")).is_err());
    assert_eq!(block(&t("a\r\nb\tc")).unwrap(), "a\nb\tc");
    assert!(block(&t("a\u{1b}[31m")).is_err());
    assert_eq!(
        text(&Node::Flag(true)).unwrap_err(),
        "This is true or false; a text is needed."
    );
}

#[test]
fn codes_and_keys_keep_their_form() {
    assert!(language(&t("DE")).is_err());
    assert!(country(&t("de")).is_err());
    assert_eq!(country(&t("")).unwrap(), "");
    assert!(key(&t("Acme")).is_err());
    assert_eq!(key(&t("acme-2")).unwrap(), "acme-2");
    assert!(unit(&t("hours")).is_err());
    assert_eq!(unit(&t("C62")).unwrap(), "C62");
    assert_eq!(currency(&t("eur")).unwrap(), Currency::EUR);
    assert!(currency(&t("EURO")).is_err());
    assert!(invoice_number(&t("draft:7")).is_err());
    assert!(invoice_number(&t(" 7")).is_err());
    assert!(message_id(&t("a@b")).is_err());
    assert!(message_id(&t("<a@b>")).is_ok());
}

#[test]
fn addresses_and_numbers_of_people_are_checked() {
    let home = phone("DE", "Jonas");
    assert_eq!(home(&t("+49 (40) 555-0100")).unwrap(), "+49405550100");
    assert_eq!(home(&t("040 555 0100")).unwrap(), "+49405550100");
    assert_eq!(home(&t(" ")).unwrap(), "");
    let words = home(&t("call me")).unwrap_err();
    assert!(
        words.starts_with("The number of Jonas: \"call me\""),
        "{words}"
    );
    assert!(phone("", "")(&t("040 555 0100")).is_err());
    assert_eq!(
        iban(&t("de89 3704 0044 0532 0130 00")).unwrap(),
        "DE89370400440532013000"
    );
    assert!(iban(&t("DE89370400440532013001")).is_err());
}

#[test]
fn words_and_whole_numbers_name_what_is_possible() {
    use crate::domain::policy::Channel;
    let read = word(Channel::ALL, Channel::word);
    assert_eq!(read(&t("sms")).unwrap(), Channel::Sms);
    assert_eq!(
        read(&t("fax")).unwrap_err(),
        "\"fax\" is not one of email, sms."
    );
    let days = whole(0, 90);
    assert_eq!(days(&Node::Whole(90)).unwrap(), 90);
    assert_eq!(
        days(&Node::Whole(91)).unwrap_err(),
        "This is 91; a whole number from 0 to 90 is needed."
    );
    assert_eq!(
        days(&Node::Number(String::from("1.5"))).unwrap_err(),
        "This is 1.5; a whole number from 0 to 90 is needed."
    );
    assert!(flag(&t("yes")).is_err());
}
