//! Files for a claim, a draft or a comparison: chosen in the system's dialog, dropped on the window or pasted. Paths and bytes stay in
//! Rust.

use crate::clipboard::{self, Copied};
use crate::ipc::Host;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::claims::{self, AttachReport, PastedPicture};
use cabinet_commands::codes::{self, CodesImported};
use cabinet_commands::documents::SavedFile;
use cabinet_commands::drafts::{self, AddReport};
use cabinet_commands::error::CommandError;
use cabinet_commands::money::{self, ReconcileRequest, ReconciliationView};
use cabinet_commands::reason::Reason;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Emitter, Manager, State};
use tauri_plugin_dialog::DialogExt;

/// The event that tells the page that files lie ready; it carries no names.
const DROPPED: &str = "files-dropped";

/// Endings of lists that the dialog offers first; what a file is, its bytes decide.
const LISTS: [&str; 12] = [
    "xlsx", "xls", "ods", "csv", "txt", "xlsm", "tsv", "htm", "html", "xml", "xlt", "prn",
];

/// The same for files of claims.
const OFFERED: [&str; 13] = [
    "jpg", "jpeg", "png", "webp", "pdf", "docx", "xlsx", "odt", "ods", "doc", "xls", "txt", "csv",
];

/// What was dropped last and not taken yet.
#[derive(Default)]
pub struct Dropped(Mutex<Vec<PathBuf>>);

