//! Books of dealers as 1C exports them, and as people spoil them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_types,
    reason = "a test; a cell of a workbook is a double"
)]

use cabinet_intake::card::{Books, Card, CardError, CardFaultWhy, read_card};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

fn read(text: &str) -> Card {
    read_card(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Each entry as day, first number, debit and credit.
fn entries(card: &Card) -> Vec<(String, String, i64, i64)> {
    card.entries
        .iter()
        .map(|entry| {
            let number = entry.names.first().map(|name| name.number.clone()).unwrap_or_default();
            (entry.date.clone(), number, entry.debit_minor, entry.credit_minor)
        })
        .collect()
}

fn is(card: &Card, expected: &[(&str, &str, i64, i64)]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(date, number, debit, credit)| ((*date).to_owned(), (*number).to_owned(), *debit, *credit))
        .collect();
    assert_eq!(entries(card), expected, "{card:#?}");
}

fn balances(card: &Card) -> (Option<i64>, Option<i64>) {
    (card.opening_minor, card.closing_minor)
}

/// «Карточка счета 60» as Бухгалтерия 3.0 exports it: titles, a head of two merged rows, accounts beside sums, the running balance
/// with a letter, one document in two postings, an offset that changes nothing, totals of months.
fn card_60() -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let plain = Format::new();
    let text = |page: &mut Worksheet, row: u32, column: u16, text: &str| {
        page.write_string(row, column, text).unwrap();
    };
    text(page, 0, 0, "ООО \"Ромашка\"");
    page.merge_range(1, 0, 1, 8, "Карточка счета 60 за 1 квартал 2026 г.", &plain)
        .unwrap();
    text(page, 2, 0, "Выводимые данные:");
    text(page, 2, 2, "БУ (данные бухгалтерского учета)");
    text(page, 3, 0, "Отбор:");
    text(page, 3, 2, "Контрагенты Равно \"ООО Поставщик\"");
    for (column, title) in ["Период", "Документ", "Аналитика Дт", "Аналитика Кт"]
        .iter()
        .enumerate()
    {
        let column = u16::try_from(column).unwrap();
        page.merge_range(5, column, 6, column, title, &plain).unwrap();
    }
    for (left, title) in [(4, "Дебет"), (6, "Кредит"), (8, "Текущее сальдо")] {
        page.merge_range(5, left, 5, left + 1, title, &plain).unwrap();
    }
    text(page, 6, 4, "Счет");
    text(page, 6, 6, "Счет");
    text(page, 7, 0, "Сальдо на начало");
    text(page, 7, 8, "К");
    page.write_number(7, 9, 1000.5).unwrap();
    let receipt =
        "Поступление (акт, накладная, УПД) 0000-000012 от 12.01.2026 12:00:00\nТовары по вх.д. УТ-7 от 11.01.2026";
    let rows: [(&str, &str, &str, f64, &str, f64); 5] = [
        ("12.01.2026", receipt, "41.01", 0.0, "60.01", 1000.0),
        ("12.01.2026", receipt, "19.03", 0.0, "60.01", 200.0),
        (
            "15.01.2026",
            "Списание с расчетного счета 0000-000003 от 15.01.2026 0:00:00\nОплата по договору № 7 от 01.02.2025",
            "60.02",
            500.07,
            "51",
            0.0,
        ),
        (
            "16.01.2026",
            "Поступление (акт, накладная, УПД) 0000-000013 от 16.01.2026 12:00:00\nЗачет аванса",
            "60.01",
            500.07,
            "60.02",
            500.07,
        ),
        (
            "01.02.2026",
            "Корректировка поступления 0000-000002 от 01.02.2026 10:00:00",
            "41.01",
            0.0,
            "60.01",
            -20.0,
        ),
    ];
    let mut at = 8;
    for (day, document, debit_account, debit, credit_account, credit) in rows {
        text(page, at, 0, day);
        text(page, at, 1, document);
        text(page, at, 2, "ООО Поставщик\nДоговор 7 от 01.02.2025");
        // An account that a workbook has taken for a number.
        page.write_number(at, 4, debit_account.parse::<f64>().unwrap()).unwrap();
        text(page, at, 6, credit_account);
        if debit != 0.0 {
            page.write_number(at, 5, debit).unwrap();
        }
        if credit != 0.0 {
            page.write_number(at, 7, credit).unwrap();
        }
        text(page, at, 8, "К");
        page.write_number(at, 9, 1.0).unwrap();
        at += 1;
    }
    text(page, at, 0, "Обороты за Январь 2026");
    page.write_number(at, 5, 1000.14).unwrap();
    page.write_number(at, 7, 1700.07).unwrap();
    at += 1;
    text(page, at, 0, "Обороты за период и сальдо на конец");
    page.write_number(at, 5, 1000.14).unwrap();
    page.write_number(at, 7, 1680.07).unwrap();
    text(page, at, 8, "К");
    page.write_number(at, 9, 1680.43).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_card_of_an_account_is_read_by_documents_whatever_its_postings_and_titles() {
    let card = read_card(&card_60()).unwrap();
    assert_eq!(card.books, Books::OfBuyer);
    assert_eq!(card.period, Some(("2026-01-01".to_owned(), "2026-03-31".to_owned())));
    assert_eq!(balances(&card), (Some(-100_050), Some(-168_043)));
    is(
        &card,
        &[
            ("2026-01-12", "УТ-7", 0, 120_000),
            ("2026-01-15", "0000-000003", 50_007, 0),
            ("2026-02-01", "0000-000002", 0, -2_000),
        ],
    );
    let moved: i64 = card
        .entries
        .iter()
        .map(|entry| entry.debit_minor - entry.credit_minor)
        .sum();
    assert_eq!(card.opening_minor.unwrap() + moved, card.closing_minor.unwrap());
}

const ACT: &str = "\
Акт сверки;;;;;;;
взаимных расчетов за период: с 01.01.2026 по 31.03.2026;;;;;;;
между ООО «Ромашка» и ООО «Поставщик» по договору № 7 от 01.02.2025;;;;;;;
По данным ООО «Ромашка», руб.;;;;По данным ООО «Поставщик», руб.;;;
Дата;Документ;Дебет;Кредит;Дата;Документ;Дебет;Кредит
;Сальдо начальное;;1 000,50;;Сальдо начальное;1 000,50;
12.01.26;Приход (УТ-000007 от 12.01.2026);;1 200,00;12.01.26;Продажа (УТ-000007 от 12.01.2026);1 200,00;
15.01.26;Оплата (3 от 15.01.2026);500,07;;;;;
\"16.01.26\";\"Оплата (4; срочно)\";\"1'000,00\";;;;;
;Обороты за период;1 500,07;1 200,00;;Обороты за период;;
;Сальдо конечное;;700,43;;Сальдо конечное;;
На 31.03.2026 задолженность в пользу ООО «Поставщик» 700,43 руб.;;;;;;;
";

#[test]
fn an_act_of_two_sides_is_read_by_its_own_side() {
    let card = read(&ACT.replace("\\\"", "\""));
    assert_eq!(card.books, Books::OfBuyer);
    assert_eq!(card.currency, Some("RUB"));
    assert_eq!(balances(&card), (Some(-100_050), Some(30_000 - 100_043)));
    is(
        &card,
        &[
            ("2026-01-12", "УТ-000007", 0, 120_000),
            ("2026-01-15", "3", 50_007, 0),
            ("2026-01-16", "", 100_000, 0),
        ],
    );
}

#[test]
fn ukrainian_books_in_windows_1251_are_read() {
    let text = "Картка рахунку 631 за січень 2026 р.\t\t\t\nПеріод\tДокумент\tДебет\tКредит\nСальдо на початок\t\t\t10,00\n\
        05.01.2026\tНадходження товарів і послуг 000000012 від 05.01.2026\t\t1 234,56\n\
        06.01.2026\tСписання з рахунку 000000001 від 06.01.2026\t1 000,00\t\n\
        Обороти за період\t\t1 000,00\t1 234,56\nСальдо на кінець\t\t\t244,56\n";
    let (bytes, _, failed) = encoding_rs::WINDOWS_1251.encode(text);
    assert!(!failed);
    for bytes in [bytes.as_ref(), text.as_bytes()] {
        let card = read_card(bytes).unwrap();
        assert_eq!(card.books, Books::OfBuyer);
        assert_eq!(card.period, Some(("2026-01-01".to_owned(), "2026-01-31".to_owned())));
        assert_eq!(balances(&card), (Some(-1_000), Some(-24_456)));
        is(
            &card,
            &[
                ("2026-01-05", "000000012", 0, 123_456),
                ("2026-01-06", "000000001", 100_000, 0),
            ],
        );
    }
}

#[test]
fn a_statement_by_documents_counts_no_counterparty_and_no_contract_twice() {
    let card = read(
        "Оборотно-сальдовая ведомость по счету 60 за Январь 2026 г.;;;;;;
Счет;Сальдо на начало периода;;Обороты за период;;Сальдо на конец периода;
Контрагенты;Дебет;Кредит;Дебет;Кредит;Дебет;Кредит
60;;100,00;500,00;1 200,00;;800,00
ООО Поставщик;;100,00;500,00;1 200,00;;800,00
Договор № 7 от 01.02.2025;;100,00;500,00;1 200,00;;800,00
Поступление (акт, накладная) 0000-000001 от 31.12.2025 0:00:00;;100,00;100,00;;;
Поступление (акт, накладная) 0000-000012 от 12.01.2026 0:00:00;;;400,00;1 200,00;;800,00
Итого;;100,00;500,00;1 200,00;;800,00
",
    );
    assert_eq!(card.books, Books::OfBuyer);
    assert_eq!(balances(&card), (Some(-10_000), Some(-80_000)));
    is(
        &card,
        &[
            ("2025-12-31", "0000-000001", 10_000, 0),
            ("2026-01-12", "0000-000012", 40_000, 0),
            ("2026-01-12", "0000-000012", 0, 120_000),
        ],
    );
}

#[test]
fn a_contract_that_is_called_like_a_document_is_not_counted_beside_its_documents() {
    let card = read(
        "Оборотно-сальдовая ведомость по счету 60 за Январь 2026 г.;;;;;;
Счет;Сальдо на начало периода;;Обороты за период;;Сальдо на конец периода;
Контрагенты;Дебет;Кредит;Дебет;Кредит;Дебет;Кредит
ООО Поставщик;;;400,00;1 200,00;;800,00
17/26 от 01.01.2026;;;400,00;1 200,00;;800,00
Поступление 0000-000012 от 12.01.2026 0:00:00;;;;1 200,00;;1 200,00
Списание с расчетного счета 0000-000003 от 15.01.2026;;;400,00;;;
Итого;;;400,00;1 200,00;;800,00
",
    );
    is(
        &card,
        &[
            ("2026-01-12", "0000-000012", 0, 120_000),
            ("2026-01-15", "0000-000003", 40_000, 0),
        ],
    );
}

#[test]
fn words_of_balances_within_an_entry_make_it_no_balance() {
    let card = read(
        "Карточка счета 60 за 01.01.2026-31.03.2026 ООО «Евростройкрепёж»;;;
Дата;Документ;Дебет;Кредит
;Сальдо на начало;;10,00
12.01.2026;Корректировка долга: перенос сальдо на конец года;;5,00
13.01.2026;Корректировка № 7 от 13.01.2026, сальдо на начало;;3,00
14.01.2026;Оплата (3 от 14.01.2026);1 200,00-;
15.01.2026;Оплата (4 от 15.01.2026);1 200,00 (сторно);
;Сальдо на конец;;18,00
",
    );
    assert_eq!(balances(&card), (Some(-1_000), Some(-1_800)));
    is(&card, &[("2026-01-12", "", 0, 500), ("2026-01-13", "7", 0, 300)]);
    let faults: Vec<_> = card.faults.iter().map(|fault| (fault.row, fault.why)).collect();
    assert_eq!(faults, [(6, CardFaultWhy::Sum), (7, CardFaultWhy::Sum)]);
    assert_eq!(card.currency, None);
    assert_eq!(card.period, Some(("2026-01-01".to_owned(), "2026-03-31".to_owned())));
}

#[test]
fn a_plain_table_is_read_with_its_numbers_in_a_column_and_days_as_days() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "Заметки").unwrap();
    let page = book.add_worksheet();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    for (column, title) in ["Дата", "Номер", "Операция", "Дебет", "Кредит"].iter().enumerate()
    {
        page.write_string(2, u16::try_from(column).unwrap(), *title).unwrap();
    }
    for (row, (serial, number, what, debit, credit)) in [
        (46_030.0, "7", "Отгрузка", "100,10", ""),
        (46_031.0, "12/А", "Оплата от покупателя", "", "0.1"),
    ]
    .iter()
    .enumerate()
    {
        let row = u32::try_from(row).unwrap() + 3;
        page.write_number_with_format(row, 0, *serial, &day).unwrap();
        page.write_string(row, 1, *number).unwrap();
        page.write_string(row, 2, *what).unwrap();
        page.write_string(row, 3, *debit).unwrap();
        page.write_string(row, 4, *credit).unwrap();
    }
    let card = read_card(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!((card.books, balances(&card)), (Books::OfSeller, (None, None)));
    is(&card, &[("2026-01-08", "7", 10_010, 0), ("2026-01-09", "12/А", 0, 10)]);
}

