//! `demo`: the built-in sample supplier, without a network.

use super::{directory, options};
use crate::answer::Answer;
use crate::args::Global;
use crate::exit::Failure;
use crate::shapes;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::{profile, sample};
use serde_json::{Value, json};

/// Makes the sample beside the profile, or freshens the one that is there. The profile itself is not touched.
pub async fn demo(global: &Global, remove: bool) -> Result<Answer, Failure> {
    let profile = directory(global)?;
    if sample::is_sample(&profile) {
        let words = "this directory is a sample itself; name the profile that it stands beside";
        return Err(CommandError::new(ErrorCode::Invalid, words).into());
    }
    let place = sample::directory(&profile)?.display().to_string();
    if remove {
        sample::remove(&profile).await?;
        return Ok(Answer::new(&json!({ "id": place, "removed": true }), move |out| {
            writeln!(out, "There is no sample at {place} any more.")
        }));
    }
    let cabinet = sample::open(&profile, options()).await?;
    told(&cabinet, place).await
}

async fn told(cabinet: &Cabinet, place: String) -> Result<Answer, Failure> {
    let state = profile::state(cabinet).await?;
    let entities = profile::entities(cabinet).await?;
    let shape = json!({
        "id": place,
        "profile": place,
        "is_sample": state.is_sample,
        "supplier": state.supplier_name,
        "person": state.person_name,
        "entities": entities.iter().map(shapes::entity).collect::<Value>(),
    });
    Ok(Answer::new(&shape, move |out| {
        writeln!(out, "{}", state.supplier_name)?;
        writeln!(
            out,
            "A sample: everything in it is invented, and nothing is ever sent. Try:"
        )?;
        writeln!(out, "  cabinet --profile '{place}' search болт")
    }))
}
