//! `money_reconcile`: the supplier's act compared with the dealer's own books of him; only what differs.
//!
//! In: the act in the mirror, the dealer's file. Out: differences whose sums are the difference of the balances to the kopeck, and
//! every row of the file that could not be read. Not here: how the file is read (`cabinet_intake::card`).

mod compare;
mod sheet;
mod view;

pub use view::{
    DifferenceKind, DifferenceSideView, DifferenceView, ReconcileDoubt, ReconcileRequest, ReconciliationView, SideView,
    UnreadRowView,
};

use super::too_large;
use super::tree::sees_money;
use crate::cabinet::Cabinet;
use crate::documents::SavedFile;
use crate::drafts::read_list;
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::Reason;
use crate::settings::demand_shown_prices;
use crate::sheets::{TableKind, bytes_of, is_ukrainian};
use crate::written_file::written;
use cabinet_desk::Grant;
use cabinet_domain::delivery::read_date;
use cabinet_intake::card::{Books, Card, CardEntry, CardError, CardFaultWhy, read_card};
use cabinet_protocol::settlement::{ActEntryRow, ActRow, CurrencyActRow};
use compare::{Compared, Entry, compare};
use std::path::PathBuf;

/// Compares a file of the dealer's books with an act that is here.
///
/// # Errors
/// `not_found` (no such act is here), `not_allowed`, `invalid` (the file).
pub async fn reconcile(
    cabinet: &Cabinet,
    request: ReconcileRequest,
    path: PathBuf,
) -> Result<ReconciliationView, CommandError> {
    let bytes = tokio::task::spawn_blocking(move || read_list(&path)).await??;
    cabinet
        .ready()?
        .blocking(move |open| compared(open, &request, &bytes).map(|(_, view)| view))
        .await
}

/// Compares, and writes what differs as a table. Without a kind the ending of `target` tells it; without a target it is a new file in
/// the user's folder of documents.
///
/// # Errors
/// As [`reconcile`], `invalid` for a target that cannot be written, `disk_full`.
pub async fn reconcile_export(
    cabinet: &Cabinet,
    request: ReconcileRequest,
    path: PathBuf,
    target: Option<String>,
) -> Result<SavedFile, CommandError> {
    demand_shown_prices(cabinet).await?;
    let exports = cabinet.directory().join("exports");
    let kind = TableKind::of(None, target.as_deref())?;
    let bytes = tokio::task::spawn_blocking(move || read_list(&path)).await??;
    cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, view) = compared(open, &request, &bytes)?;
            let (title, sheet) = sheet::of(&view, is_ukrainian(&grant));
            written(&exports, target, &title, kind.ending(), &bytes_of(&sheet, kind)?)
        })
        .await
}

fn compared(
    open: &Open,
    request: &ReconcileRequest,
    bytes: &[u8],
) -> Result<(Grant, ReconciliationView), CommandError> {
    let wanted = &request.act;
    let grant = open.grant(&wanted.entity)?;
    if !sees_money(&grant) {
        return Err(Reason::NotForThatEntity.into());
    }
    let acts = open.documents(&grant.entity)?.acts()?;
    let row = acts
        .into_iter()
        .find(|row| row.contract == wanted.contract.trim() && row.from == wanted.from && row.to == wanted.to)
        .ok_or(Reason::NoSuchAct)?;
    if row.acts.is_empty() {
        return Err(Reason::ActWithoutEntries.into());
    }
    let card = read_card(bytes)?;
    let act = of_currency(&row, request.currency.as_deref(), &card)?;
    let view = view(&grant, &row, act, &card)?;
    Ok((grant, view))
}

/// The act in the currency that is asked for, else the only one, else that of the file: what its titles name is a guess.
fn of_currency<'a>(row: &'a ActRow, asked: Option<&str>, card: &Card) -> Result<&'a CurrencyActRow, CommandError> {
    let asked = asked.map(str::trim).filter(|code| !code.is_empty());
    let found = match (asked, row.acts.as_slice()) {
        (None, [only]) => Some(only),
        (asked, acts) => {
            let named = asked.or(card.currency);
            named.and_then(|code| acts.iter().find(|act| act.currency.eq_ignore_ascii_case(code)))
        }
    };
    let currencies = || row.acts.iter().map(|act| act.currency.clone()).collect::<Vec<_>>();
    found.ok_or_else(|| {
        Reason::ActInCurrencies {
            currencies: currencies().join(", "),
        }
        .into()
    })
}

/// The file as what is owed.
struct Ours<'a> {
    entries: Vec<(&'a CardEntry, Entry)>,
    opening_minor: Option<i64>,
    closing_minor: Option<i64>,
    outside: u32,
}

