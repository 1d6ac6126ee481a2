use rust_decimal::Decimal;

use super::*;
use crate::domain::invoice::{Line, TaxCategory};
use crate::domain::query::InvoiceQuery;
use crate::domain::schedule::{Every, Schedule};
use crate::domain::views::InvoiceSort;
use crate::store::fixtures::{client, day, empty, now};
use crate::usecases::history;

fn on(text: &str) -> Now {
    let today = day(text);
    Now {
        today,
        at: today.and_hms_opt(9, 0, 0).unwrap().and_utc(),
    }
}

fn book() -> (tempfile::TempDir, Book) {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    book.change(now(), Undo::Possible, |tx| {
        tx.add_client(&client("acme"))?;
        Ok(((), "Client".to_owned()))
    })
    .unwrap();
    (home, book)
}

fn draft(book: &mut Book, description: &str) -> Invoice {
    let begun = drafts::begin(book, now(), InvoiceKind::Invoice, "acme").unwrap();
    let mut draft = begun.invoice;
    let tax = (TaxCategory::Standard, Decimal::from(19));
    let price = Decimal::from(50);
    draft.lines = vec![Line::new(description, Decimal::ONE, "MON", price, tax)];
    draft.note = "Bitte {number} angeben.".to_owned();
    drafts::save(book, now(), begun.entry, &draft)
        .unwrap()
        .invoice
}

fn monthly(first: &str) -> Recurrence {
    Recurrence::new(Schedule {
        every: Every::Months(1),
        first_on: day(first),
        until_on: None,
    })
}

fn template_from(book: &mut Book, first: &str) -> String {
    let draft = draft(book, "Hosting, {month year}");
    let made = create(book, now(), &draft.reference(), &monthly(first)).unwrap();
    drafts::delete(book, now(), &draft.reference()).unwrap();
    made.invoice.reference()
}

fn read(book: &Book, reference: &str) -> Invoice {
    let view = book.view();
    view.invoice(view.invoice_id(reference).unwrap()).unwrap()
}

#[test]
fn three_missed_months_become_three_drafts_in_the_clients_language() {
    let (_home, mut book) = book();
    let template = template_from(&mut book, "2026-08-31");
    let run = run(&mut book, on("2026-11-02")).unwrap();
    let of = |made: &Made| {
        let draft = &made.invoice;
        (
            made.on.to_string(),
            draft.lines[0].description.clone(),
            draft.supplied_on.unwrap().to_string(),
            draft.supplied_until.unwrap().to_string(),
        )
    };
    let row = |on: &str, text: &str, until: &str| {
        (
            on.to_owned(),
            text.to_owned(),
            on.to_owned(),
            until.to_owned(),
        )
    };
    assert_eq!(
        run.made.iter().map(of).collect::<Vec<_>>(),
        [
            row("2026-08-31", "Hosting, August 2026", "2026-09-29"),
            row("2026-09-30", "Hosting, September 2026", "2026-10-30"),
            row("2026-10-31", "Hosting, Oktober 2026", "2026-11-29"),
        ]
    );
    assert_eq!(
        sentence(&run),
        "3 drafts were made from Hosting (acme GmbH)."
    );
    for made in &run.made {
        let kept = read(&book, &made.invoice.reference());
        assert_eq!(kept.status, InvoiceStatus::Draft);
        assert_eq!(kept.source.as_deref(), Some(template.as_str()));
        assert_eq!(kept.note, "Bitte {number} angeben.");
        assert_eq!((kept.issued_on, kept.due_on), (None, None));
        assert_eq!(kept.gross, 5_950);
    }
    let again = super::run(&mut book, on("2026-11-02")).unwrap();
    assert_eq!(again, Run::default());
    assert_eq!(sentence(&again), "");
    let found = show(&book, &template).unwrap();
    assert_eq!(found.recurrence.unwrap().next_on, day("2026-11-30"));
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_draft_that_was_taken_back_is_not_made_again_by_itself() {
    let (_home, mut book) = book();
    let template = template_from(&mut book, "2026-10-01");
    let made = run(&mut book, on("2026-11-02")).unwrap().made;
    assert_eq!(made.len(), 2);
    let second = made[1].invoice.reference();
    history::undo(&mut book, now()).unwrap();
    assert!(book.view().invoice_id(&second).is_err());
    assert_eq!(run(&mut book, on("2026-11-02")).unwrap(), Run::default());
    // Redo brings it back, and no third one.
    history::redo(&mut book, now()).unwrap();
    assert_eq!(
        read(&book, &second).lines[0].description,
        "Hosting, November 2026"
    );
    assert_eq!(run(&mut book, on("2026-11-02")).unwrap(), Run::default());
    // The older one alone goes as well, and the next day stays where it is.
    history::undo(&mut book, now()).unwrap();
    history::undo(&mut book, now()).unwrap();
    let rule = show(&book, &template).unwrap().recurrence.unwrap();
    assert_eq!(rule.next_on, day("2026-12-01"));
    // Who wants them after all sets the next day back.
    let back = Recurrence {
        next_on: day("2026-10-20"),
        ..rule
    };
    let set = set(&mut book, now(), &template, &back).unwrap();
    assert_eq!(set.recurrence.unwrap().next_on, day("2026-11-01"));
    assert_eq!(run(&mut book, on("2026-11-02")).unwrap().made.len(), 1);
}

#[test]
fn two_programs_at_once_make_it_once() {
    let (_home, mut book) = book();
    template_from(&mut book, "2026-11-01");
    let path = book.path().to_path_buf();
    drop(book);
    let race = || {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut book = crate::store::open(&path, now()).unwrap().book;
            run(&mut book, now()).unwrap().made.len()
        })
    };
    let (one, other) = (race(), race());
    assert_eq!(one.join().unwrap() + other.join().unwrap(), 1);
}

