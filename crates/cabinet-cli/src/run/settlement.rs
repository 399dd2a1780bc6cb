//! `money act …` and `money reconcile`.

use super::documents::{absolute, doubts, write_doubts};
use super::entity;
use super::subscriptions::{answer, bring};
use crate::answer::Answer;
use crate::args::{ActCommand, Period, Reconcile};
use crate::exit::{FAILED, Failure};
use crate::figures::{day, money as sum};
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use crate::why;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::documents::{self, PaperForm, PaperRequest};
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::money::{
    self, ActRequest, ActState, ActView, DifferenceKind, DifferenceSideView, ReconcileDoubt, ReconcileRequest, SideView,
};
use cabinet_commands::small_command::Subscribed;
use serde_json::json;

/// Asks for an act.
pub async fn ask(cabinet: &Cabinet, period: Period) -> Result<Answer, Failure> {
    let request = request(cabinet, period).await?;
    let about = format!("{}..{}", request.from, request.to);
    let entity = request.entity.clone();
    let contract = request.contract.trim().to_owned();
    let outcome = money::ask_act(cabinet, request).await?;
    bring(cabinet, &outcome).await;
    if !contract.is_empty() && matches!(outcome, Subscribed::Rejected { .. }) {
        // What may have been meant: a number is easily mistyped.
        let known = money::act_contracts(cabinet, entity).await?;
        let known = if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        };
        let words = format!("the supplier has no contract {contract} of that legal entity; known here: {known}");
        return Err(CommandError::new(ErrorCode::Invalid, words).into());
    }
    Ok(answer(outcome, &about, &entity))
}

/// The other commands about acts, which send nothing.
pub async fn read(cabinet: &Cabinet, command: ActCommand) -> Result<Answer, Failure> {
    match command {
        ActCommand::Ask(period) => ask(cabinet, period).await,
        ActCommand::List { entity } => list(cabinet, entity).await,
        ActCommand::Show { id } => show(cabinet, id).await,
        ActCommand::Print { id, currency, out } => {
            let path = out.as_deref().map(absolute).transpose()?;
            let of = match currency {
                Some(code) => format!("{id}/{}", code.to_uppercase()),
                None => id,
            };
            let saved = documents::save(cabinet, PaperRequest::new(PaperForm::Act, of.clone()), path).await?;
            let shape = json!({
                "id": of, "path": saved.path, "bytes": saved.bytes, "doubts": doubts(&saved.doubts),
            });
            Ok(Answer::new(&shape, move |out| {
                writeln!(out, "{} ({} bytes)", saved.path, saved.bytes)?;
                write_doubts(out, &saved.doubts)
            }))
        }
    }
}

async fn request(cabinet: &Cabinet, period: Period) -> Result<ActRequest, Failure> {
    Ok(ActRequest {
        entity: entity(cabinet, period.entity).await?,
        contract: period.contract,
        from: period.from,
        to: period.to,
    })
}

async fn list(cabinet: &Cabinet, entity: Option<String>) -> Result<Answer, Failure> {
    let acts = money::acts(cabinet, entity).await?;
    Ok(Answer::new(&Items::of(&acts, shapes::act), move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("entity", Align::Left),
            ("period", Align::Left),
            ("contract", Align::Left),
            ("opening", Align::Right),
            ("closing", Align::Right),
            ("", Align::Left),
            ("", Align::Left),
        ]);
        for act in &acts {
            let head = |opening: String, closing: String, currency: String| {
                vec![
                    act.id.clone(),
                    act.entity_name.clone(),
                    format!("{}..{}", act.from, act.to),
                    act.contract.clone(),
                    opening,
                    closing,
                    currency,
                    words(act),
                ]
            };
            if act.acts.is_empty() {
                table.row(head(String::new(), String::new(), String::new()));
            }
            for one in &act.acts {
                table.row(head(
                    sum(one.opening_minor),
                    sum(one.closing_minor),
                    one.currency.clone(),
                ));
            }
        }
        table.write(out)
    }))
}

fn words(act: &ActView) -> String {
    let about = if act.numbers.is_empty() {
        String::new()
    } else {
        format!(": {}", act.numbers.join(", "))
    };
    match act.state {
        ActState::Waiting => "not sent yet".to_owned(),
        ActState::Failed => act
            .why
            .map_or_else(|| "not sent".to_owned(), |why| format!("not sent: {}", why::words(why))),
        ActState::Asked => "the supplier has it".to_owned(),
        ActState::Answered => format!("answered with the document {}", act.document),
        ActState::Refused => format!("refused: {}", act.note),
        ActState::Made => act
            .answered_at_ms
            .map(|at_ms| format!("made {}", day(at_ms)))
            .unwrap_or_default(),
        ActState::NotMade => format!("not made ({}){about}", act.trouble),
    }
}

