//! What may be added to a draft: up to the least sum of an order, and up to the next tier of a line.
//!
//! In: priced lines, what is missing, what the legal entity bought before. Out: a few quantities, each with what it adds to the
//! sum. Invariant: a suggestion can be ordered as it stands: whole packs, no more than there is. What it adds is counted for
//! its line alone; a promotion that begins with it makes the draft cheaper still.

use super::DraftLineView;
use super::limits::HABIT;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::Pricer;
use cabinet_desk::Grant;
use cabinet_domain::access::Right;
use cabinet_domain::ids::ItemId;
use cabinet_domain::money::Currency;
use cabinet_mirror::{ItemBrief, ItemTerms};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::cmp::Reverse;
use std::collections::HashSet;

/// How many next tiers are shown.
const TIERS: usize = 3;
/// How many ways of one kind are shown to a least sum.
const WAYS: usize = 2;
/// More packs of one line than this, and than it has already, are no suggestion.
const MOST_PACKS: i64 = 20;
/// So many of the goods that are bought most often are looked at.
const USUAL_GOODS: usize = 60;

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// More of a line, at a better price.
    Tier,
    /// Further packs of a line, up to the least sum of an order.
    Pack,
    /// Goods that are bought again and again and are not in the draft, towards the least sum.
    Repeat,
}

/// More of a line, or a line more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SuggestionView {
    /// What it is.
    pub kind: SuggestionKind,
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// So much more, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub add_milli: i64,
    /// Which makes this quantity.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// At this price, in millionths.
    #[specta(type = specta_typescript::Number)]
    pub price_micro: i64,
    /// How much the sum of the line grows; below zero when more costs less.
    #[specta(type = specta_typescript::Number)]
    pub adds_minor: i64,
}

/// Suggestions for a draft to which so much is missing, in minor units of a currency.
///
/// # Errors
/// `damaged`, `internal`.
pub(super) fn of(
    open: &Open,
    grant: &Grant,
    lines: &[DraftLineView],
    missing_minor: i64,
    currency: &str,
) -> Result<Vec<SuggestionView>, CommandError> {
    let mut all = Vec::new();
    // An empty draft is no order that misses something.
    if missing_minor > 0 && !lines.is_empty() {
        let pricer = Pricer::of(open, grant)?;
        let wanted = Wanted {
            pricer: &pricer,
            missing_minor,
            currency,
        };
        all.extend(wanted.best(wanted.packs(open, grant, lines)?));
        all.extend(wanted.best(wanted.repeats(open, grant, lines)?));
    }
    all.extend(tiers(open, grant, lines)?);
    Ok(all)
}

/// What is looked for.
struct Wanted<'a> {
    pricer: &'a Pricer,
    missing_minor: i64,
    currency: &'a str,
}

