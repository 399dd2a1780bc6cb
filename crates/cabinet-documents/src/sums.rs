//! The sums of a document, checked against each other.

use std::collections::BTreeMap;

use cabinet_domain::line::VatRate;

use crate::paper::DocumentError;

/// The sums of one line in minor units, the tax within.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineSums {
    pub sum_minor: i64,
    pub vat: Option<VatRate>,
    pub vat_minor: i64,
}

/// What stands under the goods.
#[derive(Debug)]
pub(crate) struct Sums {
    /// What is to be paid, without the tax.
    pub net_minor: i64,
    /// Tax by percent, falling; empty when no line has a percent.
    pub vat_by_percent: Vec<(u8, i64)>,
    /// What can be said of the tax.
    pub vat: VatStanding,
}

/// What a document can say of the tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VatStanding {
    /// There is some.
    Taxed,
    /// Every line is outside the tax.
    Outside,
    /// Of some line nothing is known, and of none a percent: the paper says nothing.
    Untold,
}

impl Sums {
    /// Checks the given sums.
    ///
    /// # Errors
    /// [`DocumentError::NoLines`], [`DocumentError::TotalDisagrees`], [`DocumentError::VatDisagrees`].
    pub(crate) fn checked(
        lines: impl ExactSizeIterator<Item = LineSums>,
        total_minor: i64,
        total_vat_minor: i64,
    ) -> Result<Self, DocumentError> {
        if lines.len() == 0 {
            return Err(DocumentError::NoLines);
        }
        let mut by_percent: BTreeMap<u8, i128> = BTreeMap::new();
        let (mut lines_minor, mut vat_minor) = (0_i128, 0_i128);
        let mut is_told = true;
        for line in lines {
            lines_minor += i128::from(line.sum_minor);
            vat_minor += i128::from(line.vat_minor);
            is_told &= line.vat.is_some();
            if let Some(VatRate::Percent(percent)) = line.vat {
                *by_percent.entry(percent).or_default() += i128::from(line.vat_minor);
            }
        }
        if lines_minor != i128::from(total_minor) {
            return Err(DocumentError::TotalDisagrees {
                lines_minor,
                total_minor,
            });
        }
        let disagrees = || DocumentError::VatDisagrees {
            lines_minor: vat_minor,
            total_minor: total_vat_minor,
        };
        if vat_minor != i128::from(total_vat_minor) {
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
        let vat = if !vat_by_percent.is_empty() {
            VatStanding::Taxed
        } else if is_told {
            VatStanding::Outside
        } else {
            VatStanding::Untold
        };
        Ok(Self {
            net_minor: total_minor.checked_sub(total_vat_minor).ok_or_else(disagrees)?,
            vat_by_percent,
            vat,
        })
    }
}
