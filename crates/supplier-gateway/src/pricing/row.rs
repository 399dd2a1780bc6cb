//! A row of a table as a rule and whom it names, or what is wrong with it.

use super::columns::{COLUMNS, Kind, cell};
use super::goods::Known;
use super::stored::{Buyer, StoredRule};
use super::values;
use crate::storage::{StorageError, Tx};
use crate::table::{Fault, TableRow};
use cabinet_domain::ids::ItemId;
use cabinet_domain::money::UnitPrice;
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::ServiceAsks;
use cabinet_pricing::rule::{Change, Closeness, Condition, Counted, Effect, Goods, Rule, Service};
use cabinet_protocol::pricing::RuleRow;
use prost::Message;
use time::Date;

/// The longest cell, in characters; ids are held shorter.
const LONGEST: usize = 250;
const LONGEST_ID: usize = 100;

/// What a row may look things up in.
pub(super) struct Reader<'a> {
    pub(super) known: &'a Known,
    pub(super) row: &'a TableRow,
}

type Read<T> = Result<T, Fault>;

impl Reader<'_> {
    fn fault(&self, column: &'static str, message: impl Into<String>) -> Fault {
        Fault {
            row: self.row.line,
            column,
            message: message.into(),
        }
    }

    fn get(&self, column: &str) -> &str {
        cell(self.row, column)
    }

    /// What `read` makes of a filled cell.
    fn filled<T>(&self, column: &'static str, read: impl FnOnce(&str) -> Result<T, String>) -> Read<Option<T>> {
        match self.get(column) {
            "" => Ok(None),
            text => read(text).map(Some).map_err(|why| self.fault(column, why)),
        }
    }

    fn required<T>(&self, column: &'static str, read: impl FnOnce(&str) -> Result<T, String>) -> Read<T> {
        self.filled(column, read)?
            .ok_or_else(|| self.fault(column, "it is empty; fill it in"))
    }

    /// Reads the row.
    pub(super) fn read(&self, tx: &mut dyn Tx) -> Result<Read<StoredRule>, StorageError> {
        let kind = match self.required("kind", |word| {
            Kind::read(word).ok_or_else(|| {
                format!(
                    "«{word}» is no kind of rule; write price type, exception, tier, promotion, gift, packing, rate or service"
                )
            })
        }) {
            Ok(kind) => kind,
            Err(fault) => return Ok(Err(fault)),
        };
        let gift = match (kind, self.get("gift")) {
            (Kind::Gift, "") | (Kind::PriceType, _) => None,
            (Kind::Gift, text) => match self.known.gift(tx, text)? {
                Ok(item) => Some(item),
                Err(why) => return Ok(Err(self.fault("gift", why))),
            },
            (Kind::Service, _) => match self.service_item(tx)? {
                Ok(item) => item,
                Err(fault) => return Ok(Err(fault)),
            },
            _ => None,
        };
        Ok(self.rule(kind, gift))
    }

    /// The goods of 1C that stand for a service.
    fn service_item(&self, tx: &mut dyn Tx) -> Result<Read<Option<ItemId>>, StorageError> {
        match self.get("service article") {
            "" => Ok(Ok(None)),
            text => Ok(self
                .known
                .gift(tx, text)?
                .map(Some)
                .map_err(|why| self.fault("service article", why))),
        }
    }

    /// `item` is what is given, or what stands for a service.
    fn rule(&self, kind: Kind, item: Option<ItemId>) -> Read<StoredRule> {
        self.demand_own_columns(kind)?;
        let buyer = self.buyer()?;
        let goods = self.goods()?;
        let from = self.filled("from", values::day)?;
        let until = self.filled("until", values::day)?;
        if from.is_some() && until.is_some() && until < from {
            return Err(self.fault("until", "it is before the first day"));
        }
        if kind == Kind::Rate && goods != Goods::All {
            return Err(self.fault("kind", "a rate is for all goods; leave article, item and group empty"));
        }
        let effect = self.effect(kind, item)?;
        let name = self.get("name");
        if name.chars().count() > LONGEST {
            return Err(self.fault("name", format!("it is longer than {LONGEST} characters")));
        }
        let mut rule = Rule {
            id: String::new(),
            name: name.to_owned(),
            closeness: buyer.closeness,
            goods,
            from,
            until,
            effect,
        };
        rule.id = match self.get("id") {
            "" => own_id(&rule, &buyer, from),
            id if id.chars().count() > LONGEST_ID => {
                return Err(self.fault("id", format!("it has more than {LONGEST_ID} characters")));
            }
            id => id.to_owned(),
        };
        Ok(StoredRule { buyer, rule })
    }

    /// A cell that the kind has no use for would be lost in silence.
    fn demand_own_columns(&self, kind: Kind) -> Read<()> {
        let lost = COLUMNS
            .iter()
            .map(|(name, _)| *name)
            .find(|name| !self.get(name).is_empty() && !kind.uses(name));
        match lost {
            Some(column) => Err(self.fault(column, "rules of this kind have no such thing; empty the cell")),
            None => Ok(()),
        }
    }

    fn buyer(&self) -> Read<Buyer> {
        let entity = self.filled("entity", |text| self.known.entity(text))?;
        let contract = self.filled("contract", |text| self.known.contract(text))?;
        let list = self.filled("price list", |text| self.known.price_list(text))?;
        let (closeness, id) = match (entity, contract, list) {
            (None, None, None) => (Closeness::Everybody, String::new()),
            (Some(id), None, None) => (Closeness::Entity, id),
            (None, Some(id), None) => (Closeness::Contract, id),
            (None, None, Some(id)) => (Closeness::Group, id),
            _ => {
                let words = "a rule names a legal entity, a contract or a price list, not several of them";
                return Err(self.fault("entity", words));
            }
        };
        Ok(Buyer { closeness, id })
    }

    fn goods(&self) -> Read<Goods> {
        let article = self.filled("article", |text| self.known.article(text))?;
        let item = self.filled("item", |text| self.known.item(text))?;
        let group = self.filled("group", |text| self.known.group(text))?;
        match (article, item, group) {
            (None, None, None) => Ok(Goods::All),
            (Some(goods), None, None) | (None, Some(goods), None) | (None, None, Some(goods)) => Ok(goods),
            _ => Err(self.fault(
                "article",
                "a rule names an article, an item or a group, not several of them",
            )),
        }
    }

    fn effect(&self, kind: Kind, item: Option<ItemId>) -> Read<Effect> {
        Ok(match kind {
            Kind::PriceType => Effect::PriceType(self.change()?),
            Kind::Exception => Effect::Exception {
                change: self.change()?,
                is_final: values::flag(self.get("final")).map_err(|why| self.fault("final", why))?,
            },
            Kind::Tier => Effect::Tier {
                from: self.required("quantity", values::quantity)?,
                counted: if values::flag(self.get("variants")).map_err(|why| self.fault("variants", why))? {
                    Counted::Variants
                } else {
                    Counted::Line
                },
                change: self.change()?,
            },
            Kind::Promotion => Effect::Promotion {
                when: self.condition()?,
                change: self.change()?,
            },
            Kind::Gift => self.gift(item)?,
            Kind::Service => self.service(item)?,
            Kind::Packing => {
                let minimum = self.filled("minimum", values::quantity)?;
                let step = self.filled("multiple", values::quantity)?;
                if minimum.is_none() && step.is_none() {
                    return Err(self.fault("multiple", "give a minimum, a multiple, or both"));
                }
                Effect::Packing {
                    minimum: minimum.unwrap_or(Quantity::ZERO),
                    step: step.unwrap_or(Quantity::ZERO),
                    pack: self.get("pack").chars().take(LONGEST).collect(),
                }
            }
            Kind::Rate => {
                let from = self.required("currency", |text| self.known.currency(text))?;
                let to = self.required("paid in", |text| self.known.currency(text))?;
                if from == to {
                    return Err(self.fault("paid in", "it is the currency of the prices"));
                }
                Effect::Rate {
                    from,
                    to,
                    rate_micro: self.required("rate", |text| match values::money_micro(text)? {
                        0 => Err("a rate is above zero".to_owned()),
                        micro => Ok(micro),
                    })?,
                    on: self.required("rate date", values::day)?,
                }
            }
        })
    }

    fn service(&self, item: Option<ItemId>) -> Read<Effect> {
        if self.get("name").is_empty() {
            return Err(self.fault("name", "a service is known by its name; fill it in"));
        }
        let per = self.required("per", values::per)?;
        let asks = values::asks(self.get("parameters"), per).map_err(|why| self.fault("parameters", why))?;
        let bar_mm = self.filled("bar", values::length_mm)?;
        if bar_mm.is_some() && asks != ServiceAsks::Lengths {
            return Err(self.fault(
                "bar",
                "no length is asked of this service; write lengths as its parameters",
            ));
        }
        let price = self.required("price", values::money_micro)?;
        Ok(Effect::Service(Service {
            per,
            price: UnitPrice::from_micro(price),
            currency: self.currency_of_prices()?,
            minimum_minor: self.filled("least charge", values::sum_minor)?.unwrap_or(0),
            asks,
            bar_mm,
            vat: self.filled("vat", values::vat)?,
            item,
        }))
    }

    fn gift(&self, item: Option<ItemId>) -> Read<Effect> {
        let when = self.condition()?;
        let is_repeated = values::flag(self.get("repeat")).map_err(|why| self.fault("repeat", why))?;
        if is_repeated && when == Condition::default() {
            return Err(self.fault("repeat", "give the quantity or the sum for each of which it is given"));
        }
        Ok(Effect::Gift {
            when,
            item: item.ok_or_else(|| self.fault("gift", "it is empty; write the article of the gift"))?,
            quantity: self.required("gift quantity", values::quantity)?,
            is_repeated,
        })
    }

    fn condition(&self) -> Read<Condition> {
        let sum = self.filled("sum", values::sum_minor)?;
        Ok(Condition {
            quantity: self.filled("quantity", values::quantity)?,
            sum: match sum {
                Some(minor) => Some((minor, self.currency_of_prices()?)),
                None => None,
            },
        })
    }

    /// A currency that prices are in: a discount in any other one would never be given.
    fn currency_of_prices(&self) -> Read<cabinet_domain::money::Currency> {
        let currency = self
            .known
            .currency(self.get("currency"))
            .map_err(|why| self.fault("currency", why))?;
        if self.known.has_prices_in(currency) {
            Ok(currency)
        } else {
            Err(self.fault("currency", format!("no price list is in {currency}")))
        }
    }

    fn change(&self) -> Read<Change> {
        let milli = |text: &str, most| values::percent_milli(text, most);
        let off_percent = self
            .filled("discount %", |text| milli(text, 100))?
            .map(|milli| Change::Percent(-milli));
        let up_percent = self.filled("markup %", |text| milli(text, 1000))?.map(Change::Percent);
        let money = |column: &'static str| self.filled(column, values::money_micro);
        let (off, up, price) = (money("discount")?, money("markup")?, money("price")?);
        let by = |micro: i64| -> Read<Change> {
            Ok(Change::Money(UnitPrice::from_micro(micro), self.currency_of_prices()?))
        };
        let mut said = Vec::new();
        said.extend(off_percent);
        said.extend(up_percent);
        if let Some(micro) = off {
            said.push(by(-micro)?);
        }
        if let Some(micro) = up {
            said.push(by(micro)?);
        }
        if let Some(micro) = price {
            let currency = self
                .known
                .currency(self.get("currency"))
                .map_err(|why| self.fault("currency", why))?;
            said.push(Change::Fixed(UnitPrice::from_micro(micro), currency));
        }
        match said.as_slice() {
            [only] => Ok(*only),
            _ => {
                let words = "give exactly one of: discount %, markup %, discount, markup, price";
                Err(self.fault("price", words))
            }
        }
    }
}

