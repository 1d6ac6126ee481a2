//! Deposits: asked for from a quote, a draft or a client, and taken off on the final invoice.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Written, draft_of, usual_terms, words};
use crate::domain::clock::Now;
use crate::domain::deposit::{self, Share};
use crate::domain::drafting;
use crate::domain::invoice::{
    Invoice, InvoiceKind, InvoiceStatus, Line, QuoteAnswer, TaxCategory, TaxGroup,
};
use crate::domain::locale::Language;
use crate::domain::money::Money;
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx};

/// Begins a deposit invoice: from a quote (which counts as accepted with it) or a draft by its
/// reference, with one line for each of its tax groups; or for a client by its key, with one line
/// over an amount and the client's usual tax.
///
/// # Errors
/// Refused, when there is nothing of that name, it is neither a quote nor a draft of an invoice, it
/// comes to nothing, or a share in percent has nothing to be a share of.
pub fn deposit(book: &mut Book, now: Now, of: &str, share: Share) -> Result<Written> {
    share.check()?;
    let (invoice, entry) = book.change_joined(now, None, |tx| {
        let mut draft = match tx.invoice_id(of) {
            Ok(id) => for_document(tx, now, &tx.invoice(id)?, share)?,
            Err(unknown) => match tx.client_id(of) {
                Ok(_) => for_client(tx, of, share)?,
                Err(_) if of.starts_with("draft:") => return Err(unknown),
                Err(_) => {
                    return Err(Failure::refused(format!(
                        "There is no quote, draft or client {of}."
                    ))
                    .hint("`payme invoice list --filter kind:quote` shows the quotes"));
                }
            },
        };
        draft.add_up()?;
        draft.id = tx.add_invoice(&draft, "", "")?;
        let line = format!("Began deposit invoice {} for {of}", draft.reference());
        Ok((draft, line))
    })?;
    Ok(Written { invoice, entry })
}

fn for_document(tx: &Tx<'_>, now: Now, source: &Invoice, share: Share) -> Result<Invoice> {
    let reference = source.reference();
    match (source.kind, source.status) {
        (InvoiceKind::Quote, InvoiceStatus::Issued)
        | (InvoiceKind::Quote | InvoiceKind::Invoice, InvoiceStatus::Draft) => {}
        (
            InvoiceKind::Invoice
            | InvoiceKind::CreditNote
            | InvoiceKind::Deposit
            | InvoiceKind::Quote
            | InvoiceKind::Recurring,
            _,
        ) => {
            return Err(Failure::refused(format!(
                "{reference} is no quote and no draft of an invoice: there is nothing to come."
            ))
            .hint("ask for a deposit on a quote, on a draft, or from a client"));
        }
    }
    if source.answer == Some(QuoteAnswer::Declined) {
        return Err(Failure::refused(format!("Quote {reference} was declined."))
            .hint("take the answer back first, if they changed their mind"));
    }
    let client = tx.client(source.client)?;
    let mut draft = Invoice {
        currency: source.currency,
        prices: source.prices,
        language: source.language.clone(),
        purchase_order: source.purchase_order.clone(),
        lines: deposit::lines(source, share)?,
        ..Invoice::draft(InvoiceKind::Deposit, &client)
    };
    words(tx, &mut draft)?;
    if source.status == InvoiceStatus::Issued {
        // A draft may be deleted, so it does not stay named.
        draft.source = Some(reference);
        if source.answer.is_none() {
            tx.set_answer(source.id, Some((QuoteAnswer::Accepted, now.today)))?;
        }
    }
    Ok(draft)
}

fn for_client(tx: &Tx<'_>, key: &str, share: Share) -> Result<Invoice> {
    let client = tx.client(tx.client_id(key)?)?;
    let Share::Amount(minor) = share else {
        return Err(Failure::usage(
            "A share in percent needs a quote or a draft to be a share of.",
        )
        .hint("name the quote, or give an amount"));
    };
    let seller = tx.profile()?;
    let presets = tx.tax_presets(&seller.country)?;
    let usual = drafting::usual_tax(&seller, &client, &presets);
    let tax = usual.map_or((TaxCategory::OutOfScope, Decimal::ZERO), |usual| {
        (usual.category, usual.rate)
    });
    let mut draft = Invoice::draft(InvoiceKind::Deposit, &client);
    let text = deposit::bare_description(Language::from_code(&draft.language));
    let price = Money::new(minor, draft.currency).to_decimal();
    let mut line = Line::new(text, Decimal::ONE, "C62", price, tax);
    line.reason = usual.map_or_else(String::new, |usual| usual.reason.clone());
    draft.lines.push(line);
    draft.terms = usual_terms(tx, InvoiceKind::Deposit, &draft.language)?;
    Ok(draft)
}

