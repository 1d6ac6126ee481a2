//! A whole book: its parts in an order that lets each look up what it names, and what only shows
//! when all of them are there.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ClientDefaults, Context, Known, catalogue, history, invoice, known as facts, links, paid,
    party, policy,
};
use crate::domain::currency::Currency;
use crate::domain::invoice::InvoiceKind;
use crate::domain::message::StoredTemplate;
use crate::domain::party::{Client, Profile};
use crate::domain::policy::{Channel, Policy};
use crate::domain::service::Service;
use crate::exchange::document::{
    BookDocument, HoldDocument, HoldOn, InvoiceDocument, MessageDocument, SeriesDocument,
};
use crate::exchange::fields::{Fields, Path, Report};
use crate::exchange::json::Node;
use crate::exchange::scalar;

const BOOK: &[&str] = &[
    "payme",
    "profile",
    "clients",
    "invoices",
    "policies",
    "templates",
    "series",
    "services",
    "texts",
    "rates",
    "holds",
    "talks",
    "bank_checks",
    "messages",
];

/// Reads a whole book.
pub(super) fn book(node: &Node, known: &Known, report: &Report) -> Option<BookDocument> {
    let fields = Fields::open(node, &Path::Root, BOOK, report)?;
    let version = fields.optional("payme", scalar::whole(1, i64::MAX));
    if version.is_some_and(|version| version > 1) {
        fields.problem(
            "payme",
            "A newer payme wrote this document; this one reads version 1.",
        );
        return None;
    }
    let mut policies = known.policies.iter().map(|p| p.key.clone()).collect();
    let mut clients = known.clients.clone();
    let context = Context {
        report,
        known,
        profile: &known.profile,
        policies: &BTreeSet::new(),
        clients: &BTreeMap::new(),
        series: &BTreeSet::new(),
    };
    let profile = read_profile(&fields, context);
    let context = Context {
        profile: profile.as_ref().unwrap_or(&known.profile),
        ..context
    };
    let policy_list = read_policies(&fields, context, &mut policies);
    let context = Context {
        policies: &policies,
        ..context
    };
    let client_list = read_clients(&fields, context, &mut clients);
    let context = Context {
        clients: &clients,
        ..context
    };
    let series_list = read_series(&fields, context);
    let mut series = known.series_keys();
    series.extend(series_list.iter().map(|one| one.series.key.clone()));
    let context = Context {
        series: &series,
        ..context
    };
    let mut reader = Reader::default();
    let invoices = reader.invoices(&fields, context);
    let holds = fields.each("holds", |node, path| reader.hold(node, path, context));
    let owners = reader.owners();
    let talks = fields.each("talks", |node, path| {
        facts::talk(node, path, context, &owners)
    });
    let messages = fields.each("messages", |node, path| reader.message(node, path, context));
    let templates = read_templates(&fields, context, &policy_list);
    Some(BookDocument {
        clients: client_list,
        invoices,
        policies: policy_list,
        templates,
        series: series_list,
        services: read_services(&fields, context),
        texts: fields.each("texts", |node, path| catalogue::text(node, path, report)),
        rates: facts::rates(&fields, report),
        holds,
        talks,
        bank_checks: facts::bank_checks(&fields, report),
        messages,
        profile,
    })
}

fn read_profile(fields: &Fields<'_>, context: Context<'_>) -> Option<Profile> {
    let path = Path::Field(&Path::Root, "profile");
    party::profile(fields.get("profile")?, &path, context)
}

fn read_policies(
    fields: &Fields<'_>,
    context: Context<'_>,
    keys: &mut BTreeSet<String>,
) -> Vec<Policy> {
    let mut seen = BTreeSet::new();
    fields.each("policies", |node, path| {
        let policy = policy::policy(node, path, context)?;
        keys.insert(policy.key.clone());
        if !seen.insert(policy.key.clone()) {
            twice(context.report, path, "key", &policy.key);
        }
        Some(policy)
    })
}

fn read_templates(
    fields: &Fields<'_>,
    context: Context<'_>,
    policies: &[Policy],
) -> Vec<StoredTemplate> {
    let mut seen = BTreeSet::new();
    let mut stages = policy::stage_names(policies);
    stages.extend(policy::stage_names(&context.known.policies));
    fields.each("templates", |node, path| {
        let template = policy::template(node, path, context, &stages)?;
        let name = format!(
            "{} {} {} {}",
            template.kind,
            template.channel.word(),
            template.language,
            template.client
        );
        if !seen.insert(name.clone()) {
            twice(context.report, path, "kind", name.trim_end());
        }
        Some(template)
    })
}

fn read_clients(
    fields: &Fields<'_>,
    context: Context<'_>,
    known: &mut BTreeMap<String, ClientDefaults>,
) -> Vec<Client> {
    let mut seen = BTreeSet::new();
    fields.each("clients", |node, path| {
        let client = party::client(node, path, context)?;
        if !seen.insert(client.key.clone()) {
            twice(context.report, path, "key", &client.key);
        }
        known.insert(client.key.clone(), ClientDefaults::from(&client));
        Some(client)
    })
}

