//! Figures of a shipment's lines as the forms of the state print them, and what some of the lines add up to.

use std::ops::Range;

use cabinet_domain::line::VatRate;

use crate::figures::{price_text, quantity_text, sum_text};
use crate::shipment::{Shipment, ShippedLine};
use crate::words::{Gender, Language, capitalised, cardinal};

impl ShippedLine {
    /// The price without tax; empty where the tax is not known.
    pub(super) fn net_price(&self) -> String {
        self.net_price_micro.map(price_text).unwrap_or_default()
    }

    /// The sum without tax; empty where the tax is not known.
    pub(super) fn net_sum(&self) -> String {
        self.vat
            .map(|_| sum_text(self.sum_minor.saturating_sub(self.vat_minor)))
            .unwrap_or_default()
    }

    /// The tax; empty where it is not known.
    pub(super) fn tax(&self) -> String {
        self.vat.map(|_| sum_text(self.vat_minor)).unwrap_or_default()
    }

    /// `22%`, or the words of the form for goods outside the tax; empty where it is not known.
    pub(super) fn rate(&self, without: &str) -> String {
        match self.vat {
            Some(VatRate::Percent(percent)) => format!("{percent}%"),
            Some(VatRate::None) => without.to_owned(),
            None => String::new(),
        }
    }
}

/// What some lines add up to; `None` where one of them does not tell.
pub(super) struct Part {
    pub sum_minor: i64,
    pub vat_minor: Option<i64>,
    /// Only where all have one unit: pieces and metres do not add up.
    pub quantity_milli: Option<i64>,
    pub gross_g: Option<i64>,
}

impl Part {
    /// Adds up the lines of a range.
    pub(super) fn of(shipment: &Shipment, range: Range<usize>) -> Self {
        let lines = shipment.lines.get(range).unwrap_or_default();
        let unit = lines.first().map(|line| line.unit.as_str());
        let add = |value: &dyn Fn(&ShippedLine) -> Option<i64>| {
            lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(value(line)?))
        };
        Self {
            // The total of the document was checked to fit, and no line is negative in a shipment that has one.
            sum_minor: lines.iter().fold(0, |sum, line| line.sum_minor.saturating_add(sum)),
            vat_minor: add(&|line| line.vat.map(|_| line.vat_minor)),
            quantity_milli: add(&|line| (Some(line.unit.as_str()) == unit).then_some(line.quantity_milli)),
            gross_g: add(&|line| line.gross_g),
        }
    }

    pub(super) fn net(&self) -> String {
        self.vat_minor
            .map(|vat| sum_text(self.sum_minor.saturating_sub(vat)))
            .unwrap_or_default()
    }

    pub(super) fn tax(&self) -> String {
        self.vat_minor.map(sum_text).unwrap_or_default()
    }

    pub(super) fn total(&self) -> String {
        sum_text(self.sum_minor)
    }

    pub(super) fn quantity(&self) -> String {
        self.quantity_milli.map(quantity_text).unwrap_or_default()
    }

    /// Kilograms.
    pub(super) fn gross(&self) -> String {
        self.gross_g.map(quantity_text).unwrap_or_default()
    }
}

/// A count in words, as forms ask for it: «Сорок».
pub(super) fn count_in_words(count: usize, gender: Gender, language: Language) -> String {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    capitalised(&cardinal(count, gender, language))
}

/// A mass in words: «Сто двадцать кг 500 г».
pub(super) fn mass_in_words(grams: i64, language: Language) -> String {
    let grams = grams.unsigned_abs();
    let (kilograms, rest) = (grams / 1000, grams % 1000);
    let words = capitalised(&cardinal(kilograms, Gender::Masculine, language));
    format!("{words} кг {rest:03} г")
}
