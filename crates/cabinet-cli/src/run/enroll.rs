//! `enroll` and `recover`.

use super::status;
use crate::answer::Answer;
use crate::args::Global;
use crate::exit::Failure;
use crate::{secret, shapes};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::profile::{self, EnrollRequest, ProfileStage};
use serde_json::{Value, json};

/// Turns a code into a profile.
pub async fn enroll(cabinet: &Cabinet, global: &Global, url: String, code: String) -> Result<Answer, Failure> {
    let passphrase = secret::passphrase(global.passphrase_file.as_deref())?;
    let state = profile::state(cabinet).await?;
    if state.stage == ProfileStage::FirstRun && !state.has_keyring && passphrase.is_none() {
        return Err(Failure::NoPassphrase);
    }
    let code = secret::argument(code)?;
    let enrolled = profile::enroll(cabinet, EnrollRequest { url, code, passphrase }).await?;
    let shape = json!({
        "id": cabinet.device_id().await?,
        "supplier": enrolled.supplier_name,
        "person": enrolled.person_name,
        "recovery_code": enrolled.recovery_code,
        "entities": enrolled.entities.iter().map(shapes::entity).collect::<Value>(),
    });
    Ok(Answer::new(&shape, move |out| {
        writeln!(
            out,
            "Enrolled at {} as {}.",
            enrolled.supplier_name, enrolled.person_name
        )?;
        for entity in &enrolled.entities {
            writeln!(
                out,
                "  {}  {}  {}  {}",
                entity.id, entity.name, entity.tax_id, entity.role
            )?;
        }
        writeln!(
            out,
            "\nRecovery code, shown only now; with it drafts survive a lost key:\n  {}",
            enrolled.recovery_code
        )
    }))
}

/// Opens a profile with its recovery code and stores the key anew.
pub async fn recover(cabinet: &Cabinet, global: &Global, code: String) -> Result<Answer, Failure> {
    let passphrase = secret::passphrase(global.passphrase_file.as_deref())?;
    let code = secret::argument(code)?;
    let state = profile::recover(cabinet, code, passphrase).await?;
    status::answer(cabinet, state).await
}
