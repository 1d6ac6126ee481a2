//! The words that a document begins with: about payment, and a note. A book may have its own.

use chrono::NaiveDate;

use super::super::invoice::{Invoice, InvoiceKind, words};
use super::super::locale::Language;

/// Which words of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// What an invoice says about payment.
    Terms,
    /// What a quote says about how long it is valid.
    QuoteTerms,
    /// The note of an invoice or a quote.
    Note,
}

words!(TextKind { Terms => "terms", QuoteTerms => "quote-terms", Note => "note" });

impl TextKind {
    /// The words about payment of a kind of document, if it has some.
    #[must_use]
    pub const fn terms_of(kind: InvoiceKind) -> Option<Self> {
        match kind {
            InvoiceKind::Invoice | InvoiceKind::Deposit | InvoiceKind::Recurring => {
                Some(Self::Terms)
            }
            InvoiceKind::Quote => Some(Self::QuoteTerms),
            InvoiceKind::CreditNote => None,
        }
    }
}

/// What a document may hold: filled from its own facts wherever it is shown.
pub const KNOWN: &str = "{number}, {due} and {days}";

/// The words that payme comes with. `{due}` is the due date, or the last day of a quote.
#[must_use]
pub const fn usual(kind: TextKind, language: Language) -> &'static str {
    match (kind, language) {
        (TextKind::Terms, Language::En) => "Payable by {due}, without deduction.",
        (TextKind::Terms, Language::De) => "Zahlbar bis zum {due} ohne Abzug.",
        (TextKind::Terms, Language::Fr) => "Payable au plus tard le {due}, sans escompte.",
        (TextKind::Terms, Language::Es) => "Pagadero hasta el {due}, sin descuento.",
        (TextKind::QuoteTerms, Language::En) => "This quote is valid until {due}.",
        (TextKind::QuoteTerms, Language::De) => "Dieses Angebot gilt bis zum {due}.",
        (TextKind::QuoteTerms, Language::Fr) => "Ce devis est valable jusqu’au {due}.",
        (TextKind::QuoteTerms, Language::Es) => "Este presupuesto es válido hasta el {due}.",
        (TextKind::Note, _) => "",
    }
}

/// Words that documents begin with: the freelancer's own, or payme's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Which words.
    pub kind: TextKind,
    /// In which language.
    pub language: Language,
    /// The words.
    pub body: String,
}

/// Puts a document into another language: the words that it began with are said in it; what its
/// writer changed stays.
pub fn speak(invoice: &mut Invoice, language: Language, words: &[Words]) {
    let before = Language::from_code(&invoice.language);
    language.word().clone_into(&mut invoice.language);
    let of = |kind: TextKind, language: Language| {
        let own = words
            .iter()
            .find(|one| (one.kind, one.language) == (kind, language));
        own.map_or(usual(kind, language), |one| one.body.as_str())
    };
    if let Some(kind) = TextKind::terms_of(invoice.kind)
        && invoice.terms == of(kind, before)
    {
        of(kind, language).clone_into(&mut invoice.terms);
    }
    if invoice.note == of(TextKind::Note, before) {
        of(TextKind::Note, language).clone_into(&mut invoice.note);
    }
}

/// A text of a document with its number, due date and days filled in, as it is shown and printed.
/// What the document does not have yet stays as it is, and so does every other brace.
#[must_use]
pub fn filled(text: &str, invoice: &Invoice, due: Option<NaiveDate>) -> String {
    let language = Language::from_code(&invoice.language);
    let mut out = text.replace("{days}", &language.days(invoice.terms_days));
    if let Some(number) = &invoice.number {
        out = out.replace("{number}", number);
    }
    if let Some(due) = invoice.due_on.or(due) {
        out = out.replace("{due}", &language.date(due));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::currency::Currency;

    #[test]
    fn words_are_filled_from_the_document() {
        let mut draft = Invoice::blank(InvoiceKind::Invoice, Currency::EUR);
        "de".clone_into(&mut draft.language);
        draft.terms_days = 14;
        let text = "{number}: {days}, bis {due} {x}";
        assert_eq!(
            filled(text, &draft, None),
            "{number}: 14 Tage, bis {due} {x}"
        );
        draft.number = Some("2026-001".to_owned());
        draft.due_on = Some("2026-12-23".parse().unwrap());
        let shown = filled(text, &draft, None);
        assert_eq!(shown, "2026-001: 14 Tage, bis 23. Dezember 2026 {x}");
    }

    #[test]
    fn the_words_follow_the_language_until_they_are_changed() {
        let mut draft = Invoice::blank(InvoiceKind::Invoice, Currency::EUR);
        "de".clone_into(&mut draft.language);
        usual(TextKind::Terms, Language::De).clone_into(&mut draft.terms);
        let own = [Words {
            kind: TextKind::Note,
            language: Language::Fr,
            body: "Merci.".to_owned(),
        }];
        speak(&mut draft, Language::Fr, &own);
        assert_eq!(draft.language, "fr");
        assert_eq!(draft.terms, usual(TextKind::Terms, Language::Fr));
        assert_eq!(draft.note, "Merci.");
        "Tout de suite.".clone_into(&mut draft.terms);
        speak(&mut draft, Language::En, &own);
        assert_eq!(
            (draft.terms.as_str(), draft.note.as_str()),
            ("Tout de suite.", "")
        );
    }

    #[test]
    fn every_language_has_its_words() {
        for language in Language::ALL {
            for kind in [TextKind::Terms, TextKind::QuoteTerms] {
                assert!(usual(kind, *language).contains("{due}"));
            }
        }
    }
}
