//! What was understood of a client's card, field by field.

use chrono::{Days, NaiveDate};

use super::{
    ADDRESS, CONTACTS, COUNTRY, CURRENCY, Card, INTEREST, KEY, LANGUAGE, NAME, NOTE, POLICY, TAX,
    TERMS, UNATTENDED, country, interest_of, no_country, read_person, terms,
};
use crate::domain::client_card::{Alike, MOST_TERMS};
use crate::domain::country::Country;
use crate::domain::currency::Currency;
use crate::domain::locale::Language;
use crate::domain::party::InterestTerms;
use crate::domain::tax_id::{self, Finding};
use crate::domain::{client_key, contact, input};
use crate::tui::model::overlays::form::{Echo, Form, Sense};

/// What was understood.
pub(in crate::tui::model::overlays::form) fn echo(
    form: &Form,
    card: &Card,
    index: usize,
    today: NaiveDate,
) -> Option<Echo> {
    let field = form.fields.get(index)?;
    let text = form.text(index);
    match field.name {
        NAME => Some(name_echo(card, text)),
        CONTACTS => contact_echo(form, card, index, text),
        ADDRESS if text.is_empty() && !field.label.is_empty() => {
            Some(Echo::hint("a line each; the blank one adds a line"))
        }
        COUNTRY => Some(country_echo(card, text)),
        TAX => Some(tax_echo(text, country(form).as_deref().unwrap_or_default())),
        TERMS => Some(terms_echo(text, today)),
        CURRENCY => Some(match Currency::from_code(&text.to_ascii_uppercase()) {
            Ok(currency) => Echo::good(format!("= {}", currency.code())),
            Err(failure) => Echo::bad(&failure),
        }),
        LANGUAGE => Some(language_echo(text)),
        POLICY => Some(Echo::hint("◂ ▸ chooses the ladder of reminders")),
        UNATTENDED => Some(Echo::hint("runs without a person may write to it")),
        INTEREST => Some(interest_echo(text)),
        KEY => Some(key_echo(form, card, text)),
        NOTE if text.is_empty() && !field.label.is_empty() => {
            Some(Echo::hint("nobody else sees it; F4 opens $EDITOR"))
        }
        _ => None,
    }
}

fn name_echo(card: &Card, text: &str) -> Echo {
    let alike = card.likely.iter().find(|one| one.by == Alike::Name);
    match alike {
        _ if text.is_empty() => Echo::hint("as it stands on invoices"),
        Some(one) => Echo::new(
            Sense::Look,
            format!("looks like {} ({})", one.name, one.key),
        ),
        None if !card.is_new() && text != card.before.name => {
            Echo::hint("what is issued keeps the old name, drafts take this one")
        }
        None => Echo::good(""),
    }
}

fn contact_echo(form: &Form, card: &Card, index: usize, text: &str) -> Option<Echo> {
    if text.is_empty() {
        let first = form.place(CONTACTS) == index;
        return first.then(|| Echo::hint("e-mail, name and phone in one line; cc in front copies"));
    }
    let contact = match read_person(&card.before, text) {
        Ok(contact) => contact,
        Err(failure) => return Some(Echo::bad(&failure)),
    };
    let email = contact.email.as_str();
    let known = card
        .likely
        .iter()
        .find(|one| matches!(&one.by, Alike::Email(other) if other.eq_ignore_ascii_case(email)));
    if let Some(one) = known {
        let words = format!("also an address of {} ({})", one.name, one.key);
        return Some(Echo::new(Sense::Look, words));
    }
    if let Some(doubt) = contact::doubt(email) {
        return Some(Echo::new(Sense::Look, doubt));
    }
    if no_country(form, card, &contact) {
        let words = format!("which country is {} of? write it with +", contact.phone);
        return Some(Echo::new(Sense::Look, words));
    }
    let parts = [contact.role.word(), &contact.name, email, &contact.phone];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if email.is_empty() && contact.phone.is_empty() {
        let words = format!("{}, without an address: nothing can be sent", contact.name);
        return Some(Echo::new(Sense::Look, words));
    }
    Some(Echo::good(parts.join(" · ")))
}

fn country_echo(card: &Card, text: &str) -> Echo {
    if text.is_empty() {
        return Echo::hint("a name or a code: Germany, de");
    }
    match Country::find(text) {
        Ok(country) if country.to_string() == text => Echo::good(""),
        Ok(country) => Echo::good(country.to_string()),
        Err(_) if text == card.before.country => Echo::new(Sense::Look, "not a country"),
        Err(failure) => Echo::bad(&failure),
    }
}

fn tax_echo(text: &str, country: &str) -> Echo {
    if text.is_empty() {
        return Echo::hint("VAT id or tax number; reverse charge needs it");
    }
    match tax_id::check(text, country) {
        Finding::Checked(id) => {
            let prefix: String = id.chars().take(2).collect();
            Echo::good(format!("{prefix}, check digits right"))
        }
        Finding::Formed(id) => {
            let prefix: String = id.chars().take(2).collect();
            Echo::good(format!("{prefix}, of the right form"))
        }
        Finding::National => Echo::hint("kept as it is; not checked"),
        Finding::Warning(why) => Echo::new(Sense::Look, why),
    }
}

fn terms_echo(text: &str, today: NaiveDate) -> Echo {
    let due = terms(text).and_then(|days| {
        let days = Days::new(u64::try_from(days).ok()?);
        today.checked_add_days(days)
    });
    match due {
        Some(day) => Echo::good(format!("issued today, due {}", input::date_echo(day))),
        None => Echo::new(Sense::Bad, format!("a whole number from 0 to {MOST_TERMS}")),
    }
}

fn language_echo(text: &str) -> Echo {
    let letters = text.len() == 2 && text.chars().all(|c| c.is_ascii_alphabetic());
    match Language::from_word(&text.to_ascii_lowercase()) {
        Some(language) => Echo::good(language.name()),
        None if letters => Echo::new(Sense::Look, "no texts of ours in it: letters are English"),
        None => Echo::new(Sense::Bad, "two letters, such as en or de"),
    }
}

fn interest_echo(text: &str) -> Echo {
    match interest_of(text) {
        Some(InterestTerms::Law) => Echo::hint("law, none, or percent a year that you agreed"),
        Some(InterestTerms::None) => Echo::good("no interest"),
        Some(InterestTerms::Contract(rate)) => Echo::good(format!("{rate} % a year, as agreed")),
        None => Echo::new(Sense::Bad, "law, none, or percent a year that you agreed"),
    }
}

fn key_echo(form: &Form, card: &Card, text: &str) -> Echo {
    if text.is_empty() {
        let name = form.text_of(NAME);
        return match (card.is_new(), name) {
            (true, "") => Echo::hint("made from the name"),
            (true, name) => Echo::hint(format!("{}, made from the name", client_key::make(name))),
            (false, _) => Echo::hint(format!("stays {}", card.before.key)),
        };
    }
    match client_key::check(text) {
        Ok(()) => Echo::good(""),
        Err(failure) => Echo::bad(&failure),
    }
}
