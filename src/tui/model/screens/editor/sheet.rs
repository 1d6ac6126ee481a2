//! The document as it is being written: what was understood, and what was not.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::place::{Column, Place};
use crate::domain::invoice::{Invoice, InvoiceKind, Line, TaxCategory};
use crate::domain::views::TaxPreset;
use crate::failure::Failure;

/// A typed text that could not be read. It stays as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// As typed.
    pub text: String,
    /// Why, with both readings where there are two.
    pub why: String,
}

impl Unread {
    /// A text and why it was not taken.
    #[must_use]
    pub fn new(text: &str, failure: &Failure) -> Self {
        let why = match failure.next_step() {
            "" => failure.message().to_owned(),
            next => format!("{} ({next})", failure.message().trim_end_matches('.')),
        };
        Self {
            text: text.to_owned(),
            why,
        }
    }
}

/// The document as it is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What was understood.
    pub invoice: Invoice,
    /// What was not, by its place. It blocks issuing only.
    pub unread: BTreeMap<Place, Unread>,
    /// The tax of a new line.
    pub tax: Option<TaxPreset>,
}

impl Sheet {
    /// A document as it was read.
    #[must_use]
    pub fn new(invoice: Invoice, presets: &[TaxPreset]) -> Self {
        let tax = match invoice.lines.first() {
            Some(line) => Some(tax_of(line, presets)),
            None => presets.first().cloned(),
        };
        Self {
            invoice,
            unread: BTreeMap::new(),
            tax,
        }
    }

    /// How many lines there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.invoice.lines.len()
    }

    /// A new line, like the one before it.
    #[must_use]
    pub fn new_line(&self, after: Option<&Line>) -> Line {
        let unit = after.map_or("HUR", |line| line.unit.as_str());
        let tax = self.tax.as_ref();
        let rate = tax.map_or((TaxCategory::OutOfScope, Decimal::ZERO), |tax| {
            (tax.category, tax.rate)
        });
        Line {
            reason: tax.map_or_else(String::new, |tax| tax.reason.clone()),
            ..Line::new("", Decimal::ONE, unit, Decimal::ZERO, rate)
        }
    }

    /// Puts a new line before a row.
    pub fn insert(&mut self, row: usize) {
        let row = row.min(self.count());
        let above = row.checked_sub(1);
        let line = self.new_line(above.and_then(|above| self.invoice.lines.get(above)));
        self.invoice.lines.insert(row, line);
        self.renumber(|old| Some(if old >= row { old + 1 } else { old }));
    }

    /// Takes a row out.
    pub fn remove(&mut self, row: usize) {
        if row < self.count() {
            self.invoice.lines.remove(row);
            self.renumber(|old| match old.cmp(&row) {
                std::cmp::Ordering::Less => Some(old),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => Some(old - 1),
            });
        }
    }

    /// Lets two rows change places.
    pub fn swap(&mut self, one: usize, two: usize) {
        if one.max(two) < self.count() {
            self.invoice.lines.swap(one, two);
            self.renumber(|old| {
                Some(if old == one {
                    two
                } else if old == two {
                    one
                } else {
                    old
                })
            });
        }
    }

    fn renumber(&mut self, to: impl Fn(usize) -> Option<usize>) {
        let unread = std::mem::take(&mut self.unread).into_iter();
        self.unread = unread
            .filter_map(|(place, text)| match place {
                Place::Head(_) => Some((place, text)),
                Place::Cell { row, column } => {
                    to(row).map(|row| (Place::Cell { row, column }, text))
                }
            })
            .collect();
    }

    /// Whether a row holds nothing that was typed.
    #[must_use]
    pub fn is_blank(&self, row: usize) -> bool {
        let unread = |place: &Place| place.row() == Some(row);
        let Some(line) = self.invoice.lines.get(row) else {
            return false;
        };
        line.description.is_empty()
            && line.unit_price.is_zero()
            && line.quantity == Decimal::ONE
            && line.discount.is_none()
            && !self.unread.keys().any(unread)
    }

    /// Gives every line a tax, and each new one.
    pub fn set_tax(&mut self, preset: &TaxPreset) {
        let own = self.invoice.lines.iter_mut();
        for line in own.filter(|line| line.deducts.is_none()) {
            set_line_tax(line, preset);
        }
        self.tax = Some(preset.clone());
    }

    /// Whether the lines have several taxes.
    #[must_use]
    pub fn has_several_taxes(&self) -> bool {
        let mut lines = self.invoice.lines.iter();
        let first = lines.next();
        first.is_some_and(|first| {
            lines.any(|line| (line.category, line.rate) != (first.category, first.rate))
        })
    }

    /// Whether any line has a discount, read or not.
    #[must_use]
    pub fn has_discounts(&self) -> bool {
        let unread = self.unread.keys().any(|place| {
            matches!(
                place,
                Place::Cell {
                    column: Column::Discount,
                    ..
                }
            )
        });
        let mut lines = self.invoice.lines.iter();
        unread || lines.any(|line| !line.discount.is_none())
    }

    /// What is written, without the amounts, which follow from it.
    #[must_use]
    pub fn bare(&self) -> Invoice {
        self.invoice.bare()
    }
}

/// Gives one line a tax.
pub fn set_line_tax(line: &mut Line, preset: &TaxPreset) {
    (line.category, line.rate) = (preset.category, preset.rate);
    line.reason.clone_from(&preset.reason);
}

/// The preset of a line's tax, or one made of it.
#[must_use]
pub fn tax_of(line: &Line, presets: &[TaxPreset]) -> TaxPreset {
    let same = |preset: &&TaxPreset| {
        (preset.category, preset.rate) == (line.category, line.rate)
            && (line.reason.is_empty() || preset.reason == line.reason)
    };
    let found = presets.iter().find(same).cloned();
    found.unwrap_or_else(|| TaxPreset {
        name: super::tax::words(line.category, line.rate),
        category: line.category,
        rate: line.rate,
        reason: line.reason.clone(),
        preferred: false,
    })
}

/// What a kind of document is called in a title.
#[must_use]
pub const fn title(kind: InvoiceKind) -> &'static str {
    match kind {
        InvoiceKind::Invoice => "Invoice",
        InvoiceKind::CreditNote => "Credit note",
        InvoiceKind::Deposit => "Deposit invoice",
        InvoiceKind::Quote => "Quote",
        InvoiceKind::Recurring => "Recurring invoice",
    }
}