#[test]
fn a_row_with_a_sum_that_cannot_be_read_is_told_and_never_left_out() {
    let card = read(
        "Дата;Документ;Дебет;Кредит
12.01.2026;Приход (1 от 12.01.2026);;1,000
;Корректировка;;5,00
13.01.2026;Оплата (2 от 13.01.2026);#REF!;
14.01.2026;Оплата (3 от 14.01.2026);7,00;
Дата;Документ;Дебет;Кредит
15.01.2026;Оплата (4 от 15.01.2026);8,00;
",
    );
    is(&card, &[("2026-01-14", "3", 700, 0), ("2026-01-15", "4", 800, 0)]);
    let faults: Vec<_> = card.faults.iter().map(|fault| (fault.row, fault.why)).collect();
    assert_eq!(
        faults,
        [(2, CardFaultWhy::Sum), (3, CardFaultWhy::Day), (4, CardFaultWhy::Sum)],
        "{card:#?}"
    );
}

#[test]
fn what_is_no_book_says_so() {
    for (name, text) in [("an order", "Артикул;Кол-во\nА-1;5\n"), ("text", "Здравствуйте!\n")]
    {
        assert!(matches!(read_card(text.as_bytes()), Err(CardError::NoTable)), "{name}");
    }
    let only_totals = "Счет;Дебет;Кредит\nИтого;100,00;50,00\n";
    assert!(matches!(read_card(only_totals.as_bytes()), Err(CardError::NoDocuments)));
    assert!(matches!(read_card(b"%PDF-1.4"), Err(CardError::File(_))));
    let huge = "Дата;Документ;Дебет;Кредит\n1.1.2026;Оплата (1 от 1.1.2026);90000000000000000,00;\n1.1.2026;Оплата (1 от 1.1.2026);90000000000000000,00;\n";
    assert!(matches!(read_card(huge.as_bytes()), Err(CardError::OutOfRange)));
}

