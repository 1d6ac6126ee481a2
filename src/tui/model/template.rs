//! Changes of what messages say.

use crate::domain::ids::ClientId;
use crate::domain::message::StoredTemplate;

/// A change of what messages say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateWrite {
    /// Keep a template.
    Set {
        /// It.
        template: Box<StoredTemplate>,
        /// The client that it is for; `None` for all.
        client: Option<ClientId>,
    },
    /// Back to the words for all, or to ours.
    Reset {
        /// Which: its kind, channel and language.
        template: Box<StoredTemplate>,
        /// The client whose own words go; `None` for those for all.
        client: Option<ClientId>,
    },
}
