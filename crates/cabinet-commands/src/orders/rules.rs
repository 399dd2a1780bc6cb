//! `orders_decide`, and the rules for changed lines as the desk keeps them.

use super::analogues::Offers;
use super::{AnalogueView, ChangedLineView, CheckView, Decision, LineDecision, RulesView, places};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::Pricer;
use crate::reason::Reason;
use cabinet_desk::{Draft, Grant};
use cabinet_domain::conflict::{ChangedLine, ConflictRules, Ruled, Substitute, WHOLE_BP};
use cabinet_domain::ids::ItemId;
use cabinet_domain::money::UnitPrice;
use cabinet_domain::quantity::Quantity;
use cabinet_protocol::orders::WantedLine;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the user saw of a line when he set the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// In millionths; `None` when there was no price.
    pub(super) price_micro: Option<i64>,
    /// ISO 4217; empty without a price.
    pub(super) currency: String,
    /// In thousandths.
    pub(super) quantity_milli: i64,
    /// It stands in for another line already: there is no second step.
    #[serde(default)]
    pub(super) is_analogue: bool,
}

impl Seen {
    /// Of a line that is sent.
    pub(super) fn of(line: &WantedLine) -> Self {
        Self {
            price_micro: line.price_micro,
            currency: line.currency.clone().unwrap_or_default(),
            quantity_milli: line.quantity_milli,
            is_analogue: false,
        }
    }
}

/// Rules as the desk keeps them: those of before a rule was made do without it.
#[derive(Deserialize)]
pub(super) struct KeptRules {
    rise_bp: Option<u32>,
    least_bp: Option<u32>,
    #[serde(default)]
    takes_other_warehouse: bool,
    takes_analogue: bool,
    sends_rest: bool,
}

impl From<KeptRules> for RulesView {
    fn from(kept: KeptRules) -> Self {
        Self {
            rise_bp: kept.rise_bp,
            least_bp: kept.least_bp,
            takes_other_warehouse: kept.takes_other_warehouse,
            takes_analogue: kept.takes_analogue,
            sends_rest: kept.sends_rest,
        }
    }
}

/// Decisions by rules on the lines of a check that must be decided; a line that no rule covers has none.
///
/// # Errors
/// `not_found`, `invalid`.
pub async fn decide(cabinet: &Cabinet, check: CheckView, rules: RulesView) -> Result<Vec<LineDecision>, CommandError> {
    demand_percents(&rules)?;
    let open = cabinet.ready()?;
    open.blocking(move |open| {
        let (grant, draft) = open.draft(&check.draft)?;
        let seen = seen_now(open, &grant, &draft)?;
        Ok(decide_by(&check, &rules, &seen))
    })
    .await
}

/// What the user sees of the free lines of a draft now.
fn seen_now(open: &Open, grant: &Grant, draft: &Draft) -> Result<BTreeMap<ItemId, Seen>, CommandError> {
    let pricer = Pricer::of(open, grant)?;
    let items: Vec<ItemId> = draft.lines.iter().map(|line| line.item.clone()).collect();
    let terms = open.goods()?.terms(&sight(grant), &items)?;
    let prices = pricer.accepted(&draft.lines, &terms);
    let free = draft.lines.iter().filter(|line| line.in_command.is_none());
    Ok(free
        .map(|line| {
            let (price_micro, currency) = prices.get(&line.item).cloned().flatten().unzip();
            let seen = Seen {
                price_micro,
                currency: currency.unwrap_or_default(),
                quantity_milli: line.quantity_milli,
                is_analogue: false,
            };
            (line.item.clone(), seen)
        })
        .collect())
}

