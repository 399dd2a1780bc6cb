//! The words of toasts about papers of the supplier, acts of reconciliation, and several claims. No sum stands in them.

use super::NoticeView;
use super::next_toasts::ToastPlace;
use super::words::fill;
use cabinet_domain::delivery::read_date;
use cabinet_domain::notice::NoticeKind;
use cabinet_domain::supplier_document::DocumentKind;

/// Words of one language. `{}` stands for what is put in.
pub(super) struct PaperWords {
    paper: &'static str,
    papers: &'static str,
    act: &'static str,
    acts: &'static str,
    claims: &'static str,
    /// In the order of `DocumentKind::ALL`.
    kinds: [&'static str; 9],
}

const RU: PaperWords = PaperWords {
    paper: "Новый документ: {}",
    papers: "Новых документов: {}",
    act: "Ответ об акте сверки за {}",
    acts: "Ответов об актах сверки: {}",
    claims: "Ответов по рекламациям: {}",
    kinds: [
        "счёт",
        "накладная",
        "УПД",
        "счёт-фактура",
        "оплата",
        "возврат оплаты",
        "возврат товара",
        "акт сверки",
        "документ",
    ],
};

const UK: PaperWords = PaperWords {
    paper: "Новий документ: {}",
    papers: "Нових документів: {}",
    act: "Відповідь про акт звірки за {}",
    acts: "Відповідей про акти звірки: {}",
    claims: "Відповідей на рекламації: {}",
    kinds: [
        "рахунок",
        "накладна",
        "УПД",
        "рахунок-фактура",
        "оплата",
        "повернення оплати",
        "повернення товару",
        "акт звірки",
        "документ",
    ],
};

const EN: PaperWords = PaperWords {
    paper: "New document: {}",
    papers: "New documents: {}",
    act: "Reconciliation act for {} answered",
    acts: "Reconciliation acts answered: {}",
    claims: "Claims answered: {}",
    kinds: [
        "invoice",
        "waybill",
        "UPD",
        "tax invoice",
        "payment",
        "refund",
        "return",
        "reconciliation act",
        "document",
    ],
};

/// Those of a language.
pub(super) fn of(language: &str) -> &'static PaperWords {
    match language {
        "ru" => &RU,
        "uk" => &UK,
        _ => &EN,
    }
}

impl PaperWords {
    /// The title of a toast of one paper or one act.
    pub(super) fn title(&self, notice: &NoticeView) -> String {
        if NoticeKind::from_code(&notice.kind) == Some(NoticeKind::Act) {
            fill(self.act, &[&period(notice)])
        } else {
            fill(self.paper, &[&self.named(notice)])
        }
    }

    /// The title of a toast of several.
    pub(super) fn count(&self, place: ToastPlace, count: usize) -> String {
        let text = match place {
            ToastPlace::Acts | ToastPlace::Money => self.acts,
            ToastPlace::Claims => self.claims,
            ToastPlace::Documents | ToastPlace::Notices => self.papers,
        };
        fill(text, &[&count.to_string()])
    }

    /// What is said of one among several.
    pub(super) fn line(&self, notice: &NoticeView) -> String {
        let what = if NoticeKind::from_code(&notice.kind) == Some(NoticeKind::Act) {
            period(notice)
        } else {
            self.named(notice)
        };
        format!("{what}, {}", notice.entity_name)
    }

    /// A paper by its kind and number, else by what its file is called.
    fn named(&self, notice: &NoticeView) -> String {
        let kind = DocumentKind::ALL
            .iter()
            .zip(self.kinds)
            .find(|(kind, _)| kind.code() == notice.document_kind)
            .map_or("", |(_, word)| word);
        match (notice.document_number.as_str(), notice.name.as_str()) {
            ("", "") => kind.to_owned(),
            ("", name) => name.to_owned(),
            (number, _) => format!("{kind} № {number}").trim_start().to_owned(),
        }
    }
}

/// As people write it: 01.01.2026–31.03.2026.
fn period(notice: &NoticeView) -> String {
    let written = |iso: &str| match read_date(iso) {
        Some(day) => format!("{:02}.{:02}.{}", day.day(), u8::from(day.month()), day.year()),
        None => iso.to_owned(),
    };
    format!("{}–{}", written(&notice.act_from), written(&notice.act_to))
}
