//! The price list of a legal entity: its own goods at its own prices, in the supplier's groups.

use super::folder_rule::Filed;
use super::paper::{Made, day_of, filled};
use crate::error::{CommandError, ErrorCode};
use crate::group_order::GroupOrder;
use crate::open::{Open, price_type, sight};
use crate::price_lists::full_name;
use crate::reason::Reason;
use crate::sync::true_at_ms;
use cabinet_documents::figures::quantity_text;
use cabinet_documents::paper::{PrintOptions, Source};
use cabinet_documents::price_list::{PriceGroup, PriceList, PricedGoods, render_price_list};
use cabinet_documents::words::Language;
use cabinet_domain::money::Currency;
use cabinet_domain::stock::StockLevel;
use cabinet_mirror::{Mirror, ShelfRow, Sight};
use cabinet_sqlite::Cancel;

/// The list of an entity, of one group of goods (1C id) or of all.
pub(super) fn make(
    open: &Open,
    entity: &str,
    group: Option<&str>,
    options: &PrintOptions,
) -> Result<Made, CommandError> {
    let grant = open.grant(entity)?;
    let Some(id) = price_type(&grant) else {
        return Err(Reason::NoPriceList.into());
    };
    let goods = open.loaded_goods()?;
    let known = goods.price_types()?.into_iter().find(|known| known.id == *id);
    let code = known.as_ref().map(|known| known.currency.as_str()).unwrap_or_default();
    let language = if grant.edrpou.is_empty() {
        Language::Ru
    } else {
        Language::Uk
    };
    let currency = Currency::from_code(code).ok_or_else(|| {
        CommandError::new(
            ErrorCode::NotLoaded,
            "the currency of the prices is not known: sync first",
        )
    })?;
    let (groups, unpriced) = listed(&goods, &sight(&grant), group, code, language)?;
    if groups.is_empty() {
        return Err(Reason::NoPricedGoods.into());
    }
    let true_at_ms = true_at_ms(&goods.feeds().feeds()?).unwrap_or_else(|| open.clock.now_ms());
    let list = PriceList {
        source: Source::Supplier,
        supplier: open
            .desk
            .session()?
            .map(|session| session.supplier_name)
            .unwrap_or_default(),
        buyer: grant.name.clone(),
        language,
        true_on: day_of(true_at_ms)?,
        price_type: known.as_ref().and_then(|known| filled(&known.name)),
        currency,
        includes_vat: known.map(|known| known.includes_vat),
        shows_stock: true,
        unpriced,
        groups,
    };
    Ok(Made {
        title: format!("Прайс-лист {} {}", list.true_on.in_digits(), list.supplier),
        filed: Filed::of(&grant.name, &list.true_on.in_iso()),
        rendered: render_price_list(&list, options)?,
    })
}

/// The goods of a group and of those below it, or of all, with how many of them have no price in the list's currency; what is
/// in no known group comes last.
fn listed(
    mirror: &Mirror,
    sight: &Sight,
    group: Option<&str>,
    currency: &str,
    language: Language,
) -> Result<(Vec<PriceGroup>, u32), CommandError> {
    let order = GroupOrder::of(&mirror.groups(sight)?);
    let paths = mirror.group_paths()?;
    let mut rows: Vec<(usize, ShelfRow, i64)> = Vec::new();
    let mut unpriced = 0_u32;
    for row in mirror.shelf(sight, &Cancel::new())? {
        let path = paths.of(row.group);
        if group.is_some_and(|group| !path.iter().any(|id| id == group)) {
            continue;
        }
        match row.price.as_ref().filter(|price| price.currency == currency) {
            Some(price) => {
                let price_micro = price.price_micro;
                rows.push((order.place(path), row, price_micro));
            }
            None => unpriced = unpriced.saturating_add(1),
        }
    }
    rows.sort_by_key(|(place, _, _)| *place);
    let mut groups: Vec<PriceGroup> = Vec::new();
    let mut last = None;
    for (place, row, price_micro) in rows {
        if last != Some(place) {
            last = Some(place);
            groups.push(PriceGroup {
                name: order.at(place).map(|placed| placed.path.clone()).unwrap_or_default(),
                goods: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.goods.push(priced(row, price_micro, language));
        }
    }
    Ok((groups, unpriced))
}

fn priced(row: ShelfRow, price_micro: i64, language: Language) -> PricedGoods {
    let stock = match (row.stock_milli, row.stock_level) {
        (Some(milli), _) => quantity_text(milli),
        (None, Some(level)) => level_in_words(level, language).to_owned(),
        (None, None) => String::new(),
    };
    PricedGoods {
        name: full_name(&row),
        article: row.article,
        unit: row.unit,
        pack_milli: row.packs.first().map(|pack| pack.units_milli),
        price_micro,
        stock,
    }
}

/// Stock in a word.
pub(crate) const fn level_in_words(level: StockLevel, language: Language) -> &'static str {
    match (level, language) {
        (StockLevel::None, Language::Ru) => "нет",
        (StockLevel::None, Language::Uk) => "немає",
        (StockLevel::Few, Language::Ru) => "мало",
        (StockLevel::Few, Language::Uk) => "мало",
        (StockLevel::Many, Language::Ru) => "много",
        (StockLevel::Many, Language::Uk) => "багато",
    }
}
