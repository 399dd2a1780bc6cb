//! Codes, tokens and devices.

use crate::support::{NOON, Shop, code_of, own_clock, parse, request};
use axum::http::{Method, StatusCode};
use cabinet_domain::access::Role;
use cabinet_protocol::problem::ProblemCode;
use cabinet_protocol::session::{HelloResponse, Tokens};
use serde_json::json;
use std::sync::atomic::Ordering;
use supplier_gateway::access::tokens::{ACCESS_LIFE_MS, LATE_MS, REFRESH_LIFE_MS, REPLAY_MS};
use supplier_gateway::access::{devices, invitations, people};

const HELLO: &str = r#"{"app_version":"1","schema":1,"cursors":{}}"#;

async fn hello(shop: &Shop, token: &str) -> (StatusCode, Vec<u8>) {
    let (status, _, body) = shop
        .call(request(Method::POST, "/v1/hello", Some(token), HELLO.to_owned()))
        .await;
    (status, body)
}

async fn refresh(shop: &Shop, token: &str) -> Result<Tokens, ProblemCode> {
    let (status, body) = shop.post("/v1/token", None, &json!({ "refresh_token": token })).await;
    if status == StatusCode::OK {
        Ok(parse(&body))
    } else {
        Err(code_of(&body))
    }
}

#[tokio::test]
async fn a_code_is_taken_as_people_type_it_and_works_once() {
    let shop = Shop::new(&[]);
    let entity = shop.entity("ООО Ромашка", None);
    let code = shop.invite(std::slice::from_ref(&entity), Role::Buyer);
    let typed = code
        .to_lowercase()
        .replace('-', " ")
        .replace('1', "l")
        .replace('0', "o");
    let enrolled = shop.enroll(&typed).await.unwrap();
    assert_eq!((enrolled.person_name.as_str(), enrolled.grants.len()), ("Иванов", 1));
    assert_eq!(
        (&enrolled.grants[0].entity, enrolled.grants[0].role),
        (&entity, Role::Buyer)
    );

    let (status, body) = hello(&shop, &enrolled.tokens.access_token).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(parse::<HelloResponse>(&body).grants, enrolled.grants);
    assert_eq!(shop.enroll(&code).await.err().unwrap().code, ProblemCode::CodeUsed);
}

#[tokio::test]
async fn codes_that_cannot_be_used_differ_in_nothing_but_the_problem_code() {
    own_clock!(NOW, clock);
    let shop = Shop::open("", clock, &[]);
    let entity = shop.entity("ООО Ромашка", None);
    let used = shop.invite(std::slice::from_ref(&entity), Role::Buyer);
    shop.enroll(&used).await.unwrap();
    let old = shop.invite(&[entity], Role::Buyer);
    NOW.store(NOON + invitations::CODE_LIFE_MS, Ordering::SeqCst);
    let mut problems = Vec::new();
    for (code, expected) in [
        (used.as_str(), ProblemCode::CodeUsed),
        (old.as_str(), ProblemCode::CodeExpired),
        ("7K2M-ABCD-EFGH-JKMN-PQRS", ProblemCode::CodeUnknown),
        ("no code at all", ProblemCode::CodeUnknown),
    ] {
        let problem = shop.enroll(code).await.err().unwrap();
        assert_eq!(problem.code, expected, "{code}");
        problems.push((problem.status, problem.title));
    }
    assert!(problems.iter().all(|problem| *problem == problems[0]), "{problems:?}");
}

