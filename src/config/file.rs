//! Reading `config.toml`: each key is said once, where it is read, and every other key is an error
//! that names the nearest known one.
//!
//! A message carries the file, the line and the key, never the line itself: somebody may have
//! written a password there.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::failure::{Failure, Result};

/// The text of the file, for line numbers, and the full names of the keys that it gives.
pub(super) struct Source<'a> {
    path: &'a Path,
    text: &'a str,
    given: RefCell<BTreeSet<String>>,
}

/// A value and its place.
#[derive(Clone, Debug)]
pub(super) struct Found<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

/// A table of the file while it is read. A missing table reads as an empty one.
pub(super) struct Section<'a, 'i> {
    source: &'a Source<'a>,
    name: &'static str,
    table: Option<&'a DeTable<'i>>,
    known: Vec<&'static str>,
}

impl<'a> Source<'a> {
    pub(super) fn new(path: &'a Path, text: &'a str) -> Self {
        Self {
            path,
            text,
            given: RefCell::default(),
        }
    }

    pub(super) fn parse(&self) -> Result<Spanned<DeTable<'a>>> {
        DeTable::parse(self.text).map_err(|error| {
            let place = self.place(error.span().unwrap_or(0..0));
            Failure::usage(format!("{place}, is not valid TOML: {}.", error.message()))
                .hint("correct the line; strings stand in quotes")
        })
    }

    pub(super) fn into_given(self) -> BTreeSet<String> {
        self.given.into_inner()
    }

    /// "…/config.toml, line 7".
    fn place(&self, span: Range<usize>) -> String {
        let before = self.text.bytes().take(span.start);
        let line = before.filter(|byte| *byte == b'\n').count() + 1;
        format!("{}, line {line}", self.path.display())
    }
}

impl<'a, 'i> Section<'a, 'i> {
    pub(super) fn top(source: &'a Source<'a>, table: &'a DeTable<'i>) -> Self {
        Self {
            source,
            name: "",
            table: Some(table),
            known: Vec::new(),
        }
    }

    /// The table under a key.
    pub(super) fn section(&mut self, key: &'static str) -> Result<Section<'a, 'i>> {
        self.nested(key, key)
    }

    /// The table under a key, with its whole name.
    pub(super) fn nested(
        &mut self,
        key: &'static str,
        name: &'static str,
    ) -> Result<Section<'a, 'i>> {
        let table = match self.take(key) {
            None => None,
            Some(value) => {
                let table = value.get_ref().as_table();
                let found = value.get_ref().type_str();
                Some(table.ok_or_else(|| self.wrong_type(key, value.span(), "a table", found))?)
            }
        };
        Ok(Section {
            source: self.source,
            name,
            table,
            known: Vec::new(),
        })
    }

    /// Where the first key stands, if the table has one.
    pub(super) fn first(&self) -> Option<Range<usize>> {
        let table = self.table?;
        table
            .iter()
            .map(|(key, _)| key.span())
            .min_by_key(|span| span.start)
    }

