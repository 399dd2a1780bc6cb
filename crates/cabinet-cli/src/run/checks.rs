//! `checkout`, and how a check is told to people.

use super::delivery::write_delivery;
use super::documents::absolute;
use super::draft_show::{misfit_words, write_unusual};
use super::services::made;
use crate::answer::Answer;
use crate::exit::{Failure, WORSE};
use crate::figures::{money, price, quantity};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::documents::{self, PaperForm, PaperRequest};
use cabinet_commands::drafts::{self, ServiceTermsView};
use cabinet_commands::orders::{self, ChangedLineView, CheckView, Decision, OrderRefusal, RuledLineView};
use cabinet_commands::profile::ContractView;
use serde_json::Value;
use std::io::{self, Write};
use std::path::PathBuf;

/// Compares a draft with the present; worse terms give their own exit code.
pub async fn checkout(cabinet: &Cabinet, draft: String, out: Option<PathBuf>) -> Result<Answer, Failure> {
    let check = orders::check(cabinet, draft.clone()).await?;
    let exit = if check.is_clean && check.refused.is_empty() {
        0
    } else {
        WORSE
    };
    let standing = drafts::show(cabinet, draft.clone()).await?;
    let mut shape = shapes::check(&check);
    let mut saved = None;
    if let Some(path) = out {
        let paper = PaperRequest::new(PaperForm::CheckSheet, draft);
        let file = documents::save(cabinet, paper, Some(absolute(&path)?)).await?;
        if let Value::Object(fields) = &mut shape {
            fields.insert("path".to_owned(), Value::from(file.path.clone()));
        }
        saved = Some(file.path);
    }
    Ok(Answer::new(&shape, move |out| {
        write_check(out, &check)?;
        write_unusual(out, &standing)?;
        match &saved {
            Some(path) => writeln!(out, "{path}"),
            None => Ok(()),
        }
    })
    .with_exit(exit))
}

/// Only the lines that changed, was and now.
pub fn write_check(out: &mut dyn Write, check: &CheckView) -> io::Result<()> {
    if !check.changed.is_empty() {
        let mut table = Table::new(&[
            ("article", Align::Left),
            ("name", Align::Left),
            ("asked", Align::Right),
            ("there", Align::Right),
            ("was", Align::Right),
            ("now", Align::Right),
            ("", Align::Left),
        ]);
        for line in &check.changed {
            table.row(vec![
                line.article.clone(),
                line.name.clone(),
                quantity(line.asked_milli),
                line.available_milli.map_or_else(|| "less".to_owned(), quantity),
                line.price_was_micro.map(price).unwrap_or_default(),
                line.price_now_micro.map(price).unwrap_or_default(),
                words(line),
            ]);
        }
        table.write(out)?;
        for line in &check.changed {
            write_ways_out(out, line)?;
        }
    }
    if let Some(contract) = &check.contract {
        write_contract(out, contract)?;
    }
    write_delivery(out, &check.delivery)?;
    write_gifts(out, check)?;
    let (was, now) = (money(check.total_was_minor), money(check.total_now_minor));
    let lines = check.lines_total;
    let verdict = match (check.is_clean, check.changed.len()) {
        (true, _) if check.refused.is_empty() => format!("{lines} lines, nothing got worse"),
        (true, _) => format!("{lines} lines, none got worse"),
        (false, changed) => format!("{changed} of {lines} lines changed"),
    };
    writeln!(out, "{verdict}; total {now} {} (was {was})", check.currency)?;
    write_refused(out, check)
}

/// Why the supplier would not take it, whatever its lines are.
fn write_refused(out: &mut dyn Write, check: &CheckView) -> io::Result<()> {
    let currency = &check.currency;
    for refusal in &check.refused {
        match refusal {
            OrderRefusal::BelowMinimum {
                least_minor,
                missing_minor,
            } => writeln!(
                out,
                "The supplier would refuse it: below the least sum of an order, {} {currency}; {} {currency} are missing.",
                money(*least_minor),
                money(*missing_minor)
            )?,
            OrderRefusal::OverLimit {
                over_minor,
                overdue_minor,
            } => writeln!(
                out,
                "The supplier would refuse it: {} {currency} beyond the credit limit, {} {currency} overdue; split it, or pay in advance (`draft prepaid`).",
                money(*over_minor),
                money(*overdue_minor)
            )?,
        }
    }
    Ok(())
}

