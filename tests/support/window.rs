//! The built program in a real WebKit window, driven by WebKitWebDriver.

use super::id;
use std::ffi::OsString;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use thirtyfour::TypingData;
use thirtyfour::prelude::*;

/// How long anything on screen may take before the test says that it did not come.
const PATIENCE: Duration = Duration::from_secs(45);

/// Whether a Secret Service runs in the window's message bus.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// gnome-keyring with an unlocked login keyring.
    Unlocked,
    /// No message bus at all, as on a bare machine.
    None,
    /// A message bus without a keyring, on which this notification daemon runs.
    Daemon(&'static str),
}

/// The driver process with one window, in a home and a message bus of its own.
pub struct Window {
    driver: Child,
    session: Option<WebDriver>,
}

/// Starts a keyring and waits until it answers, then becomes the driver.
const WITH_KEYRING: &str = r#"
printf 'test' | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 &
for attempt in $(seq 100); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
    string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true' && break
  sleep 0.05
done
exec WebKitWebDriver "$@"
"#;

/// Starts a notification daemon and waits until it answers, then becomes the driver.
const WITH_DAEMON: &str = r#"
printf '%s' "$DBUS_SESSION_BUS_ADDRESS" >"$BUS_FILE"
eval "$NOTIFICATION_DAEMON" &
for attempt in $(seq 200); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
    string:org.freedesktop.Notifications 2>/dev/null | grep -q 'boolean true' && break
  sleep 0.05
done
exec WebKitWebDriver "$@"
"#;

impl Window {
    /// Opens the program with `home` as the user's home; a second window with the same home finds what the first left.
    pub async fn open(home: &Path, keyring: Keyring, arguments: &[&str], environment: &[(&str, OsString)]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .expect("a free port")
            .local_addr()
            .expect("its number")
            .port();
        let runtime = home.join("run");
        std::fs::create_dir_all(&runtime).expect("a runtime directory");
        std::fs::set_permissions(&runtime, std::fs::Permissions::from_mode(0o700)).expect("its rights");
        let port_argument = format!("--port={port}");
        let mut command = match keyring {
            Keyring::Unlocked => {
                let mut command = Command::new("dbus-run-session");
                command.args(["--", "bash", "-c", WITH_KEYRING, "driver"]);
                command
            }
            Keyring::Daemon(daemon) => {
                let mut command = Command::new("dbus-run-session");
                command
                    .args(["--", "bash", "-c", WITH_DAEMON, "driver"])
                    .env("NOTIFICATION_DAEMON", daemon);
                command
            }
            Keyring::None => {
                let mut command = Command::new("WebKitWebDriver");
                command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:");
                command
            }
        };
        command
            .args([port_argument.as_str(), "--host=127.0.0.1"])
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", &runtime)
            .env("LANG", "ru_RU.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            .process_group(0)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        for (name, value) in environment {
            command.env(name, value);
        }
        let driver = command
            .spawn()
            .expect("WebKitWebDriver is installed by `cargo xtask test`");
        wait_for_port(port).await;
        let mut wanted = Capabilities::new();
        let options = serde_json::json!({ "binary": env!("CARGO_BIN_EXE_dealer-cabinet"), "args": arguments });
        wanted.set("webkitgtk:browserOptions", options).expect("capabilities");
        // The driver's client is built without a TLS provider of its own; a second installation is refused, and harmless.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let session = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted)
            .await
            .expect("the window opens");
        Self {
            driver,
            session: Some(session),
        }
    }

    /// The session.
    pub fn session(&self) -> &WebDriver {
        self.session.as_ref().expect("the window is open")
    }

    /// Waits for an element and gives it back.
    pub async fn find(&self, css: &str) -> WebElement {
        let found = self
            .session()
            .query(By::Css(css))
            .wait(PATIENCE, Duration::from_millis(50))
            .first()
            .await;
        match found {
            Ok(element) => element,
            Err(error) => {
                self.shot(Path::new("target/e2e-failure.png")).await;
                panic!("«{css}» did not appear: {error}\n{}", self.visible_text().await);
            }
        }
    }

