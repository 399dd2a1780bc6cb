//! Notices: the list in the program is the truth; what is shown on the desktop is taken from it, once each.

mod add_to_draft;
mod dismiss;
mod list;
mod next_toasts;
mod paper_words;
mod read;
mod words;

pub use add_to_draft::add_to_draft;
pub use dismiss::dismiss;
pub use list::list;
pub(crate) use next_toasts::begin;
pub use next_toasts::{Toast, ToastAdd, ToastPlace, ToastTarget, next_toasts};
pub use read::read;

use crate::drafts::DraftSummary;
use crate::error::CommandError;
use crate::open::Open;
use cabinet_desk::{Grant, NoticeState};
use cabinet_domain::access::{Right, right_to_be_told};
use cabinet_domain::notice::NoticeKind;
use cabinet_protocol::personal::NoticeRow;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::sync::PoisonError;

/// How many notices of an entity are looked at; the gateway keeps them for 90 days.
const DEPTH: u32 = 1_000;

/// The list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct NoticeList {
    /// The newest first.
    pub rows: Vec<NoticeView>,
    /// How many of them are not read.
    pub unread: u32,
}

/// A notice. Which fields are filled follows from the kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NoticeView {
    /// Id.
    pub id: String,
    /// Which legal entity it concerns.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// `cabinet_domain::notice::NoticeKind::code`.
    pub kind: String,
    /// UTC, ms since 1970, by the gateway's clock.
    #[specta(type = specta_typescript::Number)]
    pub at_ms: i64,
    /// Item id; empty when it is about no item.
    pub item: String,
    /// Its article.
    pub article: String,
    /// Its name.
    pub name: String,
    /// Short name of its unit.
    pub unit: String,
    /// How much was there, in thousandths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub quantity_milli: Option<i64>,
    /// How much was waited for, in thousandths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub wanted_milli: Option<i64>,
    /// Order id; empty when it is about no order.
    pub order: String,
    /// Its number.
    pub order_number: String,
    /// The state it reached.
    pub order_state: String,
    /// Document id; empty when it is about no document.
    pub document: String,
    /// Its number; a paper of the supplier may have none, then what its file is called stands in `name`.
    pub document_number: String,
    /// What a paper of the supplier is, `cabinet_domain::supplier_document::DocumentKind::code`; empty for other documents.
    pub document_kind: String,
    /// Id of an ask for an act of reconciliation; empty when it is about none.
    pub act: String,
    /// The first day of its period, ISO.
    pub act_from: String,
    /// The last day of its period, ISO.
    pub act_to: String,
    /// Claim id; empty when it is about no claim.
    pub claim: String,
    /// Its number.
    pub claim_number: String,
    /// The state it is in.
    pub claim_state: String,
    /// Id of a piece of news, whose title stands in `name`; empty when it is about none.
    pub news: String,
    /// The new price, in millionths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// The price before, in millionths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub old_price_micro: Option<i64>,
    /// ISO 4217; empty without money.
    pub currency: String,
    /// Sum of the document, VAT included.
    #[specta(type = Option<specta_typescript::Number>)]
    pub total_minor: Option<i64>,
    /// The user has read it.
    pub is_read: bool,
    /// What was waited for can be added to a draft.
    pub can_add: bool,
    /// They were put into a draft since the program started.
    pub is_added: bool,
}

/// What went into a draft.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct NoticeAdded {
    /// The draft after it.
    pub draft: DraftSummary,
    /// How much was added, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
}

/// A notice with what happened to it on this device.
struct Known {
    view: NoticeView,
    kind: NoticeKind,
    state: NoticeState,
}

/// The notices that the person may see now, the newest first. Those of a kind that this build does not know are left
/// out: it could say nothing of them.
fn known(open: &Open, entity: Option<&str>) -> Result<Vec<Known>, CommandError> {
    let goods = open.goods()?;
    let states = open.desk.notice_states()?;
    let mut all = Vec::new();
    for grant in open.grants_of(entity)? {
        for row in goods.notices(&grant.entity, DEPTH)? {
            let Some(kind) = NoticeKind::from_code(&row.kind) else {
                continue;
            };
            if !grant.role.may(right_to_be_told(kind)) {
                continue;
            }
            let state = states.get(&row.id).copied().unwrap_or_default();
            all.push(Known {
                view: view(open, &grant, row, kind, state),
                kind,
                state,
            });
        }
    }
    all.sort_by(|a, b| (b.view.at_ms, &a.view.id).cmp(&(a.view.at_ms, &b.view.id)));
    Ok(all)
}

fn view(open: &Open, grant: &Grant, row: NoticeRow, kind: NoticeKind, state: NoticeState) -> NoticeView {
    let is_added = was_added(open, &row.id);
    NoticeView {
        id: row.id,
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        kind: kind.code().to_owned(),
        at_ms: row.at_ms,
        item: row.item,
        article: row.article,
        name: row.name,
        unit: row.unit,
        quantity_milli: row.quantity_milli,
        wanted_milli: row.wanted_milli,
        order: row.order,
        order_number: row.order_number,
        order_state: row.order_state,
        claim: row.claim,
        claim_number: row.claim_number,
        claim_state: row.claim_state,
        news: row.news,
        document: if row.paper.is_empty() { row.invoice } else { row.paper },
        document_number: if row.invoice_number.is_empty() {
            row.paper_number
        } else {
            row.invoice_number
        },
        document_kind: row.paper_kind,
        act: row.act,
        act_from: row.act_from,
        act_to: row.act_to,
        price_micro: row.price_micro,
        old_price_micro: row.old_price_micro,
        currency: row.currency,
        total_minor: row.total_minor,
        is_read: state.is_read,
        can_add: matches!(kind, NoticeKind::Arrival | NoticeKind::WishFound)
            && !is_added
            && row.wanted_milli.is_some()
            && grant.role.may(Right::PlaceOrders),
        is_added,
    }
}

/// Whether the goods of a notice were put into a draft since the program started.
fn was_added(open: &Open, id: &str) -> bool {
    let added = open.added_notices.lock();
    added.unwrap_or_else(PoisonError::into_inner).contains(id)
}

/// The notices that tell of these pieces of news.
pub(crate) fn ids_about_news(open: &Open, news: &[String]) -> Result<Vec<String>, CommandError> {
    let told = known(open, None)?.into_iter().map(|notice| notice.view);
    Ok(told
        .filter(|notice| !notice.news.is_empty() && news.contains(&notice.news))
        .map(|notice| notice.id)
        .collect())
}

/// The named notices, or all that are there.
fn ids_or_all(open: &Open, ids: Vec<String>) -> Result<Vec<String>, CommandError> {
    if ids.is_empty() {
        Ok(known(open, None)?.into_iter().map(|notice| notice.view.id).collect())
    } else {
        Ok(ids)
    }
}
