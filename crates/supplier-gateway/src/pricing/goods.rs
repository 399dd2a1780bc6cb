//! What cells of a table name: goods, groups, buyers, currencies.

use crate::access::contracts;
use crate::access::entities::{self, Entity};
use crate::catalogue::{self, CurrencyTable, PriceType};
use crate::goods_import::resolve::Articles;
use crate::pricing::PricingError;
use crate::settings::Settings;
use crate::storage::{StorageError, Tx, query_all};
use cabinet_domain::ids::ItemId;
use cabinet_domain::money::Currency;
use cabinet_pricing::rule::Goods;
use std::collections::BTreeSet;

const SELECT_GROUPS: &str = "
    SELECT id, name
    FROM product_group
    WHERE is_deleted = 0
    ORDER BY id";

const SELECT_CURRENCIES: &str = "
    SELECT DISTINCT c.code
    FROM price_type t
    JOIN currency_text c ON c.written = t.currency_written
    WHERE t.is_deleted = 0
      AND c.code <> ''";

const SELECT_ITEMS: &str = "
    SELECT o.id
    FROM feed_key k
    CROSS JOIN offer o
    WHERE k.key > $1 AND k.key < $1 || '$' AND o.number = k.id
      AND o.base = $1
      AND o.is_deleted = 0
    LIMIT 1";

/// Everything that a row may name.
pub(super) struct Known {
    articles: Articles,
    groups: Vec<(String, String)>,
    entities: Vec<Entity>,
    contracts: BTreeSet<String>,
    price_types: Vec<PriceType>,
    currencies: CurrencyTable,
    price_currencies: Vec<Currency>,
}

impl Known {
    pub(super) fn read(tx: &mut dyn Tx, settings: &Settings) -> Result<Self, PricingError> {
        let contracts = contracts::list(tx)?.into_iter().map(|contract| contract.terms.number);
        let codes = query_all(tx, SELECT_CURRENCIES, &[], |row| row.text("code"))?;
        Ok(Self {
            articles: Articles::read(tx)?,
            groups: query_all(tx, SELECT_GROUPS, &[], |row| Ok((row.text("id")?, row.text("name")?)))?,
            entities: entities::list(tx)?,
            contracts: contracts.collect(),
            price_types: catalogue::price_types(tx)?,
            currencies: CurrencyTable::new(&settings.currencies),
            price_currencies: codes.iter().filter_map(|code| Currency::from_code(code)).collect(),
        })
    }

    /// Goods of an article: a product with its variants, or one variant.
    pub(super) fn article(&self, article: &str) -> Result<Goods, String> {
        Ok(goods_of(self.articles.item(article)?))
    }

    /// Goods of an id of 1C.
    pub(super) fn item(&self, id: &str) -> Result<Goods, String> {
        Ok(goods_of(self.articles.id(id)?))
    }

    /// One item that can be given: an id or an article.
    pub(super) fn gift(&self, tx: &mut dyn Tx, text: &str) -> Result<Result<ItemId, String>, StorageError> {
        let found = self.articles.id(text).or_else(|_| self.articles.item(text));
        let id = match found {
            Ok(id) => id,
            Err(why) => return Ok(Err(why)),
        };
        let variants = query_all(tx, SELECT_ITEMS, &[id.as_str().into()], |row| row.text("id"))?;
        Ok(match variants.first() {
            Some(variant) => Err(format!(
                "«{text}» has variants; write the id of the one that is given, such as «{variant}»"
            )),
            None => Ok(ItemId::new(id)),
        })
    }

    /// A group by its id or its name.
    pub(super) fn group(&self, text: &str) -> Result<Goods, String> {
        if self.groups.iter().any(|(id, _)| id == text) {
            return Ok(Goods::Group(text.to_owned()));
        }
        let mut named = self.groups.iter().filter(|(_, name)| name == text);
        match (named.next(), named.next()) {
            (Some((id, _)), None) => Ok(Goods::Group(id.clone())),
            (None, _) => Err(format!("there is no group of goods «{text}»; write its id or its name")),
            (Some(_), Some(_)) => Err(format!("several groups are called «{text}»; write the id of one")),
        }
    }

    /// A legal entity by its id, ИНН, ЄДРПОУ or name.
    pub(super) fn entity(&self, text: &str) -> Result<String, String> {
        let mut found = self.entities.iter().filter(|entity| {
            entity.id.as_str() == text || entity.codes.inn == text || entity.codes.edrpou == text || entity.name == text
        });
        match (found.next(), found.next()) {
            (Some(only), None) => Ok(only.id.to_string()),
            (None, _) => Err(format!(
                "there is no legal entity «{text}»; write its id, ИНН or ЄДРПОУ"
            )),
            (Some(_), Some(_)) => Err(format!(
                "several legal entities are «{text}»; write the id of one (`entity list`)"
            )),
        }
    }

    /// A contract by its number.
    pub(super) fn contract(&self, number: &str) -> Result<String, String> {
        if self.contracts.contains(number) {
            Ok(number.to_owned())
        } else {
            Err(format!(
                "there is no contract with the number «{number}»; add it first (`contract add`)"
            ))
        }
    }

    /// A price list by its id or its name.
    pub(super) fn price_list(&self, text: &str) -> Result<String, String> {
        let by_id = self.price_types.iter().find(|known| known.id.as_str() == text);
        let found = by_id.or_else(|| self.price_types.iter().find(|known| known.name == text));
        found
            .map(|known| known.id.to_string())
            .ok_or_else(|| format!("1C sent no price type «{text}»; write its id or its name"))
    }

    /// A currency as it is written; the only one of all price lists where nothing is.
    pub(super) fn currency(&self, text: &str) -> Result<Currency, String> {
        if text.is_empty() {
            return match self.price_currencies.as_slice() {
                [only] => Ok(*only),
                [] => Err("no price list says its currency; write the currency".to_owned()),
                _ => Err("price lists are in several currencies; write the one of this row".to_owned()),
            };
        }
        self.currencies
            .find(text)
            .ok_or_else(|| format!("the currency «{text}» is not known; write its ISO code, or map it in gateway.toml"))
    }

    /// Whether some price list is in a currency; of a rule in another one nothing would ever come.
    pub(super) fn has_prices_in(&self, currency: Currency) -> bool {
        self.price_currencies.contains(&currency)
    }
}

fn goods_of(id: String) -> Goods {
    if id.contains('#') {
        Goods::Item(ItemId::new(id))
    } else {
        Goods::Product(id)
    }
}
