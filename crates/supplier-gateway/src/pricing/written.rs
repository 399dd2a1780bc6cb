//! A rule as the cells of a table that an import reads back to the same rule.

use super::stored::StoredRule;
use cabinet_domain::delivery::write_date;
use cabinet_domain::quantity::Quantity;
use cabinet_pricing::rule::{Change, Closeness, Condition, Counted, Effect, Goods, Service};
use cabinet_protocol::pricing::kind;

/// The filled cells of a rule, by our names of columns, in no other order than that of reading.
#[must_use]
pub fn cells(stored: &StoredRule) -> Vec<(&'static str, String)> {
    let rule = &stored.rule;
    let mut cells = vec![("id", rule.id.clone()), ("kind", kind(&rule.effect).to_owned())];
    let mut put = |column, text: String| {
        if !text.is_empty() {
            cells.push((column, text));
        }
    };
    put("name", rule.name.clone());
    match stored.buyer.closeness {
        Closeness::Everybody => {}
        Closeness::Group => put("price list", stored.buyer.id.clone()),
        Closeness::Contract => put("contract", stored.buyer.id.clone()),
        Closeness::Entity => put("entity", stored.buyer.id.clone()),
    }
    match &rule.goods {
        Goods::All => {}
        Goods::Group(id) => put("group", id.clone()),
        Goods::Product(id) => put("item", id.clone()),
        Goods::Item(id) => put("item", id.to_string()),
    }
    put("from", rule.from.map(write_date).unwrap_or_default());
    put("until", rule.until.map(write_date).unwrap_or_default());
    match &rule.effect {
        Effect::PriceType(change) => put_change(&mut cells, *change),
        Effect::Exception { change, is_final } => {
            put_change(&mut cells, *change);
            if *is_final {
                cells.push(("final", "yes".to_owned()));
            }
        }
        Effect::Tier { from, counted, change } => {
            cells.push(("quantity", quantity(*from)));
            if *counted == Counted::Variants {
                cells.push(("variants", "yes".to_owned()));
            }
            put_change(&mut cells, *change);
        }
        Effect::Promotion { when, change } => {
            put_condition(&mut cells, when);
            put_change(&mut cells, *change);
        }
        Effect::Gift {
            when,
            item,
            quantity: given,
            is_repeated,
        } => {
            put_condition(&mut cells, when);
            cells.push(("gift", item.to_string()));
            cells.push(("gift quantity", quantity(*given)));
            if *is_repeated {
                cells.push(("repeat", "yes".to_owned()));
            }
        }
        Effect::Packing { minimum, step, pack } => {
            for (column, bound) in [("minimum", minimum), ("multiple", step)] {
                if bound.is_positive() {
                    cells.push((column, quantity(*bound)));
                }
            }
            if !pack.is_empty() {
                cells.push(("pack", pack.clone()));
            }
        }
        Effect::Rate {
            from,
            to,
            rate_micro,
            on,
        } => {
            cells.push(("currency", from.code().to_owned()));
            cells.push(("paid in", to.code().to_owned()));
            cells.push(("rate", micro(*rate_micro)));
            cells.push(("rate date", write_date(*on)));
        }
        Effect::Service(service) => put_service(&mut cells, service),
    }
    cells
}

fn put_change(cells: &mut Vec<(&'static str, String)>, change: Change) {
    let (column, text, currency) = match change {
        Change::Percent(milli) if milli < 0 => ("discount %", thousandths(milli.saturating_neg()), None),
        Change::Percent(milli) => ("markup %", thousandths(milli), None),
        Change::Money(by, currency) if by.micro() < 0 => {
            ("discount", micro(by.micro().saturating_neg()), Some(currency))
        }
        Change::Money(by, currency) => ("markup", micro(by.micro()), Some(currency)),
        Change::Fixed(price, currency) => ("price", micro(price.micro()), Some(currency)),
    };
    cells.push((column, text));
    if let Some(currency) = currency {
        cells.retain(|(column, _)| *column != "currency");
        cells.push(("currency", currency.code().to_owned()));
    }
}

fn put_service(cells: &mut Vec<(&'static str, String)>, service: &Service) {
    put_change(cells, Change::Fixed(service.price, service.currency));
    cells.push(("per", service.per.code().to_owned()));
    cells.push(("parameters", service.asks.code().to_owned()));
    if service.minimum_minor > 0 {
        cells.push(("least charge", crate::orders::sum_text(service.minimum_minor)));
    }
    if let Some(bar) = service.bar_mm {
        cells.push(("bar", bar.to_string()));
    }
    if let Some(vat) = service.vat {
        cells.push(("vat", vat.code()));
    }
    if let Some(item) = &service.item {
        cells.push(("service article", item.to_string()));
    }
}

fn put_condition(cells: &mut Vec<(&'static str, String)>, when: &Condition) {
    if let Some(least) = when.quantity {
        cells.push(("quantity", quantity(least)));
    }
    if let Some((minor, currency)) = when.sum {
        cells.push(("sum", crate::orders::sum_text(minor)));
        cells.push(("currency", currency.code().to_owned()));
    }
}

/// Four decimals where there are three: a mark before three digits may be read as one between thousands.
fn quantity(quantity: Quantity) -> String {
    let text = quantity.to_decimal();
    match text.split_once('.') {
        Some((_, part)) if part.len() == 3 => format!("{text}0"),
        _ => text,
    }
}

fn thousandths(milli: i64) -> String {
    Quantity::from_milli(milli).to_decimal()
}

fn micro(micro: i64) -> String {
    let text = format!("{}.{:06}", micro / 1_000_000, micro % 1_000_000);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    short.to_owned()
}
