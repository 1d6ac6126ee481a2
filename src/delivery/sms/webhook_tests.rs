use super::*;

fn hook(body: &str) -> Hook {
    Hook {
        method: "POST".into(),
        url: "https://gateway.example/send".into(),
        headers: Vec::new(),
        body: body.into(),
        id_pointer: String::new(),
        accept: vec![200],
        user: String::new(),
        https: Https::default(),
    }
}

#[test]
fn the_body_takes_any_text() {
    let hook = hook(
        r#"{"to": {{ to | tojson }}, "text": {{ text | tojson }}, "ref": {{ reference | tojson }}}"#,
    );
    hook.check().unwrap();
    let body = hook.fill("+49171", "Über \"9\"\n</script>", "r-1").unwrap();
    let read: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(read["text"], "Über \"9\"\n</script>");
    assert_eq!(read["ref"], "r-1");
}

#[test]
fn a_body_that_cannot_be_is_found_before_anything_is_sent() {
    for (body, words) in [
        (r#"{"text": "{{ text }}"}"#, "does not become JSON"),
        ("{{ phone }}", "cannot be filled in"),
        (
            "{% for x in range(999999) %}{% endfor %}",
            "cannot be filled in",
        ),
        ("{{ text", "cannot be filled in"),
    ] {
        let why = hook(body).check().unwrap_err();
        assert!(why.contains(words), "{body}: {why}");
    }
}

#[test]
fn a_form_is_possible_too() {
    let mut hook = hook("to={{ to | urlencode }}&text={{ text | urlencode }}");
    hook.headers = vec![(
        "content-type".into(),
        "application/x-www-form-urlencoded".into(),
    )];
    hook.check().unwrap();
    let body = hook.fill("+49171", "a & b\n=ü", "").unwrap();
    assert_eq!(body, "to=%2B49171&text=a%20%26%20b%0A%3D%C3%BC");
}
