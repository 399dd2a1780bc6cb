//! Text files of barcode terminals that other readers would leave undecided: `barcode,quantity`, figures of a fixed width, and
//! a row for every scan.
//!
//! Invariant: the whole text has the layout, and every barcode in it its right check digit; one row that differs leaves the
//! text to the other readers. `barcode;quantity`, tabs and columns of blanks are read as any list.

use crate::table::shapes::is_checked;
use cabinet_domain::quantity::Quantity;
use cabinet_domain::written::{self, Written};
use std::collections::BTreeSet;

/// Figures of the barcode in a row of fixed width.
const BARCODE: usize = 13;
/// Figures of such a row: three to seven are left for the quantity. Fewer could be a barcode of fourteen figures.
const WIDTHS: std::ops::RangeInclusive<usize> = 16..=20;

/// A row of a terminal.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scan<'t> {
    pub barcode: &'t str,
    pub quantity: Quantity,
}

/// The rows of a text, which has no blank ones; `None` when it is none of a terminal.
pub(crate) fn read<'t>(rows: &[&'t str]) -> Option<Vec<Scan<'t>>> {
    with_commas(rows)
        .or_else(|| of_fixed_width(rows))
        .or_else(|| scan_by_scan(rows))
}

fn with_commas<'t>(rows: &[&'t str]) -> Option<Vec<Scan<'t>>> {
    let one = |row: &&'t str| {
        let (barcode, amount) = row.trim().split_once(',')?;
        scan(barcode.trim_end(), amount.trim())
    };
    rows.iter()
        .map(one)
        .collect::<Option<Vec<_>>>()
        .filter(|all| !all.is_empty())
}

fn of_fixed_width<'t>(rows: &[&'t str]) -> Option<Vec<Scan<'t>>> {
    let width = rows.first()?.trim().len();
    let is_alike = |row: &&str| row.trim().len() == width && is_digits(row.trim());
    // One row alone may be anything.
    if rows.len() < 2 || !WIDTHS.contains(&width) || !rows.iter().all(is_alike) {
        return None;
    }
    // What has the check digit of a longer code (of a pallet, say) is such a code.
    if rows.iter().all(|row| has_check_digit(row.trim())) {
        return None;
    }
    let one = |row: &&'t str| {
        let (barcode, amount) = row.trim().split_at_checked(BARCODE)?;
        scan(barcode, amount)
    };
    rows.iter().map(one).collect()
}

/// A list of different barcodes may be one without amounts; one with repetitions tells every scan.
fn scan_by_scan<'t>(rows: &[&'t str]) -> Option<Vec<Scan<'t>>> {
    let different: BTreeSet<&str> = rows.iter().map(|row| row.trim()).collect();
    if different.len() == rows.len() {
        return None;
    }
    let one = |row: &&'t str| {
        is_barcode(row.trim()).then_some(Scan {
            barcode: row.trim(),
            quantity: Quantity::from_milli(1_000),
        })
    };
    rows.iter().map(one).collect()
}

fn scan<'t>(barcode: &'t str, amount: &str) -> Option<Scan<'t>> {
    let quantity = match written::read(amount) {
        Ok(Written::Exact(quantity)) if is_digits(amount) && quantity.is_positive() => quantity,
        _ => return None,
    };
    is_barcode(barcode).then_some(Scan { barcode, quantity })
}

fn is_barcode(text: &str) -> bool {
    matches!(text.len(), 8 | 12 | 13 | 14) && is_digits(text) && is_checked(text)
}

/// As [`is_checked`], of a code of any length.
fn has_check_digit(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit.saturating_sub(b'0')).saturating_mul(weight))
        .sum();
    sum.is_multiple_of(10)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
