//! Twilio's Messages API (2010-04-01): a form, basic authentication, JSON.
//!
//! Twilio has no key by which it would tell a repeat, so an answer of 5xx leaves the outcome
//! unknown: it says itself that a repeat may send twice. The message can be looked up instead.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta};
use serde_json::Value;
use ureq::http::Uri;

use super::answer::{self, excerpt};
use super::codes::{self, Meaning};
use super::http::{Call, Client, Reply};
use super::{Https, basic, form, text, to};
use crate::delivery::secret::Keeper;
use crate::delivery::words::Hidden;
use crate::delivery::{Carrier, Evidence, Outcome, Parcel, SecretSource, Step, Trace, Witness};

/// A message is looked for from so long before its try on: the two clocks may differ.
const CLOCKS: TimeDelta = TimeDelta::minutes(15);

/// At most so many pages of messages are looked through.
const PAGES: usize = 5;

/// Who a text message comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum From {
    /// A number of the account, E.164, or a sender's name.
    Number(String),
    /// A messaging service (`MG…`), which chooses the number.
    Service(String),
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account {
    /// Where the API is: `https://api.twilio.com`.
    pub base_url: String,
    /// The account's sid (`AC…`), which is the user of the login.
    pub sid: String,
    /// Who the message comes from.
    pub from: From,
    /// Line and deadline.
    pub https: Https,
}

/// Twilio as a way to deliver, and as who can be asked later.
pub struct Twilio {
    account: Account,
    token: Keeper,
}

impl Twilio {
    /// An account with its auth token. Nothing is connected yet.
    #[must_use]
    pub fn new(account: Account, token: Box<dyn SecretSource>) -> Self {
        Self {
            account,
            token: Keeper::new(token),
        }
    }

    fn url(&self, rest: &str) -> String {
        let base = self.account.base_url.trim_end_matches('/');
        format!("{base}/2010-04-01/Accounts/{}{rest}", self.account.sid)
    }

    fn call(
        &mut self,
        method: &str,
        url: &str,
        body: String,
        commit: &mut dyn FnMut() -> bool,
    ) -> Result<Reply, Outcome> {
        let token = self
            .token
            .get(false, Instant::now())
            .map_err(|failure| answer::account(Step::Login, failure.message().to_owned(), None))?;
        let mut hidden = Hidden::default();
        hidden.login(&self.account.sid, token.reveal());
        let mut headers = vec![basic(&self.account.sid, token.reveal())];
        if !body.is_empty() {
            let kind = "application/x-www-form-urlencoded";
            headers.push(("Content-Type".into(), kind.into()));
        }
        let call = Call {
            method,
            url,
            headers,
            body: body.into_bytes(),
            hidden,
        };
        let reply = self.client().call(&call, commit).map_err(answer::trouble)?;
        if reply.status == 401 {
            self.token.drop_kept();
        }
        Ok(reply)
    }

    fn client(&self) -> Client {
        self.account.https.client()
    }

    /// A further page, where its address is a path: the token goes to the host of the settings alone.
    fn on_same_host(&self, path: &str) -> Option<String> {
        let odd = |c: char| !c.is_ascii_graphic() || matches!(c, '@' | '\\' | '#');
        if !path.starts_with('/') || path.starts_with("//") || path.contains(odd) {
            return None;
        }
        let known: Uri = self.account.base_url.parse().ok()?;
        let url = format!("{}://{}{path}", known.scheme_str()?, known.authority()?);
        let read: Uri = url.parse().ok()?;
        (read.authority() == known.authority()).then_some(url)
    }

    /// The look at one message by its sid, or at those to a number since a day.
    fn look(&mut self, url: &str) -> Result<Value, String> {
        let reply = self
            .call("GET", url, String::new(), &mut || true)
            .map_err(|outcome| outcome.reply().to_owned())?;
        match reply.status {
            200 => serde_json::from_str(&reply.body)
                .map_err(|error| format!("Twilio's answer cannot be read: {error}.")),
            404 => Ok(Value::Null),
            _ => Err(judge(&reply).reply().to_owned()),
        }
    }

    fn search(&mut self, trace: &Trace) -> Result<Evidence, String> {
        let day = (trace.since - CLOCKS).date_naive();
        let number = trace.to.first().map_or("", String::as_str);
        let query = form(&[
            ("To", number),
            ("DateSent>", &day.to_string()),
            ("PageSize", "200"),
        ]);
        let mut url = self.url(&format!("/Messages.json?{query}"));
        let mut failed = None;
        for _page in 0..PAGES {
            let page = self.look(&url)?;
            let list = page.get("messages").and_then(Value::as_array);
            let Some(list) = list else {
                return Err("Twilio's answer has no list of messages.".into());
            };
            // One that has failed proves a no only where no other was sent.
            for one in list.iter().filter(|one| self.is_it(one, trace, number)) {
                if !has_failed(one) {
                    return Ok(found_words(one));
                }
                failed.get_or_insert_with(|| found_words(one));
            }
            let Some(next) = page.get("next_page_uri").and_then(Value::as_str) else {
                return Ok(failed.unwrap_or_else(|| Evidence::NotFound {
                    words: format!("Twilio has no such message to {number} since {day}."),
                }));
            };
            let Some(next) = self.on_same_host(next) else {
                return Err("Twilio's answer names a next page that is none of it.".into());
            };
            url = next;
        }
        Err(format!(
            "Twilio has too many messages to {number} to look through."
        ))
    }
}

