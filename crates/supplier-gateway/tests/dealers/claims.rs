//! Claims: filed once, with their files or not at all, answered by the operator, seen by those who may.

use crate::support::{Device, NOON, Shop, code_of, line, own_clock, parse, request};
use crate::xml::article;
use axum::http::{Method, StatusCode};
use cabinet_domain::access::Role;
use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use cabinet_domain::ids::{EntityId, OrderId};
use cabinet_protocol::claims::{FileClaim, SayInClaim, SentFile, UploadStanding, hash_of};
use cabinet_protocol::commands::{Command, CommandBody, RejectReason, Verdict};
use cabinet_protocol::problem::ProblemCode;
use clap::Parser;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use supplier_gateway::console::claims::{self, ClaimCommand};

const CLAIM: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

/// A file whose bytes are those of no photo but begin like one.
fn photo(length: usize) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0".to_vec();
    bytes.extend((0..length).map(|at| u8::try_from(at % 251).unwrap()));
    bytes
}

fn sent(bytes: &[u8], name: &str) -> SentFile {
    SentFile {
        blake3: hash_of(bytes),
        name: name.to_owned(),
        media_type: "image/jpeg".to_owned(),
        bytes: u64::try_from(bytes.len()).unwrap(),
    }
}

fn wanted(order: &str, files: Vec<SentFile>) -> FileClaim {
    FileClaim {
        claim: CLAIM.into(),
        order: order.into(),
        item: "a".into(),
        kind: ClaimKind::Defect,
        remedy: ClaimRemedy::Replace,
        quantity_milli: 2_000,
        text: "Резьба сорвана".to_owned(),
        files,
    }
}

/// A shop with an order of five pieces.
struct Sold {
    shop: Shop,
    e: EntityId,
    buyer: Device,
    order: String,
}

async fn sold_in(shop: Shop) -> Sold {
    let e = shop.entity("ООО Ромашка", Some("p1"));
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    shop.placed(&buyer, &e, "k-order", &[line("a", 5, Some(100))]).await;
    let order = shop.document(&buyer, &e).await.0.id;
    Sold { shop, e, buyer, order }
}

async fn sold() -> Sold {
    sold_in(Shop::new(&[article("a", "100", [9, 9])])).await
}

impl Sold {
    async fn command(&self, device: &Device, key: &str, body: CommandBody) -> Verdict {
        let command = Command {
            key: key.into(),
            entity: self.e.clone(),
            body,
        };
        self.shop.command(device, command).await.verdict
    }

    async fn file(&self, key: &str, wanted: FileClaim) -> Verdict {
        self.command(&self.buyer, key, CommandBody::FileClaim(wanted)).await
    }

    async fn say(&self, device: &Device, key: &str, text: &str) -> Verdict {
        let said = SayInClaim {
            claim: CLAIM.into(),
            text: text.to_owned(),
            files: Vec::new(),
        };
        self.command(device, key, CommandBody::SayInClaim(said)).await
    }

    async fn begin(&self, bytes: &[u8], name: &str) -> (StatusCode, Vec<u8>) {
        let body = json!({ "blake3": hash_of(bytes), "bytes": bytes.len(), "name": name });
        let path = format!("/v1/entities/{}/uploads", self.e);
        self.shop.post(&path, Some(&self.buyer.token), &body).await
    }

    async fn piece(&self, hash: &str, offset: usize, piece: &[u8]) -> (StatusCode, Vec<u8>) {
        let path = format!("/v1/entities/{}/uploads/{hash}?offset={offset}", self.e);
        let mut request = request(Method::POST, &path, Some(&self.buyer.token), String::new());
        *request.body_mut() = piece.to_vec().into();
        let (status, _, body) = self.shop.call(request).await;
        (status, body)
    }

