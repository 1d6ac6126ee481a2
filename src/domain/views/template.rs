//! Templates as a list, and one filled with real data.

use crate::domain::ids::ClientId;
use crate::domain::message::StoredTemplate;

/// Whose words a template has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// As payme brought them.
    Ours,
    /// The user's own, for every client.
    Yours,
    /// The user's own, for one client.
    Client,
}

/// A row of the list of templates: what a kind of message says in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateRow {
    /// The template that is used.
    pub template: StoredTemplate,
    /// Whose words it has.
    pub whose: Whose,
}

/// Whose messages a list of templates is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateClient {
    /// Row id.
    pub id: ClientId,
    /// Key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Two-letter language.
    pub language: String,
}

/// The templates of the book, or those that one client gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateList {
    /// The client, where the list is about one.
    pub client: Option<TemplateClient>,
    /// The book's own language, two letters.
    pub language: String,
    /// By kind, channel and language.
    pub rows: Vec<TemplateRow>,
}

/// A template filled with real data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateText {
    /// With whose data, in words ("with what Acme has").
    pub about: String,
    /// Subject; empty for SMS.
    pub subject: String,
    /// Text.
    pub body: String,
    /// How long it is, in words ("148 characters, 1 part"); empty for e-mail.
    pub length: String,
    /// What makes a text message dearer than it need be; else empty.
    pub saving: String,
}
