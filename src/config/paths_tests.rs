use super::*;
use crate::failure::Kind;

fn expanded(text: &str) -> Result<String> {
    let places = Places::under(Path::new("/home/ana"));
    let environment =
        Environment::fixed(&[("BOOKS", "/srv/books"), ("YEAR", "2026"), ("NONE", "")]);
    expand(text, Path::new("/etc/payme"), &places, &environment)
        .map(|path| path.to_str().unwrap().to_owned())
}

#[test]
fn a_tilde_variables_and_relative_paths_are_expanded() {
    for (text, path) in [
        ("~", "/home/ana"),
        ("~/books/a.db", "/home/ana/books/a.db"),
        ("~//a.db", "/home/ana/a.db"),
        ("$BOOKS/$YEAR.db", "/srv/books/2026.db"),
        ("${BOOKS}/b${YEAR}c.db", "/srv/books/b2026c.db"),
        ("a.db", "/etc/payme/a.db"),
        ("./sub/./a.db", "/etc/payme/sub/a.db"),
        ("../a.db", "/etc/payme/../a.db"),
        ("/x/~/a.db", "/x/~/a.db"),
        ("~bert/a.db", "/etc/payme/~bert/a.db"),
        ("/cost/5$/a$.db", "/cost/5$/a$.db"),
        ("/open/${BOOKS", "/open/${BOOKS"),
    ] {
        assert_eq!(expanded(text).unwrap(), path, "{text}");
    }
}

#[test]
fn a_variable_that_is_not_set_is_named() {
    for text in ["$MISSING/a.db", "${MISSING}/a.db"] {
        let failure = expanded(text).unwrap_err();
        assert_eq!(failure.kind(), Kind::Usage);
        assert!(failure.message().contains("$MISSING"), "{failure}");
    }
    assert!(
        expanded("$NONE/a.db")
            .unwrap_err()
            .message()
            .contains("$NONE")
    );
}
