//! `codes_export`.

use super::list::of_entity;
use crate::cabinet::Cabinet;
use crate::documents::SavedFile;
use crate::error::CommandError;
use crate::sheets::{TableKind, bytes_of, is_ukrainian};
use crate::written_file::written;
use cabinet_documents::sheet::{Sheet, Value};

/// Writes the codes of a legal entity as a table that [`super::import`] and any spreadsheet read. Without a kind
/// the ending of the path tells it; without a path it is a new file in the user's folder of documents.
///
/// # Errors
/// `not_allowed`, `invalid` (an ending that is none of `.xlsx`, `.csv`, `.tsv`; the path cannot be written), `disk_full`.
pub async fn export(
    cabinet: &Cabinet,
    entity: String,
    kind: Option<TableKind>,
    path: Option<String>,
) -> Result<SavedFile, CommandError> {
    let exports = cabinet.directory().join("exports");
    let kind = TableKind::of(kind, path.as_deref())?;
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            let is_ukrainian = is_ukrainian(&grant);
            let (title, heads) = if is_ukrainian {
                ("Свої коди", ["Свій код", "Артикул", "Найменування", "Хто навчив"])
            } else {
                ("Свои коды", ["Свой код", "Артикул", "Наименование", "Кто научил"])
            };
            let rows = of_entity(open, &grant)?.into_iter().map(|row| {
                // Goods without an article are known by their id.
                let article = if row.article.is_empty() { row.item } else { row.article };
                [row.code, article, row.name, row.person_name].map(Value::Text).to_vec()
            });
            let sheet = Sheet {
                name: title.to_owned(),
                heads: heads.map(str::to_owned).to_vec(),
                rows: rows.collect(),
            };
            let bytes = bytes_of(&sheet, kind)?;
            written(
                &exports,
                path,
                &format!("{title} {}", grant.name),
                kind.ending(),
                &bytes,
            )
        })
        .await
}
