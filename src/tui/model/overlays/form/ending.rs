//! Why a document is voided or given up.

use super::{Echo, Field, Form, Purpose, Refused, Sense, open_form};
use crate::domain::views::InvoiceRow;
use crate::tui::model::{DocumentWrite, Model, Write};

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Ending {
    number: String,
    open: String,
    void: bool,
}

const REASON: usize = 0;
const THEN: usize = 1;

/// Opens the form for a void; `copy` begins with the copy chosen.
pub(in crate::tui::model) fn open_void(model: &mut Model, row: &InvoiceRow, copy: bool) {
    let then = ["leave it at that", "copy it to a draft"];
    let mut choice = Field::choice("Then", then.map(str::to_owned).to_vec());
    if let super::Value::Choice { chosen, .. } = &mut choice.value {
        *chosen = usize::from(copy);
    }
    let title = format!("Void · {} {}", row.reference, row.client_name);
    let fields = vec![Field::text("Reason", ""), choice];
    show(model, row, true, title, fields);
}

/// Opens the form for a write-off.
pub(in crate::tui::model) fn open_write_off(model: &mut Model, row: &InvoiceRow) {
    let title = format!("Write off · {} {}", row.reference, row.client_name);
    let fields = vec![Field::text("Reason", "")];
    show(model, row, false, title, fields);
}

fn show(model: &mut Model, row: &InvoiceRow, void: bool, title: String, fields: Vec<Field>) {
    let ending = Ending {
        number: row.reference.clone(),
        open: row.open.to_string(),
        void,
    };
    open_form(model, Form::new(Purpose::Ending(ending), title, fields));
}

/// What was understood.
pub(super) fn echo(form: &Form, ending: &Ending, index: usize) -> Option<Echo> {
    match index {
        REASON if form.text(REASON).is_empty() => {
            Some(Echo::hint("a few words; they are kept with it"))
        }
        REASON if ending.void => Some(Echo::good("it keeps its number; u takes the void back")),
        REASON => Some(Echo::good(format!(
            "gives up {}; u takes it back",
            ending.open
        ))),
        THEN if form.chosen(THEN) == 1 => Some(Echo::new(
            Sense::Good,
            "the same content, to correct and issue anew",
        )),
        THEN => Some(Echo::hint("◂ ▸ chooses")),
        _ => None,
    }
}

/// Does it.
pub(super) fn accept(model: &mut Model, form: &Form, ending: &Ending) -> Result<(), Refused> {
    let reason = form.text(REASON).to_owned();
    if reason.is_empty() {
        return Err((REASON, "Say why; a few words are enough.".to_owned()));
    }
    let reference = ending.number.clone();
    let copy = ending.void && form.chosen(THEN) == 1;
    let (write, said) = if ending.void {
        let said = if copy {
            format!("{reference} is void, and copied to a draft.")
        } else {
            format!("{reference} is void.")
        };
        let write = DocumentWrite::Void {
            reference,
            reason,
            copy,
        };
        (write, said)
    } else {
        let said = format!("{reference} is written off.");
        (DocumentWrite::WriteOff { reference, reason }, said)
    };
    model.write(Write::Document(write), said);
    Ok(())
}
