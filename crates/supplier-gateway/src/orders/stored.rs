//! Orders as they stand in the database, whole: head, lines, history, invoice.

use crate::access::entities::Entity;
use crate::access::secrets;
use crate::access::tokens::Caller;
use crate::catalogue::ItemTerms;
use crate::delivery::choice::OrderDelivery;
use crate::orders::OrdersError;
use crate::orders::delivery::{self, LineComments};
use crate::orders::document::{OrderHead, RawHead, read_head};
use crate::orders::local_time::LocalTime;
use crate::orders::parts::{self, LineParts};
use crate::orders::terms::ComparedLine;
use crate::storage::{Row, StorageError, Tx, Value, query_all, query_one};
use cabinet_domain::ids::{CommandKey, DocumentId, DraftId, EntityId, OrderId};
use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Money, UnitPrice};
use cabinet_domain::order::OrderState;
use cabinet_pricing::sums::LineSums;

pub use crate::orders::document::{Invoice, OnecFacts, ServiceLine, StateChange, StoredLine};

/// Who changes the state of an order that 1C returned.
pub const ONEC: &str = "1С";

/// An order, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredOrder {
    /// Everything that is one value per order.
    pub head: OrderHead,
    /// In the order of lines.
    pub lines: Vec<StoredLine>,
    /// In the order in which states were reached.
    pub history: Vec<StateChange>,
    /// Its invoice.
    pub invoice: Invoice,
    /// How it is delivered, and the buyer's own number.
    pub delivery: OrderDelivery,
    /// The buyer's comments on lines.
    pub line_comments: LineComments,
    /// How the buyer divided lines, as placed.
    pub line_parts: LineParts,
}

/// What makes an order.
pub(super) struct NewOrder<'a> {
    pub(super) id: OrderId,
    pub(super) number: i64,
    pub(super) entity: &'a Entity,
    pub(super) command_key: &'a CommandKey,
    pub(super) draft: &'a DraftId,
    pub(super) draft_name: &'a str,
    pub(super) caller: &'a Caller,
    pub(super) vat_on_top: bool,
    pub(super) contract_number: &'a str,
    pub(super) total: Money,
    pub(super) vat: Money,
    pub(super) comment: &'a str,
    pub(super) lines: &'a [StoredLine],
    pub(super) delivery: &'a OrderDelivery,
    pub(super) line_comments: &'a LineComments,
    pub(super) line_parts: &'a LineParts,
}

const INSERT_ORDER: &str = "
    INSERT INTO orders
        (id, number, entity, command_key, draft, draft_name, person, placed_by, placed_at_ms, state, currency,
         vat_on_top, total_minor, vat_minor, comment, node, taken_at_ms, onec_problem, onec_number, onec_date,
         is_posted, is_cancelled, payment_number, payment_date, shipment_number, shipment_date, posted_back_at_ms,
         contract_number)
    VALUES
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, NULL, '', '', '',
         0, 0, '', '', '', '', NULL, $17)";

const INSERT_LINE: &str = "
    INSERT INTO order_line
        (order_id, ordinal, item, article, name, unit, unit_code, product_type, vat, quantity_milli, price_micro,
         sum_minor, vat_minor, placed_quantity_milli, placed_price_micro, on_order_milli, service_of, pieces, length_mm)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";

const DELETE_LINES: &str = "
    DELETE FROM order_line
    WHERE order_id = $1";

const INSERT_STATE: &str = "
    INSERT INTO order_state_change (order_id, ordinal, state, at_ms, who)
    VALUES ($1, $2, $3, $4, $5)";

const INSERT_INVOICE: &str = "
    INSERT INTO invoice (id, order_id, number, invoice_date, is_preliminary)
    VALUES ($1, $2, $3, $4, 1)";

const UPDATE_INVOICE: &str = "
    UPDATE invoice
    SET number = $2, invoice_date = $3, is_preliminary = $4
    WHERE id = $1";

const UPDATE_ORDER: &str = "
    UPDATE orders
    SET state = $2, total_minor = $3, vat_minor = $4, taken_at_ms = $5, onec_number = $6, onec_date = $7,
        is_posted = $8, is_cancelled = $9, payment_number = $10, payment_date = $11, shipment_number = $12,
        shipment_date = $13, posted_back_at_ms = $14, due_date = $15
    WHERE id = $1";

