//! Reports over what was issued in a period: tax groups, and clients. Each reads the index by day of
//! issue once; what is open comes from the partial index.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Row, params};

use super::View;
use super::errors::sql;
use super::rows::{currency, day, get, number, word};
use crate::domain::line::TaxCategory;
use crate::domain::money::Money;
use crate::domain::views::{ClientFigures, Period, TaxSum};
use crate::failure::Result;

impl View<'_> {
    /// The tax groups of what was issued from a day to another, both included: one row a period,
    /// currency, category and rate, in that order. What was voided is out.
    ///
    /// # Errors
    /// Book, when it cannot be read or a sum does not fit.
    pub fn tax_sums(
        &self,
        from: NaiveDate,
        until: NaiveDate,
        period: Period,
    ) -> Result<Vec<TaxSum>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT substr(i.issue_key, 1, 7) || '-01' AS month, i.currency, t.category, t.rate,
                    sum(iif(i.kind = 'credit_note', -t.base_minor, t.base_minor)) AS base,
                    sum(iif(i.kind = 'credit_note', -t.tax_minor, t.tax_minor)) AS tax,
                    count(*) AS documents
                 FROM invoices i CROSS JOIN taxes t ON t.invoice_id = i.id
                 WHERE i.issue_key BETWEEN ?1 AND ?2
                    AND i.status IN ('issued', 'written_off') AND i.kind <> 'quote'
                 GROUP BY 1, 2, 3, 4",
            )
            .map_err(sql("add up the taxes"))?;
        let mut rows = statement
            .query(params![from.to_string(), until.to_string()])
            .map_err(sql("add up the taxes"))?;
        let mut sums: BTreeMap<_, TaxSum> = BTreeMap::new();
        while let Some(row) = rows.next().map_err(sql("add up the taxes"))? {
            let money = currency(row, "currency")?;
            let found = TaxSum {
                start: period.start(day(row, "month")?),
                category: word(row, "category", TaxCategory::from_word)?,
                rate: number(row, "rate")?,
                base: Money::new(get(row, "base")?, money),
                tax: Money::new(get(row, "tax")?, money),
                documents: get(row, "documents")?,
            };
            let place = (
                found.start,
                money.code(),
                found.category.word(),
                found.rate.normalize(),
            );
            if let Some(sum) = sums.get_mut(&place) {
                sum.base = sum.base.plus(found.base)?;
                sum.tax = sum.tax.plus(found.tax)?;
                sum.documents += found.documents;
            } else {
                sums.insert(place, found);
            }
        }
        Ok(sums.into_values().collect())
    }

    /// What each client brought from a day to another, both included, and how it paid; one row a
    /// client and currency, the largest first in each currency. A client that only owes stands
    /// there too.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn client_figures(
        &self,
        from: NaiveDate,
        until: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<ClientFigures>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "WITH issued AS (
                    SELECT client_id, currency, kind, gross_minor, open_minor, issued_on, due_on,
                        standing, (SELECT max(p.paid_on) FROM payments p
                            WHERE p.invoice_id = i.id AND p.kind = 'payment') AS last_on
                    FROM invoices i
                    WHERE issue_key BETWEEN ?1 AND ?2
                        AND status IN ('issued', 'written_off') AND kind <> 'quote'
                 ), figures AS (
                    SELECT client_id, currency,
                        sum(iif(kind = 'credit_note', -gross_minor, gross_minor)) AS billed,
                        sum(CASE WHEN kind <> 'credit_note' AND standing = 'paid'
                            AND last_on IS NOT NULL
                            THEN CAST(julianday(last_on) - julianday(issued_on) AS INTEGER)
                            END) AS days,
                        count(CASE WHEN kind <> 'credit_note' AND standing = 'paid'
                            THEN last_on END) AS paid,
                        count(CASE WHEN kind <> 'credit_note' AND (open_minor > 0
                                AND due_on < ?3 OR standing = 'paid' AND last_on IS NOT NULL)
                            THEN 1 END) AS decided,
                        count(CASE WHEN kind <> 'credit_note' AND (open_minor > 0
                                AND due_on < ?3 OR standing = 'paid' AND last_on > due_on)
                            THEN 1 END) AS late,
                        0 AS open
                    FROM issued GROUP BY 1, 2
                    UNION ALL
                    SELECT client_id, currency, 0, NULL, 0, 0, 0, sum(open_minor)
                    FROM invoices INDEXED BY invoices_open WHERE open_minor > 0 GROUP BY 1, 2
                 )
                 SELECT c.key, c.name, f.currency, sum(f.billed) AS billed, sum(f.open) AS open,
                    sum(f.days) AS days, sum(f.paid) AS paid, sum(f.decided) AS decided,
                    sum(f.late) AS late
                 FROM figures f JOIN clients c ON c.id = f.client_id
                 GROUP BY c.id, f.currency
                 ORDER BY f.currency, sum(f.billed) DESC, c.key",
            )
            .map_err(sql("add up the clients"))?;
        let mut rows = statement
            .query(params![
                from.to_string(),
                until.to_string(),
                today.to_string()
            ])
            .map_err(sql("add up the clients"))?;
        let mut figures = Vec::new();
        while let Some(row) = rows.next().map_err(sql("add up the clients"))? {
            figures.push(client(row)?);
        }
        Ok(figures)
    }
}

fn client(row: &Row<'_>) -> Result<ClientFigures> {
    let money = currency(row, "currency")?;
    let (days, paid): (Option<i64>, i64) = (get(row, "days")?, get(row, "paid")?);
    Ok(ClientFigures {
        key: get(row, "key")?,
        name: get(row, "name")?,
        billed: Money::new(get(row, "billed")?, money),
        open: Money::new(get(row, "open")?, money),
        // Rounded half up.
        pays_after: days.and_then(|days| {
            let doubled = days.checked_mul(2)?.checked_add(paid)?;
            doubled.checked_div(paid.checked_mul(2)?)
        }),
        decided: get(row, "decided")?,
        late: get(row, "late")?,
    })
}

#[cfg(test)]
#[path = "figures_tests.rs"]
mod tests;
