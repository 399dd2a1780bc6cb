//! Prints every form from made-up data, to be looked at: `cargo run --example forms -- FOLDER`; with `hard` after the folder, papers of
//! 1, 40 and 200 lines in both languages, with long names, every sign that the trade needs, and sums as wide as they come.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "an example on known data")]
#[path = "sample/mod.rs"]
mod sample;

use cabinet_documents::discrepancy::{render_claim_act, render_torg2};
use cabinet_documents::invoice::{Invoice, render_invoice};
use cabinet_documents::offer::{Logo, Offer, OfferLine, render_offer};
use cabinet_documents::order_form::render_order_form;
use cabinet_documents::paper::{DocumentError, PrintOptions, Rendered};
use cabinet_documents::price_list::{PriceList, render_price_list};
use cabinet_documents::price_tags::{PriceTag, PriceTags, render_price_tags};
use cabinet_documents::reconciliation::render_reconciliation;
use cabinet_documents::shipment::{Transport, UpdStatus, render_torg12, render_ttn, render_upd, render_vydatkova};
use cabinet_documents::words::Language;
use std::error::Error;
use std::path::PathBuf;

/// Names that do not fit, with every sign of the trade, a word without a blank, and nothing but signs.
const NAMES: [&str; 4] = [
    "Кран шаровой ½\" ВР/НР «Бабочка» латунный никелированный с полусгоном ⌀ 15 мм, PN 40, до +150 °C, № 11-227, ₽/₴, ґанок, їжак",
    "Труба(полипропиленоваяармированнаястекловолокном)PN25SDR6_63×10,5_бухта/хлыст_4000мм_серая",
    "Болт М8×40",
    "№ ½ ⌀ ± × ° ² ³ ₽ ₴ € ґ Ґ ї Ї є Є «» „“ — … → □",
];
const ARTICLES: [&str; 3] = ["00-00012345", "ОЧЕНЬ-ДЛИННЫЙ/АРТИКУЛ.2026-А2", ""];

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args_os().skip(1);
    let folder = words.next().map(PathBuf::from).ok_or("name a folder")?;
    std::fs::create_dir_all(&folder)?;
    if words.next().is_some_and(|word| word == "hard") {
        for language in [Language::Ru, Language::Uk] {
            for lines in [1, 40, 200] {
                for (name, rendered) in hard_forms(lines, language)? {
                    let name = format!("{name}-{language:?}-{lines}.pdf").to_lowercase();
                    std::fs::write(folder.join(name), &rendered.pdf)?;
                }
            }
        }
        return Ok(());
    }
    for (name, rendered) in sample::all_forms()? {
        std::fs::write(folder.join(format!("{name}.pdf")), &rendered.pdf)?;
    }
    Ok(())
}

fn hard_forms(lines: u32, language: Language) -> Result<Vec<(&'static str, Rendered)>, DocumentError> {
    let options = PrintOptions {
        language: Some(language),
        ..PrintOptions::default()
    };
    let with_vat = PrintOptions {
        vat_columns: true,
        ..options
    };
    let invoice = hard_invoice(lines);
    let mut discounted = invoice.clone();
    for line in &mut discounted.lines {
        line.discount_minor = Some(line.sum_minor / 10);
    }
    let mut shipment = sample::shipment(lines);
    for (line, of_invoice) in shipment.lines.iter_mut().zip(&invoice.lines) {
        line.name.clone_from(&of_invoice.name);
        line.article.clone_from(&of_invoice.article);
    }
    let mut discrepancy = sample::discrepancy(lines);
    for (line, of_invoice) in discrepancy.lines.iter_mut().zip(&invoice.lines) {
        line.name.clone_from(&of_invoice.name);
        line.article.clone_from(&of_invoice.article);
    }
    let mut order = sample::order_form(lines);
    for (line, of_invoice) in order.lines.iter_mut().zip(&invoice.lines) {
        line.name.clone_from(&of_invoice.name);
        line.article.clone_from(&of_invoice.article);
    }
    let number = Some("4711".to_owned());
    Ok(vec![
        ("invoice", render_invoice(&invoice, &options)?),
        ("invoice-both", render_invoice(&discounted, &with_vat)?),
        ("torg12", render_torg12(&shipment, &options)?),
        ("upd", render_upd(&shipment, &UpdStatus::Invoice { number }, &options)?),
        ("vydatkova", render_vydatkova(&shipment, &options)?),
        ("ttn", render_ttn(&shipment, &Transport::default(), &options)?),
        ("claim", render_claim_act(&discrepancy, &options)?),
        ("torg2", render_torg2(&discrepancy, &options)?),
        ("order", render_order_form(&order, &options)?),
        ("prices", render_price_list(&hard_prices(lines), &options)?),
        ("offer", render_offer(&offer(&invoice, language, true), &options)?),
        (
            "offer-prices",
            render_offer(&offer(&invoice, language, false), &options)?,
        ),
        ("tags", render_price_tags(&tags(&invoice, language), &options)?),
        (
            "reconciliation",
            render_reconciliation(&sample::reconciliation(), &options)?,
        ),
    ])
}

