//! What belongs to a month of a legal entity.

use crate::documents::paper::PaperForm;
use crate::documents::{PaperSource, offered, supplier};
use crate::error::CommandError;
use crate::folders;
use crate::open::Open;
use crate::sheets::is_ukrainian;
use cabinet_desk::Grant;
use cabinet_domain::access::Right;
use std::collections::HashSet;

/// A month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Month {
    /// `2026-11`.
    text: String,
}

/// The papers of an entity.
pub(super) struct Wanted {
    pub(super) entity: String,
    pub(super) entity_name: String,
    pub(super) is_ukrainian: bool,
    pub(super) entries: Vec<Entry>,
}

/// A paper.
pub(super) struct Entry {
    /// A name of the file without its ending.
    pub(super) title: String,
    pub(super) extension: String,
    /// `invoice`, `upd`, `shipment`, …
    pub(super) kind: String,
    pub(super) number: String,
    /// ISO.
    pub(super) date: String,
    pub(super) order_number: String,
    /// Minor units; `None` where it is not said or may not be seen.
    pub(super) total_minor: Option<i64>,
    pub(super) currency: String,
    pub(super) source: Source,
}

/// Where its bytes come from.
pub(super) enum Source {
    /// It is printed here.
    Printed { form: PaperForm, of: String },
    /// The supplier sent it.
    Suppliers { id: String, blake3: String, bytes: u64 },
    /// The supplier sent its figures only.
    FiguresOnly,
}

impl Month {
    /// Reads `2026-11`.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (year, month) = text.trim().split_once('-')?;
        let is_number = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
        let month_number: u32 = month.parse().ok()?;
        (is_number(year, 4) && is_number(month, 2) && (1..=12).contains(&month_number)).then(|| Self {
            text: format!("{year}-{month}"),
        })
    }

    fn has(&self, date: &str) -> bool {
        date.strip_prefix(self.text.as_str())
            .is_some_and(|rest| rest.starts_with('-'))
    }

    /// «Документы ООО Ромашка 2026-11».
    pub(super) fn file_name(&self, wanted: &Wanted) -> String {
        let word = if wanted.is_ukrainian {
            "Документи"
        } else {
            "Документы"
        };
        format!("{word} {} {}", wanted.entity_name, self.text)
    }
}

/// What each entity has of a month; those that have nothing are not there.
pub(super) fn of_month(open: &Open, entity: Option<&str>, month: &Month) -> Result<Vec<Wanted>, CommandError> {
    let mut all = Vec::new();
    for grant in open.grants_of(entity)? {
        if !grant.role.may(Right::SeeDocuments) {
            continue;
        }
        let mut entries = invoices(open, &grant, month)?;
        entries.extend(shipped(open, &grant, month)?);
        entries.extend(suppliers(open, &grant, month)?);
        if entries.is_empty() {
            continue;
        }
        entries.sort_by(|a, b| (&a.date, &a.kind, &a.number).cmp(&(&b.date, &b.kind, &b.number)));
        all.push(Wanted {
            entity: grant.entity.to_string(),
            is_ukrainian: is_ukrainian(&grant),
            entity_name: grant.name,
            entries,
        });
    }
    Ok(all)
}

fn invoices(open: &Open, grant: &Grant, month: &Month) -> Result<Vec<Entry>, CommandError> {
    let word = if is_ukrainian(grant) {
        "Рахунок"
    } else {
        "Счёт"
    };
    let invoices = open.documents(&grant.entity)?.invoices()?;
    Ok(invoices
        .into_iter()
        .filter(|invoice| month.has(&invoice.date))
        .map(|invoice| Entry {
            title: format!("{word} {} {}", invoice.number, invoice.date),
            extension: "pdf".to_owned(),
            kind: "invoice".to_owned(),
            number: invoice.number,
            date: invoice.date,
            order_number: String::new(),
            total_minor: Some(invoice.total_minor),
            currency: invoice.currency,
            source: Source::Printed {
                form: PaperForm::Invoice,
                of: invoice.id.to_string(),
            },
        })
        .collect())
}

