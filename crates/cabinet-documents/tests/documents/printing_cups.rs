//! Printing through a real CUPS: a private scheduler of this test, its queue leading to a network port of this test.

use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cabinet_documents::printing::cups::CupsSpooler;
use cabinet_documents::printing::{PrintError, PrintJob, Spooler};
use tempfile::TempDir;

const SCHEDULER: &str = "/usr/sbin/cupsd";

/// A scheduler with its own folders and socket; ends with the value.
struct PrivateCups {
    folder: TempDir,
    process: Child,
}

impl PrivateCups {
    /// `None`, said aloud, where CUPS is not installed.
    fn start() -> Option<Self> {
        if !Path::new(SCHEDULER).exists() {
            println!("skipped: CUPS is not installed");
            return None;
        }
        let folder = TempDir::new().unwrap();
        let root = folder.path();
        for name in ["conf", "run", "spool", "spool/tmp", "cache", "log"] {
            std::fs::create_dir(root.join(name)).unwrap();
        }
        let at = |name: &str| root.join(name).display().to_string();
        let files = format!(
            "ServerRoot {}\nRequestRoot {}\nTempDir {}\nCacheDir {}\nStateDir {}\nAccessLog {}\nErrorLog {}\nPageLog {}\n",
            at("conf"),
            at("spool"),
            at("spool/tmp"),
            at("cache"),
            at("run"),
            at("log/access"),
            at("log/error"),
            at("log/page"),
        );
        let rules = format!(
            "LogLevel warn\nListen {}\nBrowsing Off\nDefaultAuthType None\nWebInterface No\n\
             <Location />\nOrder allow,deny\nAllow all\n</Location>\n\
             <Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n",
            at("run/cups.sock"),
        );
        std::fs::write(root.join("conf/files.conf"), files).unwrap();
        std::fs::write(root.join("conf/cupsd.conf"), rules).unwrap();
        let process = Command::new(SCHEDULER)
            .args(["-f", "-c", &at("conf/cupsd.conf"), "-s", &at("conf/files.conf")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let cups = Self { folder, process };
        // The scheduler tells no one that it is ready, so it is asked until it answers.
        let since = Instant::now();
        while cups.spooler().printers().is_err() {
            assert!(
                since.elapsed() < Duration::from_secs(20),
                "the private scheduler did not start"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(cups)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("run/cups.sock")
    }

    fn spooler(&self) -> CupsSpooler {
        CupsSpooler::new().at_server(self.socket().display().to_string())
    }

    fn admin(&self, arguments: &[&str]) {
        let status = Command::new("/usr/sbin/lpadmin")
            .args(arguments)
            .env("CUPS_SERVER", self.socket())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "lpadmin {arguments:?}");
    }

    /// A queue that sends what it gets, untouched, to the listener.
    fn add_printer(&self, name: &str, printer: &TcpListener) {
        let device = format!("socket://127.0.0.1:{}", printer.local_addr().unwrap().port());
        self.admin(&["-p", name, "-E", "-v", &device, "-m", "raw"]);
    }
}

impl Drop for PrivateCups {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn job(printer: Option<&str>, copies: u32) -> PrintJob {
    let pdf = b"%PDF-1.3 not looked at by a raw queue\n".repeat(300);
    PrintJob {
        printer: printer.map(str::to_owned),
        title: "Счет на оплату № 12\n— «проба»".to_owned(),
        pdf,
        copies,
    }
}

/// Our files in the folder for temporary ones.
fn left_behind() -> usize {
    let entries = std::fs::read_dir(std::env::temp_dir()).unwrap();
    entries
        .filter(|entry| {
            entry
                .as_ref()
                .unwrap()
                .file_name()
                .to_string_lossy()
                .starts_with("cabinet-print-")
        })
        .count()
}

#[test]
fn a_job_reaches_the_printer_with_its_copies_and_leaves_no_file() {
    let Some(cups) = PrivateCups::start() else { return };
    let printer = TcpListener::bind("127.0.0.1:0").unwrap();
    cups.add_printer("Office", &printer);
    cups.add_printer("Warehouse", &TcpListener::bind("127.0.0.1:0").unwrap());
    let spooler = cups.spooler();
    let names: Vec<String> = spooler
        .printers()
        .unwrap()
        .into_iter()
        .map(|printer| printer.name)
        .collect();
    assert_eq!(names, ["Office", "Warehouse"]);
    assert!(matches!(spooler.print(&job(None, 1)), Err(PrintError::NoDefault)));

    cups.admin(&["-d", "Office"]);
    assert!(
        spooler
            .printers()
            .unwrap()
            .iter()
            .any(|printer| printer.name == "Office" && printer.is_default)
    );
    let sent = job(None, 3);
    let id = spooler.print(&sent).unwrap();
    assert_eq!(id.0, "Office-1");
    let (mut connection, _) = printer.accept().unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut arrived = Vec::new();
    connection.read_to_end(&mut arrived).unwrap();
    assert!(
        arrived == sent.pdf.repeat(3),
        "{} bytes arrived, {} were sent three times",
        arrived.len(),
        sent.pdf.len()
    );
    assert_eq!(left_behind(), 0);

    let second = spooler.print(&job(Some("Office"), 1)).unwrap();
    assert_eq!(second.0, "Office-2");
}

#[test]
fn each_cause_of_a_refusal_is_told_apart() {
    let Some(cups) = PrivateCups::start() else { return };
    let spooler = cups.spooler();
    assert_eq!(spooler.printers().unwrap(), []);
    assert!(matches!(spooler.print(&job(None, 1)), Err(PrintError::NoPrinters)));
    assert!(matches!(
        spooler.print(&job(Some("Office"), 1)),
        Err(PrintError::NoPrinters)
    ));

    cups.add_printer("Office", &TcpListener::bind("127.0.0.1:0").unwrap());
    let error = spooler.print(&job(Some("-o Office"), 1)).unwrap_err();
    assert!(
        matches!(&error, PrintError::UnknownPrinter { name } if name == "-o Office"),
        "{error}"
    );
    for copies in [0, 1000] {
        assert!(matches!(
            spooler.print(&job(Some("Office"), copies)),
            Err(PrintError::BadCopies { .. })
        ));
    }
    let rejecting = Command::new("/usr/sbin/cupsreject")
        .arg("Office")
        .env("CUPS_SERVER", cups.socket())
        .status()
        .unwrap();
    assert!(rejecting.success());
    let error = spooler.print(&job(Some("Office"), 1)).unwrap_err();
    assert!(
        matches!(&error, PrintError::Refused { answer } if answer.contains("not accepting")),
        "{error}"
    );
}

#[test]
fn a_service_that_does_not_run_or_is_not_installed_is_named() {
    let folder = TempDir::new().unwrap();
    let missing = CupsSpooler::new().with_programs_in(folder.path());
    assert!(matches!(
        missing.printers(),
        Err(PrintError::NotInstalled { program: "lpstat" })
    ));
    assert!(matches!(
        missing.print(&job(None, 1)),
        Err(PrintError::NotInstalled { .. })
    ));
    if !Path::new(SCHEDULER).exists() {
        println!("skipped: CUPS is not installed");
        return;
    }
    let stopped = CupsSpooler::new().at_server(folder.path().join("nobody.sock").display().to_string());
    let error = stopped.print(&job(None, 1)).unwrap_err();
    assert!(
        matches!(&error, PrintError::NotRunning { answer } if answer.contains("not running")),
        "{error}"
    );
}
