//! Invoices read back from the PDF: the words, their order, their places.

use cabinet_documents::date::DocumentDate;
use cabinet_documents::invoice::{Invoice, Standing, render_invoice};
use cabinet_documents::paper::{DocumentError, PrintOptions, Rendered};
use cabinet_documents::party::Party;
use cabinet_documents::words::Language;
use cabinet_domain::line::VatRate;

use crate::paper::{Paper, can_read};
use crate::sample::{self, ukrainian};

/// A4 in hundredths of a point.
const PAGE: (i64, i64) = (59_528, 84_189);

fn render(invoice: &Invoice) -> Rendered {
    render_invoice(invoice, &PrintOptions::default()).unwrap()
}

#[test]
fn a_russian_invoice_reads_line_by_line_as_the_form_wants() {
    if !can_read() {
        return;
    }
    let rendered = render(&sample::invoice(3));
    let paper = Paper::of(&rendered);
    let expected = [
        "Образец заполнения платёжного поручения",
        "ПАО СБЕРБАНК г. Москва БИК 044525225",
        "Банк получателя Сч. № 30101810400000000225",
        "ИНН 7707083893 КПП 770701001 Сч. № 40702810938000012345",
        "ООО «Торговый дом „Крепёж и инструмент“» Вид оп. 01 Срок плат.",
        "Наз. пл. Очер. плат. 5",
        "Получатель Код Рез. поле",
        "Оплата по счету № УТ-000123 от 03.02.2026. В том числе НДС 3837,77 Оплатите, отсканировав код в",
        "программе банка",
        "Назначение платежа",
        "Счет на оплату № УТ-000123 от 3 февраля 2026 г.",
        "Поставщик: ООО «Торговый дом „Крепёж и инструмент“», ИНН 7707083893, КПП 770701001, 117997,",
        "Москва г., Вавилова ул., дом № 19, корпус 2, помещение 14, тел.: +7 (495) 500-55-50",
        "Покупатель: ИП Кузнецов Пётр Ильич, ИНН 500100732259, 140000, Московская обл., Люберцы,",
        "Октябрьский пр-т, 5",
        "Основание: Заказ № 12 от 01.02.2026",
        "№ Артикул Товары (работы, услуги) Кол-во Ед. Цена Сумма",
        "1 00-00012345 Шина зимняя Nokian Hakkapeliitta R5 205/55 R16 94R шип. 2 шт 9 870,50 19 741,00",
        "2 КМ-1/2\" Кран шаровой ½\" ВР/НР «Бабочка» латунный 3 шт 384,12 1 152,36",
        "3 BX 12.5 Кабель ВВГнг(А)-LS 3×2,5 мм² (ГОСТ), бухта 100 м 4,5 м 86,4150 388,87",
        "Итого: 21 282,23",
        "В том числе НДС (22%): 3 837,77",
        "Всего к оплате: 21 282,23",
        "Всего наименований 3, на сумму 21 282,23 руб.",
        "Двадцать одна тысяча двести восемьдесят два рубля 23 копейки",
        "Оплатить до 10.02.2026. Товар отпускается по доверенности и паспорту.",
        "Руководитель Бухгалтер",
        "Иванов И. И. Петрова А. С.",
        "Копия для сведения по данным поставщика; не является подписанным документом поставщика.",
    ];
    let text = paper.text();
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    assert_eq!((rendered.pages, paper.info("Pages").as_str()), (1, "1"));
}

#[test]
fn letters_and_signs_of_the_trade_survive_on_paper() {
    if !can_read() {
        return;
    }
    let signs = [
        "ЄДРПОУ",
        "Київ",
        "вул. Їжакевича",
        "ґанок",
        "⌀8",
        "ø6",
        "½",
        "№5",
        "₽",
        "₴",
        "€",
        "м²",
        "±1",
        "≤5°",
        "’",
    ];
    let mut invoice = sample::invoice(1);
    invoice.lines[0].name = signs.join(" ");
    let rendered = render(&invoice);
    assert_eq!(rendered.missing_glyphs, Vec::<char>::new());
    let text = Paper::of(&rendered).text().replace('\n', " ");
    for sign in signs {
        assert!(text.contains(sign), "{sign} is not in {text}");
    }
}

#[test]
fn a_character_that_the_fonts_lack_is_a_box_on_paper_and_reported() {
    if !can_read() {
        return;
    }
    let mut invoice = sample::invoice(1);
    invoice.lines[0].name = "Болт 螺栓 M6".to_owned();
    let rendered = render(&invoice);
    assert_eq!(rendered.missing_glyphs, ['栓', '螺']);
    assert!(Paper::of(&rendered).text().contains("Болт □□ M6"));
}

