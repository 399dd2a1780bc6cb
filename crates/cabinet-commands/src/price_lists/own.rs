//! The own prices of a kept list for other papers: labels, offers.

use super::list::whole;
use super::make::{Purchase, make};
use crate::error::CommandError;
use crate::open::Open;
use cabinet_documents::words::Language;
use cabinet_domain::money::Currency;

/// A list as other papers take it.
pub(crate) struct Own {
    /// Who offers.
    pub(crate) seller: String,
    /// Of the legal entity's country.
    pub(crate) language: Language,
    /// Of every price.
    pub(crate) currency: Currency,
    /// Prices include VAT; `None` where nobody told.
    pub(crate) includes_vat: Option<bool>,
    /// In the order of the list.
    pub(crate) goods: Vec<OwnGoods>,
}

/// Goods with their own price.
pub(crate) struct OwnGoods {
    /// Item id.
    pub(crate) item: String,
    pub(crate) article: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    /// Of a base unit, in millionths.
    pub(crate) price_micro: i64,
}

/// The goods of a kept list with their own prices.
///
/// # Errors
/// `not_found`, `not_allowed` for who sees no prices, `not_loaded`.
pub(crate) fn own(open: &Open, list: &str) -> Result<Own, CommandError> {
    let view = whole(open, list)?;
    let made = make(open, &view.recipe, Purchase::Kept)?;
    let goods = made.goods.into_iter().map(|goods| OwnGoods {
        item: goods.item,
        article: goods.article,
        name: goods.name,
        unit: goods.unit,
        price_micro: goods.price_micro,
    });
    Ok(Own {
        seller: made.seller,
        language: made.language,
        currency: made.currency,
        includes_vat: made.includes_vat,
        goods: goods.collect(),
    })
}
