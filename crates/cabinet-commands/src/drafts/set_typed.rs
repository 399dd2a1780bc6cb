//! `drafts_set_typed`: a quantity as it is typed into a cell, in any unit of the goods.

use super::in_unit::{self, Unfit, in_base_units};
use super::set_quantity::{LARGEST_MILLI, set_line, set_line_in};
use super::{QuantityRequest, QuantitySet};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, sight};
use crate::pricing::Pricer;
use crate::reason::{Reason, Thing};
use cabinet_domain::ids::ItemId;
use cabinet_domain::quantity::Quantity;
use cabinet_domain::written::{Written, plain};
use cabinet_intake::{Unreadable, read_amount};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What `set_typed` is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TypedQuantity {
    /// Which draft.
    pub draft: String,
    /// Item id.
    pub item: String,
    /// As typed: `24`, `2 кор`, `2 box of 12`; `0` removes the line.
    pub text: String,
}

/// Sets the quantity of an item as it was typed, with or without a unit.
///
/// # Errors
/// `not_found`, `not_loaded` (what units the goods have is not known), `invalid` (no quantity, one that may be read in two
/// ways, a unit that the goods do not have or have in several sizes, and as `drafts_set_quantity`), `disk_full`.
pub async fn set_typed(cabinet: &Cabinet, request: TypedQuantity) -> Result<QuantitySet, CommandError> {
    let set = cabinet.ready()?.blocking(move |open| put(open, request)).await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(set)
}

fn put(open: &Open, request: TypedQuantity) -> Result<QuantitySet, CommandError> {
    let TypedQuantity { draft, item, text } = request;
    let wanted = |quantity_milli| QuantityRequest {
        draft: draft.clone(),
        item: item.clone(),
        quantity_milli,
    };
    if is_zero(&text) {
        return set_line(open, &wanted(0));
    }
    let (quantity, unit) = read_amount(&text).map_err(|why| unread(&text, why))?;
    let quantity = match quantity {
        Written::Exact(quantity) => quantity,
        Written::Doubtful(readings) => {
            let readings: Vec<String> = readings.into_iter().map(plain).collect();
            let readings = readings.join(", ");
            return Err(Reason::QuantityDoubtful { text, readings }.into());
        }
    };
    let Some(unit) = unit else {
        let quantity_milli = quantity.milli();
        if !(1..=LARGEST_MILLI).contains(&quantity_milli) {
            return Err(Reason::QuantityOutOfRange.into());
        }
        return set_line(open, &wanted(quantity_milli));
    };
    let (grant, _) = open.draft(&draft)?;
    let goods = open.loaded_goods()?;
    let terms = goods.terms_of(&sight(&grant).without_prices(), &ItemId::new(item.as_str()))?;
    let brief = terms.brief.ok_or_else(|| CommandError::not_found(Thing::Item))?;
    let pricer = Pricer::of(open, &grant)?;
    let found = in_unit::resolve(&pricer, Some(&unit), &brief)
        .map_err(|fault| CommandError::from(in_unit::refusal(&pricer, &unit, &brief, fault)))?;
    match in_base_units(quantity, found.units_milli, &brief) {
        Ok(quantity_milli) => set_line_in(open, &wanted(quantity_milli), Some(found)),
        Err(Unfit::OutOfRange) => Err(Reason::QuantityOutOfRange.into()),
        Err(Unfit::Part) => Err(Reason::SoldWhole { unit: brief.unit }.into()),
    }
}

/// Nothing, in any unit: the line goes.
fn is_zero(text: &str) -> bool {
    matches!(cabinet_domain::written::read(text), Ok(Written::Exact(Quantity::ZERO))) || text.trim().is_empty()
}

fn unread(text: &str, why: Unreadable) -> CommandError {
    match why {
        Unreadable::NotPositive | Unreadable::TooLarge => Reason::QuantityOutOfRange.into(),
        _ => Reason::QuantityUnreadable { text: text.to_owned() }.into(),
    }
}