/// Takes a deposit invoice off on a draft: one line for each tax group that it stands for.
///
/// # Errors
/// Refused, when it is no draft of an invoice, the deposit is not the client's, not issued, in
/// another currency, credited in whole, or deducted already (it says where).
pub fn deduct(book: &mut Book, now: Now, reference: &str, deposit: &str) -> Result<Written> {
    let (invoice, entry) = book.change_joined(now, None, |tx| {
        let mut draft = draft_of(tx, reference)?;
        let found = tx.invoice(tx.invoice_id(deposit)?)?;
        let groups = open(tx, &draft, &found)?;
        let mut lines = draft.lines.iter();
        if lines.any(|line| line.deducts.as_deref() == Some(deposit)) {
            return Err(Failure::refused(format!(
                "{reference} deducts {deposit} already."
            )));
        }
        draft
            .lines
            .extend(deposit::deduction(&found, &groups, &draft));
        draft.add_up()?;
        tx.write_draft(&draft)?;
        let line = format!("Deducted {deposit} on {reference}");
        Ok((draft, line))
    })?;
    Ok(Written { invoice, entry })
}

/// What a draft may deduct of a deposit.
fn open(tx: &Tx<'_>, draft: &Invoice, deposit: &Invoice) -> Result<Vec<TaxGroup>> {
    let number = deposit.reference();
    let refuse = |why: String, hint: &str| Err(Failure::refused(why).hint(hint));
    if draft.kind != InvoiceKind::Invoice {
        let kind = draft.kind.name();
        return refuse(
            format!("A {kind} deducts no deposit."),
            "deduct it on the final invoice",
        );
    }
    if deposit.kind != InvoiceKind::Deposit || deposit.status != InvoiceStatus::Issued {
        return refuse(
            format!("{number} is no deposit invoice that stands."),
            "`payme invoice list --filter kind:deposit` shows them",
        );
    }
    if deposit.client != draft.client {
        let (theirs, ours) = (&deposit.client_name, &draft.client_name);
        return refuse(
            format!("Deposit invoice {number} is for {theirs}, and the draft for {ours}."),
            "deduct a deposit of the same client",
        );
    }
    if deposit.currency != draft.currency {
        let (theirs, ours) = (deposit.currency, draft.currency);
        return refuse(
            format!("Deposit invoice {number} is in {theirs}, and the draft in {ours}."),
            "write the final invoice in the currency of the deposit",
        );
    }
    let groups = deposit::left(deposit, &tx.credited_groups(deposit.id)?);
    if groups.is_empty() {
        return refuse(
            format!("Deposit invoice {number} is credited: nothing of it is left to deduct."),
            "leave it out",
        );
    }
    let free = tx.open_deposits(deposit.client, deposit.currency, Some(draft.id))?;
    if !free.iter().any(|open| open.number == number) {
        let mut users = tx.resting_on(deposit.id)?;
        users.retain(|user| *user != draft.reference());
        let by = users.join(", ");
        return refuse(
            format!("Deposit invoice {number} is deducted already, on {by}."),
            "a deposit is deducted once; void the other one to free it",
        );
    }
    Ok(groups)
}

/// Refuses to issue what deducts a deposit that is not open to it.
pub(super) fn allowed(tx: &Tx<'_>, draft: &Invoice) -> Result<()> {
    // A credit note takes back what the final invoice has deducted.
    if draft.kind == InvoiceKind::CreditNote {
        return Ok(());
    }
    let numbers: BTreeSet<&String> = draft
        .lines
        .iter()
        .filter_map(|line| line.deducts.as_ref())
        .collect();
    for number in numbers {
        let found = tx.invoice(tx.invoice_id(number)?)?;
        let groups = open(tx, draft, &found)?;
        in_whole(draft, &found, &groups)?;
    }
    Ok(())
}

/// What is taken off is what the deposit stands for, in each tax group.
fn in_whole(draft: &Invoice, found: &Invoice, groups: &[TaxGroup]) -> Result<()> {
    let number = found.reference();
    let mut wanted = Invoice::blank(draft.kind, draft.currency);
    wanted.prices = draft.prices;
    wanted.lines = deposit::deduction(found, groups, draft);
    wanted.add_up()?;
    let sums = |lines: &[Line]| -> BTreeMap<(TaxCategory, Decimal), i64> {
        let mut sums = BTreeMap::new();
        let own = |line: &&Line| line.deducts.as_deref() == Some(number.as_str());
        for line in lines.iter().filter(own) {
            let sum: &mut i64 = sums.entry((line.category, line.rate)).or_default();
            *sum = sum.saturating_add(line.amount);
        }
        sums
    };
    let (taken, wanted) = (sums(&draft.lines), sums(&wanted.lines));
    if taken == wanted {
        return Ok(());
    }
    let whole = |sums: &BTreeMap<(TaxCategory, Decimal), i64>| {
        draft.money(
            sums.values()
                .fold(0, |sum: i64, one| sum.saturating_add(*one)),
        )
    };
    Err(Failure::refused(format!(
        "The lines that take {number} off come to {}, and it stands for {}.",
        whole(&taken),
        whole(&wanted)
    ))
    .hint("delete these lines and take the deposit off again"))
}

#[cfg(test)]
#[path = "deposits_tests.rs"]
mod tests;
