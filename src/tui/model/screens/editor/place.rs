//! The places of the editor that the keys can be at: fields of the head, cells of the lines.

use crate::domain::invoice::InvoiceKind;

/// A field of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Who is billed.
    Client,
    /// The number that it gets; the program gives it.
    Number,
    /// Day of issue.
    Issued,
    /// Due date, of a quote the last day that it is valid.
    Due,
    /// Currency.
    Currency,
    /// Language.
    Language,
    /// The tax of every line.
    Tax,
    /// The reference that the client pays with; it follows from the number.
    Reference,
    /// Day or period of service.
    Service,
    /// The client's purchase order.
    Order,
    /// Prices without tax or with it.
    Prices,
    /// What is taken off the whole.
    Discount,
    /// The series that numbers it.
    Series,
    /// The words about payment.
    Terms,
    /// The note.
    Note,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 15] = [
        Self::Client,
        Self::Number,
        Self::Issued,
        Self::Due,
        Self::Currency,
        Self::Language,
        Self::Tax,
        Self::Reference,
        Self::Service,
        Self::Order,
        Self::Prices,
        Self::Discount,
        Self::Series,
        Self::Terms,
        Self::Note,
    ];

    /// What stands before it.
    #[must_use]
    pub const fn label(self, kind: InvoiceKind) -> &'static str {
        match self {
            Self::Client => "Client",
            Self::Number => "Number",
            Self::Issued => "Issued",
            Self::Due => match kind {
                InvoiceKind::Quote => "Valid until",
                InvoiceKind::Invoice
                | InvoiceKind::CreditNote
                | InvoiceKind::Deposit
                | InvoiceKind::Recurring => "Due",
            },
            Self::Currency => "Currency",
            Self::Language => "Language",
            Self::Tax => "VAT",
            Self::Reference => "Reference",
            Self::Service => "Service",
            Self::Order => "Order no.",
            Self::Prices => "Prices",
            Self::Discount => "Discount",
            Self::Series => "Series",
            Self::Terms => "Terms",
            Self::Note => "Note",
        }
    }

    /// Whether nobody writes there.
    #[must_use]
    pub const fn is_fixed(self) -> bool {
        matches!(self, Self::Number | Self::Reference)
    }

    /// Whether letters go into it, and not to a choice.
    #[must_use]
    pub const fn is_text(self) -> bool {
        match self {
            Self::Issued
            | Self::Due
            | Self::Currency
            | Self::Language
            | Self::Service
            | Self::Order
            | Self::Discount
            | Self::Terms
            | Self::Note => true,
            Self::Client
            | Self::Number
            | Self::Tax
            | Self::Reference
            | Self::Prices
            | Self::Series => false,
        }
    }
}

/// A column of the lines that is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// What was supplied.
    Description,
    /// How many units.
    Quantity,
    /// Unit.
    Unit,
    /// Price of one unit.
    Price,
    /// What is taken off the line.
    Discount,
    /// Its tax.
    Tax,
}

impl Column {
    /// What a sentence calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Quantity => "quantity",
            Self::Unit => "unit",
            Self::Price => "price",
            Self::Discount => "discount",
            Self::Tax => "tax",
        }
    }
}

/// Where the keys are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the head.
    Head(Field),
    /// In the lines; the row after the last line is the blank one that begins a new line.
    Cell {
        /// From 0.
        row: usize,
        /// Column.
        column: Column,
    },
}

impl Place {
    /// The description of a row.
    #[must_use]
    pub const fn line(row: usize) -> Self {
        Self::Cell {
            row,
            column: Column::Description,
        }
    }

    /// Whether letters go into it, and not to a choice.
    #[must_use]
    pub const fn is_text(self) -> bool {
        match self {
            Self::Head(field) => field.is_text(),
            Self::Cell { column, .. } => !matches!(column, Column::Tax),
        }
    }

    /// Whether it holds words, which are added to, and no value, which is typed anew.
    #[must_use]
    pub const fn is_words(self) -> bool {
        match self {
            Self::Head(field) => matches!(field, Field::Order | Field::Terms | Field::Note),
            Self::Cell { column, .. } => matches!(column, Column::Description),
        }
    }

    /// What a sentence calls it.
    #[must_use]
    pub fn name(self, kind: InvoiceKind) -> String {
        match self {
            Self::Head(field) => field.label(kind).to_owned(),
            Self::Cell { row, column } => format!("Line {}, {}", row + 1, column.name()),
        }
    }

    /// The row of the lines.
    #[must_use]
    pub const fn row(self) -> Option<usize> {
        match self {
            Self::Head(_) => None,
            Self::Cell { row, .. } => Some(row),
        }
    }

    /// The place that a finding's path names.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        if let Some(rest) = path.strip_prefix("lines[") {
            let (row, field) = rest.split_once(']')?;
            let column = match field.trim_start_matches('.') {
                "quantity" => Column::Quantity,
                "unit" => Column::Unit,
                "unit_price" => Column::Price,
                field if field.starts_with("discount") => Column::Discount,
                field if field.starts_with("tax") => Column::Tax,
                _ => Column::Description,
            };
            let row = row.parse().ok()?;
            return Some(Self::Cell { row, column });
        }
        Some(match path {
            "lines" => Self::line(0),
            "client" => Self::Head(Field::Client),
            "issued_on" => Self::Head(Field::Issued),
            "due_on" => Self::Head(Field::Due),
            "supplied_on" | "supplied_until" => Self::Head(Field::Service),
            "currency" => Self::Head(Field::Currency),
            "series" => Self::Head(Field::Series),
            path if path.starts_with("discount") => Self::Head(Field::Discount),
            _ => return None,
        })
    }
}
