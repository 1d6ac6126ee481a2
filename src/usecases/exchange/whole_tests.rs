//! A book with every kind of document, out and in again.

use std::path::Path;

use super::*;
use crate::domain::ids::InvoiceId;
use crate::exchange::read_book;

fn now() -> Now {
    Now {
        today: "2026-11-23".parse().unwrap(),
        at: "2026-11-23T09:00:00Z".parse().unwrap(),
    }
}

fn new_book(folder: &Path, name: &str) -> Book {
    crate::store::open(&folder.join(name), now()).unwrap().book
}

fn bring(book: &mut Book, text: &str) -> Result<ImportReport> {
    let known = known(book, now())?;
    let document = read_book(text.as_bytes(), &known)?;
    import(book, now(), &document)
}

fn export_text(book: &Book) -> String {
    let mut out = Vec::new();
    export(book, now(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Everything stands before what it was made from or deducts.
const BOOK: &str = r#"{
  "clients": [{"key": "acme", "name": "Acme"}],
  "invoices": [
    {"client": "acme", "source": "draft:2", "note": "Made from a template, and planned",
     "status": "draft", "issued_on": "2026-01-05"},
    {"client": "acme", "note": "Between"},
    {"client": "acme", "kind": "recurring", "ref": "draft:2", "note": "{month}",
     "schedule": {"every": "month", "first_on": "2026-10-31", "next_on": "2026-11-30"}},
    {"client": "acme", "number": "2026-003", "issued_on": "2026-10-31", "source": "draft:2",
     "series": "main", "prices": "gross", "terms": "Soon.",
     "lines": [{"description": "Hosting", "unit_price": "11.90",
                "tax": {"category": "S", "rate": "19"}}]},
    {"client": "acme", "number": "2026-002", "issued_on": "2026-10-20", "source": "Q1",
     "lines": [{"description": "Work", "unit_price": "100",
                "tax": {"category": "E", "reason": "Small business"}},
               {"description": "Deposit", "quantity": "-1", "unit_price": "30",
                "tax": {"category": "E", "reason": "Small business"}, "deducts": "2026-001"}]},
    {"client": "acme", "kind": "deposit", "number": "2026-001", "issued_on": "2026-10-10",
     "source": "Q1",
     "lines": [{"description": "Deposit", "unit_price": "30",
                "tax": {"category": "E", "reason": "Small business"}}],
     "payments": [{"paid_on": "2026-10-12", "amount": "30.00"}]},
    {"client": "acme", "kind": "quote", "number": "Q1", "issued_on": "2026-10-01",
     "answer": "accepted", "answered_on": "2026-10-03",
     "lines": [{"description": "Work", "unit_price": "100",
                "tax": {"category": "E", "reason": "Small business"}}]},
    {"client": "acme", "kind": "invoice", "source": "2026-002",
     "lines": [{"description": "Off", "quantity": "-1", "unit_price": "30",
                "tax": {"category": "E"}, "deducts": "2026-001"}]}
  ],
  "series": [
    {"key": "main", "pattern": "{year}-{seq:03}", "reset": "yearly", "start": 1,
     "kinds": ["invoice", "deposit", "credit_note"]},
    {"key": "offers", "pattern": "Q{seq}", "reset": "never", "start": 5, "kinds": ["quote"]}
  ],
  "services": [
    {"description": "Design", "unit": "DAY", "unit_price": "600", "currency": "EUR",
     "tax": {"category": "S", "rate": "19"}}
  ],
  "texts": [{"kind": "note", "language": "de", "body": "Danke."}]
}"#;

#[test]
fn every_kind_of_document_goes_out_and_comes_in() {
    let home = tempfile::tempdir().unwrap();
    let mut first = new_book(home.path(), "first.db");
    bring(&mut first, BOOK).unwrap();
    let view = first.view();
    let bill = view.invoice(view.invoice_id("2026-003").unwrap()).unwrap();
    let template = bill.source.clone().unwrap();
    let template = view.invoice_id(&template).unwrap();
    assert!(view.schedule(template).unwrap().is_some());
    let last = view.invoice(view.invoice_id("2026-002").unwrap()).unwrap();
    assert_eq!(last.lines[1].deducts.as_deref(), Some("2026-001"));
    let keys: Vec<String> = view
        .series_list()
        .unwrap()
        .into_iter()
        .map(|series| series.key)
        .collect();
    assert_eq!(keys, ["main", "offers"], "the usual ones gave way");

    let once = export_text(&first);
    let mut second = new_book(home.path(), "second.db");
    bring(&mut second, &once).unwrap();
    let twice = export_text(&second);
    assert_eq!(once, twice);
    assert!(once.contains("\"ref\": \"draft:1\""), "{once}");
    assert!(once.contains("\"services\""), "{once}");
    assert!(once.contains("\"body\": \"Danke.\""), "{once}");
    let view = second.view();
    assert_eq!(view.named_drafts().unwrap().len(), 1);
    let planned = view.invoice(InvoiceId(1)).unwrap();
    assert!(
        planned.note.starts_with("Made from"),
        "drafts in their order"
    );
}

#[test]
fn a_new_book_says_nothing_about_series_and_services() {
    let home = tempfile::tempdir().unwrap();
    let text = export_text(&new_book(home.path(), "new.db"));
    assert!(!text.contains("series"), "{text}");
    assert!(!text.contains("services"), "{text}");
}

#[test]
fn what_is_in_the_book_can_be_named() {
    let home = tempfile::tempdir().unwrap();
    let mut book = new_book(home.path(), "book.db");
    bring(&mut book, BOOK).unwrap();
    let more = |source: &str, deducts: &str| {
        format!(
            r#"{{"invoices": [{{"client": "acme", "number": "2026-004", "issued_on": "2026-11-01",
                "source": "{source}", "lines": [{{"description": "Off", "quantity": "-1",
                "unit_price": "30", "tax": {{"category": "O"}}, "deducts": "{deducts}"}}]}}]}}"#
        )
    };
    let refused = bring(&mut book, &more("nowhere", "2026-002")).unwrap_err();
    assert_eq!(
        refused.causes(),
        [
            "invoices[0].source: There is no document \"nowhere\" in the book.",
            "invoices[0].lines[0].deducts: 2026-002 is no deposit invoice, but an invoice.",
        ]
    );
    bring(&mut book, &more("Q1", "2026-001")).unwrap();
}

