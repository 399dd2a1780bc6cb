//! `profile_state`.

use super::{ProfileStage, ProfileState, SetAsideFile, set_aside};
use crate::cabinet::{Cabinet, Stage};
use crate::error::CommandError;
use crate::reason::Reason;
use crate::sample;
use crate::sync::run::SIGNED_OUT;
use crate::vault;

/// Says what to show first.
///
/// # Errors
/// Only when the profile directory cannot be read.
pub async fn state(cabinet: &Cabinet) -> Result<ProfileState, CommandError> {
    let notices = cabinet.inner.notices().clone();
    let mut state = ProfileState {
        stage: ProfileStage::FirstRun,
        has_keyring: false,
        keyring_problem: String::new(),
        keyring_reason: None,
        can_recover: true,
        is_sample: false,
        has_sample: sample::is_there(cabinet.directory()),
        supplier_name: String::new(),
        person_name: String::new(),
        app_version: cabinet.inner.options.app_version.clone(),
        is_shut_out: false,
        set_aside: set_aside_files(cabinet).await?,
        notice: notices.iter().map(Reason::to_string).collect::<Vec<_>>().join(" "),
        notices,
    };
    match cabinet.stage() {
        Stage::FirstRun => ask_keyring(&mut state).await?,
        Stage::Locked => {
            state.stage = ProfileStage::Locked;
            ask_keyring(&mut state).await?;
        }
        Stage::KeyMissing(missing) => {
            state.stage = ProfileStage::KeyMissing;
            ask_keyring(&mut state).await?;
            state.keyring_problem = missing.words;
            state.keyring_reason = missing.reason;
            state.can_recover = missing.can_recover;
        }
        Stage::Open(open) => {
            let (session, signed_out) = open
                .blocking(|open| Ok((open.desk.session()?, open.desk.setting(SIGNED_OUT)?)))
                .await?;
            state.is_shut_out = signed_out.is_some_and(|mark| !mark.is_empty());
            // An open profile without a session lost its desk, or never finished its enrolment: a code is needed.
            if let Some(session) = session {
                state.stage = ProfileStage::Ready;
                state.is_sample = session.is_sample();
                state.supplier_name = session.supplier_name;
                state.person_name = session.person_name;
            } else {
                ask_keyring(&mut state).await?;
            }
        }
    }
    Ok(state)
}

async fn set_aside_files(cabinet: &Cabinet) -> Result<Vec<SetAsideFile>, CommandError> {
    let directory = cabinet.directory().to_owned();
    tokio::task::spawn_blocking(move || set_aside::files(&directory)).await?
}

async fn ask_keyring(state: &mut ProfileState) -> Result<(), CommandError> {
    match tokio::task::spawn_blocking(vault::keyring_fault).await? {
        None => state.has_keyring = true,
        Some(fault) => {
            let reason = Reason::KeyringUnusable { fault };
            state.keyring_problem = reason.to_string();
            state.keyring_reason = Some(reason);
        }
    }
    Ok(())
}
