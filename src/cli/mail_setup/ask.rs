//! What the options of `payme mail setup` do not say: filled in for a well-known provider, or asked.

use super::{Account, Kept, Method, Protection, Setup, secret};
use crate::cli::session::Session;
use crate::config::providers::{self, Provider, Server};
use crate::delivery::smtp::{Auth, Encryption};
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
            session.tell(&words);
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
    let text = match &line.address {
        Some(address) => address.trim().to_owned(),
        None => must_say(session, "Your address:", "--address")?,
    };
    let whole = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@')
    });
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',');
    if whole && !text.contains(odd) {
        return Ok(text);
    }
    Err(Failure::usage(format!("\"{text}\" is no e-mail address."))
        .hint("write it like ana@lind.example"))
}

/// A line that must be said, asked where somebody can be asked.
fn must_say(session: &mut Session<'_>, question: &str, option: &str) -> Result<String> {
    if !session.may_ask {
        return Err(
            Failure::usage(format!("{option} is missing, and nobody can be asked.")).hint(format!(
                "add {option}; payme mail setup --help lists the options"
            )),
        );
    }
    match session.line(question)? {
        said if said.is_empty() => {
            Err(Failure::refused("Nothing was set up.").hint("start again when you know it"))
        }
        said => Ok(said),
    }
}

/// The provider: named, or known by the address.
fn provider(
    line: &Setup,
    address: &str,
    session: &mut Session<'_>,
) -> Result<Option<&'static Provider>> {
    if let Some(name) = &line.provider {
        return match providers::named(name) {
            Some(one) => Ok(Some(one)),
            None => Err(Failure::usage(format!("No provider \"{name}\" is known."))
                .hint(format!("known are {}", known()))),
        };
    }
    let found = providers::of_address(address);
    if found.is_none() && line.host.is_none() && session.may_ask {
        session.tell(&format!(
            "The provider of {address} is not known. Known are {}.",
            known()
        ));
        let name = session.line("Is your mail at one of them? [its name, or Enter for another]")?;
        return Ok(providers::named(&name));
    }
    Ok(found)
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
            session.tell(&format!(
                "Your host's help pages name the server for outgoing mail; {guess} is only a guess."
            ));
            match session.line(&format!("The server for outgoing mail: [{guess}]"))? {
                said if said.is_empty() => guess,
                said => said,
            }
        }
    };
    let encryption = match line.encryption {
        Some(Protection::Tls) => Encryption::Tls,
        Some(Protection::Starttls) => Encryption::StartTls,
        Some(Protection::None) => Encryption::None,
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
        session.tell(&format!(
            "Where is the {what}? It never comes into the file of the settings. Say one of"
        ));
        for way in [
            "  command:LINE   a command prints it, such as command:pass show mail",
            "  env:NAME       an environment variable has it",
            "  file:PATH      the first line of a file that only you can read",
            "  keyring        the system keyring has it",
        ] {
            session.tell(way);
        }
    }
    let said = must_say(session, &format!("The {what} is in:"), "--secret")?;
    secret(&said).map_err(|why| {
        Failure::usage(format!("\"{said}\" does not say where the {what} is.")).hint(why)
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
