//! Rows of `doc:<entity>`: orders, invoices, documents of the supplier, what is owed by the books (`load_books`), acts (`load_acts`).

use crate::feed_error::{LoadError, RowFault};
use crate::load_acts;
use crate::load_books;
use crate::one_by_one::put_each;
use crate::paper_index;
use crate::table::RawRow;
use cabinet_domain::order::OrderState;
use cabinet_protocol::rows::{DocumentRow, InvoiceRow, OrderRow};
use cabinet_protocol::supplier_documents::SupplierDocumentRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::{Connection, named_params};

const PUT_ORDER: &str = "
    INSERT INTO placed_order
        (id, number, command_key, draft, draft_name, placed_at_ms, placed_by, state, currency, total_minor, vat_minor,
         comment, onec_number, onec_date, payment_number, payment_date, shipment_number, shipment_date, own_number,
         delivery_way, delivery_kind, carrier, carrier_branch, delivery_address, ship_date, ship_together, due_date)
    VALUES
        (:id, :number, :command_key, :draft, :draft_name, :placed_at_ms, :placed_by, :state, :currency, :total_minor,
         :vat_minor, :comment, :onec_number, :onec_date, :payment_number, :payment_date, :shipment_number,
         :shipment_date, :own_number, :delivery_way, :delivery_kind, :carrier, :carrier_branch, :delivery_address,
         :ship_date, :ship_together, :due_date)";

const PUT_LINE: &str = "
    INSERT INTO order_line
        (order_id, ordinal, item, article, name, unit, quantity_milli, price_micro, sum_minor, vat, vat_minor,
         placed_quantity_milli, placed_price_micro, comment, parts, on_order_milli, service)
    VALUES
        (:order_id, :ordinal, :item, :article, :name, :unit, :quantity_milli, :price_micro, :sum_minor, :vat,
         :vat_minor, :placed_quantity_milli, :placed_price_micro, :comment, :parts,
         :on_order_milli, :service)";

const PUT_HISTORY: &str = "
    INSERT INTO order_history (order_id, ordinal, state, at_ms, who)
    VALUES (:order_id, :ordinal, :state, :at_ms, :who)";

const PUT_INVOICE: &str = "
    INSERT INTO invoice (id, order_id, number, is_preliminary, date, currency, total_minor, vat_minor, body)
    VALUES (:id, :order_id, :number, :is_preliminary, :date, :currency, :total_minor, :vat_minor, :body)";

const PUT_SUPPLIER_DOCUMENT: &str = "
    INSERT INTO supplier_document (id, order_id, date, body)
    VALUES (:id, :order_id, :date, :body)";

const PUT_TEXT: &str = "
    INSERT INTO document_text (id, text)
    VALUES (:id, :text)";

// Lines and history go with their order, the text with its document.
const REMOVE_ORDER: &str = "DELETE FROM placed_order WHERE id = :id";
const REMOVE_INVOICE: &str = "DELETE FROM invoice WHERE id = :id";

const REMOVE_SUPPLIER_DOCUMENT: &str = "DELETE FROM supplier_document WHERE id = :id";

const REMOVE_UNSTAGED_SUPPLIER_DOCUMENTS: &str = "
    DELETE FROM supplier_document
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'd:' || supplier_document.id)";

const REMOVE_UNSTAGED_ORDERS: &str = "
    DELETE FROM placed_order
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'o:' || placed_order.id)";

const REMOVE_UNSTAGED_INVOICES: &str = "
    DELETE FROM invoice
    WHERE NOT EXISTS (SELECT 1 FROM staged_row WHERE feed_id = :feed_id AND key = 'i:' || invoice.id)";

const PURGE: &str = "
    DELETE FROM act;
    DELETE FROM books;
    DELETE FROM owed_document;
    DELETE FROM supplier_document;
    DELETE FROM invoice;
    DELETE FROM placed_order;";

