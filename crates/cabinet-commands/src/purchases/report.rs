//! `purchases_report` and `purchases_export`.

use super::report_rows::Rows;
use super::returned::Items;
use super::{PurchaseReport, ReportBy, ReportLeftOut, ReportQuery, report_sheet, returned};
use crate::cabinet::Cabinet;
use crate::documents::SavedFile;
use crate::error::{CommandError, ErrorCode};
use crate::open::Open;
use crate::reason::Reason;
use crate::settings::demand_shown_prices;
use crate::sheets::{TableKind, bytes_of, is_ukrainian};
use crate::written_file::written;
use cabinet_desk::Grant;
use cabinet_domain::access::Right;
use cabinet_domain::delivery::read_date;
use cabinet_mirror::purchase_report::{self as stored, ReportError, ReportRow};

/// What was bought, added up: months the oldest first, everything else the dearest first. Entities whose documents or prices
/// the role does not see are not in it.
///
/// # Errors
/// `not_ready`, `not_allowed`; `invalid` for what is no day.
pub async fn report(cabinet: &Cabinet, query: ReportQuery) -> Result<PurchaseReport, CommandError> {
    check(&query)?;
    cabinet.ready()?.blocking(move |open| made(open, &query)).await
}

/// Writes a report as a table. Without a kind the ending of the path tells it; without a path it is a new file in the user's
/// folder of documents.
///
/// # Errors
/// As [`report`]; `invalid` (an ending that is none of `.xlsx`, `.csv`, `.tsv`; the path cannot be written; prices are
/// hidden), `disk_full`.
pub async fn export(
    cabinet: &Cabinet,
    query: ReportQuery,
    kind: Option<TableKind>,
    path: Option<String>,
) -> Result<SavedFile, CommandError> {
    check(&query)?;
    demand_shown_prices(cabinet).await?;
    let exports = cabinet.directory().join("exports");
    let kind = TableKind::of(kind, path.as_deref())?;
    cabinet
        .ready()?
        .blocking(move |open| {
            let grants = open.grants_of(query.entity.as_deref())?;
            let is_ukrainian = grants.iter().all(is_ukrainian);
            let report = made(open, &query)?;
            let entities: Vec<&str> = grants
                .iter()
                .filter(|grant| is_in(grant))
                .map(|grant| grant.name.as_str())
                .collect();
            let mut sheet = report_sheet::sheet(&report, query.by, is_ukrainian);
            report_sheet::say_what_is_in_it(&mut sheet, &query, &entities, report.left_out, is_ukrainian);
            let bytes = bytes_of(&sheet, kind)?;
            let title = report_sheet::title(&query, is_ukrainian);
            written(&exports, path, &title, kind.ending(), &bytes)
        })
        .await
}

fn check(query: &ReportQuery) -> Result<(), CommandError> {
    for day in [&query.from, &query.to].into_iter().flatten() {
        read_date(day).ok_or(Reason::DateUnreadable)?;
    }
    Ok(())
}

impl From<ReportError> for CommandError {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Mirror(error) => error.into(),
            ReportError::TooMuch => Self::new(ErrorCode::Internal, error.to_string()),
        }
    }
}

fn made(open: &Open, query: &ReportQuery) -> Result<PurchaseReport, CommandError> {
    let asked = stored::ReportQuery {
        from: query.from.clone(),
        to: query.to.clone(),
        goods: query.goods.clone(),
        person: query.person.clone(),
    };
    let by = match query.by {
        ReportBy::Month => stored::ReportBy::Month,
        ReportBy::Goods => stored::ReportBy::Goods,
        ReportBy::Person => stored::ReportBy::Person,
        ReportBy::Entity => stored::ReportBy::Nothing,
    };
    let is_narrowed = query.goods.chars().any(char::is_alphanumeric);
    let mut rows = Rows::new(query.by);
    for grant in open.grants_of(query.entity.as_deref())? {
        if !is_in(&grant) {
            continue;
        }
        let documents = open.documents(&grant.entity)?;
        let bought = documents.purchase_report(by, &asked)?;
        let items = Items::of(&bought.rows);
        for row in &bought.totals {
            rows.bought_in_all(row)?;
        }
        for row in bought.rows {
            rows.bought(&named(row, query.by, &grant))?;
        }
        let went_back =
            returned::of(documents.returned_goods(&asked)?, query.by, is_narrowed).ok_or(ReportError::TooMuch)?;
        for mut part in went_back.parts {
            if query.by == ReportBy::Entity {
                part.key = grant.entity.to_string();
                part.name.clone_from(&grant.name);
            }
            if let Some(item) = items.of_part(&part) {
                part.key = item;
            }
            rows.returned(&part)?;
        }
        rows.leave_out(ReportLeftOut {
            cancelled_orders: bought.cancelled_orders,
            dropped_lines: bought.dropped_lines,
            returns_without_sum: went_back.without_sum,
        });
    }
    Ok(rows.finished()?)
}

/// Whether the role sees what was bought, and for how much.
fn is_in(grant: &Grant) -> bool {
    grant.role.may(Right::SeeDocuments) && grant.role.may(Right::SeePrices)
}

/// The row of an entity bears its name.
fn named(row: ReportRow, by: ReportBy, grant: &Grant) -> ReportRow {
    match by {
        ReportBy::Entity => ReportRow {
            key: grant.entity.to_string(),
            name: grant.name.clone(),
            ..row
        },
        ReportBy::Month | ReportBy::Goods | ReportBy::Person => row,
    }
}
