//! Who wants to be told that goods are back in stock, or have become cheaper.
//!
//! In: commands of people, and what an import published. Out: verdicts, rows of `me:<person>`, notices. Invariants:
//! one subscription per person, entity and item, only to an item that exists; an arrival is told once, and its
//! threshold is gone in the same transaction, so no repetition of an import tells it again.

use crate::access::{AccessError, contracts, people};
use crate::catalogue::{self, unpublished::ITEMS};
use crate::feeds::{self, RowChange};
use crate::notices;
use crate::orders::local_time::end_of_day_ms;
use crate::storage::{Row, StorageError, Tx, Value, query_all, query_one};
use cabinet_domain::access::{Right, Role};
use cabinet_domain::ids::{EntityId, ItemId, PersonId, PriceTypeId};
use cabinet_domain::money::{Currency, UnitPrice};
use cabinet_domain::notice::NoticeKind;
use cabinet_protocol::commands::{RejectReason, Verdict};
use cabinet_protocol::personal::{NoticeRow, PersonalRow, SubscriptionRow};
use cabinet_protocol::subscriptions::{Subscribe, Unsubscribe};
use prost::Message;
use std::collections::BTreeMap;

const UPSERT: &str = "
    INSERT INTO subscription
        (person, entity, item, threshold_milli, watches_price, price_micro, currency, until, ends_at_ms, subscribed_at_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (person, entity, item) DO UPDATE SET
        threshold_milli = excluded.threshold_milli,
        watches_price = excluded.watches_price,
        price_micro = excluded.price_micro,
        currency = excluded.currency,
        until = excluded.until,
        ends_at_ms = excluded.ends_at_ms,
        subscribed_at_ms = excluded.subscribed_at_ms";

const DELETE: &str = "
    DELETE FROM subscription
    WHERE person = $1
      AND entity = $2
      AND item = $3";

const HAS_ANY: &str = "SELECT EXISTS (SELECT 1 FROM subscription) AS has_any";

const SELECT_OF_ITEM: &str = "
    SELECT person, entity, item, threshold_milli, watches_price, price_micro, currency, until, ends_at_ms,
           subscribed_at_ms
    FROM subscription
    WHERE item = $1";

const SELECT_ENDED: &str = "
    SELECT person, entity, item, threshold_milli, watches_price, price_micro, currency, until, ends_at_ms,
           subscribed_at_ms
    FROM subscription
    WHERE ends_at_ms <= $1";

const SELECT_OF_PERSON: &str = "
    SELECT person, entity, item, threshold_milli, watches_price, price_micro, currency, until, ends_at_ms,
           subscribed_at_ms
    FROM subscription
    WHERE person = $1
      AND entity = $2";

/// A subscription as stored.
struct Stored {
    person: PersonId,
    entity: EntityId,
    item: ItemId,
    threshold_milli: Option<i64>,
    watches_price: bool,
    price: Option<(UnitPrice, Currency)>,
    until: Option<String>,
    ends_at_ms: Option<i64>,
    subscribed_at_ms: i64,
}

/// Subscribes, in place of any earlier subscription to the item. What is there already is told at once: the device
/// may have subscribed while it was offline and the goods came meanwhile.
///
/// # Errors
/// [`AccessError`].
pub(crate) fn subscribe(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    wanted: &Subscribe,
    utc_offset_minutes: i32,
    now_ms: i64,
) -> Result<Verdict, AccessError> {
    let rejected = Ok(Verdict::Rejected {
        reason: RejectReason::Invalid,
    });
    let ends_at_ms = match &wanted.until {
        None => None,
        Some(day) => match end_of_day_ms(day, utc_offset_minutes) {
            Some(end_ms) => Some(end_ms),
            None => return rejected,
        },
    };
    let is_proper = wanted.threshold_milli.map_or(wanted.watches_price, |milli| milli > 0);
    let Some(terms) = contracts::terms_of_id(tx, entity)? else {
        return rejected;
    };
    let assortment = catalogue::assortment(tx, &terms.assortment)?;
    // An item that the entity may not know of looks like one that does not exist.
    let is_known = terms_of(tx, None, &wanted.item)?.is_some_and(|item| item.is_in(&assortment));
    if !is_proper || !is_known {
        return rejected;
    }
    if ends_at_ms.is_some_and(|end_ms| end_ms <= now_ms) {
        // It waited in an outbox for longer than it was wanted.
        end(tx, person, entity, &wanted.item, now_ms)?;
        return Ok(Verdict::Done);
    }
    if wanted.watches_price && !people::may(tx, person, entity, Right::SeePrices)? {
        return Ok(Verdict::Rejected {
            reason: RejectReason::Forbidden,
        });
    }
    if wanted.watches_price && terms.price_type.is_none() {
        return Ok(Verdict::Rejected {
            reason: RejectReason::NoPrices,
        });
    }
    let mut subscription = Stored {
        person: person.clone(),
        entity: entity.clone(),
        item: wanted.item.clone(),
        threshold_milli: wanted.threshold_milli,
        watches_price: wanted.watches_price,
        price: None,
        until: wanted.until.clone(),
        ends_at_ms,
        subscribed_at_ms: now_ms,
    };
    if wanted.watches_price {
        let price_type = price_type_of(tx, person, entity)?;
        subscription.price = terms_of(tx, price_type.as_ref(), &wanted.item)?.and_then(|item| item.price);
    }
    store(tx, &subscription)?;
    let available_milli = catalogue::available_milli(tx, &wanted.item, now_ms)?;
    if tell_arrival(tx, &mut subscription, available_milli, now_ms)? {
        settle(tx, &subscription, now_ms)?;
    } else {
        publish(tx, &subscription, now_ms)?;
    }
    Ok(Verdict::Done)
}

/// Ends a subscription.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn unsubscribe(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    wanted: &Unsubscribe,
    now_ms: i64,
) -> Result<Verdict, StorageError> {
    end(tx, person, entity, &wanted.item, now_ms)?;
    Ok(Verdict::Done)
}

