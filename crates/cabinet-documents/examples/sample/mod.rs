//! Believable documents of any length, for the examples and the tests.
#![allow(dead_code, reason = "each of them uses its part")]

pub mod measure;

use cabinet_documents::date::DocumentDate;
use cabinet_documents::discrepancy::{Discrepancy, DisputedLine, render_claim_act, render_torg2};
use cabinet_documents::figures::price_decimal;
use cabinet_documents::invoice::{Invoice, InvoiceLine, Standing, render_invoice};
use cabinet_documents::order_form::{OrderForm, OrderedLine, render_order_form};
use cabinet_documents::paper::{DocumentError, PrintOptions, Rendered, Source};
use cabinet_documents::party::{BankAccount, Party};
use cabinet_documents::price_list::{PriceGroup, PriceList, PricedGoods, render_price_list};
use cabinet_documents::reconciliation::{Entry, Reconciliation, render_reconciliation};
use cabinet_documents::sheet::{Sheet, Value};
use cabinet_documents::shipment::{
    Shipment, ShippedLine, Transport, UpdStatus, render_torg12, render_ttn, render_upd, render_vydatkova,
};
use cabinet_documents::words::Language;
use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use cabinet_domain::line::{VatRate, price_without_vat};
use cabinet_domain::money::{Currency, Money, UnitPrice};
use cabinet_domain::quantity::Quantity;

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
        discount_minor: None,
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

/// A shipment of the invoice's goods; the supplier told no consignor and no consignee.
pub fn shipment(count: u32) -> Shipment {
    shipment_of(&invoice(count))
}

/// A Ukrainian shipment of two lines.
pub fn ukrainian_shipment() -> Shipment {
    let mut invoice = ukrainian();
    for line in &mut invoice.lines {
        line.vat = Some(VatRate::Percent(20));
        line.vat_minor = line.sum_minor / 6;
    }
    invoice.vat_minor = invoice.lines.iter().map(|line| line.vat_minor).sum();
    shipment_of(&invoice)
}

fn shipment_of(invoice: &Invoice) -> Shipment {
    let money = |minor| Money::from_minor(minor, invoice.currency);
    let lines = invoice.lines.iter().map(|line| ShippedLine {
        ordinal: line.ordinal,
        article: line.article.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        unit_code: Some("796".to_owned()),
        quantity_milli: line.quantity_milli,
        net_price_micro: price_without_vat(
            money(line.sum_minor),
            money(line.vat_minor),
            Quantity::from_milli(line.quantity_milli),
        )
        .ok()
        .map(UnitPrice::micro),
        sum_minor: line.sum_minor,
        vat: line.vat,
        vat_minor: line.vat_minor,
        gross_g: Some(line.quantity_milli / 4),
    });
    Shipment {
        number: Some(invoice.number.clone()),
        date: invoice.date,
        seller: invoice.seller.clone(),
        seller_account: invoice.bank.clone(),
        buyer: invoice.buyer.clone(),
        consignor: None,
        consignee: None,
        basis: invoice.basis.clone(),
        payment: None,
        currency: invoice.currency,
        lines: lines.collect(),
        total_minor: invoice.total_minor,
        vat_minor: invoice.vat_minor,
        director: invoice.director.clone(),
        accountant: invoice.accountant.clone(),
    }
}

