//! Makes one paper several times in a process of its own, and says in `name value` lines how long it took, how large it is, and the
//! most memory that the process held: `paper_speed KIND LINES [FILE]`, with `invoice`, `waybill`, `prices-xlsx`, `prices-pdf` as KIND.
//! With a FILE the paper is left there.
//!
//! `cargo xtask bench --papers` runs it and the other makers beside it; for them `waybill-table LINES FILE` and `prices-table LINES
//! FILE` write the same table as JSON.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "an example on known data")]

#[path = "sample/mod.rs"]
mod sample;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use cabinet_documents::invoice::render_invoice;
use cabinet_documents::paper::PrintOptions;
use cabinet_documents::price_list::render_price_list;
use cabinet_documents::sheet::{Sheet, Value, xlsx};
use cabinet_documents::shipment::{PlainTable, Side, render_torg12, torg12_table};
use sample::measure::{measure, peak_kib};
use serde_json::json;

/// How often a paper of some lines is made, and a list of thousands.
const RUNS: usize = 11;
const RUNS_OF_LIST: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args_os().skip(1);
    let kind = words.next().ok_or("name a kind of paper")?;
    let lines: u32 = words
        .next()
        .and_then(|word| word.into_string().ok())
        .ok_or("how many lines?")?
        .parse()?;
    let file = words.next().map(PathBuf::from);
    let options = PrintOptions::default();
    let measured = match kind.to_string_lossy().as_ref() {
        "invoice" => {
            let invoice = sample::invoice(lines);
            measure(RUNS, || Ok(render_invoice(&invoice, &options)?.pdf))?
        }
        "waybill" => {
            let shipment = sample::shipment(lines);
            measure(RUNS, || Ok(render_torg12(&shipment, &options)?.pdf))?
        }
        "prices-pdf" => {
            let list = sample::price_list(lines);
            measure(RUNS_OF_LIST, || Ok(render_price_list(&list, &options)?.pdf))?
        }
        "prices-xlsx" => {
            let sheet = sample::price_sheet(&sample::price_list(lines));
            measure(RUNS_OF_LIST, || Ok(xlsx(&sheet)?))?
        }
        "waybill-table" => {
            let table = torg12_table(&sample::shipment(lines));
            std::fs::write(file.ok_or("where to?")?, of_table(&table).to_string())?;
            return Ok(());
        }
        "prices-table" => {
            let sheet = sample::price_sheet(&sample::price_list(lines));
            std::fs::write(file.ok_or("where to?")?, of_sheet(&sheet).to_string())?;
            return Ok(());
        }
        other => return Err(format!("no such paper: {other}").into()),
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "first_us {}", measured.first.as_micros())?;
    writeln!(out, "median_us {}", measured.median.as_micros())?;
    writeln!(out, "slowest_us {}", measured.slowest.as_micros())?;
    writeln!(out, "bytes {}", measured.file.len())?;
    if let Some(peak) = peak_kib() {
        writeln!(out, "peak_kib {peak}")?;
    }
    if let Some(file) = file {
        std::fs::write(file, &measured.file)?;
    }
    Ok(())
}

fn of_table(table: &PlainTable) -> serde_json::Value {
    let ((width, height), (left, right, top, bottom)) = (table.page, table.margins);
    let columns = table.columns.iter().map(|column| {
        let side = match column.side {
            Side::Left => "left",
            Side::Centre => "centre",
            Side::Right => "right",
        };
        json!({ "title": column.title, "width": column.width, "align": side })
    });
    json!({
        "page": {
            "width": width, "height": height, "left": left, "right": right, "top": top, "bottom": bottom,
        },
        "size": table.size,
        "head_size": table.head_size,
        "line_height_percent": table.line_height_percent,
        "padding_x": table.padding.0,
        "padding_y": table.padding.1,
        "rule": table.rule,
        "columns": columns.collect::<Vec<_>>(),
        "rows": table.rows,
    })
}

/// Texts as texts; numbers as the digits that they are written with.
fn of_sheet(sheet: &Sheet) -> serde_json::Value {
    let row = |row: &Vec<Value>| -> Vec<serde_json::Value> {
        let cells = row.iter().map(|value| match value {
            Value::Text(text) => json!({ "text": text }),
            Value::Number(digits) | Value::Price(digits) => json!({ "number": digits }),
            Value::Empty => json!(null),
        });
        cells.collect()
    };
    json!({ "name": sheet.name, "heads": sheet.heads, "rows": sheet.rows.iter().map(row).collect::<Vec<_>>() })
}
