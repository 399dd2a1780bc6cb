//! `draft set-apart`: lines that go into a draft of their own, to another address or by another contract.

use super::goods;
use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::{price, quantity};
use crate::shapes;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::delivery;
use cabinet_commands::drafts::{self, ApartRequest, ApartView};
use cabinet_commands::error::{CommandError, ErrorCode};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Sets lines apart: goods by article or id, an address by its id or name.
pub async fn set_apart(
    cabinet: &Cabinet,
    draft: String,
    lines: Vec<String>,
    address: Option<String>,
    entity: Option<String>,
) -> Result<Answer, Failure> {
    let view = drafts::show(cabinet, draft.clone()).await?;
    let mut items = Vec::with_capacity(lines.len());
    for word in &lines {
        let line = view
            .lines
            .iter()
            .find(|line| line.article == *word || line.item == *word);
        items.push(match line {
            Some(line) => line.item.clone(),
            None => goods::item(cabinet, &view.summary.entity, word).await?,
        });
    }
    let orders = entity.clone().unwrap_or_else(|| view.summary.entity.clone());
    let address = match address {
        Some(word) => Some(address_of(cabinet, orders, &word).await?),
        None => None,
    };
    let request = ApartRequest {
        draft,
        items,
        address,
        entity,
    };
    let apart = drafts::set_apart(cabinet, request).await?;
    Ok(Answer::new(&shape(&apart), move |out| write(out, &apart)))
}

async fn address_of(cabinet: &Cabinet, entity: String, word: &str) -> Result<String, Failure> {
    let known = delivery::options(cabinet, entity).await?.addresses;
    let mut named = known.iter().filter(|one| one.name == word || one.address == word);
    let found = known
        .iter()
        .find(|one| one.id == word)
        .or_else(|| named.next().filter(|_| named.next().is_none()));
    found.map(|one| one.id.clone()).ok_or_else(|| {
        let ids: Vec<&str> = known.iter().map(|one| one.id.as_str()).collect();
        let words = format!("there is no address \"{word}\"; there are: {}", ids.join(", "));
        CommandError::new(ErrorCode::NotFound, words).into()
    })
}

fn shape(apart: &ApartView) -> Value {
    json!({
        "id": apart.made.id,
        "kept": shapes::draft(&apart.kept),
        "made": shapes::draft(&apart.made),
        "left": apart.left.iter().map(shapes::left_line).collect::<Value>(),
        "repriced": apart.repriced.iter().map(shapes::repriced_line).collect::<Value>(),
    })
}

fn write(out: &mut dyn Write, apart: &ApartView) -> io::Result<()> {
    for line in &apart.left {
        let amount = quantity(line.quantity_milli);
        writeln!(out, "stayed: {}  {}  {amount} {}", line.article, line.name, line.unit)?;
    }
    for line in &apart.repriced {
        let now = line.price_now_micro.map_or_else(|| "no price".to_owned(), price);
        let was = price(line.price_was_micro);
        writeln!(out, "price: {}  {was} -> {now} {}", line.article, line.currency)?;
    }
    writeln!(out, "{}  {}", apart.made.id, apart.made.name)
}
