//! Which barcode a text becomes, and how wide it is.

use crate::zpl::NoLabel;

/// A barcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Barcode {
    /// Thirteen digits whose last checks the others; the printer is given twelve.
    Ean13(String),
    /// Anything else of ASCII, as the printer wants it written.
    Code128(String),
}

/// A barcode with the width of its narrowest bar.
pub(super) struct Printed {
    pub(super) code: Barcode,
    pub(super) bar_dots: u32,
}

impl Barcode {
    pub(super) fn of(text: &str) -> Result<Self, NoLabel> {
        let text = text.trim();
        if let Some(twelve) = ean13(text) {
            return Ok(Self::Ean13(twelve.to_owned()));
        }
        if text.is_empty() || !text.chars().all(|c| (' '..='~').contains(&c)) {
            return Err(NoLabel::BarcodeUnprintable);
        }
        Ok(Self::Code128(text.to_owned()))
    }

    /// What stands in the field: `>` leads commands of the barcode and is written as `>0`.
    pub(super) fn data(&self) -> String {
        match self {
            Self::Ean13(digits) => digits.clone(),
            Self::Code128(text) => text.replace('>', ">0"),
        }
    }

    /// Its width in narrowest bars at the most, with the quiet zones at both sides.
    pub(super) fn modules(&self) -> u32 {
        match self {
            Self::Ean13(_) => 113,
            // Start, check, stop, and eleven bars for each character; digits take half of it.
            Self::Code128(text) => {
                let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
                letters.saturating_add(3).saturating_mul(11).saturating_add(22)
            }
        }
    }
}

impl Printed {
    /// What must stay white before the first bar.
    pub(super) fn quiet_dots(&self) -> u32 {
        self.bar_dots.saturating_mul(10)
    }
}

/// The first twelve of thirteen digits that check.
fn ean13(text: &str) -> Option<&str> {
    if text.len() != 13 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let sum: u32 = text
        .bytes()
        .enumerate()
        .map(|(at, byte)| u32::from(byte.wrapping_sub(b'0')).saturating_mul(if at % 2 == 0 { 1 } else { 3 }))
        .sum();
    sum.is_multiple_of(10).then(|| text.get(..12)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirteen_digits_that_check_are_ean_and_others_are_not() {
        assert_eq!(
            Barcode::of("4600000000008"),
            Ok(Barcode::Ean13("460000000000".to_owned()))
        );
        assert_eq!(
            Barcode::of("4600000000009"),
            Ok(Barcode::Code128("4600000000009".to_owned()))
        );
        assert_eq!(Barcode::of("A>1").map(|code| code.data()), Ok("A>01".to_owned()));
        for bad in ["", "Болт-8", "a\u{7}b"] {
            assert_eq!(Barcode::of(bad), Err(NoLabel::BarcodeUnprintable), "{bad:?}");
        }
    }
}
