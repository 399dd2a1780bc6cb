//! Templates that people of a legal entity share: given by one of them and known to his colleagues.
//!
//! In: commands of devices. Out: rows of `templates:<entity>`. Invariants: a person has one version of a template, by the time at
//! which it was given and not at which it came; the version of one person never takes that of another away.
//! Not here: which of several versions counts. A device takes the latest, and shows the others.

use crate::feeds::{self, RowChange};
use crate::storage::{StorageError, Tx, query_one};
use cabinet_domain::article::ARTICLE_LIMIT;
use cabinet_domain::ids::{EntityId, PersonId};
use cabinet_protocol::commands::{RejectReason, Verdict};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::templates::{
    ShareTemplate, SharedLine, TEMPLATE_ID_LIMIT, TEMPLATE_LINES_LIMIT, TEMPLATE_NAME_LIMIT, TemplateRow,
};
use prost::Message;
use std::collections::BTreeSet;

/// How many templates a person shares with one entity at a time.
const MOST: i64 = 1_000;
/// The longest id of an item that is taken, in bytes; 1C's has 73.
const ITEM_LIMIT: usize = 200;
/// The longest name of goods, in characters.
const GOODS_LIMIT: usize = 1_000;
/// The longest name of a unit, in characters.
const UNIT_LIMIT: usize = 50;
/// The most of goods, in thousandths: nine digits.
const LARGEST_MILLI: i64 = 999_999_999_000;

const SELECT_SAID: &str = "
    SELECT said_at_ms
    FROM shared_template
    WHERE entity = $1
      AND person = $2
      AND template = $3";

const COUNT: &str = "
    SELECT count(*) AS templates
    FROM shared_template
    WHERE entity = $1
      AND person = $2
      AND is_shared = 1
      AND template <> $3";

const SELECT_NAME: &str = "
    SELECT name
    FROM person
    WHERE id = $1";

const UPSERT: &str = "
    INSERT INTO shared_template (entity, person, template, name, lines, is_shared, said_at_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (entity, person, template) DO UPDATE SET
        name = excluded.name,
        lines = excluded.lines,
        is_shared = excluded.is_shared,
        said_at_ms = excluded.said_at_ms";

/// Takes a person's version of a template, or takes it back; one older than that which stands changes nothing.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn share(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    wanted: &ShareTemplate,
    now_ms: i64,
) -> Result<Verdict, StorageError> {
    let rejected = |reason| Ok(Verdict::Rejected { reason });
    if !is_usable(wanted) {
        return rejected(RejectReason::Invalid);
    }
    let key = [
        entity.as_str().into(),
        person.as_str().into(),
        wanted.template.as_str().into(),
    ];
    let others = query_one(tx, COUNT, &key, |row| row.int("templates"))?.unwrap_or(0);
    if wanted.lines.len() > TEMPLATE_LINES_LIMIT || (wanted.is_shared && others >= MOST) {
        return rejected(RejectReason::TooMuch);
    }
    // A device whose clock is ahead must not have the last word for ever.
    let said_at_ms = wanted.said_at_ms.min(now_ms);
    let before = query_one(tx, SELECT_SAID, &key, |row| row.int("said_at_ms"))?;
    if before.is_some_and(|before| before > said_at_ms) {
        return Ok(Verdict::Done);
    }
    let lines = serde_json::to_string(&wanted.lines).unwrap_or_default();
    if lines.is_empty() {
        return rejected(RejectReason::Invalid);
    }
    let params = [
        entity.as_str().into(),
        person.as_str().into(),
        wanted.template.as_str().into(),
        wanted.name.trim().into(),
        lines.as_str().into(),
        i64::from(wanted.is_shared).into(),
        said_at_ms.into(),
    ];
    tx.execute(UPSERT, &params)?;
    let person_name =
        query_one(tx, SELECT_NAME, &[person.as_str().into()], |row| row.text("name"))?.unwrap_or_default();
    let row = TemplateRow {
        person: person.to_string(),
        person_name,
        template: wanted.template.clone(),
        name: wanted.name.trim().to_owned(),
        lines,
        said_at_ms,
    };
    let change = RowChange {
        key: row.key(),
        body: wanted.is_shared.then(|| row.encode_to_vec()),
    };
    feeds::publish(tx, &FeedName::Templates(entity.as_str().to_owned()), &[change], now_ms)?;
    Ok(Verdict::Done)
}

fn is_usable(wanted: &ShareTemplate) -> bool {
    let id = &wanted.template;
    let mut items = BTreeSet::new();
    !id.is_empty()
        && id.len() <= TEMPLATE_ID_LIMIT
        && !id.contains('/')
        && !wanted.name.trim().is_empty()
        && wanted.name.chars().count() <= TEMPLATE_NAME_LIMIT
        && wanted.said_at_ms >= 0
        && wanted.lines.is_empty() != wanted.is_shared
        && wanted
            .lines
            .iter()
            .all(|line| items.insert(&line.item) && is_line(line))
}

fn is_line(line: &SharedLine) -> bool {
    let item = line.item.as_str();
    !item.is_empty()
        && item.len() <= ITEM_LIMIT
        && (1..=LARGEST_MILLI).contains(&line.quantity_milli)
        && line.article.chars().count() <= ARTICLE_LIMIT
        && line.name.chars().count() <= GOODS_LIMIT
        && line.unit.chars().count() <= UNIT_LIMIT
        && line.marks.is_proper(line.quantity_milli)
        // What a service costs one colleague is not another's to see.
        && line.marks.services.iter().all(|service| service.terms.is_none())
}
