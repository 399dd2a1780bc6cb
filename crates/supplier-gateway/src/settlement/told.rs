//! The notice that an ask for an act was answered: to whoever asked last, and to the accountants.
//!
//! Not here: what the gateway answers at once; the asker is there and sees it.

use super::{Listed, SettlementError, stored};
use crate::access::people;
use crate::documents::told;
use crate::notices;
use crate::storage::Tx;
use cabinet_domain::access::Role;
use cabinet_domain::notice::NoticeKind;
use cabinet_protocol::personal::NoticeRow;

/// Tells of an answer. The paper in it, if there is one, is told by this and not once more by itself.
pub(super) fn tell(tx: &mut dyn Tx, one: &Listed, now_ms: i64) -> Result<(), SettlementError> {
    if !one.row.document.is_empty() {
        told::forget(tx, &one.row.document, now_ms)?;
    }
    let mut told = people::with_role(tx, &one.entity, Role::Accountant)?;
    let asker = stored::asker(tx, &one.row.id)?;
    told.extend(asker.filter(|asker| !told.contains(asker)));
    for person in told {
        let notice = NoticeRow {
            entity: one.entity.to_string(),
            at_ms: now_ms,
            act: one.row.id.clone(),
            act_from: one.row.from.clone(),
            act_to: one.row.to.clone(),
            paper: one.row.document.clone(),
            ..NoticeRow::default()
        };
        notices::tell(tx, &person, NoticeKind::Act, notice)?;
    }
    Ok(())
}
