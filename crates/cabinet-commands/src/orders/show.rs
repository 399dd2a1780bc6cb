//! `orders_show`.

use super::list::{of_command, of_order};
use super::pending::{find, order_of};
use super::{OrderLineView, OrderView, OrderedServiceView, StateView, standing};
use crate::cabinet::Cabinet;
use crate::delivery::{OrderDeliveryView, choice};
use crate::documents::shipments;
use crate::drafts::part_views;
use crate::error::{CommandError, ErrorCode};
use crate::open::{Open, sight};
use crate::pricing::Pricer;
use crate::reason::{Reason, Thing};
use cabinet_desk::{Grant, OutboxCommand};
use cabinet_domain::access::Right;
use cabinet_domain::fulfilment::fulfilment;
use cabinet_domain::ids::{ItemId, OrderId};
use cabinet_domain::money::{Currency, Money};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::{LineService, ServicePer};
use cabinet_mirror::{EntityMirror, Order};
use cabinet_pricing::service::PricedService;

/// What services are counted in, as the supplier's gateway has it.
const SERVICE_UNIT: &str = "шт";

/// A whole order, or a command of the outbox, by its id or by its number.
///
/// # Errors
/// `not_found`; `invalid` when several orders have the number.
pub async fn show(cabinet: &Cabinet, id: String) -> Result<OrderView, CommandError> {
    cabinet.ready()?.blocking(move |open| whole(open, &id)).await
}

/// The same within a blocking call.
///
/// # Errors
/// As [`show`].
pub(crate) fn whole(open: &Open, id: &str) -> Result<OrderView, CommandError> {
    let order_id = OrderId::new(id);
    for grant in open.grants()? {
        if !grant.role.may(Right::SeeDocuments) {
            continue;
        }
        let documents = open.documents(&grant.entity)?;
        if let Some(order) = documents.order(&order_id)? {
            return placed(open, &grant, &documents, order);
        }
    }
    match find(open, id) {
        Ok(command) => waiting(open, &command),
        Err(error) if error.code == ErrorCode::NotFound => match by_number(open, id)? {
            Some(order) => Ok(order),
            None => echo(open, id),
        },
        Err(error) => Err(error),
    }
}

fn by_number(open: &Open, number: &str) -> Result<Option<OrderView>, CommandError> {
    let mut found = None;
    for grant in open.grants()? {
        if !grant.role.may(Right::SeeDocuments) {
            continue;
        }
        let documents = open.documents(&grant.entity)?;
        for summary in documents.orders(0, documents.count_orders()?)? {
            if summary.number != number || number.is_empty() {
                continue;
            }
            if found.is_some() {
                return Err(Reason::SeveralOrders.into());
            }
            if let Some(order) = documents.order(&summary.id)? {
                found = Some(placed(open, &grant, &documents, order)?);
            }
        }
    }
    Ok(found)
}

pub(super) fn placed(
    open: &Open,
    grant: &Grant,
    documents: &EntityMirror,
    order: Order,
) -> Result<OrderView, CommandError> {
    let invoices = documents.invoices_of_order(&order.summary.id)?;
    let ruled = standing::applied_to(open, grant, documents, &order.summary.id)?;
    let summary = of_order(grant, &order);
    let (shipments, shipped) = shipments(open, grant, &order.summary.id)?;
    let ordered: Vec<_> = order
        .lines
        .iter()
        .map(|line| (line.item.clone(), Quantity::from_milli(line.quantity_milli)))
        .collect();
    let far = fulfilment(order.summary.state, &ordered, &shipped);
    let lines = order.lines.into_iter().zip(far).map(|(line, far)| OrderLineView {
        fulfilment: Some(far.into()),
        item: line.item.to_string(),
        article: line.article,
        name: line.name,
        unit: line.unit,
        quantity_milli: line.quantity_milli,
        placed_quantity_milli: line.placed_quantity_milli,
        price_micro: line.price_micro,
        placed_price_micro: line.placed_price_micro,
        sum_minor: line.sum_minor,
        comment: line.comment,
        parts: part_views(&line.parts, line.sum_minor),
        on_order_milli: line.on_order_milli,
        service: line.service.map(|service| OrderedServiceView {
            of_item: service.of_item.to_string(),
            pieces: service.pieces,
            length_mm: service.length_mm,
        }),
    });
    let history = order.history.into_iter().map(|change| StateView {
        state: change.state.code().to_owned(),
        at_ms: change.at_ms,
        who: change.who,
    });
    Ok(OrderView {
        summary,
        lines: lines.collect(),
        history: history.collect(),
        documents: invoices.iter().map(|invoice| invoice.id.to_string()).collect(),
        shipments,
        comment: order.summary.comment,
        delivery: OrderDeliveryView::of(order.delivery),
        onec_date: order.summary.onec_date,
        payment_number: order.summary.payment_number,
        payment_date: order.summary.payment_date,
        shipment_number: order.summary.shipment_number,
        shipment_date: order.summary.shipment_date,
        vat_minor: order.summary.vat_minor,
        ruled,
    })
}

