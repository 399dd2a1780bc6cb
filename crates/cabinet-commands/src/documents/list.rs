//! `documents_list`.

use super::DocumentSummary;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use cabinet_domain::access::Right;
use cabinet_domain::ids::OrderId;
use cabinet_domain::order::OrderState;
use std::collections::HashMap;

/// Documents of one legal entity or of all, newest first.
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
                total_minor: invoice.total_minor,
                currency: invoice.currency,
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
