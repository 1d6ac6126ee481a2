//! Changes of what messages say.

use crate::domain::message::StoredTemplate;

/// A change of what messages say. The template names its client, where it is for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateWrite {
    /// Keep a template.
    Set(Box<StoredTemplate>),
    /// Back from a client's own words to those for all, or from the user's own to ours.
    Reset(Box<StoredTemplate>),
}
