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
        let mut took = Vec::new();
        let mut rendered = render_invoice(&invoice, &PrintOptions::default())?;
        for _ in 0..RUNS {
            let since = Instant::now();
            rendered = render_invoice(&invoice, &PrintOptions::default())?;
            took.push(since.elapsed());
        }
        let since = Instant::now();
        let png = render_page_png(&rendered.pdf, 1, 96)?;
        let drawn = since.elapsed();
        writeln!(
            out,
            "{count:5}  {:5}  {:5}   {:>19}   {:>30}",
            rendered.pages,
            rendered.pdf.len() / 1024,
            milliseconds(median(&mut took)),
            milliseconds(drawn)
        )?;
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("invoice-{count}.pdf")), &rendered.pdf)?;
            std::fs::write(folder.join(format!("invoice-{count}.png")), &png)?;
        }
    }
    writeln!(out, "lines  pages     KB   waybill ms (median)")?;
    for count in [40, 2_000] {
        let shipment = sample::shipment(count);
        let mut took = Vec::new();
        let mut rendered = render_torg12(&shipment, &PrintOptions::default())?;
        for _ in 0..RUNS {
            let since = Instant::now();
            rendered = render_torg12(&shipment, &PrintOptions::default())?;
            took.push(since.elapsed());
        }
        writeln!(
            out,
            "{count:5}  {:5}  {:5}   {:>19}",
            rendered.pages,
            rendered.pdf.len() / 1024,
            milliseconds(median(&mut took))
        )?;
    }
    // Linux tells the most memory that a process ever held.
    if let Ok(status) = std::fs::read_to_string("/proc/self/status")
        && let Some(peak) = status.lines().find(|line| line.starts_with("VmHWM"))
    {
        writeln!(out, "{peak}")?;
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

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> String {
    format!("{}.{:01}", time.as_millis(), time.as_micros() / 100 % 10)
}
