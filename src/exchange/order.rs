//! Which documents must be in the book before others: what they take back, deduct or were made from.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::document::InvoiceDocument;
use crate::domain::invoice::InvoiceKind;

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;

/// A field of a document that leads back to the document itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// The document's place in the list.
    pub index: usize,
    /// The field that names another (`source`, `lines[0].deducts`).
    pub field: String,
}

/// Puts documents into an order in which each comes after those that it names, and else as they
/// stand, credit notes last. What is not in the list counts as there.
///
/// # Errors
/// One field of each circle of documents that name each other.
pub fn order(list: &[InvoiceDocument]) -> Result<Vec<usize>, Vec<Circle>> {
    let names = names(list);
    let needs: Vec<Vec<(usize, String)>> = list.iter().map(|one| needs(one, &names)).collect();
    let mut waits: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut before: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, needed) in needs.iter().enumerate() {
        for (other, _) in needed {
            before.entry(*other).or_default().push(index);
        }
    }
    let turn = |index: usize| {
        let note = |one: &InvoiceDocument| one.invoice.kind == InvoiceKind::CreditNote;
        Reverse((list.get(index).is_some_and(note), index))
    };
    let free = |(index, count): (usize, &usize)| (*count == 0).then(|| turn(index));
    let mut ready: BinaryHeap<_> = waits.iter().enumerate().filter_map(free).collect();
    let mut order = Vec::with_capacity(list.len());
    while let Some(Reverse((_, index))) = ready.pop() {
        order.push(index);
        for next in before.get(&index).into_iter().flatten() {
            if let Some(count) = waits.get_mut(*next) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.push(turn(*next));
                }
            }
        }
    }
    if order.len() == list.len() {
        Ok(order)
    } else {
        Err(circles(&needs, &waits))
    }
}

/// Where each name leads.
fn names(list: &[InvoiceDocument]) -> BTreeMap<&str, usize> {
    let mut names = BTreeMap::new();
    for (index, one) in list.iter().enumerate() {
        let name = one.invoice.number.as_ref().or(one.name.as_ref());
        if let Some(name) = name {
            names.insert(name.as_str(), index);
        }
    }
    names
}

/// The documents of the list that one names, each with the field.
fn needs(one: &InvoiceDocument, names: &BTreeMap<&str, usize>) -> Vec<(usize, String)> {
    let invoice = &one.invoice;
    let lines = invoice.lines.iter().enumerate();
    let deducted = lines.filter_map(|(index, line)| {
        let number = line.deducts.as_deref()?;
        Some((number, format!("lines[{index}].deducts")))
    });
    let source = invoice
        .source
        .as_deref()
        .map(|name| (name, "source".into()));
    let credits = invoice
        .credits
        .as_deref()
        .map(|name| (name, "credits".into()));
    source
        .into_iter()
        .chain(credits)
        .chain(deducted)
        .filter_map(|(name, field)| Some((*names.get(name)?, field)))
        .collect()
}

/// Walks from each document that still waits to another that still waits, until one comes again.
fn circles(needs: &[Vec<(usize, String)>], waits: &[usize]) -> Vec<Circle> {
    let waiting = |index: usize| waits.get(index).is_some_and(|count| *count > 0);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for start in (0..needs.len()).filter(|index| waiting(*index)) {
        let mut walk = BTreeSet::new();
        let mut at = start;
        while seen.insert(at) {
            walk.insert(at);
            let next = needs
                .get(at)
                .and_then(|needed| needed.iter().find(|(other, _)| waiting(*other)));
            let Some((other, field)) = next else {
                break;
            };
            if walk.contains(other) {
                found.push(Circle {
                    index: at,
                    field: field.clone(),
                });
            }
            at = *other;
        }
    }
    found
}
