//! Documents: drafts begun, written and deleted, and what becomes of them. A draft has no number and
//! is never seen by a client.

mod balance;
mod deposits;
mod edit;
mod issue;
mod life;

pub use deposits::{deduct, deposit};
pub use edit::edit;
pub(super) use issue::next_number;
pub use issue::{issue, would_issue};
pub(super) use life::again;
pub use life::{answer, bill, copy, credit, void, write_off};

use crate::domain::clock::Now;
use crate::domain::currency::Currency;
use crate::domain::drafting;
use crate::domain::ids::EntryId;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus};
use crate::domain::locale::Language;
use crate::domain::views::{DraftView, OpenDeposit, Suggestion, TaxPreset};
use crate::domain::wording::document::{TextKind, Words};
use crate::exchange::document::InvoiceDocument;
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo, View};
use crate::usecases::exchange;

/// A draft as it was written, with the entry of the journal that it joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The draft with its totals.
    pub invoice: Invoice,
    /// The entry of the journal, for the next writing of the same sitting.
    pub entry: Option<EntryId>,
}

/// Begins an empty draft for a client, with the client's and the freelancer's defaults.
///
/// # Errors
/// Refused, when there is no such client.
pub fn begin(book: &mut Book, now: Now, kind: InvoiceKind, client: &str) -> Result<Written> {
    let (invoice, entry) = book.change_joined(now, None, |tx| {
        let client = tx.client(tx.client_id(client)?)?;
        let mut draft = Invoice::draft(kind, &client);
        words(tx, &mut draft)?;
        draft.id = tx.add_invoice(&draft, "", "")?;
        let article = if kind == InvoiceKind::Invoice {
            "an"
        } else {
            "a"
        };
        let line = format!("Began {article} {} for {}", kind.name(), client.name);
        Ok((draft, line))
    })?;
    Ok(Written { invoice, entry })
}

/// Keeps a draft as it is written now: everything but its kind, its number and what it credits or
/// was made from. `joins` is the entry of the journal that the same sitting began.
///
/// Amounts are worked out where the lines allow it, and else stay zero: a draft is kept as it
/// stands, and only issuing asks for more.
///
/// # Errors
/// Refused, when it is no draft any more, or the client is gone.
pub fn save(book: &mut Book, now: Now, joins: Option<EntryId>, draft: &Invoice) -> Result<Written> {
    keep(book, now, joins, draft, None)
}

/// Keeps a draft as [`save`] does, unless it is not any more as the writer knows it: `known` is the
/// draft as it was read or kept last ([`Invoice::bare`]).
///
/// # Errors
/// Those of [`save`]; refused as well when it was changed elsewhere meanwhile.
pub fn save_over(
    book: &mut Book,
    now: Now,
    joins: Option<EntryId>,
    known: &Invoice,
    draft: &Invoice,
) -> Result<Written> {
    keep(book, now, joins, draft, Some(known))
}

fn keep(
    book: &mut Book,
    now: Now,
    joins: Option<EntryId>,
    draft: &Invoice,
    known: Option<&Invoice>,
) -> Result<Written> {
    let (invoice, entry) = book.change_joined(now, joins, |tx| {
        let before = tx.invoice(draft.id)?;
        if before.status == InvoiceStatus::Draft
            && known.is_some_and(|known| before.bare() != *known)
        {
            let reference = before.reference();
            let text = format!("{reference} was changed elsewhere meanwhile.");
            return Err(Failure::refused(text).hint("look at it as it is now"));
        }
        let client = tx.client(tx.client_id(&draft.client_key)?)?;
        let mut draft = draft.clone();
        (draft.client, draft.client_name) = (client.id, client.name);
        total(&mut draft);
        if draft == before {
            return Ok((draft, String::new()));
        }
        tx.write_draft(&draft)?;
        let line = format!("Wrote {} for {}", draft.reference(), draft.client_name);
        Ok((draft, line))
    })?;
    Ok(Written { invoice, entry })
}

/// Works out the amounts; what cannot be added up comes to nothing.
fn total(draft: &mut Invoice) {
    if draft.add_up().is_err() {
        no_amounts(draft);
    }
}

pub(super) fn no_amounts(draft: &mut Invoice) {
    for line in &mut draft.lines {
        (line.amount, line.net) = (0, 0);
    }
    draft.taxes.clear();
    (draft.net, draft.tax, draft.gross) = (0, 0, 0);
}

/// The words that a document of this kind and language begins with.
fn words(tx: &Tx<'_>, draft: &mut Invoice) -> Result<()> {
    draft.terms = usual_terms(tx, draft.kind, &draft.language)?;
    draft.note = tx.text(TextKind::Note, Language::from_code(&draft.language))?;
    Ok(())
}

pub(super) fn usual_terms(tx: &Tx<'_>, kind: InvoiceKind, language: &str) -> Result<String> {
    match TextKind::terms_of(kind) {
        Some(text) => tx.text(text, Language::from_code(language)),
        None => Ok(String::new()),
    }
}

