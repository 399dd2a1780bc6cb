//! What small pictures cost a table of goods: a scroll through 1,000 rows, most of which have one, screen by screen.
//!
//! `thumbnails`, without words, beside a built `supplier-gateway`; prints one `name value` a line. What is measured is what
//! a window waits for: whole commands, encrypted files included, the rows of each screen and their pictures apart.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a program for developers: it ends at the first thing that fails"
)]

use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::catalogue::{self, CatalogueQuery};
use cabinet_commands::profile::{self, EnrollRequest};
use cabinet_commands::{media, sync};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;
use testkit::supplier::Supplier;

const ROWS: u32 = 1_000;
/// Rows of a tall screen, with those beside it.
const SCREEN: u32 = 50;

#[tokio::main]
async fn main() {
    let Some(supplier) = furnished() else { return };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let directory = tempfile::tempdir().unwrap();
    let profile = directory.path().join("profile");
    let cabinet = Cabinet::open(profile, OpenOptions::default()).await.unwrap();
    let request = EnrollRequest {
        url: supplier.url(),
        code: supplier.invite(&entity, "buyer"),
        passphrase: Some("correct horse".to_owned()),
    };
    profile::enroll(&cabinet, request).await.unwrap();
    sync::now(&cabinet).await.unwrap();
    scroll(&cabinet, &entity).await;
}

/// A supplier with 1,500 goods, the first 1,000 of which have a picture out of forty.
fn furnished() -> Option<Supplier> {
    let supplier = Supplier::with(&[])?;
    let export = supplier.path().join("export of pictures");
    demo_supplier::generate_dressed(&demo_supplier::Plan::new(1_500), &export).unwrap();
    supplier.console(&["import", export.to_str().unwrap()]);
    let tables = supplier.path().join("tables");
    std::fs::create_dir_all(&tables).unwrap();
    let mut names = Vec::new();
    for (at, picture) in pictures(&export.join("import_files")).into_iter().take(40).enumerate() {
        let name = format!("{at}.png");
        std::fs::copy(picture, tables.join(&name)).unwrap();
        names.push(name);
    }
    let goods = std::fs::read_to_string(export.join("import0_1.xml")).unwrap();
    let ids = goods.split("<Товар>").skip(1).filter_map(|goods| {
        let id = goods.split("<Ид>").nth(1)?;
        id.split("</Ид>").next()
    });
    let mut table = "ид;файл\n".to_owned();
    for (at, id) in ids.enumerate() {
        let name = &names[at % names.len()];
        writeln!(table, "{id};{name}").unwrap();
    }
    let path = tables.join("pictures.csv");
    std::fs::write(&path, table).unwrap();
    supplier.console(&["goods", "import", path.to_str().unwrap(), "--kind", "pictures"]);
    Some(supplier)
}

fn pictures(folder: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(folder).unwrap().flatten();
    let files = folders.filter(|entry| entry.path().is_dir()).flat_map(|entry| {
        let files = std::fs::read_dir(entry.path()).unwrap().flatten();
        files.map(|file| file.path()).collect::<Vec<_>>()
    });
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "png"))
        .collect();
    files.sort();
    files
}

async fn scroll(cabinet: &Cabinet, entity: &str) {
    let query = || CatalogueQuery::of_text(entity.to_owned(), String::new());
    let (mut rows_us, mut pictures_us, mut with_picture, mut bytes) = (Vec::new(), Vec::new(), 0, 0);
    for _ in 0..5 {
        for at in (0..ROWS).step_by(usize::try_from(SCREEN).unwrap()) {
            let began = Instant::now();
            let page = catalogue::page(cabinet, query(), at, SCREEN).await.unwrap();
            rows_us.push(began.elapsed().as_micros());
            let items: Vec<String> = page.rows.into_iter().map(|row| row.item).collect();
            let began = Instant::now();
            let found = media::thumbnails(cabinet, items).await.unwrap();
            pictures_us.push(began.elapsed().as_micros());
            with_picture += found.iter().filter(|one| !one.image.is_empty()).count();
            bytes += found.iter().map(|one| one.image.len()).sum::<usize>();
        }
    }
    say("rows_with_picture", u128::try_from(with_picture / 5).unwrap());
    say("kilobytes_to_the_page", u128::try_from(bytes / 5 / 1024).unwrap());
    spread("rows_of_a_screen_us", rows_us);
    spread("pictures_of_a_screen_us", pictures_us);
}

fn spread(name: &str, mut times: Vec<u128>) {
    let all: u128 = times.iter().sum();
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    say(&format!("{name}_median"), at(50));
    say(&format!("{name}_p99"), at(99));
    say(&format!("{name}_of_1000_rows"), all / 5);
}

fn say(name: &str, value: u128) {
    // Nobody reads on.
    let _ = writeln!(std::io::stdout(), "{name} {value}");
}
