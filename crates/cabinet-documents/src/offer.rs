//! An offer of a dealer to one of his customers: goods at his own prices, under his own logo.
//!
//! In: lines with every sum already computed. Out: a PDF. What the goods cost the dealer is not given here.

use std::sync::Arc;

use cabinet_domain::money::Currency;

use crate::date::DocumentDate;
use crate::figures::{price_text, quantity_text, sum_text};
use crate::layout::{
    Align, Faces, Flow, Milli, Part, Picture, PlacedPicture, Row, Table, Total, Totals, mm, pt, titles,
};
use crate::letterhead::{BODY, BOLD, HEAD, Planned, ROW, THICK, TITLE, columns, labelled};
use crate::paper::{DocumentError, PrintOptions, Rendered, Source, Surroundings, UPRIGHT, finish};
use crate::words::{Language, short_name};

/// An offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Who offers.
    pub seller: String,
    /// How he is reached: address, telephone, a line each.
    pub contacts: Vec<String>,
    /// His logo.
    pub logo: Option<Logo>,
    /// To whom; empty where that is anybody.
    pub customer: String,
    /// The language of the paper.
    pub language: Language,
    /// The day of the offer.
    pub date: DocumentDate,
    /// The last day on which it stands.
    pub valid_until: Option<DocumentDate>,
    /// The currency of every sum.
    pub currency: Currency,
    /// Whether the prices include the tax; `None` where nobody told.
    pub includes_vat: Option<bool>,
    /// Terms in the seller's own words; empty for none.
    pub note: String,
    /// What is offered.
    pub lines: Vec<OfferLine>,
    /// What the lines come to; `None` where they say no quantities.
    pub total_minor: Option<i64>,
}

/// A line of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferLine {
    /// The article; empty when there is none.
    pub article: String,
    /// What it is.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// In millionths, of one unit.
    pub price_micro: i64,
    /// How much, in thousandths, with its sum in minor units; `None` where only the price is offered.
    pub amount: Option<(i64, i64)>,
}

/// A logo, eight bits of red, green and blue for each pixel, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// Pixels across.
    pub width_px: u32,
    /// Pixels down.
    pub height_px: u32,
    /// Three bytes a pixel.
    pub rgb: Vec<u8>,
}

/// The room for a logo.
const LOGO_WIDTH: Milli = mm(62);
const LOGO_HEIGHT: Milli = mm(22);

/// Prints an offer.
///
/// Shape: A4, its table's head on each page.
///
/// # Errors
/// [`DocumentError::NoLines`]; [`DocumentError::TotalDisagrees`]; [`DocumentError::Picture`] for a logo whose bytes are not its size;
/// the variants of a file that cannot be made.
pub fn render_offer(offer: &Offer, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    if offer.lines.is_empty() {
        return Err(DocumentError::NoLines);
    }
    check_total(offer)?;
    let language = options.language.unwrap_or(offer.language);
    let labels = labels(language);
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let mut flow = Flow::new(faces, UPRIGHT);
    masthead(&mut flow, offer)?;
    let title = format!("{} {}", labels.title, offer.date.in_digits());
    flow.set_parts(&[
        crate::layout::text(title.as_str(), TITLE, Align::Left),
        Part::Space(pt(3)),
        Part::Rule(THICK),
        Part::Space(pt(6)),
    ]);
    flow.set_parts(&labelled(labels.customer, &offer.customer));
    let [with, without] = labels.vat;
    let vat = offer.includes_vat.map(|includes| if includes { with } else { without });
    let prices = [Some(short_name(offer.currency.code(), language)), vat];
    let prices: Vec<&str> = prices.into_iter().flatten().collect();
    flow.set_parts(&labelled(labels.prices, &prices.join(", ")));
    if let Some(day) = offer.valid_until {
        flow.set_parts(&labelled(labels.valid, &day.in_digits()));
    }
    flow.skip(pt(3));
    let has_amounts = offer.total_minor.is_some();
    let plan: Vec<Planned> = if has_amounts {
        labels.whole.to_vec()
    } else {
        labels.prices_only.to_vec()
    };
    let table = Table {
        columns: columns(&plan, UPRIGHT),
        head: titles(plan.iter().map(|(title, _, _)| *title)),
        style: ROW,
        head_style: HEAD,
    };
    let rows: Vec<Row> = (1_u32..)
        .zip(&offer.lines)
        .map(|(number, line)| row_of(number, line, has_amounts))
        .collect();
    let totals = Totals {
        of_page: None,
        at_end: offer
            .total_minor
            .map(|total| Total {
                label: labels.total.to_owned(),
                label_columns: plan.len() - 1,
                cells: vec![sum_text(total)],
            })
            .into_iter()
            .collect(),
    };
    table.place(&mut flow, rows.into_iter(), 0, totals);
    if !offer.note.trim().is_empty() {
        flow.skip(pt(8));
        for line in offer.note.lines() {
            flow.paragraph(line, Align::Left, BODY);
        }
    }
    let around = Surroundings {
        language,
        source: Source::Seller,
        title: &title,
        author: &offer.seller,
        warning: "",
        day_unix_s: offer.date.unix_s(),
        doubts: Vec::new(),
    };
    finish(flow, around, options)
}