impl<'a> Ours<'a> {
    /// Of an account whose credits, or whose debits, are owed more.
    fn of(card: &'a Card, is_of_buyer: bool, from: &str, to: &str) -> Result<Self, CommandError> {
        let owed = |debit: i64, credit: i64| {
            let minor = if is_of_buyer {
                credit.checked_sub(debit)
            } else {
                debit.checked_sub(credit)
            };
            minor.ok_or_else(too_large)
        };
        let balance = |minor: Option<i64>| minor.map(|minor| owed(minor, 0)).transpose();
        let mut opening_minor = balance(card.opening_minor)?;
        let mut entries = Vec::new();
        let mut outside = 0_u32;
        for one in &card.entries {
            let owed_minor = owed(one.debit_minor, one.credit_minor)?;
            let Some(day) = read_date(&one.date).filter(|_| from <= one.date.as_str() && one.date.as_str() <= to)
            else {
                outside = outside.saturating_add(1);
                if one.date.as_str() < from {
                    opening_minor = match opening_minor {
                        Some(before) => Some(before.checked_add(owed_minor).ok_or_else(too_large)?),
                        None => None,
                    };
                }
                continue;
            };
            let numbers = one.names.iter().map(|name| name.number.clone()).collect();
            let entry = Entry {
                day,
                numbers,
                owed_minor,
            };
            entries.push((one, entry));
        }
        // A card without its opening balance may tell the closing one.
        let moved = sum(entries.iter().map(|(_, entry)| entry.owed_minor))?;
        let is_to_the_end = card.entries.iter().all(|one| one.date.as_str() <= to);
        if opening_minor.is_none() && is_to_the_end {
            opening_minor = match balance(card.closing_minor)? {
                Some(closing) => Some(closing.checked_sub(moved).ok_or_else(too_large)?),
                None => None,
            };
        }
        let closing_minor = match opening_minor {
            Some(opening) => Some(opening.checked_add(moved).ok_or_else(too_large)?),
            None => None,
        };
        Ok(Self {
            entries,
            opening_minor,
            closing_minor,
            outside,
        })
    }

    fn bare(&self) -> Vec<Entry> {
        self.entries.iter().map(|(_, entry)| entry.clone()).collect()
    }
}

fn theirs_of(act: &CurrencyActRow) -> Result<Vec<(&ActEntryRow, Entry)>, CommandError> {
    act.entries
        .iter()
        .map(|entry| {
            // The gateway puts no entry without a day into an act.
            let day = read_date(&entry.date).ok_or_else(too_large)?;
            let owed_minor = entry
                .debit_minor
                .checked_sub(entry.credit_minor)
                .ok_or_else(too_large)?;
            let numbers = Some(entry.number.clone()).filter(|number| !number.is_empty());
            let bare = Entry {
                day,
                numbers: numbers.into_iter().collect(),
                owed_minor,
            };
            Ok((entry, bare))
        })
        .collect()
}

fn sum(all: impl Iterator<Item = i64>) -> Result<i64, CommandError> {
    let sum: i128 = all.map(i128::from).sum();
    i64::try_from(sum).map_err(|_| too_large())
}

fn view(grant: &Grant, row: &ActRow, act: &CurrencyActRow, card: &Card) -> Result<ReconciliationView, CommandError> {
    let theirs = theirs_of(act)?;
    let bare_theirs: Vec<Entry> = theirs.iter().map(|(_, entry)| entry.clone()).collect();
    let mut doubts = Vec::new();
    let of = |is_of_buyer| -> Result<(Ours<'_>, Compared), CommandError> {
        let ours = Ours::of(card, is_of_buyer, &row.from, &row.to)?;
        let compared = compare(&ours.bare(), &bare_theirs);
        Ok((ours, compared))
    };
    let (ours, compared) = match card.books {
        Books::OfBuyer => of(true)?,
        Books::OfSeller => of(false)?,
        Books::Unsaid => {
            doubts.push(ReconcileDoubt::SideGuessed);
            let (buyer, seller) = (of(true)?, of(false)?);
            if seller.1.pairs.len() > buyer.1.pairs.len() {
                seller
            } else {
                buyer
            }
        }
    };
    if ours.opening_minor.is_none() {
        doubts.push(ReconcileDoubt::NoOpening);
    }
    if !adds_up(card) {
        doubts.push(ReconcileDoubt::DoesNotAddUp);
    }
    let is_shorter = |(from, to): &(String, String)| *from > row.from || *to < row.to;
    if card.period.as_ref().is_some_and(is_shorter) {
        doubts.push(ReconcileDoubt::PeriodShorter);
    }
    let (differences, same, same_by_sum) = differences(&ours, &theirs, act.opening_minor, &compared)?;
    let side = |opening: Option<i64>, closing: Option<i64>, entries: &[Entry]| -> Result<SideView, CommandError> {
        let minors = || entries.iter().map(|entry| entry.owed_minor);
        Ok(SideView {
            opening_minor: opening,
            more_minor: sum(minors().filter(|minor| *minor > 0))?,
            less_minor: sum(minors().filter(|minor| *minor < 0).map(i64::saturating_neg))?,
            closing_minor: closing,
        })
    };
    Ok(ReconciliationView {
        act: row.id.clone(),
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        from: row.from.clone(),
        to: row.to.clone(),
        currency: act.currency.clone(),
        theirs: side(Some(act.opening_minor), Some(act.closing_minor), &bare_theirs)?,
        act_as_of_ms: row.answered_at_ms,
        difference_minor: sum(differences.iter().map(|one| one.difference_minor))?,
        differences,
        same,
        same_by_sum,
        outside: ours.outside,
        unread: card
            .faults
            .iter()
            .map(|fault| UnreadRowView {
                row: fault.row,
                raw: fault.raw.clone(),
                why: match fault.why {
                    CardFaultWhy::Sum => "sum",
                    CardFaultWhy::Day => "day",
                }
                .to_owned(),
            })
            .collect(),
        hidden_rows: card.hidden_rows,
        other_sheets: card.other_sheets.clone(),
        doubts,
        ours: side(ours.opening_minor, ours.closing_minor, &ours.bare())?,
    })
}

