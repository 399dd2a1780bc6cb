//! Rows of `doc:<entity>`: the order and its invoice, in the transaction that changed them; and the order without a price
//! or a sum in `doc:<entity>:unpriced`.

use crate::access::entities;
use crate::feeds::{self, RowChange};
use crate::orders::OrdersError;
use crate::orders::delivery;
use crate::orders::invoice::invoice_row;
use crate::orders::parts;
use crate::orders::stored::{self, StoredLine, StoredOrder};
use crate::settings::Settings;
use crate::storage::{StorageError, Tx};
use cabinet_domain::ids::{EntityId, OrderId};
use cabinet_domain::marks::LinePart;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::{DocumentRow, LinePartsRow, OrderLineRow, OrderRow, ServiceLineRow, StateChangeRow};
use prost::Message;
use std::collections::BTreeSet;

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
                ..DocumentRow::default()
            },
        ),
        change(
            format!("i:{}", invoice.id),
            &DocumentRow {
                order: None,
                invoice: Some(invoice),
                ..DocumentRow::default()
            },
        ),
    ];
    feeds::publish(tx, &stored::feed_of(&order.head.entity), &changes, now_ms)?;
    publish_unpriced(tx, &order, now_ms)
}

/// Brings the feeds without sums to life for entities whose orders are older than those feeds. For the start of the server.
///
/// # Errors
/// [`OrdersError`].
pub fn fill_unpriced(tx: &mut dyn Tx, now_ms: i64) -> Result<(), OrdersError> {
    let mut seen = BTreeSet::new();
    for head in stored::list(tx)? {
        if seen.insert(head.entity.clone()) && !feeds::exists(tx, &unpriced_feed(&head.entity))? {
            fill(tx, &head.entity, now_ms)?;
        }
    }
    Ok(())
}

/// Brings the feed without sums of one entity to life, if it is not there yet: something else than an order goes into it.
pub(crate) fn ensure_unpriced(tx: &mut dyn Tx, entity: &EntityId, now_ms: i64) -> Result<(), OrdersError> {
    if feeds::exists(tx, &unpriced_feed(entity))? {
        return Ok(());
    }
    fill(tx, entity, now_ms)
}

fn publish_unpriced(tx: &mut dyn Tx, order: &StoredOrder, now_ms: i64) -> Result<(), OrdersError> {
    let feed = unpriced_feed(&order.head.entity);
    if !feeds::exists(tx, &feed)? {
        return fill(tx, &order.head.entity, now_ms);
    }
    feeds::publish(tx, &feed, &[unpriced(order)], now_ms)?;
    Ok(())
}

fn fill(tx: &mut dyn Tx, entity: &EntityId, now_ms: i64) -> Result<(), OrdersError> {
    let mut changes = Vec::new();
    for head in stored::list(tx)?.into_iter().filter(|head| head.entity == *entity) {
        let order = stored::load(tx, &head.id)?.ok_or(StorageError::UnexpectedType("orders"))?;
        changes.push(unpriced(&order));
    }
    feeds::publish(tx, &unpriced_feed(entity), &changes, now_ms)?;
    Ok(())
}

fn unpriced_feed(entity: &EntityId) -> FeedName {
    FeedName::UnpricedDocuments(entity.as_str().to_owned())
}

/// An order as a storekeeper has it. Written field by field, so that a new sum has to be decided here.
fn unpriced(order: &StoredOrder) -> RowChange {
    let whole = order_row(order);
    let lines = whole.lines.into_iter().map(|line| OrderLineRow {
        ordinal: line.ordinal,
        item: line.item,
        article: line.article,
        name: line.name,
        unit: line.unit,
        quantity_milli: line.quantity_milli,
        price_micro: 0,
        sum_minor: 0,
        vat: String::new(),
        vat_minor: 0,
        placed_quantity_milli: line.placed_quantity_milli,
        placed_price_micro: 0,
        comment: line.comment,
        parts: line.parts,
        on_order_milli: line.on_order_milli,
        service: line.service,
    });
    let row = OrderRow {
        id: whole.id,
        number: whole.number,
        command_key: whole.command_key,
        draft: whole.draft,
        draft_name: whole.draft_name,
        placed_at_ms: whole.placed_at_ms,
        placed_by: whole.placed_by,
        state: whole.state,
        currency: String::new(),
        total_minor: 0,
        vat_minor: 0,
        comment: whole.comment,
        onec_number: whole.onec_number,
        onec_date: whole.onec_date,
        payment_number: String::new(),
        payment_date: String::new(),
        shipment_number: whole.shipment_number,
        shipment_date: whole.shipment_date,
        delivery: whole.delivery,
        due_date: String::new(),
        lines: lines.collect(),
        history: whole.history,
    };
    change(
        format!("o:{}", row.id),
        &DocumentRow {
            order: Some(row),
            invoice: None,
            ..DocumentRow::default()
        },
    )
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
        due_date: head.onec.due_date.clone(),
        lines: order
            .lines
            .iter()
            .map(|line| {
                let comment = delivery::comment_of(&order.line_comments, line);
                line_row(line, comment, &parts::of_line(&order.line_parts, line))
            })
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

fn line_row(line: &StoredLine, comment: &str, parts: &[LinePart]) -> OrderLineRow {
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
        parts: LinePartsRow::of(parts),
        on_order_milli: line.on_order_milli.min(line.quantity_milli),
        service: line.service.as_ref().map(|service| ServiceLineRow {
            of_item: service.of_item.to_string(),
            pieces: service.pieces,
            length_mm: service.length_mm,
        }),
    }
}
