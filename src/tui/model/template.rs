//! What messages say, asked for and changed.

use crate::domain::ids::ClientId;
use crate::domain::message::StoredTemplate;

/// What is read of templates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateLoad {
    /// All of them.
    List {
        /// The client who gets them; `None` for all.
        client: Option<ClientId>,
    },
    /// One filled with real data.
    Text {
        /// The template.
        template: Box<StoredTemplate>,
        /// The client whose data fills it; `None` for any.
        client: Option<ClientId>,
    },
}

/// A change of what messages say. The template names its client, where it is for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateWrite {
    /// Keep a template.
    Set(Box<StoredTemplate>),
    /// Back from a client's own words to those for all, or from the user's own to ours.
    Reset(Box<StoredTemplate>),
}
