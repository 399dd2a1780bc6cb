//! The shell: a window, its commands, its events, its place on the desktop. Everything else is in `crates/`.
//!
//! In: a few words on the command line. Out: one window. Not here: rules, SQL, the network, keys.

pub mod desktop;
pub mod ipc;
mod arguments;
mod autostart;
#[cfg(test)]
mod built_ui;
mod clipboard;
mod clock;
mod events;
mod instance;
mod logging;
mod picking;
mod place;
mod sample;
mod snapshot;
mod standing;
mod toasts;
mod tray;
mod usage;
mod viewer;
#[cfg(target_os = "linux")]
mod webview;
mod window;

use arguments::{Arguments, Asked};
use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::error::CommandError;
use cabinet_commands::profile::ProfileStage;
use cabinet_commands::settings;
use desktop::Desktop;
use standing::Standing;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tauri::{App, Manager, RunEvent, WindowEvent};

/// The command line cannot be understood; `cabinet` says it by the same number.
const MISUNDERSTOOD: u8 = 2;

/// Does what the command line asks for: mostly [`open_window`].
#[must_use]
pub fn run() -> ExitCode {
    #[cfg(target_os = "linux")]
    webview::choose_renderer();
    let words = usage::of(&settings::system_language());
    let (text, code) = match arguments::read(std::env::args_os(), std::env::var_os("CABINET_PROFILE")) {
        Ok(Asked::Start(arguments)) if has_screen() => return open_window(arguments),
        Ok(Asked::Start(_)) => (words.no_screen().to_owned(), ExitCode::FAILURE),
        Ok(Asked::Help) => return answer(words.help()),
        Ok(Asked::Version) => return answer(concat!("dealer-cabinet ", env!("CARGO_PKG_VERSION"))),
        Err(bad) => (words.bad(&bad), ExitCode::from(MISUNDERSTOOD)),
    };
    // Whoever closed standard error does not want to read it.
    let _ = writeln!(std::io::stderr().lock(), "dealer-cabinet: {text}");
    code
}

/// A reader that went away (`| head`) is no failure.
fn answer(text: &str) -> ExitCode {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
    ExitCode::SUCCESS
}

/// Whether a window can be shown at all; the window library would end the program with a trace of its insides.
fn has_screen() -> bool {
    #[cfg(target_os = "linux")]
    return gtk::init().is_ok();
    #[cfg(not(target_os = "linux"))]
    return true;
}

/// Opens the window and returns when it is closed; a second start raises the window of the first and ends.
fn open_window(arguments: Arguments) -> ExitCode {
    logging::start();
    let usual = Cabinet::default_directory();
    let profile = arguments.profile.clone().map_or_else(|| usual.clone(), Ok);
    let unusual = profile
        .as_deref()
        .ok()
        .and_then(|profile| instance::unusual(profile, usual.as_deref().ok()));
    let mut context = tauri::generate_context!();
    let identifier = instance::identifier(&context.config().identifier, unusual.as_deref());
    context.config_mut().identifier.clone_from(&identifier);
    let desktop = Desktop::new(unusual, identifier);
    let ipc = ipc::builder();
    let built = tauri::Builder::default()
        .plugin(instance::plugin())
        .plugin(tauri_plugin_dialog::init())
        .manage(picking::Dropped::default())
        .manage(picking::Compared::default())
        .invoke_handler(ipc.invoke_handler())
        .manage(desktop)
        .setup(move |app| Ok(set_up(app, &arguments, profile)?))
        .build(context);
    match built {
        Ok(app) => {
            app.run(on_event);
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "The window could not be opened");
            ExitCode::FAILURE
        }
    }
}

/// This is the first start for the profile: takes it, and shows the window.
fn set_up(app: &App, arguments: &Arguments, profile: Result<PathBuf, CommandError>) -> tauri::Result<()> {
    let handle = app.handle();
    let data = profile.as_deref().ok().map(|profile| profile.join("webview"));
    let opened = profile.and_then(|profile| tauri::async_runtime::block_on(open(&profile)));
    if let Err(error) = &opened {
        tracing::error!(%error, "The profile could not be opened");
    }
    let cabinet = opened.as_ref().ok();
    app.manage(ipc::Host::new(opened.clone()));
    let chosen = cabinet.and_then(|cabinet| tauri::async_runtime::block_on(settings::get(cabinet)).ok());
    let is_in_tray = desktop::apply(handle, chosen.as_ref());
    let place = cabinet
        .filter(|_| !arguments.forgets_place)
        .and_then(|cabinet| standing::recall(handle, cabinet));
    let opening = window::Opening {
        chosen,
        place,
        data,
        is_hidden: arguments.is_hidden && is_in_tray,
    };
    let window = window::open(handle, opening)?;
    if arguments.is_hidden && !is_in_tray {
        // Without a tray nobody could find a hidden window.
        window.minimize()?;
    }
    if let Some(cabinet) = cabinet {
        let place = place.unwrap_or_else(window::usual_place);
        app.manage(Standing::watch(&window, cabinet.clone(), place));
        events::forward(handle, cabinet);
    }
    Ok(())
}

fn on_event(app: &tauri::AppHandle, event: RunEvent) {
    match event {
        RunEvent::WindowEvent {
            event: WindowEvent::CloseRequested { api, .. },
            ..
        } if app.state::<Desktop>().is_in_tray() => {
            api.prevent_close();
            if let Some(Err(error)) = app.get_webview_window(window::NAME).map(|window| window.hide()) {
                tracing::warn!(%error, "The window could not be hidden");
            }
        }
        RunEvent::WindowEvent {
            event: WindowEvent::DragDrop(tauri::DragDropEvent::Drop { paths, .. }),
            ..
        } => picking::dropped(app, paths),
        RunEvent::Exit => {
            if let Some(standing) = app.try_state::<Standing>() {
                standing.end();
            }
        }
        _ => {}
    }
}

/// Opens the profile that was asked for; a passphrase in `CABINET_PASSPHRASE` unlocks it (kiosks, demonstrations).
async fn open(profile: &Path) -> Result<Cabinet, CommandError> {
    let cabinet = Cabinet::open(profile.to_owned(), OpenOptions::default()).await?;
    if let Ok(passphrase) = std::env::var("CABINET_PASSPHRASE")
        && cabinet_commands::profile::state(&cabinet).await?.stage == ProfileStage::Locked
    {
        cabinet_commands::profile::unlock(&cabinet, passphrase).await?;
    }
    Ok(cabinet)
}
