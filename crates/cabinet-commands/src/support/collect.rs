//! `support_collect`.

use super::lines::Forbidden;
use super::{SupportBundle, SupportFile, SupportRequest, journal};
use crate::cabinet::{Cabinet, Stage};
use crate::error::CommandError;
use crate::{documents, drafts, notices, orders, profile, settings, subscriptions, sync};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// What a bundle would hold. Works whatever the state of the profile is.
///
/// # Errors
/// `internal`.
pub async fn collect(cabinet: &Cabinet, request: SupportRequest) -> Result<SupportBundle, CommandError> {
    tracing::info!("What support needs to see is collected");
    let mut files = vec![
        file("about.json", &about(cabinet).await?),
        file("files.json", &sizes(cabinet).await?),
        file("settings.json", &choices(cabinet).await?),
    ];
    if let Stage::Open(_) = cabinet.stage() {
        // A desk that cannot be read is what support is asked about: the rest goes in all the same.
        let counts = match counts(cabinet).await {
            Ok(counts) => counts,
            Err(error) => json!({ "error": error.code }),
        };
        files.push(file("counts.json", &counts));
    }
    if let Some(report) = &request.connection {
        files.push(file("connection.json", &json!(report)));
    }
    files.push(SupportFile {
        name: "log.txt".to_owned(),
        text: log(cabinet).await?,
    });
    Ok(SupportBundle { files })
}

fn file(name: &str, value: &Value) -> SupportFile {
    SupportFile {
        name: name.to_owned(),
        text: format!("{value:#}\n"),
    }
}

async fn about(cabinet: &Cabinet) -> Result<Value, CommandError> {
    let state = profile::state(cabinet).await?;
    Ok(json!({
        "program": "dealer-cabinet",
        "version": state.app_version,
        "protocol": cabinet_protocol::PROTOCOL_VERSION,
        "row_schema": cabinet_protocol::ROW_SCHEMA,
        "system": std::env::consts::OS,
        "release": release(),
        "machine": std::env::consts::ARCH,
        "stage": state.stage,
        "has_keyring": state.has_keyring,
        "is_sample": state.is_sample,
        "has_notice": !state.notice.is_empty(),
    }))
}

/// The name of the system's release, where it tells one.
fn release() -> String {
    let text = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    line.unwrap_or_default().trim_matches('"').to_owned()
}

/// Files of the profile by kind: the name of one may hold an id, so each kind is counted.
async fn sizes(cabinet: &Cabinet) -> Result<Value, CommandError> {
    let directory = cabinet.directory().to_owned();
    tokio::task::spawn_blocking(move || Ok(by_kind(&directory))).await?
}

fn by_kind(directory: &Path) -> Value {
    let mut kinds: BTreeMap<String, (u32, u64)> = BTreeMap::new();
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = if name.starts_with("entity-") {
            format!("entity-*.{}", name.rsplit('.').next().unwrap_or_default())
        } else if name.starts_with("desk.set-aside-") {
            "desk.set-aside-*".to_owned()
        } else if KNOWN.contains(&name.as_str()) {
            name
        } else {
            "other".to_owned()
        };
        let bytes = entry.metadata().map(|meta| meta.len()).unwrap_or(0);
        let counted = kinds.entry(kind).or_default();
        *counted = (counted.0.saturating_add(1), counted.1.saturating_add(bytes));
    }
    let rows = kinds
        .into_iter()
        .map(|(kind, (count, bytes))| (kind, json!({ "count": count, "bytes": bytes })));
    Value::Object(rows.collect())
}

/// Files whose names say nothing of anybody.
const KNOWN: [&str; 13] = [
    "desk.db",
    "desk.db-wal",
    "desk.db-shm",
    "exports",
    "keys.json",
    "lock",
    "lock-holder",
    "mirror.db",
    "mirror.db-shm",
    "mirror.db-wal",
    "settings.json",
    "webview",
    "window.json",
];

async fn choices(cabinet: &Cabinet) -> Result<Value, CommandError> {
    let settings = settings::get(cabinet).await?;
    let network = crate::network::get(cabinet).await?;
    Ok(json!({
        "language": settings.language,
        "system_language": settings.system_language,
        "theme": settings.theme,
        "density": settings.density,
        "zoom_percent": settings.zoom_percent,
        "stays_in_tray": settings.stays_in_tray,
        "notifications": settings.notifications.is_on,
        "proxy": network.mode,
        "proxy_has_login": network.has_password,
    }))
}

/// How much of everything there is, and in which states; no text that a person wrote.
async fn counts(cabinet: &Cabinet) -> Result<Value, CommandError> {
    let status = sync::status(cabinet).await?;
    let entities = profile::entities(cabinet).await?;
    let mut roles: BTreeMap<String, u32> = BTreeMap::new();
    for entity in &entities {
        count(&mut roles, &entity.role);
    }
    let mut states: BTreeMap<String, u32> = BTreeMap::new();
    let mut reasons: BTreeMap<String, u32> = BTreeMap::new();
    for order in orders::list(cabinet, None).await? {
        count(&mut states, &code(&json!(order.state)));
        if let Some(why) = order.why {
            count(&mut reasons, &code(&json!(why)));
        }
    }
    let mut feeds: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for feed in &status.feeds {
        // The rest of a feed's name is an id.
        let kind = feed.feed.split(':').next().unwrap_or_default().to_owned();
        let counted = feeds.entry(kind).or_default();
        *counted = (counted.0.saturating_add(1), counted.1.saturating_add(feed.rows));
    }
    let feeds = feeds
        .into_iter()
        .map(|(kind, (count, rows))| (kind, json!({ "count": count, "rows": rows })));
    let drafts = drafts::list(cabinet, None, false).await?;
    Ok(json!({
        "entities_by_role": roles,
        "feeds": Value::Object(feeds.collect()),
        "drafts": drafts.len(),
        "draft_lines": drafts.iter().map(|draft| u64::from(draft.lines)).sum::<u64>(),
        "orders_by_state": states,
        "orders_by_reason": reasons,
        "documents": documents::list(cabinet, None).await?.len(),
        "notices": notices::list(cabinet, None).await?.rows.len(),
        "subscriptions": subscriptions::list(cabinet, None).await?.len(),
        "sync": {
            "phase": status.phase,
            "link": status.link,
            "live": status.live,
            "true_at_ms": status.true_at_ms,
            "synced_at_ms": status.synced_at_ms,
            "is_searchable": status.is_searchable,
            "is_whole": status.is_whole,
            "queued": status.queued,
            "needs_user": status.needs_user,
            "problem": status.problem_code,
        },
    }))
}

fn count(counts: &mut BTreeMap<String, u32>, of: &str) {
    let counted = counts.entry(of.to_owned()).or_default();
    *counted = counted.saturating_add(1);
}

fn code(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

async fn log(cabinet: &Cabinet) -> Result<String, CommandError> {
    let forbidden = match cabinet.stage() {
        Stage::Open(open) => open.blocking(Forbidden::of).await?,
        Stage::FirstRun | Stage::Locked | Stage::KeyMissing(_) => Forbidden::default(),
    };
    let (lines, left_out) = forbidden.with_proxy(&cabinet.inner.proxy()).filter(journal().lines());
    let mut text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    if left_out > 0 {
        text.push_str(&format!("({left_out} lines were left out)\n"));
    }
    Ok(text)
}
