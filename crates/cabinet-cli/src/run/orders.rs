//! `orders`.

use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::money;
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::orders;

/// Lists orders, with those that wait to be sent on top.
pub async fn orders(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let list = orders::list(cabinet, wanted).await?;
    Ok(Answer::new(&Items::of(&list, shapes::order), move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("number", Align::Left),
            ("1C", Align::Left),
            ("state", Align::Left),
            ("entity", Align::Left),
            ("lines", Align::Right),
            ("total", Align::Right),
            ("", Align::Left),
            ("why", Align::Left),
        ]);
        for order in &list {
            table.row(vec![
                order.id.clone(),
                order.number.clone(),
                order.onec_number.clone(),
                order.state.clone(),
                order.entity_name.clone(),
                order.lines.to_string(),
                money(order.total_minor),
                order.currency.clone(),
                order.why.clone(),
            ]);
        }
        table.write(out)
    }))
}
