use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::ClientId;
use crate::domain::invoice::{InvoiceKind, InvoiceStatus, PaymentKind};
use crate::domain::views::NewPayment;
use crate::store::fixtures::{client, day, empty, invoice, now};
use crate::store::{Book, Tx, Undo};

fn add(tx: &Tx<'_>, client: ClientId, number: &str, due: &str, paid: Option<&str>) -> Result<()> {
    let id = tx.add_invoice(&invoice(client, number, due), "{}", "{}")?;
    if let Some(on) = paid {
        let payment = NewPayment {
            invoice: id,
            amount: Money::new(11_900, Currency::EUR),
            paid_on: day(on),
            method: "bank".to_owned(),
            note: String::new(),
            fee: Money::zero(Currency::EUR),
            overpay: false,
        };
        tx.add_payment(&payment, PaymentKind::Payment, None)?;
    }
    Ok(())
}

/// Every invoice is of 100.00 and 19.00 tax, issued 30 days before it is due.
fn filled(folder: &std::path::Path) -> Book {
    let mut book = empty(folder);
    book.change(now(), Undo::Bulk, |tx| {
        let acme = tx.add_client(&client("acme"))?;
        add(tx, acme, "1", "2026-02-15", Some("2026-02-10"))?; // issued 16 Jan, after 25 days
        add(tx, acme, "2", "2026-03-15", Some("2026-03-25"))?; // issued 13 Feb, after 40 days
        add(tx, acme, "3", "2026-11-20", None)?; // issued 21 Oct, late
        add(tx, acme, "4", "2026-12-20", None)?; // issued 20 Nov, not due
        let mut note = invoice(acme, "C1", "2026-04-15"); // issued 16 Mar
        (note.kind, note.credits) = (InvoiceKind::CreditNote, Some("1".to_owned()));
        note.credited = note.gross;
        tx.add_invoice(&note, "{}", "{}")?;
        let mut voided = invoice(acme, "5", "2026-04-15");
        voided.status = InvoiceStatus::Voided;
        voided.ended_on = Some(day("2026-04-01"));
        tx.add_invoice(&voided, "{}", "{}")?;
        let zeta = tx.add_client(&client("zeta"))?;
        add(tx, zeta, "old", "2025-06-01", None)?;
        Ok(((), "Imported".to_owned()))
    })
    .unwrap();
    book
}

#[test]
fn taxes_are_summed_by_period_without_what_was_voided() {
    let folder = tempfile::tempdir().unwrap();
    let book = filled(folder.path());
    let sums = |period| {
        let (from, until) = (day("2026-01-01"), day("2026-12-31"));
        let sums = book.view().tax_sums(from, until, period).unwrap();
        let told = sums.iter().map(|sum| {
            let name = period.name(sum.start);
            (name, sum.base.minor(), sum.tax.minor(), sum.documents)
        });
        told.collect::<Vec<_>>()
    };
    let row = |name: &str, base, tax, count| (name.to_owned(), base, tax, count);
    assert_eq!(
        sums(Period::Month),
        [
            row("2026-01", 10_000, 1_900, 1),
            row("2026-02", 10_000, 1_900, 1),
            row("2026-03", -10_000, -1_900, 1),
            row("2026-10", 10_000, 1_900, 1),
            row("2026-11", 10_000, 1_900, 1),
        ]
    );
    assert_eq!(
        sums(Period::Quarter),
        [
            row("2026-Q1", 10_000, 1_900, 3),
            row("2026-Q4", 20_000, 3_800, 2)
        ]
    );
    assert_eq!(sums(Period::Year), [row("2026", 30_000, 5_700, 5)]);
}

#[test]
fn clients_have_what_they_bring_and_how_they_pay() {
    let folder = tempfile::tempdir().unwrap();
    let book = filled(folder.path());
    let figures = book
        .view()
        .client_figures(day("2026-01-01"), day("2026-12-31"), day("2026-11-24"))
        .unwrap();
    let [acme, zeta] = figures.as_slice() else {
        panic!("{figures:?}");
    };
    assert_eq!((acme.billed.minor(), acme.open.minor()), (35_700, 23_800));
    // The credit note made of the first invoice one that is paid too much, and it stays paid.
    assert_eq!(acme.pays_after, Some(33), "25 and 40 days");
    assert_eq!(
        (acme.decided, acme.late, acme.late_percent()),
        (3, 2, Some(67))
    );
    assert_eq!((zeta.billed.minor(), zeta.open.minor()), (0, 11_900));
    assert_eq!((zeta.pays_after, zeta.late_percent()), (None, None));
}

#[test]
fn the_reports_read_by_index() {
    let folder = tempfile::tempdir().unwrap();
    let book = filled(folder.path());
    let plan: Vec<String> = book
        .connection
        .prepare(
            "EXPLAIN QUERY PLAN SELECT sum(t.tax_minor) FROM invoices i
             CROSS JOIN taxes t ON t.invoice_id = i.id WHERE i.issue_key BETWEEN '2026' AND '2027'",
        )
        .unwrap()
        .query_map([], |row| row.get(3))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    assert!(
        plan.iter().all(|step| step.starts_with("SEARCH")),
        "{plan:?}"
    );
}
