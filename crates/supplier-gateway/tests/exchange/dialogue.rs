//! The dialogue of families A, B and C.

use crate::support::{Gateway, LOGIN, PASSWORD, basic, catalogue, ids, offers};

#[tokio::test]
async fn the_whole_dialogue_of_a_portion_brings_goods_and_offers() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    assert_eq!(
        session.get("type=catalog&mode=init").await.body,
        b"zip=yes\nfile_limit=52428800"
    );
    for (name, xml) in [
        ("import0_1.xml", catalogue(ids(0, 3), true)),
        ("offers0_1.xml", offers(ids(0, 3))),
    ] {
        // Cut in the middle of a letter and of a tag: pieces of one name follow one another.
        let bytes = xml.into_bytes();
        for piece in bytes.chunks(101) {
            assert_eq!(session.send("catalog", name, piece).await.text(), "success");
        }
        let (answer, _) = session.import("catalog", name).await;
        assert_eq!(answer.body, b"success");
        assert_eq!(answer.content_type, "text/plain; charset=utf-8");
    }
    let picture = session.send("catalog", "import_files/4f/4f8d.jpg", [0xff, 0xd8]).await;
    assert_eq!(picture.text(), "success");
    let stats = gateway.stats();
    assert_eq!(
        (
            stats["products"].as_u64(),
            stats["prices"].as_u64(),
            stats["stock_rows"].as_u64()
        ),
        (Some(3), Some(3), Some(3))
    );
    assert!(gateway.stops_gracefully());
}

#[tokio::test]
async fn portions_are_sessions_of_their_own_and_may_come_twice() {
    let gateway = Gateway::start();
    for (name, xml) in [
        ("import0_1.xml", catalogue(ids(0, 2), true)),
        ("import0_2.xml", catalogue(ids(2, 4), false)),
        ("import0_2.xml", catalogue(ids(2, 4), false)),
        ("offers0_1.xml", offers(ids(0, 4))),
        ("offers0_1.xml", offers(ids(0, 4))),
    ] {
        let session = gateway.session().await;
        assert_eq!(session.get("type=catalog&mode=init").await.lines().len(), 2);
        session.take(name, &xml).await;
        let (again, _) = session.import("catalog", name).await;
        assert_eq!(again.text(), "success", "asked again after success");
    }
    let stats = gateway.stats();
    assert_eq!(
        (stats["products"].as_u64(), stats["prices"].as_u64()),
        (Some(4), Some(4))
    );
}

#[tokio::test]
async fn an_import_that_takes_longer_than_the_hold_is_polled() {
    let gateway = Gateway::start_with("[exchange]\nhold_request_s = 0\n");
    let session = gateway.session().await;
    let xml = catalogue(ids(0, 3_000), true);
    assert_eq!(session.send("catalog", "import0_1.xml", xml).await.text(), "success");
    let (answer, polls) = session.import("catalog", "import0_1.xml").await;
    assert_eq!(answer.text(), "success");
    assert!(polls > 0, "with no time to hold, the first answer is progress");
    assert_eq!(gateway.stats()["products"], 3_000);
}

#[tokio::test]
async fn two_requests_for_one_import_join() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let xml = catalogue(ids(0, 2_000), true);
    assert_eq!(session.send("catalog", "import0_1.xml", xml).await.text(), "success");
    let ((first, _), (second, _)) = tokio::join!(
        session.import("catalog", "import0_1.xml"),
        session.import("catalog", "import0_1.xml")
    );
    assert_eq!((first.text(), second.text()), ("success", "success"));
    let db = rusqlite::Connection::open(gateway.dir.path().join("gateway.db")).unwrap();
    let imports: i64 = db
        .query_row("SELECT count(*) FROM exchange_log", [], |row| row.get(0))
        .unwrap();
    assert_eq!(imports, 1);
}

#[tokio::test]
async fn the_address_without_a_path_finds_the_node_by_the_login() {
    let gateway = Gateway::start();
    let session = gateway.sign_in("/bitrix/admin/1c_exchange.php", "site2").await;
    assert_eq!(
        session.get("type=catalog&mode=init").await.lines()[0],
        "zip=no",
        "the node of this login takes no zip"
    );
    session.take("import0_1.xml", &catalogue(ids(0, 1), true)).await;
}

