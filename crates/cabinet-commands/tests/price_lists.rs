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
use cabinet_commands::error::ErrorCode;
use cabinet_commands::price_lists::{
    self, ExceptionSays, PriceException, PriceListRecipe, PriceListRequest, PriceRounding, PriceRule, RoundingWay,
    WhyLeftOut, WriteListRequest,
};
use cabinet_commands::{profile, sample, settings};
use std::collections::HashSet;

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

async fn opened(home: &std::path::Path) -> Cabinet {
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
