//! The contact log: calls, letters, replies and meetings.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Row, params};

use super::errors::sql;
use super::rows::{count, day, get, instant, maybe_day, texts, word};
use super::{Tx, View};
use crate::domain::clock::instant_text;
use crate::domain::ids::{ClientId, HoldId, InvoiceId, TalkId};
use crate::domain::talk::{NewTalk, Talk, TalkOutcome, Way};
use crate::failure::{Failure, Result};

/// What a [`Talk`] is read from: a talk `t` and its client `c`.
const COLUMNS: &str =
    "t.id, t.client_id, c.key AS client_key, c.name AS client_name, t.on_day, t.at,
    t.way, t.outcome, t.note, t.promised_on, t.hold_id,
    (SELECT json_group_array(number) FROM (SELECT coalesce(i.number, 'draft:' || i.id) AS number
        FROM talk_invoices l JOIN invoices i ON i.id = l.invoice_id
        WHERE l.talk_id = t.id ORDER BY l.id)) AS numbers";

/// Which talks are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TalkFilter {
    /// All.
    #[default]
    All,
    /// Those with a client.
    Client(ClientId),
    /// Those about an invoice, and those with its client that named none.
    Invoice(InvoiceId),
    /// One.
    One(TalkId),
}

fn talk(row: &Row<'_>) -> Result<Talk> {
    let hold: Option<i64> = get(row, "hold_id")?;
    let numbers: String = get(row, "numbers")?;
    Ok(Talk {
        id: TalkId(get(row, "id")?),
        client: ClientId(get(row, "client_id")?),
        client_key: get(row, "client_key")?,
        client_name: get(row, "client_name")?,
        invoices: texts(&numbers)?,
        on: day(row, "on_day")?,
        at: instant(row, "at")?,
        way: word(row, "way", Way::from_word)?,
        outcome: word(row, "outcome", TalkOutcome::from_word)?,
        note: get(row, "note")?,
        promised_on: maybe_day(row, "promised_on")?,
        hold: hold.map(HoldId),
    })
}

impl View<'_> {
    /// Talks, the newest first, at most `limit`.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn talks(&self, filter: TalkFilter, limit: usize) -> Result<Vec<Talk>> {
        let (condition, id) = match filter {
            TalkFilter::All => ("?1 = 0", 0),
            TalkFilter::Client(client) => ("t.client_id = ?1", client.0),
            TalkFilter::Invoice(invoice) => (
                "(t.id IN (SELECT talk_id FROM talk_invoices WHERE invoice_id = ?1)
                    OR t.client_id = (SELECT client_id FROM invoices WHERE id = ?1)
                        AND NOT EXISTS (SELECT 1 FROM talk_invoices WHERE talk_id = t.id))",
                invoice.0,
            ),
            TalkFilter::One(one) => ("t.id = ?1", one.0),
        };
        let query = format!(
            "SELECT {COLUMNS} FROM talks t JOIN clients c ON c.id = t.client_id
             WHERE {condition} ORDER BY t.on_day DESC, t.id DESC LIMIT ?2"
        );
        let mut statement = self
            .connection
            .prepare_cached(&query)
            .map_err(sql("read the contact log"))?;
        let mut rows = statement
            .query(params![id, count(limit)])
            .map_err(sql("read the contact log"))?;
        let mut talks = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the contact log"))? {
            talks.push(talk(row)?);
        }
        Ok(talks)
    }

    /// One talk.
    ///
    /// # Errors
    /// Refused, when there is no such talk.
    pub fn talk(&self, id: TalkId) -> Result<Talk> {
        self.talks(TalkFilter::One(id), 1)?.pop().ok_or_else(|| {
            Failure::refused(format!("There is no talk {id} in the contact log."))
                .hint("`payme talk list` shows them")
        })
    }

    /// Every talk, oldest first.
    ///
    /// # Errors
    /// Book, when it cannot be read; whatever `each` says.
    pub fn each_talk(&self, each: &mut dyn FnMut(Talk) -> Result<()>) -> Result<()> {
        let query = format!(
            "SELECT {COLUMNS} FROM talks t JOIN clients c ON c.id = t.client_id
             ORDER BY t.on_day, t.id"
        );
        let mut statement = self
            .connection
            .prepare(&query)
            .map_err(sql("read the contact log"))?;
        let mut rows = statement.query([]).map_err(sql("read the contact log"))?;
        while let Some(row) = rows.next().map_err(sql("read the contact log"))? {
            each(talk(row)?)?;
        }
        Ok(())
    }
}

impl Tx<'_> {
    /// Adds a talk that is noted now, with the hold that it set.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn add_talk(&self, new: &NewTalk, hold: Option<HoldId>) -> Result<TalkId> {
        self.insert_talk(new, self.now.at, hold)
    }

    /// Adds a talk of another book, which was noted at an instant there.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn add_past_talk(&self, new: &NewTalk, at: DateTime<Utc>) -> Result<TalkId> {
        self.insert_talk(new, at, None)
    }

    fn insert_talk(
        &self,
        new: &NewTalk,
        at: DateTime<Utc>,
        hold: Option<HoldId>,
    ) -> Result<TalkId> {
        self.connection
            .prepare_cached(
                "INSERT INTO talks (client_id, on_day, at, way, outcome, note, promised_on, hold_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    new.client.0,
                    new.on.to_string(),
                    instant_text(at),
                    new.way.word(),
                    new.outcome.word(),
                    new.note,
                    new.promised_on.map(|day: NaiveDate| day.to_string()),
                    hold.map(|id| id.0),
                ])
            })
            .map_err(sql("write the contact log"))?;
        let id = TalkId(self.connection.last_insert_rowid());
        for invoice in &new.invoices {
            self.connection
                .prepare_cached(
                    "INSERT INTO talk_invoices (talk_id, invoice_id) VALUES (?1, ?2)
                     ON CONFLICT DO NOTHING",
                )
                .and_then(|mut statement| statement.execute([id.0, invoice.0]))
                .map_err(sql("write the contact log"))?;
        }
        Ok(id)
    }

    /// Removes a talk; the hold that it set stays. Answers what it was.
    ///
    /// # Errors
    /// Refused, when there is no such talk.
    pub fn remove_talk(&self, id: TalkId) -> Result<Talk> {
        let found = self.talk(id)?;
        for query in [
            "DELETE FROM talk_invoices WHERE talk_id = ?1",
            "DELETE FROM talks WHERE id = ?1",
        ] {
            self.connection
                .prepare_cached(query)
                .and_then(|mut statement| statement.execute([id.0]))
                .map_err(sql("write the contact log"))?;
        }
        Ok(found)
    }
}
