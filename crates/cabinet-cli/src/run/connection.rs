//! `check-connection`: the way to the supplier's server, step by step.

use super::{directory, open, options, ready};
use crate::answer::Answer;
use crate::args::Global;
use crate::exit::{Failure, OFFLINE};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::network::{self, ConnectionReport, ConnectionRequest, ConnectionStep, StepState};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Looks at the address that is named, also before enrolment, or at that of the profile.
pub async fn check(global: &Global, url: Option<String>, code: Option<String>) -> Result<Answer, Failure> {
    // Before enrolment there is no profile, and none is made for a look at an address.
    let passing = tempfile::tempdir().map_err(Failure::file("no temporary directory can be made"))?;
    let cabinet = match &url {
        None => ready(global).await?,
        Some(_) if directory(global)?.is_dir() => open(global).await?,
        Some(_) => Cabinet::open(passing.path().to_owned(), options()).await?,
    };
    let report = network::check(&cabinet, ConnectionRequest { url, code }).await?;
    let exit = if report.is_good { 0 } else { OFFLINE };
    let shape = shape(&report);
    Ok(Answer::new(&shape, move |out| {
        report.steps.iter().try_for_each(|step| line(out, step))
    })
    .with_exit(exit))
}

fn shape(report: &ConnectionReport) -> Value {
    let steps = report.steps.iter().map(|step| {
        json!({
            "id": step.step,
            "state": step.state,
            "cause": step.cause,
            "detail": step.detail,
            "why": step.why,
            "advice": step.advice,
        })
    });
    json!({ "at_ms": report.at_ms, "is_good": report.is_good, "steps": steps.collect::<Value>() })
}

fn line(out: &mut dyn Write, step: &ConnectionStep) -> io::Result<()> {
    let name = json!(step.step);
    let name = name.as_str().unwrap_or_default();
    let state = match step.state {
        StepState::Good => "ok",
        StepState::Doubtful => "doubtful",
        StepState::Failed => "FAILED",
        StepState::Skipped => "-",
    };
    writeln!(out, "{name:<12} {state:<9} {}", step.detail)?;
    if step.cause.is_some() {
        writeln!(out, "{:<12} {}\n{:<12} {}", "", step.why, "", step.advice)?;
    }
    Ok(())
}
