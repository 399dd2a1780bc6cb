//! A dealer's machine: a profile directory and the `cabinet` command.

use serde_json::Value;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub const PASSPHRASE: &str = "correct horse";

/// A profile.
pub struct Dealer {
    directory: tempfile::TempDir,
    profile: PathBuf,
    environment: Vec<(String, String)>,
}

/// What a command gave.
pub struct Done {
    pub code: i32,
    pub json: Value,
    pub words: String,
}

impl Dealer {
    /// A machine without a keyring and without a profile.
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let profile = directory.path().join("profile");
        Self {
            directory,
            profile,
            environment: Vec::new(),
        }
    }

    /// A machine whose profile lies elsewhere.
    pub fn in_directory(profile: &Path) -> Self {
        Self {
            profile: profile.to_owned(),
            ..Self::new()
        }
    }

    /// A variable of the environment of every command from now on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// The command, with the passphrase and without a keyring.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cabinet"));
        command
            .args(args)
            .env("CABINET_PROFILE", &self.profile)
            .env("CABINET_PASSPHRASE", PASSPHRASE)
            .env("HOME", self.directory.path())
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_RUNTIME_DIR")
            // A bus that does not exist: no Secret Service, and none is started.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .envs(
                self.environment
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            );
        command
    }

    /// Runs a command with `--json`.
    pub fn run(&self, args: &[&str]) -> Done {
        self.run_with_input(args, "")
    }

    /// Runs a command with `--json` and text on its standard input.
    pub fn run_with_input(&self, args: &[&str], input: &str) -> Done {
        let mut child = self.spawn(args);
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        Done {
            code: output.status.code().unwrap_or(-1),
            json: serde_json::from_str(&text).unwrap_or(Value::Null),
            words,
        }
    }

    /// Starts a command with `--json` and leaves it running.
    pub fn spawn(&self, args: &[&str]) -> Child {
        self.command(args)
            .arg("--json")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Runs a command that must succeed.
    pub fn ok(&self, args: &[&str]) -> Value {
        let done = self.run(args);
        assert_eq!(done.code, 0, "{args:?}: {} {}", done.words, done.json);
        done.json
    }

    /// Runs a command that must fail with this exit code and error code; returns the words.
    pub fn fails(&self, args: &[&str], exit: i32, code: &str) -> String {
        let done = self.run(args);
        assert_eq!(
            (done.code, done.json["error"]["code"].as_str()),
            (exit, Some(code)),
            "{args:?}: {}",
            done.words
        );
        done.words
    }

    /// What a command that succeeds tells people, whatever it finds.
    pub fn text(&self, args: &[&str]) -> String {
        let output = self.command(args).output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert!(matches!(output.status.code(), Some(0 | 3)), "{args:?}: {words}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A draft with these lines; returns its id.
    pub fn draft(&self, lines: &str) -> String {
        let draft = self.ok(&["draft", "new", "--name", "Заказ"])["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let done = self.run_with_input(&["draft", "add", &draft, "-"], lines);
        assert_eq!(done.code, 0, "{}", done.words);
        assert_eq!(done.json["not_found"], serde_json::json!([]), "{}", done.json);
        draft
    }

    /// The price that the search shows for an article.
    pub fn price(&self, article: &str) -> String {
        let found = self.ok(&["search", article]);
        found["items"][0]["price"]
            .as_str()
            .unwrap_or_else(|| panic!("{found}"))
            .to_owned()
    }

    /// A file of the profile.
    pub fn file(&self, name: &str) -> PathBuf {
        self.profile.join(name)
    }

    /// The profile's directory.
    pub fn profile(&self) -> &Path {
        &self.profile
    }
}
