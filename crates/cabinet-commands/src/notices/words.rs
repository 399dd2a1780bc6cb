//! The words of a toast, in the user's language. Short: a desktop shows two or three lines.
//!
//! The only texts for people in this crate: a toast is made while no window need be there to ask.

use super::NoticeView;
use super::next_toasts::{Toast, ToastAdd, ToastPlace, ToastTarget};
use super::paper_words;
use cabinet_domain::claim::ClaimState;
use cabinet_domain::notice::NoticeKind;
use cabinet_domain::quantity::Quantity;

/// How many notices a toast names; the others are counted.
const NAMED: usize = 4;

/// Words of one language. `{}` stands for what is put in.
struct Words {
    app: &'static str,
    arrival: &'static str,
    arrivals: &'static str,
    there: &'static str,
    untold: &'static str,
    price: &'static str,
    order: &'static str,
    invoice: &'static str,
    claim: &'static str,
    wish: &'static str,
    wished: &'static str,
    news: &'static str,
    several: &'static str,
    more: &'static str,
    add: &'static str,
    open: &'static str,
    reserved: &'static str,
    paid: &'static str,
    shipped: &'static str,
    completed: &'static str,
    cancelled: &'static str,
    claim_states: [&'static str; 5],
}

/// States of a claim that people are told of, in the order of their words.
const CLAIM_STATES: [ClaimState; 5] = [
    ClaimState::InWork,
    ClaimState::Answered,
    ClaimState::Accepted,
    ClaimState::Declined,
    ClaimState::Closed,
];

const RU: Words = Words {
    app: "Кабинет дилера",
    arrival: "Поступление",
    arrivals: "Поступило товаров: {}",
    there: "есть {}, вы ждали {}",
    untold: "есть, вы ждали {}",
    price: "Цена снижена",
    order: "Заказ {}",
    invoice: "Счёт {} готов",
    claim: "Рекламация {}",
    wish: "Появился товар",
    wished: "вы искали этот артикул",
    news: "Новость поставщика",
    several: "Новых уведомлений: {}",
    more: "и ещё {}",
    add: "В черновик: {}",
    open: "Открыть",
    reserved: "зарезервирован",
    paid: "оплачен",
    shipped: "отгружен",
    completed: "завершён",
    cancelled: "отменён",
    claim_states: [
        "взята в работу",
        "есть ответ поставщика",
        "принята",
        "отклонена",
        "закрыта",
    ],
};

const UK: Words = Words {
    app: "Кабінет дилера",
    arrival: "Надходження",
    arrivals: "Надійшло товарів: {}",
    there: "є {}, ви чекали {}",
    untold: "є, ви чекали {}",
    price: "Ціну знижено",
    order: "Замовлення {}",
    invoice: "Рахунок {} готовий",
    claim: "Рекламація {}",
    wish: "З’явився товар",
    wished: "ви шукали цей артикул",
    news: "Новина постачальника",
    several: "Нових сповіщень: {}",
    more: "і ще {}",
    add: "До чернетки: {}",
    open: "Відкрити",
    reserved: "зарезервовано",
    paid: "оплачено",
    shipped: "відвантажено",
    completed: "завершено",
    cancelled: "скасовано",
    claim_states: [
        "взято в роботу",
        "є відповідь постачальника",
        "прийнято",
        "відхилено",
        "закрито",
    ],
};

const EN: Words = Words {
    app: "Dealer Cabinet",
    arrival: "Back in stock",
    arrivals: "Goods that arrived: {}",
    there: "{} there, you waited for {}",
    untold: "in stock, you waited for {}",
    price: "Price is lower",
    order: "Order {}",
    invoice: "Invoice {} is ready",
    claim: "Claim {}",
    wish: "In the catalogue now",
    wished: "you looked for this article",
    news: "News of the supplier",
    several: "New notices: {}",
    more: "and {} more",
    add: "Add to the draft: {}",
    open: "Open",
    reserved: "reserved",
    paid: "paid",
    shipped: "shipped",
    completed: "completed",
    cancelled: "cancelled",
    claim_states: ["in work", "the supplier answered", "accepted", "declined", "closed"],
};

/// One toast of these notices, which are not empty and lead to this page.
pub(super) fn toast(notices: &[NoticeView], place: ToastPlace, language: &str) -> Toast {
    let words = match language {
        "ru" => &RU,
        "uk" => &UK,
        _ => &EN,
    };
    let papers = paper_words::of(language);
    let (title, body) = match (notices, place) {
        ([only], ToastPlace::Documents | ToastPlace::Acts) => (papers.title(only), only.entity_name.clone()),
        ([only], _) => (title(words, only), line(words, only)),
        (several, ToastPlace::Documents | ToastPlace::Acts | ToastPlace::Claims) => (
            papers.count(place, several.len()),
            lines(words, several, |notice| match place {
                ToastPlace::Claims => several_line(words, notice),
                _ => papers.line(notice),
            }),
        ),
        (several, _) => (
            count(words, several),
            lines(words, several, |notice| several_line(words, notice)),
        ),
    };
    let notice = match (notices, place) {
        ([only], ToastPlace::Documents | ToastPlace::Acts | ToastPlace::Claims) => Some(only.id.clone()),
        _ => None,
    };
    let addable: Vec<&NoticeView> = notices.iter().filter(|notice| notice.can_add).collect();
    let add = match addable.as_slice() {
        [] => None,
        [only] => Some(fill(words.add, &[&with_unit(only.wanted_milli, &only.unit)])),
        several => Some(fill(words.add, &[&several.len().to_string()])),
    };
    Toast {
        app: words.app.to_owned(),
        title,
        body,
        open: words.open.to_owned(),
        add: add.map(|label| ToastAdd {
            label,
            notices: addable.iter().map(|notice| notice.id.clone()).collect(),
        }),
        target: ToastTarget { place, notice },
    }
}

fn kind(notice: &NoticeView) -> Option<NoticeKind> {
    NoticeKind::from_code(&notice.kind)
}

fn title(words: &Words, notice: &NoticeView) -> String {
    match kind(notice) {
        Some(NoticeKind::Arrival) => format!("{}: {}", words.arrival, notice.name),
        Some(NoticeKind::WishFound) => format!("{}: {}", words.wish, notice.name),
        Some(NoticeKind::News) => words.news.to_owned(),
        Some(NoticeKind::PriceDrop) => format!("{}: {}", words.price, notice.name),
        Some(NoticeKind::Invoice) => fill(words.invoice, &[&notice.document_number]),
        Some(NoticeKind::Claim) => fill(words.claim, &[&notice.claim_number]),
        Some(NoticeKind::OrderState | NoticeKind::Document | NoticeKind::Waybill | NoticeKind::Act) | None => {
            fill(words.order, &[&notice.order_number])
        }
    }
}

/// What is said of one notice under its title.
fn line(words: &Words, notice: &NoticeView) -> String {
    match kind(notice) {
        Some(NoticeKind::Arrival) => {
            let wanted = with_unit(notice.wanted_milli, &notice.unit);
            // How much there is may not be told.
            let words = if notice.quantity_milli.is_some() {
                let there = with_unit(notice.quantity_milli, &notice.unit);
                fill(words.there, &[&there, &wanted])
            } else {
                fill(words.untold, &[&wanted])
            };
            format!("{}: {words}", notice.article)
        }
        // Toasts are read over shoulders and kept by desktops: what goods cost stands in the program only.
        Some(NoticeKind::PriceDrop) => notice.article.clone(),
        Some(NoticeKind::WishFound) => format!("{}: {}", notice.article, words.wished),
        Some(NoticeKind::News) => notice.name.clone(),
        Some(NoticeKind::Invoice) => notice.entity_name.clone(),
        Some(NoticeKind::Claim) => format!("{}: {}", notice.name, claim_state(words, &notice.claim_state)),
        Some(NoticeKind::OrderState | NoticeKind::Document | NoticeKind::Waybill | NoticeKind::Act) | None => {
            state(words, &notice.order_state).to_owned()
        }
    }
}

fn count(words: &Words, notices: &[NoticeView]) -> String {
    let are_arrivals = notices.iter().all(|notice| kind(notice) == Some(NoticeKind::Arrival));
    let text = if are_arrivals { words.arrivals } else { words.several };
    fill(text, &[&notices.len().to_string()])
}

fn lines(words: &Words, notices: &[NoticeView], line: impl Fn(&NoticeView) -> String) -> String {
    let mut lines: Vec<String> = notices.iter().take(NAMED).map(line).collect();
    let more = notices.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(fill(words.more, &[&more.to_string()]));
    }
    lines.join("\n")
}

