//! The list of invoices: filtered, sorted, and paged by key.
//!
//! Each part of a filter is one fixed condition with its own parameter. What is open is asked for
//! in the words of the partial index, so that it is found there.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, ToSql, params_from_iter};

use super::errors::sql;
use super::order::{Among, Order};
use super::rows::{answer, currency, get, maybe_day, word};
use super::{View, search};
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::invoice::{InvoiceKind, InvoiceStatus, Standing};
use crate::domain::money::Money;
use crate::domain::query::{InvoiceQuery, StateFilter};
use crate::domain::views::{InvoiceCounts, InvoiceRow, InvoiceSort, Page};
use crate::failure::{Failure, Result};

/// How many hits of a full-text search are looked at: the newest ones.
const HITS: i64 = 5_000;

/// Up to how many documents are collected and sorted, where no index gives their order.
const FEW: i64 = 3_000;

const COLUMNS: &str = "i.id, i.kind, i.status, i.number, i.client_id, c.key AS client_key,
    i.client_name, i.currency, i.issued_on, i.answer,
    CASE i.kind WHEN 'recurring'
        THEN (SELECT s.next_on FROM schedules s WHERE s.invoice_id = i.id)
        ELSE i.due_on END AS due_on, i.gross_minor,
    i.paid_minor, i.credited_minor, i.rank, i.due_key, i.issue_key,
    (SELECT max(p.paid_on) FROM payments p
        WHERE p.invoice_id = i.id AND p.amount_minor > 0) AS paid_on,
    (SELECT count(*) FROM reminders r JOIN messages m ON m.id = r.message_id
        WHERE r.invoice_id = i.id AND m.state IN ('accepted', 'unknown')) AS reminder_count,
    (SELECT max(r.on_day) FROM reminders r JOIN messages m ON m.id = r.message_id
        WHERE r.invoice_id = i.id AND m.state IN ('accepted', 'unknown')) AS reminder_on,
    EXISTS (SELECT 1 FROM holds h WHERE h.lifted_on IS NULL AND h.invoice_id = i.id
        AND (h.until_on IS NULL OR h.until_on >= ?1))
    OR EXISTS (SELECT 1 FROM holds h WHERE h.lifted_on IS NULL AND h.client_id = i.client_id
        AND (h.until_on IS NULL OR h.until_on >= ?1)) AS held";

fn invoice_row(row: &Row<'_>, today: NaiveDate) -> Result<InvoiceRow> {
    let money = currency(row, "currency")?;
    let status = word(row, "status", InvoiceStatus::from_word)?;
    let kind = word(row, "kind", InvoiceKind::from_word)?;
    let due_on = maybe_day(row, "due_on")?;
    let standing = Standing {
        kind,
        status,
        due_on,
        answer: answer(row)?,
        gross: get(row, "gross_minor")?,
        paid: get(row, "paid_minor")?,
        credited: get(row, "credited_minor")?,
    };
    let id = InvoiceId(get(row, "id")?);
    let number: Option<String> = get(row, "number")?;
    let reminder_on = maybe_day(row, "reminder_on")?;
    let count: i64 = get(row, "reminder_count")?;
    Ok(InvoiceRow {
        id,
        reference: number.unwrap_or_else(|| format!("draft:{id}")),
        kind,
        status,
        state: standing.state(today),
        client: ClientId(get(row, "client_id")?),
        client_key: get(row, "client_key")?,
        client_name: get(row, "client_name")?,
        issued_on: maybe_day(row, "issued_on")?,
        due_on,
        gross: Money::new(standing.gross, money),
        open: Money::new(standing.open(), money),
        days_late: standing.days_late(today),
        paid_on: maybe_day(row, "paid_on")?,
        reminded: reminder_on.map(|on| (count, on)),
        held: get(row, "held")?,
    })
}

fn json(limits: &BTreeMap<String, i64>) -> String {
    serde_json::json!(limits).to_string()
}

/// Conditions and their parameters, in step.
struct Conditions {
    text: String,
    values: Vec<Box<dyn ToSql>>,
}

impl Conditions {
    /// `?1` is always today.
    fn new(today: NaiveDate) -> Self {
        Self {
            text: String::from("?1 = ?1"),
            values: vec![Box::new(today.to_string())],
        }
    }

    /// Adds a condition; `?N` in it stands for the value.
    fn add(&mut self, condition: &str, value: impl ToSql + 'static) {
        self.values.push(Box::new(value));
        let place = format!("?{}", self.values.len());
        self.text.push_str(" AND ");
        self.text.push_str(&condition.replace("?N", &place));
    }

