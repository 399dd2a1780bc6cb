//! The real gateway as a child process, with an export of the test's own.

use super::export::{self, Goods};
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A supplier: data directory, and the server while it runs.
pub struct Supplier {
    directory: tempfile::TempDir,
    server: Option<Child>,
    /// Kept over restarts, so that the dealers find the gateway again.
    address: String,
}

/// The gateway's binary, or `None` with a notice: it belongs to another package, so its path has to be given.
#[must_use]
pub fn binary() -> Option<PathBuf> {
    let named = std::env::var_os("GATEWAY_BIN").map(PathBuf::from);
    let beside = std::env::current_exe().ok().and_then(|test| {
        let folder = test.parent()?.parent()?;
        Some(folder.join(format!("supplier-gateway{}", std::env::consts::EXE_SUFFIX)))
    });
    let found = named.or(beside).filter(|path| path.is_file());
    if found.is_none() {
        println!("skipped: no supplier-gateway binary (set GATEWAY_BIN, or build it)");
    }
    found
}

impl Supplier {
    /// A supplier with these goods, serving; `None` when there is no gateway binary.
    pub fn with(goods: &[Goods]) -> Option<Self> {
        binary()?;
        let directory = tempfile::tempdir().unwrap();
        let mut supplier = Self {
            directory,
            server: None,
            address: "127.0.0.1:0".to_owned(),
        };
        supplier.import(goods);
        supplier.serve();
        Some(supplier)
    }

    /// A supplier with the files of a folder, serving; `None` when there is no gateway binary.
    pub fn with_export(folder: &Path) -> Option<Self> {
        Self::with_export_in(&std::env::temp_dir(), folder)
    }

    /// The same, with its directory in one of the test's choice.
    pub fn with_export_in(parent: &Path, folder: &Path) -> Option<Self> {
        binary()?;
        let mut supplier = Self {
            directory: tempfile::tempdir_in(parent).unwrap(),
            server: None,
            address: "127.0.0.1:0".to_owned(),
        };
        supplier.import_folder(folder);
        supplier.serve();
        Some(supplier)
    }

    /// Imports an export with these goods, as 1C would send it.
    pub fn import(&self, goods: &[Goods]) {
        let folder = self.directory.path().join("export");
        export::write(&folder, goods);
        self.import_folder(&folder);
    }

    /// Imports the files of a folder.
    pub fn import_folder(&self, folder: &Path) {
        self.console(&["import", folder.to_str().unwrap()]);
    }

    /// Makes these lines the whole `gateway.toml`; they count from the next start on.
    pub fn configure(&self, lines: &str) {
        std::fs::write(self.data().join("gateway.toml"), lines).unwrap();
    }

    /// Adds a legal entity; returns its id.
    pub fn entity(&self, name: &str, inn: &str) -> String {
        self.console(&["entity", "add", "--name", name, "--inn", inn])["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Invites a person; returns the code.
    pub fn invite(&self, entity: &str, role: &str) -> String {
        let answer = self.console(&["invite", "--entity", entity, "--person", "Иванов Иван", "--role", role]);
        answer["code"].as_str().unwrap().to_owned()
    }

    /// How many orders the gateway has.
    pub fn orders(&self) -> u64 {
        self.console(&["stats"])["orders"].as_u64().unwrap()
    }

    /// An operator's command with `--json` that may leave something undone: whether all was done, and what it said.
    pub fn try_console(&self, args: &[&str]) -> (bool, Value) {
        let output = self.command(args).output().unwrap();
        let said = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        (output.status.success(), said)
    }

    /// An operator's command with `--json`.
    pub fn console(&self, args: &[&str]) -> Value {
        let output = self.command(args).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {text}\n{words}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// An operator's command with `--json`, not started yet.
    #[must_use]
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(binary().unwrap());
        command
            .args(args)
            .args(["--data", self.data().to_str().unwrap(), "--json"]);
        command
    }

    /// The gateway's data directory.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// The process of the server; `None` while it does not run.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.server.as_ref().map(Child::id)
    }

    /// Starts the server and waits until it listens.
    pub fn serve(&mut self) {
        let mut child = Command::new(binary().unwrap())
            .args([
                "serve",
                "--data",
                self.data().to_str().unwrap(),
                "--listen",
                &self.address,
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split("://").nth(1).map(|rest| rest.trim().to_owned()))
            .expect("the gateway did not say where it listens");
        // Somebody has to read on, or the server would stop at a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        self.address = url.split('/').next().unwrap().to_owned();
        self.server = Some(child);
    }

    /// Ends the server without a chance to say goodbye.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().unwrap();
            server.wait().unwrap();
        }
    }

    /// Makes the server deaf without closing its connections; `CONT` wakes it.
    pub fn signal(&self, name: &str) {
        let pid = self.server.as_ref().unwrap().id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", name, &pid])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What is typed at enrolment.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The data directory, for looking at files.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }
}

impl Drop for Supplier {
    fn drop(&mut self) {
        self.kill();
    }
}
