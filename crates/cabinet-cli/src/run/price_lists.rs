//! `pricelist`: what a dealer's own customers pay.

use super::documents::{absolute, doubts};
use super::{priced_entity, reading, ready, whole::Part};
use crate::answer::Answer;
use crate::args::{Global, Offer, PriceList, Recipe, RoundTo};
use crate::exit::Failure;
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::catalogue;
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::price_lists::{
    self, ExceptionSays, OfferRequest, PriceException, PriceListFile, PriceListRecipe, PriceListRequest,
    PriceListSummary, PriceRounding, PriceRule, RoundingWay, WriteListRequest, WrittenPriceList,
};
use cabinet_domain::money::{hundredths_text, parse_scaled};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::Path;

/// Carries out a command on price lists.
pub async fn run(command: PriceList, global: &Global) -> Result<Answer, Failure> {
    match command {
        PriceList::List { trash } => {
            reading(global, Part::Own, async |cabinet: &Cabinet| list(cabinet, trash).await).await
        }
        PriceList::Show { list, rows } => {
            reading(global, Part::Goods, async |cabinet: &Cabinet| {
                let id = find(cabinet, &list, false).await?;
                show(cabinet, id, rows).await
            })
            .await
        }
        PriceList::Create(recipe) => {
            let cabinet = ready(global).await?;
            let id = create(&cabinet, *recipe).await?;
            show(&cabinet, id, 0).await
        }
        PriceList::Make { list, to, articles } => {
            reading(global, Part::Goods, async |cabinet: &Cabinet| {
                make(cabinet, &list, None, articles, &to).await
            })
            .await
        }
        PriceList::Tags { list, to, articles } => {
            reading(global, Part::Goods, async |cabinet: &Cabinet| {
                make(cabinet, &list, Some(PriceListFile::Tags), articles, &to).await
            })
            .await
        }
        PriceList::Keep { list, to, .. } => {
            let cabinet = ready(global).await?;
            let id = find(&cabinet, &list, false).await?;
            let path = to.as_deref().map(absolute).transpose()?;
            Ok(changed(price_lists::set_file(&cabinet, id, path).await?.summary))
        }
        PriceList::Offer(given) => {
            reading(global, Part::Goods, async |cabinet: &Cabinet| {
                offer(cabinet, *given).await
            })
            .await
        }
        PriceList::Remove { list } => {
            let cabinet = ready(global).await?;
            let id = find(&cabinet, &list, false).await?;
            Ok(changed(price_lists::set_deleted(&cabinet, id, true).await?.summary))
        }
        PriceList::Restore { list } => {
            let cabinet = ready(global).await?;
            let id = find(&cabinet, &list, true).await?;
            Ok(changed(price_lists::set_deleted(&cabinet, id, false).await?.summary))
        }
    }
}

async fn list(cabinet: &Cabinet, in_trash: bool) -> Result<Answer, Failure> {
    let list = price_lists::list(cabinet, in_trash).await?;
    Ok(Answer::new(&Items::of(&list, summary), move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("name", Align::Left),
            ("entity", Align::Left),
            ("file after a sync", Align::Left),
        ]);
        for list in &list {
            table.row(vec![
                list.id.clone(),
                list.name.clone(),
                list.entity_name.clone(),
                file_words(list),
            ]);
        }
        table.write(out)
    }))
}

