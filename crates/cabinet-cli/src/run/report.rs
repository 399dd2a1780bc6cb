//! `report`: what was bought, added up.

use super::documents::absolute;
use crate::answer::Answer;
use crate::args::{ReportArgs, ReportByArg};
use crate::exit::Failure;
use crate::figures::{money, quantity};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::error::CommandError;
use cabinet_commands::purchases::{self, PurchaseReport, ReportBy, ReportQuery, ReportRowView};
use cabinet_commands::reason::Reason;
use cabinet_commands::settings;
use serde_json::json;
use std::io::{self, Write};

/// Shows the report, or writes it into a file; neither while prices are hidden.
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
    if settings::get(cabinet).await?.hides_prices {
        return Err(CommandError::from(Reason::PricesHidden).into());
    }
    if let Some(file) = args.out.as_deref().map(absolute).transpose()? {
        let saved = purchases::export(cabinet, query, None, Some(file)).await?;
        let shape = json!({ "path": saved.path, "bytes": saved.bytes });
        return Ok(Answer::new(&shape, move |out| writeln!(out, "{}", saved.path)));
    }
    let report = purchases::report(cabinet, query).await?;
    Ok(Answer::new(&shapes::purchase_report(&report), move |out| {
        write(out, &report)
    }))
}

fn write(out: &mut dyn Write, report: &PurchaseReport) -> io::Result<()> {
    let mut table = Table::new(&[
        ("", Align::Left),
        ("quantity", Align::Right),
        ("unit", Align::Left),
        ("orders", Align::Right),
        ("bought", Align::Right),
        ("returned", Align::Right),
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
            money(row.returned_minor),
            money(row.net_minor),
            row.currency.clone(),
        ]);
    }
    table.write(out)?;
    for total in &report.totals {
        write!(
            out,
            "{} {} in {} orders",
            money(total.total_minor),
            total.currency,
            total.orders
        )?;
        if total.returned_minor != 0 {
            let (returned, net) = (money(total.returned_minor), money(total.net_minor));
            write!(out, ", {returned} of it went back: {net}")?;
        }
        writeln!(out)?;
    }
    let left_out = &report.left_out;
    for (count, what) in [
        (left_out.cancelled_orders, "cancelled orders"),
        (left_out.dropped_lines, "lines that the supplier dropped"),
        (left_out.returns_without_sum, "documents of return that name no sum"),
    ] {
        if count > 0 {
            writeln!(out, "not in it: {count} {what}")?;
        }
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
