use super::super::check;
use super::super::templates_tests::{ana, invoice, letter};
use super::*;
use crate::domain::locale::Language;
use crate::domain::policy::Channel;

fn data() -> LetterData {
    let profile = ana();
    let bills = vec![
        invoice("2026-039", "2026-10-20", 74_000),
        invoice("2026-041", "2026-11-08", 195_000),
    ];
    LetterData::new(&letter(&profile, Language::En, bills)).unwrap()
}

fn of(subject: &str, body: &str) -> Template {
    Template {
        subject: subject.to_owned(),
        body: body.to_owned(),
    }
}

fn stored(subject: &str, body: &str) -> StoredTemplate {
    StoredTemplate {
        client: String::new(),
        kind: "firm".to_owned(),
        channel: Channel::Email,
        language: "en".to_owned(),
        subject: subject.to_owned(),
        body: body.to_owned(),
    }
}

fn body(source: &str) -> Result<String> {
    render(&of("Hello", source), &data()).map(|letter| letter.body)
}

#[test]
fn a_template_is_filled() {
    let template = of(
        "{{ count }} invoices of {{ client }}",
        "{% for invoice in invoices %}\n{{ invoice.number }}: {{ invoice.open }}\n{% endfor %}",
    );
    let letter = render(&template, &data()).unwrap();
    assert_eq!(letter.subject, "2 invoices of Acme GmbH");
    assert_eq!(
        letter.body,
        "2026-039: EUR 740.00\n2026-041: EUR 1,950.00\n"
    );
}

#[test]
fn a_line_with_only_a_condition_leaves_no_trace() {
    assert_eq!(
        body("one\n  {% if bic %}\ntwo\n  {% endif %}\nthree").unwrap(),
        "one\ntwo\nthree\n"
    );
}

#[test]
fn nothing_is_escaped() {
    let mut data = data();
    data.client = "Kestrel & Co <Ltd>".to_owned();
    let letter = render(&of("{{ client }}", "{{ client }}"), &data).unwrap();
    assert_eq!(letter.subject, "Kestrel & Co <Ltd>");
    assert_eq!(letter.body, "Kestrel & Co <Ltd>\n");
}

#[test]
fn a_subject_is_one_clean_line() {
    let mut data = data();
    data.client = "Acme\r\nBcc: all@lind.example\u{7}\u{202e}".to_owned();
    let letter = render(&of("To {{ client }} \n now", "text"), &data).unwrap();
    assert_eq!(letter.subject, "To Acme Bcc: all@lind.example now");
}

#[test]
fn a_text_has_plain_line_ends_and_no_control_characters() {
    let letter = body("\n\none\r\ntwo\u{1b}[31m\r\n\n").unwrap();
    assert_eq!(letter, "one\ntwo[31m\n");
}

#[test]
fn an_unknown_variable_is_named_with_the_nearest() {
    let error = body("Pay to {{ ibna }}").unwrap_err();
    assert_eq!(
        error.message(),
        "The body of the template names \"ibna\", which does not exist."
    );
    assert!(
        error
            .next_step()
            .starts_with("did you mean \"iban\"? the variables are client, ")
    );
    // Even where it would not be reached, and in the subject.
    let error = body("{% if false %}{{ foo }}{% endif %}x").unwrap_err();
    assert!(error.message().contains("\"foo\""));
    assert!(error.next_step().starts_with("the variables are "));
    let error = render(&of("{{ zzz }}", "x"), &data()).unwrap_err();
    assert!(
        error
            .message()
            .starts_with("The subject of the template names \"zzz\"")
    );
}

#[test]
fn an_unknown_field_is_shown_with_its_line() {
    let error = body("one\n{% for i in invoices %}\n{{ i.nummer }}\n{% endfor %}").unwrap_err();
    assert_eq!(
        error.message(),
        "Line 3 of the body of the template names something that does not exist: {{ i.nummer }}"
    );
    assert!(error.next_step().contains("purchase_order"));
}

