//! Money: sums in minor units, unit prices in millionths, one rounding rule.

use std::fmt;

/// Why a sum could not be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result does not fit into 64 bits.
    #[error("the sum is too large")]
    Overflow,
    /// Two currencies met in one sum.
    #[error("two currencies in one sum")]
    MixedCurrency,
    /// The text is not an amount.
    #[error("not an amount")]
    NotANumber,
}

/// Figures and letters of ISO 4217, with the codes of before a change of the currency.
const NUMERIC: &[(&str, &str)] = &[
    ("643", "RUB"),
    ("810", "RUB"),
    ("980", "UAH"),
    ("933", "BYN"),
    ("974", "BYN"),
    ("398", "KZT"),
    ("417", "KGS"),
    ("498", "MDL"),
    ("860", "UZS"),
    ("944", "AZN"),
    ("051", "AMD"),
    ("972", "TJS"),
    ("934", "TMT"),
    ("981", "GEL"),
    ("840", "USD"),
    ("978", "EUR"),
    ("826", "GBP"),
    ("156", "CNY"),
    ("392", "JPY"),
    ("949", "TRY"),
];

/// A currency by its ISO 4217 letters, always upper case, with two minor digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The Russian rouble.
    pub const RUB: Self = Self(*b"RUB");
    /// The Ukrainian hryvnia.
    pub const UAH: Self = Self(*b"UAH");

    /// Reads three Latin letters, in any case; anything else is `None`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Self(bytes.map(|b| b.to_ascii_uppercase())))
    }

    /// Reads the three figures of ISO 4217 (ОКВ) of the currencies that trade here, also those that were replaced by another
    /// (810, 974); anything else is `None`.
    #[must_use]
    pub fn from_numeric(code: &str) -> Option<Self> {
        NUMERIC
            .iter()
            .find(|(figures, _)| *figures == code)
            .and_then(|(_, letters)| Self::from_code(letters))
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A sum of money in minor units (kopecks for RUB).
///
/// Not serialised as is: `…_minor` in SQL and on the wire, with the currency beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// A sum of `minor` units.
    #[must_use]
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The count of minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    /// [`MoneyError::MixedCurrency`] or [`MoneyError::Overflow`].
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::MixedCurrency);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }
}

/// The price of one base unit, in millionths of the currency unit (0.0123 RUB = 12300).
///
/// Goods are sold by the gram and the screw, so two decimals are not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitPrice {
    micro: i64,
}

impl UnitPrice {
    /// A price of `micro` millionths.
    #[must_use]
    pub const fn from_micro(micro: i64) -> Self {
        Self { micro }
    }

    /// The count of millionths.
    #[must_use]
    pub const fn micro(self) -> i64 {
        self.micro
    }

    /// Reads a decimal as 1C writes it: `1234.5`, `1 234,50`, no-break spaces allowed.
    ///
    /// # Errors
    /// [`MoneyError::NotANumber`] or [`MoneyError::Overflow`].
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        parse_scaled(text, 6).map(Self::from_micro)
    }

    /// The price of one base unit when this one is for `units_milli` thousandths of it (a pack).
    ///
    /// # Errors
    /// [`MoneyError::NotANumber`] when the pack is empty or negative.
    pub fn per_unit_of_pack(self, units_milli: i64) -> Result<Self, MoneyError> {
        if units_milli <= 0 {
            return Err(MoneyError::NotANumber);
        }
        let scaled = i128::from(self.micro).checked_mul(1000).ok_or(MoneyError::Overflow)?;
        div_half_away(scaled, i128::from(units_milli)).map(Self::from_micro)
    }
}

/// Divides and rounds half away from zero, the rule of every sum in the product.
///
/// # Errors
/// [`MoneyError::Overflow`] when the quotient does not fit, [`MoneyError::NotANumber`] when `by` is not positive.
pub fn div_half_away(value: i128, by: i128) -> Result<i64, MoneyError> {
    if by <= 0 {
        return Err(MoneyError::NotANumber);
    }
    // Nearly every sum fits into 64 bits, whose division is many times faster.
    if let (Ok(narrow), Ok(by)) = (i64::try_from(value), i64::try_from(by)) {
        let half = if narrow < 0 { -(by / 2) } else { by / 2 };
        if let Some(quotient) = narrow.checked_add(half).and_then(|shifted| shifted.checked_div(by)) {
            return Ok(quotient);
        }
    }
    let half = by / 2;
    let shifted = if value < 0 {
        value.checked_sub(half)
    } else {
        value.checked_add(half)
    };
    let quotient = shifted.and_then(|v| v.checked_div(by)).ok_or(MoneyError::Overflow)?;
    // For an even divisor `half` is exact; for an odd one, truncation already drops what is under a half.
    i64::try_from(quotient).map_err(|_| MoneyError::Overflow)
}

