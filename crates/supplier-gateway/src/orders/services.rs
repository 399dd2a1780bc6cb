//! Services on lines of an order: what they cost now against what the user accepted, and the lines that they become.

use super::document::{ServiceLine, StoredLine};
use super::terms::ComparedLine;
use crate::catalogue::{self, ItemTerms};
use crate::orders::OrdersError;
use crate::storage::Tx;
use cabinet_domain::ids::ItemId;
use cabinet_domain::line::VatRate;
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::{self, LineService, ServicePer, ServiceTerms};
use cabinet_pricing::draft::PricedLine;
use cabinet_pricing::packing::Unfit;
use cabinet_pricing::rule::Effect;
use cabinet_pricing::service::{Charge, ServiceTrouble};
use cabinet_protocol::orders::{QuotedService, WantedLine};
use std::collections::BTreeMap;

/// ОКЕИ of a piece, in which services are counted.
const PIECE: (&str, &str) = ("шт", "796");

/// A service that a user asked for and what is true of it now.
#[derive(Debug, Clone)]
pub(super) struct ComparedService {
    asked: LineService,
    /// `None` when it is offered no more.
    now: Option<ServiceTerms>,
    /// The goods of 1C that stand for it.
    item: Option<ItemId>,
    pub(super) charge: Option<Charge>,
    rate: Option<VatRate>,
    trouble: Option<ServiceTrouble>,
}

/// Why a line cannot be ordered as it stands, whatever the stock.
#[derive(Debug, Clone, Copy)]
pub(super) enum Misfit {
    Quantity(Unfit),
    Service(ServiceTrouble),
}

impl Misfit {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Quantity(unfit) => unfit.why.code(),
            Self::Service(trouble) => trouble.code(),
        }
    }

    /// The nearest quantity above that can be ordered.
    pub(super) const fn up(self) -> Option<Quantity> {
        match self {
            Self::Quantity(unfit) => unfit.up,
            Self::Service(ServiceTrouble::Short { up, .. }) => up,
            Self::Service(_) => None,
        }
    }
}

impl ComparedService {
    /// Whether the user accepted these terms or worse ones. Without accepted terms every price is a change.
    fn is_accepted(&self) -> bool {
        match (&self.now, &self.asked.terms) {
            (Some(now), Some(accepted)) => now.are_within(accepted),
            _ => false,
        }
    }
}

/// Whether services speak of lines of the request and are within their limits.
pub(super) fn are_proper(services: &BTreeMap<ItemId, Vec<LineService>>, lines: &[WantedLine]) -> bool {
    services
        .iter()
        .all(|(item, of_line)| service::are_proper(of_line) && lines.iter().any(|line| line.item == *item))
}

/// The services of a line at the terms of now.
pub(super) fn compare(asked: Option<&Vec<LineService>>, priced: &PricedLine<'_>) -> Vec<ComparedService> {
    let asked = asked.map_or(&[][..], Vec::as_slice).iter();
    asked
        .zip(&priced.services)
        .map(|(asked, priced)| ComparedService {
            asked: asked.clone(),
            now: priced.offer.as_ref().map(|offer| offer.terms.clone()),
            item: priced.offer.as_ref().and_then(|offer| match &offer.rule?.effect {
                Effect::Service(service) => service.item.clone(),
                _ => None,
            }),
            charge: priced.charge,
            rate: priced.rate,
            trouble: priced.trouble,
        })
        .collect()
}

/// What services make of the check of their line. Other terms, or a service that is gone, are a difference that the user may
/// accept, as a higher price is; what cannot be done at all is wrong with the line, as a quantity can be.
pub(super) fn judge(line: &mut ComparedLine) {
    if line.check.is_gone || line.check.is_unpriced {
        return;
    }
    let wrong = line
        .services
        .iter()
        .filter_map(|service| service.trouble)
        .find(|trouble| *trouble != ServiceTrouble::Gone);
    if let Some(trouble) = wrong
        && line.misfit.is_none()
    {
        line.misfit = Some(Misfit::Service(trouble));
        line.check.is_short = true;
        line.check.available = Quantity::ZERO;
    }
    if line.services.iter().any(|service| !service.is_accepted()) {
        line.check.is_dearer = true;
        line.check.is_cheaper = false;
    }
}

