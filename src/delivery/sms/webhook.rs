//! Any provider with an HTTP interface: method, address, headers and body come from the settings.

use std::time::Instant;

use minijinja::{Environment, UndefinedBehavior, context};
use serde_json::Value;

use super::answer::{self, excerpt};
use super::http::Call;
use super::{Https, basic, text, to};
use crate::delivery::secret::Keeper;
use crate::delivery::words::Hidden;
use crate::delivery::{Carrier, Outcome, Parcel, SecretSource, Step};

/// The most that a body's template may work, in steps of minijinja.
const FUEL: u64 = 50_000;

/// What is sent, and how an acceptance looks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Hook {
    /// `POST`, `PUT` or `PATCH`.
    pub method: String,
    /// Where it goes.
    pub url: String,
    /// More headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body, a template of minijinja over `to`, `text` and `reference`.
    pub body: String,
    /// A JSON pointer (RFC 6901) to the provider's id in the answer; empty for none.
    pub id_pointer: String,
    /// The statuses that say that the message was accepted.
    pub accept: Vec<u16>,
    /// The user of the login; empty for none.
    pub user: String,
    /// Line and deadline.
    pub https: Https,
}

/// The webhook as a way to deliver.
pub struct Webhook {
    hook: Hook,
    password: Option<Keeper>,
}

impl Hook {
    /// Looks at the settings before anything is sent: the template is filled in with a text that has
    /// quotes and line breaks.
    ///
    /// # Errors
    /// The template is broken or names something unknown; the body is to be JSON and is none.
    pub fn check(&self) -> Result<(), String> {
        let sample = "Invoice \"1\" \\ is due.\nThank you";
        let body = self.fill("+49405550100", sample, "sample")?;
        if self.is_json()
            && let Err(error) = serde_json::from_str::<Value>(&body)
        {
            return Err(format!(
                "does not become JSON: {error}; write {{{{ text | tojson }}}} without quotes around it"
            ));
        }
        Ok(())
    }

    fn content_type(&self) -> Option<&str> {
        let named = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("content-type");
        self.headers
            .iter()
            .find(named)
            .map(|(_, value)| value.as_str())
    }

    fn is_json(&self) -> bool {
        self.content_type().is_none_or(|kind| kind.contains("json"))
    }

    /// Every value of the settings that may be a key: of a header, of the address's query, of the
    /// body.
    fn hide(&self, hidden: &mut Hidden) {
        for (name, value) in &self.headers {
            if !name.eq_ignore_ascii_case("content-type") {
                hidden.secret(value.trim());
                // `Bearer` and such are no secret; what follows is one without them too.
                if let Some((_, key)) = value.trim().split_once(' ') {
                    hidden.secret(key.trim());
                }
            }
        }
        let query = self.url.split_once('?').map_or("", |(_, query)| query);
        hide_pairs(query, hidden);
        let body = self.fill("", "", "").unwrap_or_default();
        match serde_json::from_str(&body) {
            Ok(body) => hide_texts(&body, hidden),
            Err(_) => hide_pairs(&body, hidden),
        }
    }

    fn fill(&self, to: &str, text: &str, reference: &str) -> Result<String, String> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.add_filter("tojson", |text: String| Value::from(text).to_string());
        environment.add_filter("urlencode", |text: String| super::percent(&text));
        let values = context! { to, text, reference };
        environment
            .render_str(&self.body, values)
            .map_err(|error| format!("cannot be filled in: {error:#}").replace('\n', " "))
    }
}

/// The shortest fixed value of a body or a query that is taken for a key.
const KEY: usize = 8;

fn hide_pairs(form: &str, hidden: &mut Hidden) {
    for pair in form.split(['&', '\n']) {
        let value = pair.split_once('=').map_or("", |(_, value)| value.trim());
        if value.len() >= KEY {
            hidden.secret(value);
            hidden.secret(&decoded(value));
        }
    }
}

