//! What a column can be in an order.

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The supplier's article, or a code that stands for it.
    Article,
    /// A barcode of goods.
    Barcode,
    /// What the goods are called.
    Name,
    /// How much is ordered.
    Quantity,
    /// In which unit.
    Unit,
    /// The price of a unit.
    Price,
    /// The price of the line.
    Sum,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Article,
        Self::Barcode,
        Self::Name,
        Self::Quantity,
        Self::Unit,
        Self::Price,
        Self::Sum,
    ];
}

/// What the title of a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Title {
    /// A role, and how clearly it says so, in percent.
    Role(Role, u8),
    /// The number of the line.
    Ordinal,
    /// A place of goods, «Склад 2»: its numbers are what lies there or what is wanted there.
    Place,
    /// Something that is no part of an order: a stock, a pack size, a remark.
    Other,
}
