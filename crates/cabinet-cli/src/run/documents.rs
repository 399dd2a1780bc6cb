//! `documents`, `document …`, `payment` and `client-bank`.

use crate::answer::Answer;
use crate::args::LineEndArg;
use crate::exit::Failure;
use crate::figures::{money, quantity};
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::documents::{self, ClientBankRequest, DoubtView, SupplierDoubtView};
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::settings;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Lists documents.
pub async fn documents(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let list = documents::list(cabinet, wanted).await?;
    Ok(Answer::new(&Items::of(&list, shapes::document), move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("kind", Align::Left),
            ("number", Align::Left),
            ("date", Align::Left),
            ("order", Align::Left),
            ("entity", Align::Left),
            ("total", Align::Right),
            ("", Align::Left),
        ]);
        for document in &list {
            let mark = match (document.is_cancelled, document.is_preliminary) {
                (true, _) => " (cancelled)",
                (false, true) => " (preliminary)",
                (false, false) => "",
            };
            table.row(vec![
                document.id.clone(),
                document.kind.clone(),
                format!("{}{mark}", document.number),
                document.date.clone(),
                document.order_number.clone(),
                document.entity_name.clone(),
                document.total_minor.map(money).unwrap_or_default(),
                document.currency.clone(),
            ]);
        }
        table.write(out)
    }))
}

/// Shows a document of the supplier.
pub async fn show(cabinet: &Cabinet, document: String) -> Result<Answer, Failure> {
    let view = documents::supplier(cabinet, document).await?;
    Ok(Answer::new(&shapes::supplier_document(&view), move |out| {
        let total = view.total_minor.map(money).unwrap_or_default();
        writeln!(
            out,
            "{}  {}  {}  {total} {}",
            view.kind, view.number, view.date, view.currency
        )?;
        if !view.order_number.is_empty() {
            writeln!(out, "order  {}", view.order_number)?;
        }
        if let Some(file) = &view.file {
            writeln!(out, "file  {}  {} bytes", file.name, file.bytes)?;
        }
        let mut table = Table::new(&[
            ("article", Align::Left),
            ("name", Align::Left),
            ("quantity", Align::Right),
            ("unit", Align::Left),
            ("sum", Align::Right),
        ]);
        for line in &view.lines {
            table.row(vec![
                line.article.clone(),
                line.name.clone(),
                quantity(line.quantity_milli),
                line.unit.clone(),
                line.sum_minor.map(money).unwrap_or_default(),
            ]);
        }
        table.write(out)?;
        for doubt in &view.doubts {
            writeln!(out, "note: {}", supplier_doubt(doubt))?;
        }
        Ok(())
    }))
}

/// Saves a document of the supplier as it came.
pub async fn save(cabinet: &Cabinet, document: String, out: Option<PathBuf>) -> Result<Answer, Failure> {
    let path = out.as_deref().map(absolute).transpose()?;
    let file = documents::supplier_save(cabinet, document.clone(), path).await?;
    let shape = json!({ "id": document, "path": file.path, "bytes": file.bytes });
    Ok(Answer::new(&shape, move |out| {
        writeln!(out, "{} ({} bytes)", file.path, file.bytes)
    }))
}

/// What does not add up, in words.
fn supplier_doubt(doubt: &SupplierDoubtView) -> String {
    let sum = |minor: &str| minor.parse().map_or_else(|_| minor.to_owned(), money);
    let place = if doubt.line == 0 {
        String::new()
    } else {
        format!("line {}: ", doubt.line)
    };
    let (stated, computed) = (&doubt.stated, &doubt.computed);
    match doubt.code.as_str() {
        "total" | "total_net" | "total_vat" => {
            format!("the total {} is not that of the lines, {}", sum(stated), sum(computed))
        }
        "line_sum" | "line_tax" => format!("{place}the sum {} should be {}", sum(stated), sum(computed)),
        "tax_number" => format!("the check digits of {stated} do not fit"),
        "rate" => format!("{place}the VAT rate {stated} is unusual"),
        "quantity" => format!("{place}the quantity {stated} was rounded"),
        "sides" => format!("there are {stated} sellers, buyers or consignees"),
        "version" => format!("the edition {stated} is not known"),
        _ => "there are no lines".to_owned(),
    }
}