#[test]
fn hidden_rows_and_other_sheets_with_books_are_counted_and_never_passed_over_in_silence() {
    let mut book = Workbook::new();
    let mut fill = |name: &str, rows: &[(&str, &str, f64)]| {
        let page = book.add_worksheet();
        page.set_name(name).unwrap();
        for (column, title) in (0_u16..).zip(["Дата", "Документ", "Дебет", "Кредит"]) {
            page.write_string(0, column, title).unwrap();
        }
        for (row, (date, document, credit)) in (1_u32..).zip(rows) {
            page.write_string(row, 0, *date).unwrap();
            page.write_string(row, 1, *document).unwrap();
            page.write_number(row, 3, *credit).unwrap();
        }
        page.set_row_hidden(2).unwrap();
    };
    let rows = [
        ("01.03.2026", "Поступление 1 от 01.03.2026", 10.0),
        ("02.03.2026", "Поступление 2 от 02.03.2026", 20.0),
        ("03.03.2026", "Поступление 3 от 03.03.2026", 30.0),
    ];
    fill("Март", &rows);
    fill("Февраль", &rows[..1]);
    fill("Январь", &rows[..1]);
    for sheet in book.worksheets_mut().iter_mut().skip(2) {
        sheet.set_hidden(true);
    }
    let card = read_card(&book.save_to_buffer().unwrap()).unwrap();
    is(&card, &[("2026-03-01", "1", 0, 1_000), ("2026-03-03", "3", 0, 3_000)]);
    assert_eq!((card.sheet.as_str(), card.hidden_rows), ("Март", 1));
    assert_eq!(card.other_sheets, ["Февраль", "Январь"]);
    assert_eq!(read_card(&card_60()).unwrap().other_sheets, Vec::<String>::new());
}
