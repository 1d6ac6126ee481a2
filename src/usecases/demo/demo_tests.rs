use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::*;
use crate::domain::ids::ClientId;
use crate::domain::invoice::{InvoiceKind, InvoiceState};
use crate::domain::message::{MessageState, StoredTemplate};
use crate::domain::party::HoldKind;
use crate::domain::reminder::{self, BlockReason};
use crate::domain::tax_id::{self, Finding};
use crate::failure::Failure;
use crate::store::View;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(today: NaiveDate) -> Now {
    Now {
        today,
        at: today.and_hms_opt(8, 0, 0).unwrap().and_utc(),
    }
}

fn empty(folder: &Path, now: Now) -> Book {
    store::open(&folder.join("book.db"), now).unwrap().book
}

#[test]
fn the_day_of_the_demo_is_a_working_day() {
    assert_eq!(demo_day(day("2026-11-20")), day("2026-11-20"), "a Friday");
    assert_eq!(demo_day(day("2026-11-21")), day("2026-11-20"));
    assert_eq!(demo_day(day("2026-11-22")), day("2026-11-20"));
    assert_eq!(demo_day(day("2026-11-23")), day("2026-11-23"));
}

/// The numbers of a year run from 1 without a gap, in the order of the days of issue.
fn numbers_have_no_gap(view: &View<'_>) {
    let mut issued = Vec::new();
    let mut quotes = Vec::new();
    view.each_invoice(&mut |invoice| {
        let found = invoice.number.clone().zip(invoice.issued_on);
        if invoice.kind == InvoiceKind::Quote {
            quotes.extend(found);
        } else {
            issued.extend(found);
        }
        Ok(())
    })
    .unwrap();
    for (number, issued_on) in &quotes {
        let year = issued_on.format("Q%Y-").to_string();
        assert!(number.starts_with(&year), "{number}");
    }
    quotes.sort();
    assert!(quotes.is_sorted_by_key(|(_, day)| *day) && quotes.len() == 4);
    issued.sort();
    let mut last: BTreeMap<String, u32> = BTreeMap::new();
    for (number, issued_on) in &issued {
        let (year, place) = number.split_once('-').unwrap();
        let expected = last.entry(year.to_owned()).or_default();
        *expected += 1;
        assert_eq!(place, format!("{expected:03}"));
        assert_eq!(year, issued_on.format("%Y").to_string());
    }
    let days: Vec<NaiveDate> = issued.iter().map(|(_, day)| *day).collect();
    assert!(days.is_sorted(), "numbers follow the days of issue");
}

/// What the plan of the day says, in the terms of the demo's promises.
fn plan_holds(view: &View<'_>, today: NaiveDate) {
    let facts = view.reminder_facts().unwrap();
    let plan = reminder::plan(&facts, today);
    assert!(
        (3..=6).contains(&plan.due.len()),
        "{today}: {} due",
        plan.due.len()
    );
    let blocked = |what: &str, found: fn(&BlockReason) -> bool| {
        let count = plan.blocked.iter().filter(|b| found(&b.reason)).count();
        assert!(count > 0, "{today}: nothing {what}");
    };
    let held = |kind| {
        let mut reasons = plan.blocked.iter().map(|b| &b.reason);
        assert!(
            reasons.any(|r| matches!(r, BlockReason::Held(hold) if hold.kind == kind)),
            "{today}: no {kind:?}"
        );
    };
    HoldKind::ALL.iter().copied().for_each(held);
    blocked("refused", |r| matches!(r, BlockReason::Refused(_)));
    blocked("unknown", |r| matches!(r, BlockReason::Unknown(_)));
    blocked("ended", |r| matches!(r, BlockReason::LadderEnded));
    assert!(!plan.later.is_empty());
    let speaks: BTreeSet<&str> = plan.due.iter().map(|m| m.stage.as_str()).collect();
    assert_eq!(speaks, BTreeSet::from(["final", "firm", "friendly"]));
    assert!(plan.due.iter().any(|message| message.invoices.len() > 1));
    let mut broken = facts.invoices.iter().flat_map(|invoice| &invoice.holds);
    assert!(broken.any(|hold| hold.kind == HoldKind::Promise && !hold.is_active(today)));
}

/// What the book holds on any day.
fn book_holds(view: &View<'_>, today: NaiveDate) {
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    let mut currencies = BTreeSet::new();
    let (mut documents, mut credit_notes) = (0, 0);
    view.each_invoice(&mut |invoice| {
        documents += 1;
        credit_notes += usize::from(invoice.kind == InvoiceKind::CreditNote);
        *states
            .entry(invoice.standing().state(today).word())
            .or_default() += 1;
        currencies.insert(invoice.currency.code().to_owned());
        assert!(invoice.issued_on.is_none_or(|issued| issued < today));
        for payment in view.payments_of(invoice.id, invoice.currency)? {
            assert!(payment.paid_on < today && Some(payment.paid_on) > invoice.issued_on);
        }
        Ok(())
    })
    .unwrap();
    assert!(documents >= 60);
    assert_eq!(credit_notes, 1);
    for state in InvoiceState::ALL {
        assert!(states.contains_key(state.word()), "none is {state:?}");
    }
    let expected = ["EUR", "GBP", "USD"].map(str::to_owned);
    assert_eq!(currencies, BTreeSet::from(expected));
    numbers_have_no_gap(view);
}

