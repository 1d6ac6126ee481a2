//! An empty home of its own for the real program: nothing of the machine leaks in.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The day that every test lives on: a Tuesday.
pub(crate) const TODAY: &str = "2026-11-24";

/// A home directory with its own book and settings.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Settings that send by a server on this computer, on a plain line without login.
    pub(crate) fn mail_to(&self, port: u16) {
        self.write(
            ".config/payme/config.toml",
            &format!(
                "[mail]\ntransport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {port}\n\
                 encryption = \"none\"\nfrom = \"Ana Lind <ana@lind.example>\"\n\
                 per_minute = 600\nper_day = 1000\n"
            ),
        );
    }

    /// The program with a clean environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_payme"));
        command
            .env_clear()
            .env("HOME", self.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("PAYME_TODAY", TODAY)
            .env("LC_ALL", "C.UTF-8")
            .current_dir(self.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .args(arguments);
        command
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().unwrap()
    }

    pub(crate) fn output(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that must succeed.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "payme {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command with `--json`, whatever its exit code, and reads its one document.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let output = self.output(&[arguments, &["--json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("payme {arguments:?}: {error}: {said}"))
    }

    /// A book with `count` clients, each with one invoice that is `days` days late.
    pub(crate) fn import_overdue(&self, count: usize) {
        let file = self.write("overdue.json", &overdue(count).to_string());
        self.run(&["import", "json", file.to_str().unwrap()]);
    }
}

/// A book of `count` clients, each with one invoice twelve days late: the firm stage is due.
pub(crate) fn overdue(count: usize) -> Value {
    let clients: Vec<Value> = (1..=count)
        .map(|n| {
            json!({
                "key": format!("client-{n:02}"), "name": format!("Client {n:02} GmbH"),
                "country": "DE", "language": "en",
                "contacts": [{"name": "Jonas Falk", "email": format!("ap@client-{n:02}.example"),
                    "role": "to"}],
            })
        })
        .collect();
    let invoices: Vec<Value> = (1..=count)
        .map(|n| {
            json!({
                "client": format!("client-{n:02}"), "number": format!("2026-{n:03}"),
                "issued_on": "2026-10-13", "due_on": "2026-11-12", "currency": "EUR",
                "lines": [{"description": "Design sprint", "quantity": "1", "unit": "DAY",
                    "unit_price": "600.00", "tax": {"category": "S", "rate": "19"}}],
            })
        })
        .collect();
    json!({
        "payme": 1,
        "profile": {"name": "Ana Lind Design", "email": "ana@lind.example", "country": "DE"},
        "clients": clients, "invoices": invoices,
    })
}