/// What comes with the lines for nothing, and what does no more.
fn write_gifts(out: &mut dyn Write, check: &CheckView) -> io::Result<()> {
    for gift in &check.gifts {
        let (article, name, unit) = (&gift.article, &gift.name, &gift.unit);
        let given = quantity(gift.given_milli);
        if gift.given_milli < gift.asked_milli {
            let asked = quantity(gift.asked_milli);
            writeln!(out, "gift  {article} {name}: {given} {unit} of {asked} that were seen")?;
        } else {
            writeln!(out, "gift  {article} {name}: {given} {unit}")?;
        }
    }
    Ok(())
}

/// What rules took while nobody watched, line by line.
pub fn write_ruled(out: &mut dyn Write, ruled: &[RuledLineView]) -> io::Result<()> {
    if ruled.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&[
        ("by your rules", Align::Left),
        ("name", Align::Left),
        ("asked", Align::Right),
        ("there", Align::Right),
        ("was", Align::Right),
        ("now", Align::Right),
        ("", Align::Left),
    ]);
    for line in ruled {
        table.row(vec![
            line.article.clone(),
            line.name.clone(),
            quantity(line.asked_milli),
            line.available_milli.map_or_else(|| "less".to_owned(), quantity),
            line.price_was_micro.map(price).unwrap_or_default(),
            line.price_now_micro.map(price).unwrap_or_default(),
            match (&line.decision, &line.instead) {
                (_, Some(instead)) => format!("instead: {instead}"),
                (Decision::Keep, None) => "stayed in the draft".to_owned(),
                (Decision::OtherWarehouse { .. }, None) => "from several warehouses".to_owned(),
                _ => "taken".to_owned(),
            },
        ]);
    }
    table.write(out)
}

/// The terms that the order goes by.
pub fn write_contract(out: &mut dyn Write, contract: &ContractView) -> io::Result<()> {
    writeln!(out, "contract {}", contract.number)?;
    for (what, text) in [("payment", &contract.payment), ("delivery", &contract.delivery)] {
        if !text.is_empty() {
            writeln!(out, "{what}: {text}")?;
        }
    }
    Ok(())
}

/// What stands in for a line, when more of it comes, and what became of its services.
fn write_ways_out(out: &mut dyn Write, line: &ChangedLineView) -> io::Result<()> {
    for service in &line.services {
        let name = made(&service.name, service.pieces, service.length_mm);
        let costs = |terms: &Option<ServiceTermsView>| match terms {
            Some(terms) => format!("{} for {}", price(terms.price_micro), terms.per),
            None => "not offered".to_owned(),
        };
        let trouble = service.trouble.as_deref().unwrap_or_default();
        writeln!(
            out,
            "  {}: {name}: {} → {} {trouble}",
            line.article,
            costs(&service.was),
            costs(&service.now)
        )?;
    }
    for other in &line.analogues {
        let there = other
            .stock_milli
            .map(quantity)
            .or_else(|| other.stock_level.clone())
            .unwrap_or_else(|| "?".to_owned());
        writeln!(
            out,
            "  {} → {} {}, {there} {} at {} {}",
            line.article,
            other.article,
            other.name,
            other.unit,
            other.price_micro.map_or_else(|| "?".to_owned(), price),
            other.currency
        )?;
    }
    for place in &line.places {
        let asked = if place.asked_milli > 0 {
            format!(", {} wished from it", quantity(place.asked_milli))
        } else {
            String::new()
        };
        let there = place.free_milli.map_or_else(|| "?".to_owned(), quantity);
        writeln!(
            out,
            "  {}: {there} {} at {}{asked}",
            line.article, line.unit, place.name
        )?;
    }
    if let Some(moved) = line.moved_milli {
        writeln!(
            out,
            "  {}: {} {} from several warehouses",
            line.article,
            quantity(moved),
            line.unit
        )?;
    }
    for arrival in &line.arrivals {
        writeln!(
            out,
            "  {}: {} {} comes on {}",
            line.article,
            quantity(arrival.quantity_milli),
            line.unit,
            arrival.date
        )?;
    }
    Ok(())
}

fn words(line: &ChangedLineView) -> String {
    let misfit = line.misfit.as_deref();
    let misfit = misfit.map(|code| misfit_words(code, line.up_milli, line.asked_milli, &line.unit));
    let mut words: Vec<String> = [
        (line.is_gone, "gone"),
        (line.is_unpriced, "no price for you"),
        // Of a quantity that cannot be ordered the reason says more.
        (line.is_short && misfit.is_none(), "short"),
        (line.is_dearer, "dearer"),
        (line.is_cheaper, "cheaper"),
    ]
    .into_iter()
    .filter(|(is, _)| *is)
    .map(|(_, word)| word.to_owned())
    .collect();
    words.extend(misfit);
    words.join(", ")
}
