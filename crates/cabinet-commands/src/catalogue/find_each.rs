//! `catalogue_find_each`.

use super::{EntryView, FoundEach};
use crate::cabinet::Cabinet;
use crate::codes::book::CodeBook;
use crate::error::CommandError;
use crate::open::{Open, sight};
use cabinet_domain::article::{cells, listed};
use cabinet_mirror::{Each, ItemName};

/// What each entry of a list is that was pasted into the search field: several lines, or three cells or more of one line.
/// `None` when the text is no list and is to be searched.
///
/// # Errors
/// `not_ready`, `not_allowed`, `not_loaded`.
pub async fn find_each(cabinet: &Cabinet, entity: String, text: String) -> Result<Option<FoundEach>, CommandError> {
    let open = cabinet.ready()?;
    open.blocking(move |open| find(open, &entity, &text)).await
}

fn find(open: &Open, entity: &str, text: &str) -> Result<Option<FoundEach>, CommandError> {
    let grant = open.grant(entity)?;
    let sight = sight(&grant);
    let Some(entries) = listed(text) else { return Ok(None) };
    let goods = open.loaded_goods()?;
    let mut each = goods.find_each(&sight, &entries)?;
    let codes = CodeBook::of(open, &grant)?;
    for (entry, each) in entries.iter().zip(&mut each) {
        // A row may hold more than the code: its cells are looked at as the mirror does.
        let meant = codes
            .item(entry)
            .or_else(|| cells(entry).into_iter().find_map(|cell| codes.item(cell)));
        let Some(item) = meant else { continue };
        if let Some(brief) = goods.terms_of(&sight.without_prices(), item)?.brief {
            *each = Each::One(ItemName {
                item: brief.item,
                article: brief.article,
                name: brief.name,
            });
        }
    }
    let mut found = FoundEach {
        entries: Vec::with_capacity(each.len()),
        found: 0,
        several: 0,
        not_found: 0,
    };
    for (text, each) in entries.into_iter().zip(each) {
        let (count, items, name) = match each {
            Each::One(name) => (&mut found.found, 1, Some(name)),
            Each::Several(items) => (&mut found.several, u32::try_from(items).unwrap_or(u32::MAX), None),
            Each::None => (&mut found.not_found, 0, None),
        };
        *count = count.saturating_add(1);
        let (item, article, name) = match name {
            Some(name) => (Some(name.item.to_string()), name.article, name.name),
            None => (None, String::new(), String::new()),
        };
        found.entries.push(EntryView {
            text: text.to_owned(),
            items,
            item,
            article,
            name,
        });
    }
    Ok(Some(found))
}
