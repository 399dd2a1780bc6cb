//! The order of the parts of an invoice, and what stands around them on each page.

use std::collections::BTreeSet;

use crate::invoice::labels::{Labels, Warning, labels};
use crate::invoice::totals::Totals;
use crate::invoice::{DocumentError, Invoice, Party, PrintOptions, Rendered, Standing, bank_block, closing, goods};
use crate::layout::{Align, Faces, FileFacts, Flow, Milli, PageFrame, Sheet, Style, mm, pt, write_pdf};
use crate::words::Language;

/// A4, upright.
const A4: PageFrame = PageFrame {
    width: mm(210),
    height: mm(297),
    left: mm(15),
    right: mm(10),
    top: mm(10),
    bottom: mm(15),
};

pub(super) const BODY: Style = Style::regular(pt(9));
pub(super) const BODY_BOLD: Style = Style::bold(pt(9));
pub(super) const SMALL: Style = Style::regular(pt(8));
const FOOT: Style = Style::regular(7_500);
const TITLE: Style = Style::bold(pt(14));
const WATERMARK: Style = Style::bold(pt(84));
pub(super) const THICK: Milli = 1_500;
pub(super) const THIN: Milli = 500;
/// Width of «Поставщик:» and the like.
const PARTY_LABEL: Milli = pt(72);

/// What every part of the form needs to know.
pub(super) struct Form<'a> {
    pub invoice: &'a Invoice,
    pub language: Language,
    pub labels: &'static Labels,
    pub totals: Totals,
}

/// Prints an invoice.
///
/// Shape: A4, as many pages as it takes, the table's header on each; totals and signatures stay with the last line.
///
/// # Errors
/// [`DocumentError::NoLines`], [`DocumentError::TotalDisagrees`], [`DocumentError::VatDisagrees`] when the data is
/// broken; the other variants when the file cannot be made.
pub fn render_invoice(invoice: &Invoice, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    let totals = Totals::checked(invoice)?;
    let language = options.language.unwrap_or_else(|| language_of(&invoice.seller));
    let form = Form {
        invoice,
        language,
        labels: labels(language),
        totals,
    };
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;

    let mut flow = Flow::new(faces, A4);
    if let Some(warning) = form.warning() {
        form.warn(warning.banner, &mut flow);
    }
    bank_block::place(&form, &mut flow);
    flow.skip(pt(10));
    let title = form.title();
    form.head(&mut flow, &title);
    let closing = closing::prepare(&form, &mut flow);
    goods::place(&form, &mut flow, closing.height());
    closing.place(&mut flow);

    let (mut sheets, mut missing) = flow.finish();
    form.foot(faces, &mut sheets, &title, &mut missing);
    let title = if options.is_sample {
        form.mark_as_sample(faces, &mut sheets);
        format!("{}. {title}", form.labels.sample)
    } else {
        title
    };
    let created_unix_s = options.created_unix_s.unwrap_or_else(|| invoice.date.unix_s());
    let facts = FileFacts {
        title: &title,
        author: &invoice.seller.name,
        created_unix_s,
    };
    let pdf = write_pdf(faces, A4, &sheets, &facts)?;
    let pages = u32::try_from(sheets.len()).unwrap_or(u32::MAX);
    Ok(Rendered {
        pdf,
        pages,
        missing_glyphs: missing.into_iter().collect(),
    })
}

fn language_of(seller: &Party) -> Language {
    if filled(seller.edrpou.as_ref()).is_some() {
        Language::Uk
    } else {
        Language::Ru
    }
}

/// A value that says something.
pub(super) fn filled(value: Option<&String>) -> Option<&str> {
    value.map(|text| text.trim()).filter(|text| !text.is_empty())
}

