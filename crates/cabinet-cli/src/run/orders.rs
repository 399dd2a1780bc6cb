//! `orders` and `order show`.

use super::services::made;
use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::{money, price, quantity};
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use crate::why;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::orders::{self, FulfilmentView, OrderView};
use std::io::{self, Write};

/// Lists orders, with those that wait to be sent on top.
pub async fn orders(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let list = orders::list_whole(cabinet, wanted).await?;
    Ok(Answer::new(&Items::of(&list, shapes::order), move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("number", Align::Left),
            ("1C", Align::Left),
            ("state", Align::Left),
            ("entity", Align::Left),
            ("lines", Align::Right),
            ("total", Align::Right),
            ("", Align::Left),
            ("why", Align::Left),
        ]);
        for order in list.iter().map(|order| &order.summary) {
            table.row(vec![
                order.id.clone(),
                order.number.clone(),
                order.onec_number.clone(),
                order.state.clone(),
                order.entity_name.clone(),
                order.lines.to_string(),
                order.total_minor.map(money).unwrap_or_default(),
                order.currency.clone(),
                order.why.map(why::words).unwrap_or_default().to_owned(),
            ]);
        }
        table.write(out)
    }))
}

/// Shows an order with its lines.
pub async fn show(cabinet: &Cabinet, order: String) -> Result<Answer, Failure> {
    let view = orders::show(cabinet, order).await?;
    Ok(Answer::new(&shapes::whole_order(&view), move |out| {
        write_order(out, &view)
    }))
}

fn write_order(out: &mut dyn Write, view: &OrderView) -> io::Result<()> {
    let order = &view.summary;
    writeln!(
        out,
        "{}  {}  {}  {}",
        order.id, order.number, order.state, order.entity_name
    )?;
    for (what, number, date) in [
        ("1C", &order.onec_number, &view.onec_date),
        ("paid", &view.payment_number, &view.payment_date),
        ("shipped", &view.shipment_number, &view.shipment_date),
        ("way", &view.delivery.way, &String::new()),
        ("carrier", &view.delivery.carrier, &String::new()),
        ("branch", &view.delivery.branch, &String::new()),
        ("address", &view.delivery.address, &String::new()),
        ("date", &view.delivery.date, &String::new()),
        ("own number", &view.delivery.own_number, &String::new()),
        ("ship together", &view.delivery.ship_together, &String::new()),
        ("comment", &view.comment, &String::new()),
    ] {
        if !number.is_empty() {
            writeln!(out, "{what}  {number}  {date}")?;
        }
    }
    let mut table = Table::new(&[
        ("article", Align::Left),
        ("name", Align::Left),
        ("ordered", Align::Right),
        ("now", Align::Right),
        ("unit", Align::Left),
        ("price", Align::Right),
        ("sum", Align::Right),
        ("held", Align::Right),
        ("reserved", Align::Right),
        ("shipped", Align::Right),
        ("remaining", Align::Right),
    ]);
    for line in &view.lines {
        let far = |of: fn(FulfilmentView) -> i64| line.fulfilment.map(|view| quantity(of(view))).unwrap_or_default();
        table.row(vec![
            line.article.clone(),
            match &line.service {
                Some(service) => made(&line.name, service.pieces, service.length_mm),
                None => line.name.clone(),
            },
            quantity(line.placed_quantity_milli),
            quantity(line.quantity_milli),
            line.unit.clone(),
            line.price_micro.map(price).unwrap_or_default(),
            line.sum_minor.map(money).unwrap_or_default(),
            far(|view| view.held_milli),
            far(|view| view.reserved_milli),
            far(|view| view.shipped_milli),
            far(|view| view.remaining_milli),
        ]);
    }
    table.write(out)?;
    for shipment in &view.shipments {
        writeln!(
            out,
            "shipment  {}  {} of {}",
            shipment.id, shipment.number, shipment.date
        )?;
        for line in &shipment.lines {
            let article = if line.article.is_empty() {
                &line.name
            } else {
                &line.article
            };
            writeln!(out, "    {article}  {} {}", quantity(line.quantity_milli), line.unit)?;
        }
    }
    for line in view.lines.iter().filter(|line| !line.comment.is_empty()) {
        writeln!(out, "{}: {}", line.article, line.comment)?;
    }
    match order.total_minor {
        Some(minor) => writeln!(out, "total {} {}", money(minor), order.currency),
        None => writeln!(out, "without sums"),
    }
}
