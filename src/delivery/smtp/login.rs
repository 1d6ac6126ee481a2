//! Logging in: PLAIN, LOGIN, XOAUTH2.

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::Auth as AuthCommand;

use super::account::Auth;
use super::fault::Fault;
use super::reply::{Features, Reply};
use super::talk::exactly;
use crate::delivery::secret::Secret;

/// LOGIN asks for the user and for the password; nothing asks more often.
const MOST_CHALLENGES: usize = 2;

/// The way to log in that both sides know.
pub(super) fn mechanism(auth: Auth, features: &Features) -> Result<Mechanism, Fault> {
    let ours: &[Mechanism] = match auth {
        Auth::Password => &[Mechanism::Plain, Mechanism::Login],
        Auth::Xoauth2 => &[Mechanism::Xoauth2],
    };
    let common = ours
        .iter()
        .find(|mechanism| features.offers_login(&mechanism.to_string()));
    common.copied().ok_or_else(|| {
        Fault::Setting(if features.logins.is_empty() {
            "The server offers no login on this port: \
             check port and encryption, or leave user away if it wants none."
                .into()
        } else {
            let wanted: Vec<String> = ours.iter().map(ToString::to_string).collect();
            format!(
                "The server offers no login that fits: it has {}, and this account can use {}.",
                features.logins.join(", "),
                wanted.join(" or ")
            )
        })
    })
}

/// Logs in. The reply to it is 235.
pub(super) async fn log_in(
    connection: &mut AsyncSmtpConnection,
    mechanism: Mechanism,
    user: &str,
    secret: &Secret,
) -> Result<Reply, Fault> {
    let credentials = Credentials::new(user.to_string(), secret.reveal().to_string());
    let first = AuthCommand::new(mechanism, credentials.clone(), None)?;
    let mut response = connection.command(first).await?;
    if mechanism == Mechanism::Xoauth2 && response.has_code(334) {
        return Err(reason_for_challenge(connection).await);
    }
    for _ in 0..MOST_CHALLENGES {
        if !response.has_code(334) {
            break;
        }
        let next = AuthCommand::new_from_response(mechanism, credentials.clone(), &response)?;
        response = connection.command(next).await?;
    }
    exactly(235, Reply::from(&response))
}

/// With XOAUTH2 a challenge is the refusal; an empty answer to it gets the reason.
async fn reason_for_challenge(connection: &mut AsyncSmtpConnection) -> Fault {
    match connection.command("\r\n").await.map_err(Fault::from) {
        Err(Fault::Denied(reply)) => Fault::TokenRefused(reply.to_string()),
        Ok(_) | Err(_) => Fault::TokenRefused("The server did not take the token.".into()),
    }
}
