//! `money_tree`: group, legal entity, contract.

use super::ageing::{Age, AgeSumView, Ages, late_days};
use super::papers::{self, Papers};
use super::too_large;
use crate::cabinet::Cabinet;
use crate::drafts::limits::limits_of;
use crate::error::CommandError;
use crate::open::Open;
use cabinet_desk::Grant;
use cabinet_domain::access::Right;
use cabinet_domain::delivery::write_date;
use cabinet_domain::ids::EntityId;
use cabinet_mirror::{EntityMirror, OwedSum};
use cabinet_protocol::limits::Credit;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use time::Date;

/// Everything that is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MoneyView {
    /// The day by which things are overdue, ISO.
    pub today: String,
    /// Rows from above: a group for each currency, below it its legal entities, below each its contracts.
    pub rows: Vec<MoneyRowView>,
    /// Legal entities that owe nothing by their books.
    pub settled: Vec<UntoldView>,
    /// Legal entities of which the supplier told nothing.
    pub untold: Vec<UntoldView>,
    /// Legal entities whose debts are added up here from the supplier's documents, for he told no books of them.
    pub papers: Vec<PapersView>,
}

/// A legal entity whose debts are those that the supplier's documents tell of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PapersView {
    /// Its id.
    pub entity: String,
    /// Its name.
    pub name: String,
    /// When the last of them came, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub as_of_ms: i64,
    /// Documents among them that name no sum: they are not in the figures.
    pub uncounted: u32,
}

/// A legal entity without a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UntoldView {
    /// Its id.
    pub entity: String,
    /// Its name.
    pub name: String,
    /// When its books were so, UTC, ms since 1970; `None` where nothing was told.
    #[specta(type = Option<specta_typescript::Number>)]
    pub as_of_ms: Option<i64>,
}

/// Which level a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// All legal entities, in one currency.
    Group,
    /// One of them.
    Entity,
    /// One of its contracts.
    Contract,
}

/// Where the sums of a row are from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Documents of the books, each with what is owed of it.
    Documents,
    /// Only the sum of a debt and what of it is overdue.
    Balance,
    /// Documents and orders of the supplier, added up here.
    Papers,
}

/// A row of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MoneyRowView {
    /// Which level.
    pub level: Level,
    /// Id of the legal entity; empty in a group.
    pub entity: String,
    /// Its name; empty in a group.
    pub name: String,
    /// Number of the contract; empty above it, and where documents name none.
    pub contract: String,
    /// ISO 4217 of every sum of the row.
    pub currency: String,
    /// Where they are from; `None` in a group.
    pub source: Option<Source>,
    /// When the books were so, or the last of the documents came, UTC, ms since 1970; in a group the oldest of them.
    #[specta(type = Option<specta_typescript::Number>)]
    pub as_of_ms: Option<i64>,
    /// What is owed.
    pub sums: OwedSums,
}

/// Sums of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OwedSums {
    /// How many documents.
    pub documents: u32,
    /// Their sums.
    #[specta(type = specta_typescript::Number)]
    pub total_minor: i64,
    /// What was paid of them.
    #[specta(type = specta_typescript::Number)]
    pub paid_minor: i64,
    /// What is owed: the one less the other; below zero when more was paid in advance.
    #[specta(type = specta_typescript::Number)]
    pub owed_minor: i64,
    /// What of it is overdue; advances are not taken off.
    #[specta(type = specta_typescript::Number)]
    pub overdue_minor: i64,
    /// How late the latest debt is, in days; 0 when none is.
    #[specta(type = specta_typescript::Number)]
    pub late_days: i64,
    /// What is owed by age; together [`OwedSums::owed_minor`].
    pub ages: Vec<AgeSumView>,
}

/// What is owed by all legal entities, or by one. Those whose sums the role does not see are not in it.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn tree(cabinet: &Cabinet, entity: Option<String>) -> Result<MoneyView, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| build(today(open)?, told_of(open, entity.as_deref())?))
        .await
}

/// What is known of all legal entities, or of one; of none whose sums the role does not see.
pub(super) fn told_of(open: &Open, entity: Option<&str>) -> Result<Vec<Told>, CommandError> {
    let grants = open.grants_of(entity)?;
    let seen = grants.iter().filter(|grant| sees_money(grant));
    seen.map(|grant| read(open, grant)).collect()
}

/// Whether the role sees what is owed: the gateway tells it to no other.
pub(super) fn sees_money(grant: &Grant) -> bool {
    grant.role.may(Right::SeeMoney)
}

/// The day at the supplier, or by UTC where none of its rules says where that is.
pub(super) fn today(open: &Open) -> Result<Date, CommandError> {
    let mirror = open.goods()?;
    let mut offset_minutes = 0;
    for grant in open.grants()?.iter().filter(|grant| sees_money(grant)) {
        offset_minutes = mirror.rules(&grant.entity)?.utc_offset_minutes;
        if offset_minutes != 0 {
            break;
        }
    }
    // A clock out of range makes nothing overdue.
    Ok(open.supplier_day(offset_minutes)?.unwrap_or(Date::MIN))
}