const SELECT_ORDER: &str = "
    SELECT id, number, entity, command_key, draft, draft_name, placed_by, placed_at_ms, state, currency, vat_on_top,
           total_minor, vat_minor, comment, node, taken_at_ms, onec_problem, onec_number, onec_date, is_posted,
           is_cancelled, payment_number, payment_date, shipment_number, shipment_date, posted_back_at_ms,
           contract_number, due_date
    FROM orders
    WHERE id = $1";

const SELECT_ORDERS: &str = "
    SELECT id, number, entity, command_key, draft, draft_name, placed_by, placed_at_ms, state, currency, vat_on_top,
           total_minor, vat_minor, comment, node, taken_at_ms, onec_problem, onec_number, onec_date, is_posted,
           is_cancelled, payment_number, payment_date, shipment_number, shipment_date, posted_back_at_ms,
           contract_number, due_date
    FROM orders
    ORDER BY number";

const SELECT_ID_BY_NUMBER: &str = "
    SELECT id
    FROM orders
    WHERE number = $1";

const SELECT_LINES: &str = "
    SELECT ordinal, item, article, name, unit, unit_code, product_type, vat, quantity_milli, price_micro, sum_minor,
           vat_minor, placed_quantity_milli, placed_price_micro, on_order_milli, service_of, pieces, length_mm
    FROM order_line
    WHERE order_id = $1
    ORDER BY ordinal";

const SELECT_HISTORY: &str = "
    SELECT state, at_ms, who
    FROM order_state_change
    WHERE order_id = $1
    ORDER BY ordinal";

const SELECT_INVOICE: &str = "
    SELECT id, number, invoice_date, is_preliminary
    FROM invoice
    WHERE order_id = $1";

/// A line as placed.
pub(super) fn placed_line(
    lines_before: usize,
    item: &ItemTerms,
    line: &ComparedLine,
    price: UnitPrice,
    sums: LineSums,
) -> StoredLine {
    StoredLine {
        ordinal: i64::try_from(lines_before).unwrap_or(i64::MAX).saturating_add(1),
        item: line.wanted.item.clone(),
        on_order_milli: line.on_order.milli(),
        article: item.article.clone(),
        name: item.name.clone(),
        unit: item.unit.clone(),
        unit_code: item.unit_code.clone(),
        product_type: product_type(item),
        vat: line.rate.map(VatRate::code).unwrap_or_default(),
        quantity_milli: line.wanted.quantity_milli,
        price_micro: price.micro(),
        sum_minor: sums.sum.minor(),
        vat_minor: sums.vat.minor(),
        placed_quantity_milli: line.wanted.quantity_milli,
        placed_price_micro: price.micro(),
        service: None,
    }
}

/// A gift as placed: a line that costs nothing.
pub(super) fn gift_line(lines_before: usize, item: &ItemTerms, given_milli: i64, rate: Option<VatRate>) -> StoredLine {
    StoredLine {
        ordinal: i64::try_from(lines_before).unwrap_or(i64::MAX).saturating_add(1),
        item: item.item.clone(),
        on_order_milli: 0,
        article: item.article.clone(),
        name: item.name.clone(),
        unit: item.unit.clone(),
        unit_code: item.unit_code.clone(),
        product_type: product_type(item),
        vat: rate.map(VatRate::code).unwrap_or_default(),
        quantity_milli: given_milli,
        price_micro: 0,
        sum_minor: 0,
        vat_minor: 0,
        placed_quantity_milli: given_milli,
        placed_price_micro: 0,
        service: None,
    }
}

/// 1C looks for the kind in every line; goods are what most suppliers sell.
fn product_type(item: &ItemTerms) -> String {
    if item.product_type.is_empty() {
        "Товар".to_owned()
    } else {
        item.product_type.clone()
    }
}

