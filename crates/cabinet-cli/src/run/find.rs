//! `find`: papers by their words.

use crate::answer::Answer;
use crate::args::{FindArgs, FindKindArg};
use crate::exit::Failure;
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::find::{self, FindQuery, FoundKind, FoundPaper, FoundPapers};
use std::io::{self, Write};

/// Finds papers; a script waits until the index has them all.
pub async fn find(cabinet: &Cabinet, args: FindArgs) -> Result<Answer, Failure> {
    let query = FindQuery {
        text: args.text,
        entity: args.entity,
        kinds: args.kind.into_iter().map(kind).collect(),
        from: args.from,
        to: args.to,
        limit: args.limit,
    };
    let mut found = find::papers(cabinet, query.clone()).await?;
    while found.due > 0 {
        let before = found.due;
        found = find::papers(cabinet, query.clone()).await?;
        if found.due >= before {
            break;
        }
    }
    Ok(Answer::new(&shapes::found_papers(&found), move |out| {
        write(out, &found)
    }))
}

const fn kind(kind: FindKindArg) -> FoundKind {
    match kind {
        FindKindArg::Order => FoundKind::Order,
        FindKindArg::Invoice => FoundKind::Invoice,
        FindKindArg::Document => FoundKind::Document,
        FindKindArg::Claim => FoundKind::Claim,
    }
}

fn write(out: &mut dyn Write, found: &FoundPapers) -> io::Result<()> {
    if let Some(read_as) = &found.read_as {
        writeln!(
            out,
            "nothing as typed; this is what «{read_as}» finds, endings of words left out"
        )?;
    }
    if found.due > 0 {
        writeln!(out, "{} papers are not found yet: the index is still made", found.due)?;
    }
    let mut table = Table::new(&[
        ("kind", Align::Left),
        ("number", Align::Left),
        ("date", Align::Left),
        ("entity", Align::Left),
        ("found in", Align::Left),
        ("id", Align::Left),
    ]);
    for row in &found.rows {
        table.row(vec![
            word(row).to_owned(),
            row.number.clone(),
            row.date.clone(),
            row.entity_name.clone(),
            row.fragment.iter().map(|part| part.text.as_str()).collect(),
            row.id.clone(),
        ]);
    }
    table.write(out)?;
    writeln!(out, "{} of {}", found.rows.len(), found.total)
}

fn word(row: &FoundPaper) -> &str {
    match row.kind {
        FoundKind::Order => "order",
        FoundKind::Invoice => "invoice",
        FoundKind::Document => &row.document_kind,
        FoundKind::Claim => "claim",
    }
}
