//! Identifiers, one type each, so that an order cannot be passed where an item is meant.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it stands; the source of the id decides its form.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text of the id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    };
}

id! {
    /// What can be ordered: the 1C id of a product, or `product#characteristic` for a variant.
    ItemId
}
id! {
    /// A product, the part of an item's id before `#`.
    ProductId
}
id! {
    /// A legal entity of the dealer (a UUID given by the gateway).
    EntityId
}
id! {
    /// A person of the dealer (a UUID given by the gateway).
    PersonId
}
id! {
    /// A draft (a UUID made on the device).
    DraftId
}
id! {
    /// An order (a UUID given by the gateway).
    OrderId
}
id! {
    /// A printed document such as an invoice (a UUID given by the gateway).
    DocumentId
}
id! {
    /// A claim (a UUID made on the device that files it).
    ClaimId
}
id! {
    /// A price type of 1C.
    PriceTypeId
}
id! {
    /// A warehouse of 1C.
    WarehouseId
}
id! {
    /// A command of the outbox: made on the device, never changed on retry.
    CommandKey
}

impl ItemId {
    /// The product that the item belongs to.
    #[must_use]
    pub fn product(&self) -> ProductId {
        ProductId::new(self.0.split('#').next().unwrap_or(&self.0))
    }

    /// Whether the item is a variant (its id has a characteristic part).
    #[must_use]
    pub fn is_variant(&self) -> bool {
        self.0.contains('#')
    }
}
