//! What is refused: strangers, names that lead elsewhere, files that never came, files that cannot be read.

use crate::support::{Gateway, LOGIN, PASSWORD, basic, catalogue, ids};
use reqwest::StatusCode;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_wrong_login_password_or_node_gets_one_and_the_same_failure() {
    let gateway = Gateway::start();
    let mut answers = Vec::new();
    for (case, path, login, password) in [
        ("a wrong password", "/1c/ut", LOGIN, "wrong"),
        ("another node's login", "/1c/ut", "site2", PASSWORD),
        ("an unknown node", "/1c/nobody", LOGIN, PASSWORD),
        ("an unknown login", "/bitrix/admin/1c_exchange.php", "nobody", PASSWORD),
    ] {
        let answer = gateway
            .get(
                &format!("{path}?type=catalog&mode=checkauth"),
                &[("authorization", basic(login, password))],
            )
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{case}");
        assert_eq!(answer.lines()[0], "failure", "{case}");
        answers.push(answer);
    }
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "they do not tell which nodes exist"
    );
    let without = gateway.get("/1c/ut?type=catalog&mode=checkauth", &[]).await;
    assert_eq!(
        (without.status, without.lines()[0]),
        (StatusCode::UNAUTHORIZED, "failure")
    );
}

#[tokio::test]
async fn guessing_passwords_becomes_slow_even_in_parallel() {
    let gateway = Gateway::start();
    let began = Instant::now();
    let guesses = (0..5).map(|n| {
        let headers = [("authorization", basic(LOGIN, &format!("guess {n}")))];
        let gateway = &gateway;
        async move { gateway.get("/1c/ut?type=catalog&mode=checkauth", &headers).await.status }
    });
    for status in futures_util::future::join_all(guesses).await {
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    }
    assert!(
        began.elapsed() >= Duration::from_millis(1_500),
        "the fourth and fifth answers wait 0.5 s and 1 s"
    );
    // The other node is not slowed down, and a right password still works here.
    gateway.sign_in("/1c/plain", "site2").await;
    gateway.session().await;
}

#[tokio::test]
async fn nothing_is_done_without_a_session() {
    let gateway = Gateway::start();
    for mode in [
        "init",
        "file&filename=a.xml",
        "import&filename=a.xml",
        "query",
        "success",
        "complete",
    ] {
        let answer = gateway.get(&format!("/1c/ut?type=catalog&mode={mode}"), &[]).await;
        assert_eq!(
            (answer.status, answer.lines()[0]),
            (StatusCode::OK, "failure"),
            "{mode}"
        );
        assert!(answer.text().contains("checkauth"), "{mode}");
    }
}

#[tokio::test]
async fn names_that_lead_elsewhere_are_refused() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    for name in [
        "..%2Fx.xml",
        "%2Fetc%2Fpasswd",
        "C%3A%5Cx.xml",
        "a%00.xml",
        "..",
        "import_files%2F..%2F..%2Fx",
        "",
    ] {
        let answer = session.send("catalog", name, "x").await;
        assert_eq!(answer.lines()[0], "failure", "{name}");
        let answer = session.get(&format!("type=catalog&mode=import&filename={name}")).await;
        assert_eq!(answer.lines()[0], "failure", "{name}");
    }
}

#[tokio::test]
async fn the_import_of_a_file_that_never_came_is_a_failure() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let (answer, _) = session.import("catalog", "import0_1.xml").await;
    assert!(
        answer.text().starts_with("failure\n") && answer.text().contains("import0_1.xml"),
        "{}",
        answer.text()
    );
    // The failure is not held against the file once it comes.
    session.take("import0_1.xml", &catalogue(ids(0, 1), true)).await;
    let unknown = session.get("type=catalog&mode=dance").await;
    assert!(unknown.text().starts_with("failure\n") && unknown.text().contains("dance"));
}

#[tokio::test]
async fn broken_xml_fails_with_file_and_line_keeps_old_data_and_may_be_sent_again() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    session.take("import0_1.xml", &catalogue(ids(0, 2), true)).await;
    let broken = catalogue(ids(2, 9), false).replacen("</Товар>\n</Товары>", "</Товарищ>\n</Товары>", 1);
    assert_eq!(session.send("catalog", "import0_2.xml", broken).await.text(), "success");
    let (answer, _) = session.import("catalog", "import0_2.xml").await;
    let lines = answer.lines();
    assert_eq!(lines[0], "failure");
    assert!(
        lines[1].contains("import0_2.xml") && lines[1].contains("line "),
        "{}",
        lines[1]
    );
    assert_eq!(gateway.stats()["products"], 2);
    let db = rusqlite::Connection::open(gateway.dir.path().join("gateway.db")).unwrap();
    let logged: String = db
        .query_row(
            "SELECT error FROM exchange_log WHERE file = 'import0_2.xml'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(logged.contains("line "), "{logged}");

    // 1C sends the portion again: the file begins anew, it is not appended to the broken one.
    session.take("import0_2.xml", &catalogue(ids(2, 9), false)).await;
    assert_eq!(gateway.stats()["products"], 9);
}

#[tokio::test]
async fn a_new_password_or_a_removed_node_ends_what_is_open_at_once() {
    let gateway = Gateway::start();
    let mine = gateway.session().await;
    let other = gateway.sign_in("/1c/plain", "site2").await;
    assert_eq!(
        mine.send("catalog", "a.xml", catalogue(ids(0, 1), false)).await.text(),
        "success"
    );
    let secret = gateway.dir.path().join("new.txt");
    std::fs::write(&secret, "другой-8\n").unwrap();
    let secret = secret.to_str().unwrap();
    let changed = gateway.run(&["node", "password", "ut", "--password-file", secret]);
    assert_eq!(changed["id"], "ut");
    for query in [
        "type=catalog&mode=init",
        "type=catalog&mode=import&filename=a.xml",
        "type=sale&mode=query",
    ] {
        let answer = mine.get(query).await;
        assert_eq!(answer.lines()[0], "failure", "{query}: {answer:?}");
    }
    assert_eq!(
        gateway.stats()["products"],
        0,
        "what the old password sent is not imported"
    );
    assert_eq!(
        other.get("type=catalog&mode=init").await.lines()[0],
        "zip=no",
        "the other node goes on"
    );
    let old = gateway
        .get(
            "/1c/ut?type=catalog&mode=checkauth",
            &[("authorization", basic(LOGIN, PASSWORD))],
        )
        .await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    gateway.sign_in_with("/1c/ut", LOGIN, "другой-8").await;

    let entity = gateway.run(&[
        "entity",
        "add",
        "--name",
        "Ромашка",
        "--inn",
        "7707083893",
        "--node",
        "plain",
    ]);
    let removed = gateway.run(&["node", "remove", "plain", "--yes"]);
    assert_eq!((&removed["removed"], &removed["entities"]), (&true.into(), &1.into()));
    assert_eq!(other.get("type=catalog&mode=init").await.lines()[0], "failure");
    let entities = gateway.run(&["entity", "list"]);
    assert_eq!(
        (&entities[0]["id"], &entities[0]["node"]),
        (&entity["id"], &serde_json::Value::Null)
    );
    // A node of the same name is another node: the old session does not come back with it.
    gateway.add_node("plain", "site2", PASSWORD, "no");
    assert_eq!(other.get("type=catalog&mode=init").await.lines()[0], "failure");
}
