//! «Акт об установленном расхождении по количеству и качеству», form ТОРГ-2 (ОКУД 0330202), four pages.
//!
//! What a claim does not say, from the seals of the wagon to the commission, stays an empty field for the commission.

use std::ops::Range;

use cabinet_domain::claim::{ClaimKind, ClaimRemedy};

use crate::discrepancy::{Discrepancy, DisputedLine, kind_in_words, remedy_in_words};
use crate::figures::{price_text, quantity_text, sum_text};
use crate::layout::{
    Align, Column, Faces, Field, Flow, HeadCell, Milli, Part, Row, Style, Table, Total, Totals, pt, row, text, titles,
};
use crate::paper::{DocumentError, LYING, PrintOptions, Rendered, Source, Surroundings, finish, note};
use crate::words::Language;

const BODY: Style = Style::regular(7_500);
const BOLD: Style = Style::bold(8_000);
const SMALL: Style = Style::regular(6_500);
const TITLE: Style = Style::bold(pt(11));
const CODE: Milli = pt(70);
const CODE_LABEL: Milli = pt(100);
const LABEL: Milli = pt(120);

/// Prints the act.
///
/// Shape: A4 lying; the tables of the goods go on over as many pages as they take.
///
/// # Errors
/// [`DocumentError::NoLines`]; the variants of a file that cannot be made.
pub fn render_torg2(act: &Discrepancy, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    if act.lines.is_empty() {
        return Err(DocumentError::NoLines);
    }
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let mut flow = Flow::new(faces, LYING);
    flow.set_parts(&first_page(act));
    place_times(&mut flow);
    flow.turn();
    place_transport(&mut flow);
    place_by_papers(act, &mut flow);
    flow.turn();
    flow.set_parts(&third_page());
    place_in_fact(act, &mut flow);
    flow.turn();
    flow.set_parts(&conclusion(act));
    let number = act
        .number
        .as_ref()
        .map(|number| format!(" № {number}"))
        .unwrap_or_default();
    let title = format!("Акт ТОРГ-2{number} от {}", act.date.in_digits());
    let around = Surroundings {
        language: Language::Ru,
        source: Source::Buyer,
        title: &title,
        author: &act.buyer.name,
        warning: "",
        day_unix_s: act.date.unix_s(),
        doubts: act.doubts(),
    };
    finish(flow, around, options)
}

fn coded(mut fields: Vec<Field>, label: &'static str, code: &str) -> Part {
    fields.push(Field::words(label, SMALL).wide(CODE_LABEL).aligned(Align::Right));
    fields.push(Field::boxed(code, CODE, BODY));
    row(fields)
}

fn ruled(label: &'static str, value: impl Into<String>, caption: &'static str) -> Part {
    row([
        Field::words(label, BODY).wide(LABEL),
        Field::ruled(value, caption, BODY),
    ])
}

