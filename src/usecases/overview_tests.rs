use super::*;
use crate::domain::party::HoldTarget;
use crate::domain::views::NewHold;
use crate::store::Undo;
use crate::store::fixtures::{client, day, empty, invoice, now};
use crate::usecases::holds;

fn on(today: &str) -> Now {
    let today = day(today);
    let at = today.and_hms_opt(9, 0, 0).unwrap().and_utc();
    Now { today, at }
}

/// Two clients: beta's invoice is older, acme's promise was not kept.
fn book(folder: &std::path::Path, all_stages: bool) -> (Book, [InvoiceId; 2]) {
    let mut book = empty(folder);
    let (promised, older) = book
        .change(now(), Undo::Bulk, |tx| {
            let acme = tx.add_client(&client("acme"))?;
            let beta = tx.add_client(&client("beta"))?;
            let promised = tx.add_invoice(&invoice(acme, "2026-002", "2026-11-04"), "{}", "{}")?;
            let older = tx.add_invoice(&invoice(beta, "2026-001", "2026-10-04"), "{}", "{}")?;
            let mut policies = tx.policies()?.into_iter();
            let mut policy = policies.find(|one| one.key == "standard").unwrap();
            for stage in &mut policy.stages {
                stage.enabled &= all_stages || stage.days > 20;
            }
            tx.set_policy(&policy)?;
            Ok(((promised, older), "Imported".to_owned()))
        })
        .unwrap();
    promise(&mut book, promised);
    (book, [promised, older])
}

/// A promise until 14 November.
fn promise(book: &mut Book, invoice: InvoiceId) {
    let hold = NewHold {
        kind: HoldKind::Promise,
        until: Some(day("2026-11-14")),
        reason: "promised by phone".to_owned(),
    };
    holds::set(book, on("2026-11-10"), HoldTarget::Invoice(invoice), &hold).unwrap();
}

#[test]
fn the_reminder_of_a_broken_promise_stands_right_below_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, [promised, older]) = book(folder.path(), true);
    promise(&mut book, older);
    let needs = dashboard(&book, now()).unwrap().needs;
    let about: Vec<(bool, InvoiceId)> = needs
        .iter()
        .map(|need| match need {
            Need::BrokenPromise { invoices, .. } => (true, invoices[0].id),
            Need::Remind(row) => (false, row.invoices[0].id),
            Need::Resolve(_) | Need::Refused(_) | Need::Waiting(_) | Need::Decide(_) => {
                panic!("{need:?}")
            }
        })
        .collect();
    let both = [
        (true, promised),
        (false, promised),
        (true, older),
        (false, older),
    ];
    let mut about_first = about.clone();
    about_first.rotate_left(2);
    assert!(about == both || about_first == both, "{about:?}");
}

#[test]
fn a_row_that_comes_back_is_first_also_when_its_day_comes_later() {
    let folder = tempfile::tempdir().unwrap();
    let (book, [promised, _]) = book(folder.path(), false);
    let rows = crate::usecases::reminders::queue(&book, now()).unwrap();
    let first = &rows[0];
    assert_eq!(first.invoices[0].id, promised);
    assert!(matches!(first.turn, Turn::Later(_)), "{:?}", first.turn);
    assert_eq!(rows[1].turn, Turn::Due);
}
