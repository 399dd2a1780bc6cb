//! What can be asked for and not be there, and who can be in the way.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What there is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the trade's words of the glossary")]
pub enum Thing {
    Draft,
    Line,
    Order,
    /// An order in the outbox.
    QueuedOrder,
    /// A line of a placed order.
    OrderLine,
    Claim,
    Item,
    Document,
    Page,
    Notice,
    /// A list that was read and waits for its columns to be chosen.
    List,
    Column,
    Picture,
    PictureOrFile,
    File,
    AttachedFile,
    /// Any command of the outbox.
    Command,
    Carrier,
    Branch,
    Address,
    /// A way of delivery.
    Way,
    /// A code of the user's own.
    OwnCode,
    Warehouse,
    Template,
    /// A price list of the user's own.
    PriceList,
    /// An act of reconciliation that was asked for.
    Act,
    /// What may be done to goods.
    Service,
}

impl Thing {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Service => "service",
            Self::Act => "act of reconciliation",
            Self::Line => "line",
            Self::Order => "order",
            Self::QueuedOrder => "order in the outbox",
            Self::OrderLine => "line of the order",
            Self::Claim => "claim",
            Self::Item => "item",
            Self::Document => "document",
            Self::Page => "page",
            Self::Notice => "notice",
            Self::List => "list",
            Self::Column => "column",
            Self::Picture => "picture",
            Self::PictureOrFile => "picture or file",
            Self::File => "file",
            Self::AttachedFile => "attached file",
            Self::Command => "command",
            Self::Carrier => "carrier",
            Self::Branch => "branch of this carrier",
            Self::Address => "address",
            Self::Way => "way",
            Self::OwnCode => "own code that means something",
            Self::Warehouse => "warehouse",
            Self::Template => "template",
            Self::PriceList => "price list",
        }
    }
}

/// Which program uses a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The desktop program.
    Window,
    /// A command of `cabinet`.
    Command,
    /// One that did not leave its name.
    Unknown,
}
