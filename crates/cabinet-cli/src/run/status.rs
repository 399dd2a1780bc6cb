//! `status`: the profile, the connection, and the age of the figures.

use super::{tell_notice, unlock, whole};
use crate::answer::Answer;
use crate::args::Global;
use crate::exit::Failure;
use crate::{secret, shapes};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::profile::{self, ProfileStage, ProfileState, SetAsideFile};
use cabinet_commands::sync::{self, SyncStatus};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Tells what it can: a profile that stays locked for want of a passphrase is an answer too.
pub async fn status(cabinet: &Cabinet, global: &Global) -> Result<Answer, Failure> {
    let mut state = profile::state(cabinet).await?;
    if state.stage == ProfileStage::Locked && secret::passphrase(global.passphrase_file.as_deref())?.is_some() {
        unlock(cabinet, global).await?;
        state = profile::state(cabinet).await?;
    }
    answer(cabinet, state).await
}

/// The answer for a state.
pub async fn answer(cabinet: &Cabinet, state: ProfileState) -> Result<Answer, Failure> {
    tell_notice(&state)?;
    let mut shape = shapes::state(&state);
    let mut entities = Vec::new();
    let mut sync_status = None;
    if state.stage == ProfileStage::Ready {
        entities = profile::entities(cabinet).await?;
        sync_status = Some(sync::status(cabinet).await?);
    }
    if let Value::Object(fields) = &mut shape {
        fields.insert("id".to_owned(), json!(cabinet.device_id().await?));
        fields.insert("profile".to_owned(), json!(cabinet.directory().display().to_string()));
        fields.insert("entities".to_owned(), entities.iter().map(shapes::entity).collect());
        fields.insert("sync".to_owned(), sync_status.as_ref().map(shapes::sync_status).into());
    }
    let directory = cabinet.directory().display().to_string();
    let is_shut_out = state.is_shut_out;
    let answer = Answer::new(&shape, move |out| {
        writeln!(out, "profile   {directory}")?;
        writeln!(out, "stage     {}", stage(state.stage))?;
        if state.stage == ProfileStage::KeyMissing {
            writeln!(out, "problem   {}", state.keyring_problem)?;
        }
        if !state.notice.is_empty() {
            writeln!(out, "notice    {}", state.notice)?;
        }
        for file in &state.set_aside {
            set_aside(out, file)?;
        }
        if !state.supplier_name.is_empty() {
            writeln!(
                out,
                "supplier  {}\nperson    {}",
                state.supplier_name, state.person_name
            )?;
        }
        for entity in &entities {
            writeln!(
                out,
                "entity    {}  {}  {}  {}",
                entity.id, entity.name, entity.tax_id, entity.role
            )?;
        }
        match sync_status {
            // Its figures are those of a device without a supplier, and another sync brings none.
            Some(_) if state.is_shut_out => writeln!(out, "problem   {}", whole::SIGNED_OUT),
            Some(status) => connection(out, &status),
            None => Ok(()),
        }
    });
    Ok(if is_shut_out {
        answer.with_problem(whole::signed_out())
    } else {
        answer
    })
}

/// A damaged file of drafts, and what can be done about it.
fn set_aside(out: &mut dyn Write, file: &SetAsideFile) -> io::Result<()> {
    let day = file
        .changed_at_ms
        .and_then(day)
        .map(|day| format!(", last written {day}"));
    writeln!(
        out,
        "set aside {} ({} bytes{}): a damaged file with drafts. Support may get drafts out of it with its keys.json or \
         the recovery code; when you miss nothing, delete it.",
        file.path,
        file.bytes,
        day.unwrap_or_default()
    )
}

/// The day, UTC, of a time in ms since 1970.
fn day(at_ms: i64) -> Option<time::Date> {
    let at = time::OffsetDateTime::from_unix_timestamp(at_ms.div_euclid(1000)).ok()?;
    Some(at.date())
}

/// Day and minute, UTC, of a time in ms since 1970.
fn minute(at_ms: i64) -> Option<String> {
    let at = time::OffsetDateTime::from_unix_timestamp(at_ms.div_euclid(1000)).ok()?;
    Some(format!("{} {:02}:{:02} UTC", at.date(), at.hour(), at.minute()))
}

fn stage(stage: ProfileStage) -> &'static str {
    match stage {
        ProfileStage::FirstRun => "nothing here yet: run `cabinet enroll URL CODE`",
        ProfileStage::Locked => "locked: a passphrase is needed",
        ProfileStage::KeyMissing => "the key cannot be had",
        ProfileStage::Ready => "ready",
    }
}

/// The lines about the connection and the mirror.
pub fn connection(out: &mut dyn Write, status: &SyncStatus) -> io::Result<()> {
    writeln!(
        out,
        "search    {}",
        if status.is_searchable {
            "ready"
        } else {
            "not yet: run `cabinet sync`"
        }
    )?;
    writeln!(
        out,
        "waiting   {} to be sent, {} for your answer{}",
        status.queued,
        status.needs_user,
        if status.queued == 0 && status.needs_user == 0 {
            ""
        } else {
            " (`cabinet queue list`)"
        }
    )?;
    if let Some(at) = status.synced_at_ms.and_then(minute) {
        writeln!(out, "synced    {at}")?;
    }
    for feed in &status.feeds {
        let part = Some(&feed.part).filter(|part| !part.is_empty());
        let part = part.map(|part| format!(" ({part})")).unwrap_or_default();
        let buyers = if feed.buyers.is_empty() {
            String::new()
        } else {
            format!(" for {}", feed.buyers.join(", "))
        };
        let age = feed.true_at_ms.and_then(minute).map(|at| format!(", as of {at}"));
        let age = age.unwrap_or_default();
        writeln!(out, "feed      {}{part}{buyers}  {} rows{age}", feed.feed, feed.rows)?;
    }
    if !status.problem.is_empty() {
        writeln!(out, "problem   {}", status.problem)?;
    }
    Ok(())
}
