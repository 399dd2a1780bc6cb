//! `template`: lists of goods under a name, of the person and of colleagues who share theirs.

use super::drafts::write_copied;
use super::{entity, reading, ready, whole::Part};
use crate::answer::Answer;
use crate::args::{Global, Template};
use crate::exit::Failure;
use crate::figures::{quantity, typed};
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::drafts::{self, CopyRequest, LineSource};
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::small_command::Subscribed;
use cabinet_commands::templates::{self, TemplateLineRequest, TemplateRequest, TemplateSummary, TemplateView};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Carries out a command on templates.
pub async fn run(command: Template, global: &Global) -> Result<Answer, Failure> {
    match command {
        Template::List { trash } => {
            reading(global, Part::Own, async |cabinet: &Cabinet| list(cabinet, trash).await).await
        }
        Template::Show { template } => {
            reading(global, Part::Own, async |cabinet: &Cabinet| {
                let view = templates::show(cabinet, find(cabinet, &template).await?).await?;
                Ok(shown(view))
            })
            .await
        }
        Template::Offered => {
            reading(global, Part::Documents, async |cabinet: &Cabinet| {
                offered(cabinet).await
            })
            .await
        }
        Template::Save { draft, order, name } => {
            let cabinet = ready(global).await?;
            match (draft, order) {
                (_, Some(order)) => Ok(shown(templates::save_order(&cabinet, order, name).await?)),
                (draft, None) => save(&cabinet, draft.unwrap_or_default(), name).await,
            }
        }
        Template::Use {
            template,
            name,
            into,
            entity,
        } => make(&ready(global).await?, &template, name, into, entity).await,
        Template::Rename { template, name } => {
            let cabinet = ready(global).await?;
            let id = find(&cabinet, &template).await?;
            Ok(shown(templates::rename(&cabinet, id, name).await?))
        }
        Template::Set {
            template,
            goods,
            quantity,
        } => {
            let cabinet = ready(global).await?;
            let id = find(&cabinet, &template).await?;
            let view = templates::show(&cabinet, id.clone()).await?;
            let item = item_of(&view, &goods)?;
            let request = TemplateLineRequest {
                template: id,
                item,
                quantity_milli: match quantity.trim() {
                    "0" => 0,
                    text => typed(text, "the quantity")?,
                },
            };
            Ok(shown(templates::set_line(&cabinet, request).await?))
        }
        Template::Share { template, entity, off } => share(&ready(global).await?, &template, entity, off).await,
        Template::Take { template } => {
            let cabinet = ready(global).await?;
            let id = find(&cabinet, &template).await?;
            Ok(shown(templates::take(&cabinet, id).await?))
        }
        Template::Remove { template } => {
            let cabinet = ready(global).await?;
            let id = find(&cabinet, &template).await?;
            Ok(shown(templates::set_deleted(&cabinet, id, true).await?))
        }
        Template::Restore { template } => {
            let cabinet = ready(global).await?;
            let trash = templates::list(&cabinet, true).await?;
            let id = pick(&trash, &template)?;
            Ok(shown(templates::set_deleted(&cabinet, id, false).await?))
        }
    }
}

async fn list(cabinet: &Cabinet, in_trash: bool) -> Result<Answer, Failure> {
    let list = templates::list(cabinet, in_trash).await?;
    Ok(Answer::new(&Items::of(&list, summary), move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("name", Align::Left),
            ("lines", Align::Right),
            ("by", Align::Left),
            ("shared in", Align::Left),
            ("newer by", Align::Left),
        ]);
        for template in &list {
            table.row(vec![
                template.id.clone(),
                template.name.clone(),
                template.lines.to_string(),
                template.author.clone(),
                template.entity_name.clone(),
                template.newer_by.clone(),
            ]);
        }
        table.write(out)
    }))
}

async fn offered(cabinet: &Cabinet) -> Result<Answer, Failure> {
    let offered = templates::offered(cabinet).await?;
    let items = Items::of(
        &offered,
        |one| json!({ "entity": one.entity, "order": one.order, "numbers": one.numbers, "goods": one.goods }),
    );
    Ok(Answer::new(&items, move |out| {
        let mut table = Table::new(&[("order", Align::Left), ("goods", Align::Right), ("alike", Align::Left)]);
        for one in &offered {
            table.row(vec![one.order.clone(), one.goods.to_string(), one.numbers.join(", ")]);
        }
        table.write(out)
    }))
}

