//! Price tags: a grid of them on A4, with frames to cut along.
//!
//! In: goods with a seller's own prices. Out: a PDF. A name too long for its tag ends in «…»; a price is never cut, it is set
//! smaller.

use cabinet_domain::money::Currency;

use crate::date::DocumentDate;
use crate::figures::price_text;
use crate::layout::{Align, Faces, Flow, Milli, Style, mm, pt};
use crate::paper::{DocumentError, PrintOptions, Rendered, Source, Surroundings, UPRIGHT, finish};
use crate::words::{Language, short_name};

/// Price tags of one seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceTags {
    /// Who sells; on every tag.
    pub seller: String,
    /// The language of the tags.
    pub language: Language,
    /// The day at which the prices are true; on every tag.
    pub true_on: DocumentDate,
    /// The currency of every price.
    pub currency: Currency,
    /// The tags, in the order to print.
    pub tags: Vec<PriceTag>,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceTag {
    /// The article; empty when there is none.
    pub article: String,
    /// What it is.
    pub name: String,
    /// Short name of the unit that the price is of.
    pub unit: String,
    /// In millionths of the currency.
    pub price_micro: i64,
}

const COLUMNS: i64 = 3;
const HEIGHT: Milli = mm(33);
const PAD: Milli = mm(2);
const CUT: Milli = 300;
const NAME: Style = Style::bold(8_500);
const SMALL: Style = Style::regular(6_500);
const NAME_LINES: usize = 3;
/// From the size that prices have to the smallest, which any price fits in.
const PRICE_SIZES: [Milli; 5] = [pt(24), pt(20), pt(16), pt(12), pt(8)];

/// Prints the tags.
///
/// Shape: A4, three tags side by side, eight below each other.
///
/// # Errors
/// [`DocumentError::NoLines`]; the variants of a file that cannot be made.
pub fn render_price_tags(tags: &PriceTags, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    if tags.tags.is_empty() {
        return Err(DocumentError::NoLines);
    }
    let language = options.language.unwrap_or(tags.language);
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let mut flow = Flow::new(faces, UPRIGHT);
    let width = UPRIGHT.body_width() / COLUMNS;
    let mut left = UPRIGHT.left;
    for (tag, at) in tags.tags.iter().zip(0_i64..) {
        let column = at % COLUMNS;
        if column == 0 {
            if at > 0 {
                flow.skip(HEIGHT);
            }
            if HEIGHT > flow.room() {
                flow.turn();
            }
            left = UPRIGHT.left;
        } else {
            left += width;
        }
        place(&mut flow, tags, tag, (left, width), language);
    }
    let title = match language {
        Language::Ru => format!("Ценники на {}", tags.true_on.in_digits()),
        Language::Uk => format!("Цінники на {}", tags.true_on.in_digits()),
    };
    let around = Surroundings {
        language,
        source: Source::Seller,
        title: &title,
        author: &tags.seller,
        warning: "",
        day_unix_s: tags.true_on.unix_s(),
        doubts: Vec::new(),
    };
    finish(flow, around, options)
}

/// Sets a tag at the height of the flow, which stays where it is.
fn place(flow: &mut Flow<'_>, tags: &PriceTags, tag: &PriceTag, (left, width): (Milli, Milli), language: Language) {
    let (top, faces) = (flow.y(), flow.faces);
    let (x, inner) = (left + PAD, width - 2 * PAD);
    flow.sheet().frame((left, top), width, HEIGHT, CUT);
    let mut y = top + PAD;
    let seller = one_line(flow, &tags.seller, SMALL, inner);
    flow.sheet().text(faces, (x, y), inner, Align::Left, SMALL, &seller);
    y += SMALL.line_height();
    let mut name = flow.lines(&tag.name, NAME, inner);
    if name.len() > NAME_LINES {
        name.truncate(NAME_LINES);
        if let Some(last) = name.last_mut() {
            last.push('…');
            *last = cut(faces, last, NAME, inner);
        }
    }
    for line in &name {
        flow.sheet().text(faces, (x, y), inner, Align::Left, NAME, line);
        y += NAME.line_height();
    }
    let below = top + HEIGHT - PAD - SMALL.line_height();
    let article = one_line(flow, &tag.article, SMALL, inner);
    flow.sheet()
        .text(faces, (x, below), inner, Align::Left, SMALL, &article);
    let date = tags.true_on.in_digits();
    if faces.width(&article, SMALL) + faces.width(&date, SMALL) + PAD <= inner {
        flow.sheet().text(faces, (x, below), inner, Align::Right, SMALL, &date);
    }
    let price = format!(
        "{} {}",
        price_text(tag.price_micro),
        short_name(tags.currency.code(), language)
    );
    let style = PRICE_SIZES
        .iter()
        .map(|size| Style::bold(*size))
        .find(|style| faces.width(&price, *style) <= inner)
        .unwrap_or(SMALL);
    let of = match (tag.unit.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::Ru | Language::Uk) => format!("за {}", tag.unit),
    };
    let of = one_line(flow, &of, SMALL, inner);
    let price_top = below - style.line_height() - SMALL.line_height();
    flow.sheet()
        .text(faces, (x, price_top), inner, Align::Right, style, &price);
    let of_top = below - SMALL.line_height();
    flow.sheet().text(faces, (x, of_top), inner, Align::Right, SMALL, &of);
}

/// The text as it can be printed, in one line.
fn one_line(flow: &mut Flow<'_>, text: &str, style: Style, width: Milli) -> String {
    let printable = flow.printable(text);
    if flow.faces.width(&printable, style) <= width {
        printable
    } else {
        cut(flow.faces, &format!("{printable}…"), style, width)
    }
}

/// A text that ends in «…», without as many letters before it as make it fit.
fn cut(faces: &Faces, text: &str, style: Style, width: Milli) -> String {
    let mut kept: Vec<char> = text.chars().collect();
    while kept.len() > 1 && faces.width(&kept.iter().collect::<String>(), style) > width {
        kept.remove(kept.len() - 2);
    }
    kept.into_iter().collect()
}
