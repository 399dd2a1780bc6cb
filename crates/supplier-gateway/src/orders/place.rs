//! Check 2 and its effect: a command happens at most once, and an order stands whole or not at all.
//!
//! Everything here runs in one write transaction: the key, the rights, the comparison, the order, its holds, its rows
//! in feeds, and the verdict commit together. Two orders for the last piece are told apart by the order of commits.

use crate::access::tokens::Caller;
use crate::access::{entities, people, secrets};
use crate::orders::quote::quote;
use crate::orders::stored::{self, NewOrder};
use crate::orders::terms::{self, ComparedLine, LinesProblem, PriceList};
use crate::orders::{OrdersError, holds, numbers, publish, sums};
use crate::settings::Settings;
use crate::storage::{Row, StorageError, Tx, query_one};
use crate::{access::entities::Entity, catalogue};
use cabinet_domain::access::Right;
use cabinet_domain::ids::{ItemId, OrderId};
use cabinet_domain::money::{Currency, Money};
use cabinet_protocol::orders::{Command, CommandBody, CommandResult, PlaceOrder, RejectReason, Verdict};

const SELECT_COMMAND: &str = "
    SELECT person, fingerprint, verdict
    FROM command
    WHERE entity = $1
      AND command_key = $2";

const INSERT_COMMAND: &str = "
    INSERT INTO command (entity, command_key, person, device, fingerprint, verdict, done_at_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// The longest key of a command, in bytes; a UUID has 36.
const KEY_LIMIT: usize = 100;

/// Carries a command out, or repeats the verdict of the first time. Call it in a write transaction.
///
/// A verdict once stored is given again even to a person who has lost the right since: it tells what happened.
///
/// # Errors
/// [`OrdersError`]; nothing has then happened and the key is free.
pub fn carry_out(
    tx: &mut dyn Tx,
    settings: &Settings,
    caller: &Caller,
    command: &Command,
    now_ms: i64,
) -> Result<CommandResult, OrdersError> {
    let result = |is_replay, verdict| CommandResult {
        key: command.key.clone(),
        is_replay,
        verdict,
    };
    let fingerprint = fingerprint_of(command)?;
    let params = [command.entity.as_str().into(), command.key.as_str().into()];
    let earlier = query_one(tx, SELECT_COMMAND, &params, read_earlier)?;
    let is_own = earlier
        .as_ref()
        .is_some_and(|earlier| earlier.person == caller.person.as_str());
    if !is_own && !people::may(tx, &caller.person, &command.entity, Right::PlaceOrders)? {
        // Not stored: who has no right here leaves no trace under this entity's keys.
        return Ok(result(
            false,
            Verdict::Rejected {
                reason: RejectReason::Forbidden,
            },
        ));
    }
    if let Some(earlier) = earlier {
        if earlier.fingerprint != fingerprint {
            return Ok(result(false, Verdict::KeyReused));
        }
        let verdict = serde_json::from_str(&earlier.verdict).map_err(OrdersError::Verdict)?;
        return Ok(result(true, verdict));
    }
    if command.key.as_str().is_empty() || command.key.as_str().len() > KEY_LIMIT {
        return Ok(result(
            false,
            Verdict::Rejected {
                reason: RejectReason::Invalid,
            },
        ));
    }
    let CommandBody::Place(wanted) = &command.body;
    let verdict = place(tx, settings, caller, command, wanted, now_ms)?;
    let params = [
        command.entity.as_str().into(),
        command.key.as_str().into(),
        caller.person.as_str().into(),
        caller.device.as_str().into(),
        fingerprint.into(),
        serde_json::to_string(&verdict).map_err(OrdersError::Verdict)?.into(),
        now_ms.into(),
    ];
    tx.execute(INSERT_COMMAND, &params)?;
    Ok(result(false, verdict))
}

struct Earlier {
    person: String,
    fingerprint: Vec<u8>,
    verdict: String,
}

fn read_earlier(row: &dyn Row) -> Result<Earlier, StorageError> {
    Ok(Earlier {
        person: row.text("person")?,
        fingerprint: row.bytes("fingerprint")?,
        verdict: row.text("verdict")?,
    })
}

/// The hash of what the command wants. Structs serialise in one order, so equal commands give equal bytes.
fn fingerprint_of(command: &Command) -> Result<Vec<u8>, OrdersError> {
    let body = serde_json::to_vec(&(&command.entity, &command.body)).map_err(OrdersError::Verdict)?;
    Ok(blake3::hash(&body).as_bytes().to_vec())
}

fn place(
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
    let Some(entity) = entities::get(tx, &command.entity)? else {
        return rejected(RejectReason::Forbidden);
    };
    let Some(list) = terms::price_list(tx, &entity)? else {
        return rejected(RejectReason::NoPrices);
    };
    if holds::orders_held(tx, &entity.id, now_ms)? >= settings.orders.max_held_orders {
        return rejected(RejectReason::TooManyHolds);
    }
    let compared = terms::compare(tx, Some(&list), &wanted.lines, &settings.supplier.vat, now_ms)?;
    let judged = match judge(&entity, &list, &compared, now_ms) {
        Ok(judged) => judged,
        Err(problem) => return rejected(problem.reject()),
    };
    match judged {
        Judged::Changed(verdict) => Ok(verdict),
        Judged::Good(currency) => {
            let order = Accepted {
                caller,
                command,
                wanted,
                entity: &entity,
                list: &list,
                currency,
            };
            create(tx, settings, &order, &compared, now_ms)
        }
    }
}

/// What check 2 says of the lines as a whole.
enum Judged {
    /// Every line is as accepted or better.
    Good(Currency),
    /// At least one line is not; nothing is placed.
    Changed(Verdict),
}

fn judge(entity: &Entity, list: &PriceList, compared: &[ComparedLine], now_ms: i64) -> Result<Judged, LinesProblem> {
    let currency = terms::currency_of(compared)?;
    match currency {
        Some(currency) if compared.iter().all(|line| line.check.passes()) => {
            // The sum must fit before anything is written.
            terms::total(compared, currency, list.vat_on_top, ComparedLine::asked)?;
            Ok(Judged::Good(currency))
        }
        _ => Ok(Judged::Changed(Verdict::Changed {
            quote: quote(&entity.id, Some(list), compared, now_ms)?,
        })),
    }
}

/// A command whose lines all pass.
struct Accepted<'a> {
    caller: &'a Caller,
    command: &'a Command,
    wanted: &'a PlaceOrder,
    entity: &'a Entity,
    list: &'a PriceList,
    currency: Currency,
}