/// The decisions of the rules, measured by what was seen. Pure: analogues stand in the check.
pub(super) fn decide_by(check: &CheckView, rules: &RulesView, seen: &BTreeMap<ItemId, Seen>) -> Vec<LineDecision> {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut decisions = Vec::new();
    // Rules speak of prices and quantities of goods: what became of a service is for the user.
    let ruled = |line: &&ChangedLineView| line.must_be_decided() && line.services.is_empty();
    for line in check.changed.iter().filter(ruled) {
        let Some(seen) = seen.get(&ItemId::new(line.item.as_str())) else {
            continue;
        };
        let offered: Vec<&AnalogueView> = line
            .analogues
            .iter()
            .filter(|other| !used.contains(other.item.as_str()))
            .collect();
        if let Some((decision, taken)) = decide_line(line, &check.currency, rules, seen, &offered) {
            used.extend(taken);
            decisions.push(LineDecision {
                item: line.item.clone(),
                decision,
            });
        }
    }
    decisions
}

fn decide_line<'a>(
    line: &ChangedLineView,
    currency: &str,
    rules: &RulesView,
    seen: &Seen,
    offered: &[&'a AnalogueView],
) -> Option<(Decision, Option<&'a str>)> {
    let price_seen = seen.price_micro.map(UnitPrice::from_micro);
    let changed = ChangedLine {
        price_seen: price_seen.filter(|_| seen.currency == currency || line.cannot_be_bought()),
        price_now: line.price_now_micro.map(UnitPrice::from_micro),
        asked_first: Quantity::from_milli(seen.quantity_milli),
        asked: Quantity::from_milli(line.asked_milli),
        available: line.available_milli.map(Quantity::from_milli),
        from_others: line.moved_milli.map(Quantity::from_milli),
        is_unavailable: line.cannot_be_bought(),
    };
    let substitutes: Vec<Substitute> = offered
        .iter()
        .map(|other| Substitute {
            price: other
                .price_micro
                .filter(|_| other.currency == seen.currency)
                .map(UnitPrice::from_micro),
            is_enough: other.is_enough,
        })
        .collect();
    let rules = ConflictRules {
        takes_analogue: rules.takes_analogue && !seen.is_analogue,
        ..rules.to_domain()
    };
    match rules.decide(&changed, &substitutes) {
        Ruled::Accept => Some((Decision::Accept, None)),
        Ruled::OtherWarehouse => Some((Decision::OtherWarehouse { warehouse: None }, None)),
        Ruled::Analogue(index) => offered.get(index).map(|other| {
            let item = other.item.clone();
            (Decision::Analogue { item }, Some(other.item.as_str()))
        }),
        Ruled::Undecided => None,
    }
}

/// Percents that mean something: a rise of at most 100 %, a part of at most the whole.
pub(super) fn demand_percents(rules: &RulesView) -> Result<(), CommandError> {
    let is_percent = |bp: Option<u32>| bp.is_none_or(|bp| bp <= WHOLE_BP);
    if is_percent(rules.rise_bp) && is_percent(rules.least_bp) {
        return Ok(());
    }
    Err(Reason::RulePercent.into())
}

impl RulesView {
    /// The rules themselves.
    pub(super) const fn to_domain(self) -> ConflictRules {
        ConflictRules {
            rise_bp: self.rise_bp,
            least_bp: self.least_bp,
            takes_other_warehouse: self.takes_other_warehouse,
            takes_analogue: self.takes_analogue,
            sends_rest: self.sends_rest,
        }
    }
}

