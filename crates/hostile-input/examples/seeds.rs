//! Makes the inputs of `fuzz/corpus` that nobody can type: `cargo run -p hostile-input --example seeds`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool for whoever changes a format stops at the first surprise"
)]

use cabinet_keys::{Keys, Passphrase, PassphraseCost, Unlock};
use cabinet_protocol::framing::{Change, ChangesPage, KeyedRow, pack_changes, pack_segment};
use cabinet_protocol::media::{ArrivalRow, ArrivalsRow};
use cabinet_protocol::rows::{
    DocumentRow, GroupRow, ItemRow, OrderLineRow, OrderRow, PriceRow, ReferenceRow, StockRow,
};
use prost::Message;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

fn main() {
    segments();
    changes();
    rows();
    pictures();
    workbooks();
    archives();
    keys();
}

fn put(name: &str, parts: &[&[u8]]) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/corpus")
        .join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, parts.concat()).unwrap();
    println!("{name}");
}

fn item() -> ItemRow {
    ItemRow {
        item: "a".to_owned(),
        article: "Б-1".to_owned(),
        name: "Болт М8х40".to_owned(),
        unit: "шт".to_owned(),
        ..ItemRow::default()
    }
}

fn size(raw_bytes: u64) -> [u8; 4] {
    u32::try_from(raw_bytes).unwrap().to_le_bytes()
}

fn segments() {
    let body = item().encode_to_vec();
    let (bytes, raw_bytes) = pack_segment([("a", body.as_slice())].into_iter()).unwrap();
    put("segment/packed", &[&[0], &size(raw_bytes), &bytes]);
    put(
        "../findings/segment/rows-of-nothing",
        &[
            &[0],
            &size(60 * 1024 * 1024),
            &zstd::encode_all(std::io::repeat(0).take_of(60), 3).unwrap(),
        ],
    );
    let row = KeyedRow {
        key: "a".to_owned(),
        body,
    };
    put("segment/rows", &[&[1], &row.encode_length_delimited_to_vec()]);
}

/// So many MiB of nothing.
trait TakeOf {
    fn take_of(self, mib: u64) -> std::io::Take<Self>
    where
        Self: Sized;
}

impl<R: std::io::Read> TakeOf for R {
    fn take_of(self, mib: u64) -> std::io::Take<Self> {
        self.take(mib * 1024 * 1024)
    }
}

fn changes() {
    let page = ChangesPage {
        epoch: "e".to_owned(),
        from: 1,
        to: 3,
        head: 3,
        cursor: "c".to_owned(),
        true_at_ms: 1,
        changes: vec![
            Change {
                seq: 2,
                key: "a".to_owned(),
                is_deleted: false,
                body: item().encode_to_vec(),
            },
            Change {
                seq: 3,
                key: "b".to_owned(),
                is_deleted: true,
                body: Vec::new(),
            },
        ],
        feed_hash: vec![7; 16],
    };
    let (bytes, _, raw_bytes) = pack_changes(&page).unwrap();
    put("changes/packed", &[&[0], &size(raw_bytes), &bytes]);
    put("changes/page", &[&[1], &page.encode_to_vec()]);
}

/// Rows of the kinds of feeds, under the numbers of `rows.rs`.
fn rows() {
    let group = ReferenceRow {
        group: Some(GroupRow {
            id: "g".to_owned(),
            name: "Крепёж".to_owned(),
            ..GroupRow::default()
        }),
        ..ReferenceRow::default()
    };
    let price = PriceRow {
        price_micro: 12_500_000,
        ..PriceRow::default()
    };
    let stock = StockRow {
        quantity_milli: 1_000,
        ..StockRow::default()
    };
    let order = DocumentRow {
        order: Some(OrderRow {
            id: "o".to_owned(),
            lines: vec![OrderLineRow {
                item: "a".to_owned(),
                ..OrderLineRow::default()
            }],
            ..OrderRow::default()
        }),
        ..DocumentRow::default()
    };
    let arrivals = ArrivalsRow {
        arrivals: vec![ArrivalRow {
            date: "2026-02-03".to_owned(),
            quantity_milli: 5,
            ..ArrivalRow::default()
        }],
        ..ArrivalsRow::default()
    };
    let all: [(&str, u8, &str, Vec<u8>); 6] = [
        ("group", 0, "group:g", group.encode_to_vec()),
        ("item", 1, "a", item().encode_to_vec()),
        ("price", 2, "a", price.encode_to_vec()),
        ("stock", 3, "a", stock.encode_to_vec()),
        ("arrivals", 7, "a", arrivals.encode_to_vec()),
        ("order", 8, "order:o", order.encode_to_vec()),
    ];
    for (name, kind, key, body) in all {
        let row = KeyedRow {
            key: key.to_owned(),
            body,
        };
        put(
            &format!("rows/{name}"),
            &[&[kind], &row.encode_length_delimited_to_vec()],
        );
    }
}

fn pictures() {
    let picture = image::DynamicImage::ImageRgba8(image::RgbaImage::from_fn(24, 16, |x, y| {
        image::Rgba([u8::try_from(x * 10).unwrap(), u8::try_from(y * 10).unwrap(), 90, 200])
    }));
    for (name, format) in [
        ("jpeg", image::ImageFormat::Jpeg),
        ("png", image::ImageFormat::Png),
        ("webp", image::ImageFormat::WebP),
    ] {
        let mut bytes = Cursor::new(Vec::new());
        let picture = if name == "jpeg" {
            picture.to_rgb8().into()
        } else {
            picture.clone()
        };
        picture.write_to(&mut bytes, format).unwrap();
        put(&format!("picture/{name}"), &[bytes.get_ref()]);
        put(&format!("media/{name}"), &[bytes.get_ref()]);
    }
    put("media/pdf", &[b"%PDF-1.4\n%%EOF"]);
    put("media/text", &["Паспорт".as_bytes()]);
}

fn workbooks() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in [["Артикул", "Аналог"], ["Б-1", "Б-2"]].iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    let small = book.save_to_buffer().unwrap();
    put("order_file/xlsx", &[&small]);
    put("table/xlsx", &[&[1], &small]);
    // Two cells in the far corners: a reader that fills the space between them needs all memory there is.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Артикул").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let corners = book.save_to_buffer().unwrap();
    put("../findings/table/far-corners", &[&[1], &corners]);
}

fn archives() {
    let zip = |entries: &[(&str, Vec<u8>)]| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    put(
        "archive/export",
        &[&zip(&[
            ("import0_1.xml", include_bytes!("../goods.xml").to_vec()),
            ("import_files/4f/a.jpg", vec![1; 100]),
        ])],
    );
    put("archive/outside", &[&zip(&[("../a.xml", vec![1])])]);
    put("archive/bomb", &[&zip(&[("a.xml", vec![0; 40 * 1024 * 1024])])]);
}

/// Their recovery code is written beside them: `files.rs` opens them with it.
fn keys() {
    let folder = tempfile::tempdir().unwrap();
    let passphrase = Passphrase::new("x".to_owned()).unwrap();
    let unlock = Unlock::Passphrase {
        passphrase: &passphrase,
        cost: PassphraseCost::of(64, 1),
    };
    let (mut keys, code) = Keys::create(folder.path(), &unlock).unwrap();
    keys.data_key_or_new("desk").unwrap();
    put(
        "keys/passphrase",
        &[&std::fs::read(folder.path().join("keys.json")).unwrap()],
    );
    println!("put into src/files.rs: {}", *code.to_text().unwrap());
}
