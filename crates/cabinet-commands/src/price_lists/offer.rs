//! `price_lists_offer`: what a dealer offers one of his customers, at the prices of a list of his own and under his own logo.

use super::own::{OwnGoods, own};
use crate::cabinet::Cabinet;
use crate::claims::picture_why;
use crate::documents::{DoubtView, day_of};
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::{FileDeed, Reason};
use crate::settings::demand_shown_prices;
use crate::written_file::written;
use cabinet_documents::date::DocumentDate;
use cabinet_documents::offer::{Logo, Offer, OfferLine, render_offer};
use cabinet_documents::paper::PrintOptions;
use cabinet_documents::words::Language;
use cabinet_domain::line::line_sum;
use cabinet_domain::money::{Currency, MoneyError, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_pricing::own_price::known_as;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// The largest file of a logo.
const MOST_LOGO_BYTES: u64 = 8 << 20;
const MOST_LOGO_MIB: u32 = 8;
/// Its longest side on paper, in pixels: 600 dots an inch over its room.
const LOGO_SIDE_PX: u32 = 1_464;
/// The most goods of one offer: more are a price list.
const MOST_LINES: usize = 2_000;

/// An offer to a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OfferRequest {
    /// The own price list whose prices it says.
    pub list: String,
    /// The draft whose goods and quantities are offered; `None`: goods of the list, without quantities.
    pub draft: Option<String>,
    /// Without a draft only these articles; empty for all of the list.
    pub articles: Vec<String>,
    /// To whom; empty where that is anybody.
    pub customer: String,
    /// Address and telephone, a line each.
    pub contacts: String,
    /// A picture (PNG or JPEG) by its path; `None`: no logo.
    pub logo: Option<String>,
    /// The last day on which it stands, ISO.
    pub valid_until: Option<String>,
    /// Terms in the dealer's own words.
    pub note: String,
    /// The file; `None`: a new one in the user's folder of documents.
    pub path: Option<String>,
}

/// An offer that is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WrittenOffer {
    /// Full path.
    pub path: String,
    /// Size in bytes.
    pub bytes: u32,
    /// How many lines it has.
    pub lines: u32,
    /// What they come to, in minor units; `None` without quantities.
    #[specta(type = Option<specta_typescript::Number>)]
    pub total_minor: Option<i64>,
    /// ISO 4217.
    pub currency: String,
    /// Articles that the list has no price for: they are not in it.
    pub left_out: Vec<String>,
    /// What a reader should know before relying on the paper.
    pub doubts: Vec<DoubtView>,
}

/// Writes an offer as PDF. What goods cost the dealer is not in it.
///
/// # Errors
/// `not_allowed` for who sees no prices, `not_found`, `not_loaded`; `invalid` (prices are hidden, no goods of it are in the list, too many, a logo that is
/// no picture or too large, a date that is none, the path cannot be written); `disk_full`.
pub async fn offer(cabinet: &Cabinet, request: OfferRequest) -> Result<WrittenOffer, CommandError> {
    demand_shown_prices(cabinet).await?;
    let exports = cabinet.directory().join("exports");
    cabinet
        .ready()?
        .blocking(move |open| {
            let made = make(open, &request)?;
            let options = PrintOptions {
                is_sample: open.is_sample(),
                ..PrintOptions::default()
            };
            let rendered = render_offer(&made.offer, &options)?;
            let what = match made.offer.language {
                Language::Ru => "Предложение",
                Language::Uk => "Пропозиція",
            };
            let title = format!("{what} {} {}", made.offer.date.in_digits(), made.offer.customer);
            let saved = written(&exports, request.path, title.trim(), "pdf", &rendered.pdf)?;
            Ok(WrittenOffer {
                path: saved.path,
                bytes: saved.bytes,
                lines: u32::try_from(made.offer.lines.len()).unwrap_or(u32::MAX),
                total_minor: made.offer.total_minor,
                currency: made.offer.currency.code().to_owned(),
                left_out: made.left_out,
                doubts: DoubtView::of(&rendered),
            })
        })
        .await
}

struct MadeOffer {
    offer: Offer,
    left_out: Vec<String>,
}

