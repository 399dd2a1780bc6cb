//! `report`: what was bought, added up.

use crate::answer::Answer;
use crate::args::{ReportArgs, ReportByArg};
use crate::exit::Failure;
use crate::figures::{money, quantity};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::purchases::{self, PurchaseReport, ReportBy, ReportQuery, ReportRowView};
use serde_json::json;
use std::io::{self, Write};

/// Shows the report, or writes it into a file.
pub async fn report(cabinet: &Cabinet, args: ReportArgs) -> Result<Answer, Failure> {
    let query = ReportQuery {
        entity: args.entity,
        from: args.from,
        to: args.to,
        by: match args.by {
            ReportByArg::Month => ReportBy::Month,
            ReportByArg::Goods => ReportBy::Goods,
            ReportByArg::Entity => ReportBy::Entity,
            ReportByArg::Person => ReportBy::Person,
        },
        goods: args.goods,
        person: args.person,
    };
    if let Some(file) = args.out {
        let saved = purchases::export(cabinet, query, None, Some(file)).await?;
        let shape = json!({ "path": saved.path, "bytes": saved.bytes });
        return Ok(Answer::new(&shape, move |out| writeln!(out, "{}", saved.path)));
    }
    let report = purchases::report(cabinet, query).await?;
    Ok(Answer::new(&shapes::report(&report), move |out| write(out, &report)))
}

fn write(out: &mut dyn Write, report: &PurchaseReport) -> io::Result<()> {
    let mut table = Table::new(&[
        ("", Align::Left),
        ("quantity", Align::Right),
        ("unit", Align::Left),
        ("orders", Align::Right),
        ("total", Align::Right),
        ("", Align::Left),
    ]);
    for row in &report.rows {
        table.row(vec![
            name(row),
            row.quantity_milli.map(quantity).unwrap_or_default(),
            row.unit.clone(),
            row.orders.to_string(),
            money(row.total_minor),
            row.currency.clone(),
        ]);
    }
    table.write(out)?;
    for total in &report.totals {
        writeln!(out, "{} {} in {} orders", money(total.total_minor), total.currency, total.orders)?;
    }
    Ok(())
}

fn name(row: &ReportRowView) -> String {
    match (row.article.as_str(), row.name.as_str()) {
        ("", "") => row.key.clone(),
        ("", name) => name.to_owned(),
        (article, name) => format!("{article} {name}"),
    }
}
