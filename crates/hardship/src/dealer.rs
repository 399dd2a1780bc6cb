//! A dealer's machine: a profile, the `cabinet` command that ships, and a look into its files while no program has them.

use cabinet_keys::{Keys, Passphrase, PassphraseCost, Unlock};
use cabinet_simulation::dump;
use rusqlite::Connection;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

const PASSPHRASE: &str = "correct horse battery";

/// A machine.
pub struct Dealer {
    /// Keeps the folder of a machine that has its own.
    _folder: Option<tempfile::TempDir>,
    home: PathBuf,
    keys: RefCell<BTreeMap<String, [u8; 32]>>,
}

/// What a command gave.
#[derive(Debug)]
pub struct Done {
    /// The exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// The document on standard output.
    pub json: Value,
    /// Standard error.
    pub words: String,
}

impl Done {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code(),
            json: serde_json::from_slice(&output.stdout).unwrap_or(Value::Null),
            words: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The code of the failure that it told.
    #[must_use]
    pub fn error(&self) -> &str {
        self.json["error"]["code"].as_str().unwrap_or_default()
    }

    /// Whether it ended well, or with an exit code that docs/cli.md knows and words for it, and without a panic.
    #[must_use]
    pub fn is_told(&self) -> bool {
        let is_known = self.code.is_some_and(|code| (0..=8).contains(&code));
        is_known && !self.words.contains("panicked") && (self.code == Some(0) || self.words.len() > 20)
    }
}

/// The binary of a program: named by a variable, or beside this one. `None`, with a notice, when it is not built.
#[must_use]
pub fn binary(variable: &str, name: &str) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let beside = std::env::current_exe().ok().and_then(|own| {
        let folder = own.parent()?;
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        [folder.join(&file), folder.parent()?.join(&file)]
            .into_iter()
            .find(|path| path.is_file())
    });
    let found = named.or(beside).filter(|path| path.is_file());
    if found.is_none() {
        println!("skipped: no {name} binary (set {variable}, or build it)");
    }
    found
}

/// The `cabinet` command.
#[must_use]
pub fn cabinet() -> Option<PathBuf> {
    binary("CABINET_BIN", "cabinet")
}

impl Default for Dealer {
    fn default() -> Self {
        Self::new()
    }
}

