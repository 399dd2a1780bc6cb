//! What changes do to drafts: the sum before and now of what can be bought, and the lines that cannot be any more.

use super::{ChangeKind, ChangeView, DraftEffectView, LeftOutLineView, LeftOutWhy};
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::{Pricer, ToPrice, Total};
use cabinet_desk::{Draft, DraftLine, Grant};
use cabinet_domain::ids::ItemId;
use cabinet_mirror::{ItemTerms, Price};
use cabinet_pricing::draft::PricedLine;
use std::collections::{BTreeSet, HashMap};

/// The drafts that rows are about: those with a line whose price moved, or that is sold no more.
pub(super) fn effects(
    open: &Open,
    grant: &Grant,
    pricer: &Pricer,
    drafts: &[Draft],
    was: &HashMap<ItemId, Option<Price>>,
    rows: &[ChangeView],
) -> Result<Vec<DraftEffectView>, CommandError> {
    let of_kind = |is_wanted: fn(ChangeKind) -> bool| -> BTreeSet<&str> {
        let wanted = rows.iter().filter(|row| is_wanted(row.kind));
        wanted.map(|row| row.item.as_str()).collect()
    };
    let moved = of_kind(is_of_price);
    let gone = of_kind(|kind| kind == ChangeKind::Discontinued);
    let goods = open.goods()?;
    let mut effects = Vec::new();
    for draft in drafts {
        let free: Vec<&DraftLine> = draft.lines.iter().filter(|line| line.in_command.is_none()).collect();
        let lines_moved = free.iter().filter(|line| moved.contains(line.item.as_str())).count();
        let is_any_gone = free.iter().any(|line| gone.contains(line.item.as_str()));
        if lines_moved == 0 && !is_any_gone {
            continue;
        }
        let items: Vec<ItemId> = free.iter().map(|line| line.item.clone()).collect();
        let now = goods.terms(&sight(grant), &items)?;
        let before: Vec<ItemTerms> = now.iter().map(|terms| as_before(terms, was)).collect();
        let why = left_out(pricer, &free, &before, &now, &gone);
        let sum = |terms: &[ItemTerms]| {
            let lines: Vec<ToPrice<'_>> = to_price(terms, &free)
                .into_iter()
                .zip(&why)
                .filter(|(_, why)| why.is_none())
                .map(|(line, _)| line)
                .collect();
            let mut total = Total::default();
            for sums in pricer.price(&lines).lines.iter().flat_map(PricedLine::all_sums) {
                total.add(sums.sum);
            }
            (total.minor(), total.currency())
        };
        let ((was_minor, was_currency), (now_minor, currency)) = (sum(&before), sum(&now));
        let left_out = free.iter().zip(&why).filter_map(|(line, why)| {
            Some(LeftOutLineView {
                item: line.item.to_string(),
                article: line.article.clone(),
                name: line.name.clone(),
                unit: line.unit.clone(),
                quantity_milli: line.quantity_milli,
                why: (*why)?,
            })
        });
        effects.push(DraftEffectView {
            draft: draft.summary.id.to_string(),
            name: draft.summary.name.clone(),
            lines: u32::try_from(lines_moved).unwrap_or(u32::MAX),
            left_out: left_out.collect(),
            was_minor: was_minor.filter(|_| was_currency == currency),
            now_minor,
            currency,
        });
    }
    Ok(effects)
}

const fn is_of_price(kind: ChangeKind) -> bool {
    match kind {
        ChangeKind::PriceUp | ChangeKind::PriceDown | ChangeKind::PriceNew | ChangeKind::PriceGone => true,
        ChangeKind::Back | ChangeKind::RanOut | ChangeKind::Discontinued => false,
    }
}

/// The terms with the list's price of before.
fn as_before(terms: &ItemTerms, was: &HashMap<ItemId, Option<Price>>) -> ItemTerms {
    ItemTerms {
        price: match was.get(&terms.item) {
            Some(was) => was.clone(),
            None => terms.price.clone(),
        },
        ..terms.clone()
    }
}

fn to_price<'a>(terms: &'a [ItemTerms], lines: &'a [&DraftLine]) -> Vec<ToPrice<'a>> {
    let both = terms.iter().zip(lines);
    both.map(|(terms, line)| (terms, line.quantity_milli, line.marks.services.as_slice()))
        .collect()
}

/// Why each line is in neither sum; `None` for those that are in both. A line without a price on one side would make of the
/// difference something else than what prices did.
fn left_out(
    pricer: &Pricer,
    lines: &[&DraftLine],
    before: &[ItemTerms],
    now: &[ItemTerms],
    gone: &BTreeSet<&str>,
) -> Vec<Option<LeftOutWhy>> {
    let (before, terms) = (to_price(before, lines), now);
    let now = to_price(now, lines);
    let (before, now) = (pricer.price(&before), pricer.price(&now));
    let sides = before.lines.iter().zip(&now.lines).zip(terms).zip(lines);
    sides
        .map(|(((before, now), terms), line)| {
            let is_sold = terms.brief.as_ref().is_some_and(|brief| !brief.is_stale);
            if !is_sold || gone.contains(line.item.as_str()) {
                Some(LeftOutWhy::SoldNoMore)
            } else if now.sums.is_none() {
                Some(LeftOutWhy::NoPrice)
            } else if before.sums.is_none() {
                Some(LeftOutWhy::NewPrice)
            } else {
                None
            }
        })
        .collect()
}
