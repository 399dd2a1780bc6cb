//! A draft that becomes several: lines, or parts of them, go into new drafts in one transaction.

use crate::delivery::{DraftDelivery, begin_with_last, copy_delivery, put_delivery};
use crate::desk::{Desk, DeskError};
use crate::draft::{insert_draft, open_draft};
use crate::labels::use_label;
use crate::line::{LineChange, NewLine, put, remove, set_marks, touch};
use cabinet_domain::ids::{DraftId, EntityId, ItemId};
use cabinet_domain::marks::LineMarks;
use rusqlite::named_params;

/// A draft that is made of lines of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDraft {
    /// As the user will call it.
    pub name: String,
    /// For whom or what all of it is; may be empty.
    pub label: String,
    /// The day on which its goods are to leave, ISO; `None` leaves that of the draft that is split.
    pub date: Option<String>,
    /// Of which legal entity; `None` for that of the draft that is split.
    pub entity: Option<EntityId>,
    /// How it is to be delivered; `None` for as the draft that is split, or as the last order of another entity.
    pub delivery: Option<DraftDelivery>,
    /// Its lines.
    pub lines: Vec<NewLine>,
}

/// A line of which some goes into another draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLine {
    /// Which item.
    pub item: ItemId,
    /// What stays of it, in thousandths of the base unit.
    pub quantity_milli: i64,
    /// What that bears.
    pub marks: LineMarks,
}

/// How a draft becomes several. An item stands in one of the first two lists, or in none when all of it stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftSplit {
    /// Lines of which some goes.
    pub kept: Vec<KeptLine>,
    /// Lines that go whole.
    pub gone: Vec<ItemId>,
    /// What is made of them.
    pub made: Vec<NewDraft>,
}

const COPY_COMMENT: &str = "
    UPDATE draft
    SET label = :label, comment = (SELECT comment FROM draft WHERE id = :from)
    WHERE id = :draft";

const COPY_LINE_COMMENTS: &str = "
    INSERT INTO draft_line_comment (draft, item, comment)
    SELECT :draft, item, comment
    FROM draft_line_comment
    WHERE draft = :from
      AND item IN (SELECT item FROM draft_line WHERE draft = :draft)";

impl Desk {
    /// Makes drafts of lines of another one. Delivery and comments come along. Returns the new drafts in their order.
    ///
    /// # Errors
    /// [`DeskError`]: a missing or trashed draft, no such line, a line in flight, an amount that is none; nothing was changed
    /// then.
    pub fn split_draft(
        &self,
        entity: &EntityId,
        draft: &DraftId,
        split: &DraftSplit,
        now_ms: i64,
    ) -> Result<Vec<DraftId>, DeskError> {
        self.db.write(|tx| {
            open_draft(tx, entity, draft)?;
            for line in &split.kept {
                set_marks(tx, draft, &line.item, line.quantity_milli, &line.marks)?;
            }
            for item in &split.gone {
                remove(tx, draft, item)?.ok_or(DeskError::NoSuchLine)?;
            }
            let mut ids = Vec::with_capacity(split.made.len());
            for new in &split.made {
                let of = new.entity.as_ref().unwrap_or(entity);
                let id = insert_draft(tx, of, &new.name, now_ms)?;
                for (line, ordinal) in new.lines.iter().zip(1_i64..) {
                    put(tx, &id, line, LineChange::Set, ordinal)?;
                }
                match &new.delivery {
                    Some(delivery) => put_delivery(tx, &id, delivery)?,
                    // Another entity has other addresses.
                    None if of != entity => begin_with_last(tx, of, &id)?,
                    None => copy_delivery(tx, draft, &id, new.date.as_deref())?,
                }
                let ends = named_params! { ":draft": id.as_str(), ":from": draft.as_str() };
                tx.prepare_cached(COPY_LINE_COMMENTS)?.execute(ends)?;
                tx.prepare_cached(COPY_COMMENT)?.execute(named_params! {
                    ":draft": id.as_str(), ":from": draft.as_str(), ":label": new.label,
                })?;
                use_label(tx, of, &new.label, now_ms)?;
                ids.push(id);
            }
            touch(tx, draft, now_ms)?;
            Ok(ids)
        })
    }
}
