//! `prices_explain`: how the price of an item came about.

use super::{ChainStepView, ExplainRequest, ExplainedPrice};
use crate::cabinet::Cabinet;
use crate::drafts::service_views;
use crate::drafts::view::{tier_view, trouble_view};
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::{Pricer, ToPrice};
use crate::reason::{Reason, Thing};
use cabinet_desk::Draft;
use cabinet_domain::delivery::write_date;
use cabinet_domain::ids::{DraftId, ItemId};
use cabinet_domain::line::VatRate;
use cabinet_domain::money::Money;
use cabinet_domain::quantity::Quantity;
use cabinet_mirror::ItemTerms;
use cabinet_pricing::draft::{PricedLine, Step, change_of};
use cabinet_pricing::packing::LARGEST;
use cabinet_pricing::rule::{Change, Effect};

/// The chain from the list's price of an item to what a legal entity pays for it in this quantity, in thousandths; `None`
/// for that of the draft, else a whole unit. Within a draft its other lines count for promotions.
///
/// # Errors
/// `not_ready`, `not_allowed`, `not_found`, `invalid` (a quantity below zero or too large).
pub async fn explain(cabinet: &Cabinet, request: ExplainRequest) -> Result<ExplainedPrice, CommandError> {
    let is_possible = |milli: &i64| (0..=LARGEST.milli()).contains(milli);
    if !request.quantity_milli.as_ref().is_none_or(is_possible) {
        return Err(Reason::QuantityOutOfRange.into());
    }
    cabinet
        .ready()?
        .blocking(move |open| {
            let item = ItemId::new(request.item.as_str());
            of(
                open,
                &request.entity,
                &item,
                request.quantity_milli,
                request.draft.as_deref(),
            )
        })
        .await
}

fn of(
    open: &Open,
    entity: &str,
    item: &ItemId,
    quantity_milli: Option<i64>,
    draft: Option<&str>,
) -> Result<ExplainedPrice, CommandError> {
    let grant = open.grant(entity)?;
    let pricer = Pricer::of(open, &grant)?;
    let mirror = open.goods()?;
    let found = match draft {
        Some(id) => open.desk.draft(&grant.entity, &DraftId::new(id))?,
        None => None,
    };
    let (items, quantities) = lines(found.as_ref(), item, quantity_milli);
    let terms = mirror.terms(&sight(&grant), &items)?;
    let of_draft = found
        .as_ref()
        .and_then(|draft| draft.lines.iter().find(|line| line.item == *item));
    let services = of_draft.map_or(&[][..], |line| line.marks.services.as_slice());
    let to_price: Vec<ToPrice<'_>> = terms
        .iter()
        .zip(quantities.iter().copied())
        .map(|(terms, milli)| (terms, milli, if terms.item == *item { services } else { &[][..] }))
        .collect();
    let priced = pricer.price(&to_price);
    let own = items.iter().position(|one| one == item);
    let own = own.and_then(|at| Some((terms.get(at)?, *quantities.get(at)?, priced.lines.get(at)?)));
    let (terms, quantity_milli, line) = own.ok_or_else(|| CommandError::not_found(Thing::Item))?;
    let Some(brief) = &terms.brief else {
        return Err(CommandError::not_found(Thing::Item));
    };
    Ok(ExplainedPrice {
        services: service_views(services, &line.services),
        ..view(&pricer, terms, brief, quantity_milli, line)
    })
}

/// The lines that are priced together, that of the item among them.
fn lines(draft: Option<&Draft>, item: &ItemId, quantity_milli: Option<i64>) -> (Vec<ItemId>, Vec<i64>) {
    let drafted = draft.into_iter().flat_map(|draft| &draft.lines);
    let free = drafted.filter(|line| line.in_command.is_none() && line.item != *item);
    let (mut items, mut quantities): (Vec<ItemId>, Vec<i64>) =
        free.map(|line| (line.item.clone(), line.quantity_milli)).unzip();
    let of_draft = draft.and_then(|draft| draft.lines.iter().find(|line| line.item == *item));
    items.push(item.clone());
    quantities.push(quantity_milli.unwrap_or_else(|| of_draft.map_or(1000, |line| line.quantity_milli)));
    (items, quantities)
}

fn view(
    pricer: &Pricer,
    terms: &ItemTerms,
    brief: &cabinet_mirror::ItemBrief,
    quantity_milli: i64,
    line: &PricedLine<'_>,
) -> ExplainedPrice {
    let micro = |price: Option<cabinet_pricing::rule::Price>| price.map(|(price, _)| price.micro());
    let currency = |price: Option<cabinet_pricing::rule::Price>| {
        price
            .map(|(_, currency)| currency.code().to_owned())
            .unwrap_or_default()
    };
    ExplainedPrice {
        item: terms.item.to_string(),
        article: brief.article.clone(),
        name: brief.name.clone(),
        unit: brief.unit.clone(),
        quantity_milli,
        list_micro: micro(line.list),
        list_currency: currency(line.list),
        steps: line.steps.iter().map(step).collect(),
        price_micro: micro(line.price),
        currency: currency(line.price),
        off_bp: line.off_bp(),
        sum_minor: line.sums.map(|sums| sums.sum).map(Money::minor),
        vat: line.rate.map(VatRate::code).unwrap_or_default(),
        stated_vat: brief.vat.clone(),
        is_vat_doubtful: line.is_rate_doubtful,
        vat_minor: line.sums.map(|sums| sums.vat).map(Money::minor),
        is_vat_on_top: pricer.is_vat_on_top(),
        date: write_date(pricer.date()),
        tiers: pricer.tiers(terms).into_iter().map(tier_view).collect(),
        trouble: line.trouble.and_then(|trouble| trouble_view(trouble, line)),
        minimum_milli: line.bounds.minimum.milli(),
        step_milli: line.bounds.step.milli(),
        pack: line.bounds.pack.clone(),
        services: Vec::new(),
    }
}

fn step(step: &Step<'_>) -> ChainStepView {
    let change = step.rule.and_then(change_of);
    let rate = step.rule.and_then(|rule| match rule.effect {
        Effect::Rate { rate_micro, on, .. } => Some((rate_micro, write_date(on))),
        _ => None,
    });
    let from = step.rule.and_then(|rule| match rule.effect {
        Effect::Tier { from, .. } => Some(from.milli()),
        Effect::Promotion { when, .. } => when.quantity.map(Quantity::milli),
        _ => None,
    });
    ChainStepView {
        kind: step.kind.code().to_owned(),
        name: step.rule.map(|rule| rule.name.clone()).unwrap_or_default(),
        percent_milli: match change {
            Some(Change::Percent(milli)) => Some(milli),
            _ => None,
        },
        money_micro: match change {
            Some(Change::Money(by, _)) => Some(by.micro()),
            _ => None,
        },
        from_milli: from,
        together_milli: step.together.map(Quantity::milli),
        until: step
            .rule
            .and_then(|rule| rule.until)
            .map(write_date)
            .unwrap_or_default(),
        rate_micro: rate.as_ref().map(|(micro, _)| *micro),
        rate_on: rate.map(|(_, on)| on).unwrap_or_default(),
        before_micro: step.before.map(|(price, _)| price.micro()),
        after_micro: step.after.0.micro(),
        currency: step.after.1.code().to_owned(),
    }
}
