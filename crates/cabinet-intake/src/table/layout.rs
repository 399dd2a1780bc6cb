//! Which column is what, and by what a table is known again.

use crate::table::roles::Role;

/// Which column is what; columns count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// The article.
    pub article: Option<u32>,
    /// The barcode.
    pub barcode: Option<u32>,
    /// The name.
    pub name: Option<u32>,
    /// The quantity.
    pub quantity: Option<u32>,
    /// The unit.
    pub unit: Option<u32>,
    /// The price of a unit.
    pub price: Option<u32>,
    /// The price of the line.
    pub sum: Option<u32>,
    /// What one sign between three digits and others (`1,000`) is in this table, once somebody has said so.
    pub mark: Option<Mark>,
}

/// What a comma or a point with three digits behind it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It divides thousands: `1,000` is a thousand.
    Thousands,
    /// It is a decimal mark: `1,000` is one.
    Decimals,
}

impl Layout {
    /// The column of a role.
    #[must_use]
    pub fn column(&self, role: Role) -> Option<u32> {
        match role {
            Role::Article => self.article,
            Role::Barcode => self.barcode,
            Role::Name => self.name,
            Role::Quantity => self.quantity,
            Role::Unit => self.unit,
            Role::Price => self.price,
            Role::Sum => self.sum,
        }
    }

    /// Gives a role a column, or none.
    pub fn set(&mut self, role: Role, column: Option<u32>) {
        match role {
            Role::Article => self.article = column,
            Role::Barcode => self.barcode = column,
            Role::Name => self.name = column,
            Role::Quantity => self.quantity = column,
            Role::Unit => self.unit = column,
            Role::Price => self.price = column,
            Role::Sum => self.sum = column,
        }
    }
}

/// By what a table is known again: 32 hexadecimal digits that are the same for the same titles in the same columns, or,
/// where there are no titles, for the same cells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of the texts that stand for the columns, from left to right. Digits in them count as one: «Заказ 12.05» and
    /// «Заказ 19.05» are the same title.
    pub(crate) fn of(columns: &[(u32, String)]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for (column, text) in columns {
            let plain: String = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
            let mut last = ' ';
            let plain = plain
                .chars()
                .map(|letter| if letter.is_ascii_digit() { '0' } else { letter });
            let mut key = String::new();
            for letter in plain {
                if letter != '0' || last != '0' {
                    key.push(letter);
                }
                last = letter;
            }
            hasher.update(&column.to_le_bytes());
            hasher.update(key.as_bytes());
            hasher.update(b"\0");
        }
        Self(hasher.finalize().to_hex().chars().take(32).collect())
    }

    /// As text, to be kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
