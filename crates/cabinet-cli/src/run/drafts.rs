//! `draft new`, `draft add`, `draft list` and what changes drafts. `draft show` stands beside.

use super::{entity, input};
use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::{money, price, quantity, typed};
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::catalogue;
use cabinet_commands::drafts::{
    self, AddReport, CopyReport, CopyRequest, CountedView, DraftSummary, InFlight, InUnitView, LeftReason, MissingLine,
    MissingReason, ScanRequest, ScanView, SkippedWhy, TypedQuantity,
};
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::written::plain;
use serde_json::json;
use std::io::{self, Write};

/// Makes an empty draft.
pub async fn new(cabinet: &Cabinet, wanted: Option<String>, name: String) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted).await?;
    let draft = drafts::create(cabinet, entity, name).await?;
    Ok(Answer::new(&shapes::draft(&draft), move |out| {
        writeln!(out, "{}", draft.id)
    }))
}

/// Adds the lines of a file.
pub async fn add(cabinet: &Cabinet, draft: String, file: &str) -> Result<Answer, Failure> {
    let report = drafts::add_bytes(cabinet, draft, input::read(file)?).await?;
    Ok(Answer::new(&shapes::added(&report), move |out| {
        write_report(out, &report)
    }))
}

/// Puts what is beyond the credit limit into a draft of its own.
pub async fn split(cabinet: &Cabinet, draft: String, name: String) -> Result<Answer, Failure> {
    let split = drafts::split(cabinet, draft, name).await?;
    let shape = json!({ "kept": shapes::draft(&split.kept), "rest": shapes::draft(&split.rest) });
    Ok(Answer::new(&shape, move |out| writeln!(out, "{}", split.rest.id)))
}

/// Says whether the order of a draft is paid in advance.
pub async fn prepaid(cabinet: &Cabinet, draft: String, is_prepaid: bool) -> Result<Answer, Failure> {
    let view = drafts::set_prepaid(cabinet, draft, is_prepaid).await?;
    Ok(Answer::new(&shapes::whole_draft(&view), move |out| {
        let words = if is_prepaid {
            "paid in advance"
        } else {
            "on the terms of the contract"
        };
        writeln!(out, "{}: {words}", view.summary.name)
    }))
}

/// Adds one of what was scanned, or sets how much of it there is.
pub async fn scan(cabinet: &Cabinet, draft: String, code: String, wanted: Option<String>) -> Result<Answer, Failure> {
    let request = ScanRequest {
        draft,
        code: code.clone(),
        quantity_milli: wanted.as_deref().map(|text| typed(text, "the quantity")).transpose()?,
    };
    match drafts::scan(cabinet, request).await? {
        ScanView::Put {
            item,
            article,
            name,
            unit,
            was_milli,
            now_milli,
            set,
        } => {
            let shape = json!({
                "outcome": "put",
                "id": item,
                "article": article,
                "name": name,
                "unit": unit,
                "was": quantity(was_milli),
                "was_milli": was_milli,
                "quantity": quantity(now_milli),
                "quantity_milli": now_milli,
                "draft": shapes::draft(&set.draft),
            });
            Ok(Answer::new(&shape, move |out| {
                writeln!(out, "{article}  {name}: {} {unit}", quantity(now_milli))
            }))
        }
        ScanView::Choose { candidates } => {
            let ids: Vec<String> = candidates.into_iter().map(|candidate| candidate.item).collect();
            let words = format!("several goods have this code; name one by its id: {}", ids.join(", "));
            Err(CommandError::new(ErrorCode::Invalid, words).into())
        }
        ScanView::Unknown => {
            let words = format!("no goods have the code {code}; teach it with `cabinet codes add`");
            Err(CommandError::new(ErrorCode::NotFound, words).into())
        }
    }
}