fn create(
    tx: &mut dyn Tx,
    settings: &Settings,
    accepted: &Accepted<'_>,
    compared: &[ComparedLine],
    now_ms: i64,
) -> Result<Verdict, OrdersError> {
    let id = OrderId::new(secrets::random_id()?);
    let number = numbers::next_number(tx, settings.orders.first_number)?;
    let mut total = Money::zero(accepted.currency);
    let mut vat = Money::zero(accepted.currency);
    let mut lines = Vec::with_capacity(compared.len());
    for line in compared {
        if let (Some(item), Some((price, currency))) = (&line.item, line.price()) {
            let on_top = accepted.list.vat_on_top;
            let sums = sums::line_sums(price, line.asked(), currency, line.rate, on_top)?;
            total = total.plus(sums.sum)?;
            vat = vat.plus(sums.vat)?;
            lines.push(stored::placed_line(lines.len(), item, line, price, sums));
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
        total,
        vat,
        comment: &accepted.wanted.comment,
        lines: &lines,
    };
    stored::insert(tx, &order, settings.orders.utc_offset_minutes, now_ms)?;
    let expires_at_ms = settings.orders.hold_until(now_ms);
    for line in compared {
        let parts = line.free.allocate(line.asked());
        holds::hold(tx, &id, &line.wanted.item, &parts, expires_at_ms)?;
    }
    let items: Vec<ItemId> = compared.iter().map(|line| line.wanted.item.clone()).collect();
    catalogue::republish_stock(tx, &items, now_ms)?;
    publish::publish(tx, settings, &id, now_ms)?;
    tracing::info!(order.number = number, order.lines = lines.len(), "An order was placed");
    Ok(Verdict::Placed {
        order: id,
        number: number.to_string(),
        total_minor: total.minor(),
        currency: accepted.currency.code().to_owned(),
    })
}
