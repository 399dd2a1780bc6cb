//! `order list` and `order show`: what dealers ordered and where it stands.

use crate::console::target::{Target, moment, write_json};
use crate::orders::OrdersError;
use crate::orders::document::OrderHead;
use crate::orders::on_order::{OnOrder, on_order};
use crate::orders::stored::{self, StoredOrder};
use crate::orders::sums::{price_text, sum_text};
use crate::state::OpenError;
use crate::storage::read;
use cabinet_domain::ids::OrderId;
use cabinet_domain::money::UnitPrice;
use cabinet_domain::quantity::Quantity;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Why a command about orders gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum OrderCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Orders could not be read.
    #[error(transparent)]
    Orders(#[from] OrdersError),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
    /// No such order.
    #[error("there is no order «{0}»; see `order list`")]
    UnknownOrder(String),
}

/// `order …`
#[derive(Debug, clap::Subcommand)]
pub enum OrderCommand {
    /// List orders.
    List(Target),
    /// Show one order with its lines and states.
    Show(OrderShow),
    /// List what was ordered without being there, by article, for whoever buys in.
    OnOrder(Target),
}

/// `order show`
#[derive(Debug, clap::Args)]
pub struct OrderShow {
    #[command(flatten)]
    target: Target,
    /// Number or id of the order.
    order: String,
}

/// Runs `order …`.
///
/// # Errors
/// [`OrderCommandError`].
pub fn order(command: &OrderCommand, out: &mut dyn Write) -> Result<(), OrderCommandError> {
    match command {
        OrderCommand::List(target) => list(target, out),
        OrderCommand::Show(show) => show_one(show, out),
        OrderCommand::OnOrder(target) => list_on_order(target, out),
    }
}

fn list(target: &Target, out: &mut dyn Write) -> Result<(), OrderCommandError> {
    let state = target.open()?;
    let heads = read(state.db.as_ref(), |tx| stored::list(tx))?;
    if target.json {
        let items: Vec<Value> = heads.iter().map(head_json).collect();
        return Ok(write_json(out, &items)?);
    }
    for head in &heads {
        writeln!(out, "{}", head_text(head))?;
    }
    Ok(())
}

fn list_on_order(target: &Target, out: &mut dyn Write) -> Result<(), OrderCommandError> {
    let state = target.open()?;
    let lines = read(state.db.as_ref(), |tx| on_order(tx))?;
    if target.json {
        let items: Vec<Value> = lines.iter().map(on_order_json).collect();
        return Ok(write_json(out, &items)?);
    }
    for line in &lines {
        writeln!(
            out,
            "{}  {}  {} {}  {} {}  {}",
            line.article,
            line.name,
            Quantity::from_milli(line.quantity_milli).to_decimal(),
            line.unit,
            line.number,
            line.entity_name,
            moment(line.placed_at_ms),
        )?;
    }
    Ok(())
}

fn on_order_json(line: &OnOrder) -> Value {
    json!({
        "number": line.number,
        "entity": line.entity,
        "entity_name": line.entity_name,
        "placed_at_ms": line.placed_at_ms,
        "item": line.item,
        "article": line.article,
        "name": line.name,
        "unit": line.unit,
        "quantity": Quantity::from_milli(line.quantity_milli).to_decimal(),
        "quantity_milli": line.quantity_milli,
    })
}

fn show_one(show: &OrderShow, out: &mut dyn Write) -> Result<(), OrderCommandError> {
    let state = show.target.open()?;
    let found = read(state.db.as_ref(), |tx| {
        let id = match show.order.parse::<i64>() {
            Ok(number) => stored::id_of_number(tx, number)?,
            Err(_) => Some(OrderId::from(show.order.as_str())),
        };
        match id {
            Some(id) => stored::load(tx, &id),
            None => Ok(None),
        }
    })?;
    let order = found.ok_or_else(|| OrderCommandError::UnknownOrder(show.order.clone()))?;
    if show.target.json {
        return Ok(write_json(out, &order_json(&order))?);
    }
    writeln!(out, "{}", head_text(&order.head))?;
    for line in &order.lines {
        writeln!(
            out,
            "  {}. {}  {}  {} {} × {} = {}",
            line.ordinal,
            line.article,
            line.name,
            Quantity::from_milli(line.quantity_milli).to_decimal(),
            line.unit,
            price_text(UnitPrice::from_micro(line.price_micro)),
            sum_text(line.sum_minor),
        )?;
    }
    for change in &order.history {
        writeln!(
            out,
            "  {}  {}  {}",
            moment(change.at_ms),
            change.state.code(),
            change.who
        )?;
    }
    Ok(())
}

fn head_text(head: &OrderHead) -> String {
    let onec = if head.onec.number.is_empty() {
        String::new()
    } else {
        format!("  1C № {}", head.onec.number)
    };
    let problem = if head.onec_problem.is_empty() {
        String::new()
    } else {
        format!("  not offered to 1C: {}", head.onec_problem)
    };
    format!(
        "{}  {}  {}  {}  {} {}{onec}{problem}",
        head.number,
        moment(head.placed_at_ms),
        head.state.code(),
        head.placed_by,
        sum_text(head.total.minor()),
        head.total.currency(),
    )
}

fn head_json(head: &OrderHead) -> Value {
    json!({
        "id": head.id,
        "number": head.number.to_string(),
        "entity": head.entity,
        "state": head.state.code(),
        "placed_by": head.placed_by,
        "placed_at_ms": head.placed_at_ms,
        "total_minor": head.total.minor(),
        "vat_minor": head.vat.minor(),
        "currency": head.total.currency().code(),
        "comment": head.comment,
        "contract_number": head.contract_number,
        "node": head.node,
        "taken_at_ms": head.taken_at_ms,
        "onec_problem": head.onec_problem,
        "onec_number": head.onec.number,
        "onec_date": head.onec.date,
        "payment_number": head.onec.payment_number,
        "shipment_number": head.onec.shipment_number,
    })
}

fn order_json(order: &StoredOrder) -> Value {
    let lines: Vec<Value> = order
        .lines
        .iter()
        .map(|line| {
            json!({
                "ordinal": line.ordinal,
                "item": line.item,
                "article": line.article,
                "name": line.name,
                "unit": line.unit,
                "quantity_milli": line.quantity_milli,
                "price_micro": line.price_micro,
                "sum_minor": line.sum_minor,
                "vat": line.vat,
                "vat_minor": line.vat_minor,
                "placed_quantity_milli": line.placed_quantity_milli,
                "on_order_milli": line.on_order_milli,
                "placed_price_micro": line.placed_price_micro,
            })
        })
        .collect();
    let history: Vec<Value> = order
        .history
        .iter()
        .map(|change| json!({ "state": change.state.code(), "at_ms": change.at_ms, "who": change.who }))
        .collect();
    let mut value = head_json(&order.head);
    if let Value::Object(fields) = &mut value {
        fields.insert("lines".to_owned(), lines.into());
        fields.insert("ship_together".to_owned(), order.delivery.ship_together.clone().into());
        fields.insert("history".to_owned(), history.into());
        fields.insert(
            "invoice".to_owned(),
            json!({ "id": order.invoice.id, "number": order.invoice.number }),
        );
    }
    value
}
