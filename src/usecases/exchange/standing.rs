//! What a document would say anew that the book says already: the business, its policies, its
//! templates. In a book that is used, that would change where clients pay and how they are reminded,
//! so it is refused place by place; in a new one it is what the document is for, and is told.

use crate::domain::interest::{Rate, Rates};
use crate::domain::invoice::InvoiceKind;
use crate::domain::message::StoredTemplate;
use crate::domain::party::Profile;
use crate::domain::policy::Policy;
use crate::domain::service::Service;
use crate::domain::wording::document::Words;
use crate::exchange::document::SeriesDocument;
use crate::exchange::{BookDocument, Problem};
use crate::failure::Result;
use crate::store::View;

/// Fields of the profile that have a value before anybody has said anything.
const DEFAULTS: [&str; 3] = ["currency", "language", "terms_days"];

/// Policies and templates of the book that a document would replace, and fields of the profile.
#[derive(Debug, Default)]
pub(super) struct Differences {
    places: Vec<Problem>,
    replaced: Vec<String>,
}

impl Differences {
    /// Compares a document with a book.
    pub(super) fn find(view: &View<'_>, document: &BookDocument) -> Result<Self> {
        let mut found = Self::default();
        if let Some(new) = &document.profile {
            found.profile(&view.profile()?, new);
        }
        let (policies, mut templates) = (view.policies()?, view.templates()?);
        templates.extend(view.client_templates()?);
        for (place, new) in document.policies.iter().enumerate() {
            found.policy(place, &policies, new);
        }
        for (place, new) in document.templates.iter().enumerate() {
            found.template(place, &templates, new);
        }
        let series = super::series::of(view)?;
        for (place, new) in document.series.iter().enumerate() {
            found.series(place, &series, new);
        }
        for (place, new) in document.services.iter().enumerate() {
            let old = view.service_named(&new.description, new.currency)?;
            found.service(place, old, new);
        }
        for (place, new) in document.texts.iter().enumerate() {
            let old = view.text(new.kind, new.language)?;
            found.text(place, &old, new);
        }
        let rates = view.rates()?;
        for (place, new) in document.rates.iter().enumerate() {
            found.rate(place, &rates, new);
        }
        Ok(found)
    }