async fn show(cabinet: &Cabinet, id: String, rows: u32) -> Result<Answer, Failure> {
    let view = price_lists::show(cabinet, id).await?;
    let mut shape = summary(&view.summary);
    // Who may not see prices any more still sees how the list was made.
    let now = if view.summary.may_make {
        Some(price_lists::preview(cabinet, view.recipe.clone(), rows).await?)
    } else {
        None
    };
    if let Value::Object(fields) = &mut shape {
        fields.insert("recipe".to_owned(), shapes::recipe(&view.recipe));
        fields.insert(
            "now".to_owned(),
            now.as_ref().map_or(Value::Null, shapes::price_list_now),
        );
    }
    Ok(Answer::new(&shape, move |out| {
        writeln!(out, "{}  {}", view.summary.id, view.summary.name)?;
        write_recipe(out, &view.recipe)?;
        let Some(now) = now else { return Ok(()) };
        writeln!(out, "goods {}, not chosen {}", now.goods, now.not_chosen)?;
        write_left_out(out, &now.left_out)?;
        for article in &now.idle_exceptions {
            writeln!(out, "the exception for {article} names nothing in the list")?;
        }
        if now.rows.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&[
            ("article", Align::Left),
            ("name", Align::Left),
            ("cost", Align::Right),
            ("price", Align::Right),
            ("unit", Align::Left),
            ("rule", Align::Left),
        ]);
        for row in &now.rows {
            table.row(vec![
                row.article.clone(),
                row.name.clone(),
                row.purchase_micro.map(crate::figures::price).unwrap_or_default(),
                crate::figures::price(row.price_micro),
                row.unit.clone(),
                row.by_rule
                    .map_or_else(|| "exception".to_owned(), |at| at.saturating_add(1).to_string()),
            ]);
        }
        table.write(out)
    }))
}

fn write_recipe(out: &mut dyn Write, recipe: &PriceListRecipe) -> io::Result<()> {
    for (at, rule) in recipe.rules.iter().enumerate() {
        let mut said = vec![format!("markup {} %", hundredths_text(rule.markup_bp))];
        said.extend(rule.group.iter().map(|group| format!("group {group}")));
        said.extend(rule.brand.iter().map(|brand| format!("brand {brand}")));
        said.extend(
            rule.from_micro
                .map(|micro| format!("from {}", crate::figures::price(micro))),
        );
        said.extend(
            rule.below_micro
                .map(|micro| format!("below {}", crate::figures::price(micro))),
        );
        writeln!(out, "rule {}: {}", at.saturating_add(1), said.join(", "))?;
    }
    for exception in &recipe.exceptions {
        let says = match exception.says {
            ExceptionSays::Price { price_micro } => crate::figures::price(price_micro),
            ExceptionSays::Markup { markup_bp } => format!("markup {} %", hundredths_text(markup_bp)),
        };
        writeln!(out, "except {}: {says}", exception.article)?;
    }
    Ok(())
}

async fn make(
    cabinet: &Cabinet,
    word: &str,
    kind: Option<PriceListFile>,
    articles: Vec<String>,
    to: &Path,
) -> Result<Answer, Failure> {
    let id = find(cabinet, word, false).await?;
    let request = WriteListRequest {
        list: id,
        kind,
        articles,
        path: Some(absolute(to)?),
    };
    let written = price_lists::write(cabinet, request).await?;
    let shape = json!({
        "path": written.path,
        "bytes": written.bytes,
        "goods_count": written.goods,
        "not_chosen_count": written.not_chosen,
        "left_out": written.left_out.iter().map(shapes::left_out).collect::<Value>(),
        "missing": written.missing,
        "doubts": doubts(&written.doubts),
    });
    Ok(Answer::new(&shape, move |out| write_made(out, &written)))
}

async fn offer(cabinet: &Cabinet, given: Offer) -> Result<Answer, Failure> {
    let request = OfferRequest {
        list: find(cabinet, &given.list, false).await?,
        draft: given.draft,
        articles: given.articles,
        customer: given.customer,
        contacts: given.contact.join("\n"),
        logo: given.logo.as_deref().map(absolute).transpose()?,
        valid_until: given.until,
        note: given.note,
        path: Some(absolute(&given.to)?),
    };
    let written = price_lists::offer(cabinet, request).await?;
    let shape = json!({
        "path": written.path,
        "bytes": written.bytes,
        "line_count": written.lines,
        "total": written.total_minor.map(hundredths_text),
        "total_minor": written.total_minor,
        "currency": written.currency,
        "left_out": written.left_out,
        "doubts": doubts(&written.doubts),
    });
    Ok(Answer::new(&shape, move |out| {
        writeln!(out, "{}  lines {}", written.path, written.lines)?;
        for article in &written.left_out {
            writeln!(out, "not in the list: {article}")?;
        }
        Ok(())
    }))
}

