//! Believable invoices of any length, for the example and the tests.

use cabinet_documents::date::DocumentDate;
use cabinet_documents::invoice::{BankAccount, Invoice, InvoiceLine, Party, Standing};
use cabinet_domain::line::VatRate;
use cabinet_domain::money::Currency;

const GOODS: [(&str, &str, &str, i64); 8] = [
    (
        "М8х40-А2",
        "Болт DIN 933 М8×40 нержавеющий А2, ⌀ 8 мм",
        "шт",
        12_340_000,
    ),
    (
        "00-00012345",
        "Шина зимняя Nokian Hakkapeliitta R5 205/55 R16 94R шип.",
        "шт",
        9_870_500_000,
    ),
    (
        "КМ-1/2\"",
        "Кран шаровой ½\" ВР/НР «Бабочка» латунный",
        "шт",
        384_120_000,
    ),
    (
        "BX 12.5",
        "Кабель ВВГнг(А)-LS 3×2,5 мм² (ГОСТ), бухта 100 м",
        "м",
        86_415_000,
    ),
    ("ГВ-0.9", "Гвозди строительные 0,9×20 мм, 1 кг", "кг", 154_318_400),
    (
        "SDS+6x110",
        "Бур SDS-plus ø6×110/50 мм, 4 кромки, твёрдый сплав",
        "шт",
        143_000_000,
    ),
    ("ґ-77", "Їжак сантехнічний Ґанок ’євро’ – набір", "компл", 512_990_000),
    ("A", "Саморез 3,5×35 (1 000 шт)", "упак", 318_400),
];

/// The sum of a line: price × quantity to the kopeck.
const fn sum(price_micro: i64, quantity_milli: i64) -> i64 {
    (price_micro * quantity_milli + 5_000_000) / 10_000_000
}

/// A final Russian invoice with tax included, `count` lines.
pub fn invoice(count: u32) -> Invoice {
    let lines: Vec<InvoiceLine> = (1..=count).map(line).collect();
    Invoice {
        number: "УТ-000123".to_owned(),
        standing: Standing::Final,
        date: DocumentDate::from_iso("2026-02-03").expect("a date"),
        seller: Party {
            name: "ООО «Торговый дом „Крепёж и инструмент“»".to_owned(),
            inn: Some("7707083893".to_owned()),
            kpp: Some("770701001".to_owned()),
            edrpou: None,
            address: Some("117997, Москва г., Вавилова ул., дом № 19, корпус 2, помещение 14".to_owned()),
            phone: Some("+7 (495) 500-55-50".to_owned()),
        },
        buyer: Party {
            name: "ИП Кузнецов Пётр Ильич".to_owned(),
            inn: Some("500100732259".to_owned()),
            address: Some("140000, Московская обл., Люберцы, Октябрьский пр-т, 5".to_owned()),
            ..Party::default()
        },
        bank: Some(BankAccount {
            bank: "ПАО СБЕРБАНК г. Москва".to_owned(),
            bic: Some("044525225".to_owned()),
            correspondent_account: Some("30101810400000000225".to_owned()),
            account: "40702810938000012345".to_owned(),
        }),
        basis: Some("Заказ № 12 от 01.02.2026".to_owned()),
        currency: Currency::RUB,
        total_minor: lines.iter().map(|line| line.sum_minor).sum(),
        vat_minor: lines.iter().map(|line| line.vat_minor).sum(),
        lines,
        vat_on_top: false,
        director: Some("Иванов И. И.".to_owned()),
        accountant: Some("Петрова А. С.".to_owned()),
        note: Some("Оплатить до 10.02.2026. Товар отпускается по доверенности и паспорту.".to_owned()),
    }
}

fn line(ordinal: u32) -> InvoiceLine {
    let at = usize::try_from(ordinal).expect("small") % GOODS.len();
    let (article, name, unit, price_micro) = GOODS[at];
    let quantity_milli = if unit == "м" || unit == "кг" {
        i64::from(ordinal) * 1_500
    } else {
        i64::from(ordinal % 40 + 1) * 1000
    };
    let sum_minor = sum(price_micro, quantity_milli);
    InvoiceLine {
        ordinal,
        article: article.to_owned(),
        name: name.to_owned(),
        quantity_milli,
        unit: unit.to_owned(),
        price_micro,
        sum_minor,
        vat: Some(VatRate::Percent(22)),
        vat_minor: (sum_minor * 22 * 2 + 122) / (122 * 2),
    }
}

/// A Ukrainian invoice of two lines.
pub fn ukrainian() -> Invoice {
    let mut invoice = invoice(2);
    invoice.seller = Party {
        name: "ТОВ «Ґанок і Їжак»".to_owned(),
        edrpou: Some("14360570".to_owned()),
        address: Some("04070, м. Київ, вул. Їжакевича, 5".to_owned()),
        phone: Some("+380 44 123-45-67".to_owned()),
        ..Party::default()
    };
    invoice.buyer = Party {
        name: "ФОП Шевченко".to_owned(),
        edrpou: Some("00032106".to_owned()),
        ..Party::default()
    };
    invoice.bank = Some(BankAccount {
        bank: "АТ КБ «ПриватБанк»".to_owned(),
        bic: Some("305299".to_owned()),
        correspondent_account: None,
        account: "UA213223130000026007233566001".to_owned(),
    });
    invoice.currency = Currency::UAH;
    invoice.number = "К-17".to_owned();
    invoice.note = None;
    invoice
}
