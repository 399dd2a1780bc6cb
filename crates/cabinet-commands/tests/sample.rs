//! The built-in sample: filled without a network, never sent from, marked on paper, deleted without a trace.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::catalogue::CatalogueQuery;
use cabinet_commands::documents::{PaperForm, PaperRequest};
use cabinet_commands::error::ErrorCode;
use cabinet_commands::orders::PlaceRequest;
use cabinet_commands::profile::ProfileStage;
use cabinet_commands::subscriptions::SubscribeRequest;
use cabinet_commands::{catalogue, documents, drafts, money, notices, orders, profile, sample, subscriptions, sync};
use std::path::{Path, PathBuf};
use std::time::Duration;

fn options() -> OpenOptions {
    OpenOptions {
        lock_patience: Duration::from_millis(200),
        ..OpenOptions::default()
    }
}

async fn opened(home: &Path) -> (PathBuf, Cabinet) {
    let profile = home.join("Иван Петров");
    let cabinet = sample::open(&profile, options()).await.unwrap();
    (profile, cabinet)
}

fn query(entity: &str, text: &str) -> CatalogueQuery {
    CatalogueQuery::of_text(entity.to_owned(), text.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_worth_a_look_is_there_and_what_a_role_may_not_see_is_not() {
    let home = tempfile::tempdir().unwrap();
    let (_, cabinet) = opened(home.path()).await;
    let state = profile::state(&cabinet).await.unwrap();
    assert!(state.is_sample && state.stage == ProfileStage::Ready, "{state:?}");
    let entities = profile::entities(&cabinet).await.unwrap();
    let (buyer, store) = (&entities[0], &entities[1]);
    assert!(buyer.may_order && buyer.sees_prices && !store.sees_prices && !store.may_order);

    let found = catalogue::page(&cabinet, query(&buyer.id, "болт м8"), 0, 50)
        .await
        .unwrap();
    assert!(found.total > 5, "{}", found.total);
    assert!(
        found
            .rows
            .iter()
            .any(|row| row.price_micro.is_some() && row.stock_milli.is_some())
    );
    let shown = catalogue::page(&cabinet, query(&store.id, "болт м8"), 0, 50)
        .await
        .unwrap();
    assert!(shown.rows.iter().all(|row| row.price_micro.is_none()));
    assert!(catalogue::groups(&cabinet, buyer.id.clone()).await.unwrap().len() > 10);

    let all = drafts::list(&cabinet, None, false).await.unwrap();
    assert_eq!(all.len(), 1);
    assert!(all[0].total_minor.unwrap() > 0);
    let orders = orders::list(&cabinet, None).await.unwrap();
    assert_eq!(orders.len(), 3);
    assert!(orders.iter().any(|order| order.is_changed_by_supplier));
    let papers = documents::list(&cabinet, None).await.unwrap();
    assert_eq!(
        (papers.len(), papers.iter().filter(|paper| paper.is_suppliers).count()),
        (5, 2)
    );
    // One bill is to be paid soon, one waybill is overdue; the paid order owes nothing.
    let owed = money::tree(&cabinet, None).await.unwrap();
    let group = &owed.rows[0].sums;
    assert_eq!((group.documents, group.late_days), (3, 6), "{owed:?}");
    assert!(
        group.overdue_minor > 0 && group.owed_minor > group.overdue_minor,
        "{owed:?}"
    );
    assert_eq!(money::calendar(&cabinet, None).await.unwrap().len(), 2);
    let told = notices::list(&cabinet, None).await.unwrap();
    assert_eq!((told.rows.len(), told.unread), (4, 4));
    assert_eq!(subscriptions::list(&cabinet, None).await.unwrap().len(), 1);
    let status = sync::status(&cabinet).await.unwrap();
    assert!(status.is_searchable && status.is_whole && status.problem.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_ever_sent_whatever_is_asked() {
    let home = tempfile::tempdir().unwrap();
    let (_, cabinet) = opened(home.path()).await;
    let draft = drafts::list(&cabinet, None, false).await.unwrap()[0].clone();
    let lines = drafts::show(&cabinet, draft.id.clone()).await.unwrap().lines;
    let request = PlaceRequest {
        draft: draft.id.clone(),
        check: None,
        decisions: Vec::new(),
        rules: None,
    };
    let wish = SubscribeRequest {
        entity: draft.entity.clone(),
        item: lines[0].item.clone(),
        threshold_milli: Some(1000),
        watches_price: false,
        until: None,
    };
    let refusals = [
        orders::check(&cabinet, draft.id.clone()).await.map(drop),
        orders::place(&cabinet, request).await.map(drop),
        subscriptions::subscribe(&cabinet, wish).await.map(drop),
        subscriptions::unsubscribe(&cabinet, draft.entity.clone(), lines[0].item.clone())
            .await
            .map(drop),
        sync::now(&cabinet).await.map(drop),
    ];
    for refusal in refusals {
        assert_eq!(refusal.unwrap_err().code, ErrorCode::Sample);
    }
    let status = sync::status(&cabinet).await.unwrap();
    assert_eq!((status.queued, status.needs_user), (0, 0));
    let after = drafts::show(&cabinet, draft.id).await.unwrap().lines;
    assert_eq!(after.len(), lines.len());
    assert!(after.iter().all(|line| !line.is_in_flight));
    let again = profile::EnrollRequest {
        url: "sample:".to_owned(),
        code: "7K2M-7K2M-7K2M-7K2M-7K2M".to_owned(),
        passphrase: None,
    };
    assert!(profile::enroll(&cabinet, again).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_stay_over_a_restart_and_the_figures_are_new_each_time() {
    let home = tempfile::tempdir().unwrap();
    let (profile, cabinet) = opened(home.path()).await;
    let entity = profile::entities(&cabinet).await.unwrap()[0].id.clone();
    drafts::create(&cabinet, entity, "Мой".to_owned()).await.unwrap();
    let before = sync::status(&cabinet).await.unwrap();
    drop(cabinet);

    let cabinet = sample::open(&profile, options()).await.unwrap();
    assert_eq!(drafts::list(&cabinet, None, false).await.unwrap().len(), 2);
    let after = sync::status(&cabinet).await.unwrap();
    assert!(after.true_at_ms > before.true_at_ms);
    let rows = |status: &sync::SyncStatus| status.feeds.iter().map(|feed| feed.rows).sum::<u32>();
    assert_eq!(rows(&after), rows(&before));
    drop(cabinet);

    // As `cabinet --profile` opens it: no keyring, no passphrase.
    let cabinet = Cabinet::open(sample::directory(&profile).unwrap(), options())
        .await
        .unwrap();
    assert!(profile::state(&cabinet).await.unwrap().is_sample);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stands_beside_the_real_profile_and_goes_without_it() {
    let home = tempfile::tempdir().unwrap();
    let (path, cabinet) = opened(home.path()).await;
    let real = Cabinet::open(path.clone(), options()).await.unwrap();
    let state = profile::state(&real).await.unwrap();
    assert!(state.has_sample && !state.is_sample && state.stage == ProfileStage::FirstRun);
    drop(cabinet);
    sample::remove(&path).await.unwrap();
    assert!(!sample::directory(&path).unwrap().exists());
    assert!(!profile::state(&real).await.unwrap().has_sample);
    sample::remove(&path).await.unwrap();

    // What only has the name is neither filled nor deleted.
    let other = sample::directory(&path).unwrap();
    std::fs::create_dir_all(&other).unwrap();
    std::fs::write(other.join("важное.txt"), "1").unwrap();
    let refused = sample::open(&path, options()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Invalid);
    sample::remove(&path).await.unwrap();
    assert!(other.join("важное.txt").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_print_of_it_says_that_it_is_a_sample() {
    let home = tempfile::tempdir().unwrap();
    let (_, cabinet) = opened(home.path()).await;
    let all = documents::list(&cabinet, None).await.unwrap();
    // The supplier's own papers are shown as he gave them, and print nothing.
    for document in all.into_iter().filter(|document| !document.is_suppliers) {
        let path = home.path().join(format!("{}.pdf", document.id));
        let paper = PaperRequest::new(PaperForm::Invoice, document.id);
        documents::save(&cabinet, paper, Some(path.display().to_string()))
            .await
            .unwrap();
        let read = std::process::Command::new("pdftotext")
            .args(["-layout"])
            .arg(&path)
            .arg("-")
            .output();
        let Ok(read) = read else { return };
        let text = String::from_utf8(read.stdout).unwrap();
        let pages = text.trim_end_matches('\u{c}').split('\u{c}');
        assert!(pages.into_iter().all(|page| page.contains("ОБРАЗЕЦ")), "{text}");
    }
}
