//! `documents_labels_…`: labels of goods in the language of label printers, to a file or to a printer.

use super::SavedFile;
use super::print::{given, service};
use crate::cabinet::Cabinet;
use crate::catalogue::{self, ItemCard};
use crate::error::CommandError;
use crate::price_lists;
use crate::reason::Reason;
use crate::settings;
use crate::written_file::written;
use cabinet_printing::job::{Content, PrintJob};
use cabinet_printing::raw;
use cabinet_printing::service::PrintService as _;
use cabinet_printing::zpl::{self, Label, NoLabel, Resolution};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::HashMap;

/// The most labels of one request: a roll has fewer.
const MOST_LABELS: u32 = 10_000;

/// The paper of labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LabelPaper {
    /// 20 to 200.
    pub width_mm: u32,
    /// 15 to 300.
    pub height_mm: u32,
    /// 203, 300 or 600.
    pub dots_per_inch: u32,
    /// By how much all is moved to the right, in dots.
    pub right_dots: u32,
    /// By how much all is moved down, in dots.
    pub down_dots: u32,
    /// The printer's name of a font with Cyrillic letters; empty for that of Zebra's.
    pub font: String,
}

/// Labels of goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LabelRequest {
    /// For which legal entity: whose goods, and whose prices.
    pub entity: String,
    /// Ids of items.
    pub items: Vec<String>,
    /// How many of each, from 1.
    pub copies: u32,
    /// An own price list whose prices stand on them, with the price of no other list; no items: all of its goods. `None`: the
    /// entity's own goods and price.
    pub price_list: Option<String>,
    /// With the price of the entity. Nothing of it stands on the label otherwise.
    pub has_price: bool,
    /// On which paper.
    pub paper: LabelPaper,
}

/// What became of a request.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LabelReport {
    /// Where the file is; empty when it went to a printer.
    pub path: String,
    /// The printer that took them; empty when they went to a file.
    pub printer: String,
    /// How many labels, with their copies.
    pub labels: u32,
    /// The goods that have none.
    pub left_out: Vec<LabelLeftOut>,
}

/// Goods without a label.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LabelLeftOut {
    /// Item id.
    pub item: String,
    /// Article; empty when there are no such goods.
    pub article: String,
    /// Why.
    pub error: CommandError,
}

/// Sends labels to a printer: one of this computer, or of the network (`socket://HOST:9100`, `ipp://HOST/ipp/print`). Goods
/// whose label cannot be made are told and left out.
///
/// # Errors
/// `invalid` when no label is left; `not_allowed` for prices that may not be seen; `printer`.
pub async fn labels_print(
    cabinet: &Cabinet,
    request: LabelRequest,
    printer: String,
) -> Result<LabelReport, CommandError> {
    let made = labels(cabinet, request).await?;
    let bytes = made.text.into_bytes();
    let taken = send(cabinet, printer, "Этикетки".to_owned(), bytes).await?;
    Ok(LabelReport {
        path: String::new(),
        printer: taken,
        labels: made.labels,
        left_out: made.left_out,
    })
}

/// Writes labels into a file; without a path, into the user's documents.
///
/// # Errors
/// As [`labels_print`], without `printer`; `disk_full`.
pub async fn labels_save(
    cabinet: &Cabinet,
    request: LabelRequest,
    path: Option<String>,
) -> Result<LabelReport, CommandError> {
    let made = labels(cabinet, request).await?;
    let exports = cabinet.directory().join("exports");
    let file: SavedFile =
        tokio::task::spawn_blocking(move || written(&exports, path, "Этикетки", "zpl", made.text.as_bytes())).await??;
    Ok(LabelReport {
        path: file.path,
        printer: String::new(),
        labels: made.labels,
        left_out: made.left_out,
    })
}

/// Sends a label to try the paper with: a frame, the sizes, Cyrillic letters, a barcode.
///
/// # Errors
/// `invalid` for a paper that no label fits; `printer`.
pub async fn labels_test(cabinet: &Cabinet, paper: LabelPaper, printer: String) -> Result<String, CommandError> {
    cabinet.ready()?;
    let text = zpl::test_label(&page(&paper)?).map_err(|fault| whole(fault, &paper))?;
    send(cabinet, printer, "Проба".to_owned(), text.into_bytes()).await
}

struct MadeLabels {
    text: String,
    labels: u32,
    left_out: Vec<LabelLeftOut>,
}

