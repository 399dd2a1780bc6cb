//! Remembers where the window stands: listens while it is moved, writes once it rests.

use crate::place::{Place, Screen, place_on};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::settings;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tauri::{AppHandle, Monitor, Runtime, WebviewWindow, WindowEvent};

/// A window rests when it was not moved for this long.
const REST: Duration = Duration::from_millis(500);

/// Where the window was left, if it may stand there on the screens that are here now.
pub fn recall(app: &AppHandle, cabinet: &Cabinet) -> Option<Place> {
    let json = settings::recall_window(cabinet)
        .inspect_err(|error| tracing::warn!(%error, "Where the window stood cannot be read"))
        .ok()??;
    let screens = app
        .available_monitors()
        .inspect_err(|error| tracing::warn!(%error, "The screens are not known"))
        .ok()?;
    let screens: Vec<Screen> = screens.iter().map(screen).collect();
    place_on(&screens, serde_json::from_str(&json).ok()?)
}

/// Remembers where the window stands, until the program ends.
pub struct Standing {
    tell: Sender<News>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

/// What is told of the window; a maximised one tells no place of its own.
enum News {
    Stands(Place),
    IsMaximised,
    End,
}

impl Standing {
    /// Begins to remember; `start` is where the window stands now.
    pub fn watch<R: Runtime>(window: &WebviewWindow<R>, cabinet: Cabinet, start: Place) -> Self {
        let (tell, moved) = channel();
        let (watched, teller) = (window.clone(), tell.clone());
        window.on_window_event(move |event| on_event(event, &watched, &teller));
        let writer = std::thread::spawn(move || write_when_at_rest(&cabinet, start, &moved));
        Self {
            tell,
            writer: Mutex::new(Some(writer)),
        }
    }

    /// Writes what is not written yet.
    pub fn end(&self) {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let is_told = self.tell.send(News::End).is_ok();
        if let Some(writer) = writer.filter(|_| is_told)
            && writer.join().is_err()
        {
            tracing::warn!("Where the window stands was not kept");
        }
    }
}

fn on_event<R: Runtime>(event: &WindowEvent, window: &WebviewWindow<R>, tell: &Sender<News>) {
    let is_news = matches!(
        event,
        WindowEvent::Moved(_) | WindowEvent::Resized(_) | WindowEvent::ScaleFactorChanged { .. }
    );
    if !is_news {
        return;
    }
    match look(window) {
        // The other end is gone only when the program ends.
        Ok(Some(news)) => drop(tell.send(news)),
        Ok(None) => {}
        Err(error) => tracing::debug!(%error, "Where the window stands is not known"),
    }
}

fn look<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<Option<News>> {
    if window.is_minimized()? || !window.is_visible()? {
        return Ok(None);
    }
    if window.is_maximized()? {
        return Ok(Some(News::IsMaximised));
    }
    let at = window.outer_position()?;
    let size = window.inner_size()?;
    Ok(Some(News::Stands(Place {
        x: at.x,
        y: at.y,
        width: size.width,
        height: size.height,
        is_maximised: false,
        scale_percent: percent(window.scale_factor()?),
    })))
}

fn write_when_at_rest(cabinet: &Cabinet, start: Place, moved: &Receiver<News>) {
    let mut written = start;
    let mut place = start;
    loop {
        let news = if place == written {
            moved.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            moved.recv_timeout(REST)
        };
        match news {
            Ok(News::Stands(now)) => place = now,
            Ok(News::IsMaximised) => place.is_maximised = true,
            Ok(News::End) | Err(_) if place != written => {
                write(cabinet, place);
                written = place;
                if matches!(news, Ok(News::End) | Err(RecvTimeoutError::Disconnected)) {
                    return;
                }
            }
            Ok(News::End) | Err(_) => return,
        }
    }
}

fn write(cabinet: &Cabinet, place: Place) {
    let written = serde_json::to_string(&place)
        .map_err(|error| error.to_string())
        .and_then(|json| settings::remember_window(cabinet, &json).map_err(|error| error.to_string()));
    if let Err(error) = written {
        // A place is a taste; the next one is tried again.
        tracing::warn!(error, "Where the window stands cannot be kept");
    }
}

/// The part of a screen that windows may use.
fn screen(monitor: &Monitor) -> Screen {
    let area = monitor.work_area();
    Screen {
        x: area.position.x,
        y: area.position.y,
        width: area.size.width,
        height: area.size.height,
        scale_percent: percent(monitor.scale_factor()),
    }
}

/// A factor of the windowing library in whole percents.
#[expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "scales of screens are floats in the windowing library"
)]
fn percent(factor: f64) -> u32 {
    (factor * 100.0).round() as u32
}
