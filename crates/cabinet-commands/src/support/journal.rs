//! The last lines of the log of this start, kept in memory for support.

use std::collections::VecDeque;
use std::io;
use std::sync::{Mutex, OnceLock, PoisonError};

/// How many lines are kept, and how long one may be.
const LINES: usize = 400;
const LINE_BYTES: usize = 2_000;

/// The lines. Writes of the log come whole, a line each.
#[derive(Debug, Default)]
pub struct Journal {
    lines: Mutex<VecDeque<String>>,
}

static JOURNAL: OnceLock<Journal> = OnceLock::new();

/// The journal of this process. The program that starts the log writes it here too.
pub fn journal() -> &'static Journal {
    JOURNAL.get_or_init(Journal::default)
}

impl Journal {
    pub(crate) fn lines(&self) -> Vec<String> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().cloned().collect()
    }
}

impl io::Write for &Journal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(LINE_BYTES)).unwrap_or_default());
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push_back(text.trim_end().to_owned());
        while lines.len() > LINES {
            lines.pop_front();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn only_the_last_lines_are_kept_and_long_ones_are_cut() {
        let journal = Journal::default();
        for number in 0..LINES + 5 {
            writeln!(&mut &journal, "{number}").unwrap();
        }
        (&mut &journal).write_all("я".repeat(4_000).as_bytes()).unwrap();
        let lines = journal.lines();
        assert_eq!(lines.len(), LINES);
        assert!(lines.last().unwrap().len() <= LINE_BYTES + 3);
        assert!(lines.iter().all(|line| line != "0"));
    }
}
