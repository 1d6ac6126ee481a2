//! What becomes of documents, from a list: copied, deleted, voided, written off, credited, issued,
//! answered, billed.

use super::{clear_marks, marks};
use crate::domain::invoice::{InvoiceKind, InvoiceState, InvoiceStatus, QuoteAnswer};
use crate::domain::views::{InvoiceRow, ToIssue};
use crate::tui::model::commands::Possible;
use crate::tui::model::overlays::menu::{self, Choice, Pick};
use crate::tui::model::overlays::{form, lines};
use crate::tui::model::screens::Tab;
use crate::tui::model::{DocumentWrite, Load, Model, Pane, Slot, Write};

/// The rows of documents that are marked, or the one under the cursor.
fn rows(model: &Model) -> Vec<&InvoiceRow> {
    match (model.tab, model.pane) {
        (Tab::Invoices, _) => model.invoices.list.chosen(),
        (Tab::Clients, Pane::Detail) => model.clients.invoices.chosen(),
        (
            Tab::Clients | Tab::Dashboard | Tab::Payments | Tab::Reminders | Tab::Reports,
            Pane::List | Pane::Detail,
        ) => Vec::new(),
    }
}

/// The one document that a verb is about.
fn one(model: &Model) -> Result<&InvoiceRow, String> {
    if marks(model) > 1 {
        return Err("That goes one at a time: clear the marks first (Esc).".to_owned());
    }
    let row = rows(model).into_iter().next();
    row.ok_or_else(|| {
        if model.tab == Tab::Clients {
            "Open the client (Enter) and choose an invoice.".to_owned()
        } else {
            "Put the cursor on an invoice first.".to_owned()
        }
    })
}

fn write(model: &mut Model, write: DocumentWrite, said: impl Into<String>) {
    model.write(Write::Document(write), said);
}

/// Whether there is a document to copy.
pub(in crate::tui::model) fn can_copy_again(model: &Model) -> Possible {
    one(model).map(|_row| ())
}

/// A new draft with the same content.
pub(in crate::tui::model) fn copy_again(model: &mut Model) {
    if let Ok(row) = one(model) {
        let reference = row.reference.clone();
        let said = format!("{reference} is copied to a new draft.");
        write(model, DocumentWrite::Copy { reference }, said);
    }
}

/// Whether what is chosen can be deleted, or voided.
pub(in crate::tui::model) fn can_delete(model: &Model) -> Possible {
    let rows = rows(model);
    let draft = |row: &&InvoiceRow| row.status == InvoiceStatus::Draft;
    if rows.iter().all(draft) && !rows.is_empty() {
        return Ok(());
    }
    if rows.len() > 1 {
        return Err("Only drafts are deleted together; an issued one is voided alone.".to_owned());
    }
    can_void(model)
}

/// Deletes drafts; asks why before an issued document is voided.
pub(in crate::tui::model) fn delete(model: &mut Model) {
    let drafts: Vec<String> = rows(model)
        .into_iter()
        .filter(|row| row.status == InvoiceStatus::Draft)
        .map(|row| row.reference.clone())
        .collect();
    let said = match drafts.as_slice() {
        [] => return ask_why(model, false),
        [one] => format!("{one} is deleted."),
        more => format!("{} drafts are deleted. Each u brings one back.", more.len()),
    };
    clear_marks(model);
    for reference in drafts {
        write(model, DocumentWrite::Delete { reference }, said.clone());
    }
}

/// Whether the document can be voided.
pub(in crate::tui::model) fn can_void(model: &Model) -> Possible {
    let row = one(model)?;
    let reference = &row.reference;
    match row.status {
        InvoiceStatus::Issued => Ok(()),
        InvoiceStatus::Draft => Err(format!("{reference} is a draft: d deletes it.")),
        InvoiceStatus::Voided => Err(format!("{reference} is void already.")),
        InvoiceStatus::WrittenOff => Err(format!("{reference} is written off.")),
    }
}

/// Asks why, and voids it with a copy as a draft.
pub(in crate::tui::model) fn void_and_copy(model: &mut Model) {
    ask_why(model, true);
}

fn ask_why(model: &mut Model, copy: bool) {
    if let Ok(row) = one(model) {
        let row = row.clone();
        form::ending::open_void(model, &row, copy);
    }
}

/// Whether something is open that can be given up.
pub(in crate::tui::model) fn can_write_off(model: &Model) -> Possible {
    let row = one(model)?;
    if row.open.is_positive() {
        Ok(())
    } else {
        Err(format!("Nothing is open on {}.", row.reference))
    }
}

/// Asks why, and writes off what is open.
pub(in crate::tui::model) fn write_off(model: &mut Model) {
    if let Ok(row) = one(model) {
        let row = row.clone();
        form::ending::open_write_off(model, &row);
    }
}

