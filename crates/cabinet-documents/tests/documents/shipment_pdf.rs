//! Papers that go with goods, read back from the PDF.

use cabinet_documents::doubts::Doubt;
use cabinet_documents::paper::{DocumentError, PrintOptions, Rendered};
use cabinet_documents::shipment::{Shipment, UpdStatus, render_torg12, render_upd, render_vydatkova};
use cabinet_domain::line::VatRate;
use cabinet_domain::money::parse_scaled;

use crate::paper::{Paper, can_read};
use crate::sample;

fn torg12(shipment: &Shipment) -> Rendered {
    render_torg12(shipment, &PrintOptions::default()).unwrap()
}

fn upd(shipment: &Shipment, status: &UpdStatus) -> Rendered {
    render_upd(shipment, status, &PrintOptions::default()).unwrap()
}

/// The last figure of each line of totals that begins with some words, in minor units: «… Х 3 559,85 19 741,00».
fn sums(paper: &Paper, beginning: &str) -> Vec<i64> {
    let pages = paper.pages().concat();
    let lines = pages.iter().filter(|line| line.starts_with(beginning));
    lines
        .map(|line| {
            let tax_and_sum = line.rsplit('Х').next().unwrap();
            let (_, cents_and_sum) = tax_and_sum.split_once(',').unwrap();
            let (_, sum) = cents_and_sum.split_once(' ').unwrap();
            parse_scaled(sum, 2).unwrap()
        })
        .collect()
}

#[test]
fn the_totals_of_the_pages_of_a_waybill_add_up_to_the_whole() {
    if !can_read() {
        return;
    }
    for count in [1, 17, 18, 19, 20, 60, 400] {
        let shipment = sample::shipment(count);
        let paper = Paper::of(&torg12(&shipment));
        let pages = paper.pages();
        let of_pages = sums(&paper, "Итого");
        assert_eq!(of_pages.len(), pages.len(), "{count}: each page has one");
        assert_eq!(of_pages.iter().sum::<i64>(), shipment.total_minor, "{count}");
        assert_eq!(sums(&paper, "Всего по накладной"), [shipment.total_minor], "{count}");
        for page in &pages {
            let heads = page
                .iter()
                .filter(|line| *line == "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15")
                .count();
            assert_eq!(heads, 1, "{count}: {page:?}");
        }
        let last = pages.last().unwrap().join("\n");
        assert!(
            last.contains(&format!("\n{count} ")),
            "{count}: no row beside the signatures"
        );
        assert!(last.contains("Отпуск груза разрешил"), "{count}");
    }
}

#[test]
fn a_row_that_is_higher_than_a_page_loses_nothing_and_is_added_up_once() {
    if !can_read() {
        return;
    }
    let mut shipment = sample::shipment(3);
    shipment.lines[1].name = "слово ".repeat(3_000);
    let rendered = torg12(&shipment);
    let paper = Paper::of(&rendered);
    assert!(rendered.pages > 3);
    assert_eq!(paper.text().matches("слово").count(), 3_000);
    assert_eq!(sums(&paper, "Итого").iter().sum::<i64>(), shipment.total_minor);
}

#[test]
fn a_waybill_leaves_empty_what_nobody_told() {
    if !can_read() {
        return;
    }
    let mut shipment = sample::shipment(2);
    shipment.lines[1].gross_g = None;
    for line in &mut shipment.lines {
        (line.vat, line.vat_minor, line.net_price_micro) = (None, 0, None);
    }
    shipment.vat_minor = 0;
    let text = Paper::of(&torg12(&shipment)).text();
    let total = text
        .lines()
        .find(|line| line.starts_with("Всего по накладной"))
        .unwrap();
    assert_eq!(total, "Всего по накладной 5 Х Х 20 893,36", "no mass, no tax");
    assert!(!text.contains("НДС 20"), "{text}");
}

#[test]
fn pieces_and_metres_are_not_added_up() {
    if !can_read() {
        return;
    }
    let text = Paper::of(&torg12(&sample::shipment(3))).text();
    let total = text
        .lines()
        .find(|line| line.starts_with("Всего по накладной"))
        .unwrap();
    assert!(total.starts_with("Всего по накладной 2,375 Х "), "{total}");
}

