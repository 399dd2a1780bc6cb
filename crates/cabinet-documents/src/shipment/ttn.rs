//! «Товарно-транспортна накладна», form 1-ТН of Ukraine.

use std::ops::Range;

use cabinet_domain::money::Money;

use crate::figures::{quantity_text, sum_text};
use crate::layout::{
    Align, Column, Faces, Field, Flow, HeadCell, Milli, Part, Row, Style, Table, Total, Totals, pt, row, text, titles,
};
use crate::paper::{DocumentError, LYING, PrintOptions, Rendered, Source, Surroundings, finish, note};
use crate::shipment::rows;
use crate::shipment::{Shipment, ShippedLine};
use crate::words::{Language, sum_in_words};

const BODY: Style = Style::regular(7_500);
const BOLD: Style = Style::bold(7_500);
const SMALL: Style = Style::regular(6_500);
const TITLE: Style = Style::bold(pt(12));

/// What is known of the transport; each value is an empty field where it is not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transport {
    /// Who drives the goods.
    pub carrier: Option<String>,
    /// Where the goods are unloaded.
    pub unloading: Option<String>,
}

/// Prints the waybill of the road.
///
/// Shape: A4 lying, its table's head on each page.
///
/// # Errors
/// [`DocumentError::NoLines`], [`DocumentError::TotalDisagrees`], [`DocumentError::VatDisagrees`] when the data is
/// broken; the other variants when the file cannot be made.
pub fn render_ttn(
    shipment: &Shipment,
    transport: &Transport,
    options: &PrintOptions,
) -> Result<Rendered, DocumentError> {
    shipment.sums()?;
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let mut flow = Flow::new(faces, LYING);
    let title = format!(
        "Товарно-транспортна накладна № {} від {} р.",
        shipment.number(),
        shipment.date.in_words(Language::Uk)
    );
    flow.set_parts(&head(shipment, transport, &title));
    let foot = flow.lay(&foot(shipment));
    goods().place(
        &mut flow,
        shipment.lines.iter().map(line),
        foot.height,
        Totals {
            of_page: None,
            at_end: vec![total(shipment)],
        },
    );
    flow.set_block(foot);
    place_loading(&mut flow);
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

fn ruled(label: &'static str, value: impl Into<String>, caption: &'static str) -> [Field; 2] {
    [Field::words(label, BODY), Field::ruled(value, caption, BODY)]
}

/// Words and fields side by side.
fn side_by_side<const N: usize>(pairs: [[Field; 2]; N]) -> Part {
    row(pairs.into_iter().flatten().collect::<Vec<_>>())
}

fn head(shipment: &Shipment, transport: &Transport, title: &str) -> Vec<Part> {
    let known = |value: &Option<String>| value.clone().unwrap_or_default();
    let consignor = shipment.consignor.as_ref().map(crate::party::Party::in_one_line);
    let consignee = shipment.consignee.as_ref().map(crate::party::Party::in_one_line);
    const WHO: &str = "найменування, код ЄДРПОУ";
    vec![
        text(note(Language::Uk, Source::Supplier), BOLD, Align::Left),
        text("Форма № 1-ТН", SMALL, Align::Right),
        text(title, TITLE, Align::Centre),
        Part::Space(pt(2)),
        side_by_side([
            ruled("Автомобіль", "", "марка, модель, тип, реєстраційний номер"),
            ruled("Причіп/напівпричіп", "", "марка, модель, тип, реєстраційний номер"),
            ruled("Вид перевезень", "", ""),
        ]),
        side_by_side([
            ruled(
                "Автомобільний перевізник",
                known(&transport.carrier),
                "найменування / П. І. Б.",
            ),
            ruled("Водій", "", "П. І. Б., номер посвідчення водія"),
        ]),
        side_by_side([ruled("Замовник (платник)", shipment.buyer.in_one_line(), WHO)]),
        side_by_side([ruled("Вантажовідправник", consignor.unwrap_or_default(), WHO)]),
        side_by_side([ruled("Вантажоодержувач", consignee.unwrap_or_default(), WHO)]),
        side_by_side([
            ruled("Пункт навантаження", "", "місцезнаходження"),
            ruled("Пункт розвантаження", known(&transport.unloading), "місцезнаходження"),
        ]),
        side_by_side([
            ruled("Переадресування вантажу", "", ""),
            ruled("Відпуск за довіреністю: серія, №, від", "", ""),
            ruled("виданою", "", ""),
        ]),
        side_by_side([
            ruled(
                "Вантаж наданий для перевезення у стані, що",
                "",
                "відповідає / не відповідає правилам",
            ),
            ruled("номер пломби", "", ""),
            ruled("кількість місць", "", "словами"),
            ruled("масою брутто, т", mass(shipment), ""),
        ]),
        Part::Space(pt(5)),
        text("ВІДОМОСТІ ПРО ВАНТАЖ", BOLD, Align::Centre),
        Part::Space(pt(2)),
    ]
}

/// Tonnes, exact to the gram; empty where some goods do not tell their mass.
fn mass(shipment: &Shipment) -> String {
    let part = rows::Part::of(shipment, 0..shipment.lines.len());
    part.gross_g.map(tonnes).unwrap_or_default()
}

/// A mass in grams as tonnes: `1,25`.
fn tonnes(grams: i64) -> String {
    // A tonne has a million grams, as a unit has a million millionths: the figures of prices, without empty decimals.
    let text = crate::figures::price_text(grams);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

fn goods() -> Table {
    let plan = [30, 0, 60, 66, 80, 86, 80, 120, 70];
    let used: Milli = plan.iter().map(|width| pt(*width)).sum();
    let columns = plan.iter().enumerate().map(|(at, width)| {
        let width = if *width == 0 {
            LYING.body_width() - used
        } else {
            pt(*width)
        };
        let align = match at {
            1 | 6 | 7 => Align::Left,
            0 | 2 => Align::Centre,
            _ => Align::Right,
        };
        Column::new(width, align)
    });
    let names = [
        "№ з/п",
        "Найменування вантажу",
        "Одиниця виміру",
        "Кількість",
        "Ціна без ПДВ за одиницю, грн",
        "Загальна сума з ПДВ, грн",
        "Вид пакування",
        "Документи з вантажем",
        "Маса брутто, т",
    ];
    let mut head = titles(names);
    let number = |at: usize, range: Range<usize>| HeadCell {
        text: (at + 1).to_string(),
        columns: range,
        rows: 1..2,
    };
    head.extend((0..names.len()).map(|at| number(at, at..at + 1)));
    Table {
        columns: columns.collect(),
        head,
        style: BODY,
        head_style: SMALL,
    }
}

fn line(line: &ShippedLine) -> Row {
    vec![
        line.ordinal.to_string(),
        line.name.clone(),
        line.unit.clone(),
        quantity_text(line.quantity_milli),
        line.net_price(),
        sum_text(line.sum_minor),
        String::new(),
        String::new(),
        line.gross_g.map(tonnes).unwrap_or_default(),
    ]
}

fn total(shipment: &Shipment) -> Total {
    let part = rows::Part::of(shipment, 0..shipment.lines.len());
    Total {
        label: "Усього:".to_owned(),
        label_columns: 3,
        cells: vec![
            part.quantity(),
            "Х".to_owned(),
            part.total(),
            String::new(),
            String::new(),
            part.gross_g.map(tonnes).unwrap_or_default(),
        ],
    }
}

fn foot(shipment: &Shipment) -> Vec<Part> {
    let money = |minor| Money::from_minor(minor, shipment.currency);
    let vat = rows::Part::of(shipment, 0..shipment.lines.len()).vat_minor;
    let vat = vat
        .map(|minor| sum_in_words(money(minor), Language::Uk))
        .unwrap_or_default();
    let accountant = shipment.accountant.clone().unwrap_or_default();
    let paper = if shipment.number().is_empty() {
        String::new()
    } else {
        format!(
            "видаткова накладна № {} від {}",
            shipment.number(),
            shipment.date.in_digits()
        )
    };
    let signed = |label: &'static str| {
        row([
            Field::words(label, BODY).wide(pt(150)),
            Field::ruled("", "посада, П. І. Б.", BODY),
            Field::ruled("", "підпис", BODY),
        ])
    };
    let half = LYING.body_width() / 2 - pt(8);
    vec![
        Part::Space(pt(4)),
        side_by_side([
            ruled(
                "Усього відпущено на загальну суму",
                sum_in_words(money(shipment.total_minor), Language::Uk),
                "словами, з урахуванням ПДВ",
            ),
            ruled("у т.ч. ПДВ", vat, ""),
        ]),
        side_by_side([
            ruled("Супровідні документи на вантаж", paper, ""),
            ruled("Транспортні послуги, які надаються автомобільним перевізником", "", ""),
        ]),
        side_by_side([
            ruled(
                "Бухгалтер (відповідальна особа вантажовідправника)",
                accountant,
                "П. І. Б., підпис",
            ),
            ruled("Відпуск дозволив", "", "посада, П. І. Б., підпис, печатка"),
        ]),
        Part::Columns(vec![
            (
                half,
                vec![
                    signed("Здав (відповідальна особа вантажовідправника)"),
                    signed("Прийняв водій/експедитор"),
                ],
            ),
            (pt(16), vec![]),
            (
                half,
                vec![
                    signed("Здав водій/експедитор"),
                    signed("Прийняв (відповідальна особа вантажоодержувача)"),
                ],
            ),
        ]),
        Part::Space(pt(4)),
    ]
}

/// Loading and unloading, written by those who do it.
fn place_loading(flow: &mut Flow<'_>) {
    let names = [
        "Операція",
        "Маса брутто, т",
        "Час прибуття",
        "Час вибуття",
        "Час простою",
        "Підпис відповідальної особи",
    ];
    let width = LYING.body_width() / 6;
    let mut head = titles(names);
    head.extend((0..names.len()).map(|at| HeadCell {
        text: (at + 10).to_string(),
        columns: at..at + 1,
        rows: 1..2,
    }));
    let table = Table {
        columns: names.iter().map(|_| Column::new(width, Align::Left)).collect(),
        head,
        style: BODY,
        head_style: SMALL,
    };
    let rows = ["Навантаження", "Розвантаження"].map(|operation| {
        let mut row: Row = vec![String::new(); names.len()];
        if let Some(first) = row.first_mut() {
            operation.clone_into(first);
        }
        row
    });
    let heading = flow.lay(&[
        text("ВАНТАЖНО-РОЗВАНТАЖУВАЛЬНІ ОПЕРАЦІЇ", BOLD, Align::Centre),
        Part::Space(pt(2)),
    ]);
    flow.keep_together(heading.height + pt(70));
    flow.set_block(heading);
    table.place(flow, rows.into_iter(), 0, Totals::NONE);
}
