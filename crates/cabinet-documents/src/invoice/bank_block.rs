//! Where and how to pay: the sample of a payment order at the head of the invoice.

use crate::invoice::form::{BODY, BODY_BOLD, Form, SMALL, THIN};

use crate::layout::{Align, Flow, Milli, Style, pt};
use crate::party::{BankAccount, Party, filled};
use crate::words::Language;

const PAD: Milli = 2_500;
/// Width of the cells «БИК», «Сч. №».
const NAME_CELL: Milli = pt(46);
/// Side of the payment code, the light modules around it included.
const CODE_SIDE: Milli = pt(94);
/// Between the block and the code.
const CODE_GAP: Milli = pt(6);
const CODE_CAPTION: Style = Style::regular(5_500);

/// Sets the block; says so when the supplier gave no account.
pub(super) fn place(form: &Form<'_>, flow: &mut Flow<'_>) {
    let Some(bank) = &form.invoice.bank else {
        flow.paragraph(form.labels.no_bank, Align::Left, BODY);
        return;
    };
    flow.paragraph(form.labels.sample_title, Align::Centre, BODY_BOLD);
    flow.skip(pt(3));
    let top = flow.y();
    let code_width = form.code.as_ref().map_or(0, |_| CODE_SIDE + CODE_GAP);
    let width = flow.frame.body_width() - code_width;
    match form.language {
        Language::Ru => place_russian(form, flow, bank, width),
        Language::Uk => place_ukrainian(form, flow, bank, width),
    }
    if let Some(code) = &form.code {
        let left = flow.frame.left + width + CODE_GAP;
        code.draw(flow.sheet(), (left, top), CODE_SIDE);
        let caption = flow.lines(form.labels.scan, CODE_CAPTION, CODE_SIDE);
        let mut y = top + CODE_SIDE;
        for line in &caption {
            let faces = flow.faces;
            flow.sheet()
                .text(faces, (left, y), CODE_SIDE, Align::Centre, CODE_CAPTION, line);
            y += CODE_CAPTION.line_height();
        }
        let below = (y - flow.y()).max(0);
        flow.skip(below);
    }
}

/// Width of the payee's half.
const fn half_of(width: Milli) -> Milli {
    width * 4 / 7
}

/// Two payment facts in one line: «БИК» and its value.
fn fact(value: Option<&String>) -> String {
    filled(value).unwrap_or("–").to_owned()
}

fn place_russian(form: &Form<'_>, flow: &mut Flow<'_>, bank: &BankAccount, width: Milli) {
    let seller = &form.invoice.seller;
    let left = flow.frame.left;
    let left_half = half_of(width);
    let middle = left + left_half;
    let value = middle + NAME_CELL;
    let value_width = width - left_half - NAME_CELL;

    let height = bank_row(flow, bank, left_half);
    let y = flow.y();
    let bic_height = line_of(BODY);
    flow.sheet().frame((left, y), left_half, height, THIN);
    flow.sheet().frame((middle, y), NAME_CELL, bic_height, THIN);
    flow.sheet()
        .frame((middle, y + bic_height), NAME_CELL, height - bic_height, THIN);
    flow.sheet().frame((value, y), value_width, height, THIN);
    put(flow, (middle, y), NAME_CELL, "БИК");
    put(flow, (value, y), value_width, &fact(bank.bic.as_ref()));
    put(flow, (middle, y + bic_height), NAME_CELL, "Сч. №");
    put(
        flow,
        (value, y + bic_height),
        value_width,
        &fact(bank.correspondent_account.as_ref()),
    );
    flow.skip(height);

    let y = flow.y();
    let ids_height = line_of(BODY);
    let half = left_half / 2;
    let payee = payee_height(flow, seller, left_half);
    flow.sheet().frame((left, y), half, ids_height, THIN);
    flow.sheet().frame((left + half, y), left_half - half, ids_height, THIN);
    put(flow, (left, y), half, &format!("ИНН {}", fact(seller.inn.as_ref())));
    put(
        flow,
        (left + half, y),
        left_half - half,
        &format!("КПП {}", fact(seller.kpp.as_ref())),
    );
    put(flow, (middle, y), NAME_CELL, "Сч. №");
    put(flow, (value, y), value_width, &bank.account);
    let codes_height = line_of(SMALL) * 3;
    let account_height = (ids_height + payee - codes_height).max(ids_height);
    let total = account_height + codes_height;
    flow.sheet().frame((middle, y), NAME_CELL, account_height, THIN);
    flow.sheet().frame((value, y), value_width, account_height, THIN);
    flow.sheet()
        .frame((left, y + ids_height), left_half, total - ids_height, THIN);
    place_payee(flow, seller, (y + ids_height, total - ids_height), left_half);
    place_codes(flow, (middle, y + account_height), width - left_half);
    flow.skip(total);
    place_purpose(form, flow, width);
}

/// The bank's name and its caption; the answer is the height of the row, which holds two lines at least.
fn bank_row(flow: &mut Flow<'_>, bank: &BankAccount, width: Milli) -> Milli {
    let lines = flow.lines(&bank.bank, BODY, width - 2 * PAD);
    let names: Milli = lines.iter().map(|_| BODY.line_height()).sum();
    let height = (names + SMALL.line_height() + 2 * PAD + pt(3)).max(line_of(BODY) * 2);
    let (left, y) = (flow.frame.left, flow.y());
    put_lines(flow, (left, y), width, &lines, BODY);
    put_at(
        flow,
        (left, y + height - SMALL.line_height() - PAD),
        width,
        "Банк получателя",
        SMALL,
    );
    height
}

