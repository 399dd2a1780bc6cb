//! The sheet of a check: the lines of an order that changed before it was placed, was and now, and what is decided of each.
//!
//! In: changed lines with decisions. Out: a PDF. It orders nothing, and says so.

use cabinet_domain::money::Currency;
use cabinet_domain::service::ServiceTerms;

use crate::date::DocumentDate;
use crate::doubts;
use crate::figures::{price_text, quantity_text, sum_text};
use crate::layout::{Align, Faces, Flow, Part, Row, Table, Totals, pt, text, titles};
use crate::letterhead::{BODY, BOLD, HEAD, Planned, ROW, columns, heading, labelled, signature};
use crate::paper::{DocumentError, PrintOptions, Rendered, Source, Surroundings, UPRIGHT, finish};
use crate::party::Party;
use crate::service_words::changed_service;
use crate::words::{Language, short_name};

/// A check on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckSheet {
    /// What the draft is called.
    pub draft: String,
    /// The day at which it was true.
    pub date: DocumentDate,
    /// Who orders.
    pub buyer: Party,
    /// Of whom, as far as it is known.
    pub seller: Party,
    /// The currency of every sum; `None` where there are no prices.
    pub currency: Option<Currency>,
    /// Lines of the draft in all.
    pub lines_total: u32,
    /// Lines that changed, in the order to print.
    pub lines: Vec<CheckedLine>,
    /// Sum before, in minor units.
    pub total_was_minor: i64,
    /// Sum by the decisions; `None` when nothing of it has a price.
    pub total_decided_minor: Option<i64>,
    /// Who decides, for the signature.
    pub person: Option<String>,
}

/// A changed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedLine {
    /// The seller's article.
    pub article: String,
    /// What it is.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Asked, thousandths of the unit.
    pub asked_milli: i64,
    /// There of it; `None` where that is not told.
    pub available_milli: Option<i64>,
    /// Price before in millionths; `None` where there was none.
    pub price_was_micro: Option<i64>,
    /// Price now; `None` where there is none.
    pub price_now_micro: Option<i64>,
    /// What is decided.
    pub decision: LineDecision,
    /// The next day on which some of it comes, with so much of it.
    pub arrives: Option<(DocumentDate, i64)>,
    /// The day on which it is wished.
    pub wished_on: Option<DocumentDate>,
    /// Warehouses from which it is wished, and others that have it.
    pub places: Vec<CheckedPlace>,
    /// What is done to its goods on other terms than before.
    pub services: Vec<CheckedService>,
}

/// A service of a changed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedService {
    /// Its name with what it makes of the goods.
    pub name: String,
    /// What the user saw; `None` when that was no price.
    pub was: Option<ServiceTerms>,
    /// What is true now; `None` when it is offered no more.
    pub now: Option<ServiceTerms>,
}

/// A warehouse of a changed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedPlace {
    /// Its name.
    pub name: String,
    /// Wished from it, thousandths of the unit; 0 for another one.
    pub asked_milli: i64,
    /// There; `None` where that is not told.
    pub free_milli: Option<i64>,
}

/// What is decided of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineDecision {
    /// Nothing yet: it stays in the draft.
    Open,
    /// It goes so, thousandths of the unit.
    Goes(i64),
    /// So much goes, and the rest waits.
    Waits {
        /// Thousandths of the unit.
        goes_milli: i64,
        /// Thousandths of the unit.
        waits_milli: i64,
    },
    /// It goes from these warehouses, by name, thousandths of the unit from each.
    From(Vec<(String, i64)>),
    /// So much goes, and the rest on a later day.
    Later {
        /// Thousandths of the unit.
        goes_milli: i64,
        /// Thousandths of the unit.
        later_milli: i64,
        /// That day.
        date: DocumentDate,
    },
    /// It leaves the draft.
    Removed,
    /// These goods go in its place.
    Instead(String),
}

