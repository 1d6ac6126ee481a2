use super::*;
use crate::domain::views::{Edit, Prepared};
use crate::store::fixtures::{empty, now, with_invoice};
use crate::usecases::{Sender, SmsSender, history, reminders};

fn named(text: &str) -> Name {
    text.parse().unwrap()
}

fn stored(client: &str, wanted: &str, body: &str) -> StoredTemplate {
    let wanted = named(wanted);
    StoredTemplate {
        client: client.to_owned(),
        kind: wanted.kind,
        channel: wanted.channel,
        language: wanted.language,
        subject: match wanted.channel {
            Channel::Email => "About {{ numbers }}".to_owned(),
            Channel::Sms => String::new(),
        },
        body: format!("{body}\n"),
    }
}

fn shown(book: &Book) -> Prepared {
    let sender = Sender {
        from: crate::domain::message::Address {
            name: String::new(),
            email: "ana@lind.example".to_owned(),
        },
        bcc_self: false,
        transport: String::new(),
        to_folder: true,
        sms: SmsSender::default(),
    };
    let client = book.view().client_id("acme").unwrap();
    let channel = Channel::Email;
    reminders::prepare(book, now(), &sender, client, channel, &Edit::default()).unwrap()
}

/// The client of the fixture reads German and is at the stage firm, whose tone is firm.
fn book(folder: &std::path::Path) -> Book {
    let mut book = empty(folder);
    with_invoice(&mut book);
    book.change(now(), Undo::Possible, |tx| {
        let mut policies = tx.policies()?.into_iter();
        let mut policy = policies.find(|one| one.key == "standard").unwrap();
        for stage in &mut policy.stages {
            if stage.name == "firm" {
                stage.name = "second/letter".to_owned();
            }
        }
        tx.set_policy(&policy)?;
        Ok(((), "Renamed a stage".to_owned()))
    })
    .unwrap();
    book
}

#[test]
fn the_nearest_template_speaks() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = book(folder.path());
    assert!(shown(&book).body.contains("überfällig"));
    for (client, wanted, body) in [
        ("", "firm/email/de", "book tone"),
        ("", "second/letter/email/de", "book stage"),
        ("acme", "firm/email/de", "own tone"),
        ("acme", "second/letter/email/de", "own stage"),
    ] {
        set(&mut book, now(), &stored(client, wanted, body)).unwrap();
        assert_eq!(shown(&book).body, format!("{body}\n"));
    }
    // Another language of the client's own does not win over the language of the client.
    set(
        &mut book,
        now(),
        &stored("acme", "firm/email/en", "English"),
    )
    .unwrap();
    assert_eq!(shown(&book).body, "own stage\n");
    for (client, wanted, now_said) in [
        ("acme", "second/letter/email/de", "own tone\n"),
        ("acme", "firm/email/de", "book stage\n"),
        ("", "second/letter/email/de", "book tone\n"),
    ] {
        reset(&mut book, now(), client, &named(wanted)).unwrap();
        assert_eq!(shown(&book).body, now_said);
    }
    reset(&mut book, now(), "", &named("firm/email/de")).unwrap();
    assert!(shown(&book).body.contains("überfällig"));
    // Each of it can be taken back.
    history::undo(&mut book, now()).unwrap();
    assert_eq!(shown(&book).body, "book tone\n");
}

#[test]
fn another_language_is_said_in_the_checks() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = book(folder.path());
    let of = |book: &Book| {
        let shown = shown(book);
        let said = shown
            .checks
            .iter()
            .find(|check| check.text.contains("no template"));
        (said.map(|check| check.text.clone()), shown.body)
    };
    assert_eq!(of(&book).0, None);
    let speak = |book: &mut Book, own: &str, theirs: &str| {
        book.change(now(), Undo::Possible, |tx| {
            let mut profile = tx.profile()?;
            own.clone_into(&mut profile.language);
            tx.set_profile(&profile)?;
            let mut client = tx.client(tx.client_id("acme")?)?;
            theirs.clone_into(&mut client.language);
            tx.set_client(&client)?;
            Ok(((), "Speak".to_owned()))
        })
        .unwrap();
    };
    speak(&mut book, "fr", "it");
    let (said, body) = of(&book);
    assert!(said.unwrap().contains("(it): it is written in French"));
    assert!(body.starts_with("Bonjour"), "{body}");
    speak(&mut book, "pl", "it");
    let (said, body) = of(&book);
    assert!(said.unwrap().contains("it is written in English"));
    assert!(body.starts_with("Hello"), "{body}");
    set(&mut book, now(), &stored("", "firm/email/it", "Buongiorno")).unwrap();
    assert_eq!(of(&book), (None, "Buongiorno\n".to_owned()));
}