#[test]
fn a_book_in_use_keeps_its_series_and_services() {
    let home = tempfile::tempdir().unwrap();
    let mut book = new_book(home.path(), "book.db");
    bring(&mut book, BOOK).unwrap();
    let same = r#"{
      "series": [{"key": "main", "pattern": "{year}-{seq:03}", "reset": "yearly"},
                 {"key": "more", "pattern": "M{seq}", "kinds": []}],
      "services": [{"description": "Design", "unit": "DAY", "unit_price": "600",
                    "tax": {"category": "S", "rate": "19"}}]}"#;
    bring(&mut book, same).unwrap();
    assert!(book.view().series("more").unwrap().is_some());
    let other = r#"{
      "series": [{"key": "main", "pattern": "X{year}-{seq:03}"},
                 {"key": "more", "kinds": ["quote"]}],
      "services": [{"description": "DESIGN", "unit_price": "1", "tax": {"category": "O"}}]}"#;
    let refused = bring(&mut book, other).unwrap_err();
    let places: Vec<&str> = refused
        .causes()
        .iter()
        .filter_map(|cause| cause.split_once(": "))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(places, ["series[0]", "series[1].kinds", "services[0]"]);
}

#[test]
fn the_table_has_every_document() {
    let home = tempfile::tempdir().unwrap();
    let mut book = new_book(home.path(), "book.db");
    bring(&mut book, &BOOK.replace("\"Acme\"", "\"=Acme, \\\"A\\\"\"")).unwrap();
    let mut out = Vec::new();
    export_csv(&book, now(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let rows: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(rows.len(), 10, "{text}");
    assert_eq!(
        rows[0],
        "kind,number,status,state,client,client_name,issued_on,due_on,supplied_on,\
         supplied_until,currency,net,tax,gross,paid,credited,open,days_late,purchase_order,credits"
    );
    assert!(
        text.contains(
            "deposit,2026-001,issued,paid,acme,\"'=Acme, \"\"A\"\"\",2026-10-10,2026-11-09,,,EUR,\
             30.00,0.00,30.00,30.00,0.00,0.00,0,,\r\n"
        ),
        "{text}"
    );
}
