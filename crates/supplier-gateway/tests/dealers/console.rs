//! The operator's commands about dealers and orders.

use crate::support::{Shop, line, noon};
use crate::xml::article;
use cabinet_domain::access::Role;
use cabinet_protocol::invitation::Invitation;
use clap::Parser;
use serde_json::Value;
use std::path::Path;
use supplier_gateway::console::dealers::{self, DealersError, EntityCommand, Invite};
use supplier_gateway::console::orders::{self, OrderCommand};
use supplier_gateway::console::people::{self, DeviceCommand, PersonCommand};

#[derive(Debug, clap::Parser)]
enum Command {
    #[command(subcommand)]
    Entity(EntityCommand),
    Invite(Invite),
    #[command(subcommand)]
    Person(PersonCommand),
    #[command(subcommand)]
    Device(DeviceCommand),
    #[command(subcommand)]
    Order(OrderCommand),
}

/// What a command printed, and what it warned of.
fn run(dir: &Path, words: &[&str]) -> Result<(String, String), String> {
    let dir = dir.to_str().unwrap();
    let target = ["--data", dir];
    let line = ["gateway"].iter().chain(words).chain(&target).copied();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let done = match Command::try_parse_from(line).map_err(|error| error.to_string())? {
        Command::Entity(command) => dealers::entity(&command, &mut out, &mut err),
        Command::Invite(command) => dealers::invite(&command, &mut out, &mut err),
        Command::Person(command) => people::person(&command, &mut out),
        Command::Device(command) => people::device(&command, &mut out),
        Command::Order(command) => {
            orders::order(&command, &mut out).map_err(|error| error.to_string())?;
            Ok::<(), DealersError>(())
        }
    };
    done.map_err(|error| error.to_string())?;
    Ok((String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap()))
}

fn json(dir: &Path, words: &[&str]) -> Value {
    let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&run(dir, &words).unwrap().0).unwrap()
}

#[tokio::test]
async fn a_dealer_is_added_invited_and_enrolled_from_the_command_line() {
    let shop = Shop::new(&[article("a", "100", [5, 0])]);
    let dir = shop.path();
    let (id, warnings) = run(dir, &["entity", "add", "--name", "ООО Ромашка", "--inn", "7707083893"]).unwrap();
    assert_eq!((id.lines().count(), warnings.as_str()), (1, ""));
    let id = id.trim();
    let other = json(
        dir,
        &[
            "entity",
            "add",
            "--name",
            "ТОВ Квітка",
            "--inn",
            "14360571",
            "--price-type",
            "p2",
        ],
    );
    assert_eq!(
        other["warnings"].as_array().unwrap().len(),
        1,
        "a wrong check digit is told and stops nothing"
    );
    let list = json(dir, &["entity", "list"]);
    assert_eq!(
        (list[0]["id"].as_str(), list[0]["price_type"].is_null()),
        (Some(id), true)
    );
    assert_eq!(
        (list[1]["edrpou"].as_str(), list[1]["price_type"].as_str()),
        (Some("14360571"), Some("p2"))
    );

    let other = other["id"].as_str().unwrap();
    for entities in [vec!["--entity", id, other], vec!["--entity", id, "--entity", other]] {
        let mut words = vec!["invite"];
        words.extend(&entities);
        words.extend(["--person", "Иванов", "--role", "buyer"]);
        let (code, _) = run(dir, &words).unwrap();
        assert_eq!(Invitation::parse(code.trim()).unwrap().fingerprint, None);
        assert_eq!(shop.enroll(code.trim()).await.unwrap().grants.len(), 2);
    }
    let people = json(dir, &["person", "list"]);
    assert_eq!(people.as_array().unwrap().len(), 2, "two people may bear one name");
    let first = people[0]["id"].as_str().unwrap();
    let again = json(dir, &["invite", "--entity", id, "--person", first, "--role", "viewer"]);
    assert_eq!(
        again["person"].as_str(),
        Some(first),
        "a person's id asks for a further device"
    );

    let devices = json(dir, &["device", "list"]);
    assert_eq!(devices.as_array().unwrap().len(), 2);
    let device = devices[0]["id"].as_str().unwrap();
    run(dir, &["device", "revoke", device]).unwrap();
    assert!(run(dir, &["device", "revoke", device]).is_err());
    run(dir, &["person", "withdraw", "--person", first, "--entity", other]).unwrap();
    assert!(run(dir, &["device", "list"]).unwrap().0.contains("revoked"));
}

#[test]
fn a_second_person_of_one_name_is_not_made_in_silence() {
    let shop = Shop::new(&[article("a", "100", [5, 0])]);
    let dir = shop.path();
    let (e, other) = (shop.entity("ООО Ромашка", None), shop.entity("ООО Лютик", None));
    let invite = |entity: &str, person: &str| {
        let words = ["invite", "--entity", entity, "--person", person, "--role", "buyer"];
        json(dir, &words)
    };
    let first = invite(e.as_str(), "Анна Смирнова");
    assert_eq!(first["note"], Value::Null);
    let id = first["person"].as_str().unwrap();
    assert_eq!(
        invite(e.as_str(), id)["note"],
        Value::Null,
        "the further device of one person"
    );
    assert_eq!(
        invite(other.as_str(), "Анна Смирнова")["note"],
        Value::Null,
        "elsewhere it is another one"
    );

    let second = invite(e.as_str(), "анна смирнова ");
    assert_ne!(second["person"].as_str(), Some(id), "two people may bear one name");
    let note = second["note"].as_str().unwrap();
    assert!(note.contains(&format!("--person {id}")), "{note}");

    let words = [
        "invite",
        "--entity",
        e.as_str(),
        "--person",
        "Анна Смирнова",
        "--role",
        "buyer",
    ];
    let (out, err) = run(dir, &words).unwrap();
    assert_eq!(out.lines().count(), 1, "scripts read the code alone: {out}");
    assert!(err.starts_with("note: ") && err.contains(id), "{err}");
}

