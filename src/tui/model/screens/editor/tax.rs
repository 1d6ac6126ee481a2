//! The tax of a document and of its lines: chosen by name, or written freely.

use rust_decimal::Decimal;

use super::place::{Column, Field, Place};
use super::sheet::{set_line_tax, tax_of};
use super::{Editor, typing};
use crate::domain::decimal;
use crate::domain::input;
use crate::domain::invoice::TaxCategory;
use crate::domain::tax_id;
use crate::domain::views::TaxPreset;
use crate::tui::model::Model;
use crate::tui::model::overlays::choose::{self, Hit, Purpose};

/// A tax in a few words: "19 %", "reverse charge".
#[must_use]
pub fn words(category: TaxCategory, rate: Decimal) -> String {
    match category {
        TaxCategory::Standard => format!("{} %", decimal::plain(rate)),
        TaxCategory::Zero => "zero rated".to_owned(),
        TaxCategory::Exempt => "exempt".to_owned(),
        TaxCategory::ReverseCharge => "reverse charge".to_owned(),
        TaxCategory::IntraCommunity => "intra-community".to_owned(),
        TaxCategory::Export => "export".to_owned(),
        TaxCategory::OutOfScope => "no tax".to_owned(),
    }
}

/// The tax of the document in words; where the lines differ it says so.
#[must_use]
pub fn summary(editor: &Editor) -> String {
    if editor.sheet.has_several_taxes() {
        return "differs, see the lines".to_owned();
    }
    let presets = editor.presets();
    match (editor.sheet.invoice.lines.first(), &editor.sheet.tax) {
        (Some(line), _) => tax_of(line, presets).name,
        (None, Some(tax)) => tax.name.clone(),
        (None, None) => String::new(),
    }
}

/// The client's tax id with a sign: whether it can be one.
#[must_use]
pub fn client_id(editor: &Editor) -> Option<(String, bool)> {
    let client = &editor.view.as_ref()?.client;
    if client.tax_id.is_empty() {
        return None;
    }
    let good = !matches!(
        tax_id::check(&client.tax_id, &client.country),
        tax_id::Finding::Warning(_)
    );
    Some((client.tax_id.clone(), good))
}

/// Reads a tax that is written freely: `S 7`, `7 %`, `AE`, `E § 19 UStG`.
#[must_use]
pub fn read(text: &str) -> Option<TaxPreset> {
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    let preset = |category, rate, reason: &str| TaxPreset {
        name: if reason.is_empty() {
            words(category, rate)
        } else {
            format!("{}: {reason}", words(category, rate))
        },
        category,
        rate,
        reason: reason.to_owned(),
        preferred: false,
    };
    match TaxCategory::from_word(&first.to_uppercase()) {
        Some(TaxCategory::Standard) => {
            let rate = input::rate(rest).ok()?;
            Some(preset(TaxCategory::Standard, rate, ""))
        }
        Some(category) => Some(preset(category, Decimal::ZERO, rest)),
        None => {
            let rate = input::rate(text).ok()?;
            Some(preset(TaxCategory::Standard, rate, ""))
        }
    }
}

/// Opens the list of taxes, for the whole document or for one line.
pub fn choose(model: &mut Model, typed: &str) {
    let Some(editor) = &model.editor else { return };
    let row = match editor.at {
        Place::Cell { row, .. } if row < editor.sheet.count() => Some(row),
        Place::Cell { .. } | Place::Head(_) => None,
    };
    choose::open(model, Purpose::Tax { row }, typed);
}

/// The taxes that fit what is typed, and the typed one itself.
#[must_use]
pub fn hits(editor: &Editor, typed: &str) -> Vec<Hit> {
    let names = editor.presets().iter().map(|preset| {
        let note = if preset.reason.is_empty() {
            words(preset.category, preset.rate)
        } else {
            preset.reason.clone()
        };
        Hit::new(preset.name.clone(), note, choose::Pick::Tax(preset.clone()))
    });
    let mut found = choose::fitting(names.collect(), typed);
    if let Some(preset) = read(typed) {
        let hit = Hit::new(preset.name.clone(), "as typed", choose::Pick::Tax(preset));
        found.push(hit);
    }
    found
}

/// Takes a tax that was chosen.
pub fn chosen(model: &mut Model, row: Option<usize>, preset: &TaxPreset) {
    typing::change(model, |editor| match row {
        Some(row) => {
            if let Some(line) = editor.sheet.invoice.lines.get_mut(row) {
                set_line_tax(line, preset);
            }
        }
        None => editor.sheet.set_tax(preset),
    });
    let next = match row {
        Some(row) => Place::Cell {
            row,
            column: Column::Tax,
        },
        None => Place::Head(Field::Tax),
    };
    typing::go_to(model, next);
}
