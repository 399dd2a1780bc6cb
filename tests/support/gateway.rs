//! The real supplier gateway, as a process on loopback with a directory of its own.

use super::{json, program, succeed};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// Requisites of an invented supplier, as an operator fills them in.
pub const SETTINGS: &str = r#"
[supplier]
name = "ООО «Северный крепёж»"
inn = "7707083893"
kpp = "770701001"
address = "115191, Москва, ул. Большая Тульская, д. 10"
phone = "+7 495 000-00-00"
director = "Соколов П. А."
accountant = "Белова М. И."
vat = "20"

[supplier.bank]
bank = "АО «Пример Банк», г. Москва"
bic = "044525000"
correspondent_account = "30101810400000000225"
account = "40702810400000000001"
"#;

/// A gateway with its data. Killed on drop.
pub struct Gateway {
    dir: TempDir,
    child: Option<Child>,
    url: String,
}

impl Gateway {
    /// A data directory without goods, and an exchange node `ut` with login `1c`, password `secret`.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let gateway = Self {
            dir,
            child: None,
            url: String::new(),
        };
        std::fs::write(gateway.path().join("gateway.toml"), SETTINGS).expect("write");
        let password = gateway.path().join("password");
        std::fs::write(&password, "secret\n").expect("write");
        succeed(
            gateway
                .command(&["node", "add"])
                .args(["--name", "ut", "--login", "1c", "--password-file"])
                .arg(&password),
        );
        gateway
    }

    /// Its data directory.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// `supplier-gateway WORDS --data DIR`.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(program("GATEWAY_BIN", "supplier-gateway"));
        command.args(words).arg("--data").arg(self.path());
        command
    }

    /// Imports CommerceML files or folders from disk.
    pub fn import(&self, files: &[PathBuf]) {
        succeed(self.command(&["import"]).args(files));
    }

    /// Counts of live objects.
    pub fn stats(&self) -> serde_json::Value {
        json(self.command(&["stats"]).arg("--json"))
    }

    /// A legal entity; returns its id.
    pub fn entity(&self, name: &str, inn: &str) -> String {
        let added = json(
            self.command(&["entity", "add"])
                .args(["--name", name, "--inn", inn, "--json"]),
        );
        added["id"].as_str().expect("an id").to_owned()
    }

    /// An invitation; returns its code.
    pub fn invite(&self, entities: &[&str], person: &str, role: &str) -> String {
        let mut command = self.command(&["invite"]);
        for entity in entities {
            command.args(["--entity", entity]);
        }
        let invited = json(command.args(["--person", person, "--role", role, "--json"]));
        invited["code"].as_str().expect("a code").to_owned()
    }

    /// Starts serving; a second start uses the same address.
    pub fn start(&mut self) {
        let listen = if self.url.is_empty() {
            "127.0.0.1:0".to_owned()
        } else {
            self.address().to_owned()
        };
        let mut child = self
            .command(&["serve"])
            .args(["--listen", &listen])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the gateway starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("stdout"))
            .read_line(&mut line)
            .expect("its first line");
        let url = line
            .split_whitespace()
            .find(|word| word.starts_with("http"))
            .unwrap_or_else(|| panic!("no address in «{line}»"));
        url.trim_end_matches('/').clone_into(&mut self.url);
        self.child = Some(child);
    }

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        self.url.rsplit('/').next().unwrap_or_default()
    }

    /// `http://127.0.0.1:PORT`, or with `https`.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Lets it speak TLS with a certificate of its own from the next start on, another one than before.
    pub fn renew_certificate(&self) {
        std::fs::write(
            self.path().join("gateway.toml"),
            format!("{SETTINGS}\n[http]\nself_signed = true\n"),
        )
        .expect("write");
        let store = self.path().join("tls");
        if store.is_dir() {
            std::fs::remove_dir_all(store).expect("remove");
        }
    }

    /// The process that serves.
    pub fn pid(&self) -> String {
        self.child
            .as_ref()
            .map_or_else(String::new, |child| child.id().to_string())
    }

    /// Kills it, as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("kill");
            child.wait().expect("wait");
        }
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A generated export of `products` goods in a temporary directory.
pub fn generated_export(products: u32) -> TempDir {
    shaped_export(products, &[])
}

/// The same of a supplier that `demo-supplier generate` is told more about.
pub fn shaped_export(products: u32, shape: &[&str]) -> TempDir {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let count = products.to_string();
    succeed(
        Command::new(program("DEMO_SUPPLIER_BIN", "demo-supplier"))
            .args(["generate", "--products", &count])
            .args(shape)
            .arg("--out")
            .arg(dir.path()),
    );
    dir
}
