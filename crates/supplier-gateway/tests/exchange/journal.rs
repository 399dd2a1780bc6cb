//! What the operator is told of exchanges: each file, what was left out of it, what never came; and nothing secret.

use crate::support::{Gateway, catalogue, command, ids, offers};
use serde_json::Value;

fn listed(gateway: &Gateway, words: &[&str]) -> Vec<Value> {
    let all: Vec<&str> = ["exchange", "list"].iter().chain(words).copied().collect();
    let list = gateway.run(&all);
    list.as_array().unwrap().clone()
}

fn text(gateway: &Gateway, words: &[&str]) -> String {
    let output = command(gateway.dir.path(), words).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn summary(entries: &[Value]) -> Vec<(&str, &str, &str)> {
    entries
        .iter()
        .map(|entry| {
            (
                entry["kind"].as_str().unwrap(),
                entry["file"].as_str().unwrap(),
                entry["result"].as_str().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn each_exchange_is_listed_with_what_was_left_out_and_what_never_came() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    session.take("import0_1.xml", &catalogue(ids(0, 2), false)).await;
    let odd = offers(ids(0, 2)).replacen("<ЦенаЗаЕдиницу>10<", "<ЦенаЗаЕдиницу>дорого<", 1);
    session.take("offers0_1.xml", &odd).await;
    let broken = "<КоммерческаяИнформация>\n<Каталог>\n</Каталог1>";
    assert_eq!(session.send("catalog", "import0_2.xml", broken).await.text(), "success");
    assert_eq!(session.import("catalog", "import0_2.xml").await.0.lines()[0], "failure");
    assert_eq!(session.import("catalog", "never.xml").await.0.lines()[0], "failure");
    assert_eq!(
        session.send("catalog", "import_files/1.jpg", b"<html>").await.text(),
        "success"
    );
    session.take("import0_3.xml", &catalogue(ids(2, 3), false)).await;
    let plain = gateway.sign_in("/1c/plain", "site2").await;
    plain.take("import0_1.xml", &catalogue(ids(3, 4), false)).await;

    let all = listed(&gateway, &[]);
    let mut oldest_first = summary(&all);
    oldest_first.reverse();
    assert_eq!(
        oldest_first,
        [
            ("catalogue", "import0_1.xml", "taken"),
            ("offers", "offers0_1.xml", "partly"),
            ("catalogue", "import0_2.xml", "failed"),
            ("unknown", "never.xml", "failed"),
            ("catalogue", "import0_3.xml", "taken"),
            ("media", "import_files/1.jpg", "partly"),
            ("catalogue", "import0_1.xml", "taken"),
        ]
    );
    assert_eq!(summary(&listed(&gateway, &["--node", "plain"])).len(), 1);
    assert_eq!(listed(&gateway, &["--failed"]).len(), 4);
    assert_eq!(listed(&gateway, &["--limit", "2"]).len(), 2);
    assert_eq!(listed(&gateway, &["--since", "2999-01-01"]).len(), 0);
    assert_eq!(listed(&gateway, &["--since", "2020-01-01"]).len(), 7);

    let priced = all.iter().find(|entry| entry["kind"] == "offers").unwrap();
    assert_eq!(
        (&priced["counts"]["offers"], &priced["counts"]["prices"]),
        (&2.into(), &1.into())
    );
    assert_eq!(priced["notes"][0]["kind"], "unreadable_price");
    let shown = text(&gateway, &["exchange", "show", priced["id"].as_str().unwrap()]);
    assert!(
        shown.contains("дорого") && shown.contains("correct it in 1C"),
        "{shown}"
    );
    let label = priced["session"].as_str().unwrap();
    let story = text(&gateway, &["exchange", "show", label]);
    assert!(
        story.contains("line 3") && story.contains("mode=file") && story.contains("import_files/1.jpg"),
        "{story}"
    );
    let at = |name: &str| story.find(name).unwrap_or_else(|| panic!("{name} in {story}"));
    assert!(
        at("import0_1.xml") < at("never.xml"),
        "a session is told from its beginning: {story}"
    );
    assert!(
        !story.contains(&session.id) && !gateway.run(&["exchange", "list"]).to_string().contains(&session.id),
        "the session's id signs 1C in"
    );
}

#[test]
fn what_is_asked_wrongly_is_answered_with_what_to_do() {
    let gateway = Gateway::start();
    for (words, told) in [
        (["exchange", "list", "--since", "вчера"].as_slice(), "2026-02-01"),
        (["exchange", "show", "7"].as_slice(), "exchange list"),
        (["exchange", "show", "s-0"].as_slice(), "exchange list"),
        (["node", "remove", "nobody", "--yes"].as_slice(), "node list"),
        (["node", "remove", "ut"].as_slice(), "--yes"),
    ] {
        let output = command(gateway.dir.path(), words).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{words:?}: {error}");
        assert!(error.contains(told), "{words:?}: {error}");
    }
    assert_eq!(gateway.run(&["node", "list"]).as_array().unwrap().len(), 2);
}

#[test]
fn the_log_is_plain_text_without_the_doings_of_migrations_unless_asked_for() {
    for (level, expects_migrations) in [(None, false), (Some("info"), true)] {
        let dir = tempfile::tempdir().unwrap();
        // It ends by itself: without TLS it does not listen abroad.
        let mut serve = command(dir.path(), &["serve", "--listen", "192.0.2.1:1"]);
        if let Some(level) = level {
            serve.env("RUST_LOG", level);
        }
        let words = String::from_utf8(serve.output().unwrap().stderr).unwrap();
        assert!(words.contains("WARN") && words.contains("gateway.toml"), "{words}");
        assert!(!words.contains('\u{1b}'), "{words}");
        assert_eq!(words.contains("refinery"), expects_migrations, "{words}");
    }
}
