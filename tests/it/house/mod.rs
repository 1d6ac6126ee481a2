//! The house keeps its order: the arrows between the rooms, and files that one can read at a go.

mod source;

use std::fs;
use std::path::{Path, PathBuf};

use source::paths;

/// The rooms, and which others each may name. `main` and `lib` tie all together.
const ARROWS: &[(&str, &[&str])] = &[
    ("failure", &[]),
    ("domain", &["failure"]),
    ("store", &["failure", "domain"]),
    ("documents", &["failure", "domain"]),
    ("delivery", &["failure", "domain"]),
    ("exchange", &["failure", "domain"]),
    (
        "usecases",
        &[
            "failure",
            "domain",
            "store",
            "documents",
            "delivery",
            "exchange",
        ],
    ),
    ("config", &["failure", "domain", "delivery"]),
    (
        "cli",
        &[
            "failure",
            "domain",
            "store",
            "documents",
            "delivery",
            "exchange",
            "usecases",
            "config",
        ],
    ),
    ("tui/model", &["failure", "domain"]),
    ("tui/view", &["failure", "domain", "tui/model"]),
    (
        "tui/runtime",
        &[
            "failure",
            "domain",
            "store",
            "documents",
            "delivery",
            "exchange",
            "usecases",
            "config",
            "tui/model",
            "tui/view",
        ],
    ),
    (
        "tui",
        &[
            "failure",
            "domain",
            "config",
            "tui/model",
            "tui/view",
            "tui/runtime",
        ],
    ),
];

/// Crates that only some rooms may name.
const CRATES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("rusqlite_migration", &["store"]),
    ("lettre", &["delivery"]),
    ("tokio", &["delivery"]),
    ("tokio_rustls", &["delivery"]),
    ("rustls", &["delivery"]),
    ("rustls_native_certs", &["delivery"]),
    ("rustls_pki_types", &["delivery"]),
    (
        "ratatui",
        &["tui", "tui/model", "tui/view", "tui/runtime", "main"],
    ),
    (
        "crossterm",
        &["tui", "tui/model", "tui/view", "tui/runtime", "main"],
    ),
];

/// Ends of paths that read the clock or the environment, and where that may happen.
const OUTSIDE: &[&[&str]] = &[
    &["Utc", "now"],
    &["Local", "now"],
    &["SystemTime", "now"],
    &["std", "env"],
    &["env", "var"],
    &["env", "var_os"],
    &["env", "vars"],
    &["env", "args"],
    &["env", "args_os"],
    &["env", "current_dir"],
];
const OUTSIDE_ROOMS: &[&str] = &["main", "config", "cli", "tui/runtime"];

const LONGEST_FILE: usize = 500;

/// The room of a file or a module, from its path below `src` or below the crate's root.
fn room(segments: &[String]) -> String {
    let first = segments.first().map_or("lib", String::as_str);
    let second = segments.get(1).map_or("", String::as_str);
    match (first, second) {
        ("tui", "model" | "view" | "runtime") => format!("tui/{second}"),
        (first, _) => first.to_owned(),
    }
}

/// A file's place in the module tree: `src/domain/input/mod.rs` is `domain::input`.
fn module(file: &str) -> Vec<String> {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    let mut segments: Vec<String> = path.split('/').map(str::to_owned).collect();
    if segments.last().is_some_and(|last| last == "mod") {
        segments.pop();
    }
    segments
}

/// The path from the crate's root, when a path stays inside the crate.
fn inside(module: &[String], segments: &[String]) -> Option<Vec<String>> {
    let mut place = match segments.first().map(String::as_str) {
        Some("crate" | "payme") => Vec::new(),
        Some("self" | "super") => module.to_vec(),
        Some(_) | None => return None,
    };
    for segment in segments {
        match segment.as_str() {
            "super" => {
                place.pop();
            }
            "crate" | "payme" | "self" => {}
            other => place.push(other.to_owned()),
        }
    }
    Some(place)
}

fn ends_with(path: &[String], end: &[&str]) -> bool {
    path.windows(end.len()).any(|part| part == end)
}

/// Every line of a file that breaks an arrow, with its file, its line and what is wrong.
fn breaches(file: &str, source: &str) -> Vec<String> {
    let module = module(file);
    let own = room(&module);
    let is_test = file.ends_with("_tests.rs");
    let mut found = Vec::new();
    for path in paths(source) {
        let text = path.segments.join("::");
        let mut breach = |what: &str| found.push(format!("{file}:{}: {what} ({text})", path.line));
        match inside(&module, &path.segments) {
            Some(target) => {
                let target = room(&target);
                let known = ARROWS.iter().any(|(name, _)| *name == target);
                if known && !may_name(&own, &target) {
                    breach(&format!("{own} must not name {target}"));
                }
            }
            None => {
                for (name, rooms) in CRATES {
                    if path.segments[0] == *name && !rooms.contains(&own.as_str()) {
                        breach(&format!("{name} belongs to {}", rooms.join(", ")));
                    }
                }
            }
        }
        let reads_outside = OUTSIDE.iter().any(|end| ends_with(&path.segments, end));
        if reads_outside && !is_test && !OUTSIDE_ROOMS.contains(&own.as_str()) {
            breach("the clock and the environment are read only in main, config, cli, tui/runtime");
        }
    }
    found
}

