//! Reading `[sms]`, `[sms.webhook]` and `[sms.command]`.

use std::path::PathBuf;
use std::time::Duration;

use super::{Sms, SmsTransport, host};
use crate::config::file::{Found, Section};
use crate::config::mail::{Base, folder_of, is_loopback};
use crate::config::paths::expand;
use crate::config::secret::SecretFrom;
use crate::delivery::sms::{Command, Hook, Https, gateway, twilio};
use crate::domain::quiet;
use crate::failure::{Failure, Result};

/// Where Twilio's API is.
const TWILIO: &str = "https://api.twilio.com";

/// The statuses of a webhook that say that the message was accepted.
const ACCEPT: [u16; 3] = [200, 201, 202];

const TRANSPORTS: &[(&str, Word)] = &[
    ("twilio", Word::Twilio),
    ("gateway", Word::Gateway),
    ("webhook", Word::Webhook),
    ("command", Word::Command),
    ("folder", Word::Folder),
];
const METHODS: &[(&str, &str)] = &[("POST", "POST"), ("PUT", "PUT"), ("PATCH", "PATCH")];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Twilio,
    Gateway,
    Webhook,
    Command,
    Folder,
}

/// Every key of the section that belongs to an account, before they are looked at together.
struct Raw {
    transport: Option<Found<Word>>,
    base_url: Option<Found<String>>,
    account: Option<Found<String>>,
    from: Option<Found<String>>,
    service: Option<Found<String>>,
    user: Option<Found<String>>,
    ca_file: Option<Found<String>>,
    password_command: Option<Found<String>>,
    password_env: Option<Found<String>>,
    timeout: Option<u32>,
}

pub(in crate::config) fn sms(mut section: Section<'_, '_>, base: &Base<'_>) -> Result<Sms> {
    let mut sms = Sms::beside(base.book);
    let raw = Raw {
        transport: section.word("transport", TRANSPORTS)?,
        base_url: section.text("base_url")?,
        account: section.text("account")?,
        from: section.text("from")?,
        service: section.text("messaging_service")?,
        user: section.text("user")?,
        ca_file: section.text("ca_file")?,
        password_command: section.text("password_command")?,
        password_env: section.text("password_env")?,
        timeout: section.number("timeout_seconds", 1..=600)?,
    };
    if let Some(found) = section.text("quiet_hours")? {
        let Some(hours) = quiet::hours(&found.value) else {
            let what = "must be two times such as \"19:00-09:00\", or \"\" for none";
            return Err(section.fault("quiet_hours", &found.span, what));
        };
        sms.quiet.hours = hours;
        // Who switches the hours off does not expect a quiet Sunday.
        sms.quiet.sunday = hours.is_some();
    }
    if let Some(flag) = section.flag("quiet_sunday")? {
        sms.quiet.sunday = flag;
    }
    if let Some(count) = section.number("max_parts", 1..=20)? {
        sms.max_parts = usize::try_from(count).unwrap_or(1);
    }
    if let Some(count) = section.number("per_minute", 1..=10_000)? {
        sms.per_minute = count;
    }
    if let Some(count) = section.number("per_day", 1..=1_000_000)? {
        sms.per_day = count;
    }
    if let Some(folder) = section.text("folder")? {
        let start = folder_of(base.book);
        sms.folder = expand(&folder.value, &start, base.places, base.environment)?;
    }
    let webhook = section.nested("webhook", "sms.webhook")?;
    let command = section.nested("command", "sms.command")?;
    sms.transport = Reader {
        section: &section,
        raw: &raw,
        base,
    }
    .transport(webhook, command)?;
    section.finish()?;
    Ok(sms)
}

/// Reads what carries messages.
struct Reader<'r, 'a, 'i> {
    section: &'r Section<'a, 'i>,
    raw: &'r Raw,
    base: &'r Base<'r>,
}

