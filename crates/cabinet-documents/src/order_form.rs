//! The order form: what a buyer orders, to be signed or sent by other ways than the program's own.
//!
//! In: lines with or without prices. Out: a PDF. The sum is printed only where every line has one: a sum of some lines
//! would be read as the sum of all.

use cabinet_domain::money::{Currency, Money};

use crate::date::DocumentDate;
use crate::doubts;
use crate::figures::{price_text, quantity_text, sum_text, volume_text};
use crate::layout::{Align, Faces, Flow, Part, Row, Table, Total, Totals, pt, text, titles};
use crate::letterhead::{BODY, BOLD, HEAD, Planned, ROW, columns, heading, labelled, signature};
use crate::paper::{DocumentError, PrintOptions, Rendered, Source, Surroundings, UPRIGHT, finish};
use crate::party::Party;
use crate::words::{Language, short_name, sum_in_words};

/// An order or a draft of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderForm {
    /// The order's number; `None` for a draft.
    pub number: Option<String>,
    /// The buyer's own number.
    pub own_number: Option<String>,
    /// The day of the order, or of the paper.
    pub date: DocumentDate,
    /// Who orders.
    pub buyer: Party,
    /// Of whom, as far as it is known.
    pub seller: Party,
    /// How it is delivered, in words.
    pub delivery: Option<String>,
    /// The wished day.
    pub wanted_on: Option<DocumentDate>,
    /// The buyer's comment.
    pub comment: Option<String>,
    /// The currency of every price; `None` where there are no prices.
    pub currency: Option<Currency>,
    /// The lines, in the order to print.
    pub lines: Vec<OrderedLine>,
    /// Who orders, for the signature.
    pub person: Option<String>,
}

/// A line of an order form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderedLine {
    /// The seller's article.
    pub article: String,
    /// What it is.
    pub name: String,
    /// Thousandths of the unit.
    pub quantity_milli: i64,
    /// Short name of the unit.
    pub unit: String,
    /// Price of one unit in millionths; `None` where there is none or the reader may not see it.
    pub price_micro: Option<i64>,
    /// Sum of the line in minor units.
    pub sum_minor: Option<i64>,
    /// The buyer's comment on the line.
    pub comment: Option<String>,
    /// Weight of the line in grams; `None` when not known.
    pub weight_g: Option<i64>,
    /// Volume of the line in cubic centimetres; `None` when not known.
    pub volume_cm3: Option<i64>,
}

/// Prints the order form.
///
/// Shape: A4, its table's head on each page; the sum and the signature stay with the last line.
///
/// # Errors
/// [`DocumentError::NoLines`]; the variants of a file that cannot be made.
pub fn render_order_form(form: &OrderForm, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    if form.lines.is_empty() {
        return Err(DocumentError::NoLines);
    }
    let language = options.language.unwrap_or_else(|| form.buyer.language());
    let labels = labels(language);
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;
    let mut flow = Flow::new(faces, UPRIGHT);
    let title = title(form, language);
    flow.set_parts(&head(form, &title, language));
    let foot = flow.lay(&foot(form, language));
    let has_comments = form.lines.iter().any(|line| line.comment.is_some());
    let mut plan = labels.plan.to_vec();
    if !has_comments {
        plan.pop();
    }
    let table = Table {
        columns: columns(&plan, UPRIGHT),
        head: titles(plan.iter().map(|(title, _, _)| *title)),
        style: ROW,
        head_style: HEAD,
    };
    let at_end = total(form).map_or_else(Vec::new, |total| {
        let mut cells = vec![sum_text(total)];
        cells.resize(plan.len().saturating_sub(6), String::new());
        vec![Total {
            label: labels.total.to_owned(),
            label_columns: 6,
            cells,
        }]
    });
    table.place(
        &mut flow,
        form.lines
            .iter()
            .enumerate()
            .map(|(at, line)| row_of(at, line, has_comments)),
        foot.height,
        Totals { of_page: None, at_end },
    );
    flow.set_block(foot);
    let around = Surroundings {
        language,
        source: Source::Buyer,
        title: &title,
        author: &form.buyer.name,
        warning: "",
        day_unix_s: form.date.unix_s(),
        doubts: doubts::of_parties(&[&form.buyer, &form.seller]),
    };
    finish(flow, around, options)
}

/// The sum of all lines; `None` where one of them has none.
fn total(form: &OrderForm) -> Option<i64> {
    form.lines
        .iter()
        .try_fold(0_i64, |sum, line| sum.checked_add(line.sum_minor?))
}

/// What the goods weigh and how much room they take; each only where every line tells it.
fn measures(form: &OrderForm, language: Language) -> Option<String> {
    let sum = |of: &dyn Fn(&OrderedLine) -> Option<i64>| {
        let lines = form.lines.iter();
        lines.map(of).try_fold(0_i64, |sum, line| sum.checked_add(line?))
    };
    let (weight, volume) = match language {
        Language::Ru => ("Вес", "Объём"),
        Language::Uk => ("Вага", "Об’єм"),
    };
    let weight = sum(&|line| line.weight_g).map(|grams| format!("{weight} {} кг", quantity_text(grams)));
    let volume = sum(&|line| line.volume_cm3).map(|cm3| format!("{volume} {} м³", volume_text(cm3)));
    let told: Vec<String> = [weight, volume].into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(". "))
}

