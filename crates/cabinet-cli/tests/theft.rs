//! A stolen profile: nothing of what it holds can be read in its files, whatever moment they were taken at; a wrong key
//! opens nothing; a turned bit is an error or changes nothing; the recovery code opens the drafts on another computer.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use aho_corasick::AhoCorasick;
use cabinet_keys::{Keys, Passphrase};
use common::dealer::{Dealer, PASSPHRASE};
use common::shop::in_step;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use testkit::export::{Goods, goods};
use testkit::photo::Photo;
use testkit::supplier::Supplier;

const GOODS: usize = 4_000;

/// Goods whose words and prices nobody else has.
fn many() -> Vec<Goods> {
    (0..GOODS)
        .map(|n| Goods {
            article: format!("ШРП-{n:05}-Ц"),
            name: format!("Шуруп кровельный партии {n:05} оцинкованный"),
            price: format!("{}.{:02}", 100_000 + n * 7, n % 100),
            currency: "RUB".to_owned(),
            stock: 1_000_000,
            in_the_north: 0,
        })
        .collect()
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn copy_tree(from: &Path, to: &Path) {
    for path in files(from) {
        let to = to.join(path.strip_prefix(from).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(&path, to).unwrap();
    }
}

/// Fails when one of the texts stands in a file below the folder: as UTF-8, which is also how SQLite keeps a text in a
/// cell, or as UTF-16 of either order.
fn search(folder: &Path, known: &BTreeSet<Vec<u8>>) -> u64 {
    let mut patterns: Vec<Vec<u8>> = Vec::new();
    for text in known {
        assert!(text.len() >= 8, "a text so short is found in noise");
        patterns.push(text.clone());
        if let Ok(text) = std::str::from_utf8(text) {
            patterns.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
            patterns.push(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        }
    }
    let finder = AhoCorasick::new(&patterns).unwrap();
    let mut searched = 0;
    for path in files(folder) {
        let bytes = std::fs::read(&path).unwrap();
        searched += bytes.len() as u64;
        if let Some(found) = finder.find(&bytes) {
            let text = String::from_utf8_lossy(&patterns[found.pattern().as_usize()]).into_owned();
            panic!("«{text}» stands in {} at {}", path.display(), found.start());
        }
    }
    searched
}

/// Waits until a log has grown, as it does in the middle of a write, and ends the program without a goodbye.
fn kill_in_the_middle(dealer: &Dealer, args: &[&str], log: &str, input: &str) {
    use std::io::Write as _;
    let mut child = dealer.spawn(args);
    let mut typed = child.stdin.take().unwrap();
    typed.write_all(input.as_bytes()).unwrap();
    drop(typed);
    let until = Instant::now() + Duration::from_secs(60);
    let has_grown = || std::fs::metadata(dealer.file(log)).is_ok_and(|log| log.len() > 64 * 1024);
    while !has_grown() && child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < until, "{args:?} wrote nothing");
        std::thread::yield_now();
    }
    let _ = child.kill();
    child.wait().unwrap();
}

/// All rows of a file, or why it cannot be read.
fn everything(path: &Path, key: &[u8; 32]) -> rusqlite::Result<Vec<String>> {
    let conn = Connection::open(path)?;
    let hex: String = key.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    conn.execute_batch(&format!(
        "PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_page_size = 4096;
         PRAGMA cipher_hmac_algorithm = HMAC_SHA256;"
    ))?;
    let tables: Vec<String> = conn
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut lines = Vec::new();
    for table in tables {
        let mut all = conn.prepare(&format!("SELECT * FROM \"{table}\""))?;
        let columns = all.column_count();
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let mut line = format!("{table}:");
            for at in 0..columns {
                write!(line, " {:?}", row.get_ref(at)?).unwrap();
            }
            lines.push(line);
        }
    }
    Ok(lines)
}

/// A generator of the same places on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }
}

fn key(profile: &Path, name: &str) -> [u8; 32] {
    let passphrase = Passphrase::new(PASSPHRASE.to_owned()).unwrap();
    let keys = Keys::open(profile, Some(&passphrase)).unwrap();
    keys.data_key(name).unwrap().unwrap().to_bytes()
}

/// What was typed and shown: goods, prices, draft, comments, claim.
fn known(goods: &[Goods]) -> BTreeSet<Vec<u8>> {
    let mut known = BTreeSet::new();
    for item in goods {
        known.extend([&item.article, &item.name, &item.price].map(|text| text.as_bytes().to_vec()));
        // As the program counts: millionths of the currency unit.
        known.insert(format!("{}0000", item.price.replace('.', "")).into_bytes());
    }
    for text in [
        "ООО «Ромашка-Юг»",
        "Черновик к весне",
        "Позвоните перед отгрузкой",
        "Без вмятин, пожалуйста",
        "Резьба сорвана на трёх",
        "photo-of-damage",
        "7707083893",
        "Иванов Иван",
        PASSPHRASE,
    ] {
        known.insert(text.as_bytes().to_vec());
    }
    known
}