/// What is said of one notice among several.
fn several_line(words: &Words, notice: &NoticeView) -> String {
    match kind(notice) {
        Some(NoticeKind::Arrival) => {
            let there = notice.quantity_milli.map(|milli| with_unit(Some(milli), &notice.unit));
            format!("{} {}", notice.name, there.unwrap_or_default())
                .trim_end()
                .to_owned()
        }
        Some(NoticeKind::OrderState) => format!("{}: {}", title(words, notice), state(words, &notice.order_state)),
        Some(NoticeKind::Claim) => format!("{}: {}", title(words, notice), claim_state(words, &notice.claim_state)),
        Some(NoticeKind::News) => notice.name.clone(),
        Some(
            NoticeKind::PriceDrop
            | NoticeKind::Invoice
            | NoticeKind::WishFound
            | NoticeKind::Document
            | NoticeKind::Waybill
            | NoticeKind::Act,
        )
        | None => title(words, notice),
    }
}

fn state<'w>(words: &'w Words, code: &'w str) -> &'w str {
    match code {
        "reserved" => words.reserved,
        "paid" => words.paid,
        "shipped" => words.shipped,
        "completed" => words.completed,
        "cancelled" => words.cancelled,
        other => other,
    }
}

fn claim_state<'w>(words: &'w Words, code: &'w str) -> &'w str {
    let known = CLAIM_STATES.iter().zip(words.claim_states);
    known
        .into_iter()
        .find(|(state, _)| state.code() == code)
        .map_or(code, |(_, word)| word)
}

