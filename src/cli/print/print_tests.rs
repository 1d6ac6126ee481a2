use super::*;

fn table() -> Table {
    let mut table = Table::new(&[
        Column::fixed("number"),
        Column::flexible("client"),
        Column::figure("open"),
    ]);
    let row = |a: &str, b: &str, c: &str| [a.to_owned(), b.to_owned(), c.to_owned()];
    table.row(row(
        "2026-039",
        "Nordlicht Studio für Gestaltung",
        "1,950.00 EUR",
    ));
    table.row(row("2026-040", "東京デザイン", "9.00 EUR"));
    table.row(row("draft:7", "\u{1b}[31mred\u{7}\nline", "12,000.00 JPY"));
    table
}

fn text(width: Option<usize>) -> String {
    let mut page = Page::new(width);
    page.table(&table());
    page.into_text()
}

#[test]
fn columns_stand_under_each_other_by_their_width_on_the_screen() {
    assert_eq!(
        text(None),
        "number    client                                    open\n\
         2026-039  Nordlicht Studio für Gestaltung   1,950.00 EUR\n\
         2026-040  東京デザイン                          9.00 EUR\n\
         draft:7   [31mred line                     12,000.00 JPY\n"
    );
}

#[test]
fn a_narrow_terminal_cuts_text_and_never_a_number() {
    assert_eq!(
        text(Some(40)),
        "number    client                    open\n\
         2026-039  Nordlicht Stud…   1,950.00 EUR\n\
         2026-040  東京デザイン          9.00 EUR\n\
         draft:7   [31mred line     12,000.00 JPY\n"
    );
    let narrowest = text(Some(10));
    assert!(
        narrowest.contains("2026-039  Nordlic…   1,950.00 EUR\n"),
        "{narrowest}"
    );
}

#[test]
fn a_page_strips_what_steers_a_terminal() {
    let mut page = Page::new(None);
    page.gap();
    page.line("a\u{1b}]0;title\u{7}b");
    page.pairs(&[
        ("name", "Ana\u{9b}2J".into()),
        ("phone", String::new()),
        ("address", "x".into()),
    ]);
    page.heading("Text");
    page.text("one\r\n\ttwo\u{1b}[2J\n\nthree", 2);
    assert_eq!(
        page.into_text(),
        "a]0;titleb\nname     Ana2J\naddress  x\n\nText\n  one\n      two[2J\n\n  three\n"
    );
}

#[test]
fn an_answer_is_one_document_or_one_page() {
    let format = |json| Format { json, width: None };
    let write = |answer: Answer| {
        let mut out = Vec::new();
        assert!(answer.write(&mut out).unwrap().is_none());
        String::from_utf8(out).unwrap()
    };
    let document = [1, 2];
    let json = format(true)
        .answer(&document, |_| panic!("no page is made"))
        .unwrap();
    assert_eq!(write(json), "[\n  1,\n  2\n]\n");
    let page = format(false)
        .answer(&document, |page| page.line("two numbers"))
        .unwrap();
    assert_eq!(write(page), "two numbers\n");
}

struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_went_away_is_no_failure_and_a_full_disk_is() {
    let answer = || Answer::raw("text".into()).but(Some(Failure::waiting("One waits.")));
    let waiting = answer()
        .write(&mut Broken(io::ErrorKind::BrokenPipe))
        .unwrap();
    assert_eq!(waiting.unwrap().message(), "One waits.");
    let full = answer()
        .write(&mut Broken(io::ErrorKind::StorageFull))
        .unwrap_err();
    assert_eq!(full.message(), "The output cannot be written.");
}

#[test]
fn a_failure_is_sentences_for_people_and_one_line_for_programs() {
    let failure = Failure::usage("No \"x\"\u{1b}[2J.")
        .because("first\nline")
        .because("second")
        .hint("try y");
    assert_eq!(
        failure_text(&failure, false),
        "payme: No \"x\"[2J.\n  first\nline\n  second\nNext: try y\n"
    );
    let json = failure_text(&failure, true);
    assert_eq!(json.matches('\n').count(), 1);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        value,
        serde_json::json!({"error": {
            "kind": "usage",
            "message": "No \"x\"\u{1b}[2J. first\nline second",
            "hint": "try y",
        }})
    );
}
