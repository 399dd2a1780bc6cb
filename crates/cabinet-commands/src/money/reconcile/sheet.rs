//! What differs as a table: the differences, and below them the balances that they add up to.

use super::{DifferenceKind, DifferenceSideView, DifferenceView, ReconciliationView, SideView};
use cabinet_documents::sheet::{Sheet, Value};
use cabinet_domain::money::hundredths_text;
use cabinet_domain::supplier_document::DocumentKind;

/// Words of the table.
struct Words {
    title: &'static str,
    heads: [&'static str; 10],
    opening: &'static str,
    missing_theirs: &'static str,
    missing_ours: &'static str,
    sum: &'static str,
    date: &'static str,
    total: &'static str,
    balances: [&'static str; 4],
    unread: &'static str,
    kinds: [&'static str; 9],
}

const RU: Words = Words {
    title: "Расхождения",
    heads: [
        "Расхождение",
        "У нас: дата",
        "У нас: номер",
        "У нас: документ",
        "У нас: сумма",
        "У поставщика: дата",
        "У поставщика: номер",
        "У поставщика: документ",
        "У поставщика: сумма",
        "Разница",
    ],
    opening: "Сальдо начальное",
    missing_theirs: "Нет у поставщика",
    missing_ours: "Нет у нас",
    sum: "Разные суммы",
    date: "Разные даты",
    total: "Итого расхождений",
    balances: ["Сальдо начальное", "Долг вырос", "Долг уменьшился", "Сальдо конечное"],
    unread: "Строка не прочитана",
    kinds: [
        "счёт",
        "накладная",
        "УПД",
        "счёт-фактура",
        "оплата",
        "возврат денег",
        "возврат товаров",
        "акт сверки",
        "документ",
    ],
};

const UK: Words = Words {
    title: "Розбіжності",
    heads: [
        "Розбіжність",
        "У нас: дата",
        "У нас: номер",
        "У нас: документ",
        "У нас: сума",
        "У постачальника: дата",
        "У постачальника: номер",
        "У постачальника: документ",
        "У постачальника: сума",
        "Різниця",
    ],
    opening: "Сальдо початкове",
    missing_theirs: "Немає у постачальника",
    missing_ours: "Немає у нас",
    sum: "Різні суми",
    date: "Різні дати",
    total: "Разом розбіжностей",
    balances: ["Сальдо початкове", "Борг зріс", "Борг зменшився", "Сальдо кінцеве"],
    unread: "Рядок не прочитано",
    kinds: [
        "рахунок",
        "накладна",
        "УПД",
        "рахунок-фактура",
        "оплата",
        "повернення коштів",
        "повернення товарів",
        "акт звірки",
        "документ",
    ],
};

/// The name of the file and the table.
pub(super) fn of(view: &ReconciliationView, is_ukrainian: bool) -> (String, Sheet) {
    let words = if is_ukrainian { &UK } else { &RU };
    let mut rows: Vec<Vec<Value>> = view.differences.iter().map(|one| difference(one, words)).collect();
    rows.push(total(words.total, None, None, Some(view.difference_minor)));
    let of_side = |side: &SideView| {
        [
            side.opening_minor,
            Some(side.more_minor),
            Some(side.less_minor),
            side.closing_minor,
        ]
    };
    for ((label, ours), theirs) in words
        .balances
        .iter()
        .zip(of_side(&view.ours))
        .zip(of_side(&view.theirs))
    {
        let less = ours.zip(theirs).and_then(|(ours, theirs)| theirs.checked_sub(ours));
        rows.push(total(label, ours, theirs, less));
    }
    for row in &view.unread {
        let mut cells = vec![Value::Text(words.unread.to_owned()), Value::Empty];
        cells.push(Value::Text(row.row.to_string()));
        cells.push(Value::Text(row.raw.clone()));
        cells.resize(words.heads.len(), Value::Empty);
        rows.push(cells);
    }
    let sheet = Sheet {
        name: words.title.to_owned(),
        heads: words.heads.map(str::to_owned).to_vec(),
        rows,
    };
    (
        format!("{} {} {} {}", words.title, view.entity_name, view.from, view.to),
        sheet,
    )
}

fn difference(one: &DifferenceView, words: &Words) -> Vec<Value> {
    let label = match one.kind {
        DifferenceKind::Opening => words.opening,
        DifferenceKind::MissingTheirs => words.missing_theirs,
        DifferenceKind::MissingOurs => words.missing_ours,
        DifferenceKind::SumDiffers => words.sum,
        DifferenceKind::DateDiffers => words.date,
    };
    let mut cells = vec![Value::Text(label.to_owned())];
    cells.extend(side(one.ours.as_ref(), str::to_owned));
    cells.extend(side(one.theirs.as_ref(), |what| kind(what, words).to_owned()));
    cells.push(price(one.difference_minor));
    cells
}

fn side(side: Option<&DifferenceSideView>, what: impl Fn(&str) -> String) -> [Value; 4] {
    let Some(side) = side else {
        return [Value::Empty, Value::Empty, Value::Empty, Value::Empty];
    };
    let text = |text: String| {
        if text.is_empty() {
            Value::Empty
        } else {
            Value::Text(text)
        }
    };
    let what = if side.what.is_empty() {
        String::new()
    } else {
        what(&side.what)
    };
    [
        text(side.date.clone()),
        text(side.number.clone()),
        text(what),
        price(side.owed_minor),
    ]
}

fn kind<'a>(code: &str, words: &'a Words) -> &'a str {
    let kind = DocumentKind::from_code(code).unwrap_or(DocumentKind::Other);
    let at = DocumentKind::ALL
        .iter()
        .position(|one| *one == kind)
        .unwrap_or_default();
    words.kinds.get(at).copied().unwrap_or_default()
}

fn total(label: &str, ours: Option<i64>, theirs: Option<i64>, less: Option<i64>) -> Vec<Value> {
    let or_nothing = |minor: Option<i64>| minor.map_or(Value::Empty, price);
    let mut cells = vec![Value::Empty; 10];
    for (at, value) in [
        (0, Value::Text(label.to_owned())),
        (4, or_nothing(ours)),
        (8, or_nothing(theirs)),
        (9, or_nothing(less)),
    ] {
        if let Some(cell) = cells.get_mut(at) {
            *cell = value;
        }
    }
    cells
}

fn price(minor: i64) -> Value {
    Value::Price(hundredths_text(minor))
}