    async fn upload(&self, bytes: &[u8]) {
        self.begin(bytes, "a.jpg").await;
        let (status, body) = self.piece(&hash_of(bytes), 0, bytes).await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&body));
    }

    fn console(&self, words: &[&str]) -> Result<Value, String> {
        #[derive(Debug, clap::Parser)]
        struct Line {
            #[command(subcommand)]
            command: ClaimCommand,
        }
        let dir = self.shop.path().to_str().unwrap().to_owned();
        let target = ["--json", "--data", &dir];
        let line = ["claim"].iter().chain(words).chain(&target).copied();
        let command = Line::try_parse_from(line).map_err(|error| error.to_string())?.command;
        let mut out = Vec::new();
        claims::claim(&command, &mut out).map_err(|error| error.to_string())?;
        Ok(serde_json::from_slice(&out).unwrap())
    }
}

fn rejected(reason: RejectReason) -> Verdict {
    Verdict::Rejected { reason }
}

#[tokio::test]
async fn a_claim_is_filed_once_with_its_photo_and_its_deadline() {
    let sold = sold().await;
    let bytes = photo(3_000);
    let file = wanted(&sold.order, vec![sent(&bytes, "IMG_1.jpg")]);
    // The photo is not there: nothing happens, and the key stays free.
    let missing = Verdict::NeedsFiles {
        missing: vec![hash_of(&bytes)],
    };
    assert_eq!(sold.file("k-claim", file.clone()).await, missing);
    sold.upload(&bytes).await;
    assert_eq!(sold.file("k-claim", file.clone()).await, Verdict::Done);
    assert_eq!(sold.file("k-claim", file.clone()).await, Verdict::Done, "a repetition");
    assert_eq!(
        sold.file("k-other", file).await,
        rejected(RejectReason::Invalid),
        "the id is taken"
    );
    let claims = sold.shop.claims(&sold.buyer, &sold.e).await;
    assert_eq!(claims.len(), 1);
    let claim = &claims[0];
    assert_eq!(
        (claim.number.as_str(), claim.state.as_str(), claim.order_number.as_str()),
        ("1", "received", "1")
    );
    assert_eq!(
        (claim.kind.as_str(), claim.remedy.as_str(), claim.quantity_milli),
        ("defect", "replace", 2_000)
    );
    // Five days on, at the end of the day in Moscow.
    assert_eq!(claim.answer_by_ms, Some(1_770_411_600_000));
    assert!(claim.answer_by_ms.unwrap() > NOON);
    assert_eq!(claim.messages.len(), 1);
    assert_eq!(claim.messages[0].files[0].name, "IMG_1.jpg");
    let path = format!("/v1/entities/{}/claims/{CLAIM}/files/{}", sold.e, hash_of(&bytes));
    let (status, headers, body) = sold
        .shop
        .call(request(Method::GET, &path, Some(&sold.buyer.token), String::new()))
        .await;
    assert_eq!((status, body), (StatusCode::OK, bytes));
    assert_eq!(headers["content-disposition"], "attachment");
}

#[tokio::test]
async fn an_upload_that_is_cut_anywhere_goes_on_where_it_was() {
    let sold = sold().await;
    let bytes = photo(50_000);
    let hash = hash_of(&bytes);
    sold.begin(&bytes, "a.jpg").await;
    // Pieces of any length, repeated, from wrong places, with a question in between.
    let mut received = 0;
    for (turn, length) in [1, 700, 0, 20_000, 13, 9_999].into_iter().enumerate() {
        let to = (received + length).min(bytes.len());
        let (_, body) = sold.piece(&hash, received, &bytes[received..to]).await;
        assert_eq!(parse::<UploadStanding>(&body).received, to as u64, "turn {turn}");
        let (_, again) = sold.piece(&hash, received, &bytes[received..to]).await;
        assert_eq!(
            parse::<UploadStanding>(&again).received,
            to as u64,
            "a repeated piece changes nothing"
        );
        received = to;
        let (_, asked) = sold.begin(&bytes, "a.jpg").await;
        assert_eq!(parse::<UploadStanding>(&asked).received, to as u64);
    }
    let (_, body) = sold.piece(&hash, received, &bytes[received..]).await;
    assert!(parse::<UploadStanding>(&body).is_whole);
    let (_, body) = sold.begin(&bytes, "a.jpg").await;
    assert!(
        parse::<UploadStanding>(&body).is_whole,
        "the same file is uploaded once"
    );
}

