//! Uploads the files of commands, piece by piece, beside the outbox: an order never waits for a photo.
//!
//! May be dropped at any moment: what the gateway has of a file it keeps, and the next round asks how far it is.

use super::Driver;
use crate::error::SyncError;
use crate::machine::backoff::BELIEVABLE_MS;
use crate::machine::fault::Fault;
use crate::machine::outbox::{Answer, decide, why};
use crate::watch::{Changed, Watch};
use bytes::Bytes;
use cabinet_client::error::ClientError;
use cabinet_desk::{Attachment, Move, OutboxCommand};
use cabinet_domain::ids::{ClaimId, CommandKey, EntityId};
use cabinet_protocol::claims::{PIECE_BYTES, UploadRequest, UploadStanding};
use std::collections::BTreeSet;

/// How many commands one look at the desk takes.
const AT_ONCE: u32 = 20;

/// How often a file may arrive with another hash than it has before it is put off.
const MOST_DAMAGED: u32 = 2;

/// How often one piece may be cut before the file is put off.
const MOST_CUT: u32 = 2;

/// What came of a command's files.
enum Uploaded {
    /// All are at the gateway.
    All,
    /// The time is over.
    NotYet,
}

impl Driver {
    /// Uploads what is due, or `everything` that waits, until `until_ms`; returns whether a command has all its files now.
    pub(super) async fn upload_round(
        &self,
        everything: bool,
        until_ms: i64,
        watch: &dyn Watch,
    ) -> Result<bool, SyncError> {
        let _turn = self.upload_turn.lock().await;
        let mut is_any_ready = false;
        let mut tried: BTreeSet<CommandKey> = BTreeSet::new();
        loop {
            let waiting = self.with_uploads(everything).await?;
            let Some(command) = waiting.into_iter().find(|command| !tried.contains(&command.key)) else {
                return Ok(is_any_ready);
            };
            tried.insert(command.key.clone());
            match self.upload_of(&command, until_ms, watch).await {
                Ok(Uploaded::All) => is_any_ready = true,
                Ok(Uploaded::NotYet) => return Ok(is_any_ready),
                Err(error) => {
                    if self.put_off(&command, error, watch).await? {
                        return Ok(is_any_ready);
                    }
                }
            }
        }
    }

    /// Uploads the files of one command until `until_ms` and sends it when all are there. Its state on the desk tells what
    /// came of it.
    ///
    /// # Errors
    /// [`SyncError`] when the desk fails; what the network did stands in the command.
    pub async fn send_with_files(&self, key: &CommandKey, until_ms: i64, watch: &dyn Watch) -> Result<(), SyncError> {
        {
            let _turn = self.upload_turn.lock().await;
            let desk = self.desk.clone();
            let wanted = key.clone();
            let command = tokio::task::spawn_blocking(move || desk.command(&wanted)).await??;
            let Some(command) = command.filter(|command| command.state.is_on_its_way()) else {
                return Ok(());
            };
            match self.upload_of(&command, until_ms, watch).await {
                Ok(Uploaded::All) => {}
                Ok(Uploaded::NotYet) => return Ok(()),
                Err(error) => {
                    self.put_off(&command, error, watch).await?;
                    return Ok(());
                }
            }
        }
        self.send(key, watch).await
    }

