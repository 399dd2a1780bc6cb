//! A recipe as rules that prices are made by, and as the text that the desk keeps.

use super::{ExceptionSays, PriceListRecipe, RoundingWay};
use crate::error::CommandError;
use crate::reason::{Reason, limit};
use cabinet_pricing::own_price::{Direction, Exception, MarkupRule, OwnPrices, Rounding, UnusableRule};

/// The longest name of a list, in characters.
pub(super) const NAME_LIMIT: usize = 200;
/// The longest text of a recipe: tens of thousands of exceptions.
const RECIPE_BYTES: usize = 4 << 20;

/// The rules of a recipe.
///
/// # Errors
/// `invalid` for what cannot be meant.
pub(super) fn prices(recipe: &PriceListRecipe) -> Result<OwnPrices, CommandError> {
    if let (Some(from), Some(below)) = (recipe.from_micro, recipe.below_micro)
        && from >= below
    {
        return Err(Reason::PriceRangeEmpty.into());
    }
    let rules = recipe.rules.iter().map(|rule| MarkupRule {
        group: rule.group.clone(),
        brand: rule.brand.clone(),
        from_micro: rule.from_micro,
        below_micro: rule.below_micro,
        markup_bp: rule.markup_bp,
    });
    let exceptions = recipe.exceptions.iter().map(|exception| {
        let says = match exception.says {
            ExceptionSays::Price { price_micro } => Exception::Fixed(price_micro),
            ExceptionSays::Markup { markup_bp } => Exception::Markup(markup_bp),
        };
        (exception.article.clone(), says)
    });
    let rounding = Rounding {
        step_micro: recipe.rounding.step_micro,
        ending_micro: recipe.rounding.ending_micro,
        direction: match recipe.rounding.direction {
            RoundingWay::Nearest => Direction::Nearest,
            RoundingWay::Up => Direction::Up,
            RoundingWay::Down => Direction::Down,
        },
    };
    OwnPrices::new(rules.collect(), exceptions, rounding).map_err(|unusable| {
        match unusable {
            UnusableRule::Markup => Reason::MarkupOutOfRange,
            UnusableRule::Range => Reason::PriceRangeEmpty,
            UnusableRule::FixedPrice => Reason::OwnPriceNotPositive,
            UnusableRule::Rounding => Reason::RoundingUnusable,
            UnusableRule::Twice { article } => Reason::ExceptionTwice { article },
        }
        .into()
    })
}

/// As the desk keeps it.
pub(super) fn to_text(recipe: &PriceListRecipe) -> Result<String, CommandError> {
    let text = serde_json::to_string(recipe)
        .map_err(|error| CommandError::internal("the price list could not be written", &error))?;
    if text.len() > RECIPE_BYTES {
        return Err(Reason::PriceListTooLarge.into());
    }
    Ok(text)
}

/// As it was kept.
pub(super) fn of_text(text: &str) -> Result<PriceListRecipe, CommandError> {
    serde_json::from_str(text).map_err(|error| CommandError::internal("a kept price list cannot be read", &error))
}

/// A name without blanks around it.
pub(super) fn proper_name(name: &str) -> Result<String, CommandError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_LIMIT {
        return Err(Reason::PriceListName {
            limit: limit(NAME_LIMIT),
        }
        .into());
    }
    Ok(name.to_owned())
}
