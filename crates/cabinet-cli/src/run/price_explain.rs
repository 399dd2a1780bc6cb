//! `price explain`: the chain from the list's price of an item to the one that is paid.

use super::goods::item;
use super::priced_entity;
use super::services::made;
use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::{money, price, quantity, typed};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::prices::{self, ChainStepView, ExplainRequest};

/// The chain of an item for a legal entity, by default the first whose prices the person may see.
pub async fn explain(
    cabinet: &Cabinet,
    goods: &str,
    wanted: Option<&str>,
    draft: Option<String>,
    entity: Option<String>,
) -> Result<Answer, Failure> {
    let quantity_milli = wanted.map(|text| typed(text, "--quantity")).transpose()?;
    let entity = priced_entity(cabinet, entity).await?;
    let item = item(cabinet, &entity, goods).await?;
    let request = ExplainRequest {
        entity: entity.clone(),
        item,
        quantity_milli,
        draft,
    };
    let view = prices::explain(cabinet, request).await?;
    Ok(Answer::new(&shapes::pricing::explained(&entity, &view), move |out| {
        let mut table = Table::new(&[("step", Align::Left), ("price", Align::Right), ("", Align::Left)]);
        let list = view.list_micro.map_or_else(|| "no price".to_owned(), price);
        table.row(vec!["price list".to_owned(), list, view.list_currency.clone()]);
        for step in &view.steps {
            table.row(vec![words(step), price(step.after_micro), step.currency.clone()]);
        }
        table.write(out)?;
        if let Some(sum) = view.sum_minor {
            let vat = match (view.vat.as_str(), view.vat_minor) {
                ("" | "none", _) | (_, None) => String::new(),
                (rate, Some(minor)) => format!(", of it VAT {rate} %: {}", money(minor)),
            };
            writeln!(
                out,
                "{} {}: {}{vat}",
                quantity(view.quantity_milli),
                view.unit,
                money(sum)
            )?;
        }
        for service in &view.services {
            let name = made(&service.name, service.pieces, service.length_mm);
            if let (Some(count), Some(each), Some(sum)) = (service.count_milli, service.price_micro, service.sum_minor)
            {
                writeln!(out, "{name}: {} × {} = {}", quantity(count), price(each), money(sum))?;
            }
        }
        for tier in &view.tiers {
            let counted = if tier.counts_variants { " of all variants" } else { "" };
            writeln!(
                out,
                "from {}{counted}: {}",
                quantity(tier.from_milli),
                price(tier.price_micro)
            )?;
        }
        if let Some(trouble) = &view.trouble {
            let offers: Vec<String> = [trouble.down_milli, trouble.up_milli]
                .into_iter()
                .flatten()
                .map(quantity)
                .collect();
            let way_out = if offers.is_empty() {
                String::new()
            } else {
                format!("; order {}", offers.join(" or "))
            };
            writeln!(out, "it cannot be ordered so ({}){way_out}", trouble.code)?;
        }
        Ok(())
    }))
}

fn words(step: &ChainStepView) -> String {
    let change = match (step.percent_milli, step.money_micro, step.rate_micro) {
        (Some(milli), _, _) => format!("{} %", quantity(milli)),
        (_, Some(micro), _) => price(micro),
        (_, _, Some(micro)) => format!("{} of {}", price(micro), step.rate_on),
        _ => String::new(),
    };
    let from = step
        .from_milli
        .map(|milli| format!("from {}", quantity(milli)))
        .unwrap_or_default();
    let together = step
        .together_milli
        .map(|milli| format!("all variants together {}", quantity(milli)))
        .unwrap_or_default();
    let parts = [step.kind.replace('_', " "), step.name.clone(), from, together, change];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(", ")
}
