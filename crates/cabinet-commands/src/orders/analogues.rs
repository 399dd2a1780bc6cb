//! What a changed line may be replaced by, and what comes of it: from the mirror, for the screen and for the rules.

use super::AnalogueView;
use super::accepted::Substituted;
use crate::catalogue::ArrivalView;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::Pricer;
use cabinet_desk::{DraftLine, Grant, NewLine};
use cabinet_domain::ids::ItemId;
use cabinet_domain::marks::LineMarks;
use cabinet_domain::service::LineService;
use cabinet_domain::stock::{MANY_FROM, StockLevel};
use cabinet_domain::unit::is_whole_quantity;
use cabinet_mirror::{GoodsRow, Mirror};
use std::collections::{BTreeMap, BTreeSet};

/// What analogues of one legal entity are offered from.
pub(super) struct Offers<'a> {
    mirror: &'a Mirror,
    grant: &'a Grant,
    pricer: &'a Pricer,
    own: BTreeMap<ItemId, ItemId>,
    /// Items that the draft has already: they are nobody's replacement.
    taken: BTreeSet<ItemId>,
    /// What is done to the goods of its lines.
    services: BTreeMap<ItemId, Vec<LineService>>,
}

impl<'a> Offers<'a> {
    /// For a draft with these lines.
    pub(super) fn of(
        open: &Open,
        mirror: &'a Mirror,
        grant: &'a Grant,
        pricer: &'a Pricer,
        lines: &[DraftLine],
    ) -> Result<Self, CommandError> {
        Ok(Self {
            mirror,
            grant,
            pricer,
            own: open.desk.own_analogues()?,
            taken: lines.iter().map(|line| line.item.clone()).collect(),
            services: lines
                .iter()
                .filter(|line| !line.marks.services.is_empty())
                .map(|line| (line.item.clone(), line.marks.services.clone()))
                .collect(),
        })
    }

    /// What stands in for so much of an item, in the unit of the line and with all that is done to its goods: what the user took
    /// last time, then the supplier's order.
    pub(super) fn instead_of(
        &self,
        item: &ItemId,
        unit: &str,
        quantity_milli: i64,
    ) -> Result<Vec<AnalogueView>, CommandError> {
        let mut rows = self.mirror.analogues(item, &sight(self.grant))?;
        let own = self.own.get(item);
        if let Some(own) = own
            && !rows.iter().any(|row| row.item == *own)
        {
            rows.extend(self.row(own)?);
        }
        // A stable sort keeps the supplier's order of the others.
        rows.sort_by_key(|row| Some(&row.item) != own);
        let fitting = rows
            .iter()
            .filter(|row| row.item != *item && row.unit == unit && !self.taken.contains(&row.item));
        let mut offered = Vec::new();
        for row in fitting {
            if self.missing_service(item, &row.item)?.is_none() {
                offered.push(self.view(row, quantity_milli, Some(&row.item) == own));
            }
        }
        Ok(offered)
    }

    /// The name of a service of the line of an item that is not offered for what would stand in for it.
    pub(super) fn missing_service(&self, item: &ItemId, other: &ItemId) -> Result<Option<String>, CommandError> {
        let Some(services) = self.services.get(item) else {
            return Ok(None);
        };
        let terms = self.mirror.terms_of(&sight(self.grant), other)?;
        let seen = self.pricer.seen_services(&terms, services);
        Ok(seen
            .into_iter()
            .find(|service| service.terms.is_none())
            .map(|service| service.name))
    }

    /// The line of an item in place of another, with the price of the list and the price that the rules make of it; `None` when
    /// the mirror does not have it.
    pub(super) fn line(&self, item: &ItemId, quantity_milli: i64) -> Result<Option<Substituted>, CommandError> {
        let Some(row) = self.row(item)? else { return Ok(None) };
        let priced = self.pricer.price_row(&row, quantity_milli);
        let price = priced
            .price
            .map(|(price, currency)| (price.micro(), currency.code().to_owned()));
        let line = NewLine {
            item: row.item,
            quantity_milli,
            seen_price: row.price.map(|price| (price.price_micro, price.currency)),
            article: row.article,
            name: row.name,
            unit: row.unit,
            marks: LineMarks::default(),
        };
        Ok(Some(Substituted { line, price }))
    }

    /// Whether the draft has the item already.
    pub(super) fn is_taken(&self, item: &ItemId) -> bool {
        self.taken.contains(item)
    }

    /// What comes of each of these items, the soonest first.
    pub(super) fn arrivals(&self, items: &[ItemId]) -> Result<BTreeMap<ItemId, Vec<ArrivalView>>, CommandError> {
        let rows = self.mirror.rows(&sight(self.grant), items)?;
        let told = rows.into_iter().flatten().map(|row| {
            let arrivals = row.arrivals.into_iter().map(ArrivalView::of);
            (row.item, arrivals.collect())
        });
        Ok(told.collect())
    }

    fn row(&self, item: &ItemId) -> Result<Option<GoodsRow>, CommandError> {
        let mut rows = self.mirror.rows(&sight(self.grant), std::slice::from_ref(item))?;
        Ok(rows.pop().flatten())
    }

    fn view(&self, row: &GoodsRow, quantity_milli: i64, is_own: bool) -> AnalogueView {
        let priced = self.pricer.price_row(row, quantity_milli);
        let (price_micro, currency) = priced
            .price
            .map(|(price, currency)| (price.micro(), currency.code().to_owned()))
            .unzip();
        let is_orderable = priced.trouble.is_none() && (!row.is_whole || is_whole_quantity(quantity_milli));
        AnalogueView {
            item: row.item.to_string(),
            article: row.article.clone(),
            name: row.name.clone(),
            unit: row.unit.clone(),
            price_micro,
            currency: currency.unwrap_or_default(),
            stock_milli: row.stock_milli,
            stock_level: row.stock_level.map(|level| level.code().to_owned()),
            is_enough: is_orderable && is_enough(row, quantity_milli),
            is_own,
        }
    }
}

/// Whether so much of it is there by the mirror. Where a word stands for the stock, it says so of no more than it means.
fn is_enough(row: &GoodsRow, quantity_milli: i64) -> bool {
    match (row.stock_milli, row.stock_level) {
        (Some(there), _) => there >= quantity_milli,
        (None, Some(level)) => level == StockLevel::Many && quantity_milli <= MANY_FROM.milli(),
        // The supplier tells no stock and decides on the quantity himself, or it is not known here.
        (None, None) => false,
    }
}
