//! `payme db check`: is the file sound, and does the book keep its own rules?

use rusqlite::Connection;

use super::View;
use super::errors::sql;
use crate::domain::number;
use crate::domain::series::{self, Gap};
use crate::failure::Result;

/// The book's own rules: a sentence, and a query that answers each breach as text.
const RULES: &[(&str, &str)] = &[
    (
        "What is paid differs from the sum of the payments",
        "SELECT i.number FROM invoices i
         LEFT JOIN (SELECT invoice_id, sum(amount_minor) AS paid FROM payments GROUP BY 1) p
            ON p.invoice_id = i.id
         WHERE i.paid_minor <> coalesce(p.paid, 0)",
    ),
    (
        "A payment has an unknown kind",
        "SELECT id FROM payments WHERE kind NOT IN ('payment', 'refund', 'difference', 'transfer')",
    ),
    (
        "The amount or the fee of a payment does not go with its kind",
        "SELECT id FROM payments WHERE CASE kind
            WHEN 'payment' THEN amount_minor <= 0 OR fee_minor NOT BETWEEN 0 AND amount_minor
            WHEN 'refund' THEN amount_minor >= 0 OR fee_minor <> 0
            ELSE amount_minor = 0 OR fee_minor <> 0 END",
    ),
    (
        "A payment and the invoice at its other end do not go together",
        "SELECT p.id FROM payments p JOIN invoices i ON i.id = p.invoice_id
         LEFT JOIN invoices o ON o.id = p.other_id
         WHERE (p.kind = 'transfer') <> (p.other_id IS NOT NULL) OR p.other_id = p.invoice_id
            OR o.client_id <> i.client_id OR o.currency <> i.currency",
    ),
    (
        "The two ends of a transfer differ",
        "SELECT i.number || ' and ' || coalesce(o.number, '?') FROM
            (SELECT invoice_id, other_id, paid_on, amount_minor, count(*) AS count
                FROM payments WHERE kind = 'transfer' GROUP BY 1, 2, 3, 4) p
         LEFT JOIN (SELECT invoice_id, other_id, paid_on, amount_minor, count(*) AS count
                FROM payments WHERE kind = 'transfer' GROUP BY 1, 2, 3, 4) e
            ON e.invoice_id = p.other_id AND e.other_id = p.invoice_id
                AND e.paid_on = p.paid_on AND e.amount_minor = -p.amount_minor
         JOIN invoices i ON i.id = p.invoice_id LEFT JOIN invoices o ON o.id = p.other_id
         WHERE e.count IS NOT p.count",
    ),
    (
        "More has gone out of an invoice than came in",
        "SELECT i.number FROM payments p JOIN invoices i ON i.id = p.invoice_id
         WHERE p.kind <> 'difference' GROUP BY i.id HAVING sum(p.amount_minor) < 0",
    ),
    (
        "A document that nobody pays has payments",
        "SELECT DISTINCT coalesce(i.number, 'draft:' || i.id) FROM payments p
         JOIN invoices i ON i.id = p.invoice_id
         WHERE i.status = 'draft' OR i.kind NOT IN ('invoice', 'deposit')",
    ),
    (
        "What is credited differs from the credit notes",
        "SELECT i.number FROM invoices i
         LEFT JOIN (SELECT credits_id, sum(gross_minor) AS credited FROM invoices
            WHERE kind = 'credit_note' AND status = 'issued' GROUP BY 1) n ON n.credits_id = i.id
         WHERE i.kind IN ('invoice', 'deposit') AND i.credited_minor <> coalesce(n.credited, 0)",
    ),
    (
        "The gross total is not net plus tax",
        "SELECT coalesce(number, 'draft:' || id) FROM invoices
         WHERE gross_minor <> net_minor + tax_minor",
    ),
    (
        "The net total differs from the tax groups",
        "SELECT coalesce(i.number, 'draft:' || i.id) FROM invoices i
         LEFT JOIN (SELECT invoice_id, sum(base_minor) AS base, sum(tax_minor) AS tax FROM taxes
            GROUP BY 1) t ON t.invoice_id = i.id
         WHERE i.net_minor <> coalesce(t.base, 0) OR i.tax_minor <> coalesce(t.tax, 0)",
    ),
    (
        "The net total differs from the lines",
        "SELECT coalesce(i.number, 'draft:' || i.id) FROM invoices i
         LEFT JOIN (SELECT invoice_id, sum(net_minor) AS net FROM lines GROUP BY 1) l
            ON l.invoice_id = i.id
         WHERE i.discount_percent = '0' AND i.discount_minor = 0 AND i.net_minor <> coalesce(l.net, 0)",
    ),
    (
        "A document has an unknown status or kind",
        "SELECT coalesce(number, 'draft:' || id) FROM invoices
         WHERE status NOT IN ('draft', 'issued', 'voided', 'written_off')
            OR kind NOT IN ('invoice', 'credit_note', 'deposit', 'quote', 'recurring')",
    ),
    (
        "Two documents have the same number",
        "SELECT number FROM invoices WHERE number IS NOT NULL GROUP BY number HAVING count(*) > 1",
    ),
    (
        "A draft has a number",
        "SELECT number FROM invoices WHERE status = 'draft' AND number IS NOT NULL",
    ),
    (
        "A document that is no draft has no number",
        "SELECT 'document ' || id FROM invoices WHERE status <> 'draft' AND number IS NULL",
    ),
    (
        "A message has an unknown state",
        "SELECT id FROM messages WHERE state NOT IN ('queued', 'sending', 'in_doubt', 'accepted',
            'refused', 'unknown', 'cancelled', 'expired')",
    ),
    (
        "A reminder stands although its message does not, or the other way round",
        "SELECT r.id FROM reminders r JOIN messages m ON m.id = r.message_id
         WHERE r.live <> (m.state NOT IN ('refused', 'cancelled', 'expired'))",
    ),
    (
        "A talk has an unknown way or outcome",
        "SELECT id FROM talks WHERE way NOT IN ('call', 'letter', 'reply', 'meeting')
            OR outcome NOT IN ('none', 'voicemail', 'unreachable', 'not_received',
                'waiting_for_approval', 'dispute', 'payment_on_its_way', 'payment_sent')",
    ),
    (
        "A talk is about the invoice of another client",
        "SELECT t.id FROM talks t JOIN talk_invoices l ON l.talk_id = t.id
         JOIN invoices i ON i.id = l.invoice_id WHERE i.client_id <> t.client_id",
    ),
    (
        "The search does not find a document",
        "SELECT coalesce(number, 'draft:' || id) FROM invoices
         WHERE id NOT IN (SELECT rowid FROM invoice_words)",
    ),
    (
        "The search finds a document that is not there",
        "SELECT rowid FROM invoice_words WHERE rowid NOT IN (SELECT id FROM invoices)",
    ),
    (
        "The search does not find a payment",
        "SELECT id FROM payments WHERE id NOT IN (SELECT rowid FROM payment_words)",
    ),
    (
        "The search finds a payment that is not there",
        "SELECT rowid FROM payment_words WHERE rowid NOT IN (SELECT id FROM payments)",
    ),
    (
        "A deposit invoice is deducted twice",
        "SELECT d.number FROM lines l JOIN invoices d ON d.id = l.deducts_id
         JOIN invoices i ON i.id = l.invoice_id
         WHERE i.kind = 'invoice' AND i.status IN ('issued', 'written_off')
            AND (i.credited_minor = 0 OR i.credited_minor < i.gross_minor)
         GROUP BY d.id HAVING count(DISTINCT i.id) > 1",
    ),
    (
        "A line deducts what is no deposit invoice of its client and currency",
        "SELECT coalesce(i.number, 'draft:' || i.id) FROM lines l
         JOIN invoices d ON d.id = l.deducts_id JOIN invoices i ON i.id = l.invoice_id
         WHERE i.status <> 'draft' AND (d.kind <> 'deposit' OR d.status = 'draft'
            OR d.client_id <> i.client_id OR d.currency <> i.currency)",
    ),
    (
        "A schedule belongs to no template",
        "SELECT coalesce(i.number, 'draft:' || s.invoice_id) FROM schedules s
         LEFT JOIN invoices i ON i.id = s.invoice_id WHERE i.kind IS NOT 'recurring'",
    ),
    (
        "A schedule has its next day before its first",
        "SELECT 'draft:' || invoice_id FROM schedules WHERE next_on < first_on",
    ),
    (
        "What is no quote has the answer to one",
        "SELECT coalesce(number, 'draft:' || id) FROM invoices
         WHERE answer <> '' AND kind <> 'quote'",
    ),
    (
        "The kept count of documents is wrong",
        "SELECT coalesce(s.standing, n.standing) FROM
            (SELECT standing, count FROM standing_counts WHERE count <> 0) s
         FULL JOIN (SELECT standing, count(*) AS count FROM invoices GROUP BY 1) n
            ON n.standing = s.standing
         WHERE s.count IS NOT n.count",
    ),
    (
        "The kept sum of a month of payments is wrong",
        "SELECT coalesce(k.month, n.month) || ' ' || coalesce(k.currency, n.currency) FROM
            (SELECT currency, month, sum_minor FROM month_sums
                WHERE kind = 'paid' AND count <> 0) k
         FULL JOIN (SELECT i.currency, substr(p.paid_on, 1, 7) AS month,
                sum(p.amount_minor) AS sum_minor
            FROM payments p JOIN invoices i ON i.id = p.invoice_id
            WHERE p.kind IN ('payment', 'refund') GROUP BY 1, 2) n
            ON n.currency = k.currency AND n.month = k.month
         WHERE k.sum_minor IS NOT n.sum_minor",
    ),
    (
        "The kept sum of a month of billing is wrong",
        "SELECT coalesce(k.month, n.month) || ' ' || coalesce(k.currency, n.currency) FROM
            (SELECT currency, month, sum_minor FROM month_sums
                WHERE kind = 'billed' AND count <> 0) k
         FULL JOIN (SELECT currency, substr(issued_on, 1, 7) AS month,
                sum(iif(kind = 'credit_note', -gross_minor, gross_minor)) AS sum_minor
            FROM invoices WHERE status IN ('issued', 'written_off') AND kind <> 'quote'
            GROUP BY 1, 2) n
            ON n.currency = k.currency AND n.month = k.month
         WHERE k.sum_minor IS NOT n.sum_minor",
    ),
];

