//! Claims as a front-end shows them.

use super::find::{Found, find, limits};
use super::list::commands;
use super::{ClaimFileView, ClaimLimitsView, ClaimMessageView, ClaimSummary, ClaimView};
use crate::error::CommandError;
use crate::open::Open;
use crate::orders::{StateView, Why, dismissed};
use cabinet_desk::{Attachment, ClaimDraft, CommandState, Grant, OutboxCommand, Parcel};
use cabinet_domain::access::Right;
use cabinet_domain::claim::ClaimState;
use cabinet_domain::ids::ClaimId;
use cabinet_protocol::claims::{ClaimFileRow, ClaimRow, SentFile, TEXT_LIMIT};
use cabinet_protocol::commands::CommandBody;

/// A whole claim by its id or its number.
pub(crate) fn whole(open: &Open, word: &str) -> Result<ClaimView, CommandError> {
    match find(open, word)? {
        Found::Draft(grant, draft) => whole_draft(open, &grant, &draft),
        Found::Filed(grant, row) => whole_row(open, &grant, &row),
    }
}

fn whole_draft(open: &Open, grant: &Grant, draft: &ClaimDraft) -> Result<ClaimView, CommandError> {
    let is_editable = draft.in_command.is_none() && draft.deleted_ms.is_none();
    Ok(ClaimView {
        summary: of_draft(open, grant, draft)?,
        text: draft.text.clone(),
        of_line_milli: Some(draft.of_line_milli),
        files: files_of_draft(open, draft)?.iter().map(attached).collect(),
        messages: Vec::new(),
        history: Vec::new(),
        is_editable: is_editable && grant.role.may(Right::FileClaims),
        can_say: false,
        command: waiting_command(open, draft)?,
        others: others(
            open,
            grant,
            draft.id.as_str(),
            draft.order.as_str(),
            draft.item.as_str(),
        )?,
        limits: limits_view(open)?,
    })
}

/// The command that still waits; one that is carried out only waits for its row.
fn waiting_command(open: &Open, draft: &ClaimDraft) -> Result<Option<String>, CommandError> {
    let Some(key) = &draft.in_command else {
        return Ok(None);
    };
    let command = open.desk.command(key)?;
    let waits = command.filter(|command| command.state.is_on_its_way() || command.state == CommandState::Parked);
    Ok(waits.map(|command| command.key.to_string()))
}

fn whole_row(open: &Open, grant: &Grant, row: &ClaimRow) -> Result<ClaimView, CommandError> {
    let id = ClaimId::new(row.id.as_str());
    let commands = commands(open, &grant.entity)?;
    let mut messages: Vec<ClaimMessageView> = row
        .messages
        .iter()
        .map(|message| ClaimMessageView {
            at_ms: message.at_ms,
            who: message.who.clone(),
            is_supplier: message.is_supplier,
            text: message.text.clone(),
            files: message.files.iter().map(filed).collect(),
            state: String::new(),
            why: None,
            command: None,
        })
        .collect();
    messages.extend(waiting_messages(open, row, &commands)?);
    let state = ClaimState::from_code(&row.state);
    Ok(ClaimView {
        summary: of_row(open, grant, row, &commands)?,
        text: String::new(),
        of_line_milli: None,
        files: open
            .desk
            .attachments(&Parcel::Reply(id))?
            .iter()
            .map(attached)
            .collect(),
        messages,
        history: row
            .history
            .iter()
            .map(|change| StateView {
                state: change.state.clone(),
                at_ms: change.at_ms,
                who: change.who.clone(),
            })
            .collect(),
        is_editable: false,
        can_say: grant.role.may(Right::FileClaims) && state.and_then(ClaimState::after_dealer_wrote).is_some(),
        command: None,
        others: others(open, grant, &row.id, &row.order, &row.item)?,
        limits: limits_view(open)?,
    })
}

/// Messages that the supplier does not have, in the order in which they were written.
fn waiting_messages(
    open: &Open,
    row: &ClaimRow,
    commands: &[OutboxCommand],
) -> Result<Vec<ClaimMessageView>, CommandError> {
    let seen = dismissed(open)?;
    let who = open
        .desk
        .session()?
        .map(|session| session.person_name)
        .unwrap_or_default();
    let mut messages = Vec::new();
    for command in commands.iter().rev().filter(|command| is_message_of(command, row)) {
        let is_here = row
            .messages
            .iter()
            .any(|message| message.command_key == command.key.as_str());
        let is_over = command.state == CommandState::Cancelled || seen.contains(command.key.as_str());
        if is_here || is_over {
            continue;
        }
        let Ok(CommandBody::SayInClaim(said)) = serde_json::from_str(&command.body) else {
            continue;
        };
        let here = open.desk.attachments_of_command(&command.key)?;
        messages.push(ClaimMessageView {
            at_ms: command.created_ms,
            who: who.clone(),
            is_supplier: false,
            text: said.text,
            files: said.files.iter().map(|file| sent(file, &here)).collect(),
            state: state_of(command.state).to_owned(),
            why: command.why.as_deref().map(Why::of),
            command: Some(command.key.to_string()),
        });
    }
    Ok(messages)
}

fn is_message_of(command: &OutboxCommand, row: &ClaimRow) -> bool {
    command.kind == "say_in_claim" && command.chain.strip_prefix("claim:") == Some(&row.id)
}

