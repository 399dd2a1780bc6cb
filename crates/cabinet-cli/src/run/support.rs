//! `support-bundle`: what support needs to see, and nothing else.

use super::{open, unlock};
use crate::answer::Answer;
use crate::args::Global;
use crate::exit::Failure;
use cabinet_commands::network::{self, ConnectionRequest};
use cabinet_commands::profile::{self, ProfileStage};
use cabinet_commands::support::{self, SupportRequest};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Collects what can be had: a profile that stays locked has a bundle too, a thinner one.
pub async fn bundle(global: &Global, out: PathBuf, check: bool) -> Result<Answer, Failure> {
    let cabinet = open(global).await?;
    if profile::state(&cabinet).await?.stage == ProfileStage::Locked
        && crate::secret::passphrase(global.passphrase_file.as_deref())?.is_some()
    {
        unlock(&cabinet, global).await?;
    }
    let connection = if check {
        Some(network::check(&cabinet, ConnectionRequest::default()).await?)
    } else {
        None
    };
    let bundle = support::collect(&cabinet, SupportRequest { connection }).await?;
    let names: Vec<String> = bundle.files.iter().map(|file| file.name.clone()).collect();
    let saved = support::save_to(bundle, out).await?;
    let shape = json!({
        "id": saved.path,
        "path": saved.path,
        "bytes": saved.bytes,
        "files": names.iter().map(|name| json!({ "id": name })).collect::<Value>(),
    });
    Ok(Answer::new(&shape, move |text| {
        writeln!(text, "{} ({} bytes): {}", saved.path, saved.bytes, names.join(", "))?;
        writeln!(
            text,
            "It holds no names, prices or tokens; look into it before you send it."
        )
    }))
}