    fn plain(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    /// In any of these states, of any of these kinds.
    fn states(&mut self, query: &InvoiceQuery, sort: InvoiceSort) {
        let one_of: Vec<&str> = query.states.iter().copied().map(state_condition).collect();
        let one_of = one_of.join(" OR ");
        let by_due = matches!(sort, InvoiceSort::OpenFirst | InvoiceSort::Due);
        match Among::of(query) {
            Among::Kind | Among::Kinds => {}
            Among::All if query.states.is_empty() => {}
            // Said by itself, in the words of the partial index.
            Among::Open => self.plain(&format!("i.open_minor > 0 AND ({one_of})")),
            Among::One if query.states.iter().all(|state| state.is_of_quotes()) => {
                let one_of = one_of.replace("i.standing", "+i.standing");
                match sort {
                    InvoiceSort::OpenFirst | InvoiceSort::Due | InvoiceSort::Amount => {
                        self.plain(&format!("i.standing = 'quote' AND ({one_of})"));
                    }
                    InvoiceSort::Newest => self.plain(&format!(
                        "i.kind <> 'invoice' AND i.kind = 'quote' AND ({one_of})"
                    )),
                }
            }
            Among::One if by_due => self.plain(&one_of),
            // Most documents are paid: where the index by standing does not give the order, they
            // are walked in it and not collected and sorted. A plus keeps SQLite from the index.
            Among::All | Among::One => {
                let one_of = one_of.replace("i.standing = 'paid'", "+i.standing = 'paid'");
                self.plain(&format!("({one_of})"));
            }
        }
        self.kinds(query);
    }

    /// Of any of these kinds. Where the states choose the index already, a plus leaves it to them.
    fn kinds(&mut self, query: &InvoiceQuery) {
        let words: Vec<String> = query
            .kinds
            .iter()
            .map(|kind| format!("'{}'", kind.word()))
            .collect();
        match (query.kinds.as_slice(), query.states.as_slice()) {
            ([], []) => self.plain("i.kind <> 'recurring'"),
            ([], _) => {}
            ([kind], []) if *kind != InvoiceKind::Invoice => {
                // The first half are the words of the partial index.
                self.plain(&format!(
                    "i.kind <> 'invoice' AND i.kind = '{}'",
                    kind.word()
                ));
            }
            (kinds, []) if !kinds.contains(&InvoiceKind::Invoice) => self.plain(&format!(
                "i.kind <> 'invoice' AND i.kind IN ({})",
                words.join(", ")
            )),
            (_, _) => self.plain(&format!("+i.kind IN ({})", words.join(", "))),
        }
    }
}

const fn state_condition(state: StateFilter) -> &'static str {
    match state {
        StateFilter::Open => "i.open_minor > 0",
        StateFilter::Overdue => "(i.open_minor > 0 AND i.due_on < ?1)",
        StateFilter::PartlyPaid => "(i.open_minor > 0 AND i.paid_minor + i.credited_minor > 0)",
        StateFilter::Paid => "i.standing = 'paid'",
        StateFilter::Draft => "i.standing = 'draft'",
        StateFilter::Void => "i.standing = 'voided'",
        StateFilter::WrittenOff => "i.standing = 'written_off'",
        StateFilter::Quote => "i.standing = 'quote'",
        StateFilter::Offered => "(i.standing = 'quote' AND i.answer = '' AND i.due_key >= ?1)",
        StateFilter::Accepted => "(i.standing = 'quote' AND i.answer = 'accepted')",
        StateFilter::Declined => "(i.standing = 'quote' AND i.answer = 'declined')",
        StateFilter::Expired => "(i.standing = 'quote' AND i.answer = '' AND i.due_key < ?1)",
        StateFilter::Recurring => "i.standing = 'recurring'",
    }
}

