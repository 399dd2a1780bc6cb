//! How long order lists take to be read, from bytes to lines: median and 99th percentile, in milliseconds.
//!
//! `cargo run --release -p cabinet-intake --example read_bench`. Not a test: figures depend on the machine.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use cabinet_intake::read_order;
use cabinet_intake::table::{Catalogue, NoCatalogue};
use rust_xlsxwriter::{Workbook, XlsxError};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// Runs of each list.
const RUNS: usize = 30;

struct Articles(BTreeSet<String>);

impl Catalogue for Articles {
    fn known(&self, texts: &[&str]) -> Option<usize> {
        Some(texts.iter().filter(|text| self.0.contains(**text)).count())
    }
}

fn article(at: u32) -> String {
    format!("БГ-{:06}", at.wrapping_mul(7_919) % 1_000_000)
}

/// A workbook as dealers send them: a title, titles of columns, seven columns, a total.
fn workbook(rows: u32) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Заказ поставщику № 125 от 12.05.2024")?;
    let titles = ["№", "Артикул", "Наименование", "Ед.", "Кол-во", "Цена", "Сумма"];
    for (column, title) in (0_u16..).zip(titles) {
        sheet.write_string(2, column, title)?;
    }
    for at in 1..=rows {
        let row = at.saturating_add(2);
        sheet.write_number(row, 0, at)?;
        sheet.write_string(row, 1, article(at))?;
        sheet.write_string(row, 2, format!("Болт с шестигранной головкой М8х40 исполнение {at}"))?;
        sheet.write_string(row, 3, "шт")?;
        sheet.write_number(row, 4, at % 90 + 1)?;
        sheet.write_number(row, 5, at % 1000 + 1)?;
        sheet.write_number(row, 6, (at % 90 + 1) * (at % 1000 + 1))?;
    }
    sheet.write_string(rows.saturating_add(3), 1, "Итого")?;
    book.save_to_buffer()
}

fn csv(rows: u32) -> String {
    let mut text = "№;Артикул;Наименование;Ед.;Кол-во;Цена;Сумма\r\n".to_owned();
    for at in 1..=rows {
        let _ = write!(
            text,
            "{at};{};Болт с шестигранной головкой М8х40;шт;{},5;12,50;\r\n",
            article(at),
            at % 90
        );
    }
    text
}

fn pasted(rows: u32) -> String {
    (1..=rows)
        .map(|at| format!("{} - {} шт\n", article(at), at % 90 + 1))
        .collect()
}

fn measure(name: &str, mut run: impl FnMut() -> usize) {
    let mut times: Vec<Duration> = Vec::with_capacity(RUNS);
    let mut lines = 0;
    for _ in 0..RUNS {
        let start = Instant::now();
        lines = run();
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let at = |percent: usize| {
        times
            .get(times.len().saturating_sub(1) * percent / 100)
            .map_or(0, Duration::as_micros)
    };
    let ms = |micros: u128| format!("{}.{}", micros / 1000, micros % 1000 / 100);
    println!(
        "{name:<34} {lines:>7} lines  median {:>8} ms  p99 {:>8} ms",
        ms(at(50)),
        ms(at(99))
    );
}

fn main() -> Result<(), XlsxError> {
    let known = Articles((1..=46_000).map(article).collect());
    let read = |bytes: &[u8], catalogue: &dyn Catalogue| {
        read_order(bytes, catalogue, &|_| None).map_or(0, |order| order.rows.lines.len())
    };
    let five = workbook(5_000)?;
    let fifty = workbook(50_000)?;
    let text = csv(50_000);
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&text);
    let lines = pasted(10_000);
    measure("XLSX, 5 000 rows", || read(&five, &known));
    measure("pasted text, 10 000 rows", || read(lines.as_bytes(), &known));
    measure("XLSX, 50 000 rows", || read(&fifty, &known));
    measure("CSV in windows-1251, 50 000 rows", || read(&bytes, &known));
    measure("CSV in UTF-8, without a catalogue", || {
        read(text.as_bytes(), &NoCatalogue)
    });
    Ok(())
}
