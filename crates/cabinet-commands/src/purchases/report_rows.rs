//! Rows of a report: what the legal entities bought and what went back, as one table with the sums of each currency. Pure.

use super::by_month::months;
use super::returned::Returned;
use super::{PurchaseReport, ReportBy, ReportLeftOut, ReportRowView, ReportTotal};
use cabinet_domain::unit_word::unit_key;
use cabinet_mirror::purchase_report::{ReportError, ReportRow};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What a row is told apart by: key, unit of goods however it is written, currency.
type Group = (String, String, String);

/// A report that grows.
pub(super) struct Rows {
    by: ReportBy,
    groups: BTreeMap<Group, ReportRowView>,
    totals: BTreeMap<String, ReportTotal>,
    left_out: ReportLeftOut,
}

impl Rows {
    pub(super) const fn new(by: ReportBy) -> Self {
        Self {
            by,
            groups: BTreeMap::new(),
            totals: BTreeMap::new(),
            left_out: ReportLeftOut {
                cancelled_orders: 0,
                dropped_lines: 0,
                returns_without_sum: 0,
            },
        }
    }

    /// What was bought; several rows of one key are added up.
    pub(super) fn bought(&mut self, row: &ReportRow) -> Result<(), ReportError> {
        let there = self.row(&row.key, (&row.article, &row.name), &row.unit, &row.currency);
        there.total_minor = plus(there.total_minor, row.total_minor)?;
        there.orders = there.orders.saturating_add(row.orders);
        if let (Some(quantity), Some(more)) = (&mut there.quantity_milli, row.quantity_milli) {
            *quantity = plus(*quantity, more)?;
        }
        Ok(())
    }

    /// All that a legal entity bought in a currency.
    pub(super) fn bought_in_all(&mut self, row: &ReportRow) -> Result<(), ReportError> {
        let total = self.total(&row.currency);
        total.total_minor = plus(total.total_minor, row.total_minor)?;
        total.orders = total.orders.saturating_add(row.orders);
        Ok(())
    }

    /// What went back.
    pub(super) fn returned(&mut self, part: &Returned) -> Result<(), ReportError> {
        let there = self.row(&part.key, (&part.article, &part.name), &part.unit, &part.currency);
        there.returned_minor = plus(there.returned_minor, part.sum_minor)?;
        if let Some(quantity) = &mut there.returned_milli {
            *quantity = plus(*quantity, part.quantity_milli)?;
        }
        let total = self.total(&part.currency);
        total.returned_minor = plus(total.returned_minor, part.sum_minor)?;
        Ok(())
    }

    pub(super) fn leave_out(&mut self, more: ReportLeftOut) {
        let left_out = &mut self.left_out;
        left_out.cancelled_orders = left_out.cancelled_orders.saturating_add(more.cancelled_orders);
        left_out.dropped_lines = left_out.dropped_lines.saturating_add(more.dropped_lines);
        left_out.returns_without_sum = left_out.returns_without_sum.saturating_add(more.returns_without_sum);
    }

    /// The report, in its order.
    pub(super) fn finished(mut self) -> Result<PurchaseReport, ReportError> {
        if self.by == ReportBy::Month {
            self.fill_months();
        }
        for total in self.totals.values_mut() {
            total.net_minor = minus(total.total_minor, total.returned_minor)?;
        }
        let mut rows: Vec<ReportRowView> = self.groups.into_values().collect();
        for row in &mut rows {
            row.net_minor = minus(row.total_minor, row.returned_minor)?;
            let whole = self.totals.get(&row.currency).map_or(0, |total| total.net_minor);
            row.share_bp = share_bp(row.net_minor, whole);
        }
        if self.by != ReportBy::Month {
            rows.sort_by_key(|row| (row.currency.clone(), Reverse(row.net_minor)));
        }
        Ok(PurchaseReport {
            rows,
            totals: self.totals.into_values().collect(),
            left_out: self.left_out,
        })
    }