fn title(form: &OrderForm, language: Language) -> String {
    let (word, number, of, year) = match language {
        Language::Ru => ("Заказ поставщику", "№ ", "от", "г."),
        Language::Uk => ("Замовлення постачальнику", "№ ", "від", "р."),
    };
    let named = form.number.as_deref().or(form.own_number.as_deref());
    let number = named.map(|named| format!(" {number}{named}")).unwrap_or_default();
    format!("{word}{number} {of} {} {year}", form.date.in_words(language))
}

struct Labels {
    plan: [Planned; 8],
    total: &'static str,
    buyer: &'static str,
    seller: &'static str,
    delivery: &'static str,
    wanted_on: &'static str,
    own_number: &'static str,
    comment: &'static str,
    count: [&'static str; 2],
    signer: &'static str,
}

fn head(form: &OrderForm, title: &str, language: Language) -> Vec<Part> {
    let labels = labels(language);
    let mut parts = heading(title, language, Source::Buyer);
    parts.extend(labelled(labels.buyer, &form.buyer.in_one_line()));
    parts.extend(labelled(labels.seller, &form.seller.in_one_line()));
    parts.extend(labelled(labels.delivery, form.delivery.as_deref().unwrap_or_default()));
    let wanted_on = form.wanted_on.map(DocumentDate::in_digits).unwrap_or_default();
    parts.extend(labelled(labels.wanted_on, &wanted_on));
    if form.number.is_some() {
        parts.extend(labelled(
            labels.own_number,
            form.own_number.as_deref().unwrap_or_default(),
        ));
    }
    parts.extend(labelled(labels.comment, form.comment.as_deref().unwrap_or_default()));
    parts.push(Part::Space(pt(3)));
    parts
}

fn row_of(at: usize, line: &OrderedLine, has_comments: bool) -> Row {
    let mut row = vec![
        (at + 1).to_string(),
        line.article.clone(),
        line.name.clone(),
        quantity_text(line.quantity_milli),
        line.unit.clone(),
        line.price_micro.map(price_text).unwrap_or_default(),
        line.sum_minor.map(sum_text).unwrap_or_default(),
    ];
    if has_comments {
        row.push(line.comment.clone().unwrap_or_default());
    }
    row
}

fn foot(form: &OrderForm, language: Language) -> Vec<Part> {
    let labels = labels(language);
    let [count, sum] = labels.count;
    let mut parts = vec![Part::Space(pt(6))];
    let counted = format!("{count}{}", form.lines.len());
    match total(form).zip(form.currency) {
        Some((total, currency)) => {
            let unit = short_name(currency.code(), language);
            parts.push(text(
                format!("{counted}{sum}{} {unit}", sum_text(total)),
                BODY,
                Align::Left,
            ));
            let words = sum_in_words(Money::from_minor(total, currency), language);
            parts.push(text(words, BOLD, Align::Left));
        }
        None => parts.push(text(counted, BODY, Align::Left)),
    }
    if let Some(measures) = measures(form, language) {
        parts.push(text(measures, BODY, Align::Left));
    }
    parts.push(Part::Space(pt(16)));
    parts.push(signature(
        labels.signer,
        form.person.as_deref().unwrap_or_default(),
        language,
    ));
    parts
}

const fn labels(language: Language) -> &'static Labels {
    match language {
        Language::Ru => &RU,
        Language::Uk => &UK,
    }
}

const RU: Labels = Labels {
    plan: [
        ("№", Align::Centre, 26),
        ("Артикул", Align::Left, 78),
        ("Наименование", Align::Left, 0),
        ("Кол-во", Align::Right, 50),
        ("Ед.", Align::Centre, 34),
        ("Цена", Align::Right, 60),
        ("Сумма", Align::Right, 68),
        ("Примечание", Align::Left, 78),
    ],
    total: "Итого:",
    buyer: "Покупатель:",
    seller: "Поставщик:",
    delivery: "Доставка:",
    wanted_on: "Желаемая дата:",
    own_number: "Наш номер:",
    comment: "Комментарий:",
    count: ["Всего наименований ", ", на сумму "],
    signer: "Заказ составил",
};

const UK: Labels = Labels {
    plan: [
        ("№", Align::Centre, 26),
        ("Артикул", Align::Left, 78),
        ("Найменування", Align::Left, 0),
        ("Кіл-сть", Align::Right, 50),
        ("Од.", Align::Centre, 34),
        ("Ціна", Align::Right, 60),
        ("Сума", Align::Right, 68),
        ("Примітка", Align::Left, 78),
    ],
    total: "Разом:",
    buyer: "Покупець:",
    seller: "Постачальник:",
    delivery: "Доставка:",
    wanted_on: "Бажана дата:",
    own_number: "Наш номер:",
    comment: "Коментар:",
    count: ["Всього найменувань ", ", на суму "],
    signer: "Замовлення склав(ла)",
};