fn payee_height(flow: &mut Flow<'_>, seller: &Party, left_half: Milli) -> Milli {
    let lines = flow.lines(&seller.name, BODY, left_half - 2 * PAD);
    lines.iter().map(|_| BODY.line_height()).sum::<Milli>() + SMALL.line_height() + 2 * PAD + pt(3)
}

fn place_payee(flow: &mut Flow<'_>, seller: &Party, (y, height): (Milli, Milli), left_half: Milli) {
    let left = flow.frame.left;
    let lines = flow.lines(&seller.name, BODY, left_half - 2 * PAD);
    put_lines(flow, (left, y), left_half, &lines, BODY);
    put_at(
        flow,
        (left, y + height - SMALL.line_height() - PAD),
        left_half,
        "Получатель",
        SMALL,
    );
}

/// The fixed codes of a payment order: kind of operation 01, order of payment 5, the rest for the payer to fill in.
fn place_codes(flow: &mut Flow<'_>, (x, y): (Milli, Milli), width: Milli) {
    let rows = [
        ["Вид оп.", "01", "Срок плат.", ""],
        ["Наз. пл.", "", "Очер. плат.", "5"],
        ["Код", "", "Рез. поле", ""],
    ];
    let widths = [NAME_CELL, pt(60), pt(60)];
    let row_height = line_of(SMALL);
    let mut top = y;
    for row in rows {
        let mut at = x;
        let mut rest = width;
        for (index, text) in row.into_iter().enumerate() {
            let cell = widths.get(index).copied().unwrap_or(rest);
            flow.sheet().frame((at, top), cell, row_height, THIN);
            put_at(flow, (at, top + PAD), cell, text, SMALL);
            at += cell;
            rest -= cell;
        }
        top += row_height;
    }
}

fn place_ukrainian(form: &Form<'_>, flow: &mut Flow<'_>, bank: &BankAccount, width: Milli) {
    let seller = &form.invoice.seller;
    let mut rows = vec![
        ("Одержувач", seller.name.clone()),
        ("Код ЄДРПОУ", fact(seller.edrpou.as_ref())),
        ("Банк одержувача", bank.bank.clone()),
    ];
    if let Some(code) = filled(bank.bic.as_ref()) {
        rows.push(("МФО", code.to_owned()));
    }
    rows.push(("КРЕДИТ рах. № (IBAN)", bank.account.clone()));
    let left = flow.frame.left;
    let label_width = pt(120);
    for (label, value) in rows {
        let lines = flow.lines(&value, BODY_BOLD, width - label_width - 2 * PAD);
        let y = flow.y();
        let height = lines.iter().map(|_| BODY_BOLD.line_height()).sum::<Milli>() + 2 * PAD;
        flow.sheet().frame((left, y), label_width, height, THIN);
        flow.sheet()
            .frame((left + label_width, y), width - label_width, height, THIN);
        put(flow, (left, y), label_width, label);
        put_lines(flow, (left + label_width, y), width - label_width, &lines, BODY_BOLD);
        flow.skip(height);
    }
    place_purpose(form, flow, width);
}

/// What to write into the payment. A number that must not be paid by is not there to be copied.
fn place_purpose(form: &Form<'_>, flow: &mut Flow<'_>, width: Milli) {
    let text = form
        .warning()
        .map_or_else(|| form.purpose.clone(), |warning| warning.purpose.to_owned());
    let lines = flow.lines(&text, BODY, width - 2 * PAD);
    let height = lines.iter().map(|_| BODY.line_height()).sum::<Milli>() + SMALL.line_height() + 2 * PAD + pt(2);
    let (left, y) = (flow.frame.left, flow.y());
    flow.sheet().frame((left, y), width, height, THIN);
    put_lines(flow, (left, y), width, &lines, BODY);
    put_at(
        flow,
        (left, y + height - SMALL.line_height() - PAD),
        width,
        form.labels.purpose,
        SMALL,
    );
    flow.skip(height);
}

const fn line_of(style: Style) -> Milli {
    style.line_height() + 2 * PAD
}

fn put(flow: &mut Flow<'_>, (x, y): (Milli, Milli), width: Milli, text: &str) {
    put_at(flow, (x, y + PAD), width, text, BODY);
}

fn put_at(flow: &mut Flow<'_>, (x, y): (Milli, Milli), width: Milli, text: &str, style: Style) {
    let faces = flow.faces;
    let printable = flow.printable(text);
    flow.sheet()
        .text(faces, (x + PAD, y), width - 2 * PAD, Align::Left, style, &printable);
}

fn put_lines(flow: &mut Flow<'_>, (x, y): (Milli, Milli), width: Milli, lines: &[String], style: Style) {
    let faces = flow.faces;
    let mut top = y + PAD;
    for line in lines {
        flow.sheet()
            .text(faces, (x + PAD, top), width - 2 * PAD, Align::Left, style, line);
        top += style.line_height();
    }
}
