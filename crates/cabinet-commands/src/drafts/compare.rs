//! `drafts_compare`: what two drafts, or a draft and an order, have in common and what not.

use super::{DraftLineView, LineServiceView, LineSource, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use crate::orders::{self, OrderedServiceView};
use crate::reason::Reason;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::HashMap;

/// Two lists of goods beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CompareView {
    /// The first.
    pub left: ComparedSide,
    /// The second.
    pub right: ComparedSide,
    /// Goods that differ: those of the first in its order, then those that only the second has.
    pub rows: Vec<CompareRow>,
    /// Goods that are the same in both, price and amount.
    pub same: u32,
}

/// One of two compared lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ComparedSide {
    /// `draft` or `order`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Name of the draft, or number of the order.
    pub name: String,
    /// Name of the legal entity.
    pub entity_name: String,
    /// Lines.
    pub lines: u32,
    /// Sum, VAT included; `None` without a price that may be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub total_minor: Option<i64>,
    /// ISO 4217; empty without a sum.
    pub currency: String,
}

/// Goods that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CompareRow {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// In the first; `None` when it does not have them.
    pub left: Option<ComparedLine>,
    /// In the second.
    pub right: Option<ComparedLine>,
    /// Both have them, in different amounts.
    pub is_other_quantity: bool,
    /// Both have them, at different prices.
    pub is_other_price: bool,
    /// What it is done to, where it is a service; then the unit is that of its count.
    pub service: Option<OrderedServiceView>,
}

/// A line of a compared list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ComparedLine {
    /// In thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// In millionths; `None` without one that may be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// ISO 4217; empty without a price.
    pub currency: String,
    /// VAT included.
    #[specta(type = Option<specta_typescript::Number>)]
    pub sum_minor: Option<i64>,
}

/// A line with what it is of.
struct Line {
    item: String,
    article: String,
    name: String,
    unit: String,
    figures: ComparedLine,
    service: Option<OrderedServiceView>,
}

impl Line {
    /// What is compared: goods with the same goods, a service with the same one of as long pieces on the same goods.
    fn key(&self) -> (String, String, Option<i64>) {
        match &self.service {
            None => (self.item.clone(), String::new(), None),
            Some(service) => (service.of_item.clone(), self.name.clone(), service.length_mm),
        }
    }
}

/// A line of a draft with its services.
fn drafted(line: DraftLineView) -> Vec<Line> {
    let of_service = |service: &LineServiceView| Line {
        figures: ComparedLine {
            quantity_milli: service.count_milli.unwrap_or(0),
            price_micro: service.price_micro,
            currency: service
                .terms
                .as_ref()
                .map(|terms| terms.currency.clone())
                .unwrap_or_default(),
            sum_minor: service.sum_minor,
        },
        item: line.item.clone(),
        article: String::new(),
        name: service.name.clone(),
        unit: String::new(),
        service: Some(OrderedServiceView {
            of_item: line.item.clone(),
            pieces: service.pieces,
            length_mm: service.length_mm,
        }),
    };
    let services: Vec<Line> = line.services.iter().map(of_service).collect();
    let goods = Line {
        figures: ComparedLine {
            quantity_milli: line.quantity_milli,
            price_micro: line.price_micro,
            currency: line.currency,
            sum_minor: line.sum_minor,
        },
        item: line.item,
        article: line.article,
        name: line.name,
        unit: line.unit,
        service: None,
    };
    std::iter::once(goods).chain(services).collect()
}

/// Compares two drafts, or a draft with an order: drafts at today's prices, orders as they are now. They may be of different
/// legal entities.
///
/// # Errors
/// `not_found`; `invalid` for a list with itself, or for a template.
pub async fn compare(cabinet: &Cabinet, left: LineSource, right: LineSource) -> Result<CompareView, CommandError> {
    if left == right {
        return Err(Reason::CompareWithItself.into());
    }
    let open = cabinet.ready()?;
    open.blocking(move |open| {
        let (left, of_left) = side(open, &left)?;
        let (right, of_right) = side(open, &right)?;
        let (rows, same) = differing(of_left, of_right);
        Ok(CompareView {
            left,
            right,
            rows,
            same,
        })
    })
    .await
}

