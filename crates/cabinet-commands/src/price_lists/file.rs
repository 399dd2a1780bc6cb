//! A made list as the bytes of a file.

use super::PriceListFile;
use super::make::{Goods, Made};
use super::table::sheet;
use crate::documents::{day_of, level_in_words};
use crate::error::CommandError;
use crate::reason::Reason;
use cabinet_documents::figures::quantity_text;
use cabinet_documents::paper::{PrintOptions, Rendered, Source};
use cabinet_documents::price_list::{PriceGroup, PriceList, PricedGoods, render_price_list};
use cabinet_documents::price_tags::{PriceTag, PriceTags, render_price_tags};
use cabinet_documents::sheet::{csv, xlsx};
use cabinet_documents::words::Language;
use cabinet_documents::yml::{Catalogue, Category, Offer, write_yml};
use std::collections::HashSet;

/// The digits of a category's id.
const CATEGORY_IDS: u64 = 1_000_000_000_000_000_000;

/// A file that is made.
pub(super) struct MadeFile {
    pub(super) bytes: Vec<u8>,
    /// The paper with what is in doubt in it, where it is one.
    pub(super) rendered: Option<Rendered>,
}

/// The list as a file of a kind.
pub(super) fn bytes_of(
    made: &Made,
    name: &str,
    kind: PriceListFile,
    is_sample: bool,
) -> Result<MadeFile, CommandError> {
    let bytes = match kind {
        PriceListFile::Xlsx => xlsx(&sheet(made, name))
            .map_err(|error| CommandError::internal("the workbook could not be made", &error))?,
        PriceListFile::Csv => csv(&sheet(made, name)).into_bytes(),
        PriceListFile::Yml => write_yml(&catalogue(made))
            .map_err(|error| CommandError::internal("the catalogue could not be made", &error))?,
        PriceListFile::Pdf | PriceListFile::Tags => {
            let mut rendered = if kind == PriceListFile::Tags {
                tags(made, is_sample)?
            } else {
                paper(made, is_sample)?
            };
            let bytes = std::mem::take(&mut rendered.pdf);
            return Ok(MadeFile {
                bytes,
                rendered: Some(rendered),
            });
        }
    };
    Ok(MadeFile { bytes, rendered: None })
}

fn paper(made: &Made, is_sample: bool) -> Result<Rendered, CommandError> {
    let mut groups: Vec<PriceGroup> = Vec::new();
    let mut last_place = None;
    for goods in &made.goods {
        if last_place != Some(goods.place) {
            last_place = Some(goods.place);
            groups.push(PriceGroup {
                name: made.group(goods).map(|group| group.path.clone()).unwrap_or_default(),
                goods: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.goods.push(priced(goods, made.language));
        }
    }
    let list = PriceList {
        source: Source::Seller,
        supplier: made.seller.clone(),
        buyer: String::new(),
        language: made.language,
        true_on: day_of(made.true_at_ms)?,
        price_type: None,
        currency: made.currency,
        includes_vat: made.includes_vat,
        shows_stock: made.shows_stock,
        // Why goods are not in the list is for the dealer: his customers did not ask.
        unpriced: 0,
        groups,
    };
    let options = PrintOptions {
        is_sample,
        ..PrintOptions::default()
    };
    Ok(render_price_list(&list, &options)?)
}

/// The most tags of one paper: more are printed of parts of a list.
const MOST_TAGS: u32 = 10_000;

fn tags(made: &Made, is_sample: bool) -> Result<Rendered, CommandError> {
    if made.count() > MOST_TAGS {
        return Err(Reason::TooManyLabels { most: MOST_TAGS }.into());
    }
    let tags = made.goods.iter().map(|goods| PriceTag {
        article: goods.article.clone(),
        name: goods.name.clone(),
        unit: goods.unit.clone(),
        price_micro: goods.price_micro,
    });
    let tags = PriceTags {
        seller: made.seller.clone(),
        language: made.language,
        true_on: day_of(made.true_at_ms)?,
        currency: made.currency,
        tags: tags.collect(),
    };
    let options = PrintOptions {
        is_sample,
        ..PrintOptions::default()
    };
    Ok(render_price_tags(&tags, &options)?)
}

fn priced(goods: &Goods, language: Language) -> PricedGoods {
    PricedGoods {
        article: goods.article.clone(),
        name: goods.name.clone(),
        unit: goods.unit.clone(),
        pack_milli: goods.pack_milli,
        price_micro: goods.price_micro,
        stock: stock_text(goods, language),
    }
}

/// Stock as the legal entity is told it: a figure or a word.
pub(super) fn stock_text(goods: &Goods, language: Language) -> String {
    match (goods.stock_milli, goods.stock_level) {
        (Some(milli), _) => quantity_text(milli),
        (None, Some(level)) => level_in_words(level, language).to_owned(),
        (None, None) => String::new(),
    }
}

fn catalogue(made: &Made) -> Catalogue {
    let mut used: HashSet<&str> = HashSet::new();
    let mut has_others = false;
    for goods in &made.goods {
        let mut next = made.group(goods);
        has_others |= next.is_none();
        while let Some(group) = next.filter(|group| used.insert(&group.id)) {
            next = group.parent.as_deref().and_then(|parent| made.groups.find(parent));
        }
    }
    let mut categories: Vec<Category> = made
        .groups
        .all()
        .iter()
        .filter(|group| used.contains(group.id.as_str()))
        .map(|group| Category {
            id: category_id(&group.id),
            parent: group.parent.as_deref().map(category_id),
            name: group.name.clone(),
        })
        .collect();
    if has_others {
        let name = match made.language {
            Language::Ru => "Прочее",
            Language::Uk => "Інше",
        };
        categories.push(Category {
            id: category_id(""),
            parent: None,
            name: name.to_owned(),
        });
    }
    let offers = made.goods.iter().map(|goods| Offer {
        id: goods.item.clone(),
        is_available: goods.is_in_stock(),
        price_micro: goods.price_micro,
        category: category_id(made.group(goods).map_or("", |group| &group.id)),
        maker: goods.brand.clone(),
        article: goods.article.clone(),
        name: goods.name.clone(),
        barcode: goods.barcode.clone(),
    });
    Catalogue {
        name: made.seller.clone(),
        company: made.seller.clone(),
        true_unix_s: made.true_at_ms.div_euclid(1000),
        currency: made.currency.code().to_owned(),
        categories,
        offers: offers.collect(),
    }
}

/// A number for a group that stays the same in every catalogue, as shops file goods by it: FNV-1a of the 1C id.
fn category_id(group: &str) -> u64 {
    let hash = group.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash % CATEGORY_IDS).max(1)
}