    /// A month without a purchase between two that have one is there with zero, so that a chart does not push its neighbours
    /// together. A mistyped year of a document of return makes no months.
    fn fill_months(&mut self) {
        let has_orders = self.groups.values().filter(|row| row.orders > 0);
        let there: BTreeSet<String> = has_orders.map(|row| row.key.clone()).collect();
        let (Some(first), Some(last)) = (there.first(), there.last()) else {
            return;
        };
        let currencies: Vec<String> = self.totals.keys().cloned().collect();
        for month in months(first, last) {
            for currency in &currencies {
                self.row(&month, ("", ""), "", currency);
            }
        }
    }

    fn row(&mut self, key: &str, (article, name): (&str, &str), unit: &str, currency: &str) -> &mut ReportRowView {
        let of_goods = (self.by == ReportBy::Goods).then_some(0);
        self.groups
            .entry((key.to_owned(), unit_key(unit), currency.to_owned()))
            .or_insert_with(|| ReportRowView {
                key: key.to_owned(),
                article: article.to_owned(),
                name: name.to_owned(),
                unit: unit.to_owned(),
                currency: currency.to_owned(),
                orders: 0,
                quantity_milli: of_goods,
                returned_milli: of_goods,
                total_minor: 0,
                returned_minor: 0,
                net_minor: 0,
                share_bp: 0,
            })
    }

    fn total(&mut self, currency: &str) -> &mut ReportTotal {
        self.totals.entry(currency.to_owned()).or_insert_with(|| ReportTotal {
            currency: currency.to_owned(),
            total_minor: 0,
            returned_minor: 0,
            net_minor: 0,
            orders: 0,
        })
    }
}

fn plus(a: i64, b: i64) -> Result<i64, ReportError> {
    a.checked_add(b).ok_or(ReportError::TooMuch)
}

fn minus(a: i64, b: i64) -> Result<i64, ReportError> {
    a.checked_sub(b).ok_or(ReportError::TooMuch)
}

