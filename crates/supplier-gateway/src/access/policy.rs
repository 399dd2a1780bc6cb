//! The one table of who may call what, and the one function of who may read which feed.
//!
//! The router is built from [`POLICY`], so a route without a row does not exist; the tests run every role against
//! every row. What a person may not see is in no feed that he gets.

use cabinet_domain::access::{Right, Role};
use cabinet_domain::ids::{EntityId, PersonId, WarehouseId};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::session::Grant;
use std::collections::BTreeSet;

/// The assortment that every dealer sees; others come with assortments per dealer.
pub const ASSORTMENT: &str = "all";

/// A call of the device API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// Is the server up?
    Health,
    /// A code becomes a device.
    Enroll,
    /// A new pair of tokens.
    Token,
    /// What is new?
    Hello,
    /// The newest snapshot of a feed.
    Manifest,
    /// A part of a snapshot.
    Segment,
    /// Changes of a feed after a cursor.
    Changes,
    /// Bytes of a picture or a file of goods.
    File,
    /// Check 1 of an order.
    Checkout,
    /// Commands of the outbox.
    Commands,
    /// A stream of hints that something changed.
    Live,
    /// A file of a claim begins, or goes on.
    BeginUpload,
    /// A piece of a file.
    AddPiece,
    /// A file of a claim.
    ClaimFile,
}

/// What a caller must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing: the call carries its own secret, or gives nothing away.
    Nothing,
    /// A live device. What it gets depends on its person's grants.
    Device,
    /// A live device whose person may read the feed named in the path ([`feeds_of`]).
    Feed,
    /// A live device whose person has the right in the entity named in the body; the handler asks, and refuses the call.
    EntityInBody(Right),
    /// A live device whose person has the right in the entity named in the path.
    EntityInPath(Right),
    /// A live device; each command names an entity in which the person needs the right of its kind
    /// (`CommandBody::right`), and has a verdict of its own.
    EntityInCommand,
}

/// Methods that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Which call.
    pub route: Route,
    /// Its method.
    pub method: Method,
    /// Its path, as axum writes it.
    pub path: &'static str,
    /// What it takes.
    pub need: Need,
}

const fn rule(route: Route, method: Method, path: &'static str, need: Need) -> Rule {
    Rule {
        route,
        method,
        path,
        need,
    }
}

/// Every call of the device API.
pub const POLICY: [Rule; 14] = [
    rule(Route::Health, Method::Get, "/healthz", Need::Nothing),
    rule(Route::Enroll, Method::Post, "/v1/enroll", Need::Nothing),
    rule(Route::Token, Method::Post, "/v1/token", Need::Nothing),
    rule(Route::Hello, Method::Post, "/v1/hello", Need::Device),
    rule(Route::Manifest, Method::Get, "/v1/feeds/{feed}/manifest", Need::Feed),
    rule(
        Route::Segment,
        Method::Get,
        "/v1/feeds/{feed}/segments/{blake3}",
        Need::Feed,
    ),
    rule(Route::Changes, Method::Get, "/v1/feeds/{feed}/changes", Need::Feed),
    rule(Route::File, Method::Get, "/v1/feeds/{feed}/files/{blake3}", Need::Feed),
    rule(
        Route::Checkout,
        Method::Post,
        "/v1/checkout",
        Need::EntityInBody(Right::PlaceOrders),
    ),
    rule(Route::Commands, Method::Post, "/v1/commands", Need::EntityInCommand),
    rule(Route::Live, Method::Get, "/v1/live", Need::Device),
    rule(
        Route::BeginUpload,
        Method::Post,
        "/v1/entities/{entity}/uploads",
        Need::EntityInPath(Right::FileClaims),
    ),
    rule(
        Route::AddPiece,
        Method::Post,
        "/v1/entities/{entity}/uploads/{blake3}",
        Need::EntityInPath(Right::FileClaims),
    ),
    rule(
        Route::ClaimFile,
        Method::Get,
        "/v1/entities/{entity}/claims/{claim}/files/{blake3}",
        Need::EntityInPath(Right::SeeClaims),
    ),
];

