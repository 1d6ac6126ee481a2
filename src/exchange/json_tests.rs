use super::*;

fn problem(text: &str) -> String {
    parse(text.as_bytes()).unwrap_err().to_string()
}

#[test]
fn fields_keep_their_order() {
    let Node::Object(fields) = parse(b"\xef\xbb\xbf{\"b\":1,\"a\":[null,true,\"x\",1.5]}").unwrap()
    else {
        panic!("an object");
    };
    assert_eq!(fields[0], (String::from("b"), Node::Whole(1)));
    assert_eq!(
        fields[1].1,
        Node::List(vec![
            Node::Null,
            Node::Flag(true),
            Node::Text(String::from("x")),
            Node::Number(String::from("1.5")),
        ])
    );
}

#[test]
fn what_is_not_json_names_its_line_and_column() {
    assert_eq!(
        problem("{\"a\":1,\n \"b\" 2}"),
        "Line 2, column 6: this is not JSON (expected `:`)."
    );
    assert_eq!(
        problem("{\"a\":1"),
        "Line 1, column 6: the document ends too early (EOF while parsing an object)."
    );
    assert!(problem("{} {}").starts_with("Line 1, column 4: this is not JSON"));
    assert_eq!(problem(" \n"), "The document is empty.");
    assert!(problem("\"\u{1}\"").contains("control character"));
}

#[test]
fn a_field_given_twice_is_refused() {
    let text = "{\"invoices\":[\n  {\"number\":\"1\",\"number\":\"2\"}]}";
    assert_eq!(
        problem(text),
        "Line 2, column 24: the field \"number\" is given twice."
    );
}

#[test]
fn depth_and_width_have_an_end() {
    let deep = "[".repeat(5_000);
    assert!(problem(&deep).contains("recursion limit"));
    let wide: Vec<String> = (0..=MOST_FIELDS).map(|n| format!("\"{n}\":0")).collect();
    assert!(problem(&format!("{{{}}}", wide.join(","))).contains("more than 200 fields"));
}

#[test]
fn a_number_too_large_for_a_whole_one_is_kept_as_text() {
    assert_eq!(
        parse(b"18446744073709551615").unwrap(),
        Node::Number(String::from("18446744073709551615"))
    );
}