/// A placed order whose row has not come back yet is asked for by the id or the number that its verdict gave.
fn echo(open: &Open, id: &str) -> Result<OrderView, CommandError> {
    for grant in open.grants()? {
        for command in super::open_commands(open, &grant.entity)? {
            let summary = of_command(open, &grant, &command)?;
            if summary.id == id || (!id.is_empty() && summary.number == id) {
                return waiting(open, &command);
            }
        }
    }
    Err(CommandError::not_found(Thing::Order))
}

pub(super) fn waiting(open: &Open, command: &OutboxCommand) -> Result<OrderView, CommandError> {
    let grant = open.grant(command.entity.as_str())?;
    let summary = of_command(open, &grant, command)?;
    let order = order_of(command)?;
    let goods = open.goods()?;
    let book = Pricer::of(open, &grant)?;
    let items: Vec<_> = order.lines.iter().map(|line| line.item.clone()).collect();
    let mut lines = Vec::with_capacity(order.lines.len());
    for (line, terms) in order.lines.iter().zip(goods.terms(&sight(&grant), &items)?) {
        let currency = line.currency.as_deref().and_then(Currency::from_code);
        let services = order.line_services.get(&line.item).map_or(&[][..], Vec::as_slice);
        let priced = book.accepted_services(&terms, line.quantity_milli, services);
        let brief = terms.brief.unwrap_or_else(|| unknown(line.item.clone()));
        let unit = brief.unit.clone();
        let price_micro = line.price_micro;
        let sum = price_micro
            .zip(currency)
            .and_then(|(price, currency)| book.sum(price, line.quantity_milli, currency, &brief.vat).ok());
        lines.push(OrderLineView {
            item: line.item.to_string(),
            article: brief.article,
            name: brief.name,
            unit: brief.unit,
            quantity_milli: line.quantity_milli,
            placed_quantity_milli: line.quantity_milli,
            price_micro,
            placed_price_micro: price_micro,
            sum_minor: sum.map(Money::minor),
            // How much of it will not be there is known when it is placed.
            on_order_milli: 0,
            parts: part_views(
                order.line_parts.get(&line.item).map(Vec::as_slice).unwrap_or_default(),
                sum.map(Money::minor),
            ),
            comment: order.line_comments.get(&line.item).cloned().unwrap_or_default(),
            fulfilment: None,
            service: None,
        });
        lines.extend(
            services
                .iter()
                .zip(&priced)
                .map(|(service, priced)| waiting_service(&line.item, &unit, service, priced)),
        );
    }
    let delivery = OrderDeliveryView {
        ship_together: order.ship_together.clone(),
        ..choice::words(&goods, &command.entity, &order.delivery, &order.own_number)?
    };
    let history = vec![StateView {
        state: "queued".to_owned(),
        at_ms: command.created_ms,
        who: summary.placed_by.clone(),
    }];
    Ok(OrderView {
        summary,
        lines,
        history,
        documents: Vec::new(),
        shipments: Vec::new(),
        comment: order.comment,
        delivery,
        onec_date: String::new(),
        payment_number: String::new(),
        payment_date: String::new(),
        shipment_number: String::new(),
        shipment_date: String::new(),
        vat_minor: None,
        ruled: standing::applied(open, &command.key)?,
    })
}

/// A service of a line that waits, as the order will have it; without figures where these are not known here.
fn waiting_service(goods: &ItemId, unit: &str, service: &LineService, priced: &PricedService<'_>) -> OrderLineView {
    let charge = priced.charge;
    let count_milli = charge.map_or(1000, |charge| charge.count.milli());
    let price_micro = charge.map(|charge| charge.price.micro());
    let is_by_unit = service
        .terms
        .as_ref()
        .is_some_and(|terms| terms.per == ServicePer::Unit)
        && !charge.is_some_and(|charge| charge.is_minimum);
    OrderLineView {
        item: goods.to_string(),
        article: String::new(),
        name: service.name.clone(),
        unit: if is_by_unit { unit } else { SERVICE_UNIT }.to_owned(),
        quantity_milli: count_milli,
        placed_quantity_milli: count_milli,
        price_micro,
        placed_price_micro: price_micro,
        sum_minor: charge.map(|charge| charge.sums.sum.minor()),
        on_order_milli: 0,
        parts: Vec::new(),
        comment: String::new(),
        fulfilment: None,
        service: Some(OrderedServiceView {
            of_item: goods.to_string(),
            pieces: service.pieces,
            length_mm: service.length_mm,
        }),
    }
}

/// An item that has left the mirror: only its id is known here.
fn unknown(item: ItemId) -> cabinet_mirror::ItemBrief {
    cabinet_mirror::ItemBrief {
        name: item.to_string(),
        item,
        article: String::new(),
        unit: String::new(),
        unit_code: String::new(),
        packs: Vec::new(),
        vat: String::new(),
        weight_g: None,
        volume_cm3: None,
        is_stale: true,
        group: None,
    }
}