/// Sets how much of some goods a draft has, in any of their units.
pub async fn quantity_of(cabinet: &Cabinet, draft: String, goods: String, text: String) -> Result<Answer, Failure> {
    let before = drafts::show(cabinet, draft.clone()).await?;
    let own = before.lines.iter().find(|line| line.item == goods);
    let item = match own {
        Some(line) => line.item.clone(),
        None => {
            let mut found = catalogue::resolve(cabinet, before.summary.entity, goods).await?;
            match (found.pop(), found.is_empty()) {
                (Some(only), true) => only.item,
                (None, _) => return Err(CommandError::new(ErrorCode::NotFound, "there are no such goods").into()),
                (Some(last), false) => {
                    let ids: Vec<String> = found.into_iter().chain([last]).map(|one| one.item).collect();
                    let words = format!("several goods are called so; name one by its id: {}", ids.join(", "));
                    return Err(CommandError::new(ErrorCode::Invalid, words).into());
                }
            }
        }
    };
    let set = drafts::set_typed(cabinet, TypedQuantity { draft, item, text }).await?;
    let shape = json!({
        "line": set.line.as_ref().map(shapes::draft_line),
        "draft": shapes::draft(&set.draft),
    });
    Ok(Answer::new(&shape, move |out| match &set.line {
        Some(line) => {
            let amount = amount(line.quantity_milli, line.in_unit.as_ref(), &line.unit);
            writeln!(out, "{}  {}: {amount}", line.article, line.name)
        }
        None => writeln!(out, "taken out"),
    }))
}

/// `2 кор = 24 шт`, or `24 шт`.
fn amount(milli: i64, in_unit: Option<&InUnitView>, unit: &str) -> String {
    match in_unit {
        Some(written) => format!(
            "{} {} = {} {unit}",
            quantity(written.count_milli),
            written.unit,
            quantity(milli)
        ),
        None => format!("{} {unit}", quantity(milli)),
    }
}

fn write_report(out: &mut dyn Write, report: &AddReport) -> io::Result<()> {
    for line in &report.matched {
        writeln!(
            out,
            "{}: {}  {}",
            place(&line.sheet, line.row),
            line.article,
            amount(line.quantity_milli, line.in_unit.as_ref(), &line.unit)
        )?;
    }
    for line in &report.choose {
        let place = place(&line.sheet, line.row);
        writeln!(out, "{place}: several goods may be meant: {}", line.raw)?;
        for candidate in &line.candidates {
            writeln!(out, "    {}  {}  {}", candidate.item, candidate.article, candidate.name)?;
        }
    }
    for line in &report.not_found {
        let place = place(&line.sheet, line.row);
        writeln!(out, "{place}: {}: {}", reason(line.reason), line.raw)?;
        if !line.readings_milli.is_empty() {
            writeln!(out, "    {}", question(line))?;
        }
    }
    for rows in report.skipped.iter().filter(|rows| rows.why == SkippedWhy::NotOrdered) {
        writeln!(
            out,
            "{} to {}: no quantity",
            place(&rows.sheet, rows.row),
            rows.last_row
        )?;
    }
    let (matched, choose, missing) = (report.matched.len(), report.choose.len(), report.not_found.len());
    writeln!(out, "{matched} added, {choose} to choose, {missing} not added")?;
    writeln!(out, "{}", total(&report.draft))
}

fn place(sheet: &str, row: u32) -> String {
    if sheet.is_empty() {
        format!("row {row}")
    } else {
        format!("{sheet}, row {row}")
    }
}

/// Copies the lines of a draft or an order.
pub async fn repeat(
    cabinet: &Cabinet,
    source: String,
    into: Option<String>,
    name: Option<String>,
) -> Result<Answer, Failure> {
    let source = super::compare::source(cabinet, source).await?;
    let request = CopyRequest {
        source,
        into,
        name: name.unwrap_or_default(),
    };
    let report = drafts::copy_lines(cabinet, request).await?;
    Ok(Answer::new(&shapes::copied(&report), move |out| {
        write_copied(out, &report)
    }))
}

pub fn write_copied(out: &mut dyn Write, report: &CopyReport) -> io::Result<()> {
    for line in &report.left {
        let why = match line.reason {
            LeftReason::Gone => "not sold any more",
            LeftReason::InFlight => "its line is on its way to the supplier",
            LeftReason::Quantity => "as much cannot be ordered",
            LeftReason::Unit => "it is not sold in this unit any more",
        };
        let amount = quantity(line.quantity_milli);
        writeln!(
            out,
            "not taken: {}  {}  {amount} {}: {why}",
            line.article, line.name, line.unit
        )?;
    }
    for line in &report.repriced {
        let now = line.price_now_micro.map_or_else(|| "no price".to_owned(), price);
        writeln!(
            out,
            "price: {}  {} -> {now} {}",
            line.article,
            price(line.price_was_micro),
            line.currency
        )?;
    }
    for line in &report.joined {
        writeln!(
            out,
            "joined: {}  {} and {} are {}",
            line.article,
            counted(&line.was),
            counted(&line.added),
            counted(&line.now)
        )?;
    }
    writeln!(out, "{} lines taken into {}", report.added, report.draft.id)?;
    writeln!(out, "{}", total(&report.draft))
}