#[test]
fn the_status_of_an_upd_decides_whose_number_it_has() {
    if !can_read() {
        return;
    }
    let shipment = sample::shipment(2);
    let of = |status| Paper::of(&upd(&shipment, &status)).text();
    let first = of(UpdStatus::Invoice {
        number: Some("4711".to_owned()),
    });
    assert!(
        first.contains("Счет-фактура № 4711 от 3 февраля 2026 г. (1)"),
        "{first}"
    );
    assert!(first.contains("№ п/п 1-2 № УТ-000123 от 03.02.2026"), "{first}");
    let unknown = of(UpdStatus::Invoice { number: None });
    assert!(unknown.contains("Счет-фактура № от 3 февраля 2026 г. (1)"), "{unknown}");
    let second = of(UpdStatus::Transfer);
    assert!(second.contains("Счет-фактура № УТ-000123 от"), "{second}");
    for text in [&first, &unknown, &second] {
        assert!(text.contains("16 августа 2024 г. № 1096"), "{text}");
        assert!(
            text.contains("А 1 1а 1б 2 2а 3 4 5 6 7 8 9 10 10а 11 12 12а 13 14"),
            "{text}"
        );
        assert!(
            text.contains("Всего к оплате (9) 17 125,71 Х Х 3 767,65 20 893,36"),
            "{text}"
        );
    }
}

#[test]
fn a_long_upd_repeats_its_head_and_signs_on_the_page_of_its_last_line() {
    if !can_read() {
        return;
    }
    let rendered = upd(&sample::shipment(200), &UpdStatus::Transfer);
    let pages = Paper::of(&rendered).pages();
    assert!(pages.len() > 4);
    for page in &pages {
        assert!(page.iter().any(|line| line.starts_with("А 1 1а 1б 2 2а")), "{page:?}");
    }
    let last = pages.last().unwrap().join("\n");
    assert!(
        last.contains("Товар (груз) передал") && last.contains(" 200 "),
        "{last}"
    );
}

#[test]
fn a_ukrainian_waybill_has_the_requisites_of_a_primary_document() {
    if !can_read() {
        return;
    }
    let shipment = sample::ukrainian_shipment();
    let text = Paper::of(&render_vydatkova(&shipment, &PrintOptions::default()).unwrap()).text();
    for part in [
        "Видаткова накладна № К-17 від 3 лютого 2026 р.",
        "ЄДРПОУ 14360570",
        "IBAN UA213223130000026007233566001",
        "Разом без ПДВ: 17 411,14",
        "ПДВ (20%): 3 482,22",
        "Усього з ПДВ: 20 893,36",
        "Двадцять тисяч вісімсот дев'яносто три гривні 36 копійок",
        "У т.ч. ПДВ: Три тисячі чотириста вісімдесят дві гривні 22 копійки",
        "Місце складання:",
        "Отримав(ла)",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn what_looks_wrong_is_told_and_printed_all_the_same() {
    let mut shipment = sample::shipment(2);
    shipment.buyer.inn = Some("500100732258".to_owned());
    shipment.seller_account.as_mut().unwrap().account = "40702810938000012346".to_owned();
    for line in &mut shipment.lines {
        line.vat = Some(VatRate::Percent(20));
    }
    let doubts = torg12(&shipment).doubts;
    let percent = Doubt::VatRate {
        percent: 20,
        year: 2026,
    };
    assert!(doubts.contains(&percent), "{doubts:?}");
    let number = Doubt::TaxNumber {
        number: "500100732258".to_owned(),
    };
    assert!(doubts.contains(&number), "{doubts:?}");
    assert!(
        doubts.iter().any(|doubt| matches!(doubt, Doubt::Account { .. })),
        "{doubts:?}"
    );
    assert_eq!(upd(&shipment, &UpdStatus::Transfer).doubts, doubts);
}

#[test]
fn a_shipment_whose_sums_disagree_is_not_printed() {
    let mut shipment = sample::shipment(3);
    shipment.total_minor += 1;
    let options = PrintOptions::default();
    for error in [
        render_torg12(&shipment, &options).unwrap_err(),
        render_upd(&shipment, &UpdStatus::Transfer, &options).unwrap_err(),
        render_vydatkova(&shipment, &options).unwrap_err(),
    ] {
        assert!(matches!(error, DocumentError::TotalDisagrees { .. }), "{error}");
    }
}
