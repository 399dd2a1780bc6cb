//! The price list: what a buyer may order at which of his prices, in groups.
//!
//! Also what a dealer offers his own customers at his own prices. In: goods with the prices of who reads the list. Out: a PDF.
//! Goods without a price are not given here, only how many there are: a list of prices does not name what has none.

use cabinet_domain::money::Currency;

use crate::date::DocumentDate;
use crate::figures::{price_text, quantity_text};
use crate::layout::{Align, Faces, Flow, Part, Row, Table, Totals, pt, titles};
use crate::letterhead::{BODY, HEAD, Planned, ROW, columns, heading, labelled};
use crate::paper::{DocumentError, PrintOptions, Rendered, Source, Surroundings, UPRIGHT, finish};
use crate::words::{Language, short_name};

/// A price list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceList {
    /// Whose words these are: the supplier's prices of a buyer, or a seller's own.
    pub source: Source,
    /// Who sells.
    pub supplier: String,
    /// For whom these prices are; empty where that is anybody.
    pub buyer: String,
    /// The language of the paper.
    pub language: Language,
    /// The day at which the prices are true.
    pub true_on: DocumentDate,
    /// Name of the price type.
    pub price_type: Option<String>,
    /// The currency of every price.
    pub currency: Currency,
    /// Whether the prices include the tax; `None` where nobody told.
    pub includes_vat: Option<bool>,
    /// With a column of stock.
    pub shows_stock: bool,
    /// How many goods would be here if they had a price.
    pub unpriced: u32,
    /// The goods by groups, in the order to print.
    pub groups: Vec<PriceGroup>,
}

/// Goods of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceGroup {
    /// Its name, with those of the groups above it.
    pub name: String,
    /// Its goods.
    pub goods: Vec<PricedGoods>,
}

/// Goods with their price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedGoods {
    /// The seller's article.
    pub article: String,
    /// What it is.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// How much is in a pack, thousandths of the unit.
    pub pack_milli: Option<i64>,
    /// Price of one unit in millionths of the currency.
    pub price_micro: i64,
    /// Stock as the buyer is told it: a figure or a word.
    pub stock: String,
}

/// Prints the price list.
///
/// Shape: A4, its table's head on each page, a group's name never alone at the foot of one.
///
/// # Errors
/// [`DocumentError::NoLines`]; the variants of a file that cannot be made.
pub fn render_price_list(list: &PriceList, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    if list.groups.iter().all(|group| group.goods.is_empty()) {
        return Err(DocumentError::NoLines);
    }
    let language = options.language.unwrap_or(list.language);
    let labels = labels(language);
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let mut flow = Flow::new(faces, UPRIGHT);
    let title = format!("{} {}", labels.title, list.true_on.in_digits());
    flow.set_parts(&head(list, &title, language));
    let plan = if list.shows_stock {
        labels.plan.as_slice()
    } else {
        labels.plan.split_last().map_or(&[][..], |(_, rest)| rest)
    };
    let table = Table {
        columns: columns(plan, UPRIGHT),
        head: titles(plan.iter().map(|(title, _, _)| *title)),
        style: ROW,
        head_style: HEAD,
    };
    let rows: Vec<Row> = list
        .groups
        .iter()
        .filter(|group| !group.goods.is_empty())
        .flat_map(|group| rows_of(group, list.shows_stock))
        .collect();
    table.place(&mut flow, rows.into_iter(), 0, Totals::NONE);
    if list.unpriced > 0 {
        let [before, after] = labels.unpriced;
        flow.skip(pt(6));
        flow.paragraph(&format!("{before}{}{after}", list.unpriced), Align::Left, BODY);
    }
    let around = Surroundings {
        language,
        source: list.source,
        title: &title,
        author: &list.supplier,
        warning: "",
        day_unix_s: list.true_on.unix_s(),
        doubts: Vec::new(),
    };
    finish(flow, around, options)
}

fn head(list: &PriceList, title: &str, language: Language) -> Vec<Part> {
    let labels = labels(language);
    let mut parts = heading(title, language, list.source);
    let seller = match list.source {
        Source::Supplier | Source::Buyer => labels.supplier,
        Source::Seller => labels.seller,
    };
    parts.extend(labelled(seller, &list.supplier));
    parts.extend(labelled(labels.buyer, &list.buyer));
    let [with, without] = labels.vat;
    let vat = list.includes_vat.map(|includes| if includes { with } else { without });
    let currency = Some(short_name(list.currency.code(), language));
    let prices = [list.price_type.as_deref(), currency, vat];
    let prices: Vec<&str> = prices.into_iter().flatten().collect();
    parts.extend(labelled(labels.prices, &prices.join(", ")));
    parts.push(Part::Space(pt(3)));
    parts
}

fn rows_of(group: &PriceGroup, shows_stock: bool) -> Vec<Row> {
    let heading = (!group.name.is_empty()).then(|| vec![group.name.clone()]);
    let goods = group.goods.iter().map(|goods| {
        let mut row = vec![
            goods.article.clone(),
            goods.name.clone(),
            goods.unit.clone(),
            goods.pack_milli.map(quantity_text).unwrap_or_default(),
            price_text(goods.price_micro),
        ];
        if shows_stock {
            row.push(goods.stock.clone());
        }
        row
    });
    heading.into_iter().chain(goods).collect()
}

struct Labels {
    title: &'static str,
    plan: [Planned; 6],
    supplier: &'static str,
    seller: &'static str,
    buyer: &'static str,
    prices: &'static str,
    /// What stands before and behind the number of goods without a price.
    unpriced: [&'static str; 2],
    /// With the tax, without it.
    vat: [&'static str; 2],
}

const fn labels(language: Language) -> &'static Labels {
    match language {
        Language::Ru => &RU,
        Language::Uk => &UK,
    }
}

const RU: Labels = Labels {
    title: "Прайс-лист на",
    plan: [
        ("Артикул", Align::Left, 92),
        ("Наименование", Align::Left, 0),
        ("Ед.", Align::Centre, 36),
        ("В упаковке", Align::Right, 54),
        ("Цена", Align::Right, 66),
        ("Остаток", Align::Right, 58),
    ],
    supplier: "Поставщик:",
    seller: "Продавец:",
    buyer: "Покупатель:",
    prices: "Цены:",
    unpriced: ["Без цены и потому не указано товаров: ", "."],
    vat: ["НДС включён", "без НДС"],
};

const UK: Labels = Labels {
    title: "Прайс-лист на",
    plan: [
        ("Артикул", Align::Left, 92),
        ("Найменування", Align::Left, 0),
        ("Од.", Align::Centre, 36),
        ("В упаковці", Align::Right, 54),
        ("Ціна", Align::Right, 66),
        ("Залишок", Align::Right, 58),
    ],
    supplier: "Постачальник:",
    seller: "Продавець:",
    buyer: "Покупець:",
    prices: "Ціни:",
    unpriced: ["Без ціни і тому не вказано товарів: ", "."],
    vat: ["ПДВ включено", "без ПДВ"],
};