    /// Each place as a problem, for a book that is used.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.places
    }

    /// What is replaced in a new book, in words: "the profile", "the policy standard".
    pub(super) fn into_words(self) -> Vec<String> {
        self.replaced
    }

    fn note(&mut self, path: String, message: String) {
        self.places.push(Problem { path, message });
    }

    fn profile(&mut self, old: &Profile, new: &Profile) {
        let mut said = false;
        for ((name, old), (_, new)) in fields(old).into_iter().zip(fields(new)) {
            if old == new {
                continue;
            }
            said |= !old.is_empty() && !DEFAULTS.contains(&name);
            let has = if old.is_empty() {
                "nothing".to_owned()
            } else {
                format!("\"{old}\"")
            };
            self.note(
                format!("profile.{name}"),
                format!(
                    "The book is in use and has {has} here: leave it out, or set it with `payme \
                     profile set` first."
                ),
            );
        }
        if said {
            self.replaced.push("the profile".to_owned());
        }
    }

    fn policy(&mut self, place: usize, old: &[Policy], new: &Policy) {
        let key = &new.key;
        if old.iter().any(|old| old.key == *key && old != new) {
            self.note(
                format!("policies[{place}]"),
                format!(
                    "The book is in use and has another policy \"{key}\": leave it out, or set it \
                     with `payme policy set` first."
                ),
            );
            self.replaced.push(format!("the policy {key}"));
        }
    }

    /// A series is the same when its numbers are and no kind changes its series.
    fn series(&mut self, place: usize, old: &[SeriesDocument], new: &SeriesDocument) {
        let key = &new.series.key;
        let now = old.iter().find(|old| old.series.key == *key);
        let other = now.is_some_and(|now| now.series != new.series);
        let moved = |kind: &&InvoiceKind| !now.is_some_and(|now| now.kinds.contains(kind));
        let path = format!("series[{place}]");
        if other {
            self.note(
                path,
                format!(
                    "The book is in use and has another series \"{key}\": leave it out, or set it \
                     with `payme series set` first."
                ),
            );
        } else if let Some(kind) = new.kinds.iter().find(moved) {
            self.note(
                format!("{path}.kinds"),
                format!(
                    "The book is in use and numbers each {} in another series: leave it out, or \
                     set it with `payme series set` first.",
                    kind.name()
                ),
            );
        }
        if other {
            self.replaced.push(format!("the series {key}"));
        }
    }

    fn text(&mut self, place: usize, old: &str, new: &Words) {
        if old == new.body {
            return;
        }
        let name = format!("{}/{}", new.kind.word(), new.language.word());
        self.note(
            format!("texts[{place}]"),
            format!(
                "The book has another text {name}: leave it out, or set it with `payme text set` \
                 first."
            ),
        );
        self.replaced.push(format!("the text {name}"));
    }

    /// A rate of ours may be replaced; one that the user entered is theirs.
    fn rate(&mut self, place: usize, rates: &Rates, new: &Rate) {
        let (series, from) = (new.series, new.from);
        let old = rates.of(series).find(|rate| rate.from == from && rate.own);
        if old.is_none_or(|old| old.rate == new.rate) {
            return;
        }
        let name = format!("{} {from}", series.word());
        self.note(
            format!("rates[{place}]"),
            format!(
                "The book has another rate {name}: leave it out, or set it with `payme rate add` \
                 first."
            ),
        );
        self.replaced.push(format!("the rate {name}"));
    }

    fn service(&mut self, place: usize, old: Option<Service>, new: &Service) {
        let Some(old) = old else {
            return;
        };
        let id = old.id;
        if old != (Service { id, ..new.clone() }) {
            self.note(
                format!("services[{place}]"),
                format!(
                    "The book has another service \"{}\": leave it out, or change it with `payme \
                     service edit {id}` first.",
                    old.description
                ),
            );
        }
    }

    fn template(&mut self, place: usize, old: &[StoredTemplate], new: &StoredTemplate) {
        let same = |old: &StoredTemplate| {
            (&old.client, &old.kind, old.channel, &old.language)
                == (&new.client, &new.kind, new.channel, &new.language)
        };
        if old.iter().any(|old| same(old) && old != new) {
            let mut name = format!("{} ({}, {})", new.kind, new.channel.word(), new.language);
            if !new.client.is_empty() {
                name = format!("{name} of client {}", new.client);
            }
            self.note(
                format!("templates[{place}]"),
                format!(
                    "The book is in use and has another template {name}: leave it out, or set it \
                     with `payme template set` first."
                ),
            );
            self.replaced.push(format!("the template {name}"));
        }
    }
}

/// The profile, field by field, as the document names them.
fn fields(profile: &Profile) -> [(&'static str, String); 14] {
    let Profile {
        name,
        email,
        phone,
        address,
        country,
        tax_id,
        iban,
        bic,
        currency,
        language,
        terms_days,
        signature,
        usual_tax,
        thank_you,
    } = profile;
    [
        ("name", name.clone()),
        ("email", email.clone()),
        ("phone", phone.clone()),
        ("address", address.join(", ")),
        ("country", country.clone()),
        ("tax_id", tax_id.clone()),
        ("iban", iban.clone()),
        ("bic", bic.clone()),
        ("currency", currency.code().to_owned()),
        ("language", language.clone()),
        ("terms_days", terms_days.to_string()),
        ("signature", signature.clone()),
        ("usual_tax", usual_tax.clone()),
        ("thank_you", thank_you.word().to_owned()),
    ]
}
