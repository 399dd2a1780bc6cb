//! Writes products of the catalogue, touching only what changed.

use super::family::base_of;
use super::generations::Stamp;
use super::stored::ProductDetails;
use super::unpublished::{self, ALL, ITEMS, MEDIA};
use crate::feeds;
use crate::media::{Use, note_uses};
use crate::storage::{StorageError, Tx, Value, query_one};
use commerceml::model;
use prost::Message;

const SELECT: &str = "SELECT article, name, scope, generation, is_stale, is_deleted, details
FROM product
WHERE number = $1";
const UPSERT: &str = "INSERT INTO product
    (number, id, base, article, name, scope, generation, is_stale, is_deleted, details)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)
ON CONFLICT (number) DO UPDATE
SET article = excluded.article, name = excluded.name, scope = excluded.scope, generation = excluded.generation,
    is_stale = 0, is_deleted = excluded.is_deleted, details = excluded.details";
const STAMP: &str = "UPDATE product
SET scope = $2, generation = $3, is_stale = 0
WHERE number = $1";
const DELETE: &str = "UPDATE product
SET scope = $2, generation = $3, is_stale = 0, is_deleted = 1
WHERE number = $1";

struct Known {
    article: String,
    name: String,
    is_stamped: bool,
    is_stale: bool,
    is_deleted: bool,
    details: Vec<u8>,
}

/// Writes one product. A deleted one keeps what was known of it, so that it can come back.
pub(crate) fn write_product(tx: &mut dyn Tx, product: model::Product, stamp: &Stamp) -> Result<(), StorageError> {
    let id = product.id.clone();
    let base = base_of(&id).to_owned();
    let number = Value::Int(feeds::key_number(tx, &id)?);
    let known = query_one(tx, SELECT, std::slice::from_ref(&number), |row| {
        Ok(Known {
            article: row.text("article")?,
            name: row.text("name")?,
            is_stamped: row.text("scope")? == stamp.scope && row.int("generation")? == stamp.number,
            is_stale: row.int("is_stale")? != 0,
            is_deleted: row.int("is_deleted")? != 0,
            details: row.bytes("details")?,
        })
    })?;
    let stamped = [number, Value::from(stamp.scope.as_str()), Value::Int(stamp.number)];
    if product.is_deleted
        && let Some(known) = &known
    {
        tx.execute(DELETE, &stamped)?;
        return if known.is_deleted {
            Ok(())
        } else {
            unpublished::mark(tx, &base, ALL)
        };
    }
    let (article, name, is_deleted) = (product.article.clone(), product.name.clone(), product.is_deleted);
    let details = ProductDetails::from_model(product);
    let named: Vec<String> = details
        .pictures
        .iter()
        .chain(details.files.iter().map(|file| &file.name))
        .cloned()
        .collect();
    let details = details.encode_to_vec();
    let what = match &known {
        None => ALL,
        Some(known) if known.is_deleted != is_deleted => ALL,
        Some(known) if known.article != article || known.name != name || known.details != details => ITEMS | MEDIA,
        Some(known) => {
            if !known.is_stamped || known.is_stale {
                tx.execute(STAMP, &stamped)?;
            }
            return if known.is_stale {
                unpublished::mark(tx, &base, ITEMS)
            } else {
                Ok(())
            };
        }
    };
    let [number, scope, generation] = stamped;
    let values = [
        number,
        Value::from(id.as_str()),
        Value::from(base.as_str()),
        Value::Text(article),
        Value::Text(name),
        scope,
        generation,
        Value::from(is_deleted),
        Value::Bytes(details),
    ];
    tx.execute(UPSERT, &values)?;
    note_uses(
        tx,
        Use::Product(&id),
        &base,
        named.iter().map(String::as_str),
        known.is_none(),
    )?;
    unpublished::mark(tx, &base, what)
}
