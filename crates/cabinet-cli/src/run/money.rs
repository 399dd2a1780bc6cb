//! `money`: what is owed by the supplier's books.

use crate::answer::Answer;
use crate::args::Money;
use crate::exit::Failure;
use crate::figures::{day, money as sum};
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::money::{self, Level, MoneyRowView, OwedDocumentView, Verdict};
use serde_json::{Value, json};

/// The tree, with the documents when they are asked for.
pub async fn money(cabinet: &Cabinet, given: Money) -> Result<Answer, Failure> {
    if given.calendar {
        return calendar(cabinet, given.entity).await;
    }
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
    let (settled, untold, papers) = (tree.settled, tree.untold, tree.papers);
    let shape = shapes::owed_tree(&tree.today, &rows, (&settled, &untold, &papers), given.documents);
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
        for one in &papers {
            let left_out = if one.uncounted == 0 {
                String::new()
            } else {
                format!("; {} without a sum left out", one.uncounted)
            };
            let day = day(one.as_of_ms);
            writeln!(
                out,
                "{}: by the supplier's documents, the last of {day}{left_out}",
                one.name
            )?;
        }
        for one in &settled {
            writeln!(out, "{}: owes nothing", one.name)?;
        }
        for one in &untold {
            writeln!(out, "{}: the supplier told nothing of its debts", one.name)?;
        }
        Ok(())
    }))
}

/// What is to be paid on which day.
async fn calendar(cabinet: &Cabinet, entity: Option<String>) -> Result<Answer, Failure> {
    let days = money::calendar(cabinet, entity).await?;
    let items: Vec<Value> = days.iter().map(shapes::due_day).collect();
    Ok(Answer::new(&json!({ "items": items }), move |out| {
        let mut table = Table::new(&[
            ("day", Align::Left),
            ("in days", Align::Right),
            ("owed", Align::Right),
            ("", Align::Left),
            ("", Align::Left),
        ]);
        for day in &days {
            let owers = day
                .entities
                .iter()
                .map(|one| format!("{} {}", one.name, sum(one.owed_minor)));
            table.row(vec![
                day.date.clone(),
                day.in_days.to_string(),
                sum(day.owed_minor),
                day.currency.clone(),
                owers.collect::<Vec<_>>().join("; "),
            ]);
        }
        table.write(out)
    }))
}

/// Payments whose day is near or over.
pub async fn reminders(cabinet: &Cabinet, days_before: Option<u16>) -> Result<Answer, Failure> {
    let due = money::reminders(cabinet, days_before).await?;
    Ok(Answer::new(&Items::of(&due, shapes::reminder), move |out| {
        let mut table = Table::new(&[
            ("due", Align::Left),
            ("in days", Align::Right),
            ("entity", Align::Left),
            ("", Align::Left),
            ("number", Align::Left),
            ("owed", Align::Right),
            ("", Align::Left),
            ("", Align::Left),
        ]);
        for one in &due {
            table.row(vec![
                one.due_date.clone(),
                one.in_days.to_string(),
                one.entity_name.clone(),
                one.kind.clone(),
                one.number.clone(),
                sum(one.owed_minor),
                one.currency.clone(),
                if one.is_told { "told" } else { "" }.to_owned(),
            ]);
        }
        table.write(out)
    }))
}

/// How each legal entity would stand after a draft.
pub async fn what_if(cabinet: &Cabinet, draft: String) -> Result<Answer, Failure> {
    let views = money::what_if(cabinet, draft).await?;
    let items: Vec<Value> = views.iter().map(shapes::what_if).collect();
    Ok(Answer::new(&json!({ "items": items }), move |out| {
        let mut table = Table::new(&[
            ("entity", Align::Left),
            ("sum", Align::Right),
            ("left out", Align::Right),
            ("free", Align::Right),
            ("after", Align::Right),
            ("overdue", Align::Right),
            ("", Align::Left),
            ("", Align::Left),
        ]);
        for view in &views {
            let credit = view.credit.as_ref();
            let or_nothing = |minor: Option<i64>| minor.map(sum).unwrap_or_default();
            table.row(vec![
                view.name.clone(),
                or_nothing(view.total_minor),
                view.left_out.to_string(),
                or_nothing(credit.and_then(|credit| credit.free_minor)),
                or_nothing(credit.and_then(|credit| credit.after_minor)),
                or_nothing(credit.map(|credit| credit.overdue_minor)),
                view.currency.clone(),
                words(view.verdict).to_owned(),
            ]);
        }
        table.write(out)
    }))
}

const fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NothingToOrder => "can order none of it",
        Verdict::BelowMinimum => "below the least sum of an order",
        Verdict::Overdue => "has an overdue debt",
        Verdict::OverLimit => "beyond the credit limit",
        Verdict::Fits => "fits",
    }
}

fn days(late: i64) -> String {
    if late == 0 { String::new() } else { late.to_string() }
}
