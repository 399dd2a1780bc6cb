//! Shows on the desktop what was not shown yet, and does what the button of a toast says.
//!
//! What is shown, and that it is shown once, decides `cabinet_commands::notices::next_toasts`. Not here: the list of
//! notices, which has everything whether a desktop shows toasts or not.

use crate::clock;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::error::CommandError;
use cabinet_commands::money;
use cabinet_commands::notices::{self, Toast};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Emitter};
use tokio::sync::Notify;

/// The event that asks the window to show what a toast tells of, a [`notices::ToastTarget`].
const OPEN_TOAST: &str = "open-toast";

/// A day begins without a sync too, and with it a payment may be due.
const LOOK_AGAIN: Duration = Duration::from_secs(60 * 60);

/// The button that adds to a draft, as the daemon calls it back.
const ADD: &str = "add";

/// What this desktop can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ToastState {
    /// Nobody shows toasts here; the list of notices is all there is.
    None,
    /// Toasts without buttons.
    Plain,
    /// Toasts with buttons.
    Works,
}

/// What this desktop can show, for the settings.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DesktopToasts {
    /// Asked anew each time: a daemon may come and go.
    pub state: ToastState,
}

/// The task that shows toasts.
pub struct Toasts {
    bell: Arc<Notify>,
}

impl Toasts {
    /// Begins; it looks whenever [`Toasts::look`] is called.
    pub fn start(app: &AppHandle, cabinet: &Cabinet) -> Self {
        let bell = Arc::new(Notify::new());
        // What came while no window was open.
        bell.notify_one();
        tauri::async_runtime::spawn(keep_showing(app.clone(), cabinet.clone(), bell.clone()));
        Self { bell }
    }

    /// There may be something to show.
    pub fn look(&self) {
        self.bell.notify_one();
    }
}

async fn keep_showing(app: AppHandle, cabinet: Cabinet, bell: Arc<Notify>) {
    loop {
        // Without a bell it is the hour.
        let _rung = tokio::time::timeout(LOOK_AGAIN, bell.notified()).await;
        let minute = clock::local_minute();
        show_next(&app, &cabinet, notices::next_toasts(&cabinet, minute).await);
        // A reminder counts as told once it is taken: it waits for a desktop that shows it.
        if desktop().await.state != ToastState::None {
            let reminder = money::next_reminder(&cabinet, minute).await;
            show_next(&app, &cabinet, reminder.map(|toast| toast.into_iter().collect()));
        }
    }
}

fn show_next(app: &AppHandle, cabinet: &Cabinet, next: Result<Vec<Toast>, CommandError>) {
    match next {
        Ok(toasts) => {
            for toast in toasts {
                show_in_thread(app.clone(), cabinet.clone(), toast);
            }
        }
        Err(error) => tracing::warn!(%error, "What is to be shown on the desktop could not be read"),
    }
}

/// A toast lives until it is closed or clicked, and the library waits for that: a thread for each.
fn show_in_thread(app: AppHandle, cabinet: Cabinet, toast: Toast) {
    let started = std::thread::Builder::new()
        .name("toast".to_owned())
        .spawn(move || show(&app, &cabinet, &toast));
    if let Err(error) = started {
        tracing::warn!(%error, "A toast could not be shown; the list of notices has it");
    }
}

/// Asks the desktop.
pub async fn desktop() -> DesktopToasts {
    let state = tauri::async_runtime::spawn_blocking(ask)
        .await
        .unwrap_or(ToastState::None);
    DesktopToasts { state }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn ask() -> ToastState {
    match notify_rust::get_capabilities() {
        Ok(words) if words.iter().any(|word| word == "actions") => ToastState::Works,
        Ok(_) => ToastState::Plain,
        Err(error) => {
            tracing::debug!(%error, "No notification daemon answers");
            ToastState::None
        }
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn ask() -> ToastState {
    ToastState::Plain
}

#[cfg(all(unix, not(target_os = "macos")))]
fn show(app: &AppHandle, cabinet: &Cabinet, toast: &Toast) {
    let abilities = notify_rust::get_capabilities().unwrap_or_default();
    let is_able = |word: &str| abilities.iter().any(|ability| ability == word);
    let mut notification = notify_rust::Notification::new();
    let body = if is_able("body-markup") {
        escaped(&toast.body)
    } else {
        toast.body.clone()
    };
    notification
        .appname(&toast.app)
        .summary(&toast.title)
        .body(&body)
        .icon("dealer-cabinet")
        .hint(notify_rust::Hint::DesktopEntry("dealer-cabinet".to_owned()));
    if is_able("actions") {
        notification.action("default", &toast.open);
        if let Some(add) = &toast.add {
            notification.action(ADD, &add.label);
        }
    }
    match notification.show() {
        Ok(shown) if is_able("actions") => shown.wait_for_action(|action| act(app, cabinet, toast, action)),
        Ok(_) => {}
        Err(error) => tracing::info!(%error, "No toast could be shown; the list of notices has it"),
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn show(_app: &AppHandle, _cabinet: &Cabinet, toast: &Toast) {
    let mut notification = notify_rust::Notification::new();
    notification.appname(&toast.app).summary(&toast.title).body(&toast.body);
    #[cfg(windows)]
    notification.app_id("app.dealer-cabinet.desktop");
    if let Err(error) = notification.show() {
        tracing::info!(%error, "No toast could be shown; the list of notices has it");
    }
}

/// What the user chose; closing a toast chooses nothing.
#[cfg(all(unix, not(target_os = "macos")))]
fn act(app: &AppHandle, cabinet: &Cabinet, toast: &Toast, action: &str) {
    if action == ADD {
        let ids = toast.add.as_ref().map(|add| add.notices.clone()).unwrap_or_default();
        let cabinet = cabinet.clone();
        tauri::async_runtime::spawn(async move {
            for id in ids {
                if let Err(error) = notices::add_to_draft(&cabinet, id, None).await {
                    tracing::warn!(%error, "What was waited for could not be added to a draft");
                }
            }
        });
    } else if action != "default" {
        return;
    }
    come_forward(app, &toast.target);
}

#[cfg(all(unix, not(target_os = "macos")))]
fn come_forward(app: &AppHandle, target: &notices::ToastTarget) {
    crate::instance::raise(app);
    if let Err(error) = app.emit(OPEN_TOAST, target) {
        tracing::debug!(%error, "The window did not open what a toast is about");
    }
}

/// Names of goods hold `<` and `&`, which a daemon with markup would swallow.
#[cfg(all(unix, not(target_os = "macos")))]
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(all(test, unix, not(target_os = "macos")))]
mod tests {
    use super::*;

    #[test]
    fn names_of_goods_are_no_markup() {
        assert_eq!(escaped("Болт <М8> & гайка"), "Болт &lt;М8&gt; &amp; гайка");
    }
}
