//! A payme file to bring in: all of it or nothing.

use super::{Echo, Field, Form, Purpose, Refused, Sense, open_form};
use crate::failure::Failure;
use crate::tui::model::{Model, Write};

/// What the form knows.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// What is wrong in the file that was tried, each with its place.
    pub problems: Vec<String>,
    /// The first problem in sight.
    pub scroll: usize,
}

/// Opens the form.
pub fn open(model: &mut Model) {
    open_with(model, "", Import::default());
}

fn open_with(model: &mut Model, path: &str, import: Import) {
    let fields = vec![Field::text("File", path)];
    let purpose = Purpose::Import(import);
    open_form(model, Form::new(purpose, "Bring my data", fields));
}

/// The file did not come in: the form is there again, with the path and all that is wrong.
pub(in crate::tui::model) fn refused(model: &mut Model, path: &str, failure: &Failure) {
    let import = Import {
        problems: failure.causes().to_vec(),
        scroll: 0,
    };
    open_with(model, path, import);
    let next = match failure.next_step() {
        "" => String::new(),
        next => format!(" Next: {}.", next.trim_end_matches('.')),
    };
    if let Some(form) = super::top(model) {
        form.problem = Some(format!("{}{next}", failure.message()));
    }
}

/// Moves through the problems; says whether there are any.
pub(super) fn scroll(form: &mut Form, by: isize) -> bool {
    let Purpose::Import(import) = &mut form.purpose else {
        return false;
    };
    let last = import.problems.len().saturating_sub(1);
    import.scroll = import.scroll.saturating_add_signed(by).min(last);
    !import.problems.is_empty()
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
