//! Figures: what is owed and how old it is, income by month, how long clients take to pay.
//!
//! Each is read from the partial index on open invoices or from the kept sums of a month.

use chrono::{Datelike, Months, NaiveDate};
use rusqlite::{Row, params};

use super::View;
use super::errors::sql;
use super::rows::{count, currency, date, get};
use crate::domain::currency::Currency;
use crate::domain::ids::ClientId;
use crate::domain::money::Money;
use crate::domain::views::{AgeBand, ClientRow, MonthSum, Page};
use crate::failure::{Failure, Result};

/// The bands of the age of debt: label, first and last day late.
const BANDS: [(&str, i64, i64); 5] = [
    ("not due", i64::MIN, 0),
    ("1-14 d", 1, 14),
    ("15-30 d", 15, 30),
    ("31-60 d", 31, 60),
    ("> 60 d", 61, i64::MAX),
];

/// What is open in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenSum {
    /// The sum.
    pub sum: Money,
    /// How many invoices.
    pub count: i64,
    /// What of it is overdue.
    pub overdue: Money,
    /// How many are overdue.
    pub overdue_count: i64,
    /// Days late of the oldest, 0 when none is.
    pub oldest: i64,
}

impl View<'_> {
    /// What is open, one a currency, ordered by code.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn open_sums(&self, today: NaiveDate) -> Result<Vec<OpenSum>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT currency, sum(open_minor) AS open, count(*) AS count,
                    sum(iif(due_on < ?1, open_minor, 0)) AS overdue,
                    sum(due_on < ?1) AS overdue_count,
                    max(0, CAST(julianday(?1) - julianday(min(due_on)) AS INTEGER)) AS oldest
                 FROM invoices WHERE open_minor > 0 GROUP BY currency ORDER BY currency",
            )
            .map_err(sql("add up what is open"))?;
        let mut rows = statement
            .query([today.to_string()])
            .map_err(sql("add up what is open"))?;
        let mut sums = Vec::new();
        while let Some(row) = rows.next().map_err(sql("add up what is open"))? {
            let money = currency(row, "currency")?;
            sums.push(OpenSum {
                sum: Money::new(get(row, "open")?, money),
                count: get(row, "count")?,
                overdue: Money::new(get(row, "overdue")?, money),
                overdue_count: get(row, "overdue_count")?,
                oldest: get(row, "oldest")?,
            });
        }
        Ok(sums)
    }

    /// The age of debt in five bands, with the home currency first in each.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn age_bands(&self, today: NaiveDate, home: Currency) -> Result<Vec<AgeBand>> {
        let mut bands: Vec<AgeBand> = BANDS
            .iter()
            .map(|(label, _, _)| AgeBand {
                label,
                count: 0,
                open: vec![Money::zero(home)],
            })
            .collect();
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT CASE WHEN due_on >= ?1 THEN 0
                        WHEN due_on >= date(?1, '-14 days') THEN 1
                        WHEN due_on >= date(?1, '-30 days') THEN 2
                        WHEN due_on >= date(?1, '-60 days') THEN 3 ELSE 4 END AS band,
                    currency, count(*) AS count, sum(open_minor) AS open
                 FROM invoices WHERE open_minor > 0 GROUP BY 1, 2 ORDER BY 1, 2",
            )
            .map_err(sql("read the age of debt"))?;
        let mut rows = statement
            .query([today.to_string()])
            .map_err(sql("read the age of debt"))?;
        while let Some(row) = rows.next().map_err(sql("read the age of debt"))? {
            let index: u32 = get(row, "band")?;
            let Some(band) = bands.get_mut(index as usize) else {
                continue;
            };
            band.count += get::<i64>(row, "count")?;
            Money::new(get(row, "open")?, currency(row, "currency")?).add_to(&mut band.open)?;
        }
        Ok(bands)
    }

    /// Sums of the months from `from` to `until`, both included, in one currency; months without
    /// any are zero. `kind` is "paid" or "billed".
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn months(
        &self,
        kind: &str,
        money: Currency,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<MonthSum>> {
        let mut months = Vec::new();
        let mut month = from.with_day(1).unwrap_or(from);
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT sum_minor, count FROM month_sums
                 WHERE kind = ?1 AND currency = ?2 AND month = ?3",
            )
            .map_err(sql("read the income"))?;
        while month <= until {
            let label = month.format("%Y-%m").to_string();
            let mut rows = statement
                .query(params![kind, money.code(), label])
                .map_err(sql("read the income"))?;
            let (sum, count) = match rows.next().map_err(sql("read the income"))? {
                Some(row) => (get(row, "sum_minor")?, get(row, "count")?),
                None => (0, 0),
            };
            months.push(MonthSum {
                month,
                sum: Money::new(sum, money),
                count,
            });
            month = month + Months::new(1);
        }
        Ok(months)
    }

    /// The currencies that have sums of a kind, ordered by code.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn month_currencies(&self, kind: &str) -> Result<Vec<Currency>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT DISTINCT currency FROM month_sums WHERE kind = ?1 ORDER BY currency",
            )?;
            let rows = statement.query_map([kind], |row| row.get(0))?;
            rows.collect()
        };
        read()
            .map_err(sql("read the income"))?
            .iter()
            .map(|code| Currency::from_code(code))
            .collect()
    }

    /// Median days from issue to the last money that came in, over the newest 200 paid invoices (of a
    /// client) for which any did.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn pays_after(&self, client: Option<ClientId>) -> Result<Option<i64>> {
        let query = match client {
            Some(_) => {
                "SELECT CAST(julianday((SELECT max(p.paid_on) FROM payments p
                        WHERE p.invoice_id = i.id AND p.kind = 'payment'))
                    - julianday(i.issued_on) AS INTEGER)
                 FROM invoices i
                 WHERE i.client_id = ?1 AND i.standing = 'paid' AND i.kind IN ('invoice', 'deposit')
                    AND i.paid_minor > 0 AND EXISTS (SELECT 1 FROM payments p
                        WHERE p.invoice_id = i.id AND p.kind = 'payment')
                 ORDER BY i.issue_key DESC LIMIT 200"
            }
            None => {
                "SELECT CAST(julianday((SELECT max(p.paid_on) FROM payments p
                        WHERE p.invoice_id = i.id AND p.kind = 'payment'))
                    - julianday(i.issued_on) AS INTEGER)
                 FROM invoices i
                 WHERE ?1 = 0 AND i.standing = 'paid' AND i.kind IN ('invoice', 'deposit')
                    AND i.paid_minor > 0 AND EXISTS (SELECT 1 FROM payments p
                        WHERE p.invoice_id = i.id AND p.kind = 'payment')
                 ORDER BY i.due_key DESC LIMIT 200"
            }
        };
        let read = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = self.connection.prepare_cached(query)?;
            let rows = statement.query_map([client.map_or(0, |id| id.0)], |row| row.get(0))?;
            rows.collect()
        };
        let mut days = read().map_err(sql("read how long clients take to pay"))?;
        days.sort_unstable();
        Ok(days.get(days.len() / 2).copied())
    }

    /// A page of clients by name that a filter matches (key, name or an address).
    ///
    /// # Errors
    /// Usage, when the cursor is not one of ours; book, when it cannot be read.
    pub fn clients(
        &self,
        today: NaiveDate,
        filter: &str,
        archived: bool,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<ClientRow>> {
        let (name, id) = client_cursor(after)?;
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT c.id, c.key, c.name, c.country, c.archived,
                    (SELECT count(*) FROM invoices i INDEXED BY invoices_open_by_client
                        WHERE i.client_id = c.id AND i.open_minor > 0) AS open_count,
                    (SELECT count(*) FROM invoices i INDEXED BY invoices_open_by_client
                        WHERE i.client_id = c.id AND i.open_minor > 0
                        AND i.due_on < ?1) AS overdue_count,
                    EXISTS (SELECT 1 FROM holds h WHERE h.client_id = c.id AND h.lifted_on IS NULL
                        AND (h.until_on IS NULL OR h.until_on >= ?1)) AS held
                 FROM clients c
                 WHERE (c.name COLLATE NOCASE, c.id) > (?2, ?3) AND c.archived <= ?4
                    AND (?5 = '' OR instr(lower(c.key || ' ' || c.name), lower(?5)) > 0
                        OR EXISTS (SELECT 1 FROM contacts t WHERE t.client_id = c.id
                            AND instr(lower(t.name || ' ' || t.email), lower(?5)) > 0))
                 ORDER BY c.name COLLATE NOCASE, c.id LIMIT ?6",
            )
            .map_err(sql("read the clients"))?;
        let mut rows = statement
            .query(params![
                today.to_string(),
                name,
                id,
                archived,
                filter.trim(),
                count(limit.saturating_add(1))
            ])
            .map_err(sql("read the clients"))?;
        let mut page = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the clients"))? {
            page.push(self.client_row(row)?);
        }
        let more = page.len() > limit;
        page.truncate(limit);
        let next = page
            .last()
            .filter(|_last| more)
            .map(|last| format!("{}/{}", last.id, last.name));
        Ok(Page { rows: page, next })
    }

    fn client_row(&self, row: &Row<'_>) -> Result<ClientRow> {
        let id = ClientId(get(row, "id")?);
        Ok(ClientRow {
            id,
            key: get(row, "key")?,
            name: get(row, "name")?,
            country: get(row, "country")?,
            open: self.open_of(id)?,
            open_count: get(row, "open_count")?,
            overdue_count: get(row, "overdue_count")?,
            archived: get(row, "archived")?,
            held: get(row, "held")?,
        })
    }

    /// What a client owes, one a currency.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn open_of(&self, client: ClientId) -> Result<Vec<Money>> {
        self.sums(
            "SELECT currency, sum(open_minor) FROM invoices INDEXED BY invoices_open_by_client
             WHERE client_id = ?1 AND open_minor > 0 GROUP BY currency ORDER BY currency",
            client,
            "",
            "",
        )
    }

    /// What was billed to a client from a day to another, both included, one a currency; credit
    /// notes are taken off.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn billed_to(
        &self,
        client: ClientId,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<Money>> {
        self.sums(
            "SELECT currency, sum(iif(kind = 'credit_note', -gross_minor, gross_minor))
             FROM invoices
             WHERE client_id = ?1 AND issue_key >= ?2 AND issue_key <= ?3
                AND status IN ('issued', 'written_off') AND kind <> 'quote'
             GROUP BY currency ORDER BY currency",
            client,
            &from.to_string(),
            &until.to_string(),
        )
    }

    fn sums(&self, query: &str, client: ClientId, from: &str, until: &str) -> Result<Vec<Money>> {
        let read = || -> rusqlite::Result<Vec<(String, i64)>> {
            let mut statement = self.connection.prepare_cached(query)?;
            let count = statement.parameter_count();
            let all: [&dyn rusqlite::ToSql; 3] = [&client.0, &from, &until];
            let rows = statement.query_map(all.get(..count).unwrap_or_default(), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
            rows.collect()
        };
        read()
            .map_err(sql("add up what a client owes"))?
            .into_iter()
            .map(|(code, minor)| Ok(Money::new(minor, Currency::from_code(&code)?)))
            .collect()
    }

    /// The day of the oldest and newest document and payment, for reports by year.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn first_day(&self) -> Result<Option<NaiveDate>> {
        let text: Option<String> = self
            .connection
            .query_row("SELECT min(month) || '-01' FROM month_sums", [], |row| {
                row.get(0)
            })
            .map_err(sql("read the income"))?;
        text.map(|text| date(&text)).transpose()
    }
}

fn client_cursor(after: Option<&str>) -> Result<(String, i64)> {
    let Some(text) = after else {
        return Ok((String::new(), 0));
    };
    text.split_once('/')
        .and_then(|(id, name)| Some((name.to_owned(), id.parse().ok()?)))
        .ok_or_else(|| {
            Failure::usage(format!("\"{text}\" is not a place in the list."))
                .hint("use the `next` value of the page before")
        })
}