#[test]
fn four_hundred_lines_repeat_the_header_and_stay_on_the_paper() {
    if !can_read() {
        return;
    }
    let rendered = render(&sample::invoice(400));
    let paper = Paper::of(&rendered);
    let pages = paper.pages();
    assert_eq!(paper.info("Pages"), rendered.pages.to_string());
    assert_eq!(pages.len(), usize::try_from(rendered.pages).unwrap());
    for (at, page) in pages.iter().enumerate() {
        let headers = page.iter().filter(|line| line.starts_with("№ Артикул Товары")).count();
        assert_eq!(headers, 1, "page {}", at + 1);
        let foot = format!("Лист {} из {}", at + 1, pages.len());
        assert!(page.iter().any(|line| line.ends_with(&foot)), "{foot}");
    }
    let last = pages.last().unwrap().join("\n");
    for part in [
        "Итого:",
        "Всего к оплате:",
        "Всего наименований 400",
        "Руководитель",
        "\n400 ",
    ] {
        assert!(last.contains(part), "{part} is not in {last}");
    }
    assert_all_on_paper(&paper);
    let ordinals: Vec<u32> = pages
        .concat()
        .iter()
        .filter_map(|line| line.split(' ').next()?.parse().ok())
        .collect();
    assert_eq!(
        ordinals,
        (1..=400).collect::<Vec<_>>(),
        "every line is there once, in its order"
    );
}

/// Every word stands inside the page, and above the foot or in it.
fn assert_all_on_paper(paper: &Paper) {
    let words = paper.words();
    assert!(words.len() > 20);
    for word in &words {
        let inside =
            word.left >= 2_800 && word.right <= PAGE.0 - 2_700 && word.top >= 2_500 && word.bottom <= PAGE.1 - 1_000;
        assert!(inside, "{word:?}");
    }
    for page in 1..=words.iter().map(|word| word.page).max().unwrap() {
        let foot_top = words
            .iter()
            .filter(|w| w.page == page && w.text == "Копия")
            .map(|w| w.top)
            .max()
            .unwrap();
        for word in words
            .iter()
            .filter(|word| word.page == page && word.top < foot_top - 10)
        {
            assert!(word.bottom <= foot_top + 300, "runs into the foot: {word:?}");
        }
    }
}

#[test]
fn whatever_the_length_the_totals_never_stand_without_a_row() {
    if !can_read() {
        return;
    }
    for count in 24..=44 {
        let paper = Paper::of(&render(&sample::invoice(count)));
        let pages = paper.pages();
        let last = pages.last().unwrap();
        let row = last.iter().position(|line| line.starts_with(&format!("{count} ")));
        let total = last.iter().position(|line| line.starts_with("Итого:"));
        let signature = last.iter().position(|line| line.starts_with("Руководитель"));
        assert!(
            row.is_some() && row < total && total < signature,
            "{count} lines: {last:#?}"
        );
    }
}

#[test]
fn very_long_texts_and_figures_wrap_and_stay_on_the_paper() {
    if !can_read() {
        return;
    }
    let mut invoice = sample::invoice(6);
    invoice.lines[0].name = "Очень длинное наименование ".repeat(200);
    invoice.lines[1].name = "Щ".repeat(900);
    invoice.lines[2].article = "АРТ-0123456789/ABCDEFGHIJKLMNOPQRSTUVWXYZ-ЩЩЩЩЩЩЩЩ".to_owned();
    invoice.lines[3].unit = "тысяча погонных метров".to_owned();
    invoice.lines[4].price_micro = 9_000_000_000_123_456;
    invoice.lines[4].quantity_milli = 9_000_000_000_000_001;
    invoice.lines[4].sum_minor = 90_000_000_000_000_000;
    invoice.total_minor = invoice.lines.iter().map(|line| line.sum_minor).sum();
    invoice.seller.name = format!("ООО «{}»", "Длинноеимябезпробелов".repeat(12));
    invoice.bank.as_mut().unwrap().bank = "Филиал банка с очень длинным названием ".repeat(6);
    invoice.director =
        Some("Константинопольская-Задунайская Александра Константиновна, и. о. по доверенности".to_owned());
    invoice.note = Some("Примечание поставщика о сроках и порядке оплаты. ".repeat(30));
    let rendered = render(&invoice);
    let paper = Paper::of(&rendered);
    assert_all_on_paper(&paper);
    let text = paper.text();
    let letters = text.matches('Щ').count();
    assert_eq!(letters, 908, "a broken word loses nothing");
    assert_eq!(text.matches("наименование").count(), 200);
    assert!(text.contains("9 000 000 000,123456"));
}

