//! Orders on their way to 1C, as documents that no stock configuration stumbles over (domain facts, 1.7).
//!
//! One bad order stops 1C's whole batch, so each is looked at before it is offered; a bad one is left out, named in the
//! log and in `order list`, and the others go.

use crate::access::entities::{self, Entity};
use crate::orders::OrdersError;
use crate::orders::delivery::comment_of;
use crate::orders::delivery_to_1c;
use crate::orders::document::StoredLine;
use crate::orders::local_time::LocalTime;
use crate::orders::parts::{self, Piece};
use crate::orders::services;
use crate::orders::stored::{self, StoredOrder};
use crate::orders::sums::{price_text, sum_text};
use crate::settings::Settings;
use crate::storage::{StorageError, Tx, query_all};
use cabinet_domain::ids::OrderId;
use cabinet_domain::money::{MoneyError, UnitPrice};
use cabinet_domain::quantity::Quantity;
use commerceml::model::{Counterparty, Document, DocumentLine, LineTax, Unit};

/// The most characters of a comment that 1C takes.
const COMMENT_LIMIT: usize = 3000;

/// ОКЕИ of a piece, for goods whose export named no unit: 1C touches the code without asking whether it is there.
const PIECE: &str = "796";

const BIND_TO_NODE: &str = "
    UPDATE orders
    SET node = $1
    WHERE node IS NULL
      AND taken_at_ms IS NULL";

const SELECT_PENDING: &str = "
    SELECT id
    FROM orders
    WHERE node = $1
      AND taken_at_ms IS NULL
      AND is_cancelled = 0
    ORDER BY number";

const SET_PROBLEM: &str = "
    UPDATE orders
    SET onec_problem = $2
    WHERE id = $1
      AND onec_problem <> $2";

const SET_TAKEN: &str = "
    UPDATE orders
    SET taken_at_ms = $2
    WHERE id = $1
      AND taken_at_ms IS NULL";

/// What makes an order unfit for 1C.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Unfit {
    #[error("it has no lines to order")]
    NoLines,
    #[error("its legal entity has no name")]
    NoBuyer,
}

/// The orders that a node's 1C has not confirmed, oldest first. Call it in a write transaction: orders that belong to
/// no node become the asking one's.
///
/// # Errors
/// [`OrdersError`]; an order unfit for 1C is left out and reported, not an error.
pub fn pending_for_1c(
    tx: &mut dyn Tx,
    settings: &Settings,
    node: &str,
) -> Result<Vec<(OrderId, Document)>, OrdersError> {
    tx.execute(BIND_TO_NODE, &[node.into()])?;
    let ids = query_all(tx, SELECT_PENDING, &[node.into()], |row| {
        Ok(OrderId::new(row.text("id")?))
    })?;
    let mut pending = Vec::with_capacity(ids.len());
    for id in ids {
        let order = stored::load(tx, &id)?.ok_or(StorageError::UnexpectedType("orders"))?;
        let buyer = entities::get(tx, &order.head.entity)?.ok_or(StorageError::UnexpectedType("entity"))?;
        let problem = match fit(&order, &buyer) {
            Ok(()) => {
                pending.push((id.clone(), document(&order, &buyer, settings)?));
                String::new()
            }
            Err(unfit) => {
                tracing::error!(
                    order.number = order.head.number,
                    "An order is not offered to 1C: {unfit}"
                );
                unfit.to_string()
            }
        };
        tx.execute(SET_PROBLEM, &[id.as_str().into(), problem.into()])?;
    }
    Ok(pending)
}

/// Marks orders as taken by 1C: exactly those of the answer that it confirmed.
///
/// # Errors
/// [`OrdersError`].
pub fn acknowledge(tx: &mut dyn Tx, orders: &[OrderId], now_ms: i64) -> Result<(), OrdersError> {
    for order in orders {
        tx.execute(SET_TAKEN, &[order.as_str().into(), now_ms.into()])?;
    }
    Ok(())
}

fn fit(order: &StoredOrder, buyer: &Entity) -> Result<(), Unfit> {
    if !order.lines.iter().any(|line| line.quantity_milli > 0) {
        return Err(Unfit::NoLines);
    }
    if plain(&buyer.name).is_empty() {
        return Err(Unfit::NoBuyer);
    }
    Ok(())
}

