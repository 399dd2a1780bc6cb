//! Tax identifiers of legal entities and their check digits.
//!
//! A wrong check digit is a warning, never a stop: real papers carry such numbers (domain facts, 3.10).

/// What a tax identifier looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxIdKind {
    /// ИНН of a Russian company, 10 digits.
    InnCompany,
    /// ИНН of a Russian sole trader, 12 digits.
    InnPerson,
    /// ЄДРПОУ of a Ukrainian company, 8 digits.
    Edrpou,
}

/// The verdict on an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxIdCheck {
    /// What it is, by its length; `None` when it is no known identifier (a 10-digit РНОКПП reads as an ИНН).
    pub kind: Option<TaxIdKind>,
    /// Whether the check digits fit.
    pub is_valid: bool,
}

/// Looks at an identifier of digits only.
#[must_use]
pub fn check_tax_id(text: &str) -> TaxIdCheck {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    let Some(d) = digits else {
        return TaxIdCheck {
            kind: None,
            is_valid: false,
        };
    };
    match *d.as_slice() {
        [ref body @ .., key] if body.len() == 9 => TaxIdCheck {
            kind: Some(TaxIdKind::InnCompany),
            is_valid: weighted(body, &[2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == key || is_rnokpp(body, key),
        },
        [ref body @ .., eleventh, twelfth] if body.len() == 10 => {
            let first = weighted(body, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
            let second =
                weighted(body, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6]).saturating_add(eleventh.saturating_mul(8)) % 11 % 10;
            TaxIdCheck {
                kind: Some(TaxIdKind::InnPerson),
                is_valid: first == eleventh && second == twelfth,
            }
        }
        [ref body @ .., key] if body.len() == 7 => {
            let number = text.parse::<u32>().unwrap_or(0);
            let weights: [u32; 7] = if (30_000_000..=60_000_000).contains(&number) {
                [7, 1, 2, 3, 4, 5, 6]
            } else {
                [1, 2, 3, 4, 5, 6, 7]
            };
            let mut expected = weighted(body, &weights) % 11;
            if expected == 10 {
                expected = weighted(body, &weights.map(|w| w.saturating_add(2))) % 11 % 10;
            }
            TaxIdCheck {
                kind: Some(TaxIdKind::Edrpou),
                is_valid: expected == key,
            }
        }
        _ => TaxIdCheck {
            kind: None,
            is_valid: false,
        },
    }
}

/// РНОКПП, the ten-digit number of a Ukrainian person; its first weight is −1.
fn is_rnokpp(body: &[u32], key: u32) -> bool {
    let positive = i64::from(weighted(body, &[0, 5, 7, 9, 4, 6, 10, 5, 7]));
    let first = body.first().copied().map_or(0, i64::from);
    positive.saturating_sub(first).rem_euclid(11) % 10 == i64::from(key)
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .fold(0, |sum, (d, w)| sum.saturating_add(d.saturating_mul(*w)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_told_by_length_and_check_digits() {
        for (text, kind, valid) in [
            ("7707083893", Some(TaxIdKind::InnCompany), true),
            ("7707083894", Some(TaxIdKind::InnCompany), false),
            ("500100732259", Some(TaxIdKind::InnPerson), true),
            ("500100732258", Some(TaxIdKind::InnPerson), false),
            ("00032106", Some(TaxIdKind::Edrpou), true),
            ("14360570", Some(TaxIdKind::Edrpou), true),
            ("14360571", Some(TaxIdKind::Edrpou), false),
            ("123", None, false),
            ("77070838a3", None, false),
        ] {
            let check = check_tax_id(text);
            assert_eq!((check.kind, check.is_valid), (kind, valid), "{text}");
        }
    }
}
