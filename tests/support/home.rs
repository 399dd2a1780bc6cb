//! A dealer's home, and the parts of a desktop that run on the window's message bus: notification daemons and a tray.

use super::window::{Keyring, Window};
use super::{program, succeed};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
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

/// A desktop that shows trays and writes down which icons it was given; it answers as a notification daemon too.
pub const TRAY: &str = r#"/usr/bin/python3 -c "
import dbus, dbus.service, dbus.mainloop.glib
from gi.repository import GLib
dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
WATCHER = 'org.kde.StatusNotifierWatcher'
class Watcher(dbus.service.Object):
    @dbus.service.method(WATCHER, in_signature='s')
    def RegisterStatusNotifierItem(self, item):
        print('RegisterStatusNotifierItem', item, flush=True)
    @dbus.service.method('org.freedesktop.DBus.Properties', in_signature='ss', out_signature='v')
    def Get(self, interface, name):
        return dbus.Boolean(True) if name == 'IsStatusNotifierHostRegistered' else dbus.Int32(0)
    @dbus.service.method('org.freedesktop.DBus.Properties', in_signature='s', out_signature='a{sv}')
    def GetAll(self, interface):
        return {'IsStatusNotifierHostRegistered': dbus.Boolean(True), 'ProtocolVersion': dbus.Int32(0)}
bus = dbus.SessionBus()
names = [dbus.service.BusName(name, bus) for name in (WATCHER, 'org.freedesktop.Notifications')]
watcher = Watcher(bus, '/StatusNotifierWatcher')
GLib.MainLoop().run()
" >"$DAEMON_LOG" 2>&1"#;

/// A dealer's home: profile, and the bus and the daemon of the window that is open in it.
pub struct Home {
    path: PathBuf,
    _dir: tempfile::TempDir,
}

impl Home {
    /// An empty home of a user whose name is not a Latin one.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("Олена Ґудзь");
        std::fs::create_dir(&path).expect("a home");
        Self { path, _dir: dir }
    }

    /// The user's home directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The profile in it.
    pub fn profile(&self) -> PathBuf {
        self.path().join("profile")
    }

    /// Opens the window on the profile, with more words on its command line.
    pub async fn open(&self, keyring: Keyring, more: &[&str]) -> Window {
        let profile = self.profile();
        let mut arguments = vec!["--profile", profile.to_str().expect("UTF-8")];
        arguments.extend(more);
        let environment = [
            ("CABINET_PASSPHRASE", OsString::from("correct horse")),
            ("DAEMON_LOG", self.log().into_os_string()),
            ("BUS_FILE", self.path().join("bus").into_os_string()),
        ];
        Window::open(self.path(), keyring, &arguments, &environment).await
    }

    /// Runs `cabinet`; the window must be closed, as both take the profile for themselves.
    pub fn cabinet(&self, words: &[&str]) -> String {
        succeed(self.command("cabinet", "CABINET_BIN").args(words))
    }

    /// One of our programs on this profile, without a message bus.
    pub fn command(&self, name: &str, variable: &str) -> Command {
        let mut command = Command::new(program(variable, name));
        command
            .env("CABINET_PROFILE", self.profile())
            .env("CABINET_PASSPHRASE", "correct horse")
            .env("HOME", self.path())
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:");
        command
    }

    /// Starts the program once more on the bus of the open window, and waits until that start ends.
    pub fn second_start(&self, words: &[&str]) -> Output {
        self.on_bus(env!("CARGO_BIN_EXE_dealer-cabinet"))
            .arg("--profile")
            .arg(self.profile())
            .args(words)
            .env("HOME", self.path())
            .output()
            .expect("it starts")
    }

    /// Whether the process works on this home.
    pub fn runs(&self, pid: &str) -> bool {
        let words = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&words).contains(&*self.profile().to_string_lossy())
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
