//! `price_lists_write`.

use super::file::bytes_of;
use super::list::whole;
use super::make::{Purchase, make};
use super::{PriceListFile, WriteListRequest, WrittenPriceList};
use crate::cabinet::Cabinet;
use crate::documents::DoubtView;
use crate::error::CommandError;
use crate::reason::Reason;
use crate::settings::demand_shown_prices;
use crate::sheets::ending_of;
use crate::written_file::written;
use cabinet_documents::date::DocumentDate;
use cabinet_documents::words::Language;
use cabinet_domain::delivery::day_at;

/// Writes a kept price list, all of it or some articles. What was at the path before stays when the new file cannot be written whole.
///
/// # Errors
/// `not_allowed` for who sees no prices, `not_found`, `not_loaded`; `invalid` (prices are hidden, no goods get a price, an ending that is none of
/// `.xlsx`, `.pdf`, `.csv`, `.yml`, the path cannot be written); `disk_full`.
pub async fn write(cabinet: &Cabinet, request: WriteListRequest) -> Result<WrittenPriceList, CommandError> {
    let exports = cabinet.directory().join("exports");
    demand_shown_prices(cabinet).await?;
    let kind = PriceListFile::of(request.kind, request.path.as_deref())?;
    cabinet
        .ready()?
        .blocking(move |open| {
            let view = whole(open, &request.list)?;
            let mut made = make(open, &view.recipe, Purchase::Kept)?;
            let missing = made.keep_only(&request.articles);
            if made.goods.is_empty() {
                return Err(Reason::PriceListEmpty.into());
            }
            let file = bytes_of(&made, &view.summary.name, kind, open.is_sample())?;
            let day = day_at(made.true_at_ms, 0).map(|day| DocumentDate::from(day).in_digits());
            let what = match (kind, made.language) {
                (PriceListFile::Tags, Language::Ru) => "Ценники ",
                (PriceListFile::Tags, Language::Uk) => "Цінники ",
                _ => "",
            };
            let title = format!("{what}{} {}", view.summary.name, day.unwrap_or_default());
            let saved = written(&exports, request.path, title.trim(), kind.ending(), &file.bytes)?;
            Ok(WrittenPriceList {
                path: saved.path,
                bytes: saved.bytes,
                goods: made.count(),
                not_chosen: made.not_chosen,
                missing,
                doubts: file.rendered.as_ref().map(DoubtView::of).unwrap_or_default(),
                left_out: made.left_out,
            })
        })
        .await
}

impl PriceListFile {
    const ALL: [Self; 4] = [Self::Xlsx, Self::Pdf, Self::Csv, Self::Yml];

    /// As chosen, else by the ending of a path; a workbook where there is neither.
    pub(super) fn of(chosen: Option<Self>, path: Option<&str>) -> Result<Self, CommandError> {
        if let Some(chosen) = chosen {
            return Ok(chosen);
        }
        let Some(path) = path else { return Ok(Self::Xlsx) };
        let ending = ending_of(path);
        Self::ALL
            .into_iter()
            .find(|kind| kind.ending() == ending)
            .ok_or_else(|| Reason::NotAListEnding { ending }.into())
    }

    /// The ending of such files.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Pdf | Self::Tags => "pdf",
            Self::Csv => "csv",
            Self::Yml => "yml",
        }
    }
}
