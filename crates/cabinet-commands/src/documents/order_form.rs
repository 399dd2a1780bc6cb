//! The order form of a draft or of an order.

use super::folder_rule::Filed;
use super::paper::{Made, buyer, day_of, filled, service_name, supplier};
use super::shipment;
use crate::drafts::{DraftLineView, LineServiceView, PartView};
use crate::error::{CommandError, ErrorCode};
use crate::open::{Open, sight};
use crate::reason::Reason;
use crate::{drafts, orders};
use cabinet_desk::Grant;
use cabinet_documents::date::DocumentDate;
use cabinet_documents::order_form::{OrderForm, OrderedLine, render_order_form};
use cabinet_documents::paper::PrintOptions;
use cabinet_documents::party::Party;
use cabinet_domain::ids::ItemId;
use cabinet_domain::money::Currency;

/// The form of a draft by its id, at today's prices. Lines that an order holds already are not ordered again.
pub(super) fn of_draft(open: &Open, draft: &str, options: &PrintOptions) -> Result<Made, CommandError> {
    let (grant, draft) = open.draft(draft)?;
    let view = drafts::view::whole(open, &grant, &draft)?;
    let delivery = &view.delivery;
    let chosen = [&delivery.way, &delivery.carrier, &delivery.branch, &delivery.address];
    let places: Vec<&str> = chosen
        .into_iter()
        .flatten()
        .map(|chosen| chosen.words.as_str())
        .collect();
    let standing = view.lines.iter().filter(|line| !line.is_in_flight);
    let lines = standing.flat_map(|line| {
        let whole = OrderedLine {
            article: line.article.clone(),
            name: line.name.clone(),
            quantity_milli: line.quantity_milli,
            unit: line.unit.clone(),
            price_micro: line.price_micro,
            sum_minor: line.sum_minor,
            comment: filled(&line.comment),
            weight_g: line.weight_g,
            volume_cm3: line.volume_cm3,
        };
        let mut rows = divided(whole, &line.parts, &view.summary.label);
        rows.extend(line.services.iter().map(|service| serviced(line, service)));
        rows
    });
    let form = OrderForm {
        number: None,
        own_number: filled(&delivery.own_number),
        date: day_of(open.clock.now_ms())?,
        buyer: buyer(&grant),
        seller: supplier(open)?,
        delivery: filled(&places.join(", ")),
        wanted_on: delivery.date.as_deref().and_then(DocumentDate::from_iso),
        comment: filled(&view.comment),
        currency: Currency::from_code(&view.summary.currency),
        lines: lines.collect(),
        person: open.desk.session()?.map(|session| session.person_name),
    };
    made(&form, options, &view.summary.name)
}

/// The form of an order by its id or number, also of one that waits, with the lines as they are now.
pub(super) fn of_order(open: &Open, order: &str, options: &PrintOptions) -> Result<Made, CommandError> {
    let view = orders::whole(open, order)?;
    let grant = open.grant(&view.summary.entity)?;
    let (seller, buyer) = parties(open, &grant, &view.summary.id)?;
    let delivery = &view.delivery;
    let places = [&delivery.way, &delivery.carrier, &delivery.branch, &delivery.address];
    let places: Vec<&str> = places
        .into_iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    let ordered: Vec<_> = view.lines.iter().filter(|line| line.quantity_milli != 0).collect();
    let items: Vec<ItemId> = ordered.iter().map(|line| ItemId::new(line.item.as_str())).collect();
    let terms = open.goods()?.terms(&sight(&grant).without_prices(), &items)?;
    let lines = ordered.iter().zip(&terms).flat_map(|(line, terms)| {
        // What is not counted in the base unit of the goods does not tell what it weighs.
        let brief = terms.brief.as_ref().filter(|brief| brief.unit == line.unit);
        let measured = |of_unit: Option<u64>| match &line.service {
            Some(_) => Some(0),
            None => drafts::view::measure(of_unit?, line.quantity_milli),
        };
        let whole = OrderedLine {
            article: line.article.clone(),
            name: match &line.service {
                Some(service) => service_name(&line.name, service.pieces, service.length_mm),
                None => line.name.clone(),
            },
            quantity_milli: line.quantity_milli,
            unit: line.unit.clone(),
            price_micro: line.price_micro,
            sum_minor: line.sum_minor,
            comment: filled(&line.comment),
            // A service weighs nothing; goods of which that is not known tell no weight of the whole.
            weight_g: measured(brief.and_then(|brief| brief.weight_g)),
            volume_cm3: measured(brief.and_then(|brief| brief.volume_cm3)),
        };
        divided(whole, &line.parts, "")
    });
    let form = OrderForm {
        number: filled(&view.summary.number),
        own_number: filled(&delivery.own_number),
        date: day_of(view.summary.at_ms)?,
        buyer,
        seller,
        delivery: filled(&places.join(", ")),
        wanted_on: DocumentDate::from_iso(&delivery.date),
        comment: filled(&view.comment),
        currency: Currency::from_code(&view.summary.currency),
        lines: lines.collect(),
        person: filled(&view.summary.placed_by),
    };
    made(&form, options, &view.summary.number)
}

