//! A shop with one order of `a` and `b`, seen from 1C.

use crate::support::{Device, Shop, line, noon};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, OrderId};
use commerceml::model::{Document, DocumentLine};
use supplier_gateway::catalogue::CurrencyTable;
use supplier_gateway::orders::{Returned, apply_returned, pending_for_1c};

pub struct Ordered {
    pub shop: Shop,
    pub e: EntityId,
    pub buyer: Device,
    pub number: String,
}

pub async fn ordered_by(clock: fn() -> i64, inn: &str) -> Ordered {
    ordered_with("", clock, inn).await
}

/// The same at a supplier with these settings.
pub async fn ordered_with(settings: &str, clock: fn() -> i64, inn: &str) -> Ordered {
    let shop = Shop::open(
        settings,
        clock,
        &[
            article("a", "100", [10, 0]),
            article("b", "50", [10, 0]),
            article("c", "7", [10, 0]),
        ],
    );
    let e = shop.entity_with_inn("Ромашка", inn, None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let number = shop
        .placed(&buyer, &e, "k1", &[line("a", 4, Some(100)), line("b", 2, Some(50))])
        .await;
    Ordered { shop, e, buyer, number }
}

pub async fn ordered() -> Ordered {
    ordered_by(noon, "7707083893").await
}

impl Ordered {
    pub fn pending(&self, node: &str) -> Vec<(OrderId, Document)> {
        self.shop
            .write(|tx| pending_for_1c(tx, &self.shop.state.settings, node).unwrap())
    }

    pub fn apply(&self, document: &Document) -> Returned {
        let now_ms = self.shop.state.now_ms();
        self.shop.write(|tx| {
            let settings = &self.shop.state.settings;
            let currencies = CurrencyTable::new(&settings.currencies);
            apply_returned(tx, settings, &currencies, document, now_ms).unwrap()
        })
    }

    /// The document that 1C got, as it returns it: with its own id and with facts.
    pub fn returned(&self, facts: &[(&str, &str)]) -> Document {
        let (_, sent) = self.sent();
        let requisites = facts
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Document {
            id: "1c-own-uuid".to_owned(),
            requisites,
            ..sent
        }
    }

    pub fn sent(&self) -> (OrderId, Document) {
        self.pending("main").remove(0)
    }
}

pub const POSTED: [(&str, &str); 4] = [
    ("Номер по 1С", "УТ-000017"),
    ("Дата по 1С", "2026-02-02T10:00:00"),
    ("ПометкаУдаления", "false"),
    ("Проведен", "true"),
];

pub fn with(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    POSTED.iter().chain(more).copied().collect()
}

/// The document as 1C knows it, after our side no longer offers it.
pub fn sent_again(ordered: &Ordered) -> Document {
    let line = |id: &str, quantity: &str, price: &str, sum: &str| DocumentLine {
        id: id.to_owned(),
        quantity: quantity.to_owned(),
        price: price.to_owned(),
        sum: sum.to_owned(),
        ..DocumentLine::default()
    };
    Document {
        id: "1c-own-uuid".to_owned(),
        number: ordered.number.clone(),
        operation: "Заказ товара".to_owned(),
        lines: vec![line("a", "4", "100", "400"), line("b", "2", "50", "100")],
        ..Document::default()
    }
}
