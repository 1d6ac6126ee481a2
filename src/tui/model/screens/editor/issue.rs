//! Issuing: what stands in the way is listed, and what it means is said before.

use super::place::Place;
use super::{keep, typing, values};
use crate::domain::drafting::Weight;
use crate::domain::input;
use crate::domain::invoice::InvoiceKind;
use crate::tui::model::Model;
use crate::tui::model::commands::Possible;
use crate::tui::model::overlays::confirm::{self, Confirm};
use crate::tui::model::overlays::form::Sense;
use crate::tui::model::overlays::menu::Pick;

/// Whether it can be issued at all.
///
/// # Errors
/// The reason, when not.
pub fn can_issue(model: &Model) -> Possible {
    match &model.editor {
        Some(editor) if editor.view.is_none() => Err("The draft is still being read.".to_owned()),
        Some(editor) if editor.kind() == InvoiceKind::Recurring => {
            Err("A recurring invoice is never issued itself; its drafts are.".to_owned())
        }
        Some(_) => Ok(()),
        None => Err("No draft is open.".to_owned()),
    }
}

/// Asks before it is issued, or says what stands in the way.
pub fn ask(model: &mut Model) {
    typing::settle_text(model);
    if let Some(row) = model.editor.as_ref().and_then(|editor| editor.at.row()) {
        let blank = model
            .editor
            .as_ref()
            .is_some_and(|one| one.sheet.is_blank(row));
        let end = model.editor.as_ref().map_or(0, |one| one.sheet.count());
        if blank {
            typing::go_to(model, Place::line(end));
        }
    }
    let Some(editor) = &model.editor else { return };
    let (sheet, _) = editor.live(model);
    let found = editor.findings(model, &sheet);
    let (errors, warnings): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|(_, finding)| finding.weight == Weight::Error);
    let said = |sense| {
        move |(_, finding): (Option<Place>, crate::domain::drafting::Finding)| (sense, finding.text)
    };
    let kind = editor.kind().name();
    let first = errors.iter().find_map(|(place, _)| *place);
    if !errors.is_empty() {
        let title = format!("This {kind} cannot be issued yet");
        let mut lines: Vec<(Sense, String)> = errors.into_iter().map(said(Sense::Bad)).collect();
        lines.push((
            Sense::Hint,
            "It is kept as it is; issuing waits.".to_owned(),
        ));
        let yes = if first.is_some() { "go there" } else { "back" };
        let pick = first.map_or(Pick::Nothing, Pick::GoTo);
        confirm::open(model, Confirm::new(title, lines, yes, pick));
        return;
    }
    let invoice = &sheet.invoice;
    let number = editor.next_number();
    let due = values::due_day(invoice, model.now.today);
    let until = match editor.kind() {
        InvoiceKind::Quote => "valid until",
        InvoiceKind::Invoice
        | InvoiceKind::CreditNote
        | InvoiceKind::Deposit
        | InvoiceKind::Recurring => "due",
    };
    let what = format!(
        "{} for {}, {until} {}",
        invoice.money(invoice.gross),
        invoice.client_name,
        input::date_echo(due)
    );
    let mut lines = vec![(Sense::Good, what)];
    let frozen = if number.is_empty() {
        "It gets the next number for good and is frozen.".to_owned()
    } else {
        format!("It gets the number {number} for good and is frozen.")
    };
    let back = "Issuing cannot be undone; the way back is to void it and copy it to a draft.";
    lines.push((Sense::Hint, frozen));
    lines.push((Sense::Hint, back.to_owned()));
    lines.extend(warnings.into_iter().map(said(Sense::Look)));
    let title = format!("Issue {}?", if number.is_empty() { kind } else { number });
    confirm::open(model, Confirm::new(title, lines, "issue it", Pick::Issue));
}

/// Issues it as soon as it is on disk.
pub fn issue(model: &mut Model) {
    keep::issue_then(model);
}

/// Goes to a place that was named.
pub fn show(model: &mut Model, place: Place) {
    let shown = |model: &Model| {
        let fields = super::layout::fields(model);
        match place {
            Place::Head(field) => fields.contains(&field),
            Place::Cell { .. } => true,
        }
    };
    if !shown(model)
        && let Some(editor) = &mut model.editor
    {
        editor.more = true;
    }
    typing::go_to(model, place);
}
