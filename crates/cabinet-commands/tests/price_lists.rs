//! Own price lists over the built-in sample: what they name, what is left out and why, and the supplier's own price list.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::catalogue;
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::events::{ChangeListener, Changes};
use cabinet_commands::price_lists::{
    self, ExceptionSays, PriceException, PriceListRecipe, PriceListRequest, PriceRounding, PriceRule, RoundingWay,
    WhyLeftOut, WriteListRequest,
};
use cabinet_commands::reason::Reason;
use cabinet_commands::{profile, sample, settings};
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
#[cfg(unix)]
use std::{
    io::Read as _,
    time::{Duration, Instant},
};

const BUYER: &str = "sample-buyer";

fn everything(entity: &str, markup_bp: i64) -> PriceListRecipe {
    PriceListRecipe {
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
            markup_bp,
        }],
        exceptions: Vec::new(),
        rounding: PriceRounding {
            step_micro: 10_000,
            ending_micro: 0,
            direction: RoundingWay::Nearest,
        },
    }
}

async fn opened(home: &Path) -> Cabinet {
    sample::open(&home.join("Иван Петров"), OpenOptions::default())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_names_goods_by_group_and_brand_and_counts_all_others() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let whole = price_lists::preview(&cabinet, everything(BUYER, 2_500), 1_000)
        .await
        .unwrap();
    let left_out: u32 = whole.left_out.iter().map(|left| left.goods).sum();
    assert!(whole.goods > 100 && whole.not_chosen == 0, "{whole:?}");
    for row in &whole.rows {
        let cost = row.purchase_micro.unwrap();
        let exact = i128::from(cost) * 12_500;
        let own = i128::from(row.price_micro) * 10_000;
        assert!((own - exact).abs() <= 50_000_000, "{row:?}");
    }

    let groups = catalogue::groups(&cabinet, BUYER.to_owned()).await.unwrap();
    let group = groups.iter().find(|group| group.depth == 1 && group.items > 1).unwrap();
    let mut of_group = everything(BUYER, 2_500);
    of_group.groups = vec![group.id.clone()];
    let found = price_lists::preview(&cabinet, of_group, 1_000).await.unwrap();
    let named = found.goods + found.left_out.iter().map(|left| left.goods).sum::<u32>();
    assert_eq!(named, group.items);
    assert_eq!(named + found.not_chosen, whole.goods + left_out);
    assert!(
        found.rows.iter().all(|row| row.group.contains(&group.name)),
        "{found:?}"
    );

    let brands = price_lists::brands(&cabinet, BUYER.to_owned()).await.unwrap();
    let brand = brands.iter().max_by_key(|brand| brand.goods).unwrap();
    let mut of_brand = everything(BUYER, 2_500);
    of_brand.brands = vec![brand.name.to_uppercase()];
    let found = price_lists::preview(&cabinet, of_brand, 1_000).await.unwrap();
    let named = found.goods + found.left_out.iter().map(|left| left.goods).sum::<u32>();
    assert_eq!(named, brand.goods);
    let brands_found: HashSet<&str> = found.rows.iter().map(|row| row.brand.as_str()).collect();
    assert_eq!(brands_found, HashSet::from([brand.name.as_str()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_without_a_rule_are_told_and_an_exception_counts_before_all_rules() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let whole = price_lists::preview(&cabinet, everything(BUYER, 0), 1).await.unwrap();
    let first = &whole.rows[0];
    let mut recipe = everything(BUYER, 0);
    recipe.rules.clear();
    recipe.exceptions = vec![PriceException {
        article: first.article.to_lowercase(),
        says: ExceptionSays::Price {
            price_micro: 777_000_000,
        },
    }];
    let found = price_lists::preview(&cabinet, recipe.clone(), 10).await.unwrap();
    let none = found
        .left_out
        .iter()
        .find(|left| left.why == WhyLeftOut::NoRule)
        .unwrap();
    assert_eq!(
        (found.goods, found.by_exception, found.rows[0].price_micro),
        (found.by_exception, found.goods, 777_000_000)
    );
    assert_eq!(none.goods + found.goods, whole.goods);
    assert_eq!(none.examples.len(), 5);

    settings::hide_prices(&cabinet).await.unwrap();
    let hidden = price_lists::preview(&cabinet, recipe.clone(), 10).await.unwrap();
    assert_eq!(
        hidden.rows[0].purchase_micro, None,
        "what it costs is kept from the eyes of others"
    );
    let request = PriceListRequest {
        replaces: None,
        name: "Розница".to_owned(),
        recipe,
    };
    let list = price_lists::save(&cabinet, request).await.unwrap().summary.id;
    let file = home.path().join("a.csv");
    let request = WriteListRequest {
        list,
        kind: None,
        articles: Vec::new(),
        path: Some(file.display().to_string()),
    };
    let refused = price_lists::write(&cabinet, request.clone()).await.unwrap_err();
    assert_eq!(
        (refused.code, file.exists()),
        (ErrorCode::Invalid, false),
        "{refused:?}"
    );
    settings::show_prices(&cabinet, None).await.unwrap();
    assert_eq!(price_lists::write(&cabinet, request).await.unwrap().goods, found.goods);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_no_prices_makes_no_list() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let entities = profile::entities(&cabinet).await.unwrap();
    let without = entities.iter().find(|entity| !entity.sees_prices).unwrap();
    let refused = price_lists::preview(&cabinet, everything(&without.id, 2_500), 1)
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAllowed, "{refused:?}");
}

async fn kept(cabinet: &Cabinet, replaces: Option<&str>, name: &str, markup_bp: i64) -> String {
    let request = PriceListRequest {
        replaces: replaces.map(str::to_owned),
        name: name.to_owned(),
        recipe: everything(BUYER, markup_bp),
    };
    price_lists::save(cabinet, request).await.unwrap().summary.id
}

/// Why the file could not be written yet.
async fn written_to(cabinet: &Cabinet, list: &str, file: &Path) -> Result<Option<String>, CommandError> {
    let path = Some(file.display().to_string());
    let view = price_lists::set_file(cabinet, list.to_owned(), path).await?;
    Ok(view.summary.file.unwrap().failure.map(|failure| failure.message))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_follows_its_list_when_the_list_is_kept_anew_and_when_it_comes_out_of_the_trash() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let list = kept(&cabinet, None, "Розница", 2_000).await;
    let file = home.path().join("розница.csv");
    assert_eq!(written_to(&cabinet, &list, &file).await.unwrap(), None);
    let first = fs::read_to_string(&file).unwrap();
    kept(&cabinet, Some(&list), "Розница", 3_000).await;
    let second = fs::read_to_string(&file).unwrap();
    assert_ne!(first, second, "another markup");

    price_lists::set_deleted(&cabinet, list.clone(), true).await.unwrap();
    fs::remove_file(&file).unwrap();
    kept(&cabinet, None, "Другой", 0).await;
    assert!(!file.exists(), "a list in the trash is not written");
    let back = price_lists::set_deleted(&cabinet, list, false).await.unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), second);
    assert!(back.summary.file.unwrap().failure.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_s_work_is_written_over() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let list = kept(&cabinet, None, "Розница", 2_000).await;
    let master = home.path().join("мой прайс.xlsx");
    fs::write(&master, "годы работы").unwrap();
    let refused = written_to(&cabinet, &list, &master).await.unwrap_err();
    let taken = |file: &Path| {
        let path = file.display().to_string();
        Some(Reason::ListFileTaken { path })
    };
    assert_eq!(refused.reason, taken(&master));
    assert_eq!(fs::read_to_string(&master).unwrap(), "годы работы");
    let shown = price_lists::show(&cabinet, list.clone()).await.unwrap();
    assert!(shown.summary.file.is_none());

    // Where somebody puts a file before the list has written its own.
    let folder = home.path().join("сервер");
    let late = folder.join("розница.csv");
    assert!(
        written_to(&cabinet, &list, &late).await.unwrap().is_some(),
        "there is no such folder"
    );
    fs::create_dir(&folder).unwrap();
    fs::write(&late, "чужое").unwrap();
    kept(&cabinet, Some(&list), "Розница", 3_000).await;
    assert_eq!(fs::read_to_string(&late).unwrap(), "чужое");
    let shown = price_lists::show(&cabinet, list.clone()).await.unwrap();
    assert_eq!(shown.summary.file.unwrap().failure.unwrap().reason, taken(&late));
    fs::remove_file(&late).unwrap();
    kept(&cabinet, Some(&list), "Розница", 3_000).await;
    assert!(fs::read_to_string(&late).unwrap().contains("RUB"));
    assert_eq!(
        written_to(&cabinet, &list, &late).await.unwrap(),
        None,
        "its own file it may write again"
    );

    let other = kept(&cabinet, None, "Опт", 1_000).await;
    let refused = written_to(&cabinet, &other, &late).await.unwrap_err();
    let name = "Розница".to_owned();
    assert_eq!(refused.reason, Some(Reason::ListFileOfAnother { name }));
    // A list in the trash gives way, and takes nothing back.
    price_lists::set_deleted(&cabinet, list.clone(), true).await.unwrap();
    fs::remove_file(&late).unwrap();
    assert_eq!(written_to(&cabinet, &other, &late).await.unwrap(), None);
    let of_other = fs::read_to_string(&late).unwrap();
    let back = price_lists::set_deleted(&cabinet, list, false).await.unwrap();
    assert!(back.summary.file.is_none());
    assert_eq!(fs::read_to_string(&late).unwrap(), of_other);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_written_to_no_file_while_prices_are_hidden() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let list = kept(&cabinet, None, "Розница", 2_000).await;
    settings::hide_prices(&cabinet).await.unwrap();
    let file = home.path().join("розница.csv");
    let refused = written_to(&cabinet, &list, &file).await.unwrap_err();
    assert_eq!(refused.reason, Some(Reason::PricesHidden));
    assert!(!file.exists());
    price_lists::set_file(&cabinet, list.clone(), None).await.unwrap();
    settings::show_prices(&cabinet, None).await.unwrap();
    assert_eq!(written_to(&cabinet, &list, &file).await.unwrap(), None);
}

/// Counts what is told of documents.
#[derive(Default)]
struct Told(AtomicU32);

impl ChangeListener for Told {
    fn changed(&self, changes: Changes) {
        if changes.documents {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_lasts_is_told_once() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let list = kept(&cabinet, None, "Розница", 2_000).await;
    let file = home.path().join("розница.csv");
    assert_eq!(written_to(&cabinet, &list, &file).await.unwrap(), None);
    let told = Arc::new(Told::default());
    cabinet.start_background(told.clone());
    let count = || told.0.load(Ordering::SeqCst);
    let held = home.path().join("розница.csv.part");
    fs::create_dir(&held).unwrap();
    kept(&cabinet, Some(&list), "Розница", 3_000).await;
    assert_eq!(count(), 1);
    kept(&cabinet, Some(&list), "Розница", 3_000).await;
    assert_eq!(count(), 1, "nothing new of it");
    fs::remove_dir(&held).unwrap();
    kept(&cabinet, Some(&list), "Розница", 3_000).await;
    assert_eq!(count(), 2);
}

/// A pipe that nobody reads holds its writer as a server does that went away.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_does_not_answer_holds_nobody() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let list = kept(&cabinet, None, "Розница", 2_000).await;
    let file = home.path().join("розница.csv");
    assert_eq!(written_to(&cabinet, &list, &file).await.unwrap(), None);
    let pipe = home.path().join("розница.csv.part");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let began = Instant::now();
    let kept_twice = async {
        kept(&cabinet, Some(&list), "Розница", 3_000).await;
        kept(&cabinet, Some(&list), "Розница", 4_000).await;
    };
    let done = tokio::time::timeout(Duration::from_secs(30), kept_twice).await;
    let lasted = began.elapsed();
    // Lets the writer go, so that the test can end.
    let mut said = String::new();
    fs::File::open(&pipe).unwrap().read_to_string(&mut said).unwrap();
    assert!(
        done.is_ok() && lasted < Duration::from_secs(9),
        "one of them waited, and not for long: {lasted:?}"
    );
    assert!(said.contains("RUB"));
}
