//! The invoice (счёт на оплату) of an order, complete, so that it prints offline.
//!
//! Preliminary until 1C's number is known; then it bears 1C's number and date. It shows the lines as they are now.

use crate::access::entities::Entity;
use crate::orders::local_time::LocalTime;
use crate::orders::stored::StoredOrder;
use crate::settings::{Settings, Supplier};
use cabinet_domain::order::OrderState;
use cabinet_protocol::payment_link::Paid;
use cabinet_protocol::rows::{BankRow, InvoiceRow, OrderLineRow, PartyRow};

/// The row of an order's invoice; `lines` are the order's, those that 1C dropped are left out here.
pub(super) fn invoice_row(
    order: &StoredOrder,
    lines: &[OrderLineRow],
    buyer: &Entity,
    settings: &Settings,
) -> InvoiceRow {
    let supplier = &settings.supplier;
    let placed = LocalTime::at(order.head.placed_at_ms, settings.orders.utc_offset_minutes);
    InvoiceRow {
        id: order.invoice.id.to_string(),
        order: order.head.id.to_string(),
        number: order.invoice.number.clone(),
        is_preliminary: order.invoice.is_preliminary,
        date: order.invoice.date.clone(),
        seller: Some(seller(supplier)),
        buyer: Some(PartyRow {
            name: buyer.name.clone(),
            inn: buyer.codes.inn.clone(),
            kpp: buyer.codes.kpp.clone(),
            edrpou: buyer.codes.edrpou.clone(),
            address: buyer.address.clone(),
            phone: buyer.phone.clone(),
        }),
        bank: bank(supplier),
        basis: basis(supplier, order, placed),
        currency: order.head.total.currency().code().to_owned(),
        lines: printed_lines(lines),
        total_minor: order.head.total.minor(),
        vat_minor: order.head.vat.minor(),
        director: supplier.director.clone(),
        accountant: supplier.accountant.clone(),
        note: supplier.note.clone(),
        vat_on_top: order.head.vat_on_top,
        is_cancelled: order.head.state == OrderState::Cancelled,
        payment_link: payment_link(order, buyer, supplier),
    }
}

/// Where the invoice is paid, while it is to be paid: under its final number, neither cancelled nor paid.
fn payment_link(order: &StoredOrder, buyer: &Entity, supplier: &Supplier) -> String {
    let is_open = !matches!(
        order.head.state,
        OrderState::Cancelled | OrderState::Paid | OrderState::Completed
    );
    let sum_minor = order.head.total.minor();
    let Some(template) = supplier.payment_link.as_ref() else {
        return String::new();
    };
    if order.invoice.is_preliminary || !is_open || sum_minor <= 0 {
        return String::new();
    }
    let code = if buyer.codes.inn.is_empty() {
        &buyer.codes.edrpou
    } else {
        &buyer.codes.inn
    };
    let currency = order.head.total.currency();
    let paid = Paid {
        number: &order.invoice.number,
        date: &order.invoice.date,
        sum_minor,
        currency: currency.code(),
        inn: code,
    };
    match template.link(&paid) {
        Ok(link) => link.as_str().to_owned(),
        Err(error) => {
            tracing::warn!(%error, "An invoice has no payment link: with its number in it the link is unusable");
            String::new()
        }
    }
}

/// What stands, numbered anew: a paper without its third line is a paper that lost one.
fn printed_lines(lines: &[OrderLineRow]) -> Vec<OrderLineRow> {
    let standing = lines.iter().filter(|line| line.quantity_milli > 0);
    let numbered = standing.zip(1_u32..);
    numbered
        .map(|(line, ordinal)| OrderLineRow {
            ordinal,
            ..line.clone()
        })
        .collect()
}

/// The order, and how the buyer calls it where he does, in the language of the form: a seller with an ЄДРПОУ sells in
/// Ukraine.
fn basis(supplier: &Supplier, order: &StoredOrder, placed: LocalTime) -> String {
    let (number, date) = (order.head.number, placed.printed_date());
    let own = order.delivery.own_number.as_str();
    match (supplier.edrpou.is_empty(), own.is_empty()) {
        (true, true) => format!("Заказ № {number} от {date}"),
        (true, false) => format!("Заказ № {number} от {date} (ваш № {own})"),
        (false, true) => format!("Замовлення № {number} від {date}"),
        (false, false) => format!("Замовлення № {number} від {date} (ваш № {own})"),
    }
}

fn seller(supplier: &Supplier) -> PartyRow {
    PartyRow {
        name: supplier.name.clone(),
        inn: supplier.inn.clone(),
        kpp: supplier.kpp.clone(),
        edrpou: supplier.edrpou.clone(),
        address: supplier.address.clone(),
        phone: supplier.phone.clone(),
    }
}

/// An account is what one pays to; without it the block is left out.
fn bank(supplier: &Supplier) -> Option<BankRow> {
    let bank = &supplier.bank;
    (!bank.account.is_empty()).then(|| BankRow {
        bank: bank.bank.clone(),
        bic: bank.bic.clone(),
        correspondent_account: bank.correspondent_account.clone(),
        account: bank.account.clone(),
    })
}