#[tokio::test]
async fn one_code_shown_by_many_at_once_makes_one_device() {
    let shop = Shop::new(&[]);
    let entity = shop.entity("ООО Ромашка", None);
    let code = shop.invite(&[entity], Role::Buyer);
    let tries = futures_util::future::join_all((0..8).map(|_| shop.enroll(&code))).await;
    assert_eq!(tries.iter().filter(|tried| tried.is_ok()).count(), 1);
    assert_eq!(shop.write(|tx| devices::list(tx).unwrap().len()), 1);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_and_enrolling_is_not() {
    let shop = Shop::new(&[]);
    let entity = shop.entity("ООО Ромашка", None);
    for _ in 0..20 {
        let code = shop.invite(std::slice::from_ref(&entity), Role::Viewer);
        shop.enroll(&code).await.unwrap();
    }
    let mut codes = Vec::new();
    for _ in 0..12 {
        codes.push(shop.enroll("7K2M-ABCD-EFGH-JKMN-PQRS").await.err().unwrap().code);
    }
    assert_eq!(codes[..10], [ProblemCode::CodeUnknown; 10]);
    assert_eq!(codes[10..], [ProblemCode::TooManyRequests; 2]);
}

#[tokio::test]
async fn a_lost_answer_to_a_refresh_is_given_again_and_later_reuse_revokes_the_device() {
    own_clock!(NOW, clock);
    let shop = Shop::open("", clock, &[]);
    let entity = shop.entity("ООО Ромашка", None);
    let device = shop.device(&[entity], Role::Buyer).await;

    let first = refresh(&shop, &device.refresh).await.unwrap();
    NOW.store(NOON + REPLAY_MS, Ordering::SeqCst);
    let again = refresh(&shop, &device.refresh).await.unwrap();
    assert_eq!(
        (&first.access_token, &first.refresh_token),
        (&again.access_token, &again.refresh_token)
    );
    assert_eq!(first.access_expires_in_s - again.access_expires_in_s, 60);
    assert_eq!(hello(&shop, &again.access_token).await.0, StatusCode::OK);

    NOW.store(NOON + LATE_MS, Ordering::SeqCst);
    assert!(
        refresh(&shop, &device.refresh).await.is_err(),
        "a late request gets nothing"
    );
    assert_eq!(
        hello(&shop, &again.access_token).await.0,
        StatusCode::OK,
        "and does no harm"
    );

    NOW.store(NOON + LATE_MS + 1, Ordering::SeqCst);
    assert_eq!(
        refresh(&shop, &device.refresh).await.err(),
        Some(ProblemCode::DeviceRevoked)
    );
    assert_eq!(
        refresh(&shop, &first.refresh_token).await.err(),
        Some(ProblemCode::DeviceRevoked),
        "the heir too"
    );
    let (status, body) = hello(&shop, &first.access_token).await;
    assert_eq!(
        (status, code_of(&body)),
        (StatusCode::UNAUTHORIZED, ProblemCode::DeviceRevoked)
    );
}

#[tokio::test]
async fn an_answer_that_never_arrived_may_be_asked_for_again_hours_later() {
    own_clock!(NOW, clock);
    let shop = Shop::open("", clock, &[]);
    let entity = shop.entity("ООО Ромашка", None);
    let device = shop.device(&[entity], Role::Buyer).await;

    let lost = refresh(&shop, &device.refresh).await.unwrap();
    NOW.store(NOON + 5 * ACCESS_LIFE_MS, Ordering::SeqCst);
    let again = refresh(&shop, &device.refresh).await.unwrap();
    assert_eq!(again.refresh_token, lost.refresh_token, "one heir only");
    assert_eq!(again.access_expires_in_s, u64::try_from(ACCESS_LIFE_MS / 1000).unwrap());
    let twice = refresh(&shop, &device.refresh).await.unwrap();
    assert_eq!(twice.refresh_token, lost.refresh_token, "this answer was lost too");

    assert_eq!(hello(&shop, &twice.access_token).await.0, StatusCode::OK);
    let next = refresh(&shop, &twice.refresh_token).await.unwrap();
    assert_eq!(hello(&shop, &next.access_token).await.0, StatusCode::OK);
    assert_eq!(
        refresh(&shop, &device.refresh).await.err(),
        Some(ProblemCode::TokenExpired),
        "a request that was long on its way, two refreshes behind, does no harm"
    );
    NOW.store(NOON + 5 * ACCESS_LIFE_MS + LATE_MS + 1, Ordering::SeqCst);
    assert_eq!(
        refresh(&shop, &device.refresh).await.err(),
        Some(ProblemCode::DeviceRevoked),
        "what is known to have arrived is stolen when it comes again"
    );
}

#[tokio::test]
async fn whoever_uses_a_stolen_token_first_is_cut_off_with_its_owner() {
    own_clock!(NOW, clock);
    let shop = Shop::open("", clock, &[]);
    let entity = shop.entity("ООО Ромашка", None);
    let device = shop.device(&[entity], Role::Buyer).await;

    refresh(&shop, &device.refresh).await.unwrap();
    NOW.store(NOON + 5 * ACCESS_LIFE_MS, Ordering::SeqCst);
    let thief = refresh(&shop, &device.refresh).await.unwrap();
    assert_eq!(hello(&shop, &thief.access_token).await.0, StatusCode::OK);
    NOW.store(NOON + 5 * ACCESS_LIFE_MS + LATE_MS + 1, Ordering::SeqCst);
    assert_eq!(
        refresh(&shop, &device.refresh).await.err(),
        Some(ProblemCode::DeviceRevoked)
    );
    assert_eq!(hello(&shop, &thief.access_token).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn processes_that_race_for_a_refresh_get_the_same_pair() {
    let shop = Shop::new(&[]);
    let entity = shop.entity("ООО Ромашка", None);
    let device = shop.device(&[entity], Role::Buyer).await;
    let pairs = futures_util::future::join_all((0..8).map(|_| refresh(&shop, &device.refresh))).await;
    let first = pairs[0].as_ref().ok().unwrap();
    for pair in &pairs {
        let pair = pair.as_ref().ok().unwrap();
        assert_eq!(
            (&pair.access_token, &pair.refresh_token),
            (&first.access_token, &first.refresh_token)
        );
    }
    assert_eq!(hello(&shop, &first.access_token).await.0, StatusCode::OK);
}

#[tokio::test]
async fn tokens_die_at_their_time() {
    own_clock!(NOW, clock);
    let shop = Shop::open("", clock, &[]);
    let entity = shop.entity("ООО Ромашка", None);
    let device = shop.device(&[entity], Role::Buyer).await;
    // Answered from memory the second and third time, with the time of each moment, and no longer than the token lives.
    for later in [0, 1, ACCESS_LIFE_MS - 1] {
        NOW.store(NOON + later, Ordering::SeqCst);
        let (status, body) = hello(&shop, &device.token).await;
        let answer: HelloResponse = parse(&body);
        assert_eq!((status, answer.server_time_ms), (StatusCode::OK, NOON + later));
    }
    NOW.store(NOON + ACCESS_LIFE_MS, Ordering::SeqCst);
    let (status, body) = hello(&shop, &device.token).await;
    assert_eq!(
        (status, code_of(&body)),
        (StatusCode::UNAUTHORIZED, ProblemCode::TokenExpired)
    );
    let next = refresh(&shop, &device.refresh).await.unwrap();
    NOW.store(NOON + ACCESS_LIFE_MS + REFRESH_LIFE_MS, Ordering::SeqCst);
    assert_eq!(
        refresh(&shop, &next.refresh_token).await.err(),
        Some(ProblemCode::DeviceRevoked)
    );
    for nonsense in ["", ".", "a.b", &device.token] {
        assert_eq!(
            refresh(&shop, nonsense).await.err(),
            Some(ProblemCode::DeviceUnknown),
            "{nonsense}"
        );
    }
}

/// Keeps the sessions of all devices, as a backup of the database does.
fn back_up(shop: &Shop) {
    shop.write(|tx| {
        tx.execute("CREATE TABLE kept AS SELECT * FROM token_family", &[])
            .unwrap()
    });
}

fn put_back(shop: &Shop) {
    shop.write(|tx| {
        tx.execute("DELETE FROM access_token", &[]).unwrap();
        tx.execute("DELETE FROM token_family", &[]).unwrap();
        tx.execute("INSERT INTO token_family SELECT * FROM kept", &[]).unwrap();
    });
}

#[tokio::test]
async fn a_database_put_back_from_a_backup_knows_the_tokens_that_it_gave_out_since() {
    own_clock!(NOW, clock);
    let shop = Shop::open("", clock, &[]);
    let entity = shop.entity("ООО Ромашка", None);
    let device = shop.device(&[entity], Role::Buyer).await;
    let before = refresh(&shop, &device.refresh).await.unwrap();
    back_up(&shop);
    let mut token = before.refresh_token.clone();
    for hour in 1..=4 {
        NOW.store(NOON + hour * 3_600_000, Ordering::SeqCst);
        let next = refresh(&shop, &token).await.unwrap();
        assert_eq!(hello(&shop, &next.access_token).await.0, StatusCode::OK);
        token = next.refresh_token;
    }
    put_back(&shop);

    let forged = token.replacen(".5.", ".6.", 1);
    assert_ne!(forged, token, "the generation stands in the token");
    assert_eq!(refresh(&shop, &forged).await.err(), Some(ProblemCode::DeviceUnknown));
    let goes_on = refresh(&shop, &token).await.unwrap();
    assert_eq!(hello(&shop, &goes_on.access_token).await.0, StatusCode::OK);
    let next = refresh(&shop, &goes_on.refresh_token).await.unwrap();
    assert_eq!(hello(&shop, &next.access_token).await.0, StatusCode::OK);

    // What was given out before the backup is as stolen as ever when it is shown again.
    NOW.store(NOON + 5 * 3_600_000, Ordering::SeqCst);
    assert_eq!(
        refresh(&shop, &before.refresh_token).await.err(),
        Some(ProblemCode::DeviceRevoked)
    );
    assert_eq!(hello(&shop, &next.access_token).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_device_that_a_database_does_not_know_is_not_revoked_and_works_once_it_does() {
    let shop = Shop::new(&[]);
    back_up(&shop);
    let entity = shop.entity("ООО Ромашка", None);
    let device = shop.device(&[entity], Role::Buyer).await;
    shop.write(|tx| {
        tx.execute("CREATE TABLE right_one AS SELECT * FROM token_family", &[])
            .unwrap()
    });
    put_back(&shop);
    assert_eq!(
        refresh(&shop, &device.refresh).await.err(),
        Some(ProblemCode::DeviceUnknown)
    );
    shop.write(|tx| {
        tx.execute("INSERT INTO token_family SELECT * FROM right_one", &[])
            .unwrap()
    });
    let next = refresh(&shop, &device.refresh).await.unwrap();
    assert_eq!(hello(&shop, &next.access_token).await.0, StatusCode::OK);
}

#[tokio::test]
async fn the_operator_shuts_a_device_out_and_takes_a_role_away() {
    let shop = Shop::new(&[]);
    let entity = shop.entity("ООО Ромашка", None);
    let one = shop.device(std::slice::from_ref(&entity), Role::Buyer).await;
    let other = shop.device(std::slice::from_ref(&entity), Role::Buyer).await;
    // What is known of both from now on must not outlive what the operator does.
    for device in [&one, &other, &one, &other] {
        assert_eq!(hello(&shop, &device.token).await.0, StatusCode::OK);
    }
    let id = shop
        .write(|tx| devices::list(tx).unwrap())
        .into_iter()
        .find(|d| d.person == one.person)
        .unwrap()
        .id;
    assert!(shop.write(|tx| devices::revoke(tx, &id, devices::RevokedWhy::Operator, NOON).unwrap()));
    assert_eq!(code_of(&hello(&shop, &one.token).await.1), ProblemCode::DeviceRevoked);

    assert!(shop.write(|tx| people::withdraw(tx, &other.person, &entity, NOON).unwrap()));
    let (status, body) = hello(&shop, &other.token).await;
    let answer: HelloResponse = parse(&body);
    assert_eq!(
        (status, answer.grants.len(), answer.feeds.len()),
        (StatusCode::OK, 0, 0)
    );
}

#[tokio::test]
async fn nothing_secret_is_stored_as_it_is() {
    let shop = Shop::new(&[]);
    let entity = shop.entity("ООО Ромашка", None);
    let open = shop.invite(std::slice::from_ref(&entity), Role::Buyer);
    let device = shop.device(&[entity], Role::Buyer).await;
    let next = refresh(&shop, &device.refresh).await.unwrap();
    let mut stored = Vec::new();
    for file in std::fs::read_dir(shop.path()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            stored.extend(std::fs::read(path).unwrap());
        }
    }
    let holds = |needle: &[u8]| stored.windows(needle.len()).any(|window| window == needle);
    assert!(holds("ООО Ромашка".as_bytes()), "the search itself works");
    for (name, text) in [
        ("code", open.replace('-', "")),
        ("access", device.token),
        ("refresh", device.refresh.split('.').nth(1).unwrap().to_owned()),
        ("next access", next.access_token),
        ("next refresh", next.refresh_token.split('.').nth(1).unwrap().to_owned()),
    ] {
        assert!(!holds(text.as_bytes()), "{name} as text");
        if let Ok(raw) = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()) {
            assert!(!holds(&raw), "{name} as bytes");
        }
    }
}
