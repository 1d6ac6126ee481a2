//! The reference seeds: what every book needs before its first client.
//!
//! The files of `seeds/reference` run in the order of their numbers, which is an order that foreign
//! keys allow. A `.json` file names what it holds by its top-level fields; a folder of templates
//! holds `LANGUAGE/KIND.txt`. They run once, on a book that has no policy yet, and never again: a
//! book that has data is not touched.

use include_dir::{Dir, DirEntry, include_dir};
use rusqlite::params;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::change::{Tx, Undo};
use super::errors::sql;
use super::{Book, View};
use crate::domain::clock::Now;
use crate::domain::currency::Currency;
use crate::domain::decimal;
use crate::domain::interest::{Rate, Series};
use crate::domain::message::StoredTemplate;
use crate::domain::party::{Profile, ThankYou};
use crate::domain::policy::{Channel, Policy, Stage, Tone, Ways};
use crate::failure::{Failure, Result};

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/seeds/reference");

/// The fields that a seed file may have. Each is a list of rows.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SeedFile {
    policies: Vec<PolicySeed>,
    tax_presets: Vec<TaxPresetSeed>,
    interest_rates: Vec<InterestRateSeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicySeed {
    key: String,
    name: String,
    interval_days: i64,
    cap: i64,
    minimum: String,
    stages: Vec<StageSeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StageSeed {
    name: String,
    days: i64,
    tone: String,
    channel: String,
    enabled: bool,
    unattended: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaxPresetSeed {
    country: String,
    name: String,
    category: String,
    rate: String,
    note: String,
    default: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InterestRateSeed {
    series: String,
    from: String,
    rate: String,
    source: String,
}

fn broken(what: &str, why: impl std::fmt::Display) -> Failure {
    Failure::book(format!("The program's own seed {what} cannot be read.")).because(why)
}

impl PolicySeed {
    fn policy(&self) -> Result<Policy> {
        let stage = |seed: &StageSeed| -> Result<Stage> {
            Ok(Stage {
                name: seed.name.clone(),
                days: seed.days,
                tone: Tone::from_word(&seed.tone).ok_or_else(|| broken(&self.key, &seed.tone))?,
                channel: Ways::from_word(&seed.channel)
                    .ok_or_else(|| broken(&self.key, &seed.channel))?,
                enabled: seed.enabled,
                interest: false,
                unattended: seed.unattended,
            })
        };
        Ok(Policy {
            key: self.key.clone(),
            name: self.name.clone(),
            interval_days: self.interval_days,
            cap: self.cap,
            minimum: decimal::parse(&self.minimum).unwrap_or(Decimal::ZERO),
            stages: self.stages.iter().map(stage).collect::<Result<_>>()?,
        })
    }
}

impl InterestRateSeed {
    fn rate(&self) -> Result<Rate> {
        let wrong = || broken(&self.series, format!("{} {}", self.from, self.rate));
        Ok(Rate {
            series: Series::from_word(&self.series).ok_or_else(wrong)?,
            from: self.from.parse().ok().ok_or_else(wrong)?,
            rate: decimal::parse(&self.rate)?,
            source: self.source.clone(),
            own: false,
        })
    }
}

impl View<'_> {
    fn is_seeded(&self) -> Result<bool> {
        self.connection
            .query_row("SELECT EXISTS (SELECT 1 FROM policies)", [], |row| {
                row.get(0)
            })
            .map_err(sql("look for the reference data"))
    }
}

impl Tx<'_> {
    fn seed_tax_preset(&self, seed: &TaxPresetSeed) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO tax_presets (country, name, category, rate, note, preferred)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    seed.country,
                    seed.name,
                    seed.category,
                    seed.rate,
                    seed.note,
                    seed.default
                ])
            })
            .map_err(sql("seed the tax presets"))?;
        Ok(())
    }

    fn seed_file(&self, name: &str, text: &str) -> Result<()> {
        let file: SeedFile = serde_json::from_str(text).map_err(|error| broken(name, error))?;
        for seed in &file.policies {
            self.set_policy(&seed.policy()?)?;
        }
        for seed in &file.tax_presets {
            self.seed_tax_preset(seed)?;
        }
        for seed in &file.interest_rates {
            self.put_rate(&seed.rate()?, false)?;
        }
        Ok(())
    }

    fn seed_entry(&self, entry: &DirEntry<'static>) -> Result<()> {
        let name = entry.path().to_string_lossy();
        match entry {
            DirEntry::File(file) => {
                let text = file
                    .contents_utf8()
                    .ok_or_else(|| broken(&name, "it is not UTF-8"))?;
                self.seed_file(&name, text)
            }
            DirEntry::Dir(_) => reference_templates()?
                .iter()
                .try_for_each(|template| self.set_template(template)),
        }
    }
}