impl View<'_> {
    /// A page of documents that a query finds.
    ///
    /// # Errors
    /// Refused, when the query names a client that does not exist; usage, when the cursor is not
    /// one of this order; book, when it cannot be read.
    pub fn invoices(
        &self,
        today: NaiveDate,
        query: &InvoiceQuery,
        sort: InvoiceSort,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<InvoiceRow>> {
        let mut conditions = self.conditions(today, query, sort)?;
        let few = self.amounts(query, sort, &mut conditions)?;
        let order = Order::of(sort, Among::of(query), few);
        if let Some(place) = after {
            let pieces: Vec<String> = place.split('/').map(str::to_owned).collect();
            if pieces.len() != order.parts {
                return Err(
                    Failure::usage(format!("\"{place}\" is not a place in this list."))
                        .hint("use the `next` value of the page before, with the same order"),
                );
            }
            conditions.add(&order.after(), super::rows::json(&pieces));
        }
        self.page(today, &conditions, &order, limit)
    }

    fn conditions(
        &self,
        today: NaiveDate,
        query: &InvoiceQuery,
        sort: InvoiceSort,
    ) -> Result<Conditions> {
        let mut conditions = Conditions::new(today);
        conditions.states(query, sort);
        if let Some(key) = &query.client {
            conditions.add("i.client_id = ?N", self.client_id(key)?.0);
        }
        if let Some(due) = query.due {
            conditions.add("i.due_key >= ?N", due.from.to_string());
            conditions.add("i.due_key <= ?N", due.to.to_string());
        }
        if let Some(issued) = query.issued {
            conditions.add("i.issue_key >= ?N", issued.from.to_string());
            conditions.add("i.issue_key <= ?N", issued.to.to_string());
        }
        if !query.words.is_empty() {
            let newest = format!(
                "i.id IN (SELECT rowid FROM invoice_words WHERE invoice_words MATCH ?N
                    ORDER BY rowid DESC LIMIT {HITS})"
            );
            conditions.add(&newest, search::expression(&query.words));
        }
        Ok(conditions)
    }

    /// The limits of the amount, and whether few documents keep them. Each currency has its own
    /// limit; the loosest of them is a range of the index by amount, and counting in it is quick.
    fn amounts(
        &self,
        query: &InvoiceQuery,
        sort: InvoiceSort,
        conditions: &mut Conditions,
    ) -> Result<bool> {
        let (mut low, mut high) = (i64::MIN, i64::MAX);
        if let Some(more) = query.more_than {
            let limits = self.limits(more)?;
            low = limits.values().copied().min().unwrap_or(low);
            conditions.add(
                "i.gross_minor > (?N ->> ('$.' || i.currency))",
                json(&limits),
            );
        }
        if let Some(less) = query.less_than {
            let limits = self.limits(less)?;
            high = limits.values().copied().max().unwrap_or(high);
            conditions.add(
                "i.gross_minor < (?N ->> ('$.' || i.currency))",
                json(&limits),
            );
        }
        if query.more_than.is_none() && query.less_than.is_none() {
            return Ok(false);
        }
        let count: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM (SELECT 1 FROM invoices
                    WHERE gross_minor > ?1 AND gross_minor < ?2 LIMIT ?3)",
            )
            .and_then(|mut statement| statement.query_row([low, high, FEW], |row| row.get(0)))
            .map_err(sql("count the invoices"))?;
        let few = count < FEW;
        if few || sort == InvoiceSort::Amount {
            conditions.add("i.gross_minor > ?N", low);
            conditions.add("i.gross_minor < ?N", high);
        }
        Ok(few)
    }

    /// An amount in major units, as minor units of each currency of the book.
    fn limits(&self, amount: rust_decimal::Decimal) -> Result<BTreeMap<String, i64>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT currency FROM month_sums UNION SELECT currency FROM clients
                 UNION SELECT currency FROM invoices WHERE standing IN ('draft', 'quote', 'recurring')",
            )?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect()
        };
        let mut limits = BTreeMap::new();
        for code in read().map_err(sql("read the currencies"))? {
            let minor = Money::round(amount, Currency::from_code(&code)?)?.minor();
            limits.insert(code, minor);
        }
        Ok(limits)
    }

    fn page(
        &self,
        today: NaiveDate,
        conditions: &Conditions,
        order: &Order,
        limit: usize,
    ) -> Result<Page<InvoiceRow>> {
        // The page is found first and filled after, so that only its rows cost what a row costs.
        let query = format!(
            "SELECT {COLUMNS}, k.place FROM (
                SELECT i.id, {place} AS place FROM invoices i WHERE {conditions}
                ORDER BY {by} LIMIT {limit}
             ) k CROSS JOIN invoices i ON i.id = k.id CROSS JOIN clients c ON c.id = i.client_id
             ORDER BY {by}",
            place = order.place,
            conditions = conditions.text,
            by = order.by(),
            limit = limit.saturating_add(1)
        );
        let mut statement = self
            .connection
            .prepare_cached(&query)
            .map_err(sql("read the invoices"))?;
        let mut rows = statement
            .query(params_from_iter(conditions.values.iter()))
            .map_err(sql("read the invoices"))?;
        let mut page = Page {
            rows: Vec::new(),
            next: None,
        };
        let mut place: Option<String> = None;
        while let Some(row) = rows.next().map_err(sql("read the invoices"))? {
            if page.rows.len() == limit {
                page.next = place;
                break;
            }
            page.rows.push(invoice_row(row, today)?);
            place = get(row, "place")?;
        }
        Ok(page)
    }

    /// How many documents there are of a sort.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn invoice_counts(&self, today: NaiveDate) -> Result<InvoiceCounts> {
        let of = |standing: &str| -> Result<i64> {
            self.connection
                .prepare_cached("SELECT count FROM standing_counts WHERE standing = ?1")
                .and_then(|mut statement| {
                    statement.query_row([standing], |row| row.get(0)).optional()
                })
                .map(Option::unwrap_or_default)
                .map_err(sql("count the invoices"))
        };
        let overdue = self
            .connection
            .prepare_cached("SELECT count(*) FROM invoices WHERE open_minor > 0 AND due_on < ?1")
            .and_then(|mut statement| statement.query_row([today.to_string()], |row| row.get(0)))
            .map_err(sql("count the invoices"))?;
        let (drafts, open, paid) = (of("draft")?, of("open")?, of("paid")?);
        let (quotes, recurring) = (of("quote")?, of("recurring")?);
        Ok(InvoiceCounts {
            all: drafts + open + paid + quotes + of("voided")? + of("written_off")?,
            open,
            overdue,
            drafts,
            paid,
            quotes,
            recurring,
        })
    }
}
