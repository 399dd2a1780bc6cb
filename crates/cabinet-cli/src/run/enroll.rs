//! `enroll` and `recover`.

use super::{status, tell_notice, unlock};
use crate::answer::Answer;
use crate::args::Global;
use crate::exit::Failure;
use crate::{secret, shapes};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::profile::{self, EnrollRequest, ProfileStage, ProfileState};
use serde_json::{Value, json};
use std::io::Write as _;

/// Below this many characters a passphrase is called short.
const GOOD_LENGTH: usize = 8;

/// Turns a code into a profile.
pub async fn enroll(cabinet: &Cabinet, global: &Global, url: String, code: String) -> Result<Answer, Failure> {
    let passphrase = secret::passphrase(global.passphrase_file.as_deref())?;
    let state = profile::state(cabinet).await?;
    if state.stage == ProfileStage::FirstRun {
        warn_of_short(&state, passphrase.as_deref())?;
    }
    match state.stage {
        ProfileStage::FirstRun if !state.has_keyring && passphrase.is_none() => return Err(Failure::NoPassphrase),
        // A profile that has lost its desk or its rights is enrolled again with the keys that it has.
        // One whose key is missing is refused before the code is read, let alone spent.
        ProfileStage::Locked | ProfileStage::KeyMissing => unlock(cabinet, global).await?,
        ProfileStage::FirstRun | ProfileStage::Ready => {}
    }
    tell_notice(&profile::state(cabinet).await?)?;
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
        // A supplier that has not filled in its requisites yet has no name.
        match enrolled.supplier_name.as_str() {
            "" => writeln!(out, "Enrolled as {}.", enrolled.person_name)?,
            supplier => writeln!(out, "Enrolled at {supplier} as {}.", enrolled.person_name)?,
        }
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

/// A short passphrase is the user's choice; what it means is said.
fn warn_of_short(state: &ProfileState, passphrase: Option<&str>) -> Result<(), Failure> {
    let is_short = passphrase.is_some_and(|text| text.chars().count() < GOOD_LENGTH);
    if is_short && !state.has_keyring {
        writeln!(
            std::io::stderr().lock(),
            "cabinet: the passphrase has fewer than {GOOD_LENGTH} characters; whoever gets hold of the files can guess it"
        )?;
    }
    Ok(())
}

/// Opens a profile with its recovery code and stores the key anew.
pub async fn recover(cabinet: &Cabinet, global: &Global, code: String) -> Result<Answer, Failure> {
    let passphrase = secret::passphrase(global.passphrase_file.as_deref())?;
    warn_of_short(&profile::state(cabinet).await?, passphrase.as_deref())?;
    let code = secret::argument(code)?;
    let state = profile::recover(cabinet, code, passphrase).await?;
    status::answer(cabinet, state).await
}
