//! `money_ask_act`, `money_acts`, `money_act`: acts of reconciliation, asked for offline too, and what the supplier answered.

use super::tree::{sees_money, today};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, demand};
use crate::orders::Why;
use crate::reason::{Reason, Thing};
use crate::small_command::{Subscribed, queue, send};
use cabinet_desk::{CommandState, Grant, OutboxCommand};
use cabinet_domain::access::Right;
use cabinet_domain::delivery::{read_date, write_date};
use cabinet_domain::ids::EntityId;
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::settlement::{ActRow, AskAct, CONTRACT_LIMIT, CurrencyActRow};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeSet;

/// Which act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ActRequest {
    /// Id of the legal entity.
    pub entity: String,
    /// Number of the contract; empty for all.
    pub contract: String,
    /// First day of the period, ISO.
    pub from: String,
    /// Its last day, ISO.
    pub to: String,
}

/// What became of an ask. The first that is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ActState {
    /// It waits in the outbox for a connection.
    Waiting,
    /// The ask did not reach the supplier, and why is told.
    Failed,
    /// It is with the supplier; his answer comes with a sync.
    Asked,
    /// A document of the supplier answers it.
    Answered,
    /// The supplier's people say that there is none.
    Refused,
    /// It is made.
    Made,
    /// The supplier's gateway cannot make it; his people see that it was asked for.
    NotMade,
}

/// An act that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ActView {
    /// Id of the gateway; empty until it has answered.
    pub id: String,
    /// Id of the legal entity.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// Number of the contract; empty for all.
    pub contract: String,
    /// First day of the period, ISO.
    pub from: String,
    /// Its last day, ISO.
    pub to: String,
    /// Who asked last; empty for the person of this device while it waits.
    pub asked_by: String,
    /// When, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub asked_at_ms: i64,
    /// As of when the answer is, UTC, ms since 1970; `None` without one.
    #[specta(type = Option<specta_typescript::Number>)]
    pub answered_at_ms: Option<i64>,
    /// What became of it.
    pub state: ActState,
    /// `cabinet_domain::settlement::ActTrouble::code`, or one of a newer gateway: why it was not made; empty when it was.
    pub trouble: String,
    /// Numbers of the documents or orders that the trouble is about.
    pub numbers: Vec<String>,
    /// What the supplier's people say to it, or said to an earlier ask; empty for nothing.
    pub note: String,
    /// The document of the supplier that answers it or an earlier ask, by its id; empty for none.
    pub document: String,
    /// The act, one for each currency.
    pub acts: Vec<ActSumsView>,
    /// Why it did not reach the supplier.
    pub why: Option<Why>,
}

/// Sums of an act in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ActSumsView {
    /// What names this act to be printed.
    pub paper: String,
    /// ISO 4217 of every sum.
    pub currency: String,
    /// Owed before the period; below zero when the supplier owed.
    #[specta(type = specta_typescript::Number)]
    pub opening_minor: i64,
    /// `cabinet_domain::settlement::OpeningBy::code`: what the opening balance rests upon.
    pub opening_by: String,
    /// The day of that balance, or of the first document that is known, ISO; empty without either.
    pub opening_day: String,
    /// Owed more by the entries.
    #[specta(type = specta_typescript::Number)]
    pub debit_minor: i64,
    /// Owed less by them.
    #[specta(type = specta_typescript::Number)]
    pub credit_minor: i64,
    /// How many.
    pub entries: u32,
    /// Owed after the period; below zero when the supplier owes.
    #[specta(type = specta_typescript::Number)]
    pub closing_minor: i64,
}

/// An entry of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ActEntryView {
    /// ISO 4217.
    pub currency: String,
    /// ISO.
    pub date: String,
    /// `cabinet_domain::supplier_document::DocumentKind::code`.
    pub kind: String,
    /// As the supplier wrote it.
    pub number: String,
    /// Owed more by it.
    #[specta(type = specta_typescript::Number)]
    pub debit_minor: i64,
    /// Owed less by it.
    #[specta(type = specta_typescript::Number)]
    pub credit_minor: i64,
    /// The document of the supplier, by its id.
    pub document: String,
}

