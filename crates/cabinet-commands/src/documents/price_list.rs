//! The price list of a legal entity: its own goods at its own prices, in the supplier's groups.

use super::folder_rule::Filed;
use super::paper::{Made, day_of, filled};
use crate::error::{CommandError, ErrorCode};
use crate::open::{Open, price_type, sight};
use crate::reason::Reason;
use crate::sync::true_at_ms;
use cabinet_documents::figures::quantity_text;
use cabinet_documents::paper::PrintOptions;
use cabinet_documents::price_list::{PriceGroup, PriceList, PricedGoods, render_price_list};
use cabinet_documents::words::Language;
use cabinet_domain::ids::ItemId;
use cabinet_domain::money::Currency;
use cabinet_domain::stock::StockLevel;
use cabinet_mirror::{GoodsQuery, GoodsRow, Group, Mirror, Sight};
use cabinet_sqlite::Cancel;
use std::collections::HashSet;

/// Rows read at once.
const WINDOW: usize = 2_000;

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
    let wanted = Wanted {
        mirror: &goods,
        groups: goods.groups(&sight(&grant))?,
        sight: sight(&grant),
        language,
        currency: code.to_owned(),
    };
    let currency = Currency::from_code(code).ok_or_else(|| {
        CommandError::new(
            ErrorCode::NotLoaded,
            "the currency of the prices is not known: sync first",
        )
    })?;
    let groups = wanted.below(group)?;
    if groups.iter().all(|group| group.goods.is_empty()) {
        return Err(Reason::NoPricedGoods.into());
    }
    let true_at_ms = true_at_ms(&goods.feeds().feeds()?).unwrap_or_else(|| open.clock.now_ms());
    let list = PriceList {
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
        groups,
    };
    Ok(Made {
        title: format!("Прайс-лист {} {}", list.true_on.in_digits(), list.supplier),
        filed: Filed::of(&grant.name, &list.true_on.in_iso()),
        rendered: render_price_list(&list, options)?,
    })
}

/// What is looked for.
struct Wanted<'a> {
    mirror: &'a Mirror,
    groups: Vec<Group>,
    sight: Sight,
    language: Language,
    currency: String,
}

impl Wanted<'_> {
    /// The goods of a group and of those below it, or of all; what is in no known group comes last.
    fn below(&self, group: Option<&str>) -> Result<Vec<PriceGroup>, CommandError> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let roots = self.groups.iter().filter(|known| match group {
            Some(id) => known.id == id,
            None => known.parent.is_none(),
        });
        for root in roots {
            self.add(root, "", &mut found, &mut seen)?;
        }
        if group.is_none() {
            let rest = self.goods_of(None)?;
            self.push(String::new(), rest, &mut found, &mut seen);
        }
        Ok(found)
    }

    /// A group's own goods under its name, then the groups below it.
    fn add(
        &self,
        group: &Group,
        above: &str,
        found: &mut Vec<PriceGroup>,
        seen: &mut HashSet<ItemId>,
    ) -> Result<(), CommandError> {
        let name = if above.is_empty() {
            group.name.clone()
        } else {
            format!("{above} / {}", group.name)
        };
        let children: Vec<&Group> = self
            .groups
            .iter()
            .filter(|child| child.parent.as_deref() == Some(group.id.as_str()))
            .collect();
        if group.own_items > 0 {
            let mut own = self.goods_of(Some(&group.id))?;
            // The mirror lists a group with those below it.
            let mut of_children = HashSet::new();
            for child in &children {
                of_children.extend(self.goods_of(Some(&child.id))?.into_iter().map(|row| row.item));
            }
            own.retain(|row| !of_children.contains(&row.item));
            self.push(name.clone(), own, found, seen);
        }
        for child in children {
            self.add(child, &name, found, seen)?;
        }
        Ok(())
    }

    fn goods_of(&self, group: Option<&str>) -> Result<Vec<GoodsRow>, CommandError> {
        let query = GoodsQuery {
            group: group.map(str::to_owned),
            sight: self.sight.clone(),
            ..GoodsQuery::default()
        };
        let cancel = Cancel::new();
        let mut rows = Vec::new();
        loop {
            let page = self.mirror.goods(&query, rows.len(), WINDOW, &cancel)?;
            let is_last = page.rows.len() < WINDOW;
            rows.extend(page.rows);
            if is_last {
                return Ok(rows);
            }
        }
    }

    /// Adds goods that have a price in the list's currency and are not in it yet.
    fn push(&self, name: String, rows: Vec<GoodsRow>, found: &mut Vec<PriceGroup>, seen: &mut HashSet<ItemId>) {
        let goods: Vec<PricedGoods> = rows
            .into_iter()
            .filter_map(|row| {
                let price = row.price.as_ref().filter(|price| price.currency == self.currency)?;
                let price_micro = price.price_micro;
                seen.insert(row.item.clone()).then(|| self.priced(&row, price_micro))
            })
            .collect();
        if !goods.is_empty() {
            found.push(PriceGroup { name, goods });
        }
    }

    fn priced(&self, row: &GoodsRow, price_micro: i64) -> PricedGoods {
        let name = if row.variant.is_empty() {
            row.name.clone()
        } else {
            format!("{}, {}", row.name, row.variant)
        };
        let stock = match (row.stock_milli, row.stock_level) {
            (Some(milli), _) => quantity_text(milli),
            (None, Some(level)) => level_in_words(level, self.language).to_owned(),
            (None, None) => String::new(),
        };
        PricedGoods {
            article: row.article.clone(),
            name,
            unit: row.unit.clone(),
            pack_milli: row.packs.first().map(|pack| pack.units_milli),
            price_micro,
            stock,
        }
    }
}

const fn level_in_words(level: StockLevel, language: Language) -> &'static str {
    match (level, language) {
        (StockLevel::None, Language::Ru) => "нет",
        (StockLevel::None, Language::Uk) => "немає",
        (StockLevel::Few, Language::Ru) => "мало",
        (StockLevel::Few, Language::Uk) => "мало",
        (StockLevel::Many, Language::Ru) => "много",
        (StockLevel::Many, Language::Uk) => "багато",
    }
}