/// A claim that the gateway has.
pub(super) fn of_row(
    open: &Open,
    grant: &Grant,
    row: &ClaimRow,
    commands: &[OutboxCommand],
) -> Result<ClaimSummary, CommandError> {
    let mut files = Vec::new();
    for command in commands.iter().filter(|command| is_message_of(command, row)) {
        if command.state.is_on_its_way() {
            files.extend(open.desk.attachments_of_command(&command.key)?);
        }
    }
    Ok(ClaimSummary {
        id: row.id.clone(),
        number: row.number.clone(),
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        order: row.order.clone(),
        order_number: row.order_number.clone(),
        item: row.item.clone(),
        article: row.article.clone(),
        name: row.name.clone(),
        unit: row.unit.clone(),
        quantity_milli: row.quantity_milli,
        kind: row.kind.clone(),
        remedy: row.remedy.clone(),
        state: row.state.clone(),
        why: None,
        at_ms: row.filed_at_ms,
        filed_by: row.filed_by.clone(),
        answer_by_ms: row.answer_by_ms,
        is_overdue: row.answer_by_ms.is_some_and(|by_ms| by_ms < now_there_ms(open)),
        files_waiting: count_waiting(&files),
        files_queued: count(files.len()),
        messages: count(row.messages.len()),
    })
}

/// A claim that is not filed.
pub(super) fn of_draft(open: &Open, grant: &Grant, draft: &ClaimDraft) -> Result<ClaimSummary, CommandError> {
    let command = match &draft.in_command {
        Some(key) => open.desk.command(key)?,
        None => None,
    };
    let (state, why) = match &command {
        Some(command) => (state_of(command.state), command.why.as_deref()),
        None if draft.why.is_some() => ("rejected", draft.why.as_deref()),
        None => ("draft", None),
    };
    let files = files_of_draft(open, draft)?;
    Ok(ClaimSummary {
        id: draft.id.to_string(),
        number: String::new(),
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        order: draft.order.to_string(),
        order_number: draft.order_number.clone(),
        item: draft.item.to_string(),
        article: draft.article.clone(),
        name: draft.name.clone(),
        unit: draft.unit.clone(),
        quantity_milli: draft.quantity_milli,
        kind: draft.kind.code().to_owned(),
        remedy: draft.remedy.code().to_owned(),
        state: state.to_owned(),
        why: why.map(Why::of),
        at_ms: draft.created_ms,
        filed_by: String::new(),
        answer_by_ms: None,
        is_overdue: false,
        files_waiting: count_waiting(&files),
        files_queued: count(files.len()),
        messages: 0,
    })
}

/// Files that the supplier does not have yet.
pub(super) fn count_waiting(files: &[Attachment]) -> u32 {
    count(files.iter().filter(|file| !file.is_uploaded).count())
}

fn files_of_draft(open: &Open, draft: &ClaimDraft) -> Result<Vec<Attachment>, CommandError> {
    Ok(match &draft.in_command {
        Some(key) => open.desk.attachments_of_command(key)?,
        None => open.desk.attachments(&Parcel::Claim(draft.id.clone()))?,
    })
}

/// Numbers of other claims on the same line.
fn others(open: &Open, grant: &Grant, id: &str, order: &str, item: &str) -> Result<Vec<String>, CommandError> {
    if !grant.role.may(Right::SeeClaims) {
        return Ok(Vec::new());
    }
    let all = open.documents(&grant.entity)?.claims()?;
    Ok(all
        .into_iter()
        .filter(|row| row.id != id && row.order == order && row.item == item)
        .map(|row| row.number)
        .collect())
}

fn limits_view(open: &Open) -> Result<ClaimLimitsView, CommandError> {
    let limits = limits(open)?;
    Ok(ClaimLimitsView {
        max_files: limits.max_files,
        max_file_bytes: limits.max_file_bytes,
        answer_days: limits.answer_days,
        max_text: count(TEXT_LIMIT),
    })
}

/// The time at the gateway, for showing only.
fn now_there_ms(open: &Open) -> i64 {
    let offset_ms = match open.desk.session() {
        Ok(Some(session)) => session.clock_offset_ms,
        Ok(None) | Err(_) => 0,
    };
    open.clock.now_ms().saturating_add(offset_ms)
}

const fn state_of(state: CommandState) -> &'static str {
    match state {
        CommandState::Queued => "queued",
        // «Done» until its row comes back.
        CommandState::Sending | CommandState::Unknown | CommandState::Done => "sent",
        CommandState::Parked => "parked",
        CommandState::NeedsUser | CommandState::Rejected | CommandState::Cancelled => "rejected",
    }
}

fn attached(file: &Attachment) -> ClaimFileView {
    ClaimFileView {
        blake3: file.blake3.clone(),
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        bytes: file.bytes,
        is_picture: file.is_picture,
        is_uploaded: file.is_uploaded,
    }
}

fn filed(file: &ClaimFileRow) -> ClaimFileView {
    ClaimFileView {
        blake3: file.blake3.clone(),
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        bytes: file.bytes,
        is_picture: file.media_type.starts_with("image/"),
        is_uploaded: true,
    }
}

fn sent(file: &SentFile, here: &[Attachment]) -> ClaimFileView {
    let known = here.iter().find(|known| known.blake3 == file.blake3);
    ClaimFileView {
        blake3: file.blake3.clone(),
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        bytes: file.bytes,
        is_picture: file.media_type.starts_with("image/"),
        is_uploaded: known.is_some_and(|known| known.is_uploaded),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
