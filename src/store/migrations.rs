//! The embedded migrations: run forward and back, with the file copied aside first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use rusqlite::Connection;
use rusqlite_migration::{Error, Migrations, MigrationsBuilder};

use super::errors::sql;
use super::{SenderLock, change, files, locks, open, recognise, tables};
use crate::domain::clock::Now;
use crate::failure::{Failure, Result};

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

static MIGRATIONS: LazyLock<std::result::Result<Migrations<'static>, String>> =
    LazyLock::new(|| {
        MigrationsBuilder::from_directory(&FOLDER)
            .map(|steps| guarded(steps, names().len()))
            .map_err(|error| error.to_string())
    });

/// Each step looks after itself within the transaction, so that a step that does harm leaves
/// nothing behind, and the next start finds the book as it was.
fn guarded(steps: MigrationsBuilder<'static>, count: usize) -> Migrations<'static> {
    (1..=count)
        .fold(steps, |steps, id| {
            steps.edit(id, |step| {
                step.foreign_key_check().set_up_hook(tables::children_kept)
            })
        })
        .finalize()
}

fn migrations() -> Result<&'static Migrations<'static>> {
    MIGRATIONS.as_ref().map_err(|error| {
        Failure::book("The program's own migrations cannot be read.").because(error)
    })
}

/// The names of the migrations, in order ("01-business" …).
#[must_use]
pub(super) fn names() -> Vec<String> {
    let mut names: Vec<String> = FOLDER
        .dirs()
        .map(|dir| dir.path().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The version of the newest migration.
pub(super) fn latest() -> i64 {
    i64::try_from(names().len()).unwrap_or(i64::MAX)
}

/// The version of an open file; 0 for an empty one.
pub(super) fn version(connection: &Connection) -> Result<i64> {
    connection
        .query_row("SELECT user_version FROM pragma_user_version", [], |row| {
            row.get(0)
        })
        .map_err(sql("read the version of the book"))
}

/// Brings an open file to a version, or leaves it as it is. Foreign keys are off meanwhile, so that
/// dropping a table cannot cascade, and are checked before anything is kept.
pub(super) fn to_version(connection: &mut Connection, version: i64) -> Result<()> {
    go(migrations()?, connection, version)
}

fn go(migrations: &Migrations<'_>, connection: &mut Connection, version: i64) -> Result<()> {
    let target = usize::try_from(version).unwrap_or(usize::MAX);
    change::disarm(connection).map_err(sql("prepare the book for a new version"))?;
    tables::count_children(connection).map_err(sql("prepare the book for a new version"))?;
    connection
        .pragma_update(None, "foreign_keys", false)
        .map_err(sql("prepare the book for a new version"))?;
    let done = migrations
        .to_version(connection, target)
        .map_err(not_brought);
    connection
        .pragma_update(None, "foreign_keys", true)
        .map_err(sql("finish the new version of the book"))?;
    done
}

fn not_brought(error: Error) -> Failure {
    if let Error::RusqliteError { err, .. } = error {
        return sql("bring the book to another version")(err);
    }
    let why = if let Error::ForeignKeyCheck(rows) = &error {
        format!("{} rows would name rows that do not exist.", rows.len())
    } else if let Error::Hook(why) = error {
        why
    } else {
        error.to_string()
    };
    Failure::book("The book cannot be brought to another version without harm.")
        .because(why)
        .hint("the book is as it was before; keep using the payme that wrote it")
}

/// Where a file stands among the versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Version of the file.
    pub version: i64,
    /// Version of the newest migration.
    pub latest: i64,
    /// Names of the migrations that are still to run.
    pub pending: Vec<String>,
    /// The file.
    pub book: PathBuf,
    /// Its size in bytes, with what is still in the write-ahead log.
    pub size: u64,
}

/// Says where a file stands, without changing it.
///
/// # Errors
/// Book, when it does not exist, is not a payme book, or cannot be read.
pub fn status(path: &Path) -> Result<Status> {
    let connection = open::look(path)?;
    let version = version(&connection)?;
    let done = usize::try_from(version).unwrap_or(usize::MAX);
    let pending = names().into_iter().skip(done).collect();
    Ok(Status {
        version,
        latest: latest(),
        pending,
        book: path.to_path_buf(),
        size: files::size(path),
    })
}

/// Brings a file to the newest version; answers the copy that was made before, if it changed.
///
/// # Errors
/// Book, when it cannot be opened, is newer than this program, or a migration fails: then it stays as
/// it was. Waiting, when another process sends for the book.
pub fn migrate(path: &Path, now: Now) -> Result<Option<PathBuf>> {
    let path = locks::real(path);
    recognise::refuse_strangers(&path)?;
    let _lock = locks::lock(&path)?;
    let mut connection = open::connect(&path)?;
    open::bring_up(&mut connection, &path, now)
}

/// What taking back migrations did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolledBack {
    /// The copy that was made before.
    pub copy: PathBuf,
    /// What is only in that copy now.
    pub lost: Vec<Lost>,
}

/// Rows that an older version has no place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// What they are ("messages").
    pub what: String,
    /// How many; at least one.
    pub rows: i64,
}

/// Takes back the last `steps` migrations; answers the copy that was made before, and what went.
///
/// # Errors
/// Usage, when there are fewer migrations; book, when it cannot be opened or a migration fails: then
/// it stays as it was. Waiting, when another process sends for the book.
pub fn rollback(path: &Path, steps: i64, now: Now) -> Result<RolledBack> {
    let path = locks::real(path);
    recognise::refuse_strangers(&path)?;
    let _lock = locks::lock(&path)?;
    let mut connection = open::connect(&path)?;
    let version = version(&connection)?;
    if steps < 1 || steps > version {
        return Err(Failure::usage(format!(
            "The book is at version {version}: {steps} steps back are not possible."
        ))
        .hint(format!("give --steps between 1 and {version}")));
    }
    let _sender = SenderLock::take(&path)?;
    let before = counted(&connection)?;
    let why = format!("before-rollback-v{version}");
    let copy = files::copy_aside(&connection, &path, &why, now)?;
    files::or_remove(&copy, to_version(&mut connection, version - steps))?;
    let after = counted(&connection)?;
    let lost = before
        .into_iter()
        .filter(|(name, rows)| *rows > 0 && !after.contains_key(name))
        .map(|(name, rows)| Lost {
            what: name.replace('_', " "),
            rows,
        })
        .collect();
    Ok(RolledBack { copy, lost })
}

/// What is in the book, by its words, and how much of each.
fn counted(connection: &Connection) -> Result<BTreeMap<String, i64>> {
    let read = || -> rusqlite::Result<BTreeMap<String, i64>> {
        let mut all = tables::rows(connection)?;
        all.extend(tables::marks(connection)?);
        Ok(all)
    };
    read().map_err(sql("count what is in the book"))
}

#[cfg(test)]
#[path = "migrations_tests.rs"]
mod tests;