/// How many of one sort are named.
const NAMED: usize = 20;

impl View<'_> {
    /// Every breach as a sentence; none when the book is sound.
    ///
    /// # Errors
    /// Book, when it cannot even be read.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut breaches: Vec<String> = texts(
            self.connection,
            "SELECT integrity_check FROM pragma_integrity_check",
        )?
        .into_iter()
        .filter(|word| word != "ok")
        .map(|word| format!("The file is damaged: {word}."))
        .collect();
        let orphans = texts(
            self.connection,
            "SELECT \"table\" || ' ' || rowid FROM pragma_foreign_key_check LIMIT 20",
        )?;
        breaches.extend(
            orphans
                .into_iter()
                .map(|row| format!("A row names another that is missing: {row}.")),
        );
        for (sentence, query) in RULES {
            let found = texts(self.connection, query)?;
            let named = found.iter().map(|name| format!("{sentence}: {name}."));
            breaches.extend(some(named.collect(), sentence));
        }
        breaches.extend(some(
            self.damaged_messages()?,
            "The kept bytes of messages are damaged",
        ));
        let unusable = self
            .numbers()?
            .iter()
            .filter_map(|number| number::check(number).err())
            .map(|failure| failure.message().to_owned())
            .collect();
        breaches.extend(some(unusable, "A number cannot be used"));
        Ok(breaches)
    }

    /// What a person should know about a sound book: each gap in the numbers of its documents, as a
    /// sentence. A voided document keeps its number and makes none.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn number_gaps(&self) -> Result<Vec<String>> {
        let gaps = series::gaps(self.numbers()?);
        let sentences = gaps.iter().map(Gap::sentence).collect();
        Ok(some(sentences, "Gaps in the numbers"))
    }

    fn numbers(&self) -> Result<Vec<String>> {
        texts(
            self.connection,
            "SELECT number FROM invoices WHERE number IS NOT NULL",
        )
    }
}

/// The first of many sentences, and how many more there are.
fn some(mut sentences: Vec<String>, what: &str) -> Vec<String> {
    let total = sentences.len();
    if total > NAMED {
        sentences.truncate(NAMED);
        sentences.push(format!("{what}: and {} more.", total - NAMED));
    }
    sentences
}

fn texts(connection: &Connection, query: &str) -> Result<Vec<String>> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut statement = connection.prepare(query)?;
        let rows = statement.query_map([], |row| {
            let value: rusqlite::types::Value = row.get(0)?;
            Ok(match value {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                rusqlite::types::Value::Null
                | rusqlite::types::Value::Real(_)
                | rusqlite::types::Value::Blob(_) => "?".to_owned(),
            })
        })?;
        rows.collect()
    };
    read().map_err(sql("check the book"))
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
