use rust_decimal::Decimal;

use crate::domain::currency::Currency;
use crate::domain::ids::ServiceId;
use crate::domain::line::TaxCategory;
use crate::domain::service::Service;
use crate::failure::Result;
use crate::store::fixtures::{empty, now};
use crate::store::{Book, Tx, Undo};

fn service(description: &str, currency: Currency) -> Service {
    Service {
        id: ServiceId(0),
        description: description.to_owned(),
        unit: "DAY".to_owned(),
        unit_price: Decimal::from(600),
        currency,
        category: TaxCategory::Standard,
        rate: Decimal::from(19),
        reason: String::new(),
    }
}

fn change<T>(book: &mut Book, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
    book.change(now(), Undo::Possible, |tx| {
        Ok((work(tx)?, "Changed".to_owned()))
    })
}

#[test]
fn the_catalogue_is_kept_and_searched() {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    let id = change(&mut book, |tx| {
        tx.add_service(&service("Hosting", Currency::EUR))?;
        tx.add_service(&service("Design", Currency::from_code("USD").unwrap()))?;
        tx.add_service(&service("design sprint", Currency::EUR))?;
        tx.add_service(&service("Design", Currency::EUR))
    })
    .unwrap();
    let names = |list: Vec<Service>| -> Vec<String> {
        list.into_iter()
            .map(|s| format!("{} {}", s.description, s.currency))
            .collect()
    };
    let view = book.view();
    assert_eq!(
        names(view.services().unwrap()),
        [
            "Design EUR",
            "Design USD",
            "design sprint EUR",
            "Hosting EUR"
        ]
    );
    assert_eq!(
        names(view.services_like("dE", Currency::EUR, 9).unwrap()),
        ["Design EUR", "design sprint EUR"]
    );
    assert_eq!(view.services_like("", Currency::EUR, 2).unwrap().len(), 2);
    let mut changed = view.service(id).unwrap();
    changed.unit_price = Decimal::new(65_050, 2);
    change(&mut book, |tx| tx.set_service(&changed)).unwrap();
    assert_eq!(
        decimal_of(&book, id),
        "650.5",
        "a price is kept in its plain form"
    );
    change(&mut book, |tx| tx.remove_service(id)).unwrap();
    assert!(book.view().service(id).is_err());
    book.undo(now()).unwrap();
    assert_eq!(decimal_of(&book, id), "650.5");
}

fn decimal_of(book: &Book, id: ServiceId) -> String {
    crate::domain::decimal::plain(book.view().service(id).unwrap().unit_price)
}

#[test]
fn a_description_is_there_once() {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    let id = change(&mut book, |tx| {
        tx.add_service(&service("Design", Currency::EUR))
    })
    .unwrap();
    let twice = change(&mut book, |tx| {
        tx.add_service(&service("DESIGN", Currency::EUR))
    });
    assert!(twice.unwrap_err().message().contains("already"));
    let missing = Service {
        id: ServiceId(id.0 + 9),
        ..service("Other", Currency::EUR)
    };
    let missing = change(&mut book, |tx| tx.set_service(&missing));
    assert!(missing.unwrap_err().message().contains("no service"));
}
