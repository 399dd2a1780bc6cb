//! Prints every form from made-up data, to be looked at: `cargo run --example forms -- FOLDER`.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "an example on known data")]
#[path = "sample/mod.rs"]
mod sample;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).ok_or("name a folder")?;
    for (name, rendered) in sample::all_forms()? {
        std::fs::write(folder.join(format!("{name}.pdf")), &rendered.pdf)?;
    }
    Ok(())
}