#[test]
fn a_broken_template_is_shown_with_its_line() {
    let error = body("one\n{% if count %}\ntwo").unwrap_err();
    assert!(error.message().starts_with("Line "), "{error}");
    assert!(error.message().contains("cannot be read"), "{error}");
    let error = body("{{ client | nosuchfilter }}").unwrap_err();
    assert!(error.message().contains("Line 1"), "{error}");
}

#[test]
fn a_template_cannot_run_for_ever_or_write_a_book() {
    let loops = "{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}";
    assert!(body(loops).unwrap_err().message().contains("too much text"));
    let long = "{% for a in range(9000) %}0123456789012345678901234567890123456789{% endfor %}";
    assert!(body(long).unwrap_err().message().contains("too much text"));
}

#[test]
fn a_template_reads_no_other() {
    for source in [
        "{% include \"/etc/passwd\" %}",
        "{% extends \"/etc/passwd\" %}",
        "{% import \"/etc/passwd\" as x %}",
        "{% from \"/etc/passwd\" import x %}",
        "{%- block a %}{% endblock %}",
    ] {
        let error = body(source).unwrap_err();
        assert!(error.message().contains("has the statement"), "{error}");
        assert!(error.next_step().contains("if, elif, else"), "{error}");
    }
}

#[test]
fn no_template_can_grow_without_end() {
    let doubled = |times: usize| {
        let more = "{% set a = a ~ a %}".repeat(times);
        format!("{{% set a = \"0123456789\" %}}{more}{{{{ a }}}}")
    };
    assert_eq!(body(&doubled(2)).unwrap().len(), 41);
    let nested = format!(
        "{}{{{{ a }}}}{}",
        "{% for a in [client + client] %}".repeat(40),
        "{% endfor %}".repeat(40)
    );
    let hostile = [
        doubled(40),
        nested,
        String::from("{% for i in range(10**9) %}x{% endfor %}"),
        String::from("{% for i in range(1000000000) %}x{% endfor %}"),
        String::from("{{ \"x\" * 10**9 }}"),
        String::from("{{ \"x\" * 1000000000 }}"),
        String::from("{{ client|center(10**9) }}"),
        String::from("{{ client|center(1000000000) }}"),
        String::from("{{ client|indent(1000000000) }}"),
        String::from("{{ \"%1000000000d\"|format(1) }}"),
        format!("{{{{ client{} }}}}", "|tojson".repeat(50)),
        format!("{{{{ client{} }}}}", "|pprint".repeat(50)),
        String::from("{{ range(100000)|join(client) }}"),
        String::from("{{ range(100000)|join(range(100000)|join(client)) }}"),
        format!("{{{{ {}client{} }}}}", "[".repeat(25), "]|join".repeat(25)),
        String::from("{{ range(100000)|list|batch(1)|list }}"),
        String::from("{{ 1|slice(1000000000) }}"),
        String::from(
            "{{ client|replace(\"\", client)|replace(\"\", client)|replace(\"\", range(9999)|join(client)) }}",
        ),
        String::from("{% macro f(a) %}{{ f(a) }}{% endmacro %}{{ f(client) }}"),
        String::from("{% macro f(a) %}{{ f(a ~ a) }}{% endmacro %}{{ f(client) }}"),
        String::from("{% for a in [client] recursive %}{{ loop([a ~ a]) }}{% endfor %}"),
        String::from("{% set a %}{{ client }}{% endset %}{{ a }}"),
        String::from("{% filter upper %}{{ client }}{% endfilter %}"),
        String::from("{% with a = client ~ client %}{{ a }}{% endwith %}"),
        String::from(
            "{% set n = namespace(a=client) %}{% for i in range(40) %}{% set n.a = n.a ~ n.a %}{% endfor %}x",
        ),
        String::from("{{ debug() }}"),
        "{% if true %}".repeat(1000),
        "x".repeat(20_000),
        format!("{{{{ {}1 }}}}", "not ".repeat(200)),
    ];
    for source in &hostile {
        let done = body(source);
        // What is let through has become harmless: no longer than a letter.
        if let Ok(text) = &done {
            assert!(text.len() < 500, "{source}: {}", text.len());
        }
        let harmless = ["]|join", "range(100000)|list"];
        assert!(
            done.is_err() || harmless.iter().any(|part| source.contains(part)),
            "{source}"
        );
    }
}

