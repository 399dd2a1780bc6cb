//! A supplier of two kinds of bolts with one dealer, and that dealer behind a proxy that spoils answers.

use super::dealer::Dealer;
use testkit::export::{Goods, goods};
use testkit::proxy::Proxy;
use testkit::supplier::Supplier;

/// Bolts, the first at this price.
pub fn bolt(price: &str) -> Vec<Goods> {
    goods(&[("Б-1", "Болт М8х40", price, 1000), ("Б-2", "Болт М10х60", "20", 500)])
}

/// The supplier with the id of its dealer; `None` when the gateway is not built.
pub fn supplier() -> Option<(Supplier, String)> {
    let supplier = Supplier::with(&bolt("12.30"))?;
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    Some((supplier, entity))
}

/// A dealer of the supplier who is in step with him, and the id of the dealer's legal entity.
pub fn in_step(supplier: &Supplier) -> (String, Dealer) {
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &supplier.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    (entity, dealer)
}

/// A dealer in step with the supplier, all of whose traffic goes through a proxy.
pub fn behind_a_proxy() -> Option<(Supplier, Proxy, Dealer)> {
    let (supplier, entity) = supplier()?;
    let proxy = Proxy::before(supplier.address());
    let dealer = Dealer::new();
    dealer.ok(&["enroll", &proxy.url(), &supplier.invite(&entity, "buyer")]);
    dealer.ok(&["sync"]);
    Some((supplier, proxy, dealer))
}

/// The supplier sells these articles no more, and the dealer knows.
pub fn delete(supplier: &Supplier, dealer: &Dealer, articles: &[&str]) {
    let gone: String = articles
        .iter()
        .map(|article| {
            let found = dealer.ok(&["search", article]);
            let id = found["items"][0]["id"].as_str().unwrap();
            format!("<Товар Статус=\"Удален\"><Ид>{id}</Ид></Товар>")
        })
        .collect();
    let file = supplier.path().join("gone.xml");
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация ВерсияСхемы=\"2.07\">\
         <Каталог СодержитТолькоИзменения=\"true\"><Ид>k</Ид><Товары>{gone}</Товары></Каталог></КоммерческаяИнформация>"
    );
    std::fs::write(&file, xml).unwrap();
    supplier.console(&["import", file.to_str().unwrap()]);
    dealer.ok(&["sync"]);
}
