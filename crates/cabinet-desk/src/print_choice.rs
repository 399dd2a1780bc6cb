//! How papers of each kind were printed last.

use crate::desk::{Desk, DeskError};
use rusqlite::{OptionalExtension, named_params};

const GET: &str = "
    SELECT printer, copies, sides, tray, paper
    FROM print_choice
    WHERE kind = :kind";

const PUT: &str = "
    INSERT INTO print_choice (kind, printer, copies, sides, tray, paper)
    VALUES (:kind, :printer, :copies, :sides, :tray, :paper)
    ON CONFLICT (kind) DO UPDATE
    SET printer = excluded.printer, copies = excluded.copies, sides = excluded.sides, tray = excluded.tray,
        paper = excluded.paper";

/// How papers of a kind are printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintChoice {
    /// Name or address of the printer; empty for the default one.
    pub printer: String,
    /// How many, from 1.
    pub copies: u32,
    /// Keyword of the protocol of printers; empty as the printer is set.
    pub sides: String,
    /// As above.
    pub tray: String,
    /// Standard name of the paper; empty as the printer is set.
    pub paper: String,
}

impl Desk {
    /// How papers of a kind were printed last; `None` when none was.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn print_choice(&self, kind: &str) -> Result<Option<PrintChoice>, DeskError> {
        self.db.read(|conn| {
            let mut get = conn.prepare_cached(GET)?;
            let found = get.query_row(named_params! { ":kind": kind }, |row| {
                Ok(PrintChoice {
                    printer: row.get("printer")?,
                    copies: row.get("copies")?,
                    sides: row.get("sides")?,
                    tray: row.get("tray")?,
                    paper: row.get("paper")?,
                })
            });
            Ok(found.optional()?)
        })
    }

    /// Remembers how papers of a kind are printed.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn put_print_choice(&self, kind: &str, choice: &PrintChoice) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(PUT)?.execute(named_params! {
                ":kind": kind, ":printer": choice.printer, ":copies": choice.copies, ":sides": choice.sides,
                ":tray": choice.tray, ":paper": choice.paper,
            })?;
            Ok(())
        })
    }
}
