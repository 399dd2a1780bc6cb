//! How the buyer divided the lines of an order: labels, wished days and warehouses.
//!
//! As with comments they stand in a table of their own, by item, which nothing that 1C returns touches; what 1C made of the
//! amount is seen when they are read.

use crate::orders::stored::StoredLine;
use crate::orders::terms::ComparedLine;
use crate::storage::{StorageError, Tx, query_all, query_one};
use cabinet_domain::ids::{ItemId, OrderId, WarehouseId};
use cabinet_domain::marks::{LinePart, fit, is_division, shares, whole};
use cabinet_domain::money::MoneyError;
use cabinet_domain::wished::there_of_parts;
use cabinet_protocol::orders::WantedLine;
use std::collections::BTreeMap;

/// The parts of lines by item, as placed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineParts {
    /// How each line is divided.
    pub wished: BTreeMap<ItemId, Vec<LinePart>>,
    /// What of a part was not where it is wished from, and was ordered all the same: with the same words, so much as was missing.
    pub missing: BTreeMap<ItemId, Vec<LinePart>>,
}

const INSERT: &str = "
    INSERT INTO order_line_part
        (order_id, item, ordinal, label, wished_date, warehouse, warehouse_name, quantity_milli,
         on_order_milli)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const SELECT: &str = "
    SELECT item, label, wished_date, warehouse, warehouse_name, quantity_milli, on_order_milli
    FROM order_line_part
    WHERE order_id = $1
    ORDER BY item, ordinal";

const SELECT_NAME: &str = "
    SELECT name
    FROM warehouse
    WHERE id = $1";

/// Whether parts speak of these lines and are the whole of them.
pub(super) fn are_whole(parts: &BTreeMap<ItemId, Vec<LinePart>>, lines: &[WantedLine]) -> bool {
    parts.iter().all(|(item, parts)| {
        let line = lines.iter().find(|line| line.item == *item);
        line.is_some_and(|line| is_division(parts, line.quantity_milli))
    })
}

/// The parts of an order that is placed, with what of each was not there.
pub(super) fn placed(parts: &BTreeMap<ItemId, Vec<LinePart>>, lines: &[ComparedLine]) -> LineParts {
    let mut placed = LineParts {
        wished: parts.clone(),
        missing: BTreeMap::new(),
    };
    for line in lines.iter().filter(|line| line.on_order.is_positive()) {
        let (Some(parts), Some(wish)) = (parts.get(&line.wanted.item), &line.wish) else {
            continue;
        };
        let there = there_of_parts(parts, &wish.promise);
        let missing = parts.iter().zip(there).map(|(part, there)| LinePart {
            quantity_milli: part.quantity_milli.saturating_sub(there.milli()),
            ..part.clone()
        });
        let missing = missing.filter(|part| part.quantity_milli > 0).collect();
        placed.missing.insert(line.wanted.item.clone(), missing);
    }
    placed
}

/// Writes the parts of a new order, with the names that the gateway knows of warehouses.
pub(super) fn insert(tx: &mut dyn Tx, order: &OrderId, parts: &LineParts) -> Result<(), StorageError> {
    for (item, of_item) in &parts.wished {
        for (part, ordinal) in of_item.iter().zip(1_i64..) {
            let warehouse = part.warehouse.as_ref().map_or("", WarehouseId::as_str);
            let known = query_one(tx, SELECT_NAME, &[warehouse.into()], |row| row.text("name"))?;
            let name = known.filter(|name| !name.is_empty());
            let params = [
                order.as_str().into(),
                item.as_str().into(),
                ordinal.into(),
                part.label.trim().into(),
                part.date.as_deref().unwrap_or_default().into(),
                warehouse.into(),
                name.unwrap_or_else(|| part.warehouse_name.clone()).into(),
                part.quantity_milli.into(),
                parts.missing_of(item, part).into(),
            ];
            tx.execute(INSERT, &params)?;
        }
    }
    Ok(())
}

/// The parts of an order's lines.
pub(super) fn load(tx: &mut dyn Tx, order: &OrderId) -> Result<LineParts, StorageError> {
    let filled = |text: String| (!text.is_empty()).then_some(text);
    let rows = query_all(tx, SELECT, &[order.as_str().into()], |row| {
        let part = LinePart {
            label: row.text("label")?,
            date: filled(row.text("wished_date")?),
            warehouse: filled(row.text("warehouse")?).map(WarehouseId::new),
            warehouse_name: row.text("warehouse_name")?,
            quantity_milli: row.int("quantity_milli")?,
        };
        Ok((ItemId::new(row.text("item")?), part, row.int("on_order_milli")?))
    })?;
    let mut parts = LineParts::default();
    for (item, part, missing_milli) in rows {
        if missing_milli > 0 {
            let missing = LinePart {
                quantity_milli: missing_milli,
                ..part.clone()
            };
            parts.missing.entry(item.clone()).or_default().push(missing);
        }
        parts.wished.entry(item).or_default().push(part);
    }
    Ok(parts)
}

