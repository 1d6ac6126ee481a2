//! From what a message is about to its words: the template, the language, the thread.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::ids::InvoiceId;
use crate::domain::invoice::Invoice;
use crate::domain::locale::Language;
use crate::domain::message::Purpose;
use crate::domain::money::Money;
use crate::domain::party::{Client, ContactRole, Profile, reached_by_sms};
use crate::domain::policy::{Channel, Tone};
use crate::domain::reminder::pay_by;
use crate::domain::text;
use crate::domain::views::{Check, CheckLevel, Edit};
use crate::domain::wording::{
    InterestFacts, LetterData, LetterFacts, LetterInvoice, LetterPayment, Rendered, Template,
    render, thread_subject,
};
use crate::domain::{clock::Now, message::StoredTemplate};
use crate::failure::{Failure, Result};
use crate::store::View;
use crate::usecases::reminders::letter::addresses;

/// What a message is about.
#[derive(Clone, Debug)]
pub(in crate::usecases) struct Material {
    pub(in crate::usecases) client: Client,
    pub(in crate::usecases) channel: Channel,
    pub(in crate::usecases) purpose: Purpose,
    /// Name of the stage that it speaks as; empty when it is no reminder.
    pub(in crate::usecases) stage: String,
    pub(in crate::usecases) tone: Option<Tone>,
    /// Whether the user wants another tone than the stage's: then the stage's own text is not it.
    pub(in crate::usecases) other_tone: bool,
    /// What it covers: the invoice, its own stage, and what is open.
    pub(in crate::usecases) covers: Vec<(InvoiceId, String, Money)>,
    pub(in crate::usecases) invoices: Vec<LetterInvoice>,
    pub(in crate::usecases) paid: Option<(Money, chrono::NaiveDate)>,
    pub(in crate::usecases) payments: Option<(chrono::NaiveDate, Vec<LetterPayment>)>,
    pub(in crate::usecases) document: Option<Invoice>,
    pub(in crate::usecases) interest: Option<InterestFacts>,
    /// Whether a code for the transfer goes along with it.
    pub(in crate::usecases) pay_code: bool,
}

impl Material {
    /// A message to a client that is about nothing yet.
    pub(in crate::usecases) const fn new(
        client: Client,
        channel: Channel,
        purpose: Purpose,
    ) -> Self {
        Self {
            client,
            channel,
            purpose,
            stage: String::new(),
            tone: None,
            other_tone: false,
            covers: Vec::new(),
            invoices: Vec::new(),
            paid: None,
            payments: None,
            document: None,
            interest: None,
            pay_code: false,
        }
    }

    /// The kinds of templates that it takes: its stage's own before its tone's.
    fn kinds(&self) -> [&str; 2] {
        match self.tone {
            Some(tone) if self.other_tone => [tone.word(), tone.word()],
            Some(tone) => [&self.stage, tone.word()],
            None => [self.purpose.word(), self.purpose.word()],
        }
    }

    /// Fills a template with it.
    pub(in crate::usecases) fn fill(
        &self,
        now: Now,
        template: &StoredTemplate,
        profile: &Profile,
    ) -> Result<Rendered> {
        let contact = self
            .client
            .contacts
            .iter()
            .find(|contact| contact.role == ContactRole::To)
            .map_or("", |contact| contact.name.as_str());
        let language = Language::from_code(&template.language);
        let facts = LetterFacts {
            channel: self.channel,
            pay_by: pay_by(now.today, &profile.country, &self.client.country),
            tone: self.tone,
            client_name: &self.client.name,
            contact_name: contact,
            invoices: self.invoices.clone(),
            paid: self.paid,
            interest: self.interest,
            pay_code: self.pay_code,
            payments: self.payments.clone(),
            document: self.document.as_ref(),
            ..LetterFacts::new(profile, language, now.today)
        };
        render(&Template::from(template.clone()), &LetterData::new(&facts)?)
    }
}

/// What one message is made of.
pub(in crate::usecases) struct Draft {
    pub(in crate::usecases) about: Material,
    /// Two letters of the language that it is written in.
    pub(in crate::usecases) language: String,
    pub(in crate::usecases) rendered: Rendered,
    /// The same before the user's own words.
    original: Rendered,
    /// Message-IDs of the mails about its first invoice, oldest first.
    pub(in crate::usecases) thread: Vec<String>,
}