/// Tells the subscribers of offers what became of them, each offer with what of it was published; `available_milli` holds
/// the published stock of the items whose stock was touched.
///
/// # Errors
/// [`AccessError`].
pub(crate) fn after_publish(
    tx: &mut dyn Tx,
    offers: &[(&str, i64)],
    available_milli: &BTreeMap<String, i64>,
    now_ms: i64,
) -> Result<(), AccessError> {
    // An import of a whole catalogue does not ask for each offer where nobody waits for anything.
    if query_one(tx, HAS_ANY, &[], |row| row.int("has_any"))? != Some(1) {
        return Ok(());
    }
    let mut touched = Vec::new();
    for (item, what) in offers {
        let subscriptions = query_all(tx, SELECT_OF_ITEM, &[Value::from(*item)], read)?;
        touched.extend(subscriptions.into_iter().map(|subscription| (subscription, *what)));
    }
    touched.sort_by(|(a, _), (b, _)| (&a.person, &a.entity, &a.item).cmp(&(&b.person, &b.entity, &b.item)));
    for (mut subscription, what) in touched {
        if subscription.ends_at_ms.is_some_and(|end_ms| end_ms <= now_ms) {
            continue;
        }
        let available = available_milli.get(subscription.item.as_str()).copied().unwrap_or(0);
        let is_told = tell_arrival(tx, &mut subscription, available, now_ms)?;
        let is_moved = tell_price(tx, &mut subscription, now_ms)?;
        if is_told || is_moved {
            settle(tx, &subscription, now_ms)?;
        } else if what & ITEMS != 0 {
            // The row names the goods.
            publish(tx, &subscription, now_ms)?;
        }
    }
    Ok(())
}

/// Ends the subscriptions whose last day is over; returns how many.
///
/// # Errors
/// [`StorageError`].
pub fn end_expired(tx: &mut dyn Tx, now_ms: i64) -> Result<usize, StorageError> {
    let ended = query_all(tx, SELECT_ENDED, &[now_ms.into()], read)?;
    for subscription in &ended {
        end(
            tx,
            &subscription.person,
            &subscription.entity,
            &subscription.item,
            now_ms,
        )?;
    }
    Ok(ended.len())
}

