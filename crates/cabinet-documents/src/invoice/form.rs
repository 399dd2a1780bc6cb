//! The order of the parts of an invoice, and what stands around them on each page.

use crate::doubts::{self, Doubt};
use crate::figures::sum_text;
use crate::invoice::goods::Shape;
use crate::invoice::labels::{Labels, Warning, labels};
use crate::invoice::{Invoice, Standing, bank_block, closing, goods};
use crate::layout::{Align, Faces, Flow, Milli, Style, pt};
use crate::paper::{DocumentError, PrintOptions, Rendered, Source, Surroundings, UPRIGHT, finish};
use crate::party::filled;
use crate::payment::{self, NoCode, Payment, QrCode, payment_code};
use crate::sums::Sums;
use crate::sums::VatStanding;
use crate::words::Language;

pub(super) const BODY: Style = Style::regular(pt(9));
pub(super) const BODY_BOLD: Style = Style::bold(pt(9));
pub(super) const SMALL: Style = Style::regular(pt(8));
const TITLE: Style = Style::bold(pt(14));
pub(super) const THICK: Milli = 1_500;
pub(super) const THIN: Milli = 500;
/// Width of «Поставщик:» and the like.
const PARTY_LABEL: Milli = pt(72);

/// What every part of the form needs to know.
pub(super) struct Form<'a> {
    pub invoice: &'a Invoice,
    pub language: Language,
    pub labels: &'static Labels,
    pub totals: Sums,
    /// What to write into the payment.
    pub purpose: String,
    /// The code that bank programs scan; none where the invoice is not to be paid by.
    pub code: Option<QrCode>,
    /// Which columns the table has beside the usual ones.
    pub shape: Shape,
}

/// Prints an invoice.
///
/// Shape: A4, as many pages as it takes, the table's header on each; totals and signatures stay with the last line.
///
/// # Errors
/// [`DocumentError::NoLines`], [`DocumentError::TotalDisagrees`], [`DocumentError::VatDisagrees`] when the data is
/// broken; the other variants when the file cannot be made.
pub fn render_invoice(invoice: &Invoice, options: &PrintOptions) -> Result<Rendered, DocumentError> {
    let totals = invoice.sums()?;
    let language = options.language.unwrap_or_else(|| invoice.seller.language());
    let mut doubts = doubts::of_invoice(invoice, language);
    let form = Form {
        invoice,
        language,
        labels: labels(language),
        purpose: purpose(invoice, &totals, language),
        code: code(invoice, &totals, options, &mut doubts),
        totals,
        shape: Shape {
            discount: invoice.lines.iter().any(|line| line.discount_minor.is_some()),
            vat: options.vat_columns,
        },
    };
    let faces = Faces::shipped().ok_or(DocumentError::Fonts)?;

    let mut flow = Flow::new(faces, UPRIGHT);
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

    let around = Surroundings {
        language,
        source: Source::Supplier,
        title: &title,
        author: &invoice.seller.name,
        warning: form.warning().map_or("", |warning| warning.foot),
        day_unix_s: invoice.date.unix_s(),
        doubts,
    };
    finish(flow, around, options)
}

/// What to write into the payment: the tax is told to the bank, too.
fn purpose(invoice: &Invoice, totals: &Sums, language: Language) -> String {
    let labels = labels(language);
    let vat = match totals.vat {
        VatStanding::Taxed => Some(format!("{} {}", labels.vat_within, sum_text(invoice.vat_minor))),
        VatStanding::Outside => Some(labels.vat_none.to_owned()),
        VatStanding::Untold => None,
    };
    payment::purpose(&invoice.number, invoice.date, vat.as_deref(), language)
}

/// The code to pay by. A sample leads to nobody's account, so it has none.
fn code(invoice: &Invoice, totals: &Sums, options: &PrintOptions, doubts: &mut Vec<Doubt>) -> Option<QrCode> {
    if invoice.standing != Standing::Final || options.is_sample {
        return None;
    }
    let payment = payment_of(invoice, totals)?;
    let made = payment_code(&payment, options.nbu).and_then(|code| {
        let modules = QrCode::of_bytes(&code.bytes).map_err(|_| NoCode::TooLong)?;
        Ok((code.shortened, modules))
    });
    match made {
        Ok((shortened, modules)) => {
            doubts.extend(shortened.into_iter().map(|what| Doubt::Shortened { what }));
            Some(modules)
        }
        Err(reason) => {
            doubts.push(Doubt::NoPaymentCode { reason });
            None
        }
    }
}

fn payment_of(invoice: &Invoice, totals: &Sums) -> Option<Payment> {
    Some(Payment {
        payee: invoice.seller.clone(),
        account: invoice.bank.clone()?,
        sum_minor: invoice.total_minor,
        currency: invoice.currency,
        purpose: purpose(invoice, totals, invoice.seller.language()),
    })
}

impl Invoice {
    /// What is to be paid by this invoice; `None` while it is not to be paid by, or without an account.
    ///
    /// # Errors
    /// [`DocumentError`] when its sums disagree.
    pub fn payment(&self) -> Result<Option<Payment>, DocumentError> {
        let totals = self.sums()?;
        if self.standing != Standing::Final {
            return Ok(None);
        }
        Ok(payment_of(self, &totals))
    }
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
        self.labelled(flow, self.labels.seller, &self.invoice.seller.in_one_line());
        self.labelled(flow, self.labels.buyer, &self.invoice.buyer.in_one_line());
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
}