/// A claim on two of the invoice's goods.
pub fn discrepancy(count: u32) -> Discrepancy {
    let invoice = invoice(count);
    let lines = invoice.lines.iter().enumerate().map(|(at, line)| {
        let (kind, remedy, text) = if at == 0 {
            (
                ClaimKind::Defect,
                ClaimRemedy::Replace,
                "Трещина у ступицы, видна на фото.\nНайдено при сборке 5 февраля.",
            )
        } else {
            (
                ClaimKind::Quantity,
                ClaimRemedy::Deliver,
                "В упаковке на 1 меньше, чем в накладной.",
            )
        };
        DisputedLine {
            article: line.article.clone(),
            name: line.name.clone(),
            unit: line.unit.clone(),
            unit_code: Some("796".to_owned()),
            documented_milli: Some(line.quantity_milli),
            price_micro: Some(line.price_micro),
            documented_sum_minor: Some(line.sum_minor),
            disputed_milli: 1_000,
            disputed_sum_minor: Some(line.price_micro / 10_000),
            kind,
            remedy,
            text: text.to_owned(),
        }
    });
    Discrepancy {
        number: Some("1007".to_owned()),
        date: DocumentDate::from_iso("2026-02-06").expect("a date"),
        buyer: invoice.buyer.clone(),
        seller: invoice.seller.clone(),
        order: Some("№ 12 от 01.02.2026".to_owned()),
        shipment: Some("№ УТ-000123 от 03.02.2026".to_owned()),
        currency: Some(invoice.currency),
        lines: lines.collect(),
        annexes: vec!["ступица.jpg".to_owned(), "накладная.pdf".to_owned()],
        person: Some("Кузнецов П. И.".to_owned()),
    }
}

/// An order of the invoice's goods.
pub fn order_form(count: u32) -> OrderForm {
    let invoice = invoice(count);
    let lines = invoice.lines.iter().map(|line| OrderedLine {
        article: line.article.clone(),
        name: line.name.clone(),
        quantity_milli: line.quantity_milli,
        unit: line.unit.clone(),
        price_micro: Some(line.price_micro),
        sum_minor: Some(line.sum_minor),
        comment: (line.ordinal == 2).then(|| "резьба левая, ⌀ ½ дюйма".to_owned()),
        weight_g: Some(1_250),
        volume_cm3: Some(420),
    });
    OrderForm {
        number: Some("12".to_owned()),
        own_number: Some("ЗК-77".to_owned()),
        date: invoice.date,
        buyer: invoice.buyer.clone(),
        seller: invoice.seller.clone(),
        delivery: Some("Транспортом поставщика: Люберцы, Октябрьский пр-т, 5".to_owned()),
        wanted_on: DocumentDate::from_iso("2026-02-09"),
        comment: Some("Позвонить за час".to_owned()),
        currency: Some(invoice.currency),
        lines: lines.collect(),
        person: Some("Кузнецов П. И.".to_owned()),
    }
}

/// A price list of so many goods in groups of seven.
pub fn price_list(count: u32) -> PriceList {
    let invoice = invoice(count);
    let groups = invoice.lines.chunks(7).enumerate().map(|(at, lines)| PriceGroup {
        name: format!("Крепёж / Группа {}", at + 1),
        goods: lines
            .iter()
            .map(|line| PricedGoods {
                article: line.article.clone(),
                name: line.name.clone(),
                unit: line.unit.clone(),
                pack_milli: (line.unit == "шт").then_some(100_000),
                price_micro: line.price_micro,
                stock: if line.ordinal % 3 == 0 {
                    "мало".to_owned()
                } else {
                    "1 250".to_owned()
                },
            })
            .collect(),
    });
    PriceList {
        source: Source::Supplier,
        supplier: invoice.seller.name.clone(),
        buyer: invoice.buyer.name.clone(),
        language: Language::Ru,
        true_on: invoice.date,
        price_type: Some("Оптовая 2".to_owned()),
        currency: invoice.currency,
        includes_vat: Some(true),
        shows_stock: true,
        unpriced: 0,
        groups: groups.collect(),
    }
}

