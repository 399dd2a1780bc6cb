//! The only window, painted in the user's theme from its first frame.

use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::settings;
use tauri::utils::config::Color;
use tauri::{AppHandle, Theme, WebviewUrl, WebviewWindowBuilder};

/// The size of an office screen; the window may be made smaller down to [`LEAST_SIZE`].
const SIZE: (u32, u32) = (1366, 768);
const LEAST_SIZE: (u32, u32) = (1024, 600);

/// The background tokens of `ui/src/tokens.css`, so that no white frame flashes before the page is there.
const DARK: Color = Color(0x14, 0x17, 0x1c, 0xff);
const LIGHT: Color = Color(0xf4, 0xf5, 0xf7, 0xff);

/// Opens the window.
///
/// # Errors
/// When the system's web view cannot be started.
pub fn open(app: &AppHandle, cabinet: Option<&Cabinet>) -> tauri::Result<()> {
    let chosen = cabinet.and_then(|cabinet| tauri::async_runtime::block_on(settings::get(cabinet)).ok());
    let theme = match chosen.as_ref().map(|s| s.theme.as_str()) {
        Some("dark") => Some(Theme::Dark),
        Some("light") => Some(Theme::Light),
        _ => None,
    };
    let language = chosen.map(|s| {
        if s.language.is_empty() {
            s.system_language
        } else {
            s.language
        }
    });
    let title = match language.as_deref() {
        Some("uk") => "Кабінет дилера",
        Some("en") => "Dealer Cabinet",
        _ => "Кабинет дилера",
    };
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title(title)
        .inner_size(f64_of(SIZE.0), f64_of(SIZE.1))
        .min_inner_size(f64_of(LEAST_SIZE.0), f64_of(LEAST_SIZE.1))
        .theme(theme);
    #[cfg(target_os = "linux")]
    let window = window.initialization_script(crate::webview::first_script());
    let window = window.build()?;
    #[cfg(target_os = "linux")]
    crate::webview::lighten(&window);
    let is_dark = window.theme().is_ok_and(|theme| theme == Theme::Dark);
    window.set_background_color(Some(if is_dark { DARK } else { LIGHT }))
}

#[expect(
    clippy::disallowed_types,
    reason = "sizes of windows are floats in the windowing library"
)]
fn f64_of(pixels: u32) -> f64 {
    f64::from(pixels)
}