#[tokio::test]
async fn bytes_with_another_hash_begin_anew_and_files_that_are_not_taken_are_refused() {
    let sold = sold().await;
    let bytes = photo(1_000);
    let hash = hash_of(&bytes);
    sold.begin(&bytes, "a.jpg").await;
    let mut spoiled = bytes.clone();
    spoiled[500] ^= 1;
    let (status, body) = sold.piece(&hash, 0, &spoiled).await;
    let standing: UploadStanding = parse(&body);
    assert_eq!(
        (status, standing.received, standing.is_whole),
        (StatusCode::OK, 0, false)
    );
    let (_, body) = sold.piece(&hash, 0, &bytes).await;
    assert!(parse::<UploadStanding>(&body).is_whole);

    for (name, bytes) in [
        ("photo.jpg", b"MZ\x90\0 a program".as_slice()),
        ("page.html", b"<html><script>"),
        ("IMG.HEIC", b"\0\0\0\x24ftypheic\0\0\0\0"),
    ] {
        sold.begin(bytes, name).await;
        let (status, body) = sold.piece(&hash_of(bytes), 0, bytes).await;
        assert_eq!(
            (status, code_of(&body)),
            (StatusCode::BAD_REQUEST, ProblemCode::Malformed),
            "{name}"
        );
    }
    let limit = json!({ "blake3": "0".repeat(64), "bytes": 20 * 1024 * 1024, "name": "a.jpg" });
    let path = format!("/v1/entities/{}/uploads", sold.e);
    let (status, _) = sold.shop.post(&path, Some(&sold.buyer.token), &limit).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let crooked = json!({ "blake3": "../../gateway.db", "bytes": 10, "name": "a.jpg" });
    let (status, _) = sold.shop.post(&path, Some(&sold.buyer.token), &crooked).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_claim_that_cannot_stand_is_refused_with_its_reason() {
    let sold = sold().await;
    let file = wanted(&sold.order, Vec::new());
    let cases = [
        (
            "an order that does not exist",
            FileClaim {
                order: "no-such-order".into(),
                ..file.clone()
            },
            RejectReason::UnknownOrder,
        ),
        (
            "goods that are not in it",
            FileClaim {
                item: "b".into(),
                ..file.clone()
            },
            RejectReason::UnknownOrder,
        ),
        (
            "more than was ordered",
            FileClaim {
                quantity_milli: 6_000,
                ..file.clone()
            },
            RejectReason::Invalid,
        ),
        (
            "nothing said",
            FileClaim {
                text: " ".into(),
                ..file.clone()
            },
            RejectReason::Invalid,
        ),
        (
            "too much said",
            FileClaim {
                text: "д".repeat(4_001),
                ..file.clone()
            },
            RejectReason::TooMuch,
        ),
    ];
    for (at, (name, wanted, reason)) in cases.into_iter().enumerate() {
        assert_eq!(sold.file(&format!("k-{at}"), wanted).await, rejected(reason), "{name}");
    }
    // Somebody else's order looks like none.
    let other = sold.shop.entity_with_inn("Другие", "7702070139", Some("p1"));
    let them = sold.shop.device(std::slice::from_ref(&other), Role::Buyer).await;
    let theirs = Command {
        key: "k-theirs".into(),
        entity: other,
        body: CommandBody::FileClaim(file.clone()),
    };
    assert_eq!(
        sold.shop.command(&them, theirs).await.verdict,
        rejected(RejectReason::UnknownOrder)
    );
    // Who knows the hash of another dealer's photo has nothing of it.
    let bytes = photo(100);
    sold.upload(&bytes).await;
    assert_eq!(
        sold.file(
            "k-good",
            FileClaim {
                files: vec![sent(&bytes, "a.jpg")],
                ..file
            }
        )
        .await,
        Verdict::Done
    );
    let path = format!("/v1/entities/{}/claims/{CLAIM}/files/{}", sold.e, hash_of(&bytes));
    let (status, _) = sold.shop.get(&path, Some(&them.token)).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_claim_on_a_cancelled_order_is_refused() {
    let sold = sold().await;
    let order = OrderId::from(sold.order.as_str());
    sold.shop.write(|tx| {
        tx.execute(
            "UPDATE orders SET state = 'cancelled', is_cancelled = 1 WHERE id = $1",
            &[order.as_str().into()],
        )
        .unwrap();
    });
    let verdict = sold.file("k", wanted(&sold.order, Vec::new())).await;
    assert_eq!(verdict, rejected(RejectReason::OrderCancelled));
}

#[tokio::test]
async fn roles_without_rights_on_claims_neither_file_nor_see_nor_upload() {
    let sold = sold().await;
    assert_eq!(sold.file("k", wanted(&sold.order, Vec::new())).await, Verdict::Done);
    let viewer = sold.shop.device(std::slice::from_ref(&sold.e), Role::Viewer).await;
    let verdict = sold.say(&viewer, "k-say", "Когда?").await;
    assert_eq!(verdict, rejected(RejectReason::Forbidden));
    let feed = format!("/v1/feeds/claim:{}/manifest", sold.e);
    assert_eq!(sold.shop.get(&feed, Some(&viewer.token)).await.0, StatusCode::FORBIDDEN);
    let path = format!("/v1/entities/{}/uploads", sold.e);
    let body = json!({ "blake3": "0".repeat(64), "bytes": 10, "name": "a.jpg" });
    assert_eq!(
        sold.shop.post(&path, Some(&viewer.token), &body).await.0,
        StatusCode::FORBIDDEN
    );
    let worker = sold.shop.device(std::slice::from_ref(&sold.e), Role::Claims).await;
    assert_eq!(sold.shop.claims(&worker, &sold.e).await.len(), 1);
    assert_eq!(sold.say(&worker, "k-worker", "Ждём ответа").await, Verdict::Done);
}

#[tokio::test]
async fn the_supplier_answers_decides_and_closes_and_those_who_wrote_are_told() {
    own_clock!(NOW, clock);
    let sold = sold_in(Shop::open(
        "[supplier]\nname = \"Метиз-Трейд\"\n[claims]\nanswer_days = 2\n",
        clock,
        &[article("a", "100", [9, 9])],
    ))
    .await;
    let bytes = photo(2_000);
    sold.upload(&bytes).await;
    let verdict = sold
        .file("k", wanted(&sold.order, vec![sent(&bytes, "../../IMG 1.jpg")]))
        .await;
    assert_eq!(verdict, Verdict::Done);
    // A second device of the same person sees it and writes in it.
    let again = sold
        .shop
        .another_device(&sold.buyer.person, std::slice::from_ref(&sold.e), Role::Buyer)
        .await;
    assert_eq!(sold.say(&again, "k-again", "Есть ещё одна").await, Verdict::Done);
    let colleague = sold.shop.device(std::slice::from_ref(&sold.e), Role::Claims).await;
    assert_eq!(sold.say(&colleague, "k-colleague", "Партия 7").await, Verdict::Done);

    let listed = sold.console(&["list"]).unwrap();
    assert_eq!(
        (listed[0]["number"].as_str(), listed[0]["is_overdue"].as_bool()),
        // The operator's clock is the machine's own, long after the days of this story.
        (Some("1"), Some(true))
    );
    let out = sold.shop.path().join("saved");
    let shown = sold.console(&["show", "1", "--out", out.to_str().unwrap()]).unwrap();
    assert_eq!(shown["messages"].as_array().unwrap().len(), 3);
    let saved = shown["saved"][0].as_str().unwrap();
    assert!(std::path::Path::new(saved).parent() == Some(out.as_path()), "{saved}");
    assert_eq!(std::fs::read(saved).unwrap(), bytes);

    let act = sold.shop.path().join("акт.pdf");
    std::fs::write(&act, b"%PDF-1.7 act").unwrap();
    let act = act.to_str().unwrap();
    let answered = sold
        .console(&["answer", "1", "--text", "Пришлите номер партии", "--file", act])
        .unwrap();
    assert_eq!(
        (answered["state"].as_str(), answered["answer_by_ms"].as_i64()),
        (Some("answered"), None)
    );
    // A question is answered: the supplier owes a word again.
    assert_eq!(sold.say(&again, "k-batch", "Партия 7").await, Verdict::Done);
    let claim = sold.shop.claims(&sold.buyer, &sold.e).await.remove(0);
    assert_eq!(claim.state, "in_work");
    assert!(claim.answer_by_ms.unwrap() > clock());
    let accepted = sold
        .console(&["answer", "1", "--text", "Заменим", "--decision", "accepted"])
        .unwrap();
    assert_eq!(accepted["state"], "accepted");
    assert!(sold.console(&["answer", "1"]).is_err(), "nothing said");
    assert_eq!(sold.console(&["close", "1", "--file", act]).unwrap()["state"], "closed");
    assert!(sold.console(&["answer", "1", "--text", "Поздно"]).is_err());
    assert_eq!(
        sold.say(&again, "k-late", "Спасибо").await,
        rejected(RejectReason::ClaimClosed)
    );
    let claim = sold.shop.claims(&colleague, &sold.e).await.remove(0);
    let states: Vec<&str> = claim.history.iter().map(|change| change.state.as_str()).collect();
    assert_eq!(states, ["received", "answered", "in_work", "accepted", "closed"]);
    assert_eq!(claim.messages[3].who, "Метиз-Трейд");
    assert_eq!(
        claim.messages.last().unwrap().files[0].name,
        "акт.pdf",
        "closed with a document"
    );
    assert!(claim.messages[3].is_supplier && claim.messages[3].files[0].name == "акт.pdf");

    for device in [&sold.buyer, &again, &colleague] {
        let (_, notices) = sold.shop.personal(device).await;
        let told: Vec<(&str, &str)> = notices
            .iter()
            .map(|notice| (notice.kind.as_str(), notice.claim_state.as_str()))
            .collect();
        assert_eq!(
            told,
            [("claim", "answered"), ("claim", "accepted"), ("claim", "closed")]
        );
    }
    assert!(sold.console(&["show", "17"]).unwrap_err().contains("claim list"));
}

#[tokio::test]
async fn files_that_no_message_names_are_removed_after_a_week() {
    own_clock!(NOW, clock);
    let sold = sold_in(Shop::open("", clock, &[article("a", "100", [9, 9])])).await;
    let (named, unnamed) = (photo(100), photo(200));
    sold.upload(&named).await;
    sold.upload(&unnamed).await;
    assert_eq!(
        sold.file("k", wanted(&sold.order, vec![sent(&named, "a.jpg")])).await,
        Verdict::Done
    );
    let state = &sold.shop.state;
    NOW.fetch_add(6 * 24 * 60 * 60 * 1000, Ordering::SeqCst);
    assert_eq!(state.uploads.prune(state.db.as_ref(), clock()).unwrap(), 0);
    NOW.fetch_add(2 * 24 * 60 * 60 * 1000, Ordering::SeqCst);
    assert_eq!(state.uploads.prune(state.db.as_ref(), clock()).unwrap(), 1);
    assert!(state.uploads.bytes(&sold.e, &hash_of(&named)).unwrap().is_some());
    assert!(state.uploads.bytes(&sold.e, &hash_of(&unnamed)).unwrap().is_none());
}
