use super::*;
use crate::store::Undo;
use crate::store::fixtures::{client, day, empty, invoice, now, with_invoice};

fn book(names: &[(&str, &str)]) -> (tempfile::TempDir, crate::store::Book) {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    book.change(now(), Undo::Possible, |tx| {
        for (key, name) in names {
            let mut card = client(key);
            card.name = (*name).to_owned();
            tx.add_client(&card)?;
        }
        Ok(((), "clients".to_owned()))
    })
    .unwrap();
    (folder, book)
}

fn keys(likely: &[Likely]) -> Vec<&str> {
    likely.iter().map(|one| one.key.as_str()).collect()
}

#[test]
fn likely_duplicates_are_found_by_name_and_address() {
    let (_folder, book) = book(&[
        ("acme", "Acme GmbH"),
        ("mueller", "Müller & Söhne AG"),
        ("acme-berlin", "Acme Berlin"),
    ]);
    let view = book.view();
    let alike = |name: &str, emails: &[&str]| view.alike(name, emails, None, 5).unwrap();
    assert_eq!(keys(&alike("A.C.M.E. ltd", &[])), ["acme"]);
    assert_eq!(keys(&alike("mueller und soehne", &[])), Vec::<&str>::new());
    assert_eq!(keys(&alike("Mueller, Soehne", &[])), ["mueller"]);
    assert_eq!(keys(&alike("", &[""])), Vec::<&str>::new());
    let both = alike("ACME", &["AP@mueller.example", "ap@acme.example"]);
    assert_eq!(keys(&both), ["acme", "mueller", "acme"]);
    assert_eq!(both[1].by, Alike::Email("AP@mueller.example".to_owned()));
    let own = view.client_id("acme").unwrap();
    let others = view.alike("Acme", &["ap@acme.example"], Some(own), 5);
    assert_eq!(others.unwrap(), []);
    assert_eq!(
        view.alike("Acme", &["ap@acme.example"], None, 1)
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn looking_for_duplicates_reads_no_row_but_the_names() {
    let (_folder, book) = book(&[("acme", "Acme GmbH")]);
    let plan = |query: &str| -> String {
        let mut statement = book.view().connection.prepare(query).unwrap();
        let rows = statement
            .query_map([], |row| row.get::<_, String>(3))
            .unwrap();
        rows.map(|row| row.unwrap()).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(
        plan("EXPLAIN QUERY PLAN SELECT id, name FROM clients INDEXED BY clients_by_name"),
        "SCAN clients USING COVERING INDEX clients_by_name"
    );
    let by_email = plan(
        "EXPLAIN QUERY PLAN SELECT DISTINCT client_id FROM contacts
         WHERE email = 'a' COLLATE NOCASE AND email <> '' AND client_id <> 1
         ORDER BY client_id LIMIT 10",
    );
    assert!(
        by_email.contains("INDEX contacts_by_email (email=?)"),
        "{by_email}"
    );
}

#[test]
fn a_client_is_one_since_the_first_document_and_not_since_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (id, _) = with_invoice(&mut book);
    let first = book.view().client_since(id).unwrap();
    book.change(now(), Undo::Possible, |tx| {
        let mut draft = invoice(id, "x", "2020-02-01");
        draft.status = crate::domain::invoice::InvoiceStatus::Draft;
        draft.number = None;
        tx.add_invoice(&draft, "", "")?;
        tx.add_invoice(&invoice(id, "2024-001", "2024-03-31"), "{}", "{}")?;
        Ok(((), "two more".to_owned()))
    })
    .unwrap();
    assert!(first > Some(day("2024-03-01")));
    assert_eq!(
        book.view().client_since(id).unwrap(),
        Some(day("2024-03-01"))
    );
    assert_eq!(book.view().client_since(ClientId(99)).unwrap(), None);
}