/// Whether the document can be credited.
pub(in crate::tui::model) fn can_credit(model: &Model) -> Possible {
    let row = one(model)?;
    let reference = &row.reference;
    if !row.kind.asks_for_money() {
        let kind = row.kind.name();
        return Err(format!("{reference} is a {kind}: nothing can be credited."));
    }
    match row.status {
        InvoiceStatus::Issued => {}
        InvoiceStatus::Draft => return Err(format!("{reference} is a draft: change it.")),
        InvoiceStatus::Voided => return Err(format!("{reference} is void.")),
        InvoiceStatus::WrittenOff => return Err(format!("{reference} is written off.")),
    }
    if model.invoices.current_detail().is_none() {
        return Err("Its lines are still being read.".to_owned());
    }
    Ok(())
}

/// Opens the lines, to choose which are credited.
pub(in crate::tui::model) fn credit(model: &mut Model) {
    if let Some(detail) = model.invoices.current_detail() {
        let invoice = detail.invoice.clone();
        lines::open(model, &invoice);
    }
}

/// Whether all that is chosen are drafts that can become documents.
pub(in crate::tui::model) fn can_issue(model: &Model) -> Possible {
    let rows = rows(model);
    if rows.is_empty() {
        return one(model).map(|_row| ());
    }
    let template = rows.iter().find(|row| row.kind == InvoiceKind::Recurring);
    if let Some(row) = template {
        return Err(format!(
            "{} is a template and is never issued; its drafts are.",
            row.reference
        ));
    }
    let issued = rows.iter().find(|row| row.status != InvoiceStatus::Draft);
    match issued {
        Some(row) => Err(format!("{} is issued already.", row.reference)),
        None => Ok(()),
    }
}

/// Looks at what issuing would do; [`ask_to_issue`] asks then.
pub(in crate::tui::model) fn issue(model: &mut Model) {
    let mut chosen = rows(model);
    chosen.sort_by_key(|row| row.id);
    let references = chosen.iter().map(|row| row.reference.clone()).collect();
    model.forget(Slot::ToIssue);
    model.want(Load::ToIssue { references });
}

/// Asks before drafts are issued, with the number they will get; or says what stands in the way.
pub(in crate::tui::model) fn ask_to_issue(model: &mut Model, drafts: &[ToIssue]) {
    let broken = drafts.iter().find(|draft| !draft.errors.is_empty());
    if let Some(draft) = broken {
        let why = draft.errors.first().map_or("", String::as_str);
        model.note(format!("{} cannot be issued: {why}", draft.reference));
        return;
    }
    let Some(first) = drafts.first() else { return };
    let title = match drafts {
        [one] => format!(
            "Issue {} to {} over {}",
            one.number, one.client_name, one.gross
        ),
        more => format!("Issue {} drafts, from {} on", more.len(), first.number),
    };
    let yes = match drafts {
        [one] => format!("issue it as {} for good", one.number),
        more => format!("issue all {} for good", more.len()),
    };
    let references = drafts.iter().map(|draft| draft.reference.clone()).collect();
    let choices = vec![
        Choice::new(yes, "cannot be undone", Pick::Issue(references)),
        Choice::new("leave it for now", "", Pick::Nothing),
    ];
    menu::open(model, &title, choices, 0);
}

/// Issues drafts, one after the other.
pub(in crate::tui::model) fn issue_all(model: &mut Model, references: Vec<String>) {
    clear_marks(model);
    write(model, DocumentWrite::IssueAll { references }, "");
}

fn quote(model: &Model) -> Result<&InvoiceRow, String> {
    let row = one(model)?;
    match (row.kind, row.status) {
        (InvoiceKind::Quote, InvoiceStatus::Issued) => Ok(row),
        (InvoiceKind::Quote, InvoiceStatus::Draft) => Err(format!(
            "{} is a draft: issue the quote first.",
            row.reference
        )),
        (InvoiceKind::Quote, InvoiceStatus::Voided | InvoiceStatus::WrittenOff) => {
            Err(format!("{} does not stand any more.", row.reference))
        }
        (
            InvoiceKind::Invoice
            | InvoiceKind::CreditNote
            | InvoiceKind::Deposit
            | InvoiceKind::Recurring,
            _,
        ) => Err(format!("{} is no quote.", row.reference)),
    }
}

/// Whether the client can say yes to it.
pub(in crate::tui::model) fn can_accept(model: &Model) -> Possible {
    let row = quote(model)?;
    if row.state == InvoiceState::Accepted {
        return Err(format!("{} is accepted already.", row.reference));
    }
    Ok(())
}

/// The client said yes.
pub(in crate::tui::model) fn accept(model: &mut Model) {
    answer(model, QuoteAnswer::Accepted);
}

/// Whether the client can say no to it.
pub(in crate::tui::model) fn can_decline(model: &Model) -> Possible {
    let row = quote(model)?;
    if row.state == InvoiceState::Declined {
        return Err(format!("{} is declined already.", row.reference));
    }
    Ok(())
}

/// The client said no.
pub(in crate::tui::model) fn decline(model: &mut Model) {
    answer(model, QuoteAnswer::Declined);
}

