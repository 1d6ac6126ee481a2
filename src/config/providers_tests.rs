use std::collections::BTreeSet;

use super::*;

#[test]
fn every_line_is_read_and_protects_the_line() {
    for line in lines() {
        let provider = provider(line).unwrap_or_else(|| panic!("unreadable: {line}"));
        assert_eq!(line.split('\t').count(), 8, "{line}");
        let year = provider.source.rsplit_once('(').unwrap().1;
        let year: u32 = year.trim_end_matches(')').parse().unwrap();
        assert!((2024..=2026).contains(&year), "{line}");
        for server in [&provider.smtp, &provider.imap] {
            assert_ne!(server.encryption, Encryption::None, "{line}");
            assert!(!server.host.contains(char::is_whitespace), "{line}");
        }
        let usual = match provider.smtp.encryption {
            Encryption::Tls => 465,
            Encryption::StartTls | Encryption::None => 587,
        };
        assert!(
            provider.smtp.port == usual || provider.hint == Hint::Bridge,
            "{line}"
        );
        for domain in &provider.domains {
            assert_eq!(domain.to_ascii_lowercase(), *domain);
            let example = format!("ana@{}", domain.replace('*', "de"));
            assert_eq!(
                of_address(&example).unwrap().name,
                provider.name,
                "{example}"
            );
        }
        assert_eq!(named(&provider.name.to_uppercase()), Some(&provider));
    }
    let names: BTreeSet<&str> = all().iter().map(|one| one.name.as_str()).collect();
    assert_eq!(
        (names.len(), all().len()),
        (lines().count(), lines().count())
    );
}

#[test]
fn an_address_finds_its_provider_whatever_the_case() {
    let name = |address| of_address(address).map(|one| one.name.as_str());
    assert_eq!(name("Ana.Lind@GoogleMail.com"), Some("gmail"));
    assert_eq!(name("ana@hotmail.co.uk"), Some("outlook"));
    assert_eq!(name("ana@lind.onmicrosoft.com"), Some("microsoft365"));
    assert_eq!(name("ana@yahoo.fr"), Some("yahoo"));
    for unknown in [
        "ana@lind.example",
        "ana@notgmail.com",
        "ana@gmail.com.example",
        "ana@",
        "ana",
    ] {
        assert_eq!(name(unknown), None, "{unknown}");
    }
}

#[test]
fn what_a_provider_wants_is_said() {
    let words = |address| {
        let provider = of_address(address).unwrap();
        provider.hint.words(&provider.label, address)
    };
    assert!(words("ana@gmail.com").contains("app password"));
    assert!(words("ana@outlook.com").contains("oama access ana@outlook.com"));
    assert_eq!(
        of_address("ana@free.fr").unwrap().user("ana@free.fr"),
        "ana"
    );
    assert_eq!(
        of_address("ana@gmx.de").unwrap().user("ana@gmx.de"),
        "ana@gmx.de"
    );
    assert_eq!(words("ana@posteo.de"), "");
    assert_eq!(
        of_address("ana@outlook.com").unwrap().hint.auth(),
        Auth::Xoauth2
    );
}
