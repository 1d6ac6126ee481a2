//! Issuing: what stands in the way is listed, and what it means is said before.

use chrono::NaiveDate;

use super::place::Place;
use super::{Editor, Sheet, keep, typing, values};
use crate::domain::drafting::{Finding, Weight};
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
    let editor = model.editor.as_ref();
    let blank = editor.is_some_and(|editor| {
        let row = editor.at.row();
        row.is_some_and(|row| editor.sheet.is_blank(row))
    });
    if let (true, Some(end)) = (blank, editor.map(|editor| editor.sheet.count())) {
        typing::go_to(model, Place::line(end));
    }
    let Some(editor) = &model.editor else { return };
    let (sheet, _) = editor.live(model);
    let found = editor.findings(model, &sheet);
    let (errors, warnings): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|(_, finding)| finding.weight == Weight::Error);
    let question = if errors.is_empty() {
        question(editor, &sheet, model.now.today, warnings)
    } else {
        obstacles(editor, errors)
    };
    confirm::open(model, question);
}

type Found = Vec<(Option<Place>, Finding)>;

fn lines(found: Found, sense: Sense) -> impl Iterator<Item = (Sense, String)> {
    found
        .into_iter()
        .map(move |(_, finding)| (sense, finding.text))
}

/// What stands in the way; Enter goes to the first of it.
fn obstacles(editor: &Editor, errors: Found) -> Confirm {
    let title = format!("This {} cannot be issued yet", editor.kind().name());
    let first = errors.iter().find_map(|(place, _)| *place);
    let mut said: Vec<(Sense, String)> = lines(errors, Sense::Bad).collect();
    said.push((
        Sense::Hint,
        "It is kept as it is; issuing waits.".to_owned(),
    ));
    let yes = if first.is_some() { "go there" } else { "back" };
    Confirm::new(title, said, yes, first.map_or(Pick::Nothing, Pick::GoTo))
}

/// What issuing means.
fn question(editor: &Editor, sheet: &Sheet, today: NaiveDate, warnings: Found) -> Confirm {
    let invoice = &sheet.invoice;
    let number = editor.next_number();
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
        input::date_echo(values::due_day(invoice, today))
    );
    let frozen = if number.is_empty() {
        "It gets the next number for good and is frozen.".to_owned()
    } else {
        format!("It gets the number {number} for good and is frozen.")
    };
    let back = "Issuing cannot be undone; the way back is to void it and copy it to a draft.";
    let mut said = vec![
        (Sense::Good, what),
        (Sense::Hint, frozen),
        (Sense::Hint, back.to_owned()),
    ];
    said.extend(lines(warnings, Sense::Look));
    let name = if number.is_empty() {
        editor.kind().name()
    } else {
        number
    };
    Confirm::new(format!("Issue {name}?"), said, "issue it", Pick::IssueOpen)
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
