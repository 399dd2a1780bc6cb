//! Writes a price list of 46,000 goods as a workbook, as text, as a catalogue and as a PDF, and says how long each took and the
//! most memory that was ever taken: `cargo run --release -p cabinet-documents --example price_list -- [FOLDER]`.
//!
//! With a folder, the files are left there.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "an example on known data")]

#[path = "sample/mod.rs"]
mod sample;

use cabinet_documents::figures::price_decimal;
use cabinet_documents::paper::{PrintOptions, Source};
use cabinet_documents::price_list::{PriceList, render_price_list};
use cabinet_documents::sheet::{Sheet, Value, csv, xlsx};
use cabinet_documents::yml::{Catalogue, Category, Offer, write_yml};
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

const GOODS: u32 = 46_000;
const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let list = PriceList {
        source: Source::Seller,
        ..sample::price_list(GOODS)
    };
    let (sheet, catalogue) = (sheet(&list), catalogue(&list));
    let options = PrintOptions::default();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{GOODS} goods      KB   ms (median of {RUNS})")?;
    let mut say = |name: &str, work: &dyn Fn() -> Result<Vec<u8>, Box<dyn Error>>| -> Result<(), Box<dyn Error>> {
        let mut took = Vec::new();
        let mut file = Vec::new();
        for _ in 0..RUNS {
            let since = Instant::now();
            file = work()?;
            took.push(since.elapsed().as_millis());
        }
        took.sort_unstable();
        writeln!(out, "{name:12} {:>7}   {:>6}", file.len() / 1024, took[RUNS / 2])?;
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("prices.{name}")), &file)?;
        }
        Ok(())
    };
    say("csv", &|| Ok(csv(&sheet).into_bytes()))?;
    say("yml", &|| Ok(write_yml(&catalogue)?))?;
    say("xlsx", &|| Ok(xlsx(&sheet)?))?;
    say("pdf", &|| Ok(render_price_list(&list, &options)?.pdf))?;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    writeln!(out, "most memory: {}", peak.unwrap_or("not told by this system").trim())?;
    Ok(())
}

fn sheet(list: &PriceList) -> Sheet {
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

fn catalogue(list: &PriceList) -> Catalogue {
    let categories = list.groups.iter().zip(1..).map(|(group, id)| Category {
        id,
        parent: None,
        name: group.name.clone(),
    });
    let groups = list.groups.iter().zip(1..);
    let goods = groups.flat_map(|(group, id)| group.goods.iter().map(move |goods| (goods, id)));
    let offers = goods.zip(1_u32..).map(|((goods, category), number)| Offer {
        id: number.to_string(),
        is_available: Some(true),
        price_micro: goods.price_micro,
        category,
        maker: String::new(),
        article: goods.article.clone(),
        name: goods.name.clone(),
        barcode: String::new(),
    });
    Catalogue {
        name: list.supplier.clone(),
        company: list.supplier.clone(),
        true_unix_s: list.true_on.unix_s(),
        currency: list.currency.code().to_owned(),
        categories: categories.collect(),
        offers: offers.collect(),
    }
}
