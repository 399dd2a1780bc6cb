//! «Товарная накладная», form ТОРГ-12 (ОКУД 0330212).

use std::ops::Range;

use cabinet_domain::money::Money;

use crate::figures::quantity_text;
use crate::layout::{
    Align, Column, Faces, Field, Flow, HeadCell, Milli, Part, Row, Style, Table, Total, Totals, pt, row, text,
};
use crate::paper::{DocumentError, LYING, PrintOptions, Rendered, Source, Surroundings, finish, note};
use crate::party::Party;
use crate::shipment::rows::{self, count_in_words, mass_in_words};
use crate::shipment::{PlainTable, Shipment, ShippedLine};
use crate::words::{Gender, Language, sum_in_words};

const BODY: Style = Style::regular(7_000);
const BOLD: Style = Style::bold(7_500);
const SMALL: Style = Style::regular(6_000);
const ROW: Style = Style::regular(6_500);
const HEAD: Style = Style::regular(6_000);
const TITLE: Style = Style::bold(pt(11));
/// Width of a box of the column of codes.
const CODE: Milli = pt(66);
/// Width of the words before it.
const CODE_LABEL: Milli = pt(104);

/// Prints the waybill ТОРГ-12.
///
/// Shape: A4 lying, its table's head on each page and «Итого» under the rows of each.
///
/// # Errors
/// [`DocumentError::NoLines`], [`DocumentError::TotalDisagrees`], [`DocumentError::VatDisagrees`] when the data is
/// broken; the other variants when the file cannot be made.
pub fn render_torg12(shipment: &Shipment, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    shipment.sums()?;
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let mut flow = Flow::new(faces, LYING);
    flow.set_parts(&head(shipment));
    let foot = flow.lay(&foot(shipment));
    table().place(
        &mut flow,
        shipment.lines.iter().map(line),
        foot.height,
        Totals {
            of_page: Some(&|range| total("Итого", shipment, range)),
            at_end: vec![total("Всего по накладной", shipment, 0..shipment.lines.len())],
        },
    );
    flow.set_block(foot);
    let title = format!(
        "Товарная накладная № {} от {}",
        shipment.number(),
        shipment.date.in_digits()
    );
    let around = Surroundings {
        language: Language::Ru,
        source: Source::Supplier,
        title: &title,
        author: &shipment.seller.name,
        warning: "",
        day_unix_s: shipment.date.unix_s(),
        doubts: shipment.doubts(Language::Ru),
    };
    finish(flow, around, options)
}

/// The table of the waybill as plain data, for other makers of the same page.
#[must_use]
pub fn torg12_table(shipment: &Shipment) -> PlainTable {
    let rows = shipment.lines.iter().map(line).collect();
    PlainTable::of(&table(), &LYING, 2, rows)
}

fn named(party: Option<&Party>) -> String {
    party.map(Party::in_one_line).unwrap_or_default()
}

/// A row of the head: what is written at the left, its code at the right.
fn coded(mut fields: Vec<Field>, label: &'static str, code: &str) -> Part {
    fields.push(Field::words(label, SMALL).wide(CODE_LABEL).aligned(Align::Right));
    fields.push(Field::boxed(code, CODE, BODY));
    row(fields)
}