fn with_unit(milli: Option<i64>, unit: &str) -> String {
    let amount = Quantity::from_milli(milli.unwrap_or(0)).to_decimal();
    format!("{amount} {unit}").trim_end().to_owned()
}

pub(super) fn fill(text: &str, values: &[&str]) -> String {
    values
        .iter()
        .fold(text.to_owned(), |text, value| text.replacen("{}", value, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(kind: &str, name: &str) -> NoticeView {
        NoticeView {
            id: name.to_owned(),
            entity: "e".into(),
            entity_name: "ООО Ромашка".into(),
            kind: kind.into(),
            at_ms: 0,
            item: "i".into(),
            article: "Б-1".into(),
            name: name.to_owned(),
            unit: "шт".into(),
            quantity_milli: Some(25_000),
            wanted_milli: Some(20_500),
            order: String::new(),
            order_number: "17".into(),
            order_state: "shipped".into(),
            claim: "c".into(),
            claim_number: "3".into(),
            claim_state: "accepted".into(),
            news: String::new(),
            document: String::new(),
            document_number: "УТ-5".into(),
            document_kind: "upd".into(),
            act: String::new(),
            act_from: "2026-01-01".into(),
            act_to: "2026-03-31".into(),
            price_micro: Some(1),
            old_price_micro: Some(2),
            currency: "RUB".into(),
            total_minor: None,
            is_read: false,
            can_add: kind == "arrival",
            is_added: false,
        }
    }

    /// As `super::toast`, of notices that lead to one page.
    fn toast(notices: &[NoticeView], language: &str) -> Toast {
        let place = ToastPlace::of(kind(&notices[0]).unwrap());
        super::toast(notices, place, language)
    }

    #[test]
    fn one_notice_says_what_it_is_and_offers_what_was_waited_for() {
        let toast = toast(&[notice("arrival", "Болт М8х40")], "ru");
        assert_eq!(toast.title, "Поступление: Болт М8х40");
        assert_eq!(toast.body, "Б-1: есть 25 шт, вы ждали 20.5 шт");
        let add = toast.add.unwrap();
        assert_eq!((add.label.as_str(), add.notices.len()), ("В черновик: 20.5 шт", 1));
    }

    #[test]
    fn how_much_there_is_is_not_said_where_it_is_not_told() {
        let untold = NoticeView {
            quantity_milli: None,
            ..notice("arrival", "Болт М8х40")
        };
        assert_eq!(
            toast(std::slice::from_ref(&untold), "ru").body,
            "Б-1: есть, вы ждали 20.5 шт"
        );
        assert_eq!(toast(&[untold.clone(), untold], "ru").body, "Болт М8х40\nБолт М8х40");
    }

    #[test]
    fn several_that_came_together_are_one_toast_with_a_count() {
        let arrivals: Vec<_> = (1..=6).map(|n| notice("arrival", &format!("Болт {n}"))).collect();
        let toast = toast(&arrivals, "uk");
        assert_eq!(toast.title, "Надійшло товарів: 6");
        assert_eq!(toast.body.lines().count(), 5);
        assert!(toast.body.ends_with("і ще 2"), "{}", toast.body);
        assert_eq!(toast.add.unwrap().notices.len(), 6);
    }

    #[test]
    fn every_kind_has_its_words_and_no_toast_tells_a_price() {
        let all: Vec<_> = NoticeKind::ALL.iter().map(|kind| notice(kind.code(), "Болт")).collect();
        for language in ["ru", "uk", "en"] {
            for one in &all {
                let toast = toast(std::slice::from_ref(one), language);
                assert!(!toast.title.contains("{}") && !toast.body.contains("{}"), "{toast:?}");
                assert!(!toast.title.is_empty() && !toast.body.is_empty(), "{toast:?}");
                assert!(!toast.body.contains("RUB"), "{toast:?}");
            }
            let (goods, others): (Vec<NoticeView>, Vec<NoticeView>) = all
                .iter()
                .cloned()
                .partition(|one| ToastPlace::of(kind(one).unwrap()) == ToastPlace::Notices);
            assert!(toast(&goods, language).title.ends_with('6'));
            for one in others {
                let several = toast(&[one.clone(), one.clone(), one], language);
                assert!(
                    several.title.ends_with('3') && several.target.notice.is_none(),
                    "{several:?}"
                );
                assert!(
                    !several.body.contains("{}") && several.body.lines().count() == 3,
                    "{several:?}"
                );
            }
        }
    }

    #[test]
    fn papers_and_acts_say_what_came_for_whom_and_open_it() {
        let named = toast(&[notice("waybill", "")], "ru");
        assert_eq!(
            (named.title.as_str(), named.body.as_str()),
            ("Новый документ: УПД № УТ-5", "ООО Ромашка")
        );
        assert_eq!(named.target.place, ToastPlace::Documents);
        assert_eq!(named.target.notice.as_deref(), Some(""));
        let scan = NoticeView {
            document_number: String::new(),
            document_kind: "other".into(),
            ..notice("document", "договор.pdf")
        };
        assert_eq!(toast(&[scan], "uk").title, "Новий документ: договор.pdf");
        let act = toast(&[notice("act", "")], "ru");
        assert_eq!(act.title, "Ответ об акте сверки за 01.01.2026–31.03.2026");
        assert_eq!(act.target.place, ToastPlace::Acts);
        let several = toast(&[notice("waybill", ""), notice("document", "")], "ru");
        assert_eq!(several.title, "Новых документов: 2");
        assert_eq!(several.body, "УПД № УТ-5, ООО Ромашка\nУПД № УТ-5, ООО Ромашка");
    }
}
