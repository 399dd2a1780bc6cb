//! Notification daemons for the window's message bus, and what they were asked to show.

use super::{program, succeed};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

/// dunst, printing what it shows.
pub const DUNST: &str = r#"dunst -print -conf /dev/null >"$DAEMON_LOG" 2>/dev/null"#;

/// A daemon that shows nothing and writes down what it was asked for; it offers buttons and markup.
pub const MOCK: &str = r#"/usr/bin/python3 -m dbusmock --template notification_daemon --logfile "$DAEMON_LOG" \
    --parameters '{"capabilities": "body body-markup actions"}'"#;

/// The same without buttons and markup.
pub const PLAIN_MOCK: &str = r#"/usr/bin/python3 -m dbusmock --template notification_daemon --logfile "$DAEMON_LOG" \
    --parameters '{"capabilities": "body"}'"#;

/// A dealer's home: profile, and the bus and the daemon of the window that is open in it.
pub struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    /// An empty home.
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().expect("a temporary directory"),
        }
    }

    /// The user's home directory.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The profile in it.
    pub fn profile(&self) -> PathBuf {
        self.path().join("profile")
    }

    /// Runs `cabinet`; the window must be closed, as both take the profile for themselves.
    pub fn cabinet(&self, words: &[&str]) -> String {
        succeed(
            Command::new(program("CABINET_BIN", "cabinet"))
                .args(words)
                .env("CABINET_PROFILE", self.profile())
                .env("CABINET_PASSPHRASE", "correct horse")
                .env("HOME", self.path())
                .env("DBUS_SESSION_BUS_ADDRESS", "disabled:"),
        )
    }

    /// Where the daemon writes.
    pub fn log(&self) -> PathBuf {
        self.path().join("daemon.log")
    }

    /// Everything that the daemon wrote so far.
    pub fn written(&self) -> String {
        std::fs::read(self.log())
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    /// Waits until the daemon has written a text.
    pub fn wait_for(&self, text: &str) -> String {
        let started = Instant::now();
        loop {
            let written = self.written();
            if written.contains(text) {
                return written;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "the daemon was never asked to show «{text}»:\n{written}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// A command on the bus of the open window.
    pub fn on_bus(&self, program: &str) -> Command {
        let address = std::fs::read_to_string(self.path().join("bus")).expect("the address of the bus");
        let mut command = Command::new(program);
        command.env("DBUS_SESSION_BUS_ADDRESS", address.trim());
        command
    }

    /// Presses a button of the newest toast of the mocked daemon.
    pub fn press(&self, button: &str) {
        let script = "import dbus, sys\n\
            bus = dbus.SessionBus()\n\
            mock = bus.get_object('org.freedesktop.Notifications', '/org/freedesktop/Notifications')\n\
            mock.EmitSignal('org.freedesktop.Notifications', 'ActionInvoked', 'us', [dbus.UInt32(1), sys.argv[1]],\n\
                dbus_interface='org.freedesktop.DBus.Mock')\n";
        succeed(self.on_bus("/usr/bin/python3").args(["-c", script, button]));
    }
}
