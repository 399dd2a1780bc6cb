//! Services on a line: what is done to its goods before they leave, and the terms of it that the user saw.
//!
//! Not here: what it costs and whether the goods are enough for it (`cabinet-pricing`).

use serde::{Deserialize, Serialize};

/// The most services of a line.
pub const SERVICES_LIMIT: usize = 20;

/// The most pieces that a line is made into by one service.
pub const PIECES_LIMIT: i64 = 1_000_000;

/// The longest piece, in millimetres: a kilometre.
pub const LENGTH_LIMIT_MM: i64 = 1_000_000;

/// The most characters of a service's name.
pub const NAME_LIMIT: usize = 250;

/// What the price of a service is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServicePer {
    /// The line, however much it is.
    Line,
    /// A piece that is made.
    Piece,
    /// A cut: a piece at the end of a bar needs none.
    Cut,
    /// A base unit of the goods.
    Unit,
}

impl ServicePer {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Line, Self::Piece, Self::Cut, Self::Unit];

    /// The form used on the wire, in SQL and in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Piece => "piece",
            Self::Cut => "cut",
            Self::Unit => "unit",
        }
    }

    /// The opposite of [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What must be said of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceAsks {
    /// Nothing: it is done to all of the line.
    Nothing,
    /// How many pieces.
    Pieces,
    /// How many pieces, and how long each is.
    Lengths,
}

impl ServiceAsks {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Pieces, Self::Lengths];

    /// The form used on the wire and in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Pieces => "pieces",
            Self::Lengths => "lengths",
        }
    }

    /// The opposite of [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What a service costs, as the user sees and accepts it.
///
/// Shape: a price of what [`Self::per`] says and a least charge of the line, both as the price list counts (with VAT or
/// without), in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTerms {
    /// What the price is for.
    pub per: ServicePer,
    /// In millionths.
    pub price_micro: i64,
    /// At least so much of a line, in minor units; 0 for no minimum.
    #[serde(default)]
    pub minimum_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// How long a bar is that pieces are cut from, in millimetres; `None` for goods that come in one piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bar_mm: Option<i64>,
    /// The rate of its VAT: `none` or a percent; empty for that of the goods.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vat: String,
}

impl ServiceTerms {
    /// Whether these are no worse for the buyer than terms that he accepted. Another measure, currency or rate is worse: it
    /// cannot be compared.
    #[must_use]
    pub fn are_within(&self, accepted: &Self) -> bool {
        (self.per, self.bar_mm, &self.currency, &self.vat)
            == (accepted.per, accepted.bar_mm, &accepted.currency, &accepted.vat)
            && self.price_micro <= accepted.price_micro
            && self.minimum_minor <= accepted.minimum_minor
    }
}

/// A service on a line. A line bears each service once for each length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineService {
    /// As the supplier calls it; that is what it is known by.
    pub name: String,
    /// How many pieces; `None` when that is not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pieces: Option<i64>,
    /// How long each is, in millimetres; `None` when that is not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length_mm: Option<i64>,
    /// What the user saw of it; `None` when he saw no price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<ServiceTerms>,
}

impl LineService {
    /// Whether both make the same of the goods.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.name == other.name && self.length_mm == other.length_mm
    }

    fn is_proper(&self) -> bool {
        let within = |number: Option<i64>, limit| number.is_none_or(|number| (1..=limit).contains(&number));
        !self.name.trim().is_empty()
            && self.name.chars().count() <= NAME_LIMIT
            && within(self.pieces, PIECES_LIMIT)
            && within(self.length_mm, LENGTH_LIMIT_MM)
    }
}

/// Whether services are within their limits, each once for each length.
#[must_use]
pub fn are_proper(services: &[LineService]) -> bool {
    let is_once = |(at, one): (usize, &LineService)| !services.iter().take(at).any(|before| before.is_like(one));
    services.len() <= SERVICES_LIMIT
        && services.iter().all(LineService::is_proper)
        && services.iter().enumerate().all(is_once)
}

/// The services of two lines that become one: pieces of one length are added up, and what the first line saw of a price
/// counts.
#[must_use]
pub fn joined(own: &[LineService], others: &[LineService]) -> Vec<LineService> {
    let mut all = own.to_vec();
    for other in others {
        match all.iter_mut().find(|one| one.is_like(other)) {
            Some(one) => {
                one.pieces = match (one.pieces, other.pieces) {
                    (Some(a), Some(b)) => Some(a.saturating_add(b).min(PIECES_LIMIT)),
                    (a, b) => a.or(b),
                };
            }
            None => all.push(other.clone()),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(pieces: i64, length_mm: i64) -> LineService {
        LineService {
            name: "Резка".into(),
            pieces: Some(pieces),
            length_mm: Some(length_mm),
            terms: None,
        }
    }

    #[test]
    fn pieces_of_one_length_are_joined_and_others_stand_beside() {
        let both = joined(&[cut(2, 1_500)], &[cut(3, 1_500), cut(1, 700)]);
        assert_eq!(both, [cut(5, 1_500), cut(1, 700)]);
        assert!(are_proper(&both));
        for bad in [
            cut(0, 1),
            cut(1, 0),
            cut(PIECES_LIMIT + 1, 1),
            cut(1, LENGTH_LIMIT_MM + 1),
        ] {
            assert!(!are_proper(&[bad]));
        }
        assert!(!are_proper(&[cut(1, 5), cut(2, 5)]), "one length twice");
    }

    #[test]
    fn terms_are_worse_when_dearer_or_of_another_measure() {
        let seen = ServiceTerms {
            per: ServicePer::Cut,
            price_micro: 50_000_000,
            minimum_minor: 10_000,
            currency: "RUB".into(),
            bar_mm: Some(6_000),
            vat: String::new(),
        };
        type Made = fn(&mut ServiceTerms);
        let cases: [(&str, Made, bool); 7] = [
            ("the same", |_| (), true),
            ("cheaper", |now| now.price_micro = 40_000_000, true),
            ("dearer", |now| now.price_micro = 50_000_001, false),
            ("a higher minimum", |now| now.minimum_minor = 10_001, false),
            ("another measure", |now| now.per = ServicePer::Piece, false),
            ("another currency", |now| now.currency = "UAH".into(), false),
            ("shorter bars", |now| now.bar_mm = Some(3_000), false),
        ];
        for (name, change, expected) in cases {
            let mut now = seen.clone();
            change(&mut now);
            assert_eq!(now.are_within(&seen), expected, "{name}");
        }
    }
}