/// Asks the supplier for an act of a period; queued when there is no connection. Asked again, it is made anew.
///
/// # Errors
/// `not_allowed`, `invalid`, `sample`, `disk_full`.
pub async fn ask_act(cabinet: &Cabinet, request: ActRequest) -> Result<Subscribed, CommandError> {
    let open = cabinet.ready()?;
    let queued = open
        .blocking(move |open| {
            open.demand_real()?;
            let grant = open.grant(&request.entity)?;
            demand(&grant, Right::SeeMoney, Reason::NotForThatEntity)?;
            let contract = request.contract.trim().to_owned();
            let (from, to) = (read_date(request.from.trim()), read_date(request.to.trim()));
            let (Some(from), Some(to)) = (from, to) else {
                return Err(Reason::PeriodUnusable.into());
            };
            if from > to || to > today(open)? || contract.chars().count() > CONTRACT_LIMIT {
                return Err(Reason::PeriodUnusable.into());
            }
            let body = AskAct {
                contract,
                from: write_date(from),
                to: write_date(to),
            };
            let chain = chain(&grant.entity, &body);
            queue(open, &grant.entity, chain, &CommandBody::AskAct(body))
        })
        .await?;
    send(&open, queued).await
}

/// Acts that were asked for, of one legal entity or of all whose money the person sees, the newest first.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn acts(cabinet: &Cabinet, entity: Option<String>) -> Result<Vec<ActView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let mut views = Vec::new();
            for grant in open
                .grants_of(entity.as_deref())?
                .iter()
                .filter(|grant| sees_money(grant))
            {
                views.extend(of_entity(open, grant)?);
            }
            views.sort_by_key(|view| std::cmp::Reverse(view.asked_at_ms));
            Ok(views)
        })
        .await
}

/// Numbers of the contracts of a legal entity that are known here, for asks: the one in force, those of its books, and those of
/// earlier asks that were answered.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn act_contracts(cabinet: &Cabinet, entity: String) -> Result<Vec<String>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            demand(&grant, Right::SeeMoney, Reason::NotForThatEntity)?;
            let mirror = open.documents(&grant.entity)?;
            let in_force = grant.contract.as_ref().map(|contract| contract.number.clone());
            let of_books = mirror.owed_sums()?.into_iter().map(|sum| sum.contract);
            let of_asks = mirror.acts()?.into_iter().map(|row| row.contract);
            let known: BTreeSet<String> = in_force
                .into_iter()
                .chain(of_books)
                .chain(of_asks)
                .filter(|number| !number.is_empty())
                .collect();
            Ok(known.into_iter().collect())
        })
        .await
}

/// The entries of an act, in all its currencies.
///
/// # Errors
/// `not_found`, `not_ready`.
pub async fn act(cabinet: &Cabinet, id: String) -> Result<Vec<ActEntryView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let (_, row) = find_act(open, &id)?;
            Ok(row.acts.iter().flat_map(entries).collect())
        })
        .await
}

/// An act by its id, with whose it is.
///
/// # Errors
/// `not_found`.
pub(crate) fn find_act(open: &Open, id: &str) -> Result<(Grant, ActRow), CommandError> {
    for grant in open.grants()?.into_iter().filter(sees_money) {
        if let Some(row) = open.documents(&grant.entity)?.act(id)? {
            return Ok((grant, row));
        }
    }
    Err(CommandError::not_found(Thing::Act))
}

/// Asks for one act keep their order.
const CHAINS: &str = "act:";

fn chain(entity: &EntityId, asked: &AskAct) -> String {
    format!("{CHAINS}{entity}/{}/{}/{}", asked.from, asked.to, asked.contract)
}

fn of_entity(open: &Open, grant: &Grant) -> Result<Vec<ActView>, CommandError> {
    let rows = open.documents(&grant.entity)?.acts()?;
    let mut views: Vec<ActView> = rows.into_iter().map(|row| view(grant, row)).collect();
    for command in open.desk.newest_of_chains(&grant.entity, CHAINS)? {
        apply(grant, &command, &mut views)?;
    }
    Ok(views)
}

