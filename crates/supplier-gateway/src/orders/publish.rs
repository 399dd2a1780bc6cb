//! Rows of `doc:<entity>`: the order and its invoice, in the transaction that changed them.

use crate::access::entities;
use crate::feeds::{self, RowChange};
use crate::orders::OrdersError;
use crate::orders::delivery;
use crate::orders::invoice::invoice_row;
use crate::orders::stored::{self, StoredLine, StoredOrder};
use crate::settings::Settings;
use crate::storage::{StorageError, Tx};
use cabinet_domain::ids::OrderId;
use cabinet_protocol::rows::{DocumentRow, OrderLineRow, OrderRow, StateChangeRow};
use prost::Message;

/// Publishes an order and its invoice as they are stored.
pub(super) fn publish(tx: &mut dyn Tx, settings: &Settings, id: &OrderId, now_ms: i64) -> Result<(), OrdersError> {
    let order = stored::load(tx, id)?.ok_or(StorageError::UnexpectedType("orders"))?;
    let buyer = entities::get(tx, &order.head.entity)?.ok_or(StorageError::UnexpectedType("entity"))?;
    let row = order_row(&order);
    let invoice = invoice_row(&order, &row.lines, &buyer, settings);
    let changes = [
        change(
            format!("o:{}", row.id),
            &DocumentRow {
                order: Some(row),
                invoice: None,
            },
        ),
        change(
            format!("i:{}", invoice.id),
            &DocumentRow {
                order: None,
                invoice: Some(invoice),
            },
        ),
    ];
    feeds::publish(tx, &stored::feed_of(&order.head.entity), &changes, now_ms)?;
    Ok(())
}

fn change(key: String, row: &DocumentRow) -> RowChange {
    RowChange {
        key,
        body: Some(row.encode_to_vec()),
    }
}

fn order_row(order: &StoredOrder) -> OrderRow {
    let head = &order.head;
    OrderRow {
        id: head.id.to_string(),
        number: head.number.to_string(),
        command_key: head.command_key.clone(),
        draft: head.draft.clone(),
        draft_name: head.draft_name.clone(),
        placed_at_ms: head.placed_at_ms,
        placed_by: head.placed_by.clone(),
        state: head.state.code().to_owned(),
        currency: head.total.currency().code().to_owned(),
        total_minor: head.total.minor(),
        vat_minor: head.vat.minor(),
        comment: head.comment.clone(),
        onec_number: head.onec.number.clone(),
        onec_date: head.onec.date.clone(),
        payment_number: head.onec.payment_number.clone(),
        payment_date: head.onec.payment_date.clone(),
        shipment_number: head.onec.shipment_number.clone(),
        shipment_date: head.onec.shipment_date.clone(),
        delivery: delivery::row(&order.delivery),
        lines: order
            .lines
            .iter()
            .map(|line| line_row(line, delivery::comment_of(&order.line_comments, line)))
            .collect(),
        history: order
            .history
            .iter()
            .map(|change| StateChangeRow {
                state: change.state.code().to_owned(),
                at_ms: change.at_ms,
                who: change.who.clone(),
            })
            .collect(),
    }
}

fn line_row(line: &StoredLine, comment: &str) -> OrderLineRow {
    OrderLineRow {
        ordinal: u32::try_from(line.ordinal).unwrap_or(u32::MAX),
        item: line.item.to_string(),
        article: line.article.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        quantity_milli: line.quantity_milli,
        price_micro: line.price_micro,
        sum_minor: line.sum_minor,
        vat: line.vat.clone(),
        vat_minor: line.vat_minor,
        placed_quantity_milli: line.placed_quantity_milli,
        placed_price_micro: line.placed_price_micro,
        comment: comment.to_owned(),
    }
}
