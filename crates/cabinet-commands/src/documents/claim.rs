//! «Рекламация» and ТОРГ-2 of a claim.

use super::folder_rule::Filed;
use super::paper::{Made, PaperForm, buyer, day_of, filled, supplier};
use super::shipment;
use crate::claims;
use crate::error::{CommandError, ErrorCode};
use crate::open::{Open, sight};
use crate::reason::Reason;
use cabinet_documents::date::DocumentDate;
use cabinet_documents::discrepancy::{Discrepancy, DisputedLine, render_claim_act, render_torg2};
use cabinet_documents::paper::PrintOptions;
use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use cabinet_domain::ids::ItemId;
use cabinet_domain::money::{Currency, div_half_away};
use cabinet_mirror::OrderLine;

/// A paper of a claim by its id or number.
pub(super) fn make(open: &Open, form: PaperForm, claim: &str, options: &PrintOptions) -> Result<Made, CommandError> {
    let view = claims::whole(open, claim)?;
    let summary = &view.summary;
    let (Some(kind), Some(remedy)) = (
        ClaimKind::from_code(&summary.kind),
        ClaimRemedy::from_code(&summary.remedy),
    ) else {
        return Err(Reason::ClaimOfNewerVersion.into());
    };
    let grant = open.grant(&summary.entity)?;
    // Who may see claims may not see orders: then the paper says less.
    let order = match shipment::find(open, &summary.order) {
        Ok((_, order, invoice)) => Some((order, invoice)),
        Err(error) if error.code == ErrorCode::NotFound => None,
        Err(error) => return Err(error),
    };
    let (seller, buyer) = match &order {
        Some((_, invoice)) => shipment::parties(open, &grant, invoice.as_ref())?,
        None => (supplier(open)?, buyer(&grant)),
    };
    let item = ItemId::new(summary.item.as_str());
    let line = order
        .as_ref()
        .and_then(|(order, _)| order.lines.iter().find(|line| line.item == item));
    let terms = open
        .goods()?
        .terms(&sight(&grant).without_prices(), std::slice::from_ref(&item))?;
    let unit_code = terms
        .into_iter()
        .next()
        .and_then(|terms| terms.brief)
        .filter(|brief| brief.unit == summary.unit)
        .and_then(|brief| filled(&brief.unit_code));
    let first = view.messages.first();
    let said = first
        .filter(|_| view.text.is_empty())
        .map_or(&view.text, |message| &message.text);
    let files = view.files.iter().filter(|_| summary.number.is_empty());
    let annexes = files.chain(
        view.messages
            .iter()
            .filter(|message| !message.is_supplier)
            .flat_map(|said| &said.files),
    );
    let discrepancy = Discrepancy {
        number: filled(&summary.number),
        date: day_of(summary.at_ms)?,
        buyer,
        seller,
        order: match &order {
            Some((order, _)) => Some(shipment::order_named(order)?),
            None => filled(&summary.order_number).map(|number| format!("№ {number}")),
        },
        shipment: order.as_ref().and_then(|(order, _)| {
            let date = DocumentDate::from_iso(&order.summary.shipment_date)?;
            let number = filled(&order.summary.shipment_number)?;
            Some(format!("№ {number} от {}", date.in_digits()))
        }),
        currency: order
            .as_ref()
            .and_then(|(order, _)| Currency::from_code(&order.summary.currency)),
        lines: vec![DisputedLine {
            article: summary.article.clone(),
            name: summary.name.clone(),
            unit: summary.unit.clone(),
            unit_code,
            documented_milli: line.map(|line| line.quantity_milli),
            price_micro: line.and_then(|line| line.price_micro),
            documented_sum_minor: line.and_then(|line| line.sum_minor),
            disputed_milli: summary.quantity_milli,
            disputed_sum_minor: line.and_then(|line| part_of(line, summary.quantity_milli)),
            kind,
            remedy,
            text: said.clone(),
        }],
        annexes: annexes.map(|file| file.name.clone()).collect(),
        person: filled(&summary.filed_by).or(open.desk.session()?.map(|session| session.person_name)),
    };
    let (word, rendered) = match form {
        PaperForm::Torg2 => ("ТОРГ-2", render_torg2(&discrepancy, options)?),
        _ => ("Рекламация", render_claim_act(&discrepancy, options)?),
    };
    let day = discrepancy.date.in_digits();
    Ok(Made {
        title: format!("{word} {} {day} {}", summary.number, summary.article),
        filed: Filed::of(&grant.name, &discrepancy.date.in_iso()),
        rendered,
    })
}

/// What a part of a line costs by the line's sum, rounded once; `None` where the line tells no sum.
fn part_of(line: &OrderLine, quantity_milli: i64) -> Option<i64> {
    let exact = i128::from(line.sum_minor?).checked_mul(i128::from(quantity_milli))?;
    div_half_away(exact, i128::from(line.quantity_milli)).ok()
}
