//! `profile_entities`.

use super::EntityView;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, price_type};
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
        // Before the first sync the name is not known; the id is better than nothing.
        let found = price_types.iter().find(|price_type| price_type.id == *id);
        Some(found.map_or_else(|| id.to_string(), |price_type| price_type.name.clone()))
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
        price_type_name,
        may_order: grant.role.may(Right::PlaceOrders),
        sees_prices: grant.role.may(Right::SeePrices),
    }
}