/// Ends what the person's role in the entity, or none, and the entity's terms do not allow.
///
/// # Errors
/// [`AccessError`].
pub(crate) fn keep_allowed(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    role: Option<Role>,
    now_ms: i64,
) -> Result<(), AccessError> {
    let params = [person.as_str().into(), entity.as_str().into()];
    let stored = query_all(tx, SELECT_OF_PERSON, &params, read)?;
    if stored.is_empty() {
        return Ok(());
    }
    let terms = contracts::terms_of_id(tx, entity)?;
    let assortment = match &terms {
        Some(terms) => Some(catalogue::assortment(tx, &terms.assortment)?),
        None => None,
    };
    let has_prices = terms.is_some_and(|terms| terms.price_type.is_some());
    for mut subscription in stored {
        let may = |right| role.is_some_and(|role| role.may(right));
        let item = terms_of(tx, None, &subscription.item)?;
        let is_known = item.zip(assortment.as_ref()).is_some_and(|(item, all)| item.is_in(all));
        if !may(Right::SeeGoods) || !is_known {
            subscription.threshold_milli = None;
        }
        if !may(Right::SeePrices) || !has_prices || !is_known {
            subscription.watches_price = false;
            subscription.price = None;
        }
        settle(tx, &subscription, now_ms)?;
    }
    Ok(())
}

/// Tells of an arrival and takes the threshold away.
fn tell_arrival(
    tx: &mut dyn Tx,
    subscription: &mut Stored,
    available_milli: i64,
    now_ms: i64,
) -> Result<bool, AccessError> {
    let Some(wanted_milli) = subscription.threshold_milli.filter(|milli| available_milli >= *milli) else {
        return Ok(false);
    };
    let tells_quantities =
        contracts::terms_of_id(tx, &subscription.entity)?.is_some_and(|terms| terms.stock.tells_quantities());
    let notice = NoticeRow {
        quantity_milli: tells_quantities.then_some(available_milli),
        wanted_milli: Some(wanted_milli),
        ..about(tx, subscription, now_ms)?
    };
    let is_told = notices::tell(tx, &subscription.person, NoticeKind::Arrival, notice)?;
    if is_told {
        subscription.threshold_milli = None;
    }
    Ok(is_told)
}

/// Tells of a lower price; true when the known price is another one now.
fn tell_price(tx: &mut dyn Tx, subscription: &mut Stored, now_ms: i64) -> Result<bool, AccessError> {
    if !subscription.watches_price {
        return Ok(false);
    }
    let price_type = price_type_of(tx, &subscription.person, &subscription.entity)?;
    let Some(new) = terms_of(tx, price_type.as_ref(), &subscription.item)?.and_then(|item| item.price) else {
        // No price now: the last known one is what the next price is compared with.
        return Ok(false);
    };
    let old = subscription.price;
    if old == Some(new) {
        return Ok(false);
    }
    subscription.price = Some(new);
    if let Some((old, currency)) = old
        && currency == new.1
        && new.0.micro() < old.micro()
    {
        let notice = NoticeRow {
            price_micro: Some(new.0.micro()),
            old_price_micro: Some(old.micro()),
            currency: currency.code().to_owned(),
            ..about(tx, subscription, now_ms)?
        };
        notices::tell(tx, &subscription.person, NoticeKind::PriceDrop, notice)?;
    }
    Ok(true)
}

/// The parts of a notice that say which item it is about.
fn about(tx: &mut dyn Tx, subscription: &Stored, now_ms: i64) -> Result<NoticeRow, StorageError> {
    let item = terms_of(tx, None, &subscription.item)?;
    Ok(NoticeRow {
        entity: subscription.entity.to_string(),
        at_ms: now_ms,
        item: subscription.item.to_string(),
        article: item.as_ref().map(|item| item.article.clone()).unwrap_or_default(),
        name: item.as_ref().map(|item| item.name.clone()).unwrap_or_default(),
        unit: item.map(|item| item.unit).unwrap_or_default(),
        ..NoticeRow::default()
    })
}