fn may_name(own: &str, target: &str) -> bool {
    own == target
        || matches!(own, "main" | "lib")
        || ARROWS
            .iter()
            .any(|(name, allowed)| *name == own && allowed.contains(&target))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, as its path from the root with `/`, and its text.
fn rust_files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root()).unwrap();
            let parts: Vec<_> = name.iter().map(|part| part.to_str().unwrap()).collect();
            found.push((parts.join("/"), fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn no_room_names_what_it_must_not() {
    let files = rust_files(&root().join("src"));
    assert!(files.len() > 10, "the sources are found");
    let found: Vec<String> = files
        .iter()
        .flat_map(|(file, source)| breaches(file, source))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_file_stands_in_a_known_room() {
    for (file, _) in rust_files(&root().join("src")) {
        let room = room(&module(&file));
        let known =
            matches!(room.as_str(), "main" | "lib") || ARROWS.iter().any(|(name, _)| *name == room);
        assert!(known, "{file} stands in no room of the house");
    }
}

#[test]
fn no_file_is_too_long_to_read() {
    let found: Vec<String> = rust_files(&root().join("src"))
        .iter()
        .filter_map(|(file, source)| too_long(file, source))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// Whether a file is too long, and how long; tests and generated files apart.
fn too_long(file: &str, source: &str) -> Option<String> {
    let apart = file.ends_with("_tests.rs") || source.lines().take(5).any(is_generated);
    let lines = source.lines().count();
    (!apart && lines > LONGEST_FILE)
        .then(|| format!("{file} has {lines} lines; {LONGEST_FILE} are the most"))
}

#[test]
fn a_file_of_501_lines_is_caught() {
    let (most, more) = ("\n".repeat(500), "\n".repeat(501));
    assert_eq!(too_long("src/store/a.rs", &most), None);
    assert_eq!(
        too_long("src/store/a.rs", &more).as_deref(),
        Some("src/store/a.rs has 501 lines; 500 are the most")
    );
    assert_eq!(too_long("src/store/a_tests.rs", &more), None);
    let generated = format!("// @generated by a build script\n{more}");
    assert_eq!(too_long("src/store/a.rs", &generated), None);
}

fn is_generated(line: &str) -> bool {
    line.starts_with("//") && line.contains("@generated")
}

/// Lines that must be caught, each in a file of a room.
const FORBIDDEN: &[(&str, &str)] = &[
    ("src/domain/money.rs", "use crate::store::Book;"),
    ("src/domain/money.rs", "use super::super::usecases;"),
    (
        "src/domain/reminder/plan.rs",
        "use crate::{failure::Failure, delivery::{smtp}};",
    ),
    ("src/domain/clock.rs", "let now = chrono::Utc::now();"),
    (
        "src/domain/clock.rs",
        "use chrono::Local; fn f() { Local::now(); }",
    ),
    (
        "src/domain/clock.rs",
        "fn f() { std::time::SystemTime::now(); }",
    ),
    ("src/store/open.rs", "use crate::usecases::issue;"),
    ("src/store/open.rs", "let home = std::env::var(\"HOME\");"),
    (
        "src/store/open.rs",
        "use std::env; fn f() { env::var_os(\"HOME\"); }",
    ),
    ("src/delivery/mod.rs", "use crate::store::Book;"),
    ("src/usecases/send.rs", "use crate::tui::model::Model;"),
    ("src/usecases/send.rs", "fn f(row: &rusqlite::Row) {}"),
    ("src/usecases/send.rs", "use crate::config::Settings;"),
    ("src/exchange/json.rs", "use rusqlite;"),
    ("src/cli/due.rs", "use lettre::Message;"),
    ("src/cli/due.rs", "use ratatui::Frame;"),
    ("src/cli/due.rs", "use crate::tui::runtime;"),
    ("src/config/mod.rs", "use crossterm::style::Color;"),
    ("src/tui/model/mod.rs", "use crate::store::Book;"),
    ("src/tui/model/mod.rs", "use crate::tui::view::theme;"),
    ("src/tui/model/mod.rs", "use super::view::theme;"),
    ("src/tui/view/send.rs", "use crate::usecases::send;"),
    ("src/tui/view/send.rs", "use crate::tui::runtime::Worker;"),
    ("src/tui/view/mod.rs", "use tokio::net::TcpStream;"),
];

#[test]
fn a_forbidden_line_is_caught() {
    for (file, line) in FORBIDDEN {
        let source = format!("//! A room.\n{line}\n");
        let found = breaches(file, &source);
        assert!(!found.is_empty(), "{line} in {file} is not caught");
        assert!(found[0].starts_with(&format!("{file}:2: ")), "{found:?}");
    }
}

#[test]
fn what_the_arrows_allow_is_let_through() {
    for (file, line) in [
        (
            "src/domain/money.rs",
            "use super::currency::Currency; use crate::failure::Failure;",
        ),
        (
            "src/domain/reminder/plan.rs",
            "use super::super::money::Money; use chrono::Utc;",
        ),
        (
            "src/store/open.rs",
            "use rusqlite::Connection; // crate::usecases and std::env",
        ),
        (
            "src/delivery/mod.rs",
            "use lettre::Message; const S: &str = \"crate::store\";",
        ),
        (
            "src/usecases/send.rs",
            "use crate::{store::Book, delivery, exchange};",
        ),
        (
            "src/config/mod.rs",
            "let home = std::env::var_os(\"HOME\");",
        ),
        (
            "src/cli/due.rs",
            "use crate::{usecases, config}; let now = chrono::Local::now();",
        ),
        (
            "src/tui/view/send.rs",
            "use crate::tui::model::Model; use ratatui::Frame;",
        ),
        (
            "src/tui/runtime/clock.rs",
            "let now = chrono::Utc::now(); use super::super::model;",
        ),
        (
            "src/main.rs",
            "use payme::{cli, tui}; fn f() { ratatui::init(); std::env::args(); }",
        ),
    ] {
        let found = breaches(file, line);
        assert!(found.is_empty(), "{found:?}");
    }
}
