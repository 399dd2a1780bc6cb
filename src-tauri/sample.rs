//! Into the built-in sample and out of it. The real profile stays open and locked behind it.

use crate::ipc::Host;
use crate::{events, window};
use cabinet_commands::cabinet::OpenOptions;
use cabinet_commands::error::CommandError;
use cabinet_commands::profile::{self, ProfileState};
use cabinet_commands::sample;
use tauri::{AppHandle, State};

/// Shows the sample, made on this device. The page has to start anew: everything in it is another supplier's.
#[tauri::command]
#[specta::specta]
pub async fn sample_enter(app: AppHandle, host: State<'_, Host>) -> Result<ProfileState, CommandError> {
    let _turn = host.turn.lock().await;
    if let Some(shown) = host.shown_sample() {
        return profile::state(&shown).await;
    }
    let real = host.real()?;
    let sample = sample::open(real.directory(), OpenOptions::default()).await?;
    events::forward_sample(&app, &sample);
    let state = profile::state(&sample).await?;
    host.show(Some(sample));
    window::name(&app, &host.settings().await?, true);
    Ok(state)
}

/// Shows the real profile again; the sample and its drafts stay for another time.
#[tauri::command]
#[specta::specta]
pub async fn sample_leave(app: AppHandle, host: State<'_, Host>) -> Result<ProfileState, CommandError> {
    let _turn = host.turn.lock().await;
    host.show(None);
    window::name(&app, &host.settings().await?, false);
    profile::state(host.real()?).await
}

/// Deletes the sample, leaving it first.
#[tauri::command]
#[specta::specta]
pub async fn sample_remove(app: AppHandle, host: State<'_, Host>) -> Result<ProfileState, CommandError> {
    let state = sample_leave(app, host.clone()).await?;
    if !state.has_sample {
        return Ok(state);
    }
    let real = host.real()?;
    sample::remove(real.directory()).await?;
    profile::state(real).await
}
