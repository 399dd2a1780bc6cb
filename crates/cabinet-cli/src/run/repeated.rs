//! `repeated`: goods of a draft that somebody has ordered already.

use crate::answer::Answer;
use crate::exit::{Failure, WORSE};
use crate::figures::{day, quantity};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::orders::{self, RepeatedLine, RepeatedOrder};
use serde_json::{Value, json};

/// Looks for them; the exit code tells whether there are any.
pub async fn repeated(cabinet: &Cabinet, draft: String, days: u32) -> Result<Answer, Failure> {
    let found = orders::repeated(cabinet, draft, Some(days)).await?;
    let exit = if found.is_empty() { 0 } else { WORSE };
    let shape = json!({ "items": found.iter().map(order).collect::<Value>() });
    Ok(Answer::new(&shape, move |out| {
        if found.is_empty() {
            return writeln!(out, "Nothing of it was ordered in the last {days} days.");
        }
        let mut table = Table::new(&[
            ("order", Align::Left),
            ("on", Align::Left),
            ("by", Align::Left),
            ("article", Align::Left),
            ("name", Align::Left),
            ("ordered", Align::Right),
            ("asked", Align::Right),
            ("", Align::Left),
        ]);
        for order in &found {
            for line in &order.lines {
                table.row(vec![
                    if order.number.is_empty() {
                        "waits"
                    } else {
                        order.number.as_str()
                    }
                    .to_owned(),
                    day(order.at_ms),
                    order.who.clone(),
                    line.article.clone(),
                    line.name.clone(),
                    quantity(line.ordered_milli),
                    quantity(line.asked_milli),
                    line.unit.clone(),
                ]);
            }
        }
        table.write(out)
    })
    .with_exit(exit))
}

fn order(order: &RepeatedOrder) -> Value {
    json!({
        "id": order.order,
        "number": order.number,
        "at_ms": order.at_ms,
        "who": order.who,
        "is_own": order.is_own,
        "lines": order.lines.iter().map(line).collect::<Value>(),
    })
}

fn line(line: &RepeatedLine) -> Value {
    json!({
        "id": line.item,
        "article": line.article,
        "name": line.name,
        "unit": line.unit,
        "ordered": quantity(line.ordered_milli),
        "ordered_milli": line.ordered_milli,
        "asked": quantity(line.asked_milli),
        "asked_milli": line.asked_milli,
    })
}
