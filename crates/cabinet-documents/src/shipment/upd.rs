//! «Универсальный передаточный документ» in the edition of Постановление 1137 of 16.08.2024 (№ 1096).

use std::ops::Range;

use crate::figures::{quantity_text, sum_text};
use crate::layout::{
    Align, Column, Faces, Field, Flow, HeadCell, Milli, Part, Row, Style, Table, Total, Totals, pt, row, text,
};
use crate::paper::{DocumentError, LYING, PrintOptions, Rendered, Source, Surroundings, finish, note};
use crate::party::{Party, filled};
use crate::shipment::rows;
use crate::shipment::{Shipment, ShippedLine};
use crate::words::Language;

const BODY: Style = Style::regular(6_500);
const BOLD: Style = Style::bold(7_000);
const SMALL: Style = Style::regular(5_500);
const ROW: Style = Style::regular(6_000);
const HEAD: Style = Style::regular(5_200);
const TITLE: Style = Style::bold(pt(9));
const STRIP_TITLE: Style = Style::bold(6_500);
const THICK: Milli = 1_500;
/// Width of the strip at the left, which is the first column of the table too.
const STRIP: Milli = pt(62);

/// What the paper is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpdStatus {
    /// 1: счёт-фактура and transfer document.
    Invoice {
        /// Number of the счёт-фактура; `None` leaves the field empty, since the stock exchange of 1C does not tell it.
        number: Option<String>,
    },
    /// 2: transfer document only; it has the number of the shipment.
    Transfer,
}

