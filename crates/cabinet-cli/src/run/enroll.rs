//! `enroll` and `recover`.

use super::{status, unlock};
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
    match state.stage {
        ProfileStage::FirstRun if !state.has_keyring && passphrase.is_none() => return Err(Failure::NoPassphrase),
        // A profile that has lost its desk or its rights is enrolled again with the keys that it has.
        ProfileStage::Locked => unlock(cabinet, global).await?,
        ProfileStage::FirstRun | ProfileStage::KeyMissing | ProfileStage::Ready => {}
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
        if enrolled.recovery_code.is_empty() {
            return writeln!(out, "\nThe recovery code of this profile stays the one of before.");
        }
        let code = &enrolled.recovery_code;
        writeln!(
            out,
            "\nRecovery code, shown only now; with it drafts survive a lost key:\n  {code}"
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
