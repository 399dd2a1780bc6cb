//! Holds: stock that the gateway has promised and 1C does not count yet.
//!
//! A hold lives until the first stock import after 1C returned the order posted, until the order is cancelled, or until
//! it expires. Available = imported stock less the live holds of other orders.

use crate::catalogue::{self, DEFAULT_WAREHOUSE};
use crate::orders::{OrdersError, parts};
use crate::storage::{StorageError, Tx, query_all, query_one};
use cabinet_domain::ids::{EntityId, ItemId, OrderId, WarehouseId};
use cabinet_domain::marks::{LinePart, fit};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::wished::{Promise, promise};
use std::collections::{BTreeMap, HashMap};

const SELECT_HELD: &str = "
    SELECT warehouse, CAST(SUM(quantity_milli) AS BIGINT) AS held_milli
    FROM hold
    WHERE item = $1
      AND expires_at_ms > $2
      AND order_id <> $3
    GROUP BY warehouse";

const INSERT_HOLD: &str = "
    INSERT INTO hold (order_id, item, warehouse, quantity_milli, expires_at_ms, entity)
    VALUES ($1, $2, $3, $4, $5, (SELECT entity FROM orders WHERE id = $1))";

const SELECT_OF_ORDER: &str = "
    SELECT item, MAX(expires_at_ms) AS expires_at_ms
    FROM hold
    WHERE order_id = $1
    GROUP BY item
    ORDER BY item";

const DELETE_OF_ORDER: &str = "
    DELETE FROM hold
    WHERE order_id = $1";

const COUNT_ORDERS: &str = "
    SELECT COUNT(DISTINCT order_id) AS orders_held
    FROM hold
    WHERE entity = $1
      AND expires_at_ms > $2";

const SELECT_POSTED: &str = "
    SELECT DISTINCT hold.item
    FROM hold
    JOIN orders ON orders.id = hold.order_id
    WHERE orders.posted_back_at_ms <= $1
    ORDER BY hold.item";

const DELETE_POSTED: &str = "
    DELETE FROM hold
    WHERE item = $2
      AND order_id IN (SELECT id FROM orders WHERE posted_back_at_ms <= $1)";

const SELECT_EXPIRED: &str = "
    SELECT DISTINCT item
    FROM hold
    WHERE expires_at_ms <= $1";

const DELETE_EXPIRED: &str = "
    DELETE FROM hold
    WHERE expires_at_ms <= $1";

/// What can be promised of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Free {
    /// In all. Less than the sum of the warehouses when one of them has promised more than it has.
    pub(super) total: Quantity,
    /// In each warehouse that has something.
    by_warehouse: Vec<(WarehouseId, Quantity)>,
    /// Whether it is told what each warehouse has, and not what there is in all.
    is_by_warehouse: bool,
}

impl Free {
    /// Takes the held quantities off the imported ones.
    fn new(stock: &[(WarehouseId, Quantity)], held: &HashMap<WarehouseId, Quantity>) -> Self {
        let mut imported_total = Quantity::ZERO;
        let mut by_warehouse = Vec::new();
        for (warehouse, quantity) in stock {
            // 1C may count below zero; that is nobody's promise to take from another warehouse.
            let imported = (*quantity).max(Quantity::ZERO);
            imported_total = imported_total.plus(imported);
            let free = imported.minus_floor(held.get(warehouse).copied().unwrap_or_default());
            if free.is_positive() {
                by_warehouse.push((warehouse.clone(), free));
            }
        }
        let held_total = held.values().fold(Quantity::ZERO, |sum, quantity| sum.plus(*quantity));
        by_warehouse.sort_by(|(id_a, a), (id_b, b)| b.cmp(a).then_with(|| id_a.cmp(id_b)));
        Self {
            total: imported_total.minus_floor(held_total),
            by_warehouse,
            is_by_warehouse: !stock
                .iter()
                .any(|(warehouse, _)| warehouse.as_str() == DEFAULT_WAREHOUSE),
        }
    }

    /// What can be promised of parts as they are wished; `None` where none names a warehouse, or stock is not told by warehouse.
    pub(super) fn promise(&self, parts: &[LinePart]) -> Option<Promise> {
        if self.is_by_warehouse {
            promise(parts, &self.by_warehouse, self.total)
        } else {
            None
        }
    }

    /// What a warehouse has.
    pub(super) fn shelves(&self) -> &[(WarehouseId, Quantity)] {
        &self.by_warehouse
    }

