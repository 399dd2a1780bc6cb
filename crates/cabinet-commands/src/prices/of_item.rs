//! `prices_of_item`.

use super::{PriceHistoryView, PricePointView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::sight;
use crate::pricing::Pricer;
use cabinet_domain::ids::ItemId;
use cabinet_mirror::{Price, PriceHistory, PricePoint};

const YEAR_MS: i64 = 365 * 24 * 60 * 60 * 1000;

/// What an item cost a legal entity over time; nothing where the role or the contract shows no prices.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn of_item(cabinet: &Cabinet, entity: String, item: String) -> Result<PriceHistoryView, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            let (goods, item) = (open.goods()?, ItemId::new(item));
            let history = goods.price_history(&sight(&grant), &item)?;
            let terms = goods
                .terms(&sight(&grant), &[item])?
                .pop()
                .filter(|terms| terms.brief.is_some());
            let pricer = Pricer::of(open, &grant)?;
            Ok(view(history, |list| {
                pricer.price_of(terms.as_ref()?, Some(list.clone()))
            }))
        })
        .await
}

/// `own` makes of a list's price what is paid, in millionths with ISO 4217.
fn view(history: Option<PriceHistory>, own: impl Fn(&Price) -> Option<(i64, String)>) -> PriceHistoryView {
    let Some(history) = history else {
        return PriceHistoryView {
            points: Vec::new(),
            since_ms: None,
            true_at_ms: None,
            lowest: None,
            highest: None,
        };
    };
    let (since_ms, true_at_ms) = (Some(history.since_ms), Some(history.true_at_ms));
    let from_ms = history.true_at_ms.saturating_sub(YEAR_MS);
    let points: Vec<PricePointView> = history.points.into_iter().map(|one| point(one, &own)).collect();
    let of_year = last_year(&points, from_ms);
    let first = of_year.first().map(|one| one.price_micro);
    let has_moved = of_year.iter().any(|one| Some(one.price_micro) != first);
    let extreme = |found: Option<&&PricePointView>| found.filter(|_| has_moved).map(|one| (*one).clone());
    PriceHistoryView {
        lowest: extreme(of_year.iter().min_by_key(|one| one.price_micro)),
        highest: extreme(of_year.iter().max_by_key(|one| one.price_micro)),
        points,
        since_ms,
        true_at_ms,
    }
}

/// The prices that stood at some time after a moment, in the currency of the last one; the one that stood at that moment is
/// among them.
fn last_year(points: &[PricePointView], from_ms: i64) -> Vec<&PricePointView> {
    let Some(currency) = points
        .iter()
        .rev()
        .find(|one| one.price_micro.is_some())
        .map(|one| &one.currency)
    else {
        return Vec::new();
    };
    let begin = points.iter().rposition(|one| one.at_ms <= from_ms).unwrap_or(0);
    points
        .iter()
        .skip(begin)
        .filter(|one| one.price_micro.is_some() && one.currency == *currency)
        .collect()
}

fn point(point: PricePoint, own: impl Fn(&Price) -> Option<(i64, String)>) -> PricePointView {
    let (own_micro, own_currency) = point.price.as_ref().and_then(own).unzip();
    let (price_micro, currency) = point
        .price
        .map_or((None, String::new()), |price| (Some(price.price_micro), price.currency));
    PricePointView {
        at_ms: point.at_ms,
        price_micro,
        currency,
        own_micro,
        own_currency: own_currency.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: i64 = 24 * 60 * 60 * 1000;

    fn at(day: i64, price_micro: Option<i64>, currency: &str) -> PricePoint {
        PricePoint {
            at_ms: day * DAY_MS,
            price: price_micro.map(|price_micro| Price {
                price_micro,
                currency: currency.to_owned(),
            }),
        }
    }

    fn of(points: Vec<PricePoint>) -> PriceHistoryView {
        let half = |list: &Price| Some((list.price_micro / 2, list.currency.clone()));
        let history = PriceHistory {
            points,
            since_ms: 0,
            true_at_ms: 900 * DAY_MS,
        };
        view(Some(history), half)
    }

    fn micro(point: Option<&PricePointView>) -> Option<i64> {
        point.and_then(|one| one.price_micro)
    }

    #[test]
    fn the_lowest_and_the_highest_are_of_the_last_year_with_what_stood_when_it_began() {
        let seen = of(vec![
            at(0, Some(1), "RUB"),
            at(400, Some(50), "RUB"),
            at(600, None, ""),
            at(700, Some(3), "USD"),
            at(800, Some(40), "RUB"),
        ]);
        assert_eq!(
            (micro(seen.lowest.as_ref()), micro(seen.highest.as_ref())),
            (Some(40), Some(50)),
            "the price of day 400 stood in the last year, that of day 0 did not"
        );
        assert_eq!(seen.points.len(), 5);
        let own: Vec<Option<i64>> = seen.points.iter().map(|one| one.own_micro).collect();
        assert_eq!(
            own,
            [Some(0), Some(25), None, Some(1), Some(20)],
            "by the rules of today"
        );
    }

    #[test]
    fn a_price_that_never_changed_has_no_lowest_and_no_highest() {
        let still = of(vec![at(0, Some(7), "RUB")]);
        assert_eq!((still.lowest, still.highest), (None, None));
        let gone = of(vec![at(0, Some(7), "RUB"), at(1, None, "")]);
        assert_eq!((gone.lowest, gone.points.len()), (None, 2));
        assert_eq!(view(None, |_| None).points, []);
        assert_eq!(of(vec![at(0, None, "")]).lowest, None);
    }
}
