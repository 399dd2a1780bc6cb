//! `changes`: what changed since the user looked.

use super::goods::item;
use super::priced_entity;
use crate::answer::Answer;
use crate::args::{ChangeKindArg, ChangesArgs};
use crate::exit::Failure;
use crate::figures::{day, money, price, quantity};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::changes::{self, ChangeKind, ChangeView, ChangesQuery, ChangesView, DraftEffectView, LeftOutWhy};
use cabinet_commands::error::{CommandError, ErrorCode};
use serde_json::json;
use time::Date;
use time::format_description::well_known::Iso8601;

/// Shows what changed, writes it into a file, marks it as seen, or mutes goods.
pub async fn changes(cabinet: &Cabinet, args: ChangesArgs) -> Result<Answer, Failure> {
    let entity = priced_entity(cabinet, args.entity).await?;
    for (goods, is_muted) in [(args.mute, true), (args.unmute, false)] {
        if let Some(goods) = goods {
            let item = item(cabinet, &entity, &goods).await?;
            changes::mute(cabinet, entity.clone(), item.clone(), is_muted).await?;
            let shape = json!({ "item": item, "entity": entity, "is_muted": is_muted });
            let words = if is_muted { "not told any more" } else { "told again" };
            return Ok(Answer::new(&shape, move |out| writeln!(out, "{goods}: {words}")));
        }
    }
    let query = ChangesQuery {
        entity: entity.clone(),
        since_ms: args.since.as_deref().map(since).transpose()?,
        kinds: args.kind.into_iter().map(kind).collect(),
        text: args.text,
        only_drafts: args.in_drafts,
        with_muted: args.muted,
    };
    if let Some(file) = args.out {
        let saved = changes::export(cabinet, query, None, Some(file)).await?;
        let shape = json!({ "path": saved.path, "bytes": saved.bytes });
        return Ok(Answer::new(&shape, move |out| writeln!(out, "{}", saved.path)));
    }
    let view = changes::list(cabinet, query).await?;
    if args.seen {
        changes::seen(cabinet, entity).await?;
    }
    Ok(Answer::new(&shapes::changes(&view), move |out| write(out, &view)))
}

/// The beginning of a day in UTC.
fn since(text: &str) -> Result<i64, Failure> {
    let day = Date::parse(text, &Iso8601::DATE).map_err(|_| {
        CommandError::new(
            ErrorCode::Invalid,
            "--since is a day of the calendar, written as 2026-12-31",
        )
    })?;
    Ok(day.midnight().assume_utc().unix_timestamp().saturating_mul(1000))
}

const fn kind(arg: ChangeKindArg) -> ChangeKind {
    match arg {
        ChangeKindArg::PriceUp => ChangeKind::PriceUp,
        ChangeKindArg::PriceDown => ChangeKind::PriceDown,
        ChangeKindArg::PriceNew => ChangeKind::PriceNew,
        ChangeKindArg::PriceGone => ChangeKind::PriceGone,
        ChangeKindArg::Back => ChangeKind::Back,
        ChangeKindArg::RanOut => ChangeKind::RanOut,
        ChangeKindArg::Discontinued => ChangeKind::Discontinued,
    }
}

const fn words(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::PriceUp => "dearer",
        ChangeKind::PriceDown => "cheaper",
        ChangeKind::PriceNew => "new price",
        ChangeKind::PriceGone => "no price any more",
        ChangeKind::Back => "back in stock",
        ChangeKind::RanOut => "ran out",
        ChangeKind::Discontinued => "sold no more",
    }
}

fn write(out: &mut dyn std::io::Write, view: &ChangesView) -> std::io::Result<()> {
    let mut table = Table::new(&[
        ("", Align::Left),
        ("article", Align::Left),
        ("name", Align::Left),
        ("was", Align::Right),
        ("now", Align::Right),
        ("", Align::Left),
        ("%", Align::Right),
        ("stock", Align::Right),
        ("in drafts", Align::Right),
        ("on (UTC)", Align::Left),
    ]);
    for row in &view.rows {
        table.row(cells(row));
    }
    table.write(out)?;
    for draft in &view.drafts {
        write_effect(out, draft)?;
    }
    writeln!(out, "since {}; {} muted", day(view.since_ms), view.muted)
}

/// What it does to a draft: its sum without the lines that cannot be compared, and these.
fn write_effect(out: &mut dyn std::io::Write, draft: &DraftEffectView) -> std::io::Result<()> {
    let mut words = Vec::new();
    if draft.lines > 0 {
        words.push(format!("{} lines with another price", draft.lines));
    }
    let without = if draft.left_out.is_empty() {
        ""
    } else {
        "without what is below "
    };
    match (draft.was_minor, draft.now_minor) {
        (Some(was), Some(now)) => {
            words.push(format!("{without}{} -> {} {}", money(was), money(now), draft.currency));
        }
        (None, Some(now)) => words.push(format!("{without}now {} {}", money(now), draft.currency)),
        (_, None) => words.push("nothing of it has one sum now".to_owned()),
    }
    writeln!(out, "draft {}: {}", draft.name, words.join("; "))?;
    for line in &draft.left_out {
        let why = match line.why {
            LeftOutWhy::SoldNoMore => "sold no more",
            LeftOutWhy::NoPrice => "has no price now",
            LeftOutWhy::NewPrice => "had no price before",
        };
        let (article, name) = (&line.article, &line.name);
        writeln!(
            out,
            "  {article} {name}, {} {}: {why}",
            quantity(line.quantity_milli),
            line.unit
        )?;
    }
    Ok(())
}

fn cells(row: &ChangeView) -> Vec<String> {
    let currency = if row.now_currency.is_empty() {
        &row.was_currency
    } else {
        &row.now_currency
    };
    vec![
        words(row.kind).to_owned(),
        row.article.clone(),
        row.name.clone(),
        row.was_micro.map(price).unwrap_or_default(),
        row.now_micro.map(price).unwrap_or_default(),
        currency.clone(),
        row.by_bp.map(shapes::percent).unwrap_or_default(),
        row.stock_milli.map(quantity).unwrap_or_default(),
        if row.in_drafts_milli > 0 {
            quantity(row.in_drafts_milli)
        } else {
            String::new()
        },
        day(row.at_ms),
    ]
}
