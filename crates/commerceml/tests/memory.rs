//! Reading takes the memory of one object, whatever the size of the file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

use commerceml::model::Event;
use commerceml::reader::read;
use std::io::{self, Read};

const FILE_BYTES: u64 = 100 * 1024 * 1024;

/// A file that is made while it is read: products until enough bytes were given.
struct Growing {
    piece: Vec<u8>,
    at: usize,
    given: u64,
    products: u64,
    is_closed: bool,
}

impl Growing {
    fn new() -> Self {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация><Каталог><Товары>";
        Self {
            piece: head.as_bytes().to_vec(),
            at: 0,
            given: 0,
            products: 0,
            is_closed: false,
        }
    }

    fn next_piece(&mut self) {
        self.piece = if self.given < FILE_BYTES {
            self.products += 1;
            let number = self.products;
            format!(
                "\n<Товар><Ид>{number}</Ид><Артикул>A-{number}</Артикул><Наименование>Болт {number}</Наименование>\
                 <Описание>{}</Описание></Товар>",
                "Оцинкованный, с полной резьбой. ".repeat(20)
            )
            .into_bytes()
        } else if self.is_closed {
            Vec::new()
        } else {
            self.is_closed = true;
            "</Товары></Каталог></КоммерческаяИнформация>".as_bytes().to_vec()
        };
        self.at = 0;
    }
}

impl Read for Growing {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() {
            self.next_piece();
        }
        let count = (&self.piece[self.at..]).read(out)?;
        self.at += count;
        self.given += count as u64;
        Ok(count)
    }
}

fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_hundred_megabytes_are_read_in_a_few() {
    let Some(before) = peak_kib() else {
        println!("skipped: this system does not tell the peak of its memory");
        return;
    };
    let mut source = Growing::new();
    let mut products = 0_u64;
    read(&mut source, &mut |event| {
        products += u64::from(matches!(event, Event::Product(_)));
        true
    })
    .unwrap();
    assert_eq!(products, source.products);
    assert!(source.given >= FILE_BYTES);
    let grown = peak_kib().unwrap() - before;
    println!(
        "{} MiB read, {} products, peak grew by {grown} KiB",
        source.given >> 20,
        products
    );
    assert!(grown < 40 * 1024, "the peak grew by {grown} KiB");
}