#[test]
fn an_empty_message_is_refused() {
    assert_eq!(
        body(" \n").unwrap_err().message(),
        "The text of the message is empty."
    );
    let error = render(&of("{% if paid %}x{% endif %}", "text"), &data()).unwrap_err();
    assert_eq!(error.message(), "The subject of the message is empty.");
    let sms = render(&of("", "text"), &data()).unwrap();
    assert_eq!(sms.subject, "");
}

#[test]
fn a_follow_up_keeps_the_thread() {
    assert_eq!(thread_subject("Invoice 2026-039"), "Re: Invoice 2026-039");
    assert_eq!(
        thread_subject("Re: Invoice 2026-039"),
        "Re: Invoice 2026-039"
    );
    assert_eq!(thread_subject("RE:re: Ünvoice"), "Re: Ünvoice");
    assert_eq!(thread_subject("é"), "Re: é");
    assert_eq!(thread_subject("Rechnung"), "Re: Rechnung");
}

#[test]
fn a_template_file_has_a_subject_and_a_text() {
    let template = Template::parse("\u{feff}Subject: Hello {{ client }} \r\n\r\nText\r\nmore\r\n");
    assert_eq!(template.unwrap(), of("Hello {{ client }}", "Text\nmore\n"));
    for file in ["", "Hello", "Subject: Hello", "Subject: Hello\nText"] {
        let error = Template::parse(file).unwrap_err();
        assert_eq!(
            error.message(),
            "The template does not begin with a subject."
        );
    }
}

#[test]
fn a_stored_template_is_a_template() {
    let stored = StoredTemplate {
        client: String::new(),
        kind: "firm".to_owned(),
        channel: Channel::Email,
        language: "en".to_owned(),
        subject: "Hello".to_owned(),
        body: "Text".to_owned(),
    };
    assert_eq!(Template::from(stored), of("Hello", "Text"));
}

#[test]
fn a_check_finds_what_only_some_letters_would_show() {
    check(&stored("{{ numbers }}", "{{ invoice.number }}")).unwrap();
    assert!(check(&stored("{{ number }}", "text")).is_err());
    let only_without_bank = "{% if not iban %}{{ invoice.nummer }}{% endif %}text";
    assert!(check(&stored("x", only_without_bank)).is_err());
    let only_for_several = "{% if count > 1 %}{{ invoice.nummer }}{% endif %}text";
    assert!(check(&stored("x", only_for_several)).is_err());
}

#[test]
fn a_deeply_nested_template_is_refused_and_never_overflows_the_stack() {
    let data = data();
    for (part, end) in [
        ("not ", "1"),
        ("1+", "1"),
        ("-", "1"),
        ("(", "1"),
        ("a.", "b"),
    ] {
        for count in [15_000 / part.len(), 40_000 / part.len()] {
            let body = format!("{{{{ {}{end} }}}}", part.repeat(count));
            let template = Template {
                subject: "Reminder".to_owned(),
                body,
            };
            // It says so: a test thread has two megabytes of stack.
            assert!(render(&template, &data).is_err(), "{part} {count}");
        }
    }
    let branches = "{% elif count %}x".repeat(900);
    let chain = Template {
        subject: "Reminder".to_owned(),
        body: format!("{{% if count %}}x{branches}{{% endif %}}"),
    };
    assert!(render(&chain, &data).is_ok());
    let long = Template {
        subject: "Reminder".to_owned(),
        body: "x".repeat(16_001),
    };
    let failure = render(&long, &data).unwrap_err();
    assert!(
        failure.message().contains("longer than 16000 bytes"),
        "{failure}"
    );
}