    /// A file of a claim from the gateway.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn claim_file(
        &self,
        entity: &EntityId,
        claim: &ClaimId,
        blake3: &str,
        bytes: u64,
    ) -> Result<Vec<u8>, ClientError> {
        self.gateway.claim_file(entity, claim, blake3, bytes).await
    }

    async fn with_uploads(&self, everything: bool) -> Result<Vec<OutboxCommand>, SyncError> {
        let horizon = if everything { BELIEVABLE_MS } else { 0 };
        let until_ms = (self.now)().saturating_add(horizon);
        let desk = self.desk.clone();
        Ok(tokio::task::spawn_blocking(move || desk.commands_with_uploads(until_ms, AT_ONCE)).await??)
    }

    async fn upload_of(
        &self,
        command: &OutboxCommand,
        until_ms: i64,
        watch: &dyn Watch,
    ) -> Result<Uploaded, SyncError> {
        let (desk, key) = (self.desk.clone(), command.key.clone());
        let files = tokio::task::spawn_blocking(move || desk.attachments_of_command(&key)).await??;
        for file in files.into_iter().filter(|file| !file.is_uploaded) {
            if let Uploaded::NotYet = self.upload_file(&command.entity, &file, until_ms).await? {
                return Ok(Uploaded::NotYet);
            }
            let desk = self.desk.clone();
            tokio::task::spawn_blocking(move || desk.mark_uploaded(file.id)).await??;
            watch.changed(Changed {
                outbox: true,
                claims: true,
                ..Changed::default()
            });
        }
        Ok(Uploaded::All)
    }

    async fn upload_file(&self, entity: &EntityId, file: &Attachment, until_ms: i64) -> Result<Uploaded, SyncError> {
        let request = UploadRequest {
            blake3: file.blake3.clone(),
            bytes: file.bytes,
            name: file.name.clone(),
        };
        let mut standing = self.gateway.begin_upload(entity, &request).await?;
        if standing.is_whole {
            return Ok(Uploaded::All);
        }
        let (desk, blake3) = (self.desk.clone(), file.blake3.clone());
        let body = tokio::task::spawn_blocking(move || desk.attachment_body(&blake3)).await??;
        let Some(body) = body.map(Bytes::from) else {
            tracing::error!("A file of a command is not on this device any more");
            return Err(SyncError::LostFile);
        };
        let (mut damaged, mut cut) = (0_u32, 0_u32);
        while !standing.is_whole {
            if (self.now)() >= until_ms {
                return Ok(Uploaded::NotYet);
            }
            let before = standing;
            standing = match self.add_piece(entity, file, &body, before.received).await {
                Ok(standing) => standing,
                // Cut in the middle: how far did it come?
                Err(error) if error.fault() == Fault::Broken => {
                    cut = cut.saturating_add(1);
                    if cut > MOST_CUT {
                        return Err(error);
                    }
                    self.gateway.begin_upload(entity, &request).await?
                }
                Err(error) => return Err(error),
            };
            if standing.received > before.received {
                cut = 0;
            } else if !standing.is_whole && cut == 0 {
                damaged = damaged.saturating_add(1);
                if damaged > MOST_DAMAGED {
                    return Err(SyncError::UploadStuck);
                }
            }
        }
        Ok(Uploaded::All)
    }

    async fn add_piece(
        &self,
        entity: &EntityId,
        file: &Attachment,
        body: &Bytes,
        offset: u64,
    ) -> Result<UploadStanding, SyncError> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(body.len());
        let to = from.saturating_add(PIECE_BYTES).min(body.len());
        let from_u64 = u64::try_from(from).unwrap_or(u64::MAX);
        let piece = body.slice(from..to);
        Ok(self.gateway.add_piece(entity, &file.blake3, from_u64, piece).await?)
    }

    /// Writes down why the files of a command did not arrive; true when nothing else makes sense now.
    async fn put_off(&self, command: &OutboxCommand, error: SyncError, watch: &dyn Watch) -> Result<bool, SyncError> {
        let fault = error.fault();
        tracing::info!(outbox.error = %error, "A file did not get to the gateway");
        let asked_s = if let SyncError::Client(error) = &error {
            error.retry_after_s()
        } else {
            None
        };
        let refused = |why: &str| Move::Rejected {
            why: why.to_owned(),
            verdict: None,
        };
        let ends_round = match fault {
            // It comes back to the user with everything in it.
            Fault::Forbidden => {
                self.advance(&command.key, refused(why::NO_RIGHTS)).await?;
                false
            }
            Fault::Malformed => {
                self.advance(&command.key, refused(why::FILE_REFUSED)).await?;
                false
            }
            _ => {
                let answer = Answer::CheckFailed(fault);
                let decision = decide(&answer, self.circumstances(command, asked_s));
                self.follow_decision(command, decision, &answer).await?.ends_round
            }
        };
        watch.changed(Changed {
            outbox: true,
            claims: true,
            ..Changed::default()
        });
        Ok(ends_round)
    }
}