async fn labels(cabinet: &Cabinet, request: LabelRequest) -> Result<MadeLabels, CommandError> {
    cabinet.ready()?;
    let page = page(&request.paper)?;
    if (request.has_price || request.price_list.is_some()) && settings::get(cabinet).await?.hides_prices {
        return Err(Reason::LabelPricesHidden.into());
    }
    let own = match request.price_list {
        Some(list) => Some(own_prices(cabinet, list).await?),
        None => None,
    };
    let mut items = request.items;
    if items.is_empty() {
        items = own.iter().flat_map(|own| own.order.iter().cloned()).collect();
    }
    let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
    if request.copies == 0 || count.saturating_mul(request.copies) > MOST_LABELS {
        return Err(Reason::TooManyLabels { most: MOST_LABELS }.into());
    }
    let mut made = MadeLabels {
        text: String::new(),
        labels: 0,
        left_out: Vec::new(),
    };
    for item in items {
        let card = match catalogue::card(cabinet, request.entity.clone(), item.clone(), None).await {
            Ok(card) => card,
            Err(error) if error.code == crate::error::ErrorCode::NotFound => {
                made.leave_out(item, String::new(), error);
                continue;
            }
            Err(error) => return Err(error),
        };
        let price = match &own {
            Some(own) => own.price(&item).map(Some),
            None if request.has_price => entity_price(&card).map(Some),
            None => Ok(None),
        };
        let label = match price.map(|price| label(&card, price, request.copies)) {
            Ok(label) => label,
            Err(error) => {
                made.leave_out(item, card.row.article, error);
                continue;
            }
        };
        match zpl::label(&label, &page) {
            Ok(text) => {
                made.text.push_str(&text);
                made.labels = made.labels.saturating_add(request.copies);
            }
            Err(NoLabel::BarcodeTooLong) => made.leave_out(item, card.row.article, Reason::BarcodeTooLong.into()),
            Err(NoLabel::BarcodeUnprintable) => {
                made.leave_out(item, card.row.article, Reason::BarcodeUnprintable.into());
            }
            // The paper and the font are the same for all goods.
            Err(fault @ (NoLabel::Paper | NoLabel::Font)) => return Err(whole(fault, &request.paper)),
        }
    }
    if made.labels == 0 {
        return Err(match made.left_out.pop() {
            Some(last) => last.error,
            None => Reason::NothingToLabel.into(),
        });
    }
    Ok(made)
}

impl MadeLabels {
    fn leave_out(&mut self, item: String, article: String, error: CommandError) {
        self.left_out.push(LabelLeftOut { item, article, error });
    }
}

/// What a list of the dealer's own says that goods cost his customers.
struct OwnPrices {
    /// Ids of items, in the order of the list.
    order: Vec<String>,
    prices: HashMap<String, i64>,
    currency: String,
}

impl OwnPrices {
    fn price(&self, item: &str) -> Result<String, CommandError> {
        let micro = self.prices.get(item).ok_or(Reason::NotInPriceList)?;
        Ok(format!("{} {}", price_text(*micro), sign(&self.currency)))
    }
}

async fn own_prices(cabinet: &Cabinet, list: String) -> Result<OwnPrices, CommandError> {
    let own = cabinet
        .ready()?
        .blocking(move |open| price_lists::own(open, &list))
        .await?;
    Ok(OwnPrices {
        order: own.goods.iter().map(|goods| goods.item.clone()).collect(),
        currency: own.currency.code().to_owned(),
        prices: own
            .goods
            .into_iter()
            .map(|goods| (goods.item, goods.price_micro))
            .collect(),
    })
}

fn entity_price(card: &ItemCard) -> Result<String, CommandError> {
    let micro = card.row.price_micro.ok_or(Reason::NoPriceForLabel)?;
    Ok(format!("{} {}", price_text(micro), sign(&card.row.currency)))
}

fn label(card: &ItemCard, price: Option<String>, copies: u32) -> Label {
    Label {
        article: card.row.article.clone(),
        name: card.row.name.clone(),
        barcode: given(&card.barcode),
        price,
        copies,
    }
}

/// Millionths with two decimals at least, and a comma.
fn price_text(micro: i64) -> String {
    let (whole, rest) = (micro.unsigned_abs() / 1_000_000, micro.unsigned_abs() % 1_000_000);
    let mut part = format!("{rest:06}");
    while part.len() > 2 && part.ends_with('0') {
        part.pop();
    }
    format!("{whole},{part}")
}

fn sign(currency: &str) -> &str {
    match currency {
        "RUB" => "₽",
        "UAH" => "₴",
        other => other,
    }
}

/// Hands raw bytes over; gives the name of who took them.
async fn send(cabinet: &Cabinet, printer: String, title: String, bytes: Vec<u8>) -> Result<String, CommandError> {
    cabinet.ready()?;
    let taken = tokio::task::spawn_blocking(move || {
        if raw::is_raw_address(&printer) {
            raw::send(&printer, &bytes)?;
            return Ok(printer);
        }
        let job = PrintJob {
            printer: given(&printer),
            title,
            content: Content::Raw(bytes),
            copies: 1,
            sides: None,
            tray: None,
            paper: None,
        };
        service().print(&job).map(|accepted| accepted.printer)
    });
    Ok(taken.await??)
}

fn page(paper: &LabelPaper) -> Result<zpl::LabelPaper, CommandError> {
    let resolution = Resolution::of_dpi(paper.dots_per_inch).ok_or(Reason::LabelResolution {
        dots_per_inch: paper.dots_per_inch,
    })?;
    Ok(zpl::LabelPaper {
        width_mm: paper.width_mm,
        height_mm: paper.height_mm,
        resolution,
        right_dots: paper.right_dots,
        down_dots: paper.down_dots,
        font: given(&paper.font).unwrap_or_else(|| zpl::USUAL_FONT.to_owned()),
    })
}

fn whole(fault: NoLabel, paper: &LabelPaper) -> CommandError {
    match fault {
        NoLabel::Paper => Reason::LabelPaper {
            width_mm: paper.width_mm,
            height_mm: paper.height_mm,
        },
        NoLabel::Font => Reason::LabelFont,
        NoLabel::BarcodeTooLong => Reason::BarcodeTooLong,
        NoLabel::BarcodeUnprintable => Reason::BarcodeUnprintable,
    }
    .into()
}