fn write_made(out: &mut dyn Write, written: &WrittenPriceList) -> io::Result<()> {
    writeln!(
        out,
        "{}  goods {}, not chosen {}",
        written.path, written.goods, written.not_chosen
    )?;
    for article in &written.missing {
        writeln!(out, "not in the list: {article}")?;
    }
    write_left_out(out, &written.left_out)
}

fn write_left_out(out: &mut dyn Write, left_out: &[price_lists::LeftOut]) -> io::Result<()> {
    for left in left_out {
        let more = usize::try_from(left.goods).unwrap_or(usize::MAX) > left.examples.len();
        let tail = if more { ", …" } else { "" };
        let why = shapes::why_left_out_words(left.why);
        writeln!(
            out,
            "left out {}: {why} ({}{tail})",
            left.goods,
            left.examples.join(", ")
        )?;
    }
    Ok(())
}

fn changed(list: PriceListSummary) -> Answer {
    Answer::new(&summary(&list), move |out| {
        writeln!(out, "{}  {}  {}", list.id, list.name, file_words(&list))
    })
}

/// The file that is written after a sync, and why it is not where it is not.
fn file_words(list: &PriceListSummary) -> String {
    match &list.file {
        None => String::new(),
        Some(file) => match &file.failure {
            None => file.path.clone(),
            Some(failure) => format!("{}: not written, tried again after the next sync: {failure}", file.path),
        },
    }
}

fn summary(list: &PriceListSummary) -> Value {
    json!({
        "id": list.id,
        "name": list.name,
        "entity": list.entity,
        "entity_name": list.entity_name,
        "may_make": list.may_make,
        "file": list.file.as_ref().map(|file| json!({
            "path": file.path,
            "written_at_ms": file.written_at_ms,
            "failure": file.failure.as_ref().map(|failure| json!({ "code": failure.code, "message": failure.message })),
        })),
        "updated_at_ms": list.updated_at_ms,
        "deleted_at_ms": list.deleted_at_ms,
    })
}

/// The id of a price list by its id or its name.
pub async fn find(cabinet: &Cabinet, word: &str, in_trash: bool) -> Result<String, Failure> {
    let known = price_lists::list(cabinet, in_trash).await?;
    let mut named = known.iter().filter(|list| list.id == word || list.name == word);
    match (named.next(), named.next()) {
        (Some(only), None) => Ok(only.id.clone()),
        (Some(_), Some(_)) => Err(invalid("several price lists have this name; name one by its id")),
        (None, _) => Err(CommandError::new(ErrorCode::NotFound, "there is no such price list").into()),
    }
}

async fn create(cabinet: &Cabinet, given: Recipe) -> Result<String, Failure> {
    let entity = priced_entity(cabinet, given.entity).await?;
    let known = price_lists::list(cabinet, false).await?;
    let same = known.into_iter().find(|list| list.name == given.name.trim());
    let replaces = same.filter(|_| given.replace).map(|list| list.id);
    let groups = Groups {
        known: catalogue::groups(cabinet, entity.clone()).await?,
    };
    let recipe = PriceListRecipe {
        entity,
        seller: given.seller,
        groups: given
            .group
            .iter()
            .map(|word| groups.id(word))
            .collect::<Result<_, _>>()?,
        brands: given.brand,
        from_micro: given.from.as_deref().map(price).transpose()?,
        below_micro: given.below.as_deref().map(price).transpose()?,
        in_stock_only: given.in_stock,
        shows_stock: given.stock,
        rules: given
            .rule
            .iter()
            .map(|text| rule(text, &groups))
            .collect::<Result<_, _>>()?,
        exceptions: given
            .except
            .iter()
            .map(|text| exception(text))
            .collect::<Result<_, _>>()?,
        rounding: PriceRounding {
            step_micro: price(&given.round)?,
            ending_micro: price(&given.ending)?,
            direction: match given.round_to {
                RoundTo::Nearest => RoundingWay::Nearest,
                RoundTo::Up => RoundingWay::Up,
                RoundTo::Down => RoundingWay::Down,
            },
        },
    };
    let request = PriceListRequest {
        replaces,
        name: given.name,
        recipe,
    };
    Ok(price_lists::save(cabinet, request).await?.summary.id)
}

