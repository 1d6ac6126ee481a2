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
    fn every_language_has_its_words() {
        for language in Language::ALL {
            for kind in [TextKind::Terms, TextKind::QuoteTerms] {
                assert!(usual(kind, *language).contains("{due}"));
            }
        }
    }
}