/// The papers of the orders that were shipped in the month; the order form is no paper of the shipment.
fn shipped(open: &Open, grant: &Grant, month: &Month) -> Result<Vec<Entry>, CommandError> {
    let documents = open.documents(&grant.entity)?;
    let mut entries = Vec::new();
    for order in documents.orders(0, documents.count_orders()?)? {
        if !month.has(&order.shipment_date) {
            continue;
        }
        for form in offered::forms(open, PaperSource::Order, order.id.as_str())? {
            let Some((kind, word)) = shipping_paper(form) else {
                continue;
            };
            let number = if order.shipment_number.is_empty() {
                &order.number
            } else {
                &order.shipment_number
            };
            entries.push(Entry {
                title: format!("{word} {number} {}", order.shipment_date),
                extension: "pdf".to_owned(),
                kind: kind.to_owned(),
                number: number.clone(),
                date: order.shipment_date.clone(),
                order_number: order.number.clone(),
                total_minor: order.total_minor,
                currency: order.currency.clone(),
                source: Source::Printed {
                    form,
                    of: order.id.to_string(),
                },
            });
        }
    }
    Ok(entries)
}

const fn shipping_paper(form: PaperForm) -> Option<(&'static str, &'static str)> {
    match form {
        PaperForm::Torg12 => Some(("torg12", "ТОРГ-12")),
        PaperForm::UpdInvoice => Some(("upd_invoice", "УПД (счёт-фактура)")),
        PaperForm::UpdTransfer => Some(("upd_transfer", "УПД")),
        PaperForm::Vydatkova => Some(("vydatkova", "Видаткова накладна")),
        PaperForm::Ttn => Some(("ttn", "ТТН")),
        PaperForm::Invoice
        | PaperForm::InvoiceWithVat
        | PaperForm::DraftForm
        | PaperForm::CheckSheet
        | PaperForm::OrderForm
        | PaperForm::ClaimAct
        | PaperForm::Torg2
        | PaperForm::PriceList
        | PaperForm::Act => None,
    }
}

fn suppliers(open: &Open, grant: &Grant, month: &Month) -> Result<Vec<Entry>, CommandError> {
    let rows = open.documents(&grant.entity)?.supplier_documents()?;
    Ok(rows
        .into_iter()
        .filter(|row| month.has(&row.date))
        .map(|row| {
            let kind = supplier::kind(&row);
            let (title, extension, source) = match row.file {
                Some(file) => (
                    file.title,
                    file.extension,
                    Source::Suppliers {
                        id: row.id,
                        blake3: file.blake3,
                        bytes: file.bytes,
                    },
                ),
                None => (
                    format!("{} {}", row.number, row.date),
                    String::new(),
                    Source::FiguresOnly,
                ),
            };
            Entry {
                title,
                extension,
                kind,
                number: row.number,
                date: row.date,
                order_number: String::new(),
                total_minor: row.total_minor,
                currency: row.currency,
                source,
            }
        })
        .collect())
}

/// A name that no other file of the archive has, also where capitals count as small letters.
pub(super) fn unique(names: &mut HashSet<String>, title: &str, extension: &str) -> String {
    let (title, extension) = (folders::safe_name(title), folders::safe_name(extension));
    let mut name = format!("{title}.{extension}");
    let mut number = 1_u32;
    while !names.insert(name.to_lowercase()) {
        number = number.saturating_add(1);
        name = format!("{title} ({number}).{extension}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_one_of_the_calendar() {
        let month = Month::of(" 2026-11 ").unwrap();
        assert!(month.has("2026-11-30") && !month.has("2026-1-30") && !month.has("2026-12-01") && !month.has(""));
        for none in ["2026-13", "2026-00", "26-11", "2026-1", "2026", "ноябрь", "2026-+1"] {
            assert_eq!(Month::of(none), None, "{none}");
        }
    }

    #[test]
    fn no_file_of_an_archive_hides_another() {
        let mut names = HashSet::new();
        let given: Vec<String> = ["Счёт 1/2", "счёт 1:2", "Счёт 1 2", "../Счёт"]
            .iter()
            .map(|title| unique(&mut names, title, "pdf"))
            .collect();
        assert_eq!(
            given,
            ["Счёт 1 2.pdf", "счёт 1 2 (2).pdf", "Счёт 1 2 (3).pdf", "Счёт.pdf"]
        );
    }
}