/// Tells how to pay an invoice.
pub async fn payment(cabinet: &Cabinet, document: String, out: Option<PathBuf>, lf: bool) -> Result<Answer, Failure> {
    let found = documents::payment(cabinet, document.clone(), lf.then_some(true)).await?;
    let Some(view) = found else {
        let words =
            "this invoice is not to be paid by: it is preliminary or cancelled, or the supplier gave no account";
        return Err(CommandError::new(ErrorCode::Invalid, words).into());
    };
    let saved = match (&out, &view.code) {
        (Some(out), Some(code)) => {
            std::fs::write(out, code).map_err(Failure::file(format!("{} cannot be written", out.display())))?;
            Some(out.display().to_string())
        }
        (Some(_), None) => {
            let words = format!("there is no code to write: {}", view.why_no_code);
            return Err(CommandError::new(ErrorCode::Invalid, words).into());
        }
        (None, _) => None,
    };
    let shape = json!({
        "id": document,
        "payee": view.payee,
        "bank": view.bank,
        "bic": view.bic,
        "account": view.account,
        "sum": money(view.sum_minor),
        "sum_minor": view.sum_minor,
        "currency": view.currency,
        "purpose": view.purpose,
        "has_code": view.code.is_some(),
        "why_no_code": view.why_no_code,
        "path": saved,
        "doubts": doubts(&view.doubts),
    });
    Ok(Answer::new(&shape, move |out| {
        writeln!(out, "{} {} to {}", money(view.sum_minor), view.currency, view.payee)?;
        writeln!(out, "{} {} {}", view.account, view.bank, view.bic)?;
        writeln!(out, "{}", view.purpose)?;
        if !view.why_no_code.is_empty() {
            writeln!(out, "no code: {}", view.why_no_code)?;
        }
        if let Some(path) = saved {
            writeln!(out, "{path}")?;
        }
        write_doubts(out, &view.doubts)
    }))
}

/// Tells the address of the supplier's page on which an invoice is paid.
pub async fn payment_link(cabinet: &Cabinet, document: String) -> Result<Answer, Failure> {
    let link = documents::payment_address(cabinet, document.clone()).await?;
    let shape = json!({ "id": document, "host": link.host(), "address": link.as_str() });
    Ok(Answer::new(&shape, move |out| writeln!(out, "{}", link.as_str())))
}

/// Tells how lines of Ukrainian payment codes end, or changes it.
pub async fn payment_lines(cabinet: &Cabinet, end: Option<LineEndArg>) -> Result<Answer, Failure> {
    let mut chosen = settings::get(cabinet).await?;
    if let Some(end) = end {
        chosen.payment_lf_lines = end == LineEndArg::Lf;
        chosen = settings::set(cabinet, chosen).await?;
    }
    let end = if chosen.payment_lf_lines { "lf" } else { "crlf" };
    Ok(Answer::new(&json!({ "line_end": end }), move |out| {
        writeln!(out, "{end}")
    }))
}

/// Writes payment orders for the bank's program.
pub async fn client_bank(cabinet: &Cabinet, request: ClientBankRequest, out: PathBuf) -> Result<Answer, Failure> {
    let report = documents::client_bank(cabinet, request, Some(absolute(&out)?)).await?;
    let shape = json!({
        "id": report.path,
        "path": report.path,
        "bytes": report.bytes,
        "payments": report.payments,
        "replaced": report.replaced,
        "is_account_sound": report.is_account_sound,
    });
    Ok(Answer::new(&shape, move |out| {
        writeln!(out, "{} ({} payment orders)", report.path, report.payments)?;
        if !report.is_account_sound {
            writeln!(out, "look at the paying account: its key does not fit the bank")?;
        }
        if !report.replaced.is_empty() {
            writeln!(
                out,
                "the bank's encoding lacks these, they became question marks: {}",
                report.replaced
            )?;
        }
        Ok(())
    }))
}

/// Relative to where the command stands, as every tool does.
pub fn absolute(out: &Path) -> Result<String, Failure> {
    let path = std::path::absolute(out).map_err(Failure::file(format!("{} cannot be written", out.display())))?;
    Ok(path.display().to_string())
}

/// What is in doubt in a paper, as JSON.
pub fn doubts(doubts: &[DoubtView]) -> Vec<Value> {
    doubts
        .iter()
        .map(|doubt| json!({ "code": doubt.code, "detail": doubt.detail }))
        .collect()
}

/// What is in doubt in a paper, in words.
pub fn write_doubts(out: &mut dyn Write, doubts: &[DoubtView]) -> io::Result<()> {
    for doubt in doubts {
        let words = match doubt.code.as_str() {
            "tax_number" => "the check digits of this tax number do not fit",
            "account" => "the key of this account does not fit its bank",
            "vat_rate" => "this rate of VAT is not usual in that year",
            "no_payment_code" => "no payment code on the paper",
            "shortened" => "the payment code has room for a part only of",
            "missing_glyph" => "the fonts lack this character, it is printed as □",
            other => other,
        };
        writeln!(out, "look: {words}: {}", doubt.detail)?;
    }
    Ok(())
}