async fn show(cabinet: &Cabinet, id: String) -> Result<Answer, Failure> {
    let entries = money::act(cabinet, id).await?;
    Ok(Answer::new(&Items::of(&entries, shapes::act_entry), move |out| {
        let mut table = Table::new(&[
            ("date", Align::Left),
            ("", Align::Left),
            ("number", Align::Left),
            ("debit", Align::Right),
            ("credit", Align::Right),
            ("", Align::Left),
        ]);
        for entry in &entries {
            table.row(vec![
                entry.date.clone(),
                entry.kind.clone(),
                entry.number.clone(),
                sum(entry.debit_minor),
                sum(entry.credit_minor),
                entry.currency.clone(),
            ]);
        }
        table.write(out)
    }))
}

/// Compares own books with an act; the exit code says whether anything differs.
pub async fn reconcile(cabinet: &Cabinet, given: Reconcile) -> Result<Answer, Failure> {
    let target = given.out.as_deref().map(absolute).transpose()?;
    let request = ReconcileRequest {
        act: request(cabinet, given.period).await?,
        currency: given.currency,
    };
    let view = money::reconcile(cabinet, request.clone(), given.file.clone()).await?;
    let saved = match target {
        Some(target) => Some(money::reconcile_export(cabinet, request, given.file, Some(target)).await?),
        None => None,
    };
    let is_same = view.differences.is_empty() && view.unread.is_empty();
    let shape = shapes::reconciliation(&view, saved.as_ref());
    let answer = Answer::new(&shape, move |out| {
        let mut table = Table::new(&[
            ("", Align::Left),
            ("ours", Align::Left),
            ("", Align::Right),
            ("theirs", Align::Left),
            ("", Align::Right),
            ("difference", Align::Right),
        ]);
        let name = |side: &Option<DifferenceSideView>| {
            side.as_ref()
                .map(|side| format!("{} {}", side.date, side.number).trim().to_owned())
                .unwrap_or_default()
        };
        let owed =
            |side: &Option<DifferenceSideView>| side.as_ref().map(|side| sum(side.owed_minor)).unwrap_or_default();
        for one in &view.differences {
            table.row(vec![
                kind(one.kind).to_owned(),
                name(&one.ours),
                owed(&one.ours),
                name(&one.theirs),
                owed(&one.theirs),
                sum(one.difference_minor),
            ]);
        }
        table.write(out)?;
        for (who, side) in [("ours", &view.ours), ("theirs", &view.theirs)] {
            writeln!(out, "{who}: {} {}", balances(side), view.currency)?;
        }
        writeln!(
            out,
            "difference: {} {}; {} entries are the same, {} of them by sum and day alone",
            sum(view.difference_minor),
            view.currency,
            view.same,
            view.same_by_sum
        )?;
        if view.outside > 0 {
            writeln!(out, "{} entries of the file are outside the period", view.outside)?;
        }
        for row in &view.unread {
            writeln!(out, "row {} was not read ({}): {}", row.row, row.why, row.raw)?;
        }
        if view.hidden_rows > 0 {
            writeln!(
                out,
                "note: {} hidden rows of the file have sums and were not read",
                view.hidden_rows
            )?;
        }
        if !view.other_sheets.is_empty() {
            writeln!(out, "note: sheets that were not read: {}", view.other_sheets.join(", "))?;
        }
        for one in &view.doubts {
            writeln!(out, "note: {}", doubt(*one))?;
        }
        if let Some(saved) = &saved {
            writeln!(out, "{} ({} bytes)", saved.path, saved.bytes)?;
        }
        Ok(())
    });
    Ok(if is_same { answer } else { answer.with_exit(FAILED) })
}

fn balances(side: &SideView) -> String {
    let or_unsaid = |minor: Option<i64>| minor.map_or_else(|| "not said".to_owned(), sum);
    format!(
        "opening {}, more {}, less {}, closing {}",
        or_unsaid(side.opening_minor),
        sum(side.more_minor),
        sum(side.less_minor),
        or_unsaid(side.closing_minor)
    )
}

const fn kind(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Opening => "opening balance",
        DifferenceKind::MissingTheirs => "not in theirs",
        DifferenceKind::MissingOurs => "not in ours",
        DifferenceKind::SumDiffers => "other sum",
        DifferenceKind::DateDiffers => "other day",
    }
}

const fn doubt(doubt: ReconcileDoubt) -> &'static str {
    match doubt {
        ReconcileDoubt::SideGuessed => "the file does not say whose account it is; it was taken as more entries fit",
        ReconcileDoubt::NoOpening => "the file names no balance before its first entry",
        ReconcileDoubt::DoesNotAddUp => "the balances and the entries of the file do not add up",
        ReconcileDoubt::PeriodShorter => "the file covers a part of the period",
    }
}
