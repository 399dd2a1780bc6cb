//! `money_calendar`: what is to be paid on which day, over all legal entities; days that are over stand in front.

use super::ageing::late_days;
use super::too_large;
use super::tree::{Known, Told, today, told_of};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;
use time::Date;

/// What is to be paid on a day, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DueDayView {
    /// The day, ISO.
    pub date: String,
    /// ISO 4217.
    pub currency: String,
    /// In how many days it is; below zero for one that is over.
    #[specta(type = specta_typescript::Number)]
    pub in_days: i64,
    /// What is owed by documents of that day; more than zero.
    #[specta(type = specta_typescript::Number)]
    pub owed_minor: i64,
    /// Who owes it, in the order of the legal entities.
    pub entities: Vec<DueEntityView>,
}

/// What of it a legal entity owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DueEntityView {
    /// Its id.
    pub entity: String,
    /// Its name.
    pub name: String,
    /// What it owes.
    #[specta(type = specta_typescript::Number)]
    pub owed_minor: i64,
}

/// Days on which something is to be paid, the earliest first. Debts without a day, and balances without documents, are on none.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn calendar(cabinet: &Cabinet, entity: Option<String>) -> Result<Vec<DueDayView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| days(today(open)?, &told_of(open, entity.as_deref())?))
        .await
}

pub(super) fn days(today: Date, all: &[Told]) -> Result<Vec<DueDayView>, CommandError> {
    let mut days: BTreeMap<(&str, &str), DueDayView> = BTreeMap::new();
    for told in all {
        let (Known::Books(sums) | Known::Papers { sums, .. }) = &told.known else {
            continue;
        };
        for sum in sums.iter().filter(|sum| sum.debts_minor > 0) {
            let Some(late) = late_days(&sum.due_date, today) else {
                continue;
            };
            let day = days
                .entry((&sum.due_date, &sum.currency))
                .or_insert_with(|| DueDayView {
                    date: sum.due_date.clone(),
                    currency: sum.currency.clone(),
                    in_days: 0_i64.saturating_sub(late),
                    owed_minor: 0,
                    entities: Vec::new(),
                });
            let plus = |minor: i64| minor.checked_add(sum.debts_minor).ok_or_else(too_large);
            day.owed_minor = plus(day.owed_minor)?;
            match day.entities.last_mut() {
                Some(last) if last.entity == told.entity => last.owed_minor = plus(last.owed_minor)?,
                _ => day.entities.push(DueEntityView {
                    entity: told.entity.clone(),
                    name: told.name.clone(),
                    owed_minor: sum.debts_minor,
                }),
            }
        }
    }
    Ok(days.into_values().collect())
}
