//! Orders in three states with their invoices, and a draft to begin with.

use crate::day::{DAY_MS, HOUR_MS, iso, printed};
use crate::goods::{Good, Goods, feed, keyed};
use crate::{SampleDraft, SampleError, SampleFeed, SampleLine, from_supplier, people};
use cabinet_domain::ids::{EntityId, ItemId};
use cabinet_domain::line::{VatRate, included_vat, line_sum};
use cabinet_domain::money::{Currency, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::rows::{DocumentRow, InvoiceRow, OrderLineRow, OrderRow, StateChangeRow};
use cabinet_protocol::supplier_documents::SupplierDocumentRow;

/// The documents of the entity that buys.
#[derive(Debug)]
pub(crate) struct Papers {
    pub(crate) orders: Vec<OrderRow>,
    pub(crate) invoices: Vec<InvoiceRow>,
    /// The supplier's own.
    pub(crate) documents: Vec<SupplierDocumentRow>,
}

/// How an order of the sample came to be.
struct Story {
    number: &'static str,
    onec_number: &'static str,
    name: &'static str,
    placed_before_ms: i64,
    /// State and how long after the order, in hours.
    states: &'static [(&'static str, i64)],
    /// From which place of the shelf, and how many lines.
    lines: (usize, usize),
    /// 1C gave less of the second line.
    is_cut: bool,
}

const STORIES: [Story; 3] = [
    Story {
        number: "1001",
        onec_number: "УТ-000815",
        name: "Склад, пополнение",
        placed_before_ms: 26 * DAY_MS,
        states: &[
            ("queued", 0),
            ("held", 0),
            ("taken", 1),
            ("reserved", 1),
            ("paid", 50),
            ("completed", 75),
        ],
        lines: (5, 7),
        is_cut: false,
    },
    Story {
        number: "1002",
        onec_number: "УТ-000902",
        name: "Ремонт цеха",
        placed_before_ms: 2 * DAY_MS,
        states: &[("queued", 0), ("held", 0), ("taken", 1), ("reserved", 2)],
        lines: (30, 9),
        is_cut: true,
    },
    Story {
        number: "1003",
        onec_number: "",
        name: "Срочное",
        placed_before_ms: HOUR_MS,
        states: &[("queued", 0), ("held", 0)],
        lines: (60, 3),
        is_cut: false,
    },
];

/// Which places of the shelf a waybill without an order has.
const SHIPPED: std::ops::Range<usize> = 80..86;

/// Writes the documents as of now.
pub(crate) fn write(goods: &Goods, now_ms: i64) -> Result<Papers, SampleError> {
    let buyable = buyable(goods);
    let orders = STORIES
        .iter()
        .map(|story| order(story, &buyable, now_ms))
        .collect::<Result<Vec<_>, _>>()?;
    let invoices = orders.iter().map(invoice).collect();
    let reserved = orders.iter().find(|order| order.state == "reserved");
    let shipped = buyable.get(SHIPPED).ok_or(SampleError::TooFew)?;
    let documents = from_supplier::documents(reserved, shipped, now_ms)?;
    Ok(Papers {
        orders,
        invoices,
        documents,
    })
}

/// A few lines that a search for «болт» would find.
pub(crate) fn draft(goods: &Goods) -> Result<SampleDraft, SampleError> {
    let lines = buyable(goods)
        .into_iter()
        .filter(|good| good.row.name.starts_with("Болт"))
        .take(4);
    let lines: Vec<SampleLine> = lines
        .map(|good| SampleLine {
            item: ItemId::new(good.row.item.as_str()),
            quantity_milli: quantity(good, 2),
            price_micro: good.price_micro.unwrap_or_default(),
            article: good.row.article.clone(),
            name: good.row.name.clone(),
            unit: good.row.unit.clone(),
        })
        .collect();
    if lines.is_empty() {
        return Err(SampleError::TooFew);
    }
    Ok(SampleDraft {
        entity: EntityId::new(people::BUYER_ID),
        name: "Пример черновика".to_owned(),
        lines,
    })
}

/// Goods with a price and enough of them.
fn buyable(goods: &Goods) -> Vec<&Good> {
    let is_there = |good: &&Good| good.price_micro.is_some() && good.stock_milli() >= 20_000;
    goods.list.iter().filter(is_there).collect()
}

/// So many packs, or tens where there are none; never more than a third of what is there.
fn quantity(good: &Good, times: i64) -> i64 {
    let step = good.row.packs.first().map_or(10_000, |pack| pack.units_milli);
    let most = good.stock_milli() / 3;
    let whole = step.saturating_mul(times).min(most) / 1000 * 1000;
    whole.max(1000)
}

