//! `payme service`: the catalogue that fills lines.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Map, Value};

use super::document::price;
use super::print::{Answer, Column, Table};
use super::session::{Session, read_document};
use crate::domain::decimal::plain;
use crate::domain::ids::ServiceId;
use crate::domain::service::Service as Entry;
use crate::exchange::{reader, writer};
use crate::failure::{Failure, Result};
use crate::usecases::{exchange, services};

/// The catalogue of what you offer.
#[derive(Debug, Subcommand)]
pub(super) enum Service {
    /// List the catalogue
    List,
    /// Add a service
    Add(Add),
    /// Change a service; lines that it filled stay as they are
    Edit(Edit),
    /// Remove a service; lines that it filled stay as they are
    Remove(Remove),
}

#[derive(Args, Debug)]
pub(super) struct Add {
    #[command(flatten)]
    fields: Fields,
}

#[derive(Args, Debug)]
pub(super) struct Edit {
    /// The service's id
    #[arg(value_name = "ID")]
    id: i64,
    #[command(flatten)]
    fields: Fields,
}

#[derive(Args, Debug)]
pub(super) struct Remove {
    /// The service's id
    #[arg(value_name = "ID")]
    id: i64,
}

/// A service in options, or as JSON.
#[derive(Args, Debug)]
struct Fields {
    /// A file of JSON fields, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["description", "unit", "price"])]
    #[arg(conflicts_with_all = ["currency", "tax", "rate", "reason"])]
    from: Option<PathBuf>,
    /// What is supplied
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// UN/ECE code of the unit: HUR, DAY, C62
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    /// Price of one unit
    #[arg(long, value_name = "AMOUNT")]
    price: Option<String>,
    /// Currency of the price
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// Tax category: S, Z, E, AE, K, G or O
    #[arg(long, value_name = "CATEGORY")]
    tax: Option<String>,
    /// Tax rate in percent
    #[arg(long, value_name = "PERCENT", requires = "tax")]
    rate: Option<String>,
    /// Why there is no tax
    #[arg(long, value_name = "TEXT", requires = "tax")]
    reason: Option<String>,
}

impl Fields {
    /// The fields as JSON.
    fn bytes(&self) -> Result<Vec<u8>> {
        if let Some(from) = &self.from {
            return read_document(from);
        }
        let mut fields = given(&[
            ("description", &self.description),
            ("unit", &self.unit),
            ("unit_price", &self.price),
            ("currency", &self.currency),
        ]);
        let tax = given(&[
            ("category", &self.tax),
            ("rate", &self.rate),
            ("reason", &self.reason),
        ]);
        if !tax.is_empty() {
            fields.insert("tax".into(), tax.into());
        }
        if fields.is_empty() {
            return Err(Failure::usage("Nothing is said about the service.")
                .hint("give --from FILE, or options such as --description and --price"));
        }
        Ok(Value::Object(fields).to_string().into_bytes())
    }
}

/// The options that are there, as fields of JSON.
pub(super) fn given(options: &[(&str, &Option<String>)]) -> Map<String, Value> {
    let given = options
        .iter()
        .filter_map(|(name, value)| Some(((*name).to_owned(), value.as_deref()?.into())));
    given.collect()
}

#[derive(Serialize)]
struct ServicesDocument<T> {
    services: Vec<T>,
}

#[derive(Serialize)]
struct ServiceDocument<T> {
    id: i64,
    #[serde(flatten)]
    fields: T,
}

#[derive(Serialize)]
struct RemovedDocument {
    removed: i64,
}

fn document(service: &Entry) -> ServiceDocument<impl Serialize + '_> {
    ServiceDocument {
        id: service.id.0,
        fields: writer::service(service),
    }
}

pub(super) fn run(command: Service, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    match command {
        Service::List => list(session),
        Service::Add(line) => {
            let bytes = line.fields.bytes()?;
            let mut book = session.book()?;
            let new = reader::read_service(&bytes, None, &exchange::known(&book, now)?)?;
            let added = services::add(&mut book, now, &new)?;
            answer(&added, session)
        }
        Service::Edit(line) => {
            let bytes = line.fields.bytes()?;
            let mut book = session.book()?;
            let present = services::show(&book, ServiceId(line.id))?;
            let known = exchange::known(&book, now)?;
            let changed = reader::read_service(&bytes, Some(&present), &known)?;
            services::edit(&mut book, now, &changed)?;
            answer(&changed, session)
        }
        Service::Remove(line) => {
            let said = services::remove(&mut session.book()?, now, ServiceId(line.id))?;
            session.answer(&RemovedDocument { removed: line.id }, |page| {
                page.line(format!("{said}."));
            })
        }
    }
}

fn list(session: &mut Session<'_>) -> Result<Answer> {
    let list = services::list(&session.book()?)?;
    let answer = ServicesDocument {
        services: list.iter().map(document).collect(),
    };
    session.answer(&answer, |page| {
        if list.is_empty() {
            page.line("The catalogue is empty.");
        } else {
            page.table(&table(&list));
        }
    })
}

fn answer(service: &Entry, session: &Session<'_>) -> Result<Answer> {
    session.answer(&document(service), |page| {
        page.table(&table(std::slice::from_ref(service)));
    })
}

fn table(list: &[Entry]) -> Table {
    let mut table = Table::new(&[
        Column::figure("id"),
        Column::flexible("description"),
        Column::fixed("unit"),
        Column::figure("price"),
        Column::fixed("currency"),
        Column::figure("tax"),
    ]);
    for service in list {
        table.row([
            service.id.to_string(),
            service.description.clone(),
            service.unit.clone(),
            price(service.unit_price, service.currency),
            service.currency.code().into(),
            format!("{} {} %", service.category.word(), plain(service.rate)),
        ]);
    }
    table
}
