//! Sends what waits in the outbox, oldest first, one command at a time.

use super::Driver;
use crate::error::SyncError;
use crate::machine::backoff::BELIEVABLE_MS;
use crate::machine::fault::Fault;
use crate::machine::outbox::{Answer, Circumstances, Decision, SENDING_MS, Task, decide, is_clean, task, why};
use crate::watch::{Changed, Watch};
use cabinet_desk::{AdvanceError, CommandState, Move, OutboxCommand};
use cabinet_domain::ids::CommandKey;
use cabinet_protocol::commands::{Command, CommandBody, CommandsRequest, Verdict};
use cabinet_protocol::orders::CheckoutRequest;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

/// How many commands one look at the desk takes.
const AT_ONCE: u32 = 50;

/// Which commands fail while others succeed; forgotten when the program ends.
#[derive(Default)]
pub(super) struct Luck {
    successes: u64,
    first_failure: BTreeMap<CommandKey, u64>,
}

/// What came of one try.
pub(super) struct Tried {
    pub(super) is_settled: bool,
    pub(super) ends_round: bool,
}

/// The user took the command back before it was sent.
const WITHDRAWN: Tried = Tried {
    is_settled: false,
    ends_round: false,
};

/// A command may be withdrawn while it is only being checked: then nothing more is to be done with it, and nothing is
/// wrong.
fn unless_withdrawn(moved: Result<(), AdvanceError>) -> Result<bool, SyncError> {
    match moved {
        Ok(()) => Ok(true),
        Err(
            AdvanceError::NoSuchCommand
            | AdvanceError::NotAllowed {
                from: CommandState::Cancelled,
                ..
            },
        ) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

impl Driver {
    /// Sends what is due, or `everything` that waits; returns how many commands came to a verdict.
    pub(super) async fn outbox_round(&self, everything: bool, watch: &dyn Watch) -> Result<u32, SyncError> {
        let _turn = self.outbox_turn.lock().await;
        let mut settled = 0_u32;
        let mut tried: BTreeSet<CommandKey> = BTreeSet::new();
        loop {
            let due = self.due(everything).await?;
            let Some(command) = due.into_iter().find(|command| !tried.contains(&command.key)) else {
                break;
            };
            tried.insert(command.key.clone());
            let outcome = self.carry_out(command).await?;
            watch.changed(Changed {
                outbox: true,
                claims: true,
                ..Changed::default()
            });
            if outcome.is_settled {
                settled = settled.saturating_add(1);
            }
            if outcome.ends_round {
                break;
            }
        }
        Ok(settled)
    }

    async fn due(&self, everything: bool) -> Result<Vec<OutboxCommand>, SyncError> {
        let horizon = if everything { BELIEVABLE_MS } else { 0 };
        let until_ms = (self.now)().saturating_add(horizon);
        let desk = self.desk.clone();
        Ok(tokio::task::spawn_blocking(move || desk.due_commands(until_ms, AT_ONCE)).await??)
    }

    /// Checks or sends a command and writes down what follows.
    pub(super) async fn carry_out(&self, command: OutboxCommand) -> Result<Tried, SyncError> {
        let Ok(body) = serde_json::from_str::<CommandBody>(&command.body) else {
            tracing::error!("A command of the outbox cannot be read; it is set aside");
            self.advance(
                &command.key,
                Move::Parked {
                    why: why::STORED_UNREADABLE.to_owned(),
                },
            )
            .await?;
            return Ok(Tried {
                is_settled: true,
                ends_round: false,
            });
        };
        if let CommandBody::Place(order) = &body
            && task(command.state, command.attempt, order.quote.is_some()) == Task::Check
        {
            let request = CheckoutRequest {
                entity: command.entity.clone(),
                lines: order.lines.clone(),
                delivery: (*order.delivery).clone(),
                gifts: order.gifts.clone(),
                on_order: order.on_order.clone(),
                line_parts: order.line_parts.clone(),
                line_services: order.line_services.clone(),
            };
            let (answer, asked_s) = match self.gateway.checkout(&request).await {
                Ok(quote) if is_clean(&quote) => (Answer::CheckIsClean, None),
                Ok(quote) => (Answer::CheckIsWorse(quote), None),
                Err(error) => {
                    let asked_s = error.retry_after_s();
                    (Answer::CheckFailed(SyncError::from(error).fault()), asked_s)
                }
            };
            let decision = decide(&answer, self.circumstances(&command, asked_s));
            if decision.step.is_some() {
                return self.follow_decision(&command, decision, &answer).await;
            }
        }
        let until_ms = (self.now)().saturating_add(SENDING_MS);
        if !self.advance(&command.key, Move::Sending { until_ms }).await? {
            return Ok(WITHDRAWN);
        }
        let (answer, asked_s) = self.send_now(&command, body).await;
        if let Answer::Verdict(Verdict::NeedsFiles { missing }) = &answer {
            let (desk, key, missing) = (self.desk.clone(), command.key.clone(), missing.clone());
            tokio::task::spawn_blocking(move || desk.mark_missing(&key, &missing)).await??;
        }
        let decision = decide(&answer, self.circumstances(&command, asked_s));
        self.follow_decision(&command, decision, &answer).await
    }

    async fn send_now(&self, command: &OutboxCommand, body: CommandBody) -> (Answer, Option<u64>) {
        let one = Command {
            key: command.key.clone(),
            entity: command.entity.clone(),
            body,
        };
        match self.gateway.commands(&CommandsRequest { commands: vec![one] }).await {
            Ok(answer) => {
                let verdict = answer.results.into_iter().find(|result| result.key == command.key);
                let answer = verdict.map_or(Answer::SendFailed(Fault::Broken), |result| {
                    Answer::Verdict(result.verdict)
                });
                (answer, None)
            }
            Err(error) => {
                let asked_s = error.retry_after_s();
                tracing::info!(outbox.error = %error, "A command got no verdict");
                (Answer::SendFailed(SyncError::from(error).fault()), asked_s)
            }
        }
    }

    pub(super) async fn follow_decision(
        &self,
        command: &OutboxCommand,
        decision: Decision,
        answer: &Answer,
    ) -> Result<Tried, SyncError> {
        self.remember(&command.key, answer);
        let Some(step) = decision.step else {
            return Ok(Tried {
                is_settled: false,
                ends_round: false,
            });
        };
        let is_settled = !step.state().is_on_its_way();
        let (desk, key, now_ms) = (self.desk.clone(), command.key.clone(), (self.now)());
        let moved = tokio::task::spawn_blocking(move || {
            if decision.counts {
                desk.count_attempt(&key)?;
            }
            desk.advance(&key, &step, now_ms)
        })
        .await?;
        Ok(Tried {
            is_settled: unless_withdrawn(moved)? && is_settled,
            ends_round: decision.ends_round,
        })
    }

    /// Moves a command one step; false when the user withdrew it meanwhile.
    pub(super) async fn advance(&self, key: &CommandKey, step: Move) -> Result<bool, SyncError> {
        let (desk, key, now_ms) = (self.desk.clone(), key.clone(), (self.now)());
        unless_withdrawn(tokio::task::spawn_blocking(move || desk.advance(&key, &step, now_ms)).await?)
    }

    pub(super) fn circumstances(&self, command: &OutboxCommand, retry_after_s: Option<u64>) -> Circumstances {
        let luck = self.luck.lock().unwrap_or_else(PoisonError::into_inner);
        Circumstances {
            attempt: command.attempt,
            now_ms: (self.now)(),
            dice: (self.dice)(),
            retry_after_s,
            others_succeed: luck
                .first_failure
                .get(&command.key)
                .is_some_and(|first| luck.successes > *first),
            may_have_arrived: command.attempt > 0 || command.state != CommandState::Queued,
        }
    }

    fn remember(&self, key: &CommandKey, answer: &Answer) {
        let mut luck = self.luck.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Answer::Verdict(
                Verdict::Placed { .. } | Verdict::Done | Verdict::Changed { .. } | Verdict::Rejected { .. },
            ) => {
                luck.successes = luck.successes.saturating_add(1);
                luck.first_failure.remove(key);
            }
            Answer::SendFailed(Fault::Broken) => {
                let now = luck.successes;
                luck.first_failure.entry(key.clone()).or_insert(now);
            }
            _ => {}
        }
    }
}

/// Random bits for the spreading of tries. Without them the longest wait is taken, which is safe.
pub(super) fn dice() -> u64 {
    getrandom::u64().unwrap_or(u64::MAX)
}