/// Prints the sheet.
///
/// Shape: A4, its table's head on each page; the sums and the signature stay with the last line.
///
/// # Errors
/// [`DocumentError::NoLines`]; the variants of a file that cannot be made.
pub fn render_check_sheet(sheet: &CheckSheet, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    if sheet.lines.is_empty() {
        return Err(DocumentError::NoLines);
    }
    let language = options.language.unwrap_or_else(|| sheet.buyer.language());
    let labels = labels(language);
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let mut flow = Flow::new(faces, UPRIGHT);
    let title = format!("{} {}", labels.title, sheet.date.in_digits());
    flow.set_parts(&head(sheet, &title, language));
    let foot = flow.lay(&foot(sheet, language));
    let table = Table {
        columns: columns(&labels.plan, UPRIGHT),
        head: titles(labels.plan.iter().map(|(title, _, _)| *title)),
        style: ROW,
        head_style: HEAD,
    };
    let rows = sheet.lines.iter().map(|line| row_of(line, language));
    table.place(&mut flow, rows, foot.height, Totals::NONE);
    flow.set_block(foot);
    let around = Surroundings {
        language,
        source: Source::Buyer,
        title: &title,
        author: &sheet.buyer.name,
        warning: "",
        day_unix_s: sheet.date.unix_s(),
        doubts: doubts::of_parties(&[&sheet.buyer, &sheet.seller]),
    };
    finish(flow, around, options)
}

fn head(sheet: &CheckSheet, title: &str, language: Language) -> Vec<Part> {
    let labels = labels(language);
    let mut parts = heading(title, language, Source::Buyer);
    parts.extend(labelled(labels.buyer, &sheet.buyer.in_one_line()));
    parts.extend(labelled(labels.seller, &sheet.seller.in_one_line()));
    parts.extend(labelled(labels.draft, &sheet.draft));
    let [changed, of] = labels.changed;
    let counted = format!(
        "{changed}{}{of}{}. {}",
        sheet.lines.len(),
        sheet.lines_total,
        labels.notice
    );
    parts.push(text(counted, BODY, Align::Left));
    parts.push(Part::Space(pt(3)));
    parts
}

fn row_of(line: &CheckedLine, language: Language) -> Row {
    let labels = labels(language);
    let there = line
        .available_milli
        .map_or_else(|| labels.less.to_owned(), quantity_text);
    vec![
        line.article.clone(),
        line.name.clone(),
        line.unit.clone(),
        quantity_text(line.asked_milli),
        there,
        line.price_was_micro.map(price_text).unwrap_or_default(),
        line.price_now_micro.map(price_text).unwrap_or_default(),
        words(line, language),
    ]
}

fn words(line: &CheckedLine, language: Language) -> String {
    let labels = labels(language);
    let decided = match &line.decision {
        LineDecision::Open => labels.open.to_owned(),
        LineDecision::Goes(milli) => format!("{} {}", labels.goes, quantity_text(*milli)),
        LineDecision::Waits { goes_milli: 0, .. } => labels.waits.to_owned(),
        LineDecision::Waits {
            goes_milli,
            waits_milli,
        } => format!(
            "{} {}, {} {}",
            labels.goes,
            quantity_text(*goes_milli),
            labels.rest_waits,
            quantity_text(*waits_milli)
        ),
        LineDecision::From(places) => {
            let places: Vec<String> = places
                .iter()
                .map(|(name, milli)| format!("{name} {}", quantity_text(*milli)).trim_start().to_owned())
                .collect();
            format!("{} {}", labels.from, places.join(", "))
        }
        LineDecision::Later {
            goes_milli,
            later_milli,
            date,
        } => {
            let later = format!("{} {} {}", quantity_text(*later_milli), labels.by, date.in_digits());
            match goes_milli {
                0 => format!("{} {later}", labels.goes),
                goes => format!("{} {}, {later}", labels.goes, quantity_text(*goes)),
            }
        }
        LineDecision::Removed => labels.removed.to_owned(),
        LineDecision::Instead(other) => format!("{} {other}", labels.instead),
    };
    let mut said = vec![decided];
    said.extend(
        line.wished_on
            .map(|date| format!("{} {}", labels.wished, date.in_digits())),
    );
    if !line.places.is_empty() {
        let places: Vec<String> = line.places.iter().map(|place| place_words(place, labels)).collect();
        said.push(places.join(", "));
    }
    if let Some((date, milli)) = line.arrives {
        said.push(format!(
            "{} {}: {}",
            labels.arrives,
            date.in_digits(),
            quantity_text(milli)
        ));
    }
    said.extend(line.services.iter().map(|service| {
        let (was, now) = (service.was.as_ref(), service.now.as_ref());
        changed_service(&service.name, was, now, &line.unit, language)
    }));
    said.join("; ")
}

