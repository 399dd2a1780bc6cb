//! The answer of a command, in both forms: a JSON document and text.

use serde::Serialize;
use std::io::{self, Write};
use std::process::ExitCode;

type Text = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + Send>;

/// An answer that is ready to be printed.
pub struct Answer {
    document: serde_json::Value,
    text: Text,
    exit: u8,
}

impl Answer {
    /// An answer with exit code 0.
    pub fn new<S, T>(shape: &S, text: T) -> Self
    where
        S: Serialize,
        T: FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
    {
        // Shapes are plain structs with string keys: turning them into JSON cannot fail.
        let document = serde_json::to_value(shape).unwrap_or_default();
        Self {
            document,
            text: Box::new(text),
            exit: 0,
        }
    }

    /// The same answer with another exit code.
    pub fn with_exit(self, exit: u8) -> Self {
        Self { exit, ..self }
    }

    /// The same answer with a warning beside what it holds: `problem` in the document; people read it on standard error.
    pub fn with_problem(mut self, problem: serde_json::Value) -> Self {
        if let serde_json::Value::Object(fields) = &mut self.document {
            fields.insert("problem".to_owned(), problem);
        }
        self
    }

    /// Prints it.
    pub fn print(self, is_json: bool) -> io::Result<ExitCode> {
        let mut out = io::stdout().lock();
        if is_json {
            writeln!(out, "{:#}", self.document)?;
        } else {
            (self.text)(&mut out)?;
        }
        out.flush()?;
        Ok(ExitCode::from(self.exit))
    }
}
