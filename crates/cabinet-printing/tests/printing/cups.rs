//! Printing through a real CUPS: a private scheduler of this test, its queue leading to a network port of this test.

use std::io::Read as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cabinet_printing::error::PrintError;
use cabinet_printing::ipp::IppService;
use cabinet_printing::ipp::door::Door;
use cabinet_printing::job::{Content, JobState, PrintJob, Sides, Wish};
use cabinet_printing::printer::PrinterState;
use cabinet_printing::service::PrintService as _;
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
        while cups.service().printers().is_err() {
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

    fn service(&self) -> IppService {
        IppService::at(Door::Socket(self.socket()))
    }

    fn admin(&self, arguments: &[&str]) {
        self.run("lpadmin", arguments);
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let status = Command::new(Path::new("/usr/sbin").join(program))
            .args(arguments)
            .env("CUPS_SERVER", self.socket())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{program} {arguments:?}");
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
        content: Content::Pdf(pdf),
        copies,
        sides: None,
        tray: None,
        paper: None,
    }
}

fn port() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

#[test]
fn a_job_reaches_the_printer_with_its_copies() {
    let Some(cups) = PrivateCups::start() else { return };
    let printer = port();
    cups.add_printer("Office", &printer);
    cups.add_printer("Warehouse", &port());
    let service = cups.service();
    let printers = service.printers().unwrap();
    let names: Vec<&str> = printers.iter().map(|printer| printer.name.as_str()).collect();
    assert_eq!(names, ["Office", "Warehouse"]);
    assert!(
        printers
            .iter()
            .all(|printer| printer.state == PrinterState::Idle && printer.is_accepting)
    );
    assert!(matches!(service.print(&job(None, 1)), Err(PrintError::NoDefault)));

    cups.admin(&["-d", "Office"]);
    let printers = service.printers().unwrap();
    assert!(
        printers
            .iter()
            .any(|printer| printer.name == "Office" && printer.is_default)
    );
    let sent = job(None, 3);
    let id = service.print(&sent).unwrap();
    assert_eq!(id.to_string(), "Office-1");
    let (mut connection, _) = printer.accept().unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut arrived = Vec::new();
    connection.read_to_end(&mut arrived).unwrap();
    assert!(
        arrived == sent.content.bytes().repeat(3),
        "{} bytes arrived, {} were sent three times",
        arrived.len(),
        sent.content.bytes().len()
    );
    drop(connection);
    testkit::printer::until("the job is done", || {
        (service.job(&id).unwrap() == JobState::Done).then_some(())
    });
    let second = service.print(&job(Some("Office"), 1)).unwrap();
    assert_eq!(second.to_string(), "Office-2");
}

#[test]
fn each_cause_of_a_refusal_is_told_apart() {
    let Some(cups) = PrivateCups::start() else { return };
    let service = cups.service();
    assert_eq!(service.printers().unwrap(), []);
    assert!(matches!(service.print(&job(None, 1)), Err(PrintError::NoPrinters)));

    cups.add_printer("Office", &port());
    for unknown in ["-o Office", "Офис"] {
        let error = service.print(&job(Some(unknown), 1)).unwrap_err();
        assert!(
            matches!(&error, PrintError::UnknownPrinter { name } if name == unknown),
            "{error}"
        );
    }
    // CUPS itself refuses a name that would lead elsewhere.
    let error = service.print(&job(Some("../admin"), 1)).unwrap_err();
    assert!(matches!(error, PrintError::NotAllowed { .. }), "{error}");
    for copies in [0, 100_000] {
        let error = service.print(&job(Some("Office"), copies)).unwrap_err();
        assert!(matches!(error, PrintError::BadCopies { .. }), "{error}");
    }
    let both = PrintJob {
        sides: Some(Sides::ShortEdge),
        ..job(Some("Office"), 1)
    };
    let error = service.print(&both).unwrap_err();
    assert!(
        matches!(error, PrintError::NotOffered { wish: Wish::Sides, .. }),
        "{error}"
    );

    cups.run("cupsreject", &["Office"]);
    let error = service.print(&job(Some("Office"), 1)).unwrap_err();
    assert!(matches!(error, PrintError::TakesNoJobs { .. }), "{error}");
    cups.run("cupsaccept", &["Office"]);

    cups.run("cupsdisable", &["Office"]);
    let described = service.printer("Office").unwrap();
    assert_eq!(described.state, PrinterState::Paused, "{described:?}");
    let error = service.print(&job(Some("Office"), 1)).unwrap_err();
    assert!(matches!(error, PrintError::Paused { .. }), "{error}");
    cups.run("cupsenable", &["Office"]);
    service.print(&job(Some("Office"), 1)).unwrap();
}

#[test]
fn a_queue_that_was_removed_since_it_was_listed_is_named() {
    let Some(cups) = PrivateCups::start() else { return };
    cups.add_printer("Office", &port());
    let service = cups.service();
    assert_eq!(service.printers().unwrap().len(), 1);
    cups.admin(&["-x", "Office"]);
    let error = service.print(&job(Some("Office"), 1)).unwrap_err();
    assert!(
        matches!(&error, PrintError::UnknownPrinter { name } if name == "Office"),
        "{error}"
    );
}

#[test]
fn a_job_that_waits_is_cancelled() {
    let Some(cups) = PrivateCups::start() else { return };
    // Nobody takes the bytes of this printer: the first job is being printed for ever, the second waits.
    let printer = port();
    cups.add_printer("Office", &printer);
    let service = cups.service();
    let first = service.print(&job(Some("Office"), 1)).unwrap();
    let second = service.print(&job(Some("Office"), 1)).unwrap();
    assert!(!service.job(&second).unwrap().is_final());
    for id in [&second, &first] {
        service.cancel(id).unwrap();
        testkit::printer::until("the job is cancelled", || {
            (service.job(id).unwrap() == JobState::Cancelled).then_some(())
        });
    }
    // Twice is no fault.
    service.cancel(&second).unwrap();
}

#[test]
fn a_service_that_does_not_run_is_named() {
    let folder = TempDir::new().unwrap();
    let socket = folder.path().join("nobody.sock");
    let stopped = IppService::at(Door::Socket(socket.clone()));
    let error = stopped.print(&job(None, 1)).unwrap_err();
    assert!(
        matches!(&error, PrintError::NoService { at } if *at == socket.display().to_string()),
        "{error}"
    );
}

#[test]
fn what_answers_and_is_no_printer_is_told() {
    use std::io::Write as _;
    let web = port();
    let address = format!("ipp://127.0.0.1:{}/", web.local_addr().unwrap().port());
    let answering = std::thread::spawn(move || {
        let (mut connection, _) = web.accept().unwrap();
        let mut asked = [0; 4096];
        let _ = connection.read(&mut asked).unwrap();
        connection
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>")
            .unwrap();
    });
    let error = IppService::at(Door::Socket("/nonexistent".into()))
        .printer(&address)
        .unwrap_err();
    assert!(matches!(error, PrintError::Unintelligible { .. }), "{error}");
    answering.join().unwrap();
}
