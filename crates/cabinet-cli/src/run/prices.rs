//! `prices`: what an item cost over time.

use super::goods::item;
use super::priced_entity;
use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::{day, price};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::prices;

/// The prices of an item for a legal entity, by default the first whose prices the person may see.
pub async fn of_item(cabinet: &Cabinet, goods: &str, wanted: Option<String>) -> Result<Answer, Failure> {
    let entity = priced_entity(cabinet, wanted).await?;
    let item = item(cabinet, &entity, goods).await?;
    let seen = prices::of_item(cabinet, entity.clone(), item.clone()).await?;
    Ok(Answer::new(&shapes::prices(&item, &entity, &seen), move |out| {
        let mut table = Table::new(&[
            ("since (UTC)", Align::Left),
            ("list", Align::Right),
            ("", Align::Left),
            ("yours", Align::Right),
            ("", Align::Left),
        ]);
        for point in &seen.points {
            table.row(vec![
                day(point.at_ms),
                point.price_micro.map_or_else(|| "no price".to_owned(), price),
                point.currency.clone(),
                point.own_micro.map(price).unwrap_or_default(),
                point.own_currency.clone(),
            ]);
        }
        table.write(out)?;
        if !seen.points.is_empty() {
            writeln!(out, "yours: what you pay of that list price by the rules of today")?;
        }
        if let Some(since_ms) = seen.since_ms {
            writeln!(out, "watched by this computer since {}", day(since_ms))?;
        }
        Ok(())
    }))
}
