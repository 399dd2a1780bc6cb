//! `orders_list`, and the same with every line.

use super::outcome::verdict;
use super::pending::{open_commands, order_of};
use super::show::{placed, waiting};
use super::{OrderSummary, OrderView, Why};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, price_type, sight};
use crate::pricing::{Pricer, Total};
use cabinet_desk::{CommandState, Grant, OutboxCommand};
use cabinet_domain::access::Right;
use cabinet_domain::money::Currency;
use cabinet_domain::order::OrderState;
use cabinet_mirror::{EntityMirror, Order};
use cabinet_protocol::commands::Verdict;
use cabinet_protocol::orders::PlaceOrder;

/// Orders of one legal entity or of all, newest first, the outbox on top.
///
/// # Errors
/// `not_ready`.
pub async fn list(cabinet: &Cabinet, entity: Option<String>) -> Result<Vec<OrderSummary>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| summaries(open, entity.as_deref()))
        .await
}

/// As [`list`], with lines, payment, shipment and history of each order.
///
/// # Errors
/// `not_ready`.
pub async fn list_whole(cabinet: &Cabinet, entity: Option<String>) -> Result<Vec<OrderView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let of_command = |_: &Grant, command: &OutboxCommand| waiting(open, command);
            let of_order =
                |grant: &Grant, documents: &EntityMirror, order: Order| placed(open, grant, documents, order);
            each(open, entity.as_deref(), of_command, of_order, |order| {
                order.summary.at_ms
            })
        })
        .await
}

fn summaries(open: &Open, entity: Option<&str>) -> Result<Vec<OrderSummary>, CommandError> {
    let of_command = |grant: &Grant, command: &OutboxCommand| of_command(open, grant, command);
    let of_order = |grant: &Grant, _: &EntityMirror, order: Order| Ok(of_order(grant, &order));
    each(open, entity, of_command, of_order, |order| order.at_ms)
}

fn each<T>(
    open: &Open,
    entity: Option<&str>,
    of_command: impl Fn(&Grant, &OutboxCommand) -> Result<T, CommandError>,
    of_order: impl Fn(&Grant, &EntityMirror, Order) -> Result<T, CommandError>,
    at_ms: impl Fn(&T) -> i64,
) -> Result<Vec<T>, CommandError> {
    let mut waiting = Vec::new();
    let mut placed = Vec::new();
    for grant in open.grants_of(entity)? {
        for command in open_commands(open, &grant.entity)? {
            waiting.push(of_command(&grant, &command)?);
        }
        if !grant.role.may(Right::SeeDocuments) {
            continue;
        }
        let documents = open.documents(&grant.entity)?;
        for summary in documents.orders(0, documents.count_orders()?)? {
            if let Some(order) = documents.order(&summary.id)? {
                placed.push(of_order(&grant, &documents, order)?);
            }
        }
    }
    waiting.sort_by_key(|order| std::cmp::Reverse(at_ms(order)));
    placed.sort_by_key(|order| std::cmp::Reverse(at_ms(order)));
    waiting.append(&mut placed);
    Ok(waiting)
}

/// An order that the gateway has.
pub(super) fn of_order(grant: &Grant, order: &Order) -> OrderSummary {
    let summary = &order.summary;
    let is_changed = order
        .lines
        .iter()
        .any(|line| line.quantity_milli != line.placed_quantity_milli || line.price_micro != line.placed_price_micro);
    // 1C keeps a line that it removed, with the quantity 0.
    let lines = order.lines.iter().filter(|line| line.quantity_milli != 0).count();
    OrderSummary {
        id: summary.id.to_string(),
        number: summary.number.clone(),
        onec_number: summary.onec_number.clone(),
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        draft_name: summary.draft_name.clone(),
        state: summary.state.code().to_owned(),
        why: None,
        at_ms: summary.placed_at_ms,
        placed_by: summary.placed_by.clone(),
        lines: u32::try_from(lines).unwrap_or(u32::MAX),
        total_minor: summary.total_minor,
        currency: summary.currency.clone(),
        is_changed_by_supplier: is_changed,
    }
}