/// Adds a document as a file or a script gives it: a draft, which is issued at once where `at_once`
/// says so; or one with a day of issue, which was issued by an older system and keeps its number.
/// All or nothing.
///
/// # Errors
/// Refused, when there is no such client, its number is taken, or it cannot be issued.
pub fn add(
    book: &mut Book,
    now: Now,
    document: &InvoiceDocument,
    at_once: bool,
) -> Result<Invoice> {
    let given = &document.invoice;
    if given.status != InvoiceStatus::Draft {
        if at_once {
            return Err(
                Failure::usage("The document is issued already: it has a day of issue.")
                    .hint("leave out --issue, or give it \"status\": \"draft\""),
            );
        }
        return exchange::add_one(book, now, document);
    }
    let undo = if at_once {
        Undo::Impossible
    } else {
        Undo::Possible
    };
    book.change(now, undo, |tx| {
        let client = tx.client(tx.client_id(&given.client_key)?)?;
        let mut draft = given.clone();
        (draft.client, draft.client_name) = (client.id, client.name);
        if draft.terms.is_empty() {
            draft.terms = usual_terms(tx, draft.kind, &draft.language)?;
        }
        if let Some(problems) = exchange::names_in_book(tx, document)? {
            return Err(problems.into());
        }
        draft.id = tx.add_invoice(&draft, "", "")?;
        if let Some(schedule) = &document.schedule {
            tx.set_schedule(draft.id, schedule)?;
        }
        if at_once {
            let issued = issue::put_out(tx, now, draft)?;
            let line = issue::said(&issued);
            return Ok((issued, line));
        }
        let kind = draft.kind.name();
        let line = format!(
            "Added the {kind} {} for {}",
            draft.reference(),
            draft.client_name
        );
        Ok((draft, line))
    })
}

/// A draft with all that the editor needs.
///
/// # Errors
/// Refused, when there is no such draft.
pub fn view(book: &Book, now: Now, reference: &str) -> Result<DraftView> {
    let view = book.view();
    let invoice = view.invoice(view.invoice_id(reference)?)?;
    if invoice.status != InvoiceStatus::Draft {
        return Err(issued_already(&invoice));
    }
    let client = view.client(invoice.client)?;
    let seller = view.profile()?;
    let mut presets = view.tax_presets(&seller.country)?;
    // What the client was billed with last is what it is billed with again.
    let last = view.last_tax(client.id)?;
    let same = |preset: &&TaxPreset| last == Some((preset.category, preset.rate));
    let usual = presets
        .iter()
        .find(same)
        .or_else(|| drafting::usual_tax(&seller, &client, &presets))
        .cloned();
    presets.sort_by_key(|preset| usual.as_ref() != Some(preset));
    let numbered = invoice.kind != InvoiceKind::Recurring;
    let day = invoice.issued_on.unwrap_or(now.today);
    let next_number = match issue::series_of(&view, &invoice) {
        Ok(series) if numbered => issue::next(&view, &series, day)?.1,
        Ok(_) | Err(_) => String::new(),
    };
    let usual = view.usual_series(invoice.kind)?.map(|series| series.key);
    let mut series: Vec<String> = view.series_list()?.into_iter().map(|one| one.key).collect();
    series.sort_by_key(|key| usual.as_ref() != Some(key));
    Ok(DraftView {
        words: all_words(&view)?,
        presets,
        next_number,
        series,
        deposits: deposits_of(&view, &invoice)?,
        credit: crate::domain::money::Money::zero(invoice.currency),
        invoice,
        client,
        seller,
    })
}

/// What a draft could deduct; only a final invoice does.
fn deposits_of(view: &View<'_>, draft: &Invoice) -> Result<Vec<OpenDeposit>> {
    if draft.kind == InvoiceKind::Invoice {
        view.open_deposits(draft.client, draft.currency, Some(draft.id))
    } else {
        Ok(Vec::new())
    }
}

/// The words that documents begin with, in every language.
pub(in crate::usecases) fn all_words(view: &View<'_>) -> Result<Vec<Words>> {
    let mut words = Vec::new();
    for kind in TextKind::ALL.iter().copied() {
        for language in Language::ALL.iter().copied() {
            let body = view.text(kind, language)?;
            words.push(Words {
                kind,
                language,
                body,
            });
        }
    }
    Ok(words)
}

/// What a line could be, by the first letters of its description: the catalogue first, then lines
/// that were typed before, the newest first. At most `limit`.
///
/// # Errors
/// Book, when it cannot be read.
pub fn suggestions(
    book: &Book,
    words: &str,
    currency: Currency,
    limit: usize,
) -> Result<Vec<Suggestion>> {
    book.view().line_suggestions(words, currency, limit)
}

/// Deletes a draft; answers the line of the journal.
///
/// # Errors
/// Refused, when it is no draft, or something was made from it.
pub fn delete(book: &mut Book, now: Now, reference: &str) -> Result<String> {
    book.change(now, Undo::Possible, |tx| {
        let draft = draft_of(tx, reference)?;
        tx.delete_draft(draft.id)?;
        let line = format!("Deleted {reference} for {}", draft.client_name);
        Ok((line.clone(), line))
    })
}

/// A draft by its reference.
pub(super) fn draft_of(tx: &Tx<'_>, reference: &str) -> Result<Invoice> {
    let invoice = tx.invoice(tx.invoice_id(reference)?)?;
    if invoice.status == InvoiceStatus::Draft {
        Ok(invoice)
    } else {
        Err(issued_already(&invoice))
    }
}

fn issued_already(invoice: &Invoice) -> Failure {
    let reference = invoice.reference();
    Failure::refused(format!("{reference} is issued and cannot be changed."))
        .hint("void and copy it to a draft, or write a credit note")
}

#[cfg(test)]
#[path = "properties_tests.rs"]
mod properties;

#[cfg(test)]
#[path = "drafts_tests.rs"]
mod tests;
