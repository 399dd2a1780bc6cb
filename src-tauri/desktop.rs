//! The program among others on the desktop: tray, autostart, zoom, clipboard; what the page asks and changes of it.

use crate::autostart::Entry;
use crate::clipboard::Clipboard;
use crate::ipc::Host;
use crate::{tray, window};
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::settings::{self, Settings};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Manager, State};

/// What the desktop offers and does.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DesktopState {
    /// Whether the desktop shows trays.
    pub has_tray: bool,
    /// Whether the system starts the program.
    pub starts_with_system: bool,
    /// Why the program cannot start with the system; `None` when it can.
    pub autostart_problem: Option<CommandError>,
}

/// What the shell knows of its own start.
pub struct Desktop {
    /// The profile by its absolute path; `None` for the usual one.
    profile: Option<PathBuf>,
    identifier: String,
    tray: Mutex<Tray>,
    clipboard: Clipboard,
}

/// The tray as it was asked for last.
#[derive(Default)]
struct Tray {
    /// `None` when it is not wanted.
    language: Option<String>,
    is_shown: bool,
}

impl Desktop {
    /// The desktop of a start; `identifier` is the name that tells its profile from others.
    pub fn new(profile: Option<PathBuf>, identifier: String) -> Self {
        Self {
            profile,
            identifier,
            tray: Mutex::default(),
            clipboard: Clipboard::default(),
        }
    }

    /// Whether closing the window leaves the program in the tray.
    pub fn is_in_tray(&self) -> bool {
        self.tray.lock().unwrap_or_else(PoisonError::into_inner).is_shown
    }

    /// Builds the tray anew only where something else is wanted: icons that come and go flicker. Gives whether it is shown.
    fn show_tray(&self, app: &AppHandle, language: Option<String>) -> bool {
        let mut tray = self.tray.lock().unwrap_or_else(PoisonError::into_inner);
        let is_done = tray.language == language && (tray.is_shown || language.is_none());
        if !is_done {
            tray.is_shown = tray::show(app, language.as_deref());
            tray.language = language;
        }
        tray.is_shown
    }

    fn entry(&self) -> Result<Entry, CommandError> {
        Entry::new(self.profile.as_deref(), &self.identifier)
    }

    fn state(&self) -> DesktopState {
        let autostart = self.entry().and_then(|entry| entry.is_on());
        if let Err(error) = &autostart {
            tracing::warn!(%error, "Autostart is not known");
        }
        DesktopState {
            has_tray: tray::has_host(),
            starts_with_system: *autostart.as_ref().unwrap_or(&false),
            autostart_problem: autostart.err(),
        }
    }
}

/// Does what the choices say; must run on the main thread. Gives whether the tray is shown.
pub fn apply(app: &AppHandle, settings: Option<&Settings>) -> bool {
    let wanted = settings.filter(|settings| settings.stays_in_tray);
    let language = wanted.map(|settings| window::language(Some(settings)).to_owned());
    let is_in_tray = app.state::<Desktop>().show_tray(app, language);
    if let (Some(page), Some(settings)) = (app.get_webview_window(window::NAME), settings) {
        window::zoom(&page, settings);
    }
    is_in_tray
}

/// The user's choices, in the built-in sample too.
#[tauri::command]
#[specta::specta]
pub async fn settings_get(host: State<'_, Host>) -> Result<Settings, CommandError> {
    host.settings().await
}

/// New choices, done at once.
#[tauri::command]
#[specta::specta]
pub async fn settings_set(app: AppHandle, host: State<'_, Host>, settings: Settings) -> Result<Settings, CommandError> {
    let chosen = settings::set(host.real()?, settings).await?;
    let (applied, on_main) = (chosen.clone(), app.clone());
    app.run_on_main_thread(move || {
        apply(&on_main, Some(&applied));
    })
    .map_err(|error| CommandError::new(ErrorCode::Internal, error.to_string()))?;
    Ok(chosen)
}

/// Hides prices on every screen, in the built-in sample too.
#[tauri::command]
#[specta::specta]
pub async fn settings_hide_prices(host: State<'_, Host>) -> Result<Settings, CommandError> {
    settings::hide_prices(host.real()?).await
}

/// Shows them again.
#[tauri::command]
#[specta::specta]
pub async fn settings_show_prices(host: State<'_, Host>, pin: Option<String>) -> Result<Settings, CommandError> {
    settings::show_prices(host.real()?, pin).await
}

/// Chooses the code without which they stay hidden.
#[tauri::command]
#[specta::specta]
pub async fn settings_price_pin(
    host: State<'_, Host>,
    present: Option<String>,
    wanted: Option<String>,
) -> Result<Settings, CommandError> {
    settings::set_price_pin(host.real()?, present, wanted).await
}

/// What the desktop offers and does now.
#[tauri::command]
#[specta::specta]
pub async fn desktop_state(app: AppHandle) -> Result<DesktopState, CommandError> {
    asked(app, Desktop::state).await
}

/// Makes the system start the program, or not any more.
#[tauri::command]
#[specta::specta]
pub async fn desktop_autostart(app: AppHandle, is_on: bool) -> Result<DesktopState, CommandError> {
    asked(app, move |desktop| {
        desktop.entry()?.set(is_on)?;
        Ok(desktop.state())
    })
    .await?
}

/// Copies cells of a table: separated by tabs, and as a table of HTML.
#[tauri::command]
#[specta::specta]
pub async fn desktop_copy(app: AppHandle, text: String, html: String) -> Result<(), CommandError> {
    asked(app, move |desktop| desktop.clipboard.put(text, html)).await?
}

/// Asks the system on a thread that may wait.
async fn asked<T: Send + 'static>(
    app: AppHandle,
    ask: impl FnOnce(&Desktop) -> T + Send + 'static,
) -> Result<T, CommandError> {
    let answer = tokio::task::spawn_blocking(move || ask(&app.state::<Desktop>())).await;
    answer.map_err(|error| CommandError::new(ErrorCode::Internal, error.to_string()))
}
