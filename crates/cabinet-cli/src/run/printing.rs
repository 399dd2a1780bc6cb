//! `printers`, `print` and `archive`: a paper as a file, on paper, or both; the papers of a month.

use super::documents::{absolute, doubts, write_doubts};
use crate::answer::Answer;
use crate::args::{Form, PrintArgs, PrintJobArgs, Printing, SidesArg, SubFoldersArg};
use crate::exit::Failure;
use crate::shapes::Items;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::documents::{
    self, PaperForm, PaperRequest, PaperSides, PrintJobDoing, PrintWishes, PrintedPaper, PrinterDoing, PrinterView,
    SavedPaper, SubFolders,
};
use cabinet_commands::orders;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Lists printers, or tells of one.
pub async fn printers(cabinet: &Cabinet, printer: Option<String>) -> Result<Answer, Failure> {
    let list = match printer {
        Some(name) => vec![documents::printer(cabinet, name).await?],
        None => documents::printers(cabinet).await?,
    };
    Ok(Answer::new(&Items::of(&list, shape), move |out| {
        let mut table = Table::new(&[
            ("name", Align::Left),
            ("", Align::Left),
            ("state", Align::Left),
            ("trays", Align::Left),
            ("sides", Align::Left),
            ("papers inside", Align::Left),
        ]);
        for printer in &list {
            let sides: Vec<&str> = printer.sides.iter().map(|sides| sides_word(*sides)).collect();
            table.row(vec![
                printer.name.clone(),
                if printer.is_default { "default" } else { "" }.to_owned(),
                state(printer),
                printer.trays.join(" "),
                sides.join(" "),
                printer.papers_inside.join(" "),
            ]);
        }
        table.write(out)
    }))
}

/// Writes a document as PDF, prints it, or both.
pub async fn print(cabinet: &Cabinet, given: PrintArgs) -> Result<Answer, Failure> {
    let PrintArgs {
        doc: document,
        form,
        group,
        out,
        file: is_filed,
        printing,
    } = given;
    let path = out.as_deref().map(absolute).transpose()?;
    let form = form_of(form);
    // Orders are known by their numbers to people.
    let of = match form {
        PaperForm::Torg12
        | PaperForm::UpdInvoice
        | PaperForm::UpdTransfer
        | PaperForm::Vydatkova
        | PaperForm::Ttn
        | PaperForm::OrderForm => orders::show(cabinet, document).await?.summary.id,
        PaperForm::Invoice
        | PaperForm::InvoiceWithVat
        | PaperForm::DraftForm
        | PaperForm::CheckSheet
        | PaperForm::ClaimAct
        | PaperForm::Torg2
        | PaperForm::PriceList
        | PaperForm::Act => document,
    };
    let request = PaperRequest {
        form,
        of: of.clone(),
        group,
    };
    let mut file: Option<SavedPaper> = None;
    if path.is_some() || is_filed {
        file = Some(documents::save(cabinet, request.clone(), path).await?);
    }
    let mut printed: Option<PrintedPaper> = None;
    if printing.printer.is_some() {
        let last = documents::print_choice(cabinet, form).await?;
        printed = Some(documents::print(cabinet, request, wishes(last, printing)).await?);
    }
    let found = file
        .as_ref()
        .map(|file| &file.doubts)
        .or(printed.as_ref().map(|printed| &printed.doubts));
    let found = found.cloned().unwrap_or_default();
    let shape = json!({
        "id": of,
        "path": file.as_ref().map(|file| &file.path),
        "bytes": file.as_ref().map(|file| file.bytes),
        "printer": printed.as_ref().map(|printed| &printed.printer),
        "job": printed.as_ref().map(|printed| printed.job),
        "doubts": doubts(&found),
    });
    Ok(Answer::new(&shape, move |out| {
        if let Some(file) = &file {
            writeln!(out, "{} ({} bytes)", file.path, file.bytes)?;
        }
        if let Some(printed) = &printed {
            writeln!(out, "{} took it, job {}", printed.printer, printed.job)?;
        }
        write_doubts(out, &found)
    }))
}

/// Tells what became of a job, after taking it back where that is asked for.
pub async fn print_job(cabinet: &Cabinet, given: PrintJobArgs) -> Result<Answer, Failure> {
    let PrintJobArgs { printer, job, cancel } = given;
    if cancel {
        documents::print_cancel(cabinet, printer.clone(), job).await?;
    }
    let word = job_word(documents::print_job(cabinet, printer.clone(), job).await?);
    let shape = json!({ "printer": printer, "job": job, "state": word });
    Ok(Answer::new(&shape, move |out| {
        writeln!(out, "{printer}, job {job}: {word}")
    }))
}

const fn job_word(doing: PrintJobDoing) -> &'static str {
    match doing {
        PrintJobDoing::Waiting => "waiting",
        PrintJobDoing::Held => "held",
        PrintJobDoing::Printing => "printing",
        PrintJobDoing::Stopped => "stopped",
        PrintJobDoing::Cancelled => "cancelled",
        PrintJobDoing::GivenUp => "given_up",
        PrintJobDoing::Done => "done",
        PrintJobDoing::Forgotten => "forgotten",
        PrintJobDoing::Untold => "untold",
    }
}

