//! `checkout`, and how a check is told to people.

use super::delivery::write_delivery;
use crate::answer::Answer;
use crate::exit::{Failure, WORSE};
use crate::figures::{money, price, quantity};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::orders::{self, ChangedLineView, CheckView};
use cabinet_commands::profile::ContractView;
use std::io::{self, Write};

/// Compares a draft with the present; worse terms give their own exit code.
pub async fn checkout(cabinet: &Cabinet, draft: String) -> Result<Answer, Failure> {
    let check = orders::check(cabinet, draft).await?;
    let exit = if check.is_clean { 0 } else { WORSE };
    Ok(Answer::new(&shapes::check(&check), move |out| write_check(out, &check)).with_exit(exit))
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
    }
    if let Some(contract) = &check.contract {
        write_contract(out, contract)?;
    }
    write_delivery(out, &check.delivery)?;
    let (was, now) = (money(check.total_was_minor), money(check.total_now_minor));
    if check.is_clean {
        writeln!(
            out,
            "{} lines, nothing got worse; total {now} {} (was {was})",
            check.lines_total, check.currency
        )
    } else {
        writeln!(
            out,
            "{} of {} lines changed; total {now} {} (was {was})",
            check.changed.len(),
            check.lines_total,
            check.currency
        )
    }
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

fn words(line: &ChangedLineView) -> String {
    [
        (line.is_gone, "gone"),
        (line.is_unpriced, "no price for you"),
        (line.is_short, "short"),
        (line.is_dearer, "dearer"),
        (line.is_cheaper, "cheaper"),
    ]
    .into_iter()
    .filter_map(|(is, word)| is.then_some(word))
    .collect::<Vec<_>>()
    .join(", ")
}
