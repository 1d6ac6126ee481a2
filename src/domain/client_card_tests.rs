use super::*;
use crate::domain::currency::Currency;
use crate::domain::party::{ContactRole, Profile, ThankYou};
use crate::domain::policy::Wish;

fn profile() -> Profile {
    Profile {
        name: String::new(),
        email: String::new(),
        phone: String::new(),
        address: Vec::new(),
        country: "DE".into(),
        tax_id: String::new(),
        iban: String::new(),
        bic: String::new(),
        currency: Currency::EUR,
        language: "de".into(),
        terms_days: 14,
        signature: String::new(),
        usual_tax: String::new(),
        thank_you: ThankYou::Off,
    }
}

fn person(email: &str) -> Contact {
    Contact {
        name: String::new(),
        email: email.into(),
        phone: String::new(),
        role: ContactRole::To,
    }
}

fn card() -> Client {
    Client {
        name: "Acme GmbH".into(),
        contacts: vec![person("ap@acme.example")],
        ..profile().new_client()
    }
}

fn found(change: impl FnOnce(&mut Client)) -> Vec<(Weight, String, String)> {
    let mut card = card();
    change(&mut card);
    let found = check(&card, &["standard", "gentle"]);
    found
        .into_iter()
        .map(|one| (one.weight, one.path, one.text))
        .collect()
}

fn one(weight: Weight, field: &str, text: &str) -> Vec<(Weight, String, String)> {
    vec![(weight, field.into(), text.into())]
}

#[test]
fn a_new_client_takes_the_profile_s_defaults_and_is_fine_with_name_and_address() {
    let card = card();
    assert_eq!((card.terms_days, card.language.as_str()), (14, "de"));
    assert_eq!(found(|_| ()), []);
}

#[test]
fn a_wrong_tax_id_warns_and_says_why() {
    assert_eq!(found(|card| card.tax_id = "DE136695976".into()), []);
    assert_eq!(
        found(|card| card.tax_id = "DE12345".into()),
        one(
            Weight::Warning,
            "tax_id",
            "A German VAT id has 9 digits, this has 5."
        )
    );
    assert_eq!(
        found(|card| card.tax_id = "DE136695977".into()),
        one(
            Weight::Warning,
            "tax_id",
            "The check digits of this VAT id do not fit; look for a typo."
        )
    );
}

#[test]
fn what_cannot_be_saved_is_an_error() {
    for (change, field) in [
        (
            (|card: &mut Client| card.name = " ".into()) as fn(&mut Client),
            "name",
        ),
        (|card| card.key = "Acme!".into(), "key"),
        (|card| card.policy = "harsh".into(), "policy"),
        (|card| card.terms_days = -1, "terms_days"),
        (|card| card.terms_days = 3651, "terms_days"),
        (|card| card.language = "English".into(), "language"),
        (
            |card| card.contacts.push(person("no address")),
            "contacts[1].email",
        ),
        (
            |card| card.contacts[0].phone = "040 55501".repeat(2),
            "contacts[0].phone",
        ),
    ] {
        let found = found(change);
        let errors: Vec<_> = found.iter().filter(|one| one.0 == Weight::Error).collect();
        assert_eq!(errors.len(), 1, "{field}: {found:?}");
        assert_eq!(errors[0].1, field);
        assert!(errors[0].2.ends_with('.'), "{}", errors[0].2);
    }
}

#[test]
fn what_is_odd_only_warns() {
    for (change, field) in [
        (
            (|card: &mut Client| card.contacts.clear()) as fn(&mut Client),
            "contacts",
        ),
        (|card| card.reminding.wish = Wish::Sms, "contacts"),
        (|card| card.contacts[0].role = ContactRole::Cc, "contacts"),
        (|card| card.country = "ZZ".into(), "country"),
        (
            |card| card.contacts.push(person("AP@acme.example")),
            "contacts[1].email",
        ),
        (|card| card.contacts.push(person("")), "contacts[1]"),
        (
            |card| card.contacts[0].email = "ap@acme".into(),
            "contacts[0].email",
        ),
    ] {
        let found = found(change);
        assert_eq!(found.len(), 1, "{field}: {found:?}");
        assert_eq!(
            (found[0].0, found[0].1.as_str()),
            (Weight::Warning, field),
            "{found:?}"
        );
    }
}

#[test]
fn names_are_alike_without_capitals_spaces_and_legal_form() {
    for other in [
        "ACME gmbh",
        "A.C.M.E. GmbH",
        "Acme",
        "ac me Ltd.",
        "Acme GmbH & Co. KG",
    ] {
        assert_eq!(likeness(other), "acme", "{other}");
    }
    assert_eq!(likeness("Müller AG"), likeness("Mueller"));
    assert_ne!(likeness("Acme Berlin"), likeness("Acme"));
    // A name that is nothing but a legal form stays one.
    assert_eq!(likeness("SE"), "se");
    assert_eq!(likeness("&"), "");
}