/// Whether the balances of a file are those of its entries; one that does not name both says nothing.
fn adds_up(card: &Card) -> bool {
    let (Some(opening), Some(closing)) = (card.opening_minor, card.closing_minor) else {
        return true;
    };
    let moved: i128 = card
        .entries
        .iter()
        .map(|entry| i128::from(entry.debit_minor) - i128::from(entry.credit_minor))
        .sum();
    i128::from(opening) + moved == i128::from(closing)
}

/// The differences, how many entries have none, and how many of these by their sums alone.
fn differences(
    ours: &Ours<'_>,
    theirs: &[(&ActEntryRow, Entry)],
    their_opening_minor: i64,
    compared: &Compared,
) -> Result<(Vec<DifferenceView>, u32, u32), CommandError> {
    let our_side = |at: usize| ours.entries.get(at).map(|(card, entry)| our_side(card, entry));
    let their_side = |at: usize| theirs.get(at).map(|(act, entry)| their_side(act, entry));
    let mut found = Vec::new();
    let (mut same, mut same_by_sum) = (0_u32, 0_u32);
    for pair in &compared.pairs {
        let (Some(one), Some(other)) = (our_side(pair.ours), their_side(pair.theirs)) else {
            continue;
        };
        let kind = if one.owed_minor != other.owed_minor {
            DifferenceKind::SumDiffers
        } else if one.date != other.date {
            DifferenceKind::DateDiffers
        } else {
            same = same.saturating_add(1);
            same_by_sum = same_by_sum.saturating_add(u32::from(pair.is_by_sum));
            continue;
        };
        found.push(difference(kind, Some(one), Some(other))?);
    }
    for at in &compared.only_ours {
        found.push(difference(DifferenceKind::MissingTheirs, our_side(*at), None)?);
    }
    for at in &compared.only_theirs {
        found.push(difference(DifferenceKind::MissingOurs, None, their_side(*at))?);
    }
    let day = |one: &DifferenceView| {
        let side = one.ours.as_ref().or(one.theirs.as_ref());
        side.map(|side| (side.date.clone(), side.number.clone()))
    };
    found.sort_by_cached_key(day);
    if let Some(opening) = ours.opening_minor.filter(|opening| *opening != their_opening_minor) {
        let balance = |owed_minor| DifferenceSideView {
            date: String::new(),
            number: String::new(),
            what: String::new(),
            row: None,
            owed_minor,
        };
        let sides = (Some(balance(opening)), Some(balance(their_opening_minor)));
        found.insert(0, difference(DifferenceKind::Opening, sides.0, sides.1)?);
    }
    Ok((found, same, same_by_sum))
}

fn difference(
    kind: DifferenceKind,
    ours: Option<DifferenceSideView>,
    theirs: Option<DifferenceSideView>,
) -> Result<DifferenceView, CommandError> {
    let minor = |side: &Option<DifferenceSideView>| side.as_ref().map_or(0, |side| side.owed_minor);
    Ok(DifferenceView {
        kind,
        difference_minor: minor(&theirs).checked_sub(minor(&ours)).ok_or_else(too_large)?,
        ours,
        theirs,
    })
}

fn our_side(card: &CardEntry, entry: &Entry) -> DifferenceSideView {
    DifferenceSideView {
        date: card.date.clone(),
        number: entry.numbers.join(", "),
        what: card.text.clone(),
        row: Some(card.row),
        owed_minor: entry.owed_minor,
    }
}

fn their_side(act: &ActEntryRow, entry: &Entry) -> DifferenceSideView {
    DifferenceSideView {
        date: act.date.clone(),
        number: act.number.clone(),
        what: act.kind.clone(),
        row: None,
        owed_minor: entry.owed_minor,
    }
}

impl From<CardError> for CommandError {
    fn from(error: CardError) -> Self {
        match error {
            CardError::File(error) => error.into(),
            CardError::NoTable => Reason::CardWithoutTable.into(),
            CardError::NoDocuments => Reason::CardWithoutDocuments.into(),
            CardError::OutOfRange => Reason::CardOutOfRange.into(),
        }
    }
}

#[cfg(test)]
mod tests;