impl Dropped {
    fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Lets the user choose files and attaches them; none chosen is no failure.
#[tauri::command]
#[specta::specta]
pub async fn claims_pick(app: AppHandle, host: State<'_, Host>, claim: String) -> Result<AttachReport, CommandError> {
    let cabinet = host.cabinet()?;
    let paths = pick(&app, "JPG, PNG, PDF, DOCX, XLSX, TXT", &OFFERED).await;
    claims::attach(&cabinet, claim, paths).await
}

/// Attaches what was dropped on the window.
#[tauri::command]
#[specta::specta]
pub async fn claims_drop(
    host: State<'_, Host>,
    dropped: State<'_, Dropped>,
    claim: String,
) -> Result<AttachReport, CommandError> {
    let cabinet = host.cabinet()?;
    claims::attach(&cabinet, claim, dropped.take()).await
}

/// Lets the user choose a list and adds its lines to a draft; `None` when none is chosen.
#[tauri::command]
#[specta::specta]
pub async fn drafts_pick(
    app: AppHandle,
    host: State<'_, Host>,
    draft: String,
) -> Result<Option<AddReport>, CommandError> {
    let cabinet = host.cabinet()?;
    let paths = pick(&app, "XLSX, XLS, ODS, CSV, TXT", &LISTS).await;
    add_list(&cabinet, draft, paths).await
}

/// Adds the lines of the list that was dropped on the window; `None` when nothing lies ready.
#[tauri::command]
#[specta::specta]
pub async fn drafts_drop(
    host: State<'_, Host>,
    dropped: State<'_, Dropped>,
    draft: String,
) -> Result<Option<AddReport>, CommandError> {
    let cabinet = host.cabinet()?;
    add_list(&cabinet, draft, dropped.take()).await
}

async fn add_list(cabinet: &Cabinet, draft: String, paths: Vec<PathBuf>) -> Result<Option<AddReport>, CommandError> {
    let mut paths = paths.into_iter();
    match (paths.next(), paths.next()) {
        (None, _) => Ok(None),
        (Some(path), None) => drafts::add_file(cabinet, draft, path).await.map(Some),
        // Their reports would be one, and nobody could tell whose row 7 is meant.
        (Some(_), Some(_)) => Err(Reason::OneListAtATime.into()),
    }
}

/// Lets the user choose a table of own codes and learns them; `None` when none is chosen.
#[tauri::command]
#[specta::specta]
pub async fn codes_pick(
    app: AppHandle,
    host: State<'_, Host>,
    entity: String,
) -> Result<Option<CodesImported>, CommandError> {
    let cabinet = host.cabinet()?;
    let mut paths = pick(&app, "XLSX, XLS, ODS, CSV, TXT", &LISTS).await.into_iter();
    match (paths.next(), paths.next()) {
        (None, _) => Ok(None),
        (Some(path), None) => codes::import_file(&cabinet, entity, path).await.map(Some),
        (Some(_), Some(_)) => Err(Reason::OneListAtATime.into()),
    }
}

/// The books that were compared last, to be saved as they are shown.
#[derive(Default)]
pub struct Compared(Mutex<Option<(ReconcileRequest, PathBuf)>>);

/// Lets the user choose his own books and compares them with an act; `None` when none are chosen.
#[tauri::command]
#[specta::specta]
pub async fn money_reconcile_pick(
    app: AppHandle,
    host: State<'_, Host>,
    compared: State<'_, Compared>,
    request: ReconcileRequest,
) -> Result<Option<ReconciliationView>, CommandError> {
    let cabinet = host.cabinet()?;
    let paths = pick(&app, "XLSX, XLS, ODS, CSV, TXT", &LISTS).await;
    compare(&cabinet, &compared, request, paths).await
}

/// Compares the books that were dropped on the window; `None` when nothing lies ready.
#[tauri::command]
#[specta::specta]
pub async fn money_reconcile_drop(
    host: State<'_, Host>,
    dropped: State<'_, Dropped>,
    compared: State<'_, Compared>,
    request: ReconcileRequest,
) -> Result<Option<ReconciliationView>, CommandError> {
    let cabinet = host.cabinet()?;
    compare(&cabinet, &compared, request, dropped.take()).await
}

/// Writes what differed in the books that were compared last as a workbook into the user's folder of documents; `None` when none were.
#[tauri::command]
#[specta::specta]
pub async fn money_reconcile_save(
    host: State<'_, Host>,
    compared: State<'_, Compared>,
) -> Result<Option<SavedFile>, CommandError> {
    let cabinet = host.cabinet()?;
    let last = compared.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match last {
        None => Ok(None),
        Some((request, path)) => money::reconcile_export(&cabinet, request, path, None).await.map(Some),
    }
}

async fn compare(
    cabinet: &Cabinet,
    compared: &Compared,
    request: ReconcileRequest,
    paths: Vec<PathBuf>,
) -> Result<Option<ReconciliationView>, CommandError> {
    let mut paths = paths.into_iter();
    let path = match (paths.next(), paths.next()) {
        (None, _) => return Ok(None),
        (Some(path), None) => path,
        (Some(_), Some(_)) => return Err(Reason::OneListAtATime.into()),
    };
    let view = money::reconcile(cabinet, request.clone(), path.clone()).await?;
    *compared.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((request, path));
    Ok(Some(view))
}

/// Attaches the files or the picture in the clipboard; nothing there is an empty report. `name` is what a picture that has
/// none is called.
#[tauri::command]
#[specta::specta]
pub async fn claims_paste(host: State<'_, Host>, claim: String, name: String) -> Result<AttachReport, CommandError> {
    let cabinet = host.cabinet()?;
    let copied = tokio::task::spawn_blocking(clipboard::copied).await??;
    match copied {
        Copied::Files(paths) => claims::attach(&cabinet, claim, paths).await,
        Copied::Picture { width, height, rgba } => {
            let picture = PastedPicture {
                name,
                width,
                height,
                rgba,
            };
            claims::attach_pasted(&cabinet, claim, picture).await
        }
        Copied::Nothing => claims::attach(&cabinet, claim, Vec::new()).await,
    }
}

/// Keeps what was dropped until a claim takes it, and tells the page.
pub(crate) fn dropped(app: &AppHandle, paths: Vec<PathBuf>) {
    if let Some(dropped) = app.try_state::<Dropped>() {
        *dropped.0.lock().unwrap_or_else(PoisonError::into_inner) = paths;
    }
    if let Err(error) = app.emit(DROPPED, ()) {
        tracing::debug!(%error, "The window was not told of dropped files");
    }
}

async fn pick(app: &AppHandle, offer: &str, endings: &[&str]) -> Vec<PathBuf> {
    let (tell, told) = tokio::sync::oneshot::channel();
    let mut dialog = app.dialog().file().add_filter(offer, endings);
    if let Some(window) = app.get_webview_window(crate::window::NAME) {
        dialog = dialog.set_parent(&window);
    }
    dialog.pick_files(move |chosen| {
        // Nobody waits any more when the window is closed.
        let _told = tell.send(chosen.unwrap_or_default());
    });
    told.await
        .unwrap_or_default()
        .into_iter()
        .filter_map(|path| path.into_path().ok())
        .collect()
}
