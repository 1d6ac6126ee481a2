//! What the options of `payme mail setup` do not say: filled in for a well-known provider, or asked.

use clap::ValueEnum;

use super::{Account, Kept, Method, Protection, Setup, secret};
use crate::cli::session::Session;
use crate::config::providers::{self, Provider, Server};
use crate::delivery::smtp::{Auth, Encryption};
use crate::domain::text::wrap;
use crate::failure::{Failure, Result};
use crate::usecases::profile;

/// The whole account.
pub(super) fn account(line: &Setup, session: &mut Session<'_>) -> Result<Account> {
    let address = address(line, session)?;
    let provider = provider(line, &address, session)?;
    let smtp = smtp(line, &address, provider, session)?;
    let hint = provider.map(|one| one.hint);
    let auth = match line.auth {
        Some(Method::Password) => Auth::Password,
        Some(Method::Xoauth2) => Auth::Xoauth2,
        None => hint.map_or(Auth::Password, providers::Hint::auth),
    };
    let name = match &line.name {
        Some(name) => name.trim().to_owned(),
        None => name(&address, session)?,
    };
    if let (Some(one), None) = (provider, &line.secret) {
        let words = one.hint.words(&one.label, &address);
        if !words.is_empty() {
            tell(session, &words);
        }
    }
    let own_server = line.host.is_some();
    let imap = provider.map(|one| one.imap.clone());
    Ok(Account {
        imap: imap.filter(|_| !line.no_imap && !own_server),
        user: line.user.clone().unwrap_or_else(|| match provider {
            Some(one) => one.user(&address),
            None => address.clone(),
        }),
        secret: where_it_is(line, auth, session)?,
        ca_file: line.ca_file.clone(),
        address,
        name,
        smtp,
        auth,
    })
}

fn address(line: &Setup, session: &mut Session<'_>) -> Result<String> {
    match &line.address {
        Some(address) => valid_address(address.trim()),
        None => must_say(session, "Your address:", "--address", valid_address),
    }
}

fn valid_address(text: &str) -> Result<String> {
    let whole = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@')
    });
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',');
    if whole && !text.contains(odd) {
        return Ok(text.to_owned());
    }
    Err(Failure::usage(format!("\"{text}\" is no e-mail address."))
        .hint("write it like ana@lind.example"))
}

/// How often a question is asked whose answers are wrong.
const TRIES: usize = 3;

/// The most columns of what is told.
const WIDTH: usize = 78;

fn tell(session: &mut Session<'_>, words: &str) {
    for line in wrap(words, WIDTH) {
        session.tell(&line);
    }
}

/// Asks until the answer will do, at most three times.
fn asked<T>(
    session: &mut Session<'_>,
    question: &str,
    read: impl Fn(&str) -> Result<T>,
) -> Result<T> {
    let mut left = TRIES;
    loop {
        left -= 1;
        match read(&session.line(question)?) {
            Err(failure) if left > 0 => tell(session, failure.message()),
            done => return done,
        }
    }
}

/// A line that must be said, asked where somebody can be asked.
fn must_say<T>(
    session: &mut Session<'_>,
    question: &str,
    option: &str,
    read: impl Fn(&str) -> Result<T>,
) -> Result<T> {
    if !session.may_ask {
        return Err(
            Failure::usage(format!("{option} is missing, and nobody can be asked.")).hint(format!(
                "add {option}; payme mail setup --help lists the options"
            )),
        );
    }
    let said = asked(session, question, |said| match said {
        "" => Ok(None),
        said => read(said).map(Some),
    })?;
    said.ok_or_else(|| Failure::refused("Nothing was set up.").hint("start again when you know it"))
}

/// The provider: named, or known by the address.
fn provider(
    line: &Setup,
    address: &str,
    session: &mut Session<'_>,
) -> Result<Option<&'static Provider>> {
    if let Some(name) = &line.provider {
        return named(name).map(Some);
    }
    let found = providers::of_address(address);
    if found.is_none() && line.host.is_none() && session.may_ask {
        let words = format!(
            "The provider of {address} is not known. Known are {}.",
            known()
        );
        tell(session, &words);
        let question = "Is your mail at one of them? [its name, or Enter for another]";
        return asked(session, question, |name| match name {
            "" => Ok(None),
            name => named(name).map(Some),
        });
    }
    Ok(found)
}

fn named(name: &str) -> Result<&'static Provider> {
    providers::named(name).ok_or_else(|| {
        Failure::usage(format!("No provider \"{name}\" is known."))
            .hint(format!("known are {}", known()))
    })
}

fn known() -> String {
    let names: Vec<&str> = providers::all()
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    names.join(", ")
}

