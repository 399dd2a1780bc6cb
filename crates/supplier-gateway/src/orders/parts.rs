//! How the buyer divided the lines of an order: labels, wished days and warehouses.
//!
//! As with comments they stand in a table of their own, by item, which nothing that 1C returns touches; what 1C made of the
//! amount is seen when they are read.

use crate::orders::stored::StoredLine;
use crate::storage::{StorageError, Tx, query_all, query_one};
use cabinet_domain::ids::{ItemId, OrderId, WarehouseId};
use cabinet_domain::marks::{LinePart, fit, is_division, shares, whole};
use cabinet_domain::money::MoneyError;
use cabinet_protocol::orders::PlaceOrder;
use std::collections::BTreeMap;

/// The parts of lines, as placed.
pub type LineParts = BTreeMap<ItemId, Vec<LinePart>>;

const INSERT: &str = "
    INSERT INTO order_line_part
        (order_id, item, ordinal, label, wished_date, warehouse, warehouse_name, quantity_milli)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const SELECT: &str = "
    SELECT item, label, wished_date, warehouse, warehouse_name, quantity_milli
    FROM order_line_part
    WHERE order_id = $1
    ORDER BY item, ordinal";

const SELECT_NAME: &str = "
    SELECT name
    FROM warehouse
    WHERE id = $1";

/// Whether parts speak of lines of the order and are the whole of them.
pub(super) fn is_proper(wanted: &PlaceOrder) -> bool {
    wanted.line_parts.iter().all(|(item, parts)| {
        let line = wanted.lines.iter().find(|line| line.item == *item);
        line.is_some_and(|line| is_division(parts, line.quantity_milli))
    })
}

/// Writes the parts of a new order, with the names that the gateway knows of warehouses.
pub(super) fn insert(tx: &mut dyn Tx, order: &OrderId, parts: &LineParts) -> Result<(), StorageError> {
    for (item, parts) in parts {
        for (part, ordinal) in parts.iter().zip(1_i64..) {
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
        Ok((ItemId::new(row.text("item")?), part))
    })?;
    let mut parts = LineParts::new();
    for (item, part) in rows {
        parts.entry(item).or_default().push(part);
    }
    Ok(parts)
}

/// The parts of a line as it is now. Gifts and services are nobody's in particular.
pub(super) fn of_line(parts: &LineParts, line: &StoredLine) -> Vec<LinePart> {
    let is_gift = line.placed_price_micro == 0 && line.price_micro == 0;
    match parts.get(&line.item) {
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
pub(super) fn pieces(line: &StoredLine, parts: &[LinePart]) -> Vec<Piece> {
    let mut reserved = line.placed_quantity_milli.saturating_sub(line.on_order_milli).max(0);
    let mut pieces = Vec::new();
    for part in whole(parts, line.quantity_milli) {
        let there = if line.on_order_milli == 0 {
            part.quantity_milli
        } else {
            part.quantity_milli.min(reserved)
        };
        reserved = reserved.saturating_sub(there);
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