/// The templates that come with the program, in every language: what "reset to ours" goes back to.
///
/// # Errors
/// Book, when the program's own files are broken.
pub fn reference_templates() -> Result<Vec<StoredTemplate>> {
    let mut templates = Vec::new();
    let folder = FOLDER
        .dirs()
        .find(|dir| dir.path().to_string_lossy().ends_with("templates"))
        .ok_or_else(|| broken("templates", "the folder is missing"))?;
    for language in folder.dirs() {
        for file in language.files() {
            let path = file.path();
            let name = path.to_string_lossy();
            let (subject, body) = file
                .contents_utf8()
                .and_then(|text| text.strip_prefix("Subject: "))
                .and_then(|text| text.split_once("\n\n"))
                .ok_or_else(|| broken(&name, "it does not begin with a subject"))?;
            let word = |part: Option<&std::ffi::OsStr>| {
                part.map(|part| part.to_string_lossy().into_owned())
                    .unwrap_or_default()
            };
            templates.push(StoredTemplate {
                kind: word(path.file_stem()),
                channel: Channel::Email,
                language: word(language.path().file_name()),
                subject: subject.trim().to_owned(),
                body: body.to_owned(),
            });
        }
    }
    templates.sort_by(|a, b| (&a.kind, &a.language).cmp(&(&b.kind, &b.language)));
    Ok(templates)
}

/// The interest rates that come with the program.
///
/// # Errors
/// Book, when the program's own files are broken.
pub fn reference_rates() -> Result<Vec<Rate>> {
    let mut rates = Vec::new();
    for file in FOLDER.files() {
        let name = file.path().to_string_lossy();
        if !name.contains("interest-rates") {
            continue;
        }
        let text = file
            .contents_utf8()
            .ok_or_else(|| broken(&name, "it is not UTF-8"))?;
        let seeds: SeedFile = serde_json::from_str(text).map_err(|error| broken(&name, error))?;
        for seed in &seeds.interest_rates {
            rates.push(seed.rate()?);
        }
    }
    Ok(rates)
}

/// Brings the rates of a newer program into a book that is there already. What the user entered is
/// left alone.
fn newer_rates(book: &mut Book, now: Now, ours: &[Rate]) -> Result<()> {
    let known = book.view().rates()?;
    let missing: Vec<&Rate> = ours
        .iter()
        .filter(|rate| {
            let same = known.of(rate.series).find(|one| one.from == rate.from);
            same.is_none_or(|one| !one.own && one.rate != rate.rate)
        })
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    book.change(now, Undo::Note, |tx| {
        for rate in &missing {
            tx.put_rate(rate, false)?;
        }
        let count = match missing.len() {
            1 => "1 interest rate".to_owned(),
            more => format!("{more} interest rates"),
        };
        Ok(((), format!("Took over {count} that came with this version")))
    })
}

/// Seeds a new book; on any other it only brings newer interest rates.
pub(super) fn reference(book: &mut Book, now: Now) -> Result<()> {
    if book.view().is_seeded()? {
        return newer_rates(book, now, &reference_rates()?);
    }
    let mut entries: Vec<&DirEntry<'static>> = FOLDER.entries().iter().collect();
    entries.sort_by_key(|entry| entry.path());
    book.change(now, Undo::Bulk, |tx| {
        for entry in entries {
            tx.seed_entry(entry)?;
        }
        if tx.profile().is_err() {
            tx.set_profile(&empty_profile())?;
        }
        Ok(((), "Made the book".to_owned()))
    })
}

fn empty_profile() -> Profile {
    Profile {
        name: String::new(),
        email: String::new(),
        phone: String::new(),
        address: Vec::new(),
        country: String::new(),
        tax_id: String::new(),
        iban: String::new(),
        bic: String::new(),
        currency: Currency::EUR,
        language: "en".to_owned(),
        terms_days: 30,
        signature: String::new(),
        usual_tax: String::new(),
        thank_you: ThankYou::Off,
    }
}
