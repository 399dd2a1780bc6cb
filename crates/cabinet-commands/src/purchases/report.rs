//! `purchases_report` and `purchases_export`.

use super::{PurchaseReport, ReportBy, ReportQuery, ReportRowView, ReportTotal};
use crate::cabinet::Cabinet;
use crate::documents::SavedFile;
use crate::error::{CommandError, ErrorCode};
use crate::open::Open;
use crate::reason::Reason;
use crate::settings;
use crate::sheets::{TableKind, bytes_of, is_ukrainian};
use crate::written_file::written;
use cabinet_desk::Grant;
use cabinet_documents::sheet::{Sheet, Value};
use cabinet_domain::access::Right;
use cabinet_domain::delivery::read_date;
use cabinet_domain::money::hundredths_text;
use cabinet_domain::quantity::Quantity;
use cabinet_mirror::purchase_report::{self as stored, ReportError, ReportRow};
use std::cmp::Reverse;
use std::collections::BTreeMap;

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
/// folder of documents. While prices are hidden no sum stands in it.
///
/// # Errors
/// As [`report`]; `invalid` (an ending that is none of `.xlsx`, `.csv`, `.tsv`; the path cannot be written), `disk_full`.
pub async fn export(
    cabinet: &Cabinet,
    query: ReportQuery,
    kind: Option<TableKind>,
    path: Option<String>,
) -> Result<SavedFile, CommandError> {
    check(&query)?;
    let exports = cabinet.directory().join("exports");
    let kind = TableKind::of(kind, path.as_deref())?;
    let are_hidden = settings::get(cabinet).await?.hides_prices;
    cabinet
        .ready()?
        .blocking(move |open| {
            let is_ukrainian = open.grants_of(query.entity.as_deref())?.iter().all(is_ukrainian);
            let report = made(open, &query)?;
            let sheet = sheet(&report, query.by, is_ukrainian, are_hidden);
            let bytes = bytes_of(&sheet, kind)?;
            written(&exports, path, &sheet.name, kind.ending(), &bytes)
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
    let mut rows = Vec::new();
    let mut totals = Vec::new();
    for grant in open.grants_of(query.entity.as_deref())? {
        if !(grant.role.may(Right::SeeDocuments) && grant.role.may(Right::SeePrices)) {
            continue;
        }
        let documents = open.documents(&grant.entity)?;
        totals.extend(documents.purchase_report(stored::ReportBy::Nothing, &asked)?);
        let of_entity = documents.purchase_report(by, &asked)?;
        rows.extend(of_entity.into_iter().map(|row| named(row, query.by, &grant)));
    }
    Ok(together(rows, totals, query.by)?)
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

/// Rows of several entities as one table, with the sums of each currency.
fn together(rows: Vec<ReportRow>, of_entities: Vec<ReportRow>, by: ReportBy) -> Result<PurchaseReport, ReportError> {
    let mut totals: BTreeMap<String, ReportTotal> = BTreeMap::new();
    for row in of_entities {
        let total = totals.entry(row.currency.clone()).or_insert_with(|| ReportTotal {
            currency: row.currency,
            total_minor: 0,
            orders: 0,
        });
        total.total_minor = total
            .total_minor
            .checked_add(row.total_minor)
            .ok_or(ReportError::TooMuch)?;
        total.orders = total.orders.saturating_add(row.orders);
    }
    let mut groups: BTreeMap<(String, String, String), ReportRow> = BTreeMap::new();
    for row in rows {
        let group = (row.key.clone(), row.unit.clone(), row.currency.clone());
        match groups.get_mut(&group) {
            None => {
                groups.insert(group, row);
            }
            Some(there) => {
                there.total_minor = there
                    .total_minor
                    .checked_add(row.total_minor)
                    .ok_or(ReportError::TooMuch)?;
                there.orders = there.orders.saturating_add(row.orders);
                if let (Some(quantity), Some(more)) = (&mut there.quantity_milli, row.quantity_milli) {
                    *quantity = quantity.checked_add(more).ok_or(ReportError::TooMuch)?;
                }
            }
        }
    }
    let mut rows: Vec<ReportRowView> = groups
        .into_values()
        .map(|row| {
            let whole = totals.get(&row.currency).map_or(0, |total| total.total_minor);
            ReportRowView {
                share_bp: share_bp(row.total_minor, whole),
                key: row.key,
                article: row.article,
                name: row.name,
                unit: row.unit,
                currency: row.currency,
                orders: row.orders,
                quantity_milli: row.quantity_milli,
                total_minor: row.total_minor,
            }
        })
        .collect();
    if by != ReportBy::Month {
        rows.sort_by_key(|row| (row.currency.clone(), Reverse(row.total_minor)));
    }
    Ok(PurchaseReport {
        rows,
        totals: totals.into_values().collect(),
    })
}

/// The part of a whole in hundredths of a percent, rounded half up; 0 of nothing.
fn share_bp(part: i64, whole: i64) -> u32 {
    let (part, whole) = (i128::from(part), i128::from(whole));
    let twice = part.saturating_mul(20_000).saturating_add(whole);
    let share = twice.checked_div(whole.saturating_mul(2)).unwrap_or(0);
    u32::try_from(share).unwrap_or(0)
}

fn sheet(report: &PurchaseReport, by: ReportBy, is_ukrainian: bool, are_hidden: bool) -> Sheet {
    let word = |russian: &str, ukrainian: &str| if is_ukrainian { ukrainian } else { russian }.to_owned();
    let first = match by {
        ReportBy::Month => word("Месяц", "Місяць"),
        ReportBy::Goods => word("Наименование", "Найменування"),
        ReportBy::Entity => word("Юрлицо", "Юрособа"),
        ReportBy::Person => word("Кто заказал", "Хто замовив"),
    };
    let is_goods = by == ReportBy::Goods;
    let mut heads = Vec::new();
    if is_goods {
        heads.push(word("Артикул", "Артикул"));
    }
    heads.push(first);
    if is_goods {
        heads.extend([word("Количество", "Кількість"), word("Ед.", "Од.")]);
    }
    heads.extend([
        word("Заказов", "Замовлень"),
        word("Сумма с НДС", "Сума з ПДВ"),
        word("Валюта", "Валюта"),
        word("Доля, %", "Частка, %"),
    ]);
    let money = |minor: i64| {
        if are_hidden {
            Value::Empty
        } else {
            Value::Number(hundredths_text(minor))
        }
    };
    let cells = |row: &ReportRowView| {
        let mut cells = Vec::with_capacity(8);
        if is_goods {
            cells.push(Value::Text(row.article.clone()));
        }
        let is_named = matches!(by, ReportBy::Goods | ReportBy::Entity);
        cells.push(Value::Text(if is_named { &row.name } else { &row.key }.clone()));
        if is_goods {
            let milli = row.quantity_milli.unwrap_or(0);
            cells.push(Value::Number(Quantity::from_milli(milli).to_decimal()));
            cells.push(Value::Text(row.unit.clone()));
        }
        cells.push(Value::Number(row.orders.to_string()));
        cells.push(money(row.total_minor));
        cells.push(Value::Text(row.currency.clone()));
        cells.push(money(i64::from(row.share_bp)));
        cells
    };
    Sheet {
        name: word("Закупки", "Закупівлі"),
        heads,
        rows: report.rows.iter().map(cells).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str, currency: &str, total_minor: i64, orders: u32, quantity_milli: Option<i64>) -> ReportRow {
        ReportRow {
            key: key.to_owned(),
            article: String::new(),
            name: key.to_owned(),
            unit: String::new(),
            currency: currency.to_owned(),
            orders,
            quantity_milli,
            total_minor,
        }
    }

    #[test]
    fn entities_are_added_up_and_the_dearest_comes_first() {
        let rows = vec![
            row("bolt", "RUB", 100, 1, Some(1000)),
            row("nut", "RUB", 700, 2, Some(2000)),
            row("bolt", "RUB", 200, 1, Some(500)),
            row("bolt", "UAH", 5, 1, Some(1)),
        ];
        let totals = vec![row("", "RUB", 800, 2, None), row("", "RUB", 200, 1, None), row("", "UAH", 5, 1, None)];
        let report = together(rows, totals, ReportBy::Goods).unwrap();
        let shown: Vec<_> = report
            .rows
            .iter()
            .map(|row| (row.key.as_str(), row.total_minor, row.orders, row.quantity_milli, row.share_bp))
            .collect();
        assert_eq!(
            shown,
            [
                ("nut", 700, 2, Some(2000), 7000),
                ("bolt", 300, 2, Some(1500), 3000),
                ("bolt", 5, 1, Some(1), 10_000)
            ]
        );
        assert_eq!((report.totals[0].total_minor, report.totals[0].orders), (1000, 3));
        assert!(together(Vec::new(), vec![row("", "RUB", i64::MAX, 1, None), row("", "RUB", 1, 1, None)], ReportBy::Month).is_err());
    }

    #[test]
    fn a_share_is_rounded_and_of_nothing_there_is_none() {
        for (part, whole, expected) in [(1, 3, 3333), (2, 3, 6667), (0, 5, 0), (5, 0, 0), (7, 7, 10_000), (-1, 3, 0)] {
            assert_eq!(share_bp(part, whole), expected, "{part} of {whole}");
        }
    }

    #[test]
    fn a_table_has_no_sum_while_prices_are_hidden() {
        let report = together(vec![row("2026-01", "RUB", 12_345, 2, None)], vec![row("", "RUB", 12_345, 2, None)], ReportBy::Month).unwrap();
        let open = sheet(&report, ReportBy::Month, false, false);
        assert_eq!(open.heads, ["Месяц", "Заказов", "Сумма с НДС", "Валюта", "Доля, %"]);
        assert_eq!(open.rows[0][2], Value::Number("123.45".to_owned()));
        let hidden = sheet(&report, ReportBy::Month, true, true);
        assert_eq!((&hidden.rows[0][2], hidden.heads[0].as_str()), (&Value::Empty, "Місяць"));
    }
}