#[test]
fn only_who_said_so_has_it_issued() {
    let (_home, mut book) = book();
    let reference = template_from(&mut book, "2026-11-01");
    let rule = Recurrence {
        automatic: true,
        ..monthly("2026-11-01")
    };
    set(&mut book, now(), &reference, &rule).unwrap();
    let run = run(&mut book, now()).unwrap();
    assert_eq!(run.made[0].invoice.number.as_deref(), Some("2026-001"));
    assert_eq!(run.made[0].invoice.issued_on, Some(now().today));
    assert_eq!(
        sentence(&run),
        "1 invoice was issued from Hosting (acme GmbH)."
    );
    let template = read(&book, &reference);
    assert_eq!(template.status, InvoiceStatus::Draft);
}

#[test]
fn what_cannot_be_issued_by_itself_stays_a_draft_and_says_why() {
    let (_home, mut book) = book();
    let reference = template_from(&mut book, "2026-11-01");
    let rule = Recurrence {
        automatic: true,
        ..monthly("2026-11-01")
    };
    set(&mut book, now(), &reference, &rule).unwrap();
    let mut template = read(&book, &reference);
    template.lines[0].category = TaxCategory::Exempt;
    template.lines[0].rate = Decimal::ZERO;
    drafts::save(&mut book, now(), None, &template).unwrap();
    let run = run(&mut book, now()).unwrap();
    let why = run.made[0].not_issued.as_ref().unwrap();
    assert!(why.message().contains("gives no reason"), "{why}");
    assert_eq!(run.made[0].invoice.status, InvoiceStatus::Draft);
    assert!(sentence(&run).contains("gives no reason"));
}

#[test]
fn a_template_rests_goes_on_and_ends() {
    let (_home, mut book) = book();
    let reference = template_from(&mut book, "2026-08-15");
    pause(&mut book, now(), &reference).unwrap();
    assert_eq!(run(&mut book, now()).unwrap(), Run::default());
    assert!(pause(&mut book, now(), &reference).is_err());
    let resumed = resume(&mut book, now(), &reference).unwrap();
    assert_eq!(resumed.recurrence.unwrap().next_on, day("2026-12-15"));
    assert_eq!(run(&mut book, now()).unwrap(), Run::default());
    let ended = end(&mut book, now(), &reference).unwrap();
    assert_eq!(ended.word(), "over");
    assert_eq!(run(&mut book, on("2027-06-01")).unwrap(), Run::default());
    assert!(end(&mut book, now(), &reference).is_err());
    history::undo(&mut book, now()).unwrap();
    assert_eq!(show(&book, &reference).unwrap().word(), "active");
}

#[test]
fn the_template_of_an_archived_client_rests() {
    let (_home, mut book) = book();
    let reference = template_from(&mut book, "2026-11-01");
    let id = book.view().client_id("acme").unwrap();
    crate::usecases::clients::archive(&mut book, now(), id, true).unwrap();
    let run = run(&mut book, now()).unwrap();
    assert_eq!(run.made, []);
    assert_eq!(
        sentence(&run),
        "Hosting (acme GmbH): acme GmbH is archived, so the template rests."
    );
    assert_eq!(show(&book, &reference).unwrap().word(), "paused");
    assert_eq!(super::run(&mut book, now()).unwrap(), Run::default());
}

#[test]
fn so_many_at_once_and_no_more() {
    let (_home, mut book) = book();
    let weekly = Recurrence::new(Schedule {
        every: Every::Weeks(1),
        first_on: day("2020-01-03"),
        until_on: None,
    });
    let draft = draft(&mut book, "Pflege");
    create(&mut book, now(), &draft.reference(), &weekly).unwrap();
    let first = run(&mut book, now()).unwrap();
    assert_eq!((first.made.len(), first.left), (MOST_DUE, 360 - 240));
    let second = run(&mut book, now()).unwrap();
    assert_eq!((second.made.len(), second.left), (120, 0));
}

#[test]
fn a_template_is_in_no_list_that_does_not_ask_for_it() {
    let (_home, mut book) = book();
    let reference = template_from(&mut book, "2026-12-01");
    let found = |filter: &str| {
        let query = InvoiceQuery::parse(filter).unwrap();
        let mut all = Vec::new();
        for sort in [
            InvoiceSort::OpenFirst,
            InvoiceSort::Due,
            InvoiceSort::Newest,
            InvoiceSort::Amount,
        ] {
            let page = book.view().invoices(now().today, &query, sort, None, 9);
            all.extend(page.unwrap().rows.into_iter().map(|row| row.reference));
        }
        all
    };
    for filter in [
        "",
        "is:draft",
        "client:acme",
        "is:paid is:draft",
        ">1",
        "hosting",
    ] {
        assert_eq!(found(filter), Vec::<String>::new(), "{filter}");
    }
    for filter in [
        "kind:recurring",
        "is:recurring",
        "kind:recurring client:acme",
    ] {
        assert_eq!(found(filter), vec![reference.clone(); 4], "{filter}");
    }
    let counts = book.view().invoice_counts(now().today).unwrap();
    assert_eq!((counts.all, counts.recurring, counts.drafts), (0, 1, 0));
}

#[test]
fn texts_that_cannot_be_filled_make_no_template() {
    let (_home, mut book) = book();
    let draft = draft(&mut book, "Hosting {monat}");
    let refused = create(&mut book, now(), &draft.reference(), &monthly("2026-11-01"));
    assert_eq!(
        refused.unwrap_err().message(),
        "The placeholder {monat} is not known."
    );
}