/// Writes a new order with its lines, its first state, and its preliminary invoice.
pub(super) fn insert(
    tx: &mut dyn Tx,
    order: &NewOrder<'_>,
    utc_offset_minutes: i32,
    now_ms: i64,
) -> Result<(), OrdersError> {
    let params = [
        order.id.as_str().into(),
        order.number.into(),
        order.entity.id.as_str().into(),
        order.command_key.as_str().into(),
        order.draft.as_str().into(),
        order.draft_name.into(),
        order.caller.person.as_str().into(),
        order.caller.person_name.as_str().into(),
        now_ms.into(),
        OrderState::Held.code().into(),
        order.total.currency().code().into(),
        order.vat_on_top.into(),
        order.total.minor().into(),
        order.vat.minor().into(),
        order.comment.into(),
        order.entity.node.as_deref().into(),
        order.contract_number.into(),
    ];
    tx.execute(INSERT_ORDER, &params)?;
    insert_lines(tx, &order.id, order.lines)?;
    delivery::insert(tx, &order.id, order.delivery, order.line_comments)?;
    parts::insert(tx, &order.id, order.line_parts)?;
    let first = StateChange {
        state: OrderState::Held,
        at_ms: now_ms,
        who: order.caller.person_name.clone(),
    };
    insert_state(tx, &order.id, 1, &first)?;
    let date = LocalTime::at(now_ms, utc_offset_minutes).iso_date();
    let params = [
        secrets::random_id()?.into(),
        order.id.as_str().into(),
        order.number.to_string().into(),
        date.into(),
    ];
    tx.execute(INSERT_INVOICE, &params)?;
    Ok(())
}

/// Writes what 1C made of an order: `after` over `before`, only new states are added to the history.
pub(super) fn update(tx: &mut dyn Tx, before: &StoredOrder, after: &StoredOrder) -> Result<(), OrdersError> {
    let head = &after.head;
    let params = [
        head.id.as_str().into(),
        head.state.code().into(),
        head.total.minor().into(),
        head.vat.minor().into(),
        head.taken_at_ms.into(),
        head.onec.number.as_str().into(),
        head.onec.date.as_str().into(),
        head.onec.is_posted.into(),
        head.onec.is_cancelled.into(),
        head.onec.payment_number.as_str().into(),
        head.onec.payment_date.as_str().into(),
        head.onec.shipment_number.as_str().into(),
        head.onec.shipment_date.as_str().into(),
        head.posted_back_at_ms.into(),
        head.onec.due_date.as_str().into(),
    ];
    tx.execute(UPDATE_ORDER, &params)?;
    if before.lines != after.lines {
        tx.execute(DELETE_LINES, &[head.id.as_str().into()])?;
        insert_lines(tx, &head.id, &after.lines)?;
    }
    for (at, change) in after.history.iter().enumerate().skip(before.history.len()) {
        insert_state(
            tx,
            &head.id,
            i64::try_from(at).unwrap_or(i64::MAX).saturating_add(1),
            change,
        )?;
    }
    if before.invoice != after.invoice {
        let invoice = &after.invoice;
        let params = [
            invoice.id.as_str().into(),
            invoice.number.as_str().into(),
            invoice.date.as_str().into(),
            invoice.is_preliminary.into(),
        ];
        tx.execute(UPDATE_INVOICE, &params)?;
    }
    Ok(())
}

/// One order.
///
/// # Errors
/// [`OrdersError`].
pub fn load(tx: &mut dyn Tx, id: &OrderId) -> Result<Option<StoredOrder>, OrdersError> {
    let key: [Value; 1] = [id.as_str().into()];
    let Some(head) = query_one(tx, SELECT_ORDER, &key, read_head)? else {
        return Ok(None);
    };
    let head = head.known()?;
    let lines = query_all(tx, SELECT_LINES, &key, read_line)?;
    let states = query_all(tx, SELECT_HISTORY, &key, |row| {
        Ok((row.text("state")?, row.int("at_ms")?, row.text("who")?))
    })?;
    let mut history = Vec::with_capacity(states.len());
    for (state, at_ms, who) in states {
        let state = OrderState::from_code(&state).ok_or(OrdersError::UnknownWord {
            what: "state",
            value: state,
        })?;
        history.push(StateChange { state, at_ms, who });
    }
    let invoice = query_one(tx, SELECT_INVOICE, &key, |row| {
        Ok(Invoice {
            id: DocumentId::new(row.text("id")?),
            number: row.text("number")?,
            date: row.text("invoice_date")?,
            is_preliminary: row.int("is_preliminary")? != 0,
        })
    })?;
    let invoice = invoice.ok_or(StorageError::UnexpectedType("invoice"))?;
    let (delivery, line_comments) = delivery::load(tx, id)?;
    Ok(Some(StoredOrder {
        head,
        lines,
        history,
        invoice,
        delivery,
        line_comments,
        line_parts: parts::load(tx, id)?,
    }))
}

