//! Policies and their stages.

use rusqlite::params;

use super::errors::sql;
use super::rows::{get, number, word};
use super::{Tx, View};
use crate::domain::decimal;
use crate::domain::policy::{Policy, Stage, Tone, Ways};
use crate::failure::Result;

impl View<'_> {
    /// Every policy with its stages by days, ordered by key.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn policies(&self) -> Result<Vec<Policy>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id, key, name, interval_days, cap, minimum FROM policies ORDER BY key",
            )
            .map_err(sql("read the policies"))?;
        let mut rows = statement.query([]).map_err(sql("read the policies"))?;
        let mut policies = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the policies"))? {
            policies.push(Policy {
                key: get(row, "key")?,
                name: get(row, "name")?,
                interval_days: get(row, "interval_days")?,
                cap: get(row, "cap")?,
                minimum: number(row, "minimum")?,
                stages: self.stages(get(row, "id")?)?,
            });
        }
        Ok(policies)
    }

    fn stages(&self, policy: i64) -> Result<Vec<Stage>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT name, days, tone, channel, enabled, interest, unattended FROM stages WHERE policy_id = ?1
                 ORDER BY days, id",
            )
            .map_err(sql("read the stages"))?;
        let mut rows = statement.query([policy]).map_err(sql("read the stages"))?;
        let mut stages = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the stages"))? {
            stages.push(Stage {
                name: get(row, "name")?,
                days: get(row, "days")?,
                tone: word(row, "tone", Tone::from_word)?,
                channel: word(row, "channel", Ways::from_word)?,
                enabled: get(row, "enabled")?,
                interest: get(row, "interest")?,
                unattended: get(row, "unattended")?,
            });
        }
        Ok(stages)
    }
}

impl Tx<'_> {
    /// Makes or replaces a policy by its key, with all its stages.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn set_policy(&self, policy: &Policy) -> Result<()> {
        let id: i64 = self
            .connection
            .prepare_cached(
                "INSERT INTO policies (key, name, interval_days, cap, minimum)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (key) DO UPDATE SET name = ?2, interval_days = ?3, cap = ?4,
                    minimum = ?5
                 RETURNING id",
            )
            .and_then(|mut statement| {
                statement.query_row(
                    params![
                        policy.key,
                        policy.name,
                        policy.interval_days,
                        policy.cap,
                        decimal::plain(policy.minimum),
                    ],
                    |row| row.get(0),
                )
            })
            .map_err(sql("save a policy"))?;
        self.connection
            .prepare_cached("DELETE FROM stages WHERE policy_id = ?1")
            .and_then(|mut statement| statement.execute([id]))
            .map_err(sql("save a policy"))?;
        for stage in &policy.stages {
            self.connection
                .prepare_cached(
                    "INSERT INTO stages (policy_id, name, days, tone, channel, enabled,
                        interest, unattended)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )
                .and_then(|mut statement| {
                    statement.execute(params![
                        id,
                        stage.name,
                        stage.days,
                        stage.tone.word(),
                        stage.channel.word(),
                        stage.enabled,
                        stage.interest,
                        stage.unattended,
                    ])
                })
                .map_err(sql("save a stage"))?;
        }
        Ok(())
    }
}
