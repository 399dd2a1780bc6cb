//! Documents of the supplier on their way in: 1C's exchange in its files of 3.1, the watched folder, and the operator's commands.

use crate::support::{Gateway, command};
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant};

const INN: &str = "7707083893";

fn counterparties() -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация xmlns="urn:1C.ru:commerceml_3" ВерсияСхемы="3.1"><Контрагенты><Контрагент><Ид>c1</Ид><Наименование>Ромашка</Наименование><ИНН>{INN}</ИНН><КПП>770701001</КПП></Контрагент></Контрагенты></КоммерческаяИнформация>"#
    )
}

/// Documents that name their buyer by his Ид alone.
fn documents(sum: &str) -> String {
    let document = |id: &str, number: &str, operation: &str| {
        format!(
            r#"<Документ><Ид>{id}</Ид><Номер>{number}</Номер><Номер1С>{number}</Номер1С><Дата1С>2026-02-03T10:00:00</Дата1С><Дата>2026-02-03</Дата><ХозОперация>{operation}</ХозОперация><Роль>Продавец</Роль><Валюта>RUB</Валюта><Сумма>{sum}</Сумма><Контрагенты><Контрагент><Ид>c1</Ид><Наименование>Ромашка</Наименование><Роль>Покупатель</Роль></Контрагент></Контрагенты><Товары><Товар><Ид>a</Ид><Артикул>A-1</Артикул><Наименование>Болт</Наименование><Количество>2</Количество><Сумма>{sum}</Сумма></Товар></Товары></Документ>"#
        )
    };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация xmlns="urn:1C.ru:commerceml_3" ВерсияСхемы="3.1"><Контейнер>{}</Контейнер><Контейнер>{}</Контейнер><Контейнер>{}</Контейнер></КоммерческаяИнформация>"#,
        document("d1", "РТ-1", "Отпуск товара"),
        document("d2", "ПП-2", "Выплата безналичных денег"),
        document("d3", "ИН-3", "Переоценка товаров"),
    )
}

fn add_entity(gateway: &Gateway) -> String {
    let added = gateway.run(&["entity", "add", "--name", "Ромашка", "--inn", INN]);
    added["id"].as_str().unwrap().to_owned()
}

fn field(documents: &Value, name: &str) -> Vec<Value> {
    let list = documents.as_array().unwrap();
    list.iter().map(|one| one[name].clone()).collect()
}

#[tokio::test]
async fn documents_of_1c_wait_for_their_counterparties_and_are_changed_by_the_next_exchange() {
    let gateway = Gateway::start();
    let entity = add_entity(&gateway);
    let session = gateway.session().await;
    let (first, whom) = ("documents___7f30.xml", "contragents___7f30.xml");
    assert_eq!(session.send("sale", first, documents("150.40")).await.text(), "success");
    let (answer, _) = session.import("sale", first).await;
    assert_eq!(
        answer.text(),
        "success",
        "a document without a place is no failure of the exchange"
    );
    let listed = gateway.run(&["document", "list"]);
    assert_eq!(
        field(&listed, "number"),
        ["ПП-2", "РТ-1"],
        "a revaluation is not for dealers"
    );
    assert_eq!(field(&listed, "kind"), ["payment", "shipment"]);
    let unmatched = gateway.run(&["document", "unmatched"]);
    assert_eq!(unmatched[0]["trouble"]["code"], "no_buyer");
    let log = gateway.run(&["exchange", "list"]);
    assert!(
        log.to_string().contains("unplaced_document") || log.to_string().contains("partly"),
        "{log}"
    );

    assert_eq!(session.send("sale", whom, counterparties()).await.text(), "success");
    assert_eq!(session.import("sale", whom).await.0.text(), "success");
    let next = gateway.session().await;
    assert_eq!(next.send("sale", first, documents("250.40")).await.text(), "success");
    assert_eq!(next.import("sale", first).await.0.text(), "success");
    let listed = gateway.run(&["document", "list"]);
    assert_eq!(field(&listed, "entity"), [entity.as_str(), entity.as_str()]);
    assert_eq!(field(&listed, "total_minor"), [25_040, 25_040]);
    assert_eq!(gateway.run(&["document", "unmatched"]).as_array().unwrap().len(), 0);
    let shown = gateway.run(&["document", "show", listed[0]["id"].as_str().unwrap()]);
    assert_eq!(shown["lines"][0]["quantity_milli"], 2_000);
}

