//! How late a document is, and sums by that.

use super::too_large;
use crate::error::CommandError;
use cabinet_domain::delivery::read_date;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;
use time::Date;

/// How late something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// Paid before there was anything to pay, or too much: below zero.
    Advance,
    /// Owed, without a day when it is to be paid.
    Undated,
    /// To be paid today or later.
    NotDue,
    /// Overdue by up to a week.
    Late1To7,
    /// By up to 30 days.
    Late8To30,
    /// By up to 60 days.
    Late31To60,
    /// By more.
    Late61,
    /// Overdue; by how long the supplier did not tell.
    LateUndated,
}

impl Age {
    /// Every age, in the order in which people read them.
    pub const ALL: [Self; 8] = [
        Self::Advance,
        Self::Undated,
        Self::NotDue,
        Self::Late1To7,
        Self::Late8To30,
        Self::Late31To60,
        Self::Late61,
        Self::LateUndated,
    ];

    /// The word of answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Advance => "advance",
            Self::Undated => "undated",
            Self::NotDue => "not_due",
            Self::Late1To7 => "late1_to7",
            Self::Late8To30 => "late8_to30",
            Self::Late31To60 => "late31_to60",
            Self::Late61 => "late61",
            Self::LateUndated => "late_undated",
        }
    }

    /// Whether the day to pay is over.
    #[must_use]
    pub const fn is_overdue(self) -> bool {
        match self {
            Self::Late1To7 | Self::Late8To30 | Self::Late31To60 | Self::Late61 | Self::LateUndated => true,
            Self::Advance | Self::Undated | Self::NotDue => false,
        }
    }

    /// Of a debt that was to be paid so many days ago; `None` without a day.
    pub(super) const fn of(late_days: Option<i64>) -> Self {
        match late_days {
            None => Self::Undated,
            Some(days) if days <= 0 => Self::NotDue,
            Some(1..=7) => Self::Late1To7,
            Some(8..=30) => Self::Late8To30,
            Some(31..=60) => Self::Late31To60,
            Some(_) => Self::Late61,
        }
    }
}

/// By how many days a day is over; below zero for one to come, `None` for what is no day.
pub(super) fn late_days(due_date: &str, today: Date) -> Option<i64> {
    read_date(due_date).map(|due| (today - due).whole_days())
}

/// What is owed of one age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AgeSumView {
    /// How late.
    pub age: Age,
    /// Owed; below zero only for [`Age::Advance`].
    #[specta(type = specta_typescript::Number)]
    pub owed_minor: i64,
}

/// Sums by age.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ages(BTreeMap<Age, i64>);

impl Ages {
    pub(super) fn add(&mut self, age: Age, minor: i64) -> Result<(), CommandError> {
        let sum = self.0.entry(age).or_default();
        *sum = sum.checked_add(minor).ok_or_else(too_large)?;
        Ok(())
    }

    pub(super) fn add_all(&mut self, other: &Self) -> Result<(), CommandError> {
        other.0.iter().try_for_each(|(age, minor)| self.add(*age, *minor))
    }

    /// What is overdue.
    pub(super) fn overdue(&self) -> Result<i64, CommandError> {
        let late = self.0.iter().filter(|(age, _)| age.is_overdue());
        late.map(|(_, minor)| *minor)
            .try_fold(0_i64, i64::checked_add)
            .ok_or_else(too_large)
    }

    /// Every age, also those without a sum.
    pub(super) fn views(&self) -> Vec<AgeSumView> {
        let of = |age: Age| AgeSumView {
            age,
            owed_minor: self.0.get(&age).copied().unwrap_or_default(),
        };
        Age::ALL.into_iter().map(of).collect()
    }
}
