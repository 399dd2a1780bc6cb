//! Reads a PDF back with the tools of poppler, which know nothing of how it was made.

use std::path::PathBuf;
use std::process::Command;

use cabinet_documents::paper::Rendered;
use tempfile::TempDir;

/// A PDF in a folder of its own.
pub struct Paper {
    folder: TempDir,
}

/// A word and its box in hundredths of a point.
#[derive(Debug)]
pub struct PlacedWord {
    pub text: String,
    pub page: usize,
    pub left: i64,
    pub top: i64,
    pub right: i64,
    pub bottom: i64,
}

/// Whether poppler is here; says so when not.
pub fn can_read() -> bool {
    let found = Command::new("pdftotext").arg("-v").output().is_ok();
    if !found {
        println!("skipped: pdftotext (poppler-utils) is not installed");
    }
    found
}

impl Paper {
    pub fn of(rendered: &Rendered) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("paper.pdf"), &rendered.pdf).unwrap();
        Self { folder }
    }

    fn run(&self, program: &str, arguments: &[&str]) -> String {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && complaints.is_empty(),
            "{program}: {complaints}"
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// The lines of each page that hold something, runs of blanks made one (thin no-break ones are kept).
    pub fn pages(&self) -> Vec<Vec<String>> {
        let text = self.run("pdftotext", &["-layout", "paper.pdf", "-"]);
        let pages = text.trim_end_matches('\u{c}').split('\u{c}');
        pages
            .map(|page| {
                let lines = page
                    .lines()
                    .map(|line| line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>());
                lines
                    .map(|words| words.join(" "))
                    .filter(|line| !line.is_empty())
                    .collect()
            })
            .collect()
    }

    /// The whole text with plain blanks.
    pub fn text(&self) -> String {
        self.pages().concat().join("\n").replace(['\u{a0}', '\u{202f}'], " ")
    }

    /// What `pdfinfo` says about a field.
    pub fn info(&self, field: &str) -> String {
        let text = self.run("pdfinfo", &["paper.pdf"]);
        let found = text.lines().find_map(|line| line.strip_prefix(&format!("{field}:")));
        found
            .unwrap_or_else(|| panic!("{field} is not in:\n{text}"))
            .trim()
            .to_owned()
    }

    /// Width and height of a page in hundredths of a point.
    pub fn page_size(&self) -> (i64, i64) {
        let size = self.info("Page size");
        let mut numbers = size
            .split(' ')
            .filter_map(|word| cabinet_domain::money::parse_scaled(word, 2).ok());
        (numbers.next().unwrap(), numbers.next().unwrap())
    }

    /// Every word with its place.
    pub fn words(&self) -> Vec<PlacedWord> {
        let html = self.run("pdftotext", &["-bbox", "paper.pdf", "-"]);
        let mut page = 0;
        let mut words = Vec::new();
        for line in html.lines().map(str::trim) {
            if line.starts_with("<page ") {
                page += 1;
            } else if let Some(attributes) = line.strip_prefix("<word ") {
                words.push(PlacedWord {
                    text: attributes.split(['>', '<']).nth(1).unwrap().to_owned(),
                    page,
                    left: hundredths(attributes, "xMin"),
                    top: hundredths(attributes, "yMin"),
                    right: hundredths(attributes, "xMax"),
                    bottom: hundredths(attributes, "yMax"),
                });
            }
        }
        words
    }

    /// The image of a page as poppler draws it: width, height, grey bytes.
    pub fn grey(&self, page: usize, dots_per_inch: u32) -> (usize, usize, Vec<u8>) {
        let (page, dpi) = (page.to_string(), dots_per_inch.to_string());
        self.run(
            "pdftoppm",
            &[
                "-gray",
                "-r",
                &dpi,
                "-f",
                &page,
                "-l",
                &page,
                "-singlefile",
                "paper.pdf",
                "page",
            ],
        );
        let bytes = std::fs::read(self.path("page.pgm")).unwrap();
        let header_end = bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'\n')
            .nth(2)
            .unwrap()
            .0
            + 1;
        let header = String::from_utf8(bytes[..header_end].to_vec()).unwrap();
        let numbers: Vec<usize> = header
            .split_whitespace()
            .skip(1)
            .map(|word| word.parse().unwrap())
            .collect();
        (numbers[0], numbers[1], bytes[header_end..].to_vec())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn hundredths(attributes: &str, name: &str) -> i64 {
    let value = attributes
        .split(&format!("{name}=\""))
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    cabinet_domain::money::parse_scaled(value, 2).unwrap()
}