/// The id of a rule that has none: what it is about, so that a new price of the same is a change and no second rule.
fn own_id(rule: &Rule, buyer: &Buyer, from: Option<Date>) -> String {
    let row = RuleRow::of(rule);
    let about = RuleRow {
        // A service is known by its name.
        name: if row.kind == "service" {
            row.name.clone()
        } else {
            String::new()
        },
        until: String::new(),
        service_per: String::new(),
        service_asks: String::new(),
        bar_mm: None,
        minimum_minor: 0,
        service_vat: String::new(),
        service_item: String::new(),
        percent_milli: None,
        money_micro: None,
        fixed_micro: None,
        gift_milli: 0,
        minimum_milli: 0,
        step_milli: 0,
        pack: String::new(),
        rate_micro: 0,
        is_final: false,
        is_repeated: false,
        currency: if row.kind == "rate" {
            row.currency.clone()
        } else {
            String::new()
        },
        from: from.map(cabinet_domain::delivery::write_date).unwrap_or_default(),
        ..row
    };
    let mut hasher = blake3::Hasher::new_derive_key("dealer-cabinet gateway 2026 price rule");
    hasher.update(buyer.id.as_bytes());
    hasher.update(&about.encode_to_vec());
    hasher.finalize().to_hex().chars().take(16).collect()
}
