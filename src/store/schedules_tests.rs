use super::*;
use crate::domain::invoice::{Invoice, InvoiceKind};
use crate::store::fixtures::{client, day, empty, now};
use crate::store::{Book, Undo};

fn template(book: &mut Book) -> InvoiceId {
    book.change(now(), Undo::Bulk, |tx| {
        let mut buyer = client("acme");
        buyer.id = tx.add_client(&buyer)?;
        let template = Invoice::draft(InvoiceKind::Recurring, &buyer);
        Ok((tx.add_invoice(&template, "", "")?, "Added".to_owned()))
    })
    .unwrap()
}

fn monthly() -> Recurrence {
    Recurrence {
        next_on: day("2026-11-30"),
        ..Recurrence::new(Schedule {
            every: Every::Months(1),
            first_on: day("2026-10-31"),
            until_on: None,
        })
    }
}

fn set(book: &mut Book, id: InvoiceId, recurrence: &Recurrence) -> crate::failure::Result<()> {
    book.change(now(), Undo::Possible, |tx| {
        tx.set_schedule(id, recurrence)?;
        Ok(((), "Set".to_owned()))
    })
}

#[test]
fn a_schedule_is_kept_and_taken_back() {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    let id = template(&mut book);
    assert_eq!(book.view().schedule(id).unwrap(), None);
    set(&mut book, id, &monthly()).unwrap();
    let paused = Recurrence {
        paused: true,
        automatic: true,
        ..monthly()
    };
    set(&mut book, id, &paused).unwrap();
    assert_eq!(book.view().schedule(id).unwrap(), Some(paused));
    book.undo(now()).unwrap();
    assert_eq!(book.view().schedule(id).unwrap(), Some(monthly()));
}

#[test]
fn only_what_comes_again_is_due() {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    let id = template(&mut book);
    let due = |book: &Book, on: &str| book.view().schedules_due(day(on)).unwrap();
    set(&mut book, id, &monthly()).unwrap();
    assert!(due(&book, "2026-11-29").is_empty());
    assert_eq!(due(&book, "2026-11-30"), [id]);
    let mut over = monthly();
    over.schedule.until_on = Some(day("2026-11-15"));
    assert!(over.is_over());
    set(&mut book, id, &over).unwrap();
    assert!(due(&book, "2026-12-30").is_empty());
    let mut paused = monthly();
    paused.paused = true;
    set(&mut book, id, &paused).unwrap();
    assert!(due(&book, "2026-12-30").is_empty());
}

#[test]
fn a_wrong_rule_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    let id = template(&mut book);
    let early = Recurrence {
        next_on: day("2026-10-01"),
        ..monthly()
    };
    let refused = set(&mut book, id, &early).unwrap_err();
    assert!(
        refused.message().contains("before the first one"),
        "{refused}"
    );
}