/// Those services of a line of which something has to be decided.
pub(super) fn quoted(line: &ComparedLine) -> Vec<QuotedService> {
    let told = line
        .services
        .iter()
        .filter(|service| !service.is_accepted() || service.trouble.is_some());
    told.map(|service| QuotedService {
        asked: service.asked.clone(),
        now: service.now.clone(),
        now_minor: service.charge.map(|charge| charge.sums.sum.minor()),
        trouble: service.trouble.map(|trouble| trouble.code().to_owned()),
    })
    .collect()
}

/// A service as a line of the order of its goods; `None` while it is not offered.
pub(super) fn order_line(
    tx: &mut dyn Tx,
    lines_before: usize,
    goods: &ItemTerms,
    service: &ComparedService,
) -> Result<Option<StoredLine>, OrdersError> {
    let (Some(charge), Some(now)) = (service.charge, &service.now) else {
        return Ok(None);
    };
    let of_1c = match &service.item {
        Some(item) => catalogue::terms(tx, None, std::slice::from_ref(item))?
            .into_iter()
            .flatten()
            .next(),
        None => None,
    };
    let is_by_unit = now.per == ServicePer::Unit && !charge.is_minimum;
    let (unit, unit_code) = if is_by_unit {
        (goods.unit.as_str(), goods.unit_code.as_str())
    } else {
        PIECE
    };
    let item = service.item.clone().unwrap_or_else(|| own_item(&service.asked.name));
    Ok(Some(StoredLine {
        ordinal: i64::try_from(lines_before).unwrap_or(i64::MAX).saturating_add(1),
        item,
        on_order_milli: 0,
        article: of_1c.map(|item| item.article).unwrap_or_default(),
        name: service.asked.name.clone(),
        unit: unit.to_owned(),
        unit_code: unit_code.to_owned(),
        product_type: "Услуга".to_owned(),
        vat: service.rate.map(VatRate::code).unwrap_or_default(),
        quantity_milli: charge.count.milli(),
        price_micro: charge.price.micro(),
        sum_minor: charge.sums.sum.minor(),
        vat_minor: charge.sums.vat.minor(),
        placed_quantity_milli: charge.count.milli(),
        placed_price_micro: charge.price.micro(),
        service: Some(ServiceLine {
            of_item: goods.item.clone(),
            pieces: service.asked.pieces,
            length_mm: service.asked.length_mm,
        }),
    }))
}

/// The id of a service that 1C has no goods for, always the same for a name: 1C makes goods of it once.
fn own_item(name: &str) -> ItemId {
    let mut hasher = blake3::Hasher::new_derive_key("dealer-cabinet gateway 2026 service");
    hasher.update(name.as_bytes());
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    ItemId::new(uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string())
}

/// What is to be done, for people at the supplier's: «к Б-1: 3 × 2000 мм».
pub(super) fn words(line: &StoredLine, lines: &[StoredLine]) -> String {
    let Some(service) = &line.service else {
        return String::new();
    };
    let goods = lines
        .iter()
        .find(|other| other.service.is_none() && other.item == service.of_item);
    let called = goods.map_or("", |goods| match goods.article.as_str() {
        "" => goods.name.as_str(),
        article => article,
    });
    let pieces = match (service.pieces, service.length_mm) {
        (Some(pieces), Some(length)) => format!("{pieces} × {length} мм"),
        (Some(pieces), None) => format!("{pieces} шт"),
        (None, Some(length)) => format!("{length} мм"),
        (None, None) => String::new(),
    };
    match (called.is_empty(), pieces.is_empty()) {
        (true, _) => pieces,
        (false, true) => format!("к {called}"),
        (false, false) => format!("к {called}: {pieces}"),
    }
}
