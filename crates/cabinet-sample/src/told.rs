//! What the guest waits for and was told: one subscription that waits, and a notice of each kind.

use crate::day::{DAY_MS, HOUR_MS};
use crate::goods::{Good, Goods, feed, keyed};
use crate::papers::Papers;
use crate::{SampleError, SampleFeed, people};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::personal::{NoticeRow, PersonalRow, SubscriptionRow};

/// The feed of the person.
pub(crate) fn tell(goods: &Goods, papers: &Papers, now_ms: i64) -> Result<SampleFeed, SampleError> {
    let awaited = goods
        .list
        .iter()
        .find(|good| good.stock_milli() == 0 && good.price_micro.is_some());
    let come = goods
        .list
        .iter()
        .find(|good| good.stock_milli() > 100_000 && good.price_micro.is_some());
    let cheaper = goods.list.iter().filter(|good| good.stock_milli() > 10_000).nth(20);
    let (Some(awaited), Some(come), Some(cheaper)) = (awaited, come, cheaper) else {
        return Err(SampleError::TooFew);
    };
    let mut notices = vec![
        NoticeRow {
            kind: "arrival".to_owned(),
            at_ms: now_ms.saturating_sub(3 * HOUR_MS),
            quantity_milli: Some(come.stock_milli()),
            wanted_milli: Some(100_000),
            ..about(come)
        },
        NoticeRow {
            kind: "price_drop".to_owned(),
            at_ms: now_ms.saturating_sub(DAY_MS),
            price_micro: cheaper.price_micro,
            old_price_micro: cheaper.retail_micro,
            currency: "RUB".to_owned(),
            ..about(cheaper)
        },
    ];
    let reserved = papers.orders.iter().find(|order| order.state == "reserved");
    if let Some(order) = reserved {
        notices.push(NoticeRow {
            kind: "order_state".to_owned(),
            at_ms: order.placed_at_ms.saturating_add(2 * HOUR_MS),
            order: order.id.clone(),
            order_number: order.number.clone(),
            order_state: order.state.clone(),
            ..NoticeRow::default()
        });
        let invoice = papers.invoices.iter().find(|invoice| invoice.order == order.id);
        notices.extend(invoice.map(|invoice| NoticeRow {
            kind: "invoice".to_owned(),
            at_ms: order.placed_at_ms.saturating_add(2 * HOUR_MS),
            order: order.id.clone(),
            order_number: order.number.clone(),
            invoice: invoice.id.clone(),
            invoice_number: invoice.number.clone(),
            total_minor: Some(invoice.total_minor),
            currency: invoice.currency.clone(),
            ..NoticeRow::default()
        }));
    }
    let mut rows: Vec<KeyedRow> = (1..)
        .zip(notices)
        .map(|(number, notice)| told(number, notice))
        .collect();
    rows.push(waiting(awaited, now_ms));
    Ok(feed(FeedName::Personal(people::PERSON_ID.to_owned()), now_ms, rows))
}

fn about(good: &Good) -> NoticeRow {
    NoticeRow {
        item: good.row.item.clone(),
        article: good.row.article.clone(),
        name: good.row.name.clone(),
        unit: good.row.unit.clone(),
        ..NoticeRow::default()
    }
}

fn told(number: u32, notice: NoticeRow) -> KeyedRow {
    let id = format!("sample-notice-{number}");
    let row = PersonalRow {
        notice: Some(NoticeRow {
            id: id.clone(),
            entity: people::BUYER_ID.to_owned(),
            ..notice
        }),
        ..PersonalRow::default()
    };
    keyed(&PersonalRow::notice_key(&id), &row)
}

fn waiting(good: &Good, now_ms: i64) -> KeyedRow {
    let row = PersonalRow {
        subscription: Some(SubscriptionRow {
            entity: people::BUYER_ID.to_owned(),
            item: good.row.item.clone(),
            article: good.row.article.clone(),
            name: good.row.name.clone(),
            unit: good.row.unit.clone(),
            threshold_milli: Some(50_000),
            watches_price: false,
            until: None,
            subscribed_at_ms: now_ms.saturating_sub(4 * DAY_MS),
        }),
        ..PersonalRow::default()
    };
    keyed(&PersonalRow::subscription_key(people::BUYER_ID, &good.row.item), &row)
}
