//! Figures of the app's side against a running gateway: `speed URL CODE DIR`, one `name value` a line.
//!
//! DIR becomes a fresh profile. What is measured is what a window waits for: whole commands, encrypted files included.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a program for developers: it ends at the first thing that fails"
)]

use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::catalogue::{self, CatalogueQuery};
use cabinet_commands::drafts::{self, LineSource, QuantityRequest};
use cabinet_commands::price_lists::{
    self, PriceListFile, PriceListRecipe, PriceListRequest, PriceRounding, PriceRule, RoundingWay, WriteListRequest,
};
use cabinet_commands::profile::{self, EnrollRequest};
use cabinet_commands::{orders, sync};
use std::io::Write as _;
use std::time::Instant;

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, url, code, directory] = args.as_slice() else {
        let _ = writeln!(std::io::stderr(), "usage: speed URL CODE DIR");
        std::process::exit(2);
    };
    let cabinet = Cabinet::open(directory.into(), OpenOptions::default()).await.unwrap();
    let passphrase = Some("correct horse".to_owned());
    let request = EnrollRequest {
        url: url.clone(),
        code: code.clone(),
        passphrase,
    };
    let began = Instant::now();
    let entity = profile::enroll(&cabinet, request).await.unwrap().entities[0].id.clone();
    say("enroll_ms", began.elapsed().as_millis());
    let began = Instant::now();
    let loading = {
        let cabinet = cabinet.clone();
        tokio::spawn(async move { sync::now(&cabinet).await.unwrap() })
    };
    while !sync::status(&cabinet).await.unwrap().is_searchable {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    say("searchable_after_ms", began.elapsed().as_millis());
    loading.await.unwrap();
    say("first_sync_ms", began.elapsed().as_millis());
    let mut again: Vec<u128> = Vec::new();
    for _ in 0..10 {
        let began = Instant::now();
        sync::now(&cabinet).await.unwrap();
        again.push(began.elapsed().as_micros());
    }
    spread("sync_nothing_new_us", again);
    keystrokes(&cabinet, &entity).await;
    draft(&cabinet, &entity).await;
    compared(&cabinet, &entity).await;
    price_list(&cabinet, &entity, directory).await;
}

fn query(entity: &str, text: &str) -> CatalogueQuery {
    CatalogueQuery::of_text(entity.to_owned(), text.to_owned())
}

/// Types names and articles of goods from all over the catalogue, letter by letter.
async fn keystrokes(cabinet: &Cabinet, entity: &str) {
    let total = catalogue::page(cabinet, query(entity, ""), 0, 1).await.unwrap().total;
    let mut times = Vec::new();
    for at in (0..total).step_by(usize::try_from(total / 150).unwrap().max(1)) {
        let row = catalogue::page(cabinet, query(entity, ""), at, 1).await.unwrap().rows[0].clone();
        let name: String = row.name.chars().take(16).collect();
        for text in [name, row.article] {
            for end in text.char_indices().map(|(at, letter)| at + letter.len_utf8()) {
                let began = Instant::now();
                catalogue::page(cabinet, query(entity, &text[..end]), 0, 50)
                    .await
                    .unwrap();
                times.push(began.elapsed().as_micros());
            }
        }
    }
    spread("keystroke_us", times);
}

/// Fills a draft with 500 lines one by one, then checks it.
async fn draft(cabinet: &Cabinet, entity: &str) {
    let draft = drafts::create(cabinet, entity.to_owned(), "speed".to_owned())
        .await
        .unwrap()
        .id;
    let rows = catalogue::page(cabinet, query(entity, ""), 0, 500).await.unwrap().rows;
    let mut times = Vec::new();
    for row in rows {
        let began = Instant::now();
        let request = QuantityRequest {
            draft: draft.clone(),
            item: row.item,
            quantity_milli: 1_000,
        };
        drafts::set_quantity(cabinet, request).await.unwrap();
        times.push(began.elapsed().as_micros());
    }
    spread("set_quantity_us", times);
    let mut times = Vec::new();
    for _ in 0..10 {
        let began = Instant::now();
        orders::check(cabinet, draft.clone()).await.unwrap();
        times.push(began.elapsed().as_micros());
    }
    spread("check_500_lines_us", times);
}

/// Compares two drafts of 2000 lines, half of which differ in their amount.
async fn compared(cabinet: &Cabinet, entity: &str) {
    let rows = catalogue::page(cabinet, query(entity, ""), 0, 2000).await.unwrap().rows;
    let mut sources = Vec::new();
    for name in ["left", "right"] {
        let draft = drafts::create(cabinet, entity.to_owned(), name.to_owned())
            .await
            .unwrap()
            .id;
        let lines = rows.iter().enumerate().map(|(at, row)| {
            let quantity = if name == "right" && at % 2 == 0 { 2 } else { 1 };
            format!("{};{quantity}", row.item)
        });
        let lines: Vec<String> = lines.collect();
        drafts::add_lines(cabinet, draft.clone(), lines.join("\n"))
            .await
            .unwrap();
        sources.push(LineSource::Draft { id: draft });
    }
    let mut times = Vec::new();
    for _ in 0..20 {
        let began = Instant::now();
        let view = drafts::compare(cabinet, sources[0].clone(), sources[1].clone())
            .await
            .unwrap();
        times.push(began.elapsed().as_micros());
        assert!(!view.rows.is_empty());
    }
    say("compared_lines", u128::try_from(rows.len()).unwrap());
    spread("compare_us", times);
}

/// Writes a price list of all goods in every kind of file.
async fn price_list(cabinet: &Cabinet, entity: &str, directory: &str) {
    let recipe = PriceListRecipe {
        entity: entity.to_owned(),
        seller: String::new(),
        groups: Vec::new(),
        brands: Vec::new(),
        from_micro: None,
        below_micro: None,
        in_stock_only: false,
        shows_stock: true,
        rules: vec![PriceRule {
            group: None,
            brand: None,
            from_micro: None,
            below_micro: None,
            markup_bp: 2_500,
        }],
        exceptions: Vec::new(),
        rounding: PriceRounding {
            step_micro: 100_000,
            ending_micro: 0,
            direction: RoundingWay::Up,
        },
    };
    let began = Instant::now();
    price_lists::preview(cabinet, recipe.clone(), 200).await.unwrap();
    say("price_list_preview_ms", began.elapsed().as_millis());
    let request = PriceListRequest {
        replaces: None,
        name: "speed".to_owned(),
        recipe,
    };
    let id = price_lists::save(cabinet, request).await.unwrap().summary.id;
    for (name, kind) in [
        ("xlsx", PriceListFile::Xlsx),
        ("csv", PriceListFile::Csv),
        ("yml", PriceListFile::Yml),
        ("pdf", PriceListFile::Pdf),
    ] {
        let path = Some(format!("{directory}/speed.{name}"));
        let began = Instant::now();
        let request = WriteListRequest {
            list: id.clone(),
            kind: Some(kind),
            articles: Vec::new(),
            path,
        };
        let written = price_lists::write(cabinet, request).await.unwrap();
        say(&format!("price_list_{name}_ms"), began.elapsed().as_millis());
        say(&format!("price_list_{name}_goods"), u128::from(written.goods));
        say(&format!("price_list_{name}_bytes"), u128::from(written.bytes));
    }
}

fn spread(name: &str, mut times: Vec<u128>) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    say(&format!("{name}_median"), at(50));
    say(&format!("{name}_p99"), at(99));
    say(&format!("{name}_max"), at(100));
}

fn say(name: &str, value: u128) {
    let _ = writeln!(std::io::stdout(), "{name} {value}");
}
