//! From a draft to an issued document: its number, its snapshots, and no way back.

use chrono::{Days, NaiveDate};

use super::draft_of;
use crate::domain::clock::Now;
use crate::domain::drafting::{self, Facts, Weight};
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, TaxCategory};
use crate::domain::number;
use crate::domain::numbering::{self, Series};
use crate::domain::views::ToIssue;
use crate::exchange::{client_json, profile_json};
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo, View};

/// Issues a draft: gives it the next number of its series, freezes it, and keeps seller and client as
/// they are now. `on` is the day of issue, else the one that the draft means, else today. All in one
/// transaction, so that no number is lost or given twice.
///
/// # Errors
/// Refused, when it is no draft, or something is missing that an issued document needs: then it stays
/// the draft that it was, and no number is used.
pub fn issue(book: &mut Book, now: Now, reference: &str, on: Option<NaiveDate>) -> Result<Invoice> {
    book.change(now, Undo::Impossible, |tx| {
        let mut draft = draft_of(tx, reference)?;
        draft.issued_on = on.or(draft.issued_on);
        let issued = put_out(tx, now, draft)?;
        let line = said(&issued);
        Ok((issued, line))
    })
}

/// The line of the journal.
pub(super) fn said(issued: &Invoice) -> String {
    format!(
        "Issued {} {} to {}, {}",
        issued.kind.name(),
        issued.reference(),
        issued.client_name,
        issued.money(issued.gross)
    )
}

/// Numbers and freezes a draft of the book; answers what it became.
pub(super) fn put_out(tx: &Tx<'_>, now: Now, mut draft: Invoice) -> Result<Invoice> {
    if draft.kind == InvoiceKind::Recurring {
        return Err(Failure::refused(format!(
            "{} is a template: drafts are made from it, and those are issued.",
            draft.reference()
        ))
        .hint("`payme recurring run` makes the drafts that are due"));
    }
    let seller = tx.profile()?;
    let client = tx.client(draft.client)?;
    (draft.client_name).clone_from(&client.name);
    let issued_on = draft.issued_on.unwrap_or(now.today);
    draft.issued_on = Some(issued_on);
    draft.due_on = Some(due(&draft, issued_on)?);
    words_of_taxes(tx, &seller.country, &mut draft)?;
    let facts = Facts {
        invoice: &draft,
        client: &client,
        seller: &seller,
        today: now.today,
    };
    allowed(&draft, facts)?;
    draft.add_up()?;
    super::balance::credit(tx, &draft)?;
    super::deposits::allowed(tx, &draft)?;
    tx.write_draft(&draft)?;
    let series = series_of(tx, &draft)?;
    let (place, name) = next(tx, &series, issued_on)?;
    let period = numbering::period(series.reset, issued_on);
    tx.set_next_in_series(&series.key, &period, place.saturating_add(1))?;
    draft.series.clone_from(&series.key);
    draft.number = Some(name);
    draft.status = InvoiceStatus::Issued;
    tx.issue(&draft, &profile_json(&seller)?, &client_json(&client)?)?;
    tx.invoice(draft.id)
}

/// The due date that a draft means, for a day of issue.
fn due(draft: &Invoice, issued_on: NaiveDate) -> Result<NaiveDate> {
    if let Some(due) = draft.due_on {
        return Ok(due);
    }
    let days = u64::try_from(draft.terms_days).unwrap_or(0);
    issued_on
        .checked_add_days(Days::new(days))
        .ok_or_else(|| Failure::refused("The due date lies beyond the calendar."))
}

