use super::super::samples::{BOOK, known};
use super::*;
use crate::exchange::read_book;

fn write(document: &BookDocument) -> String {
    let mut out = Vec::new();
    write_book(document, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_is_written_reads_back_as_the_same_book() {
    let document = read_book(BOOK.as_bytes(), &known()).unwrap();
    let once = write(&document);
    let again = read_book(once.as_bytes(), &known()).unwrap();
    assert_eq!(again, document);
    assert_eq!(write(&again), once);
}

#[test]
fn an_empty_book_has_every_part() {
    assert_eq!(
        write(&BookDocument::default()),
        "{\n  \"payme\": 1,\n  \"clients\": [],\n  \"invoices\": [],\n  \"policies\": [],\n  \
         \"templates\": [],\n  \"holds\": [],\n  \"messages\": []\n}\n"
    );
}

/// The first invoice of the sample, as it is written.
const INVOICE: &str = r#"  "invoices": [
    {
      "client": "acme",
      "kind": "invoice",
      "number": "2026-001",
      "status": "issued",
      "currency": "EUR",
      "issued_on": "2026-09-01",
      "due_on": "2026-10-01",
      "terms_days": 30,
      "supplied_on": null,
      "supplied_until": null,
      "purchase_order": null,
      "note": "",
      "language": "de",
      "discount_percent": "0",
      "lines": [
        {
          "description": "Design",
          "quantity": "16",
          "unit": "HUR",
          "unit_price": "348.35",
          "discount_percent": "4",
          "tax": {
            "category": "S",
            "rate": "22"
          }
        }
      ],
      "net": "5350.66",
      "tax": "1177.15",
      "gross": "6527.81",
      "payments": [
        {
          "paid_on": "2026-10-02",
          "amount": "27.81",
          "method": "bank",
          "note": ""
        }
      ],
      "skipped": [
        {
          "stage": "friendly",
          "tone": "friendly",
          "days": 3,
          "channel": "email",
          "on": "2026-10-05"
        }
      ]
"#;

#[test]
fn an_invoice_has_its_fields_in_order() {
    let document = read_book(BOOK.as_bytes(), &known()).unwrap();
    let text = write(&document);
    let start = text.find("  \"invoices\": [").unwrap();
    assert!(text.split_at(start).1.starts_with(INVOICE), "{text}");
    assert!(
        text.contains("\"unit_price\": \"120000\""),
        "yen have no decimals"
    );
    assert!(
        text.contains("\"unit_price\": \"100.00\""),
        "euros have two"
    );
}

/// Takes a few bytes and then nothing more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if bytes.len() > self.0 {
            return Err(std::io::Error::other("no space"));
        }
        self.0 -= bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_a_failure_that_says_so() {
    let document = read_book(BOOK.as_bytes(), &known()).unwrap();
    let failure = write_book(&document, &mut Full(500)).unwrap_err();
    assert_eq!(failure.message(), "The export could not be written.");
    assert_eq!(failure.causes(), ["no space"]);
}

mod properties {
    use chrono::{DateTime, NaiveDate};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::domain::currency::Currency;
    use crate::domain::discount::{Discount, Prices};
    use crate::domain::ids::{ClientId, ServiceId};
    use crate::domain::interest::Series;
    use crate::domain::invoice::{
        Invoice, InvoiceKind, InvoiceStatus, Line, PaymentKind, QuoteAnswer, TaxCategory,
    };
    use crate::domain::locale::Language;
    use crate::domain::message::{Attempt, MessageState, Purpose};
    use crate::domain::money::Money;
    use crate::domain::party::{Contact, ContactRole, HoldKind, InterestTerms, Reminding};
    use crate::domain::policy::{Channel, Tone, Wish};
    use crate::domain::schedule::{Every, Schedule};
    use crate::domain::talk::{TalkOutcome, Way};
    use crate::domain::wording::document::{TextKind, Words};
    use crate::exchange::document::{CoveredInvoice, HoldOn, PaymentDocument, SkippedStage};

    fn day() -> impl Strategy<Value = NaiveDate> {
        (40_000_i32..50_000).prop_map(|n| NaiveDate::from_epoch_days(n - 25_000).unwrap())
    }

    fn some_text() -> impl Strategy<Value = String> {
        "[ -~äß€„“\\n\\t]{0,20}"
    }

    fn one_line() -> impl Strategy<Value = String> {
        "[!-~äß€„“][ -~äß€„“]{0,20}"
    }

    fn money() -> impl Strategy<Value = Currency> {
        prop::sample::select(vec!["EUR", "GBP", "USD", "JPY", "KWD"])
            .prop_map(|code| Currency::from_code(code).unwrap())
    }

    fn client(key: &'static str) -> impl Strategy<Value = Client> {
        (
            one_line(),
            money(),
            prop::collection::vec((some_text(), any::<bool>()), 0..3),
            0_i64..3650,
            any::<[bool; 4]>(),
        )
            .prop_map(
                move |(
                    name,
                    currency,
                    contacts,
                    terms_days,
                    [business, archived, sms, wants_order],
                )| Client {
                    id: ClientId(0),
                    key: key.to_owned(),
                    name,
                    contacts: contacts
                        .into_iter()
                        .map(|(name, cc)| Contact {
                            name: name.replace(['\n', '\t'], " "),
                            email: String::from("a@b.example"),
                            phone: if cc {
                                String::new()
                            } else {
                                String::from("+4940555010")
                            },
                            role: if cc { ContactRole::Cc } else { ContactRole::To },
                        })
                        .collect(),
                    address: vec![String::from("Street 1")],
                    country: String::from("DE"),
                    tax_id: String::new(),
                    business,
                    currency,
                    language: String::from("fr"),
                    terms_days,
                    policy: String::from("standard"),
                    reminding: Reminding {
                        wish: if sms { Wish::Sms } else { Wish::Email },
                        unattended: archived,
                        no_sms: String::from(if sms { "" } else { "STOP" }),
                        interest: InterestTerms::Contract(Decimal::from(terms_days % 100)),
                    },
                    note: String::new(),
                    wants_order,
                    archived,
                },
            )
    }

    fn line() -> impl Strategy<Value = Line> {
        (
            some_text(),
            -9_999_i64..9_999_999,
            0_i64..99_999_999,
            0_u32..4,
            0_i64..=1000,
            0_usize..8,
        )
            .prop_map(|(description, quantity, price, scale, discount, tax)| {
                let rate = if tax % 7 == 0 {
                    Decimal::new(55 + i64::try_from(tax).unwrap() * 10, 1)
                } else {
                    Decimal::ZERO
                };
                let quantity = Decimal::new(quantity, scale);
                let price = Decimal::new(price, 4 - scale);
                let reason = if tax == 2 { "Small business" } else { "" };
                let tax = (TaxCategory::ALL[tax % 7], rate);
                Line {
                    discount: if discount % 3 == 0 {
                        Discount::from_parts(Decimal::ZERO, discount / 3)
                    } else {
                        Discount::Percent(Decimal::new(discount, 1))
                    },
                    reason: String::from(reason),
                    ..Line::new(description, quantity, "HUR", price, tax)
                }
            })
    }

    fn head(index: usize, status: InvoiceStatus, on: NaiveDate, note: String) -> Invoice {
        let issued = status != InvoiceStatus::Draft;
        let ended = matches!(status, InvoiceStatus::Voided | InvoiceStatus::WrittenOff);
        Invoice {
            status,
            number: issued.then(|| format!("2026-{index:03}")),
            client_key: String::from("a"),
            issued_on: issued.then_some(on),
            due_on: issued.then_some(on),
            end_reason: if ended { note.clone() } else { String::new() },
            note,
            language: String::from("es"),
            ended_on: ended.then_some(on),
            ..Invoice::blank(InvoiceKind::Invoice, Currency::EUR)
        }
    }

    fn payment((paid_on, minor): (NaiveDate, i64), currency: Currency) -> PaymentDocument {
        PaymentDocument {
            kind: PaymentKind::Payment,
            paid_on,
            amount: Money::new(minor, currency),
            fee: Money::new(minor / 40, currency),
            other: None,
            method: String::from("card"),
            note: String::new(),
        }
    }

    fn skipped(on: NaiveDate) -> SkippedStage {
        SkippedStage {
            stage: String::from("friendly"),
            tone: Tone::Friendly,
            days: 3,
            channel: Channel::Email,
            on,
        }
    }

    /// What only some kinds have.
    fn special(invoice: &mut Invoice, kind: usize, on: NaiveDate) -> Option<Recurrence> {
        invoice.kind = match (kind, invoice.status) {
            (1, InvoiceStatus::Issued | InvoiceStatus::Voided) => InvoiceKind::Quote,
            (2, InvoiceStatus::Draft) => InvoiceKind::Recurring,
            (3, _) => InvoiceKind::Deposit,
            (_, _) => InvoiceKind::Invoice,
        };
        if invoice.kind == InvoiceKind::Quote {
            invoice.answer = Some(QuoteAnswer::ALL[kind % 2]);
            invoice.answered_on = Some(on);
            invoice.series = String::from("quotes");
        }
        if invoice.kind != InvoiceKind::Recurring {
            invoice.terms = invoice.note.clone();
            return None;
        }
        invoice.note.clear();
        for line in &mut invoice.lines {
            line.description = String::from("Hosting {month} {year}");
        }
        invoice.terms = String::from("For {month-1 year}");
        Some(Recurrence {
            automatic: kind == 2,
            ..Recurrence::new(Schedule {
                every: Every::Months(3),
                first_on: on,
                until_on: Some(on),
            })
        })
    }

    /// Adds up; a discount that is too large for its line is left out.
    fn add_up(invoice: &mut Invoice) {
        if invoice.add_up().is_err() {
            for line in &mut invoice.lines {
                line.discount = Discount::NONE;
            }
            invoice.discount = Discount::NONE;
            invoice.add_up().unwrap();
        }
    }

    fn invoice(index: usize) -> impl Strategy<Value = InvoiceDocument> {
        (
            prop::collection::vec(line(), 1..4),
            money(),
            (day(), 0_u32..100, 0_usize..4, 0_usize..5),
            (some_text(), any::<[bool; 3]>(), 0_i64..=1000),
            prop::collection::vec((day(), 1_i64..10_000_000), 0..3),
        )
            .prop_map(
                move |(lines, currency, (on, terms, status, kind), (note, flags, off), paid)| {
                    let [second, gross, planned] = flags;
                    let mut invoice = head(index, InvoiceStatus::ALL[status], on, note);
                    invoice.discount = Discount::Percent(Decimal::new(off, 1));
                    invoice.lines = lines;
                    (invoice.currency, invoice.terms_days) = (currency, i64::from(terms));
                    let schedule = special(&mut invoice, kind, on);
                    if gross {
                        invoice.prices = Prices::Gross;
                    }
                    if planned && invoice.status == InvoiceStatus::Draft {
                        invoice.issued_on = Some(on);
                    }
                    if index > 1 && planned {
                        invoice.source = Some(String::from("X-1"));
                    }
                    let issued = invoice.number.is_some() && invoice.kind.asks_for_money();
                    add_up(&mut invoice);
                    let paid = paid.into_iter().filter(|_| issued);
                    let payments: Vec<_> = paid.map(|paid| payment(paid, currency)).collect();
                    invoice.paid = payments.iter().map(|p| p.amount.minor()).sum();
                    if second {
                        invoice.client_key = String::from("b");
                        invoice.supplied_on = Some(on);
                        invoice.due_on = Some(on + chrono::Days::new(u64::from(terms)));
                    }
                    InvoiceDocument {
                        invoice,
                        seller: None,
                        buyer: None,
                        schedule,
                        name: None,
                        payments,
                        skipped: (issued && second)
                            .then(|| skipped(on))
                            .into_iter()
                            .collect(),
                    }
                },
            )
    }

    fn message(index: usize) -> impl Strategy<Value = MessageDocument> {
        (
            some_text(),
            day(),
            0_i64..4_000_000_000_000,
            0_usize..5,
            any::<bool>(),
        )
            .prop_map(move |(text, queued_on, millis, state, thanks)| {
                let states = [
                    MessageState::Accepted,
                    MessageState::Refused,
                    MessageState::Unknown,
                    MessageState::Cancelled,
                    MessageState::Expired,
                ];
                let at = DateTime::from_timestamp_millis(millis).unwrap();
                let tone = (!thanks).then_some(Tone::Firm);
                MessageDocument {
                    message_id: format!("<{index}@payme.example>"),
                    client: String::from("a"),
                    channel: Channel::Email,
                    purpose: if thanks {
                        Purpose::ThankYou
                    } else {
                        Purpose::Reminder
                    },
                    stage: String::from(if thanks { "" } else { "firm" }),
                    tone,
                    to: vec![text.clone()],
                    subject: text.clone(),
                    body: text.clone(),
                    state: states[state],
                    why: text.clone(),
                    queued_on,
                    queued_at: at,
                    settled_at: at,
                    invoices: tone
                        .map(|tone| CoveredInvoice {
                            number: String::from("X-1"),
                            stage: format!("firm {index}"),
                            tone,
                            days: 10,
                            open: None,
                        })
                        .into_iter()
                        .collect(),
                    attempts: vec![Attempt {
                        at,
                        outcome: String::from("accepted"),
                        step: String::from("data"),
                        reply: text,
                    }],
                }
            })
    }

    fn services(some: bool) -> Vec<Service> {
        let service = |description: &str, price: i64| Service {
            id: ServiceId(0),
            description: String::from(description),
            unit: String::from("DAY"),
            unit_price: Decimal::new(price, 3),
            currency: Currency::EUR,
            category: TaxCategory::Exempt,
            rate: Decimal::ZERO,
            reason: String::from("Small business"),
        };
        let list = [
            service("Design", 600_000),
            service("Hosting\nmonthly", 9_995),
        ];
        list.into_iter().filter(|_| some).collect()
    }

    /// The invoice that the messages are about.
    fn anchor() -> InvoiceDocument {
        let text = BOOK
            .replace("\"2026-001\"", "\"X-1\"")
            .replace("\"acme\"", "\"a\"");
        let mut document = read_book(text.as_bytes(), &known())
            .unwrap()
            .invoices
            .remove(0);
        document.invoice.credited = 0;
        document
    }

    fn book() -> impl Strategy<Value = BookDocument> {
        (
            (client("a"), client("b")),
            (invoice(1), invoice(2), invoice(3)),
            (message(1), message(2)),
            (day(), one_line(), 0_usize..3, any::<bool>()),
        )
            .prop_map(
                |((a, b), (first, second, third), (one, two), (on, reason, kind, lifted))| {
                    let names = [a.name.clone(), b.name.clone()];
                    let mut invoices = vec![anchor(), first, second, third];
                    for document in &mut invoices {
                        let name = usize::from(document.invoice.client_key == "b");
                        document.invoice.client_name.clone_from(&names[name]);
                    }
                    BookDocument {
                        profile: None,
                        clients: vec![a, b],
                        invoices,
                        policies: known().policies,
                        templates: Vec::new(),
                        series: if lifted {
                            SeriesDocument::of_a_new_book()
                        } else {
                            Vec::new()
                        },
                        services: services(lifted),
                        texts: vec![Words {
                            kind: TextKind::Note,
                            language: Language::Fr,
                            body: String::from("Merci.\nÀ bientôt."),
                        }],
                        rates: vec![Rate {
                            series: Series::DeBase,
                            from: "2026-07-01".parse().unwrap(),
                            rate: Decimal::new(-88, 2),
                            source: reason.clone(),
                            own: true,
                        }],
                        talks: vec![TalkDocument {
                            client: String::from(if lifted { "a" } else { "b" }),
                            invoices: if lifted {
                                vec![String::from("X-1")]
                            } else {
                                Vec::new()
                            },
                            on,
                            at: on.and_time(chrono::NaiveTime::MIN).and_utc(),
                            way: Way::ALL[kind],
                            outcome: TalkOutcome::ALL[kind * 2],
                            note: if lifted {
                                reason.clone()
                            } else {
                                String::new()
                            },
                            promised_on: lifted.then_some(on),
                        }],
                        bank_checks: vec![(on, on.and_time(chrono::NaiveTime::MIN).and_utc())],
                        holds: vec![HoldDocument {
                            on: HoldOn::Invoice(String::from("X-1")),
                            kind: HoldKind::ALL[kind],
                            until: Some(on),
                            reason,
                            set_on: on,
                            lifted_on: lifted.then_some(on),
                        }],
                        messages: vec![one, two],
                    }
                },
            )
    }

    /// One change to a text: a byte more, less, or another.
    fn mutate(bytes: &mut Vec<u8>, (place, kind, byte): (prop::sample::Index, u8, u8)) {
        let at = place.index(bytes.len());
        match kind % 3 {
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            _ => drop(bytes.remove(at)),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_book_survives_the_way_out_and_in(book in book()) {
            let text = write(&book);
            let again = read_book(text.as_bytes(), &known());
            prop_assert_eq!(again.as_ref(), Ok(&book), "{}", text);
            prop_assert_eq!(write(&book), text);
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _either = read_book(&bytes, &known());
        }

        #[test]
        fn a_damaged_book_is_read_or_refused_with_places(
            changes in prop::collection::vec(any::<(prop::sample::Index, u8, u8)>(), 1..6)
        ) {
            let mut bytes = BOOK.as_bytes().to_vec();
            for change in changes {
                mutate(&mut bytes, change);
            }
            if let Err(problems) = read_book(&bytes, &known()) {
                prop_assert!(!problems.list().is_empty());
                for problem in problems.list() {
                    prop_assert!(problem.message.ends_with('.'), "{}", problem);
                }
            }
        }

        #[test]
        fn any_value_in_any_place_is_no_panic(
            place in any::<prop::sample::Index>(),
            value in prop::sample::select(vec![
                "null", "true", "-1", "1e400", "99999999999999999999", "\"\"", "[]", "{}", "[[]]",
                "\"-99999999999999999999999999.9\"", "\"9999-12-31\"", "\"\\u0000\"",
            ]),
        ) {
            let starts: Vec<usize> = BOOK.match_indices("\": ").map(|(at, _)| at + 3).collect();
            let at = starts[place.index(starts.len())];
            let (before, rest) = BOOK.split_at(at);
            let end = if let Some(text) = rest.strip_prefix('"') {
                text.find('"').unwrap() + 2
            } else {
                rest.find([',', '}', '{', '[', '\n']).unwrap()
            };
            let text = format!("{before}{value}{}", rest.split_at(end).1);
            let _either = read_book(text.as_bytes(), &known());
        }
    }
}
