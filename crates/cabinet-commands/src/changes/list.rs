//! `changes_list`.

use super::effects::effects;
use super::{ChangeKind, ChangeView, ChangesQuery, ChangesView, KindCount, mute, seen};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, price_type, sight};
use crate::pricing::Pricer;
use crate::sync::true_at_ms;
use cabinet_desk::{Draft, Grant};
use cabinet_domain::ids::ItemId;
use cabinet_mirror::{ItemTerms, Price};
use std::collections::{BTreeMap, HashMap};

/// How far back is looked where the user never looked: seven days.
const FIRST_LOOK_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// What changed for a legal entity since a moment.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn list(cabinet: &Cabinet, query: ChangesQuery) -> Result<ChangesView, CommandError> {
    cabinet.ready()?.blocking(move |open| find(open, &query)).await
}

/// The rows of a query.
pub(super) fn find(open: &Open, query: &ChangesQuery) -> Result<ChangesView, CommandError> {
    let grant = open.grant(&query.entity)?;
    let goods = open.goods()?;
    let true_at_ms = true_at_ms(&goods.feeds().feeds()?);
    let looked_at_ms = seen::looked_at(open, &grant)?;
    let since_ms = query
        .since_ms
        .or(looked_at_ms)
        .unwrap_or_else(|| true_at_ms.unwrap_or_default().saturating_sub(FIRST_LOOK_MS));
    let turns = goods.turns(&sight(&grant), since_ms)?;
    let drafts = drafts(open, &grant)?;
    let in_drafts = quantities(&drafts);
    let muted = mute::muted(open, &grant)?;
    let pricer = Pricer::of(open, &grant)?;
    let was: HashMap<ItemId, Option<Price>> = turns
        .prices
        .iter()
        .map(|moved| (moved.item.clone(), moved.was.clone()))
        .collect();
    let prices = turns
        .prices
        .into_iter()
        .map(|moved| (Happened::Price, moved.item, moved.at_ms));
    let back = turns
        .back
        .into_iter()
        .map(|turn| (Happened::Back, turn.item, turn.at_ms));
    let out = turns
        .ran_out
        .into_iter()
        .map(|turn| (Happened::RanOut, turn.item, turn.at_ms));
    let happened: Vec<(Happened, ItemId, i64)> = prices.chain(back).chain(out).collect();
    let items: Vec<ItemId> = happened.iter().map(|(_, item, _)| item.clone()).collect();
    let terms = goods.terms(&sight(&grant), &items)?;
    let mut rows: Vec<ChangeView> = Vec::new();
    for ((what, item, at_ms), terms) in happened.into_iter().zip(&terms) {
        let in_drafts_milli = in_drafts.get(&item).copied().unwrap_or(0);
        let before = was.get(&item).cloned().flatten();
        rows.extend(row(&pricer, what, terms, before, at_ms).map(|row| ChangeView {
            in_drafts_milli,
            is_muted: muted.contains(item.as_str()),
            ..row
        }));
    }
    rows.extend(turns.gone.into_iter().map(|gone| ChangeView {
        kind: ChangeKind::Discontinued,
        in_drafts_milli: in_drafts.get(&gone.item).copied().unwrap_or(0),
        is_muted: muted.contains(gone.item.as_str()),
        item: gone.item.to_string(),
        article: gone.article,
        name: gone.name,
        unit: gone.unit,
        was_micro: None,
        was_currency: String::new(),
        now_micro: None,
        now_currency: String::new(),
        by_bp: None,
        stock_milli: None,
        at_ms: gone.at_ms,
    }));
    let hidden = rows.iter().filter(|row| row.is_muted && !query.with_muted).count();
    rows.retain(|row| !row.is_muted || query.with_muted);
    let counts = counts(&rows);
    let words: Vec<String> = query
        .text
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    rows.retain(|row| is_wanted(query, &words, row));
    rows.sort_by(|a, b| {
        let key = |row: &ChangeView| (row.in_drafts_milli == 0, std::cmp::Reverse(row.at_ms), row.kind);
        key(a).cmp(&key(b)).then_with(|| a.article.cmp(&b.article))
    });
    let effects = if price_type(&grant).is_some() {
        effects(open, &grant, &pricer, &drafts, &was, &rows)?
    } else {
        Vec::new()
    };
    Ok(ChangesView {
        since_ms,
        looked_at_ms,
        true_at_ms,
        rows,
        counts,
        muted: u32::try_from(hidden).unwrap_or(u32::MAX),
        drafts: effects,
    })
}