/// What issuing a draft today would do: its number, or what stands in the way.
///
/// # Errors
/// Refused, when there is no such draft.
pub fn would_issue(book: &Book, now: Now, reference: &str) -> Result<ToIssue> {
    let view = book.view();
    let draft = view.invoice(view.invoice_id(reference)?)?;
    if draft.status != InvoiceStatus::Draft {
        return Err(super::issued_already(&draft));
    }
    let facts = Facts {
        invoice: &draft,
        client: &view.client(draft.client)?,
        seller: &view.profile()?,
        today: now.today,
    };
    let mut errors: Vec<String> = drafting::check(facts)
        .into_iter()
        .filter(|finding| finding.weight == Weight::Error)
        .map(|finding| finding.text)
        .collect();
    if draft.kind == InvoiceKind::Recurring {
        errors = vec![format!("{reference} is a template and is never issued.")];
    }
    let number = if errors.is_empty() {
        let day = draft.issued_on.unwrap_or(now.today);
        let found = series_of(&view, &draft).and_then(|series| next(&view, &series, day));
        found.map_or_else(
            |failure| {
                errors.push(failure.message().to_owned());
                String::new()
            },
            |(_, number)| number,
        )
    } else {
        String::new()
    };
    Ok(ToIssue {
        reference: draft.reference(),
        kind: draft.kind,
        client_name: draft.client_name.clone(),
        gross: draft.money(draft.gross),
        number,
        errors,
    })
}

/// Every error of the draft, as one refusal.
fn allowed(draft: &Invoice, facts: Facts<'_>) -> Result<()> {
    let errors: Vec<String> = drafting::check(facts)
        .into_iter()
        .filter(|finding| finding.weight == Weight::Error)
        .map(|finding| finding.text)
        .collect();
    let Some((first, rest)) = errors.split_first() else {
        return Ok(());
    };
    let reference = draft.reference();
    let refusal = Failure::refused(format!("{reference} cannot be issued: {first}"))
        .hint("correct the draft; nothing was changed and no number was used");
    Err(rest.iter().fold(refusal, Failure::because))
}

/// Where a line without tax gives no reason, the words of the freelancer's country stand in; an
/// exempt line has to give its own.
fn words_of_taxes(tx: &Tx<'_>, country: &str, draft: &mut Invoice) -> Result<()> {
    let presets = tx.tax_presets(country)?;
    for line in &mut draft.lines {
        let needs_words = match line.category {
            TaxCategory::ReverseCharge
            | TaxCategory::IntraCommunity
            | TaxCategory::Export
            | TaxCategory::OutOfScope => true,
            TaxCategory::Standard | TaxCategory::Zero | TaxCategory::Exempt => false,
        };
        if !needs_words || !line.reason.is_empty() {
            continue;
        }
        let mut known = presets
            .iter()
            .filter(|preset| preset.category == line.category);
        if let Some(preset) = known.next() {
            line.reason.clone_from(&preset.reason);
        } else if line.category == TaxCategory::ReverseCharge {
            "Reverse charge".clone_into(&mut line.reason);
        }
    }
    Ok(())
}

/// The series that numbers a document.
///
/// # Errors
/// Refused, when it names one that is not there, or its kind has none.
pub(super) fn series_of(view: &View<'_>, draft: &Invoice) -> Result<Series> {
    let found = if draft.series.is_empty() {
        view.usual_series(draft.kind)?
    } else {
        view.series(&draft.series)?
    };
    found.ok_or_else(|| {
        let sentence = if draft.series.is_empty() {
            format!("No series numbers a {}.", draft.kind.name())
        } else {
            format!("There is no series \"{}\".", draft.series)
        };
        Failure::refused(sentence).hint("`payme series list` shows the series")
    })
}

/// The number that a series gives next to a document issued on a day.
pub(in crate::usecases) fn next_number(
    view: &View<'_>,
    series: &Series,
    day: NaiveDate,
) -> Result<String> {
    Ok(next(view, series, day)?.1)
}

/// The next running number of a series on a day, and the number that it makes. Numbers that came with
/// an import are passed over; a series that has not begun goes on after the highest of them.
pub(super) fn next(view: &View<'_>, series: &Series, day: NaiveDate) -> Result<(u64, String)> {
    let period = numbering::period(series.reset, day);
    let begun = view.next_in_series(&series.key, &period)?;
    let mut place = if let Some(next) = begun {
        next
    } else {
        let highest = view.highest_number(series, day)?;
        let after = highest.map_or(0, |highest| highest.saturating_add(1));
        series.start.max(after)
    };
    loop {
        let name = series.pattern.number(day, place)?;
        if !view.has_number(&name)? {
            number::check(&name)?;
            return Ok((place, name));
        }
        place = place.saturating_add(1);
    }
}
