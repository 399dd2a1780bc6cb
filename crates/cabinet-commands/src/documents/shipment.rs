//! Papers that go with goods, of an order that the supplier has shipped.
//!
//! The order tells lines, tax, number and date of the shipment, its invoice the parties. The supplier's program tells no
//! ОКПО, no number of the счёт-фактура, no consignor, no packages, no country and no customs declaration: they stay empty.

use super::folder_rule::Filed;
use super::invoice;
use super::paper::{Made, PaperForm, buyer, filled, supplier};
use crate::error::{CommandError, ErrorCode};
use crate::open::{Open, sight};
use crate::reason::{Reason, Thing};
use cabinet_desk::Grant;
use cabinet_documents::date::DocumentDate;
use cabinet_documents::paper::PrintOptions;
use cabinet_documents::party::Party;
use cabinet_documents::shipment::{
    Shipment, ShippedLine, Transport, UpdStatus, render_torg12, render_ttn, render_upd, render_vydatkova,
};
use cabinet_domain::access::Right;
use cabinet_domain::ids::{ItemId, OrderId};
use cabinet_domain::line::{VatRate, price_without_vat};
use cabinet_domain::money::{Currency, Money, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_mirror::{ItemBrief, Order, OrderLine};
use cabinet_protocol::rows::InvoiceRow;

/// A paper of an order by its id.
pub(super) fn make(open: &Open, form: PaperForm, order: &str, options: &PrintOptions) -> Result<Made, CommandError> {
    let (grant, order, invoice) = find(open, order)?;
    let transport = Transport {
        carrier: filled(&order.delivery.carrier),
        unloading: filled(&order.delivery.address).or_else(|| filled(&order.delivery.branch)),
    };
    let shipment = shipment(open, &grant, &order, invoice.as_ref())?;
    let (word, of) = match form {
        PaperForm::UpdInvoice | PaperForm::UpdTransfer => ("УПД", "от"),
        PaperForm::Vydatkova => ("Видаткова накладна", "від"),
        PaperForm::Ttn => ("ТТН", "від"),
        _ => ("ТОРГ-12", "от"),
    };
    let rendered = match form {
        PaperForm::UpdInvoice => render_upd(&shipment, &UpdStatus::Invoice { number: None }, options),
        PaperForm::UpdTransfer => render_upd(&shipment, &UpdStatus::Transfer, options),
        PaperForm::Vydatkova => render_vydatkova(&shipment, options),
        PaperForm::Ttn => render_ttn(&shipment, &transport, options),
        _ => render_torg12(&shipment, options),
    }?;
    let summary = &order.summary;
    let number = if summary.shipment_number.is_empty() {
        &summary.number
    } else {
        &summary.shipment_number
    };
    Ok(Made {
        title: format!(
            "{word} {number} {of} {} {}",
            summary.shipment_date, shipment.seller.name
        ),
        filed: Filed::of(&grant.name, &summary.shipment_date),
        rendered,
    })
}

/// The order with its grant and its newest invoice.
pub(super) fn find(open: &Open, order: &str) -> Result<(Grant, Order, Option<InvoiceRow>), CommandError> {
    let id = OrderId::new(order);
    for grant in open.grants()? {
        if !grant.role.may(Right::SeeDocuments) {
            continue;
        }
        let documents = open.documents(&grant.entity)?;
        if let Some(order) = documents.order(&id)? {
            let newest = documents.invoices_of_order(&id)?.into_iter().next();
            let invoice = match newest {
                Some(summary) => documents.invoice(&summary.id)?,
                None => None,
            };
            return Ok((grant, order, invoice));
        }
    }
    Err(CommandError::not_found(Thing::Order))
}

/// Who sells and who buys, as far as it is known.
pub(super) fn parties(
    open: &Open,
    grant: &Grant,
    invoice: Option<&InvoiceRow>,
) -> Result<(Party, Party), CommandError> {
    let of_invoice = |row: Option<&cabinet_protocol::rows::PartyRow>| row.map(invoice::party);
    let seller = match of_invoice(invoice.and_then(|row| row.seller.as_ref())) {
        Some(seller) => seller,
        None => supplier(open)?,
    };
    let of_buyer = of_invoice(invoice.and_then(|row| row.buyer.as_ref()));
    Ok((seller, of_buyer.unwrap_or_else(|| buyer(grant))))
}

/// «Заказ № 12 от 01.02.2026», by the number of 1C once it is known.
pub(super) fn order_named(order: &Order) -> Result<String, CommandError> {
    let summary = &order.summary;
    let (number, date) = match DocumentDate::from_iso(&summary.onec_date) {
        Some(date) if !summary.onec_number.is_empty() => (&summary.onec_number, date),
        _ => (&summary.number, super::paper::day_of(summary.placed_at_ms)?),
    };
    Ok(format!("№ {number} от {}", date.in_digits()))
}

fn shipment(open: &Open, grant: &Grant, order: &Order, invoice: Option<&InvoiceRow>) -> Result<Shipment, CommandError> {
    let summary = &order.summary;
    let date = DocumentDate::from_iso(&summary.shipment_date).ok_or(Reason::NotShipped)?;
    let (Some(total_minor), Some(vat_minor)) = (summary.total_minor, summary.vat_minor) else {
        return Err(Reason::PaperWithPrices.into());
    };
    let currency = Currency::from_code(&summary.currency)
        .ok_or_else(|| CommandError::new(ErrorCode::Internal, "the order's currency cannot be read; sync again"))?;
    let (seller, buyer) = parties(open, grant, invoice)?;
    let shipped: Vec<&OrderLine> = order.lines.iter().filter(|line| line.quantity_milli != 0).collect();
    let items: Vec<ItemId> = shipped.iter().map(|line| line.item.clone()).collect();
    let terms = open.goods()?.terms(&sight(grant).without_prices(), &items)?;
    let is_on_top = invoice.is_some_and(|row| row.vat_on_top);
    let lines = shipped
        .iter()
        .zip(terms)
        .zip(1..)
        .map(|((line, terms), ordinal)| shipped_line(line, terms.brief.as_ref(), ordinal, currency, is_on_top))
        .collect();
    let payment = DocumentDate::from_iso(&summary.payment_date)
        .filter(|_| !summary.payment_number.is_empty())
        .map(|date| format!("№ {} от {}", summary.payment_number, date.in_digits()));
    Ok(Shipment {
        number: filled(&summary.shipment_number),
        date,
        seller,
        seller_account: invoice.and_then(|row| row.bank.as_ref()).map(invoice::bank),
        buyer,
        consignor: None,
        consignee: None,
        basis: Some(format!("Заказ {}", order_named(order)?)),
        payment,
        currency,
        lines,
        total_minor,
        vat_minor,
        director: invoice.and_then(|row| filled(&row.director)),
        accountant: invoice.and_then(|row| filled(&row.accountant)),
    })
}

fn shipped_line(
    line: &OrderLine,
    brief: Option<&ItemBrief>,
    ordinal: u32,
    currency: Currency,
    is_on_top: bool,
) -> ShippedLine {
    let vat = VatRate::parse(&line.vat);
    let (sum_minor, vat_minor) = (line.sum_minor.unwrap_or(0), line.vat_minor.unwrap_or(0));
    let net = match (vat, line.price_micro) {
        (None, _) => None,
        (Some(_), Some(price)) if is_on_top => Some(price),
        (Some(_), _) => price_without_vat(
            Money::from_minor(sum_minor, currency),
            Money::from_minor(vat_minor, currency),
            Quantity::from_milli(line.quantity_milli),
        )
        .ok()
        .map(UnitPrice::micro),
    };
    let gross_g = brief.and_then(|brief| brief.weight_g).and_then(|unit_g| {
        let grams = i128::from(unit_g)
            .checked_mul(i128::from(line.quantity_milli))?
            .checked_div(1000)?;
        i64::try_from(grams).ok()
    });
    ShippedLine {
        ordinal,
        article: line.article.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        // The code is of the base unit: an order told in another has none here.
        unit_code: brief
            .filter(|brief| brief.unit == line.unit)
            .and_then(|brief| filled(&brief.unit_code)),
        quantity_milli: line.quantity_milli,
        net_price_micro: net,
        sum_minor,
        vat,
        vat_minor,
        gross_g,
    }
}
