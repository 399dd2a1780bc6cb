//! A picture of the window for feedback. It stays in memory; only the user decides whether it goes anywhere.
//!
//! Linux only for now: elsewhere there is none, and the page offers none.

use cabinet_commands::error::CommandError;
use cabinet_commands::feedback;
use tauri::{AppHandle, Manager};

/// How long the form waits for a picture: feedback without one is better than none.
#[cfg(target_os = "linux")]
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(3);

/// What the window shows now, as it would travel (JPEG in base64); `None` where no picture can be taken.
#[tauri::command]
#[specta::specta]
pub async fn feedback_snapshot(app: AppHandle) -> Result<Option<String>, CommandError> {
    let Some(window) = app.get_webview_window(crate::window::NAME) else {
        return Ok(None);
    };
    let Some(png) = taken(&window).await else {
        return Ok(None);
    };
    let picture = tokio::task::spawn_blocking(move || feedback::picture(&png)).await?;
    picture.map(Some)
}

#[cfg(target_os = "linux")]
async fn taken(window: &tauri::WebviewWindow) -> Option<Vec<u8>> {
    use webkit2gtk::{SnapshotOptions, SnapshotRegion, WebViewExt};
    let (tell, told) = tokio::sync::oneshot::channel();
    let asked = window.with_webview(move |platform| {
        let take = move |surface: Result<cairo::Surface, webkit2gtk::glib::Error>| {
            let mut png = Vec::new();
            let is_written = surface.is_ok_and(|surface| surface.write_to_png(&mut png).is_ok());
            // Nobody waits any more when the window is closed.
            let _told = tell.send(is_written.then_some(png));
        };
        let view = platform.inner();
        view.snapshot(
            SnapshotRegion::Visible,
            SnapshotOptions::NONE,
            webkit2gtk::gio::Cancellable::NONE,
            take,
        );
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "No picture of the window can be taken");
        return None;
    }
    match tokio::time::timeout(PATIENCE, told).await {
        Ok(taken) => taken.ok().flatten(),
        Err(_) => {
            tracing::warn!("The web view gives no picture of the window");
            None
        }
    }
}

#[cfg(not(target_os = "linux"))]
async fn taken(_window: &tauri::WebviewWindow) -> Option<Vec<u8>> {
    None
}
