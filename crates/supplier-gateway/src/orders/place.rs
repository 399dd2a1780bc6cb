//! Check 2 and its effect: an order stands whole or not at all.
//!
//! Everything here runs in the command's write transaction (`commands`): the comparison, the order, its holds and its
//! rows in feeds commit together. Two orders for the last piece are told apart by the order of commits.

use crate::access::tokens::Caller;
use crate::access::{entities, secrets};
use crate::delivery::choice::{self, OrderDelivery, Resolved};
use crate::orders::quote::quote;
use crate::orders::stored::{self, NewOrder};
use crate::orders::terms::{self, Asked, Buyer, Compared, ComparedLine, LinesProblem, PriceList};
use crate::orders::{OrdersError, delivery, gifts, holds, numbers, parts, publish, services};
use crate::settings::Settings;
use crate::storage::Tx;
use crate::{access::entities::Entity, catalogue};
use cabinet_domain::ids::OrderId;
use cabinet_domain::money::{Currency, Money};
use cabinet_pricing::sums::line_sums;
use cabinet_protocol::commands::{Command, RejectReason, Verdict};
use cabinet_protocol::limits::OverLimit;
use cabinet_protocol::orders::{PlaceOrder, Quote};

/// Places the order of a command, or says why not. Call it in the command's write transaction.
///
/// # Errors
/// [`OrdersError`]; nothing has then happened.
pub(crate) fn place(
    tx: &mut dyn Tx,
    settings: &Settings,
    caller: &Caller,
    command: &Command,
    wanted: &PlaceOrder,
    now_ms: i64,
) -> Result<Verdict, OrdersError> {
    let rejected = |reason| Ok(Verdict::Rejected { reason });
    if let Err(problem) = terms::validate(&wanted.lines) {
        return rejected(problem.reject());
    }
    let parts_are_proper = parts::are_whole(&wanted.line_parts, &wanted.lines);
    let services_are_proper = services::are_proper(&wanted.line_services, &wanted.lines);
    if !(delivery::is_proper(wanted) && parts_are_proper && services_are_proper) {
        return rejected(RejectReason::Invalid);
    }
    let Some(entity) = entities::get(tx, &command.entity)? else {
        return rejected(RejectReason::Forbidden);
    };
    let buyer = terms::buyer(tx, settings, &entity)?;
    let Some(list) = &buyer.list else {
        return rejected(RejectReason::NoPrices);
    };
    if holds::orders_held(tx, &entity.id, now_ms)? >= settings.orders.max_held_orders {
        return rejected(RejectReason::TooManyHolds);
    }
    let compared = terms::compare(
        tx,
        &buyer,
        &Asked {
            lines: &wanted.lines,
            on_order: &wanted.on_order,
            gifts: &wanted.gifts,
            parts: &wanted.line_parts,
            services: &wanted.line_services,
        },
        settings,
        now_ms,
    )?;
    let mut delivery = choice::resolve(tx, settings, &entity.id, &wanted.delivery, now_ms)?;
    wanted.own_number.trim().clone_into(&mut delivery.words.own_number);
    wanted
        .ship_together
        .trim()
        .clone_into(&mut delivery.words.ship_together);
    let judged = match judge(&entity, &buyer, list, &compared, &delivery, now_ms) {
        Ok(judged) => judged,
        Err(problem) => return rejected(problem.reject()),
    };
    match judged {
        Judged::Changed(verdict) => Ok(verdict),
        Judged::Good(currency) => {
            let credit = match within_limits(settings, &buyer, list, &compared, currency, wanted) {
                Ok(credit) => credit,
                Err(reason) => return rejected(reason),
            };
            let order = Accepted {
                credit,
                caller,
                command,
                wanted,
                entity: &entity,
                list,
                contract_number: buyer.terms.contract_number(),
                currency,
                delivery: &delivery.words,
            };
            create(tx, settings, &order, &compared, now_ms)
        }
    }
}

/// What check 2 says of the lines as a whole.
enum Judged {
    /// Every line is as accepted or better, and can be delivered as chosen.
    Good(Currency),
    /// At least one line is not, or the delivery cannot be; nothing is placed.
    Changed(Verdict),
}

fn judge(
    entity: &Entity,
    buyer: &Buyer,
    list: &PriceList,
    compared: &Compared,
    delivery: &Resolved,
    now_ms: i64,
) -> Result<Judged, LinesProblem> {
    let currency = terms::currency_of(&compared.lines)?;
    match currency {
        Some(currency) if delivery.problems.is_empty() && compared.passes() => {
            // The sum must fit before anything is written.
            terms::total(&compared.lines, currency, list.vat_on_top, ComparedLine::asked)?;
            Ok(Judged::Good(currency))
        }
        _ => Ok(Judged::Changed(Verdict::Changed {
            quote: Quote {
                delivery: delivery.problems.clone(),
                ..quote(&entity.id, buyer, compared, now_ms)?
            },
        })),
    }
}

/// What the limits of the contract say of an order that may stand: words for whoever ships it, empty for none.
type CreditWords = &'static str;

