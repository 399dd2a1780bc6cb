//! `changes_export`.

use super::list::find;
use super::{ChangeKind, ChangeView, ChangesQuery};
use crate::cabinet::Cabinet;
use crate::documents::SavedFile;
use crate::error::CommandError;
use crate::settings;
use crate::sheets::{TableKind, bytes_of, is_ukrainian};
use crate::written_file::written;
use cabinet_documents::sheet::{Sheet, Value};
use cabinet_domain::money::hundredths_text;
use cabinet_domain::quantity::Quantity;

/// Writes the rows of a query as a table. Without a kind the ending of the path tells it; without a path it is a new file in the
/// user's folder of documents. While prices are hidden no price stands in it.
///
/// # Errors
/// `not_allowed`, `invalid` (an ending that is none of `.xlsx`, `.csv`, `.tsv`; the path cannot be written), `disk_full`.
pub async fn export(
    cabinet: &Cabinet,
    query: ChangesQuery,
    kind: Option<TableKind>,
    path: Option<String>,
) -> Result<SavedFile, CommandError> {
    let exports = cabinet.directory().join("exports");
    let kind = TableKind::of(kind, path.as_deref())?;
    let are_hidden = settings::get(cabinet).await?.hides_prices;
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&query.entity)?;
            let is_ukrainian = is_ukrainian(&grant);
            let found = find(open, &query)?;
            let heads = if is_ukrainian {
                [
                    "Що змінилося",
                    "Артикул",
                    "Найменування",
                    "Було",
                    "Стало",
                    "Валюта",
                    "Зміна, %",
                    "Залишок",
                    "Од.",
                    "У чернетках",
                ]
            } else {
                [
                    "Что изменилось",
                    "Артикул",
                    "Наименование",
                    "Было",
                    "Стало",
                    "Валюта",
                    "Изменение, %",
                    "Остаток",
                    "Ед.",
                    "В черновиках",
                ]
            };
            let title = if is_ukrainian {
                "Зміни"
            } else {
                "Изменения"
            };
            let sheet = Sheet {
                name: title.to_owned(),
                heads: heads.map(str::to_owned).to_vec(),
                rows: found
                    .rows
                    .iter()
                    .map(|row| cells(row, is_ukrainian, are_hidden))
                    .collect(),
            };
            let bytes = bytes_of(&sheet, kind)?;
            written(
                &exports,
                path,
                &format!("{title} {}", grant.name),
                kind.ending(),
                &bytes,
            )
        })
        .await
}

fn cells(row: &ChangeView, is_ukrainian: bool, are_hidden: bool) -> Vec<Value> {
    let price = |micro: Option<i64>| match micro {
        Some(micro) if !are_hidden => Value::Number(decimal(micro)),
        _ => Value::Empty,
    };
    let quantity = |milli: Option<i64>| match milli {
        Some(milli) => Value::Number(Quantity::from_milli(milli).to_decimal()),
        None => Value::Empty,
    };
    let currency = if row.now_currency.is_empty() {
        &row.was_currency
    } else {
        &row.now_currency
    };
    vec![
        Value::Text(words(row.kind, is_ukrainian).to_owned()),
        Value::Text(row.article.clone()),
        Value::Text(row.name.clone()),
        price(row.was_micro),
        price(row.now_micro),
        Value::Text(currency.clone()),
        match row.by_bp {
            Some(bp) if !are_hidden => Value::Number(hundredths_text(i64::from(bp))),
            _ => Value::Empty,
        },
        quantity(row.stock_milli),
        Value::Text(row.unit.clone()),
        quantity((row.in_drafts_milli > 0).then_some(row.in_drafts_milli)),
    ]
}

/// Millionths as a decimal without needless zeros.
fn decimal(micro: i64) -> String {
    let sign = if micro < 0 { "-" } else { "" };
    let (whole, rest) = (micro.unsigned_abs() / 1_000_000, micro.unsigned_abs() % 1_000_000);
    let digits = format!("{sign}{whole}.{rest:06}");
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

const fn words(kind: ChangeKind, is_ukrainian: bool) -> &'static str {
    match (kind, is_ukrainian) {
        (ChangeKind::PriceUp, false) => "подорожал",
        (ChangeKind::PriceUp, true) => "подорожчав",
        (ChangeKind::PriceDown, false) => "подешевел",
        (ChangeKind::PriceDown, true) => "подешевшав",
        (ChangeKind::PriceNew, false) => "новая цена",
        (ChangeKind::PriceNew, true) => "нова ціна",
        (ChangeKind::PriceGone, false) => "цены больше нет",
        (ChangeKind::PriceGone, true) => "ціни більше немає",
        (ChangeKind::Back, false) => "снова в наличии",
        (ChangeKind::Back, true) => "знову в наявності",
        (ChangeKind::RanOut, false) => "закончился",
        (ChangeKind::RanOut, true) => "закінчився",
        (ChangeKind::Discontinued, false) => "больше не продаётся",
        (ChangeKind::Discontinued, true) => "більше не продається",
    }
}