/// Currency and credit of a balance that was told; a limit alone tells nothing of a debt.
pub(super) fn balance(grant: &Grant) -> Result<Option<(String, Credit)>, CommandError> {
    let limits = limits_of(grant)?;
    let told = limits.and_then(|limits| Some((limits.currency, limits.credit?)));
    Ok(told.filter(|(_, credit)| credit.as_of_ms.is_some()))
}

/// What the supplier's documents and orders come to.
pub(super) fn papers_of(
    open: &Open,
    entity: &EntityId,
    mirror: &EntityMirror,
) -> Result<Arc<Option<Papers>>, CommandError> {
    open.papers.of(entity, mirror)
}

/// What is known of one legal entity.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) entity: String,
    pub(super) name: String,
    pub(super) as_of_ms: Option<i64>,
    pub(super) known: Known,
}

/// Its books, only its balance, or nothing.
#[derive(Debug, Clone)]
pub(super) enum Known {
    Books(Vec<OwedSum>),
    Balance {
        contract: String,
        currency: String,
        debt_minor: i64,
        overdue_minor: i64,
    },
    Papers {
        sums: Vec<OwedSum>,
        uncounted: u32,
    },
    Nothing,
}

fn read(open: &Open, grant: &Grant) -> Result<Told, CommandError> {
    let mirror = open.documents(&grant.entity)?;
    let told = |as_of_ms, known| Told {
        entity: grant.entity.to_string(),
        name: grant.name.clone(),
        as_of_ms,
        known,
    };
    if let Some(as_of_ms) = mirror.books_as_of_ms()? {
        return Ok(told(Some(as_of_ms), Known::Books(mirror.owed_sums()?)));
    }
    let Some((currency, credit)) = balance(grant)? else {
        return Ok(match papers_of(open, &grant.entity, &mirror)?.as_ref() {
            Some(found) => {
                let known = Known::Papers {
                    sums: papers::sums(&found.rows)?,
                    uncounted: found.uncounted,
                };
                told(Some(found.as_of_ms), known)
            }
            None => told(None, Known::Nothing),
        });
    };
    let balance = Known::Balance {
        contract: grant
            .contract
            .as_ref()
            .map(|contract| contract.number.clone())
            .unwrap_or_default(),
        currency,
        debt_minor: credit.debt_minor,
        overdue_minor: credit.overdue_minor,
    };
    Ok(told(credit.as_of_ms, balance))
}

/// Sums of contracts, by currency and number.
type Contracts = BTreeMap<(String, String), Sum>;

/// Sums that grow.
#[derive(Debug, Clone, Default)]
struct Sum {
    documents: u32,
    total_minor: i64,
    paid_minor: i64,
    owed_minor: i64,
    late_days: i64,
    ages: Ages,
}

impl Sum {
    fn of(row: &OwedSum, today: Date) -> Result<Self, CommandError> {
        let late = late_days(&row.due_date, today);
        let age = Age::of(late);
        let mut ages = Ages::default();
        ages.add(age, row.debts_minor)?;
        ages.add(Age::Advance, row.advances_minor)?;
        Ok(Self {
            documents: row.documents,
            total_minor: row.total_minor,
            paid_minor: row.paid_minor,
            owed_minor: row.total_minor.checked_sub(row.paid_minor).ok_or_else(too_large)?,
            late_days: match late {
                Some(days) if row.debts_minor > 0 => days.max(0),
                _ => 0,
            },
            ages,
        })
    }

    fn of_balance(debt_minor: i64, overdue_minor: i64) -> Result<Self, CommandError> {
        let mut ages = Ages::default();
        // What is overdue is owed also where an advance makes the whole less than it.
        ages.add(Age::LateUndated, overdue_minor)?;
        let rest_minor = debt_minor.checked_sub(overdue_minor).ok_or_else(too_large)?;
        let age = if rest_minor < 0 { Age::Advance } else { Age::Undated };
        ages.add(age, rest_minor)?;
        Ok(Self {
            total_minor: debt_minor,
            owed_minor: debt_minor,
            ages,
            ..Self::default()
        })
    }

    fn add(&mut self, other: &Self) -> Result<(), CommandError> {
        let plus = |a: i64, b: i64| a.checked_add(b).ok_or_else(too_large);
        self.documents = self.documents.saturating_add(other.documents);
        self.total_minor = plus(self.total_minor, other.total_minor)?;
        self.paid_minor = plus(self.paid_minor, other.paid_minor)?;
        self.owed_minor = plus(self.owed_minor, other.owed_minor)?;
        self.late_days = self.late_days.max(other.late_days);
        self.ages.add_all(&other.ages)
    }

