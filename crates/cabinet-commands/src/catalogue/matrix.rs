//! Variants of a product as a table to type quantities into, with its totals.

use super::{ItemRowView, MatrixRowView, MatrixView, VariantView};
use crate::pricing::{Pricer, Total};
use cabinet_domain::matrix::Matrix;
use cabinet_domain::money::Currency;

/// The table; `None` where the variants are better read as a list. `vats` are the rates of the variants, in their order.
pub(super) fn of(
    variants: &[VariantView],
    characteristics: &[Vec<(String, String)>],
    vats: &[String],
    pricer: &Pricer,
) -> Option<MatrixView> {
    let matrix = Matrix::of(characteristics).filter(|matrix| matrix.places.len() == variants.len())?;
    let width = matrix.columns.len();
    let mut rows: Vec<MatrixRowView> = matrix
        .rows
        .into_iter()
        .map(|label| MatrixRowView {
            label,
            cells: vec![None; width],
            total_milli: 0,
        })
        .collect();
    let mut column_totals_milli = vec![0_i64; width];
    let mut total_milli = 0_i64;
    let mut total = Total::default();
    for ((variant, (at_row, at_column)), vat) in variants.iter().zip(&matrix.places).zip(vats) {
        let quantity = variant.row.in_draft_milli;
        total_milli = total_milli.saturating_add(quantity);
        add_sum(&mut total, &variant.row, vat, pricer);
        if let Some(sum) = column_totals_milli.get_mut(*at_column) {
            *sum = sum.saturating_add(quantity);
        }
        if let Some(row) = rows.get_mut(*at_row) {
            row.total_milli = row.total_milli.saturating_add(quantity);
            if let Some(cell) = row.cells.get_mut(*at_column) {
                *cell = Some(variant.row.clone());
            }
        }
    }
    Some(MatrixView {
        row_name: matrix.row_name,
        column_name: matrix.column_name,
        columns: matrix.columns,
        rows,
        column_totals_milli,
        total_milli,
        total_minor: total.minor(),
        currency: total.currency(),
    })
}

/// A variant without a price adds nothing, as in a draft.
fn add_sum(total: &mut Total, row: &ItemRowView, vat: &str, pricer: &Pricer) {
    let (Some(price_micro), Some(currency)) = (row.price_micro, Currency::from_code(&row.currency)) else {
        return;
    };
    if row.in_draft_milli == 0 {
        return;
    }
    match pricer.sum(price_micro, row.in_draft_milli, currency, vat) {
        Ok(sum) => total.add(sum),
        Err(_) => total.left_out = total.left_out.saturating_add(1),
    }
}