impl Twilio {
    /// Whether a message of Twilio's list is the one that is looked for. What does not say its sid,
    /// its sender or its time proves nothing.
    fn is_it(&self, one: &Value, trace: &Trace, number: &str) -> bool {
        let made = DateTime::parse_from_rfc2822(field(one, "date_created")).ok();
        let ours = match &self.account.from {
            From::Number(from) => field(one, "from") == from,
            From::Service(_) => true,
        };
        ours && is_sid(field(one, "sid"))
            && field(one, "to") == number
            && field(one, "body").trim() == trace.body.trim()
            && made.is_some_and(|at| at.to_utc() >= trace.since - CLOCKS)
    }
}

/// A text of a message; empty where it has none.
fn field<'v>(one: &'v Value, key: &str) -> &'v str {
    one.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Whether a text can be the id of a message: it becomes a part of an address.
fn is_sid(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a status says that the message has not arrived and will not.
fn has_failed(one: &Value) -> bool {
    matches!(field(one, "status"), "failed" | "undelivered" | "canceled")
}

fn found_words(one: &Value) -> Evidence {
    let (id, status) = (field(one, "sid").to_owned(), excerpt(field(one, "status")));
    let words = format!("Twilio has it as {id}, {status}{}.", reason(one));
    if has_failed(one) {
        Evidence::Failed { words, id }
    } else {
        Evidence::Found { words, id }
    }
}

/// Why it failed, by its error code.
fn reason(one: &Value) -> String {
    let code = one.get("error_code").and_then(Value::as_u64);
    code.map_or_else(String::new, |code| match codes::look_up(code) {
        Some((_, words)) => format!(": {words} ({code})"),
        None => format!(", error {code}"),
    })
}

/// What a 201 means. It may say no all the same, in its status.
fn taken(reply: &Reply, body: &Value) -> Outcome {
    let sid = field(body, "sid");
    if !is_sid(sid) {
        return answer::odd(reply, "has no message sid");
    }
    if has_failed(body) {
        let code = body.get("error_code").and_then(Value::as_u64);
        let meaning = code.and_then(codes::look_up).map(|(meaning, _)| meaning);
        return Outcome::Refused {
            step: Step::Confirmation,
            reply: format!("{sid}, {}{}", field(body, "status"), reason(body)),
            stopped: meaning == Some(Meaning::Stop),
        };
    }
    Outcome::Accepted {
        reply: format!("accepted as {sid}"),
        id: sid.to_owned(),
    }
}

/// What a complete answer means.
fn judge(reply: &Reply) -> Outcome {
    let body: Value = serde_json::from_str(&reply.body).unwrap_or(Value::Null);
    if reply.status == 201 {
        return taken(reply, &body);
    }
    let said = body.get("message").and_then(Value::as_str);
    let said = said.map_or_else(|| excerpt(&reply.body), excerpt);
    let code = body.get("code").and_then(Value::as_u64);
    let known = code.and_then(codes::look_up);
    let (400..=499, Some((meaning, words)), Some(code)) = (reply.status, known, code) else {
        return answer::refusal(reply, &said);
    };
    let why = format!("{code}, {words}. Twilio says: {said}");
    let step = Step::Confirmation;
    match meaning {
        Meaning::Number | Meaning::Stop => Outcome::Refused {
            step: Step::Recipient,
            reply: why,
            stopped: meaning == Meaning::Stop,
        },
        Meaning::Message | Meaning::Lost => Outcome::Refused {
            step,
            reply: why,
            stopped: false,
        },
        Meaning::Account => answer::account(Step::Login, why, None),
        Meaning::Limit => answer::account(step, why, Some(answer::rest(reply))),
    }
}

impl Carrier for Twilio {
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        let (number, text) = match to(parcel).and_then(|number| Ok((number, text(parcel)?))) {
            Ok(both) => both,
            Err(refused) => return refused,
        };
        let (key, value) = match &self.account.from {
            From::Number(number) => ("From", number.clone()),
            From::Service(service) => ("MessagingServiceSid", service.clone()),
        };
        let body = form(&[("To", number), (key, &value), ("Body", text)]);
        let url = self.url("/Messages.json");
        match self.call("POST", &url, body, commit) {
            Ok(reply) => judge(&reply),
            Err(outcome) => outcome,
        }
    }

    fn describe(&self) -> String {
        match &self.account.from {
            From::Number(number) => format!("Twilio, from {number}"),
            From::Service(service) => format!("Twilio, service {service}"),
        }
    }

    fn close(&mut self) {}

    fn check(&mut self) -> Result<String, (Step, String)> {
        let url = self.url(".json");
        match self.call("GET", &url, String::new(), &mut || true) {
            Ok(reply) if reply.status == 200 => Ok("the account answers".into()),
            Ok(reply) => {
                let outcome = judge(&reply);
                Err((outcome.step(), outcome.reply().to_owned()))
            }
            Err(outcome) => Err((outcome.step(), outcome.reply().to_owned())),
        }
    }
}

impl Witness for Twilio {
    fn ask(&mut self, trace: &Trace) -> Evidence {
        let found = if trace.provider_id.is_empty() {
            self.search(trace)
        } else if !is_sid(&trace.provider_id) {
            Err("The id that is kept of it is none of Twilio's.".into())
        } else {
            let url = self.url(&format!("/Messages/{}.json", trace.provider_id));
            self.look(&url).and_then(|one| {
                if one.is_null() {
                    let words = format!("Twilio has no message {}.", trace.provider_id);
                    return Ok(Evidence::NotFound { words });
                }
                if field(&one, "sid") != trace.provider_id {
                    return Err("Twilio's answer is about another message.".into());
                }
                Ok(found_words(&one))
            })
        };
        found.unwrap_or_else(|why| Evidence::Silent { why })
    }

    fn describe(&self) -> String {
        "Twilio".into()
    }
}

/// The default deadline of a request.
pub(super) const LIMIT: Duration = Duration::from_secs(30);

#[cfg(test)]
#[path = "twilio_tests.rs"]
mod tests;