fn head(shipment: &Shipment) -> Vec<Part> {
    let seller = shipment.seller.with_account(shipment.seller_account.as_ref());
    let buyer = shipment.buyer.in_one_line();
    let party = |label: &'static str, value: String, caption: &'static str| {
        vec![
            Field::words(label, BODY).wide(pt(74)),
            Field::ruled(value, caption, BODY),
        ]
    };
    const ADDRESS: &str = "организация, адрес, телефон, факс, банковские реквизиты";
    vec![
        text(note(Language::Ru, Source::Supplier), BOLD, Align::Left),
        text(
            "Унифицированная форма № ТОРГ-12. Утверждена постановлением Госкомстата России от 25.12.98 № 132",
            SMALL,
            Align::Right,
        ),
        row([Field::gap(1), Field::boxed("Коды", CODE, BODY)]),
        coded(vec![Field::gap(1)], "Форма по ОКУД", "0330212"),
        coded(
            party("Грузоотправитель", named(shipment.consignor.as_ref()), ADDRESS),
            "по ОКПО",
            "",
        ),
        coded(
            vec![
                Field::words("", BODY).wide(pt(74)),
                Field::ruled("", "структурное подразделение", BODY),
            ],
            "Вид деятельности по ОКДП",
            "",
        ),
        coded(
            party("Грузополучатель", named(shipment.consignee.as_ref()), ADDRESS),
            "по ОКПО",
            "",
        ),
        coded(party("Поставщик", seller, ADDRESS), "по ОКПО", ""),
        coded(party("Плательщик", buyer, ADDRESS), "по ОКПО", ""),
        coded(
            party(
                "Основание",
                shipment.basis.clone().unwrap_or_default(),
                "договор, заказ-наряд",
            ),
            "номер",
            "",
        ),
        coded(vec![Field::gap(1)], "дата", ""),
        coded(vec![Field::gap(1)], "Транспортная накладная номер", ""),
        row([
            Field::gap(1),
            Field::words("", BODY).wide(pt(160)),
            Field::boxed("Номер документа", pt(90), SMALL),
            Field::boxed("Дата составления", pt(80), SMALL),
            Field::gap(1),
            Field::words("дата", SMALL).wide(CODE_LABEL).aligned(Align::Right),
            Field::boxed("", CODE, BODY),
        ]),
        row([
            Field::gap(1),
            Field::words("ТОВАРНАЯ НАКЛАДНАЯ", TITLE)
                .wide(pt(160))
                .aligned(Align::Right),
            Field::boxed(shipment.number(), pt(90), BOLD),
            Field::boxed(shipment.date.in_digits(), pt(80), BOLD),
            Field::gap(1),
            Field::words("Вид операции", SMALL)
                .wide(CODE_LABEL)
                .aligned(Align::Right),
            Field::boxed("", CODE, BODY),
        ]),
        Part::Space(pt(4)),
    ]
}

fn table() -> Table {
    let widths = [24, 0, 54, 32, 34, 36, 40, 36, 42, 50, 56, 68, 36, 58, 68];
    let used: Milli = widths.iter().map(|width| pt(*width)).sum();
    let columns = widths
        .iter()
        .enumerate()
        .map(|(at, width)| {
            let width = if at == 1 { LYING.body_width() - used } else { pt(*width) };
            let align = match at {
                1 | 2 => Align::Left,
                0 | 3..=5 | 12 => Align::Centre,
                _ => Align::Right,
            };
            Column::new(width, align)
        })
        .collect();
    Table {
        columns,
        head: head_cells(),
        style: ROW,
        head_style: HEAD,
    }
}

fn head_cells() -> Vec<HeadCell> {
    let cell = |text: &str, columns: Range<usize>, rows: Range<usize>| HeadCell {
        text: text.to_owned(),
        columns,
        rows,
    };
    let mut cells = vec![
        cell("Но\u{ad}мер по по\u{ad}ряд\u{ad}ку", 0..1, 0..2),
        cell("Товар", 1..3, 0..1),
        cell("наименование, характеристика, сорт, артикул товара", 1..2, 1..2),
        cell("код", 2..3, 1..2),
        cell("Единица измерения", 3..5, 0..1),
        cell("наиме\u{ad}нование", 3..4, 1..2),
        cell("код по ОКЕИ", 4..5, 1..2),
        cell("Вид упаков\u{ad}ки", 5..6, 0..2),
        cell("Количество", 6..8, 0..1),
        cell("в одном месте", 6..7, 1..2),
        cell("мест, штук", 7..8, 1..2),
        cell("Масса брутто", 8..9, 0..2),
        cell("Количе\u{ad}ство (масса нетто)", 9..10, 0..2),
        cell("Цена, руб. коп.", 10..11, 0..2),
        cell("Сумма без учета НДС, руб. коп.", 11..12, 0..2),
        cell("НДС", 12..14, 0..1),
        cell("ставка, %", 12..13, 1..2),
        cell("сумма, руб. коп.", 13..14, 1..2),
        cell("Сумма с учетом НДС, руб. коп.", 14..15, 0..2),
    ];
    cells.extend((0..15).map(|at| cell(&(at + 1).to_string(), at..at + 1, 2..3)));
    cells
}