fn first_page(act: &Discrepancy) -> Vec<Part> {
    let known = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        text(note(Language::Ru, Source::Buyer), BOLD, Align::Left),
        text(
            "Унифицированная форма № ТОРГ-2. Утверждена постановлением Госкомстата России от 25.12.98 № 132",
            SMALL,
            Align::Right,
        ),
        row([Field::gap(1), Field::boxed("Код", CODE, BODY)]),
        coded(vec![Field::gap(1)], "Форма по ОКУД", "0330202"),
        coded(
            vec![Field::ruled(
                act.buyer.in_one_line(),
                "организация, адрес, номер телефона, факса",
                BODY,
            )],
            "по ОКПО",
            "",
        ),
        coded(
            vec![Field::ruled("", "структурное подразделение", BODY)],
            "Вид деятельности по ОКДП",
            "",
        ),
        coded(
            vec![
                Field::words("Основание для составления акта", BODY),
                Field::ruled("", "приказ, распоряжение", BODY),
            ],
            "номер",
            "",
        ),
        coded(vec![Field::gap(1)], "дата", ""),
        coded(vec![Field::gap(1)], "Вид операции", ""),
        row([
            Field::words("АКТ", TITLE).wide(pt(40)),
            Field::boxed("Номер документа", pt(90), SMALL),
            Field::boxed("Дата составления", pt(90), SMALL),
            Field::gap(1),
            Field::words("УТВЕРЖДАЮ", BODY),
            Field::ruled("", "руководитель: должность, подпись, расшифровка подписи, дата", BODY).wide(pt(240)),
        ]),
        row([
            Field::words("", BODY).wide(pt(40)),
            Field::boxed(known(&act.number), pt(90), BOLD),
            Field::boxed(act.date.in_digits(), pt(90), BOLD),
            Field::gap(1),
        ]),
        text(
            "об установленном расхождении по количеству и качеству при приемке товарно-материальных ценностей",
            BOLD,
            Align::Left,
        ),
        Part::Space(pt(4)),
        ruled("Место приемки товара", "", ""),
        text(
            "Настоящий акт составлен комиссией, которая установила: «____» ______________ 20____ г. по сопроводительным документам",
            BODY,
            Align::Left,
        ),
        ruled("", shipping_paper(act), "наименование, номер, дата"),
        ruled(
            "доставлен товар. Вызван представитель",
            "",
            "грузоотправителя, поставщика; телеграмма, телефонограмма: номер, дата",
        ),
        ruled("Грузоотправитель", "", "наименование, адрес, номер телефона, факса"),
        ruled("Производитель", "", "наименование, адрес, номер телефона, факса"),
        ruled(
            "Поставщик",
            act.seller.in_one_line(),
            "наименование, адрес, номер телефона, факса",
        ),
        ruled("Страховая компания", "", "наименование, адрес, номер телефона, факса"),
        row([
            Field::words("Договор (контракт) №", BODY),
            Field::ruled("", "", BODY),
            Field::words("Счет-фактура №", BODY),
            Field::ruled("", "", BODY),
            Field::words("Коммерческий акт №", BODY),
            Field::ruled("", "", BODY),
        ]),
        row([
            Field::words("Ветеринарное свидетельство (свидетельство) №", BODY),
            Field::ruled("", "", BODY),
            Field::words("Железнодорожная накладная №", BODY),
            Field::ruled("", "", BODY),
            Field::words("Способ доставки", BODY),
            Field::ruled("", "вид транспортного средства", BODY),
        ]),
        row([
            Field::words("Дата отправления товара: со станции (пристани, порта)", BODY),
            Field::ruled("", "", BODY),
            Field::words("со склада отправителя товара", BODY),
            Field::ruled("", "", BODY),
        ]),
        Part::Space(pt(4)),
    ]
}

fn shipping_paper(act: &Discrepancy) -> String {
    let named = [
        act.shipment.as_ref().map(|number| format!("накладная {number}")),
        act.order.as_ref().map(|number| format!("заказ {number}")),
    ];
    named.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// A table of titles with one empty row to write into.
fn place_empty(flow: &mut Flow<'_>, names: &[&'static str]) {
    let width = LYING.body_width() / i64::try_from(names.len()).unwrap_or(1).max(1);
    let table = Table {
        columns: names.iter().map(|_| Column::new(width, Align::Left)).collect(),
        head: titles(names.iter().copied()),
        style: BOLD,
        head_style: SMALL,
    };
    let empty: Row = vec![String::new(); names.len()];
    table.place(flow, [empty].into_iter(), 0, Totals::NONE);
}

fn place_times(flow: &mut Flow<'_>) {
    flow.paragraph("Время (час, мин.)", Align::Left, BODY);
    place_empty(
        flow,
        &[
            "прибытия товара",
            "вскрытия вагона, контейнера",
            "выдачи товара организацией транспорта",
            "доставки товара на склад",
            "начала разгрузки",
            "начала приемки",
            "приостановления приемки",
            "возобновления приемки",
            "окончания приемки",
        ],
    );
}

fn place_transport(flow: &mut Flow<'_>) {
    flow.paragraph(
        "Сведения о состоянии вагонов, автофургонов и т.д., наличие и описание пломб отправителя или пункта отправления",
        Align::Left,
        BOLD,
    );
    for origin in ["По сопроводительным документам", "Фактически"] {
        flow.skip(pt(2));
        flow.paragraph(origin, Align::Left, BODY);
        place_empty(
            flow,
            &[
                "номер вагона, контейнера",
                "пломбы: количество, оттиск",
                "дата отправления",
                "количество мест",
                "вид упаковки",
                "масса груза (отправителя)",
                "масса груза (перевозчика)",
                "особые отметки",
            ],
        );
    }
    flow.skip(pt(2));
    flow.paragraph("Места и масса", Align::Left, BODY);
    place_empty(
        flow,
        &[
            "мест по документам",
            "масса брутто по документам",
            "мест фактически",
            "масса брутто фактически",
            "отклонение (+, −)",
        ],
    );
    flow.skip(pt(6));
}

fn cell(text: &str, columns: Range<usize>, rows: Range<usize>) -> HeadCell {
    HeadCell {
        text: text.to_owned(),
        columns,
        rows,
    }
}

