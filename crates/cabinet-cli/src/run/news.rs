//! `news`.

use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::day;
use crate::shapes;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::news;
use serde_json::json;

/// News of the supplier, whole; marks none as read.
pub async fn list(cabinet: &Cabinet) -> Result<Answer, Failure> {
    let list = news::list(cabinet).await?;
    let shape = json!({
        "items": list.rows.iter().map(shapes::news).collect::<serde_json::Value>(),
        "unread": list.unread,
    });
    Ok(Answer::new(&shape, move |out| {
        for row in &list.rows {
            let mark = if row.is_read { "" } else { "  new" };
            writeln!(out, "{}{mark}  {}  {}", day(row.at_ms), row.title, row.entity_name)?;
            writeln!(out, "{}\n", row.text)?;
        }
        writeln!(out, "{} of {} not read", list.unread, list.rows.len())
    }))
}
