//! The size of a paper from its standard name (PWG 5101.1): `iso_a4_210x297mm`, `na_letter_8.5x11in`.

/// Width and height in hundredths of a millimetre; `None` for a name that says no size.
pub(super) fn of_paper(name: &str) -> Option<(i32, i32)> {
    let size = name.rsplit('_').next()?;
    // A thousandth of an inch is 2.54 hundredths of a millimetre.
    let (size, times, parts) = if let Some(size) = size.strip_suffix("mm") {
        (size, 1, 10)
    } else {
        (size.strip_suffix("in")?, 254, 100)
    };
    let (width, height) = size.split_once('x')?;
    let hundredths = |text: &str| -> Option<i32> {
        let all = i64::from(thousandths(text)?).checked_mul(times)?;
        i32::try_from(all.checked_div(parts)?).ok()
    };
    Some((hundredths(width)?, hundredths(height)?))
}

/// Reads `8.5` as 8500.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || part.len() > 3 || !whole.chars().chain(part.chars()).all(|c| c.is_ascii_digit()) {
        return None;
    }
    format!("{whole}{part:0<3}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_exact() {
        for (name, size) in [
            ("iso_a4_210x297mm", Some((21000, 29700))),
            ("na_letter_8.5x11in", Some((21590, 27940))),
            ("na_index-3x5_3x5in", Some((7620, 12700))),
            ("iso_c7c6_81x162mm", Some((8100, 16200))),
            ("oe_photo-l_3.5x5in", Some((8890, 12700))),
            ("custom_58x40mm_58x40mm", Some((5800, 4000))),
            ("na_legal", None),
            ("auto", None),
            ("x_y_1.2345x2mm", None),
            ("x_y_99999999999x2mm", None),
        ] {
            assert_eq!(of_paper(name), size, "{name}");
        }
    }
}
