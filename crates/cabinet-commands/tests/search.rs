//! Search, pasted lists and filters as a front-end asks for them, over the goods of the built-in sample.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::catalogue::{self, CatalogueQuery, PropertyFilterView, ReadingKind};
use cabinet_commands::error::ErrorCode;
use cabinet_commands::{profile, sample};
use std::path::Path;

async fn opened(home: &Path) -> (Cabinet, String) {
    let cabinet = sample::open(&home.join("profile"), OpenOptions::default())
        .await
        .unwrap();
    let entity = profile::entities(&cabinet).await.unwrap()[0].id.clone();
    (cabinet, entity)
}

fn query(entity: &str, text: &str) -> CatalogueQuery {
    CatalogueQuery::of_text(entity.to_owned(), text.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistyped_text_is_read_as_it_was_meant_and_can_be_asked_for_as_typed() {
    let home = tempfile::tempdir().unwrap();
    let (cabinet, entity) = opened(home.path()).await;
    let meant = catalogue::page(&cabinet, query(&entity, "болт"), 0, 50).await.unwrap();
    assert!(meant.reading.is_none() && !meant.rows.is_empty());
    for (typed, kind) in [(",jkn", ReadingKind::OtherLayout), ("бокт", ReadingKind::Corrected)] {
        let page = catalogue::page(&cabinet, query(&entity, typed), 0, 50).await.unwrap();
        let reading = page.reading.unwrap();
        assert_eq!((reading.kind, reading.text.as_str()), (kind, "болт"), "{typed}");
        let items = |rows: &[catalogue::ItemRowView]| rows.iter().map(|row| row.item.clone()).collect::<Vec<_>>();
        assert_eq!(items(&page.rows), items(&meant.rows), "{typed}");
        let counted = catalogue::count(&cabinet, query(&entity, typed)).await.unwrap();
        let as_meant = catalogue::count(&cabinet, query(&entity, "болт")).await.unwrap();
        assert!(counted.is_some() && counted == as_meant, "{typed}");
        let literally = CatalogueQuery {
            as_typed: true,
            ..query(&entity, typed)
        };
        let page = catalogue::page(&cabinet, literally, 0, 50).await.unwrap();
        assert!(
            page.reading.is_none() && page.rows.is_empty() && page.total == 0,
            "{typed}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_list_has_an_answer_for_each_line() {
    let home = tempfile::tempdir().unwrap();
    let (cabinet, entity) = opened(home.path()).await;
    let goods = catalogue::page(&cabinet, query(&entity, ""), 0, 500)
        .await
        .unwrap()
        .rows;
    let with_article: Vec<_> = goods.iter().filter(|row| !row.article.is_empty()).collect();
    let (first, last) = (with_article[0], with_article[with_article.len() - 1]);
    let text = format!(
        "{}\r\nнет-такого-1\r\n{}\t5 шт\r\n",
        last.article.to_lowercase(),
        first.article
    );
    let found = catalogue::find_each(&cabinet, entity.clone(), text)
        .await
        .unwrap()
        .unwrap();
    let texts: Vec<&str> = found.entries.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(texts[1], "нет-такого-1");
    assert_eq!(found.entries.len(), 3);
    assert_eq!(found.found + found.several + found.not_found, 3);
    assert_eq!((found.entries[1].items, &found.entries[1].item), (0, &None));
    for (entry, row) in [(&found.entries[0], last), (&found.entries[2], first)] {
        let same = goods.iter().filter(|other| other.article == row.article).count();
        if same == 1 {
            assert_eq!((entry.items, entry.item.as_ref()), (1, Some(&row.item)), "{entry:?}");
        } else {
            assert!(entry.items > 1 && entry.item.is_none(), "{entry:?}");
        }
    }
    let single = catalogue::find_each(&cabinet, entity.clone(), first.article.clone())
        .await
        .unwrap();
    assert!(single.is_none(), "one article is a search");

    let asked = vec![last.item.clone(), "nothing".to_owned(), first.item.clone()];
    let rows = catalogue::rows_of(&cabinet, entity.clone(), asked, None).await.unwrap();
    let articles: Vec<_> = rows
        .iter()
        .map(|row| row.as_ref().map(|row| row.article.as_str()))
        .collect();
    assert_eq!(
        articles,
        [Some(last.article.as_str()), None, Some(first.article.as_str())]
    );
    assert_eq!(rows[0].as_ref().unwrap().price_micro, last.price_micro);
    let too_many = vec![last.item.clone(); 501];
    let refused = catalogue::rows_of(&cabinet, entity, too_many, None).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Invalid);
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_are_filtered_by_properties_and_every_value_has_its_number() {
    let home = tempfile::tempdir().unwrap();
    let (cabinet, entity) = opened(home.path()).await;
    let facets = catalogue::facets(&cabinet, query(&entity, "болт"))
        .await
        .unwrap()
        .unwrap();
    let facet = facets.iter().find(|facet| facet.values.len() > 1).unwrap();
    let value = &facet.values[0];
    let filtered = CatalogueQuery {
        properties: vec![PropertyFilterView {
            property: facet.property.clone(),
            values: vec![value.value.clone()],
        }],
        ..query(&entity, "болт")
    };
    let page = catalogue::page(&cabinet, filtered.clone(), 0, 500).await.unwrap();
    assert_eq!((page.total, page.is_counted), (value.items, true));
    let again = catalogue::facets(&cabinet, filtered).await.unwrap().unwrap();
    let same = again.iter().find(|other| other.property == facet.property).unwrap();
    assert!(same.values[0].is_chosen);
    let numbers = |facet: &catalogue::FacetView| facet.values.iter().map(|value| value.items).collect::<Vec<_>>();
    assert_eq!(numbers(same), numbers(facet), "a property does not narrow itself");
}