#[test]
fn a_preliminary_invoice_says_so_first_and_gives_no_number_to_pay_by() {
    if !can_read() {
        return;
    }
    let mut invoice = sample::invoice(2);
    invoice.standing = Standing::Preliminary;
    let text = Paper::of(&render(&invoice)).text();
    assert!(
        text.starts_with("ПРЕДВАРИТЕЛЬНЫЙ СЧЁТ: номер 1С ещё не присвоен."),
        "{text}"
    );
    assert!(text.contains("Заполняется по окончательному счёту"));
    assert!(!text.contains("Оплата по счету №"));
    assert!(text.contains("Копия для сведения по данным поставщика; не является подписанным документом поставщика."));

    let mut long = sample::invoice(90);
    long.standing = Standing::Preliminary;
    for page in Paper::of(&render(&long)).pages() {
        assert!(
            page.iter()
                .any(|line| line.starts_with("Предварительный счёт, не для оплаты.")),
            "{page:?}"
        );
    }

    let mut invoice = ukrainian();
    invoice.standing = Standing::Preliminary;
    let text = Paper::of(&render(&invoice)).text();
    assert!(
        text.starts_with("ПОПЕРЕДНІЙ РАХУНОК: номер 1С ще не присвоєно."),
        "{text}"
    );
}

#[test]
fn a_cancelled_invoice_says_so_first_and_cannot_be_paid_by() {
    if !can_read() {
        return;
    }
    let mut invoice = sample::invoice(2);
    invoice.standing = Standing::Cancelled;
    let text = Paper::of(&render(&invoice)).text();
    assert!(text.starts_with("СЧЁТ ОТМЕНЁН"), "{text}");
    assert!(
        text.contains("Счёт отменён, не оплачивать") && !text.contains("Оплата по счету №"),
        "{text}"
    );
}

#[test]
fn of_vat_that_nobody_told_the_paper_says_nothing() {
    if !can_read() {
        return;
    }
    let mut invoice = sample::invoice(2);
    invoice.vat_minor = 0;
    for line in &mut invoice.lines {
        (line.vat, line.vat_minor) = (None, 0);
    }
    let text = Paper::of(&render(&invoice)).text();
    assert!(!text.contains("НДС"), "{text}");
    for line in &mut invoice.lines {
        line.vat = Some(VatRate::None);
    }
    let text = Paper::of(&render(&invoice)).text();
    assert!(text.contains("Без налога (НДС)"), "{text}");
}

