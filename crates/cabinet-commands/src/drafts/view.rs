//! Drafts as a front-end shows them: the desk's lines with the mirror's present prices and stock.

use super::{DraftLineView, DraftSummary, DraftView, InFlight};
use crate::delivery::choice;
use crate::error::CommandError;
use crate::open::{Open, price_type, sight};
use crate::pricing::{PriceBook, Total};
use crate::profile::ContractView;
use crate::sync::{is_searchable, true_at_ms};
use cabinet_desk::{CommandState, Draft, DraftLine, Grant};
use cabinet_domain::ids::{CommandKey, ItemId};
use cabinet_domain::money::{Currency, Money};
use cabinet_domain::stock::StockLevel;
use cabinet_mirror::{ItemBrief, ItemTerms};
use std::collections::BTreeSet;

/// A draft with its figures.
pub(crate) struct Priced {
    pub(crate) lines: Vec<DraftLineView>,
    total: Total,
    weight_g: i64,
    is_loaded: bool,
    in_flight: Option<InFlight>,
}

/// The lines of a draft at present prices.
pub(crate) fn priced(open: &Open, grant: &Grant, draft: &Draft) -> Result<Priced, CommandError> {
    let mirror = &*open.goods()?;
    let comments = open.desk.line_comments(&draft.summary.id)?;
    let book = PriceBook::of(mirror, grant)?;
    let items: Vec<ItemId> = draft.lines.iter().map(|line| line.item.clone()).collect();
    let terms = mirror.terms(&sight(grant), &items)?;
    let mut total = Total::default();
    let mut weight_g = 0_i64;
    // Nothing is gone from a mirror that is not loaded.
    let is_loaded = is_searchable(&mirror.feeds().feeds()?);
    let has_prices = price_type(grant).is_some();
    let mut lines = Vec::with_capacity(draft.lines.len());
    for (line, terms) in draft.lines.iter().zip(terms) {
        weight_g = weight_g.saturating_add(weight_of(line, &terms));
        let mut view = line_view(book, line, &terms, &mut total);
        view.is_gone &= is_loaded;
        // Where there are no prices at all, a line without one is nothing special.
        view.is_unpriced = is_loaded && has_prices && terms.brief.is_some() && view.price_micro.is_none();
        view.comment = comments.get(&line.item).cloned().unwrap_or_default();
        lines.push(view);
    }
    Ok(Priced {
        lines,
        total,
        weight_g,
        is_loaded,
        in_flight: in_flight(open, draft)?,
    })
}

/// How far the lines are that an order holds. A command that the desk does not have any more holds nothing back that
/// is known of, so its lines count as sent: what became of them is for the supplier to say.
fn in_flight(open: &Open, draft: &Draft) -> Result<Option<InFlight>, CommandError> {
    let keys: BTreeSet<&CommandKey> = draft.lines.iter().filter_map(|line| line.in_command.as_ref()).collect();
    let mut gravest = None;
    for key in keys {
        let state = open.desk.command(key)?.map(|command| command.state);
        let stands = match state {
            Some(CommandState::Queued) => InFlight::Queued,
            Some(CommandState::Parked) => InFlight::Parked,
            Some(_) | None => InFlight::Sent,
        };
        gravest = gravest.max(Some(stands));
    }
    Ok(gravest)
}

/// Grams, down to the whole one; 0 when the weight is not known.
fn weight_of(line: &DraftLine, terms: &ItemTerms) -> i64 {
    let unit_g = terms.brief.as_ref().and_then(|brief| brief.weight_g).unwrap_or(0);
    let grams = i128::from(unit_g).saturating_mul(i128::from(line.quantity_milli)) / 1000;
    i64::try_from(grams).unwrap_or(i64::MAX)
}

fn line_view(book: PriceBook, line: &DraftLine, terms: &ItemTerms, total: &mut Total) -> DraftLineView {
    let brief = terms.brief.as_ref();
    let price = terms
        .price
        .as_ref()
        .and_then(|price| Some((price.price_micro, Currency::from_code(&price.currency)?)));
    let vat = brief.map_or("", |brief| brief.vat.as_str());
    // A sum beyond 64 bits is shown as no sum; the gateway refuses such a line.
    let sum = price.and_then(|(micro, currency)| book.sum(micro, line.quantity_milli, currency, vat).ok());
    if let Some(sum) = sum {
        total.add(sum);
    }
    let text = |present: Option<&String>, kept: &String| present.unwrap_or(kept).clone();
    DraftLineView {
        item: line.item.to_string(),
        article: text(brief.map(|brief| &brief.article), &line.article),
        name: text(brief.map(|brief| &brief.name), &line.name),
        unit: text(brief.map(|brief| &brief.unit), &line.unit),
        quantity_milli: line.quantity_milli,
        price_micro: price.map(|(micro, _)| micro),
        currency: price
            .map(|(_, currency)| currency.code().to_owned())
            .unwrap_or_default(),
        sum_minor: sum.map(Money::minor),
        stock_milli: terms.available_milli,
        stock_level: terms.level.map(|level| level.code().to_owned()),
        is_gone: brief.is_none(),
        is_unpriced: false,
        is_whole: brief.is_some_and(ItemBrief::is_whole),
        is_in_flight: line.in_command.is_some(),
        comment: String::new(),
    }
}

impl Priced {
    pub(crate) fn summary(&self, grant: &Grant, draft: &Draft) -> DraftSummary {
        let in_flight = self.lines.iter().filter(|line| line.is_in_flight).count();
        let has_prices = price_type(grant).is_some();
        let is_troubled = |line: &&DraftLineView| {
            self.is_loaded
                && (line.is_unpriced
                    || line.is_gone
                    || line.stock_milli.is_some_and(|stock| stock < line.quantity_milli)
                    || line.stock_level.as_deref() == Some(StockLevel::None.code()))
        };
        let troubled = self.lines.iter().filter(is_troubled).count();
        DraftSummary {
            id: draft.summary.id.to_string(),
            entity: grant.entity.to_string(),
            entity_name: grant.name.clone(),
            name: draft.summary.name.clone(),
            lines: count(self.lines.len().saturating_sub(in_flight)),
            lines_in_flight: count(in_flight),
            in_flight: self.in_flight,
            total_minor: self
                .total
                .minor()
                .or_else(|| (has_prices && self.lines.is_empty()).then_some(0)),
            contract: grant.contract.as_ref().map(ContractView::of),
            currency: self.total.currency(),
            weight_g: self.weight_g,
            troubled_lines: count(troubled).saturating_add(self.total.left_out),
            updated_at_ms: draft.summary.updated_ms,
            deleted_at_ms: draft.summary.deleted_ms,
        }
    }
}

/// The summary of a draft.
pub(crate) fn summary(open: &Open, grant: &Grant, draft: &Draft) -> Result<DraftSummary, CommandError> {
    Ok(priced(open, grant, draft)?.summary(grant, draft))
}

/// The whole draft.
pub(crate) fn whole(open: &Open, grant: &Grant, draft: &Draft) -> Result<DraftView, CommandError> {
    let goods = open.goods()?;
    let priced = priced(open, grant, draft)?;
    let delivery = open.desk.draft_delivery(&draft.summary.id)?;
    Ok(DraftView {
        summary: priced.summary(grant, draft),
        comment: draft.summary.comment.clone(),
        delivery: choice::view(open, &grant.entity, &delivery)?,
        lines: priced.lines,
        true_at_ms: true_at_ms(&goods.feeds().feeds()?),
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