    /// A string, of several lines too.
    pub(super) fn block(&mut self, key: &'static str) -> Result<Option<Found<String>>> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        let Some(text) = value.get_ref().as_str() else {
            let found = value.get_ref().type_str();
            return Err(self.wrong_type(key, value.span(), "a string in quotes", found));
        };
        Ok(Some(Found {
            value: text.to_owned(),
            span: value.span(),
        }))
    }

    /// A string without control characters.
    pub(super) fn text(&mut self, key: &'static str) -> Result<Option<Found<String>>> {
        let Some(found) = self.block(key)? else {
            return Ok(None);
        };
        if found.value.chars().any(char::is_control) {
            return Err(self.fault(
                key,
                &found.span,
                "must be one line without control characters",
            ));
        }
        Ok(Some(found))
    }

    /// A string that is one of a few words.
    pub(super) fn word<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Result<Option<Found<T>>> {
        let Some(found) = self.text(key)? else {
            return Ok(None);
        };
        let hit = words.iter().find(|(word, _)| *word == found.value);
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        match hit {
            Some((_, value)) => Ok(Some(Found {
                value: *value,
                span: found.span,
            })),
            None => Err(self.fault(key, &found.span, &format!("must be {}", either(&list)))),
        }
    }

    pub(super) fn flag(&mut self, key: &'static str) -> Result<Option<bool>> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        let found = value.get_ref().type_str();
        let flag = value.get_ref().as_bool();
        flag.map(Some)
            .ok_or_else(|| self.wrong_type(key, value.span(), "true or false", found))
    }

    pub(super) fn number(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u32>,
    ) -> Result<Option<u32>> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        let wanted = format!("a whole number from {} to {}", range.start(), range.end());
        let Some(integer) = value.get_ref().as_integer() else {
            let found = value.get_ref().type_str();
            return Err(self.wrong_type(key, value.span(), &wanted, found));
        };
        let number = u32::from_str_radix(integer.as_str(), integer.radix()).ok();
        match number.filter(|number| range.contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(self.fault(key, &value.span(), &format!("must be {wanted}"))),
        }
    }

    /// A list of strings.
    pub(super) fn texts(&mut self, key: &'static str) -> Result<Option<Vec<String>>> {
        self.list(key, "a list of strings in quotes", |item| {
            item.as_str().map(str::to_owned)
        })
    }

    /// A list of whole numbers; not an empty one.
    pub(super) fn numbers(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u16>,
    ) -> Result<Option<Vec<u16>>> {
        let wanted = format!(
            "a list of whole numbers from {} to {}",
            range.start(),
            range.end()
        );
        self.list(key, &wanted, |item| {
            let integer = item.as_integer()?;
            let number = u16::from_str_radix(integer.as_str(), integer.radix()).ok();
            number.filter(|number| range.contains(number))
        })
    }

    fn list<T>(
        &mut self,
        key: &'static str,
        wanted: &str,
        read: impl Fn(&DeValue<'i>) -> Option<T>,
    ) -> Result<Option<Vec<T>>> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        let Some(list) = value.get_ref().as_array() else {
            let found = value.get_ref().type_str();
            return Err(self.wrong_type(key, value.span(), wanted, found));
        };
        let items: Option<Vec<T>> = list.iter().map(|item| read(item.get_ref())).collect();
        match items.filter(|items| !items.is_empty()) {
            Some(items) => Ok(Some(items)),
            None => Err(self.fault(key, &value.span(), &format!("must be {wanted}"))),
        }
    }

    /// A table of the user's own keys, each with a string.
    pub(super) fn table(&mut self, key: &'static str) -> Result<Vec<(String, String)>> {
        let Some(value) = self.take(key) else {
            return Ok(Vec::new());
        };
        let wrong = |found: &str| {
            let wanted = "a table of strings in quotes";
            self.wrong_type(key, value.span(), wanted, found)
        };
        let Some(table) = value.get_ref().as_table() else {
            return Err(wrong(value.get_ref().type_str()));
        };
        let entries = table.iter().map(|(name, value)| {
            let text = value.get_ref().as_str();
            let text = text.filter(|text| !text.chars().any(char::is_control));
            let text = text.ok_or_else(|| wrong("a table of something else"))?;
            Ok((name.get_ref().to_string(), text.to_owned()))
        });
        entries.collect()
    }

    /// Every key and value, for a table whose keys are the user's.
    pub(super) fn entries(&self) -> impl Iterator<Item = (String, &'a Spanned<DeValue<'i>>)> {
        let entries = self.table.into_iter().flat_map(|table| table.iter());
        entries.map(|(key, value)| {
            let name = key.get_ref().to_string();
            self.source.given.borrow_mut().insert(self.full(&name));
            (name, value)
        })
    }

    /// Refuses every key that nobody asked for.
    pub(super) fn finish(self) -> Result<()> {
        let Some(table) = self.table else {
            return Ok(());
        };
        for (key, _) in table {
            let name = key.get_ref().as_ref();
            if !self.known.contains(&name) {
                return Err(self.unknown(name, key.span()));
            }
        }
        Ok(())
    }

    pub(super) fn fault(&self, key: &str, span: &Range<usize>, what: &str) -> Failure {
        let place = self.source.place(span.clone());
        Failure::usage(format!("{} in {place}, {what}.", self.full(key)))
            .hint("correct it in the file")
    }

    pub(super) fn wrong_type(
        &self,
        key: &str,
        span: Range<usize>,
        wanted: &str,
        found: &str,
    ) -> Failure {
        self.fault(
            key,
            &span,
            &format!("must be {wanted}, not {}", article(found)),
        )
    }

    pub(super) fn place(&self, span: Range<usize>) -> String {
        self.source.place(span)
    }

    fn take(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.known.push(key);
        let value = self.table?.get(key)?;
        self.source.given.borrow_mut().insert(self.full(key));
        Some(value)
    }

    fn full(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else if key.is_empty() {
            self.name.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }

    fn unknown(&self, name: &str, span: Range<usize>) -> Failure {
        let place = self.source.place(span);
        let full = self.full(&name.escape_debug().to_string());
        let start = format!("Unknown setting \"{full}\" in {place}");
        if name.contains("password") || name.contains("secret") {
            return Failure::usage(format!(
                "{start}; the nearest known one is \"{}\".",
                self.full("password_command")
            ))
            .hint("a secret does not belong in the file; name a command that prints it");
        }
        match nearest(name, &self.known) {
            Some(known) => Failure::usage(format!(
                "{start}; the nearest known one is \"{}\".",
                self.full(known)
            )),
            None => Failure::usage(format!("{start}.")),
        }
        .hint("correct or remove the line; payme config show lists every setting")
    }
}

/// The known word that is most like another.
pub(super) fn nearest<'w>(name: &str, known: &[&'w str]) -> Option<&'w str> {
    let likeness = |word: &str| strsim::jaro_winkler(name, word);
    let mut best: Option<(&str, f64)> = None;
    for word in known {
        let score = likeness(word);
        if best.is_none_or(|(_, top)| score > top) {
            best = Some((word, score));
        }
    }
    best.map(|(word, _)| word)
}

fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("\"{one}\""),
        [first @ .., last] => {
            let quoted: Vec<String> = first.iter().map(|word| format!("\"{word}\"")).collect();
            format!("{} or \"{last}\"", quoted.join(", "))
        }
    }
}

fn article(noun: &str) -> String {
    let an = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    match noun {
        list if list.starts_with("a ") => list.to_owned(),
        other if an => format!("an {other}"),
        other => format!("a {other}"),
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
