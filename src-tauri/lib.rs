//! The shell: a window, its commands, its events. Everything else is in `crates/`.
//!
//! In: a few words on the command line. Out: one window. Not here: rules, SQL, the network, keys.

pub mod ipc;
mod arguments;
mod clock;
mod events;
mod logging;
mod toasts;
#[cfg(target_os = "linux")]
mod webview;
mod window;

use arguments::Arguments;
use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::error::CommandError;
use cabinet_commands::profile::ProfileStage;
use std::process::ExitCode;

/// Opens the window and returns when it is closed.
#[must_use]
pub fn run() -> ExitCode {
    logging::start();
    let arguments = Arguments::read(std::env::args_os(), std::env::var_os("CABINET_PROFILE"));
    let opened = tauri::async_runtime::block_on(open(arguments));
    if let Err(error) = &opened {
        tracing::error!(%error, "The profile could not be opened");
    }
    let ipc = ipc::builder();
    let started = tauri::Builder::default()
        .invoke_handler(ipc.invoke_handler())
        .manage(ipc::Host(opened.clone()))
        .setup(move |app| {
            window::open(app.handle(), opened.as_ref().ok())?;
            if let Ok(cabinet) = &opened {
                events::forward(app.handle(), cabinet);
            }
            Ok(())
        })
        .run(tauri::generate_context!());
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "The window could not be opened");
            ExitCode::FAILURE
        }
    }
}

/// Opens the profile that was asked for; a passphrase in `CABINET_PASSPHRASE` unlocks it (kiosks, demonstrations).
async fn open(arguments: Arguments) -> Result<Cabinet, CommandError> {
    let directory = match arguments.profile {
        Some(directory) => directory,
        None => Cabinet::default_directory()?,
    };
    let cabinet = Cabinet::open(directory, OpenOptions::default()).await?;
    if let Ok(passphrase) = std::env::var("CABINET_PASSPHRASE")
        && cabinet_commands::profile::state(&cabinet).await?.stage == ProfileStage::Locked
    {
        cabinet_commands::profile::unlock(&cabinet, passphrase).await?;
    }
    Ok(cabinet)
}