const PREPAID: CreditWords = "Предоплата: отгрузить после оплаты.";
const HELD: CreditWords = "Кредитный лимит превышен или есть просрочка: отгрузить после оплаты.";

fn within_limits(
    settings: &Settings,
    buyer: &Buyer,
    list: &PriceList,
    compared: &Compared,
    currency: Currency,
    wanted: &PlaceOrder,
) -> Result<CreditWords, RejectReason> {
    let prepaid = if wanted.prepaid { PREPAID } else { "" };
    let Some(limits) = buyer
        .terms
        .contract
        .as_ref()
        .and_then(|contract| contract.limits.as_ref())
    else {
        return Ok(prepaid);
    };
    if limits.currency != currency.code() {
        return Ok(prepaid);
    }
    let total = terms::total(&compared.lines, currency, list.vat_on_top, ComparedLine::asked)
        .map_err(LinesProblem::reject)?
        .minor();
    if limits.min_order_minor.is_some_and(|least| total < least) {
        return Err(RejectReason::BelowMinimum);
    }
    let is_beyond = limits.credit.as_ref().is_some_and(|credit| credit.is_beyond(total));
    match settings.orders.over_limit {
        _ if wanted.prepaid || !is_beyond => Ok(prepaid),
        OverLimit::RefuseOrder => Err(RejectReason::OverLimit),
        OverLimit::HoldShipment => Ok(HELD),
        OverLimit::Allow | OverLimit::Unknown => Ok(""),
    }
}

/// The comment of the buyer behind what has to be known before it is shipped.
fn with_words(comment: &str, words: CreditWords) -> String {
    match (words.is_empty(), comment.is_empty()) {
        (true, _) => comment.to_owned(),
        (false, true) => words.to_owned(),
        (false, false) => format!("{words} {comment}"),
    }
}

/// A command whose lines all pass.
struct Accepted<'a> {
    credit: CreditWords,
    caller: &'a Caller,
    command: &'a Command,
    wanted: &'a PlaceOrder,
    entity: &'a Entity,
    list: &'a PriceList,
    contract_number: &'a str,
    currency: Currency,
    delivery: &'a OrderDelivery,
}

fn create(
    tx: &mut dyn Tx,
    settings: &Settings,
    accepted: &Accepted<'_>,
    compared: &Compared,
    now_ms: i64,
) -> Result<Verdict, OrdersError> {
    let id = OrderId::new(secrets::random_id()?);
    let number = numbers::next_number(tx, settings.orders.first_number)?;
    let mut total = Money::zero(accepted.currency);
    let mut vat = Money::zero(accepted.currency);
    let mut lines = Vec::with_capacity(compared.lines.len());
    for line in &compared.lines {
        if let (Some(item), Some((price, currency))) = (&line.item, line.price()) {
            let on_top = accepted.list.vat_on_top;
            let sums = line_sums(price, line.asked(), currency, line.rate, on_top)?;
            total = total.plus(sums.sum)?;
            vat = vat.plus(sums.vat)?;
            lines.push(stored::placed_line(lines.len(), item, line, price, sums));
            for service in &line.services {
                if let Some(made) = services::order_line(tx, lines.len(), item, service)? {
                    total = total.plus(Money::from_minor(made.sum_minor, currency))?;
                    vat = vat.plus(Money::from_minor(made.vat_minor, currency))?;
                    lines.push(made);
                }
            }
        }
    }
    for gift in compared.gifts.iter().filter(|gift| gift.given.is_positive()) {
        if let Some(item) = &gift.terms {
            lines.push(stored::gift_line(lines.len(), item, gift.given.milli(), gift.rate));
        }
    }
    let order = NewOrder {
        id: id.clone(),
        number,
        entity: accepted.entity,
        command_key: &accepted.command.key,
        draft: &accepted.wanted.draft,
        draft_name: &accepted.wanted.draft_name,
        caller: accepted.caller,
        vat_on_top: accepted.list.vat_on_top,
        contract_number: accepted.contract_number,
        total,
        vat,
        comment: &with_words(&accepted.wanted.comment, accepted.credit),
        lines: &lines,
        delivery: accepted.delivery,
        line_comments: &accepted.wanted.line_comments,
        line_parts: &parts::placed(&accepted.wanted.line_parts, &compared.lines),
    };
    stored::insert(tx, &order, settings.orders.utc_offset_minutes, now_ms)?;
    let expires_at_ms = settings.orders.hold_until(now_ms);
    let promised = gifts::promised(compared);
    for (item, (free, quantity)) in &promised {
        let parts = accepted.wanted.line_parts.get(item).map_or(&[][..], Vec::as_slice);
        holds::hold(tx, &id, item, &free.allocate_for(parts, *quantity), expires_at_ms)?;
    }
    catalogue::publish_held(tx, &gifts::held_items(compared), now_ms)?;
    publish::publish(tx, settings, &id, now_ms)?;
    tracing::info!(order.number = number, order.lines = lines.len(), "An order was placed");
    Ok(Verdict::Placed {
        order: id,
        number: number.to_string(),
        total_minor: total.minor(),
        currency: accepted.currency.code().to_owned(),
    })
}
