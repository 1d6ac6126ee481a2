//! Four questions about the business. Each may be skipped, and is checked as it is typed.

use chrono::NaiveDate;

use super::{Echo, Field, Form, Purpose, Refused, open_form};
use crate::domain::country::Country;
use crate::domain::iban::{self, Iban};
use crate::domain::party::Profile;
use crate::domain::tax_id::{self, Finding};
use crate::tui::model::{Model, Write};

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Setup {
    before: Profile,
}

const NAME: usize = 0;
const COUNTRY: usize = 1;
const TAX: usize = 2;
const IBAN: usize = 3;

/// Opens the form, with the answers so far.
pub fn open(model: &mut Model) {
    model.setup_asked = model.profile.is_none();
    let Some(before) = model.profile.clone() else {
        return;
    };
    let country = Country::from_code(&before.country);
    let fields = vec![
        Field::text("Name", before.name.clone()),
        Field::text(
            "Country",
            country.map_or_else(String::new, |one| one.to_string()),
        ),
        Field::text("Tax number", before.tax_id.clone()),
        Field::text("IBAN", iban::grouped(&before.iban)),
    ];
    let purpose = Purpose::Setup(Setup { before });
    open_form(model, Form::new(purpose, "Your business", fields));
}

/// The profile was read; who has asked for the form meanwhile gets it.
pub fn take(model: &mut Model, profile: Profile) {
    model.profile = Some(profile);
    if model.setup_asked {
        open(model);
    }
}

fn country_code(form: &Form) -> &'static str {
    Country::find(form.text(COUNTRY)).map_or("", Country::code)
}

/// What was understood.
pub(super) fn echo(form: &Form, index: usize, today: NaiveDate) -> Option<Echo> {
    let text = form.text(index);
    if text.is_empty() {
        return Some(Echo::hint(match index {
            NAME => "as it stands on your invoices",
            COUNTRY => "a name or a code: Germany, de",
            TAX => "VAT id or tax number · skip with Tab",
            _ => "where clients pay to · skip with Tab",
        }));
    }
    match index {
        NAME => Some(Echo::good("")),
        COUNTRY => Some(match Country::find(text) {
            Ok(country) => Echo::good(country_words(country, text, today)),
            Err(failure) => Echo::bad(&failure),
        }),
        TAX => Some(tax_echo(text, country_code(form))),
        IBAN => Some(match Iban::parse(text) {
            Ok(_) => Echo::good("check digits ok"),
            Err(failure) => Echo::bad(&failure),
        }),
        _ => None,
    }
}

fn country_words(country: Country, typed: &str, today: NaiveDate) -> String {
    let rates = country.vat_rates(today);
    let vat = rates.map_or_else(String::new, |rates| format!(" · VAT {rates}"));
    let language = country.language().name();
    let name = country.to_string();
    let name = if name == typed {
        String::new()
    } else {
        format!("{name}: ")
    };
    format!("{name}sets {}, {language}{vat}", country.currency())
}

fn tax_echo(text: &str, country: &str) -> Echo {
    match tax_id::check(text, country) {
        Finding::Checked(_) => Echo::good("VAT id, check digits ok"),
        Finding::Formed(_) => Echo::good("VAT id of the right form"),
        Finding::National => Echo::hint("kept as it is; not checked"),
        Finding::Warning(why) => Echo::new(super::Sense::Look, why),
    }
}

/// Whether the profile has no answer yet.
fn is_blank(profile: &Profile) -> bool {
    [
        &profile.name,
        &profile.country,
        &profile.tax_id,
        &profile.iban,
    ]
    .iter()
    .all(|answer| answer.is_empty())
}

/// Says who the freelancer is.
pub(super) fn accept(
    model: &mut Model,
    form: &Form,
    setup: &Setup,
) -> std::result::Result<(), Refused> {
    if (NAME..=IBAN).all(|index| form.text(index).is_empty()) && is_blank(&setup.before) {
        return Err((NAME, "Nothing was entered.".to_owned()));
    }
    let mut profile = setup.before.clone();
    form.text(NAME).clone_into(&mut profile.name);
    match form.text(COUNTRY) {
        "" => profile.country.clear(),
        text => {
            let country = Country::find(text);
            let country = country.map_err(|failure| (COUNTRY, failure.message().to_owned()))?;
            if profile.country != country.code() {
                profile.currency = country.currency();
                country.language().word().clone_into(&mut profile.language);
                country.code().clone_into(&mut profile.country);
            }
        }
    }
    profile.tax_id = tax_id::normal(form.text(TAX));
    profile.iban = match form.text(IBAN) {
        "" => String::new(),
        text => {
            let iban = Iban::parse(text);
            let iban = iban.map_err(|failure| (IBAN, failure.message().to_owned()))?;
            iban.plain().to_owned()
        }
    };
    model.write(
        Write::SetProfile(Box::new(profile)),
        "Your business is saved.",
    );
    Ok(())
}