impl Wanted<'_> {
    /// Those that reach the sum and go least beyond it, then those that come nearest to it.
    fn best(&self, mut found: Vec<SuggestionView>) -> Vec<SuggestionView> {
        found.sort_by_key(|one| {
            let is_short = one.adds_minor < self.missing_minor;
            (is_short, one.adds_minor.abs_diff(self.missing_minor))
        });
        found.truncate(WAYS);
        found
    }

    /// Whole packs of lines that are there, as many as reach the sum.
    fn packs(&self, open: &Open, grant: &Grant, lines: &[DraftLineView]) -> Result<Vec<SuggestionView>, CommandError> {
        let free: Vec<&DraftLineView> = lines
            .iter()
            .filter(|line| !line.is_in_flight && line.currency == self.currency)
            .collect();
        let items: Vec<ItemId> = free.iter().map(|line| ItemId::new(line.item.as_str())).collect();
        let terms = open.goods()?.terms(&sight(grant), &items)?;
        let of_line = |(line, terms): (&&DraftLineView, &ItemTerms)| {
            let brief = terms.brief.as_ref()?;
            let (before, price) = (line.sum_minor?, line.price_micro?);
            let pack = self.pack_milli(brief);
            let of_pack = i128::from(price).checked_mul(i128::from(pack))? / 10_000_000;
            let needed = i128::from(self.missing_minor).checked_add(of_pack)?.checked_sub(1)?;
            let packs = i64::try_from(needed.checked_div(of_pack)?).ok()?;
            let there = line.quantity_milli.checked_div(pack)?;
            if !(1..=there.max(MOST_PACKS)).contains(&packs) {
                return None;
            }
            let quantity_milli = there.checked_add(packs)?.checked_mul(pack)?;
            self.suggestion(
                SuggestionKind::Pack,
                terms,
                brief,
                line.quantity_milli,
                quantity_milli,
                before,
            )
        };
        Ok(free.iter().zip(&terms).filter_map(of_line).collect())
    }

    /// Goods that the legal entity buys again and again, in the least quantity that it bought of them.
    fn repeats(
        &self,
        open: &Open,
        grant: &Grant,
        lines: &[DraftLineView],
    ) -> Result<Vec<SuggestionView>, CommandError> {
        if !grant.role.may(Right::SeeDocuments) {
            return Ok(Vec::new());
        }
        let drafted: HashSet<&str> = lines.iter().map(|line| line.item.as_str()).collect();
        let mut habits: Vec<_> = open
            .documents(&grant.entity)?
            .habits(HABIT)?
            .into_iter()
            .filter(|(item, _)| !drafted.contains(item.as_str()))
            .collect();
        habits.sort_by(|(a, one), (b, other)| {
            (Reverse(one.purchases), a.as_str()).cmp(&(Reverse(other.purchases), b.as_str()))
        });
        habits.truncate(USUAL_GOODS);
        let items: Vec<ItemId> = habits.iter().map(|(item, _)| item.clone()).collect();
        let terms = open.goods()?.terms(&sight(grant), &items)?;
        let of_goods = |((_, habit), terms): (&(ItemId, cabinet_mirror::Habit), &ItemTerms)| {
            let brief = terms.brief.as_ref()?;
            let quantity_milli = self.pricer.at_least(brief, habit.least_milli);
            self.suggestion(SuggestionKind::Repeat, terms, brief, 0, quantity_milli, 0)
        };
        Ok(habits.iter().zip(&terms).filter_map(of_goods).collect())
    }

    /// In what the goods are added: the multiple of this buyer, else their smallest pack, else one unit.
    fn pack_milli(&self, brief: &ItemBrief) -> i64 {
        let packs = brief.packs.iter().map(|pack| pack.units_milli);
        let smallest = packs.filter(|units| *units > 1_000).min();
        self.pricer
            .step_of(brief)
            .filter(|step| *step > 1_000)
            .or(smallest)
            .unwrap_or(1_000)
    }

    /// `None` for what cannot be ordered so, or adds nothing.
    fn suggestion(
        &self,
        kind: SuggestionKind,
        terms: &ItemTerms,
        brief: &ItemBrief,
        present_milli: i64,
        quantity_milli: i64,
        before_minor: i64,
    ) -> Option<SuggestionView> {
        if terms.available_milli.is_some_and(|there| there < quantity_milli) {
            return None;
        }
        let priced = self.pricer.one(terms, quantity_milli);
        let (price, currency) = priced.price.filter(|_| priced.trouble.is_none())?;
        let adds_minor = priced.sums?.sum.minor().checked_sub(before_minor)?;
        let add_milli = quantity_milli.checked_sub(present_milli)?;
        if currency.code() != self.currency || adds_minor <= 0 || add_milli <= 0 {
            return None;
        }
        Some(SuggestionView {
            kind,
            item: terms.item.to_string(),
            article: brief.article.clone(),
            name: brief.name.clone(),
            unit: brief.unit.clone(),
            add_milli,
            quantity_milli,
            price_micro: price.micro(),
            adds_minor,
        })
    }
}

/// The next tier of lines, the one that adds least to the sum first.
fn tiers(open: &Open, grant: &Grant, lines: &[DraftLineView]) -> Result<Vec<SuggestionView>, CommandError> {
    if lines.iter().all(|line| line.next_tier.is_none()) {
        return Ok(Vec::new());
    }
    let pricer = Pricer::of(open, grant)?;
    let with_tier: Vec<&DraftLineView> = lines
        .iter()
        .filter(|line| line.next_tier.is_some() && !line.is_in_flight)
        .collect();
    let items: Vec<ItemId> = with_tier.iter().map(|line| ItemId::new(line.item.as_str())).collect();
    let terms = open.goods()?.terms(&sight(grant).without_prices(), &items)?;
    let mut found = Vec::new();
    for (line, terms) in with_tier.into_iter().zip(&terms) {
        let Some(tier) = line.next_tier.as_ref() else { continue };
        let add_milli = tier.from_milli.saturating_sub(line.quantity_milli);
        let (Some(before), Some(currency)) = (line.sum_minor, Currency::from_code(&tier.currency)) else {
            continue;
        };
        let vat = terms.brief.as_ref().map_or("", |brief| brief.vat.as_str());
        // A sum beyond 64 bits is nothing to suggest.
        let Ok(after) = pricer.sum(tier.price_micro, tier.from_milli, currency, vat) else {
            continue;
        };
        if add_milli <= 0 || line.currency != tier.currency {
            continue;
        }
        found.push(SuggestionView {
            kind: SuggestionKind::Tier,
            item: line.item.clone(),
            article: line.article.clone(),
            name: line.name.clone(),
            unit: line.unit.clone(),
            add_milli,
            quantity_milli: tier.from_milli,
            price_micro: tier.price_micro,
            adds_minor: after.minor().saturating_sub(before),
        });
    }
    found.sort_by_key(|one| one.adds_minor);
    found.truncate(TIERS);
    Ok(found)
}