impl Reader<'_, '_, '_> {
    fn transport(
        &self,
        webhook: Section<'_, '_>,
        command: Section<'_, '_>,
    ) -> Result<SmsTransport> {
        let word = self.word()?;
        for (section, of, name) in [
            (&webhook, Word::Webhook, "webhook"),
            (&command, Word::Command, "command"),
        ] {
            if let (true, Some(span)) = (word != of, section.first()) {
                let what = format!("does nothing without transport = \"{name}\" in [sms]");
                return Err(section.fault("", &span, &what));
            }
        }
        Ok(match word {
            Word::Folder => SmsTransport::Folder,
            Word::Twilio => self.twilio()?,
            Word::Gateway => self.gateway()?,
            Word::Webhook => self.webhook(webhook)?,
            Word::Command => self.command(command)?,
        })
    }

    /// An account that does nothing would let somebody believe that messages go there.
    fn word(&self) -> Result<Word> {
        if let Some(word) = &self.raw.transport {
            return Ok(word.value);
        }
        let keys = [
            ("base_url", &self.raw.base_url),
            ("account", &self.raw.account),
            ("from", &self.raw.from),
            ("messaging_service", &self.raw.service),
            ("user", &self.raw.user),
        ];
        for (key, found) in keys {
            if let Some(found) = found {
                let what = "does nothing without a transport such as \"twilio\"";
                return Err(self.section.fault(key, &found.span, what));
            }
        }
        Ok(Word::Folder)
    }

    fn lacks(&self, what: &str) -> Failure {
        let at = self.raw.transport.as_ref();
        let span = at.map_or(0..0, |word| word.span.clone());
        self.section.fault("transport", &span, what)
    }

    fn https(&self) -> Result<Https> {
        let Base {
            config_dir,
            places,
            environment,
            ..
        } = self.base;
        let file = self.raw.ca_file.as_ref();
        let file = file.map(|file| expand(&file.value, config_dir, places, environment));
        Ok(Https {
            limit: Duration::from_secs(self.raw.timeout.unwrap_or(30).into()),
            ca_file: file.transpose()?,
        })
    }

    fn base_url(&self, default: &str) -> Result<String> {
        let Some(found) = &self.raw.base_url else {
            return Ok(default.to_owned());
        };
        address(self.section, "base_url", found, true)?;
        Ok(found.value.trim().trim_end_matches('/').to_owned())
    }

    fn secret(&self, service: &str, user: &str) -> SecretFrom {
        SecretFrom::chosen(
            self.raw.password_command.as_ref(),
            self.raw.password_env.as_ref(),
            format!("payme sms {service}"),
            user,
        )
    }

    fn twilio(&self) -> Result<SmsTransport> {
        let sid = filled(self.raw.account.as_ref());
        let Some(sid) = sid.filter(|sid| sid.chars().all(|c| c.is_ascii_alphanumeric())) else {
            return Err(self.lacks("is \"twilio\" and needs account, the account sid (AC…)"));
        };
        let (number, service) = (
            filled(self.raw.from.as_ref()),
            filled(self.raw.service.as_ref()),
        );
        let from = match (number, service) {
            (Some(number), None) => twilio::From::Number(number),
            (None, Some(service)) => twilio::From::Service(service),
            (None, None) | (Some(_), Some(_)) => {
                let what = "is \"twilio\" and needs either from or messaging_service";
                return Err(self.lacks(what));
            }
        };
        let secret = self.secret("twilio", &sid);
        let account = twilio::Account {
            base_url: self.base_url(TWILIO)?,
            sid,
            from,
            https: self.https()?,
        };
        Ok(SmsTransport::Twilio(account, secret))
    }

    fn gateway(&self) -> Result<SmsTransport> {
        let base_url = self.base_url("")?;
        if base_url.is_empty() {
            let what = "is \"gateway\" and needs base_url, such as \
                        \"https://api.sms-gate.app/3rdparty/v1\"";
            return Err(self.lacks(what));
        }
        let Some(user) = filled(self.raw.user.as_ref()) else {
            return Err(self.lacks("is \"gateway\" and needs user and a password"));
        };
        let secret = self.secret(host(&base_url), &user);
        let account = gateway::Account {
            base_url,
            user,
            https: self.https()?,
        };
        Ok(SmsTransport::Gateway(account, secret))
    }

    fn webhook(&self, mut section: Section<'_, '_>) -> Result<SmsTransport> {
        let method = section.word("method", METHODS)?;
        let (url, body) = (section.text("url")?, section.block("body")?);
        let pointer = section.text("id_pointer")?;
        let accept = section.numbers("accept", 200..=299)?;
        let headers = section.table("headers")?;
        let (Some(url), Some(body)) = (url, body) else {
            return Err(self.lacks("is \"webhook\" and needs url and body in [sms.webhook]"));
        };
        let user = filled(self.raw.user.as_ref()).unwrap_or_default();
        let login = |(name, _): &(String, String)| name.eq_ignore_ascii_case("authorization");
        let secret = !user.is_empty() || headers.iter().any(login);
        address(&section, "url", &url, secret)?;
        if let Some(pointer) = &pointer
            && !(pointer.value.is_empty() || pointer.value.starts_with('/'))
        {
            let what = "must be a JSON pointer such as \"/message/id\"";
            return Err(section.fault("id_pointer", &pointer.span, what));
        }
        let hook = Hook {
            method: method.map_or("POST", |found| found.value).to_owned(),
            url: url.value.trim().to_owned(),
            headers,
            body: body.value.clone(),
            id_pointer: pointer.map(|found| found.value).unwrap_or_default(),
            accept: accept.unwrap_or_else(|| ACCEPT.to_vec()),
            user,
            https: self.https()?,
        };
        if let Err(why) = hook.check() {
            return Err(section.fault("body", &body.span, &why));
        }
        section.finish()?;
        let user = hook.user.clone();
        let secret = (!user.is_empty()).then(|| self.secret(host(&hook.url), &user));
        Ok(SmsTransport::Webhook(hook, secret))
    }

    fn command(&self, mut section: Section<'_, '_>) -> Result<SmsTransport> {
        let program = section.text("program")?;
        let args = section.texts("args")?.unwrap_or_default();
        section.finish()?;
        let Some(program) = program.filter(|found| !found.value.trim().is_empty()) else {
            return Err(self.lacks("is \"command\" and needs program in [sms.command]"));
        };
        let Base {
            config_dir,
            places,
            environment,
            ..
        } = self.base;
        // A bare name is looked for in PATH.
        let path = if program.value.contains(['/', '~', '$']) {
            expand(&program.value, config_dir, places, environment)?
        } else {
            PathBuf::from(program.value)
        };
        if !args.iter().any(|word| word.contains("{to}")) {
            return Err(self.lacks("is \"command\" and needs {to} in the args of [sms.command]"));
        }
        Ok(SmsTransport::Command(Command {
            program: path,
            args,
            limit: Duration::from_secs(self.raw.timeout.unwrap_or(30).into()),
        }))
    }
}

/// An address that a password may go to: over TLS, or to this machine.
fn address(
    section: &Section<'_, '_>,
    key: &str,
    found: &Found<String>,
    secret: bool,
) -> Result<()> {
    let url = found.value.trim();
    let authority = host(url);
    let name = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => authority.split(':').next().unwrap_or(authority),
    };
    let plain = url.starts_with("http://");
    if name.is_empty() || authority.contains('@') || !(plain || url.starts_with("https://")) {
        let what = "must be an address such as \"https://api.example.org\"";
        return Err(section.fault(key, &found.span, what));
    }
    if plain && secret && !is_loopback(name) {
        let what = "must begin with https://: a password goes over a plain line only to this \
                    machine (localhost, 127.0.0.1 or ::1)";
        return Err(section.fault(key, &found.span, what));
    }
    Ok(())
}

fn filled(found: Option<&Found<String>>) -> Option<String> {
    let value = found.map(|found| found.value.trim().to_owned());
    value.filter(|value| !value.is_empty())
}
