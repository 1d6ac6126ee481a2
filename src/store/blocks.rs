//! Blocked accounts: their messages wait until the setting changes or a pause ends.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::errors::sql;
use super::rows::moment;
use super::{Tx, View};
use crate::domain::clock::instant_text;
use crate::domain::policy::Channel;
use crate::failure::Result;

/// A blocked account: nothing is tried until it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Channel.
    pub channel: Channel,
    /// Fingerprint of the account's settings.
    pub account: String,
    /// The step that failed.
    pub step: String,
    /// Why.
    pub why: String,
    /// When it may be tried again; `None` until the setting changes or a person tries again.
    pub until: Option<DateTime<Utc>>,
}

impl View<'_> {
    /// The block on a channel's account, if there is one.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn block(&self, channel: Channel) -> Result<Option<Block>> {
        let found: Option<(String, String, String, Option<String>)> = self
            .connection
            .prepare_cached(
                "SELECT account, step, why, until_at FROM account_blocks WHERE channel = ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([channel.word()], |row| {
                        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                    })
                    .optional()
            })
            .map_err(sql("read the outbox"))?;
        found
            .map(|(account, step, why, until)| {
                let until = until.map(|text| moment(&text)).transpose()?;
                Ok(Block {
                    channel,
                    account,
                    step,
                    why,
                    until,
                })
            })
            .transpose()
    }
}

impl Tx<'_> {
    /// Blocks an account, or replaces its block.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn set_block(&self, block: &Block) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO account_blocks (channel, account, step, why, until_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (channel) DO UPDATE SET account = ?2, step = ?3, why = ?4, until_at = ?5",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    block.channel.word(),
                    block.account,
                    block.step,
                    block.why,
                    block.until.map(instant_text),
                ])
            })
            .map_err(sql("block an account"))?;
        Ok(())
    }

    /// Takes the block off a channel's account.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn lift_block(&self, channel: Channel) -> Result<()> {
        self.connection
            .prepare_cached("DELETE FROM account_blocks WHERE channel = ?1")
            .and_then(|mut statement| statement.execute([channel.word()]))
            .map_err(sql("unblock an account"))?;
        Ok(())
    }
}
