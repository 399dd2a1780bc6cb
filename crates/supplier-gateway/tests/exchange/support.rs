//! A running gateway with one exchange node, and a client that speaks as 1C does.

use reqwest::{Client, StatusCode};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use tempfile::TempDir;

pub const LOGIN: &str = "site";
pub const PASSWORD: &str = "пароль-7";

/// A gateway process; it is stopped when dropped.
pub struct Gateway {
    pub dir: TempDir,
    pub url: String,
    pub client: Client,
    child: Child,
    // Kept open: the server may still write to it.
    _out: BufReader<ChildStdout>,
}

/// An answer of the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: StatusCode,
    pub content_type: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn lines(&self) -> Vec<&str> {
        self.text().split('\n').collect()
    }
}

pub fn command(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_supplier-gateway"));
    command.args(words).arg("--data").arg(data).env_remove("RUST_LOG");
    command
}

fn add_node(data: &Path, name: &str, login: &str, password: &str, zip: &str) {
    let words = ["node", "add", "--name", name, "--login", login, "--zip", zip];
    let mut add = command(data, &words)
        .args(["--password-file", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    add.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
    assert!(add.wait().unwrap().success());
}

impl Gateway {
    pub fn start() -> Self {
        Self::start_with("")
    }

    pub fn start_with(settings: &str) -> Self {
        Self::start_at(tempfile::tempdir().unwrap(), settings)
    }

    /// A gateway in a directory of the caller's choice.
    pub fn start_at(dir: TempDir, settings: &str) -> Self {
        std::fs::write(dir.path().join("gateway.toml"), settings).unwrap();
        for (name, login, zip) in [("ut", LOGIN, "yes"), ("plain", "site2", "no")] {
            add_node(dir.path(), name, login, PASSWORD, zip);
        }
        Self::start_in(dir)
    }

    pub fn add_node(&self, name: &str, login: &str, password: &str, zip: &str) {
        add_node(self.dir.path(), name, login, password, zip);
    }

    fn start_in(dir: TempDir) -> Self {
        // The TLS of the client wants a provider even where no TLS is spoken; a second test has installed it already.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let mut child = command(dir.path(), &["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        let client = Client::builder().no_proxy().build().unwrap();
        Self {
            dir,
            url,
            client,
            child,
            _out: out,
        }
    }

    /// Kills the process, as a power cut would, and starts it anew on the same data.
    pub fn restarted(self) -> Self {
        Self::start_again(self.killed())
    }

    /// Kills the process, as a power cut would, and leaves its data.
    pub fn killed(mut self) -> TempDir {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::replace(&mut self.dir, tempfile::tempdir().unwrap())
    }

    /// Starts on data that is there.
    pub fn start_again(dir: TempDir) -> Self {
        Self::start_in(dir)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop and says whether it ended well.
    pub fn stops_gracefully(mut self) -> bool {
        let stopped = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(stopped.success());
        self.child.wait().unwrap().success()
    }

    pub fn run(&self, words: &[&str]) -> Value {
        let output = command(self.dir.path(), words).arg("--json").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    pub fn stats(&self) -> Value {
        self.run(&["stats"])
    }

    pub async fn get(&self, path: &str, headers: &[(&str, String)]) -> Answer {
        let mut request = self.client.get(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        answer(request).await
    }

    /// Signs in at a path as a login.
    pub async fn sign_in(&self, path: &str, login: &str) -> Session<'_> {
        self.sign_in_with(path, login, PASSWORD).await
    }

    pub async fn sign_in_with(&self, path: &str, login: &str, password: &str) -> Session<'_> {
        let asked = format!("{path}?type=catalog&mode=checkauth");
        let answer = self.get(&asked, &[("authorization", basic(login, password))]).await;
        let lines = answer.lines();
        assert_eq!(
            (answer.status, lines[0], lines.len()),
            (StatusCode::OK, "success", 4),
            "{answer:?}"
        );
        assert_eq!(lines[3], format!("sessid={}", lines[2]));
        Session {
            gateway: self,
            path: path.to_owned(),
            cookie: format!("{}={}", lines[1], lines[2]),
            id: lines[2].to_owned(),
        }
    }

    pub async fn session(&self) -> Session<'_> {
        self.sign_in("/1c/ut", LOGIN).await
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // It may have ended already.
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let content_type = response
        .headers()
        .get("content-type")
        .map(|v| v.to_str().unwrap().to_owned());
    Answer {
        status: response.status(),
        content_type: content_type.unwrap_or_default(),
        body: response.bytes().await.unwrap().to_vec(),
    }
}

pub fn basic(login: &str, password: &str) -> String {
    format!(
        "Basic {}",
        data_encoding::BASE64.encode(format!("{login}:{password}").as_bytes())
    )
}

/// A session of 1C; it sends its cookie with every request.
pub struct Session<'g> {
    pub gateway: &'g Gateway,
    pub path: String,
    pub cookie: String,
    pub id: String,
}

impl Session<'_> {
    pub async fn get(&self, query: &str) -> Answer {
        self.gateway
            .get(&format!("{}?{query}", self.path), &[("cookie", self.cookie.clone())])
            .await
    }

    /// One piece of a file.
    pub async fn send(&self, kind: &str, name: &str, body: impl Into<Vec<u8>>) -> Answer {
        let url = format!(
            "{}{}?type={kind}&mode=file&filename={name}",
            self.gateway.url, self.path
        );
        answer(
            self.gateway
                .client
                .post(url)
                .header("cookie", &self.cookie)
                .body(body.into()),
        )
        .await
    }

    /// Asks for the import until it has ended, in a tight loop as 1C does; returns the last answer and the number of
    /// `progress` before it.
    pub async fn import(&self, kind: &str, name: &str) -> (Answer, u32) {
        let mut polls = 0;
        loop {
            let answer = self.get(&format!("type={kind}&mode=import&filename={name}")).await;
            if answer.text() != "progress" {
                return (answer, polls);
            }
            polls += 1;
        }
    }

    /// Sends a file whole and imports it.
    pub async fn take(&self, name: &str, xml: &str) {
        assert_eq!(self.send("catalog", name, xml).await.text(), "success");
        let (answer, _) = self.import("catalog", name).await;
        assert_eq!(answer.text(), "success");
    }
}

pub fn catalogue(ids: impl IntoIterator<Item = String>, is_full: bool) -> String {
    let goods: String = ids
        .into_iter()
        .map(|id| format!("<Товар><Ид>{id}</Ид><Артикул>A-{id}</Артикул><Наименование>Товар {id}</Наименование><БазоваяЕдиница Код=\"796\"/></Товар>\n"))
        .collect();
    let changes = !is_full;
    format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<КоммерческаяИнформация xmlns=\"urn:1C.ru:commerceml_2\" ВерсияСхемы=\"2.07\"><Каталог СодержитТолькоИзменения=\"{changes}\"><Ид>c</Ид><Товары>{goods}</Товары></Каталог></КоммерческаяИнформация>"
    )
}

pub fn offers(ids: impl IntoIterator<Item = String>) -> String {
    let list: String = ids
        .into_iter()
        .map(|id| format!("<Предложение><Ид>{id}</Ид><Наименование>Товар {id}</Наименование><Цены><Цена><ИдТипаЦены>p1</ИдТипаЦены><ЦенаЗаЕдиницу>10</ЦенаЗаЕдиницу><Валюта>руб</Валюта></Цена></Цены><Количество>5</Количество><Склад ИдСклада=\"w1\" КоличествоНаСкладе=\"5\"/></Предложение>\n"))
        .collect();
    format!(
        "<КоммерческаяИнформация ВерсияСхемы=\"2.07\"><ПакетПредложений><Ид>c#</Ид><ТипыЦен><ТипЦены><Ид>p1</Ид><Наименование>Опт</Наименование><Валюта>руб</Валюта></ТипЦены></ТипыЦен><Предложения>{list}</Предложения></ПакетПредложений></КоммерческаяИнформация>"
    )
}

pub fn ids(from: usize, to: usize) -> impl Iterator<Item = String> {
    (from..to).map(|n| format!("g{n}"))
}
