//! What stands under the goods: totals, the sum in words, the note, the signatures.
//!
//! It is prepared before the goods are set, so that its height can be kept on one page with the last row.

use cabinet_domain::money::Money;

use crate::figures::sum_text;
use crate::invoice::form::{BODY, BODY_BOLD, Form, SMALL, THICK, THIN};
use crate::invoice::goods::{TOTALS, totals_column};
use crate::layout::{Align, Flow, Milli, Style, pt};
use crate::party::filled;
use crate::sums::VatStanding;
use crate::words::{Language, short_name, sum_in_words};

const GAP: Milli = pt(6);
/// Room for the stroke of a pen above the line.
const SIGNING_ROOM: Milli = pt(18);
const TOTALS_LINE: Milli = pt(12);

/// The closing part, broken into lines.
pub(super) struct Closing {
    totals: Vec<(String, String)>,
    count: Vec<String>,
    words: Vec<String>,
    vat_words: Vec<String>,
    note: Vec<String>,
    signers: Vec<Signer>,
}

struct Signer {
    label: &'static str,
    label_width: Milli,
    name: Vec<String>,
}

/// Breaks the closing part into lines.
pub(super) fn prepare(form: &Form<'_>, flow: &mut Flow<'_>) -> Closing {
    let invoice = form.invoice;
    let labels = form.labels;
    let width = flow.frame.body_width();
    let [count, sum] = labels.count;
    let unit = short_name(invoice.currency.code(), form.language);
    let counted = format!(
        "{count}{}{sum}{} {unit}",
        invoice.lines.len(),
        sum_text(invoice.total_minor)
    );
    let words = sum_in_words(Money::from_minor(invoice.total_minor, invoice.currency), form.language);
    let vat_words = match form.language {
        Language::Uk if form.totals.vat == VatStanding::Taxed => {
            let vat = sum_in_words(Money::from_minor(invoice.vat_minor, invoice.currency), form.language);
            flow.lines(&format!("{}: {vat}", labels.vat_within), BODY, width)
        }
        Language::Ru | Language::Uk => Vec::new(),
    };
    let note = filled(invoice.note.as_ref())
        .map(|note| flow.lines(note, BODY, width))
        .unwrap_or_default();
    Closing {
        totals: totals(form),
        count: flow.lines(&counted, BODY, width),
        words: flow.lines(&words, BODY_BOLD, width),
        vat_words,
        note,
        signers: signers(form, flow),
    }
}

fn totals(form: &Form<'_>) -> Vec<(String, String)> {
    let labels = form.labels;
    let mut totals = vec![(
        labels.subtotal.to_owned(),
        sum_text(form.invoice.goods_minor(&form.totals)),
    )];
    let label = if form.invoice.vat_on_top {
        labels.vat_on_top
    } else {
        labels.vat_included
    };
    for (percent, minor) in &form.totals.vat_by_percent {
        totals.push((format!("{label} ({percent}%):"), sum_text(*minor)));
    }
    if form.totals.vat == VatStanding::Outside {
        totals.push((format!("{}:", labels.vat_none), "–".to_owned()));
    }
    totals.push((labels.to_pay.to_owned(), sum_text(form.invoice.total_minor)));
    totals
}

impl Closing {
    /// How much height it takes.
    pub(super) fn height(&self) -> Milli {
        let note = if self.note.is_empty() {
            0
        } else {
            height_of(self.note.len(), BODY) + GAP
        };
        let texts = height_of(self.count.len() + self.words.len() + self.vat_words.len(), BODY);
        let totals = self.totals.iter().map(|_| TOTALS_LINE).sum::<Milli>();
        GAP + totals + GAP + texts + note + GAP + signatures_height(&self.signers)
    }

    /// Sets it.
    pub(super) fn place(&self, flow: &mut Flow<'_>) {
        let (left, width) = (flow.frame.left, flow.frame.body_width());
        flow.keep_together(GAP + TOTALS_LINE * 3);
        flow.skip(GAP);
        self.place_totals(flow);
        flow.skip(GAP);
        flow.set_lines(&self.count, left, width, Align::Left, BODY);
        flow.set_lines(&self.words, left, width, Align::Left, BODY_BOLD);
        flow.set_lines(&self.vat_words, left, width, Align::Left, BODY);
        if !self.note.is_empty() {
            flow.skip(GAP);
            flow.set_lines(&self.note, left, width, Align::Left, BODY);
        }
        flow.keep_together(GAP + signatures_height(&self.signers));
        flow.skip(GAP);
        flow.rule(THICK);
        place_signatures(&self.signers, flow);
    }

    fn place_totals(&self, flow: &mut Flow<'_>) {
        let faces = flow.faces;
        let (x, width) = totals_column(flow);
        for (label, value) in &self.totals {
            flow.keep_together(TOTALS_LINE);
            let y = flow.y();
            let left = flow.frame.left;
            let sheet = flow.sheet();
            sheet.text(faces, (left, y), x - left, Align::Right, TOTALS, label);
            sheet.text(faces, (x, y), width - pt(3), Align::Right, TOTALS, value);
            flow.skip(TOTALS_LINE);
        }
    }
}

/// Who signs, and the name under the line.
fn signers(form: &Form<'_>, flow: &mut Flow<'_>) -> Vec<Signer> {
    let invoice = form.invoice;
    let director = filled(invoice.director.as_ref());
    let accountant = filled(invoice.accountant.as_ref());
    let wanted: &[(&'static str, Option<&str>)] = match form.language {
        Language::Ru => &[("Руководитель", director), ("Бухгалтер", accountant)],
        Language::Uk => &[("Виписав(ла):", accountant.or(director))],
    };
    let half = flow.frame.body_width() / 2 - pt(10);
    wanted
        .iter()
        .map(|(label, name)| {
            let label_width = flow.faces.width(label, BODY_BOLD) + pt(6);
            let name = name
                .map(|name| flow.lines(name, SMALL, half - label_width))
                .unwrap_or_default();
            Signer {
                label,
                label_width,
                name,
            }
        })
        .collect()
}

/// A label, a line to sign on, and the name under it; one signer stands at the right, two side by side.
fn place_signatures(signers: &[Signer], flow: &mut Flow<'_>) {
    let faces = flow.faces;
    let half = flow.frame.body_width() / 2;
    let width = half - pt(10);
    flow.skip(SIGNING_ROOM);
    let y = flow.y();
    let line_y = y + BODY.ascent() + pt(1);
    let first = if signers.len() == 1 {
        flow.frame.left + half
    } else {
        flow.frame.left
    };
    for (signer, x) in signers.iter().zip([first, flow.frame.left + half]) {
        let from = x + signer.label_width;
        let sheet = flow.sheet();
        sheet.text(faces, (x, y), signer.label_width, Align::Left, BODY_BOLD, signer.label);
        sheet.line((from, line_y), (x + width, line_y), THIN);
        let mut below = line_y + pt(1);
        for line in &signer.name {
            sheet.text(
                faces,
                (from, below),
                width - signer.label_width,
                Align::Right,
                SMALL,
                line,
            );
            below += SMALL.line_height();
        }
    }
    flow.skip(signatures_height(signers) - SIGNING_ROOM);
}

fn signatures_height(signers: &[Signer]) -> Milli {
    let lines = signers.iter().map(|signer| signer.name.len()).max().unwrap_or(0);
    SIGNING_ROOM + pt(12) + height_of(lines, SMALL)
}

fn height_of(lines: usize, style: Style) -> Milli {
    i64::try_from(lines).unwrap_or(i64::from(u16::MAX)) * style.line_height()
}
