//! What a credit note may take back: no more than there is, in each tax group, of what stands.

use crate::domain::deposit;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, TaxGroup};
use crate::failure::{Failure, Result};
use crate::store::Tx;

/// By so much, in minor units, may the parts of an invoice that are credited one by one be rounded
/// past a tax group.
const ROUNDING: i64 = 2;

/// Refuses to issue a credit note that does not balance an invoice.
pub(super) fn credit(tx: &Tx<'_>, draft: &Invoice) -> Result<()> {
    if draft.kind != InvoiceKind::CreditNote {
        return Ok(());
    }
    let Some(number) = &draft.credits else {
        return Err(
            Failure::refused("The credit note names no invoice that it takes back.")
                .hint("begin it from the invoice: `payme invoice credit NUMBER`"),
        );
    };
    let target = tx.invoice(tx.invoice_id(number)?)?;
    same_debt(draft, &target)?;
    standing(&target)?;
    not_deducted(tx, &target)?;
    let left = target.gross.saturating_sub(target.credited);
    if draft.gross > left {
        return Err(Failure::refused(format!(
            "The credit note is over {}, and of {number} only {} is left to credit.",
            draft.money(draft.gross),
            target.money(left)
        ))
        .hint("take lines out of it or lower its quantities"));
    }
    let groups = deposit::left(&target, &tx.credited_groups(target.id)?);
    draft
        .taxes
        .iter()
        .try_for_each(|group| within(draft, number, group, &groups))
}

/// It is for the same client and in the same currency.
fn same_debt(draft: &Invoice, target: &Invoice) -> Result<()> {
    let number = target.reference();
    if draft.client != target.client {
        return Err(Failure::refused(format!(
            "{number} is for {}, and the credit note for {}.",
            target.client_name, draft.client_name
        ))
        .hint("give the credit note the client of the invoice"));
    }
    if draft.currency != target.currency {
        return Err(Failure::refused(format!(
            "{number} is in {}, and the credit note in {}.",
            target.currency, draft.currency
        ))
        .hint("write the credit note in the currency of the invoice"));
    }
    Ok(())
}

fn standing(target: &Invoice) -> Result<()> {
    if target.status == InvoiceStatus::Issued {
        return Ok(());
    }
    Err(Failure::refused(format!(
        "{} is {}, and there is nothing to credit.",
        target.reference(),
        target.status.word().replace('_', " ")
    ))
    .hint("delete the draft of the credit note"))
}

/// A deposit that an issued invoice deducts has been taken back by it already.
pub(super) fn not_deducted(tx: &Tx<'_>, target: &Invoice) -> Result<()> {
    let finals = tx.deducted_on(target.id)?;
    let Some(on) = finals.first() else {
        return Ok(());
    };
    Err(Failure::refused(format!(
        "{} is deducted on {on}, which takes it back already.",
        target.reference()
    ))
    .hint(format!("credit {on} instead, or void it first")))
}

fn within(draft: &Invoice, number: &str, group: &TaxGroup, left: &[TaxGroup]) -> Result<()> {
    let same = |other: &&TaxGroup| (other.category, other.rate) == (group.category, group.rate);
    let room = left.iter().find(same);
    let (base, tax) = room.map_or((0, 0), |room| (room.base, room.tax));
    let most = |room: i64| room.max(0).saturating_add(ROUNDING);
    if group.base <= most(base) && group.tax <= most(tax) {
        return Ok(());
    }
    let rate = crate::domain::decimal::plain(group.rate);
    let word = group.category.word();
    Err(Failure::refused(format!(
        "At tax {word} {rate} % the credit note takes back {} net, and of {number} only {} is left.",
        draft.money(group.base),
        draft.money(base)
    ))
    .hint("credit the lines of the invoice with their own tax"))
}
