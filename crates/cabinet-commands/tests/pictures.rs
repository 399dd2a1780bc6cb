//! Pictures and certificates of goods on a device: small at once, large when looked at, offline once fetched, gone with the right.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use cabinet_commands::catalogue::{self, CatalogueQuery, ItemCard};
use cabinet_commands::drafts::{self, QuantityRequest};
use cabinet_commands::error::ErrorCode;
use cabinet_commands::{cabinet::Cabinet, media, sync};
use common::{enrolled, opened_again};
use std::fs;
use std::path::Path;
use testkit::supplier::Supplier;

/// An entity that pays the first prices of the dressed goods; the supplier's own first type has none.
fn entity(supplier: &Supplier) -> String {
    let offers = fs::read_to_string(supplier.path().join("dressed/offers0_1.xml")).unwrap();
    let types = offers.split("<ТипЦены>").nth(1).unwrap();
    let id = types.split("<Ид>").nth(1).unwrap().split('<').next().unwrap();
    let words = [
        "entity",
        "add",
        "--name",
        "ООО Ромашка",
        "--inn",
        "7707083893",
        "--price-type",
        id,
    ];
    supplier.console(&words)["id"].as_str().unwrap().to_owned()
}

/// A supplier whose first goods have pictures, certificates, analogues, arrivals and gloves by size and colour.
fn dressed() -> Option<Supplier> {
    let supplier = Supplier::with(&[])?;
    let export = supplier.path().join("dressed");
    demo_supplier::generate_dressed(&demo_supplier::Plan::new(200), &export).unwrap();
    supplier.console(&["import", export.to_str().unwrap()]);
    let arrivals = export.join("arrivals.csv");
    supplier.console(&["goods", "import", arrivals.to_str().unwrap(), "--kind", "arrivals"]);
    Some(supplier)
}

async fn card_of(cabinet: &Cabinet, entity: &str, has: impl Fn(&ItemCard) -> bool, draft: Option<String>) -> ItemCard {
    let query = CatalogueQuery::of_text(entity.to_owned(), String::new());
    let page = catalogue::page(cabinet, query, 0, 400).await.unwrap();
    for row in page.rows {
        let card = catalogue::card(cabinet, entity.to_owned(), row.item, draft.clone())
            .await
            .unwrap();
        if has(&card) {
            return card;
        }
    }
    panic!("no item of {} is like that", page.total);
}

