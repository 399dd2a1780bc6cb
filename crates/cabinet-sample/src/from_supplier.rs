//! The supplier's own documents in the sample: a waybill that is overdue, and the bill of an order that is to be paid in some days.

use crate::SampleError;
use crate::day::{DAY_MS, iso};
use crate::goods::Good;
use crate::papers::line;
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_protocol::rows::{OrderLineRow, OrderRow};
use cabinet_protocol::supplier_documents::{SupplierDocumentLineRow, SupplierDocumentRow};

/// When goods of the waybill left, before now, and when they were to be paid.
const SHIPPED_BEFORE_MS: i64 = 34 * DAY_MS;
const OVERDUE_FOR_MS: i64 = 6 * DAY_MS;
/// In how long the bill is to be paid.
const DUE_IN_MS: i64 = 5 * DAY_MS;

/// Both documents; `reserved` is the order that the bill is of.
pub(crate) fn documents(
    reserved: Option<&OrderRow>,
    shipped: &[&Good],
    now_ms: i64,
) -> Result<Vec<SupplierDocumentRow>, SampleError> {
    let lines = (1_u32..)
        .zip(shipped)
        .map(|(ordinal, good)| line(ordinal, good, false))
        .collect::<Result<Vec<_>, _>>()?;
    let shipped_at_ms = now_ms.saturating_sub(SHIPPED_BEFORE_MS);
    let waybill = SupplierDocumentRow {
        id: "sample-document-waybill".to_owned(),
        kind: DocumentKind::Shipment.code().to_owned(),
        number: "УТ-000768".to_owned(),
        date: iso(shipped_at_ms),
        came_at_ms: shipped_at_ms,
        due_date: iso(now_ms.saturating_sub(OVERDUE_FOR_MS)),
        ..of_lines(&lines)
    };
    let bill = reserved.map(|order| SupplierDocumentRow {
        id: "sample-document-bill".to_owned(),
        kind: DocumentKind::Bill.code().to_owned(),
        number: order.onec_number.clone(),
        date: order.onec_date.clone(),
        order: order.id.clone(),
        came_at_ms: order.placed_at_ms.saturating_add(DAY_MS),
        due_date: iso(now_ms.saturating_add(DUE_IN_MS)),
        ..of_lines(&order.lines)
    });
    Ok([waybill].into_iter().chain(bill).collect())
}

/// Goods and sums of a document.
fn of_lines(lines: &[OrderLineRow]) -> SupplierDocumentRow {
    SupplierDocumentRow {
        currency: "RUB".to_owned(),
        total_minor: Some(lines.iter().map(|line| line.sum_minor).sum()),
        vat_minor: Some(lines.iter().map(|line| line.vat_minor).sum()),
        lines: lines
            .iter()
            .map(|line| SupplierDocumentLineRow {
                item: line.item.clone(),
                article: line.article.clone(),
                name: line.name.clone(),
                unit: line.unit.clone(),
                quantity_milli: line.quantity_milli,
                sum_minor: Some(line.sum_minor),
            })
            .collect(),
        ..SupplierDocumentRow::default()
    }
}