#[tokio::test]
async fn nodes_of_one_login_are_told_apart_by_the_password() {
    let gateway = Gateway::start();
    for (name, password, zip) in [("second", "другой", "yes"), ("third", "другой", "no")] {
        gateway.add_node(name, "site2", password, zip);
    }
    let path = "/bitrix/admin/1c_exchange.php";
    for (password, zip) in [(PASSWORD, "zip=no"), ("другой", "zip=yes")] {
        let session = gateway.sign_in_with(path, "site2", password).await;
        assert_eq!(
            session.get("type=catalog&mode=init").await.lines()[0],
            zip,
            "{password}: the first added of those that fit"
        );
    }
    let wrong = [("authorization", basic("site2", "третий"))];
    let answer = gateway
        .get(&format!("{path}?type=catalog&mode=checkauth"), &wrong)
        .await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn after_init_a_name_sent_again_begins_anew_and_other_names_stay() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let init = "type=catalog&mode=init";
    session.get(init).await;
    let kept = catalogue(ids(0, 2), false);
    assert_eq!(session.send("catalog", "import0_1.xml", kept).await.text(), "success");
    let whole = catalogue(ids(2, 5), false).into_bytes();
    let (first, rest) = whole.split_at(whole.len() / 2);
    assert_eq!(session.send("catalog", "import0_2.xml", first).await.text(), "success");
    // 1C was interrupted, and begins again.
    session.get(init).await;
    for piece in [first, rest] {
        assert_eq!(session.send("catalog", "import0_2.xml", piece).await.text(), "success");
    }
    for name in ["import0_1.xml", "import0_2.xml"] {
        assert_eq!(session.import("catalog", name).await.0.text(), "success", "{name}");
    }
    assert_eq!(gateway.stats()["products"], 5);
}

#[tokio::test]
async fn the_session_is_known_by_its_cookie_or_by_sessid() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let by_parameter = gateway
        .get(&format!("/1c/ut?type=catalog&mode=init&sessid={}", session.id), &[])
        .await;
    assert_eq!(by_parameter.lines().len(), 2);
    let elsewhere = gateway
        .get(
            "/1c/plain?type=catalog&mode=init",
            &[("cookie", session.cookie.clone())],
        )
        .await;
    assert_eq!(
        elsewhere.lines()[0],
        "failure",
        "a session of one node opens nothing at another"
    );
}

#[tokio::test]
async fn a_client_that_names_a_version_gets_four_lines_and_may_end_its_export() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let init = session.get("type=catalog&mode=init&version=3.1").await;
    assert_eq!(
        init.lines(),
        [
            "zip=yes",
            "file_limit=52428800",
            &format!("sessid={}", session.id),
            "version=2.09"
        ]
    );
    for mode in ["deactivate", "complete"] {
        assert_eq!(
            session
                .get(&format!("type=catalog&mode={mode}&timestamp=1"))
                .await
                .text(),
            "success"
        );
    }
}

#[tokio::test]
async fn a_session_lost_by_a_restart_is_told_to_sign_in_again() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    session.take("import0_1.xml", &catalogue(ids(0, 2), true)).await;
    let cookie = session.cookie.clone();
    let gateway = gateway.restarted();
    let answer = gateway
        .get(
            "/1c/ut?type=catalog&mode=import&filename=import0_1.xml",
            &[("cookie", cookie)],
        )
        .await;
    assert_eq!(answer.lines()[0], "failure");
    assert!(answer.text().contains("checkauth"));
    assert_eq!(gateway.stats()["products"], 2, "what was imported stands");
    gateway
        .session()
        .await
        .take("import0_2.xml", &catalogue(ids(2, 3), false))
        .await;
}

#[tokio::test]
async fn a_signed_in_session_needs_no_password_check_for_each_request() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let wrong = [
        ("cookie", session.cookie.clone()),
        ("authorization", basic(LOGIN, &format!("{PASSWORD}x"))),
    ];
    let answer = gateway.get("/1c/ut?type=catalog&mode=init", &wrong).await;
    assert_eq!(answer.lines().len(), 2);
}