/// Heads of all orders, by number.
///
/// # Errors
/// [`OrdersError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<OrderHead>, OrdersError> {
    query_all(tx, SELECT_ORDERS, &[], read_head)?
        .into_iter()
        .map(RawHead::known)
        .collect()
}

/// The id of the order with a number.
///
/// # Errors
/// [`StorageError`].
pub fn id_of_number(tx: &mut dyn Tx, number: i64) -> Result<Option<OrderId>, StorageError> {
    query_one(tx, SELECT_ID_BY_NUMBER, &[number.into()], |row| {
        Ok(OrderId::new(row.text("id")?))
    })
}

/// The entity's feed that an order's rows are in, given by its id.
pub(super) fn feed_of(entity: &EntityId) -> cabinet_protocol::feed::FeedName {
    cabinet_protocol::feed::FeedName::Documents(entity.as_str().to_owned())
}

fn insert_lines(tx: &mut dyn Tx, order: &OrderId, lines: &[StoredLine]) -> Result<(), StorageError> {
    for line in lines {
        let service = line.service.as_ref();
        let params = [
            order.as_str().into(),
            line.ordinal.into(),
            line.item.as_str().into(),
            line.article.as_str().into(),
            line.name.as_str().into(),
            line.unit.as_str().into(),
            line.unit_code.as_str().into(),
            line.product_type.as_str().into(),
            line.vat.as_str().into(),
            line.quantity_milli.into(),
            line.price_micro.into(),
            line.sum_minor.into(),
            line.vat_minor.into(),
            line.placed_quantity_milli.into(),
            line.placed_price_micro.into(),
            line.on_order_milli.into(),
            service.map_or("", |service| service.of_item.as_str()).into(),
            service.and_then(|service| service.pieces).into(),
            service.and_then(|service| service.length_mm).into(),
        ];
        tx.execute(INSERT_LINE, &params)?;
    }
    Ok(())
}

fn insert_state(tx: &mut dyn Tx, order: &OrderId, ordinal: i64, change: &StateChange) -> Result<(), StorageError> {
    let params = [
        order.as_str().into(),
        ordinal.into(),
        change.state.code().into(),
        change.at_ms.into(),
        change.who.as_str().into(),
    ];
    tx.execute(INSERT_STATE, &params)?;
    Ok(())
}

fn service_of(row: &dyn Row) -> Result<Option<ServiceLine>, StorageError> {
    let of_item = row.text("service_of")?;
    if of_item.is_empty() {
        return Ok(None);
    }
    Ok(Some(ServiceLine {
        of_item: of_item.into(),
        pieces: row.opt_int("pieces")?,
        length_mm: row.opt_int("length_mm")?,
    }))
}

fn read_line(row: &dyn Row) -> Result<StoredLine, StorageError> {
    Ok(StoredLine {
        ordinal: row.int("ordinal")?,
        item: row.text("item")?.into(),
        article: row.text("article")?,
        name: row.text("name")?,
        unit: row.text("unit")?,
        unit_code: row.text("unit_code")?,
        product_type: row.text("product_type")?,
        vat: row.text("vat")?,
        quantity_milli: row.int("quantity_milli")?,
        price_micro: row.int("price_micro")?,
        sum_minor: row.int("sum_minor")?,
        vat_minor: row.int("vat_minor")?,
        placed_quantity_milli: row.int("placed_quantity_milli")?,
        placed_price_micro: row.int("placed_price_micro")?,
        on_order_milli: row.int("on_order_milli")?,
        service: service_of(row)?,
    })
}
