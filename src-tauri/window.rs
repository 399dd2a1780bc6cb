//! The only window, painted in the user's theme from its first frame, where it was left.

use crate::place::Place;
use cabinet_commands::settings::Settings;
use std::path::PathBuf;
use tauri::utils::config::Color;
use tauri::{AppHandle, Manager, PhysicalPosition, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// The label of the only window.
pub const NAME: &str = "main";

/// The size of an office screen; the window may be made smaller down to [`LEAST_SIZE`].
const SIZE: (u32, u32) = (1366, 768);
const LEAST_SIZE: (u32, u32) = (1024, 600);
/// Room for the title and the edges that a window manager puts around the page, in logical pixels.
const FRAME: u32 = 40;

/// The background tokens of `ui/src/tokens.css`, so that no white frame flashes before the page is there.
const DARK: Color = Color(0x14, 0x17, 0x1c, 0xff);
const LIGHT: Color = Color(0xf4, 0xf5, 0xf7, 0xff);

/// How the window opens.
#[derive(Debug, Default)]
pub struct Opening {
    /// The user's choices, where they can be read.
    pub chosen: Option<Settings>,
    /// Where it was left, if it may stand there.
    pub place: Option<Place>,
    /// Where the web view keeps its own files.
    pub data: Option<PathBuf>,
    /// Not shown: the tray is.
    pub is_hidden: bool,
}

/// Opens the window.
///
/// # Errors
/// When the system's web view cannot be started.
pub fn open(app: &AppHandle, opening: Opening) -> tauri::Result<WebviewWindow> {
    let theme = opening.chosen.as_ref().and_then(theme);
    let size = opening.place.map_or_else(
        || fitting_size(app),
        |place| (at_usual_scale(place.width, place), at_usual_scale(place.height, place)),
    );
    let mut builder = WebviewWindowBuilder::new(app, NAME, WebviewUrl::default())
        .title(title(opening.chosen.as_ref()))
        .inner_size(f64_of(size.0), f64_of(size.1))
        .min_inner_size(f64_of(LEAST_SIZE.0), f64_of(LEAST_SIZE.1))
        .visible(!opening.is_hidden)
        .initialization_script(first_paint(theme))
        .theme(theme);
    #[cfg(target_os = "linux")]
    {
        builder = builder.initialization_script(crate::webview::first_script());
    }
    if let Some(theme) = theme {
        builder = builder.background_color(background(theme));
    }
    if let Some(directory) = opening.data {
        builder = builder.data_directory(directory);
    }
    let window = builder.build()?;
    #[cfg(target_os = "linux")]
    crate::webview::lighten(&window);
    if theme.is_none() {
        window.set_background_color(Some(background(window.theme().unwrap_or(Theme::Light))))?;
    }
    if let Some(place) = opening.place {
        window.set_position(PhysicalPosition::new(place.x, place.y))?;
        if place.is_maximised {
            window.maximize()?;
        }
    }
    if let Some(settings) = &opening.chosen {
        zoom(&window, settings);
    }
    Ok(window)
}

/// The usual size, or what an office screen smaller than that has room for beside the frame of the window.
fn fitting_size(app: &AppHandle) -> (u32, u32) {
    let Ok(Some(screen)) = app.primary_monitor() else {
        return SIZE;
    };
    let room = screen.work_area().size.to_logical::<u32>(screen.scale_factor());
    let within = |usual: u32, room: u32, least: u32| usual.min(room.saturating_sub(FRAME)).max(least);
    (
        within(SIZE.0, room.width, LEAST_SIZE.0),
        within(SIZE.1, room.height, LEAST_SIZE.1),
    )
}

/// Where the window stands before anybody moved it.
pub fn usual_place() -> Place {
    Place {
        width: SIZE.0,
        height: SIZE.1,
        scale_percent: 100,
        ..Place::default()
    }
}

/// Draws the page as large as the user chose.
pub fn zoom(window: &WebviewWindow, settings: &Settings) {
    if let Err(error) = window.set_zoom(factor(settings.zoom_percent)) {
        tracing::warn!(%error, "The page cannot be zoomed");
    }
}

/// The language that the window speaks: `ru`, `uk` or `en`.
pub fn language(settings: Option<&Settings>) -> &str {
    settings.map_or("ru", |s| {
        if s.language.is_empty() {
            &s.system_language
        } else {
            &s.language
        }
    })
}

/// Puts onto the window's title whether the built-in sample is shown.
pub fn name(app: &AppHandle, settings: &Settings, is_sample: bool) {
    let title = title(Some(settings));
    let shown = match (is_sample, language(Some(settings))) {
        (false, _) => title.to_owned(),
        (true, "uk") => format!("{title} — зразок"),
        (true, "en") => format!("{title} — sample"),
        (true, _) => format!("{title} — образец"),
    };
    let named = app.get_webview_window(NAME).map(|window| window.set_title(&shown));
    if let Some(Err(error)) = named {
        tracing::warn!(%error, "The window could not be named");
    }
}

fn title(settings: Option<&Settings>) -> &'static str {
    match language(settings) {
        "uk" => "Кабінет дилера",
        "en" => "Dealer Cabinet",
        _ => "Кабинет дилера",
    }
}

fn theme(settings: &Settings) -> Option<Theme> {
    match settings.theme.as_str() {
        "dark" => Some(Theme::Dark),
        "light" => Some(Theme::Light),
        _ => None,
    }
}

fn background(theme: Theme) -> Color {
    if theme == Theme::Dark { DARK } else { LIGHT }
}

/// Names the theme on the page before its first paint; the page itself learns the choice only from the settings.
fn first_paint(theme: Option<Theme>) -> String {
    let name = match theme {
        Some(Theme::Dark) => "'dark'",
        Some(_) => "'light'",
        None => "matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'",
    };
    format!("document.documentElement.dataset.theme = {name};")
}

/// The builder counts in dots of the usual scale.
fn at_usual_scale(length: u32, place: Place) -> u32 {
    u32::try_from(u64::from(length) * 100 / u64::from(place.scale_percent.max(1))).unwrap_or(length)
}

#[expect(
    clippy::disallowed_types,
    reason = "sizes of windows are floats in the windowing library"
)]
fn f64_of(pixels: u32) -> f64 {
    f64::from(pixels)
}

#[expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "zooms are floats in the windowing library"
)]
fn factor(percent: u32) -> f64 {
    f64::from(percent) / 100.0
}
