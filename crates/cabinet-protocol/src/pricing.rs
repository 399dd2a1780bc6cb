//! Rules of prices as rows of the feed `rules:<entity>`: only those that concern the entity, without whom else they concern.
//!
//! As with [`crate::rows`], a field number never changes its meaning and a reader skips what it does not know.

use cabinet_domain::delivery::{read_date, write_date};
use cabinet_domain::ids::ItemId;
use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Currency, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::{ServiceAsks, ServicePer};
use cabinet_pricing::rule::{Change, Closeness, Condition, Counted, Effect, Goods, Rule, Service};
use prost::Message;
use time::Date;

/// A row of the feed. One of the fields is set; a row with none is of a kind this build does not know.
#[derive(Clone, PartialEq, Message)]
pub struct PricingRow {
    /// A rule. Key: `r:<id>`.
    #[prost(message, optional, tag = "1")]
    pub rule: Option<RuleRow>,
    /// What is true of every document. Key: [`TERMS_KEY`].
    #[prost(message, optional, tag = "2")]
    pub terms: Option<TermsRow>,
}

/// The key of the one row of [`TermsRow`].
pub const TERMS_KEY: &str = "t";

impl PricingRow {
    /// The key of a rule's row.
    #[must_use]
    pub fn rule_key(id: &str) -> String {
        format!("r:{id}")
    }
}

/// What is true of every document of the supplier.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct TermsRow {
    /// `cabinet_pricing::vat::Country::code`; empty when rates do not depend on the date.
    #[prost(string, tag = "1")]
    pub country: String,
    /// The supplier's time zone in minutes ahead of UTC: days are his.
    #[prost(sint32, tag = "2")]
    pub utc_offset_minutes: i32,
}

/// A rule. What the kind does not use is absent or empty.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct RuleRow {
    /// Given by the operator, unique.
    #[prost(string, tag = "1")]
    pub id: String,
    /// What the buyer is shown; may be empty.
    #[prost(string, tag = "2")]
    pub name: String,
    /// `cabinet_pricing::rule::Closeness::code`.
    #[prost(string, tag = "3")]
    pub closeness: String,
    /// `all`, `group`, `product` or `item`.
    #[prost(string, tag = "4")]
    pub goods: String,
    /// Id of the group, product or item; empty for all.
    #[prost(string, tag = "5")]
    pub goods_id: String,
    /// The first day, ISO; empty: since ever.
    #[prost(string, tag = "6")]
    pub from: String,
    /// The last day, ISO; empty: without end.
    #[prost(string, tag = "7")]
    pub until: String,
    /// `price_type`, `exception`, `tier`, `promotion`, `gift`, `packing`, `rate` or `service`.
    #[prost(string, tag = "8")]
    pub kind: String,
    /// The price changes by so many thousandths of a percent.
    #[prost(sint64, optional, tag = "9")]
    pub percent_milli: Option<i64>,
    /// The price changes by so many millionths of the currency.
    #[prost(sint64, optional, tag = "10")]
    pub money_micro: Option<i64>,
    /// The price is this one, in millionths of the currency.
    #[prost(int64, optional, tag = "11")]
    pub fixed_micro: Option<i64>,
    /// ISO 4217, of the price; of the price list for a rate.
    #[prost(string, tag = "12")]
    pub currency: String,
    /// An exception that nothing changes any more.
    #[prost(bool, tag = "13")]
    pub is_final: bool,
    /// The quantity of the condition or of the tier, in thousandths.
    #[prost(int64, optional, tag = "14")]
    pub quantity_milli: Option<i64>,
    /// The sum of the condition, in kopecks.
    #[prost(int64, optional, tag = "15")]
    pub sum_minor: Option<i64>,
    /// The item that is given.
    #[prost(string, tag = "16")]
    pub gift: String,
    /// How much of it, in thousandths.
    #[prost(int64, tag = "17")]
    pub gift_milli: i64,
    /// Given again each time that the condition is reached.
    #[prost(bool, tag = "18")]
    pub is_repeated: bool,
    /// At least so much, in thousandths; 0 for no minimum.
    #[prost(int64, tag = "19")]
    pub minimum_milli: i64,
    /// In multiples of so much, in thousandths; 0 for any.
    #[prost(int64, tag = "20")]
    pub step_milli: i64,
    /// What the step is called; may be empty.
    #[prost(string, tag = "21")]
    pub pack: String,
    /// The currency that is paid in, or that the sum of the condition is in, ISO 4217.
    #[prost(string, tag = "22")]
    pub paid_in: String,
    /// Millionths of it for one unit of `currency`.
    #[prost(int64, tag = "23")]
    pub rate_micro: i64,
    /// The day of the rate, ISO.
    #[prost(string, tag = "24")]
    pub rate_on: String,
    /// A tier counts all variants of a product together.
    #[prost(bool, tag = "25")]
    pub counts_variants: bool,
    /// What the price of a service is for: `cabinet_domain::service::ServicePer::code`.
    #[prost(string, tag = "26")]
    pub service_per: String,
    /// What must be said of it: `cabinet_domain::service::ServiceAsks::code`.
    #[prost(string, tag = "27")]
    pub service_asks: String,
    /// How long a bar of the goods is, in millimetres.
    #[prost(int64, optional, tag = "28")]
    pub bar_mm: Option<i64>,
    /// The least charge for it on a line, in kopecks; 0 for no minimum.
    #[prost(int64, tag = "29")]
    pub minimum_minor: i64,
    /// The rate of its VAT: `none` or a percent; empty for that of the goods.
    #[prost(string, tag = "30")]
    pub service_vat: String,
    /// The goods of 1C that stand for it; empty on the way to a device.
    #[prost(string, tag = "31")]
    pub service_item: String,
}

