//! Numbers of bank accounts and their check digits.
//!
//! A wrong check digit is a warning, never a stop: real papers carry such numbers (domain facts, 3.10).

/// Whether the key of a Russian settlement account fits the bank.
///
/// Shape: the account has 20 characters, a clearing letter may stand sixth; the БИК has 9 digits.
#[must_use]
pub fn is_settlement_account(account: &str, bic: &str) -> bool {
    bic.len() == 9
        && bic
            .get(6..)
            .is_some_and(|branch| account.len() == 20 && has_account_key(branch, account))
}

/// Whether the key of a correspondent account fits the bank.
///
/// Shape: as of [`is_settlement_account`].
#[must_use]
pub fn is_correspondent_account(account: &str, bic: &str) -> bool {
    bic.len() == 9
        && bic
            .get(4..6)
            .is_some_and(|region| account.len() == 20 && has_account_key(&format!("0{region}"), account))
}

/// Whether a text is an IBAN of the right length for Ukraine, or of any length elsewhere, with a remainder that fits.
///
/// Blanks between the groups are allowed.
#[must_use]
pub fn is_iban(text: &str) -> bool {
    let text: String = text.chars().filter(|letter| *letter != ' ').collect();
    let long_enough = if text.starts_with("UA") {
        text.len() == 29
    } else {
        (15..=34).contains(&text.len())
    };
    let (Some(head), Some(tail)) = (text.get(..4), text.get(4..)) else {
        return false;
    };
    let is_headed = head.chars().take(2).all(|letter| letter.is_ascii_uppercase())
        && head.chars().skip(2).all(|letter| letter.is_ascii_digit());
    let remainder = tail.chars().chain(head.chars()).try_fold(0_u32, |rest, letter| {
        let value = letter.to_digit(36)?;
        let shift = if value < 10 { 10 } else { 100 };
        rest.checked_mul(shift)?.checked_add(value)?.checked_rem(97)
    });
    long_enough && is_headed && remainder == Some(1)
}

/// Weights 7, 1, 3 over the bank's digits and the account; the sum of the last digits ends in 0.
fn has_account_key(bank: &str, account: &str) -> bool {
    let digits: Option<Vec<u32>> = bank.chars().chain(account.chars()).map(account_digit).collect();
    digits.is_some_and(|digits| {
        let sum = digits
            .iter()
            .zip([7, 1, 3].iter().cycle())
            .fold(0_u32, |sum, (digit, weight)| {
                sum.saturating_add(digit.saturating_mul(*weight) % 10)
            });
        sum.is_multiple_of(10)
    })
}

/// A digit, or what a clearing currency's letter stands for.
fn account_digit(letter: char) -> Option<u32> {
    letter.to_digit(10).or_else(|| {
        "ABCEHKMPTX"
            .chars()
            .zip(0..)
            .find(|(known, _)| *known == letter)
            .map(|(_, digit)| digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_accounts_fit_their_bank() {
        // The settlement accounts of the tax service's own help pages and of a large bank's public requisites.
        assert!(is_correspondent_account("30101810400000000225", "044525225"));
        assert!(!is_correspondent_account("30101810400000000226", "044525225"));
        // The region counts, not the bank.
        assert!(is_correspondent_account("30101810400000000225", "044525974"));
        assert!(!is_correspondent_account("30101810400000000225", "044030653"));
        assert!(!is_correspondent_account("", ""));
        for last in 0..10_u32 {
            // Of ten accounts that differ in the key only, one fits.
            let fitting = (0..10_u32)
                .filter(|key| is_settlement_account(&format!("40702810{key}3800001234{last}"), "044525225"))
                .count();
            assert_eq!(fitting, 1, "…{last}");
        }
        assert!(!is_settlement_account("4070281093800001234", "044525225"), "19 digits");
        assert!(!is_settlement_account("4070281093800001234ы", "044525225"));
    }

    #[test]
    fn an_iban_is_told_by_its_remainder() {
        for (text, fits) in [
            ("UA213223130000026007233566001", true),
            ("UA21 322313 0000026007233566001", true),
            ("UA213223130000026007233566002", false),
            ("UA21322313000002600723356600", false),
            ("DE89370400440532013000", true),
            ("DE89370400440532013001", false),
            ("", false),
            ("ЇЇ213223130000026007233566001", false),
        ] {
            assert_eq!(is_iban(text), fits, "{text}");
        }
    }
}