fn line(line: &ShippedLine) -> Row {
    vec![
        line.ordinal.to_string(),
        line.name.clone(),
        line.article.clone(),
        line.unit.clone(),
        line.unit_code.clone().unwrap_or_default(),
        String::new(),
        String::new(),
        String::new(),
        line.gross_g.map(quantity_text).unwrap_or_default(),
        quantity_text(line.quantity_milli),
        line.net_price(),
        line.net_sum(),
        line.rate("Без НДС"),
        line.tax(),
        crate::figures::sum_text(line.sum_minor),
    ]
}

fn total(label: &str, shipment: &Shipment, range: Range<usize>) -> Total {
    let part = rows::Part::of(shipment, range);
    Total {
        label: label.to_owned(),
        label_columns: 7,
        cells: vec![
            String::new(),
            part.gross(),
            part.quantity(),
            "Х".to_owned(),
            part.net(),
            "Х".to_owned(),
            part.tax(),
            part.total(),
        ],
    }
}

const POST: &str = "должность";
const SIGNATURE: &str = "подпись";
const NAME: &str = "расшифровка подписи";

/// Who signs: the words, then ruled fields.
fn signed(label: &'static str, with_post: bool, name: &str) -> Part {
    let mut fields = vec![Field::words(label, BODY).wide(pt(112))];
    if with_post {
        fields.push(Field::ruled("", POST, BODY));
    }
    fields.push(Field::ruled("", SIGNATURE, BODY));
    fields.push(Field::ruled(name, NAME, BODY).share(if with_post { 1 } else { 2 }));
    row(fields)
}

fn seal_and_date() -> Part {
    row([
        Field::words("М.П.", BODY).wide(pt(112)),
        Field::words("«____» ______________ 20____ года", BODY),
    ])
}

fn foot(shipment: &Shipment) -> Vec<Part> {
    let half = LYING.body_width() / 2;
    vec![
        Part::Space(pt(4)),
        Part::Columns(vec![
            (half - pt(8), of_sender(shipment)),
            (pt(16), vec![]),
            (half - pt(8), of_receiver()),
        ]),
    ]
}

fn of_sender(shipment: &Shipment) -> Vec<Part> {
    let count = shipment.lines.len();
    let whole = rows::Part::of(shipment, 0..count);
    let total = Money::from_minor(shipment.total_minor, shipment.currency);
    let mass = whole
        .gross_g
        .map(|grams| mass_in_words(grams, Language::Ru))
        .unwrap_or_default();
    vec![
        row([
            Field::words("Товарная накладная имеет приложение на", BODY),
            Field::ruled("", "", BODY),
            Field::words("листах", BODY),
        ]),
        row([
            Field::words("и содержит", BODY),
            Field::ruled(count_in_words(count, Gender::Masculine, Language::Ru), "прописью", BODY),
            Field::words("порядковых номеров записей", BODY),
        ]),
        row([
            Field::words("Всего мест", BODY).wide(pt(90)),
            Field::ruled("", "прописью", BODY),
            Field::words("Масса груза (нетто)", BODY),
            Field::ruled("", "прописью", BODY),
        ]),
        row([
            Field::words("Масса груза (брутто)", BODY).wide(pt(90)),
            Field::ruled(mass, "прописью", BODY),
        ]),
        row([
            Field::words("Приложение (паспорта, сертификаты и т.п.) на", BODY),
            Field::ruled("", "прописью", BODY),
            Field::words("листах", BODY),
        ]),
        row([
            Field::words("Всего отпущено на сумму", BODY),
            Field::ruled(sum_in_words(total, Language::Ru), "прописью", BOLD),
        ]),
        signed("Отпуск груза разрешил", true, ""),
        signed(
            "Главный (старший) бухгалтер",
            false,
            shipment.accountant.as_deref().unwrap_or_default(),
        ),
        signed("Отпуск груза произвел", true, ""),
        seal_and_date(),
    ]
}

fn of_receiver() -> Vec<Part> {
    vec![
        row([
            Field::words("По доверенности №", BODY),
            Field::ruled("", "", BODY),
            Field::words("от «____» ______________ 20____ года", BODY),
        ]),
        row([
            Field::words("выданной", BODY),
            Field::ruled("", "кем, кому (организация, должность, фамилия, и. о.)", BODY),
        ]),
        row([Field::ruled("", "", BODY)]),
        signed("Груз принял", true, ""),
        signed("Груз получил грузополучатель", true, ""),
        seal_and_date(),
    ]
}
