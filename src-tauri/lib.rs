//! The shell: a window, its commands, its events. Everything else is in `crates/`.
//!
//! In: a few words on the command line. Out: one window. Not here: rules, SQL, the network, keys.

pub mod ipc;
mod arguments;
mod events;
mod logging;
mod window;

use arguments::Arguments;
use cabinet_commands::cabinet::Cabinet;
use std::process::ExitCode;
use std::sync::Arc;

/// Opens the window and returns when it is closed.
#[must_use]
pub fn run() -> ExitCode {
    logging::start();
    let arguments = Arguments::read(std::env::args_os(), std::env::var_os("CABINET_PROFILE"));
    let profile = arguments.profile.unwrap_or_else(cabinet_commands::cabinet::default_profile_dir);
    let cabinet = Arc::new(Cabinet::new(profile));
    let ipc = ipc::builder();
    let started = tauri::Builder::default()
        .invoke_handler(ipc.invoke_handler())
        .manage(Arc::clone(&cabinet))
        .setup(move |app| {
            events::forward(app.handle(), &cabinet);
            window::open(app.handle(), &cabinet)?;
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