fn check_total(offer: &Offer) -> Result<(), DocumentError> {
    let Some(total_minor) = offer.total_minor else {
        return Ok(());
    };
    let sums = offer.lines.iter().filter_map(|line| line.amount);
    let lines_minor: i128 = sums.map(|(_, sum)| i128::from(sum)).sum();
    if lines_minor == i128::from(total_minor) {
        Ok(())
    } else {
        Err(DocumentError::TotalDisagrees {
            lines_minor,
            total_minor,
        })
    }
}

fn row_of(number: u32, line: &OfferLine, has_amounts: bool) -> Row {
    let mut row = vec![number.to_string(), line.article.clone(), line.name.clone()];
    let price = price_text(line.price_micro);
    match line.amount {
        _ if !has_amounts => row.extend([line.unit.clone(), price]),
        Some((quantity, sum)) => row.extend([quantity_text(quantity), line.unit.clone(), price, sum_text(sum)]),
        None => row.extend([String::new(), line.unit.clone(), price, String::new()]),
    }
    row
}

/// The logo at the left, who offers and how he is reached at the right.
fn masthead(flow: &mut Flow<'_>, offer: &Offer) -> Result<(), DocumentError> {
    let (left, top) = (UPRIGHT.left, flow.y());
    let mut height = 0;
    let mut words_left = left;
    if let Some(logo) = &offer.logo {
        let picture = Picture::of(logo.width_px, logo.height_px, &logo.rgb).ok_or(DocumentError::Picture)?;
        let (width, tall) = fitted(i64::from(logo.width_px), i64::from(logo.height_px));
        flow.sheet().pictures.push(PlacedPicture {
            at: (left, top),
            size: (width, tall),
            picture: Arc::new(picture),
        });
        height = tall;
        words_left = left + LOGO_WIDTH + mm(6);
    }
    let width = left + UPRIGHT.body_width() - words_left;
    let words = std::iter::once((&offer.seller, BOLD)).chain(offer.contacts.iter().map(|contact| (contact, BODY)));
    for (text, style) in words {
        for line in flow.lines(text, style, width) {
            let before = flow.y();
            flow.set_lines(std::slice::from_ref(&line), words_left, width, Align::Left, style);
            if flow.y() < before {
                // Overleaf there is no logo to pass.
                height = 0;
            }
        }
    }
    flow.skip((top + height - flow.y()).max(0) + pt(12));
    Ok(())
}

/// The size of a logo in its room, as wide to its height as it is.
fn fitted(width_px: i64, height_px: i64) -> (Milli, Milli) {
    let tall = LOGO_WIDTH * height_px / width_px.max(1);
    if tall <= LOGO_HEIGHT {
        (LOGO_WIDTH, tall.max(1))
    } else {
        ((LOGO_HEIGHT * width_px / height_px.max(1)).max(1), LOGO_HEIGHT)
    }
}

