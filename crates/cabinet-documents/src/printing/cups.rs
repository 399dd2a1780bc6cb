//! Printing through CUPS by its own commands, `lp` and `lpstat`.
//!
//! No shell: every word is an argument. Answers are read in the C locale. The document lies in a private file (0600)
//! while `lp` reads it, and the file is gone before [`Spooler::print`] returns.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::printing::{JobId, PrintError, PrintJob, PrinterInfo, Spooler};

/// How long a command of CUPS may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a running command is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// The CUPS print service of this computer, or of the one that it is set up to use.
#[derive(Debug, Clone, Default)]
pub struct CupsSpooler {
    server: Option<String>,
    programs: Option<PathBuf>,
}

/// What a command answered.
struct Answer {
    status: ExitStatus,
    said: String,
    complained: String,
}

impl Answer {
    /// What it said about its failure, whichever stream it used.
    fn reason(&self) -> String {
        let text = if self.complained.trim().is_empty() {
            &self.said
        } else {
            &self.complained
        };
        let text = text.trim();
        text.strip_prefix("lp: ")
            .or_else(|| text.strip_prefix("lpstat: "))
            .unwrap_or(text)
            .to_owned()
    }
}

impl CupsSpooler {
    /// The service that the system is set up to use.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A service elsewhere: a host with a port, or the path of a socket.
    #[must_use]
    pub fn at_server(mut self, server: impl Into<String>) -> Self {
        self.server = Some(server.into());
        self
    }

    /// Takes `lp` and `lpstat` from a folder instead of the search path.
    #[must_use]
    pub fn with_programs_in(mut self, folder: impl AsRef<Path>) -> Self {
        self.programs = Some(folder.as_ref().to_owned());
        self
    }

    fn command(&self, program: &'static str) -> Command {
        let path = self
            .programs
            .as_ref()
            .map_or_else(|| PathBuf::from(program), |folder| folder.join(program));
        let mut command = Command::new(path);
        command
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(server) = &self.server {
            command.env("CUPS_SERVER", server);
        }
        command
    }

    fn ask(&self, program: &'static str, arguments: &[&str]) -> Result<Answer, PrintError> {
        let mut command = self.command(program);
        run(command.args(arguments), program)
    }

    /// # Errors
    /// [`PrintError::NotRunning`] when the service does not answer.
    fn require_service(&self) -> Result<(), PrintError> {
        let answer = self.ask("lpstat", &["-r"])?;
        if answer.said.trim() == "scheduler is running" {
            return Ok(());
        }
        Err(PrintError::NotRunning {
            answer: answer.reason(),
        })
    }

    fn default_printer(&self) -> Result<Option<String>, PrintError> {
        let answer = self.ask("lpstat", &["-d"])?;
        let name = answer
            .said
            .trim()
            .strip_prefix("system default destination: ")
            .map(str::to_owned);
        Ok(name)
    }
}

impl Spooler for CupsSpooler {
    fn printers(&self) -> Result<Vec<PrinterInfo>, PrintError> {
        self.require_service()?;
        let answer = self.ask("lpstat", &["-e"])?;
        if !answer.status.success() {
            return Err(PrintError::NotRunning {
                answer: answer.reason(),
            });
        }
        let default = self.default_printer()?;
        let names = answer.said.lines().map(str::trim).filter(|name| !name.is_empty());
        Ok(names
            .map(|name| PrinterInfo {
                name: name.to_owned(),
                is_default: default.as_deref() == Some(name),
            })
            .collect())
    }

    fn print(&self, job: &PrintJob) -> Result<JobId, PrintError> {
        if !(1..=999).contains(&job.copies) {
            return Err(PrintError::BadCopies { copies: job.copies });
        }
        let printers = self.printers()?;
        if printers.is_empty() {
            return Err(PrintError::NoPrinters);
        }
        let printer = chosen(&printers, job.printer.as_deref())?;
        let mut file = tempfile::Builder::new()
            .prefix("cabinet-print-")
            .suffix(".pdf")
            .tempfile()?;
        file.write_all(&job.pdf)?;
        file.flush()?;
        let mut command = self.command("lp");
        command
            .args([
                "-d",
                printer,
                "-n",
                &job.copies.to_string(),
                "-t",
                &one_line(&job.title),
                "--",
            ])
            .arg(file.path());
        let answer = run(&mut command, "lp")?;
        // The path is told to no one else, and the system clears what a crash would leave; still, failing to remove
        // somebody's invoice is worth an error.
        file.close()?;
        job_id(&answer)
    }
}

fn chosen<'a>(printers: &'a [PrinterInfo], wanted: Option<&str>) -> Result<&'a str, PrintError> {
    match wanted {
        Some(name) => {
            let found = printers.iter().find(|printer| printer.name == name);
            found
                .map(|printer| printer.name.as_str())
                .ok_or_else(|| PrintError::UnknownPrinter { name: name.to_owned() })
        }
        None => {
            let default = printers.iter().find(|printer| printer.is_default);
            default
                .map(|printer| printer.name.as_str())
                .ok_or(PrintError::NoDefault)
        }
    }
}

/// Reads «request id is Office-17 (1 file(s))».
fn job_id(answer: &Answer) -> Result<JobId, PrintError> {
    let refused = || PrintError::Refused {
        answer: answer.reason(),
    };
    if !answer.status.success() {
        return Err(refused());
    }
    let words = answer.said.trim().strip_prefix("request id is ").ok_or_else(refused)?;
    words
        .split_whitespace()
        .next()
        .map(|id| JobId(id.to_owned()))
        .ok_or_else(refused)
}

fn one_line(title: &str) -> String {
    title
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

/// Runs a command and waits for it, not longer than [`PATIENCE`].
fn run(command: &mut Command, program: &'static str) -> Result<Answer, PrintError> {
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => PrintError::NotInstalled { program },
        _ => PrintError::Io(error),
    })?;
    let said = collect(child.stdout.take());
    let complained = collect(child.stderr.take());
    let status = wait(&mut child)?;
    Ok(Answer {
        status,
        said: joined(said)?,
        complained: joined(complained)?,
    })
}

fn wait(child: &mut Child) -> Result<ExitStatus, PrintError> {
    let since = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if since.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Err(PrintError::TimedOut { waited: PATIENCE });
        }
        thread::sleep(LOOK);
    }
}

type Reading = thread::JoinHandle<std::io::Result<String>>;

/// Reads a stream beside the waiting, so that a full pipe cannot stop the command.
fn collect(stream: Option<impl Read + Send + 'static>) -> Reading {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            stream.read_to_end(&mut bytes)?;
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    })
}

fn joined(reading: Reading) -> Result<String, PrintError> {
    let read = reading
        .join()
        .map_err(|_| std::io::Error::other("the reader of the answer stopped"))?;
    Ok(read?)
}
