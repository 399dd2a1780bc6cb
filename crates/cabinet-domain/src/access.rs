//! Roles of a person in a legal entity, and what each may do.

use crate::notice::NoticeKind;
use serde::{Deserialize, Serialize};

/// A person's role in one legal entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees goods and stock, no prices and no documents.
    Viewer,
    /// Drafts and places orders.
    Buyer,
    /// As a buyer. Orders of others to approve come with shared drafts; until then the role is the same.
    Approver,
    /// The storekeeper: goods, stock, and what orders consist of, without any price or sum.
    Claims,
    /// Sees documents and money, does not order.
    Accountant,
    /// Everything in the entity, and who else works for it.
    Admin,
}

/// An act or a kind of data that needs a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// See goods and stock.
    SeeGoods,
    /// See prices and sums, in goods and in documents.
    SeePrices,
    /// See orders and documents; without [`Right::SeePrices`] no sum stands in them and no invoice comes.
    SeeDocuments,
    /// See what is owed, and ask for acts of it: [`Right::SeePrices`] and [`Right::SeeDocuments`] at once.
    SeeMoney,
    /// Draft, check out and place orders.
    PlaceOrders,
    /// See who works for the entity, and in which role.
    SeePeople,
    /// See claims and what is said in them.
    SeeClaims,
    /// File claims and write in them.
    FileClaims,
}

impl Role {
    /// Every role, for help texts and tables.
    pub const ALL: [Self; 6] = [
        Self::Viewer,
        Self::Buyer,
        Self::Approver,
        Self::Claims,
        Self::Accountant,
        Self::Admin,
    ];

    /// The word used on the wire, in SQL and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Buyer => "buyer",
            Self::Approver => "approver",
            Self::Claims => "claims",
            Self::Accountant => "accountant",
            Self::Admin => "admin",
        }
    }

    /// Reads [`Role::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role has the right. One table, with no wildcard, so that a new role or right must be decided here.
    #[must_use]
    pub const fn may(self, right: Right) -> bool {
        match (self, right) {
            (
                Self::Viewer | Self::Buyer | Self::Approver | Self::Claims | Self::Accountant | Self::Admin,
                Right::SeeGoods,
            ) => true,
            (
                Self::Buyer | Self::Approver | Self::Accountant | Self::Admin,
                Right::SeePrices | Right::SeeDocuments | Right::SeeMoney,
            ) => true,
            (Self::Claims, Right::SeeDocuments) => true,
            (Self::Viewer | Self::Claims, Right::SeePrices | Right::SeeMoney) | (Self::Viewer, Right::SeeDocuments) => {
                false
            }
            (Self::Buyer | Self::Approver | Self::Admin, Right::PlaceOrders) => true,
            (Self::Viewer | Self::Claims | Self::Accountant, Right::PlaceOrders) => false,
            (Self::Admin, Right::SeePeople) => true,
            (Self::Viewer | Self::Buyer | Self::Approver | Self::Claims | Self::Accountant, Right::SeePeople) => false,
            // Whoever sees the order may say what is wrong with it.
            (
                Self::Buyer | Self::Approver | Self::Claims | Self::Accountant | Self::Admin,
                Right::SeeClaims | Right::FileClaims,
            ) => true,
            (Self::Viewer, Right::SeeClaims | Right::FileClaims) => false,
        }
    }
}

/// The right that a person must have to be told something of this kind.
#[must_use]
pub const fn right_to_be_told(kind: NoticeKind) -> Right {
    match kind {
        // Every role sees goods, and news are for everybody.
        NoticeKind::Arrival | NoticeKind::WishFound | NoticeKind::News => Right::SeeGoods,
        // An invoice is told with its sum.
        NoticeKind::PriceDrop | NoticeKind::Invoice => Right::SeePrices,
        NoticeKind::OrderState | NoticeKind::Waybill => Right::SeeDocuments,
        NoticeKind::Document | NoticeKind::Act => Right::SeeMoney,
        NoticeKind::Claim => Right::SeeClaims,
    }
}