/// Changes the list by an ask that the mirror's rows do not have yet.
fn apply(grant: &Grant, command: &OutboxCommand, views: &mut Vec<ActView>) -> Result<(), CommandError> {
    if command.state == CommandState::Cancelled {
        return Ok(());
    }
    let body = serde_json::from_str(&command.body)
        .map_err(|error| CommandError::internal("a stored command cannot be read by this version", &error))?;
    let CommandBody::AskAct(asked) = body else {
        return Ok(());
    };
    let is_same = |view: &ActView| view.contract == asked.contract && view.from == asked.from && view.to == asked.to;
    let known = views.iter().find(|view| is_same(view));
    let is_done = command.state == CommandState::Done;
    // Of an ask that was carried out the gateway's row says more, and an older row is of an ask before.
    if is_done && known.is_some() {
        return Ok(());
    }
    // One that failed says nothing of a row that another device asked for later.
    let is_over = !is_done && !command.state.is_on_its_way();
    if is_over && known.is_some_and(|known| known.asked_at_ms > command.created_ms) {
        return Ok(());
    }
    let is_waiting = command.state.is_on_its_way();
    let state = if is_done {
        ActState::Asked
    } else if is_waiting {
        ActState::Waiting
    } else {
        ActState::Failed
    };
    let why = command
        .why
        .as_deref()
        .filter(|_| state == ActState::Failed)
        .map(Why::of);
    if let Some(known) = views.iter_mut().find(|view| is_same(view)) {
        known.state = state;
        known.why = why;
        return Ok(());
    }
    views.push(ActView {
        id: String::new(),
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        contract: asked.contract,
        from: asked.from,
        to: asked.to,
        asked_by: String::new(),
        asked_at_ms: command.created_ms,
        answered_at_ms: None,
        state,
        trouble: String::new(),
        numbers: Vec::new(),
        note: String::new(),
        document: String::new(),
        acts: Vec::new(),
        why,
    });
    Ok(())
}

fn view(grant: &Grant, row: ActRow) -> ActView {
    let state = if !row.document.is_empty() && !row.is_earlier {
        ActState::Answered
    } else if !row.acts.is_empty() {
        ActState::Made
    } else if !row.note.is_empty() && !row.is_earlier {
        ActState::Refused
    } else {
        ActState::NotMade
    };
    let acts = row.acts.iter().map(|act| sums(&row.id, act)).collect();
    ActView {
        id: row.id,
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        contract: row.contract,
        from: row.from,
        to: row.to,
        asked_by: row.asked_by,
        asked_at_ms: row.asked_at_ms,
        answered_at_ms: Some(row.answered_at_ms),
        state,
        trouble: row.trouble,
        numbers: row.numbers,
        note: row.note,
        document: row.document,
        acts,
        why: None,
    }
}

fn sums(id: &str, act: &CurrencyActRow) -> ActSumsView {
    let sum = |of: fn(&cabinet_protocol::settlement::ActEntryRow) -> i64| {
        act.entries.iter().map(of).fold(0_i64, i64::saturating_add)
    };
    ActSumsView {
        paper: format!("{id}/{}", act.currency),
        currency: act.currency.clone(),
        opening_minor: act.opening_minor,
        opening_by: act.opening_by.clone(),
        opening_day: act.opening_day.clone(),
        debit_minor: sum(|entry| entry.debit_minor),
        credit_minor: sum(|entry| entry.credit_minor),
        entries: u32::try_from(act.entries.len()).unwrap_or(u32::MAX),
        closing_minor: act.closing_minor,
    }
}

fn entries(act: &CurrencyActRow) -> impl Iterator<Item = ActEntryView> + '_ {
    act.entries.iter().map(|entry| ActEntryView {
        currency: act.currency.clone(),
        date: entry.date.clone(),
        kind: entry.kind.clone(),
        number: entry.number.clone(),
        debit_minor: entry.debit_minor,
        credit_minor: entry.credit_minor,
        document: entry.document.clone(),
    })
}
