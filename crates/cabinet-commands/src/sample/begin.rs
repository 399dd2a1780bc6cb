//! Opening the sample, and filling it when it is new. Its supplier's data are made anew each time, so that they never look
//! old; drafts stay.

use super::{MARK, directory, is_sample};
use crate::cabinet::{Cabinet, OpenOptions, Stage};
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::{FileDeed, Reason};
use crate::sync::run::SYNCED_AT;
use crate::{notices, vault};
use cabinet_desk::session::SAMPLE_GATEWAY;
use cabinet_desk::{LineChange, NewLine, Session, Tokens};
use cabinet_domain::marks::LineMarks;
use cabinet_sample::{Sample, SampleDraft};
use std::path::Path;

/// Opens the sample beside a profile, making it first where it is not there.
///
/// # Errors
/// `busy` when another program uses it, `invalid` when its directory holds something else, `disk_full`.
pub async fn open(profile: &Path, options: OpenOptions) -> Result<Cabinet, CommandError> {
    let directory = directory(profile)?;
    let marked = directory.clone();
    tokio::task::spawn_blocking(move || mark(&marked)).await??;
    let cabinet = Cabinet::open(directory, options).await?;
    if matches!(cabinet.stage(), Stage::FirstRun) {
        let directory = cabinet.inner.directory.clone();
        let keys = tokio::task::spawn_blocking(move || vault::create_sample(&directory)).await??;
        let open = cabinet.open_files(keys).await?;
        cabinet.set_stage(Stage::Open(open));
    }
    cabinet.ready()?.blocking(fill).await?;
    Ok(cabinet)
}

/// Says what the directory is, before anything else is in it; a directory that holds something else is refused.
fn mark(directory: &Path) -> Result<(), CommandError> {
    if is_sample(directory) {
        return Ok(());
    }
    let is_used = directory.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if is_used {
        return Err(Reason::SampleFolderTaken {
            path: directory.display().to_string(),
        }
        .into());
    }
    crate::cabinet::make_private(directory)?;
    let path = directory.join(MARK);
    let words = "This directory is the built-in sample of Dealer Cabinet. It may be deleted at any time.\n";
    std::fs::write(&path, words).map_err(|error| CommandError::file(FileDeed::MakeSample, &path, &error))
}

/// Blocks for about a second.
fn fill(open: &Open) -> Result<(), CommandError> {
    let now_ms = open.clock.now_ms();
    let sample = cabinet_sample::sample(now_ms)
        .map_err(|error| CommandError::internal("the built-in sample could not be made", &error))?;
    let is_new = open.desk.session()?.is_none();
    if is_new {
        begin(open, &sample, now_ms)?;
    }
    open.connect()?;
    let at_seq = u64::try_from(now_ms).unwrap_or(0);
    for feed in sample.feeds {
        cabinet_sync::bundle::load(open.files.as_ref(), feed.feed, feed.true_at_ms, at_seq, &feed.rows)?;
    }
    open.desk.put_setting(SYNCED_AT, &now_ms.to_string())?;
    if is_new {
        notices::begin(open)?;
        draft(open, &sample.draft, now_ms)?;
    }
    Ok(())
}

/// The session first: from here on the desk refuses to queue anything.
fn begin(open: &Open, sample: &Sample, now_ms: i64) -> Result<(), CommandError> {
    open.desk.put_session(&Session {
        device: "sample".to_owned(),
        person: sample.person.clone(),
        person_name: sample.person_name.clone(),
        supplier_name: sample.supplier_name.clone(),
        gateway_url: SAMPLE_GATEWAY.to_owned(),
        pinned_fingerprint: None,
        tokens: Tokens {
            access_token: String::new(),
            access_until_ms: now_ms,
            refresh_token: String::new(),
        },
        clock_offset_ms: 0,
    })?;
    let grants: Vec<_> = sample.grants.iter().map(cabinet_sync::driver::grant).collect();
    open.desk.replace_grants(&grants)?;
    Ok(())
}

fn draft(open: &Open, draft: &SampleDraft, now_ms: i64) -> Result<(), CommandError> {
    let id = open.desk.create_draft(&draft.entity, &draft.name, now_ms)?;
    let lines: Vec<NewLine> = draft
        .lines
        .iter()
        .map(|line| NewLine {
            item: line.item.clone(),
            quantity_milli: line.quantity_milli,
            seen_price: Some((line.price_micro, "RUB".to_owned())),
            article: line.article.clone(),
            name: line.name.clone(),
            unit: line.unit.clone(),
            marks: LineMarks::default(),
        })
        .collect();
    Ok(open
        .desk
        .put_lines(&draft.entity, &id, &lines, LineChange::Set, now_ms)?)
}
