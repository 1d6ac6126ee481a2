//! A message as a text message: its number, its length, and what was looked at.

use super::draft::Draft;
use crate::delivery::sms::new_reference;
use crate::domain::message::{Address, Letter};
use crate::domain::party::{Client, reached_by_sms};
use crate::domain::phone::{self, Number};
use crate::domain::sms::{self, Size};
use crate::domain::views::{Check, CheckLevel};
use crate::failure::{Failure, Result};
use crate::store::View;
use crate::usecases::{Sender, SmsSender};

/// What a text message needs to be queued.
pub(in crate::usecases) struct Text {
    pub(in crate::usecases) reference: String,
    pub(in crate::usecases) number: String,
    pub(in crate::usecases) body: String,
}

/// The text message that a draft becomes.
pub(in crate::usecases) fn build(draft: &Draft) -> Result<Text> {
    Ok(Text {
        reference: new_reference()?,
        number: number(&draft.about.client)?.1.e164,
        body: body(draft),
    })
}

/// The text, without what ends it unseen.
pub(in crate::usecases) fn body(draft: &Draft) -> String {
    draft.rendered.body.trim_end().to_owned()
}

/// The name and the number that a client's text messages go to.
fn number(client: &Client) -> Result<(String, Number)> {
    let name = &client.name;
    if !client.reminding.no_sms.is_empty() {
        return Err(
            Failure::refused(format!("{name} gets no text messages any more."))
                .because(client.reminding.no_sms.clone())
                .hint("write an e-mail, or take the reason off the client when it has agreed"),
        );
    }
    let contact = reached_by_sms(&client.contacts).ok_or_else(|| {
        Failure::refused(format!("{name} has no phone number to write to."))
            .hint("add one with e in Clients or `payme client edit`")
    })?;
    let read = phone::read(&contact.phone, &client.country).map_err(|failure| {
        Failure::refused(format!("The phone number of {name} cannot be written to."))
            .because(failure.message())
            .hint("correct it with e in Clients or `payme client edit`")
    })?;
    Ok((contact.name.clone(), read))
}

/// Names who sends and who gets it: one number, and no copies.
pub(in crate::usecases) fn address(letter: &mut Letter, sender: &Sender, draft: &Draft) {
    letter.from.email.clone_from(&sender.sms.from);
    letter.to = match number(&draft.about.client) {
        Ok((name, number)) => vec![Address {
            name,
            email: number.e164,
        }],
        Err(_shown_as_a_check) => Vec::new(),
    };
    letter.cc.clear();
    letter.bcc.clear();
    letter.body = body(draft);
}

/// What was looked at: number, other clients with it, and the length.
pub(in crate::usecases) fn checks(
    view: &View<'_>,
    sender: &SmsSender,
    draft: &Draft,
    size: &Size,
) -> Result<Vec<Check>> {
    let mut checks = Vec::new();
    let mut say = |level: CheckLevel, text: String| checks.push(Check { level, text });
    match number(&draft.about.client) {
        Err(failure) => {
            let causes = failure.causes().iter().map(String::as_str);
            let words: Vec<&str> = std::iter::once(failure.message()).chain(causes).collect();
            say(CheckLevel::Bad, words.join(" "));
        }
        Ok((_, number)) => {
            let others = view.others_with_number(draft.about.client.id, &number.e164)?;
            if others.is_empty() {
                let text = "the number belongs to this client and no other";
                say(CheckLevel::Good, text.to_owned());
            } else {
                let text = format!("{} is also a contact of {}", number.e164, others.join(", "));
                say(CheckLevel::Warning, text);
            }
            if let Some(doubt) = phone::doubt(&number) {
                say(CheckLevel::Warning, doubt);
            }
        }
    }
    let long = size.parts > sender.max_parts;
    let words = sms::words(size);
    if long {
        let text = format!("{words}: more than {}", sender.max_parts);
        say(CheckLevel::Warning, text);
    } else {
        say(CheckLevel::Good, words);
    }
    if let Some(saving) = sms::saving(&body(draft)) {
        say(CheckLevel::Warning, saving);
    }
    Ok(checks)
}
