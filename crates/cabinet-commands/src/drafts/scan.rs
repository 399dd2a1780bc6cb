//! `drafts_scan`: what a scanner read, put into a draft.

use super::set_quantity::{LARGEST_MILLI, set_line};
use super::{CandidateView, QuantityRequest, QuantitySet, candidates};
use crate::cabinet::Cabinet;
use crate::codes::book::meant;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft, sight};
use crate::reason::Reason;
use cabinet_mirror::ItemBrief;
use serde::{Deserialize, Serialize};
use specta::Type;

/// One unit: what a scan adds.
const ONE_MILLI: i64 = 1_000;

/// What was scanned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ScanRequest {
    /// Into which draft.
    pub draft: String,
    /// A barcode, an article, an own code.
    pub code: String,
    /// So much in all, in thousandths; `None`: one more than there is.
    #[specta(type = Option<specta_typescript::Number>)]
    pub quantity_milli: Option<i64>,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ScanView {
    /// It is in the draft.
    Put {
        /// Item id.
        item: String,
        /// Article.
        article: String,
        /// Name.
        name: String,
        /// Short name of the unit.
        unit: String,
        /// How much there was before, in thousandths.
        #[specta(type = specta_typescript::Number)]
        was_milli: i64,
        /// How much there is now, in thousandths.
        #[specta(type = specta_typescript::Number)]
        now_milli: i64,
        /// The draft and the line after it.
        set: Box<QuantitySet>,
    },
    /// Several goods have this code; nothing was changed.
    Choose {
        /// Which.
        candidates: Vec<CandidateView>,
    },
    /// No goods have it; nothing was changed. It can be learned as an own code.
    Unknown,
}

/// Adds one of what was scanned, or sets how much of it there is.
///
/// # Errors
/// `not_found` (no such draft), `not_loaded`, `not_allowed`, `invalid` (line in flight, a part of what is sold whole, too much),
/// `disk_full`.
pub async fn scan(cabinet: &Cabinet, request: ScanRequest) -> Result<ScanView, CommandError> {
    let view = cabinet.ready()?.blocking(move |open| put(open, &request)).await?;
    if matches!(view, ScanView::Put { .. }) {
        cabinet.tell(Changes {
            drafts: true,
            ..Changes::default()
        });
    }
    Ok(view)
}

fn put(open: &Open, request: &ScanRequest) -> Result<ScanView, CommandError> {
    let (grant, draft) = open.draft(&request.draft)?;
    demand_draft(&grant)?;
    let sight = sight(&grant).without_prices();
    let goods = open.loaded_goods()?;
    let code = request.code.trim();
    let own = match meant(open, &grant, code)? {
        Some(item) => goods.terms_of(&sight, &item)?.brief,
        None => None,
    };
    let mut found: Vec<ItemBrief> = match own {
        Some(brief) => vec![brief],
        None => candidates(&goods, &sight, &[code])?.into_iter().flatten().collect(),
    };
    let brief = match (found.pop(), found.is_empty()) {
        (None, _) => return Ok(ScanView::Unknown),
        (Some(only), true) => only,
        (Some(last), false) => {
            let candidates = found.into_iter().chain([last]).map(|brief| CandidateView {
                item: brief.item.to_string(),
                article: brief.article,
                name: brief.name,
            });
            return Ok(ScanView::Choose {
                candidates: candidates.collect(),
            });
        }
    };
    let present = draft.lines.iter().find(|line| line.item == brief.item);
    let was_milli = present.map_or(0, |line| line.quantity_milli);
    let now_milli = request
        .quantity_milli
        .unwrap_or_else(|| was_milli.saturating_add(ONE_MILLI));
    if !(1..=LARGEST_MILLI).contains(&now_milli) {
        return Err(Reason::QuantityOutOfRange.into());
    }
    let wanted = QuantityRequest {
        draft: request.draft.clone(),
        item: brief.item.to_string(),
        quantity_milli: now_milli,
    };
    Ok(ScanView::Put {
        set: Box::new(set_line(open, &wanted)?),
        item: wanted.item,
        article: brief.article,
        name: brief.name,
        unit: brief.unit,
        was_milli,
        now_milli,
    })
}
