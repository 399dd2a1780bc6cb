//! What does not add up in a document.
//!
//! Sums are compared to the kopeck, but for price times quantity, where the price in the file is itself rounded.

use crate::model::{Doubt, Line, Party, Rate, Side, Sums, Upd, Which};
use cabinet_domain::line::{VatRate, line_sum};
use cabinet_domain::money::{Currency, Money};
use cabinet_domain::tax_id::check_tax_id;
use cabinet_domain::vat_by_date::{VatCountry, is_usual_percent};

/// The editions that this reader was written for.
const KNOWN_VERSIONS: [&str; 3] = ["5.01", "5.02", "5.03"];

/// Adds the doubts.
pub(crate) fn look(upd: &mut Upd) {
    let mut doubts = Vec::new();
    if !KNOWN_VERSIONS.contains(&upd.version.as_str()) {
        doubts.push(Doubt::Version {
            version: upd.version.chars().take(40).collect(),
        });
    }
    let is_separate = |party: &&Party| **party != upd.seller && **party != upd.buyer;
    let sides = [
        (Side::Seller, Some(&upd.seller)),
        (Side::Buyer, Some(&upd.buyer)),
        (Side::Consignor, upd.consignor.as_ref().filter(is_separate)),
        (Side::Consignee, upd.consignee.as_ref().filter(is_separate)),
    ];
    for (side, party) in sides {
        if let Some(number) = party.and_then(|party| party.inn.as_ref())
            && !check_tax_id(number).is_valid
        {
            doubts.push(Doubt::TaxNumber {
                side,
                number: number.chars().take(40).collect(),
            });
        }
    }
    if upd.lines.is_empty() {
        doubts.push(Doubt::NoLines);
    }
    for (index, line) in upd.lines.iter().enumerate() {
        of_line(
            line,
            index.saturating_add(1),
            upd.date.year(),
            upd.currency,
            &mut doubts,
        );
    }
    totals(upd, &mut doubts);
    upd.doubts.append(&mut doubts);
}

fn of_line(line: &Line, number: usize, year: i32, currency: Currency, doubts: &mut Vec<Doubt>) {
    match &line.rate {
        Rate::Of(VatRate::Percent(percent)) | Rate::Inside(percent)
            if !is_usual_percent(VatCountry::Russia, year, *percent) =>
        {
            doubts.push(Doubt::UnusualRate {
                line: number,
                percent: *percent,
            });
        }
        Rate::Unknown(written) => doubts.push(Doubt::UnknownRate {
            line: number,
            written: written.clone(),
        }),
        _ => {}
    }
    if let (Some(price), Some(quantity), Some(stated)) = (line.price, line.quantity, line.sums.net)
        && let Ok(computed) = line_sum(price, quantity, currency)
    {
        // Prices are commonly given with two decimals although sums are not made of them: half a kopeck for each unit.
        let slack = quantity.milli().unsigned_abs().div_ceil(2_000).saturating_add(1);
        if stated.minor().abs_diff(computed.minor()) > slack {
            doubts.push(Doubt::LineSum {
                line: number,
                stated,
                computed,
            });
        }
    }
    if let Sums {
        net: Some(net),
        vat: Some(vat),
        gross: Some(stated),
    } = line.sums
        && let Ok(computed) = net.plus(vat)
        && computed != stated
    {
        doubts.push(Doubt::LineTax {
            line: number,
            stated,
            computed,
        });
    }
}

/// Takes one kind of sum out of three.
type Of = fn(&Sums) -> Option<Money>;

fn totals(upd: &Upd, doubts: &mut Vec<Doubt>) {
    let kinds: [(Which, Of); 3] = [
        (Which::Net, |sums| sums.net),
        (Which::Vat, |sums| sums.vat),
        (Which::Gross, |sums| sums.gross),
    ];
    for (which, of) in kinds {
        let Some(stated) = of(&upd.totals) else {
            continue;
        };
        // A line that does not state the sum leaves nothing to compare with.
        let computed = upd.lines.iter().try_fold(Money::zero(upd.currency), |sum, line| {
            of(&line.sums).and_then(|more| sum.plus(more).ok())
        });
        if let Some(computed) = computed.filter(|computed| *computed != stated) {
            doubts.push(Doubt::Total {
                which,
                stated,
                computed,
            });
        }
    }
}
