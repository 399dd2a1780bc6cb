//! `drafts_services`, `drafts_set_services`: what is done to the goods of a line before they leave.

use super::QuantitySet;
use super::set_quantity::change_line;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft, sight};
use crate::pricing::Pricer;
use crate::reason::{Reason, Thing};
use cabinet_desk::{Draft, DraftLine, Grant};
use cabinet_domain::ids::ItemId;
use cabinet_domain::marks::LineMarks;
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::{LineService, ServiceAsks, ServicePer, ServiceTerms, are_proper};
use cabinet_pricing::service::{Offer, PricedService, ServiceTrouble};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What a service costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ServiceTermsView {
    /// What the price is for: `line`, `piece`, `cut` or `unit`.
    pub per: String,
    /// In millionths.
    #[specta(type = specta_typescript::Number)]
    pub price_micro: i64,
    /// At least so much of a line, in minor units; 0 for no minimum.
    #[specta(type = specta_typescript::Number)]
    pub minimum_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// How long a bar of the goods is, in millimetres; `None` for goods in one piece.
    #[specta(type = Option<specta_typescript::Number>)]
    pub bar_mm: Option<i64>,
    /// The rate of its VAT: `none` or a percent; empty for that of the goods.
    pub vat: String,
}

/// A service that is offered for the goods of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ServiceOfferView {
    /// As the supplier calls it.
    pub name: String,
    /// What must be said of it: `nothing`, `pieces` or `lengths` (pieces with the length of each).
    pub asks: String,
    /// What it costs.
    pub terms: ServiceTermsView,
}

/// A service on a line of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LineServiceView {
    /// As the supplier calls it.
    pub name: String,
    /// How many pieces; `None` when that is not asked.
    #[specta(type = Option<specta_typescript::Number>)]
    pub pieces: Option<i64>,
    /// How long each is, in millimetres; `None` when that is not asked.
    #[specta(type = Option<specta_typescript::Number>)]
    pub length_mm: Option<i64>,
    /// What it costs now; `None` when it is offered no more.
    pub terms: Option<ServiceTermsView>,
    /// So many times it is paid, in thousandths; `None` while something is wrong.
    #[specta(type = Option<specta_typescript::Number>)]
    pub count_milli: Option<i64>,
    /// The price of one of them, in millionths.
    #[specta(type = Option<specta_typescript::Number>)]
    pub price_micro: Option<i64>,
    /// What it comes to, VAT included.
    #[specta(type = Option<specta_typescript::Number>)]
    pub sum_minor: Option<i64>,
    /// VAT in it.
    #[specta(type = Option<specta_typescript::Number>)]
    pub vat_minor: Option<i64>,
    /// The minimum is paid.
    pub is_minimum: bool,
    /// What is left of the goods after all pieces of the service, in millimetres; `None` where nobody can say.
    #[specta(type = Option<specta_typescript::Number>)]
    pub left_mm: Option<i64>,
    /// What is wrong: `service_gone`, `service_unset`, `service_too_long`, `service_short`, `sum_too_large`; `None` when nothing is.
    pub trouble: Option<String>,
    /// Pieces that the line is enough for, where it is short.
    #[specta(type = Option<specta_typescript::Number>)]
    pub made: Option<i64>,
    /// The least quantity of the line that is enough, in thousandths, where it is short and there is one.
    #[specta(type = Option<specta_typescript::Number>)]
    pub up_milli: Option<i64>,
    /// The longest possible piece in millimetres, where one is too long.
    #[specta(type = Option<specta_typescript::Number>)]
    pub most_mm: Option<i64>,
}

/// A service that is wanted on a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WantedService {
    /// As the supplier calls it.
    pub name: String,
    /// How many pieces; `None` when that is not asked.
    #[specta(type = Option<specta_typescript::Number>)]
    pub pieces: Option<i64>,
    /// How long each is, in millimetres; `None` when that is not asked.
    #[specta(type = Option<specta_typescript::Number>)]
    pub length_mm: Option<i64>,
}

/// All services of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ServicesRequest {
    /// Which draft.
    pub draft: String,
    /// Item id.
    pub item: String,
    /// What is done to its goods from now on; empty for nothing.
    pub services: Vec<WantedService>,
}

/// The services that are offered for the goods of a line, by name.
///
/// # Errors
/// `not_found`, `not_loaded`.
pub async fn services(cabinet: &Cabinet, draft: String, item: String) -> Result<Vec<ServiceOfferView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, _) = open.draft(&draft)?;
            let terms = open.loaded_goods()?.terms_of(&sight(&grant), &ItemId::new(item))?;
            let pricer = Pricer::of(open, &grant)?;
            Ok(pricer.offers(&terms).iter().map(offer_view).collect())
        })
        .await
}

/// Says what is done to the goods of a line. What the user sees of a price now is what he accepts. A service that is offered no
/// more stays where it is, and is not put on anew. Goods that are not enough for it are told in the line, not refused.
///
/// # Errors
/// `not_found` (no such line, no such service for these goods), `not_allowed`, `invalid` (numbers missing or out of range, line in
/// flight), `disk_full`.
pub async fn set_services(cabinet: &Cabinet, request: ServicesRequest) -> Result<QuantitySet, CommandError> {
    let open = cabinet.ready()?;
    let set = open
        .blocking(move |open| {
            let item = ItemId::new(request.item.as_str());
            change_line(open, &request.draft, &item, |grant, draft| {
                put(open, grant, draft, &item, &request.services)
            })
        })
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(set)
}