impl Form<'_> {
    pub(super) fn title(&self) -> String {
        let [before, between, after] = self.labels.title;
        format!(
            "{before}{}{between}{}{after}",
            self.invoice.number,
            self.invoice.date.in_words(self.language)
        )
    }

    /// What an invoice that is not to be paid by says of itself.
    pub(super) const fn warning(&self) -> Option<&'static Warning> {
        match self.invoice.standing {
            Standing::Final => None,
            Standing::Preliminary => Some(&self.labels.preliminary),
            Standing::Cancelled => Some(&self.labels.cancelled),
        }
    }

    /// The framed line that no reader can miss.
    fn warn(&self, words: &str, flow: &mut Flow<'_>) {
        let style = Style::bold(10_500);
        let (left, width) = (flow.frame.left, flow.frame.body_width());
        let inner = width - pt(12);
        let lines = flow.lines(words, style, inner);
        let top = flow.y();
        flow.skip(pt(4));
        flow.set_lines(&lines, left + pt(6), inner, Align::Centre, style);
        flow.skip(pt(4));
        let height = flow.y() - top;
        flow.sheet().frame((left, top), width, height, THICK);
        flow.skip(pt(8));
    }

    /// Title, rule, seller, buyer, basis.
    fn head(&self, flow: &mut Flow<'_>, title: &str) {
        flow.paragraph(title, Align::Left, TITLE);
        flow.skip(pt(3));
        flow.rule(THICK);
        flow.skip(pt(7));
        self.labelled(flow, self.labels.seller, &self.party(&self.invoice.seller));
        self.labelled(flow, self.labels.buyer, &self.party(&self.invoice.buyer));
        if let Some(basis) = filled(self.invoice.basis.as_ref()) {
            self.labelled(flow, self.labels.basis, basis);
        }
        flow.skip(pt(3));
    }

    fn labelled(&self, flow: &mut Flow<'_>, label: &str, value: &str) {
        let (faces, left) = (flow.faces, flow.frame.left);
        let width = flow.frame.body_width() - PARTY_LABEL;
        let lines = flow.lines(value, BODY_BOLD, width);
        let at = (left, flow.y());
        flow.sheet().text(faces, at, PARTY_LABEL, Align::Left, BODY, label);
        flow.set_lines(&lines, left + PARTY_LABEL, width, Align::Left, BODY_BOLD);
        flow.skip(pt(4));
    }

    /// A party in one line: name, numbers, address, telephone.
    fn party(&self, party: &Party) -> String {
        let mut parts = vec![party.name.clone()];
        let mut add = |label: &str, value: Option<&String>| {
            if let Some(value) = filled(value) {
                parts.push(format!("{label}{value}"));
            }
        };
        add("ИНН ", party.inn.as_ref());
        add("КПП ", party.kpp.as_ref());
        add("ЄДРПОУ ", party.edrpou.as_ref());
        add("", party.address.as_ref());
        add(self.labels.phone, party.phone.as_ref());
        parts.join(", ")
    }

    /// Pale letters over the whole width, three times, so that no part of a page can pass for a real one.
    fn mark_as_sample(&self, faces: &Faces, sheets: &mut [Sheet]) {
        for sheet in sheets {
            for third in 0..3 {
                let top = A4.top + A4.body_height() * (2 * third + 1) / 6 - WATERMARK.line_height() / 2;
                let at = (A4.left, top);
                sheet.watermark(faces, at, A4.body_width(), WATERMARK, self.labels.sample);
            }
        }
    }

    /// The foot of every page: what the paper is, which page of how many.
    fn foot(&self, faces: &Faces, sheets: &mut [Sheet], title: &str, missing: &mut BTreeSet<char>) {
        let count = sheets.len();
        let width = A4.body_width();
        let top = A4.height - A4.bottom + pt(6);
        let short = faces.printable(title, missing);
        let warning = self.warning().map_or("", |warning| warning.foot);
        let note = format!("{warning}{}", self.labels.copy_note);
        for (at, sheet) in sheets.iter_mut().enumerate() {
            sheet.text(faces, (A4.left, top), width, Align::Left, FOOT, &note);
            if count > 1 {
                let [page, of] = self.labels.page;
                let number = format!("{page}{}{of}{count}", at + 1);
                sheet.text(faces, (A4.left, top), width, Align::Right, FOOT, &number);
                let below = top + FOOT.line_height();
                let fitted = fitted(faces, &short, width);
                sheet.text(faces, (A4.left, below), width, Align::Left, FOOT, &fitted);
            }
        }
    }
}

/// A line for the foot: a title too long for it ends in «…» (it stands whole on the first page).
fn fitted(faces: &Faces, text: &str, width: Milli) -> String {
    if faces.width(text, FOOT) <= width {
        return text.to_owned();
    }
    let mut kept = text.to_owned();
    while !kept.is_empty() && faces.width(&kept, FOOT) + faces.width("…", FOOT) > width {
        kept.pop();
    }
    kept.push('…');
    kept
}
