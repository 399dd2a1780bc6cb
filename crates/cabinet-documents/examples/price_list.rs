//! Writes a price list of 46,000 goods as a workbook, as text, as a catalogue and as a PDF, and says how long each took and the
//! most memory that was ever taken: `cargo run --release -p cabinet-documents --example price_list -- [FOLDER]`.
//!
//! With a folder, the files are left there.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "an example on known data")]

#[path = "sample/mod.rs"]
mod sample;

use cabinet_documents::paper::{PrintOptions, Source};
use cabinet_documents::price_list::{PriceList, render_price_list};
use cabinet_documents::sheet::{csv, xlsx};
use cabinet_documents::yml::{Catalogue, Category, Offer, write_yml};
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use sample::measure::{measure, peak_kib};

const GOODS: u32 = 46_000;
const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let list = PriceList {
        source: Source::Seller,
        ..sample::price_list(GOODS)
    };
    let (sheet, catalogue) = (sample::price_sheet(&list), catalogue(&list));
    let options = PrintOptions::default();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{GOODS} goods      KB   ms (median of {RUNS})")?;
    let mut say = |name: &str, work: &dyn Fn() -> Result<Vec<u8>, Box<dyn Error>>| -> Result<(), Box<dyn Error>> {
        let measured = measure(RUNS, work)?;
        let file = measured.file;
        writeln!(
            out,
            "{name:12} {:>7}   {:>6}",
            file.len() / 1024,
            measured.median.as_millis()
        )?;
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("prices.{name}")), &file)?;
        }
        Ok(())
    };
    say("csv", &|| Ok(csv(&sheet).into_bytes()))?;
    say("yml", &|| Ok(write_yml(&catalogue)?))?;
    say("xlsx", &|| Ok(xlsx(&sheet)?))?;
    say("pdf", &|| Ok(render_price_list(&list, &options)?.pdf))?;
    if let Some(peak) = peak_kib() {
        writeln!(out, "most memory: {} MB", peak / 1024)?;
    }
    Ok(())
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