fn read_series(fields: &Fields<'_>, context: Context<'_>) -> Vec<SeriesDocument> {
    let (mut keys, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    let mut list = fields.each("series", |node, path| {
        let one = catalogue::series(node, path, &context.known.series, context.report)?;
        if !keys.insert(one.series.key.clone()) {
            twice(context.report, path, "key", &one.series.key);
        }
        let said = Fields::open(node, path, &[], &Report::default())?.has("kinds");
        for kind in one.kinds.iter().filter(|_| said) {
            if !kinds.insert(kind.word()) {
                twice(context.report, path, "kinds", kind.word());
            }
        }
        Some((one, said))
    });
    for (one, said) in &mut list {
        // What the book says gives way to what the document says.
        one.kinds
            .retain(|kind| *said || !kinds.contains(kind.word()));
    }
    list.into_iter().map(|(one, _)| one).collect()
}

fn read_services(fields: &Fields<'_>, context: Context<'_>) -> Vec<Service> {
    let mut seen = BTreeSet::new();
    fields.each("services", |node, path| {
        let service = catalogue::service(node, path, None, context)?;
        // As the book compares them: letters of ASCII, upper or lower case.
        let name = (
            service.description.to_ascii_lowercase(),
            service.currency.code(),
        );
        if !seen.insert(name) {
            twice(context.report, path, "description", &service.description);
        }
        Some(service)
    })
}

pub(super) fn twice(report: &Report, path: &Path<'_>, field: &str, value: &str) {
    report.add(
        Path::Field(path, field),
        format!("\"{value}\" is in the document twice."),
    );
}

/// A live reminder is carried once a stage and channel.
type Carried = (String, String, Channel);

/// Whose a number is.
struct Owner {
    client: String,
    kind: InvoiceKind,
    currency: Currency,
}

/// What invoices, holds and messages are checked against.
#[derive(Default)]
struct Reader {
    /// By number.
    numbers: BTreeMap<String, Owner>,
    /// Names of drafts.
    drafts: BTreeSet<String>,
    carried: BTreeSet<Carried>,
    message_ids: BTreeSet<String>,
}

impl Reader {
    /// The key of the client of each number.
    fn owners(&self) -> BTreeMap<String, String> {
        let owner = |(number, owner): (&String, &Owner)| (number.clone(), owner.client.clone());
        self.numbers.iter().map(owner).collect()
    }

    fn invoices(&mut self, fields: &Fields<'_>, context: Context<'_>) -> Vec<InvoiceDocument> {
        let mut places = Vec::new();
        let mut place = 0_usize;
        let mut list = fields.each("invoices", |node, path| {
            let here = place;
            place = place.saturating_add(1);
            let document = invoice::invoice(node, path, context)?;
            places.push(here);
            self.note(&document, path, context.report);
            Some(document)
        });
        links::check(&mut list, &places, context.report);
        paid::check_transfers(&list, &places, context.report);
        list
    }

    fn note(&mut self, document: &InvoiceDocument, path: &Path<'_>, report: &Report) {
        if let Some(name) = &document.name
            && !self.drafts.insert(name.clone())
        {
            twice(report, path, "ref", name);
        }
        let Some(number) = &document.invoice.number else {
            return;
        };
        let owner = Owner {
            client: document.invoice.client_key.clone(),
            kind: document.invoice.kind,
            currency: document.invoice.currency,
        };
        if self.numbers.insert(number.clone(), owner).is_some() {
            twice(report, path, "number", number);
        }
    }

    fn carry(&mut self, carried: Carried, path: Path<'_>, report: &Report) {
        if self.carried.contains(&carried) {
            let (number, stage, channel) = &carried;
            report.add(
                path,
                format!(
                    "Stage \"{stage}\" of invoice {number} has gone by {} already.",
                    channel.word()
                ),
            );
        }
        self.carried.insert(carried);
    }

    fn hold(&mut self, node: &Node, path: &Path<'_>, context: Context<'_>) -> Option<HoldDocument> {
        let hold = history::hold(node, path, context)?;
        if let HoldOn::Invoice(number) = &hold.on {
            let field = Path::Field(path, "invoice");
            match self.numbers.get(number).map(|owner| owner.kind) {
                None => context.report.add(field, no_invoice(number)),
                Some(kind) if !kind.asks_for_money() => context.report.add(
                    field,
                    format!("{number} is a {}; nobody is reminded of it.", kind.name()),
                ),
                Some(_) => {}
            }
        }
        Some(hold)
    }

    fn message(
        &mut self,
        node: &Node,
        path: &Path<'_>,
        context: Context<'_>,
    ) -> Option<MessageDocument> {
        let currency = |number: &str| self.numbers.get(number).map(|owner| owner.currency);
        let message = history::message(node, path, context, &currency)?;
        if !self.message_ids.insert(message.message_id.clone()) {
            twice(context.report, path, "message_id", &message.message_id);
        }
        let list = Path::Field(path, "invoices");
        let mut seen = BTreeSet::new();
        let stages = message
            .invoices
            .iter()
            .map(|one| (&one.number, Some(&one.stage)));
        let named = message.about.iter().map(|(number, _)| (number, None));
        for (index, (number, stage)) in stages.chain(named).enumerate() {
            let place = Path::Index(&list, index);
            match self.numbers.get(number) {
                None => context
                    .report
                    .add(Path::Field(&place, "number"), no_invoice(number)),
                Some(owner) if owner.client != message.client => context.report.add(
                    Path::Field(&place, "number"),
                    format!("Invoice {number} is of client \"{}\".", owner.client),
                ),
                Some(_) => {}
            }
            if !seen.insert(number.clone()) {
                twice(context.report, &place, "number", number);
            } else if let (Some(stage), true) = (stage, message.state.is_live()) {
                let carried = (number.clone(), stage.clone(), message.channel);
                self.carry(carried, place, context.report);
            }
        }
        Some(message)
    }
}

pub(super) fn no_invoice(number: &str) -> String {
    format!("There is no invoice \"{number}\" in the document.")
}
