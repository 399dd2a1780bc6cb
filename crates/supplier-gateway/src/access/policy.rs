//! The one table of who may call what, and the one function of who may read which feed.
//!
//! The router is built from [`POLICY`], so a route without a row does not exist; the tests run every role and every
//! relation to an entity against every row. What a person may not see is in no feed that he gets.

use cabinet_domain::access::{Right, Role};
use cabinet_domain::ids::{EntityId, PersonId, WarehouseId};
use cabinet_domain::stock::StockMode;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::session::Grant;
use std::collections::BTreeSet;

/// What a caller must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing: the call carries its own secret, or gives nothing away.
    Nothing,
    /// A live device. What it gets depends on its person's grants.
    Device,
    /// A live device whose person may read the feed named in the path ([`feeds_of`]).
    Feed,
    /// A live device whose person has the right in the entity named in the path.
    EntityInPath(Right),
    /// A live device whose person has the right in the entity named in the body; the handler asks, and refuses the call.
    EntityInBody(Right),
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

/// Makes the routes and their table of one list, so that a route without a row cannot be written: the row is the route.
/// What serves it stands in `http::handler_of`, which does not compile without an arm for each.
macro_rules! policy {
    ($($(#[$doc:meta])* $route:ident: $method:ident $path:literal, $need:expr;)*) => {
        /// A call of the device API.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Route {
            $($(#[$doc])* $route,)*
        }

        /// Every call of the device API.
        pub const POLICY: [Rule; [$(stringify!($route)),*].len()] = [
            $(Rule {
                route: Route::$route,
                method: Method::$method,
                path: $path,
                need: $need,
            },)*
        ];
    };
}

policy! {
    /// Is the server up?
    Health: Get "/healthz", Need::Nothing;
    /// A code becomes a device.
    Enroll: Post "/v1/enroll", Need::Nothing;
    /// A new pair of tokens.
    Token: Post "/v1/token", Need::Nothing;
    /// What is new?
    Hello: Post "/v1/hello", Need::Device;
    /// The newest snapshot of a feed.
    Manifest: Get "/v1/feeds/{feed}/manifest", Need::Feed;
    /// A part of a snapshot.
    Segment: Get "/v1/feeds/{feed}/segments/{blake3}", Need::Feed;
    /// Changes of a feed after a cursor.
    Changes: Get "/v1/feeds/{feed}/changes", Need::Feed;
    /// Hashes of ranges of a feed.
    Digest: Get "/v1/feeds/{feed}/digest", Need::Feed;
    /// Rows of ranges of a feed.
    Rows: Post "/v1/feeds/{feed}/rows", Need::Feed;
    /// May this be ordered, at which prices?
    Checkout: Post "/v1/checkout", Need::EntityInBody(Right::PlaceOrders);
    /// Bytes of a picture or a file of goods, or of a document of the supplier.
    File: Get "/v1/feeds/{feed}/files/{blake3}", Need::Feed;
    /// Commands of the outbox.
    Commands: Post "/v1/commands", Need::EntityInCommand;
    /// A stream of hints that something changed.
    Live: Get "/v1/live", Need::Device;
    /// Who works for an entity.
    People: Get "/v1/entities/{entity}/people", Need::EntityInPath(Right::SeePeople);
    /// A file of a claim begins, or goes on.
    BeginUpload: Post "/v1/entities/{entity}/uploads", Need::EntityInPath(Right::FileClaims);
    /// A piece of a file.
    AddPiece: Post "/v1/entities/{entity}/uploads/{blake3}", Need::EntityInPath(Right::FileClaims);
    /// A file of a claim.
    ClaimFile: Get "/v1/entities/{entity}/claims/{claim}/files/{blake3}", Need::EntityInPath(Right::SeeClaims);
}

/// The feeds that a person with these grants may read. Who acts for nobody has no feed, not even a personal one.
#[must_use]
pub fn feeds_of(person: &PersonId, grants: &[Grant], warehouses: &[WarehouseId]) -> BTreeSet<FeedName> {
    let mut feeds = BTreeSet::new();
    if !grants.is_empty() {
        feeds.insert(FeedName::Personal(person.as_str().to_owned()));
        feeds.insert(FeedName::News);
    }
    for grant in grants {
        feeds.insert(FeedName::EntityNews(grant.entity.as_str().to_owned()));
        if grant.role.may(Right::SeeGoods) {
            feeds.insert(FeedName::Reference(grant.assortment.clone()));
            feeds.insert(FeedName::Catalogue(grant.assortment.clone()));
            feeds.insert(FeedName::Media(grant.assortment.clone()));
            feeds.insert(FeedName::Analogues(grant.assortment.clone()));
            if grant.stock.tells_quantities() {
                // Arrivals tell quantities: whoever may not see exact stock may not see them.
                feeds.insert(FeedName::Arrivals(grant.assortment.clone()));
            }
            feeds.extend(stock_of(grant, warehouses));
            feeds.insert(FeedName::Codes(grant.entity.as_str().to_owned()));
            feeds.insert(FeedName::Templates(grant.entity.as_str().to_owned()));
        }
        if grant.role.may(Right::SeePrices)
            && let Some(price_type) = &grant.price_type
        {
            feeds.insert(FeedName::Prices {
                list: price_type.as_str().to_owned(),
                assortment: grant.assortment.clone(),
            });
            feeds.insert(FeedName::Rules(grant.entity.as_str().to_owned()));
        }
        if grant.role.may(Right::PlaceOrders) {
            // Who places no orders chooses no delivery; orders themselves bear its words.
            feeds.insert(FeedName::Delivery);
            feeds.insert(FeedName::Branches);
            feeds.insert(FeedName::Addresses(grant.entity.as_str().to_owned()));
        }
        if grant.role.may(Right::SeeDocuments) {
            feeds.insert(documents_of(grant));
        }
        if grant.role.may(Right::SeeClaims) {
            feeds.insert(FeedName::Claims(grant.entity.as_str().to_owned()));
        }
    }
    feeds
}

/// Hidden stock has no feed.
fn stock_of(grant: &Grant, warehouses: &[WarehouseId]) -> Vec<FeedName> {
    match grant.stock {
        StockMode::Hidden => Vec::new(),
        mode @ (StockMode::Exact | StockMode::Words) => warehouses
            .iter()
            .map(|warehouse| FeedName::Stock {
                warehouse: warehouse.as_str().to_owned(),
                mode,
                assortment: grant.assortment.clone(),
            })
            .collect(),
    }
}

/// Who sees no prices gets documents in which there are none.
fn documents_of(grant: &Grant) -> FeedName {
    let entity = grant.entity.as_str().to_owned();
    if grant.role.may(Right::SeePrices) {
        FeedName::Documents(entity)
    } else {
        FeedName::UnpricedDocuments(entity)
    }
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
            assortment: "all".to_owned(),
            stock: StockMode::Exact,
            contract: None,
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
            "news",
            "news:e1",
            "ref",
            "cat:all",
            "media:all",
            "analogues:all",
            "arrivals:all",
            "stock:w1:exact",
            "stock:w2:exact",
            "codes:e1",
            "templates:e1",
        ];
        let orders = vec![
            "price:p1", "rules:e1", "doc:e1", "claim:e1", "delivery", "branches", "addr:e1",
        ];
        for (role, extra) in [
            (Role::Viewer, vec![]),
            (Role::Claims, vec!["doc:e1:unpriced", "claim:e1"]),
            (Role::Buyer, orders.clone()),
            (Role::Approver, orders.clone()),
            (Role::Accountant, vec!["price:p1", "rules:e1", "doc:e1", "claim:e1"]),
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
        assert!(got.contains(&"rules:e1".to_owned()) && !got.contains(&"rules:e2".to_owned()));
        assert!(!got.contains(&"doc:e2".to_owned()) && !got.contains(&"price:p2".to_owned()));
        assert!(names(&[]).is_empty());
    }

    #[test]
    fn an_assortment_and_a_mode_of_stock_name_the_feeds() {
        let narrow = |stock| Grant {
            assortment: "a1".to_owned(),
            stock,
            ..grant("e1", Role::Buyer, Some("p1"))
        };
        let of_goods = |stock| {
            let mut got = names(&[narrow(stock)]);
            got.retain(|name| name.contains("a1"));
            got.sort_unstable();
            got.join(" ")
        };
        let rest = "analogues:a1 cat:a1 media:a1 price@a1:p1 ref@a1";
        assert_eq!(
            of_goods(StockMode::Exact),
            format!("analogues:a1 arrivals:a1 cat:a1 media:a1 price@a1:p1 ref@a1 stock@a1:w1:exact stock@a1:w2:exact")
        );
        assert_eq!(
            of_goods(StockMode::Words),
            format!("{rest} stock@a1:w1:words stock@a1:w2:words")
        );
        assert_eq!(of_goods(StockMode::Hidden), rest);
        assert!(
            !names(&[narrow(StockMode::Exact)])
                .iter()
                .any(|name| name.contains("all"))
        );
    }

    #[test]
    fn no_two_routes_share_a_path() {
        let paths: BTreeSet<&str> = POLICY.iter().map(|rule| rule.path).collect();
        assert_eq!(paths.len(), POLICY.len());
    }
}