fn terms_of(
    tx: &mut dyn Tx,
    price_type: Option<&PriceTypeId>,
    item: &ItemId,
) -> Result<Option<catalogue::ItemTerms>, StorageError> {
    Ok(catalogue::terms(tx, price_type, std::slice::from_ref(item))?
        .into_iter()
        .flatten()
        .next())
}

/// The price type by which the person may see prices for the entity.
fn price_type_of(tx: &mut dyn Tx, person: &PersonId, entity: &EntityId) -> Result<Option<PriceTypeId>, AccessError> {
    let grants = people::grants(tx, person)?;
    Ok(grants
        .into_iter()
        .find(|grant| grant.entity == *entity)
        .and_then(|grant| grant.price_type))
}

/// Keeps what is still wanted; a subscription that wants nothing more is over.
fn settle(tx: &mut dyn Tx, subscription: &Stored, now_ms: i64) -> Result<(), StorageError> {
    if subscription.threshold_milli.is_none() && !subscription.watches_price {
        end(
            tx,
            &subscription.person,
            &subscription.entity,
            &subscription.item,
            now_ms,
        )
    } else {
        store(tx, subscription)?;
        publish(tx, subscription, now_ms)
    }
}

fn store(tx: &mut dyn Tx, subscription: &Stored) -> Result<(), StorageError> {
    let params = [
        subscription.person.as_str().into(),
        subscription.entity.as_str().into(),
        subscription.item.as_str().into(),
        subscription.threshold_milli.into(),
        subscription.watches_price.into(),
        subscription.price.map(|(price, _)| price.micro()).into(),
        subscription
            .price
            .map_or_else(String::new, |(_, currency)| currency.code().to_owned())
            .into(),
        subscription.until.clone().into(),
        subscription.ends_at_ms.into(),
        subscription.subscribed_at_ms.into(),
    ];
    tx.execute(UPSERT, &params).map(|_| ())
}

fn publish(tx: &mut dyn Tx, subscription: &Stored, now_ms: i64) -> Result<(), StorageError> {
    let item = terms_of(tx, None, &subscription.item)?;
    let row = SubscriptionRow {
        entity: subscription.entity.to_string(),
        item: subscription.item.to_string(),
        article: item.as_ref().map(|item| item.article.clone()).unwrap_or_default(),
        name: item.as_ref().map(|item| item.name.clone()).unwrap_or_default(),
        unit: item.map(|item| item.unit).unwrap_or_default(),
        threshold_milli: subscription.threshold_milli,
        watches_price: subscription.watches_price,
        until: subscription.until.clone(),
        subscribed_at_ms: subscription.subscribed_at_ms,
    };
    let change = RowChange {
        key: PersonalRow::subscription_key(&row.entity, &row.item),
        body: Some(
            PersonalRow {
                subscription: Some(row),
                ..PersonalRow::default()
            }
            .encode_to_vec(),
        ),
    };
    feeds::publish(tx, &notices::feed_of(&subscription.person), &[change], now_ms).map(|_| ())
}

fn end(tx: &mut dyn Tx, person: &PersonId, entity: &EntityId, item: &ItemId, now_ms: i64) -> Result<(), StorageError> {
    let params = [person.as_str().into(), entity.as_str().into(), item.as_str().into()];
    if tx.execute(DELETE, &params)? == 0 {
        return Ok(());
    }
    let change = RowChange {
        key: PersonalRow::subscription_key(entity.as_str(), item.as_str()),
        body: None,
    };
    feeds::publish(tx, &notices::feed_of(person), &[change], now_ms).map(|_| ())
}

fn read(row: &dyn Row) -> Result<Stored, StorageError> {
    let micro = row.opt_int("price_micro")?;
    let currency = Currency::from_code(&row.text("currency")?);
    Ok(Stored {
        person: PersonId::new(row.text("person")?),
        entity: EntityId::new(row.text("entity")?),
        item: ItemId::new(row.text("item")?),
        threshold_milli: row.opt_int("threshold_milli")?,
        watches_price: row.int("watches_price")? != 0,
        price: micro.map(UnitPrice::from_micro).zip(currency),
        until: row.opt_text("until")?,
        ends_at_ms: row.opt_int("ends_at_ms")?,
        subscribed_at_ms: row.int("subscribed_at_ms")?,
    })
}
