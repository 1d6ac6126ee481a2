//! What the made-up book says in its messages.

use chrono::NaiveTime;

use super::{at, on};
use crate::domain::ids::{ClientId, OutboxId};
use crate::domain::message::StoredTemplate;
use crate::domain::policy::Channel;
use crate::domain::views::{
    Moment, MomentKind, TemplateClient, TemplateList, TemplateRow, TemplateText, Whose,
};
use crate::failure::{Failure, Result};
use crate::tui::model::Reply;
use crate::tui::model::answers::TimelineLine;

fn template(kind: &str, channel: Channel, language: &str) -> StoredTemplate {
    let body = match channel {
        Channel::Email => "Hello {{ contact_first }},\n\nplease pay {{ total }}.\n",
        Channel::Sms => "{{ numbers }} is late: {{ total }}. {{ business }}\n",
    };
    StoredTemplate {
        client: String::new(),
        kind: kind.to_owned(),
        channel,
        language: language.to_owned(),
        subject: match channel {
            Channel::Email => format!("{kind}: {{{{ numbers }}}}"),
            Channel::Sms => String::new(),
        },
        body: body.to_owned(),
    }
}

pub(crate) fn templates(client: Option<ClientId>) -> TemplateList {
    let mut rows = Vec::new();
    for language in ["de", "en"] {
        for kind in ["friendly", "firm", "final", "thank-you"] {
            for channel in [Channel::Email, Channel::Sms] {
                let whose = match (kind, channel, client) {
                    ("firm", Channel::Email, Some(_)) => Whose::Client,
                    ("final", Channel::Email, _) => Whose::Yours,
                    _ => Whose::Ours,
                };
                let mut template = template(kind, channel, language);
                if whose == Whose::Client {
                    template.client = "acme".into();
                }
                rows.push(TemplateRow { template, whose });
            }
        }
    }
    TemplateList {
        client: client.map(|id| TemplateClient {
            id,
            key: "acme".into(),
            name: "Acme GmbH".into(),
            language: "en".into(),
        }),
        language: "en".into(),
        rows,
    }
}

/// A template of the made-up book filled; `{{ nobody }}` does not exist there.
pub(crate) fn template_text(template: &StoredTemplate) -> Result<Reply> {
    if template.body.contains("{{ nobody }}") {
        return Err(Failure::refused(
            "The body of the template names \"nobody\", which does not exist.",
        )
        .hint("the variables are client, contact, total"));
    }
    if template.body.contains("{{ broken ") {
        return Err(Failure::refused(
            "Line 1 of the body of the template cannot be read: {{ broken Hello {{ contact_first }},",
        )
        .because("unexpected identifier, expected end of variable block")
        .hint("a variable stands in {{ }}"));
    }
    let fill = |text: &str| {
        text.replace("{{ numbers }}", "2026-039")
            .replace("{{ contact_first }}", "Jonas")
            .replace("{{ total }}", "EUR 740.00")
            .replace("{{ business }}", "Ana Lind")
    };
    Ok(Reply::TemplateText(Box::new(TemplateText {
        about: "Acme GmbH, 2026-039".into(),
        subject: fill(&template.subject),
        body: fill(&template.body),
        saving: String::new(),
        length: match template.channel {
            Channel::Email => String::new(),
            Channel::Sms => "41 characters, GSM-7, 1 part".into(),
        },
    })))
}

/// What was said about an invoice of the made-up book.
pub(crate) fn said_and_heard() -> Vec<TimelineLine> {
    let line = |day: &str, kind, text: &str, message: Option<i64>| TimelineLine {
        moment: Moment {
            on: on(day),
            at: message.map(|_| at(&format!("{day}T08:00:00Z"))),
            kind,
            text: text.into(),
            message: message.map(OutboxId),
        },
        time: message.map(|_| NaiveTime::from_hms_opt(9, 0, 0).unwrap()),
    };
    vec![
        line("2026-09-20", MomentKind::Issued, "issued over 740.00", None),
        line("2026-10-20", MomentKind::Due, "due", None),
        line(
            "2026-11-07",
            MomentKind::Message,
            "friendly reminder to ap@acme.example: sent",
            Some(7),
        ),
        line(
            "2026-11-07",
            MomentKind::Attempt,
            "accepted at confirmation: 250 2.0.0 Ok: queued as 4Zk1Xl2mQxz9 by mx.acme.example \
             after a look at the whole message, which took a while",
            Some(7),
        ),
        line(
            "2026-11-08",
            MomentKind::Talk,
            "call: promised to pay by 2026-11-20",
            None,
        ),
        line(
            "2026-11-08",
            MomentKind::Hold,
            "promise until 2026-11-20: promised in a call",
            None,
        ),
        line(
            "2026-11-20",
            MomentKind::HoldOver,
            "the promise was not kept",
            None,
        ),
    ]
}