fn holds(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().flatten().any(|entry| {
        entry.path().is_file()
            && fs::read(entry.path())
                .unwrap()
                .windows(bytes.len())
                .any(|part| part == bytes)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_fetched_opens_offline_and_lies_encrypted() {
    let Some(mut supplier) = dressed() else { return };
    let entity = entity(&supplier);
    let directory = tempfile::tempdir().unwrap();
    let code = supplier.invite(&entity, "buyer");
    let cabinet = enrolled(&supplier.url(), &code, directory.path()).await;
    sync::now(&cabinet).await.unwrap();
    let of_two = card_of(
        &cabinet,
        &entity,
        |card| card.pictures.len() > 1 && !card.files.is_empty(),
        None,
    )
    .await;
    assert!(of_two.thumbnail.starts_with("data:image/jpeg;base64,"));
    assert!(!of_two.pictures[0].is_here);
    let item = of_two.row.item.clone();
    let look = async |cabinet: &Cabinet, blake3: &str| {
        media::picture(cabinet, entity.clone(), item.clone(), blake3.to_owned()).await
    };
    let (first, second) = (of_two.pictures[0].blake3.clone(), of_two.pictures[1].blake3.clone());
    let file = of_two.files[0].blake3.clone();
    let seen = look(&cabinet, &first).await.unwrap();
    let copy = media::open_copy(&cabinet, entity.clone(), item.clone(), file.clone())
        .await
        .unwrap();
    assert!(
        fs::read(&copy.path).unwrap().starts_with(b"%PDF-"),
        "the viewer gets it in the clear"
    );

    // A hash that the item does not name gives nothing, and neither does another entity.
    assert_eq!(
        look(&cabinet, &"0".repeat(64)).await.unwrap_err().code,
        ErrorCode::NotFound
    );
    let stranger = media::picture(&cabinet, "e".to_owned(), item.clone(), first.clone()).await;
    assert_eq!(stranger.unwrap_err().code, ErrorCode::NotAllowed);

    supplier.kill();
    drop(cabinet);
    let cabinet = opened_again(directory.path()).await;
    assert!(!Path::new(&copy.path).exists(), "the copy goes with the program");
    assert_eq!(look(&cabinet, &first).await.unwrap().image, seen.image);
    assert_eq!(look(&cabinet, &second).await.unwrap_err().code, ErrorCode::Offline);
    media::open_copy(&cabinet, entity.clone(), item.clone(), file)
        .await
        .unwrap();
    let profile = directory.path().join("profile");
    assert!(
        !holds(&profile, b"%PDF-") && !holds(&profile, b"JFIF"),
        "nothing in the clear beside the copy"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_variants_has_its_totals_and_analogues_and_arrivals_stand_on_the_card() {
    let Some(supplier) = dressed() else { return };
    let entity = entity(&supplier);
    let directory = tempfile::tempdir().unwrap();
    let cabinet = enrolled(&supplier.url(), &supplier.invite(&entity, "buyer"), directory.path()).await;
    sync::now(&cabinet).await.unwrap();
    let draft = drafts::create(&cabinet, entity.clone(), "Черновик".to_owned())
        .await
        .unwrap()
        .id;
    let gloves = card_of(&cabinet, &entity, |card| card.matrix.is_some(), Some(draft.clone())).await;
    let matrix = gloves.matrix.unwrap();
    assert_eq!(
        (matrix.row_name.as_str(), matrix.column_name.as_str()),
        ("Размер", "Цвет")
    );
    let labels: Vec<&str> = matrix.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["S", "M", "L", "XL", "XXL"]);
    assert_eq!(
        matrix.rows[4].cells.iter().filter(|cell| cell.is_none()).count(),
        1,
        "a hole"
    );
    let cell = matrix.rows[1].cells[0].clone().unwrap();
    let request = QuantityRequest {
        draft: draft.clone(),
        item: cell.item.clone(),
        quantity_milli: 3_000,
    };
    drafts::set_quantity(&cabinet, request).await.unwrap();
    let card = catalogue::card(&cabinet, entity.clone(), cell.item, Some(draft))
        .await
        .unwrap();
    let matrix = card.matrix.unwrap();
    assert_eq!(
        (
            matrix.rows[1].total_milli,
            matrix.column_totals_milli[0],
            matrix.total_milli
        ),
        (3_000, 3_000, 3_000)
    );
    assert!(matrix.total_minor.is_some_and(|sum| sum > 0));

    let coming = card_of(
        &cabinet,
        &entity,
        |card| !card.arrivals.is_empty() && !card.analogues.is_empty(),
        None,
    )
    .await;
    assert_eq!(coming.row.next_arrival.as_ref(), coming.arrivals.first());
    assert_ne!(coming.analogues[0].item, coming.row.item);
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_goods_name_no_more_are_forgotten() {
    let Some(supplier) = dressed() else { return };
    let entity = entity(&supplier);
    let directory = tempfile::tempdir().unwrap();
    let cabinet = enrolled(&supplier.url(), &supplier.invite(&entity, "buyer"), directory.path()).await;
    sync::now(&cabinet).await.unwrap();
    let card = card_of(&cabinet, &entity, |card| !card.pictures.is_empty(), None).await;
    let (item, blake3) = (card.row.item, card.pictures[0].blake3.clone());
    media::picture(&cabinet, entity.clone(), item.clone(), blake3.clone())
        .await
        .unwrap();
    let cache = directory.path().join("profile/media.db");
    assert!(cache.exists());
    // The same goods without pictures: the next sync brings it, and what was fetched goes.
    let bare = supplier.path().join("bare");
    demo_supplier::generate(&demo_supplier::Plan::new(200), &bare).unwrap();
    supplier.console(&["import", bare.to_str().unwrap()]);
    let gloves = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.07"><Каталог СодержитТолькоИзменения="true"><Ид>k</Ид><Товары><Товар Статус="Удален"><Ид>{}</Ид></Товар></Товары></Каталог></КоммерческаяИнформация>"#,
        card_of(&cabinet, &entity, |card| card.matrix.is_some(), None)
            .await
            .row
            .item
            .split('#')
            .next()
            .unwrap()
    );
    fs::write(bare.join("gone.xml"), gloves).unwrap();
    supplier.console(&["import", bare.join("gone.xml").to_str().unwrap()]);
    sync::now(&cabinet).await.unwrap();
    let found = media::picture(&cabinet, entity.clone(), item, blake3).await;
    assert_eq!(found.unwrap_err().code, ErrorCode::NotFound);
    assert!(!cache.exists(), "nothing is named any more, so nothing is kept");
}
