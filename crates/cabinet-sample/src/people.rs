//! Who takes part in the sample: an invented supplier, an invented dealer. The numbers have right check digits and
//! belong to nobody.

use crate::goods::Goods;
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, PriceTypeId};
use cabinet_domain::stock::StockMode;
use cabinet_protocol::feed::ALL_GOODS;
use cabinet_protocol::rows::{BankRow, PartyRow};
use cabinet_protocol::session::Grant;

pub(crate) const SUPPLIER: &str = "Образец: Метизная торговая компания";
pub(crate) const PERSON: &str = "Гость (образец)";
pub(crate) const PERSON_ID: &str = "sample-person";
pub(crate) const MANAGER: &str = "1С";
/// The entity that buys.
pub(crate) const BUYER_ID: &str = "sample-buyer";
/// The entity that sees goods and stock only.
pub(crate) const STORE_ID: &str = "sample-store";

/// The rights of the guest.
pub(crate) fn grants(goods: &Goods) -> Vec<Grant> {
    let grant = |id: &str, name: &str, inn: &str, role, price_type| Grant {
        entity: EntityId::new(id),
        name: name.to_owned(),
        inn: inn.to_owned(),
        kpp: String::new(),
        edrpou: String::new(),
        role,
        price_type,
        assortment: ALL_GOODS.to_owned(),
        stock: StockMode::Exact,
        contract: None,
    };
    let wholesale = Some(PriceTypeId::new(goods.wholesale.as_str()));
    vec![
        grant(BUYER_ID, "ООО «Пример»", "7800000002", Role::Buyer, wholesale),
        grant(STORE_ID, "ИП Образцов П. С.", "780000000177", Role::Viewer, None),
    ]
}

pub(crate) fn seller() -> PartyRow {
    PartyRow {
        name: "ООО «Метизная торговая компания» (образец)".to_owned(),
        inn: "7700000009".to_owned(),
        kpp: "770001001".to_owned(),
        edrpou: String::new(),
        address: "000000, г. Примерный, ул. Складская, д. 1".to_owned(),
        phone: "+7 (000) 000-00-00".to_owned(),
    }
}

pub(crate) fn buyer() -> PartyRow {
    PartyRow {
        name: "ООО «Пример»".to_owned(),
        inn: "7800000002".to_owned(),
        kpp: "780001001".to_owned(),
        edrpou: String::new(),
        address: "000000, г. Примерный, ул. Торговая, д. 2".to_owned(),
        phone: String::new(),
    }
}

pub(crate) fn bank() -> BankRow {
    BankRow {
        bank: "Банк «Образец», г. Примерный".to_owned(),
        bic: "000000000".to_owned(),
        correspondent_account: "30101810000000000000".to_owned(),
        account: "40702810000000000000".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_domain::tax_id::check_tax_id;

    #[test]
    fn the_invented_numbers_have_right_check_digits() {
        for number in [seller().inn, buyer().inn, "780000000177".to_owned()] {
            assert!(check_tax_id(&number).is_valid, "{number}");
        }
    }
}