struct Groups {
    known: Vec<catalogue::GroupView>,
}

impl Groups {
    fn id(&self, word: &str) -> Result<String, Failure> {
        if let Some(group) = self.known.iter().find(|group| group.id == word) {
            return Ok(group.id.clone());
        }
        let mut named = self.known.iter().filter(|group| group.name == word);
        match (named.next(), named.next()) {
            (Some(only), None) => Ok(only.id.clone()),
            (Some(_), Some(_)) => Err(invalid(&format!(
                "several groups are called {word}; name one by its 1C id"
            ))),
            (None, _) => Err(CommandError::new(ErrorCode::NotFound, format!("there is no group {word}")).into()),
        }
    }
}

fn rule(text: &str, groups: &Groups) -> Result<PriceRule, Failure> {
    let mut rule = PriceRule {
        group: None,
        brand: None,
        from_micro: None,
        below_micro: None,
        markup_bp: 0,
    };
    if !text.contains('=') {
        rule.markup_bp = percent(text)?;
        return Ok(rule);
    }
    let mut has_markup = false;
    for part in text.split(',') {
        match part.split_once('=').map(|(key, value)| (key.trim(), value.trim())) {
            Some(("group", word)) => rule.group = Some(groups.id(word)?),
            Some(("brand", word)) => rule.brand = Some(word.to_owned()),
            Some(("from", cost)) => rule.from_micro = Some(price(cost)?),
            Some(("below", cost)) => rule.below_micro = Some(price(cost)?),
            Some(("markup", text)) => {
                rule.markup_bp = percent(text)?;
                has_markup = true;
            }
            _ => {
                let words = format!(
                    "\"{part}\" is no part of a rule: group=…, brand=…, from=…, below=… and markup=… stand between commas"
                );
                return Err(invalid(&words));
            }
        }
    }
    if has_markup {
        Ok(rule)
    } else {
        Err(invalid(&format!("the rule \"{text}\" says no markup")))
    }
}

/// An article may have `=` itself: the last one counts.
fn exception(text: &str) -> Result<PriceException, Failure> {
    let (article, what) = text.rsplit_once('=').ok_or_else(|| {
        invalid(&format!(
            "\"{text}\" is no exception: write ARTICLE=77.70 or ARTICLE=15%"
        ))
    })?;
    let says = if what.trim_end().ends_with('%') {
        ExceptionSays::Markup {
            markup_bp: percent(what)?,
        }
    } else {
        ExceptionSays::Price {
            price_micro: price(what)?,
        }
    };
    Ok(PriceException {
        article: article.trim().to_owned(),
        says,
    })
}

/// Millionths.
fn price(text: &str) -> Result<i64, Failure> {
    parse_scaled(text, 6).map_err(|_| invalid(&format!("\"{text}\" is no price; write 12.50")))
}

/// Basis points.
fn percent(text: &str) -> Result<i64, Failure> {
    let figure = text.trim().trim_end_matches('%').trim_start_matches('+');
    parse_scaled(figure, 2).map_err(|_| invalid(&format!("\"{text}\" is no percentage; write 25 or 12.5")))
}

fn invalid(words: &str) -> Failure {
    CommandError::new(ErrorCode::Invalid, words).into()
}