/// A command of the outbox.
pub(super) fn of_command(open: &Open, grant: &Grant, command: &OutboxCommand) -> Result<OrderSummary, CommandError> {
    let order = order_of(command)?;
    let total = total(open, grant, &order)?;
    let mut summary = OrderSummary {
        id: command.key.to_string(),
        number: String::new(),
        onec_number: String::new(),
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        draft_name: order.draft_name.clone(),
        state: command_state(command.state).to_owned(),
        why: command.why.as_deref().map(Why::of),
        at_ms: command.created_ms,
        placed_by: open
            .desk
            .session()?
            .map(|session| session.person_name)
            .unwrap_or_default(),
        lines: u32::try_from(order.lines.len()).unwrap_or(u32::MAX),
        total_minor: total.minor(),
        currency: total.currency(),
        is_changed_by_supplier: false,
    };
    // Placed, and its row has not come back yet: shown as what the gateway said.
    if command.state == CommandState::Done
        && let Verdict::Placed {
            order,
            number,
            total_minor,
            currency,
        } = verdict(command)?
    {
        summary.id = order.to_string();
        summary.number = number;
        summary.total_minor = price_type(grant).map(|_| total_minor);
        summary.currency = currency;
    }
    Ok(summary)
}

/// The sum at the accepted prices; lines without one are not in it.
fn total(open: &Open, grant: &Grant, order: &PlaceOrder) -> Result<Total, CommandError> {
    let goods = open.goods()?;
    let book = Pricer::of(open, grant)?;
    let items: Vec<_> = order.lines.iter().map(|line| line.item.clone()).collect();
    let mut total = Total::default();
    for (line, terms) in order.lines.iter().zip(goods.terms(&sight(grant), &items)?) {
        let currency = line.currency.as_deref().and_then(Currency::from_code);
        let vat = terms.brief.as_ref().map_or("", |brief| brief.vat.as_str());
        if let (Some(price), Some(currency)) = (line.price_micro, currency)
            && let Ok(sum) = book.sum(price, line.quantity_milli, currency, vat)
        {
            total.add(sum);
        }
        let services = order.line_services.get(&line.item).map_or(&[][..], Vec::as_slice);
        for service in book.accepted_services(&terms, line.quantity_milli, services) {
            if let Some(charge) = service.charge {
                total.add(charge.sums.sum);
            }
        }
    }
    Ok(total)
}

/// The state of an order that is still a command of this device.
pub(crate) const fn command_state(state: CommandState) -> &'static str {
    match state {
        CommandState::Queued => OrderState::Queued.code(),
        CommandState::Sending | CommandState::Unknown => OrderState::Sent.code(),
        CommandState::NeedsUser => "needs_user",
        CommandState::Rejected => "rejected",
        CommandState::Parked => "parked",
        CommandState::Done => OrderState::Held.code(),
        CommandState::Cancelled => OrderState::Cancelled.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_domain::access::Role;
    use cabinet_domain::ids::{EntityId, ItemId, OrderId};
    use cabinet_domain::stock::StockMode;
    use cabinet_mirror::OrderLine;

    fn line(ordinal: u32, quantity_milli: i64) -> OrderLine {
        OrderLine {
            ordinal,
            item: ItemId::new(format!("item-{ordinal}")),
            article: String::new(),
            name: String::new(),
            unit: "шт".to_owned(),
            quantity_milli,
            price_micro: Some(1_000_000),
            sum_minor: Some(0),
            vat: String::new(),
            vat_minor: Some(0),
            placed_quantity_milli: 5_000,
            placed_price_micro: Some(1_000_000),
            comment: String::new(),
            parts: Vec::new(),
            on_order_milli: 0,
            service: None,
        }
    }

    #[test]
    fn lines_that_1c_removed_are_not_counted() {
        let grant = Grant {
            entity: EntityId::new("e"),
            name: String::new(),
            inn: String::new(),
            kpp: String::new(),
            edrpou: String::new(),
            role: Role::Buyer,
            price_type: None,
            assortment: "all".to_owned(),
            stock: StockMode::Exact,
            contract: None,
        };
        let order = Order {
            summary: cabinet_mirror::OrderSummary {
                id: OrderId::new("o"),
                number: "1".to_owned(),
                command_key: None,
                draft: None,
                draft_name: String::new(),
                placed_at_ms: 0,
                placed_by: String::new(),
                state: OrderState::Taken,
                currency: "RUB".to_owned(),
                total_minor: Some(0),
                vat_minor: Some(0),
                comment: String::new(),
                onec_number: String::new(),
                onec_date: String::new(),
                payment_number: String::new(),
                payment_date: String::new(),
                shipment_number: String::new(),
                shipment_date: String::new(),
                line_count: 3,
            },
            lines: vec![line(1, 5_000), line(2, 0), line(3, 1_000)],
            history: Vec::new(),
            delivery: cabinet_mirror::OrderDelivery::default(),
        };
        let shown = of_order(&grant, &order);
        assert_eq!((shown.lines, shown.is_changed_by_supplier), (2, true));
    }
}
