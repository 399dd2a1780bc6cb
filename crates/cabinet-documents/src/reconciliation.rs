//! «Акт сверки взаимных расчётов» and «Акт звірки взаємних розрахунків».
//!
//! In: a [`Reconciliation`] with its opening and closing balance and every entry between. Out: a PDF. The columns of the
//! other side stay empty for it to fill in. The sums are checked, and nothing is printed when they disagree.

use cabinet_domain::money::{Currency, Money};

use crate::date::DocumentDate;
use crate::doubts;
use crate::figures::sum_text;
use crate::layout::{Align, Faces, Field, Flow, HeadCell, Part, Row, Table, Total, Totals, pt, row, text};
use crate::letterhead::{BODY, BOLD, HEAD, Planned, ROW, columns, heading};
use crate::paper::{DocumentError, PrintOptions, Rendered, Source, Surroundings, UPRIGHT, finish};
use crate::party::Party;
use crate::words::{Language, short_name, sum_in_words};

/// What one side's books say of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// Whose books these are.
    pub keeper: Party,
    /// The other side.
    pub other: Party,
    /// First day of the period.
    pub from: DocumentDate,
    /// Last day of the period.
    pub to: DocumentDate,
    /// «№ 7 от 01.02.2025»: the contract, where the act is by one.
    pub contract: Option<String>,
    /// The currency of every sum.
    pub currency: Currency,
    /// What the other side owed before the period, in minor units; negative when the keeper owed.
    pub opening_minor: i64,
    /// The entries, in the order to print.
    pub entries: Vec<Entry>,
    /// What the other side owes after the period; negative when the keeper owes.
    pub closing_minor: i64,
    /// What a reader should know of the figures, in his language; printed under the title.
    pub note: Option<String>,
    /// Who signs for the keeper.
    pub signer: Option<String>,
    /// Whose words the paper prints.
    pub source: Source,
}

/// An entry of the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its day.
    pub date: DocumentDate,
    /// «Продажа (УТ-000123 от 03.02.2026)».
    pub document: String,
    /// What the other side owes more by it, in minor units.
    pub debit_minor: i64,
    /// What the other side owes less by it.
    pub credit_minor: i64,
}

/// Prints the act.
///
/// Shape: A4, its table's head on each page; turnover, balance and signatures stay with the last entry.
///
/// # Errors
/// [`DocumentError::TotalDisagrees`] when opening balance and entries do not make the closing one; the variants of a
/// file that cannot be made.
pub fn render_reconciliation(act: &Reconciliation, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    let turnover = Turnover::checked(act)?;
    let language = options.language.unwrap_or_else(|| act.keeper.language());
    let labels = labels(language);
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let mut flow = Flow::new(faces, UPRIGHT);
    let title = labels.title.to_owned();
    flow.set_parts(&head(act, &title, language));
    let foot = flow.lay(&foot(act, language));
    let table = Table {
        columns: columns(&PLAN, UPRIGHT),
        head: head_cells(act, labels),
        style: ROW,
        head_style: HEAD,
    };
    let balance = |label: &str, minor: i64| Total {
        label: label.to_owned(),
        label_columns: 2,
        cells: debit_and_credit(minor.max(0), minor.min(0).saturating_neg()),
    };
    let opening = debit_and_credit(act.opening_minor.max(0), act.opening_minor.min(0).saturating_neg());
    let first: Row = [String::new(), labels.opening.to_owned()]
        .into_iter()
        .chain(opening)
        .collect();
    let rows: Vec<Row> = std::iter::once(first).chain(act.entries.iter().map(entry)).collect();
    let totals = Totals {
        of_page: None,
        at_end: vec![
            Total {
                label: labels.turnover.to_owned(),
                label_columns: 2,
                cells: debit_and_credit(turnover.debit_minor, turnover.credit_minor),
            },
            balance(labels.closing, act.closing_minor),
        ],
    };
    table.place(&mut flow, rows.into_iter(), foot.height, totals);
    flow.set_block(foot);
    let around = Surroundings {
        language,
        source: act.source,
        title: &title,
        author: &act.keeper.name,
        warning: "",
        day_unix_s: act.to.unix_s(),
        doubts: doubts::of_parties(&[&act.keeper, &act.other]),
    };
    finish(flow, around, options)
}

/// What the entries add up to.
struct Turnover {
    debit_minor: i64,
    credit_minor: i64,
}

impl Turnover {
    fn checked(act: &Reconciliation) -> Result<Self, DocumentError> {
        let sum = |of: fn(&Entry) -> i64| act.entries.iter().map(|entry| i128::from(of(entry))).sum::<i128>();
        let (debit, credit) = (sum(|entry| entry.debit_minor), sum(|entry| entry.credit_minor));
        let closing = i128::from(act.opening_minor) + debit - credit;
        let disagrees = || DocumentError::TotalDisagrees {
            lines_minor: closing,
            total_minor: act.closing_minor,
        };
        if closing != i128::from(act.closing_minor) {
            return Err(disagrees());
        }
        Ok(Self {
            debit_minor: i64::try_from(debit).map_err(|_| disagrees())?,
            credit_minor: i64::try_from(credit).map_err(|_| disagrees())?,
        })
    }
}

/// The four cells of a row: the keeper's, and those that the other side fills in.
fn debit_and_credit(debit_minor: i64, credit_minor: i64) -> Vec<String> {
    let written = |minor: i64| if minor == 0 { String::new() } else { sum_text(minor) };
    vec![
        written(debit_minor),
        written(credit_minor),
        String::new(),
        String::new(),
    ]
}

fn entry(entry: &Entry) -> Row {
    [entry.date.in_digits(), entry.document.clone()]
        .into_iter()
        .chain(debit_and_credit(entry.debit_minor, entry.credit_minor))
        .collect()
}