#[test]
fn what_does_not_exist_is_answered_with_what_does() {
    let shop = Shop::new(&[article("a", "100", [5, 0])]);
    let dir = shop.path();
    let e = shop.entity("ООО Ромашка", None);
    let e = e.as_str();
    for (name, words, expected) in [
        (
            "entity",
            vec!["invite", "--entity", "x", "--person", "П", "--role", "buyer"],
            e,
        ),
        (
            "role",
            vec!["invite", "--entity", e, "--person", "П", "--role", "boss"],
            "viewer, buyer, approver",
        ),
        (
            "price type",
            vec!["entity", "add", "--name", "N", "--inn", "1", "--price-type", "p9"],
            "p1 (p1), p2 (p2)",
        ),
        (
            "node",
            vec!["entity", "add", "--name", "N", "--inn", "1", "--node", "n"],
            "node add",
        ),
        ("code", vec!["entity", "add", "--name", "N"], "--inn"),
        ("name", vec!["entity", "add", "--name", " ", "--inn", "1"], "--name"),
        (
            "person",
            vec!["invite", "--entity", e, "--person", "", "--role", "buyer"],
            "--person",
        ),
        ("order", vec!["order", "show", "7"], "order list"),
    ] {
        let words_of_error = run(dir, &words).unwrap_err();
        assert!(words_of_error.contains(expected), "{name}: {words_of_error}");
    }
    assert_eq!(
        json(dir, &["person", "list"]).as_array().unwrap().len(),
        0,
        "a refused command leaves nothing"
    );
}

#[tokio::test]
async fn orders_are_listed_and_shown() {
    let shop = Shop::new(&[article("a", "100", [5, 0])]);
    let e = shop.entity("ООО Ромашка", None);
    let buyer = shop.device(std::slice::from_ref(&e), Role::Buyer).await;
    let number = shop.placed(&buyer, &e, "k1", &[line("a", 2, Some(100))]).await;
    let list = json(shop.path(), &["order", "list"]);
    assert_eq!(
        (list[0]["number"].as_str(), list[0]["state"].as_str()),
        (Some(number.as_str()), Some("held"))
    );
    let id = list[0]["id"].as_str().unwrap();
    for name in [number.as_str(), id] {
        let order = json(shop.path(), &["order", "show", name]);
        assert_eq!(
            (order["id"].as_str(), order["lines"][0]["sum_minor"].as_i64()),
            (Some(id), Some(20_000))
        );
    }
    let (text, _) = run(shop.path(), &["order", "show", &number]).unwrap();
    assert!(text.contains("Болт a") && text.contains("200.00"), "{text}");
}

#[test]
fn an_invitation_names_our_own_certificate() {
    let shop = Shop::open("[http]\nself_signed = true\n", noon, &[]);
    let e = shop.entity("ООО Ромашка", None);
    let words = ["invite", "--entity", e.as_str(), "--person", "П", "--role", "buyer"];
    let printed = [run(shop.path(), &words).unwrap().0, run(shop.path(), &words).unwrap().0];
    let [first, second] = printed.map(|code| Invitation::parse(code.trim()).unwrap());
    assert!(first.fingerprint.is_some());
    assert_eq!(first.fingerprint, second.fingerprint);
    assert_ne!(first.code, second.code);
}

#[test]
fn a_legal_entity_is_added_twice_only_when_meant() {
    let shop = Shop::new(&[article("a", "100", [5, 0])]);
    let dir = shop.path();
    let russian = [
        "entity",
        "add",
        "--name",
        "ООО Ромашка",
        "--inn",
        "7707083893",
        "--kpp",
        "770701001",
    ];
    let ukrainian = ["entity", "add", "--name", "ТОВ Квітка", "--inn", "14360570"];
    let first = json(dir, &russian)["id"].as_str().unwrap().to_owned();
    let second = json(dir, &ukrainian)["id"].as_str().unwrap().to_owned();
    for (words, id, codes) in [
        (
            russian
                .map(|word| if word == "7707083893" { "77 07 083893" } else { word })
                .to_vec(),
            &first,
            "ИНН and КПП",
        ),
        (
            vec!["entity", "add", "--name", "Квітка", "--edrpou", "14360570"],
            &second,
            "ЄДРПОУ",
        ),
    ] {
        let error = run(dir, &words).unwrap_err();
        assert!(
            error.contains(id.as_str()) && error.contains(codes) && error.contains("--allow-duplicate"),
            "{error}"
        );
    }
    let branch = russian.map(|word| if word == "770701001" { "780101001" } else { word });
    run(dir, &branch).unwrap();
    assert_eq!(json(dir, &["entity", "list"]).as_array().unwrap().len(), 3);
    let meant: Vec<&str> = russian.iter().copied().chain(["--allow-duplicate"]).collect();
    run(dir, &meant).unwrap();
    assert_eq!(json(dir, &["entity", "list"]).as_array().unwrap().len(), 4);
}