#[test]
fn a_stolen_profile_tells_nothing_and_is_opened_by_its_recovery_code_alone() {
    let goods_of_many = many();
    let Some(supplier) = Supplier::with(&goods_of_many) else {
        return;
    };
    let entity = supplier.entity("ООО «Ромашка-Юг»", "7707083893");
    let mut dealer = Dealer::new();
    let home = dealer.profile().parent().unwrap().to_owned();
    let temp = home.join("temp");
    std::fs::create_dir_all(&temp).unwrap();
    dealer.set("TMPDIR", temp.to_str().unwrap());
    dealer.set("CABINET_LOG", "debug");
    let code = supplier.invite(&entity, "buyer");
    let enrolled = dealer.ok(&["enroll", &supplier.url(), &code]);
    let recovery = enrolled["recovery_code"].as_str().unwrap().to_owned();
    let mut texts = known(&goods_of_many);
    texts.extend([code, recovery.clone()].map(String::into_bytes));
    assert!(texts.len() > 10_000);

    // Killed in the middle of the first load, then of everything else.
    kill_in_the_middle(&dealer, &["sync"], "mirror.db-wal", "");
    search(&home, &texts);
    let mut log = dealer.run(&["sync"]).words;
    let first = &goods_of_many[0].article;
    let draft = dealer.ok(&["draft", "new", "--name", "Черновик к весне"])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let lines: String = goods_of_many.iter().take(50).fold(String::new(), |mut lines, item| {
        writeln!(lines, "{};10", item.article).unwrap();
        lines
    });
    let added = dealer.run_with_input(&["draft", "add", &draft, "-"], &lines);
    assert_eq!(added.code, 0, "{}", added.words);
    log += &added.words;
    for more in [
        vec!["--comment", "Позвоните перед отгрузкой"],
        vec!["--item", first, "--item-comment", "Без вмятин, пожалуйста"],
    ] {
        let words = [vec!["draft", "set", &draft], more].concat();
        let done = dealer.run(&words);
        assert_eq!(done.code, 0, "{words:?}: {}", done.words);
        log += &done.words;
    }
    let ordered = dealer.draft(&format!("{first};3"));
    dealer.ok(&["place", &ordered, "--accept"]);
    log += &dealer.run(&["sync"]).words;
    let number = dealer.ok(&["orders"])["items"][0]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let photo = Photo::of_phone(640, 480).noisy();
    let path = supplier.path().join("photo-of-damage.jpg");
    std::fs::write(&path, &photo).unwrap();
    let path = path.to_str().unwrap();
    // Nobody answers: the claim and its photo wait on this computer.
    let claim = [
        "claim",
        "new",
        "--order",
        &number,
        "--item",
        first,
        "--kind",
        "defect",
        "--remedy",
        "replace",
        "--quantity",
        "2",
        "--text",
        "Резьба сорвана на трёх",
        "--file",
        path,
    ];
    let mut supplier = supplier;
    supplier.kill();
    let filed = dealer.run(&claim);
    assert_eq!(filed.json["outcome"], "queued", "{} {}", filed.json, filed.words);
    log += &filed.words;
    let more: String = goods_of_many
        .iter()
        .skip(100)
        .take(2_000)
        .fold(String::new(), |mut lines, item| {
            writeln!(lines, "{};5", item.article).unwrap();
            lines
        });
    kill_in_the_middle(&dealer, &["draft", "add", &draft, "-"], "desk.db-wal", &more);
    std::fs::write(home.join("log.txt"), log).unwrap();
    assert!(
        dealer.file("desk.db-wal").exists(),
        "nothing was left as a killed program leaves it"
    );

    let stolen = tempfile::tempdir().unwrap();
    copy_tree(&home, stolen.path());
    let profile = stolen.path().join("profile");
    let desk_key = key(&profile, "desk");
    // Its secrets and pictures are among what is looked for.
    let rows = everything(&dealer.file("desk.db"), &desk_key).unwrap();
    assert!(rows.iter().any(|row| row.contains("session:")));
    texts.extend(secrets(&dealer.file("desk.db"), &desk_key));
    texts.insert(b"\xff\xd8\xff\xe0\x00\x10JFIF".to_vec());
    texts.insert(b"SQLite format 3\0".to_vec());
    texts.insert(desk_key.to_vec());
    let searched = search(stolen.path(), &texts);
    println!("{} texts are not in {searched} bytes", texts.len());
    assert!(searched > 1_000_000);

    let mut wrong = desk_key;
    wrong[31] ^= 1;
    for name in ["desk.db", "mirror.db"] {
        assert!(
            everything(&profile.join(name), &wrong).is_err(),
            "{name} opened by a wrong key"
        );
    }

    // Another computer: no keyring entry, another passphrase.
    let other = Dealer::in_directory(&profile);
    let mut other_words = other.command(&["draft", "list", "--json"]);
    let locked = other_words.env("CABINET_PASSPHRASE", "another").output().unwrap();
    assert_eq!(locked.status.code(), Some(5), "a wrong passphrase opens nothing");
    let recovered = other.run_with_input(&["recover", "-"], &recovery);
    assert_eq!(recovered.code, 0, "{}", recovered.words);
    let shown = other.ok(&["draft", "show", &draft]);
    let lines = shown["lines"].as_array().unwrap();
    assert!(lines.len() >= 50, "{}", lines.len());
    assert_eq!(lines[0]["article"], first.as_str());
    assert_eq!(shown["comment"], "Позвоните перед отгрузкой");
}