/// Fills in what changed lines can be replaced by and what comes of them.
pub(super) fn add_ways_out(
    open: &Open,
    grant: &Grant,
    pricer: &Pricer,
    draft: Option<&Draft>,
    changed: &mut [ChangedLineView],
) -> Result<(), CommandError> {
    if !changed.iter().any(ChangedLineView::must_be_decided) {
        return Ok(());
    }
    let goods = open.goods()?;
    let lines = draft.map(|draft| draft.lines.as_slice()).unwrap_or_default();
    let offers = Offers::of(open, &goods, grant, pricer, lines)?;
    let short: Vec<ItemId> = changed
        .iter()
        .filter(|line| line.is_short)
        .map(|line| ItemId::new(line.item.as_str()))
        .collect();
    let mut arrivals = offers.arrivals(&short)?;
    for line in changed.iter_mut().filter(|line| line.must_be_decided()) {
        let item = ItemId::new(line.item.as_str());
        // A line that left the mirror is told by the draft's own copy of its unit.
        line.analogues = offers.instead_of(&item, &line.unit, line.asked_milli)?;
        line.arrivals = arrivals.remove(&item).unwrap_or_default();
        line.covered_on = places::covered_on(line);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::check_view::tests::{changed, check};

    const RULES: RulesView = RulesView {
        rise_bp: Some(200),
        least_bp: Some(8_000),
        takes_other_warehouse: false,
        takes_analogue: true,
        sends_rest: true,
    };

    fn seen(price_micro: i64) -> Seen {
        Seen {
            price_micro: Some(price_micro),
            currency: "RUB".into(),
            quantity_milli: 5_000,
            is_analogue: false,
        }
    }

    fn analogue(item: &str, price_micro: i64, currency: &str) -> AnalogueView {
        AnalogueView {
            item: item.into(),
            article: item.into(),
            name: item.into(),
            unit: "шт".into(),
            price_micro: Some(price_micro),
            currency: currency.into(),
            stock_milli: Some(9_000),
            stock_level: None,
            is_enough: true,
            is_own: false,
        }
    }

    fn decide(check: &CheckView, seen: &Seen) -> Vec<Decision> {
        let seen = check
            .changed
            .iter()
            .map(|line| (ItemId::new(line.item.as_str()), seen.clone()))
            .collect();
        let decisions = decide_by(check, &RULES, &seen);
        decisions.into_iter().map(|one| one.decision).collect()
    }

    #[test]
    fn a_price_in_another_currency_is_measured_by_nothing() {
        let same = check(vec![changed("a", Some(100), 5_000)]);
        assert_eq!(decide(&same, &seen(100)), [], "it did not change for the worse");
        let dearer = check(vec![changed("a", Some(102), 5_000)]);
        assert_eq!(decide(&dearer, &seen(100)), [Decision::Accept]);
        let dollars = Seen {
            currency: "USD".into(),
            ..seen(1_000)
        };
        assert_eq!(decide(&dearer, &dollars), []);
    }

    #[test]
    fn one_analogue_stands_in_for_one_line_only() {
        let gone = |item: &str| ChangedLineView {
            analogues: vec![analogue("x", 100, "RUB"), analogue("y", 100, "RUB")],
            ..changed(item, None, 0)
        };
        let taken = decide(&check(vec![gone("a"), gone("b"), gone("c")]), &seen(100));
        let instead = |item: &str| Decision::Analogue { item: item.into() };
        assert_eq!(taken, [instead("x"), instead("y")]);
    }

    #[test]
    fn an_analogue_in_another_currency_or_of_an_analogue_is_not_taken() {
        let of = |analogues| ChangedLineView {
            analogues,
            ..changed("a", None, 0)
        };
        assert_eq!(decide(&check(vec![of(vec![analogue("x", 1, "USD")])]), &seen(100)), []);
        let second = Seen {
            is_analogue: true,
            ..seen(100)
        };
        assert_eq!(decide(&check(vec![of(vec![analogue("x", 1, "RUB")])]), &second), []);
    }

    #[test]
    fn rules_that_wait_since_before_there_was_one_for_warehouses_are_read() {
        let kept = r#"{"rise_bp":200,"least_bp":8000,"takes_analogue":true,"sends_rest":true}"#;
        let kept: KeptRules = serde_json::from_str(kept).unwrap();
        assert_eq!(RulesView::from(kept), RULES);
        let now = RulesView {
            takes_other_warehouse: true,
            ..RULES
        };
        let written = serde_json::to_string(&now).unwrap();
        let kept: KeptRules = serde_json::from_str(&written).unwrap();
        assert_eq!(RulesView::from(kept), now);
    }

    #[test]
    fn only_percents_are_rules() {
        assert!(demand_percents(&RULES).is_ok());
        let more = RulesView {
            least_bp: Some(WHOLE_BP + 1),
            ..RULES
        };
        assert!(demand_percents(&more).is_err());
    }
}
