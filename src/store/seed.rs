//! The reference seeds: what every book needs before its first client.
//!
//! The files of `seeds/reference` run in the order of their numbers, which is an order that foreign
//! keys allow. A `.json` file names what it holds by its top-level fields; a folder of templates
//! holds `LANGUAGE/KIND.txt` for e-mail and `LANGUAGE/sms/KIND.txt` for text messages. They run
//! once, on a book that has no policy yet. In a book that has data nothing of it is replaced, but
//! the templates that a newer payme has more than the book are added.

use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash, Hasher};

use include_dir::{Dir, DirEntry, File, include_dir};
use rusqlite::params;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::change::{Tx, Undo};
use super::errors::sql;
use super::{Book, View};
use crate::domain::clock::Now;
use crate::domain::currency::Currency;
use crate::domain::decimal;
use crate::domain::interest::{Rate, Rates, Series};
use crate::domain::message::StoredTemplate;
use crate::domain::party::{Profile, ThankYou};
use crate::domain::policy::{Channel, Policy, Stage, Tone, Ways};
use crate::domain::wording::Template;
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
        let word = file_word(language.path().file_name());
        for file in language.files() {
            templates.push(template(file, Channel::Email, &word)?);
        }
        for channel in language.dirs() {
            let name = file_word(channel.path().file_name());
            let over = Channel::from_word(&name).ok_or_else(|| broken("templates", &name))?;
            for file in channel.files() {
                templates.push(template(file, over, &word)?);
            }
        }
    }
    templates
        .sort_by(|a, b| (&a.kind, a.channel, &a.language).cmp(&(&b.kind, b.channel, &b.language)));
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

/// The rates of this program that a book lacks or has otherwise. What the user entered is left alone.
fn newer_rates(known: &Rates, ours: &[Rate]) -> Vec<Rate> {
    let missing = ours.iter().filter(|rate| {
        let same = known.of(rate.series).find(|one| one.from == rate.from);
        same.is_none_or(|one| !one.own && one.rate != rate.rate)
    });
    missing.cloned().collect()
}

fn template(file: &File<'static>, channel: Channel, language: &str) -> Result<StoredTemplate> {
    let path = file.path();
    let text = file
        .contents_utf8()
        .ok_or_else(|| broken(&path.to_string_lossy(), "it is not UTF-8"))?;
    let read = Template::read(channel, text)
        .map_err(|failure| broken(&path.to_string_lossy(), failure.message()))?;
    Ok(StoredTemplate {
        client: String::new(),
        kind: file_word(path.file_stem()),
        channel,
        language: language.to_owned(),
        subject: read.subject,
        body: read.body,
    })
}

fn file_word(part: Option<&OsStr>) -> String {
    part.map(|part| part.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The templates of this program that a book of an older one does not have. What is there stays as
/// it is.
fn newer_templates(
    present: &[StoredTemplate],
    mut ours: Vec<StoredTemplate>,
) -> Vec<StoredTemplate> {
    ours.retain(|new| {
        !present.iter().any(|old| {
            (&old.kind, old.channel, &old.language) == (&new.kind, new.channel, &new.language)
        })
    });
    ours
}

/// The setting that says which reference seeds a book has.
const SEEDED: &str = "reference";

/// Stands for all reference seeds of this program.
fn mark_of_seeds() -> String {
    fn add(folder: &Dir<'static>, hasher: &mut DefaultHasher) {
        for file in folder.files() {
            (file.path(), file.contents()).hash(hasher);
        }
        folder.dirs().for_each(|folder| add(folder, hasher));
    }
    let mut hasher = DefaultHasher::new();
    add(&FOLDER, &mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Brings what a newer program knows more into a book that is there already.
fn renew(book: &mut Book, now: Now) -> Result<()> {
    let mark = mark_of_seeds();
    if book.view().setting(SEEDED)?.as_ref() == Some(&mark) {
        return Ok(());
    }
    book.change(now, Undo::Note, |tx| {
        let templates = newer_templates(&tx.templates()?, reference_templates()?);
        let rates = newer_rates(&tx.rates()?, &reference_rates()?);
        templates.iter().try_for_each(|new| tx.set_template(new))?;
        for rate in &rates {
            tx.put_rate(rate, false)?;
        }
        tx.set_setting(SEEDED, &mark)?;
        let counted = |count: usize, noun: &str| match count {
            0 => None,
            1 => Some(format!("1 {noun}")),
            more => Some(format!("{more} {noun}s")),
        };
        let brought = [
            counted(templates.len(), "template"),
            counted(rates.len(), "interest rate"),
        ];
        let brought: Vec<String> = brought.into_iter().flatten().collect();
        let line = if brought.is_empty() {
            String::new()
        } else {
            format!("Took over {} of this version", brought.join(" and "))
        };
        Ok(((), line))
    })
}

/// Seeds a new book; to any other it brings what this program knows more.
pub(super) fn reference(book: &mut Book, now: Now) -> Result<()> {
    if book.view().is_seeded()? {
        return renew(book, now);
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
        tx.set_setting(SEEDED, &mark_of_seeds())?;
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
