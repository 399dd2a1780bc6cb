//! `type=sale` without orders, files that 1C does not ask to import, and what runs beside the server; orders themselves are
//! tested with the dealers.

use crate::support::{Gateway, catalogue, command, ids};

const RETURNED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация ВерсияСхемы=\"2.07\"><Документ><Ид>0a1b</Ид><Номер>777</Номер><Дата>2026-02-01</Дата><ХозОперация>Заказ товара</ХозОперация><Роль>Продавец</Роль><Валюта>RUB</Валюта><Сумма>1</Сумма></Документ></КоммерческаяИнформация>";

#[tokio::test]
async fn without_orders_the_answer_is_a_document_that_1c_takes_for_nothing_to_do() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let answer = session.get("type=sale&mode=query").await;
    assert_eq!(answer.body[0], b'<');
    assert!(answer.text().starts_with("<?xml"));
    assert_eq!(answer.content_type, "text/xml; charset=utf-8");
    assert!(!answer.text().contains("<Документ"));
    assert_eq!(session.get("type=sale&mode=success").await.text(), "success");
    let fresh = gateway.session().await;
    assert_eq!(
        fresh.get("type=sale&mode=success").await.text(),
        "success",
        "success without a query is harmless"
    );
}

#[tokio::test]
async fn a_returned_order_that_is_not_ours_is_counted_and_not_a_failure() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let name = "orders-1f0c_1.xml";
    assert_eq!(session.send("sale", name, RETURNED).await.text(), "success");
    assert_eq!(session.import("sale", name).await.0.text(), "success");
    let db = rusqlite::Connection::open(gateway.dir.path().join("gateway.db")).unwrap();
    let counts: String = db
        .query_row("SELECT counts FROM exchange_log", [], |row| row.get(0))
        .unwrap();
    let counts: serde_json::Value = serde_json::from_str(&counts).unwrap();
    assert_eq!(counts["counts"]["foreign_documents"], 1);
}

#[tokio::test]
async fn files_whose_import_is_never_asked_for_are_taken_after_a_quiet_time() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    assert_eq!(session.send("sale", "orders.xml", RETURNED).await.text(), "success");
    let other = gateway.session().await;
    let goods = catalogue(ids(0, 3), true);
    assert_eq!(other.send("catalog", "import0_1.xml", goods).await.text(), "success");
    let db = rusqlite::Connection::open(gateway.dir.path().join("gateway.db")).unwrap();
    let began = std::time::Instant::now();
    for (expected, least_s) in [("orders.xml", 5), ("import0_1.xml", 14)] {
        loop {
            let is_taken: bool = db
                .query_row(
                    "SELECT EXISTS (SELECT 1 FROM exchange_log WHERE file = ?1)",
                    [expected],
                    |row| row.get(0),
                )
                .unwrap();
            if is_taken {
                break;
            }
            assert!(began.elapsed().as_secs() < 60, "{expected} was not taken in a minute");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert!(
            began.elapsed().as_secs() >= least_s,
            "{expected}: a further piece may have followed"
        );
    }
    assert_eq!(gateway.stats()["products"], 3);
}

#[test]
fn a_second_server_on_the_same_directory_is_refused_in_words_and_the_first_may_be_killed() {
    let gateway = Gateway::start();
    let second = command(gateway.dir.path(), &["serve", "--listen", "127.0.0.1:0"])
        .output()
        .unwrap();
    let words = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(1), "{words}");
    assert!(
        words.contains(&format!("process {}", gateway.pid())) && words.contains("stop it first"),
        "{words}"
    );
    assert_eq!(gateway.stats()["products"], 0, "other commands run beside it");
    assert!(gateway.restarted().stops_gracefully());
}

#[tokio::test]
async fn a_console_import_beside_the_running_server_is_seen_by_it() {
    let gateway = Gateway::start();
    let file = gateway.dir.path().join("import0_1.xml");
    std::fs::write(&file, catalogue(ids(0, 4), true)).unwrap();
    let report = gateway.run(&["import", file.to_str().unwrap()]);
    assert_eq!(report["failed"], 0);
    let session = gateway.session().await;
    session.take("import0_2.xml", &catalogue(ids(4, 6), false)).await;
    assert_eq!(gateway.stats()["products"], 6);
}
