//! Templates: lists of goods under a name that every legal entity of the person makes drafts of, at today's prices.
//!
//! A draft is made of one by `drafts_copy_lines`. A template is the person's alone until he shares it with the people of one of his
//! legal entities. Invariants: of a template that several of them changed every person's version is kept, and the latest is told
//! to be so; a colleague's version is changed by nobody else, who takes it as his own instead; a change stands on the desk before it
//! is sent, and what a legal entity's people share is seen by them alone.

mod alike;
mod change;
mod list;
mod save;
mod share;
mod shared;

pub use alike::{OfferedTemplate, decline, offered, save_order};
pub use change::{rename, set_deleted, set_line};
pub use list::{list, show};
pub use save::save;
pub(crate) use share::tell_all;
use share::tell_later;
pub use share::{TemplateShared, share, take};
pub(crate) use shared::lines_of;

use crate::drafts::{PartView, part_views};
use cabinet_desk::{Template, TemplateLine};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A template in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TemplateSummary {
    /// Its id.
    pub id: String,
    /// As the user calls it.
    pub name: String,
    /// How many lines it has.
    pub lines: u32,
    /// Last change, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub updated_at_ms: i64,
    /// When it was put into the trash; `None` for a live one.
    #[specta(type = Option<specta_typescript::Number>)]
    pub deleted_at_ms: Option<i64>,
    /// Whose people have it; empty for one that is only the user's.
    pub entity: String,
    /// The name of that legal entity; empty as above.
    pub entity_name: String,
    /// The person whose version it is; empty for the user's own of this computer.
    pub author: String,
    /// The user changes it here; another person's version is taken as one's own instead.
    pub is_own: bool,
    /// Who changed the same template later than this version; empty when nobody did.
    pub newer_by: String,
}

/// A whole template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TemplateView {
    /// Its summary.
    pub summary: TemplateSummary,
    /// In the order of the draft that it was made of.
    pub lines: Vec<TemplateLineView>,
}

/// A line of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TemplateLineView {
    /// Item id.
    pub item: String,
    /// Article, as in that draft.
    pub article: String,
    /// Name, as in that draft.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// In thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// How it is divided by labels and warehouses; empty when it is not.
    pub parts: Vec<PartView>,
}

/// What `save` is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TemplateRequest {
    /// The draft whose lines are kept.
    pub draft: String,
    /// A name for it.
    pub name: String,
    /// The template that it takes the place of; `None` for a new one.
    pub replaces: Option<String>,
}

/// Another amount of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TemplateLineRequest {
    /// Which template.
    pub template: String,
    /// Item id.
    pub item: String,
    /// In thousandths; 0 takes the line out.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
}

impl TemplateSummary {
    fn of(template: Template) -> Self {
        Self {
            id: template.id,
            name: template.name,
            lines: template.line_count,
            updated_at_ms: template.updated_ms,
            deleted_at_ms: template.deleted_ms,
            entity: template
                .shared_with
                .map(|entity| entity.to_string())
                .unwrap_or_default(),
            entity_name: String::new(),
            author: String::new(),
            is_own: true,
            newer_by: String::new(),
        }
    }
}

impl TemplateLineView {
    fn of(line: TemplateLine) -> Self {
        Self {
            parts: part_views(&line.marks.parts, None),
            item: line.item.to_string(),
            article: line.article,
            name: line.name,
            unit: line.unit,
            quantity_milli: line.quantity_milli,
        }
    }
}