/// The head with the numbers of the columns below the titles, from `first` on.
fn numbered(mut cells: Vec<HeadCell>, columns: usize, first: usize) -> Vec<HeadCell> {
    cells.extend((0..columns).map(|at| cell(&(first + at).to_string(), at..at + 1, 2..3)));
    cells
}

/// Columns in points; the width 0 takes the rest.
fn widths(plan: &[i64]) -> Vec<Column> {
    let used: Milli = plan.iter().map(|width| pt(*width)).sum();
    plan.iter()
        .map(|width| match width {
            0 => Column::new(LYING.body_width() - used, Align::Left),
            points => Column::new(pt(*points), Align::Right),
        })
        .collect()
}

fn place_by_papers(act: &Discrepancy, flow: &mut Flow<'_>) {
    flow.paragraph("По сопроводительным документам значится", Align::Left, BOLD);
    flow.skip(pt(2));
    let mut columns = widths(&[0, 60, 50, 50, 110, 50, 80, 80, 90]);
    for column in columns.iter_mut().skip(1).take(5) {
        column.align = Align::Centre;
    }
    let table = Table {
        columns,
        head: numbered(
            vec![
                cell("Товар (наименование, характеристика)", 0..1, 0..2),
                cell("Номер места", 1..2, 0..2),
                cell("Единица измерения", 2..4, 0..1),
                cell("наименование", 2..3, 1..2),
                cell("код по ОКЕИ", 3..4, 1..2),
                cell("Артикул товара", 4..5, 0..2),
                cell("Сорт", 5..6, 0..2),
                cell("Количество (масса)", 6..7, 0..2),
                cell("Цена, руб. коп.", 7..8, 0..2),
                cell("Сумма, руб. коп.", 8..9, 0..2),
            ],
            9,
            1,
        ),
        style: BODY,
        head_style: SMALL,
    };
    let rows = act.lines.iter().map(|line| {
        vec![
            line.name.clone(),
            String::new(),
            line.unit.clone(),
            line.unit_code.clone().unwrap_or_default(),
            line.article.clone(),
            String::new(),
            line.documented_milli.map(quantity_text).unwrap_or_default(),
            line.price_micro.map(price_text).unwrap_or_default(),
            line.documented_sum_minor.map(sum_text).unwrap_or_default(),
        ]
    });
    let sum = act
        .lines
        .iter()
        .try_fold(0_i64, |sum, line| sum.checked_add(line.documented_sum_minor?));
    let total = Total {
        label: "Итого".to_owned(),
        label_columns: 6,
        cells: vec![String::new(), "Х".to_owned(), sum.map(sum_text).unwrap_or_default()],
    };
    let totals = Totals {
        of_page: None,
        at_end: vec![total],
    };
    table.place(flow, rows, 0, totals);
}

fn third_page() -> Vec<Part> {
    vec![
        ruled("Условия хранения товара до его вскрытия на складе получателя", "", ""),
        row([
            Field::words("Температура при разгрузке: в вагоне (рефрижераторе), °С", BODY),
            Field::ruled("", "", BODY),
            Field::words("товара, °С", BODY),
            Field::ruled("", "", BODY),
        ]),
        ruled("Состояние тары и упаковки, маркировка", "", ""),
        row([
            Field::words(
                "Дата вскрытия тары «____» ______________ 20____ г. Взвешивание проводила организация",
                BODY,
            ),
            Field::ruled("", "", BODY),
        ]),
        ruled("Порядок отбора товара (образцов)", "", ""),
        Part::Space(pt(4)),
        text("Фактически оказалось", BOLD, Align::Left),
        Part::Space(pt(2)),
    ]
}

/// Which column of «фактически» a disputed amount belongs to: faulty, missing, or none for certain.
#[derive(PartialEq, Eq)]
enum Place {
    Faulty,
    Missing,
    Unsure,
}

const fn place_of(line: &DisputedLine) -> Place {
    match (line.kind, line.remedy) {
        (ClaimKind::Defect | ClaimKind::Quality, _) => Place::Faulty,
        // Only what is to be delivered is missing for certain: another quantity may also be too large.
        (ClaimKind::Quantity, ClaimRemedy::Deliver) => Place::Missing,
        (ClaimKind::Quantity | ClaimKind::Packing, _) => Place::Unsure,
    }
}

