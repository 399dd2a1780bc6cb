//! A real IPP Everywhere printer without paper: `ippeveprinter` of CUPS, which hands each job to a script of this test.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long something may take before it counts as not happening.
pub const LIMIT: Duration = Duration::from_secs(20);

/// A printer; it ends with the value.
pub struct VirtualPrinter {
    folder: TempDir,
    port: u16,
    /// The printer asks for the system's bus, for announcements that are switched off here; a private one will do.
    bus: Child,
    process: Option<Child>,
}

/// A job as it arrived.
pub struct Arrived {
    /// The attributes, as the printer tells its script.
    pub said: BTreeMap<String, String>,
    /// The document.
    pub document: Vec<u8>,
}

impl VirtualPrinter {
    /// One that reads these formats; `None`, said aloud, where the program is not installed.
    pub fn start(formats: &str, script: &str) -> Option<Self> {
        let program = ["/usr/sbin/ippeveprinter", "/usr/bin/ippeveprinter"]
            .into_iter()
            .find(|path| Path::new(path).exists());
        let Some(program) = program else {
            println!("skipped: cups-ipp-utils is not installed");
            return None;
        };
        let folder = TempDir::new().unwrap();
        for name in ["spool", "arrived"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let handler = folder.path().join("handler");
        let arrived = folder.path().join("arrived").display().to_string();
        let text = format!(
            "#!/bin/sh\n{script}\nenv | grep '^IPP_' > {arrived}/$IPP_JOB_ID.said\n\
             cp \"$1\" {arrived}/$IPP_JOB_ID.part && mv {arrived}/$IPP_JOB_ID.part {arrived}/$IPP_JOB_ID.document\n"
        );
        std::fs::write(&handler, text).unwrap();
        std::fs::set_permissions(&handler, std::fs::Permissions::from_mode(0o755)).unwrap();
        let (bus, address) = private_bus();
        let port = free_port();
        let process = Command::new(program)
            .args(["-2", "-r", "off", "-n", "localhost", "-k", "-f", formats])
            .args(["-p", &port.to_string()])
            .arg("-d")
            .arg(folder.path().join("spool"))
            .arg("-c")
            .arg(&handler)
            .arg("Virtual")
            .env("DBUS_SYSTEM_BUS_ADDRESS", address)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let printer = Self {
            folder,
            port,
            bus,
            process: Some(process),
        };
        until("the printer answers", || TcpStream::connect(("localhost", port)).ok());
        Some(printer)
    }

    /// One that takes PDF.
    pub fn of_pdf() -> Option<Self> {
        Self::start("application/pdf", "")
    }

    /// Where it is.
    pub fn address(&self) -> String {
        format!("ipp://localhost:{}/ipp/print", self.port)
    }

    /// Switches it off.
    pub fn switch_off(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// The job of this number, when all of it arrived.
    pub fn arrived(&self, number: i32) -> Arrived {
        let folder = self.folder.path().join("arrived");
        let document = until("the document arrives", || {
            std::fs::read(folder.join(format!("{number}.document"))).ok()
        });
        let said = std::fs::read_to_string(folder.join(format!("{number}.said"))).unwrap();
        let said = said.lines().filter_map(|line| line.split_once('='));
        Arrived {
            said: said.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            document,
        }
    }

    /// How many jobs came to it.
    pub fn count(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("arrived")).unwrap().count()
    }

    /// A file beside the script, to tell it something.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("arrived").join(name)
    }
}

impl Drop for VirtualPrinter {
    fn drop(&mut self) {
        self.switch_off();
        // Both are ours, and a bus that is gone already is no matter.
        let _ = self.bus.kill();
        let _ = self.bus.wait();
    }
}

/// Waits for a fact.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(since.elapsed() < LIMIT, "not within {LIMIT:?}: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn private_bus() -> (Child, String) {
    let mut bus = Command::new("dbus-daemon")
        .args(["--session", "--nofork", "--print-address"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut address = String::new();
    BufReader::new(bus.stdout.take().unwrap())
        .read_line(&mut address)
        .unwrap();
    (bus, address.trim().to_owned())
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