/// Tokens and the bytes of pictures, out of the opened desk.
fn secrets(desk: &Path, key: &[u8; 32]) -> Vec<Vec<u8>> {
    let copy = tempfile::tempdir().unwrap();
    for tail in ["", "-wal"] {
        let name = format!("{}{tail}", desk.display());
        let _ = std::fs::copy(name, copy.path().join(format!("desk.db{tail}")));
    }
    let path = copy.path().join("desk.db");
    let conn = Connection::open(&path).unwrap();
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    conn.execute_batch(&format!(
        "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_page_size = 4096; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;"
    ))
    .unwrap();
    let token: String = conn
        .query_row("SELECT refresh_token FROM session", [], |row| row.get(0))
        .unwrap();
    let body: Vec<u8> = conn
        .query_row("SELECT body FROM attachment_body LIMIT 1", [], |row| row.get(0))
        .unwrap();
    let middle = body.len() / 2;
    vec![token.into_bytes(), body[middle..middle + 32].to_vec()]
}

#[test]
fn a_turned_bit_of_a_file_is_an_error_or_changes_nothing() {
    let Some(supplier) = Supplier::with(&goods(&[
        ("ШРП-1", "Шуруп", "12.30", 100),
        ("ШРП-2", "Шуруп длинный", "45.60", 100),
    ])) else {
        return;
    };
    let (_, dealer) = in_step(&supplier);
    dealer.draft("ШРП-1;10\nШРП-2;20");
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut seen = [0_u32; 2];
    for name in ["desk.db", "mirror.db"] {
        let key = key(dealer.profile(), name.trim_end_matches(".db"));
        let sound = everything(&dealer.file(name), &key).unwrap();
        let bytes = std::fs::read(dealer.file(name)).unwrap();
        for _ in 0..150 {
            let dir = tempfile::tempdir().unwrap();
            let mut flipped = bytes.clone();
            let at = dice.below(flipped.len());
            flipped[at] ^= 1 << dice.below(8);
            let path = dir.path().join(name);
            std::fs::write(&path, flipped).unwrap();
            match everything(&path, &key) {
                Ok(rows) => {
                    assert!(rows == sound, "{name}: other data at {at}");
                    seen[0] += 1;
                }
                Err(_) => seen[1] += 1,
            }
        }
    }
    println!("{} turned bits changed nothing, {} were errors", seen[0], seen[1]);
    assert!(seen[1] > 100, "damage goes unnoticed: {seen:?}");
    flipped_log(&dealer, &mut dice);
    flipped_keys(&dealer, &mut dice);
}

/// A turned bit in the log ends the log there, as a power cut does: the file is as after one of its earlier commits, or
/// an error, and never anything else.
fn flipped_log(dealer: &Dealer, dice: &mut Dice) {
    let key = key(dealer.profile(), "desk");
    let desk = cabinet_sqlite::Key::from_bytes(key);
    let work = tempfile::tempdir().unwrap();
    let path = work.path().join("desk.db");
    std::fs::copy(dealer.file("desk.db"), &path).unwrap();
    let desk = cabinet_desk::Desk::open(&path, &desk, 0).unwrap();
    let mut states = BTreeSet::new();
    states.insert(everything(&path, &key).unwrap());
    for n in 0..20 {
        desk.put_setting("note", &format!("state {n}")).unwrap();
        states.insert(everything(&path, &key).unwrap());
    }
    let (main, log) = (
        std::fs::read(&path).unwrap(),
        std::fs::read(work.path().join("desk.db-wal")).unwrap(),
    );
    assert!(log.len() > 4096);
    for _ in 0..150 {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.db");
        let mut flipped = log.clone();
        let at = dice.below(flipped.len());
        flipped[at] ^= 1 << dice.below(8);
        std::fs::write(&path, &main).unwrap();
        std::fs::write(dir.path().join("desk.db-wal"), flipped).unwrap();
        if let Ok(rows) = everything(&path, &key) {
            assert!(states.contains(&rows), "data that never was, at {at} of the log");
        }
    }
}

fn flipped_keys(dealer: &Dealer, dice: &mut Dice) {
    let sound = key(dealer.profile(), "desk");
    let bytes = std::fs::read(dealer.file("keys.json")).unwrap();
    let passphrase = Passphrase::new(PASSPHRASE.to_owned()).unwrap();
    for _ in 0..40 {
        let dir = tempfile::tempdir().unwrap();
        let mut flipped = bytes.clone();
        let at = dice.below(flipped.len());
        flipped[at] ^= 1 << dice.below(8);
        std::fs::write(dir.path().join("keys.json"), flipped).unwrap();
        let opened = Keys::open(dir.path(), Some(&passphrase)).and_then(|keys| keys.data_key("desk"));
        if let Ok(Some(key)) = opened {
            assert!(key.to_bytes() == sound, "another key, at {at}");
        }
    }
}