/// "Центральный: 2 из 5", "Север: 7".
fn place_words(place: &CheckedPlace, labels: &Labels) -> String {
    let asked = (place.asked_milli > 0).then(|| quantity_text(place.asked_milli));
    match (place.free_milli.map(quantity_text), asked) {
        (Some(free), Some(asked)) => format!("{}: {free}{}{asked}", place.name, labels.changed[1]),
        (Some(amount), None) | (None, Some(amount)) => format!("{}: {amount}", place.name),
        (None, None) => place.name.clone(),
    }
}

fn foot(sheet: &CheckSheet, language: Language) -> Vec<Part> {
    let labels = labels(language);
    let unit = sheet
        .currency
        .as_ref()
        .map_or_else(String::new, |currency| short_name(currency.code(), language).to_owned());
    let mut parts = vec![Part::Space(pt(6))];
    let was = format!("{} {} {unit}", labels.was, sum_text(sheet.total_was_minor));
    parts.push(text(was, BODY, Align::Left));
    if let Some(decided) = sheet.total_decided_minor {
        let decided = format!("{} {} {unit}", labels.decided, sum_text(decided));
        parts.push(text(decided, BOLD, Align::Left));
    }
    parts.push(Part::Space(pt(16)));
    let person = sheet.person.as_deref().unwrap_or_default();
    parts.push(signature(labels.signer, person, language));
    parts
}

struct Labels {
    title: &'static str,
    plan: [Planned; 8],
    buyer: &'static str,
    seller: &'static str,
    draft: &'static str,
    changed: [&'static str; 2],
    notice: &'static str,
    less: &'static str,
    open: &'static str,
    goes: &'static str,
    waits: &'static str,
    rest_waits: &'static str,
    from: &'static str,
    by: &'static str,
    wished: &'static str,
    removed: &'static str,
    instead: &'static str,
    arrives: &'static str,
    was: &'static str,
    decided: &'static str,
    signer: &'static str,
}

const fn labels(language: Language) -> &'static Labels {
    match language {
        Language::Ru => &RU,
        Language::Uk => &UK,
    }
}

const RU: Labels = Labels {
    title: "Лист изменений заказа на",
    plan: [
        ("Артикул", Align::Left, 66),
        ("Наименование", Align::Left, 0),
        ("Ед.", Align::Centre, 30),
        ("Просили", Align::Right, 48),
        ("Есть", Align::Right, 44),
        ("Цена была", Align::Right, 54),
        ("стала", Align::Right, 54),
        ("Решение", Align::Left, 112),
    ],
    buyer: "Покупатель:",
    seller: "Поставщик:",
    draft: "Черновик:",
    changed: ["Изменилось строк: ", " из "],
    notice: "Это не заказ: ничего ещё не отправлено.",
    less: "меньше",
    open: "не решено",
    goes: "взять",
    waits: "ждать поступления",
    rest_waits: "ждать",
    from: "со складов:",
    by: "к",
    wished: "желательно к",
    removed: "убрать",
    instead: "вместо неё",
    arrives: "поступит",
    was: "Сумма заказа до изменений:",
    decided: "К отправке по решениям:",
    signer: "Решения принял",
};

const UK: Labels = Labels {
    title: "Аркуш змін замовлення на",
    plan: [
        ("Артикул", Align::Left, 66),
        ("Найменування", Align::Left, 0),
        ("Од.", Align::Centre, 30),
        ("Просили", Align::Right, 48),
        ("Є", Align::Right, 44),
        ("Ціна була", Align::Right, 54),
        ("стала", Align::Right, 54),
        ("Рішення", Align::Left, 112),
    ],
    buyer: "Покупець:",
    seller: "Постачальник:",
    draft: "Чернетка:",
    changed: ["Змінилося рядків: ", " з "],
    notice: "Це не замовлення: нічого ще не відправлено.",
    less: "менше",
    open: "не вирішено",
    goes: "взяти",
    waits: "чекати надходження",
    rest_waits: "чекати",
    from: "зі складів:",
    by: "на",
    wished: "бажано на",
    removed: "прибрати",
    instead: "замість нього",
    arrives: "надійде",
    was: "Сума замовлення до змін:",
    decided: "До відправлення за рішеннями:",
    signer: "Рішення прийняв(ла)",
};
