use proptest::prelude::*;

use super::*;

fn filled(text: &str, day: &str, language: Language) -> String {
    fill(text, day.parse().unwrap(), language).unwrap_or_else(|f| f.message().to_owned())
}

#[test]
fn each_language_has_its_months() {
    let text = "Hosting {month} {year}";
    for (language, want) in [
        (Language::En, "Hosting March 2026"),
        (Language::De, "Hosting März 2026"),
        (Language::Fr, "Hosting mars 2026"),
        (Language::Es, "Hosting marzo 2026"),
    ] {
        assert_eq!(filled(text, "2026-03-31", language), want);
    }
}

#[test]
fn every_placeholder_is_filled() {
    for (text, want) in [
        ("{day}.{month:02}.{year}", "5.01.2027"),
        ("{day:02}/{month:02}/{year:02}", "05/01/27"),
        ("week {week}, {week:02}", "week 1, 01"),
        ("Q{quarter} {year}", "Q1 2027"),
        ("{month-1} and {month+1}", "December and February"),
        ("{month-1:02}", "12"),
        ("{year-1} to {year+1}", "2026 to 2028"),
        ("{year-1:02}", "26"),
        ("Retainer {month-1 year}", "Retainer December 2026"),
        ("{month year}", "January 2027"),
        ("Q{quarter-1 year}", "Q4 2026"),
        ("{week-1 year}", "53 2026"),
        ("{day-5}", "31"),
        ("{month-13}", "December"),
        ("{{month}} {{{day}}}", "{month} {5}"),
        ("nothing", "nothing"),
        ("", ""),
    ] {
        assert_eq!(filled(text, "2027-01-05", Language::En), want, "{text}");
    }
    assert_eq!(
        filled("{month-1 year}", "2027-01-05", Language::Es),
        "diciembre de 2026"
    );
}

#[test]
fn the_month_before_the_31st_is_never_skipped() {
    assert_eq!(
        filled("{month-1} {month+1}", "2026-03-31", Language::En),
        "February April"
    );
}

#[test]
fn what_is_not_known_is_named_with_what_is() {
    for text in [
        "{months}",
        "{Month}",
        "{ month}",
        "{}",
        "{month-}",
        "{month-x}",
        "{month--1}",
        "{month-121}",
        "{quarter:02}",
        "{day year}",
        "{year year}",
        "{month:03}",
        "{month-+1}",
        "{seq}",
    ] {
        assert_eq!(
            filled(text, "2026-03-31", Language::En),
            format!("The placeholder {text} is not known.")
        );
    }
    let failure = fill("{mont}", NaiveDate::default(), Language::En).unwrap_err();
    assert!(failure.next_step().contains("{month-1}"), "{failure}");
}

#[test]
fn a_lonely_brace_is_refused() {
    for (text, at) in [
        ("a {month", "{month"),
        ("a } b", "} b"),
        ("{{}", "}"),
        ("{a{month}}", "{a{month}}"),
    ] {
        assert_eq!(
            filled(text, "2026-03-31", Language::En),
            format!("The brace at \"{at}\" has no partner.")
        );
    }
}

#[test]
fn a_step_out_of_the_calendar_is_refused() {
    assert_eq!(
        fill("{year+1}", NaiveDate::MAX, Language::En)
            .unwrap_err()
            .message(),
        "The placeholder {year+1} leaves the calendar."
    );
}

proptest! {
    #[test]
    fn any_text_is_answered(text in ".*", offset in 0_u64..30_000) {
        let day = NaiveDate::default() + Days::new(offset);
        let _ = fill(&text, day, Language::Fr);
        let escaped = text.replace('{', "{{").replace('}', "}}");
        prop_assert_eq!(fill(&escaped, day, Language::Fr), Ok(text));
    }

    #[test]
    fn a_text_that_is_filled_on_one_day_is_filled_on_every_day(
        text in "(\\{(day|week|month|quarter|year)([+-][0-9]{1,3})?(:02| year)?\\} ?){0,4}",
        offset in 0_u64..30_000,
    ) {
        let day = NaiveDate::default() + Days::new(offset);
        let here = fill(&text, NaiveDate::default(), Language::De).is_ok();
        prop_assert_eq!(fill(&text, day, Language::De).is_ok(), here);
    }
}
