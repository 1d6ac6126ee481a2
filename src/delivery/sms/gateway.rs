//! A phone of one's own as a gateway, as the app android-sms-gateway has it: `POST /messages`.
//!
//! The message's own id goes with it, and the same id again is answered with 409: the gateway has
//! it. So this is the one way where a message that nobody knows about may be sent again safely.

use std::time::Instant;

use serde_json::{Value, json};

use super::answer::{self, excerpt};
use super::http::{Call, Reply};
use super::{Https, basic, text, to};
use crate::delivery::secret::Keeper;
use crate::delivery::words::Hidden;
use crate::delivery::{Carrier, Outcome, Parcel, SecretSource, Step};

/// A gateway and its login.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account {
    /// Where the gateway is: `https://api.sms-gate.app/3rdparty/v1`.
    pub base_url: String,
    /// The user of the login.
    pub user: String,
    /// Line and deadline.
    pub https: Https,
}

/// The gateway as a way to deliver.
pub struct Gateway {
    account: Account,
    password: Keeper,
}

impl Gateway {
    /// A gateway with its password. Nothing is connected yet.
    #[must_use]
    pub fn new(account: Account, password: Box<dyn SecretSource>) -> Self {
        Self {
            account,
            password: Keeper::new(password),
        }
    }

    fn call(
        &mut self,
        method: &str,
        path: &str,
        body: Vec<u8>,
        commit: &mut dyn FnMut() -> bool,
    ) -> Result<Reply, Outcome> {
        let password = self
            .password
            .get(false, Instant::now())
            .map_err(|failure| answer::account(Step::Login, failure.message().to_owned(), None))?;
        let mut hidden = Hidden::default();
        hidden.login(&self.account.user, password.reveal());
        let url = format!("{}{path}", self.account.base_url.trim_end_matches('/'));
        let json = ("Content-Type".into(), "application/json".into());
        let call = Call {
            method,
            url: &url,
            headers: vec![basic(&self.account.user, password.reveal()), json],
            body,
            hidden,
        };
        let client = self.account.https.client();
        let reply = client.call(&call, commit).map_err(answer::trouble)?;
        if reply.status == 401 {
            self.password.drop_kept();
        }
        Ok(reply)
    }
}

/// What a complete answer means.
fn judge(reply: &Reply, reference: &str) -> Outcome {
    let body: Value = serde_json::from_str(&reply.body).unwrap_or(Value::Null);
    let id = body.get("id").and_then(Value::as_str).map(answer::id);
    let id = id.filter(|id| !id.is_empty());
    match (reply.status, id) {
        (202, Some(id)) => Outcome::Accepted {
            reply: format!("accepted as {id}"),
            id,
        },
        (202, None) => answer::odd(reply, "has no id"),
        (409, _) => Outcome::Accepted {
            reply: "the gateway has had it already (409)".into(),
            id: reference.to_owned(),
        },
        (_, _) => {
            let said = body.get("message").and_then(Value::as_str);
            let said = said.map_or_else(|| excerpt(&reply.body), excerpt);
            answer::refusal(reply, &said)
        }
    }
}

impl Carrier for Gateway {
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        let (number, text) = match to(parcel).and_then(|number| Ok((number, text(parcel)?))) {
            Ok(both) => both,
            Err(refused) => return refused,
        };
        let body = json!({
            "id": parcel.reference,
            "textMessage": {"text": text},
            "phoneNumbers": [number],
        });
        match self.call("POST", "/messages", body.to_string().into_bytes(), commit) {
            Ok(reply) => judge(&reply, parcel.reference),
            Err(Outcome::Unknown { why }) => Outcome::Unknown {
                why: format!("{why} Sending it again is safe: the gateway knows its id."),
            },
            Err(outcome) => outcome,
        }
    }

    fn describe(&self) -> String {
        format!("the gateway {}", super::host(&self.account.base_url))
    }

    fn close(&mut self) {}

    fn check(&mut self) -> Result<String, (Step, String)> {
        let seen = self.call("GET", "/messages?limit=1", Vec::new(), &mut || true);
        match seen {
            // An old gateway has no such list, and has checked the login all the same.
            Ok(reply) if matches!(reply.status, 200 | 404 | 405) => {
                Ok("the gateway answers".into())
            }
            Ok(reply) => {
                let outcome = answer::refusal(&reply, &excerpt(&reply.body));
                Err((outcome.step(), outcome.reply().to_owned()))
            }
            Err(outcome) => Err((outcome.step(), outcome.reply().to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(status: u16, body: &str) -> Outcome {
        let reply = Reply {
            status,
            body: body.into(),
            ..Reply::default()
        };
        judge(&reply, "our-id")
    }

    #[test]
    fn it_has_what_it_accepts_and_what_it_has_had() {
        let accepted = outcome(202, r#"{"id": "g-1", "state": "Pending"}"#);
        assert_eq!(
            (accepted.word(), accepted.provider_id()),
            ("accepted", "g-1")
        );
        let again = outcome(409, r#"{"message": "conflict"}"#);
        assert_eq!((again.word(), again.provider_id()), ("accepted", "our-id"));
    }

    #[test]
    fn an_acceptance_without_an_id_is_none() {
        for body in ["", "<html>hotel login</html>", "{", "[]"] {
            assert_eq!(outcome(202, body).word(), "unknown", "{body}");
        }
        assert_eq!(outcome(200, r#"{"id": "g-1"}"#).word(), "unknown");
        let refused = outcome(400, r#"{"message": "invalid phone number"}"#);
        assert_eq!(refused.word(), "refused");
        assert_eq!(refused.reply(), "HTTP 400: invalid phone number");
        assert_eq!(outcome(401, "").word(), "account");
    }
}