pub fn counted(amount: &CountedView) -> String {
    format!("{} {}", quantity(amount.count_milli), amount.unit)
}

/// Which of the readings is meant, each as it can be written so that it has no other.
fn question(line: &MissingLine) -> String {
    let readings: Vec<String> = line
        .readings_milli
        .iter()
        .map(|milli| format!("{} {}", plain(Quantity::from_milli(*milli)), line.unit))
        .collect();
    format!("did you mean {}? Write it so", readings.join(" or "))
}

const fn reason(reason: MissingReason) -> &'static str {
    match reason {
        MissingReason::UnknownArticle => "no such article",
        MissingReason::NoQuantity => "no quantity",
        MissingReason::Unreadable => "cannot be read",
        MissingReason::UnknownUnit => "it is not sold in this unit",
        MissingReason::SeveralUnits => "packs of different sizes have this unit; write the size too (2 box of 12)",
        MissingReason::OtherPackSize => "such a pack of it holds another number",
        MissingReason::InFlight => "its line is on its way to the supplier",
        MissingReason::TwoReadings => "the quantity may be read in two ways",
        MissingReason::NotDivisible => "it is sold whole; write a whole number",
        MissingReason::DoubtfulColumns => {
            "several columns could hold the quantities or the articles; give them a title"
        }
        MissingReason::NotPositive => "the quantity is not above zero",
        MissingReason::DateForQuantity => "a spreadsheet has taken the quantity for a date",
        MissingReason::DateForArticle => "a spreadsheet has taken the article for a date",
        MissingReason::DigitsLost => "a spreadsheet has lost digits of the article",
        MissingReason::FormulaError => "a formula has no result",
        MissingReason::TwoUnits => "the row names two units",
        MissingReason::SeveralGoods => "the row names several goods; write each on a line of its own",
        MissingReason::CopiedSheet => "its sheet repeats an earlier one line by line",
        MissingReason::HiddenRow => "the row is hidden or struck out in the file",
    }
}

/// The draft of waiting lines has no name of its own.
pub fn name_of(draft: &DraftSummary) -> String {
    if draft.kind == "waiting" && draft.name.is_empty() {
        "(waiting for goods)".to_owned()
    } else {
        draft.name.clone()
    }
}

/// The sum in words: without a price that may be seen there is none.
pub fn total(draft: &DraftSummary) -> String {
    match draft.total_minor {
        Some(minor) => format!("total {} {}", money(minor), draft.currency),
        None => "no prices".to_owned(),
    }
}

/// Lists drafts.
pub async fn list(cabinet: &Cabinet, wanted: Option<String>, in_trash: bool) -> Result<Answer, Failure> {
    let list = drafts::list(cabinet, wanted, in_trash).await?;
    Ok(Answer::new(&Items::of(&list, shapes::draft), move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("name", Align::Left),
            ("entity", Align::Left),
            ("lines", Align::Right),
            ("total", Align::Right),
            ("", Align::Left),
            ("on the way", Align::Left),
        ]);
        for draft in &list {
            table.row(vec![
                draft.id.clone(),
                name_of(draft),
                draft.entity_name.clone(),
                draft.lines.to_string(),
                draft.total_minor.map(money).unwrap_or_default(),
                draft.currency.clone(),
                on_the_way(draft),
            ]);
        }
        table.write(out)
    }))
}

/// Lines that were sent off and how far they are; empty when there are none.
fn on_the_way(draft: &DraftSummary) -> String {
    let words = match draft.in_flight {
        None => return String::new(),
        Some(InFlight::Queued) => "wait to be sent",
        Some(InFlight::Sent) => "sent, no answer yet",
        Some(InFlight::Parked) => "set aside: see `cabinet orders`",
    };
    format!("{} {words}", draft.lines_in_flight)
}
