//! Acts of reconciliation: why one cannot be made, and which documents tell the same money twice.

use crate::supplier_document::DocumentKind;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Why the gateway makes no act out of what it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActTrouble {
    /// Neither a document nor a balance of the legal entity was told.
    NothingTold,
    /// Documents of the period name no sum.
    WithoutSum,
    /// Documents have no day.
    WithoutDate,
    /// Of shipments or payments of orders only the numbers were told.
    OnlyOrders,
    /// The act is asked for by a contract, and the documents do not say by which they are.
    OfContract,
    /// More documents than an act takes: ask for a shorter period.
    TooMany,
    /// A sum does not fit.
    OutOfRange,
}

impl ActTrouble {
    /// Every trouble, for tables.
    pub const ALL: [Self; 7] = [
        Self::NothingTold,
        Self::WithoutSum,
        Self::WithoutDate,
        Self::OnlyOrders,
        Self::OfContract,
        Self::TooMany,
        Self::OutOfRange,
    ];

    /// The word on the wire and in SQL.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NothingTold => "nothing_told",
            Self::WithoutSum => "without_sum",
            Self::WithoutDate => "without_date",
            Self::OnlyOrders => "only_orders",
            Self::OfContract => "of_contract",
            Self::TooMany => "too_many",
            Self::OutOfRange => "out_of_range",
        }
    }

    /// Reads [`ActTrouble::code`]; `None` for a trouble of a newer build.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trouble| trouble.code() == code)
    }
}

/// What the opening balance of an act rests upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpeningBy {
    /// All documents before the period that are known.
    Documents,
    /// A balance that the supplier told, less what moved since the period began.
    Balance,
}

impl OpeningBy {
    /// The word on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Balance => "balance",
        }
    }

    /// Reads [`OpeningBy::code`]; `None` for a word of a newer build.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Documents, Self::Balance]
            .into_iter()
            .find(|by| by.code() == code)
    }
}

/// What two copies of a payment or a return have in common, and the order that each is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Told {
    /// What it is.
    pub kind: DocumentKind,
    /// As the supplier wrote it; not empty.
    pub number: String,
    /// ISO.
    pub date: String,
    /// Sum with VAT.
    pub total_minor: i64,
    /// ISO 4217 of it.
    pub currency: String,
    /// Id of the order; empty for none.
    pub order: String,
}

/// Leaves out payments and returns that another document tells: one beside the order which has it too, one told again within its order,
/// and one told whole beside its parts, which orders have and which add up to it. `told` gives `None` for what may not be a copy. Parts
/// of one payment that two orders have are no copies.
pub fn told_once<T>(documents: &mut Vec<T>, told: impl Fn(&T) -> Option<Told>) {
    let apart = |told: &Told| Told {
        order: String::new(),
        ..told.clone()
    };
    // What the parts of one payment have in common with it.
    let whole = |told: &Told| Told {
        total_minor: 0,
        ..apart(told)
    };
    let within_orders: HashSet<Told> = documents
        .iter()
        .filter_map(&told)
        .filter(|told| !told.order.is_empty())
        .map(|told| apart(&told))
        .collect();
    // A part that is told twice within its order is one part.
    let parts: HashSet<Told> = documents
        .iter()
        .filter_map(&told)
        .filter(|told| !told.order.is_empty())
        .collect();
    let mut sums: HashMap<Told, i128> = HashMap::new();
    for part in &parts {
        let sum = sums.entry(whole(part)).or_default();
        *sum = sum.saturating_add(part.total_minor.into());
    }
    let mut seen: HashSet<Told> = HashSet::new();
    documents.retain(|document| {
        let Some(told) = told(document) else {
            return true;
        };
        let is_whole = || sums.get(&whole(&told)) == Some(&i128::from(told.total_minor));
        let is_beside = told.order.is_empty() && (within_orders.contains(&told) || is_whole());
        !is_beside && seen.insert(told)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_wire_are_read_back() {
        for trouble in ActTrouble::ALL {
            assert_eq!(ActTrouble::from_code(trouble.code()), Some(trouble));
        }
        for by in [OpeningBy::Documents, OpeningBy::Balance] {
            assert_eq!(OpeningBy::from_code(by.code()), Some(by));
        }
        assert_eq!(ActTrouble::from_code("x"), None);
    }

    #[test]
    fn of_copies_the_one_within_an_order_stays_and_parts_of_two_orders_stay_both() {
        let told = |order: &str| Told {
            kind: DocumentKind::Payment,
            number: "П-7".to_owned(),
            date: "2026-01-12".to_owned(),
            total_minor: 1000,
            currency: "RUB".to_owned(),
            order: order.to_owned(),
        };
        for (orders, left) in [
            (vec!["", "o1"], vec!["o1"]),
            (vec!["o1", ""], vec!["o1"]),
            (vec!["o1", "o2"], vec!["o1", "o2"]),
            (vec!["", ""], vec![""]),
        ] {
            let mut all = orders.clone();
            told_once(&mut all, |order| Some(told(order)));
            assert_eq!(all, left, "{orders:?}");
        }
        // Whole beside its parts: 700 of one order and 300 of another, the first of them told twice.
        for (whole_minor, left) in [(1000, 2), (1001, 3), (700, 2)] {
            let mut all = vec![("", whole_minor), ("o1", 700), ("o1", 700), ("o2", 300)];
            told_once(&mut all, |(order, total_minor)| {
                Some(Told {
                    total_minor: *total_minor,
                    ..told(order)
                })
            });
            assert_eq!(all.len(), left, "{whole_minor}: {all:?}");
        }
        let mut all = vec!["RUB", "EUR", "RUB"];
        told_once(&mut all, |currency| {
            Some(Told {
                currency: (*currency).to_owned(),
                ..told("")
            })
        });
        assert_eq!(all, ["RUB", "EUR"], "of one currency only");
        let mut all = vec!["", ""];
        told_once(&mut all, |_| None);
        assert_eq!(all.len(), 2, "what may not be a copy");
    }
}
