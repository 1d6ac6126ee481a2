//! What starts the unattended run on this machine: a systemd unit of the user, or a line of the
//! crontab.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::secret::{all_text, stop, wait_for, wait_for_end};

/// What starts, or would start, `payme reminder send --unattended`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timer {
    /// A systemd timer that is enabled.
    Enabled(String),
    /// A systemd timer that is not enabled.
    Disabled(String),
    /// A systemd service that no timer starts.
    NoTimer(String),
    /// A line of the crontab.
    Cron,
}

/// Looks for timers in the folder of the user's systemd units (`~/.config/systemd/user`) and in the
/// crontab. What cannot be read is as if it were not there; `crontab` is given `limit`.
#[must_use]
pub fn timers(units: &Path, limit: Duration) -> Vec<Timer> {
    let mut found = from_units(units);
    if crontab(limit).is_some_and(|text| text.lines().any(is_cron_line)) {
        found.push(Timer::Cron);
    }
    found
}

/// Whether a command line is an unattended run.
fn runs_us(line: &str) -> bool {
    line.contains("payme") && line.contains("--unattended")
}

fn is_cron_line(line: &str) -> bool {
    !line.trim_start().starts_with('#') && runs_us(line)
}

fn from_units(folder: &Path) -> Vec<Timer> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort_unstable();
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
    let is_ours = |line: &str| line.trim_start().starts_with("Exec") && runs_us(line);
    let services = names
        .iter()
        .filter(|name| name.ends_with(".service") && text(name).lines().any(is_ours));
    services
        .map(|service| {
            let stem = service.trim_end_matches(".service");
            let starts = |timer: &&String| {
                let named = format!("Unit={service}");
                let same = timer.as_str() == format!("{stem}.timer");
                timer.ends_with(".timer")
                    && (same || text(timer).lines().any(|l| l.trim() == named))
            };
            match names.iter().find(starts) {
                None => Timer::NoTimer(service.clone()),
                Some(timer) => {
                    // `systemctl enable` puts a link there.
                    let link = folder.join("timers.target.wants").join(timer);
                    if link.symlink_metadata().is_ok() {
                        Timer::Enabled(timer.clone())
                    } else {
                        Timer::Disabled(timer.clone())
                    }
                }
            }
        })
        .collect()
}

/// The user's crontab; nothing when there is none, no such program, or it takes too long.
fn crontab(limit: Duration) -> Option<String> {
    let mut child = Command::new("crontab")
        .arg("-l")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let said = all_text(child.stdout.take());
    let deadline = Instant::now() + limit;
    let text = wait_for(&said, deadline);
    match wait_for_end(&mut child, deadline) {
        Some(true) => text,
        Some(false) => None,
        None => {
            stop(&mut child);
            None
        }
    }
}

#[cfg(test)]
#[path = "timer_tests.rs"]
mod tests;