/// Hundredths in plain digits, as programs and 1C read them: `123450` as `1234.50`. The other way round it is
/// [`parse_scaled`] with 2 digits.
#[must_use]
pub fn hundredths_text(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        hundredths.unsigned_abs() / 100,
        hundredths.unsigned_abs() % 100
    )
}

/// Reads a decimal number into a scaled integer with `digits` decimals; further ones are rounded half away from zero.
///
/// Accepts `.` or `,` as the decimal mark and blanks (also no-break and thin) between thousands.
///
/// # Errors
/// [`MoneyError::NotANumber`] or [`MoneyError::Overflow`].
pub fn parse_scaled(text: &str, digits: u32) -> Result<i64, MoneyError> {
    let mut negative = false;
    let mut value: i128 = 0;
    let mut decimals: Option<u32> = None;
    let mut seen = false;
    let mut round_up = false;
    for (at, c) in text.trim().chars().enumerate() {
        match c {
            '-' | '\u{2212}' if at == 0 => negative = true,
            '+' if at == 0 => {}
            '.' | ',' if decimals.is_none() => decimals = Some(0),
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' if decimals.is_none() => {}
            '0'..='9' => {
                seen = true;
                let digit = i128::from(c.to_digit(10).unwrap_or(0));
                match decimals {
                    Some(n) if n >= digits => {
                        if n == digits {
                            round_up = digit >= 5;
                        }
                        decimals = Some(n.saturating_add(1));
                    }
                    other => {
                        value = value
                            .checked_mul(10)
                            .and_then(|v| v.checked_add(digit))
                            .ok_or(MoneyError::Overflow)?;
                        decimals = other.map(|n| n.saturating_add(1));
                    }
                }
            }
            _ => return Err(MoneyError::NotANumber),
        }
    }
    if !seen {
        return Err(MoneyError::NotANumber);
    }
    let missing = digits.saturating_sub(decimals.unwrap_or(0).min(digits));
    let scale = 10_i128.checked_pow(missing).ok_or(MoneyError::Overflow)?;
    let mut scaled = value.checked_mul(scale).ok_or(MoneyError::Overflow)?;
    if round_up {
        scaled = scaled.checked_add(1).ok_or(MoneyError::Overflow)?;
    }
    let signed = if negative {
        scaled.checked_neg().ok_or(MoneyError::Overflow)?
    } else {
        scaled
    };
    i64::try_from(signed).map_err(|_| MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hundredths_are_written_as_they_are_read() {
        for (hundredths, text) in [(123_450, "1234.50"), (-5, "-0.05"), (i64::MIN, "-92233720368547758.08")] {
            assert_eq!(hundredths_text(hundredths), text);
            assert_eq!(parse_scaled(text, 2), Ok(hundredths));
        }
    }

    #[test]
    fn decimals_are_read_as_1c_and_people_write_them() {
        for (text, micro) in [
            ("37.5", 37_500_000),
            ("1 234,50", 1_234_500_000),
            ("-999\u{a0}999,9", -999_999_900_000),
            ("0.0123", 12_300),
            ("0.0000005", 1),
            ("0.00000049", 0),
            ("+5", 5_000_000),
        ] {
            assert_eq!(UnitPrice::parse(text), Ok(UnitPrice::from_micro(micro)), "{text}");
        }
        for text in ["", "-", "1.2.3", "12 руб", "1e5", "NaN"] {
            assert_eq!(UnitPrice::parse(text), Err(MoneyError::NotANumber), "{text}");
        }
        assert_eq!(UnitPrice::parse("99999999999999999999"), Err(MoneyError::Overflow));
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (value, by, expected) in [
            (5, 10, 1),
            (4, 10, 0),
            (-5, 10, -1),
            (-4, 10, 0),
            (15, 10, 2),
            (1, 3, 0),
            (2, 3, 1),
        ] {
            assert_eq!(div_half_away(value, by), Ok(expected), "{value}/{by}");
        }
    }

    proptest! {
        #[test]
        fn narrow_and_wide_division_agree(value in any::<i64>(), by in 1_i64..i64::MAX) {
            let wide = div_half_away(i128::from(value) << 32, i128::from(by) << 32);
            prop_assert_eq!(div_half_away(i128::from(value), i128::from(by)), wide);
        }

        #[test]
        fn what_is_written_is_read_back(micro in -9_000_000_000_000_i64..9_000_000_000_000) {
            let sign = if micro < 0 { "-" } else { "" };
            let text = format!("{sign}{}.{:06}", micro.unsigned_abs() / 1_000_000, micro.unsigned_abs() % 1_000_000);
            prop_assert_eq!(UnitPrice::parse(&text), Ok(UnitPrice::from_micro(micro)));
        }
    }
}
