//! The table of goods.

use crate::figures::{price_text, quantity_text, sum_text};
use crate::invoice::form::{BODY, BODY_BOLD, Form};
use crate::invoice::totals::VatStanding;
use crate::invoice::{Invoice, InvoiceLine};
use crate::layout::{Align, Column, Flow, Milli, Row, Style, Table, pt};

const ROW: Style = Style::regular(8_500);
/// The narrowest column that still holds a name, in a table of very long figures.
const NAME_LEAST: Milli = pt(90);

/// Sets the table, leaving `tail` under its last row.
pub(super) fn place(form: &Form<'_>, flow: &mut Flow<'_>, tail: Milli) {
    let invoice = form.invoice;
    let rows: Vec<Row> = invoice.lines.iter().map(|line| row(invoice, line)).collect();
    let columns = columns(form, flow, &rows);
    let table = Table {
        columns,
        style: ROW,
        head_style: Style {
            size: ROW.size,
            ..BODY_BOLD
        },
    };
    table.place(flow, rows.into_iter(), tail);
}

/// The sum that is printed on a line: without the tax when it comes on top.
const fn printed_sum(invoice: &Invoice, line: &InvoiceLine) -> i64 {
    if invoice.vat_on_top {
        line.sum_minor.saturating_sub(line.vat_minor)
    } else {
        line.sum_minor
    }
}

fn row(invoice: &Invoice, line: &InvoiceLine) -> Row {
    vec![
        line.ordinal.to_string(),
        line.article.clone(),
        line.name.clone(),
        quantity_text(line.quantity_milli),
        line.unit.clone(),
        price_text(line.price_micro),
        sum_text(printed_sum(invoice, line)),
    ]
}

fn columns(form: &Form<'_>, flow: &mut Flow<'_>, rows: &[Row]) -> Vec<Column> {
    let labels = form.labels;
    let (price, sum) = match (form.totals.vat != VatStanding::Taxed, form.invoice.vat_on_top) {
        (true, _) => (labels.price, labels.sum),
        (false, true) => (labels.price_without_vat, labels.sum_without_vat),
        (false, false) => (labels.price_with_vat, labels.sum),
    };
    let [number, article, name, quantity, unit] = labels.columns;
    let plan = [
        (number, Align::Centre, pt(22), pt(60)),
        (article, Align::Left, pt(54), pt(104)),
        (name, Align::Left, NAME_LEAST, NAME_LEAST),
        (quantity, Align::Right, pt(40), pt(130)),
        (unit, Align::Centre, pt(28), pt(44)),
        (price, Align::Right, pt(58), pt(130)),
        (sum, Align::Right, pt(64), pt(130)),
    ];
    let mut columns: Vec<Column> = plan
        .iter()
        .enumerate()
        .map(|(at, (title, align, least, most))| {
            let widest = rows.iter().filter_map(|row| row.get(at)).map(|text| {
                let text = flow.printable(text);
                flow.faces.width(&text, ROW)
            });
            let width = Column::holding(widest.max().unwrap_or(0)).clamp(*least, *most);
            Column {
                title: (*title).to_owned(),
                width,
                align: *align,
            }
        })
        .collect();
    give_the_rest_to_the_name(&mut columns, flow.frame.body_width());
    columns
}

/// The names take what the other columns leave; very long figures take it from the articles first.
fn give_the_rest_to_the_name(columns: &mut [Column], width: Milli) {
    let used: Milli = columns.iter().map(|column| column.width).sum();
    let free = width - used;
    if let [_, article, name, ..] = columns {
        let short = (-free).clamp(0, article.width - pt(54));
        article.width -= short;
        name.width = (name.width + free + short).max(pt(30));
    }
}

/// The x and width of the column of sums, for the totals below it.
pub(super) const fn totals_column(flow: &Flow<'_>) -> (Milli, Milli) {
    let width = pt(110);
    (flow.frame.left + flow.frame.body_width() - width, width)
}

/// The style of the totals.
pub(super) const TOTALS: Style = Style {
    weight: BODY_BOLD.weight,
    size: BODY.size,
};
