//! Reads the text of a PDF in a process of its own, so that a file made to hurt hurts nobody else.
//!
//! True: that process may use [`MOST_MEMORY`] (where the system can hold it to that: not on Windows) and [`LONGEST`], and
//! whatever becomes of it, the gateway goes on.

use super::pdf_text;
use cabinet_domain::supplier_document::FileText;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The command of the program that reads a text; people have no use for it.
pub(crate) const COMMAND: &str = "pdf-text";

/// So long a file may be read.
const LONGEST: Duration = Duration::from_secs(20);

/// How often it is looked whether it was read.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// So many bytes of memory reading may take; the usual file takes a twentieth of it.
#[cfg(unix)]
const MOST_MEMORY: u64 = 1024 * 1024 * 1024;

/// A letter has four bytes at most, and the state stands before the text.
const MOST_BYTES: u64 = 8 * pdf_text::MOST_LETTERS as u64;

/// The program that reads.
#[derive(Debug, Clone)]
pub struct TextReader {
    program: PathBuf,
    longest: Duration,
}

impl TextReader {
    /// This program itself.
    ///
    /// # Errors
    /// The system does not say where it lies.
    pub fn this_program() -> io::Result<Self> {
        Ok(Self::of(std::env::current_exe()?))
    }

    /// A gateway that lies there.
    #[must_use]
    pub const fn of(program: PathBuf) -> Self {
        Self {
            program,
            longest: LONGEST,
        }
    }

    /// As it is, but with so much time for a file.
    #[must_use]
    pub fn within(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    /// The text of a file, and what it is; `None` where reading came to no end: too long, too large, or the file cannot be had,
    /// which may be different the next time.
    ///
    /// # Errors
    /// The program cannot be started; nothing is known of the file then.
    pub fn read(&self, pdf: &Path) -> io::Result<Option<(FileText, String)>> {
        let mut child = Command::new(&self.program)
            .arg(COMMAND)
            .arg(pdf)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let Some(out) = child.stdout.take() else {
            return Err(io::Error::other("the answer of the reader of texts cannot be had"));
        };
        let answer = std::thread::spawn(move || {
            let mut answer = Vec::new();
            out.take(MOST_BYTES).read_to_end(&mut answer).map(|_| answer)
        });
        let is_done = self.wait(&mut child)?;
        let answer = answer
            .join()
            .map_err(|_| io::Error::other("the answer was not taken"))??;
        let answer = String::from_utf8(answer).ok().filter(|_| is_done);
        Ok(answer.as_deref().and_then(answered))
    }

    /// Whether it came to its end in time and well; one that did not is ended.
    fn wait(&self, child: &mut Child) -> io::Result<bool> {
        let until = Instant::now() + self.longest;
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status.success());
            }
            if Instant::now() >= until {
                child.kill()?;
                child.wait()?;
                return Ok(false);
            }
            std::thread::sleep(LOOK_EVERY);
        }
    }
}

/// The state on the first line, the text behind it.
fn answered(answer: &str) -> Option<(FileText, String)> {
    let (state, text) = answer.split_once('\n')?;
    Some((FileText::from_code(state)?, text.to_owned()))
}

/// What the process does: limits itself, reads the file, writes state and text.
///
/// # Errors
/// The file cannot be read, or nobody takes the answer.
pub(crate) fn run(pdf: &Path, out: &mut dyn Write) -> io::Result<()> {
    #[cfg(unix)]
    limit_itself()?;
    let (state, text) = pdf_text::read(&std::fs::read(pdf)?);
    writeln!(out, "{}", state.code())?;
    out.write_all(text.as_bytes())?;
    out.flush()
}

#[cfg(unix)]
fn limit_itself() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let to = |most: u64| Rlimit {
        current: Some(most),
        maximum: Some(most),
    };
    setrlimit(Resource::Core, to(0))?;
    setrlimit(Resource::Cpu, to(LONGEST.as_secs()))?;
    setrlimit(Resource::As, to(MOST_MEMORY))?;
    Ok(())
}