    /// Spreads a quantity over warehouses: first those from which it is wished, then the fullest.
    pub(super) fn allocate_for(&self, parts: &[LinePart], wanted: Quantity) -> Vec<(WarehouseId, Quantity)> {
        let mut given: BTreeMap<WarehouseId, Quantity> = BTreeMap::new();
        let mut left = self.clone();
        let mut wanted = wanted.min(self.total);
        for wished in self.promise(parts).into_iter().flat_map(|promise| promise.at) {
            let part = wished.there.min(wanted);
            wanted = wanted.minus_floor(part);
            left.take(&wished.warehouse, part);
            given.insert(wished.warehouse, part);
        }
        for (warehouse, part) in left.allocate(wanted) {
            let held = given.entry(warehouse).or_default();
            *held = held.plus(part);
        }
        given.retain(|_, part| part.is_positive());
        given.into_iter().collect()
    }

    fn take(&mut self, warehouse: &WarehouseId, part: Quantity) {
        self.total = self.total.minus_floor(part);
        for (_, free) in self.by_warehouse.iter_mut().filter(|(id, _)| id == warehouse) {
            *free = free.minus_floor(part);
        }
        self.by_warehouse.retain(|(_, free)| free.is_positive());
        self.by_warehouse
            .sort_by(|(id_a, a), (id_b, b)| b.cmp(a).then_with(|| id_a.cmp(id_b)));
    }

    /// Spreads a quantity over warehouses, the fullest first; what does not fit is left out.
    pub(super) fn allocate(&self, wanted: Quantity) -> Vec<(WarehouseId, Quantity)> {
        let mut left = wanted.min(self.total);
        let mut parts = Vec::new();
        for (warehouse, free) in &self.by_warehouse {
            if !left.is_positive() {
                break;
            }
            let part = left.min(*free);
            parts.push((warehouse.clone(), part));
            left = left.minus_floor(part);
        }
        parts
    }
}

/// What can be promised of an item whose imported stock is `stock`, leaving aside the holds of `except`.
pub(super) fn free(
    tx: &mut dyn Tx,
    item: &ItemId,
    stock: &[(WarehouseId, Quantity)],
    except: Option<&OrderId>,
    now_ms: i64,
) -> Result<Free, StorageError> {
    let params = [
        item.as_str().into(),
        now_ms.into(),
        except.map_or("", OrderId::as_str).into(),
    ];
    let held = query_all(tx, SELECT_HELD, &params, |row| {
        Ok((
            WarehouseId::new(row.text("warehouse")?),
            Quantity::from_milli(row.int("held_milli")?),
        ))
    })?;
    Ok(Free::new(stock, &held.into_iter().collect()))
}

/// Holds parts of an item for an order.
pub(super) fn hold(
    tx: &mut dyn Tx,
    order: &OrderId,
    item: &ItemId,
    parts: &[(WarehouseId, Quantity)],
    expires_at_ms: i64,
) -> Result<(), StorageError> {
    for (warehouse, quantity) in parts {
        let params = [
            order.as_str().into(),
            item.as_str().into(),
            warehouse.as_str().into(),
            quantity.milli().into(),
            expires_at_ms.into(),
        ];
        tx.execute(INSERT_HOLD, &params)?;
    }
    Ok(())
}

/// How many orders of an entity have stock on hold.
pub(super) fn orders_held(tx: &mut dyn Tx, entity: &EntityId, now_ms: i64) -> Result<i64, StorageError> {
    let params = [entity.as_str().into(), now_ms.into()];
    Ok(query_one(tx, COUNT_ORDERS, &params, |row| row.int("orders_held"))?.unwrap_or(0))
}

/// Ends the holds of an order and publishes the stock that it gives back.
pub(super) fn release(tx: &mut dyn Tx, order: &OrderId, now_ms: i64) -> Result<(), OrdersError> {
    let held = of_order(tx, order)?;
    if held.is_empty() {
        return Ok(());
    }
    tx.execute(DELETE_OF_ORDER, &[order.as_str().into()])?;
    let items: Vec<ItemId> = held.into_iter().map(|(item, _)| item).collect();
    Ok(catalogue::republish_stock(tx, &items, now_ms)?)
}

/// Brings the holds of an order to what 1C says of it now, as far as there is stock. Holds that have ended stay ended.
pub(super) fn adjust(
    tx: &mut dyn Tx,
    order: &OrderId,
    wanted: &[(ItemId, Quantity)],
    now_ms: i64,
) -> Result<(), OrdersError> {
    let held = of_order(tx, order)?;
    let Some(expires_at_ms) = held.iter().map(|(_, expires)| *expires).max() else {
        return Ok(());
    };
    tx.execute(DELETE_OF_ORDER, &[order.as_str().into()])?;
    let items: Vec<ItemId> = wanted.iter().map(|(item, _)| item.clone()).collect();
    let terms = catalogue::terms(tx, None, &items)?;
    let divided = parts::load(tx, order)?.wished;
    for ((item, quantity), terms) in wanted.iter().zip(terms) {
        if let Some(terms) = terms {
            let wished = divided.get(item).map(|parts| fit(parts, quantity.milli()));
            let free = free(tx, item, &terms.stock, Some(order), now_ms)?;
            let parts = free.allocate_for(&wished.unwrap_or_default(), *quantity);
            hold(tx, order, item, &parts, expires_at_ms)?;
        }
    }
    let mut touched = items;
    touched.extend(held.into_iter().map(|(item, _)| item));
    touched.sort();
    touched.dedup();
    Ok(catalogue::republish_stock(tx, &touched, now_ms)?)
}

