//! `people`.

use super::entity;
use crate::answer::Answer;
use crate::exit::Failure;
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::profile;

/// Lists who works for a legal entity.
pub async fn people(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted).await?;
    let list = profile::people(cabinet, entity).await?;
    Ok(Answer::new(&Items::of(&list, shapes::person), move |out| {
        let mut table = Table::new(&[("id", Align::Left), ("name", Align::Left), ("role", Align::Left)]);
        for person in &list {
            table.row(vec![person.id.clone(), person.name.clone(), person.role.clone()]);
        }
        table.write(out)
    }))
}
