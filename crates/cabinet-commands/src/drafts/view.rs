//! Drafts as a front-end shows them: the desk's lines with the mirror's present prices and stock.

use super::base_units::packs;
use super::in_unit::in_unit;
use super::parts::part_views;
use super::{DraftLineView, DraftSummary, DraftView, GiftView, InFlight, KeptListView, TierView, TroubleView};
use super::{limits, prepaid, service_views};
use crate::delivery::choice;
use crate::error::CommandError;
use crate::open::{Open, price_type, sight};
use crate::pricing::{Pricer, Total};
use crate::profile::ContractView;
use crate::sync::{is_searchable, true_at_ms};
use cabinet_desk::{CommandState, Draft, DraftLine, Grant};
use cabinet_domain::access::Right;
use cabinet_domain::ids::{CommandKey, ItemId};
use cabinet_domain::money::Money;
use cabinet_domain::quantity::Quantity;
use cabinet_domain::stock::StockLevel;
use cabinet_mirror::{ItemBrief, ItemTerms};
use cabinet_pricing::draft::{Gift, PricedLine, Threshold, Totals, Trouble, WayOut};
use cabinet_pricing::rule::{Counted, Price};
use std::collections::{BTreeSet, HashMap};

/// A draft with its figures.
pub(crate) struct Priced {
    pub(crate) lines: Vec<DraftLineView>,
    pub(crate) gifts: Vec<GiftView>,
    total: Total,
    measures: Measures,
    is_loaded: bool,
    in_flight: Option<InFlight>,
}

/// What goods weigh and how much room they take, as far as known.
#[derive(Debug, Clone, Copy, Default)]
struct Measures {
    weight_g: i64,
    without_weight: u32,
    volume_cm3: i64,
    without_volume: u32,
}

impl Measures {
    fn of(parts: &[&Totals]) -> Self {
        parts.iter().fold(Self::default(), |sum, part| Self {
            weight_g: sum.weight_g.saturating_add(part.weight_g),
            without_weight: sum.without_weight.saturating_add(count(part.without_weight)),
            volume_cm3: sum.volume_cm3.saturating_add(part.volume_cm3),
            without_volume: sum.without_volume.saturating_add(count(part.without_volume)),
        })
    }
}

/// The lines of a draft at present prices.
pub(crate) fn priced(open: &Open, grant: &Grant, draft: &Draft) -> Result<Priced, CommandError> {
    let mirror = &*open.goods()?;
    let comments = open.desk.line_comments(&draft.summary.id)?;
    let units = open.desk.line_units(&draft.summary.id)?;
    let pricer = Pricer::of(open, grant)?;
    let items: Vec<ItemId> = draft.lines.iter().map(|line| line.item.clone()).collect();
    let terms = mirror.terms(&sight(grant), &items)?;
    let mut total = Total::default();
    // Nothing is gone from a mirror that is not loaded.
    let is_loaded = is_searchable(&mirror.feeds().feeds()?);
    let has_prices = price_type(grant).is_some();
    let of_part = |in_flight: bool| {
        let lines = draft.lines.iter().zip(&terms);
        lines
            .filter(move |(line, _)| line.in_command.is_some() == in_flight)
            .map(|(line, terms)| (terms, line.quantity_milli, line.marks.services.as_slice()))
            .collect::<Vec<_>>()
    };
    // What is on its way is an order of its own: it earns the rest no tier and no gift.
    let (free, sent) = (pricer.price(&of_part(false)), pricer.price(&of_part(true)));
    let (mut of_free, mut of_sent) = (free.lines.iter(), sent.lines.iter());
    let mut lines = Vec::with_capacity(draft.lines.len());
    for (line, terms) in draft.lines.iter().zip(&terms) {
        let own = if line.in_command.is_some() {
            of_sent.next()
        } else {
            of_free.next()
        };
        let Some(own) = own else { continue };
        let mut view = line_view(own, line, terms, &mut total);
        view.is_gone &= is_loaded;
        // Where there are no prices at all, a line without one is nothing special.
        view.is_unpriced = is_loaded && has_prices && terms.brief.is_some() && view.price_micro.is_none();
        view.comment = comments.get(&line.item).cloned().unwrap_or_default();
        view.in_unit = in_unit(line.quantity_milli, units.get(&line.item));
        lines.push(view);
    }
    let taken = draft.lines.iter().map(|line| (line.item.clone(), line.quantity_milli));
    Ok(Priced {
        gifts: gifts(open, grant, &free.gifts, taken)?,
        lines,
        total,
        measures: Measures::of(&[&free.totals, &sent.totals]),
        is_loaded,
        in_flight: in_flight(open, draft)?,
    })
}

