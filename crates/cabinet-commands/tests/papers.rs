//! Papers of what the built-in sample holds: which are offered, what stands on them, and who gets none.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::claims;
use cabinet_commands::documents::{
    self, ClientBankRequest, FolderRule, PaperForm, PaperRequest, PaperSource, PrintWishes, SubFolders,
};
use cabinet_commands::error::ErrorCode;
use cabinet_commands::orders::{self, OrderSummary};
use cabinet_commands::reason::Reason;
use cabinet_commands::{drafts, profile, purchases, sample, settings};
use std::path::Path;

const BUYER: &str = "sample-buyer";

async fn opened(home: &Path) -> Cabinet {
    sample::open(&home.join("Иван Петров"), OpenOptions::default())
        .await
        .unwrap()
}

/// The words of a paper; `None` where no reader is installed.
async fn text(cabinet: &Cabinet, home: &Path, paper: PaperRequest) -> Option<String> {
    let path = home.join(format!("{:?}.pdf", paper.form));
    let saved = documents::save(cabinet, paper, Some(path.display().to_string()))
        .await
        .unwrap();
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF") && saved.bytes > 5_000);
    let read = std::process::Command::new("pdftotext")
        .args(["-layout"])
        .arg(&path)
        .arg("-")
        .output();
    let text = String::from_utf8(read.ok()?.stdout).unwrap();
    // Runs of blanks are the layout's.
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Articles that no column of a form breaks over two lines.
fn is_short(article: &str) -> bool {
    article.chars().count() <= 9
}

async fn order_in(cabinet: &Cabinet, state: &str) -> OrderSummary {
    let list = orders::list(cabinet, None).await.unwrap();
    list.into_iter().find(|order| order.state == state).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shipped_order_has_its_waybills_and_another_only_the_order_form() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let shipped = order_in(&cabinet, "completed").await;
    let offered = documents::offered(&cabinet, PaperSource::Order, shipped.id.clone())
        .await
        .unwrap();
    assert_eq!(
        offered,
        [
            PaperForm::UpdTransfer,
            PaperForm::UpdInvoice,
            PaperForm::Torg12,
            PaperForm::OrderForm
        ]
    );
    let whole = orders::show(&cabinet, shipped.id.clone()).await.unwrap();
    for form in offered {
        let paper = PaperRequest::new(form, shipped.id.clone());
        let Some(text) = text(&cabinet, home.path(), paper).await else {
            return;
        };
        let notes = [
            "не является подписанным документом поставщика",
            "Составлено покупателем; не является подписанным",
        ];
        assert!(notes.iter().any(|note| text.contains(note)), "{form:?}: {text}");
        for line in whole
            .lines
            .iter()
            .filter(|line| line.quantity_milli != 0 && is_short(&line.article))
        {
            assert!(text.contains(&line.article), "{form:?} lacks {}: {text}", line.article);
        }
        match form {
            PaperForm::UpdTransfer | PaperForm::Torg12 => assert!(text.contains("УТ-000790"), "{text}"),
            // The number of a счёт-фактура is not told, so none is printed in its place.
            PaperForm::UpdInvoice => assert!(text.contains("Счет-фактура № от"), "{text}"),
            _ => {}
        }
    }

    for state in ["held", "reserved", "taken"] {
        let list = orders::list(&cabinet, None).await.unwrap();
        let Some(order) = list.into_iter().find(|order| order.state == state) else {
            continue;
        };
        let offered = documents::offered(&cabinet, PaperSource::Order, order.id.clone())
            .await
            .unwrap();
        assert_eq!(offered, [PaperForm::OrderForm], "{state}");
        let paper = PaperRequest::new(PaperForm::Torg12, order.id);
        let refused = documents::save(&cabinet, paper, None).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Invalid, "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_of_several_orders_are_told_order_by_order_and_one_that_is_gone_with_its_cause() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let (shipped, held) = (
        order_in(&cabinet, "completed").await,
        order_in(&cabinet, "reserved").await,
    );
    let asked = vec![shipped.id.clone(), "gone".to_owned(), held.id.clone()];
    let found = documents::of_orders(&cabinet, asked.clone()).await.unwrap();
    assert_eq!(
        found.iter().map(|one| one.order.clone()).collect::<Vec<_>>(),
        asked,
        "in the order in which they were asked for"
    );
    assert!(found[1].papers.is_empty());
    assert_eq!(found[1].error.as_ref().unwrap().code, ErrorCode::NotFound);
    let forms = |at: usize| -> Vec<PaperForm> { found[at].papers.iter().map(|paper| paper.form).collect() };
    assert_eq!(
        forms(0),
        [
            PaperForm::Invoice,
            PaperForm::UpdTransfer,
            PaperForm::UpdInvoice,
            PaperForm::Torg12,
            PaperForm::OrderForm
        ]
    );
    assert_eq!(forms(2).last(), Some(&PaperForm::OrderForm));
    // What is told can be made.
    for paper in found.iter().flat_map(|one| &one.papers) {
        let path = home.path().join(format!("{:?} {}.pdf", paper.form, paper.of));
        let request = PaperRequest::new(paper.form, paper.of.clone());
        documents::save(&cabinet, request, Some(path.display().to_string()))
            .await
            .unwrap();
        assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_of_folders_shows_where_a_paper_would_lie_and_makes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let base = home.path().join("бумаги");
    let rule = |folder: &Path, by| FolderRule {
        folder: folder.display().to_string(),
        by,
    };
    let shown = documents::folder_preview(&cabinet, rule(&base, SubFolders::EntityMonth))
        .await
        .unwrap();
    let below = Path::new(&shown).strip_prefix(&base).unwrap();
    let parts: Vec<_> = below.iter().map(|part| part.to_str().unwrap()).collect();
    assert_eq!(parts.len(), 2, "{shown}");
    assert!(parts[1].len() == 7 && parts[1].starts_with("20"), "{shown}");
    assert!(!base.exists());
    let none = documents::folder_preview(&cabinet, rule(&base, SubFolders::None)).await;
    assert_eq!(Path::new(&none.unwrap()), base);
    let refused = documents::folder_preview(&cabinet, rule(Path::new("бумаги"), SubFolders::None)).await;
    assert!(matches!(refused.unwrap_err().reason, Some(Reason::FolderNotWhole)));
    // A paper that is saved lies where it was shown, but for its own entity and month.
    documents::set_folder_rule(&cabinet, rule(&base, SubFolders::Month))
        .await
        .unwrap();
    let order = order_in(&cabinet, "completed").await;
    let saved = documents::save(&cabinet, PaperRequest::new(PaperForm::OrderForm, order.id), None)
        .await
        .unwrap();
    assert_eq!(Path::new(&saved.path).parent().unwrap().parent().unwrap(), base);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_prints_what_would_be_ordered() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let draft = drafts::list(&cabinet, None, false).await.unwrap().remove(0);
    let view = drafts::show(&cabinet, draft.id.clone()).await.unwrap();
    let paper = PaperRequest::new(PaperForm::DraftForm, draft.id.clone());
    let Some(text) = text(&cabinet, home.path(), paper).await else {
        return;
    };
    for line in view.lines.iter().filter(|line| is_short(&line.article)) {
        assert!(text.contains(&line.article), "{} is not in {text}", line.article);
    }
    assert!(
        text.contains(&format!("Всего наименований {}, на сумму", view.lines.len())),
        "{text}"
    );
    let empty = drafts::create(&cabinet, draft.entity, "Пустой".to_owned())
        .await
        .unwrap();
    let offered = documents::offered(&cabinet, PaperSource::Draft, empty.id.clone())
        .await
        .unwrap();
    assert_eq!(offered, []);
    let refused = documents::save(&cabinet, PaperRequest::new(PaperForm::DraftForm, empty.id), None)
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::Invalid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_is_not_sent_prints_with_the_line_of_its_order() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let order = order_in(&cabinet, "completed").await;
    let line = orders::show(&cabinet, order.id.clone()).await.unwrap().lines.remove(0);
    let claim = claims::begin(&cabinet, order.id, line.item.clone()).await.unwrap();
    let words = claims::ClaimWordsRequest {
        claim: claim.summary.id.clone(),
        kind: "defect".to_owned(),
        remedy: "replace".to_owned(),
        quantity_milli: 1_000,
        text: "Трещина в головке, ⌀ ½ дюйма".to_owned(),
    };
    claims::describe(&cabinet, words).await.unwrap();
    for form in [PaperForm::ClaimAct, PaperForm::Torg2] {
        let paper = PaperRequest::new(form, claim.summary.id.clone());
        let Some(text) = text(&cabinet, home.path(), paper).await else {
            return;
        };
        for part in ["Трещина в головке, ⌀ ½ дюйма", "УТ-000790"] {
            assert!(text.contains(part), "{form:?} lacks {part}: {text}");
        }
        assert!(!text.contains('□'), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_list_is_for_whoever_sees_prices() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let entities = profile::entities(&cabinet).await.unwrap();
    let of = |entity: &str| PaperRequest::new(PaperForm::PriceList, entity.to_owned());
    let without = entities.iter().find(|entity| !entity.sees_prices).unwrap();
    let refused = documents::save(&cabinet, of(&without.id), None).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    let offered = documents::offered(&cabinet, PaperSource::Entity, without.id.clone())
        .await
        .unwrap();
    assert_eq!(offered, []);

    let group = cabinet_commands::catalogue::groups(&cabinet, BUYER.to_owned())
        .await
        .unwrap()
        .into_iter()
        .find(|group| group.parent.is_some())
        .unwrap();
    let part = PaperRequest {
        group: Some(group.id),
        ..of(BUYER)
    };
    let (Some(part), Some(whole)) = (
        text(&cabinet, home.path(), part).await,
        text(&cabinet, home.path(), of(BUYER)).await,
    ) else {
        return;
    };
    assert!(part.contains(&group.name) && part.len() < whole.len(), "{part}");
    assert!(whole.contains("Прайс-лист на"), "{whole}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_sample_is_paid() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let document = documents::list(&cabinet, None)
        .await
        .unwrap()
        .into_iter()
        .find(|document| !document.is_preliminary && !document.is_cancelled && !document.is_suppliers)
        .unwrap();
    assert_eq!(
        documents::payment_link(&cabinet, document.id.clone()).await.unwrap(),
        None
    );
    let refused = documents::payment_address(&cabinet, document.id.clone())
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::Invalid);
    let payment = documents::payment(&cabinet, document.id.clone(), None)
        .await
        .unwrap()
        .unwrap();
    assert!(payment.code.is_none() && !payment.why_no_code.is_empty(), "{payment:?}");
    assert_eq!(payment.sum_minor, document.total_minor.unwrap());
    let request = ClientBankRequest {
        documents: vec![document.id],
        account: "40802810500001234567".to_owned(),
        bic: "044525974".to_owned(),
        bank: String::new(),
        correspondent_account: String::new(),
        first_number: 1,
        date: None,
    };
    let refused = documents::client_bank(&cabinet, request, None).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Sample);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_prices_are_hidden_no_paper_with_prices_is_made() {
    let home = tempfile::tempdir().unwrap();
    let cabinet = opened(home.path()).await;
    let shipped = order_in(&cabinet, "completed").await;
    let paper = || PaperRequest::new(PaperForm::OrderForm, shipped.id.clone());
    let path = home.path().join("заказ.pdf");
    settings::hide_prices(&cabinet).await.unwrap();
    let saved = documents::save(&cabinet, paper(), Some(path.display().to_string())).await;
    let shown = documents::preview(&cabinet, paper(), 1, 100).await;
    let printed = documents::print(&cabinet, paper(), PrintWishes::usual()).await;
    let folder = home.path().join("архив").display().to_string();
    let archived = documents::archive(&cabinet, "2026-11".to_owned(), None, Some(folder.clone())).await;
    let report = purchases::ReportQuery {
        entity: None,
        from: None,
        to: None,
        by: purchases::ReportBy::Goods,
        goods: String::new(),
        person: None,
    };
    let table = home.path().join("закупки.xlsx").display().to_string();
    let exported = purchases::export(&cabinet, report.clone(), None, Some(table.clone())).await;
    for refused in [
        exported.unwrap_err(),
        saved.unwrap_err(),
        shown.unwrap_err(),
        printed.unwrap_err(),
        archived.unwrap_err(),
    ] {
        assert!(matches!(refused.reason, Some(Reason::PricesHidden)), "{refused:?}");
    }
    assert!(!path.exists() && !Path::new(&folder).exists() && !Path::new(&table).exists());
    settings::show_prices(&cabinet, None).await.unwrap();
    purchases::export(&cabinet, report, None, Some(table.clone()))
        .await
        .unwrap();
    assert!(std::fs::read(&table).unwrap().starts_with(b"PK"));
    documents::save(&cabinet, paper(), Some(path.display().to_string()))
        .await
        .unwrap();
    assert!(path.exists());
}
