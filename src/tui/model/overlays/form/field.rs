//! The fields of a form: one line of text, or one of a few; and rows that come in any number.

use tui_input::Input;

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// Typed text.
    Text(Input),
    /// One of a few.
    Choice {
        /// All of them.
        options: Vec<String>,
        /// The chosen one.
        chosen: usize,
    },
}

/// Whether a field is one of several under one name. The last of them is blank, and what is typed
/// there adds one more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Many {
    /// It stands alone.
    #[default]
    One,
    /// A row; one that is left blank drops out.
    Rows,
    /// A line of a longer text; blank ones in between stay.
    Lines,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// What the form knows it by.
    pub name: &'static str,
    /// What stands before it.
    pub label: &'static str,
    /// The heading above it, where a new part of the form begins.
    pub section: &'static str,
    /// What it holds.
    pub value: Value,
    /// Whether the first letter typed takes the place of all that stands in it.
    pub fresh: bool,
    /// Whether it is one of several.
    pub many: Many,
}

impl Field {
    pub(super) fn text(label: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        Self {
            name: label,
            label,
            section: "",
            fresh: !value.is_empty(),
            value: Value::Text(Input::new(value)),
            many: Many::One,
        }
    }

    pub(super) fn choice(label: &'static str, options: Vec<String>) -> Self {
        Self {
            name: label,
            label,
            section: "",
            value: Value::Choice { options, chosen: 0 },
            fresh: false,
            many: Many::One,
        }
    }

    /// Rows under one name, with a blank one at the end.
    pub(super) fn rows(
        name: &'static str,
        label: &'static str,
        many: Many,
        all: &[String],
    ) -> Vec<Self> {
        let blank = String::new();
        let rows = all.iter().chain([&blank]).enumerate();
        rows.map(|(place, text)| {
            let label = if place == 0 { label } else { "" };
            Self {
                many,
                ..Self::text(label, text.clone()).named(name).kept()
            }
        })
        .collect()
    }

    pub(super) const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    pub(super) const fn under(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    /// What stands in it stays when somebody types.
    pub(super) const fn kept(mut self) -> Self {
        self.fresh = false;
        self
    }

    pub(super) fn chosen(mut self, place: usize) -> Self {
        if let Value::Choice { options, chosen } = &mut self.value {
            *chosen = place.min(options.len().saturating_sub(1));
        }
        self
    }

    /// Whether nothing was typed into it; a choice is never blank.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match &self.value {
            Value::Text(input) => input.value().trim().is_empty(),
            Value::Choice { .. } => false,
        }
    }

    /// What stands in it, in words.
    #[must_use]
    pub fn shown(&self) -> &str {
        match &self.value {
            Value::Text(input) => input.value(),
            Value::Choice { options, chosen } => options.get(*chosen).map_or("", String::as_str),
        }
    }
}
