//! Templates that people of a legal entity share: lists of goods under a name.
//!
//! Every person has one version of a template; of the versions of several persons the latest counts, and the others are kept, so
//! that nothing that a colleague put together is lost when somebody changes it.

use cabinet_domain::ids::ItemId;
use cabinet_domain::marks::LineMarks;
use prost::Message;
use serde::{Deserialize, Serialize};

/// The longest name, in characters.
pub const TEMPLATE_NAME_LIMIT: usize = 200;

/// The most lines of a template that is shared.
pub const TEMPLATE_LINES_LIMIT: usize = 5_000;

/// The longest id of a template, in bytes; devices make UUIDs.
pub const TEMPLATE_ID_LIMIT: usize = 64;

/// Gives a template to the colleagues of a legal entity, in place of what the same person gave them of it before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareTemplate {
    /// Its id, made by the device of whoever made it first; at most [`TEMPLATE_ID_LIMIT`] bytes and without a slash.
    pub template: String,
    /// Its name, at most [`TEMPLATE_NAME_LIMIT`] characters.
    pub name: String,
    /// Its lines, each item once, at most [`TEMPLATE_LINES_LIMIT`]; empty when it is taken back.
    pub lines: Vec<SharedLine>,
    /// Whether colleagues are to have it; `false` takes the person's version back, and those of others stay.
    pub is_shared: bool,
    /// When it was given, UTC by the gateway's clock as far as the device knows it, ms since 1970.
    pub said_at_ms: i64,
}

/// A line of it. It bears no price: colleagues see those that they may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedLine {
    /// Which item.
    pub item: ItemId,
    /// How much, in thousandths of the base unit; above zero.
    pub quantity_milli: i64,
    /// Copy of the article.
    pub article: String,
    /// Copy of the name.
    pub name: String,
    /// Copy of the unit's short name.
    pub unit: String,
    /// Labels, warehouses, packs and services, these without their terms.
    #[serde(default, skip_serializing_if = "LineMarks::is_empty")]
    pub marks: LineMarks,
}

/// The row of the feed `templates:<entity>`: the version of a person. Key: [`TemplateRow::key`].
#[derive(Clone, PartialEq, Message)]
pub struct TemplateRow {
    /// Whose version it is.
    #[prost(string, tag = "1")]
    pub person: String,
    /// His name.
    #[prost(string, tag = "2")]
    pub person_name: String,
    /// As in [`ShareTemplate`].
    #[prost(string, tag = "3")]
    pub template: String,
    /// As in [`ShareTemplate`].
    #[prost(string, tag = "4")]
    pub name: String,
    /// JSON of the [`SharedLine`]s.
    #[prost(string, tag = "5")]
    pub lines: String,
    /// As in [`ShareTemplate`], never later than the gateway took it.
    #[prost(int64, tag = "6")]
    pub said_at_ms: i64,
}

impl TemplateRow {
    /// The key of the row; neither id holds a slash.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.person, self.template)
    }
}
