//! What the documents of a file say about each other.

use std::collections::{BTreeMap, BTreeSet};

use super::book::no_invoice;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus};
use crate::domain::number;
use crate::exchange::document::InvoiceDocument;
use crate::exchange::fields::{Path, Report};
use crate::exchange::order;

/// Sets what credit notes take back, and notes every name that leads nowhere, to something that it
/// cannot mean, or back to where it stands. `places` are the documents' places in the file.
///
/// A number that is not in the file may be the book's: the import looks there.
pub(super) fn check(list: &mut [InvoiceDocument], places: &[usize], report: &Report) {
    credit(list, places, report);
    let mut names = BTreeMap::new();
    for document in &*list {
        let name = document.invoice.number.as_ref().or(document.name.as_ref());
        if let Some(name) = name {
            names.insert(name.as_str(), &document.invoice);
        }
    }
    for (index, document) in list.iter().enumerate() {
        let note = |field: &str, problem: String| note(places, index, field, problem, report);
        deposits(&names, &document.invoice, &note);
        if let Some(name) = &document.invoice.source
            && name.starts_with(number::DRAFT)
            && !names.contains_key(name.as_str())
        {
            let problem = format!("No draft of the document has the ref \"{name}\".");
            note("source", problem);
        }
    }
    for (index, number) in deducted_again(list) {
        let problem = format!("Deposit invoice {number} is deducted on another invoice already.");
        note(places, index, "lines", problem, report);
    }
    for circle in order::order(list).err().into_iter().flatten() {
        let problem = String::from("This leads back to the document itself.");
        note(places, circle.index, &circle.field, problem, report);
    }
}

/// Where a deposit is deducted that an earlier standing invoice of the file deducts. What is void or
/// credited in whole has set it free.
fn deducted_again(list: &[InvoiceDocument]) -> Vec<(usize, String)> {
    let mut taken = BTreeSet::new();
    let mut again = Vec::new();
    for (index, document) in list.iter().enumerate() {
        let invoice = &document.invoice;
        let stands = match invoice.status {
            InvoiceStatus::Issued | InvoiceStatus::WrittenOff => {
                invoice.credited == 0 || invoice.credited < invoice.gross
            }
            InvoiceStatus::Draft | InvoiceStatus::Voided => false,
        };
        if !stands || invoice.kind != InvoiceKind::Invoice {
            continue;
        }
        let lines = invoice.lines.iter();
        let own: BTreeSet<&String> = lines.filter_map(|line| line.deducts.as_ref()).collect();
        let twice = own.into_iter().filter(|number| !taken.insert(*number));
        again.extend(twice.map(|number| (index, number.clone())));
    }
    again
}

fn note(places: &[usize], index: usize, field: &str, problem: String, report: &Report) {
    let list = Path::Field(&Path::Root, "invoices");
    let place = places.get(index).copied().unwrap_or(index);
    report.add(Path::Field(&Path::Index(&list, place), field), problem);
}

/// A line deducts a deposit invoice of the same client and currency.
fn deposits(names: &BTreeMap<&str, &Invoice>, invoice: &Invoice, note: &dyn Fn(&str, String)) {
    for (index, line) in invoice.lines.iter().enumerate() {
        let deposit = line.deducts.as_deref().and_then(|name| names.get(name));
        if let Some(problem) = deposit.and_then(|deposit| not_deducted(deposit, invoice)) {
            note(&format!("lines[{index}].deducts"), problem);
        }
    }
}

/// Why a document cannot be deducted on another.
#[must_use]
pub fn not_deducted(deposit: &Invoice, on: &Invoice) -> Option<String> {
    let number = deposit.reference();
    if deposit.kind != InvoiceKind::Deposit {
        let kind = deposit.kind.name();
        let article = if deposit.kind == InvoiceKind::Invoice {
            "an"
        } else {
            "a"
        };
        return Some(format!(
            "{number} is no deposit invoice, but {article} {kind}."
        ));
    }
    if deposit.client_key != on.client_key {
        return Some(format!(
            "Deposit invoice {number} is of client \"{}\".",
            deposit.client_key
        ));
    }
    (deposit.currency != on.currency)
        .then(|| format!("Deposit invoice {number} is in {}.", deposit.currency))
}

/// Sets what credit notes take back, and checks that it is there to be taken.
fn credit(list: &mut [InvoiceDocument], places: &[usize], report: &Report) {
    let by_number: BTreeMap<String, usize> = list
        .iter()
        .enumerate()
        .filter_map(|(index, document)| Some((document.invoice.number.clone()?, index)))
        .collect();
    let notes: Vec<(usize, Invoice)> = list
        .iter()
        .enumerate()
        .filter(|(_, document)| document.invoice.credits.is_some())
        .map(|(index, document)| (index, document.invoice.clone()))
        .collect();
    for (index, note) in notes {
        let Some(number) = &note.credits else {
            continue;
        };
        let target = by_number.get(number).and_then(|at| list.get_mut(*at));
        let problem = match target.map(|document| &mut document.invoice) {
            None => Some(no_invoice(number)),
            Some(taken) if !taken.kind.asks_for_money() => {
                Some(format!("{number} is a {} itself.", taken.kind.name()))
            }
            Some(taken) if taken.client_key != note.client_key => Some(format!(
                "Invoice {number} is of client \"{}\".",
                taken.client_key
            )),
            Some(taken) if taken.currency != note.currency => {
                Some(format!("Invoice {number} is in {}.", taken.currency))
            }
            Some(taken) if note.status == InvoiceStatus::Issued => {
                taken.credited = taken.credited.saturating_add(note.gross);
                (taken.credited > taken.gross).then(|| {
                    format!(
                        "Credit notes take back {}, and invoice {number} is over {}.",
                        taken.money(taken.credited).plain(),
                        taken.money(taken.gross).plain()
                    )
                })
            }
            Some(_) => None,
        };
        if let Some(problem) = problem {
            self::note(places, index, "credits", problem, report);
        }
    }
}