fn document(order: &StoredOrder, buyer: &Entity, settings: &Settings) -> Result<Document, MoneyError> {
    let head = &order.head;
    let placed = LocalTime::at(head.placed_at_ms, settings.orders.utc_offset_minutes);
    let currency = head.total.currency();
    let iso = currency.code();
    let mut requisites = vec![("Статус заказа".to_owned(), settings.orders.new_status.clone())];
    if head.onec.is_cancelled {
        requisites.push(("Отменен".to_owned(), "true".to_owned()));
    }
    requisites.extend(plain_pairs(delivery_to_1c::requisites(&order.delivery)));
    if let Some(warehouse) = parts::only_warehouse(&order.line_parts, &order.lines) {
        requisites.extend(plain_pairs(vec![("Склад".to_owned(), warehouse)]));
    }
    let mut lines = Vec::with_capacity(order.lines.len());
    for line in order.lines.iter().filter(|line| line.quantity_milli > 0) {
        lines.extend(document_lines(order, line)?);
    }
    Ok(Document {
        id: head.id.to_string(),
        number: head.number.to_string(),
        date: placed.iso_date(),
        time: placed.time(),
        operation: "Заказ товара".to_owned(),
        role: "Продавец".to_owned(),
        currency: settings
            .orders
            .currency_names
            .get(iso)
            .map_or_else(|| iso.to_owned(), Clone::clone),
        rate: "1".to_owned(),
        total: sum_text(head.total.minor()),
        comment: plain(&delivery_to_1c::comment(
            &head.comment,
            &order.delivery,
            &order.lines,
            &order.line_comments,
            &order.line_parts,
            COMMENT_LIMIT,
        )),
        counterparties: vec![counterparty(buyer)],
        lines,
        requisites,
        ..Document::default()
    })
}

/// A line that the buyer divided, or that was not all there, goes as several of the same goods; when 1C returns them, they join to one again.
fn document_lines(order: &StoredOrder, line: &StoredLine) -> Result<Vec<DocumentLine>, MoneyError> {
    let on_top = order.head.vat_on_top;
    let of_service = services::words(line, &order.lines);
    let comment = match &line.service {
        Some(_) => of_service.as_str(),
        None => comment_of(&order.line_comments, line),
    };
    let pieces = parts::pieces(&order.line_parts, line);
    let amounts: Vec<i64> = pieces.iter().map(|piece| piece.part.quantity_milli).collect();
    let lines = parts::divided(line, &amounts)?;
    let of_pieces = lines.iter().zip(&pieces);
    Ok(of_pieces
        .map(|(line, piece)| document_line(line, comment, piece, on_top))
        .collect())
}

/// 1C tells a company by ОфициальноеНаименование and a person by ПолноеНаименование alone; a Ukrainian code travels
/// both as ОКПО (BAS УТ, ERP) and as ЕДРПОУ (УНФ).
fn counterparty(buyer: &Entity) -> Counterparty {
    let name = plain(&buyer.name);
    let (official_name, full_name) = if buyer.codes.is_natural_person() {
        (String::new(), name.clone())
    } else {
        (name.clone(), String::new())
    };
    let contacts = if buyer.phone.is_empty() {
        Vec::new()
    } else {
        vec![("Телефон рабочий".to_owned(), plain(&buyer.phone))]
    };
    Counterparty {
        id: buyer.id.to_string(),
        name,
        role: "Покупатель".to_owned(),
        official_name,
        full_name,
        inn: buyer.codes.inn.clone(),
        kpp: buyer.codes.kpp.clone(),
        okpo: buyer.codes.edrpou.clone(),
        edrpou: buyer.codes.edrpou.clone(),
        address: plain(&buyer.address),
        contacts,
    }
}

fn document_line(line: &StoredLine, comment: &str, piece: &Piece, vat_on_top: bool) -> DocumentLine {
    // Сумма is what the price says; a tax on top of it stands in Налоги alone.
    let sum_minor = if vat_on_top {
        line.sum_minor.saturating_sub(line.vat_minor)
    } else {
        line.sum_minor
    };
    // Of VAT that nobody has told, nothing is said: «Без НДС» would be a statement.
    let rate = match line.vat.as_str() {
        "" => None,
        "none" => Some("Без НДС".to_owned()),
        percent => Some(percent.to_owned()),
    };
    let mut requisites = vec![("ТипНоменклатуры".to_owned(), line.product_type.clone())];
    requisites.extend(plain_pairs(delivery_to_1c::line_requisites(comment, piece)));
    DocumentLine {
        id: line.item.to_string(),
        article: plain(&line.article),
        name: plain(&line.name),
        unit: Some(Unit {
            code: if line.unit_code.is_empty() {
                PIECE.to_owned()
            } else {
                line.unit_code.clone()
            },
            name: plain(&line.unit),
            full_name: plain(&line.unit),
            ..Unit::default()
        }),
        price: price_text(UnitPrice::from_micro(line.price_micro)),
        quantity: Quantity::from_milli(line.quantity_milli).to_decimal(),
        sum: sum_text(sum_minor),
        factor: "1".to_owned(),
        taxes: rate
            .into_iter()
            .map(|rate| LineTax {
                name: "НДС".to_owned(),
                rate,
                is_included: Some(!vat_on_top),
                sum: sum_text(line.vat_minor),
            })
            .collect(),
        discounts: Vec::new(),
        requisites,
    }
}

fn plain_pairs(pairs: Vec<(String, String)>) -> impl Iterator<Item = (String, String)> {
    pairs.into_iter().map(|(name, value)| (name, plain(&value)))
}

/// Text without the control characters that XML forbids; line ends stay.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_plain() {
        assert_eq!(plain("до\u{0}став\u{7}ка\nзавтра"), "доставка\nзавтра");
    }
}
