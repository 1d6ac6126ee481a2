use proptest::prelude::*;

use super::*;

fn read(text: &str) -> (String, String, String, ContactRole) {
    let contact = parse(text).unwrap();
    (contact.name, contact.email, contact.phone, contact.role)
}

fn parts(name: &str, email: &str, phone: &str) -> (String, String, String, ContactRole) {
    (name.into(), email.into(), phone.into(), ContactRole::To)
}

#[test]
fn a_line_is_read_in_any_shape_that_people_paste() {
    let whole = parts("Jonas Falk", "ap@acme.example", "+49405550100");
    for text in [
        "Jonas Falk <ap@acme.example> +49 40 555 0100",
        "Jonas Falk, ap@acme.example, +49 (40) 555-0100",
        "ap@acme.example Jonas Falk 0049 40 5550100",
        "\"Jonas Falk\" <mailto:ap@acme.example> +49405550100",
        "to: Jonas Falk <ap@acme.example> +49405550100",
    ] {
        assert_eq!(read(text), whole, "{text}");
    }
    assert_eq!(read("ap@acme.example"), parts("", "ap@acme.example", ""));
    assert_eq!(read("Studio 54"), parts("Studio 54", "", ""));
    assert_eq!(read(""), parts("", "", ""));
}

#[test]
fn cc_in_front_copies_and_a_name_that_begins_so_does_not() {
    assert_eq!(parse("cc b@acme.example").unwrap().role, ContactRole::Cc);
    assert_eq!(parse("CC: b@acme.example").unwrap().role, ContactRole::Cc);
    let tom = parse("Tom Ccola <t@acme.example>").unwrap();
    assert_eq!(
        (tom.name.as_str(), tom.role),
        ("Tom Ccola", ContactRole::To)
    );
}

#[test]
fn what_cannot_be_written_to_is_refused_with_its_reason() {
    let failure = parse("Jonas @acme.example").unwrap_err();
    assert_eq!(
        failure.message(),
        "\"@acme.example\" is not an e-mail address."
    );
    let failure = parse("a@b.example c@d.example").unwrap_err();
    assert_eq!(failure.message(), "There are two addresses in this line.");
    let failure = parse("Jonas 040 555").unwrap_err();
    assert!(failure.next_step().contains("+49"), "{failure}");
}

#[test]
fn addresses_are_checked_by_their_syntax() {
    for good in ["a@b.example", "x.y+z@münchen.example", "root@localhost"] {
        assert!(check_email(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "a",
        "@b.example",
        "a@",
        "a b@c.example",
        "a@b@c",
        "a@b..c",
        "a@.b",
        "<a@b.c>",
    ] {
        assert!(check_email(bad).is_err(), "{bad}");
    }
    assert!(doubt("root@localhost").is_some());
    assert_eq!(doubt("a@b.example"), None);
    assert_eq!(doubt("a@[192.0.2.1]"), None);
}

proptest! {
    #[test]
    fn a_line_reads_as_the_contact_that_it_shows(
        name in "([A-Z][a-zäöü]{2,8}( [A-Z][a-z]{2,8})?)?",
        email in "([a-z]{1,8}@[a-z]{1,8}\\.example)?",
        phone in "(\\+[1-9][0-9]{8,12})?",
        cc in any::<bool>(),
    ) {
        prop_assume!(!name.to_lowercase().starts_with("to ") && !name.to_lowercase().starts_with("cc "));
        let role = if cc { ContactRole::Cc } else { ContactRole::To };
        let contact = Contact { name, email, phone, role };
        // A lone "cc" is a name.
        prop_assume!(line(&contact) != "cc");
        prop_assert_eq!(parse(&line(&contact)).unwrap(), contact);
    }
}
