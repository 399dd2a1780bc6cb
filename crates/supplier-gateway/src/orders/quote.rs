//! The answer of a check, and its content hash.

use crate::orders::gifts::ComparedGift;
use crate::orders::services::{self, Misfit};
use crate::orders::terms::{self, Buyer, Compared, ComparedLine, LinesProblem, PriceList, Wish};
use cabinet_domain::ids::{EntityId, WarehouseId};
use cabinet_domain::money::UnitPrice;
use cabinet_domain::quantity::Quantity;
use cabinet_protocol::orders::{Quote, QuotedGift, QuotedLine, QuotedPlace};

/// Writes compared lines down as a quote.
pub(super) fn quote(
    entity: &EntityId,
    buyer: &Buyer,
    compared: &Compared,
    made_at_ms: i64,
) -> Result<Quote, LinesProblem> {
    let gifts: Vec<QuotedGift> = compared.gifts.iter().map(ComparedGift::quoted).collect();
    let compared = compared.lines.as_slice();
    let list = buyer.list.as_ref();
    let lines: Vec<QuotedLine> = compared.iter().map(|line| quoted(line, buyer)).collect();
    let (total_minor, currency) = match terms::currency_of(compared)? {
        Some(currency) => {
            let vat_on_top = list.is_some_and(|list| list.vat_on_top);
            // The sum must not tell what the lines do not.
            let told = |line: &ComparedLine| available(line, buyer).unwrap_or(Quantity::ZERO);
            let total = terms::total(compared, currency, vat_on_top, told)?;
            (total.minor(), currency.code().to_owned())
        }
        // Nothing in the quote has a price.
        None => (0, String::new()),
    };
    let id = content_hash(entity, list, &lines, &gifts, total_minor, &currency);
    Ok(Quote {
        quote: id,
        made_at_ms,
        lines,
        total_minor,
        currency,
        delivery: Vec::new(),
        gifts,
    })
}

/// What can be promised of a line, as far as the entity may see it.
fn available(line: &ComparedLine, buyer: &Buyer) -> Option<Quantity> {
    let is_told = buyer.terms.stock.tells_quantities() || !line.check.is_short;
    is_told.then_some(line.check.available)
}

fn quoted(line: &ComparedLine, buyer: &Buyer) -> QuotedLine {
    QuotedLine {
        item: line.wanted.item.clone(),
        asked_milli: line.wanted.quantity_milli,
        available_milli: available(line, buyer).map(Quantity::milli),
        price_was_micro: line.wanted.price_micro,
        price_now_micro: line.check.price_now.map(UnitPrice::micro),
        is_dearer: line.check.is_dearer,
        is_cheaper: line.check.is_cheaper,
        is_short: line.check.is_short,
        // A device that does not know the second kind must stop at it too.
        is_gone: line.check.is_gone || line.check.is_unpriced,
        is_unpriced: line.check.is_unpriced,
        list_micro: line.list.map(|(price, _)| price.micro()),
        list_currency: line.list.map(|(_, currency)| currency.code().to_owned()),
        misfit: line.misfit.map(|misfit| misfit.code().to_owned()),
        up_milli: line.misfit.and_then(Misfit::up).map(Quantity::milli),
        on_order_milli: (line.on_order.is_positive() && buyer.terms.stock.tells_quantities())
            .then(|| line.on_order.milli()),
        places: places(line),
        anywhere_milli: short_wish(line).map(|wish| wish.anywhere.milli()),
        services: services::quoted(line),
    }
}

/// The wish of a line that is short because of it, or all the same; only of entities that see how much there is.
fn short_wish(line: &ComparedLine) -> Option<&Wish> {
    line.wish.as_ref().filter(|_| line.check.is_short)
}

/// The warehouses of a line that is short as it is wished: those that are named, then the others that have some of it.
fn places(line: &ComparedLine) -> Vec<QuotedPlace> {
    let Some(wish) = short_wish(line) else {
        return Vec::new();
    };
    let shelves = line.free.shelves();
    let free_of = |warehouse: &WarehouseId| {
        let found = shelves.iter().find(|(id, _)| id == warehouse);
        found.map_or(Quantity::ZERO, |(_, free)| (*free).min(line.asked()))
    };
    let wished = wish.promise.at.iter().map(|one| QuotedPlace {
        warehouse: one.warehouse.clone(),
        asked_milli: one.asked.milli(),
        free_milli: free_of(&one.warehouse).milli(),
    });
    let is_other = |id: &WarehouseId| !wish.promise.at.iter().any(|one| one.warehouse == *id);
    let others = shelves
        .iter()
        .filter(|(id, _)| is_other(id))
        .map(|(id, _)| QuotedPlace {
            warehouse: id.clone(),
            asked_milli: 0,
            free_milli: free_of(id).milli(),
        });
    wished.chain(others).collect()
}

/// The same contents give the same name whenever they are quoted; the time is left out, and so is what is not told: a
/// hash of it could be found by trying.
fn content_hash(
    entity: &EntityId,
    list: Option<&PriceList>,
    lines: &[QuotedLine],
    gifts: &[QuotedGift],
    total_minor: i64,
    currency: &str,
) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("dealer-cabinet gateway 2026 quote");
    let mut part = |text: &str| {
        hasher.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(text.as_bytes());
    };
    part(entity.as_str());
    part(list.map_or("", |list| list.id.as_str()));
    part(currency);
    part(&total_minor.to_string());
    for line in lines {
        part(line.item.as_str());
        for number in [
            Some(line.asked_milli),
            line.available_milli,
            line.price_was_micro,
            line.price_now_micro,
        ] {
            part(&number.map(|number| number.to_string()).unwrap_or_default());
        }
        part(&format!(
            "{}{}{}{}{}",
            line.is_dearer, line.is_cheaper, line.is_short, line.is_gone, line.is_unpriced
        ));
    }
    for line in lines
        .iter()
        .filter(|line| line.list_micro.is_some() || line.misfit.is_some())
    {
        part(line.item.as_str());
        part(line.misfit.as_deref().unwrap_or_default());
        part(line.list_currency.as_deref().unwrap_or_default());
        for number in [line.list_micro, line.up_milli] {
            part(&number.map(|number| number.to_string()).unwrap_or_default());
        }
    }
    for line in lines.iter().filter(|line| !line.services.is_empty()) {
        part(line.item.as_str());
        for service in &line.services {
            part(&serde_json::to_string(service).unwrap_or_default());
        }
    }
    for line in lines {
        if let Some(on_order_milli) = line.on_order_milli {
            part(line.item.as_str());
            part(&on_order_milli.to_string());
        }
    }
    for line in lines.iter().filter(|line| !line.places.is_empty()) {
        part(line.item.as_str());
        for place in &line.places {
            part(place.warehouse.as_str());
            part(&format!("{} {}", place.asked_milli, place.free_milli));
        }
    }
    for gift in gifts {
        part(&gift.rule);
        part(gift.item.as_str());
        part(&format!("{} {}", gift.asked_milli, gift.given_milli));
    }
    hasher.finalize().to_hex().to_string()
}