impl LineParts {
    /// What was missing of a part, in thousandths.
    fn missing_of(&self, item: &ItemId, part: &LinePart) -> i64 {
        let of_item = self.missing.get(item);
        let found = of_item.and_then(|missing| missing.iter().find(|one| one.is_like(part)));
        found.map_or(0, |one| one.quantity_milli)
    }
}

/// The parts of a line as it is now. Gifts and services are nobody's in particular.
pub(super) fn of_line(parts: &LineParts, line: &StoredLine) -> Vec<LinePart> {
    let is_gift = line.placed_price_micro == 0 && line.price_micro == 0;
    match parts.wished.get(&line.item) {
        Some(parts) if !is_gift && line.service.is_none() => fit(parts, line.quantity_milli),
        _ => Vec::new(),
    }
}

/// A part of a line that is either there or on order.
pub(super) struct Piece {
    /// What is said of it, and how much it is.
    pub(super) part: LinePart,
    /// It was ordered without being there.
    pub(super) is_on_order: bool,
}

/// The pieces of a line as it is now: the parts, or one of which nothing is said, what was there first. What 1C takes away is
/// taken from what is on order.
pub(super) fn pieces(parts: &LineParts, line: &StoredLine) -> Vec<Piece> {
    let divided = whole(&of_line(parts, line), line.quantity_milli);
    let mut there = vec![0_i64; divided.len()];
    let mut reserved = if line.on_order_milli == 0 {
        line.quantity_milli
    } else {
        line.placed_quantity_milli.saturating_sub(line.on_order_milli).max(0)
    };
    // What was where it is wished from first; then whatever else is there.
    for is_known in [true, false] {
        for (part, there) in divided.iter().zip(&mut there) {
            let missing = if is_known {
                parts.missing_of(&line.item, part)
            } else {
                0
            };
            let more = part.quantity_milli.saturating_sub(missing).saturating_sub(*there);
            let more = more.min(reserved).max(0);
            *there = there.saturating_add(more);
            reserved = reserved.saturating_sub(more);
        }
    }
    let mut pieces = Vec::new();
    for (part, there) in divided.into_iter().zip(there) {
        let missing = part.quantity_milli.saturating_sub(there);
        for (quantity_milli, is_on_order) in [(there, false), (missing, true)] {
            if quantity_milli > 0 {
                let part = LinePart {
                    quantity_milli,
                    ..part.clone()
                };
                pieces.push(Piece { part, is_on_order });
            }
        }
    }
    pieces
}

/// A line as several, one for each amount, whose sums and VAT are together those of the line.
///
/// # Errors
/// [`MoneyError`].
pub(super) fn divided(line: &StoredLine, amounts: &[i64]) -> Result<Vec<StoredLine>, MoneyError> {
    let sums = shares(line.sum_minor, amounts)?;
    let vats = shares(line.vat_minor, amounts)?;
    let of_parts = amounts.iter().copied().zip(sums).zip(vats);
    let lines = of_parts.map(|((quantity_milli, sum_minor), vat_minor)| StoredLine {
        quantity_milli,
        sum_minor,
        vat_minor,
        ..line.clone()
    });
    Ok(lines.collect())
}

/// A part in words for people at the supplier's; empty for one of which nothing is said.
pub(super) fn words(part: &LinePart) -> String {
    let mut words = Vec::new();
    if !part.label.is_empty() {
        words.push(part.label.clone());
    }
    if let Some(date) = &part.date {
        words.push(format!("к {date}"));
    }
    if !part.warehouse_name.is_empty() {
        words.push(format!("склад {}", part.warehouse_name));
    }
    words.join(", ")
}

/// The warehouse that all of an order is wished from; `None` when some of it is wished from another or from none.
pub(super) fn only_warehouse(parts: &LineParts, lines: &[StoredLine]) -> Option<String> {
    let mut found: Option<String> = None;
    for line in lines.iter().filter(|line| line.quantity_milli > 0) {
        let of_line = of_line(parts, line);
        if of_line.is_empty() {
            return None;
        }
        for part in of_line {
            if part.warehouse.is_none() || part.warehouse_name.is_empty() {
                return None;
            }
            if found.as_ref().is_some_and(|found| *found != part.warehouse_name) {
                return None;
            }
            found = Some(part.warehouse_name);
        }
    }
    found
}
