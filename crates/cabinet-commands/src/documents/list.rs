//! `documents_list`.

use super::{DocumentSummary, supplier};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use cabinet_domain::access::Right;
use cabinet_domain::ids::OrderId;
use cabinet_domain::order::OrderState;
use std::collections::HashMap;

/// Documents of one legal entity or of all, newest first: papers that are printed here, and the supplier's own.
///
/// # Errors
/// `not_ready`.
pub async fn list(cabinet: &Cabinet, entity: Option<String>) -> Result<Vec<DocumentSummary>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| summaries(open, entity.as_deref()))
        .await
}

fn summaries(open: &Open, entity: Option<&str>) -> Result<Vec<DocumentSummary>, CommandError> {
    let mut list = Vec::new();
    for grant in open.grants_of(entity)? {
        if !grant.role.may(Right::SeeDocuments) {
            continue;
        }
        let documents = open.documents(&grant.entity)?;
        let orders = documents.orders(0, documents.count_orders()?)?;
        let orders: HashMap<OrderId, _> = orders.into_iter().map(|order| (order.id.clone(), order)).collect();
        list.extend(documents.invoices()?.into_iter().map(|invoice| {
            DocumentSummary {
                is_cancelled: orders
                    .get(&invoice.order)
                    .is_some_and(|order| order.state == OrderState::Cancelled),
                id: invoice.id.to_string(),
                kind: "invoice".to_owned(),
                is_suppliers: false,
                has_file: true,
                has_doubts: false,
                number: invoice.number,
                is_preliminary: invoice.is_preliminary,
                date: invoice.date,
                entity: grant.entity.to_string(),
                entity_name: grant.name.clone(),
                order_number: orders
                    .get(&invoice.order)
                    .map(|order| order.number.clone())
                    .unwrap_or_default(),
                order: invoice.order.to_string(),
                total_minor: Some(invoice.total_minor),
                currency: invoice.currency,
            }
        }));
        list.extend(documents.supplier_documents()?.into_iter().map(|row| {
            let order = OrderId::new(row.order.as_str());
            DocumentSummary {
                kind: supplier::kind(&row),
                id: row.id,
                is_suppliers: true,
                has_file: row.file.is_some(),
                has_doubts: !row.doubts.is_empty(),
                number: row.number,
                is_preliminary: false,
                is_cancelled: false,
                date: row.date,
                entity: grant.entity.to_string(),
                entity_name: grant.name.clone(),
                order_number: orders.get(&order).map(|order| order.number.clone()).unwrap_or_default(),
                order: row.order,
                total_minor: row.total_minor,
                currency: row.currency,
            }
        }));
    }
    // «УТ-9» comes before «УТ-10».
    list.sort_by(|a, b| {
        let by_number = (b.number.chars().count(), &b.number).cmp(&(a.number.chars().count(), &a.number));
        b.date.cmp(&a.date).then(by_number)
    });
    Ok(list)
}