/// Prints the УПД.
///
/// Shape: A4 lying, its table's head on each page.
///
/// # Errors
/// [`DocumentError::NoLines`], [`DocumentError::TotalDisagrees`], [`DocumentError::VatDisagrees`] when the data is
/// broken; the other variants when the file cannot be made.
pub fn render_upd(shipment: &Shipment, status: &UpdStatus, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    shipment.sums()?;
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let number = match status {
        UpdStatus::Invoice { number } => filled(number.as_ref()).unwrap_or_default(),
        UpdStatus::Transfer => shipment.number(),
    };
    let mut flow = Flow::new(faces, LYING);
    let head = flow.lay(&head(shipment, status, number));
    let height = head.height;
    flow.set_block(head);
    let (x, y) = (flow.frame.left + STRIP, flow.y());
    flow.sheet().line((x, y - height), (x, y), THICK);
    let foot = flow.lay(&foot(shipment));
    let lines = shipment.lines.iter().map(row_of);
    table().place(
        &mut flow,
        lines,
        foot.height,
        Totals {
            of_page: None,
            at_end: vec![total(shipment)],
        },
    );
    flow.set_block(foot);
    let title = format!(
        "Универсальный передаточный документ № {number} от {}",
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

/// A line of the счёт-фактура: words, value, the number that the rules give it.
fn told(label: &'static str, value: impl Into<String>, number: &'static str) -> Part {
    row([
        Field::words(label, BODY).wide(pt(150)),
        Field::ruled(value, "", BODY),
        Field::words(number, BODY).wide(pt(22)).aligned(Align::Right),
    ])
}

fn head(shipment: &Shipment, status: &UpdStatus, number: &str) -> Vec<Part> {
    let code = match status {
        UpdStatus::Invoice { .. } => "1",
        UpdStatus::Transfer => "2",
    };
    let strip = vec![
        text("Универсальный передаточный документ", STRIP_TITLE, Align::Left),
        Part::Space(pt(6)),
        row([Field::words("Статус:", BODY), Field::boxed(code, pt(18), BOLD)]),
        Part::Space(pt(6)),
        text("1 – счет-фактура и передаточный документ (акт)", SMALL, Align::Left),
        text("2 – передаточный документ (акт)", SMALL, Align::Left),
    ];
    let place = |party: Option<&Party>| party.map(Party::in_one_line).unwrap_or_default();
    let (seller, buyer) = (&shipment.seller, &shipment.buyer);
    let address = |party: &Party| party.address.clone().unwrap_or_default();
    let shipped = if shipment.number().is_empty() {
        String::new()
    } else {
        format!(
            "№ п/п 1-{} № {} от {}",
            shipment.lines.len(),
            shipment.number(),
            shipment.date.in_digits()
        )
    };
    let width = LYING.body_width() - STRIP - pt(6);
    let left = vec![
        told("Продавец", seller.name.clone(), "(2)"),
        told("Адрес", address(seller), "(2а)"),
        told("ИНН/КПП продавца", seller.tax_numbers(), "(2б)"),
        told(
            "Грузоотправитель и его адрес",
            place(shipment.consignor.as_ref()),
            "(3)",
        ),
        told("Грузополучатель и его адрес", place(shipment.consignee.as_ref()), "(4)"),
        told(
            "К платежно-расчетному документу №",
            shipment.payment.clone().unwrap_or_default(),
            "(5)",
        ),
        told("Документ об отгрузке", shipped, "(5а)"),
    ];
    let right = vec![
        told("Покупатель", buyer.name.clone(), "(6)"),
        told("Адрес", address(buyer), "(6а)"),
        told("ИНН/КПП покупателя", buyer.tax_numbers(), "(6б)"),
        told("Валюта: наименование, код", currency(shipment), "(7)"),
        told(
            "Идентификатор государственного контракта, договора (соглашения)",
            "",
            "(8)",
        ),
    ];
    let title = vec![
        row([
            Field::words("Счет-фактура №", TITLE),
            Field::ruled(number, "", TITLE).wide(pt(110)).aligned(Align::Centre),
            Field::words("от", TITLE),
            Field::ruled(format!("{} г.", shipment.date.in_words(Language::Ru)), "", TITLE)
                .wide(pt(110))
                .aligned(Align::Centre),
            Field::words("(1)", BODY),
        ]),
        row([
            Field::words("Исправление №", BODY),
            Field::ruled("", "", BODY).wide(pt(120)),
            Field::words("от", BODY),
            Field::ruled("", "", BODY).wide(pt(110)),
            Field::words("(1а)", BODY),
        ]),
    ];
    let reference = vec![text(
        "Приложение № 1 к постановлению Правительства Российской Федерации от 26 декабря 2011 г. № 1137 \
         (в редакции постановления Правительства Российской Федерации от 16 августа 2024 г. № 1096)",
        SMALL,
        Align::Right,
    )];
    let half = width / 2;
    let invoice = vec![
        text(note(Language::Ru, Source::Supplier), BOLD, Align::Left),
        Part::Space(pt(2)),
        Part::Columns(vec![(width * 3 / 5, title), (width * 2 / 5, reference)]),
        Part::Columns(vec![(half - pt(4), left), (pt(8), vec![]), (half - pt(4), right)]),
        Part::Space(pt(4)),
    ];
    vec![Part::Columns(vec![
        (STRIP - pt(3), strip),
        (pt(9), vec![]),
        (width, invoice),
    ])]
}

/// Name and code of the currency by the state's classifier.
fn currency(shipment: &Shipment) -> String {
    match shipment.currency.code() {
        "RUB" => "российский рубль, 643".to_owned(),
        "USD" => "доллар США, 840".to_owned(),
        "EUR" => "евро, 978".to_owned(),
        "BYN" => "белорусский рубль, 933".to_owned(),
        "KZT" => "тенге, 398".to_owned(),
        "UAH" => "гривна, 980".to_owned(),
        other => other.to_owned(),
    }
}

/// Widths in points of the twenty columns; the name, the third, takes the rest.
const WIDTHS: [i64; 20] = [
    0, 20, 0, 28, 22, 30, 42, 50, 58, 32, 32, 48, 60, 24, 36, 52, 22, 26, 30, 34,
];

fn table() -> Table {
    let used: Milli = WIDTHS.iter().map(|width| pt(*width)).sum::<Milli>() + STRIP;
    let columns = WIDTHS
        .iter()
        .enumerate()
        .map(|(at, width)| {
            let width = match at {
                0 => STRIP,
                2 => LYING.body_width() - used,
                _ => pt(*width),
            };
            let align = match at {
                0 | 2 | 14 | 15 => Align::Left,
                1 | 3..=5 | 9 | 10 | 13 | 16 | 17 => Align::Centre,
                _ => Align::Right,
            };
            Column {
                is_heavy: at == 0,
                ..Column::new(width, align)
            }
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
        cell("Код товара / работ, услуг", 0..1, 0..2),
        cell("№ п/п", 1..2, 0..2),
        cell(
            "Наименование товара (описание выполненных работ, оказанных услуг), имущественного права",
            2..3,
            0..2,
        ),
        cell("Код вида товара", 3..4, 0..2),
        cell("Единица измерения", 4..6, 0..1),
        cell("код", 4..5, 1..2),
        cell("услов\u{ad}ное обозна\u{ad}чение", 5..6, 1..2),
        cell("Количе\u{ad}ство (объем)", 6..7, 0..2),
        cell("Цена (тариф) за единицу измерения", 7..8, 0..2),
        cell("Стоимость товаров (работ, услуг), без налога – всего", 8..9, 0..2),
        cell("В том числе сумма акциза", 9..10, 0..2),
        cell("Налого\u{ad}вая ставка", 10..11, 0..2),
        cell("Сумма налога, предъяв\u{ad}ляемая поку\u{ad}пателю", 11..12, 0..2),
        cell("Стоимость товаров (работ, услуг) с налогом – всего", 12..13, 0..2),
        cell("Страна происхождения товара", 13..15, 0..1),
        cell("циф\u{ad}ровой код", 13..14, 1..2),
        cell("краткое наимено\u{ad}вание", 14..15, 1..2),
        cell(
            "Регистра\u{ad}ционный номер декларации на товары или партии товара, подлежа\u{ad}щего просле\u{ad}жива\u{ad}емости",
            15..16,
            0..2,
        ),
        cell("Единица просле\u{ad}живаемого товара", 16..18, 0..1),
        cell("код", 16..17, 1..2),
        cell("услов\u{ad}ное обозна\u{ad}чение", 17..18, 1..2),
        cell(
            "Количе\u{ad}ство товара, подлежа\u{ad}щего просле\u{ad}живае\u{ad}мости",
            18..19,
            0..2,
        ),
        cell(
            "Стои\u{ad}мость товара, подлежа\u{ad}щего просле\u{ad}живае\u{ad}мости, без налога",
            19..20,
            0..2,
        ),
    ];
    const NUMBERS: [&str; 20] = [
        "А", "1", "1а", "1б", "2", "2а", "3", "4", "5", "6", "7", "8", "9", "10", "10а", "11", "12", "12а", "13", "14",
    ];
    cells.extend(
        NUMBERS
            .iter()
            .enumerate()
            .map(|(at, number)| cell(number, at..at + 1, 2..3)),
    );
    cells
}

fn row_of(line: &ShippedLine) -> Row {
    let mut cells = vec![String::new(); 20];
    let values = [
        (0, line.article.clone()),
        (1, line.ordinal.to_string()),
        (2, line.name.clone()),
        (4, line.unit_code.clone().unwrap_or_default()),
        (5, line.unit.clone()),
        (6, quantity_text(line.quantity_milli)),
        (7, line.net_price()),
        (8, line.net_sum()),
        (10, line.rate("без НДС")),
        (11, line.tax()),
        (12, sum_text(line.sum_minor)),
    ];
    for (at, value) in values {
        if let Some(cell) = cells.get_mut(at) {
            *cell = value;
        }
    }
    cells
}

fn total(shipment: &Shipment) -> Total {
    let part = rows::Part::of(shipment, 0..shipment.lines.len());
    let mut cells = vec![part.net(), "Х".to_owned(), "Х".to_owned(), part.tax(), part.total()];
    cells.resize(12, String::new());
    Total {
        label: "Всего к оплате (9)".to_owned(),
        label_columns: 8,
        cells,
    }
}

/// A numbered line of the transfer part.
fn numbered(label: &'static str, value: impl Into<String>, caption: &'static str, number: &'static str) -> Part {
    row([
        Field::words(label, BODY),
        Field::ruled(value, caption, BODY),
        Field::words(number, BODY).wide(pt(20)).aligned(Align::Right),
    ])
}

fn signing(number: &'static str) -> Part {
    row([
        Field::ruled("", "должность", BODY),
        Field::ruled("", "подпись", BODY),
        Field::ruled("", "ф.и.о.", BODY),
        Field::words(number, BODY).wide(pt(20)).aligned(Align::Right),
    ])
}

fn foot(shipment: &Shipment) -> Vec<Part> {
    let width = LYING.body_width();
    let half = width / 2 - pt(6);
    let person = |name: &Option<String>| name.clone().unwrap_or_default();
    let signers = Part::Columns(vec![
        (
            STRIP + pt(6),
            vec![text("Документ составлен на ____ листах", BODY, Align::Left)],
        ),
        (
            width - STRIP - pt(6),
            vec![
                row([
                    Field::words("Руководитель организации или иное уполномоченное лицо", BODY).wide(pt(112)),
                    Field::ruled("", "подпись", BODY),
                    Field::ruled(person(&shipment.director), "ф.и.о.", BODY),
                    Field::words("Главный бухгалтер или иное уполномоченное лицо", BODY).wide(pt(100)),
                    Field::ruled("", "подпись", BODY),
                    Field::ruled(person(&shipment.accountant), "ф.и.о.", BODY),
                ]),
                row([
                    Field::words("Индивидуальный предприниматель или иное уполномоченное лицо", BODY).wide(pt(112)),
                    Field::ruled("", "подпись", BODY),
                    Field::ruled("", "ф.и.о.", BODY),
                    Field::ruled(
                        "",
                        "реквизиты свидетельства о государственной регистрации индивидуального предпринимателя",
                        BODY,
                    )
                    .share(3),
                ]),
            ],
        ),
    ]);
    let of_seller = vec![
        text(
            "Товар (груз) передал / услуги, результаты работ, права сдал",
            BODY,
            Align::Left,
        ),
        signing("[10]"),
        numbered(
            "Дата отгрузки, передачи (сдачи)",
            "«____» ______________ 20____ г.",
            "",
            "[11]",
        ),
        numbered(
            "Иные сведения об отгрузке, передаче",
            "",
            "ссылки на неотъемлемые приложения и т.п.",
            "[12]",
        ),
        text(
            "Ответственный за правильность оформления факта хозяйственной жизни",
            BODY,
            Align::Left,
        ),
        signing("[13]"),
        text(
            "Наименование экономического субъекта – составителя документа (в т.ч. комиссионера / агента)",
            BODY,
            Align::Left,
        ),
        numbered(
            "",
            shipment.seller.in_one_line(),
            "может не заполняться при проставлении печати в М.П., может быть указан ИНН / КПП",
            "[14]",
        ),
        text("М.П.", BODY, Align::Left),
    ];
    let of_buyer = vec![
        text(
            "Товар (груз) получил / услуги, результаты работ, права принял",
            BODY,
            Align::Left,
        ),
        signing("[15]"),
        numbered(
            "Дата получения (приемки)",
            "«____» ______________ 20____ г.",
            "",
            "[16]",
        ),
        numbered(
            "Иные сведения о получении, приемке",
            "",
            "информация о наличии / отсутствии претензии и т.п.",
            "[17]",
        ),
        text(
            "Ответственный за правильность оформления факта хозяйственной жизни",
            BODY,
            Align::Left,
        ),
        signing("[18]"),
        text(
            "Наименование экономического субъекта – составителя документа",
            BODY,
            Align::Left,
        ),
        numbered(
            "",
            shipment.buyer.in_one_line(),
            "может не заполняться при проставлении печати в М.П., может быть указан ИНН / КПП",
            "[19]",
        ),
        text("М.П.", BODY, Align::Left),
    ];
    vec![
        Part::Space(pt(3)),
        signers,
        Part::Space(pt(2)),
        Part::Rule(THICK),
        Part::Space(pt(2)),
        numbered(
            "Основание передачи (сдачи) / получения (приемки)",
            shipment.basis.clone().unwrap_or_default(),
            "договор; доверенность и др.",
            "[8]",
        ),
        numbered(
            "Данные о транспортировке и грузе",
            "",
            "транспортная накладная, поручение экспедитору, экспедиторская / складская расписка и др. / масса нетто / брутто груза",
            "[9]",
        ),
        Part::Space(pt(2)),
        Part::Columns(vec![(half, of_seller), (pt(12), vec![]), (half, of_buyer)]),
    ]
}
