use proptest::prelude::*;

use super::*;
use crate::domain::invoice::{InvoiceKind, InvoiceStatus};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn query(text: &str) -> InvoiceQuery {
    InvoiceQuery::parse(text).unwrap()
}

fn refusal(text: &str) -> String {
    InvoiceQuery::parse(text).unwrap_err().message().to_owned()
}

#[test]
fn every_operator_is_read() {
    let found = query(
        "is:open is:overdue kind:quote KIND:credit_note client:Acme >500 <1.000,50 due:2026-11 issued:2026 web",
    );
    assert_eq!(
        found,
        InvoiceQuery {
            states: vec![StateFilter::Open, StateFilter::Overdue],
            kinds: vec![InvoiceKind::CreditNote, InvoiceKind::Quote],
            client: Some("acme".to_owned()),
            more_than: Some(Decimal::new(500, 0)),
            less_than: Some(Decimal::new(100_050, 2)),
            due: Some(DateRange {
                from: day("2026-11-01"),
                to: day("2026-11-30")
            }),
            issued: Some(DateRange {
                from: day("2026-01-01"),
                to: day("2026-12-31")
            }),
            words: vec!["web".to_owned()],
        }
    );
}

#[test]
fn every_state_is_known_by_its_word_and_its_json_word() {
    for (word, state) in [
        ("open", StateFilter::Open),
        ("overdue", StateFilter::Overdue),
        ("partly-paid", StateFilter::PartlyPaid),
        ("partly_paid", StateFilter::PartlyPaid),
        ("paid", StateFilter::Paid),
        ("Draft", StateFilter::Draft),
        ("void", StateFilter::Void),
        ("voided", StateFilter::Void),
        ("written-off", StateFilter::WrittenOff),
        ("written_off", StateFilter::WrittenOff),
        ("quote", StateFilter::Quote),
        ("offered", StateFilter::Offered),
        ("accepted", StateFilter::Accepted),
        ("declined", StateFilter::Declined),
        ("expired", StateFilter::Expired),
        ("recurring", StateFilter::Recurring),
    ] {
        assert_eq!(query(&format!("IS:{word}")).states, [state]);
    }
    assert_eq!(
        query("is:paid is:open is:paid").states,
        [StateFilter::Open, StateFilter::Paid]
    );
}

#[test]
fn an_unknown_state_names_the_known_ones() {
    let failure = InvoiceQuery::parse("is:late").unwrap_err();
    assert_eq!(failure.message(), "is:late is not a state of an invoice.");
    assert_eq!(
        failure.next_step(),
        "use one of is:open, is:overdue, is:partly-paid, is:paid, is:draft, is:void, is:written-off, is:quote, is:offered, is:accepted, is:declined, \
         is:expired, is:recurring"
    );
    assert_eq!(refusal("is:"), "is: is not a state of an invoice.");
}

#[test]
fn malformed_values_are_refused_by_name() {
    assert_eq!(refusal(">"), "After > the amount is missing.");
    assert_eq!(refusal("<many"), "\"many\" is not a number.");
    assert_eq!(
        refusal(">1.234"),
        "\"1.234\" could mean 1234 or 1.234, so it is not taken."
    );
    assert_eq!(
        refusal("client:"),
        "After client: the client's key is missing."
    );
    for text in [
        "due:",
        "due:26",
        "due:2026-13",
        "due:2026-1",
        "due:2026-02-30",
        "due:2026-01-01-01",
        "issued:today",
        "due:2026..2025",
        "due:..",
        "due:0026",
        "due:2026-11-",
        "due:2026-é",
    ] {
        assert_eq!(
            refusal(text),
            format!("{text} names no year, month or day.")
        );
    }
}

#[test]
fn what_can_stand_only_once_is_not_silently_replaced() {
    assert_eq!(
        refusal("client:a client:b"),
        "client: stands twice with different values."
    );
    assert_eq!(refusal(">5 >6"), "> stands twice with different values.");
    assert_eq!(
        refusal("due:2026 due:2025"),
        "due: stands twice with different values."
    );
    assert_eq!(query(">5 >5.0").more_than, Some(Decimal::new(5, 0)));
}

#[test]
fn quoted_words_keep_spaces_and_are_never_operators() {
    assert_eq!(
        query("\"landing page\" build").words,
        ["landing page", "build"]
    );
    assert_eq!(query("\"is:open\" \">5\"").words, ["is:open", ">5"]);
    assert_eq!(query("\"19\"\" rack\"").words, ["19\" rack"]);
    assert_eq!(query("\"not closed yet").words, ["not closed yet"]);
    assert_eq!(query("19\" RE:044 \"\" ").words, ["19\"", "RE:044"]);
}

#[test]
fn periods_end_on_their_last_day() {
    for (text, from, to) in [
        ("due:2024-02", "2024-02-01", "2024-02-29"),
        ("due:2026-12", "2026-12-01", "2026-12-31"),
        ("due:2026-11-23", "2026-11-23", "2026-11-23"),
        ("due:2026-11..2027-01", "2026-11-01", "2027-01-31"),
        ("due:2025..2026-03-15", "2025-01-01", "2026-03-15"),
    ] {
        let range = DateRange {
            from: day(from),
            to: day(to),
        };
        assert_eq!(query(text).due, Some(range), "{text}");
    }
}

#[test]
fn an_empty_filter_lets_everything_through() {
    assert!(query("").is_empty());
    assert!(query("  \t ").is_empty());
    assert!(!query("x").is_empty());
}

