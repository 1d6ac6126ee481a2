use proptest::prelude::*;

use super::*;

#[test]
fn a_key_is_made_from_a_name() {
    for (name, key) in [
        ("Acme GmbH", "acme"),
        ("Müller & Söhne GmbH & Co. KG", "mueller-soehne"),
        ("Kestrel & Co Ltd", "kestrel"),
        ("Nordlicht Studio", "nordlicht-studio"),
        ("Brightwater B.V.", "brightwater"),
        ("Łódź Sp. z o.o.", "lodz-sp-z-oo"),
        ("Société Générale S.A.", "societe-generale"),
        ("O'Neil", "oneil"),
        ("SA", "sa"),
        ("  --  ", "client"),
        ("株式会社", "client"),
        (
            "The Very Long Name of a Company in the North",
            "the-very-long-name-of-a",
        ),
        ("3M", "3m"),
    ] {
        assert_eq!(make(name), key, "{name}");
    }
}

#[test]
fn a_taken_key_gets_a_number() {
    let taken = ["acme", "acme-2"];
    assert_eq!(free("Acme", |key| taken.contains(&key)), "acme-3");
    assert_eq!(free("Bolt", |key| taken.contains(&key)), "bolt");
    let long = "x".repeat(80);
    assert_eq!(
        free(&long, |key| key.len() == LONGEST && !key.contains('-')).len(),
        LONGEST
    );
}

#[test]
fn only_small_letters_digits_and_hyphens_are_a_key() {
    for key in ["acme", "a", "3m", "mueller-soehne", "x-2"] {
        assert_eq!(check(key), Ok(()), "{key}");
    }
    for key in ["", "Acme", "a b", "ä", "a_b", "a/b", &"x".repeat(65)] {
        assert!(check(key).is_err(), "{key}");
    }
    let failure = check("Acme GmbH").unwrap_err();
    assert_eq!(
        failure.message(),
        "\"Acme GmbH\" is not a key; use small letters, digits and hyphens, at most 64."
    );
    assert_eq!(failure.next_step(), "for example acme");
}

proptest! {
    #[test]
    fn every_made_key_is_a_key(name in ".*", number in 0_usize..4) {
        prop_assert_eq!(check(&make(&name)), Ok(()));
        let tries = std::cell::Cell::new(0);
        let key = free(&name, |_| {
            tries.set(tries.get() + 1);
            tries.get() <= number
        });
        prop_assert_eq!(check(&key), Ok(()));
    }
}
