use super::*;

#[test]
fn a_line_is_code_mark_and_words() {
    assert_eq!(parse_line(b"220 hi\r"), Ok((220, true, "hi".into())));
    assert_eq!(parse_line(b"250-SIZE 5"), Ok((250, false, "SIZE 5".into())));
    assert_eq!(parse_line(b"250"), Ok((250, true, String::new())));
}

#[test]
fn anything_else_is_not_smtp() {
    let lines: [&[u8]; 7] = [
        b"",
        b"hello",
        b"2",
        b"22x no",
        b"2200 no",
        b"999 no",
        "äöü".as_bytes(),
    ];
    for line in lines {
        assert!(
            matches!(parse_line(line), Err(Fault::Garbled(_))),
            "{line:?}"
        );
    }
}

#[test]
fn only_the_exact_code_will_do() {
    let reply = |code| Reply::new(code, "words");
    assert_eq!(exactly(250, reply(250)), Ok(reply(250)));
    assert_eq!(exactly(250, reply(251)), Err(Fault::OutOfStep(reply(251))));
    assert_eq!(exactly(250, reply(354)), Err(Fault::OutOfStep(reply(354))));
    assert_eq!(exactly(250, reply(451)), Err(Fault::Denied(reply(451))));
}
