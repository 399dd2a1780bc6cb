//! A УПД as the gateway keeps it.

use crate::access::entities::TaxCodes;
use crate::documents::facts::{Doubt, Facts, Hint, Line};
use cabinet_domain::delivery::write_date;
use cabinet_domain::money::Money;
use cabinet_domain::supplier_document::DocumentKind;
use upd::model::{self, Function, Upd, Which};

/// Names of the free pairs in which programs put numbers of orders, folded.
const ORDER_NOTES: [&str; 4] = ["номерзаказа", "заказ", "номерзаказапокупателя", "order"];

/// The facts of a УПД.
pub(super) fn facts(upd: &Upd) -> Facts {
    let kind = match upd.function {
        Function::Invoice => DocumentKind::TaxInvoice,
        Function::InvoiceAndTransfer | Function::Transfer => DocumentKind::Upd,
    };
    let mut hints: Vec<Hint> = upd.bases.iter().filter_map(|basis| hint(basis, false)).collect();
    hints.extend(upd.shipping_papers.iter().filter_map(|paper| hint(paper, true)));
    let of_orders = upd.notes.iter().filter(|(name, _)| is_order_note(name));
    hints.extend(of_orders.map(|(_, value)| Hint {
        number: value.clone(),
        ..Hint::default()
    }));
    let codes = TaxCodes::sort(
        upd.buyer.inn.as_deref().unwrap_or_default(),
        upd.buyer.kpp.as_deref().unwrap_or_default(),
        "",
    );
    Facts {
        number: upd.number.clone(),
        date: write_date(upd.date),
        correction: upd.correction.as_ref().map(|c| c.number.clone()).unwrap_or_default(),
        seller: upd.seller.inn.clone().unwrap_or_default(),
        buyer_name: upd.buyer.name.clone(),
        buyer: codes.0,
        currency: upd.currency.code().to_owned(),
        total_minor: upd.totals.gross.map(Money::minor),
        vat_minor: upd.totals.vat.map(Money::minor),
        lines: upd.lines.iter().map(line).collect(),
        hints,
        doubts: upd.doubts.iter().map(doubt).collect(),
        ..Facts::new(kind)
    }
}

fn is_order_note(name: &str) -> bool {
    let folded: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    ORDER_NOTES.contains(&folded.as_str())
}

fn hint(basis: &model::Basis, is_shipment: bool) -> Option<Hint> {
    Some(Hint {
        number: basis.number.clone()?,
        date: basis.date.map(write_date).unwrap_or_default(),
        is_shipment,
    })
}

fn line(line: &model::Line) -> Line {
    Line {
        item: String::new(),
        article: line.article.clone().or_else(|| line.code.clone()).unwrap_or_default(),
        name: line.name.clone(),
        unit: line.unit.clone().unwrap_or_default(),
        quantity_milli: line.quantity.map_or(0, cabinet_domain::quantity::Quantity::milli),
        sum_minor: line.sums.gross.map(Money::minor),
    }
}

fn doubt(doubt: &model::Doubt) -> Doubt {
    let of_line = |code: &str, line: usize, stated: String, computed: String| Doubt {
        code: code.to_owned(),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        stated,
        computed,
    };
    let minor = |money: &Money| money.minor().to_string();
    match doubt {
        model::Doubt::Version { version } => of_line("version", 0, version.clone(), String::new()),
        model::Doubt::TaxNumber { number, .. } => of_line("tax_number", 0, number.clone(), String::new()),
        model::Doubt::SeveralSides { count, .. } => of_line("sides", 0, count.to_string(), String::new()),
        model::Doubt::LineSum { line, stated, computed } => of_line("line_sum", *line, minor(stated), minor(computed)),
        model::Doubt::LineTax { line, stated, computed } => of_line("line_tax", *line, minor(stated), minor(computed)),
        model::Doubt::Total {
            which,
            stated,
            computed,
        } => {
            let code = match which {
                Which::Net => "total_net",
                Which::Vat => "total_vat",
                Which::Gross => "total",
            };
            of_line(code, 0, minor(stated), minor(computed))
        }
        model::Doubt::QuantityRounded { line, written } => of_line("quantity", *line, written.clone(), String::new()),
        model::Doubt::UnusualRate { line, percent } => of_line("rate", *line, percent.to_string(), String::new()),
        model::Doubt::UnknownRate { line, written } => of_line("rate", *line, written.clone(), String::new()),
        model::Doubt::NoLines => of_line("no_lines", 0, String::new(), String::new()),
    }
}