impl Dealer {
    /// A machine without a profile.
    #[must_use]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            home: folder.path().to_owned(),
            _folder: Some(folder),
            keys: RefCell::default(),
        }
    }

    /// A machine whose home is a folder of the caller's.
    #[must_use]
    pub fn at(home: &Path) -> Self {
        Self {
            _folder: None,
            home: home.to_owned(),
            keys: RefCell::default(),
        }
    }

    /// Turns a code into a profile, and makes its passphrase cheap to open: what is tried here is not the passphrase.
    pub fn enroll(&self, url: &str, code: &str) {
        self.ok(&["enroll", url, code]);
        let passphrase = Passphrase::new(PASSPHRASE.to_owned()).unwrap();
        let mut keys = Keys::open(&self.profile(), Some(&passphrase)).unwrap();
        let cost = PassphraseCost::of(64, 1);
        let passphrase = &passphrase;
        keys.change_unlock(&Unlock::Passphrase { passphrase, cost }).unwrap();
    }

    /// The profile.
    #[must_use]
    pub fn profile(&self) -> PathBuf {
        self.home.join("profile")
    }

    /// A file of the profile.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.profile().join(name)
    }

    /// The command, under another program (with its arguments) when one is named.
    #[must_use]
    pub fn command(&self, under: &[OsString], args: &[&str]) -> Command {
        let program = cabinet().expect("the cabinet command is built");
        let mut command = match under.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        command
            .args(args)
            .arg("--json")
            .env("CABINET_PROFILE", self.profile())
            .env("CABINET_PASSPHRASE", PASSPHRASE)
            .env("HOME", &self.home)
            .env("TMPDIR", &self.home)
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_RUNTIME_DIR")
            // A bus that does not exist: no Secret Service, and none is started.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Starts a command and leaves it running.
    #[must_use]
    pub fn spawn(&self, args: &[&str], input: &str) -> Child {
        spawn(self.command(&[], args), input)
    }

    /// Runs a command to its end.
    #[must_use]
    pub fn run(&self, args: &[&str]) -> Done {
        self.run_under(&[], args, "")
    }

    /// Runs a command under another program, with text on its standard input.
    #[must_use]
    pub fn run_under(&self, under: &[OsString], args: &[&str], input: &str) -> Done {
        Done::of(&spawn(self.command(under, args), input).wait_with_output().unwrap())
    }

    /// Runs a command that must succeed.
    pub fn ok(&self, args: &[&str]) -> Value {
        self.ok_with(args, "")
    }

    /// Runs a command with text on its standard input that must succeed.
    pub fn ok_with(&self, args: &[&str], input: &str) -> Value {
        let done = self.run_under(&[], args, input);
        assert_eq!(done.code, Some(0), "{args:?}: {} {}", done.words, done.json);
        done.json
    }

    /// A new draft.
    #[must_use]
    pub fn new_draft(&self) -> String {
        self.ok(&["draft", "new", "--name", "Заказ"])["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The key of a file of the profile, by the name of the file.
    #[must_use]
    pub fn key(&self, file: &str) -> [u8; 32] {
        // A copy of the desk of before lies under the key of the desk.
        let name = if file.starts_with("desk.") {
            "desk"
        } else {
            file.trim_end_matches(".db")
        };
        if let Some(key) = self.keys.borrow().get(name) {
            return *key;
        }
        let passphrase = Passphrase::new(PASSPHRASE.to_owned()).unwrap();
        let keys = Keys::open(&self.profile(), Some(&passphrase)).unwrap();
        let key = keys.data_key(name).unwrap().unwrap().to_bytes();
        self.keys.borrow_mut().insert(name.to_owned(), key);
        key
    }

    /// The databases of the profile, by name.
    #[must_use]
    pub fn databases(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.profile())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| Path::new(name).extension() == Some(OsStr::new("db")))
            .collect();
        names.sort();
        names
    }

    /// Opens a database of the profile as it lies there.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn open(&self, file: &str) -> rusqlite::Result<Connection> {
        let conn = Connection::open(self.file(file))?;
        let hex: String = self.key(file).iter().map(|byte| format!("{byte:02x}")).collect();
        conn.execute_batch(&format!(
            "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_page_size = 4096; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;"
        ))?;
        Ok(conn)
    }

    /// What is wrong with the databases of the profile, by `quick_check`; nothing, when all is well. A file that was just
    /// made and has no key or no page yet is well.
    #[must_use]
    pub fn check_files(&self) -> Vec<String> {
        let mut found = Vec::new();
        for name in self.databases() {
            if std::fs::metadata(self.file(&name)).map_or(true, |file| file.len() == 0) {
                continue;
            }
            let said = self
                .open(&name)
                .and_then(|conn| conn.query_row("PRAGMA quick_check", [], |row| row.get::<_, String>(0)));
            if said.as_deref() != Ok("ok") {
                found.push(format!("{name}: {said:?}"));
            }
        }
        found
    }

    /// Items and quantities, in thousandths, of a draft, as the file has them.
    #[must_use]
    pub fn lines(&self, draft: &str) -> BTreeMap<String, i64> {
        let conn = self.open("desk.db").unwrap();
        let mut select = conn
            .prepare("SELECT item, quantity_milli FROM draft_line WHERE draft = ?1")
            .unwrap();
        let rows = select.query_map([draft], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    /// Every row of the mirror and of documents, by table.
    #[must_use]
    pub fn rows(&self) -> dump::Rows {
        dump::rows_under(&self.profile(), |name| self.key(name))
    }

    /// Deletes the mirror files, which may be done at any time.
    pub fn delete_mirror(&self) {
        for name in self.databases().iter().filter(|name| name.as_str() != "desk.db") {
            for tail in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(self.file(&format!("{name}{tail}")));
            }
        }
    }

    /// Copies the mirror files to a folder; no program may have them open.
    pub fn save_mirror(&self, to: &Path) {
        let _ = std::fs::remove_dir_all(to);
        std::fs::create_dir_all(to).unwrap();
        for name in self.databases().iter().filter(|name| name.as_str() != "desk.db") {
            for tail in ["", "-wal"] {
                let name = format!("{name}{tail}");
                if self.file(&name).exists() {
                    std::fs::copy(self.file(&name), to.join(&name)).unwrap();
                }
            }
        }
    }

    /// Puts mirror files back that were copied.
    pub fn put_mirror(&self, from: &Path) {
        self.delete_mirror();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), self.profile().join(entry.file_name())).unwrap();
        }
    }
}

fn spawn(mut command: Command, input: &str) -> Child {
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that ended before it read its input is judged by its exit code.
    let _ = stdin.write_all(input.as_bytes());
    child
}

/// The first difference between what a device has and what it should have; `None` when there is none.
#[must_use]
pub fn difference(found: &dump::Rows, wanted: &dump::Rows) -> Option<String> {
    for table in wanted.keys().chain(found.keys()) {
        let (have, want) = (found.get(table), wanted.get(table));
        let (have, want) = (have.map_or(&[][..], Vec::as_slice), want.map_or(&[][..], Vec::as_slice));
        if have != want {
            let more = have.iter().find(|row| want.binary_search(row).is_err());
            let less = want.iter().find(|row| have.binary_search(row).is_err());
            return Some(format!(
                "{table}: {} rows instead of {}; too many: {more:?}; missing: {less:?}",
                have.len(),
                want.len()
            ));
        }
    }
    None
}