fn answer(model: &mut Model, answer: QuoteAnswer) {
    if let Ok(row) = quote(model) {
        let reference = row.reference.clone();
        let said = format!("Quote {reference} is {}.", answer.word());
        let answer = Some(answer);
        write(model, DocumentWrite::Answer { reference, answer }, said);
    }
}

/// Whether the quote can become an invoice.
pub(in crate::tui::model) fn can_bill(model: &Model) -> Possible {
    let row = quote(model)?;
    if row.state == InvoiceState::Declined {
        return Err(format!(
            "{} was declined: a takes that back.",
            row.reference
        ));
    }
    Ok(())
}

/// A draft of the invoice for a quote.
pub(in crate::tui::model) fn bill(model: &mut Model) {
    if let Ok(row) = quote(model) {
        let reference = row.reference.clone();
        let said = format!("Quote {reference} is accepted, and its invoice is a draft.");
        write(model, DocumentWrite::Bill { reference }, said);
    }
}

/// Whether a deposit can be asked for.
pub(in crate::tui::model) fn can_ask_for_deposit(model: &Model) -> Possible {
    if model.tab == Tab::Clients && model.pane == Pane::List {
        return match model.clients.current_detail() {
            Some(_) => Ok(()),
            None => Err("Put the cursor on a client first.".to_owned()),
        };
    }
    let row = one(model)?;
    match (row.kind, row.status) {
        (InvoiceKind::Quote, InvoiceStatus::Draft | InvoiceStatus::Issued)
        | (InvoiceKind::Invoice, InvoiceStatus::Draft) => Ok(()),
        (
            InvoiceKind::Invoice
            | InvoiceKind::CreditNote
            | InvoiceKind::Deposit
            | InvoiceKind::Quote
            | InvoiceKind::Recurring,
            _,
        ) => Err("A deposit is for a quote, a draft or a client.".to_owned()),
    }
}

/// Asks how much of it.
pub(in crate::tui::model) fn ask_for_deposit(model: &mut Model) {
    let found = if model.tab == Tab::Clients && model.pane == Pane::List {
        let detail = model.clients.current_detail();
        detail.map(|detail| {
            let client = &detail.client;
            (client.key.clone(), client.name.clone(), client.currency)
        })
    } else {
        one(model).ok().map(|row| {
            let (reference, name) = (row.reference.clone(), row.client_name.clone());
            (reference, name, row.gross.currency())
        })
    };
    if let Some((of, name, currency)) = found {
        form::deposit::open(model, of, &name, currency);
    }
}

/// Whether the document can come again, or its template another rule.
pub(in crate::tui::model) fn can_recur(model: &Model) -> Possible {
    let row = one(model)?;
    if row.kind == InvoiceKind::CreditNote {
        return Err(format!("{} is a credit note.", row.reference));
    }
    if row.kind == InvoiceKind::Recurring && model.invoices.current_detail().is_none() {
        return Err("Its schedule is still being read.".to_owned());
    }
    Ok(())
}

/// Asks when it comes again.
pub(in crate::tui::model) fn recur(model: &mut Model) {
    let before = model
        .invoices
        .current_detail()
        .and_then(|detail| detail.schedule);
    if let Ok(row) = one(model) {
        let row = row.clone();
        form::recur::open(model, &row, before);
    }
}

fn template(model: &Model) -> Result<(&InvoiceRow, bool), String> {
    let row = one(model)?;
    if row.kind != InvoiceKind::Recurring {
        return Err(format!("{} is no template.", row.reference));
    }
    let detail = model.invoices.current_detail();
    let rule = detail.and_then(|detail| detail.schedule);
    match rule {
        Some(rule) if rule.is_over() => Err(format!("{} is over.", row.reference)),
        Some(rule) => Ok((row, rule.paused)),
        None => Err(format!(
            "{} has no schedule yet: R gives it one.",
            row.reference
        )),
    }
}

/// Whether there is a template that could rest, or go on.
pub(in crate::tui::model) fn can_pause(model: &Model) -> Possible {
    template(model).map(|_found| ())
}

/// Lets a template rest, or go on.
pub(in crate::tui::model) fn pause(model: &mut Model) {
    if let Ok((row, paused)) = template(model) {
        let reference = row.reference.clone();
        let said = if paused {
            format!("{reference} goes on; what it missed is passed over.")
        } else {
            format!("{reference} rests until you let it go on.")
        };
        let rests = !paused;
        write(model, DocumentWrite::Pause { reference, rests }, said);
    }
}

/// Whether there is a template that could end.
pub(in crate::tui::model) fn can_end(model: &Model) -> Possible {
    template(model).map(|_found| ())
}

/// Ends a template.
pub(in crate::tui::model) fn end(model: &mut Model) {
    if let Ok((row, _)) = template(model) {
        let reference = row.reference.clone();
        let said = format!("{reference} makes no drafts after today.");
        write(model, DocumentWrite::End { reference }, said);
    }
}