    fn view(&self) -> Result<OwedSums, CommandError> {
        Ok(OwedSums {
            documents: self.documents,
            total_minor: self.total_minor,
            paid_minor: self.paid_minor,
            owed_minor: self.owed_minor,
            overdue_minor: self.ages.overdue()?,
            late_days: self.late_days,
            ages: self.ages.views(),
        })
    }
}

/// Adds sums of documents to those of their contracts, by currency and contract.
fn add_sums(contracts: &mut Contracts, sums: &[OwedSum], today: Date) -> Result<(), CommandError> {
    for row in sums {
        let sum = contracts
            .entry((row.currency.clone(), row.contract.clone()))
            .or_default();
        sum.add(&Sum::of(row, today)?)?;
    }
    Ok(())
}

/// The tree of what was told, in the order of the legal entities.
pub(super) fn build(today: Date, all: Vec<Told>) -> Result<MoneyView, CommandError> {
    let mut settled = Vec::new();
    let mut untold = Vec::new();
    let mut papers = Vec::new();
    let mut entities: Vec<(Told, Contracts)> = Vec::new();
    for told in all {
        let mut contracts: Contracts = Contracts::new();
        let mut is_unsummed = false;
        match &told.known {
            Known::Books(sums) => add_sums(&mut contracts, sums, today)?,
            Known::Balance {
                contract,
                currency,
                debt_minor,
                overdue_minor,
            } => {
                let sum = Sum::of_balance(*debt_minor, *overdue_minor)?;
                contracts.insert((currency.clone(), contract.clone()), sum);
            }
            Known::Papers { sums, uncounted } => {
                add_sums(&mut contracts, sums, today)?;
                is_unsummed = *uncounted > 0;
                papers.push(PapersView {
                    entity: told.entity.clone(),
                    name: told.name.clone(),
                    as_of_ms: told.as_of_ms.unwrap_or_default(),
                    uncounted: *uncounted,
                });
            }
            Known::Nothing => {}
        }
        if !contracts.is_empty() {
            entities.push((told, contracts));
        } else if !is_unsummed {
            // Of documents without sums nobody knows whether they are paid: such an entity stands with the papers alone.
            let list = if told.as_of_ms.is_some() {
                &mut settled
            } else {
                &mut untold
            };
            list.push(UntoldView {
                entity: told.entity,
                name: told.name,
                as_of_ms: told.as_of_ms,
            });
        }
    }
    let currencies: BTreeSet<String> = entities
        .iter()
        .flat_map(|(_, contracts)| contracts.keys().map(|(currency, _)| currency.clone()))
        .collect();
    let mut rows = Vec::new();
    for currency in currencies {
        group(&currency, &entities, &mut rows)?;
    }
    Ok(MoneyView {
        today: write_date(today),
        rows,
        settled,
        untold,
        papers,
    })
}

/// The rows of one currency.
fn group(currency: &str, entities: &[(Told, Contracts)], rows: &mut Vec<MoneyRowView>) -> Result<(), CommandError> {
    let mut whole = Sum::default();
    let mut oldest_ms: Option<i64> = None;
    let mut below = Vec::new();
    for (told, contracts) in entities {
        let own: Vec<(&str, &Sum)> = contracts
            .iter()
            .filter(|((of, _), _)| of == currency)
            .map(|((_, contract), sum)| (contract.as_str(), sum))
            .collect();
        if own.is_empty() {
            continue;
        }
        let mut sum = Sum::default();
        own.iter().try_for_each(|(_, one)| sum.add(one))?;
        whole.add(&sum)?;
        oldest_ms = [oldest_ms, told.as_of_ms].into_iter().flatten().min();
        let row = |level, contract: &str, sum: &Sum| -> Result<MoneyRowView, CommandError> {
            Ok(MoneyRowView {
                level,
                entity: told.entity.clone(),
                name: told.name.clone(),
                contract: contract.to_owned(),
                currency: currency.to_owned(),
                source: Some(match told.known {
                    Known::Balance { .. } => Source::Balance,
                    Known::Papers { .. } => Source::Papers,
                    Known::Books(_) | Known::Nothing => Source::Documents,
                }),
                as_of_ms: told.as_of_ms,
                sums: sum.view()?,
            })
        };
        below.push(row(Level::Entity, "", &sum)?);
        for (contract, one) in own {
            below.push(row(Level::Contract, contract, one)?);
        }
    }
    rows.push(MoneyRowView {
        level: Level::Group,
        entity: String::new(),
        name: String::new(),
        contract: String::new(),
        currency: currency.to_owned(),
        source: None,
        as_of_ms: oldest_ms,
        sums: whole.view()?,
    });
    rows.append(&mut below);
    Ok(())
}
