//! `find_papers`.

use super::{FindQuery, FoundKind, FoundPaper, FoundPapers, FragmentView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::Reason;
use cabinet_desk::Grant;
use cabinet_domain::access::{Right, Role};
use cabinet_domain::delivery::read_date;
use cabinet_mirror::{PaperFound, PaperKind, PaperQuery};

/// The most rows of one answer: more are found by another word, not by scrolling.
const MOST_ROWS: u32 = 500;

/// Papers of the person's legal entities with these words: those whose number was typed first, then the newest. Of an entity
/// only what the role sees there; what comes out of a file only for who sees prices.
///
/// # Errors
/// `not_ready`, `not_allowed`; `invalid` for what is no day.
pub async fn papers(cabinet: &Cabinet, query: FindQuery) -> Result<FoundPapers, CommandError> {
    for day in [&query.from, &query.to].into_iter().flatten() {
        read_date(day).ok_or(Reason::DateUnreadable)?;
    }
    cabinet.ready()?.blocking(move |open| found(open, &query)).await
}

fn found(open: &Open, query: &FindQuery) -> Result<FoundPapers, CommandError> {
    let mut all = FoundPapers::default();
    let limit = query.limit.min(MOST_ROWS);
    let mut read_otherwise = Vec::new();
    for grant in open.grants_of(query.entity.as_deref())? {
        let kinds = seen(grant.role, &query.kinds);
        if kinds.is_empty() {
            continue;
        }
        let documents = open.documents(&grant.entity)?;
        all.due = all.due.saturating_add(documents.index_papers()?);
        let found = documents.find_papers(&PaperQuery {
            text: query.text.clone(),
            kinds,
            from: query.from.clone(),
            to: query.to.clone(),
            limit,
            with_files: grant.role.may(Right::SeePrices),
        })?;
        if found.read_as.is_some() {
            read_otherwise.push((grant, found));
            continue;
        }
        all.total = all.total.saturating_add(found.total);
        all.rows.extend(found.rows.into_iter().map(|row| view(&grant, row)));
    }
    // What was found by another reading is never mixed with what was found as typed.
    if all.rows.is_empty() {
        for (grant, found) in read_otherwise {
            if all.read_as.is_some() && all.read_as != found.read_as {
                continue;
            }
            all.read_as = found.read_as;
            all.total = all.total.saturating_add(found.total);
            all.rows.extend(found.rows.into_iter().map(|row| view(&grant, row)));
        }
    }
    // Each entity gave its own in this order already: a stable sort only weaves them.
    all.rows
        .sort_by(|a, b| (b.is_number, &b.date).cmp(&(a.is_number, &a.date)));
    all.rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(all)
}

/// The kinds that are asked for and that the role sees; never empty for «all», which would mean every kind.
fn seen(role: Role, asked: &[FoundKind]) -> Vec<PaperKind> {
    let may_see = |kind: &PaperKind| match kind {
        PaperKind::Order | PaperKind::Document => role.may(Right::SeeDocuments),
        PaperKind::Invoice => role.may(Right::SeeDocuments) && role.may(Right::SeePrices),
        PaperKind::Claim => role.may(Right::SeeClaims),
    };
    let is_asked = |kind: &PaperKind| asked.is_empty() || asked.contains(&kind_of(*kind));
    PaperKind::ALL
        .into_iter()
        .filter(|kind| may_see(kind) && is_asked(kind))
        .collect()
}

const fn kind_of(kind: PaperKind) -> FoundKind {
    match kind {
        PaperKind::Order => FoundKind::Order,
        PaperKind::Invoice => FoundKind::Invoice,
        PaperKind::Document => FoundKind::Document,
        PaperKind::Claim => FoundKind::Claim,
    }
}

fn view(grant: &Grant, row: PaperFound) -> FoundPaper {
    FoundPaper {
        kind: kind_of(row.kind),
        id: row.id,
        document_kind: row.document_kind.to_owned(),
        number: row.number,
        date: row.day,
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        order: row.order,
        is_number: row.is_number,
        file_text: row.file_text,
        may_tell_sums: row.fragment.is_of_file,
        fragment: row
            .fragment
            .parts
            .into_iter()
            .map(|part| FragmentView {
                text: part.text,
                is_match: part.is_match,
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_finds_only_what_it_sees() {
        for (role, asked, expected) in [
            (Role::Buyer, &[][..], &PaperKind::ALL[..]),
            (
                Role::Claims,
                &[],
                &[PaperKind::Order, PaperKind::Document, PaperKind::Claim],
            ),
            (Role::Claims, &[FoundKind::Invoice], &[]),
            (Role::Viewer, &[], &[]),
            (Role::Accountant, &[FoundKind::Claim], &[PaperKind::Claim]),
        ] {
            assert_eq!(seen(role, asked), expected, "{role:?} {asked:?}");
        }
    }
}
