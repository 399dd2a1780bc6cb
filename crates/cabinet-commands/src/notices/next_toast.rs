//! What to show on the desktop now: everything that was not shown yet, as one.
//!
//! A notice is written down as shown before it is: a crash between the two loses a toast, never repeats one, and the
//! list in the program has it all the same.

use super::{Known, NoticeView, known, words};
use crate::cabinet::{Cabinet, Stage};
use crate::error::CommandError;
use crate::open::Open;
use crate::settings::{self, Settings};
use crate::sync::run::SYNCED_AT;
use cabinet_desk::NoticeMark;
use std::collections::BTreeSet;

/// One toast: one notice, or several that came together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Name of the program in the user's language.
    pub app: String,
    /// One line.
    pub title: String,
    /// Plain text, at most five lines.
    pub body: String,
    /// Label of the way into the program.
    pub open: String,
    /// What can be added to a draft; `None` when nothing can.
    pub add: Option<ToastAdd>,
    /// Where the way into the program leads.
    pub place: ToastPlace,
}

/// A page of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastPlace {
    /// The list of notices.
    Notices,
    /// The money page.
    Money,
}

/// The button that adds what was waited for to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToastAdd {
    /// Label of the button.
    pub label: String,
    /// For `add_to_draft`, each.
    pub notices: Vec<String>,
}

/// What is to be shown now, or `None`. It counts as shown from here on. `local_minute` is the minute of the user's day,
/// 0 to 1439: in quiet hours nothing is shown, and all of it together afterwards.
///
/// # Errors
/// `internal`, `disk_full`.
pub async fn next_toast(cabinet: &Cabinet, local_minute: u16) -> Result<Option<Toast>, CommandError> {
    let Stage::Open(open) = cabinet.stage() else {
        return Ok(None);
    };
    let settings = settings::get(cabinet).await?;
    open.blocking(move |open| take(open, &settings, local_minute)).await
}

/// What the first sync of a device brings was told before it: it is in the list, and no news.
pub(crate) fn begin(open: &Open) -> Result<(), CommandError> {
    let ids: Vec<String> = known(open, None)?.into_iter().map(|notice| notice.view.id).collect();
    Ok(open.desk.mark_notices(&ids, NoticeMark::Toasted, open.clock.now_ms())?)
}

fn take(open: &Open, settings: &Settings, local_minute: u16) -> Result<Option<Toast>, CommandError> {
    if open.desk.setting(SYNCED_AT)?.is_none() || settings.notifications.is_quiet(local_minute) {
        return Ok(None);
    }
    let now_ms = open.clock.now_ms();
    let all = known(open, None)?;
    let (mut shown, mut marked): (Vec<NoticeView>, _) = (Vec::new(), Vec::new());
    for Known { view, kind, state } in &all {
        if state.is_toasted {
            continue;
        }
        marked.push(view.id.clone());
        if !state.is_read && !state.is_dismissed && settings.notifications.wants(*kind) {
            shown.push(view.clone());
        }
    }
    open.desk.mark_notices(&marked, NoticeMark::Toasted, now_ms)?;
    if !marked.is_empty() {
        let kept: BTreeSet<&str> = all.iter().map(|notice| notice.view.id.as_str()).collect();
        open.desk.forget_notices(&kept)?;
    }
    let language = if settings.language.is_empty() {
        &settings.system_language
    } else {
        &settings.language
    };
    Ok((!shown.is_empty()).then(|| words::toast(&shown, language)))
}