fn order(story: &Story, buyable: &[&Good], now_ms: i64) -> Result<OrderRow, SampleError> {
    let placed_at_ms = now_ms.saturating_sub(story.placed_before_ms);
    let (from, count) = story.lines;
    let goods = buyable
        .get(from..from.saturating_add(count))
        .ok_or(SampleError::TooFew)?;
    let mut lines = Vec::new();
    for (ordinal, good) in (1_u32..).zip(goods) {
        let is_cut = story.is_cut && ordinal == 2;
        lines.push(line(ordinal, good, is_cut)?);
    }
    let at = |hours: i64| placed_at_ms.saturating_add(hours.saturating_mul(HOUR_MS));
    let history: Vec<_> = story
        .states
        .iter()
        .map(|(state, hours)| StateChangeRow {
            state: (*state).to_owned(),
            at_ms: at(*hours),
            who: if *hours == 0 { people::PERSON } else { people::MANAGER }.to_owned(),
        })
        .collect();
    let reached = |state: &str| {
        history
            .iter()
            .find(|change| change.state == state)
            .map(|change| iso(change.at_ms))
    };
    let paid = reached("paid").unwrap_or_default();
    let shipped = reached("completed").unwrap_or_default();
    let number_of = |date: &String, number: &str| {
        if date.is_empty() {
            String::new()
        } else {
            number.to_owned()
        }
    };
    Ok(OrderRow {
        delivery: None,
        due_date: String::new(),
        id: format!("sample-order-{}", story.number),
        number: story.number.to_owned(),
        command_key: String::new(),
        draft: String::new(),
        draft_name: story.name.to_owned(),
        placed_at_ms,
        placed_by: people::PERSON.to_owned(),
        state: history.last().map(|change| change.state.clone()).unwrap_or_default(),
        currency: "RUB".to_owned(),
        total_minor: lines.iter().map(|line| line.sum_minor).sum(),
        vat_minor: lines.iter().map(|line| line.vat_minor).sum(),
        comment: String::new(),
        onec_number: story.onec_number.to_owned(),
        onec_date: if story.onec_number.is_empty() {
            String::new()
        } else {
            iso(at(1))
        },
        payment_number: number_of(&paid, "000311"),
        payment_date: paid,
        shipment_number: number_of(&shipped, "УТ-000790"),
        shipment_date: shipped,
        lines,
        history,
    })
}

pub(crate) fn line(ordinal: u32, good: &Good, is_cut: bool) -> Result<OrderLineRow, SampleError> {
    let placed_quantity_milli = quantity(good, i64::from(ordinal % 3) + 1);
    let quantity_milli = if is_cut {
        (placed_quantity_milli / 2_000 * 1_000).max(1_000)
    } else {
        placed_quantity_milli
    };
    let price_micro = good.price_micro.ok_or(SampleError::TooFew)?;
    let sum = line_sum(
        UnitPrice::from_micro(price_micro),
        Quantity::from_milli(quantity_milli),
        Currency::RUB,
    )?;
    let rate = VatRate::parse(&good.row.vat).unwrap_or(VatRate::None);
    Ok(OrderLineRow {
        comment: String::new(),
        parts: None,
        on_order_milli: 0,
        service: None,
        ordinal,
        item: good.row.item.clone(),
        article: good.row.article.clone(),
        name: good.row.name.clone(),
        unit: good.row.unit.clone(),
        quantity_milli,
        price_micro,
        sum_minor: sum.minor(),
        vat: rate.code(),
        vat_minor: included_vat(sum, rate)?.minor(),
        placed_quantity_milli,
        placed_price_micro: price_micro,
    })
}

fn invoice(order: &OrderRow) -> InvoiceRow {
    let is_preliminary = order.onec_number.is_empty();
    InvoiceRow {
        is_cancelled: false,
        id: format!("sample-invoice-{}", order.number),
        order: order.id.clone(),
        number: if is_preliminary {
            &order.number
        } else {
            &order.onec_number
        }
        .clone(),
        is_preliminary,
        date: iso(order.placed_at_ms),
        seller: Some(people::seller()),
        buyer: Some(people::buyer()),
        bank: Some(people::bank()),
        basis: format!("Заказ № {} от {}", order.number, printed(order.placed_at_ms)),
        currency: order.currency.clone(),
        lines: order.lines.clone(),
        total_minor: order.total_minor,
        vat_minor: order.vat_minor,
        director: "Примеров И. И.".to_owned(),
        accountant: "Образцова А. С.".to_owned(),
        note: "Образец. Не оплачивать.".to_owned(),
        vat_on_top: false,
        payment_link: String::new(),
    }
}

impl Papers {
    /// The feeds of both entities; the one that sees no documents has none.
    pub(crate) fn into_feeds(self, now_ms: i64) -> Vec<SampleFeed> {
        let orders = self.orders.into_iter().map(|order| {
            let key = format!("o:{}", order.id);
            let row = DocumentRow {
                order: Some(order),
                ..DocumentRow::default()
            };
            keyed(&key, &row)
        });
        let invoices = self.invoices.into_iter().map(|invoice| {
            let key = format!("i:{}", invoice.id);
            let row = DocumentRow {
                invoice: Some(invoice),
                ..DocumentRow::default()
            };
            keyed(&key, &row)
        });
        let documents = self.documents.into_iter().map(|document| {
            let key = format!("d:{}", document.id);
            let row = DocumentRow {
                supplier_document: Some(document),
                ..DocumentRow::default()
            };
            keyed(&key, &row)
        });
        let rows = orders.chain(invoices).chain(documents).collect();
        vec![feed(FeedName::Documents(people::BUYER_ID.to_owned()), now_ms, rows)]
    }
}
