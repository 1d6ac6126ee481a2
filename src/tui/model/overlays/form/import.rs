//! A payme file to bring in: all of it or nothing.

use super::{Echo, Field, Form, Purpose, Refused, Sense, open_form};
use crate::tui::model::{Model, Write};

/// Opens the form.
pub fn open(model: &mut Model) {
    let fields = vec![Field::text("File", "")];
    open_form(model, Form::new(Purpose::Import, "Bring my data", fields));
}

/// What was understood.
pub(super) fn echo(form: &Form, index: usize) -> Option<Echo> {
    let hint = "a payme JSON file; ~ is your home";
    (form.text(index).is_empty()).then(|| Echo::new(Sense::Hint, hint))
}

/// Brings it in.
pub(super) fn accept(model: &mut Model, form: &Form) -> std::result::Result<(), Refused> {
    let path = form.text(0).to_owned();
    if path.is_empty() {
        return Err((0, "Which file?".to_owned()));
    }
    model.write(Write::ImportFile(path), "");
    Ok(())
}