    /// Whether an element comes within a second.
    pub async fn comes(&self, css: &str) -> bool {
        let query = self.session().query(By::Css(css));
        let second = Duration::from_secs(1);
        query
            .wait(second, Duration::from_millis(50))
            .exists()
            .await
            .unwrap_or(false)
    }

    /// Waits until an element holds a text.
    pub async fn find_with_text(&self, css: &str, text: &str) -> WebElement {
        let started = Instant::now();
        loop {
            for element in self.session().find_all(By::Css(css)).await.unwrap_or_default() {
                if shown(&element).await.contains(text) {
                    return element;
                }
            }
            if started.elapsed() > PATIENCE {
                self.shot(Path::new("target/e2e-failure.png")).await;
                panic!("«{css}» never said «{text}»:\n{}", self.visible_text().await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until an element is gone.
    pub async fn gone(&self, css: &str) {
        let started = Instant::now();
        while !self
            .session()
            .find_all(By::Css(css))
            .await
            .unwrap_or_default()
            .is_empty()
        {
            assert!(
                started.elapsed() < PATIENCE,
                "«{css}» did not go away:\n{}",
                self.visible_text().await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks an element once it is there and can be clicked: a table that has just been laid out moves its rows.
    pub async fn click(&self, css: &str) {
        let started = Instant::now();
        loop {
            match self.find(css).await.click().await {
                Ok(()) => return,
                Err(error) if started.elapsed() > PATIENCE => panic!("«{css}» cannot be clicked: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Types into an element once it is there.
    pub async fn type_into(&self, css: &str, text: &str) {
        self.find(css).await.send_keys(text).await.expect("type");
    }

    /// Types keys, one after the other, to whatever has the focus.
    pub async fn keys(&self, keys: impl Into<TypingData>) {
        self.session()
            .action_chain()
            .send_keys(keys)
            .perform()
            .await
            .expect("keys");
    }

    /// Presses a key while another is held down; `keys` lets go of each before the next.
    pub async fn press(&self, held: Key, key: impl Into<char>) {
        let (held, key) = (char::from(held), key.into());
        let chain = self.session().action_chain();
        chain
            .key_down(held)
            .key_down(key)
            .key_up(key)
            .key_up(held)
            .perform()
            .await
            .expect("keys");
    }

    /// Enrols with a code up to the catalogue, leaving pictures on the way where a folder is named.
    pub async fn enrol(&self, url: &str, code: &str, pictures: Option<&Path>) {
        self.type_into(&id("enrol-url"), url).await;
        self.type_into(&id("enrol-code"), code).await;
        if let Some(folder) = pictures {
            self.shot(&folder.join("01-enrol.png")).await;
        }
        self.click(&id("enrol-submit")).await;
        let recovery = self.find(&id("recovery-code")).await.prop("innerText").await;
        let recovery = recovery.expect("property").unwrap_or_default();
        assert!(recovery.len() > 20, "the recovery code is shown once: {recovery}");
        if let Some(folder) = pictures {
            self.shot(&folder.join("02-recovery-code.png")).await;
        }
        self.click(&id("recovery-confirm")).await;
        self.click(&id("recovery-continue")).await;
        self.catalogue().await;
    }

    /// Waits for the first row of the catalogue, and skips the walk that comes at the first start.
    pub async fn catalogue(&self) {
        let frame = id("frame");
        self.find(&format!("{frame}[data-tour='shown'], {frame}[data-tour='none']"))
            .await;
        // By script: on a zoomed page the driver clicks beside what it means.
        let skip = format!("document.querySelector(\"{}\")?.click();", id("tour-skip"));
        self.session().execute(skip, Vec::new()).await.expect("the script runs");
        self.gone(&id("tour")).await;
        self.first_row().await;
    }

    /// Waits for the first row of the catalogue.
    pub async fn first_row(&self) {
        self.find(&format!(
            "{} [role=row][data-index='0'][data-key]",
            id("catalogue-table")
        ))
        .await;
    }

    /// Types over what a field holds, until it holds the text: the driver's Ctrl+A may come before the focus. Figures that
    /// come faster than from any hand stand in the field only when the program has seen that they are no scan.
    pub async fn type_over(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        let started = Instant::now();
        loop {
            field.send_keys(Key::Control + "a").await.expect("select");
            field.send_keys(text).await.expect("type");
            for _ in 0..10 {
                if field.prop("value").await.expect("property").unwrap_or_default() == text {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
            assert!(started.elapsed() < PATIENCE, "«{css}» does not take «{text}»");
        }
    }

    /// Types a quantity into the n-th row of the catalogue.
    pub async fn order_row(&self, index: usize, quantity: &str) {
        let css = format!("{} [role=row][data-index='{index}'][data-key]", id("catalogue-table"));
        self.click(&css).await;
        self.keys(quantity).await;
        self.keys(Key::Enter + "").await;
    }

    /// A picture of the page.
    pub async fn shot(&self, path: &Path) {
        if let Some(dir) = path.parent() {
            std::fs::create_dir_all(dir).expect("a folder for pictures");
        }
        // The picture is of the last painted frame: let the page paint what it has just become.
        let painted = "const done = arguments[arguments.length - 1]; \
                       requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)));";
        self.session()
            .execute_async(painted, Vec::new())
            .await
            .expect("the page paints");
        let png = self.session().screenshot_as_png().await.expect("a picture");
        std::fs::write(path, png).expect("write the picture");
    }

    /// Everything that a person could read, for messages of failed tests.
    pub async fn visible_text(&self) -> String {
        match self.session().find(By::Css("body")).await {
            Ok(body) => shown(&body).await,
            Err(error) => format!("(no page: {error})"),
        }
    }

    /// What a script in the page answers with, through a callback or `return`.
    #[allow(clippy::disallowed_types, reason = "numbers of scripts are floats")]
    pub async fn number(&self, script: &str) -> f64 {
        let answer = if script.contains("arguments[") {
            self.session().execute_async(script, Vec::new()).await
        } else {
            self.session().execute(script, Vec::new()).await
        };
        answer.expect("the script runs").json().as_f64().expect("a number")
    }

    /// Processes of this window whose names begin so.
    fn processes(&self, names: &[&str]) -> Vec<u32> {
        let parent_of = |pid: u32| -> Option<u32> {
            let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse().ok()
        };
        let mut found = Vec::new();
        for entry in std::fs::read_dir("/proc").expect("/proc").flatten() {
            let Ok(pid) = entry.file_name().to_string_lossy().parse::<u32>() else {
                continue;
            };
            let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
            let mut at = Some(pid);
            let is_ours = std::iter::from_fn(|| {
                at = at.and_then(parent_of).filter(|parent| *parent > 1);
                at
            })
            .any(|ancestor| ancestor == self.driver.id());
            if is_ours && names.iter().any(|wanted| name.starts_with(wanted)) {
                found.push(pid);
            }
        }
        found
    }

    /// Proportional set size of the program and the web view's processes, in KiB.
    pub fn pss_kib(&self) -> u64 {
        let mut total = 0;
        for pid in self.processes(&["dealer-cabinet", "WebKitWebProces", "WebKitNetworkPr"]) {
            let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
            let pss = rollup
                .lines()
                .find_map(|line| line.strip_prefix("Pss:"))
                .and_then(|rest| rest.split_whitespace().next());
            total += pss.and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0);
        }
        total
    }

    /// Ends the program without a chance to say goodbye, as a power cut would.
    pub fn kill(self) {
        for pid in self.processes(&["dealer-cabinet"]) {
            let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).status();
        }
    }

    /// Closes the window.
    pub async fn close(mut self) {
        if let Some(session) = self.session.take() {
            session.quit().await.expect("the window closes");
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // A session that is dropped would call a driver that is gone, and wait two minutes for its answer.
        if let Some(session) = self.session.take() {
            std::mem::forget(session);
        }
        // SIGTERM, so that the driver takes the program with it; SIGKILL would leave the window behind.
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["-TERM", "--", &group]).status();
        let _ = self.driver.wait();
    }
}

async fn wait_for_port(port: u16) {
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "WebKitWebDriver did not start"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The text of an element. WebKitWebDriver's own reading leaves out what an ellipsis shortens.
pub async fn shown(element: &WebElement) -> String {
    element.prop("innerText").await.ok().flatten().unwrap_or_default()
}