#[test]
fn a_seller_with_an_edrpou_gets_the_ukrainian_form() {
    if !can_read() {
        return;
    }
    let text = Paper::of(&render(&ukrainian())).text();
    for part in [
        "Зразок заповнення платіжної інструкції",
        "Одержувач ТОВ «Ґанок і Їжак»",
        "Код ЄДРПОУ 14360570",
        "МФО 305299",
        "КРЕДИТ рах. № (IBAN) UA213223130000026007233566001",
        "Рахунок на оплату № К-17 від 3 лютого 2026 р.",
        "Постачальник: ТОВ «Ґанок і Їжак», ЄДРПОУ 14360570, 04070, м. Київ, вул. Їжакевича, 5",
        "Покупець: ФОП Шевченко, ЄДРПОУ 00032106",
        "№ Артикул Товари (роботи, послуги) Кіл-сть Од. Ціна з ПДВ Сума",
        "Разом: 20 893,36",
        "У тому числі ПДВ (22%): 3 767,65",
        "Всього до сплати: 20 893,36",
        "Всього найменувань 2, на суму 20 893,36 грн.",
        "Двадцять тисяч вісімсот дев'яносто три гривні 36 копійок",
        "У т.ч. ПДВ: Три тисячі сімсот шістдесят сім гривень 65 копійок",
        "Виписав(ла):",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let options = PrintOptions {
        language: Some(Language::Ru),
        ..PrintOptions::default()
    };
    let text = Paper::of(&render_invoice(&ukrainian(), &options).unwrap()).text();
    assert!(text.contains("Счет на оплату № К-17"), "the option wins: {text}");
}

#[test]
fn tax_is_printed_as_it_was_charged() {
    if !can_read() {
        return;
    }
    let mut untaxed = sample::invoice(2);
    for line in &mut untaxed.lines {
        (line.vat, line.vat_minor) = (Some(VatRate::None), 0);
    }
    untaxed.vat_minor = 0;
    let mut on_top = sample::invoice(1);
    on_top.vat_on_top = true;
    on_top.lines[0].price_micro = 100_000_000;
    (
        on_top.lines[0].quantity_milli,
        on_top.lines[0].sum_minor,
        on_top.lines[0].vat_minor,
    ) = (1_000, 12_200, 2_200);
    (on_top.total_minor, on_top.vat_minor) = (12_200, 2_200);
    let mut mixed = sample::invoice(2);
    (mixed.lines[1].vat, mixed.lines[1].vat_minor) = (Some(VatRate::Percent(10)), 10_476);
    mixed.vat_minor = mixed.lines[0].vat_minor + 10_476;
    for (name, invoice, parts) in [
        (
            "no tax",
            untaxed,
            vec!["Без налога (НДС): –", "2 КМ-1/2\"", "от 03.02.2026. Без налога (НДС)"],
        ),
        (
            "on top",
            on_top,
            vec![
                "Цена без Сумма без",
                "100,00 100,00",
                "Итого: 100,00",
                "Сумма НДС (22%): 22,00",
                "Всего к оплате: 122,00",
            ],
        ),
        (
            "two rates",
            mixed,
            vec!["В том числе НДС (22%): 3 559,85", "В том числе НДС (10%): 104,76"],
        ),
    ] {
        let text = Paper::of(&render(&invoice)).text();
        for part in parts {
            assert!(text.contains(part), "{name}: {part} is not in {text}");
        }
    }
}

#[test]
fn what_the_supplier_did_not_fill_in_is_left_out_or_named() {
    if !can_read() {
        return;
    }
    let mut invoice = sample::invoice(1);
    invoice.bank = None;
    invoice.basis = None;
    invoice.note = Some("  ".to_owned());
    invoice.director = None;
    invoice.buyer = Party {
        name: "Покупатель без реквизитов".to_owned(),
        kpp: Some(String::new()),
        ..Party::default()
    };
    let text = Paper::of(&render(&invoice)).text();
    assert!(text.contains("Банковские реквизиты: поставщик не указал."));
    assert!(text.contains("Покупатель: Покупатель без реквизитов\n"));
    assert!(!text.contains("Основание"));
}

#[test]
fn sums_that_disagree_are_not_printed() {
    let nothing = Invoice {
        lines: Vec::new(),
        ..sample::invoice(1)
    };
    assert!(matches!(
        render_invoice(&nothing, &PrintOptions::default()),
        Err(DocumentError::NoLines)
    ));
    let mut wrong = sample::invoice(3);
    wrong.total_minor += 1;
    let error = render_invoice(&wrong, &PrintOptions::default()).unwrap_err();
    assert!(matches!(error, DocumentError::TotalDisagrees { .. }), "{error}");
    let mut wrong = sample::invoice(3);
    wrong.vat_minor -= 1;
    let error = render_invoice(&wrong, &PrintOptions::default()).unwrap_err();
    assert!(matches!(error, DocumentError::VatDisagrees { .. }), "{error}");
    let mut wrong = sample::invoice(3);
    wrong.lines[0].vat = Some(VatRate::None);
    let error = render_invoice(&wrong, &PrintOptions::default()).unwrap_err();
    assert!(
        matches!(error, DocumentError::VatDisagrees { .. }),
        "tax on an untaxed line: {error}"
    );
}

#[test]
fn equal_invoices_give_equal_files_and_the_file_says_what_it_is() {
    let invoice = sample::invoice(40);
    let (first, second) = (render(&invoice), render(&invoice));
    assert!(first == second, "the bytes differ");
    let mut later = invoice.clone();
    later.date = DocumentDate::from_iso("2026-02-04").unwrap();
    assert!(render(&later).pdf != first.pdf);
    assert!(first.pdf.len() <= 100 * 1024, "{} bytes", first.pdf.len());
    if can_read() {
        let paper = Paper::of(&first);
        assert_eq!(paper.info("Title"), "Счет на оплату № УТ-000123 от 3 февраля 2026 г.");
        assert_eq!(paper.info("Author"), "ООО «Торговый дом „Крепёж и инструмент“»");
        assert_eq!(paper.info("Creator"), "Dealer Cabinet");
        assert!(paper.info("CreationDate").contains("2026"));
        assert!(paper.info("Page size").ends_with("(A4)"));
    }
}

#[test]
fn every_page_of_a_sample_says_so_and_a_real_one_never_does() {
    if !can_read() {
        return;
    }
    for (invoice, word) in [(sample::invoice(120), "ОБРАЗЕЦ"), (ukrainian(), "ЗРАЗОК")] {
        let real = render(&invoice);
        assert!(!Paper::of(&real).text().contains(word));
        let options = PrintOptions {
            is_sample: true,
            ..PrintOptions::default()
        };
        let paper = Paper::of(&render_invoice(&invoice, &options).unwrap());
        let pages = paper.pages();
        for page in &pages {
            let marks = page.join(" ").matches(word).count();
            assert_eq!(marks, 3, "{page:?}");
        }
        assert!(paper.info("Title").trim().starts_with(word), "{}", paper.info("Title"));
        let marks = paper.words().into_iter().filter(|placed| placed.text == word);
        assert!(
            marks
                .into_iter()
                .all(|placed| placed.left >= 0 && placed.right <= PAGE.0)
        );
    }
}
