//! What must be known of a document and of a line before it can be priced.

use crate::rule::Price;
use crate::vat::Country;
use cabinet_domain::ids::ItemId;
use cabinet_domain::line::VatRate;
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::LineService;
use time::Date;

/// The document and its buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document {
    /// The day that it bears, in the supplier's time zone.
    pub date: Date,
    /// The buyer has a price list; without one (no contract) no line has a price.
    pub has_prices: bool,
    /// The prices of the list do not include VAT.
    pub vat_on_top: bool,
    /// Whose rates of VAT count.
    pub country: Country,
}

/// An item that is priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Which.
    pub item: &'a ItemId,
    /// Its group and the groups above it (1C ids), the nearest first.
    pub groups: &'a [String],
    /// Price of one base unit in the buyer's price list; `None` when it has none.
    pub list: Option<Price>,
    /// Rate of VAT as the catalogue states it; `None` when not known.
    pub vat: Option<VatRate>,
    /// It can be ordered: known, not withdrawn, in the buyer's assortment.
    pub is_on_sale: bool,
    /// Parts of a unit cannot be ordered.
    pub is_whole: bool,
    /// Weight of a base unit; `None` when unknown.
    pub weight_g: Option<u64>,
    /// Volume of a base unit in cubic centimetres; `None` when unknown.
    pub volume_cm3: Option<u64>,
    /// Length of a base unit in millimetres; `None` when it is no measure of length.
    pub unit_mm: Option<i64>,
}

/// A line of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Of what; each item at most once in a draft.
    pub facts: Facts<'a>,
    /// How much; any number, sensible or not.
    pub quantity: Quantity,
    /// What is done to its goods.
    pub services: &'a [LineService],
}