struct Labels {
    title: &'static str,
    customer: &'static str,
    prices: &'static str,
    valid: &'static str,
    total: &'static str,
    /// With the tax, without it.
    vat: [&'static str; 2],
    whole: [Planned; 7],
    prices_only: [Planned; 5],
}

const fn labels(language: Language) -> &'static Labels {
    match language {
        Language::Ru => &RU,
        Language::Uk => &UK,
    }
}

const RU: Labels = Labels {
    title: "Коммерческое предложение от",
    customer: "Кому:",
    prices: "Цены:",
    valid: "Действует до:",
    total: "Итого:",
    vat: ["НДС включён", "без НДС"],
    whole: [
        ("№", Align::Right, 26),
        ("Артикул", Align::Left, 84),
        ("Наименование", Align::Left, 0),
        ("Кол-во", Align::Right, 48),
        ("Ед.", Align::Centre, 34),
        ("Цена", Align::Right, 62),
        ("Сумма", Align::Right, 72),
    ],
    prices_only: [
        ("№", Align::Right, 30),
        ("Артикул", Align::Left, 92),
        ("Наименование", Align::Left, 0),
        ("Ед.", Align::Centre, 36),
        ("Цена", Align::Right, 72),
    ],
};

const UK: Labels = Labels {
    title: "Комерційна пропозиція від",
    customer: "Кому:",
    prices: "Ціни:",
    valid: "Діє до:",
    total: "Разом:",
    vat: ["ПДВ включено", "без ПДВ"],
    whole: [
        ("№", Align::Right, 26),
        ("Артикул", Align::Left, 84),
        ("Найменування", Align::Left, 0),
        ("К-сть", Align::Right, 48),
        ("Од.", Align::Centre, 34),
        ("Ціна", Align::Right, 62),
        ("Сума", Align::Right, 72),
    ],
    prices_only: [
        ("№", Align::Right, 30),
        ("Артикул", Align::Left, 92),
        ("Найменування", Align::Left, 0),
        ("Од.", Align::Centre, 36),
        ("Ціна", Align::Right, 72),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(contacts: usize) -> Offer {
        Offer {
            seller: "ООО Ромашка".to_owned(),
            contacts: (1..=contacts).map(|number| format!("Склад {number}")).collect(),
            logo: Some(Logo {
                width_px: 1,
                height_px: 1,
                rgb: vec![0; 3],
            }),
            customer: String::new(),
            language: Language::Ru,
            date: DocumentDate::from_iso("2026-11-30").unwrap(),
            valid_until: None,
            currency: Currency::RUB,
            includes_vat: None,
            note: String::new(),
            lines: Vec::new(),
            total_minor: None,
        }
    }

    #[test]
    fn contacts_that_a_page_does_not_hold_go_on_overleaf() {
        let contacts = 150;
        let mut flow = Flow::new(Faces::shipped().unwrap(), UPRIGHT);
        masthead(&mut flow, &offer(contacts)).unwrap();
        let (sheets, _) = flow.finish();
        let lowest = UPRIGHT.height - UPRIGHT.bottom;
        let texts: Vec<_> = sheets.iter().flat_map(|sheet| &sheet.texts).collect();
        assert_eq!(texts.len(), contacts + 1);
        assert!(
            texts.iter().all(|text| text.baseline <= lowest),
            "{} pages",
            sheets.len()
        );
        assert!(sheets.len() > 1);
    }

    #[test]
    fn what_follows_stands_below_the_logo_and_below_the_words() {
        for (contacts, above) in [(0, LOGO_HEIGHT), (20, BOLD.line_height() + 20 * BODY.line_height())] {
            let mut flow = Flow::new(Faces::shipped().unwrap(), UPRIGHT);
            masthead(&mut flow, &offer(contacts)).unwrap();
            assert_eq!(flow.y(), UPRIGHT.top + above + pt(12), "{contacts}");
        }
    }
}