/// The feeds that a person with these grants may read. Who acts for nobody has no feed, not even a personal one.
#[must_use]
pub fn feeds_of(person: &PersonId, grants: &[Grant], warehouses: &[WarehouseId]) -> BTreeSet<FeedName> {
    let mut feeds = BTreeSet::new();
    if !grants.is_empty() {
        feeds.insert(FeedName::Personal(person.as_str().to_owned()));
    }
    for grant in grants {
        if grant.role.may(Right::SeeGoods) {
            feeds.insert(FeedName::Reference);
            feeds.insert(FeedName::Catalogue(ASSORTMENT.to_owned()));
            feeds.insert(FeedName::Media(ASSORTMENT.to_owned()));
            feeds.insert(FeedName::Analogues(ASSORTMENT.to_owned()));
            // Arrivals tell quantities: whoever may not see exact stock may not see them.
            feeds.insert(FeedName::Arrivals(ASSORTMENT.to_owned()));
            feeds.extend(
                warehouses
                    .iter()
                    .map(|warehouse| FeedName::Stock(warehouse.as_str().to_owned())),
            );
        }
        if grant.role.may(Right::SeePrices)
            && let Some(price_type) = &grant.price_type
        {
            feeds.insert(FeedName::Prices(price_type.as_str().to_owned()));
        }
        if grant.role.may(Right::PlaceOrders) {
            // Who places no orders chooses no delivery; orders themselves bear its words.
            feeds.insert(FeedName::Delivery);
            feeds.insert(FeedName::Branches);
            feeds.insert(FeedName::Addresses(grant.entity.as_str().to_owned()));
        }
        if grant.role.may(Right::SeeDocuments) {
            feeds.insert(FeedName::Documents(grant.entity.as_str().to_owned()));
        }
        if grant.role.may(Right::SeeClaims) {
            feeds.insert(FeedName::Claims(grant.entity.as_str().to_owned()));
        }
    }
    feeds
}

/// The person's role in an entity, if any.
#[must_use]
pub fn role_in(grants: &[Grant], entity: &EntityId) -> Option<Role> {
    grants
        .iter()
        .find(|grant| grant.entity == *entity)
        .map(|grant| grant.role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_domain::ids::PriceTypeId;

    fn grant(entity: &str, role: Role, price_type: Option<&str>) -> Grant {
        Grant {
            entity: entity.into(),
            name: entity.to_owned(),
            inn: String::new(),
            kpp: String::new(),
            edrpou: String::new(),
            role,
            price_type: price_type.map(PriceTypeId::from),
        }
    }

    fn names(grants: &[Grant]) -> Vec<String> {
        feeds_of(&"me".into(), grants, &["w1".into(), "w2".into()])
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn each_role_gets_exactly_its_feeds() {
        let goods = [
            "me:me",
            "ref",
            "cat:all",
            "media:all",
            "analogues:all",
            "arrivals:all",
            "stock:w1:exact",
            "stock:w2:exact",
        ];
        let orders = vec!["price:p1", "doc:e1", "claim:e1", "delivery", "branches", "addr:e1"];
        for (role, extra) in [
            (Role::Viewer, vec![]),
            (Role::Claims, vec!["doc:e1", "claim:e1"]),
            (Role::Buyer, orders.clone()),
            (Role::Approver, orders.clone()),
            (Role::Accountant, vec!["price:p1", "doc:e1", "claim:e1"]),
            (Role::Admin, orders.clone()),
        ] {
            let got: BTreeSet<String> = names(&[grant("e1", role, Some("p1"))]).into_iter().collect();
            let expected: BTreeSet<String> = goods.iter().chain(&extra).map(ToString::to_string).collect();
            assert_eq!(got, expected, "{role:?}");
        }
    }

    #[test]
    fn rights_do_not_leak_from_one_entity_into_another() {
        let got = names(&[
            grant("e1", Role::Buyer, Some("p1")),
            grant("e2", Role::Viewer, Some("p2")),
        ]);
        assert!(got.contains(&"doc:e1".to_owned()) && got.contains(&"price:p1".to_owned()));
        assert!(got.contains(&"addr:e1".to_owned()) && !got.contains(&"addr:e2".to_owned()));
        assert!(!got.contains(&"doc:e2".to_owned()) && !got.contains(&"price:p2".to_owned()));
        assert!(names(&[]).is_empty());
    }

    #[test]
    fn every_route_stands_in_the_table_once() {
        let paths: BTreeSet<&str> = POLICY.iter().map(|rule| rule.path).collect();
        assert_eq!(paths.len(), POLICY.len());
        for rule in POLICY {
            assert_eq!(
                POLICY.iter().filter(|other| other.route == rule.route).count(),
                1,
                "{:?}",
                rule.route
            );
        }
    }
}
