//! `profile_entities`.

use super::{ContractView, EntityView, PriceSight};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, demand_order, price_type};
use cabinet_desk::Grant;
use cabinet_domain::access::Right;

/// The person's legal entities.
///
/// # Errors
/// `not_ready`.
pub async fn entities(cabinet: &Cabinet) -> Result<Vec<EntityView>, CommandError> {
    cabinet.ready()?.blocking(views).await
}

pub(super) fn views(open: &Open) -> Result<Vec<EntityView>, CommandError> {
    let price_types = open.goods()?.price_types()?;
    let name_of = |grant: &Grant| {
        let id = price_type(grant)?;
        // Before the first sync the name is not known: an id of 1C tells a person nothing.
        let found = price_types.iter().find(|price_type| price_type.id == *id)?;
        Some(found.name.clone())
    };
    Ok(open
        .grants()?
        .iter()
        .map(|grant| view(grant, name_of(grant).unwrap_or_default()))
        .collect())
}

fn view(grant: &Grant, price_type_name: String) -> EntityView {
    let tax_id = if grant.inn.is_empty() {
        if grant.edrpou.is_empty() {
            String::new()
        } else {
            format!("ЄДРПОУ {}", grant.edrpou)
        }
    } else {
        format!("ИНН {}", grant.inn)
    };
    EntityView {
        id: grant.entity.to_string(),
        name: grant.name.clone(),
        tax_id,
        role: grant.role.code().to_owned(),
        price_type: price_type(grant).map(ToString::to_string),
        price_type_name,
        may_draft: grant.role.may(Right::PlaceOrders),
        may_order: demand_order(grant).is_ok(),
        sees_prices: price_type(grant).is_some(),
        prices: match (price_type(grant), grant.role.may(Right::SeePrices)) {
            (Some(_), _) => PriceSight::Shown,
            (None, false) => PriceSight::Role,
            (None, true) => PriceSight::NoContract,
        },
        sees_documents: grant.role.may(Right::SeeDocuments),
        sees_claims: grant.role.may(Right::SeeClaims),
        stock: grant.stock.code().to_owned(),
        contract: grant.contract.as_ref().map(ContractView::of),
        sees_people: grant.role.may(Right::SeePeople),
    }
}