fn head(act: &Reconciliation, title: &str, language: Language) -> Vec<Part> {
    let labels = labels(language);
    let [period, to, between, and, contract, we, one_side, other_side] = labels.preamble;
    let mut about = format!(
        "{period} {} {to} {} {between} {} {and} {}",
        act.from.in_digits(),
        act.to.in_digits(),
        act.keeper.in_one_line(),
        act.other.in_one_line()
    );
    if let Some(number) = &act.contract {
        about = format!("{about}, {contract} {number}");
    }
    let mut parts = heading(title, language, act.source);
    parts.push(text(about, BOLD, Align::Left));
    if let Some(note) = &act.note {
        parts.push(Part::Space(pt(4)));
        parts.push(text(note.clone(), BODY, Align::Left));
    }
    parts.push(Part::Space(pt(6)));
    parts.push(text(
        format!("{we} {} {one_side}, {} {other_side}", act.keeper.name, act.other.name),
        BODY,
        Align::Left,
    ));
    parts.push(Part::Space(pt(6)));
    parts
}

fn foot(act: &Reconciliation, language: Language) -> Vec<Part> {
    let labels = labels(language);
    let [on, debt_of, to, none] = labels.debt;
    let day = act.to.in_digits();
    let (keeper, other) = (&act.keeper.name, &act.other.name);
    let (debtor, creditor) = if act.closing_minor > 0 {
        (other, keeper)
    } else {
        (keeper, other)
    };
    let owed = act.closing_minor.saturating_abs();
    let unit = short_name(act.currency.code(), language);
    let sentence = if owed == 0 {
        format!("{on} {day} {none}")
    } else {
        let words = sum_in_words(Money::from_minor(owed, act.currency), language);
        format!(
            "{on} {day} {debt_of} {debtor} {to} {creditor}: {} {unit} ({words})",
            sum_text(owed)
        )
    };
    let half = UPRIGHT.body_width() / 2 - pt(10);
    let side = |name: &str, signer: &str| {
        vec![
            text(format!("{} {name}", labels.of), BOLD, Align::Left),
            Part::Space(pt(10)),
            row([
                Field::ruled("", labels.signing[0], BODY),
                Field::ruled("", labels.signing[1], BODY),
                Field::ruled(signer, labels.signing[2], BODY).share(2),
            ]),
            text(labels.seal, BODY, Align::Left),
        ]
    };
    vec![
        Part::Space(pt(6)),
        text(sentence, BOLD, Align::Left),
        Part::Space(pt(12)),
        Part::Columns(vec![
            (half, side(keeper, act.signer.as_deref().unwrap_or_default())),
            (pt(20), vec![]),
            (half, side(other, "")),
        ]),
    ]
}

/// Titles stand in two rows; the plan gives alignments and widths only.
const PLAN: [Planned; 6] = [
    ("", Align::Centre, 56),
    ("", Align::Left, 0),
    ("", Align::Right, 74),
    ("", Align::Right, 74),
    ("", Align::Right, 74),
    ("", Align::Right, 74),
];

fn head_cells(act: &Reconciliation, labels: &Labels) -> Vec<HeadCell> {
    let cell = |text: &str, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>| HeadCell {
        text: text.to_owned(),
        columns,
        rows,
    };
    let [date, document, debit, credit, by_data] = labels.columns;
    let of = |party: &Party| format!("{by_data} {}", party.name);
    vec![
        cell(date, 0..1, 0..2),
        cell(document, 1..2, 0..2),
        cell(&of(&act.keeper), 2..4, 0..1),
        cell(debit, 2..3, 1..2),
        cell(credit, 3..4, 1..2),
        cell(&of(&act.other), 4..6, 0..1),
        cell(debit, 4..5, 1..2),
        cell(credit, 5..6, 1..2),
    ]
}

struct Labels {
    title: &'static str,
    preamble: [&'static str; 8],
    columns: [&'static str; 5],
    opening: &'static str,
    turnover: &'static str,
    closing: &'static str,
    debt: [&'static str; 4],
    of: &'static str,
    signing: [&'static str; 3],
    seal: &'static str,
}

const fn labels(language: Language) -> &'static Labels {
    match language {
        Language::Ru => &RU,
        Language::Uk => &UK,
    }
}

const RU: Labels = Labels {
    title: "Акт сверки взаимных расчетов",
    preamble: [
        "за период с",
        "по",
        "между",
        "и",
        "по договору",
        "Мы, нижеподписавшиеся, представители",
        "с одной стороны",
        "с другой стороны, составили этот акт о том, что взаимные расчеты по данным учета следующие:",
    ],
    columns: ["Дата", "Документ", "Дебет", "Кредит", "По данным"],
    opening: "Сальдо начальное",
    turnover: "Обороты за период",
    closing: "Сальдо конечное",
    debt: ["На", "задолженность", "в пользу", "задолженность отсутствует"],
    of: "От",
    signing: ["должность", "подпись", "ф.и.о."],
    seal: "М.П.",
};

const UK: Labels = Labels {
    title: "Акт звірки взаємних розрахунків",
    preamble: [
        "за період з",
        "по",
        "між",
        "та",
        "за договором",
        "Ми, що нижче підписалися, представники",
        "з одного боку",
        "з іншого боку, склали цей акт про те, що взаємні розрахунки за даними обліку такі:",
    ],
    columns: ["Дата", "Документ", "Дебет", "Кредит", "За даними"],
    opening: "Сальдо початкове",
    turnover: "Обороти за період",
    closing: "Сальдо кінцеве",
    debt: ["На", "заборгованість", "на користь", "заборгованість відсутня"],
    of: "Від",
    signing: ["посада", "підпис", "прізвище, ім’я"],
    seal: "М.П.",
};