/// A price list as the table of a workbook.
pub fn price_sheet(list: &PriceList) -> Sheet {
    let heads = [
        "Группа",
        "Артикул",
        "Наименование",
        "Ед.",
        "В упаковке",
        "Цена",
        "Валюта",
        "Остаток",
    ];
    let rows = list.groups.iter().flat_map(|group| {
        group.goods.iter().map(|goods| {
            let text = |text: &str| Value::Text(text.to_owned());
            vec![
                text(&group.name),
                text(&goods.article),
                text(&goods.name),
                text(&goods.unit),
                Value::Empty,
                Value::Price(price_decimal(goods.price_micro)),
                text(list.currency.code()),
                text(&goods.stock),
            ]
        })
    });
    Sheet {
        name: "Прайс-лист".to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

/// An act over a year: a shipment and a payment of each month.
pub fn reconciliation() -> Reconciliation {
    let invoice = invoice(1);
    let mut entries = Vec::new();
    let mut closing_minor = 1_250_000;
    for month in 1..=12_i64 {
        let day = |day| DocumentDate::from_iso(&format!("2025-{month:02}-{day}")).expect("a date");
        let sold = month * 1_234_567;
        let paid = sold - 10_000;
        entries.push(Entry {
            date: day("05"),
            document: format!("Продажа (УТ-{month} от {})", day("05").in_digits()),
            debit_minor: sold,
            credit_minor: 0,
        });
        entries.push(Entry {
            date: day("20"),
            document: format!("Оплата ({month} от {})", day("20").in_digits()),
            debit_minor: 0,
            credit_minor: paid,
        });
        closing_minor += sold - paid;
    }
    Reconciliation {
        keeper: invoice.seller.clone(),
        other: invoice.buyer.clone(),
        from: DocumentDate::from_iso("2025-01-01").expect("a date"),
        to: DocumentDate::from_iso("2025-12-31").expect("a date"),
        contract: Some("№ 7 от 01.02.2024".to_owned()),
        currency: invoice.currency,
        opening_minor: 1_250_000,
        entries,
        closing_minor,
        note: None,
        signer: Some("Петрова А. С.".to_owned()),
        source: Source::Supplier,
    }
}

/// Every form, by the name of its golden page.
pub fn all_forms() -> Result<Vec<(&'static str, Rendered)>, DocumentError> {
    let plain = PrintOptions::default();
    let with_vat = PrintOptions {
        vat_columns: true,
        ..plain
    };
    let ukrainian_words = PrintOptions {
        language: Some(Language::Uk),
        ..plain
    };
    let mut discounted = invoice(5);
    for line in &mut discounted.lines {
        line.discount_minor = Some(line.sum_minor / 10);
    }
    let number = Some("4711".to_owned());
    Ok(vec![
        ("invoice", render_invoice(&invoice(5), &plain)?),
        ("invoice-vat", render_invoice(&invoice(5), &with_vat)?),
        ("invoice-discount", render_invoice(&discounted, &plain)?),
        ("invoice-both", render_invoice(&discounted, &with_vat)?),
        ("invoice-uk", render_invoice(&ukrainian(), &plain)?),
        ("torg12", render_torg12(&shipment(60), &plain)?),
        (
            "upd-1",
            render_upd(&shipment(7), &UpdStatus::Invoice { number }, &plain)?,
        ),
        ("upd-2", render_upd(&shipment(30), &UpdStatus::Transfer, &plain)?),
        ("vydatkova", render_vydatkova(&ukrainian_shipment(), &plain)?),
        ("ttn", render_ttn(&ukrainian_shipment(), &Transport::default(), &plain)?),
        ("claim", render_claim_act(&discrepancy(2), &plain)?),
        ("claim-uk", render_claim_act(&discrepancy(1), &ukrainian_words)?),
        ("torg2", render_torg2(&discrepancy(2), &plain)?),
        ("order", render_order_form(&order_form(5), &plain)?),
        ("order-uk", render_order_form(&order_form(5), &ukrainian_words)?),
        ("prices", render_price_list(&price_list(90), &plain)?),
        ("reconciliation", render_reconciliation(&reconciliation(), &plain)?),
        (
            "reconciliation-uk",
            render_reconciliation(&reconciliation(), &ukrainian_words)?,
        ),
    ])
}
