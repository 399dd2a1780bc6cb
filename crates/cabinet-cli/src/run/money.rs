//! `money`: what is owed by the supplier's books.

use crate::answer::Answer;
use crate::args::Money;
use crate::exit::Failure;
use crate::figures::money as sum;
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::money::{self, Level, MoneyRowView, OwedDocumentView};

/// The tree, with the documents when they are asked for.
pub async fn money(cabinet: &Cabinet, given: Money) -> Result<Answer, Failure> {
    let tree = money::tree(cabinet, given.entity).await?;
    let mut rows: Vec<(MoneyRowView, Vec<OwedDocumentView>)> = Vec::new();
    for row in tree.rows {
        let documents = if given.documents && row.level == Level::Contract {
            money::documents(cabinet, row.entity.clone(), row.contract.clone(), row.currency.clone()).await?
        } else {
            Vec::new()
        };
        rows.push((row, documents));
    }
    let (settled, untold) = (tree.settled, tree.untold);
    let shape = shapes::owed_tree(&tree.today, &rows, &settled, &untold, given.documents);
    Ok(Answer::new(&shape, move |out| {
        let mut table = Table::new(&[
            ("", Align::Left),
            ("total", Align::Right),
            ("paid", Align::Right),
            ("owed", Align::Right),
            ("overdue", Align::Right),
            ("days", Align::Right),
            ("", Align::Left),
        ]);
        for (row, documents) in &rows {
            let name = match row.level {
                Level::Group => "all".to_owned(),
                Level::Entity => format!("  {}", row.name),
                Level::Contract if row.contract.is_empty() => "    no contract named".to_owned(),
                Level::Contract => format!("    № {}", row.contract),
            };
            let sums = &row.sums;
            table.row(vec![
                name,
                sum(sums.total_minor),
                sum(sums.paid_minor),
                sum(sums.owed_minor),
                sum(sums.overdue_minor),
                days(sums.late_days),
                row.currency.clone(),
            ]);
            for one in documents {
                let overdue_minor = if one.late_days > 0 { one.owed_minor } else { 0 };
                table.row(vec![
                    format!("      {} {} {}", one.kind, one.number, one.date),
                    sum(one.total_minor),
                    sum(one.paid_minor),
                    sum(one.owed_minor),
                    sum(overdue_minor),
                    days(one.late_days),
                    one.due_date.clone(),
                ]);
            }
        }
        table.write(out)?;
        for one in &settled {
            writeln!(out, "{}: owes nothing", one.name)?;
        }
        for one in &untold {
            writeln!(out, "{}: the supplier told nothing of its debts", one.name)?;
        }
        Ok(())
    }))
}

fn days(late: i64) -> String {
    if late == 0 { String::new() } else { late.to_string() }
}