/// A service as a row of its own below its goods.
fn serviced(goods: &DraftLineView, service: &LineServiceView) -> OrderedLine {
    let is_by_unit = service.terms.as_ref().is_some_and(|terms| terms.per == "unit") && !service.is_minimum;
    OrderedLine {
        article: String::new(),
        name: service_name(&service.name, service.pieces, service.length_mm),
        quantity_milli: service.count_milli.unwrap_or(1000),
        unit: if is_by_unit { goods.unit.as_str() } else { "шт" }.to_owned(),
        price_micro: service.price_micro,
        sum_minor: service.sum_minor,
        comment: None,
        weight_g: Some(0),
        volume_cm3: Some(0),
    }
}

/// A line for each part, with what is said of it; what bears no label takes that of the draft.
fn divided(whole: OrderedLine, parts: &[PartView], label: &str) -> Vec<OrderedLine> {
    let said = |part: Option<&PartView>| {
        let own = part.map(|part| part.label.as_str()).filter(|own| !own.is_empty());
        let date = part.and_then(|part| DocumentDate::from_iso(part.date.as_deref()?));
        let all = [
            own.unwrap_or(label).to_owned(),
            date.map(DocumentDate::in_digits).unwrap_or_default(),
            part.map(|part| part.warehouse_name.clone()).unwrap_or_default(),
            whole.comment.clone().unwrap_or_default(),
        ];
        let all: Vec<String> = all.into_iter().filter(|text| !text.is_empty()).collect();
        filled(&all.join(", "))
    };
    if parts.is_empty() {
        return vec![OrderedLine {
            comment: said(None),
            ..whole
        }];
    }
    let of_part = |part: &PartView| OrderedLine {
        quantity_milli: part.quantity_milli,
        sum_minor: part.sum_minor,
        comment: said(Some(part)),
        ..whole.clone()
    };
    parts.iter().map(of_part).collect()
}

/// The parties of an order's invoice, or what is known without one.
fn parties(open: &Open, grant: &Grant, order: &str) -> Result<(Party, Party), CommandError> {
    match shipment::find(open, order) {
        Ok((grant, _, invoice)) => shipment::parties(open, &grant, invoice.as_ref()),
        Err(error) if error.code == ErrorCode::NotFound => Ok((supplier(open)?, buyer(grant))),
        Err(error) => Err(error),
    }
}

fn made(form: &OrderForm, options: &PrintOptions, name: &str) -> Result<Made, CommandError> {
    if form.lines.is_empty() {
        return Err(Reason::NothingOnPaper.into());
    }
    Ok(Made {
        title: format!("Заказ {name} {} {}", form.date.in_digits(), form.buyer.name),
        filed: Filed::of(&form.buyer.name, &form.date.in_iso()),
        rendered: render_order_form(form, options)?,
    })
}
