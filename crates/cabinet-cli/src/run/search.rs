//! `search`.

use super::priced_entity;
use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::{price, quantity};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::catalogue::{self, CatalogueQuery, ItemRowView};
use serde_json::{Value, json};

/// Stock as the supplier tells it: a number, a word, or nothing.
fn stock(row: &ItemRowView) -> String {
    let word = || row.stock_level.clone().unwrap_or_default();
    row.stock_milli.map_or_else(word, quantity)
}

/// Searches goods by article and name.
pub async fn search(cabinet: &Cabinet, query: String, wanted: Option<String>, limit: u32) -> Result<Answer, Failure> {
    let entity = priced_entity(cabinet, wanted).await?;
    let query = CatalogueQuery::of_text(entity.clone(), query);
    let page = catalogue::page(cabinet, query.clone(), 0, limit).await?;
    let total = if page.is_counted {
        page.total
    } else {
        catalogue::count(cabinet, query).await?.unwrap_or(page.total)
    };
    let shape = json!({
        "items": page.rows.iter().map(shapes::item).collect::<Value>(),
        "total": total,
        "reading": page.reading,
        "true_at_ms": page.true_at_ms,
        "entity": entity,
    });
    Ok(Answer::new(&shape, move |out| {
        if let Some(reading) = &page.reading {
            writeln!(out, "nothing as typed; this is what «{}» finds", reading.text)?;
        }
        let mut table = Table::new(&[
            ("article", Align::Left),
            ("name", Align::Left),
            ("price", Align::Right),
            ("", Align::Left),
            ("stock", Align::Right),
            ("unit", Align::Left),
        ]);
        for row in &page.rows {
            table.row(vec![
                row.article.clone(),
                row.name.clone(),
                row.price_micro.map(price).unwrap_or_default(),
                row.currency.clone(),
                stock(row),
                row.unit.clone(),
            ]);
        }
        table.write(out)?;
        writeln!(out, "{} of {}", page.rows.len(), total)
    }))
}
