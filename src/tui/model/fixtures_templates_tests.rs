//! What the made-up book says in its messages.

use crate::domain::ids::ClientId;
use crate::domain::message::StoredTemplate;
use crate::domain::policy::Channel;
use crate::domain::views::{TemplateClient, TemplateList, TemplateRow, TemplateText, Whose};
use crate::failure::{Failure, Result};
use crate::tui::model::Reply;

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
        length: match template.channel {
            Channel::Email => String::new(),
            Channel::Sms => "41 characters, GSM-7, 1 part".into(),
        },
    })))
}
