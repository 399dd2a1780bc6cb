//! The chain of one price: each step names its rule, what the price was before and what it is after.

use crate::book::{Level, Placed, RuleBook, Step3, valid};
use crate::draft::{Step, StepKind, Trouble, change_of};
use crate::rule::{Change, Counted, Effect, Price, Rule};
use cabinet_domain::money::{MoneyError, UnitPrice, div_half_away};
use cabinet_domain::quantity::Quantity;
use time::Date;

/// Millionths in a kopeck.
const KOPECK: i64 = 10_000;

/// What the tiers of a line may count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Amounts {
    /// The line.
    pub(crate) line: Quantity,
    /// All variants of its product.
    pub(crate) together: Quantity,
}

impl Amounts {
    pub(crate) const fn of(self, counted: Counted) -> Quantity {
        match counted {
            Counted::Line => self.line,
            Counted::Variants => self.together,
        }
    }

    /// As they would be with another quantity of the line, which then can be ordered.
    pub(crate) fn with_line(self, quantity: Quantity, is_counted: bool) -> Self {
        let own = if is_counted { self.line.milli() } else { 0 };
        let others = self.together.milli().saturating_sub(own);
        Self {
            line: quantity,
            together: Quantity::from_milli(others.saturating_add(quantity.milli())),
        }
    }
}

/// A price on its way through the rules.
#[derive(Debug, Clone)]
pub(crate) struct Chain<'b> {
    pub(crate) price: Option<Price>,
    pub(crate) steps: Vec<Step<'b>>,
    /// No tier and no promotion counts.
    pub(crate) is_final: bool,
    /// What says how fine the price is.
    fineness: Option<UnitPrice>,
}

impl<'b> Chain<'b> {
    pub(crate) const fn new(list: Option<Price>) -> Self {
        Self {
            price: list,
            steps: Vec::new(),
            is_final: false,
            fineness: match list {
                Some((price, _)) => Some(price),
                None => None,
            },
        }
    }

    /// Step 2: an exception, else the price type.
    pub(crate) fn typed(&mut self, levels: &[&'b Level], date: Date) -> Result<(), Trouble> {
        if let Some((rule, change)) = best(levels, |level| &level.exceptions, date, self.price) {
            self.is_final = matches!(rule.effect, Effect::Exception { is_final: true, .. });
            return self.change(StepKind::Exception, rule, change);
        }
        match best(levels, |level| &level.types, date, self.price) {
            Some((rule, change)) => self.change(StepKind::PriceType, rule, change),
            None => Ok(()),
        }
    }

    /// Step 3: the highest tier that what it counts reaches.
    pub(crate) fn tiered(&mut self, tiers: &[Step3<'b>], amounts: Amounts) -> Result<(), Trouble> {
        if self.is_final {
            return Ok(());
        }
        let reached = tiers.iter().rev().find(|tier| tier.from <= amounts.of(tier.counted));
        let Some(tier) = reached else { return Ok(()) };
        let Effect::Tier { change, .. } = tier.rule.effect else {
            return Ok(());
        };
        let before = self.steps.len();
        let done = self.change(StepKind::Tier, tier.rule, change);
        if let Some(step) = self.steps.get_mut(before) {
            step.together = (tier.counted == Counted::Variants).then_some(amounts.together);
        }
        done
    }

    /// Step 4: the promotion with the lowest price; one that would make it dearer is none.
    pub(crate) fn promoted(&mut self, candidates: impl Iterator<Item = (&'b Rule, Change)>) -> Result<(), Trouble> {
        if self.is_final {
            return Ok(());
        }
        let mut lowest: Option<(Price, &'b Rule, Change)> = None;
        for (rule, change) in candidates {
            let Some(after) = change.apply(self.price).map_err(too_large)? else {
                continue;
            };
            let is_same_currency = self.price.is_none_or(|before| before.1 == after.1);
            let is_lower = self.price.is_none_or(|before| after.0 < before.0)
                && lowest.as_ref().is_none_or(|(found, ..)| after.0 < found.0);
            if is_same_currency && is_lower {
                lowest = Some((after, rule, change));
            }
        }
        match lowest {
            Some((_, rule, change)) => self.change(StepKind::Promotion, rule, change),
            None => Ok(()),
        }
    }

    /// Steps 5 and 6.
    pub(crate) fn finish(&mut self, book: &'b RuleBook, date: Date) -> Result<(), Trouble> {
        let Some(price) = self.price else { return Ok(()) };
        if let Some((rule, to, rate_micro)) = book.rate_of(price, date) {
            let exact = i128::from(price.0.micro()).saturating_mul(i128::from(rate_micro));
            let micro = div_half_away(exact, 1_000_000).map_err(too_large)?;
            self.step(StepKind::Rate, Some(rule), (UnitPrice::from_micro(micro), to));
        }
        let is_in_kopecks = self.fineness.is_none_or(|price| price.micro() % KOPECK == 0);
        let Some((price, currency)) = self.price.filter(|_| !self.steps.is_empty() && is_in_kopecks) else {
            return Ok(());
        };
        let kopecks = div_half_away(i128::from(price.micro()), i128::from(KOPECK)).map_err(too_large)?;
        let rounded = UnitPrice::from_micro(kopecks.checked_mul(KOPECK).ok_or(Trouble::SumTooLarge)?);
        if rounded != price {
            self.step(StepKind::Rounding, None, (rounded, currency));
        }
        Ok(())
    }

    fn change(&mut self, kind: StepKind, rule: &'b Rule, change: Change) -> Result<(), Trouble> {
        let Some(after) = change.apply(self.price).map_err(too_large)? else {
            return Ok(());
        };
        if let Change::Fixed(price, _) = change {
            self.fineness = Some(price);
        }
        self.step(kind, Some(rule), after);
        if after.0.micro() < 0 {
            return Err(Trouble::BelowZero);
        }
        Ok(())
    }

    fn step(&mut self, kind: StepKind, rule: Option<&'b Rule>, after: Price) {
        self.steps.push(Step {
            kind,
            rule,
            before: self.price,
            after,
            together: None,
        });
        self.price = Some(after);
    }
}

const fn too_large(_: MoneyError) -> Trouble {
    Trouble::SumTooLarge
}

/// The rule of a kind that names the goods most closely, then the buyer, then gives the lowest price; ids decide the rest.
fn best<'b>(
    levels: &[&'b Level],
    of_kind: impl Fn(&Level) -> &Vec<Placed>,
    date: Date,
    list: Option<Price>,
) -> Option<(&'b Rule, Change)> {
    levels.iter().find_map(|level| {
        let level: &'b Level = level;
        let concerns = |placed: &&'b Placed| {
            let change = change_of(&placed.rule);
            change.is_some_and(|change| change.concerns(list))
        };
        let rules = || valid(of_kind(level), date).filter(concerns);
        let closest = rules().map(|placed| placed.rule.closeness).max()?;
        let among = rules().filter(|placed| placed.rule.closeness == closest);
        let priced = among.filter_map(|placed| {
            let rule = &*placed.rule;
            let change = change_of(rule)?;
            // A result that does not fit is found again when the change is made, and told then.
            let after = change.apply(list).ok().flatten().map(|(price, _)| price);
            let after = after.unwrap_or(UnitPrice::from_micro(i64::MAX));
            Some(((after, rule.id.as_str()), (rule, change)))
        });
        priced.min_by_key(|(order, _)| *order).map(|(_, found)| found)
    })
}
