//! Numbers, days and yes or no in the cells of a table of rules. A text that two readers may take for two things is none.

use cabinet_domain::delivery::read_date;
use cabinet_domain::line::VatRate;
use cabinet_domain::money::parse_scaled;
use cabinet_domain::quantity::Quantity;
use cabinet_domain::service::{LENGTH_LIMIT_MM, ServiceAsks, ServicePer};
use cabinet_domain::written::{self, Written};
use time::{Date, Month};

/// The largest price or sum that is read, in millionths: a billion.
const LARGEST_MICRO: i64 = 1_000_000_000_000_000;

/// A price or a sum of money in millionths, not below zero.
pub(crate) fn money_micro(text: &str) -> Result<i64, String> {
    let is_doubtful = text
        .split_once(',')
        .is_some_and(|(whole, rest)| rest.len() == 3 && !rest.contains('.') && !matches!(whole, "" | "0"));
    if is_doubtful {
        return Err(format!(
            "«{text}» may be read in two ways; write it without a comma, or with two decimals"
        ));
    }
    match parse_scaled(text, 6) {
        Ok(micro) if (0..=LARGEST_MICRO).contains(&micro) => Ok(micro),
        Ok(_) => Err(format!("«{text}» is below zero or above a billion")),
        Err(_) => Err(format!("«{text}» is not an amount of money")),
    }
}

/// A sum in kopecks, above zero.
pub(crate) fn sum_minor(text: &str) -> Result<i64, String> {
    let micro = money_micro(text)?;
    if micro <= 0 || micro % 10_000 != 0 {
        return Err(format!("«{text}» is not a sum above zero in whole kopecks"));
    }
    Ok(micro / 10_000)
}

/// Thousandths of a percent, above zero.
pub(super) fn percent_milli(text: &str, most: i64) -> Result<i64, String> {
    let number = text.trim_end_matches('%').trim();
    match parse_scaled(number, 3) {
        Ok(milli) if milli > 0 && milli <= most.saturating_mul(1000) => Ok(milli),
        Ok(_) => Err(format!("«{text}» is not above 0 and up to {most} percent")),
        Err(_) => Err(format!("«{text}» is not a percent")),
    }
}

/// A quantity above zero.
pub(super) fn quantity(text: &str) -> Result<Quantity, String> {
    match written::read(text) {
        Ok(Written::Exact(quantity)) if quantity.is_positive() => Ok(quantity),
        Ok(Written::Exact(_)) => Err(format!("«{text}» is not above zero")),
        Ok(Written::Doubtful(_)) => Err(format!(
            "«{text}» may be read in two ways; write it without blanks and commas"
        )),
        Err(error) => Err(format!("«{text}»: {error}")),
    }
}

/// What the price of a service is for.
pub(super) fn per(text: &str) -> Result<ServicePer, String> {
    match text.to_lowercase().replace('ё', "е").as_str() {
        "line" | "строка" | "рядок" => Ok(ServicePer::Line),
        "piece" | "часть" | "деталь" | "частина" => Ok(ServicePer::Piece),
        "cut" | "рез" | "різ" => Ok(ServicePer::Cut),
        "unit" | "единица" | "одиниця" | "метр" => Ok(ServicePer::Unit),
        _ => Err(format!(
            "«{text}» is nothing that a service is paid for; write line, piece, cut or unit (строка, часть, рез, единица)"
        )),
    }
}

/// What must be said of a service; what is paid by the piece or the cut cannot do without their number.
pub(super) fn asks(text: &str, per: ServicePer) -> Result<ServiceAsks, String> {
    let is_counted = matches!(per, ServicePer::Piece | ServicePer::Cut);
    match text.to_lowercase().as_str() {
        "" if is_counted => Ok(ServiceAsks::Pieces),
        "" | "nothing" | "нет" | "ні" if !is_counted => Ok(ServiceAsks::Nothing),
        "pieces" | "части" | "частини" | "количество" | "кількість" => {
            Ok(ServiceAsks::Pieces)
        }
        "lengths" | "length" | "длина" | "довжина" | "длина, части" | "довжина, частини" => {
            Ok(ServiceAsks::Lengths)
        }
        _ => Err(format!(
            "«{text}» is nothing that is asked of such a service; write pieces or lengths (части, длина)"
        )),
    }
}

/// A length in whole millimetres, above zero.
pub(super) fn length_mm(text: &str) -> Result<i64, String> {
    match text.replace([' ', '\u{a0}'], "").parse::<i64>() {
        Ok(mm) if (1..=LENGTH_LIMIT_MM).contains(&mm) => Ok(mm),
        _ => Err(format!(
            "«{text}» is not a length in whole millimetres up to a kilometre"
        )),
    }
}

/// A rate of VAT.
pub(super) fn vat(text: &str) -> Result<VatRate, String> {
    VatRate::parse(text).ok_or_else(|| format!("«{text}» is no rate of VAT; write 20, 10, 0 or «без НДС»"))
}

/// A day as `2026-12-31` or `31.12.2026`.
pub(super) fn day(text: &str) -> Result<Date, String> {
    let dotted = || {
        let mut parts = text.split('.').map(|part| part.parse::<u16>().ok());
        let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
    };
    let found = read_date(text).or_else(dotted);
    found
        .filter(|day| (1990..=2200).contains(&day.year()))
        .ok_or_else(|| format!("«{text}» is not a day; write 31.12.2026 or 2026-12-31"))
}

/// Yes or no.
pub(super) fn flag(text: &str) -> Result<bool, String> {
    match text.to_lowercase().as_str() {
        "" | "нет" | "ні" | "no" | "0" | "false" => Ok(false),
        "да" | "так" | "yes" | "1" | "true" | "+" => Ok(true),
        _ => Err(format!("«{text}» is neither yes nor no; write «да» or «нет»")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubtful_and_impossible_cells_are_refused() {
        assert_eq!(money_micro("1234,50"), Ok(1_234_500_000));
        assert_eq!(money_micro("0,015"), Ok(15_000));
        assert_eq!(money_micro("1 234.567"), Ok(1_234_567_000));
        for text in ["1,234", "-5", "abc", "99999999999"] {
            assert!(money_micro(text).is_err(), "{text}");
        }
        assert_eq!(sum_minor("10000"), Ok(1_000_000));
        assert!(sum_minor("0").is_err() && sum_minor("1.005").is_err());
        assert_eq!(percent_milli("7,5 %", 100), Ok(7_500));
        for text in ["0", "-3", "100.5", "x"] {
            assert!(percent_milli(text, 100).is_err(), "{text}");
        }
        assert_eq!(quantity("1,5"), Ok(Quantity::from_milli(1_500)));
        for text in ["1,000", "0", "-1", "много"] {
            assert!(quantity(text).is_err(), "{text}");
        }
        assert_eq!(day("31.12.2026"), day("2026-12-31"));
        for text in ["31.02.2026", "2026", "0001-01-01", "12/31/2026"] {
            assert!(day(text).is_err(), "{text}");
        }
        assert_eq!(
            (flag("Да"), flag(""), flag("может").is_err()),
            (Ok(true), Ok(false), true)
        );
    }
}
