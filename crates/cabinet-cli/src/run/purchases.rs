//! `purchases`: sums of orders by months, or what was bought of one item.

use super::entity;
use super::goods::item;
use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::{money, price, quantity};
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::purchases;

/// Sums of orders by months.
pub async fn by_month(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let months = purchases::by_month(cabinet, wanted).await?;
    Ok(Answer::new(&Items::of(&months, shapes::month), move |out| {
        let mut table = Table::new(&[
            ("month", Align::Left),
            ("orders", Align::Right),
            ("total", Align::Right),
            ("", Align::Left),
        ]);
        for month in &months {
            table.row(vec![
                month.month.clone(),
                month.orders.to_string(),
                money(month.total_minor),
                month.currency.clone(),
            ]);
        }
        table.write(out)
    }))
}

/// What was bought of an item.
pub async fn of_item(cabinet: &Cabinet, goods: &str, wanted: Option<String>) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted).await?;
    let item = item(cabinet, &entity, goods).await?;
    let bought = purchases::of_item(cabinet, entity.clone(), item.clone()).await?;
    Ok(Answer::new(&shapes::purchases(&item, &entity, &bought), move |out| {
        let mut table = Table::new(&[
            ("order", Align::Left),
            ("quantity", Align::Right),
            ("unit", Align::Left),
            ("price", Align::Right),
            ("", Align::Left),
        ]);
        for row in &bought.rows {
            table.row(vec![
                row.order_number.clone(),
                quantity(row.quantity_milli),
                row.unit.clone(),
                price(row.price_micro),
                row.currency.clone(),
            ]);
        }
        table.write(out)
    }))
}
