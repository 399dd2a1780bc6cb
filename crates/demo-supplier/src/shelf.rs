//! The same supplier without files: its lists and its goods as values, for whoever shows them without an exchange.

use crate::classifier::Classification;
use crate::plan::{GenerateError, Plan};
use crate::supply::supply;
use commerceml::model::{Group, Offer, PriceType, Product, Property, Warehouse};

/// A supplier's lists and goods, in the order of its export.
#[derive(Debug)]
pub struct Shelf {
    /// All groups, parents first.
    pub groups: Vec<Group>,
    /// All properties of goods.
    pub properties: Vec<Property>,
    /// All price types, dearest first.
    pub price_types: Vec<PriceType>,
    /// All warehouses.
    pub warehouses: Vec<Warehouse>,
    /// The goods on sale, with what is offered of each.
    pub goods: Vec<(Product, Vec<Offer>)>,
}

impl Shelf {
    /// What [`crate::generate`] would write of the plan, without what is marked deleted.
    ///
    /// # Errors
    /// [`GenerateError::ProductsOutOfRange`].
    pub fn of(plan: &Plan) -> Result<Self, GenerateError> {
        plan.check()?;
        let lists = Classification::new(plan);
        let goods = (0..plan.products)
            .map(|number| supply(plan, &lists, number))
            .map(|supply| (supply.product, supply.offers))
            .collect();
        Ok(Self {
            groups: lists.groups,
            properties: lists.properties,
            price_types: lists.price_types,
            warehouses: lists.warehouses,
            goods,
        })
    }
}