/// Gifts as far as the mirror knows of goods for them; lines come before gifts where stock is short.
pub(crate) fn gifts(
    open: &Open,
    grant: &Grant,
    given: &[Gift<'_>],
    lines: impl Iterator<Item = (ItemId, i64)>,
) -> Result<Vec<GiftView>, CommandError> {
    let items: Vec<ItemId> = given.iter().map(|gift| gift.item.clone()).collect();
    let terms = open.goods()?.terms(&sight(grant).without_prices(), &items)?;
    let mut taken: HashMap<ItemId, i64> = lines.collect();
    let mut views = Vec::new();
    for (gift, terms) in given.iter().zip(terms) {
        let Some(brief) = terms.brief else { continue };
        let before = taken.entry(gift.item.clone()).or_default();
        let left = terms.available_milli.map(|there| there.saturating_sub(*before).max(0));
        let quantity_milli = match left {
            Some(left) => gift.quantity.milli().min(left),
            None if terms.level == Some(StockLevel::None) => 0,
            None => gift.quantity.milli(),
        };
        *before = before.saturating_add(quantity_milli);
        if quantity_milli > 0 {
            views.push(GiftView {
                rule: gift.rule.id.clone(),
                rule_name: gift.rule.name.clone(),
                item: gift.item.to_string(),
                article: brief.article,
                name: brief.name,
                unit: brief.unit,
                quantity_milli,
            });
        }
    }
    Ok(views)
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

fn line_view(priced: &PricedLine<'_>, line: &DraftLine, terms: &ItemTerms, total: &mut Total) -> DraftLineView {
    let brief = terms.brief.as_ref();
    let price = priced.price.map(|(price, currency)| (price.micro(), currency));
    // A sum beyond 64 bits is shown as no sum; the gateway refuses such a line.
    let sum = priced.sums.map(|sums| sums.sum);
    for sums in priced.all_sums() {
        total.add(sums.sum);
    }
    let list = priced.list.filter(|_| priced.off_bp().is_some());
    let text = |present: Option<&String>, kept: &String| present.unwrap_or(kept).clone();
    DraftLineView {
        item: line.item.to_string(),
        article: text(brief.map(|brief| &brief.article), &line.article),
        name: text(brief.map(|brief| &brief.name), &line.name),
        unit: text(brief.map(|brief| &brief.unit), &line.unit),
        quantity_milli: line.quantity_milli,
        in_unit: None,
        weight_g: brief.and_then(|brief| measure(brief.weight_g?, line.quantity_milli)),
        volume_cm3: brief.and_then(|brief| measure(brief.volume_cm3?, line.quantity_milli)),
        price_micro: price.map(|(micro, _)| micro),
        currency: price
            .map(|(_, currency)| currency.code().to_owned())
            .unwrap_or_default(),
        list_price_micro: list.map(|(price, _)| price.micro()),
        off_bp: priced.off_bp(),
        trouble: priced.trouble.and_then(|trouble| trouble_view(trouble, priced)),
        next_tier: priced.next_tier.map(next_tier_view),
        sum_minor: sum.map(Money::minor),
        stock_milli: terms.available_milli,
        stock_level: terms.level.map(|level| level.code().to_owned()),
        is_gone: brief.is_none(),
        is_unpriced: false,
        is_whole: brief.is_some_and(ItemBrief::is_whole),
        is_in_flight: line.in_command.is_some(),
        comment: String::new(),
        is_on_order: line.marks.on_order,
        packs: packs(line.marks.pack.as_ref(), line.quantity_milli),
        parts: part_views(&line.marks.parts, sum.map(Money::minor)),
        usual: None,
        services: service_views(&line.marks.services, &priced.services),
    }
}

/// So much of a line, down to the whole gram or cubic centimetre, as its total is.
pub(crate) fn measure(of_unit: u64, quantity_milli: i64) -> Option<i64> {
    let exact = i128::from(of_unit).saturating_mul(i128::from(quantity_milli.max(0))) / 1000;
    i64::try_from(exact).ok()
}

/// What the other fields of a line do not say already.
pub(crate) fn trouble_view(trouble: Trouble, priced: &PricedLine<'_>) -> Option<TroubleView> {
    if matches!(trouble, Trouble::NoContract | Trouble::Withdrawn | Trouble::NoPrice) {
        return None;
    }
    let (down, up) = match trouble.way_out() {
        WayOut::SetQuantity { down, up } => (down, up),
        WayOut::AskSupplier | WayOut::Replace | WayOut::Divide | WayOut::SetService => (None, None),
    };
    Some(TroubleView {
        code: trouble.code().to_owned(),
        down_milli: down.map(Quantity::milli),
        up_milli: up.map(Quantity::milli),
        pack: priced.bounds.pack.clone(),
        step_milli: priced.bounds.step.milli(),
    })
}

/// The next tier of a line: `from` is of this line, whatever the tier counts.
fn next_tier_view((from, (price, currency)): (Quantity, Price)) -> TierView {
    TierView {
        from_milli: from.milli(),
        price_micro: price.micro(),
        currency: currency.code().to_owned(),
        counts_variants: false,
    }
}

pub(crate) fn tier_view(tier: Threshold) -> TierView {
    let (price, currency) = tier.price;
    TierView {
        from_milli: tier.from.milli(),
        price_micro: price.micro(),
        currency: currency.code().to_owned(),
        counts_variants: tier.counted == Counted::Variants,
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
                    || line.trouble.is_some()
                    || (!line.is_on_order
                        && (line.stock_milli.is_some_and(|stock| stock < line.quantity_milli)
                            || line.stock_level.as_deref() == Some(StockLevel::None.code()))))
        };
        let troubled = self.lines.iter().filter(is_troubled).count();
        DraftSummary {
            id: draft.summary.id.to_string(),
            entity: grant.entity.to_string(),
            entity_name: grant.name.clone(),
            kind: draft.summary.kind.code().to_owned(),
            name: draft.summary.name.clone(),
            label: draft.summary.label.clone(),
            lines: count(self.lines.len().saturating_sub(in_flight)),
            lines_in_flight: count(in_flight),
            in_flight: self.in_flight,
            total_minor: self
                .total
                .minor()
                .or_else(|| (has_prices && self.lines.is_empty()).then_some(0)),
            contract: grant.contract.as_ref().map(ContractView::of),
            currency: self.total.currency(),
            weight_g: self.measures.weight_g,
            without_weight: self.measures.without_weight,
            volume_cm3: self.measures.volume_cm3,
            without_volume: self.measures.without_volume,
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
    let mut priced = priced(open, grant, draft)?;
    let delivery = open.desk.draft_delivery(&draft.summary.id)?;
    let summary = priced.summary(grant, draft);
    let limits = limits::bar(open, grant, &priced.lines, summary.total_minor, &summary.currency)?;
    mark_unusual(open, grant, &mut priced.lines)?;
    Ok(DraftView {
        summary,
        limits,
        list: open.desk.kept_list_facts(&draft.summary.id)?.map(KeptListView::from),
        is_prepaid: prepaid::is_prepaid(open, &draft.summary.id)?,
        comment: draft.summary.comment.clone(),
        delivery: choice::view(open, &grant.entity, &delivery)?,
        lines: priced.lines,
        gifts: priced.gifts,
        true_at_ms: true_at_ms(&goods.feeds().feeds()?),
    })
}

/// Marks lines whose quantity is far from what the legal entity has bought before. Who sees no documents gets no marks.
fn mark_unusual(open: &Open, grant: &Grant, lines: &mut [DraftLineView]) -> Result<(), CommandError> {
    if !grant.role.may(Right::SeeDocuments) {
        return Ok(());
    }
    let habits = open.documents(&grant.entity)?.habits(limits::HABIT)?;
    for line in lines.iter_mut().filter(|line| !line.is_in_flight) {
        let habit = habits.get(&ItemId::new(line.item.as_str()));
        line.usual = habit.and_then(|habit| limits::usual(*habit, line.quantity_milli));
    }
    Ok(())
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