/// Gives a template to colleagues, or takes it back.
async fn share(cabinet: &Cabinet, template: &str, wanted: Option<String>, off: bool) -> Result<Answer, Failure> {
    let id = find(cabinet, template).await?;
    let with = if off {
        None
    } else {
        Some(entity(cabinet, wanted).await?)
    };
    let shared = templates::share(cabinet, id, with).await?;
    let mut shape = summary(&shared.template.summary);
    if let Value::Object(fields) = &mut shape {
        fields.insert("sent".to_owned(), json!(shared.sent));
    }
    Ok(Answer::new(&shape, move |out| {
        let (name, entity) = (&shared.template.summary.name, &shared.template.summary.entity_name);
        if entity.is_empty() {
            write!(out, "{name}: only yours")?;
        } else {
            write!(out, "{name}: shared in {entity}")?;
        }
        match &shared.sent {
            Subscribed::Done => writeln!(out),
            Subscribed::Queued => writeln!(out, "; told with the next `cabinet sync`"),
            Subscribed::Rejected { reason } => writeln!(out, "; refused: {reason}"),
        }
    }))
}

/// Keeps a draft; a template of the same name is renewed.
async fn save(cabinet: &Cabinet, draft: String, name: String) -> Result<Answer, Failure> {
    let known = templates::list(cabinet, false).await?;
    let same = known
        .into_iter()
        .find(|template| template.is_own && template.name == name.trim());
    let request = TemplateRequest {
        draft,
        name,
        replaces: same.map(|template| template.id),
    };
    Ok(shown(templates::save(cabinet, request).await?))
}

async fn make(
    cabinet: &Cabinet,
    template: &str,
    name: Option<String>,
    into: Option<String>,
    wanted: Option<String>,
) -> Result<Answer, Failure> {
    let id = find(cabinet, template).await?;
    let summary = templates::show(cabinet, id.clone()).await?.summary;
    let entity = match &into {
        Some(draft) => drafts::show(cabinet, draft.clone()).await?.summary.entity,
        None => entity(cabinet, wanted).await?,
    };
    let request = CopyRequest {
        source: LineSource::Template { id, entity },
        into,
        name: name.unwrap_or(summary.name),
    };
    let report = drafts::copy_lines(cabinet, request).await?;
    Ok(Answer::new(&shapes::copied(&report), move |out| {
        write_copied(out, &report)
    }))
}

/// The id of a template that is not in the trash, by its id or its name.
async fn find(cabinet: &Cabinet, word: &str) -> Result<String, Failure> {
    pick(&templates::list(cabinet, false).await?, word)
}

fn pick(known: &[TemplateSummary], word: &str) -> Result<String, Failure> {
    if let Some(template) = known.iter().find(|template| template.id == word) {
        return Ok(template.id.clone());
    }
    // One's own is meant before those of colleagues.
    let is_own = known.iter().any(|template| template.is_own && template.name == word);
    let mut named = known
        .iter()
        .filter(|template| template.name == word && template.is_own == is_own);
    match (named.next(), named.next()) {
        (Some(only), None) => Ok(only.id.clone()),
        (Some(_), Some(_)) => Err(CommandError::new(
            ErrorCode::Invalid,
            "several templates have this name; name one by its id",
        )
        .into()),
        (None, _) => Err(CommandError::new(ErrorCode::NotFound, "there is no such template").into()),
    }
}

fn item_of(view: &TemplateView, word: &str) -> Result<String, Failure> {
    let mut lines = view
        .lines
        .iter()
        .filter(|line| line.item == word || line.article == word);
    match (lines.next(), lines.next()) {
        (Some(only), None) => Ok(only.item.clone()),
        _ => Err(CommandError::new(ErrorCode::NotFound, "the template has no such line; name it by its id").into()),
    }
}

fn summary(template: &TemplateSummary) -> Value {
    json!({
        "id": template.id,
        "name": template.name,
        "line_count": template.lines,
        "updated_at_ms": template.updated_at_ms,
        "deleted_at_ms": template.deleted_at_ms,
        "entity": template.entity,
        "entity_name": template.entity_name,
        "author": template.author,
        "is_own": template.is_own,
        "newer_by": template.newer_by,
    })
}

fn shown(view: TemplateView) -> Answer {
    let lines = view.lines.iter().map(|line| {
        json!({
            "id": line.item,
            "article": line.article,
            "name": line.name,
            "unit": line.unit,
            "quantity": quantity(line.quantity_milli),
            "quantity_milli": line.quantity_milli,
            "parts": line.parts.iter().map(shapes::part).collect::<Value>(),
        })
    });
    let mut shape = summary(&view.summary);
    if let Value::Object(fields) = &mut shape {
        fields.insert("lines".to_owned(), lines.collect());
    }
    Answer::new(&shape, move |out| write(out, &view))
}

fn write(out: &mut dyn Write, view: &TemplateView) -> io::Result<()> {
    writeln!(out, "{}  {}", view.summary.id, view.summary.name)?;
    let mut table = Table::new(&[
        ("article", Align::Left),
        ("name", Align::Left),
        ("quantity", Align::Right),
        ("unit", Align::Left),
    ]);
    for line in &view.lines {
        table.row(vec![
            line.article.clone(),
            line.name.clone(),
            quantity(line.quantity_milli),
            line.unit.clone(),
        ]);
    }
    table.write(out)
}