fn put(open: &Open, grant: &Grant, draft: &Draft, item: &ItemId, wanted: &[WantedService]) -> Result<(), CommandError> {
    demand_draft(grant)?;
    let line = draft.lines.iter().find(|line| line.item == *item);
    let line = line.ok_or_else(|| CommandError::not_found(Thing::Line))?;
    let terms = open.goods()?.terms_of(&sight(grant), item)?;
    let pricer = Pricer::of(open, grant)?;
    let offered = pricer.offers(&terms);
    let services = wanted
        .iter()
        .map(|wanted| taken(wanted, line, &offered))
        .collect::<Result<Vec<_>, _>>()?;
    if !are_proper(&services) {
        return Err(Reason::ServiceOutOfRange.into());
    }
    let marks = LineMarks {
        services,
        ..line.marks.clone()
    };
    let (id, now_ms) = (&draft.summary.id, open.clock.now_ms());
    open.desk
        .mark_line(&grant.entity, id, item, line.quantity_milli, &marks, now_ms)?;
    Ok(())
}

/// A wanted service with what is seen of it.
fn taken(wanted: &WantedService, line: &DraftLine, offered: &[Offer<'_>]) -> Result<LineService, CommandError> {
    let service = LineService {
        name: wanted.name.clone(),
        pieces: wanted.pieces,
        length_mm: wanted.length_mm,
        terms: None,
    };
    let Some(offer) = offered.iter().find(|offer| offer.name == service.name) else {
        let standing = line.marks.services.iter().find(|one| one.is_like(&service));
        let standing = standing.filter(|one| one.pieces == service.pieces).cloned();
        return standing.ok_or_else(|| CommandError::not_found(Thing::Service));
    };
    let (pieces, length_mm) = match offer.asks {
        ServiceAsks::Nothing => (None, None),
        ServiceAsks::Pieces => (service.pieces, None),
        ServiceAsks::Lengths => (service.pieces, service.length_mm),
    };
    let is_set = match offer.asks {
        ServiceAsks::Nothing => true,
        ServiceAsks::Pieces => pieces.is_some(),
        ServiceAsks::Lengths => pieces.is_some() && length_mm.is_some(),
    };
    if !is_set {
        return Err(Reason::ServiceUnset { name: service.name }.into());
    }
    Ok(LineService {
        pieces,
        length_mm,
        terms: Some(offer.terms.clone()),
        ..service
    })
}

fn offer_view(offer: &Offer<'_>) -> ServiceOfferView {
    ServiceOfferView {
        name: offer.name.clone(),
        asks: offer.asks.code().to_owned(),
        terms: ServiceTermsView::of(&offer.terms),
    }
}

impl ServiceTermsView {
    /// The terms themselves; `None` for a measure that this build does not know.
    pub(crate) fn to_domain(&self) -> Option<ServiceTerms> {
        Some(ServiceTerms {
            per: ServicePer::from_code(&self.per)?,
            price_micro: self.price_micro,
            minimum_minor: self.minimum_minor,
            currency: self.currency.clone(),
            bar_mm: self.bar_mm,
            vat: self.vat.clone(),
        })
    }

    pub(crate) fn of(terms: &ServiceTerms) -> Self {
        Self {
            per: terms.per.code().to_owned(),
            price_micro: terms.price_micro,
            minimum_minor: terms.minimum_minor,
            currency: terms.currency.clone(),
            bar_mm: terms.bar_mm,
            vat: terms.vat.clone(),
        }
    }
}

/// Services of a line as they are shown.
pub(crate) fn service_views(services: &[LineService], priced: &[PricedService<'_>]) -> Vec<LineServiceView> {
    let both = services.iter().zip(priced);
    both.map(|(service, priced)| {
        let (made, up, most_mm) = match priced.trouble {
            Some(ServiceTrouble::Short { made, up }) => (Some(made), up, None),
            Some(ServiceTrouble::TooLong { most_mm }) => (None, None, Some(most_mm)),
            Some(ServiceTrouble::Gone | ServiceTrouble::Unset | ServiceTrouble::SumTooLarge) | None => {
                (None, None, None)
            }
        };
        let charge = priced.charge;
        LineServiceView {
            name: service.name.clone(),
            pieces: service.pieces,
            length_mm: service.length_mm,
            terms: priced.offer.as_ref().map(|offer| ServiceTermsView::of(&offer.terms)),
            count_milli: charge.map(|charge| charge.count.milli()),
            price_micro: charge.map(|charge| charge.price.micro()),
            sum_minor: charge.map(|charge| charge.sums.sum.minor()),
            vat_minor: charge.map(|charge| charge.sums.vat.minor()),
            is_minimum: charge.is_some_and(|charge| charge.is_minimum),
            left_mm: priced.left_mm,
            trouble: priced.trouble.map(|trouble| trouble.code().to_owned()),
            made,
            up_milli: up.map(Quantity::milli),
            most_mm,
        }
    })
    .collect()
}
