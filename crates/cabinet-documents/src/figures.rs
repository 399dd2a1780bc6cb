//! Figures as a form prints them: decimal comma, thousands apart, never broken over two lines.
//!
//! The blank between thousands is U+202F, the narrow no-break space.

/// The blank between thousands.
pub const THIN_SPACE: char = '\u{202f}';

/// A sum in minor units with two decimals: `1 234,50`.
#[must_use]
pub fn sum_text(minor: i64) -> String {
    scaled_text(minor, 2, 2)
}

/// A unit price in millionths: two decimals, four or six when it has more (`12,00`, `3,1840`).
#[must_use]
pub fn price_text(micro: i64) -> String {
    let least = match micro % 10_000 {
        0 => 2,
        rest if rest % 100 == 0 => 4,
        _ => 6,
    };
    scaled_text(micro, 6, least)
}

/// A unit price in millionths for programs: a decimal point, two decimals at least, nothing between thousands (`1234.50`, `3.184`).
#[must_use]
pub fn price_decimal(micro: i64) -> String {
    scaled_text(micro, 6, 2).replace(THIN_SPACE, "").replace(',', ".")
}

/// A quantity in thousandths without trailing zeros: `12`, `1,5`.
#[must_use]
pub fn quantity_text(milli: i64) -> String {
    scaled_text(milli, 3, 0)
}

/// Cubic centimetres as cubic metres, without trailing zeros: `0,42`.
#[must_use]
pub fn volume_text(cm3: i64) -> String {
    scaled_text(cm3, 6, 0)
}

/// Writes a scaled integer, keeping at least `least` of its `digits` decimals.
fn scaled_text(value: i64, digits: u32, least: usize) -> String {
    let scale = 10_u64.pow(digits);
    let magnitude = value.unsigned_abs();
    let mut text = if value < 0 { "-".to_owned() } else { String::new() };
    text.push_str(&grouped(magnitude / scale));
    let part = format!(
        "{:0width$}",
        magnitude % scale,
        width = usize::try_from(digits).unwrap_or(0)
    );
    let significant = part.trim_end_matches('0').len().max(least);
    if let Some(kept) = part.get(..significant).filter(|kept| !kept.is_empty()) {
        text.push(',');
        text.push_str(kept);
    }
    text
}

fn grouped(whole: u64) -> String {
    let digits = whole.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(THIN_SPACE);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sums_prices_and_quantities_have_their_own_decimals() {
        for (name, text, expected) in [
            ("a sum", sum_text(123_450), "1\u{202f}234,50"),
            ("a small sum", sum_text(5), "0,05"),
            ("a refund", sum_text(-100_000_000), "-1\u{202f}000\u{202f}000,00"),
            ("a price of two decimals", price_text(12_000_000), "12,00"),
            ("a price of four decimals", price_text(3_184_500), "3,1845"),
            ("a price of three decimals", price_text(3_184_000), "3,1840"),
            ("a bolt", price_text(12_300), "0,0123"),
            ("a washer", price_text(12_345), "0,012345"),
            ("a price for programs", price_decimal(1_234_500_000), "1234.50"),
            ("a fine price for programs", price_decimal(3_184_000), "3.184"),
            ("cubic metres", volume_text(420_000), "0,42"),
            ("pieces", quantity_text(1_000_000), "1\u{202f}000"),
            ("metres", quantity_text(1_250), "1,25"),
            ("nothing", quantity_text(0), "0"),
        ] {
            assert_eq!(text, expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_figure_is_read_back_by_the_domain(minor in any::<i64>()) {
            // The reader of the domain is written for what people type, so it must accept what we print.
            prop_assert_eq!(cabinet_domain::money::parse_scaled(&sum_text(minor), 2), Ok(minor));
        }
    }
}
