//! What the screens ask for about documents: drafts, issuing, and what comes after.

use crate::domain::clock::Now;
use crate::failure::Result;
use crate::store::Book;
use crate::tui::model::{DocumentWrite, Done};
use crate::usecases::drafts::{self, Written};
use crate::usecases::recurring;

/// Makes a change of a document.
pub(super) fn write(book: &mut Book, now: Now, write: &DocumentWrite) -> Result<Done> {
    match write {
        DocumentWrite::Begin { kind, client } => {
            Ok(begun(&drafts::begin(book, now, *kind, client)?))
        }
        DocumentWrite::Save {
            invoice,
            before,
            joins,
        } => {
            let written = drafts::save_over(book, now, *joins, before, invoice)?;
            Ok(Done::Saved {
                entry: written.entry,
            })
        }
        DocumentWrite::Delete { reference } => {
            drafts::delete(book, now, reference).map(|_line| Done::Plain)
        }
        DocumentWrite::Issue { reference } => {
            let invoice = drafts::issue(book, now, reference, None)?;
            Ok(Done::Issued {
                number: invoice.reference(),
            })
        }
        DocumentWrite::Void {
            reference,
            reason,
            copy,
        } => void(book, now, reference, reason, *copy),
        DocumentWrite::WriteOff { reference, reason } => {
            drafts::write_off(book, now, reference, reason).map(|_invoice| Done::Plain)
        }
        DocumentWrite::Copy { reference } => Ok(begun(&drafts::copy(book, now, reference)?)),
        DocumentWrite::Credit { reference, lines } => {
            Ok(begun(&drafts::credit(book, now, reference, lines)?))
        }
        DocumentWrite::Answer { reference, answer } => {
            drafts::answer(book, now, reference, *answer).map(|_quote| Done::Plain)
        }
        DocumentWrite::Bill { reference } => Ok(begun(&drafts::bill(book, now, reference)?)),
        DocumentWrite::IssueAll { references } => issue_all(book, now, references),
        DocumentWrite::Deposit { of, share } => Ok(begun(&drafts::deposit(book, now, of, *share)?)),
        DocumentWrite::Deduct { reference, deposit } => {
            drafts::deduct(book, now, reference, deposit).map(|_draft| Done::Plain)
        }
        DocumentWrite::Recur { from, rule } => {
            recurring::create(book, now, from, rule).map(|_made| Done::Plain)
        }
        DocumentWrite::SetRule { reference, rule } => {
            recurring::set(book, now, reference, rule).map(|_set| Done::Plain)
        }
        DocumentWrite::Pause { reference, rests } => pause(book, now, reference, *rests),
        DocumentWrite::End { reference } => {
            recurring::end(book, now, reference).map(|_template| Done::Plain)
        }
        DocumentWrite::RunTemplates => run_templates(book, now),
    }
}

fn void(book: &mut Book, now: Now, reference: &str, reason: &str, copy: bool) -> Result<Done> {
    let (_, draft) = drafts::void(book, now, reference, reason, copy)?;
    Ok(draft.map_or(Done::Plain, |draft| Done::Draft {
        reference: draft.reference(),
        said: format!("{reference} is void; this is its copy."),
        entry: None,
    }))
}

fn pause(book: &mut Book, now: Now, reference: &str, rests: bool) -> Result<Done> {
    let done = if rests {
        recurring::pause(book, now, reference)
    } else {
        recurring::resume(book, now, reference)
    };
    done.map(|_template| Done::Plain)
}

/// Makes what is due from templates, and says so where something was.
fn run_templates(book: &mut Book, now: Now) -> Result<Done> {
    let said = recurring::sentence(&recurring::run(book, now)?);
    Ok(if said.is_empty() {
        Done::Nothing
    } else {
        Done::Said(said)
    })
}

/// Issues drafts in their order, and says how far it came.
fn issue_all(book: &mut Book, now: Now, references: &[String]) -> Result<Done> {
    let mut numbers = Vec::new();
    for reference in references {
        match drafts::issue(book, now, reference, None) {
            Ok(invoice) => numbers.push(invoice.reference()),
            Err(failure) if numbers.is_empty() => return Err(failure),
            Err(failure) => {
                let (done, all) = (numbers.len(), references.len());
                let why = failure.message();
                return Ok(Done::Said(format!("{done} of {all} are issued. {why}")));
            }
        }
    }
    Ok(Done::Said(match numbers.as_slice() {
        [] => "Nothing was issued.".to_owned(),
        [one] => format!("{one} is issued."),
        [first, .., last] => {
            format!("{} are issued: {first} to {last}.", numbers.len())
        }
    }))
}

fn begun(written: &Written) -> Done {
    Done::Draft {
        reference: written.invoice.reference(),
        said: String::new(),
        entry: written.entry,
    }
}