fn waited_for(what: &str, mut is_there: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_there() {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "{what} did not come in a minute"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[tokio::test]
async fn the_watched_folder_takes_files_and_sets_refused_ones_aside_with_the_reason() {
    let gateway = Gateway::start_with("[documents]\nfolder = \"in\"\n");
    let entity = add_entity(&gateway);
    let folder = gateway.dir.path().join("in");
    std::fs::create_dir_all(folder.join(INN)).unwrap();
    let bill = "Счёт № 15 от 01.02.2026.pdf";
    std::fs::write(folder.join(INN).join(bill), b"%PDF-1.4 bill").unwrap();
    std::fs::write(folder.join("с программой.pdf"), b"%PDF-1.4 <</S/JavaScript>>").unwrap();
    std::fs::write(folder.join("не готов.pdf.part"), b"%PDF").unwrap();
    waited_for("the taken file", || folder.join("taken").join(INN).join(bill).is_file());
    let reason = folder.join("refused/с программой.pdf.txt");
    waited_for("the reason", || reason.metadata().is_ok_and(|found| found.len() > 0));
    assert!(std::fs::read_to_string(reason).unwrap().contains("carries a script"));
    assert!(folder.join("refused/с программой.pdf").is_file() && folder.join("не готов.pdf.part").is_file());
    let listed = gateway.run(&["document", "list"]);
    assert_eq!(
        (
            listed[0]["number"].as_str(),
            listed[0]["entity"].as_str(),
            listed[0]["origin"].as_str()
        ),
        (Some("15"), Some(entity.as_str()), Some("folder"))
    );
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let failed = gateway.run(&["exchange", "list", "--failed"]);
    assert!(failed.to_string().contains("с программой.pdf"), "{failed}");

    std::fs::write(folder.join("копия.pdf"), b"%PDF-1.4 bill").unwrap();
    let word = folder.join("taken/копия.pdf.txt");
    waited_for("the word of the copy", || {
        word.metadata().is_ok_and(|found| found.len() > 0)
    });
    assert!(std::fs::read_to_string(word).unwrap().contains("is there already"));
    assert_eq!(gateway.run(&["document", "list"]).as_array().unwrap().len(), 1);
}

fn run(data: &Path, words: &[&str]) -> (bool, String, String) {
    let output = command(data, words).output().unwrap();
    (
        output.status.success(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[tokio::test]
async fn the_operator_adds_attaches_and_is_told_what_is_wrong() {
    let gateway = Gateway::start();
    let entity = add_entity(&gateway);
    let data = gateway.dir.path();
    let file = |name: &str, bytes: &[u8]| {
        let path = data.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let scan = file("scan.pdf", b"%PDF-1.4 scan");
    let (is_done, out, err) = run(
        data,
        &[
            "document",
            "add",
            &scan,
            "--kind",
            "bill",
            "--number",
            "7",
            "--date",
            "2026-02-01",
        ],
    );
    assert!(
        is_done && out.starts_with("added") && err.contains("no dealer sees it"),
        "{out}{err}"
    );
    let added = gateway.run(&["document", "unmatched"]);
    let id = added[0]["id"].as_str().unwrap();
    assert_eq!((&added[0]["kind"], &added[0]["number"]), (&"bill".into(), &"7".into()));
    let (is_done, _, err) = run(data, &["document", "attach", id, "--entity", "nobody"]);
    assert!(!is_done && err.contains("entity list"), "{err}");
    let (is_done, _, err) = run(data, &["document", "attach", id, "--entity", &entity, "--order", "5"]);
    assert!(!is_done && err.contains("order list"), "{err}");
    let attached = gateway.run(&["document", "attach", id, "--entity", &entity]);
    assert_eq!(
        (&attached["entity"], &attached["by_hand"]),
        (&entity.as_str().into(), &true.into())
    );
    let (_, out, _) = run(data, &["document", "add", &scan]);
    assert!(out.starts_with("duplicate"), "{out}");
    let withdrawn = gateway.run(&["document", "withdraw", id]);
    assert_eq!(withdrawn["withdrawn"], true);
    let (_, out, _) = run(data, &["document", "add", &scan]);
    assert!(out.starts_with("added"), "what was withdrawn can come again: {out}");
    let bad = file("bad.xml", b"<html/>");
    let (is_done, _, err) = run(data, &["document", "add", &bad]);
    assert!(!is_done && err.contains("line 1") && err.contains("no УПД"), "{err}");
    let (is_done, _, err) = run(data, &["document", "add", &scan, "--date", "вчера"]);
    assert!(!is_done && err.contains("2026-12-31"), "{err}");
}