/// A field of a rule that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the field {0} of the rule cannot be")]
pub struct RuleFault(pub &'static str);

impl RuleRow {
    /// A rule as it travels.
    #[must_use]
    pub fn of(rule: &Rule) -> Self {
        let (goods, goods_id) = match &rule.goods {
            Goods::All => ("all", String::new()),
            Goods::Group(id) => ("group", id.clone()),
            Goods::Product(id) => ("product", id.clone()),
            Goods::Item(id) => ("item", id.to_string()),
        };
        let mut row = Self {
            id: rule.id.clone(),
            name: rule.name.clone(),
            closeness: rule.closeness.code().to_owned(),
            goods: goods.to_owned(),
            goods_id,
            from: rule.from.map(write_date).unwrap_or_default(),
            until: rule.until.map(write_date).unwrap_or_default(),
            kind: kind(&rule.effect).to_owned(),
            ..Self::default()
        };
        row.write(&rule.effect);
        row
    }

    fn write(&mut self, effect: &Effect) {
        match effect {
            Effect::PriceType(change) => self.write_change(*change),
            Effect::Exception { change, is_final } => {
                self.is_final = *is_final;
                self.write_change(*change);
            }
            Effect::Tier { from, counted, change } => {
                self.quantity_milli = Some(from.milli());
                self.counts_variants = *counted == Counted::Variants;
                self.write_change(*change);
            }
            Effect::Promotion { when, change } => {
                self.write_condition(when);
                self.write_change(*change);
            }
            Effect::Gift {
                when,
                item,
                quantity,
                is_repeated,
            } => {
                self.write_condition(when);
                self.gift = item.to_string();
                self.gift_milli = quantity.milli();
                self.is_repeated = *is_repeated;
            }
            Effect::Packing { minimum, step, pack } => {
                self.minimum_milli = minimum.milli();
                self.step_milli = step.milli();
                self.pack.clone_from(pack);
            }
            Effect::Rate {
                from,
                to,
                rate_micro,
                on,
            } => {
                from.code().clone_into(&mut self.currency);
                to.code().clone_into(&mut self.paid_in);
                self.rate_micro = *rate_micro;
                self.rate_on = write_date(*on);
            }
            Effect::Service(service) => self.write_service(service),
        }
    }

    fn write_service(&mut self, service: &Service) {
        self.write_change(Change::Fixed(service.price, service.currency));
        service.per.code().clone_into(&mut self.service_per);
        service.asks.code().clone_into(&mut self.service_asks);
        self.bar_mm = service.bar_mm;
        self.minimum_minor = service.minimum_minor;
        self.service_vat = service.vat.map(VatRate::code).unwrap_or_default();
        self.service_item = service.item.as_ref().map(ToString::to_string).unwrap_or_default();
    }

    fn write_condition(&mut self, when: &Condition) {
        self.quantity_milli = when.quantity.map(Quantity::milli);
        if let Some((minor, currency)) = when.sum {
            self.sum_minor = Some(minor);
            currency.code().clone_into(&mut self.paid_in);
        }
    }

    fn write_change(&mut self, change: Change) {
        match change {
            Change::Percent(milli) => self.percent_milli = Some(milli),
            Change::Money(by, currency) => {
                self.money_micro = Some(by.micro());
                currency.code().clone_into(&mut self.currency);
            }
            Change::Fixed(price, currency) => {
                self.fixed_micro = Some(price.micro());
                currency.code().clone_into(&mut self.currency);
            }
        }
    }

    /// The rule; `None` when it is of a kind that this build does not know.
    ///
    /// # Errors
    /// [`RuleFault`]: a rule with a broken field is refused, not half understood.
    pub fn read(&self) -> Result<Option<Rule>, RuleFault> {
        if self.id.is_empty() {
            return Err(RuleFault("id"));
        }
        let goods = match (self.goods.as_str(), self.goods_id.as_str()) {
            ("all", _) => Goods::All,
            ("group" | "product" | "item", "") => return Err(RuleFault("goods_id")),
            ("group", id) => Goods::Group(id.to_owned()),
            ("product", id) => Goods::Product(id.to_owned()),
            ("item", id) => Goods::Item(ItemId::from(id)),
            _ => return Ok(None),
        };
        let Some(effect) = self.effect()? else {
            return Ok(None);
        };
        Ok(Some(Rule {
            id: self.id.clone(),
            name: self.name.clone(),
            closeness: Closeness::from_code(&self.closeness).ok_or(RuleFault("closeness"))?,
            goods,
            from: day(&self.from, "from")?,
            until: day(&self.until, "until")?,
            effect,
        }))
    }

    fn effect(&self) -> Result<Option<Effect>, RuleFault> {
        Ok(Some(match self.kind.as_str() {
            "price_type" => Effect::PriceType(self.change()?),
            "exception" => Effect::Exception {
                change: self.change()?,
                is_final: self.is_final,
            },
            "tier" => Effect::Tier {
                from: Quantity::from_milli(above_zero(self.quantity_milli.unwrap_or(0), "quantity_milli")?),
                counted: if self.counts_variants {
                    Counted::Variants
                } else {
                    Counted::Line
                },
                change: self.change()?,
            },
            "promotion" => Effect::Promotion {
                when: self.condition()?,
                change: self.change()?,
            },
            "gift" => Effect::Gift {
                when: self.condition()?,
                item: match self.gift.as_str() {
                    "" => return Err(RuleFault("gift")),
                    item => ItemId::from(item),
                },
                quantity: Quantity::from_milli(above_zero(self.gift_milli, "gift_milli")?),
                is_repeated: self.is_repeated,
            },
            "packing" => Effect::Packing {
                minimum: Quantity::from_milli(not_below_zero(self.minimum_milli, "minimum_milli")?),
                step: Quantity::from_milli(not_below_zero(self.step_milli, "step_milli")?),
                pack: self.pack.clone(),
            },
            "rate" => Effect::Rate {
                from: self.currency()?,
                to: Currency::from_code(&self.paid_in).ok_or(RuleFault("paid_in"))?,
                rate_micro: above_zero(self.rate_micro, "rate_micro")?,
                on: day(&self.rate_on, "rate_on")?.ok_or(RuleFault("rate_on"))?,
            },
            "service" => match self.service()? {
                Some(service) => Effect::Service(service),
                None => return Ok(None),
            },
            _ => return Ok(None),
        }))
    }

    /// `None` for a measure that this build does not know.
    fn service(&self) -> Result<Option<Service>, RuleFault> {
        if self.name.is_empty() {
            return Err(RuleFault("name"));
        }
        let known = ServicePer::from_code(&self.service_per).zip(ServiceAsks::from_code(&self.service_asks));
        let Some((per, asks)) = known else {
            return Ok(None);
        };
        let micro = self.fixed_micro.ok_or(RuleFault("fixed_micro"))?;
        let vat = match self.service_vat.as_str() {
            "" => None,
            vat => Some(VatRate::parse(vat).ok_or(RuleFault("service_vat"))?),
        };
        Ok(Some(Service {
            per,
            price: UnitPrice::from_micro(not_below_zero(micro, "fixed_micro")?),
            currency: self.currency()?,
            minimum_minor: not_below_zero(self.minimum_minor, "minimum_minor")?,
            asks,
            bar_mm: self.bar_mm.map(|bar| above_zero(bar, "bar_mm")).transpose()?,
            vat,
            item: (!self.service_item.is_empty()).then(|| ItemId::from(self.service_item.as_str())),
        }))
    }

    fn change(&self) -> Result<Change, RuleFault> {
        match (self.percent_milli, self.money_micro, self.fixed_micro) {
            (Some(milli), None, None) => Ok(Change::Percent(milli)),
            (None, Some(micro), None) => Ok(Change::Money(UnitPrice::from_micro(micro), self.currency()?)),
            (None, None, Some(micro)) => {
                let micro = not_below_zero(micro, "fixed_micro")?;
                Ok(Change::Fixed(UnitPrice::from_micro(micro), self.currency()?))
            }
            _ => Err(RuleFault("price")),
        }
    }

    fn condition(&self) -> Result<Condition, RuleFault> {
        let quantity = self.quantity_milli.map(|milli| above_zero(milli, "quantity_milli"));
        let sum = self.sum_minor.map(|minor| {
            let currency = Currency::from_code(&self.paid_in).ok_or(RuleFault("paid_in"))?;
            Ok((above_zero(minor, "sum_minor")?, currency))
        });
        Ok(Condition {
            quantity: quantity.transpose()?.map(Quantity::from_milli),
            sum: sum.transpose()?,
        })
    }

    fn currency(&self) -> Result<Currency, RuleFault> {
        Currency::from_code(&self.currency).ok_or(RuleFault("currency"))
    }
}

/// The word for a kind of rule, on the wire and in SQL.
#[must_use]
pub const fn kind(effect: &Effect) -> &'static str {
    match effect {
        Effect::PriceType(_) => "price_type",
        Effect::Exception { .. } => "exception",
        Effect::Tier { .. } => "tier",
        Effect::Promotion { .. } => "promotion",
        Effect::Gift { .. } => "gift",
        Effect::Packing { .. } => "packing",
        Effect::Rate { .. } => "rate",
        Effect::Service(_) => "service",
    }
}

fn day(text: &str, field: &'static str) -> Result<Option<Date>, RuleFault> {
    if text.is_empty() {
        return Ok(None);
    }
    read_date(text).map(Some).ok_or(RuleFault(field))
}

fn above_zero(number: i64, field: &'static str) -> Result<i64, RuleFault> {
    if number > 0 { Ok(number) } else { Err(RuleFault(field)) }
}

fn not_below_zero(number: i64, field: &'static str) -> Result<i64, RuleFault> {
    if number >= 0 { Ok(number) } else { Err(RuleFault(field)) }
}
