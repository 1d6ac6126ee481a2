//! Whom the draft is for: begun for a client, given to another one.

use super::place::{Field, Place};
use super::sheet::{Sheet, title};
use super::typing;
use crate::domain::drafting;
use crate::domain::invoice::InvoiceKind;
use crate::domain::locale::Language;
use crate::domain::party::Client;
use crate::domain::views::{ClientRow, TaxPreset};
use crate::domain::wording::document::{self, Words};
use crate::tui::model::overlays::choose::{self, Hit, Pick, Purpose};
use crate::tui::model::overlays::form::client::{self as form, After};
use crate::tui::model::screens::Tab;
use crate::tui::model::screens::invoices::View;
use crate::tui::model::{DocumentWrite, Model, Slot, Write};

/// Begins an invoice: for the client under the cursor, or for one that is picked first. Among the
/// quotes it is a quote.
pub fn begin(model: &mut Model) {
    let quotes = model.tab == Tab::Invoices && model.invoices.view == View::Quotes;
    let kind = if quotes {
        InvoiceKind::Quote
    } else {
        InvoiceKind::Invoice
    };
    begin_a(model, kind);
}

/// Begins a quote, the same way.
pub fn begin_quote(model: &mut Model) {
    begin_a(model, InvoiceKind::Quote);
}

/// Begins a document: for the client under the cursor, or for one that is picked first.
pub fn begin_a(model: &mut Model, kind: InvoiceKind) {
    let here = model
        .clients
        .list
        .current()
        .filter(|_| model.tab == Tab::Clients);
    match here.map(|row| row.key.clone()) {
        Some(client) => begin_for(model, kind, client),
        None => choose::open(model, Purpose::Begin { kind }, ""),
    }
}

/// Begins a document for a client.
pub fn begin_for(model: &mut Model, kind: InvoiceKind, client: String) {
    model.write(Write::Document(DocumentWrite::Begin { kind, client }), "");
}

/// Opens the list of clients.
pub fn choose(model: &mut Model, typed: &str) {
    choose::open(model, Purpose::Client, typed);
}

/// The clients that fit what is typed, and a new one.
#[must_use]
pub fn hits(rows: &[ClientRow], typed: &str) -> Vec<Hit> {
    let all = rows.iter().map(|row| {
        let note = if row.country.is_empty() {
            row.key.clone()
        } else {
            format!("{} · {}", row.key, row.country)
        };
        Hit::new(row.name.clone(), note, Pick::Client(row.key.clone()))
    });
    let mut found = choose::fitting(all.collect(), typed);
    let name = match typed.trim() {
        "" => "new client…".to_owned(),
        typed => format!("new client \"{typed}\"…"),
    };
    found.push(Hit::new(name, "", Pick::NewClient));
    found
}

/// A client was chosen for the draft: what belongs to it is read first.
pub fn chosen(model: &mut Model, key: String) {
    if let Some(editor) = &mut model.editor {
        if editor.sheet.invoice.client_key == key {
            return;
        }
        editor.asked_client = Some(key);
        model.forget(Slot::Client);
    }
}

/// Takes the client that was read for the draft; says whether it was asked for here.
pub fn read(model: &mut Model, client: &Client) -> bool {
    let Some(editor) = &mut model.editor else {
        return false;
    };
    if editor.asked_client.as_ref() != Some(&client.key) {
        return false;
    }
    editor.asked_client = None;
    let mut said = Vec::new();
    typing::change(model, |editor| {
        let Some(view) = &mut editor.view else { return };
        let old = std::mem::replace(&mut view.client, client.clone());
        let was = drafting::usual_tax(&view.seller, &old, &view.presets).cloned();
        let usual = drafting::usual_tax(&view.seller, client, &view.presets).cloned();
        said = give(&mut editor.sheet, &old, client, &view.words);
        said.extend(give_tax(&mut editor.sheet, was.as_ref(), usual.as_ref()));
    });
    typing::go_to(model, Place::Head(Field::Client));
    if said.is_empty() {
        model.say(format!("It is for {} now.", client.name));
    } else {
        model.say(format!(
            "It is for {} now: {}.",
            client.name,
            said.join(", ")
        ));
    }
    true
}

/// What the user had not changed follows the client; the answer says what changed.
fn give(sheet: &mut Sheet, old: &Client, new: &Client, words: &[Words]) -> Vec<String> {
    let invoice = &mut sheet.invoice;
    let mut said = Vec::new();
    (invoice.client, invoice.client_key) = (new.id, new.key.clone());
    invoice.client_name.clone_from(&new.name);
    if invoice.currency == old.currency && invoice.currency != new.currency {
        invoice.currency = new.currency;
        said.push(format!("in {}, prices stay as numbers", new.currency));
    }
    if invoice.language == old.language && invoice.language != new.language {
        document::speak(invoice, Language::from_code(&new.language), words);
        said.push(format!("language {}", new.language));
    }
    if invoice.terms_days == old.terms_days && invoice.terms_days != new.terms_days {
        invoice.terms_days = new.terms_days;
        said.push(format!("{} days to pay", new.terms_days));
    }
    said
}

fn give_tax(
    sheet: &mut Sheet,
    was: Option<&TaxPreset>,
    usual: Option<&TaxPreset>,
) -> Option<String> {
    let usual = usual.filter(|usual| Some(*usual) != was)?;
    let same =
        |tax: &TaxPreset, was: &TaxPreset| (tax.category, tax.rate) == (was.category, was.rate);
    let unchanged = match (&sheet.tax, was) {
        (Some(tax), Some(was)) => same(tax, was) && !sheet.has_several_taxes(),
        (None, _) => true,
        (Some(_), None) => false,
    };
    unchanged.then(|| {
        sheet.set_tax(usual);
        format!("VAT: {}", usual.name)
    })
}

/// What a change of a field means for others.
pub(super) fn said(before: &Sheet, after: &Sheet, place: Place) -> Option<String> {
    let (old, new) = (before.invoice.currency, after.invoice.currency);
    let priced = after
        .invoice
        .lines
        .iter()
        .any(|line| !line.unit_price.is_zero());
    (place == Place::Head(Field::Currency) && old != new && priced)
        .then(|| format!("Now in {new}: the prices stay the numbers that they were in {old}."))
}

/// The title of the list in which a client is picked.
#[must_use]
pub fn picking(kind: InvoiceKind) -> String {
    format!("{} for", title(kind))
}

/// Adds a client who is not in the book yet; the form goes on with it when it is saved.
pub fn add(model: &mut Model, purpose: Purpose, name: &str) {
    model.new_client_for = Some(purpose);
    form::open_new(model, name, After::NewInvoice);
}

/// Goes on with a client that was made for a document.
pub fn settle(model: &mut Model) {
    let Some(key) = model.take_new_client() else {
        return;
    };
    match model.new_client_for.take() {
        Some(Purpose::Begin { kind }) => begin_for(model, kind, key),
        Some(Purpose::Client) => chosen(model, key),
        Some(Purpose::Tax { .. } | Purpose::Deposit) | None => {
            begin_for(model, InvoiceKind::Invoice, key);
        }
    }
}