/// The part of a whole in hundredths of a percent, rounded half up; 0 of nothing, and where nothing is left.
fn share_bp(part: i64, whole: i64) -> u32 {
    if part <= 0 || whole <= 0 {
        return 0;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    let twice = part.saturating_mul(20_000).saturating_add(whole);
    let share = twice.checked_div(whole.saturating_mul(2)).unwrap_or(0);
    u32::try_from(share).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str, currency: &str, total_minor: i64, orders: u32, quantity_milli: Option<i64>) -> ReportRow {
        ReportRow {
            key: key.to_owned(),
            article: String::new(),
            name: key.to_owned(),
            unit: String::new(),
            currency: currency.to_owned(),
            orders,
            quantity_milli,
            total_minor,
        }
    }

    fn back(key: &str, currency: &str, quantity_milli: i64, sum_minor: i64) -> Returned {
        Returned {
            key: key.to_owned(),
            article: String::new(),
            name: key.to_owned(),
            unit: String::new(),
            currency: currency.to_owned(),
            quantity_milli,
            sum_minor,
        }
    }

    fn report(
        by: ReportBy,
        bought: Vec<ReportRow>,
        all: &[ReportRow],
        went_back: &[Returned],
    ) -> Result<PurchaseReport, ReportError> {
        let mut rows = Rows::new(by);
        for row in bought {
            rows.bought(&row)?;
        }
        for row in all {
            rows.bought_in_all(row)?;
        }
        for part in went_back {
            rows.returned(part)?;
        }
        rows.finished()
    }

    #[test]
    fn entities_are_added_up_and_the_dearest_comes_first() {
        let rows = vec![
            row("bolt", "RUB", 100, 1, Some(1000)),
            row("nut", "RUB", 700, 2, Some(2000)),
            row("bolt", "RUB", 200, 1, Some(500)),
            row("bolt", "UAH", 5, 1, Some(1)),
        ];
        let all = [
            row("", "RUB", 800, 2, None),
            row("", "RUB", 200, 1, None),
            row("", "UAH", 5, 1, None),
        ];
        let report = report(ReportBy::Goods, rows, &all, &[]).unwrap();
        let shown: Vec<_> = report
            .rows
            .iter()
            .map(|row| {
                (
                    row.key.as_str(),
                    row.net_minor,
                    row.orders,
                    row.quantity_milli,
                    row.share_bp,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("nut", 700, 2, Some(2000), 7000),
                ("bolt", 300, 2, Some(1500), 3000),
                ("bolt", 5, 1, Some(1), 10_000)
            ]
        );
        assert_eq!((report.totals[0].total_minor, report.totals[0].orders), (1000, 3));
    }

    #[test]
    fn what_went_back_stands_apart_and_is_taken_off() {
        let rows = vec![
            row("bolt", "RUB", 300, 1, Some(3000)),
            row("nut", "RUB", 100, 1, Some(1000)),
        ];
        let all = [row("", "RUB", 400, 1, None)];
        let went_back = [
            back("bolt", "RUB", 2500, 250),
            back("", "RUB", 0, 10),
            back("", "UAH", 0, 7),
        ];
        let report = report(ReportBy::Goods, rows, &all, &went_back).unwrap();
        let shown: Vec<_> = report
            .rows
            .iter()
            .map(|row| {
                (
                    row.key.as_str(),
                    row.total_minor,
                    row.returned_minor,
                    row.net_minor,
                    row.returned_milli,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("nut", 100, 0, 100, Some(0)),
                ("bolt", 300, 250, 50, Some(2500)),
                ("", 0, 10, -10, Some(0)),
                ("", 0, 7, -7, Some(0))
            ]
        );
        for total in &report.totals {
            let of_rows: i64 = report
                .rows
                .iter()
                .filter(|row| row.currency == total.currency)
                .map(|row| row.net_minor)
                .sum();
            assert_eq!(of_rows, total.net_minor, "{}", total.currency);
        }
        assert_eq!(report.rows[2].share_bp, 0, "what went back is no part of what is left");
    }

    #[test]
    fn a_unit_is_one_however_it_is_written() {
        let mut bought = row("bolt", "RUB", 300, 1, Some(3000));
        bought.unit = "шт".to_owned();
        let mut went_back = back("bolt", "RUB", 1000, 100);
        went_back.unit = "Шт.".to_owned();
        let all = [row("", "RUB", 300, 1, None)];
        let report = report(ReportBy::Goods, vec![bought], &all, &[went_back]).unwrap();
        let shown: Vec<_> = report
            .rows
            .iter()
            .map(|row| (row.unit.as_str(), row.returned_milli, row.net_minor))
            .collect();
        assert_eq!(shown, [("шт", Some(1000), 200)]);
    }

    #[test]
    fn months_have_no_gaps_in_any_currency() {
        let rows = vec![row("2025-12", "RUB", 5, 1, None), row("2026-02", "UAH", 7, 1, None)];
        let all = [row("", "RUB", 5, 1, None), row("", "UAH", 7, 1, None)];
        let report = report(ReportBy::Month, rows, &all, &[]).unwrap();
        let shown: Vec<_> = report
            .rows
            .iter()
            .map(|row| (row.key.as_str(), row.currency.as_str(), row.net_minor))
            .collect();
        assert_eq!(
            shown,
            [
                ("2025-12", "RUB", 5),
                ("2025-12", "UAH", 0),
                ("2026-01", "RUB", 0),
                ("2026-01", "UAH", 0),
                ("2026-02", "RUB", 0),
                ("2026-02", "UAH", 7)
            ]
        );
    }

    #[test]
    fn a_sum_beyond_64_bits_is_an_error() {
        let all = [row("", "RUB", i64::MAX, 1, None), row("", "RUB", 1, 1, None)];
        assert!(matches!(
            report(ReportBy::Month, Vec::new(), &all, &[]),
            Err(ReportError::TooMuch)
        ));
    }

    #[test]
    fn a_share_is_rounded_and_of_nothing_there_is_none() {
        for (part, whole, expected) in [
            (1, 3, 3333),
            (2, 3, 6667),
            (0, 5, 0),
            (5, 0, 0),
            (7, 7, 10_000),
            (-1, 3, 0),
            (5, -3, 0),
        ] {
            assert_eq!(share_bp(part, whole), expected, "{part} of {whole}");
        }
    }
}