fn make(open: &Open, request: &OfferRequest) -> Result<MadeOffer, CommandError> {
    let valid_until = match request
        .valid_until
        .as_deref()
        .map(str::trim)
        .filter(|day| !day.is_empty())
    {
        Some(day) => Some(DocumentDate::from_iso(day).ok_or(Reason::DateUnreadable)?),
        None => None,
    };
    let logo = match request.logo.as_deref().map(str::trim).filter(|path| !path.is_empty()) {
        Some(path) => Some(read_logo(Path::new(path))?),
        None => None,
    };
    let own = own(open, &request.list)?;
    let (lines, left_out) = match &request.draft {
        Some(draft) => of_draft(open, draft, &own.goods, own.currency)?,
        None => of_list(own.goods, &request.articles),
    };
    if lines.is_empty() {
        return Err(Reason::PriceListEmpty.into());
    }
    if lines.len() > MOST_LINES {
        return Err(Reason::OfferTooLong {
            limit: crate::reason::limit(MOST_LINES),
        }
        .into());
    }
    let total_minor = match &request.draft {
        None => None,
        Some(_) => {
            let sums = lines.iter().filter_map(|line| line.amount);
            let total = sums.map(|(_, sum)| sum).try_fold(0_i64, i64::checked_add);
            Some(total.ok_or_else(|| too_dear(&MoneyError::Overflow))?)
        }
    };
    let contacts = request.contacts.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(MadeOffer {
        offer: Offer {
            seller: own.seller,
            contacts: contacts.map(str::to_owned).collect(),
            logo,
            customer: request.customer.trim().to_owned(),
            language: own.language,
            date: day_of(open.clock.now_ms())?,
            valid_until,
            currency: own.currency,
            includes_vat: own.includes_vat,
            note: request.note.clone(),
            lines,
            total_minor,
        },
        left_out,
    })
}

/// The lines of a draft at own prices, and the articles that have none.
fn of_draft(
    open: &Open,
    draft: &str,
    goods: &[OwnGoods],
    currency: Currency,
) -> Result<(Vec<OfferLine>, Vec<String>), CommandError> {
    let (_, draft) = open.draft(draft)?;
    let by_item: HashMap<&str, &OwnGoods> = goods.iter().map(|goods| (goods.item.as_str(), goods)).collect();
    let mut lines = Vec::new();
    let mut left_out = Vec::new();
    for line in &draft.lines {
        let Some(own) = by_item.get(line.item.as_str()) else {
            left_out.push(if line.article.is_empty() {
                line.name.clone()
            } else {
                line.article.clone()
            });
            continue;
        };
        let (price, quantity) = (
            UnitPrice::from_micro(own.price_micro),
            Quantity::from_milli(line.quantity_milli),
        );
        let sum = line_sum(price, quantity, currency).map_err(|error| too_dear(&error))?;
        lines.push(OfferLine {
            article: own.article.clone(),
            name: own.name.clone(),
            unit: own.unit.clone(),
            price_micro: own.price_micro,
            amount: Some((line.quantity_milli, sum.minor())),
        });
    }
    Ok((lines, left_out))
}

/// The goods of a list without quantities, and the articles that it has not.
fn of_list(goods: Vec<OwnGoods>, articles: &[String]) -> (Vec<OfferLine>, Vec<String>) {
    let wanted: HashSet<String> = articles.iter().map(|article| known_as(article)).collect();
    let mut found = HashSet::new();
    let mut lines = Vec::new();
    for goods in goods {
        let key = known_as(&goods.article);
        if !wanted.is_empty() && !wanted.contains(&key) {
            continue;
        }
        found.insert(key);
        lines.push(OfferLine {
            article: goods.article,
            name: goods.name,
            unit: goods.unit,
            price_micro: goods.price_micro,
            amount: None,
        });
    }
    let left_out = articles.iter().filter(|article| !found.contains(&known_as(article)));
    (lines, left_out.cloned().collect())
}

fn too_dear(error: &MoneyError) -> CommandError {
    CommandError::internal("the offer comes to more than can be counted", error)
}

fn read_logo(path: &Path) -> Result<Logo, CommandError> {
    let failed = |error: std::io::Error| CommandError::file(FileDeed::ReadPicture, path, &error);
    if std::fs::metadata(path).map_err(failed)?.len() > MOST_LOGO_BYTES {
        return Err(Reason::LogoTooLarge { limit: MOST_LOGO_MIB }.into());
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let pixels = cabinet_pictures::pixels(&bytes, &name, LOGO_SIDE_PX).map_err(|error| Reason::PictureUnusable {
        why: picture_why(&error),
        said: error.to_string(),
    })?;
    Ok(Logo {
        width_px: pixels.width,
        height_px: pixels.height,
        rgb: pixels.rgb,
    })
}