/// What the mirror noted of an item.
#[derive(Clone, Copy)]
enum Happened {
    Price,
    Back,
    RanOut,
}

/// The row of what happened; `None` where the person does not see the goods, or where the rules make of two prices of the list
/// one that the entity pays.
fn row(pricer: &Pricer, what: Happened, terms: &ItemTerms, before: Option<Price>, at_ms: i64) -> Option<ChangeView> {
    let brief = terms.brief.as_ref()?;
    let (was, now) = match what {
        Happened::Price => (
            pricer.price_of(terms, before),
            pricer.price_of(terms, terms.price.clone()),
        ),
        Happened::Back | Happened::RanOut => (None, None),
    };
    let kind = match (what, &was, &now) {
        (Happened::Back, _, _) => ChangeKind::Back,
        (Happened::RanOut, _, _) => ChangeKind::RanOut,
        (Happened::Price, Some((was, of)), Some((now, to))) if of == to => match now.cmp(was) {
            std::cmp::Ordering::Greater => ChangeKind::PriceUp,
            std::cmp::Ordering::Less => ChangeKind::PriceDown,
            std::cmp::Ordering::Equal => return None,
        },
        (Happened::Price, _, Some(_)) => ChangeKind::PriceNew,
        (Happened::Price, Some(_), None) => ChangeKind::PriceGone,
        (Happened::Price, None, None) => return None,
    };
    let by_bp = match (&was, &now) {
        (Some((was, of)), Some((now, to))) if of == to => moved_bp(*was, *now),
        _ => None,
    };
    let (was_micro, was_currency) = was.map_or((None, String::new()), |(micro, currency)| (Some(micro), currency));
    let (now_micro, now_currency) = now.map_or((None, String::new()), |(micro, currency)| (Some(micro), currency));
    Some(ChangeView {
        kind,
        item: terms.item.to_string(),
        article: brief.article.clone(),
        name: brief.name.clone(),
        unit: brief.unit.clone(),
        was_micro,
        was_currency,
        now_micro,
        now_currency,
        by_bp,
        stock_milli: terms.available_milli,
        in_drafts_milli: 0,
        at_ms,
        is_muted: false,
    })
}

/// Hundredths of a percent, towards zero; `None` from nothing, or beyond the figures.
fn moved_bp(was: i64, now: i64) -> Option<i32> {
    let moved = i128::from(now).checked_sub(i128::from(was))?;
    let bp = moved.checked_mul(10_000)?.checked_div(i128::from(was))?;
    i32::try_from(bp).ok()
}

fn is_wanted(query: &ChangesQuery, words: &[String], row: &ChangeView) -> bool {
    let text = format!("{} {}", row.article, row.name).to_lowercase();
    (query.kinds.is_empty() || query.kinds.contains(&row.kind))
        && (!query.only_drafts || row.in_drafts_milli > 0)
        && words.iter().all(|word| text.contains(word.as_str()))
}

fn counts(rows: &[ChangeView]) -> Vec<KindCount> {
    let mut counts: BTreeMap<ChangeKind, u32> = BTreeMap::new();
    for row in rows {
        let count = counts.entry(row.kind).or_default();
        *count = count.saturating_add(1);
    }
    counts
        .into_iter()
        .map(|(kind, rows)| KindCount { kind, rows })
        .collect()
}

fn drafts(open: &Open, grant: &Grant) -> Result<Vec<Draft>, CommandError> {
    let mut drafts = Vec::new();
    for summary in open.desk.drafts(&grant.entity, false)? {
        drafts.extend(open.desk.draft(&grant.entity, &summary.id)?);
    }
    Ok(drafts)
}

/// How much of each item is in lines that can still be edited.
fn quantities(drafts: &[Draft]) -> HashMap<ItemId, i64> {
    let mut quantities: HashMap<ItemId, i64> = HashMap::new();
    let lines = drafts.iter().flat_map(|draft| &draft.lines);
    for line in lines.filter(|line| line.in_command.is_none()) {
        let sum = quantities.entry(line.item.clone()).or_default();
        *sum = sum.saturating_add(line.quantity_milli);
    }
    quantities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_is_told_in_hundredths_of_a_percent_towards_zero() {
        for (was, now, bp) in [
            (10_000_000, 12_300_000, Some(2_300)),
            (3, 4, Some(3_333)),
            (3, 2, Some(-3_333)),
            (10_000_000, 0, Some(-10_000)),
            (0, 5, None),
            (1, i64::MAX, None),
        ] {
            assert_eq!(moved_bp(was, now), bp, "{was} {now}");
        }
    }
}
