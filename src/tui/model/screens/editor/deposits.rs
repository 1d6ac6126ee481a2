//! Deposits of the client that the invoice can take off.

use super::Editor;
use crate::domain::invoice::InvoiceKind;
use crate::domain::views::OpenDeposit;
use crate::tui::model::Model;
use crate::tui::model::commands::Possible;
use crate::tui::model::overlays::choose::{self, Hit, Pick, Purpose};

/// The deposits that this draft does not take off yet.
pub fn open_ones(editor: &Editor) -> impl Iterator<Item = &OpenDeposit> {
    let deposits = editor.view.as_ref().map_or(&[][..], |view| &view.deposits);
    let lines = &editor.sheet.invoice.lines;
    deposits.iter().filter(move |deposit| {
        let taken = lines.iter().filter_map(|line| line.deducts.as_ref());
        !taken.into_iter().any(|number| *number == deposit.number)
    })
}

/// Whether a deposit can be taken off.
///
/// # Errors
/// The reason, when not.
pub fn can_deduct(model: &Model) -> Possible {
    let Some(editor) = &model.editor else {
        return Err("No draft is open.".to_owned());
    };
    if editor.kind() != InvoiceKind::Invoice {
        let kind = editor.kind().name();
        return Err(format!("A {kind} takes no deposit off."));
    }
    match open_ones(editor).next() {
        Some(_) => Ok(()),
        None => Err("The client has no deposit that could be taken off.".to_owned()),
    }
}

/// Opens the list of them.
pub fn choose(model: &mut Model) {
    choose::open(model, Purpose::Deposit, "");
}

/// Those that fit what is typed.
#[must_use]
pub fn hits(editor: &Editor, typed: &str) -> Vec<Hit> {
    let all = open_ones(editor).map(|deposit| {
        let paid = if deposit.paid { "paid" } else { "not paid yet" };
        let note = format!("{} · {paid} · {}", deposit.issued_on, deposit.gross);
        Hit::new(
            deposit.number.clone(),
            note,
            Pick::Deposit(deposit.number.clone()),
        )
    });
    choose::fitting(all.collect(), typed)
}
