//! `sync`.

use super::status::connection;
use crate::answer::Answer;
use crate::exit::Failure;
use crate::shapes;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::sync;

/// Sends what waits and fetches what is new.
pub async fn sync(cabinet: &Cabinet) -> Result<Answer, Failure> {
    let report = sync::now(cabinet).await?;
    let shape = shapes::report(&report);
    Ok(Answer::new(&shape, move |out| {
        writeln!(
            out,
            "{} rows changed, {} commands settled, {} ms",
            report.rows_changed, report.commands_done, report.duration_ms
        )?;
        connection(out, &report.status)
    }))
}
