//! The tray: the program stays there when its window is closed, if the user chose so and the desktop shows a tray.

use crate::instance;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tauri::AppHandle;
use tauri::menu::{Menu, MenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};

const ID: &str = "cabinet";
const OPEN: &str = "open";
const QUIT: &str = "quit";

/// Whether the desktop shows trays. Blocks for a question to the desktop.
pub fn has_host() -> bool {
    #[cfg(target_os = "linux")]
    return host::is_there();
    #[cfg(not(target_os = "linux"))]
    return true;
}

/// Shows the tray in a language, or takes it away. Must run on the main thread. Gives whether it is shown now.
pub fn show(app: &AppHandle, language: Option<&str>) -> bool {
    let _before = app.remove_tray_by_id(ID);
    let Some(language) = language.filter(|_| has_host()) else {
        return false;
    };
    // The library of indicators panics where the system lacks it; that is a desktop without a tray, not a fault.
    match catch_unwind(AssertUnwindSafe(|| build(app, language))) {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(%error, "The tray cannot be shown");
            false
        }
        Err(_) => {
            tracing::warn!("The tray cannot be shown: the system has no library of indicators");
            false
        }
    }
}

fn build(app: &AppHandle, language: &str) -> tauri::Result<()> {
    let (open, quit) = match language {
        "uk" => ("Відкрити кабінет", "Вийти"),
        "en" => ("Open the cabinet", "Quit"),
        _ => ("Открыть кабинет", "Выйти"),
    };
    let menu = Menu::with_items(
        app,
        &[
            &MenuItem::with_id(app, OPEN, open, true, None::<&str>)?,
            &MenuItem::with_id(app, QUIT, quit, true, None::<&str>)?,
        ],
    )?;
    let mut builder = TrayIconBuilder::with_id(ID)
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| match event.id().as_ref() {
            OPEN => instance::raise(app),
            QUIT => app.exit(0),
            _ => {}
        })
        .on_tray_icon_event(|tray, event| {
            let is_click = matches!(
                event,
                TrayIconEvent::Click {
                    button: MouseButton::Left,
                    button_state: MouseButtonState::Up,
                    ..
                }
            );
            if is_click {
                instance::raise(tray.app_handle());
            }
        });
    if let Some(icon) = app.default_window_icon() {
        builder = builder.icon(icon.clone());
    }
    builder.build(app).map(drop)
}

#[cfg(target_os = "linux")]
mod host {
    //! Asks the watcher of status icons.

    use std::time::Duration;
    use zbus::blocking::{Proxy, connection};

    const WATCHER: &str = "org.kde.StatusNotifierWatcher";

    /// A desktop that does not answer by then has no tray for us.
    const PATIENCE: Duration = Duration::from_secs(2);

    pub fn is_there() -> bool {
        match ask() {
            Ok(is_there) => is_there,
            Err(error) => {
                tracing::info!(%error, "The desktop shows no tray");
                false
            }
        }
    }

    fn ask() -> zbus::Result<bool> {
        let bus = connection::Builder::session()?.method_timeout(PATIENCE).build()?;
        let watcher = Proxy::new(&bus, WATCHER, "/StatusNotifierWatcher", WATCHER)?;
        watcher.get_property("IsStatusNotifierHostRegistered")
    }
}
