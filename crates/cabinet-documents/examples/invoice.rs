//! Prints sample invoices and waybills and says how long each took, and the most memory that was ever taken:
//! `cargo run --release -p cabinet-documents --example invoice -- [FOLDER]`.
//!
//! With a folder, the files and the image of each first page are left there.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "an example on known data")]

#[path = "sample/mod.rs"]
mod sample;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use cabinet_documents::invoice::{Invoice, Standing, render_invoice};
use cabinet_documents::paper::PrintOptions;
use cabinet_documents::preview::render_page_png;
use cabinet_documents::shipment::render_torg12;
use sample::measure::{measure, peak_kib};

const RUNS: usize = 11;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "lines  pages     KB   invoice ms (median)   first page image at 96 dpi, ms"
    )?;
    for count in [1, 40, 400, 2_000] {
        let invoice = sample::invoice(count);
        let mut pages = 0;
        let measured = measure(RUNS, || {
            let rendered = render_invoice(&invoice, &PrintOptions::default())?;
            pages = rendered.pages;
            Ok(rendered.pdf)
        })?;
        let since = Instant::now();
        let png = render_page_png(&measured.file, 1, 96)?;
        let drawn = since.elapsed();
        writeln!(
            out,
            "{count:5}  {:5}  {:5}   {:>19}   {:>30}",
            pages,
            measured.file.len() / 1024,
            milliseconds(measured.median),
            milliseconds(drawn)
        )?;
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("invoice-{count}.pdf")), &measured.file)?;
            std::fs::write(folder.join(format!("invoice-{count}.png")), &png)?;
        }
    }
    writeln!(out, "lines  pages     KB   waybill ms (median)")?;
    for count in [40, 2_000] {
        let shipment = sample::shipment(count);
        let mut pages = 0;
        let measured = measure(RUNS, || {
            let rendered = render_torg12(&shipment, &PrintOptions::default())?;
            pages = rendered.pages;
            Ok(rendered.pdf)
        })?;
        writeln!(
            out,
            "{count:5}  {:5}  {:5}   {:>19}",
            pages,
            measured.file.len() / 1024,
            milliseconds(measured.median)
        )?;
    }
    if let Some(peak) = peak_kib() {
        writeln!(out, "most memory: {} MB", peak / 1024)?;
    }
    if let Some(folder) = &folder {
        let preliminary = Invoice {
            standing: Standing::Preliminary,
            ..sample::invoice(3)
        };
        for (name, invoice) in [("preliminary", preliminary), ("ukrainian", sample::ukrainian())] {
            let rendered = render_invoice(&invoice, &PrintOptions::default())?;
            std::fs::write(folder.join(format!("invoice-{name}.pdf")), &rendered.pdf)?;
        }
    }
    Ok(())
}

fn milliseconds(time: Duration) -> String {
    format!("{}.{:01}", time.as_millis(), time.as_micros() / 100 % 10)
}