#[test]
fn the_text_of_a_query_is_its_shortest_form() {
    for text in [
        "is:open is:overdue client:acme >500 <1000 due:2026-11 issued:2026 words",
        "due:2026-11-23..2026-12-04 \"landing page\"",
        ">1.2340",
        "issued:2024-02 \"is:paid\" \"\"\"quoted\"\" word\"",
    ] {
        assert_eq!(query(text).to_string(), text);
    }
    assert_eq!(
        query("due:2026-01..2026-12 is:Voided").to_string(),
        "is:void due:2026"
    );
}

#[test]
fn states_are_matched_by_the_facts_of_a_day() {
    let today = day("2026-11-23");
    let standing = |status, paid, due: &str| Standing {
        kind: InvoiceKind::Invoice,
        status,
        due_on: Some(day(due)),
        answer: None,
        gross: 1000,
        paid,
        credited: 0,
    };
    let matching = |facts: Standing| -> Vec<&str> {
        StateFilter::ALL
            .iter()
            .filter(|state| state.matches(&facts, today))
            .map(|state| state.word())
            .collect()
    };
    let issued = InvoiceStatus::Issued;
    assert_eq!(matching(standing(issued, 0, "2026-11-23")), ["open"]);
    assert_eq!(
        matching(standing(issued, 1, "2026-11-23")),
        ["open", "partly-paid"]
    );
    assert_eq!(
        matching(standing(issued, 0, "2026-11-22")),
        ["open", "overdue"]
    );
    assert_eq!(
        matching(standing(issued, 1, "2026-11-22")),
        ["open", "overdue", "partly-paid"]
    );
    assert_eq!(matching(standing(issued, 1000, "2026-11-22")), ["paid"]);
    assert_eq!(
        matching(standing(InvoiceStatus::Draft, 0, "2026-11-22")),
        ["draft"]
    );
    assert_eq!(
        matching(standing(InvoiceStatus::Voided, 1, "2026-11-22")),
        ["void"]
    );
    assert_eq!(
        matching(standing(InvoiceStatus::WrittenOff, 1, "2026-11-22")),
        ["written-off"]
    );
}

#[test]
fn a_kind_is_named_where_it_is_not_known() {
    let failure = InvoiceQuery::parse("kind:bill").unwrap_err();
    assert_eq!(failure.message(), "kind:bill is not a kind of document.");
    assert_eq!(
        failure.next_step(),
        "use one of kind:invoice, kind:credit, kind:deposit, kind:quote, kind:recurring"
    );
    assert!(query("kind:recurring").asks_for_templates());
    assert!(query("is:recurring").asks_for_templates());
    assert!(!query("kind:quote is:draft").asks_for_templates());
}

#[test]
fn quotes_are_told_apart_by_their_answers() {
    use crate::domain::invoice::QuoteAnswer;
    let quote = |answer, until: &str| Standing {
        kind: InvoiceKind::Quote,
        status: InvoiceStatus::Issued,
        due_on: Some(day(until)),
        answer,
        gross: 1,
        paid: 0,
        credited: 0,
    };
    let today = day("2026-11-23");
    let matching = |standing: Standing| -> Vec<&str> {
        let all = StateFilter::ALL.iter();
        let found = all.filter(|state| state.matches(&standing, today));
        found.map(|state| state.word()).collect()
    };
    let (yes, no) = (Some(QuoteAnswer::Accepted), Some(QuoteAnswer::Declined));
    assert_eq!(matching(quote(None, "2026-11-23")), ["quote", "offered"]);
    assert_eq!(matching(quote(None, "2026-11-22")), ["quote", "expired"]);
    assert_eq!(matching(quote(yes, "2026-11-22")), ["quote", "accepted"]);
    assert_eq!(matching(quote(no, "2026-11-23")), ["quote", "declined"]);
}

fn any_range() -> impl Strategy<Value = DateRange> {
    (0_u64..200_000, 0_u64..1000).prop_map(|(start, length)| {
        let from = day("1600-01-01") + Days::new(start);
        DateRange {
            from,
            to: from + Days::new(length),
        }
    })
}

fn any_query() -> impl Strategy<Value = InvoiceQuery> {
    let limit = || {
        prop::option::of(
            (-9_999_999_i64..9_999_999, 0_u32..6).prop_map(|(m, s)| Decimal::new(m, s)),
        )
    };
    (
        prop::sample::subsequence(StateFilter::ALL.to_vec(), 0..=StateFilter::ALL.len()),
        prop::sample::subsequence(KINDS.to_vec(), 0..=KINDS.len()),
        prop::option::of("[a-z0-9-]{1,12}"),
        (limit(), limit()),
        (prop::option::of(any_range()), prop::option::of(any_range())),
        prop::collection::vec("(is:|due:|>|\")?.{1,8}", 0..4),
    )
        .prop_map(
            |(states, kinds, client, (more_than, less_than), (due, issued), words)| InvoiceQuery {
                states,
                kinds: kinds.into_iter().map(|(kind, _)| kind).collect(),
                client,
                more_than,
                less_than,
                due,
                issued,
                words,
            },
        )
}

proptest! {
    #[test]
    fn every_query_reads_back_from_its_text(query in any_query()) {
        prop_assert_eq!(InvoiceQuery::parse(&query.to_string()), Ok(query));
    }

    #[test]
    fn any_text_is_answered(text in "((is:|kind:|client:|due:|issued:|>|<|\")?.{0,9} ?){0,5}") {
        if let Ok(query) = InvoiceQuery::parse(&text) {
            prop_assert_eq!(InvoiceQuery::parse(&query.to_string()), Ok(query));
        }
    }
}