fn smtp(
    line: &Setup,
    address: &str,
    provider: Option<&Provider>,
    session: &mut Session<'_>,
) -> Result<Server> {
    let filled = provider
        .filter(|_| line.host.is_none())
        .map(|one| one.smtp.clone());
    let host = match (&line.host, &filled) {
        (Some(host), _) => host.trim().to_owned(),
        (None, Some(server)) => server.host.clone(),
        (None, None) => {
            let domain = address.rsplit('@').next().unwrap_or_default();
            let guess = format!("smtp.{domain}");
            if !session.may_ask {
                return Err(Failure::usage(format!(
                    "The mail server of {address} is not known, and nobody can be asked."
                ))
                .hint(format!("add --host, which is often {guess}, or --provider")));
            }
            let words = format!(
                "Your host's help pages name the server for outgoing mail; {guess} is only a guess."
            );
            tell(session, &words);
            match session.line(&format!("The server for outgoing mail: [{guess}]"))? {
                said if said.is_empty() => guess,
                said => said,
            }
        }
    };
    if line.host.is_none() && filled.is_none() {
        return line_to(line, host, session);
    }
    let encryption = match line.encryption {
        Some(protection) => protection.encryption(),
        None => match (&filled, line.port) {
            (_, Some(587 | 25 | 2525)) => Encryption::StartTls,
            (_, Some(465)) | (None, _) => Encryption::Tls,
            (Some(server), Some(_) | None) => server.encryption,
        },
    };
    let port = match (line.port, filled) {
        (Some(port), _) => port,
        (None, Some(server)) if server.encryption == encryption => server.port,
        (None, Some(_) | None) => match encryption {
            Encryption::Tls => 465,
            Encryption::StartTls => 587,
            Encryption::None => 25,
        },
    };
    Ok(Server {
        host,
        port,
        encryption,
    })
}

/// Port and encryption of a server that nobody knows, with what is usual as the suggestion.
fn line_to(line: &Setup, host: String, session: &mut Session<'_>) -> Result<Server> {
    let usual = match line.encryption {
        Some(Protection::Starttls) => 587,
        Some(Protection::None) => 25,
        Some(Protection::Tls) | None => 465,
    };
    let port = match line.port {
        Some(port) => port,
        None => asked(session, &format!("Its port: [{usual}]"), |said| {
            let port = if said.is_empty() {
                Ok(usual)
            } else {
                said.parse()
            };
            port.ok().filter(|port| *port > 0).ok_or_else(|| {
                Failure::usage(format!("\"{said}\" is no port: a number from 1 to 65535."))
            })
        })?,
    };
    let usual = if matches!(port, 587 | 25 | 2525) {
        Protection::Starttls
    } else {
        Protection::Tls
    };
    let protection = match line.encryption {
        Some(protection) => protection,
        None => asked(session, &encryption_question(usual), |said| match said {
            "" => Ok(usual),
            said => Protection::from_str(said, true)
                .map_err(|_other| Failure::usage("Say tls, starttls or none.")),
        })?,
    };
    Ok(Server {
        host,
        port,
        encryption: protection.encryption(),
    })
}

fn encryption_question(usual: Protection) -> String {
    let usual = if usual == Protection::Tls {
        "tls"
    } else {
        "starttls"
    };
    format!("Its encryption, tls, starttls or none: [{usual}]")
}

impl Protection {
    const fn encryption(self) -> Encryption {
        match self {
            Self::Tls => Encryption::Tls,
            Self::Starttls => Encryption::StartTls,
            Self::None => Encryption::None,
        }
    }
}

/// The name beside the address: the profile's, where somebody has said none.
fn name(address: &str, session: &mut Session<'_>) -> Result<String> {
    let known = match session.path() {
        Ok(path) if path.exists() => profile::show(&session.book()?)?.name,
        Ok(_) | Err(_) => String::new(),
    };
    if !known.is_empty() || !session.may_ask {
        return Ok(known);
    }
    session.line(&format!(
        "The name that clients see beside {address}: [none]"
    ))
}

/// Where the password or token is kept.
fn where_it_is(line: &Setup, auth: Auth, session: &mut Session<'_>) -> Result<Kept> {
    if let Some(kept) = &line.secret {
        return Ok(kept.clone());
    }
    let what = match auth {
        Auth::Password => "password",
        Auth::Xoauth2 => "token",
    };
    if session.may_ask {
        let words = format!(
            "Where is the {what}? It never comes into the file of the settings. Say one of"
        );
        tell(session, &words);
        for way in [
            "  command:LINE   a command prints it, such as command:pass show mail",
            "  env:NAME       an environment variable has it",
            "  file:PATH      the first line of a file that only you can read",
            "  keyring        the system keyring has it",
        ] {
            session.tell(way);
        }
    }
    must_say(session, &format!("The {what} is in:"), "--secret", |said| {
        // Somebody may have typed the password itself.
        secret(said)
            .map_err(|why| Failure::usage(format!("That does not say where the {what} is: {why}.")))
    })
}

/// Where a test message goes; `None` for nowhere.
pub(super) fn test(
    line: &Setup,
    account: &Account,
    session: &mut Session<'_>,
) -> Result<Option<String>> {
    if line.no_test {
        return Ok(None);
    }
    if let Some(address) = &line.test {
        return Ok(Some(address.trim().to_owned()));
    }
    let own = account.address.clone();
    if !session.may_ask {
        return Ok(Some(own));
    }
    let question = format!("Send a test message to: [{own}, or no]");
    Ok(match session.line(&question)?.as_str() {
        "" => Some(own),
        "no" | "n" => None,
        other => Some(other.to_owned()),
    })
}
