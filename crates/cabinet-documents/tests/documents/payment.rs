//! Payment codes read back from paper by a reader that knows nothing of how they were made, and the file for a bank.

use cabinet_documents::date::DocumentDate;
use cabinet_documents::doubts::Doubt;
use cabinet_documents::invoice::{Invoice, Standing, render_invoice};
use cabinet_documents::paper::PrintOptions;
use cabinet_documents::party::{BankAccount, Party};
use cabinet_documents::payment::client_bank::{Making, NoFile, Payer, client_bank_file};
use cabinet_documents::payment::{LineEnd, NbuOptions, NoCode, Payment, QrCode, payment_code};
use cabinet_domain::money::Currency;
use encoding_rs::WINDOWS_1251;
use proptest::prelude::*;
use rxing::common::HybridBinarizer;
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiFormatReader, Reader};

use crate::paper::{Paper, can_read};
use crate::sample;

/// What a reader finds in a grey picture, as the bytes that the code holds.
fn read(grey: Vec<u8>, width: usize, height: usize) -> Option<Vec<u8>> {
    let source = Luma8LuminanceSource::new(grey, u32::try_from(width).unwrap(), u32::try_from(height).unwrap()).ok()?;
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = DecodeHints {
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    // The reader guesses the letters of bytes, and with them loses which they were: the bytes themselves are asked for.
    let found = MultiFormatReader::default()
        .decode_with_hints(&mut bitmap, &hints)
        .inspect_err(|error| println!("the reader says {error}"))
        .ok()?;
    Some(found.getRawBytes().to_vec())
}

/// The bytes of the code on the first page of an invoice, drawn as an office printer does.
fn on_paper(invoice: &Invoice, options: &PrintOptions) -> Option<Vec<u8>> {
    let rendered = render_invoice(invoice, options).unwrap();
    let (width, height, grey) = Paper::of(&rendered).grey(1, 200);
    read(grey, width, height)
}

/// The modules as a picture of four dots each.
fn picture(code: &QrCode) -> (Vec<u8>, usize) {
    let svg = code.svg();
    let path = svg.split("d=\"").nth(2).unwrap().split('"').next().unwrap();
    let side = (code.side() + 8) * 4;
    let mut grey = vec![255; side * side];
    for run in path.split('M').skip(1) {
        let numbers: Vec<usize> = run
            .split(|letter: char| !letter.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        let (column, row, count) = (numbers[0], numbers[1], numbers[2]);
        for y in row * 4..row * 4 + 4 {
            grey[y * side + column * 4..y * side + (column + count) * 4].fill(0);
        }
    }
    (grey, side)
}

fn payment() -> Payment {
    sample::invoice(2).payment().unwrap().unwrap()
}

#[test]
fn a_russian_invoice_is_paid_by_its_code() {
    if !can_read() {
        return;
    }
    let bytes = on_paper(&sample::invoice(3), &PrintOptions::default()).expect("a reader finds the code");
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "ST00012|Name=ООО «Торговый дом „Крепёж и инструмент“»|PersonalAcc=40702810938000012345\
         |BankName=ПАО СБЕРБАНК г. Москва|BIC=044525225|CorrespAcc=30101810400000000225|Sum=2128223\
         |Purpose=Оплата по счету № УТ-000123 от 03.02.2026. В том числе НДС 3837,77\
         |PayeeINN=7707083893|KPP=770701001"
    );
}

#[test]
fn a_long_name_takes_the_shorter_encoding() {
    if !can_read() {
        return;
    }
    let mut invoice = sample::invoice(1);
    invoice.seller.name = "Общество с ограниченной ответственностью «Объединение производителей крепежа, инструмента \
                           и сантехники Северо-Западного федерального округа»"
        .to_owned();
    let bytes = on_paper(&invoice, &PrintOptions::default()).expect("a reader finds the code");
    let (text, _, _) = WINDOWS_1251.decode(&bytes);
    assert!(text.starts_with("ST00011|Name=Общество с ограниченной"), "{text}");
    assert!(text.contains("|PersonalAcc=40702810938000012345|"), "{text}");
}

#[test]
fn a_ukrainian_invoice_is_paid_by_the_code_of_the_national_bank() {
    if !can_read() {
        return;
    }
    for (line_end, end) in [(LineEnd::CrLf, "\r\n"), (LineEnd::Lf, "\n")] {
        let options = PrintOptions {
            nbu: NbuOptions { line_end },
            ..PrintOptions::default()
        };
        let bytes = on_paper(&sample::ukrainian(), &options).expect("a reader finds the code");
        let link = String::from_utf8(bytes).unwrap();
        let text = link.strip_prefix("https://bank.gov.ua/qr/").unwrap();
        let bytes = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text).unwrap();
        let (text, _, _) = WINDOWS_1251.decode(&bytes);
        let expected = [
            "BCD",
            "002",
            "2",
            "UCT",
            "",
            "ТОВ «Ґанок і Їжак»",
            "UA213223130000026007233566001",
            "UAH20893.36",
            "14360570",
            "",
            "",
            "Оплата за рахунком № К-17 від 03.02.2026. У т.ч. ПДВ 3767,65",
            "",
            "",
        ];
        assert_eq!(text.split(end).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn an_invoice_that_is_not_to_be_paid_by_has_no_code() {
    if !can_read() {
        return;
    }
    for standing in [Standing::Preliminary, Standing::Cancelled] {
        let mut invoice = sample::invoice(1);
        invoice.standing = standing;
        assert_eq!(on_paper(&invoice, &PrintOptions::default()), None, "{standing:?}");
        assert_eq!(invoice.payment().unwrap(), None);
    }
    let options = PrintOptions {
        is_sample: true,
        ..PrintOptions::default()
    };
    assert_eq!(on_paper(&sample::invoice(1), &options), None, "of a sample");
}

#[test]
fn requisites_that_no_bank_takes_make_no_code_and_are_named() {
    let broken = |change: &dyn Fn(&mut Payment)| {
        let mut payment = payment();
        change(&mut payment);
        payment_code(&payment, NbuOptions::default()).unwrap_err()
    };
    for (what, error) in [
        ("PersonalAcc", broken(&|payment| payment.account.account.truncate(19))),
        ("BIC", broken(&|payment| payment.account.bic = None)),
        ("Name", broken(&|payment| payment.payee.name.clear())),
        ("BankName", broken(&|payment| payment.account.bank = " ".to_owned())),
        (
            "CorrespAcc",
            broken(&|payment| payment.account.correspondent_account = Some("1".to_owned())),
        ),
    ] {
        assert_eq!(error, NoCode::Requisite { what });
    }
    assert_eq!(broken(&|payment| payment.currency = Currency::UAH), NoCode::Currency);
    assert_eq!(broken(&|payment| payment.sum_minor = 0), NoCode::Nothing);
    let mut invoice = sample::ukrainian();
    invoice.bank.as_mut().unwrap().account = "UA213223130000026007233566002".to_owned();
    let doubts = render_invoice(&invoice, &PrintOptions::default()).unwrap().doubts;
    let reason = NoCode::Requisite { what: "IBAN" };
    assert!(doubts.contains(&Doubt::NoPaymentCode { reason }), "{doubts:?}");
}

#[test]
fn what_the_standard_has_no_room_for_is_cut_and_told() {
    let mut long = payment();
    long.account.bank = "Банк с названием, которое длиннее сорока пяти знаков, и это бывает".to_owned();
    let code = payment_code(&long, NbuOptions::default()).unwrap();
    assert_eq!(code.shortened, ["BankName"]);
    let text = String::from_utf8(code.bytes).unwrap();
    assert!(
        text.contains("|BankName=Банк с названием, которое длиннее сорока пяти|"),
        "{text}"
    );
}

#[test]
fn a_value_with_the_separator_in_it_takes_another_one() {
    let mut odd = payment();
    odd.purpose = "Оплата | по счету".to_owned();
    let text = String::from_utf8(payment_code(&odd, NbuOptions::default()).unwrap().bytes).unwrap();
    assert!(
        text.starts_with("ST00012^Name=") && text.contains("^Purpose=Оплата | по счету^"),
        "{text}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_bytes_a_code_holds_are_read_back(bytes in prop::collection::vec(any::<u8>(), 1..500)) {
        // Bytes that look like Japanese, too: a maker that packs them so gives letters back, and not these bytes.
        let (grey, side) = picture(&QrCode::of_bytes(&bytes).unwrap());
        prop_assert_eq!(read(grey, side, side), Some(bytes));
    }
}

fn payer() -> Payer {
    Payer {
        party: Party {
            name: "ИП Кузнецов Пётр Ильич".to_owned(),
            inn: Some("500100732259".to_owned()),
            ..Party::default()
        },
        account: BankAccount {
            bank: "АО «ТБАНК» г. Москва".to_owned(),
            bic: Some("044525974".to_owned()),
            correspondent_account: Some("30101810145250000974".to_owned()),
            account: "40802810500001234567".to_owned(),
        },
    }
}

fn making() -> Making {
    Making {
        date: DocumentDate::from_iso("2026-02-05").unwrap(),
        first_number: 17,
    }
}

#[test]
fn several_invoices_become_one_file_for_the_bank() {
    let mut second = payment();
    second.sum_minor = 5;
    second.purpose = "Оплата\r\nКонецФайла".to_owned();
    let file = client_bank_file(&[payment(), second], &payer(), making()).unwrap();
    let (text, _, is_broken) = WINDOWS_1251.decode(&file.bytes);
    assert!(!is_broken);
    assert_eq!(file.replaced, Vec::<char>::new());
    assert!(text.ends_with("\r\n") && text.matches('\n').count() == text.matches("\r\n").count());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[..3],
        ["1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows"]
    );
    assert_eq!(lines.last(), Some(&"КонецФайла"));
    let documents: Vec<Vec<&str>> = lines
        .split(|line| *line == "СекцияДокумент=Платежное поручение")
        .skip(1)
        .map(<[&str]>::to_vec)
        .collect();
    assert_eq!(documents.len(), 2);
    assert_eq!(
        documents[0],
        [
            "Номер=17",
            "Дата=05.02.2026",
            "Сумма=20893.36",
            "ПлательщикСчет=40802810500001234567",
            "Плательщик=ИНН 500100732259 ИП Кузнецов Пётр Ильич",
            "ПлательщикИНН=500100732259",
            "ПлательщикКПП=",
            "Плательщик1=ИП Кузнецов Пётр Ильич",
            "ПлательщикРасчСчет=40802810500001234567",
            "ПлательщикБанк1=АО «ТБАНК» г. Москва",
            "ПлательщикБИК=044525974",
            "ПлательщикКорсчет=30101810145250000974",
            "ПолучательСчет=40702810938000012345",
            "Получатель=ИНН 7707083893 ООО «Торговый дом „Крепёж и инструмент“»",
            "ПолучательИНН=7707083893",
            "ПолучательКПП=770701001",
            "Получатель1=ООО «Торговый дом „Крепёж и инструмент“»",
            "ПолучательРасчСчет=40702810938000012345",
            "ПолучательБанк1=ПАО СБЕРБАНК г. Москва",
            "ПолучательБИК=044525225",
            "ПолучательКорсчет=30101810400000000225",
            "ВидОплаты=01",
            "Очередность=5",
            "НазначениеПлатежа=Оплата по счету № УТ-000123 от 03.02.2026. В том числе НДС 3767,65",
            "КонецДокумента",
        ]
    );
    assert!(documents[1].contains(&"Номер=18") && documents[1].contains(&"Сумма=0.05"));
    assert!(
        documents[1].contains(&"НазначениеПлатежа=Оплата КонецФайла"),
        "a line end in a value ends nothing"
    );
}

#[test]
fn a_file_for_the_bank_is_made_whole_or_not_at_all() {
    let make = |payments: &[Payment], payer: &Payer| client_bank_file(payments, payer, making());
    assert_eq!(make(&[], &payer()), Err(NoFile::Nothing));
    let mut foreign = payment();
    foreign.currency = Currency::UAH;
    assert_eq!(make(&[payment(), foreign], &payer()), Err(NoFile::Currency { at: 2 }));
    let mut poor = payer();
    poor.account.bic = None;
    let what = "ПлательщикБИК";
    assert_eq!(make(&[payment()], &poor), Err(NoFile::Requisite { at: 0, what }));
    let mut odd = payer();
    odd.account.account = "40802810500001234568".to_owned();
    // Of two accounts that differ in the last digit, one at most fits its bank.
    let sound = [&odd, &payer()].map(|payer| make(&[payment()], payer).unwrap().is_account_sound);
    assert!(!(sound[0] && sound[1]), "{sound:?}");
    let mut strange = payment();
    strange.payee.name = "ООО «螺栓»".to_owned();
    let file = make(&[strange], &payer()).unwrap();
    assert_eq!(file.replaced, ['栓', '螺']);
    assert!(WINDOWS_1251.decode(&file.bytes).0.contains("ООО «??»"));
}
