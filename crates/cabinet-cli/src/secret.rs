//! Secrets from where they cannot be seen: the environment, a file, or standard input.

use crate::exit::Failure;
use std::io::BufRead as _;
use std::path::Path;

/// The passphrase: the first line of the named file, else `CABINET_PASSPHRASE`, else none.
pub fn passphrase(file: Option<&Path>) -> Result<Option<String>, Failure> {
    if let Some(file) = file {
        let what = format!("the passphrase file {} cannot be read", file.display());
        let text = std::fs::read_to_string(file).map_err(Failure::file(what))?;
        return Ok(first_line(&text));
    }
    Ok(std::env::var("CABINET_PASSPHRASE").ok().filter(|text| !text.is_empty()))
}

/// An argument, or the first line of standard input when it is `-`.
pub fn argument(text: String) -> Result<String, Failure> {
    if text != "-" {
        return Ok(text);
    }
    let mut line = String::new();
    let mut input = std::io::stdin().lock();
    input
        .read_line(&mut line)
        .map_err(Failure::file("standard input cannot be read"))?;
    Ok(line.trim().to_owned())
}

fn first_line(text: &str) -> Option<String> {
    let line = text
        .trim_start_matches('\u{feff}')
        .lines()
        .next()?
        .trim_end_matches('\r');
    (!line.is_empty()).then(|| line.to_owned())
}