/// The messages of the year kept the interval, and none comes from the future.
fn messages_hold(view: &View<'_>, today: NaiveDate) {
    let mut by_client: BTreeMap<ClientId, Vec<NaiveDate>> = BTreeMap::new();
    let mut states = BTreeSet::new();
    view.each_message(&mut |row| {
        let message = row.message;
        states.insert(message.state.word());
        assert!(message.queued_on < today && message.queued_on == demo_day(message.queued_on));
        assert!(!message.body.contains("{{") && !message.subject.is_empty());
        assert!(
            message
                .invoices
                .iter()
                .all(|number| message.body.contains(number))
        );
        if message.state.is_live() {
            by_client
                .entry(message.client)
                .or_default()
                .push(message.queued_on);
        }
        Ok(())
    })
    .unwrap();
    for days in by_client.values() {
        for (first, second) in days.iter().zip(days.iter().skip(1)) {
            assert!((*second - *first).num_days() >= 5, "{first} and {second}");
        }
    }
    for state in [
        MessageState::Accepted,
        MessageState::Refused,
        MessageState::Unknown,
        MessageState::Cancelled,
    ] {
        assert!(states.contains(state.word()), "none is {state:?}");
    }
}

/// Looks at the demo of each day inside a change that is then taken back, so that one book serves
/// many days.
fn look_at(days: impl Iterator<Item = NaiveDate>) {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path(), at(day("2027-06-01")));
    for now in days.map(at) {
        // What does not hang on the planner is looked at once a week, on another day each time.
        let whole = now.today.day() % 7 == 0;
        let mut templates = book.view().templates().unwrap();
        if !whole {
            let shorten = |template: &mut StoredTemplate| template.body = "{{ numbers }}".into();
            templates.iter_mut().for_each(shorten);
        }
        let known = known(&book, now).unwrap();
        let document = year::document(&known, &templates, now).unwrap();
        let looked = book.change(now, Undo::Bulk, |tx| {
            fill(tx, now, &document)?;
            kinds::add(tx, now)?;
            plan_holds(tx, now.today);
            if whole {
                book_holds(tx, now.today);
                messages_hold(tx, now.today);
            }
            Err::<((), String), _>(Failure::refused("Looked at."))
        });
        assert_eq!(looked.unwrap_err().message(), "Looked at.");
    }
}

#[test]
fn every_day_of_two_years_has_something_to_do() {
    let days = day("2027-06-01").iter_days().take(2 * 365 + 1);
    let working: BTreeSet<NaiveDate> = days.map(demo_day).collect();
    assert!(working.len() > 520);
    std::thread::scope(|scope| {
        for part in 0..4 {
            let working = &working;
            scope.spawn(move || look_at(working.iter().copied().skip(part).step_by(4)));
        }
    });
}

#[test]
fn a_seeded_book_is_sound() {
    for today in ["2026-11-24", "2027-01-03", "2028-02-29"] {
        let folder = tempfile::tempdir().unwrap();
        let now = at(day(today));
        let book = open(folder.path(), now).unwrap();
        assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
        plan_holds(&book.view(), demo_day(now.today));
        let mut countries = BTreeSet::new();
        let mut clients = 0;
        book.view()
            .each_client(&mut |client| {
                clients += 1;
                countries.insert(client.country.clone());
                let found = tax_id::check(&client.tax_id, &client.country);
                assert!(
                    !matches!(found, Finding::Warning(_)),
                    "{}: {found:?}",
                    client.key
                );
                assert!(
                    client
                        .contacts
                        .iter()
                        .all(|c| c.email.ends_with(".example"))
                );
                Ok(())
            })
            .unwrap();
        assert!(clients >= 12 && countries.len() >= 6);
        let profile = book.view().profile().unwrap();
        assert_eq!(profile.name, "Ana Lind Design");
        let own = tax_id::check(&profile.tax_id, &profile.country);
        assert!(matches!(own, Finding::Checked(_)), "{own:?}");
    }
}

#[test]
fn the_journal_tells_the_year() {
    let folder = tempfile::tempdir().unwrap();
    let now = at(day("2026-11-24"));
    let book = open(folder.path(), now).unwrap();
    let journal = book.view().journal(999).unwrap();
    let (filled, past) = journal.split_first().unwrap();
    assert_eq!(
        filled.text,
        "Filled with demo data: 13 clients and 89 invoices"
    );
    assert!(past.iter().all(|row| !row.undoable));
    let (made, past) = past.split_last().unwrap();
    assert_eq!((made.text.as_str(), made.on), ("Made the book", now.today));
    assert!(past.iter().all(|row| row.on < now.today && row.at < now.at));
    assert!(past.is_sorted_by(|newer, older| newer.at >= older.at));
    for beginning in [
        "Issued",
        "Payment",
        "Sent",
        "Hold on",
        "Lifted",
        "Took back",
    ] {
        assert!(
            past.iter().any(|row| row.text.starts_with(beginning)),
            "{beginning}"
        );
    }
}

#[test]
fn a_second_run_refuses_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let now = at(day("2026-11-24"));
    let mut book = open(folder.path(), now).unwrap();
    let text = |book: &Book| {
        let mut bytes = Vec::new();
        crate::usecases::exchange::export(book, now, &mut bytes).unwrap();
        (bytes, book.view().journal(999).unwrap().len())
    };
    let before = text(&book);
    let refused = seed(&mut book, now).unwrap_err();
    assert!(refused.message().contains("already has clients"));
    assert_eq!(text(&book), before);
}

#[test]
fn the_demo_book_survives_the_way_out_and_in() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let now = at(day("2026-11-24"));
    let book = open(one.path(), now).unwrap();
    let export = |book: &Book| {
        let mut bytes = Vec::new();
        crate::usecases::exchange::export(book, now, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let first = export(&book);
    let mut copy = empty(other.path(), now);
    let known = known(&copy, now).unwrap();
    let document = crate::exchange::read_book(first.as_bytes(), &known).unwrap();
    crate::usecases::exchange::import(&mut copy, now, &document).unwrap();
    assert_eq!(export(&copy), first);
    assert_eq!(copy.view().check().unwrap(), Vec::<String>::new());
}
