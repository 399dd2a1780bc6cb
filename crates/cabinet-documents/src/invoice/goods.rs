//! The table of goods.

use cabinet_domain::line::VatRate;

use crate::figures::{price_text, quantity_text, sum_text};
use crate::invoice::form::{BODY, BODY_BOLD, Form};
use crate::invoice::labels::Labels;
use crate::invoice::{Invoice, InvoiceLine};
use crate::layout::{Align, Column, Flow, Milli, Row, Style, Table, Totals, pt, titles};
use crate::sums::VatStanding;

const ROW: Style = Style::regular(8_500);
/// A table of all eleven columns needs smaller letters to leave room for the names.
const SMALL_ROW: Style = Style::regular(7_500);
/// The narrowest column that still holds a name, in a table of very long figures.
const NAME_LEAST: Milli = pt(90);
const ARTICLE_LEAST: Milli = pt(56);

/// Which columns the table has beside the usual ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// The sum before the discount, and the discount.
    pub discount: bool,
    /// Rate and tax.
    pub vat: bool,
}

impl Shape {
    const fn is_wide(self) -> bool {
        self.discount || self.vat
    }

    const fn style(self) -> Style {
        if self.is_wide() { SMALL_ROW } else { ROW }
    }
}

/// Sets the table, leaving `tail` under its last row.
pub(super) fn place(form: &Form<'_>, flow: &mut Flow<'_>, tail: Milli) {
    let rows: Vec<Row> = form.invoice.lines.iter().map(|line| row(form, line)).collect();
    let plan = plan(form);
    let style = form.shape.style();
    let table = Table {
        columns: columns(&plan, flow, &rows, style),
        head: titles(plan.iter().map(|planned| planned.title)),
        style,
        head_style: Style {
            size: style.size,
            ..BODY_BOLD
        },
    };
    table.place(flow, rows.into_iter(), tail, Totals::NONE);
}

/// The sum that is printed on a line: without the tax when it comes on top.
const fn printed_sum(invoice: &Invoice, line: &InvoiceLine) -> i64 {
    if invoice.vat_on_top {
        line.sum_minor.saturating_sub(line.vat_minor)
    } else {
        line.sum_minor
    }
}

fn row(form: &Form<'_>, line: &InvoiceLine) -> Row {
    let sum = printed_sum(form.invoice, line);
    let mut row = vec![
        line.ordinal.to_string(),
        line.article.clone(),
        line.name.clone(),
        quantity_text(line.quantity_milli),
        line.unit.clone(),
        price_text(line.price_micro),
    ];
    if form.shape.discount {
        let discount = line.discount_minor.unwrap_or(0);
        row.push(sum_text(sum.saturating_add(discount)));
        row.push(if discount == 0 {
            String::new()
        } else {
            sum_text(discount)
        });
    }
    if form.shape.vat {
        row.push(rate_text(line.vat, form.labels));
        row.push(line.vat.map(|_| sum_text(line.vat_minor)).unwrap_or_default());
    }
    row.push(sum_text(sum));
    row
}

/// `22%`, «Без НДС»; nothing of a rate that nobody told.
fn rate_text(vat: Option<VatRate>, labels: &Labels) -> String {
    match vat {
        Some(VatRate::Percent(percent)) => format!("{percent}%"),
        Some(VatRate::None) => labels.without_vat.to_owned(),
        None => String::new(),
    }
}

/// A column before its width is known.
struct Planned {
    title: &'static str,
    align: Align,
    least: Milli,
    most: Milli,
}

fn plan(form: &Form<'_>) -> Vec<Planned> {
    let labels = form.labels;
    let planned = |title, align, least, most| Planned {
        title,
        align,
        least,
        most,
    };
    let (price, sum) = match (form.totals.vat != VatStanding::Taxed, form.invoice.vat_on_top) {
        (true, _) => (labels.price, labels.sum),
        (false, true) => (labels.price_without_vat, labels.sum_without_vat),
        (false, false) => (labels.price_with_vat, labels.sum),
    };
    let [number, article, name, quantity, unit] = labels.columns;
    let mut plan = vec![
        planned(number, Align::Centre, pt(22), pt(60)),
        planned(article, Align::Left, pt(54), pt(104)),
        planned(name, Align::Left, NAME_LEAST, NAME_LEAST),
        planned(quantity, Align::Right, pt(40), pt(130)),
        planned(unit, Align::Centre, pt(28), pt(44)),
        planned(
            price,
            Align::Right,
            if form.shape.is_wide() { pt(52) } else { pt(58) },
            pt(130),
        ),
    ];
    if form.shape.discount {
        plan.push(planned(labels.sum_before_discount, Align::Right, pt(54), pt(130)));
        plan.push(planned(labels.discount, Align::Right, pt(44), pt(130)));
    }
    if form.shape.vat {
        plan.push(planned(labels.vat_rate, Align::Centre, pt(38), pt(40)));
        plan.push(planned(labels.vat_sum, Align::Right, pt(48), pt(130)));
    }
    plan.push(planned(sum, Align::Right, pt(60), pt(130)));
    plan
}

fn columns(plan: &[Planned], flow: &mut Flow<'_>, rows: &[Row], style: Style) -> Vec<Column> {
    let mut columns: Vec<Column> = plan
        .iter()
        .enumerate()
        .map(|(at, planned)| {
            let widest = rows.iter().filter_map(|row| row.get(at)).map(|text| {
                let text = flow.printable(text);
                flow.faces.width(&text, style)
            });
            let width = Column::holding(widest.max().unwrap_or(0)).clamp(planned.least, planned.most);
            Column::new(width, planned.align)
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
        let short = (NAME_LEAST - name.width - free).clamp(0, (article.width - ARTICLE_LEAST).max(0));
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
