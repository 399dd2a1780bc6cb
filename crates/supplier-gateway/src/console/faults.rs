//! Broken rows of an imported table, one in a line.

use crate::table::Fault;
use std::io::{self, Write};

/// Broken rows that are shown as text; JSON has them all.
const SHOWN: usize = 50;

/// Writes the rows with what is wrong with them, and how many more there are.
pub(super) fn list(faults: &[Fault], err: &mut dyn Write) -> io::Result<()> {
    for fault in faults.iter().take(SHOWN) {
        let place = if fault.column.is_empty() {
            String::new()
        } else {
            format!(", {}", fault.column)
        };
        writeln!(err, "error: row {}{place}: {}", fault.row, fault.message)?;
    }
    let more = faults.len().saturating_sub(SHOWN);
    if more > 0 {
        writeln!(err, "… and {more} more; --json shows them all")?;
    }
    Ok(())
}
