use super::*;

fn read(text: &str) -> Read<String> {
    email(&Node::Text(text.to_owned()))
}

#[test]
fn an_address_that_a_server_can_take_is_kept() {
    for text in [
        "",
        "ap@acme.example",
        "Jonas.Falk+bills@mail.acme.example",
        "josé@exämple.de",
        "root@localhost",
        "x@[192.0.2.1]",
        "o'neill_{x}@a-b.example",
    ] {
        assert_eq!(read(text).as_deref(), Ok(text));
    }
    let longest = format!("{}@acme.example", "a".repeat(64));
    assert!(read(&longest).is_ok());
}

#[test]
fn an_address_that_no_server_takes_is_refused() {
    for text in [
        "ap",
        "@acme.example",
        "ap@",
        "a@b@c.example",
        "a b@acme.example",
        ".ap@acme.example",
        "ap.@acme.example",
        "a..p@acme.example",
        "ap@acme..example",
        "ap@.example",
        "ap@acme.example.",
        "ap@-acme.example",
        "ap@acme-.example",
        "ap@ac_me.example",
        "<ap@acme.example>",
        "ap@[]",
    ] {
        assert!(read(text).is_err(), "{text}");
    }
    assert!(read(&format!("{}@acme.example", "a".repeat(65))).is_err());
    assert!(read(&format!("ap@{}.example", "a".repeat(64))).is_err());
    let long = ["abcdefgh"; 40].join(".");
    assert!(read(&format!("ap@{long}")).is_err());
}
