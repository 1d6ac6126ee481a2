//! A book of any size, made up by arithmetic: for measuring how the program keeps its speed.

use chrono::{Datelike, Days, TimeDelta};

use super::crowd;
use super::dice::Dice;
use super::parts::{add_lines, blank, message};
use crate::domain::clock::Now;
use crate::domain::invoice::{Invoice, InvoiceStatus, PaymentKind};
use crate::domain::money::Money;
use crate::domain::party::Client;
use crate::domain::policy::Tone;
use crate::exchange::BookDocument;
use crate::exchange::document::{InvoiceDocument, MessageDocument, PaymentDocument};
use crate::failure::Result;
use crate::store::{Book, Undo};
use crate::usecases::exchange::fill;
use crate::usecases::starting;

/// Over how many days the invoices are spread: ten years.
const SPAN: u64 = 3650;

/// How many invoices are made up and written at a time.
const BATCH: usize = 1000;

/// Fills an empty book with `n` made-up invoices: one client for 25 of them, three currencies, about
/// one in twenty open, most of those overdue, and reminders of what was paid late. The same `n` on
/// the same day gives the same book.
///
/// # Errors
/// Refused, when the book has clients already; book, when it cannot be written.
pub fn seed_scale(book: &mut Book, now: Now, n: u64) -> Result<()> {
    seed_scale_with(book, now, n, &mut |_done| {})
}

/// The same; `progress` hears how many invoices are written, about once a thousand.
///
/// # Errors
/// As [`seed_scale`].
pub fn seed_scale_with(
    book: &mut Book,
    now: Now,
    n: u64,
    progress: &mut dyn FnMut(u64),
) -> Result<()> {
    starting::require_empty(book)?;
    book.change(now, Undo::Bulk, |tx| {
        let mut mill = Mill::new(now, n);
        let clients = BookDocument {
            profile: Some(crowd::profile()),
            clients: mill.clients.clone(),
            ..BookDocument::default()
        };
        fill(tx, now, &clients)?;
        let mut done = 0;
        while let Some(batch) = mill.batch()? {
            fill(tx, now, &batch)?;
            done += u64::try_from(batch.invoices.len()).unwrap_or_default();
            progress(done);
        }
        Ok(((), format!("Filled with {n} made-up invoices")))
    })
}

/// Makes one invoice after the other, by the day of issue.
struct Mill {
    now: Now,
    n: u64,
    next: u64,
    clients: Vec<Client>,
    /// The year of the last number, and its place in the year.
    last: (i32, u64),
}

impl Mill {
    fn new(now: Now, n: u64) -> Self {
        Self {
            now,
            n,
            next: 0,
            clients: (0..(n / 25).max(1)).map(crowd::client).collect(),
            last: (0, 0),
        }
    }

    /// The next invoices with the reminders that went; `None` when all are made.
    fn batch(&mut self) -> Result<Option<BookDocument>> {
        let mut batch = BookDocument::default();
        while self.next < self.n && batch.invoices.len() < BATCH {
            let one = self.invoice()?;
            batch.messages.extend(self.reminders(&one));
            batch.invoices.push(one);
            self.next += 1;
        }
        Ok((!batch.invoices.is_empty()).then_some(batch))
    }

    fn invoice(&mut self) -> Result<InvoiceDocument> {
        let mut dice = Dice::new(self.next);
        let place = usize::try_from(dice.below(self.n / 25)).unwrap_or_default();
        let Some(client) = self.clients.get(place).cloned() else {
            return Err(super::year::broken("there is no client"));
        };
        // The last one in two hundred is still a draft.
        let ahead = self.n - self.next;
        let is_draft = ahead <= self.n / 200;
        let back = 1 + ahead * SPAN / self.n.max(1);
        let day = self.now.today.checked_sub_days(Days::new(back));
        let issued_on = day.unwrap_or(self.now.today);
        let mut invoice = blank(&client, (!is_draft).then_some(issued_on));
        add_lines(&mut invoice, &mut dice)?;
        if !is_draft {
            invoice.number = Some(self.number(issued_on.year()));
        }
        let payments = self.payments(&mut invoice, back, &mut dice)?;
        Ok(InvoiceDocument {
            invoice,
            seller: None,
            buyer: None,
            payments,
            skipped: Vec::new(),
            schedule: None,
            name: None,
        })
    }

    fn number(&mut self, year: i32) -> String {
        let place = if self.last.0 == year {
            self.last.1 + 1
        } else {
            1
        };
        self.last = (year, place);
        format!("{year}-{place:05}")
    }

    /// What came in; a few were voided or given up instead.
    fn payments(
        &self,
        invoice: &mut Invoice,
        back: u64,
        dice: &mut Dice,
    ) -> Result<Vec<PaymentDocument>> {
        let Some(issued_on) = invoice.issued_on else {
            return Ok(Vec::new());
        };
        if dice.happens(8) {
            invoice.status = if dice.happens(500) {
                InvoiceStatus::Voided
            } else {
                InvoiceStatus::WrittenOff
            };
            "Made up.".clone_into(&mut invoice.end_reason);
            invoice.ended_on = Some(issued_on);
            return Ok(Vec::new());
        }
        let open = match back {
            ..=182 => dice.happens(600),
            183..=730 => dice.happens(80),
            731.. => dice.happens(10),
        };
        let gross = invoice.money(invoice.gross);
        let terms = u64::try_from(invoice.terms_days).unwrap_or_default();
        let after = 3 + dice.below(terms + 20);
        let paid_on = issued_on
            .checked_add_days(Days::new(after))
            .unwrap_or(issued_on)
            .min(self.now.today);
        let amounts = match (open, dice.happens(80)) {
            (true, true) => vec![part(gross)],
            (true, false) => Vec::new(),
            (false, true) => vec![part(gross), gross.minus(part(gross))?],
            (false, false) => vec![gross],
        };
        invoice.paid = amounts.iter().map(|amount| amount.minor()).sum();
        let method = dice.pick(&["bank", "bank", "bank", "card"]);
        Ok(amounts
            .into_iter()
            .map(|amount| PaymentDocument {
                kind: PaymentKind::Payment,
                paid_on,
                amount,
                fee: Money::zero(amount.currency()),
                other: None,
                method: method.to_owned(),
                note: String::new(),
            })
            .collect())
    }

    /// The reminders that went for an invoice, of those that were late.
    fn reminders(&self, one: &InvoiceDocument) -> Vec<MessageDocument> {
        let invoice = &one.invoice;
        let (Some(due_on), InvoiceStatus::Issued) = (invoice.due_on, invoice.status) else {
            return Vec::new();
        };
        let is_open = invoice.standing().open() > 0;
        let last = one.payments.last().map(|payment| payment.paid_on);
        let until = if is_open { None } else { last };
        let until = until.unwrap_or(self.now.today);
        let mut dice = Dice::new(!self.next);
        let stages = [
            ("friendly", Tone::Friendly, 3),
            ("firm", Tone::Firm, 10),
            ("final", Tone::Final, 21),
        ];
        // Of what is open nearly every reminder went that could, as when the program is in use.
        let often = if is_open { 985 } else { 800 };
        let went = stages.iter().take_while(|(_, _, days)| {
            due_on + TimeDelta::days(*days) < until && dice.happens(often)
        });
        went.map(|(stage, tone, days)| message(invoice, stage, *tone, *days, due_on))
            .collect()
    }
}

const fn part(gross: Money) -> Money {
    Money::new(gross.minor() / 3, gross.currency())
}

#[cfg(test)]
#[path = "scale_tests.rs"]
mod tests;
