//! What the peers share: the table that `cabinet-documents` wrote down, and how a maker of it is measured.
//!
//! A peer is run as `NAME TABLE.json FONT.ttf OUT.pdf RUNS`; it leaves the PDF to be looked at and prints one `name value` a line.

use std::error::Error;
use std::time::Instant;

use serde::Deserialize;

/// The table of a waybill; lengths in thousandths of a point.
#[derive(Deserialize)]
pub struct Table {
    pub page: Page,
    pub size: u32,
    pub head_size: u32,
    pub line_height_percent: u32,
    pub padding_x: u32,
    pub padding_y: u32,
    pub rule: u32,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

/// A page with its margins.
#[derive(Deserialize)]
pub struct Page {
    pub width: u32,
    pub height: u32,
    pub left: u32,
    pub right: u32,
    pub top: u32,
    pub bottom: u32,
}

/// A column with its title.
#[derive(Deserialize)]
pub struct Column {
    pub title: String,
    pub width: u32,
    pub align: Align,
}

/// Where the text of a column stands.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// Thousandths of a point as points.
pub fn points(milli: u32) -> f32 {
    milli as f32 / 1000.0
}

/// What a peer was called with.
pub struct Call {
    /// The table as it was written down.
    pub json: Vec<u8>,
    pub font: Vec<u8>,
    out: String,
    runs: usize,
}

impl Call {
    /// Reads the arguments and the files named there.
    pub fn read() -> Result<Self, Box<dyn Error>> {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let [table, font, out, runs] = words.as_slice() else {
            return Err("TABLE.json FONT.ttf OUT.pdf RUNS".into());
        };
        Ok(Self {
            json: std::fs::read(table)?,
            font: std::fs::read(font)?,
            out: out.clone(),
            runs: runs.parse()?,
        })
    }

    /// Makes the PDF as often as asked and prints the figures; `between` forgets what the maker remembers of the last one.
    pub fn measure(
        &self,
        make: impl Fn() -> Result<Vec<u8>, Box<dyn Error>>,
        between: impl Fn(),
    ) -> Result<(), Box<dyn Error>> {
        let mut took = Vec::new();
        let mut pdf = Vec::new();
        for _ in 0..self.runs.max(1) {
            let since = Instant::now();
            pdf = make()?;
            took.push(since.elapsed().as_micros());
            between();
        }
        std::fs::write(&self.out, &pdf)?;
        println!("first_us {}", took[0]);
        took.sort_unstable();
        println!("median_us {}", took[took.len() / 2]);
        println!("slowest_us {}", took[took.len() - 1]);
        println!("bytes {}", pdf.len());
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        if let Some(peak) = peak.and_then(|text| text.split_whitespace().next()) {
            println!("peak_kib {peak}");
        }
        Ok(())
    }
}
