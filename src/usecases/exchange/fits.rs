//! Whether a document fits into the book: what it has twice, and what it names that is not there.

use std::collections::HashSet;

use super::standing::Differences;
use crate::domain::invoice::{Invoice, InvoiceStatus};
use crate::domain::policy;
use crate::domain::wording;
use crate::exchange::document::InvoiceDocument;
use crate::exchange::reader::not_deducted;
use crate::exchange::{BookDocument, Problem, Problems};
use crate::failure::Result;
use crate::store::View;

/// Policies that break a rule, and templates that cannot be rendered.
pub(super) fn unusable(document: &BookDocument) -> Option<Problems> {
    let mut problems = Vec::new();
    for (place, one) in document.policies.iter().enumerate() {
        if let Err(failure) = policy::check(one) {
            let (path, message) = (format!("policies[{place}]"), failure.message().to_owned());
            problems.push(Problem { path, message });
        }
    }
    for (place, one) in document.templates.iter().enumerate() {
        if let Err(failure) = wording::check(one) {
            let (path, message) = (format!("templates[{place}]"), failure.message().to_owned());
            problems.push(Problem { path, message });
        }
    }
    Problems::from_list(problems)
}

/// What the document has and the book has already, or otherwise, and what neither has.
pub(super) fn taken(view: &View<'_>, document: &BookDocument) -> Result<Option<Problems>> {
    let mut problems = if view.client_count()? > 0 {
        Differences::find(view, document)?.into_problems()
    } else {
        Vec::new()
    };
    let mut note = |path: String, what: String| {
        let message = format!("{what} is in the book already.");
        problems.push(Problem { path, message });
    };
    for (place, client) in document.clients.iter().enumerate() {
        if view.client_id(&client.key).is_ok() {
            note(
                format!("clients[{place}].key"),
                format!("Client \"{}\"", client.key),
            );
        }
    }
    for (place, one) in document.invoices.iter().enumerate() {
        if let Some(number) = &one.invoice.number
            && view.has_number(number)?
        {
            note(
                format!("invoices[{place}].number"),
                format!("Invoice {number}"),
            );
        }
    }
    for (place, message) in document.messages.iter().enumerate() {
        if view.has_message_id(&message.message_id)? {
            note(
                format!("messages[{place}].message_id"),
                format!("Message {}", message.message_id),
            );
        }
    }
    let own: HashSet<&str> = document.invoices.iter().filter_map(name).collect();
    for (place, one) in document.invoices.iter().enumerate() {
        for problem in names(view, &one.invoice, &own)? {
            problems.push(Problem {
                path: format!("invoices[{place}].{}", problem.path),
                ..problem
            });
        }
    }
    Ok(Problems::from_list(problems))
}

fn name(one: &InvoiceDocument) -> Option<&str> {
    one.invoice.number.as_deref().or(one.name.as_deref())
}

/// What one document names in the book that is not there, or not what it should be.
///
/// # Errors
/// Book, when it cannot be read.
pub fn names_in_book(view: &View<'_>, document: &InvoiceDocument) -> Result<Option<Problems>> {
    let problems = names(view, &document.invoice, &HashSet::new())?;
    Ok(Problems::from_list(problems))
}

/// The same, with the names that the file has itself and has looked up already.
fn names(view: &View<'_>, invoice: &Invoice, own: &HashSet<&str>) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    let mut note = |path: String, message: String| problems.push(Problem { path, message });
    let elsewhere =
        |name: &Option<String>| name.clone().filter(|name| !own.contains(name.as_str()));
    if let Some(name) = elsewhere(&invoice.source)
        && view.invoice_id(&name).is_err()
    {
        note("source".to_owned(), nowhere(&name));
    }
    if let Some(name) = elsewhere(&invoice.credits) {
        let found = find(view, &name)?;
        let problem = match &found {
            None => Some(nowhere(&name)),
            Some(taken) => not_credited(taken, invoice),
        };
        if let Some(text) = problem {
            note("credits".to_owned(), text);
        }
    }
    for (index, line) in invoice.lines.iter().enumerate() {
        let Some(name) = elsewhere(&line.deducts) else {
            continue;
        };
        let problem = match find(view, &name)? {
            None => Some(nowhere(&name)),
            Some(deposit) => not_deducted(&deposit, invoice),
        };
        if let Some(text) = problem {
            note(format!("lines[{index}].deducts"), text);
        }
    }
    Ok(problems)
}

fn find(view: &View<'_>, name: &str) -> Result<Option<Invoice>> {
    match view.invoice_id(name) {
        Ok(id) => Ok(Some(view.invoice(id)?)),
        Err(_none) => Ok(None),
    }
}

fn nowhere(name: &str) -> String {
    format!("There is no document \"{name}\" in the book.")
}

/// Why a credit note cannot take back an invoice of the book.
fn not_credited(taken: &Invoice, note: &Invoice) -> Option<String> {
    let number = taken.reference();
    if !taken.kind.asks_for_money() {
        return Some(format!("{number} is a {} itself.", taken.kind.name()));
    }
    if taken.client_key != note.client_key {
        let key = &taken.client_key;
        return Some(format!("Invoice {number} is of client \"{key}\"."));
    }
    if taken.currency != note.currency {
        return Some(format!("Invoice {number} is in {}.", taken.currency));
    }
    let left = taken.gross.saturating_sub(taken.credited);
    (note.status == InvoiceStatus::Issued && note.gross > left).then(|| {
        format!(
            "Of invoice {number} {} is left to take back, and the credit note is over {}.",
            taken.money(left).plain(),
            note.money(note.gross).plain()
        )
    })
}