/// Writes the papers of a month.
pub async fn archive(
    cabinet: &Cabinet,
    month: String,
    entity: Option<String>,
    out: Option<PathBuf>,
) -> Result<Answer, Failure> {
    let folder = out.as_deref().map(absolute).transpose()?;
    let archives = documents::archive(cabinet, month, entity, folder).await?;
    let shape = Items::of(&archives, |archive| {
        let missing: Vec<Value> = archive
            .missing
            .iter()
            .map(
                |paper| json!({ "title": paper.title, "why": paper.error.as_ref().map(|error| error.message.clone()) }),
            )
            .collect();
        json!({
            "id": archive.path,
            "entity": archive.entity,
            "entity_name": archive.entity_name,
            "path": archive.path,
            "bytes": archive.bytes,
            "files": archive.files,
            "missing": missing,
        })
    });
    Ok(Answer::new(&shape, move |out| {
        if archives.is_empty() {
            writeln!(out, "there are no papers of that month")?;
        }
        for archive in &archives {
            writeln!(out, "{} ({} files)", archive.path, archive.files)?;
            for paper in &archive.missing {
                let why = paper
                    .error
                    .as_ref()
                    .map_or("it came without a file", |error| error.message.as_str());
                writeln!(out, "  not in it: {}: {why}", paper.title)?;
            }
        }
        Ok(())
    }))
}

/// Tells where papers are saved, or saves them elsewhere from now on.
pub async fn paper_folder(
    cabinet: &Cabinet,
    set: Option<String>,
    by: Option<SubFoldersArg>,
) -> Result<Answer, Failure> {
    let mut rule = documents::folder_rule(cabinet).await?;
    if set.is_some() || by.is_some() {
        if let Some(folder) = set {
            rule.folder = if folder.is_empty() {
                folder
            } else {
                absolute(folder.as_ref())?
            };
        }
        rule.by = match by {
            None => rule.by,
            Some(SubFoldersArg::None) => SubFolders::None,
            Some(SubFoldersArg::Entity) => SubFolders::Entity,
            Some(SubFoldersArg::Month) => SubFolders::Month,
            Some(SubFoldersArg::EntityMonth) => SubFolders::EntityMonth,
        };
        rule = documents::set_folder_rule(cabinet, rule).await?;
    }
    let by = match rule.by {
        SubFolders::None => "none",
        SubFolders::Entity => "entity",
        SubFolders::Month => "month",
        SubFolders::EntityMonth => "entity-month",
    };
    let shape = json!({ "folder": (!rule.folder.is_empty()).then_some(&rule.folder), "by": by });
    Ok(Answer::new(&shape, move |out| {
        let folder = if rule.folder.is_empty() {
            "the user's documents"
        } else {
            &rule.folder
        };
        writeln!(out, "{folder}, folders below: {by}")
    }))
}

/// As the last time, where it was at the same printer, with what is said now.
fn wishes(last: PrintWishes, said: Printing) -> PrintWishes {
    let printer = said.printer.unwrap_or_default();
    let mut wishes = if printer.is_empty() || printer == last.printer {
        last
    } else {
        PrintWishes {
            printer,
            ..PrintWishes::usual()
        }
    };
    wishes.copies = said.copies.unwrap_or(wishes.copies);
    wishes.tray = said.tray.unwrap_or(wishes.tray);
    wishes.paper = said.paper.unwrap_or(wishes.paper);
    match said.sides {
        None => {}
        Some(SidesArg::AsSet) => wishes.sides = None,
        Some(SidesArg::One) => wishes.sides = Some(PaperSides::One),
        Some(SidesArg::LongEdge) => wishes.sides = Some(PaperSides::LongEdge),
        Some(SidesArg::ShortEdge) => wishes.sides = Some(PaperSides::ShortEdge),
    }
    wishes
}

fn shape(printer: &PrinterView) -> Value {
    let sides: Vec<&str> = printer.sides.iter().map(|sides| sides_word(*sides)).collect();
    json!({
        "id": printer.name,
        "title": printer.title,
        "is_default": printer.is_default,
        "state": doing(printer.doing),
        "is_accepting": printer.is_accepting,
        "reasons": printer.reasons,
        "trays": printer.trays,
        "papers": printer.papers,
        "papers_inside": printer.papers_inside,
        "sides": sides,
        "has_colours": printer.has_colours,
        "most_copies": printer.most_copies,
        "takes_pdf": printer.takes_pdf,
    })
}

fn state(printer: &PrinterView) -> String {
    let mut words = vec![doing(printer.doing).to_owned()];
    if !printer.is_accepting {
        words.push("takes no jobs".to_owned());
    }
    words.extend(printer.reasons.iter().cloned());
    words.join(", ")
}

const fn doing(doing: PrinterDoing) -> &'static str {
    match doing {
        PrinterDoing::Idle => "idle",
        PrinterDoing::Working => "working",
        PrinterDoing::Stopped => "stopped",
        PrinterDoing::Paused => "paused",
    }
}

const fn sides_word(sides: PaperSides) -> &'static str {
    match sides {
        PaperSides::One => "one",
        PaperSides::LongEdge => "long-edge",
        PaperSides::ShortEdge => "short-edge",
    }
}

const fn form_of(form: Form) -> PaperForm {
    match form {
        Form::Invoice => PaperForm::Invoice,
        Form::InvoiceWithVat => PaperForm::InvoiceWithVat,
        Form::Torg12 => PaperForm::Torg12,
        Form::UpdInvoice => PaperForm::UpdInvoice,
        Form::UpdTransfer => PaperForm::UpdTransfer,
        Form::Vydatkova => PaperForm::Vydatkova,
        Form::Ttn => PaperForm::Ttn,
        Form::Draft => PaperForm::DraftForm,
        Form::Order => PaperForm::OrderForm,
        Form::Claim => PaperForm::ClaimAct,
        Form::Torg2 => PaperForm::Torg2,
        Form::PriceList => PaperForm::PriceList,
        Form::Act => PaperForm::Act,
    }
}
