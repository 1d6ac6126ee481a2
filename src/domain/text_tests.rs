use proptest::prelude::*;

use super::*;

#[test]
fn what_drives_a_terminal_is_taken_out() {
    assert_eq!(one_line("Acme\u{1b}[2J GmbH\u{7}"), "Acme[2J GmbH");
    assert_eq!(one_line("a\u{9b}31mb\u{7f}c\0d"), "a31mbcd");
    assert_eq!(one_line("pay \u{202e}00.001\u{202c} EUR"), "pay 00.001 EUR");
    assert_eq!(
        one_line("\u{2066}x\u{2069}\u{200f}\u{feff}\u{200b}y\u{ad}z"),
        "xyz"
    );
}

#[test]
fn line_breaks_and_tabs_become_spaces_on_one_line() {
    assert_eq!(one_line("a\r\nb\nc\rd\te\u{2028}f\u{85}g"), "a b c d e f g");
}

#[test]
fn letters_of_every_script_and_emoji_stay() {
    for text in [
        "Nordlicht Ø å ß",
        "株式会社",
        "👩‍👩‍👧 👍🏽 🇩🇪",
        "می‌خواهم",
        "e\u{301}",
        "1 950,00",
    ] {
        assert_eq!(one_line(text), text);
        assert_eq!(block(text), text);
    }
}

#[test]
fn a_block_keeps_its_lines() {
    assert_eq!(
        block("Hello Jonas,\r\n\r\n\tIBAN\u{1b}[31m\rRef\u{2029}end\n"),
        "Hello Jonas,\n\n    IBAN[31m\nRef\nend\n"
    );
}

#[test]
fn widths_are_columns() {
    assert_eq!(width("Acme"), 4);
    assert_eq!(width("株式"), 4);
    assert_eq!(width("e\u{301}"), 1);
    assert_eq!(width("👍🏽"), 2);
    assert_eq!(width(""), 0);
}

#[test]
fn a_cut_is_shown() {
    assert_eq!(truncate("Nordlicht Studio", 16), "Nordlicht Studio");
    assert_eq!(truncate("Nordlicht Studio", 12), "Nordlicht S…");
    assert_eq!(truncate("株式会社", 5), "株式…");
    assert_eq!(truncate("株式会社", 4), "株…");
    assert_eq!(truncate("abc", 1), "…");
    assert_eq!(truncate("abc", 0), "");
    assert_eq!(truncate("", 0), "");
}

#[test]
fn a_fitted_text_has_exactly_its_columns() {
    assert_eq!(fit_left("Acme", 6), "Acme  ");
    assert_eq!(fit_right("740.00", 8), "  740.00");
    assert_eq!(fit_left("株式会社", 4), "株… ");
    assert_eq!(fit_right("株式会社", 4), " 株…");
}

#[test]
fn text_is_wrapped_between_words() {
    assert_eq!(
        wrap("invoice 2026-039 over EUR 740.00 was due", 20),
        ["invoice 2026-039", "over EUR 740.00 was", "due"]
    );
}

#[test]
fn lines_and_their_indentation_stay() {
    assert_eq!(
        wrap("Hello,\n\n  IBAN  DE02 1203\n", 10),
        ["Hello,", "", "  IBAN", "DE02 1203", ""]
    );
    assert_eq!(wrap("", 10), [""]);
    assert_eq!(wrap("a  b", 10), ["a  b"]);
}

#[test]
fn a_word_wider_than_a_row_is_broken() {
    assert_eq!(
        wrap("see abcdefghij now", 4),
        ["see", "abcd", "efgh", "ij", "now"]
    );
    assert_eq!(wrap("株式会社", 5), ["株式", "会社"]);
    assert_eq!(wrap("株式", 1), ["株", "式"]);
    assert_eq!(wrap("ab", 0), ["a", "b"]);
}

#[test]
fn a_no_break_space_holds_words_together() {
    assert_eq!(
        wrap("about 1\u{a0}950,00 EUR", 12),
        ["about", "1\u{a0}950,00 EUR"]
    );
}

proptest! {
    #[test]
    fn nothing_that_drives_a_terminal_is_left(text in any::<String>()) {
        let line = one_line(&text);
        prop_assert!(!line.chars().any(|c| c.is_control() || is_hidden(c) || is_break(c)));
        let lines = block(&text);
        prop_assert!(lines.chars().all(|c| c == '\n' || !(c.is_control() || is_hidden(c))));
        prop_assert_eq!(block(&lines), lines.clone());
    }

    #[test]
    fn a_cut_text_is_never_too_wide(text in "\\PC{0,20}", columns in 0_usize..24) {
        prop_assert!(width(&truncate(&text, columns)) <= columns);
        prop_assert_eq!(width(&fit_left(&text, columns)), columns);
        prop_assert_eq!(width(&fit_right(&text, columns)), columns);
    }

    #[test]
    fn wrapping_loses_no_character(text in "([a-zé株👍🏽\u{301}]{0,9}[ \n]{0,3}){0,8}", columns in 0_usize..20) {
        let rows = wrap(&text, columns);
        let letters = |s: &str| s.replace([' ', '\n'], "");
        prop_assert_eq!(letters(&rows.concat()), letters(&text));
        for row in &rows {
            prop_assert!(
                width(row) <= columns || row.graphemes(true).count() == 1,
                "{:?} is wider than {}", row, columns
            );
        }
    }

    #[test]
    fn what_fits_is_not_changed(text in "[a-z ]{0,20}") {
        prop_assert_eq!(wrap(&text, 20), vec![text]);
    }
}