fn hard_invoice(lines: u32) -> Invoice {
    let mut invoice = sample::invoice(lines);
    for (line, at) in invoice.lines.iter_mut().zip(0_usize..) {
        line.name = NAMES[at % NAMES.len()].to_owned();
        line.article = ARTICLES[at % ARTICLES.len()].to_owned();
        if at == 0 {
            // As wide a sum as trade knows.
            line.price_micro = 98_765_432_100_000;
            line.quantity_milli = 99_999_000;
            line.sum_minor = 987_644_444_557;
            line.vat_minor = line.sum_minor * 22 / 122;
        }
    }
    invoice.total_minor = invoice.lines.iter().map(|line| line.sum_minor).sum();
    invoice.vat_minor = invoice.lines.iter().map(|line| line.vat_minor).sum();
    invoice.buyer.name =
        "Общество с ограниченной ответственностью «Производственно-коммерческая фирма „Крепёж, инструмент и \
                          оборудование для сантехнических работ“»"
            .to_owned();
    invoice
}

fn hard_prices(lines: u32) -> PriceList {
    let mut list = sample::price_list(lines);
    let goods = list.groups.iter_mut().flat_map(|group| &mut group.goods);
    for (goods, at) in goods.zip(0_usize..) {
        goods.name = NAMES[at % NAMES.len()].to_owned();
        goods.article = ARTICLES[at % ARTICLES.len()].to_owned();
    }
    list
}

fn offer(invoice: &Invoice, language: Language, with_amounts: bool) -> Offer {
    // A band of two colours: wide, as logos are.
    let (width_px, height_px) = (300, 80);
    let pixel = |at: u32| {
        if at % width_px < 80 {
            [0xd0, 0x20, 0x20]
        } else {
            [0x20, 0x40, 0x90]
        }
    };
    let lines = invoice.lines.iter().map(|line| OfferLine {
        article: line.article.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        price_micro: line.price_micro,
        amount: with_amounts.then_some((line.quantity_milli, line.sum_minor)),
    });
    Offer {
        seller: invoice.buyer.name.clone(),
        contacts: vec![
            "140000, Московская обл., Люберцы, Октябрьский пр-т, 5".to_owned(),
            "+7 (495) 500-55-50, sales@example.org".to_owned(),
        ],
        logo: Some(Logo {
            width_px,
            height_px,
            rgb: (0..width_px * height_px).flat_map(pixel).collect(),
        }),
        customer: invoice.seller.name.clone(),
        language,
        date: invoice.date,
        valid_until: Some(invoice.date),
        currency: invoice.currency,
        includes_vat: Some(true),
        note: "Самовывоз со склада.\nОтсрочка 14 дней; доставка от 10 000 ₽ бесплатно.".to_owned(),
        lines: lines.collect(),
        total_minor: with_amounts.then_some(invoice.total_minor),
    }
}

fn tags(invoice: &Invoice, language: Language) -> PriceTags {
    let tags = invoice.lines.iter().map(|line| PriceTag {
        article: line.article.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        price_micro: line.price_micro,
    });
    PriceTags {
        seller: invoice.seller.name.clone(),
        language,
        true_on: invoice.date,
        currency: invoice.currency,
        tags: tags.collect(),
    }
}
