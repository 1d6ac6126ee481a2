//! How a letter addresses a contact.

use crate::domain::text;

/// Words that stand before a name. With one of them the whole name is the right address.
const TITLES: [&str; 20] = [
    "dr", "prof", "mr", "mrs", "ms", "mx", "miss", "herr", "hr", "frau", "fr", "m", "mme", "mlle",
    "monsieur", "madame", "sr", "sra", "don", "doña",
];

/// Words of a department: it has no first name, and nobody greets it by its own.
const DEPARTMENTS: [&str; 21] = [
    "accounting",
    "accounts",
    "administración",
    "administration",
    "billing",
    "buchhaltung",
    "compras",
    "comptabilité",
    "contabilidad",
    "department",
    "einkauf",
    "facturación",
    "finance",
    "invoices",
    "kreditoren",
    "office",
    "payable",
    "procurement",
    "rechnungen",
    "service",
    "team",
];

/// The name that a greeting uses: the first name of "Jonas Falk" and of "Falk, Jonas", the whole of
/// "Dr. Jonas Falk" and "Frau Falk", and nothing for a department such as "Accounts payable".
#[must_use]
pub fn greeting_name(contact: &str) -> String {
    let contact = text::one_line(contact);
    let contact = contact.trim();
    let lower = contact.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    if words.any(|word| DEPARTMENTS.contains(&word)) {
        return String::new();
    }
    let first = lower.split_whitespace().next().unwrap_or_default();
    if TITLES.contains(&first.trim_end_matches('.')) {
        return contact.to_owned();
    }
    let given = match contact.split_once(',') {
        Some((_, given)) if !given.trim().is_empty() => given,
        Some((family, _)) => family,
        None => contact,
    };
    given
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::greeting_name;

    #[test]
    fn people_are_greeted_by_their_first_name() {
        for (contact, name) in [
            ("Jonas Falk", "Jonas"),
            ("  Jonas   Falk ", "Jonas"),
            ("Falk, Jonas", "Jonas"),
            ("Falk,", "Falk"),
            ("Marie-Claire Dupont", "Marie-Claire"),
            ("Ola", "Ola"),
            ("Jonas\nFalk", "Jonas"),
        ] {
            assert_eq!(greeting_name(contact), name, "{contact:?}");
        }
    }

    #[test]
    fn a_title_keeps_the_whole_name() {
        for contact in ["Dr. Jonas Falk", "Frau Falk", "Mme Dupont", "Mr Kestrel"] {
            assert_eq!(greeting_name(contact), contact);
        }
    }

    #[test]
    fn a_department_has_no_name_to_greet() {
        for contact in [
            "",
            "Accounts payable",
            "Buchhaltung",
            "Acme Billing Team",
            "Service comptabilité",
        ] {
            assert_eq!(greeting_name(contact), "", "{contact:?}");
        }
    }
}