fn place_in_fact(act: &Discrepancy, flow: &mut Flow<'_>) {
    let pair = |title: &str, at: usize| {
        vec![
            cell(title, at..at + 2, 0..1),
            cell("количество", at..at + 1, 1..2),
            cell("сумма, руб. коп.", at + 1..at + 2, 1..2),
        ]
    };
    let mut cells = vec![
        cell("Артикул товара", 0..1, 0..2),
        cell("Сорт", 1..2, 0..2),
        cell("Количество (масса)", 2..3, 0..2),
        cell("Цена, руб. коп.", 3..4, 0..2),
        cell("Сумма, руб. коп.", 4..5, 0..2),
        cell("Номер паспорта", 13..14, 0..2),
    ];
    for (title, at) in [("Брак", 5), ("Бой", 7), ("Излишки", 9), ("Недостача", 11)] {
        cells.extend(pair(title, at));
    }
    let table = Table {
        columns: widths(&[0, 34, 54, 56, 66, 50, 62, 44, 54, 48, 58, 50, 62, 56]),
        head: numbered(cells, 14, 10),
        style: Style::regular(7_000),
        head_style: SMALL,
    };
    let rows = act.lines.iter().map(|line| {
        let place = place_of(line);
        let amount = |wanted: Place| {
            let is_here = place == wanted;
            let quantity = if is_here {
                quantity_text(line.disputed_milli)
            } else {
                String::new()
            };
            let sum = line.disputed_sum_minor.filter(|_| is_here).map(sum_text);
            [quantity, sum.unwrap_or_default()]
        };
        let [faulty, faulty_sum] = amount(Place::Faulty);
        let [missing, missing_sum] = amount(Place::Missing);
        let empty = String::new;
        vec![
            line.article.clone(),
            empty(),
            empty(),
            line.price_micro.map(price_text).unwrap_or_default(),
            empty(),
            faulty,
            faulty_sum,
            empty(),
            empty(),
            empty(),
            empty(),
            missing,
            missing_sum,
            empty(),
        ]
    });
    table.place(flow, rows, 0, Totals::NONE);
}

fn conclusion(act: &Discrepancy) -> Vec<Part> {
    let describe = |line: &DisputedLine| {
        let kind = kind_in_words(line.kind, Language::Ru);
        let said = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let amount = format!("{} {}", quantity_text(line.disputed_milli), line.unit);
        format!("{}: {kind}, {amount}. {said}", line.article)
    };
    let demand = |line: &DisputedLine| format!("{}: {}", line.article, remedy_in_words(line.remedy, Language::Ru));
    let described: Vec<String> = act.lines.iter().map(describe).collect();
    let demanded: Vec<String> = act.lines.iter().map(demand).collect();
    let signed = |label: &'static str, name: &str| {
        row([
            Field::words(label, BODY).wide(LABEL),
            Field::ruled("", "место работы, должность", BODY),
            Field::ruled("", "подпись", BODY),
            Field::ruled(name, "расшифровка подписи", BODY),
        ])
    };
    let mut parts = vec![
        ruled(
            "Определение количества товара проводилось",
            "",
            "взвешиванием, счетом мест, обмером и т.п.; место",
        ),
        ruled("Сведения об исправности весов", "", "тип, дата поверки"),
        ruled("Другие данные", "", ""),
        text(
            "Подробное описание дефектов (характер недостачи, излишков, ненадлежащего качества, брака, боя)",
            BOLD,
            Align::Left,
        ),
    ];
    parts.extend(described.iter().map(|line| text(line.as_str(), BODY, Align::Left)));
    parts.push(text("Заключение комиссии, требование получателя", BOLD, Align::Left));
    parts.push(row([Field::ruled(demanded.join("; "), "", BODY)]));
    parts.push(ruled("Приложение: перечень документов", act.annexes.join("; "), ""));
    parts.push(text(
        "Все члены комиссии предупреждены об ответственности за подписание акта, содержащего данные, не соответствующие действительности.",
        BODY,
        Align::Left,
    ));
    parts.push(signed("Председатель комиссии", ""));
    parts.push(signed("Члены комиссии", act.person.as_deref().unwrap_or_default()));
    parts.push(signed("", ""));
    parts.push(row([
        Field::words("Представитель грузоотправителя (поставщика)", BODY),
        Field::ruled("", "документ, удостоверяющий полномочия: №, дата", BODY),
        Field::ruled("", "подпись", BODY),
        Field::ruled("", "расшифровка подписи", BODY),
    ]));
    parts.push(row([
        Field::words("Акт с приложением на ____ листах получил главный бухгалтер", BODY),
        Field::ruled("", "подпись", BODY),
        Field::ruled("", "расшифровка подписи, дата", BODY),
    ]));
    parts.push(ruled("Решение руководителя", "", ""));
    parts.push(row([
        Field::words(
            "Указанный товар принят на ответственное хранение: заведующий складом (кладовщик)",
            BODY,
        ),
        Field::ruled("", "подпись", BODY),
        Field::ruled("", "расшифровка подписи", BODY),
    ]));
    parts
}