/// Items that are held for orders which 1C has returned posted: the next stock that is told of them no longer counts what
/// is held.
///
/// # Errors
/// [`OrdersError`].
pub fn held_for_posted(tx: &mut dyn Tx, now_ms: i64) -> Result<Vec<ItemId>, OrdersError> {
    Ok(query_all(tx, SELECT_POSTED, &[now_ms.into()], |row| {
        Ok(ItemId::new(row.text("item")?))
    })?)
}

/// Called at the end of every import that carried stock: ends the holds of posted orders on the items of `told`, whose
/// stock the import told anew, and all that expired. A portion that speaks of other goods ends nothing.
///
/// # Errors
/// [`OrdersError`].
pub fn after_stock_import(tx: &mut dyn Tx, told: &[ItemId], now_ms: i64) -> Result<(), OrdersError> {
    for item in told {
        tx.execute(DELETE_POSTED, &[now_ms.into(), item.as_str().into()])?;
    }
    catalogue::republish_stock(tx, told, now_ms)?;
    end_expired_holds(tx, now_ms)
}

/// Ends holds that expired and publishes the stock that they give back. For a timer of the server.
///
/// # Errors
/// [`OrdersError`].
pub fn end_expired_holds(tx: &mut dyn Tx, now_ms: i64) -> Result<(), OrdersError> {
    let items = query_all(tx, SELECT_EXPIRED, &[now_ms.into()], |row| {
        Ok(ItemId::new(row.text("item")?))
    })?;
    if items.is_empty() {
        return Ok(());
    }
    tx.execute(DELETE_EXPIRED, &[now_ms.into()])?;
    Ok(catalogue::republish_stock(tx, &items, now_ms)?)
}

fn of_order(tx: &mut dyn Tx, order: &OrderId) -> Result<Vec<(ItemId, i64)>, StorageError> {
    query_all(tx, SELECT_OF_ORDER, &[order.as_str().into()], |row| {
        Ok((ItemId::new(row.text("item")?), row.int("expires_at_ms")?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn free_of(stock: &[(&str, i64)], held: &[(&str, i64)]) -> Free {
        let stock: Vec<_> = stock
            .iter()
            .map(|(w, q)| (WarehouseId::from(*w), Quantity::from_milli(*q)))
            .collect();
        let held = held
            .iter()
            .map(|(w, q)| (WarehouseId::from(*w), Quantity::from_milli(*q)))
            .collect();
        Free::new(&stock, &held)
    }

    fn parts(free: &Free, wanted: i64) -> Vec<(String, i64)> {
        free.allocate(Quantity::from_milli(wanted))
            .into_iter()
            .map(|(w, q)| (w.to_string(), q.milli()))
            .collect()
    }

    #[test]
    fn the_fullest_warehouse_gives_first() {
        let free = free_of(&[("a", 3), ("b", 10), ("c", -4)], &[("b", 2)]);
        assert_eq!(free.total.milli(), 11);
        assert_eq!(parts(&free, 5), [("b".to_owned(), 5)]);
        assert_eq!(parts(&free, 10), [("b".to_owned(), 8), ("a".to_owned(), 2)]);
        assert_eq!(parts(&free, 0), []);
    }

    #[test]
    fn a_warehouse_that_promised_too_much_leans_on_the_others() {
        let free = free_of(&[("a", 1), ("b", 10)], &[("a", 5)]);
        assert_eq!(
            free.total.milli(),
            6,
            "four of b are promised to orders that a cannot serve"
        );
        assert_eq!(parts(&free, 9), [("b".to_owned(), 6)]);
    }

    proptest! {
        #[test]
        fn parts_never_exceed_what_is_there(
            stock in proptest::collection::vec(-5_i64..50, 0..5), held in proptest::collection::vec(0_i64..30, 0..5), wanted in 0_i64..200,
        ) {
            let names = ["a", "b", "c", "d", "e"];
            let stock: Vec<_> = names.into_iter().zip(stock).collect();
            let held: Vec<_> = names.into_iter().zip(held).collect();
            let free = free_of(&stock, &held);
            let got = parts(&free, wanted);
            let sum: i64 = got.iter().map(|(_, q)| q).sum();
            prop_assert_eq!(sum, wanted.min(free.total.milli()));
            for (warehouse, part) in got {
                let there = stock.iter().find(|(w, _)| *w == warehouse).map_or(0, |(_, q)| *q);
                let taken = held.iter().find(|(w, _)| *w == warehouse).map_or(0, |(_, q)| *q);
                prop_assert!(part > 0 && part <= there - taken);
            }
        }
    }
}
