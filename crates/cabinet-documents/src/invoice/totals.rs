//! The sums of an invoice, checked against each other.

use std::collections::BTreeMap;

use cabinet_domain::line::VatRate;

use crate::invoice::{DocumentError, Invoice};

/// What stands under the goods.
pub(super) struct Totals {
    /// What the printed sums of the lines add up to: with the tax, or without it when it was added on top.
    pub goods_minor: i64,
    /// Tax by percent, falling; empty when no line has a percent.
    pub vat_by_percent: Vec<(u8, i64)>,
    /// What can be said of the tax.
    pub vat: VatStanding,
}

/// What an invoice can say of the tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VatStanding {
    /// There is some.
    Taxed,
    /// Every line is outside the tax.
    Outside,
    /// Of some line nothing is known, and of none a percent: the paper says nothing.
    Untold,
}

impl Totals {
    /// Checks the given sums.
    ///
    /// # Errors
    /// [`DocumentError::NoLines`], [`DocumentError::TotalDisagrees`], [`DocumentError::VatDisagrees`].
    pub(super) fn checked(invoice: &Invoice) -> Result<Self, DocumentError> {
        if invoice.lines.is_empty() {
            return Err(DocumentError::NoLines);
        }
        let lines_minor: i128 = invoice.lines.iter().map(|line| i128::from(line.sum_minor)).sum();
        if lines_minor != i128::from(invoice.total_minor) {
            return Err(DocumentError::TotalDisagrees {
                lines_minor,
                total_minor: invoice.total_minor,
            });
        }
        let mut by_percent: BTreeMap<u8, i128> = BTreeMap::new();
        let mut vat_minor = 0_i128;
        for line in &invoice.lines {
            vat_minor += i128::from(line.vat_minor);
            if let Some(VatRate::Percent(percent)) = line.vat {
                *by_percent.entry(percent).or_default() += i128::from(line.vat_minor);
            }
        }
        let disagrees = || DocumentError::VatDisagrees {
            lines_minor: vat_minor,
            total_minor: invoice.vat_minor,
        };
        if vat_minor != i128::from(invoice.vat_minor) {
            return Err(disagrees());
        }
        let vat_by_percent = by_percent
            .into_iter()
            .rev()
            .map(|(percent, minor)| i64::try_from(minor).map(|minor| (percent, minor)))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| disagrees())?;
        // Tax on a line that is outside the tax would print nowhere.
        if vat_by_percent.iter().map(|(_, minor)| i128::from(*minor)).sum::<i128>() != vat_minor {
            return Err(disagrees());
        }
        let goods_minor = if invoice.vat_on_top {
            invoice
                .total_minor
                .checked_sub(invoice.vat_minor)
                .ok_or_else(disagrees)?
        } else {
            invoice.total_minor
        };
        let vat = if !vat_by_percent.is_empty() {
            VatStanding::Taxed
        } else if invoice.lines.iter().all(|line| line.vat.is_some()) {
            VatStanding::Outside
        } else {
            VatStanding::Untold
        };
        Ok(Self {
            goods_minor,
            vat_by_percent,
            vat,
        })
    }
}
