//! Commands that read: their pages and their documents.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{book, failure, page};
use crate::support::home::Home;

#[test]
fn due_says_what_needs_you_today() {
    let home = book();
    assert_snapshot!(home.run(&["due"]));
    let due = home.json(&["due"]);
    assert_eq!(due["today"], "2026-11-24");
    let needs: Vec<_> = due["needs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| &n["need"])
        .collect();
    assert_eq!(needs, ["remind", "remind", "decide"]);
    assert_eq!(due["needs"][0]["reminder"]["client"], "acme");
    assert_eq!(
        due["outstanding"][0],
        json!({"currency": "EUR", "amount": "1528.00"})
    );
    assert_eq!(due["overdue_count"], 5);
    assert_eq!(due["oldest_days"], 24);
    assert_eq!(due["payments_through"], "2026-11-10");
}

#[test]
fn an_empty_book_is_made_and_needs_nothing() {
    let home = Home::new();
    assert!(home.run(&["due"]).contains("Nothing needs you today."));
    assert!(home.path().join(".local/share/payme/book.db").exists());
    assert_eq!(
        home.json(&["invoice", "list"]),
        json!({"invoices": [], "next": null})
    );
    assert_eq!(home.run(&["invoice", "list"]), "No invoice matches.\n");
}

#[test]
fn invoices_are_listed_filtered_and_paged() {
    let home = book();
    assert_snapshot!(home.run(&["invoice", "list"]));
    let numbers = |arguments: &[&str]| {
        let list = home.json(&[&["invoice", "list"], arguments].concat());
        let invoices = list["invoices"].as_array().unwrap().clone();
        invoices
            .iter()
            .map(|i| i["ref"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers(&["--filter", "is:draft"]), ["draft:8"]);
    assert_eq!(numbers(&["--filter", "is:paid"]), ["2026-034"]);
    assert_eq!(
        numbers(&["--filter", "is:overdue client:acme", "--sort", "due"]),
        ["2026-031", "2026-032"]
    );
    assert_eq!(numbers(&["--filter", ">1195 <44999"]), ["2026-037"]);
    assert_eq!(numbers(&["--filter", "workshop"]), ["2026-034"]);
    failure(&home, &["invoice", "list", "--filter", "is:lost"], 2);

    let all = numbers(&[]);
    let mut seen = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut line = vec!["invoice", "list", "--limit", "3"];
        if let Some(cursor) = &after {
            line.extend(["--after", cursor]);
        }
        let list = home.json(&line);
        let invoices = list["invoices"].as_array().unwrap();
        assert!(invoices.len() <= 3);
        seen.extend(
            invoices
                .iter()
                .map(|i| i["ref"].as_str().unwrap().to_owned()),
        );
        after = list["next"].as_str().map(str::to_owned);
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, all);
    failure(&home, &["invoice", "list", "--after", "nonsense"], 2);
}

#[test]
fn an_invoice_is_shown_with_its_sums() {
    let home = book();
    assert_snapshot!(home.run(&["invoice", "show", "2026-032"]));
    // As a text: the macro cannot take so many fields.
    let expected: Value = serde_json::from_str(
        r#"{
        "id": 2, "ref": "2026-032",
        "client": {"key": "acme", "name": "Acme GmbH", "country": "DE"},
        "kind": "invoice", "number": "2026-032", "status": "issued", "state": "overdue",
        "days_late": 10, "series": null, "currency": "EUR", "prices": "net",
        "issued_on": "2026-10-31", "due_on": "2026-11-14",
        "terms_days": 14, "supplied_on": null, "supplied_until": null, "purchase_order": null,
        "note": "", "terms": "", "language": "de", "discount_percent": "0",
        "discount_amount": "0.00",
        "lines": [{"description": "Icons", "quantity": "1", "unit": "C62", "unit_price": "100.00",
            "discount_percent": "0", "discount_amount": "0.00",
            "tax": {"category": "S", "rate": "19", "reason": ""}, "deducts": null,
            "amount": "100.00", "net": "100.00"}],
        "taxes": [{"category": "S", "rate": "19", "base": "100.00", "tax": "19.00"}],
        "net": "100.00", "tax": "19.00", "gross": "119.00", "paid": "19.00", "credited": "0.00",
        "open": "100.00", "credits": null, "source": null, "answer": null, "answered_on": null,
        "ended_on": null, "end_reason": null,
        "payments": [{"id": 1, "kind": "payment", "paid_on": "2026-11-10", "amount": "19.00",
            "fee": "0.00", "method": "bank", "note": "part", "other": null}],
        "reminders": []
    }"#,
    )
    .unwrap();
    let mut shown = home.json(&["invoice", "show", "2026-032"]);
    let interest = shown.as_object_mut().unwrap().remove("interest").unwrap();
    assert_eq!(
        interest,
        json!({"amount": "0.28", "per_day": "0.03", "fixed": "40.00", "total": "40.28",
            "currency": "EUR", "days": 10, "rate": "10.27", "rule": "de_business",
            "law": "section 288 (2) BGB", "rates_of": "2026-01-01", "stale": true,
            "segments": [{"from": "2026-11-15", "until": "2026-11-24", "rate": "10.27",
                "amount": "100.00"}]})
    );
    assert_eq!(shown, expected);
    let list = home.json(&["invoice", "list", "--filter", "icons"]);
    assert_eq!(list["invoices"][0], expected);
    let fine = home.json(&["invoice", "show", "2026-033"]);
    assert_eq!(fine["lines"][0]["unit_price"], "66.6667");
    assert_eq!(fine["net"], "200.00");
    let yen = home.json(&["invoice", "show", "2026-036"]);
    assert_eq!(
        (&yen["gross"], &yen["lines"][0]["unit_price"]),
        (&json!("45000"), &json!("45000"))
    );
    let draft = home.json(&["invoice", "show", "draft:8"]);
    assert_eq!(
        (&draft["number"], &draft["state"]),
        (&json!(null), &json!("draft"))
    );
    let words = failure(&home, &["invoice", "show", "2026-999"], 1);
    assert!(words.contains("2026-999"), "{words}");
}

#[test]
fn clients_are_listed_and_shown() {
    let home = book();
    assert_snapshot!("client_list", home.run(&["client", "list"]));
    assert_snapshot!("client_show", home.run(&["client", "show", "nordlicht"]));
    let list = home.json(&["client", "list", "--filter", "jonas"]);
    let acme = &list["clients"][0];
    assert_eq!(list["clients"].as_array().unwrap().len(), 1);
    assert_eq!(acme["key"], "acme");
    assert_eq!(acme["contacts"][0]["email"], "ap@acme.example");
    assert_eq!(
        acme["open"],
        json!([{"currency": "EUR", "amount": "1290.00"}])
    );
    assert_eq!(
        (&acme["open_count"], &acme["overdue_count"]),
        (&json!(2), &json!(2))
    );
    let shown = home.json(&["client", "show", "acme"]);
    assert_eq!(shown["invoices"], json!(["2026-032", "2026-031"]));
    assert_eq!(shown["address"], json!(["Kanalstr. 9", "22085 Hamburg"]));
    for key in [
        "key",
        "name",
        "contacts",
        "address",
        "policy",
        "open",
        "open_count",
        "held",
    ] {
        assert_eq!(shown[key], acme[key], "{key}");
    }
    failure(&home, &["client", "show", "acne"], 1);
}

#[test]
fn payments_are_listed() {
    let home = book();
    assert_snapshot!(home.run(&["payment", "list"]));
    let list = home.json(&["payment", "list", "--filter", "acme"]);
    assert_eq!(
        list["payments"],
        json!([{"id": 1, "invoice": "2026-032", "client": "acme", "kind": "payment",
            "paid_on": "2026-11-10", "currency": "EUR", "amount": "19.00", "fee": "0.00",
            "method": "bank", "note": "part", "other": null, "open": "100.00"}])
    );
    assert_eq!(
        home.run(&["payment", "list", "--filter", "zzz"]),
        "No payment matches.\n"
    );
}

#[test]
fn reminders_are_listed_shown_and_foretold() {
    let home = book();
    assert_snapshot!("reminder_list", home.run(&["reminder", "list"]));
    let shown = home.run(&["reminder", "show", "--client", "pixel"]);
    assert_snapshot!("reminder_show", page(&home, &shown));
    assert_snapshot!(
        "reminder_simulate",
        home.run(&["reminder", "simulate", "--until", "+40"])
    );
    let list = home.json(&["reminder", "list"]);
    assert_eq!(
        list["reminders"][1],
        json!({"on": "2026-11-24", "client": "pixel", "channel": "email", "stage": "friendly",
            "tone": "friendly", "due_on": "2026-11-23",
            "invoices": [{"number": "2026-035", "currency": "GBP", "open": "450.00",
                "days_late": 4}],
            "to": ["sam@pixel.example"], "subject": "Reminder: invoice 2026-035", "state": "due",
            "why": "", "hold": null, "message": null})
    );
    let states: Vec<_> = list["reminders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["state"].clone())
        .collect();
    assert_eq!(states, ["due", "due", "later", "blocked", "blocked"]);
    let days = home.json(&["reminder", "simulate", "--until", "2026-12-31"]);
    let days: Vec<_> = days["reminders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["on"].as_str().unwrap())
        .collect();
    assert!(days.is_sorted() && days.len() > 4, "{days:?}");
    let prepared = home.json(&["reminder", "show", "--client", "acme"]);
    assert_eq!(prepared["to"], json!(["ap@acme.example"]));
    assert!(prepared["body"].as_str().unwrap().contains("1.290,00 EUR"));
    failure(&home, &["reminder", "show", "--client", "tokyo"], 1);
    failure(&home, &["reminder", "simulate", "--until", "yesterday"], 2);
}

#[test]
fn reports_add_up() {
    let home = book();
    assert_snapshot!("report_aging", home.run(&["report", "aging"]));
    let aging = home.json(&["report", "aging"]);
    let counts: Vec<_> = aging["bands"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| b["count"].as_i64().unwrap())
        .collect();
    assert_eq!(counts, [1, 2, 3, 0, 0]);
    assert_eq!(
        aging["total"][0],
        json!({"currency": "EUR", "amount": "1528.00"})
    );
    let revenue = home.json(&["report", "revenue"]);
    assert_eq!(revenue["year"], 2026);
    let euro = &revenue["currencies"][0];
    assert_eq!(
        (&euro["paid"], &euro["billed"]),
        (&json!("971.00"), &json!("2499.00"))
    );
    assert_eq!(
        euro["months"][8],
        json!({"month": "2026-09", "paid": "952.00", "payments": 1, "billed": "952.00"})
    );
    let currencies: Vec<_> = revenue["currencies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["currency"].clone())
        .collect();
    assert_eq!(currencies, ["EUR", "GBP", "JPY", "USD"]);
    let text = home.run(&["report", "revenue"]);
    assert!(
        text.contains("Sep    952.00         1    952.00\n"),
        "{text}"
    );
    let before = home.json(&["report", "revenue", "--year", "2025"]);
    assert_eq!(before["currencies"][0]["paid"], "0.00");
    failure(&home, &["report", "revenue", "--year", "12"], 2);
}

#[test]
fn policies_and_templates_are_listed_and_shown() {
    let home = Home::new();
    assert_snapshot!("policy_list", home.run(&["policy", "list"]));
    let policy = home.json(&["policy", "show", "standard"]);
    let all = home.json(&["policy", "list"]);
    assert!(
        all["policies"].as_array().unwrap().contains(&policy),
        "{all}"
    );
    assert_eq!(
        (&policy["interval_days"], &policy["cap"]),
        (&json!(5), &json!(4))
    );
    assert_eq!(
        policy["stages"][1],
        json!({"name": "friendly", "days": 3, "tone": "friendly", "channel": "email",
            "enabled": true, "unattended": true})
    );
    failure(&home, &["policy", "show", "strict"], 1);

    let templates = home.json(&["template", "list"]);
    let templates = templates["templates"].as_array().unwrap();
    let name = |t: &serde_json::Value| {
        let part = |key: &str| t[key].as_str().unwrap().to_owned();
        format!("{}/{}/{}", part("kind"), part("channel"), part("language"))
    };
    let names: Vec<String> = templates.iter().map(name).collect();
    for kind in ["heads-up", "friendly", "firm", "final", "thank-you"] {
        for language in ["en", "de", "fr", "es"] {
            let wanted = format!("{kind}/email/{language}");
            assert!(names.contains(&wanted), "{wanted}");
            let shown = home.run(&["template", "show", &wanted]);
            assert!(
                shown.starts_with(&format!("{wanted}\nSubject  ")),
                "{shown}"
            );
        }
    }
    failure(&home, &["template", "show", "firm/email/it"], 1);
    failure(&home, &["template", "show", "firm"], 2);
    failure(&home, &["template", "show", "firm/pigeon/en"], 2);
}