/// Writes a message, with what the user changed for this once.
///
/// # Errors
/// Refused, when there is no template, it cannot be filled, or the user's words are empty.
pub(in crate::usecases) fn write(
    view: &View<'_>,
    now: Now,
    about: Material,
    edit: &Edit,
    profile: &Profile,
) -> Result<Draft> {
    let template = template(view, &about, profile)?;
    let mut rendered = about.fill(now, &template, profile)?;
    let mut thread = Vec::new();
    if about.channel == Channel::Email
        && let Some((first, ..)) = about.covers.first()
    {
        let mails = view.thread(*first)?;
        // A statement is a letter of its own that only stands in the same thread.
        if let Some((_, subject)) = mails.first()
            && about.purpose != Purpose::Statement
        {
            rendered.subject = thread_subject(subject);
        }
        thread = mails.into_iter().map(|(id, _)| id).collect();
    }
    let original = rendered.clone();
    put_in(edit, about.channel, &mut rendered)?;
    Ok(Draft {
        about,
        language: template.language,
        rendered,
        original,
        thread,
    })
}

/// The template that a message takes: in the client's language, else in that of the business, else
/// in English.
fn template(view: &View<'_>, about: &Material, profile: &Profile) -> Result<StoredTemplate> {
    let languages = [
        about.client.language.as_str(),
        profile.language.as_str(),
        Language::En.word(),
    ];
    view.template_for(about.client.id, about.kinds(), about.channel, languages)?
        .ok_or_else(|| {
            Failure::refused(format!(
                "There is no template for a message of the kind {} over {}.",
                about.kinds().join(" or "),
                about.channel.word()
            ))
            .hint("add one with `payme template set`")
        })
}

/// The user's own words for this once. A text message has no subject.
fn put_in(edit: &Edit, channel: Channel, rendered: &mut Rendered) -> Result<()> {
    if let (Some(subject), Channel::Email) = (&edit.subject, channel) {
        text::one_line(subject)
            .trim()
            .clone_into(&mut rendered.subject);
    }
    if let Some(body) = &edit.body {
        rendered.body = text::block(body);
    }
    match channel {
        Channel::Email if rendered.subject.is_empty() || rendered.body.trim().is_empty() => {
            Err(Failure::refused("The message needs a subject and a text.")
                .hint("write one, or take back the change"))
        }
        Channel::Sms if rendered.body.trim().is_empty() => {
            Err(Failure::refused("The message needs a text.")
                .hint("write one, or take back the change"))
        }
        Channel::Email | Channel::Sms => Ok(()),
    }
}

impl Draft {
    /// Stands for what a message says, about what, and to whom, but for the user's own words: those
    /// come with the order to send.
    pub(in crate::usecases) fn seal(&self) -> String {
        let mut hasher = DefaultHasher::new();
        for cover in &self.about.covers {
            cover.hash(&mut hasher);
        }
        for role in [ContactRole::To, ContactRole::Cc] {
            for address in addresses(&self.about.client, role) {
                address.hash(&mut hasher);
            }
        }
        if self.about.channel == Channel::Sms
            && let Some(contact) = reached_by_sms(&self.about.client.contacts)
        {
            contact.phone.hash(&mut hasher);
        }
        (&self.original.subject, &self.original.body).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    /// Refuses when what would go is not what the user saw.
    ///
    /// # Errors
    /// Refused, when it has changed since.
    pub(in crate::usecases) fn require_seen(&self, edit: &Edit) -> Result<()> {
        let what = match self.about.purpose {
            Purpose::Reminder => "reminder",
            Purpose::ThankYou => "thank-you",
            Purpose::Statement => "statement",
            Purpose::Invoice => "invoice",
        };
        match &edit.seen {
            Some(seen) if *seen != self.seal() => Err(Failure::refused(format!(
                "The {what} to {} has changed since it was shown, so it was not sent.",
                self.about.client.name
            ))
            .hint("look at it again, then send it")),
            Some(_) | None => Ok(()),
        }
    }

    /// Says that it is written in another language than the client's, for want of a template.
    pub(in crate::usecases) fn fell_back(&self) -> Option<Check> {
        let wanted = &self.about.client.language;
        (*wanted != self.language).then(|| Check {
            level: CheckLevel::Warning,
            text: format!(
                "there is no template in the client's language ({wanted}): it is written in {}",
                Language::from_word(&self.language).map_or("its own", Language::name)
            ),
        })
    }
}
