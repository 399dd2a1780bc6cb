//! «Рекламация» and «Рекламація»: a free-form claim, each line by the papers beside what is disputed of it.

use crate::discrepancy::{Discrepancy, DisputedLine, kind_in_words, remedy_in_words};
use crate::figures::{price_text, quantity_text, sum_text};
use crate::layout::{Align, Faces, Flow, HeadCell, Part, Row, Style, Table, Totals, pt, text};
use crate::letterhead::{BODY, BOLD, HEAD, Planned, ROW, columns, heading, labelled, signature};
use crate::paper::{DocumentError, PrintOptions, Rendered, Source, Surroundings, UPRIGHT, finish};
use crate::words::Language;

const SMALL_ROW: Style = Style::regular(7_500);

/// Prints the claim.
///
/// Shape: A4; what happened and what is demanded stand under the table, line by line.
///
/// # Errors
/// [`DocumentError::NoLines`]; the variants of a file that cannot be made.
pub fn render_claim_act(claim: &Discrepancy, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    if claim.lines.is_empty() {
        return Err(DocumentError::NoLines);
    }
    let language = options.language.unwrap_or_else(|| claim.buyer.language());
    let labels = labels(language);
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let mut flow = Flow::new(faces, UPRIGHT);
    let number = claim
        .number
        .as_ref()
        .map(|number| format!(" № {number}"))
        .unwrap_or_default();
    let [word, of, year] = labels.title;
    let title = format!("{word}{number} {of} {} {year}", claim.date.in_words(language));
    let mut head = heading(&title, language, Source::Buyer);
    head.extend(labelled(labels.seller, &claim.seller.in_one_line()));
    head.extend(labelled(labels.buyer, &claim.buyer.in_one_line()));
    head.extend(labelled(labels.order, claim.order.as_deref().unwrap_or_default()));
    head.extend(labelled(labels.shipment, claim.shipment.as_deref().unwrap_or_default()));
    head.push(Part::Space(pt(3)));
    flow.set_parts(&head);
    let table = Table {
        columns: columns(&PLAN, UPRIGHT),
        head: head_cells(labels),
        style: if claim.lines.len() > 1 { SMALL_ROW } else { ROW },
        head_style: HEAD,
    };
    let rows: Vec<Row> = claim
        .lines
        .iter()
        .enumerate()
        .map(|(at, line)| row_of(at, line, language))
        .collect();
    table.place(&mut flow, rows.into_iter(), 0, Totals::NONE);
    flow.set_parts(&story(claim, language));
    let signers = [
        Part::Space(pt(16)),
        signature(labels.signer, claim.person.as_deref().unwrap_or_default(), language),
    ];
    let signers = flow.lay(&signers);
    flow.set_block(signers);
    let around = Surroundings {
        language,
        source: Source::Buyer,
        title: &title,
        author: &claim.buyer.name,
        warning: "",
        day_unix_s: claim.date.unix_s(),
        doubts: claim.doubts(),
    };
    finish(flow, around, options)
}

fn row_of(at: usize, line: &DisputedLine, language: Language) -> Row {
    vec![
        (at + 1).to_string(),
        line.article.clone(),
        line.name.clone(),
        line.unit.clone(),
        line.documented_milli.map(quantity_text).unwrap_or_default(),
        line.price_micro.map(price_text).unwrap_or_default(),
        line.documented_sum_minor.map(sum_text).unwrap_or_default(),
        kind_in_words(line.kind, language).to_owned(),
        quantity_text(line.disputed_milli),
        line.disputed_sum_minor.map(sum_text).unwrap_or_default(),
    ]
}