fn hide_texts(value: &Value, hidden: &mut Hidden) {
    match value {
        Value::String(text) if text.trim().len() >= KEY => hidden.secret(text.trim()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
        Value::Array(list) => list.iter().for_each(|one| hide_texts(one, hidden)),
        Value::Object(fields) => fields.values().for_each(|one| hide_texts(one, hidden)),
    }
}

/// A value of a form as it was before it was percent-encoded.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let digits = after.get(..2).unwrap_or_default();
        if let Ok(byte) = u8::from_str_radix(digits, 16) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(b'%');
            rest = after;
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Webhook {
    fn hidden(&mut self) -> Hidden {
        let mut hidden = Hidden::default();
        self.hook.hide(&mut hidden);
        if let Some(password) = &mut self.password
            && let Ok(secret) = password.get(false, Instant::now())
        {
            hidden.login(&self.hook.user, secret.reveal());
        }
        hidden
    }

    /// A webhook; with a password where it has a user. Nothing is connected yet.
    #[must_use]
    pub fn new(hook: Hook, password: Option<Box<dyn SecretSource>>) -> Self {
        Self {
            hook,
            password: password.map(Keeper::new),
        }
    }

    fn headers(&mut self, reference: &str) -> Result<Vec<(String, String)>, Outcome> {
        let mut headers = self.hook.headers.clone();
        if self.hook.content_type().is_none() {
            headers.push(("Content-Type".into(), "application/json".into()));
        }
        headers.push(("Idempotency-Key".into(), reference.to_owned()));
        if let Some(password) = &mut self.password {
            let secret = password.get(false, Instant::now()).map_err(|failure| {
                answer::account(Step::Login, failure.message().to_owned(), None)
            })?;
            headers.push(basic(&self.hook.user, secret.reveal()));
        }
        Ok(headers)
    }

    fn try_once(
        &mut self,
        parcel: &Parcel<'_>,
        commit: &mut dyn FnMut() -> bool,
    ) -> Result<Outcome, Outcome> {
        let (number, text) = (to(parcel)?, text(parcel)?);
        let body = self
            .hook
            .fill(number, text, parcel.reference)
            .map_err(|why| {
                answer::account(
                    Step::Body,
                    format!("The body of [sms.webhook] {why}."),
                    None,
                )
            })?;
        let headers = self.headers(parcel.reference)?;
        let hidden = self.hidden();
        let call = Call {
            method: &self.hook.method,
            url: &self.hook.url,
            headers,
            body: body.into_bytes(),
            hidden,
        };
        let reply = self
            .hook
            .https
            .client()
            .call(&call, commit)
            .map_err(answer::trouble)?;
        if reply.status == 401
            && let Some(password) = &mut self.password
        {
            password.drop_kept();
        }
        if !self.hook.accept.contains(&reply.status) {
            return Ok(match reply.status {
                200..=299 => answer::odd(&reply, "is not one of accept"),
                _ => answer::refusal(&reply, &excerpt(&reply.body)),
            });
        }
        if self.hook.id_pointer.is_empty() {
            return Ok(Outcome::Accepted {
                reply: format!("HTTP {}: {}", reply.status, excerpt(&reply.body)),
                id: String::new(),
            });
        }
        let body: Value = serde_json::from_str(&reply.body).unwrap_or(Value::Null);
        let id = match body.pointer(&self.hook.id_pointer) {
            Some(Value::String(id)) => answer::id(id),
            Some(Value::Number(id)) => id.to_string(),
            Some(_) | None => String::new(),
        };
        Ok(if id.is_empty() {
            let what = format!("has no id at {}", self.hook.id_pointer);
            answer::odd(&reply, &what)
        } else {
            Outcome::Accepted {
                reply: format!("accepted as {id}"),
                id,
            }
        })
    }
}

impl Carrier for Webhook {
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        self.try_once(parcel, commit)
            .unwrap_or_else(|outcome| outcome)
    }

    fn describe(&self) -> String {
        format!("the webhook {}", super::host(&self.hook.url))
    }

    fn close(&mut self) {}

    /// A webhook has nothing that may be called without sending: only the settings are looked at.
    fn check(&mut self) -> Result<String, (Step, String)> {
        self.hook
            .check()
            .map_err(|why| (Step::Body, format!("The body {why}.")))?;
        self.headers("")
            .map_err(|outcome| (outcome.step(), outcome.reply().to_owned()))?;
        Ok("its settings can be; only a message shows whether it answers".into())
    }
}

#[cfg(test)]
#[path = "webhook_tests.rs"]
mod tests;
