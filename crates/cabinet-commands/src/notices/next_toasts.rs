//! What to show on the desktop now: everything that was not shown yet, as one for each page that it leads to.
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
use cabinet_domain::notice::NoticeKind;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::{BTreeMap, BTreeSet};

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
    pub target: ToastTarget,
}

/// Where a click on a toast leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ToastTarget {
    /// Which page.
    pub place: ToastPlace,
    /// The one notice that is told, which opens what it is about; `None` when there are several, or the page is enough.
    pub notice: Option<String>,
}

/// A page of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ToastPlace {
    /// The list of notices.
    Notices,
    /// The calendar of payments.
    Money,
    /// The documents.
    Documents,
    /// The acts of reconciliation.
    Acts,
    /// The claims.
    Claims,
}

impl ToastPlace {
    /// Where a notice of this kind leads. What came of one sync is one toast for each page, so that each of them opens the right one.
    pub(super) const fn of(kind: NoticeKind) -> Self {
        match kind {
            NoticeKind::Arrival
            | NoticeKind::PriceDrop
            | NoticeKind::OrderState
            | NoticeKind::Invoice
            | NoticeKind::WishFound
            | NoticeKind::News => Self::Notices,
            NoticeKind::Claim => Self::Claims,
            NoticeKind::Document | NoticeKind::Waybill => Self::Documents,
            NoticeKind::Act => Self::Acts,
        }
    }
}

/// The button that adds what was waited for to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToastAdd {
    /// Label of the button.
    pub label: String,
    /// For `add_to_draft`, each.
    pub notices: Vec<String>,
}

/// What is to be shown now, one toast for each page that it leads to. It counts as shown from here on. `local_minute` is the minute of the user's day,
/// 0 to 1439: in quiet hours nothing is shown, and all of it together afterwards.
///
/// # Errors
/// `internal`, `disk_full`.
pub async fn next_toasts(cabinet: &Cabinet, local_minute: u16) -> Result<Vec<Toast>, CommandError> {
    let Stage::Open(open) = cabinet.stage() else {
        return Ok(Vec::new());
    };
    let settings = settings::get(cabinet).await?;
    open.blocking(move |open| take(open, &settings, local_minute)).await
}

/// What the first sync of a device brings was told before it: it is in the list, and no news.
pub(crate) fn begin(open: &Open) -> Result<(), CommandError> {
    let ids: Vec<String> = known(open, None)?.into_iter().map(|notice| notice.view.id).collect();
    Ok(open.desk.mark_notices(&ids, NoticeMark::Toasted, open.clock.now_ms())?)
}

fn take(open: &Open, settings: &Settings, local_minute: u16) -> Result<Vec<Toast>, CommandError> {
    if open.desk.setting(SYNCED_AT)?.is_none() || settings.notifications.is_quiet(local_minute) {
        return Ok(Vec::new());
    }
    let now_ms = open.clock.now_ms();
    let all = known(open, None)?;
    let (mut shown, mut marked): (BTreeMap<ToastPlace, Vec<NoticeView>>, _) = (BTreeMap::new(), Vec::new());
    for Known { view, kind, state } in &all {
        if state.is_toasted {
            continue;
        }
        marked.push(view.id.clone());
        if !state.is_read && !state.is_dismissed && settings.notifications.wants(*kind) {
            shown.entry(ToastPlace::of(*kind)).or_default().push(view.clone());
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
    Ok(shown
        .into_iter()
        .map(|(place, notices)| words::toast(&notices, place, language))
        .collect())
}