pub(crate) fn put(conn: &Connection, rows: &[RawRow<'_>]) -> Result<u64, LoadError> {
    put_each(
        rows,
        read,
        |row| remove(conn, row.key),
        |row| {
            if let Some(order) = &row.order {
                put_order(conn, order)?;
            } else if let Some(invoice) = &row.invoice {
                put_invoice(conn, invoice)?;
            } else if let Some(document) = &row.supplier_document {
                put_supplier_document(conn, document)?;
            } else if let Some(owed) = &row.owed {
                load_books::put_owed(conn, owed)?;
            } else if let Some(books) = &row.books {
                load_books::put_books(conn, books)?;
            } else if let Some(act) = &row.act {
                load_acts::put(conn, act)?;
            }
            Ok(())
        },
    )
}

/// A row of a kind that this build does not know has none of the documents: it is skipped, not refused.
fn read(raw: &RawRow<'_>) -> Result<DocumentRow, LoadError> {
    let row = DocumentRow::decode(raw.body).map_err(|error| LoadError::row(raw.key, error))?;
    let belongs = match (&row.order, &row.invoice, &row.supplier_document) {
        (Some(order), _, _) => raw.key.strip_prefix("o:") == Some(&order.id),
        (None, Some(invoice), _) => raw.key.strip_prefix("i:") == Some(&invoice.id),
        (None, None, Some(document)) => raw.key.strip_prefix("d:") == Some(&document.id),
        (None, None, None) => match (&row.owed, &row.books, &row.act) {
            (Some(owed), _, _) => raw.key.strip_prefix("m:") == Some(&owed.id),
            (None, Some(_), _) => raw.key == "b:",
            (None, None, Some(act)) => raw.key.strip_prefix("a:") == Some(&act.id),
            (None, None, None) => true,
        },
    };
    if !belongs {
        return Err(LoadError::row(raw.key, RowFault::WrongKey));
    }
    let states = row
        .order
        .iter()
        .flat_map(|order| std::iter::once(&order.state).chain(order.history.iter().map(|change| &change.state)));
    // Refused here, so that no list of orders meets a state that it cannot show.
    for state in states {
        if OrderState::from_code(state).is_none() {
            return Err(LoadError::row(raw.key, RowFault::OutOfRange { field: "state" }));
        }
    }
    Ok(row)
}

fn put_order(conn: &Connection, order: &OrderRow) -> Result<(), StoreError> {
    let delivery = order.delivery.clone().unwrap_or_default();
    conn.prepare_cached(PUT_ORDER)?.execute(named_params! {
        ":id": order.id,
        ":number": order.number,
        ":command_key": order.command_key,
        ":draft": order.draft,
        ":draft_name": order.draft_name,
        ":placed_at_ms": order.placed_at_ms,
        ":placed_by": order.placed_by,
        ":state": order.state,
        ":currency": order.currency,
        ":total_minor": order.total_minor,
        ":vat_minor": order.vat_minor,
        ":comment": order.comment,
        ":onec_number": order.onec_number,
        ":onec_date": order.onec_date,
        ":payment_number": order.payment_number,
        ":payment_date": order.payment_date,
        ":shipment_number": order.shipment_number,
        ":shipment_date": order.shipment_date,
        ":own_number": delivery.own_number,
        ":ship_together": delivery.ship_together,
        ":delivery_way": delivery.way,
        ":delivery_kind": delivery.kind,
        ":carrier": delivery.carrier,
        ":carrier_branch": delivery.branch,
        ":delivery_address": delivery.address,
        ":ship_date": delivery.date,
        ":due_date": order.due_date,
    })?;
    let mut put_line = conn.prepare_cached(PUT_LINE)?;
    // Numbered here, so that a number given twice cannot stop the page.
    for (line, ordinal) in order.lines.iter().zip(1_i64..) {
        put_line.execute(named_params! {
            ":order_id": order.id,
            ":ordinal": ordinal,
            ":item": line.item,
            ":article": line.article,
            ":name": line.name,
            ":unit": line.unit,
            ":quantity_milli": line.quantity_milli,
            ":price_micro": line.price_micro,
            ":sum_minor": line.sum_minor,
            ":vat": line.vat,
            ":vat_minor": line.vat_minor,
            ":placed_quantity_milli": line.placed_quantity_milli,
            ":placed_price_micro": line.placed_price_micro,
            ":comment": line.comment,
            ":on_order_milli": line.on_order_milli,
            ":parts": line.parts.as_ref().map(Message::encode_to_vec),
            ":service": line.service.as_ref().map(Message::encode_to_vec),
        })?;
    }
    let mut put_history = conn.prepare_cached(PUT_HISTORY)?;
    for (change, ordinal) in order.history.iter().zip(1_i64..) {
        put_history.execute(named_params! {
            ":order_id": order.id,
            ":ordinal": ordinal,
            ":state": change.state,
            ":at_ms": change.at_ms,
            ":who": change.who,
        })?;
    }
    Ok(())
}

fn put_invoice(conn: &Connection, invoice: &InvoiceRow) -> Result<(), StoreError> {
    conn.prepare_cached(PUT_INVOICE)?.execute(named_params! {
        ":id": invoice.id,
        ":order_id": invoice.order,
        ":number": invoice.number,
        ":is_preliminary": invoice.is_preliminary,
        ":date": invoice.date,
        ":currency": invoice.currency,
        ":total_minor": invoice.total_minor,
        ":vat_minor": invoice.vat_minor,
        ":body": invoice.encode_to_vec(),
    })?;
    Ok(())
}

fn put_supplier_document(conn: &Connection, document: &SupplierDocumentRow) -> Result<(), StoreError> {
    let mut kept = document.clone();
    let text = kept
        .file
        .as_mut()
        .map(|file| std::mem::take(&mut file.text))
        .unwrap_or_default();
    conn.prepare_cached(PUT_SUPPLIER_DOCUMENT)?.execute(named_params! {
        ":id": kept.id,
        ":order_id": kept.order,
        ":date": kept.date,
        ":body": kept.encode_to_vec(),
    })?;
    if !text.is_empty() {
        conn.prepare_cached(PUT_TEXT)?
            .execute(named_params! { ":id": kept.id, ":text": text })?;
    }
    Ok(())
}

pub(crate) fn remove(conn: &Connection, key: &str) -> Result<bool, StoreError> {
    let (sql, id) = match key.split_once(':') {
        Some(("o", id)) => (REMOVE_ORDER, id),
        Some(("i", id)) => (REMOVE_INVOICE, id),
        Some(("d", id)) => (REMOVE_SUPPLIER_DOCUMENT, id),
        Some(("a", id)) => return load_acts::remove(conn, id),
        Some(("m" | "b", _)) => return load_books::remove(conn, key),
        _ => return Ok(false),
    };
    Ok(conn.prepare_cached(sql)?.execute(named_params! { ":id": id })? > 0)
}

pub(crate) fn remove_unstaged(conn: &Connection, feed_id: i64) -> Result<(), StoreError> {
    conn.prepare_cached(REMOVE_UNSTAGED_ORDERS)?
        .execute(named_params! { ":feed_id": feed_id })?;
    conn.prepare_cached(REMOVE_UNSTAGED_INVOICES)?
        .execute(named_params! { ":feed_id": feed_id })?;
    conn.prepare_cached(REMOVE_UNSTAGED_SUPPLIER_DOCUMENTS)?
        .execute(named_params! { ":feed_id": feed_id })?;
    load_books::remove_unstaged(conn, feed_id)?;
    load_acts::remove_unstaged(conn, feed_id)?;
    Ok(())
}

pub(crate) fn purge(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(PURGE)?;
    paper_index::begin_anew(conn)
}