#[test]
fn ours_and_yours_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = book(folder.path());
    let yours = |book: &Book| -> Vec<String> {
        let all = list(book).unwrap();
        let yours = all.iter().filter(|(_, origin)| *origin == Origin::Yours);
        yours
            .map(|(one, _)| format!("{}{}", one.client, name(one)))
            .collect()
    };
    assert_eq!(
        list(&book).unwrap().len(),
        reference_templates().unwrap().len()
    );
    assert_eq!(yours(&book), Vec::<String>::new());
    set(&mut book, now(), &stored("", "firm/sms/de", "Zahlen")).unwrap();
    set(
        &mut book,
        now(),
        &stored("acme", "statement/email/de", "{{ total }}{{ since }}"),
    )
    .unwrap();
    assert_eq!(yours(&book), ["firm/sms/de", "acmestatement/email/de"]);
    reset(&mut book, now(), "", &named("firm/sms/de")).unwrap();
    assert_eq!(yours(&book), ["acmestatement/email/de"]);
}

#[test]
fn what_cannot_be_filled_or_carried_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = book(folder.path());
    for (template, words) in [
        (
            stored("", "firm/email/de", "{{ ibn }}"),
            "\"ibn\", which does not exist",
        ),
        (
            stored("", "third/email/de", "x"),
            "neither a kind of template nor the name of a stage",
        ),
        (stored("", "statement/sms/de", "x"), "go by e-mail only"),
        (stored("nobody", "firm/email/de", "x"), "nobody"),
        (
            stored("", "invoice/email/de", "{{ interest.amount }}"),
            "does not exist",
        ),
    ] {
        let error = set(&mut book, now(), &template).unwrap_err();
        assert!(error.message().contains(words), "{error}");
    }
    assert!(show(&book, "", &named("third/email/de")).is_err());
    for wrong in ["firm", "firm/email", "firm/fax/de"] {
        assert!(wrong.parse::<Name>().is_err(), "{wrong}");
    }
}

#[test]
fn an_edit_begins_with_what_is_said_now() {
    let folder = tempfile::tempdir().unwrap();
    let book = book(folder.path());
    let firm = show(&book, "", &named("firm/email/de")).unwrap();
    let stage = to_edit(&book, "acme", &named("second/letter/email/de")).unwrap();
    assert_eq!(
        (stage.client.as_str(), stage.kind.as_str()),
        ("acme", "second/letter")
    );
    assert_eq!(stage.body, firm.body);
    assert!(to_edit(&book, "", &named("third/email/de")).is_err());
}

#[test]
fn a_preview_is_of_the_book_or_says_that_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = book(folder.path());
    let look = |book: &Book, wanted: &str, client, invoice| {
        let template = show(book, "", &named(wanted)).unwrap();
        preview(book, now(), &template, client, invoice).unwrap()
    };
    let real = look(&book, "firm/email/de", Some("acme"), None);
    assert!(
        !real.sample && real.text.body.contains("2026-001"),
        "{real:?}"
    );
    let real = look(&book, "friendly/sms/fr", None, Some("2026-001"));
    assert!(
        !real.sample && real.text.body.contains("119,00 EUR"),
        "{real:?}"
    );
    assert!(!look(&book, "statement/email/es", Some("acme"), None).sample);
    assert!(!look(&book, "invoice/email/en", Some("acme"), None).sample);
    assert!(
        look(&book, "thank-you/email/en", None, Some("2026-001")).sample,
        "not paid"
    );
    let sample = look(&book, "final/email/de", None, None);
    assert!(
        sample.sample && sample.text.body.contains("2026-000"),
        "{sample:?}"
    );
    assert!(sample.text.body.contains("740,00 EUR"), "{sample:?}");
    let own = stored("acme", "firm/email/de", "{{ total }} {{ client }}");
    set(&mut book, now(), &own).unwrap();
    let shown = preview(&book, now(), &own, Some("acme"), None).unwrap();
    assert_eq!(shown.text.body, "119,00 EUR acme GmbH\n");
}

#[test]
fn a_preview_names_the_interest_where_a_stage_of_the_policy_does() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = book(folder.path());
    book.change(now(), Undo::Possible, |tx| {
        let mut profile = tx.profile()?;
        profile.country = "DE".to_owned();
        tx.set_profile(&profile)?;
        Ok(((), "Country".to_owned()))
    })
    .unwrap();
    let words = stored(
        "",
        "firm/email/de",
        "{% if interest %}mit Zinsen{% else %}ohne{% endif %}",
    );
    let text = |book: &Book| {
        let preview = preview(book, now(), &words, Some("acme"), None).unwrap();
        preview.text.body
    };
    assert_eq!(text(&book), "ohne\n");
    book.change(now(), Undo::Possible, |tx| {
        let mut policies = tx.policies()?.into_iter();
        let mut policy = policies.find(|one| one.key == "standard").unwrap();
        for stage in &mut policy.stages {
            stage.interest = stage.tone == Tone::Firm;
        }
        tx.set_policy(&policy)?;
        Ok(((), "Interest".to_owned()))
    })
    .unwrap();
    assert_eq!(text(&book), "mit Zinsen\n");
}
