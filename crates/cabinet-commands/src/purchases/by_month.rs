//! `purchases_by_month`.

use super::MonthView;
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use cabinet_domain::access::Right;
use cabinet_mirror::MonthSum;
use std::collections::{BTreeMap, BTreeSet};

/// Orders of one legal entity or of all, by months and currencies, the oldest first and without gaps: a month without an
/// order is there with zero. Entities whose documents or prices the role does not see are not in it.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn by_month(cabinet: &Cabinet, entity: Option<String>) -> Result<Vec<MonthView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let mut sums = Vec::new();
            for grant in open.grants_of(entity.as_deref())? {
                if grant.role.may(Right::SeeDocuments) && grant.role.may(Right::SeePrices) {
                    sums.extend(open.documents(&grant.entity)?.purchases_by_month()?);
                }
            }
            together(sums)
        })
        .await
}

/// Sums of several entities as one, with the months between.
fn together(sums: Vec<MonthSum>) -> Result<Vec<MonthView>, CommandError> {
    let currencies: BTreeSet<String> = sums.iter().map(|sum| sum.currency.clone()).collect();
    let first = sums.iter().map(|sum| sum.month.clone()).min();
    let last = sums.iter().map(|sum| sum.month.clone()).max();
    let mut by_month: BTreeMap<(String, String), (i64, u32)> = BTreeMap::new();
    for month in first
        .zip(last)
        .into_iter()
        .flat_map(|(first, last)| months(&first, &last))
    {
        for currency in &currencies {
            by_month.insert((month.clone(), currency.clone()), (0, 0));
        }
    }
    for sum in sums {
        let (total_minor, orders) = by_month.entry((sum.month, sum.currency)).or_default();
        *total_minor = total_minor
            .checked_add(sum.total_minor)
            .ok_or_else(|| CommandError::new(ErrorCode::Internal, "the sum of a month is out of range"))?;
        *orders = orders.saturating_add(sum.orders);
    }
    Ok(by_month
        .into_iter()
        .map(|((month, currency), (total_minor, orders))| MonthView {
            month,
            currency,
            total_minor,
            orders,
        })
        .collect())
}

/// Every `YYYY-MM` from one to another, both included; none where they cannot be read.
pub(super) fn months(first: &str, last: &str) -> Vec<String> {
    let number = |text: &str| -> Option<u32> {
        let (year, month) = text.split_once('-')?;
        year.parse::<u32>()
            .ok()?
            .checked_mul(12)?
            .checked_add(month.parse::<u32>().ok()?.checked_sub(1)?)
    };
    let (Some(first), Some(last)) = (number(first), number(last)) else {
        return Vec::new();
    };
    (first..=last)
        .map(|at| format!("{:04}-{:02}", at / 12, at % 12 + 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(month: &str, currency: &str, total_minor: i64, orders: u32) -> MonthSum {
        MonthSum {
            month: month.to_owned(),
            currency: currency.to_owned(),
            total_minor,
            orders,
        }
    }

    fn shown(sums: Vec<MonthSum>) -> Vec<(String, String, i64, u32)> {
        let views = together(sums).unwrap();
        views
            .into_iter()
            .map(|view| (view.month, view.currency, view.total_minor, view.orders))
            .collect()
    }

    #[test]
    fn entities_are_added_up_and_empty_months_are_there() {
        let owned = |rows: &[(&str, &str, i64, u32)]| -> Vec<_> {
            rows.iter()
                .map(|(m, c, t, n)| ((*m).to_owned(), (*c).to_owned(), *t, *n))
                .collect()
        };
        assert_eq!(
            shown(vec![
                sum("2025-11", "RUB", 100, 1),
                sum("2026-01", "RUB", 5, 1),
                sum("2026-01", "RUB", 7, 2)
            ]),
            owned(&[
                ("2025-11", "RUB", 100, 1),
                ("2025-12", "RUB", 0, 0),
                ("2026-01", "RUB", 12, 3)
            ])
        );
        assert_eq!(
            shown(vec![sum("2026-01", "UAH", 1, 1), sum("2026-02", "RUB", 2, 1)]),
            owned(&[
                ("2026-01", "RUB", 0, 0),
                ("2026-01", "UAH", 1, 1),
                ("2026-02", "RUB", 2, 1),
                ("2026-02", "UAH", 0, 0)
            ])
        );
        assert_eq!(shown(Vec::new()), Vec::new());
        assert!(together(vec![sum("2026-01", "RUB", i64::MAX, 1), sum("2026-01", "RUB", 1, 1)]).is_err());
    }
}
