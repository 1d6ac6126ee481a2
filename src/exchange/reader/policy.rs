//! Policies with their stages, and templates.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Context;
use crate::domain::message::StoredTemplate;
use crate::domain::policy::{Channel, Policy, Stage, Tone, Ways};
use crate::domain::wording;
use crate::exchange::fields::{Fields, Path, Report};
use crate::exchange::json::Node;
use crate::exchange::scalar;

const POLICY: &[&str] = &["key", "name", "interval_days", "cap", "minimum", "stages"];

/// A policy over the one that the book has under this key.
pub(super) fn policy(node: &Node, path: &Path<'_>, context: Context<'_>) -> Option<Policy> {
    let fields = Fields::open(node, path, POLICY, context.report)?;
    let key = fields.required("key", scalar::key)?;
    let now = context.known.policies.iter().find(|p| p.key == key);
    let name = match now {
        Some(_) => fields.optional("name", scalar::filled),
        None => fields.required("name", scalar::filled),
    };
    let stages = if fields.has("stages") || now.is_none() {
        let mut stages = fields.each("stages", |node, path| stage(node, path, context.report));
        stages.sort_by_key(|stage| stage.days);
        check_stages(&fields, &stages);
        stages
    } else {
        now.map(|p| p.stages.clone()).unwrap_or_default()
    };
    let minimum = fields.optional("minimum", scalar::number);
    if minimum.is_some_and(|minimum| minimum < Decimal::ZERO) {
        fields.problem("minimum", "This must not be negative.");
    }
    Some(Policy {
        name: name
            .or_else(|| now.map(|p| p.name.clone()))
            .unwrap_or_default(),
        interval_days: fields
            .optional("interval_days", scalar::whole(1, 90))
            .unwrap_or_else(|| now.map_or(5, |p| p.interval_days)),
        cap: fields
            .optional("cap", scalar::whole(1, 20))
            .unwrap_or_else(|| now.map_or(4, |p| p.cap)),
        minimum: minimum.unwrap_or_else(|| now.map_or(Decimal::ZERO, |p| p.minimum)),
        stages,
        key,
    })
}

fn stage(node: &Node, path: &Path<'_>, report: &Report) -> Option<Stage> {
    let known = &[
        "name",
        "days",
        "tone",
        "channel",
        "enabled",
        "interest",
        "unattended",
    ];
    let fields = Fields::open(node, path, known, report)?;
    let name = fields.required("name", scalar::filled);
    let days = fields.required("days", scalar::whole(-60, 365));
    let tone = fields.required("tone", scalar::word(Tone::ALL, Tone::word));
    let channel = fields
        .optional("channel", scalar::word(Ways::ALL, Ways::word))
        .unwrap_or(Ways::Email);
    let enabled = fields.optional("enabled", scalar::flag).unwrap_or(true);
    Some(Stage {
        name: name?,
        days: days?,
        tone: tone?,
        channel,
        enabled,
        interest: fields.optional("interest", scalar::flag).unwrap_or(false),
        unattended: fields.optional("unattended", scalar::flag).unwrap_or(false),
    })
}

/// Names and days are each stage's own, and tones never fall as days rise.
fn check_stages(fields: &Fields<'_>, stages: &[Stage]) {
    for (place, stage) in stages.iter().enumerate() {
        let mut earlier = stages.iter().take(place);
        if earlier.clone().any(|other| other.name == stage.name) {
            fields.problem(
                "stages",
                format!("There are two stages \"{}\".", stage.name),
            );
        }
        if let Some(before) = earlier.next_back() {
            if before.days == stage.days {
                fields.problem(
                    "stages",
                    format!("\"{}\" and \"{}\" are on one day.", before.name, stage.name),
                );
            }
            if before.tone > stage.tone {
                fields.problem(
                    "stages",
                    format!(
                        "\"{}\" speaks softer than \"{}\" before it.",
                        stage.name, before.name
                    ),
                );
            }
        }
        if (stage.tone == Tone::HeadsUp) != (stage.days <= 0) {
            fields.problem(
                "stages",
                format!(
                    "\"{}\" is at {} days: the tone heads-up stands at 0 days or before, all others after.",
                    stage.name, stage.days
                ),
            );
        }
    }
}

/// The names of all stages.
pub(super) fn stage_names(policies: &[Policy]) -> BTreeSet<String> {
    let stages = policies.iter().flat_map(|policy| &policy.stages);
    stages.map(|stage| stage.name.clone()).collect()
}

/// The kinds of templates: one for each tone, thanks, the statement and the invoice, and the name of
/// any stage of a policy.
fn kind(node: &Node, stages: &BTreeSet<String>) -> Result<String, String> {
    let text = scalar::text(node)?;
    let kinds = wording::kinds();
    if kinds.contains(&text.as_str()) || stages.contains(&text) {
        return Ok(text);
    }
    Err(format!(
        "\"{text}\" is not one of {}, and no policy has a stage of this name.",
        kinds.join(", ")
    ))
}

/// A template. `stages` are the names of all stages of policies, of the document and the book.
pub(super) fn template(
    node: &Node,
    path: &Path<'_>,
    context: Context<'_>,
    stages: &BTreeSet<String>,
) -> Option<StoredTemplate> {
    let known = &["client", "kind", "channel", "language", "subject", "body"];
    let fields = Fields::open(node, path, known, context.report)?;
    let client = fields.optional("client", scalar::key).unwrap_or_default();
    if !client.is_empty() && !context.clients.contains_key(&client) {
        fields.problem("client", format!("There is no client \"{client}\"."));
    }
    let kind = fields.required("kind", |node| kind(node, stages));
    let channel = fields
        .optional("channel", scalar::word(Channel::ALL, Channel::word))
        .unwrap_or(Channel::Email);
    if kind
        .as_ref()
        .is_some_and(|kind| !wording::goes_over(kind, channel))
    {
        fields.problem("channel", "Statements and invoices go by e-mail only.");
    }
    let language = fields.required("language", scalar::language);
    let subject = match channel {
        Channel::Email => fields.required("subject", scalar::filled),
        Channel::Sms => Some(fields.optional("subject", scalar::line).unwrap_or_default()),
    };
    let body = fields.required("body", scalar::block);
    let template = StoredTemplate {
        client,
        kind: kind?,
        channel,
        language: language?,
        subject: subject?,
        body: body?,
    };
    try_out(&fields, &template);
    Some(template)
}

/// A template that cannot be filled is found out here, not when a reminder is due.
fn try_out(fields: &Fields<'_>, template: &StoredTemplate) {
    if template.body.trim().is_empty() {
        fields.problem("body", "This is empty.");
    } else if let Err(failure) = wording::check(template) {
        let why = failure.causes().join(" ");
        let message = format!("{} {why}", failure.message());
        fields.problem_within("", message.trim_end());
    }
}
