//! Orders, claims, price lists and acts, read back from the PDF.

use cabinet_documents::discrepancy::{render_claim_act, render_torg2};
use cabinet_documents::order_form::render_order_form;
use cabinet_documents::paper::{DocumentError, PrintOptions, Source};
use cabinet_documents::price_list::render_price_list;
use cabinet_documents::reconciliation::render_reconciliation;
use cabinet_domain::claim::{ClaimKind, ClaimRemedy};

use crate::paper::{Paper, can_read};
use crate::sample;

fn plain() -> PrintOptions {
    PrintOptions::default()
}

#[test]
fn an_order_with_a_line_of_no_price_has_no_sum() {
    if !can_read() {
        return;
    }
    let mut order = sample::order_form(5);
    let text = Paper::of(&render_order_form(&order, &plain()).unwrap()).text();
    assert!(text.contains("Итого: 23 066,14"), "{text}");
    assert!(text.contains("Всего наименований 5, на сумму 23 066,14 руб."), "{text}");
    (order.lines[3].price_micro, order.lines[3].sum_minor) = (None, None);
    let text = Paper::of(&render_order_form(&order, &plain()).unwrap()).text();
    assert!(!text.contains("Итого") && !text.contains("на сумму"), "{text}");
    assert!(text.contains("Всего наименований 5"), "{text}");
}

#[test]
fn a_disputed_amount_stands_in_the_column_that_is_certain() {
    if !can_read() {
        return;
    }
    let row = |kind, remedy| {
        let mut claim = sample::discrepancy(1);
        (claim.lines[0].kind, claim.lines[0].remedy) = (kind, remedy);
        claim.lines[0].disputed_milli = 77_000;
        let paper = Paper::of(&render_torg2(&claim, &plain()).unwrap());
        let words = paper.words();
        let amount = words.iter().find(|word| word.page == 3 && word.text == "77");
        let head = |text: &str| words.iter().find(|word| word.page == 3 && word.text == text).unwrap();
        amount.map(|amount| {
            let middle = (amount.left + amount.right) / 2;
            u8::from(middle > head("15").left - 2_500) + u8::from(middle > head("21").left - 2_500)
        })
    };
    assert_eq!(row(ClaimKind::Defect, ClaimRemedy::Replace), Some(1), "faulty");
    assert_eq!(row(ClaimKind::Quantity, ClaimRemedy::Deliver), Some(2), "missing");
    assert_eq!(
        row(ClaimKind::Quantity, ClaimRemedy::Refund),
        None,
        "more or less, nobody knows"
    );
    assert_eq!(row(ClaimKind::Packing, ClaimRemedy::PriceReduction), None);
}

#[test]
fn a_claim_tells_what_happened_whole_however_long_it_is() {
    if !can_read() {
        return;
    }
    let mut claim = sample::discrepancy(1);
    claim.lines[0].text = "Слово за словом. ".repeat(900);
    for rendered in [
        render_claim_act(&claim, &plain()).unwrap(),
        render_torg2(&claim, &plain()).unwrap(),
    ] {
        let paper = Paper::of(&rendered);
        assert_eq!(paper.text().replace('\n', " ").matches("Слово").count(), 900);
        let (_, height) = paper.page_size();
        for word in paper.words() {
            assert!(word.bottom < height - 900, "{word:?}");
        }
    }
}

#[test]
fn a_group_of_a_price_list_is_never_left_alone_at_the_foot_of_a_page() {
    if !can_read() {
        return;
    }
    for count in 60..100 {
        let paper = Paper::of(&render_price_list(&sample::price_list(count), &plain()).unwrap());
        for page in paper.pages() {
            let foot = page
                .iter()
                .position(|line| line.starts_with("Копия для сведения по") && line != &page[0]);
            let last = &page[..foot.unwrap_or(page.len())].last().unwrap();
            assert!(!last.starts_with("Крепёж / Группа"), "{count}: {page:#?}");
        }
    }
}

#[test]
fn a_sellers_own_price_list_says_nothing_of_the_supplier_and_stock_only_when_asked() {
    if !can_read() {
        return;
    }
    let mut list = sample::price_list(3);
    list.unpriced = 17;
    let text = Paper::of(&render_price_list(&list, &plain()).unwrap()).text();
    for part in [
        "Поставщик:",
        "Остаток",
        "1 250",
        "не является подписанным",
        "Без цены и потому не указано товаров: 17.",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    (list.source, list.shows_stock, list.unpriced) = (Source::Seller, false, 0);
    let text = Paper::of(&render_price_list(&list, &plain()).unwrap()).text();
    for part in ["Поставщик", "поставщика", "Остаток", "1 250", "Без цены"] {
        assert!(!text.contains(part), "{part}: {text}");
    }
    assert!(text.contains("Продавец:") && text.contains("384,12"), "{text}");
}

#[test]
fn an_act_whose_balance_does_not_follow_is_not_printed() {
    let mut act = sample::reconciliation();
    act.closing_minor += 1;
    let error = render_reconciliation(&act, &plain()).unwrap_err();
    assert!(matches!(error, DocumentError::TotalDisagrees { .. }), "{error}");
}

#[test]
fn an_act_says_who_owes_whom() {
    if !can_read() {
        return;
    }
    let said = |closing: i64| {
        let mut act = sample::reconciliation();
        act.opening_minor += closing - act.closing_minor;
        act.closing_minor = closing;
        Paper::of(&render_reconciliation(&act, &plain()).unwrap())
            .text()
            .replace('\n', " ")
    };
    let text = said(1_370_000);
    assert!(
        text.contains("задолженность ИП Кузнецов Пётр Ильич в пользу ООО"),
        "{text}"
    );
    assert!(
        text.contains("13 700,00 руб. (Тринадцать тысяч семьсот рублей 00 копеек)"),
        "{text}"
    );
    let text = said(-500);
    assert!(
        text.contains("в пользу ИП Кузнецов Пётр Ильич: 5,00 руб. (Пять рублей 00 копеек)"),
        "{text}"
    );
    assert!(said(0).contains("На 31.12.2025 задолженность отсутствует"));
}

#[test]
fn a_paper_without_lines_is_not_printed() {
    let mut order = sample::order_form(1);
    order.lines.clear();
    assert!(matches!(
        render_order_form(&order, &plain()),
        Err(DocumentError::NoLines)
    ));
    let mut claim = sample::discrepancy(1);
    claim.lines.clear();
    assert!(matches!(
        render_claim_act(&claim, &plain()),
        Err(DocumentError::NoLines)
    ));
    assert!(matches!(render_torg2(&claim, &plain()), Err(DocumentError::NoLines)));
    let mut list = sample::price_list(1);
    list.groups[0].goods.clear();
    assert!(matches!(
        render_price_list(&list, &plain()),
        Err(DocumentError::NoLines)
    ));
}
