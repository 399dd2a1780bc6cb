//! `draft compare` and `draft split --by`.

use super::services::made;
use crate::answer::Answer;
use crate::args::SplitBy;
use crate::exit::Failure;
use crate::figures::{money, price, quantity};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::drafts::{self, CompareRow, CompareView, ComparedLine, ComparedSide, LineSource};
use cabinet_commands::error::ErrorCode;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Compares two drafts, or a draft with an order.
pub async fn compare(cabinet: &Cabinet, left: String, right: String) -> Result<Answer, Failure> {
    let (left, right) = (source(cabinet, left).await?, source(cabinet, right).await?);
    let view = drafts::compare(cabinet, left, right).await?;
    let shape = json!({
        "left": side(&view.left),
        "right": side(&view.right),
        "same_count": view.same,
        "rows": view.rows.iter().map(row).collect::<Value>(),
    });
    Ok(Answer::new(&shape, move |out| write(out, &view)))
}

/// A draft by its id, else an order by its id or number.
pub async fn source(cabinet: &Cabinet, id: String) -> Result<LineSource, Failure> {
    match drafts::show(cabinet, id.clone()).await {
        Ok(_) => Ok(LineSource::Draft { id }),
        Err(error) if error.code == ErrorCode::NotFound => Ok(LineSource::Order { id }),
        Err(error) => Err(error.into()),
    }
}

/// Splits a draft by what its lines say.
pub async fn split(cabinet: &Cabinet, draft: String, by: SplitBy) -> Result<Answer, Failure> {
    let by = match by {
        SplitBy::Label => drafts::SplitBy::Label,
        SplitBy::Date => drafts::SplitBy::Date,
        SplitBy::Warehouse => drafts::SplitBy::Warehouse,
    };
    let divided = drafts::divide(cabinet, draft, by).await?;
    let shape = json!({
        "kept": shapes::draft(&divided.kept),
        "made": divided.made.iter().map(shapes::draft).collect::<Value>(),
    });
    Ok(Answer::new(&shape, move |out| {
        divided
            .made
            .iter()
            .try_for_each(|draft| writeln!(out, "{}  {}", draft.id, draft.name))
    }))
}

fn side(side: &ComparedSide) -> Value {
    json!({
        "kind": side.kind,
        "id": side.id,
        "name": side.name,
        "entity_name": side.entity_name,
        "line_count": side.lines,
        "total": side.total_minor.map(money),
        "total_minor": side.total_minor,
        "currency": side.currency,
    })
}

fn row(row: &CompareRow) -> Value {
    json!({
        "id": row.item,
        "article": row.article,
        "name": row.name,
        "unit": row.unit,
        "what": what(row),
        "service": row.service.as_ref().map(|service| json!({
            "of_item": service.of_item,
            "pieces": service.pieces,
            "length_mm": service.length_mm,
        })),
        "left": row.left.as_ref().map(line),
        "right": row.right.as_ref().map(line),
    })
}

fn line(line: &ComparedLine) -> Value {
    json!({
        "quantity": quantity(line.quantity_milli),
        "quantity_milli": line.quantity_milli,
        "price": line.price_micro.map(price),
        "price_micro": line.price_micro,
        "currency": line.currency,
        "sum": line.sum_minor.map(money),
        "sum_minor": line.sum_minor,
    })
}

/// How it differs, in a word for scripts.
const fn what(row: &CompareRow) -> &'static str {
    match (&row.left, &row.right, row.is_other_quantity, row.is_other_price) {
        (Some(_), None, _, _) => "only_left",
        (None, _, _, _) => "only_right",
        (_, _, true, true) => "quantity_and_price",
        (_, _, true, false) => "quantity",
        (_, _, false, _) => "price",
    }
}

fn write(out: &mut dyn Write, view: &CompareView) -> io::Result<()> {
    let mut table = Table::new(&[
        ("article", Align::Left),
        ("name", Align::Left),
        ("", Align::Left),
        ("left", Align::Right),
        ("right", Align::Right),
        ("unit", Align::Left),
        ("price left", Align::Right),
        ("price right", Align::Right),
    ]);
    let amount = |line: &Option<ComparedLine>| line.as_ref().map(|line| quantity(line.quantity_milli));
    let costs = |line: &Option<ComparedLine>| line.as_ref().and_then(|line| line.price_micro).map(price);
    for row in &view.rows {
        table.row(vec![
            row.article.clone(),
            match &row.service {
                Some(service) => made(&row.name, service.pieces, service.length_mm),
                None => row.name.clone(),
            },
            what(row).replace('_', " "),
            amount(&row.left).unwrap_or_default(),
            amount(&row.right).unwrap_or_default(),
            row.unit.clone(),
            costs(&row.left).unwrap_or_default(),
            costs(&row.right).unwrap_or_default(),
        ]);
    }
    table.write(out)?;
    for (side, which) in [(&view.left, "left"), (&view.right, "right")] {
        let total = side.total_minor.map_or_else(|| "no prices".to_owned(), money);
        writeln!(out, "{which}: {}  {total} {}", side.name, side.currency)?;
    }
    writeln!(out, "{} lines are the same", view.same)
}
