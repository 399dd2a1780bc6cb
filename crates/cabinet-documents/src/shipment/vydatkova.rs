//! «Видаткова накладна», the Ukrainian waybill: free form with the requisites of a primary document.

use cabinet_domain::money::Money;

use crate::figures::{price_text, quantity_text, sum_text};
use crate::layout::{Align, Faces, Field, Flow, Part, Row, Table, Total, Totals, pt, row, text, titles};
use crate::letterhead::{BODY, BOLD, HEAD, LABEL, Planned, ROW, SMALL, THICK, columns, heading, labelled, to_fill_in};
use crate::paper::{DocumentError, PrintOptions, Rendered, Source, Surroundings, UPRIGHT, finish};
use crate::shipment::rows;
use crate::shipment::{Shipment, ShippedLine};
use crate::sums::{Sums, VatStanding};
use crate::words::{Language, short_name, sum_in_words};

/// Prints the waybill.
///
/// Shape: A4, its table's head on each page; totals and signatures stay with the last line.
///
/// # Errors
/// [`DocumentError::NoLines`], [`DocumentError::TotalDisagrees`], [`DocumentError::VatDisagrees`] when the data is
/// broken; the other variants when the file cannot be made.
pub fn render_vydatkova(shipment: &Shipment, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    let sums = shipment.sums()?;
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let mut flow = Flow::new(faces, UPRIGHT);
    let title = format!(
        "Видаткова накладна № {} від {} р.",
        shipment.number(),
        shipment.date.in_words(Language::Uk)
    );
    flow.set_parts(&head(shipment, &title));
    let foot = flow.lay(&foot(shipment, &sums));
    table().place(
        &mut flow,
        shipment.lines.iter().map(line),
        foot.height,
        Totals {
            of_page: None,
            at_end: totals(shipment, &sums),
        },
    );
    flow.set_block(foot);
    let around = Surroundings {
        language: Language::Uk,
        source: Source::Supplier,
        title: &title,
        author: &shipment.seller.name,
        warning: "",
        day_unix_s: shipment.date.unix_s(),
        doubts: shipment.doubts(Language::Uk),
    };
    finish(flow, around, options)
}

fn head(shipment: &Shipment, title: &str) -> Vec<Part> {
    let mut parts = heading(title, Language::Uk, Source::Supplier);
    let seller = shipment.seller.with_account(shipment.seller_account.as_ref());
    parts.extend(labelled("Постачальник:", &seller));
    parts.extend(labelled("Покупець:", &shipment.buyer.in_one_line()));
    parts.extend(labelled("Замовлення:", shipment.basis.as_deref().unwrap_or_default()));
    parts.extend(to_fill_in("Договір:"));
    parts.push(Part::Space(pt(3)));
    parts
}

const PLAN: [Planned; 8] = [
    ("№", Align::Centre, 24),
    ("Артикул", Align::Left, 70),
    ("Товар", Align::Left, 0),
    ("Кіл-сть", Align::Right, 52),
    ("Од.", Align::Centre, 34),
    ("Ціна без ПДВ", Align::Right, 62),
    ("Ставка ПДВ", Align::Centre, 42),
    ("Сума без ПДВ", Align::Right, 70),
];

fn table() -> Table {
    Table {
        columns: columns(&PLAN, UPRIGHT),
        head: titles(PLAN.iter().map(|(title, _, _)| *title)),
        style: ROW,
        head_style: HEAD,
    }
}

/// A line of unknown tax shows what it costs with whatever tax there is, and says so by its empty rate.
fn line(line: &ShippedLine) -> Row {
    vec![
        line.ordinal.to_string(),
        line.article.clone(),
        line.name.clone(),
        quantity_text(line.quantity_milli),
        line.unit.clone(),
        line.net_price_micro.map(price_text).unwrap_or_default(),
        line.rate("Без ПДВ"),
        line.net_sum(),
    ]
}

fn totals(shipment: &Shipment, sums: &Sums) -> Vec<Total> {
    let part = rows::Part::of(shipment, 0..shipment.lines.len());
    let total = |label: &str, value: String| Total {
        label: label.to_owned(),
        label_columns: 7,
        cells: vec![value],
    };
    let mut totals = Vec::new();
    match sums.vat {
        VatStanding::Taxed => {
            totals.push(total("Разом без ПДВ:", part.net()));
            for (percent, minor) in &sums.vat_by_percent {
                totals.push(total(&format!("ПДВ ({percent}%):"), sum_text(*minor)));
            }
            totals.push(total("Усього з ПДВ:", part.total()));
        }
        VatStanding::Outside => {
            totals.push(total("Без ПДВ:", "–".to_owned()));
            totals.push(total("Усього:", part.total()));
        }
        VatStanding::Untold => totals.push(total("Усього:", part.total())),
    }
    totals
}

fn foot(shipment: &Shipment, sums: &Sums) -> Vec<Part> {
    let money = |minor| Money::from_minor(minor, shipment.currency);
    let unit = short_name(shipment.currency.code(), Language::Uk);
    let mut parts = vec![
        Part::Space(pt(6)),
        text(
            format!(
                "Всього найменувань {}, на суму {} {unit}",
                shipment.lines.len(),
                sum_text(shipment.total_minor)
            ),
            BODY,
            Align::Left,
        ),
        text(
            sum_in_words(money(shipment.total_minor), Language::Uk),
            BOLD,
            Align::Left,
        ),
    ];
    if sums.vat == VatStanding::Taxed {
        let words = sum_in_words(money(shipment.vat_minor), Language::Uk);
        parts.push(text(format!("У т.ч. ПДВ: {words}"), BODY, Align::Left));
    }
    let half = UPRIGHT.body_width() / 2 - pt(10);
    let side = |label: &'static str, who: &str| {
        vec![
            text(label, BOLD, Align::Left),
            row([Field::ruled(who, "посада, прізвище, ім’я", BODY)]),
            Part::Space(pt(10)),
            row([Field::ruled("", "підпис", BODY)]),
        ]
    };
    parts.extend([
        Part::Space(pt(6)),
        row([
            Field::words("Місце складання:", BODY).wide(LABEL),
            Field::ruled("", "", BODY),
            Field::gap(1),
        ]),
        Part::Space(pt(6)),
        Part::Rule(THICK),
        Part::Space(pt(6)),
        Part::Columns(vec![
            (half, side("Від постачальника*", "")),
            (pt(20), vec![]),
            (half, side("Отримав(ла)", "")),
        ]),
        Part::Space(pt(6)),
        text(
            "* Відповідальний за здійснення господарської операції і правильність її оформлення",
            SMALL,
            Align::Left,
        ),
    ]);
    parts
}
