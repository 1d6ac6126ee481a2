use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::PaymentKind;
use crate::domain::money::Money;
use crate::domain::party::InterestTerms;
use crate::domain::views::NewPayment;
use crate::store::fixtures::{day, empty, now, with_invoice};
use crate::store::{Book, Undo};

fn change(book: &mut Book, work: impl FnOnce(&crate::store::Tx<'_>) -> Result<()>) {
    book.change(now(), Undo::Possible, |tx| {
        Ok((work(tx)?, "Changed".to_owned()))
    })
    .unwrap();
}

/// A German book with 119.00 EUR due on 4 November.
fn german(folder: &std::path::Path) -> (Book, InvoiceId) {
    let mut book = empty(folder);
    let (_, id) = with_invoice(&mut book);
    change(&mut book, |tx| {
        let mut profile = tx.profile()?;
        profile.country = "DE".to_owned();
        tx.set_profile(&profile)
    });
    (book, id)
}

fn claimed(book: &Book, id: InvoiceId, today: &str) -> Option<Claim> {
    let view = book.view();
    of(&view, &view.invoice(id).unwrap(), day(today)).unwrap()
}

#[test]
fn an_overdue_invoice_has_a_claim_that_payments_make_smaller() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = german(folder.path());
    assert_eq!(claimed(&book, id, "2026-11-04"), None);
    // 119 × 10.27 % × 20 / 365 = 0.6696…
    let claim = claimed(&book, id, "2026-11-24").unwrap();
    assert_eq!((claim.rule, claim.interest.minor()), (Rule::DeBusiness, 67));
    assert_eq!(claim.total.minor(), 4_067);
    assert!(claim.stale, "no rate of the second half of 2026 is known");
    change(&mut book, |tx| {
        let payment = NewPayment {
            invoice: id,
            amount: Money::new(10_000, Currency::EUR),
            paid_on: day("2026-11-14"),
            method: "bank".to_owned(),
            note: String::new(),
            fee: Money::zero(Currency::EUR),
            overpay: false,
        };
        tx.add_payment(&payment, PaymentKind::Payment, None)?;
        Ok(())
    });
    let claim = claimed(&book, id, "2026-11-24").unwrap();
    assert_eq!(claim.segments.len(), 2);
    assert_eq!(claim.interest.minor(), 39, "0.3348 and 0.0535");
}

#[test]
fn what_was_agreed_stands_before_the_law() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = german(folder.path());
    let mut agree = |terms| {
        change(&mut book, |tx| {
            let key = "acme";
            let mut client = tx.client(tx.client_id(key)?)?;
            client.reminding.interest = terms;
            tx.set_client(&client)
        });
        claimed(&book, id, "2026-11-24")
    };
    assert_eq!(agree(InterestTerms::None), None);
    let nine = InterestTerms::Contract(rust_decimal::Decimal::from(9));
    let claim = agree(nine).unwrap();
    assert_eq!((claim.interest.minor(), claim.fixed), (59, None));
}

#[test]
fn a_country_without_a_rule_has_no_claim() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, id) = with_invoice(&mut book);
    assert_eq!(claimed(&book, id, "2026-11-24"), None);
}
