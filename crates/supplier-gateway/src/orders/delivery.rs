//! What an order bears beside its goods: its delivery, the buyer's own number, comments on lines.
//!
//! They stand in tables of their own, which nothing that 1C returns touches.

use crate::delivery::choice::OrderDelivery;
use crate::orders::stored::StoredLine;
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_domain::ids::{ItemId, OrderId};
use cabinet_protocol::delivery::OrderDeliveryRow;
use cabinet_protocol::orders::{LINE_COMMENT_LIMIT, OWN_NUMBER_LIMIT, PlaceOrder};
use std::collections::BTreeMap;

/// The buyer's comments on lines.
pub type LineComments = BTreeMap<ItemId, String>;

const INSERT_DELIVERY: &str = "
    INSERT INTO order_delivery
        (order_id, way, way_name, way_kind, carrier, carrier_name, branch, branch_words, address, address_words,
         ship_date, own_number, ship_together)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

const SELECT_DELIVERY: &str = "
    SELECT way, way_name, way_kind, carrier, carrier_name, branch, branch_words, address, address_words, ship_date,
           own_number, ship_together
    FROM order_delivery
    WHERE order_id = $1";

const INSERT_COMMENT: &str = "
    INSERT INTO order_line_comment (order_id, item, comment)
    VALUES ($1, $2, $3)";

const SELECT_COMMENTS: &str = "
    SELECT item, comment
    FROM order_line_comment
    WHERE order_id = $1";

/// Whether what was written is short enough and speaks of lines of the order.
pub(super) fn is_proper(wanted: &PlaceOrder) -> bool {
    let is_short = |text: &str, limit| text.chars().count() <= limit;
    is_short(&wanted.own_number, OWN_NUMBER_LIMIT)
        && is_short(&wanted.ship_together, OWN_NUMBER_LIMIT)
        && wanted.line_comments.iter().all(|(item, comment)| {
            is_short(comment, LINE_COMMENT_LIMIT) && wanted.lines.iter().any(|line| line.item == *item)
        })
}

/// Writes what a new order bears.
pub(super) fn insert(
    tx: &mut dyn Tx,
    order: &OrderId,
    words: &OrderDelivery,
    comments: &LineComments,
) -> Result<(), StorageError> {
    if !words.is_empty() {
        let params = [
            order.as_str().into(),
            words.way.as_str().into(),
            words.way_name.as_str().into(),
            words.way_kind.as_str().into(),
            words.carrier.as_str().into(),
            words.carrier_name.as_str().into(),
            words.branch.as_str().into(),
            words.branch_words.as_str().into(),
            words.address.as_str().into(),
            words.address_words.as_str().into(),
            words.date.as_str().into(),
            words.own_number.as_str().into(),
            words.ship_together.as_str().into(),
        ];
        tx.execute(INSERT_DELIVERY, &params)?;
    }
    for (item, comment) in comments.iter().filter(|(_, comment)| !comment.trim().is_empty()) {
        let params = [order.as_str().into(), item.as_str().into(), comment.trim().into()];
        tx.execute(INSERT_COMMENT, &params)?;
    }
    Ok(())
}

/// What an order bears.
pub(super) fn load(tx: &mut dyn Tx, order: &OrderId) -> Result<(OrderDelivery, LineComments), StorageError> {
    let key = [order.as_str().into()];
    let delivery = query_one(tx, SELECT_DELIVERY, &key, read_delivery)?.unwrap_or_default();
    let comments = query_all(tx, SELECT_COMMENTS, &key, |row| {
        Ok((ItemId::new(row.text("item")?), row.text("comment")?))
    })?;
    Ok((delivery, comments.into_iter().collect()))
}

fn read_delivery(row: &dyn Row) -> Result<OrderDelivery, StorageError> {
    Ok(OrderDelivery {
        way: row.text("way")?,
        way_name: row.text("way_name")?,
        way_kind: row.text("way_kind")?,
        carrier: row.text("carrier")?,
        carrier_name: row.text("carrier_name")?,
        branch: row.text("branch")?,
        branch_words: row.text("branch_words")?,
        address: row.text("address")?,
        address_words: row.text("address_words")?,
        date: row.text("ship_date")?,
        own_number: row.text("own_number")?,
        ship_together: row.text("ship_together")?,
    })
}

/// The row of it; `None` when nothing was said.
pub(super) fn row(delivery: &OrderDelivery) -> Option<OrderDeliveryRow> {
    (!delivery.is_empty()).then(|| OrderDeliveryRow {
        way: delivery.way_name.clone(),
        kind: delivery.way_kind.clone(),
        carrier: delivery.carrier_name.clone(),
        branch: delivery.branch_words.clone(),
        address: delivery.address_words.clone(),
        date: delivery.date.clone(),
        own_number: delivery.own_number.clone(),
        ship_together: delivery.ship_together.clone(),
    })
}

/// The comment on a line, or empty.
pub(super) fn comment_of<'a>(comments: &'a LineComments, line: &StoredLine) -> &'a str {
    comments.get(&line.item).map_or("", String::as_str)
}
