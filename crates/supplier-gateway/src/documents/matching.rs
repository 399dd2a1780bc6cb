//! Whose a document is, and of which order: by tax number, number and date. Pure.
//!
//! Nothing is guessed: a document whose buyer is not known for certain is shown to nobody, and one whose order is not known stands
//! with its legal entity alone.

use crate::access::entities::{Entity, TaxCodes};
use crate::documents::facts::Facts;
use crate::orders::document::OrderHead;
use crate::orders::local_time::LocalTime;
use cabinet_domain::ids::{EntityId, OrderId};

/// Why a document is shown to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It bears no tax number of a buyer.
    NoBuyer,
    /// No legal entity here has the buyer's tax number.
    UnknownBuyer,
    /// Several legal entities have it, and КПП does not tell them apart.
    SeveralBuyers,
    /// The seller's tax number is not the supplier's.
    ForeignSeller,
    /// It is of an order of another legal entity than its buyer.
    OrderOfAnother,
}

impl Trouble {
    /// Every trouble, for tables.
    pub const ALL: [Self; 5] = [
        Self::NoBuyer,
        Self::UnknownBuyer,
        Self::SeveralBuyers,
        Self::ForeignSeller,
        Self::OrderOfAnother,
    ];

    /// The word in SQL and JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoBuyer => "no_buyer",
            Self::UnknownBuyer => "unknown_buyer",
            Self::SeveralBuyers => "several_buyers",
            Self::ForeignSeller => "foreign_seller",
            Self::OrderOfAnother => "order_of_another",
        }
    }

    /// Reads [`Trouble::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trouble| trouble.code() == code)
    }

    /// What it is and what to do.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoBuyer => {
                "it bears no ИНН or ЄДРПОУ of a buyer; attach it with `document attach`, or put the number into the name of the file"
            }
            Self::UnknownBuyer => {
                "no legal entity here has the ИНН of its buyer; add it with `entity add`, or attach the document with `document attach`"
            }
            Self::SeveralBuyers => {
                "several legal entities have the ИНН of its buyer, and the КПП does not tell them apart; attach it with `document attach`"
            }
            Self::ForeignSeller => {
                "its seller is not the supplier of [supplier] in gateway.toml; if it is yours all the same, attach it with `document attach`"
            }
            Self::OrderOfAnother => {
                "1C put it under an order of another legal entity than its buyer; correct it in 1C, or attach it with `document attach`"
            }
        }
    }
}

/// Where a document belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) entity: EntityId,
    pub(super) order: Option<OrderId>,
}

/// Who may be meant.
pub(super) struct Known<'a> {
    /// All legal entities.
    pub(super) entities: &'a [Entity],
    /// The supplier's own codes; empty ones are not compared.
    pub(super) supplier: &'a TaxCodes,
    /// Orders that may be meant: those whose number or number in 1C stands in the document.
    pub(super) orders: &'a [OrderHead],
    /// The supplier's time zone.
    pub(super) utc_offset_minutes: i32,
}

/// Says where a document belongs.
pub(super) fn place(facts: &Facts, known: &Known<'_>) -> Result<Place, Trouble> {
    let own = [&known.supplier.inn, &known.supplier.edrpou];
    let is_told = own.iter().any(|code| !code.is_empty());
    if is_told && !facts.seller.is_empty() && !own.contains(&&facts.seller) {
        return Err(Trouble::ForeignSeller);
    }
    let container = facts
        .order
        .as_ref()
        .and_then(|order| known.orders.iter().find(|head| head.id == *order));
    let entity = match buyer(&facts.buyer, known.entities) {
        Ok(entity) => entity,
        // 1C says whose the order is, and with it the document.
        Err(Trouble::NoBuyer) => match container {
            Some(head) => head.entity.clone(),
            None => return Err(Trouble::NoBuyer),
        },
        Err(trouble) => return Err(trouble),
    };
    let order = match container {
        Some(head) if head.entity != entity => return Err(Trouble::OrderOfAnother),
        Some(head) => Some(head.id.clone()),
        None => named(facts, &entity, known),
    };
    Ok(Place { entity, order })
}

fn buyer(codes: &TaxCodes, entities: &[Entity]) -> Result<EntityId, Trouble> {
    if codes.inn.is_empty() && codes.edrpou.is_empty() {
        return Err(Trouble::NoBuyer);
    }
    let is_same = |mine: &str, its: &str| !its.is_empty() && mine == its;
    let fitting: Vec<&Entity> = entities
        .iter()
        .filter(|entity| is_same(&entity.codes.inn, &codes.inn) || is_same(&entity.codes.edrpou, &codes.edrpou))
        .collect();
    match fitting.as_slice() {
        [] => Err(Trouble::UnknownBuyer),
        [only] => Ok(only.id.clone()),
        several => {
            // Branches of one firm share its ИНН.
            let mut of_branch = several.iter().filter(|entity| is_same(&entity.codes.kpp, &codes.kpp));
            match (of_branch.next(), of_branch.next()) {
                (Some(only), None) => Ok(only.id.clone()),
                _ => Err(Trouble::SeveralBuyers),
            }
        }
    }
}

/// The order of the entity that the document names by number, and by date where it says one.
fn named(facts: &Facts, entity: &EntityId, known: &Known<'_>) -> Option<OrderId> {
    let own: Vec<&OrderHead> = known.orders.iter().filter(|head| head.entity == *entity).collect();
    facts.hints.iter().filter(|hint| !hint.is_shipment).find_map(|hint| {
        let number = hint.number.trim();
        let fits = |head: &&&OrderHead| {
            let placed = LocalTime::at(head.placed_at_ms, known.utc_offset_minutes).iso_date();
            let has_date = |date: &str| hint.date.is_empty() || date.is_empty() || hint.date == date;
            let is_ours = head.number.to_string() == number.trim_start_matches('0') && has_date(&placed);
            let is_of_1c = !head.onec.number.is_empty() && head.onec.number == number && has_date(&head.onec.date);
            is_ours || is_of_1c
        };
        let mut fitting = own.iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some(only.id.clone()),
            _ => None,
        }
    })
}
