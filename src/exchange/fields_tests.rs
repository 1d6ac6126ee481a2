use super::super::json::parse;
use super::*;

fn text(node: &Node) -> Result<String, String> {
    if let Node::Text(text) = node {
        return Ok(text.clone());
    }
    Err(format!("This is {}.", node.what()))
}

fn problems(json: &str, known: &[&str], read: impl FnOnce(&Fields<'_>)) -> Vec<String> {
    let node = parse(json.as_bytes()).unwrap();
    let report = Report::default();
    let path = Path::Root;
    if let Some(fields) = Fields::open(&node, &path, known, &report) {
        read(&fields);
    }
    match report.finish(Some(())) {
        Ok(()) => Vec::new(),
        Err(problems) => problems.list().iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn every_problem_is_noted_with_its_path() {
    let found = problems(
        "{\"rows\":[{\"name\":\"a\"},{\"name\":1,\"nam\":\"\"},2]}",
        &["rows"],
        |fields| {
            let report = fields.report;
            let rows = fields.each("rows", |node, path| {
                Fields::open(node, path, &["name"], report)?.required("name", text)
            });
            assert_eq!(rows, ["a"]);
        },
    );
    assert_eq!(
        found,
        [
            "rows[1].nam: \"nam\" is not a field here; the nearest one is \"name\".",
            "rows[1].name: This is a number.",
            "rows[2]: This is a number; an object in { } is needed.",
        ]
    );
}

#[test]
fn null_counts_as_missing() {
    let found = problems("{\"a\":null,\"b\":null}", &["a", "b"], |fields| {
        assert!(!fields.has("a"));
        assert_eq!(fields.optional("a", text), None);
        assert_eq!(fields.required("b", text), None);
    });
    assert_eq!(found, ["b: This is missing."]);
}

#[test]
fn a_field_unlike_all_others_gets_the_whole_list() {
    let found = problems("{\"zzz\":1}", &["name", "key"], |_| {});
    assert_eq!(
        found,
        ["zzz: \"zzz\" is not a field here; there are name, key."]
    );
}

#[test]
fn a_list_must_be_a_list() {
    let found = problems("{\"rows\":{}}", &["rows"], |fields| {
        assert!(fields.each("rows", |_, _| Some(())).is_empty());
        fields.problem_within("", "All of it.");
    });
    assert_eq!(
        found,
        [
            "rows: This is an object; a list in [ ] is needed.",
            "All of it."
        ]
    );
}