fn side(open: &Open, source: &LineSource) -> Result<(ComparedSide, Vec<Line>), CommandError> {
    let (kind, id, name, entity_name, total_minor, currency, lines) = match source {
        LineSource::Draft { id } => {
            let (grant, draft) = open.draft(id)?;
            let priced = view::priced(open, &grant, &draft)?;
            let summary = priced.summary(&grant, &draft);
            let lines: Vec<Line> = priced.lines.into_iter().flat_map(drafted).collect();
            let named = (summary.id, summary.name, summary.entity_name);
            (
                "draft",
                named.0,
                named.1,
                named.2,
                summary.total_minor,
                summary.currency,
                lines,
            )
        }
        // A template has no prices and belongs to nobody: it is compared as the draft that is made of it.
        LineSource::Template { .. } => return Err(Reason::CompareDrafts.into()),
        LineSource::Order { id } => {
            let order = orders::whole(open, id)?;
            let summary = order.summary;
            // A gift comes with what earns it: nobody chose it.
            let chosen = order
                .lines
                .into_iter()
                .filter(|line| line.quantity_milli > 0)
                .filter(|line| line.service.is_some() || line.placed_price_micro != Some(0));
            let lines = chosen.map(|line| Line {
                figures: ComparedLine {
                    quantity_milli: line.quantity_milli,
                    currency: line.price_micro.map(|_| summary.currency.clone()).unwrap_or_default(),
                    price_micro: line.price_micro,
                    sum_minor: line.sum_minor,
                },
                item: line.item,
                article: line.article,
                name: line.name,
                unit: line.unit,
                service: line.service,
            });
            let lines: Vec<Line> = lines.collect();
            let name = if summary.number.is_empty() {
                summary.draft_name
            } else {
                summary.number
            };
            let named = (summary.id, name, summary.entity_name);
            (
                "order",
                named.0,
                named.1,
                named.2,
                summary.total_minor,
                summary.currency,
                lines,
            )
        }
    };
    let side = ComparedSide {
        kind: kind.to_owned(),
        id,
        name,
        entity_name,
        lines: u32::try_from(lines.len()).unwrap_or(u32::MAX),
        total_minor,
        currency,
    };
    Ok((side, lines))
}

/// What differs, and how much is the same. An item stands in a list once; in an order that 1C changed it may stand twice, and
/// then the amounts count together.
fn differing(left: Vec<Line>, right: Vec<Line>) -> (Vec<CompareRow>, u32) {
    let (left, right) = (joined(left), joined(right));
    let of_right: HashMap<_, usize> = right.iter().enumerate().map(|(at, line)| (line.key(), at)).collect();
    let mut others: Vec<Option<Line>> = right.into_iter().map(Some).collect();
    let mut same = 0_u32;
    let mut rows = Vec::new();
    for line in left {
        let other = of_right.get(&line.key()).and_then(|at| others.get_mut(*at)?.take());
        let row = row(line, other.map(|other| other.figures));
        if row.right.is_some() && !row.is_other_quantity && !row.is_other_price {
            same = same.saturating_add(1);
        } else {
            rows.push(row);
        }
    }
    rows.extend(others.into_iter().flatten().map(|line| CompareRow {
        item: line.item,
        article: line.article,
        name: line.name,
        unit: line.unit,
        left: None,
        right: Some(line.figures),
        is_other_quantity: false,
        is_other_price: false,
        service: line.service,
    }));
    (rows, same)
}

fn row(line: Line, other: Option<ComparedLine>) -> CompareRow {
    let own = &line.figures;
    let is_other =
        |differs: fn(&ComparedLine, &ComparedLine) -> bool| other.as_ref().is_some_and(|one| differs(own, one));
    CompareRow {
        is_other_quantity: is_other(|a, b| a.quantity_milli != b.quantity_milli),
        is_other_price: is_other(|a, b| (a.price_micro, &a.currency) != (b.price_micro, &b.currency)),
        item: line.item,
        article: line.article,
        name: line.name,
        unit: line.unit,
        left: Some(line.figures),
        right: other,
        service: line.service,
    }
}

fn joined(lines: Vec<Line>) -> Vec<Line> {
    let mut places: HashMap<_, usize> = HashMap::with_capacity(lines.len());
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let known = places.get(&line.key()).and_then(|at| joined.get_mut(*at));
        if let Some(known) = known {
            let figures = &mut known.figures;
            figures.quantity_milli = figures.quantity_milli.saturating_add(line.figures.quantity_milli);
            figures.sum_minor = figures
                .sum_minor
                .zip(line.figures.sum_minor)
                .and_then(|(a, b)| a.checked_add(b));
        } else {
            places.insert(line.key(), joined.len());
            joined.push(line);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(item: &str, quantity_milli: i64, price_micro: Option<i64>) -> Line {
        Line {
            item: item.into(),
            article: item.into(),
            name: item.into(),
            unit: "шт".into(),
            service: None,
            figures: ComparedLine {
                quantity_milli,
                price_micro,
                currency: "RUB".into(),
                sum_minor: Some(1),
            },
        }
    }

    #[test]
    fn rows_that_differ_are_told_and_the_others_counted() {
        let left = vec![
            line("same", 1_000, Some(5)),
            line("more", 2_000, Some(5)),
            line("dearer", 1_000, Some(5)),
            line("left", 1_000, Some(5)),
        ];
        let right = vec![
            line("right", 1_000, None),
            line("dearer", 1_000, Some(6)),
            line("more", 1_000, Some(5)),
            line("same", 500, Some(5)),
            line("more", 500, Some(5)),
            line("same", 500, Some(5)),
        ];
        let (rows, same) = differing(left, right);
        let told: Vec<_> = rows
            .iter()
            .map(|row| {
                let sides = (row.left.is_some(), row.right.is_some());
                (row.item.as_str(), sides, row.is_other_quantity, row.is_other_price)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("more", (true, true), true, false),
                ("dearer", (true, true), false, true),
                ("left", (true, false), false, false),
                ("right", (false, true), false, false),
            ]
        );
        assert_eq!(same, 1);
        assert_eq!(rows[0].right.as_ref().unwrap().sum_minor, Some(2));
    }
}