/// What happened and what is demanded, in paragraphs that may go over pages.
fn story(claim: &Discrepancy, language: Language) -> Vec<Part> {
    let labels = labels(language);
    let mut parts = vec![Part::Space(pt(8))];
    for (at, line) in claim.lines.iter().enumerate() {
        let number = if claim.lines.len() > 1 {
            format!("{}. ", at + 1)
        } else {
            String::new()
        };
        parts.push(text(format!("{number}{}", labels.happened), BOLD, Align::Left));
        for paragraph in line.text.lines().filter(|paragraph| !paragraph.trim().is_empty()) {
            parts.push(text(paragraph, BODY, Align::Left));
        }
        parts.push(Part::Space(pt(4)));
        parts.push(text(
            format!("{} {}.", labels.demand, remedy_in_words(line.remedy, language)),
            BOLD,
            Align::Left,
        ));
        parts.push(Part::Space(pt(6)));
    }
    if !claim.annexes.is_empty() {
        parts.push(text(labels.annexes, BOLD, Align::Left));
        let annexes = claim.annexes.iter().enumerate();
        parts.extend(annexes.map(|(at, name)| text(format!("{}) {name}", at + 1), BODY, Align::Left)));
    }
    parts
}

/// Titles stand in two rows; the plan gives alignments and widths only.
const PLAN: [Planned; 10] = [
    ("", Align::Centre, 22),
    ("", Align::Left, 66),
    ("", Align::Left, 0),
    ("", Align::Centre, 30),
    ("", Align::Right, 42),
    ("", Align::Right, 52),
    ("", Align::Right, 58),
    ("", Align::Left, 66),
    ("", Align::Right, 42),
    ("", Align::Right, 58),
];

fn head_cells(labels: &Labels) -> Vec<HeadCell> {
    let cell = |text: &str, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>| HeadCell {
        text: text.to_owned(),
        columns,
        rows,
    };
    let [
        number,
        article,
        name,
        unit,
        by_papers,
        quantity,
        price,
        sum,
        disputed,
        what,
    ] = labels.columns;
    vec![
        cell(number, 0..1, 0..2),
        cell(article, 1..2, 0..2),
        cell(name, 2..3, 0..2),
        cell(unit, 3..4, 0..2),
        cell(by_papers, 4..7, 0..1),
        cell(quantity, 4..5, 1..2),
        cell(price, 5..6, 1..2),
        cell(sum, 6..7, 1..2),
        cell(disputed, 7..10, 0..1),
        cell(what, 7..8, 1..2),
        cell(quantity, 8..9, 1..2),
        cell(sum, 9..10, 1..2),
    ]
}

struct Labels {
    title: [&'static str; 3],
    seller: &'static str,
    buyer: &'static str,
    order: &'static str,
    shipment: &'static str,
    columns: [&'static str; 10],
    happened: &'static str,
    demand: &'static str,
    annexes: &'static str,
    signer: &'static str,
}

const fn labels(language: Language) -> &'static Labels {
    match language {
        Language::Ru => &RU,
        Language::Uk => &UK,
    }
}

const RU: Labels = Labels {
    title: ["Рекламация", "от", "г."],
    seller: "Кому:",
    buyer: "От кого:",
    order: "Заказ:",
    shipment: "Накладная:",
    columns: [
        "№",
        "Артикул",
        "Товар",
        "Ед.",
        "По документам",
        "Кол-во",
        "Цена",
        "Сумма",
        "Заявлено",
        "Что не так",
    ],
    happened: "Обстоятельства:",
    demand: "Требование:",
    annexes: "Приложения:",
    signer: "Рекламацию составил",
};

const UK: Labels = Labels {
    title: ["Рекламація", "від", "р."],
    seller: "Кому:",
    buyer: "Від кого:",
    order: "Замовлення:",
    shipment: "Накладна:",
    columns: [
        "№",
        "Артикул",
        "Товар",
        "Од.",
        "За документами",
        "Кіл-сть",
        "Ціна",
        "Сума",
        "Заявлено",
        "Що не так",
    ],
    happened: "Обставини:",
    demand: "Вимога:",
    annexes: "Додатки:",
    signer: "Рекламацію склав(ла)",
};
