//! Files as earlier versions left them: their tables by the migrations of their time, rows in every table, and a comparison
//! of every value before and after today's program has opened them. Used by the tests of each crate that owns a file.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "each user takes a part; a test stops at the first surprise"
)]

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of each table.
const ROWS: i64 = 3;

/// A row as column → value.
pub type Row = BTreeMap<String, Value>;

/// Tables with their rows.
pub type Content = BTreeMap<String, Vec<Row>>;

/// A column of a table.
struct Column {
    name: String,
    kind: String,
    is_primary: bool,
}

/// Fills every table with rows whose values differ from row to row and agree from table to table, so that references
/// hold: in row 2 each number is 2 and each text is `x·2`. What a CHECK asks for is read from the table's own text.
/// Returns the tables that hold no row after it.
pub fn fill(conn: &Connection) -> BTreeSet<String> {
    fill_rows(conn, ROWS)
}

/// As [`fill`], with so many rows of each table, or as many as its checks let in.
pub fn fill_rows(conn: &Connection, rows: i64) -> BTreeSet<String> {
    let tables = tables(conn);
    let mut missing: Vec<(&str, &str, i64)> = tables
        .iter()
        .flat_map(|(table, sql)| (1..=rows).map(move |number| (table.as_str(), sql.as_str(), number)))
        .collect();
    // A row waits until what it refers to is there.
    loop {
        let before = missing.len();
        missing.retain(|(table, sql, number)| !insert(conn, table, sql, *number));
        if missing.len() == before {
            break;
        }
    }
    let is_empty = |table: &str| {
        let any = format!("SELECT count(*) = 0 FROM \"{table}\"");
        conn.query_row(&any, [], |row| row.get::<_, bool>(0)).unwrap()
    };
    tables
        .into_iter()
        .map(|(table, _)| table)
        .filter(|table| is_empty(table))
        .collect()
}

fn insert(conn: &Connection, table: &str, sql: &str, number: i64) -> bool {
    let columns = columns(conn, table);
    let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let places: Vec<String> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
    let insert = format!(
        "INSERT INTO \"{table}\" ({}) VALUES ({})",
        names.join(", "),
        places.join(", ")
    );
    let references = references(conn, table);
    let values: Option<Vec<Value>> = columns
        .iter()
        .map(|column| match references.get(&column.name) {
            Some((parent, key)) => key_of(conn, parent, key, number),
            None => Some(value(column, sql, number)),
        })
        .collect();
    values.is_some_and(|values| conn.execute(&insert, params_from_iter(values)).is_ok())
}

/// Columns that refer to another table: to which one, and to which column of it.
fn references(conn: &Connection, table: &str) -> BTreeMap<String, (String, String)> {
    conn.prepare(&format!("PRAGMA foreign_key_list(\"{table}\")"))
        .unwrap()
        .query_map([], |row| Ok((row.get("from")?, (row.get("table")?, row.get("to")?))))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// The key of a row of another table, the last one where it has fewer; `None` while it has none.
fn key_of(conn: &Connection, parent: &str, key: &str, number: i64) -> Option<Value> {
    let rows: i64 = conn
        .query_row(&format!("SELECT count(*) FROM \"{parent}\""), [], |row| row.get(0))
        .unwrap();
    let at = (number - 1).min(rows - 1);
    let one = format!("SELECT \"{key}\" FROM \"{parent}\" LIMIT 1 OFFSET {at}");
    (rows > 0).then(|| conn.query_row(&one, [], |row| row.get(0)).unwrap())
}

/// Every row of every table of our own.
pub fn content(conn: &Connection) -> Content {
    let mut content = Content::new();
    for (table, _) in tables(conn) {
        let mut all = conn.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let names: Vec<String> = all.column_names().map(str::to_owned).collect();
        let rows = all
            .query_map([], |row| {
                names
                    .iter()
                    .enumerate()
                    .map(|(at, name)| Ok((name.clone(), row.get(at)?)))
                    .collect::<Result<Row, _>>()
            })
            .unwrap();
        content.insert(table, rows.collect::<Result<_, _>>().unwrap());
    }
    content
}

/// Every value of before stands in the same row and column after. `changed` names the columns that opening the file
/// changes on purpose, as `table.column`, or a whole `table`.
pub fn compare(case: &str, before: &Content, after: &Content, changed: &[&str]) {
    let mut values = 0_u64;
    for (table, rows) in before {
        if changed.contains(&table.as_str()) {
            continue;
        }
        let now = after
            .get(table)
            .unwrap_or_else(|| panic!("{case}: the table {table} is gone"));
        for row in rows {
            let is_same = |other: &&Row| {
                row.iter().all(|(column, value)| {
                    changed.contains(&format!("{table}.{column}").as_str()) || other.get(column) == Some(value)
                })
            };
            assert!(
                now.iter().any(|other| is_same(&other)),
                "{case}: a row of {table} is lost: {row:?}, now {now:?}"
            );
            values += row.len() as u64;
        }
        assert!(now.len() >= rows.len(), "{case}: rows of {table} became one");
    }
    assert!(values > 0, "{case}: nothing was compared");
}

fn tables(conn: &Connection) -> Vec<(String, String)> {
    let list = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                AND name <> 'refinery_schema_history' ORDER BY rowid";
    let all: Vec<(String, String)> = conn
        .prepare(list)
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    // A virtual table keeps its rows in tables of its own, which are made from the others.
    let is_virtual = |sql: &str| sql.starts_with("CREATE VIRTUAL");
    let made: Vec<String> = all
        .iter()
        .filter(|(_, sql)| is_virtual(sql))
        .map(|(name, _)| format!("{name}_"))
        .collect();
    all.into_iter()
        .filter(|(name, sql)| !is_virtual(sql) && !made.iter().any(|start| name.starts_with(start)))
        .collect()
}

fn columns(conn: &Connection, table: &str) -> Vec<Column> {
    conn.prepare(&format!("PRAGMA table_info(\"{table}\")"))
        .unwrap()
        .query_map([], |row| {
            Ok(Column {
                name: row.get("name")?,
                kind: row.get("type")?,
                is_primary: row.get::<_, i64>("pk")? > 0,
            })
        })
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

fn value(column: &Column, sql: &str, number: i64) -> Value {
    let pick = |list: &[String]| {
        let at = usize::try_from(number - 1).unwrap();
        list[if column.is_primary {
            at.min(list.len() - 1)
        } else {
            at % list.len()
        }]
        .clone()
    };
    match column.kind.as_str() {
        "INTEGER" => match allowed(sql, &column.name) {
            Some(list) => Value::Integer(pick(&list).parse().unwrap()),
            None => Value::Integer(number),
        },
        "TEXT" => match allowed(sql, &column.name) {
            Some(list) => Value::Text(pick(&list)),
            None => Value::Text(text(sql, &column.name, number)),
        },
        "BLOB" => match length(sql, &column.name) {
            Some(length) => Value::Blob(vec![u8::try_from(number).unwrap(); length]),
            None => Value::Blob(vec![u8::try_from(number).unwrap(), 0, 255]),
        },
        other => panic!("a column of the kind {other}"),
    }
}

/// `x·2`, or as long as the table wants it.
fn text(sql: &str, column: &str, number: i64) -> String {
    match length(sql, column) {
        Some(length) => format!("{number:0length$}"),
        None => format!("x·{number}"),
    }
}

/// The list of `column IN (…)`, or the text of `CHECK (column = '…')`, without quotes.
fn allowed(sql: &str, column: &str) -> Option<Vec<String>> {
    if let Some((_, only)) = sql.split_once(&format!("CHECK ({column} = '")) {
        return Some(vec![only.split_once('\'')?.0.to_owned()]);
    }
    let list = after(sql, column, " IN ")?.trim_start().strip_prefix('(')?;
    let list = list.split_once(')')?.0;
    let words = list.split(',').map(|word| word.trim().trim_matches('\'').to_owned());
    Some(words.collect())
}

/// The number of `length(column) = n`.
fn length(sql: &str, column: &str) -> Option<usize> {
    let (_, rest) = sql.split_once(&format!("length({column}) = "))?;
    rest.chars()
        .take_while(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .ok()
}

/// What follows `column` and a word, where `column` is a name of its own.
fn after<'a>(sql: &'a str, column: &str, word: &str) -> Option<&'a str> {
    let wanted = format!("{column}{word}");
    sql.match_indices(&wanted)
        .find(|(at, _)| {
            !sql[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_') && !sql[..*at].ends_with("NOT ")
        })
        .map(|(at, _)| &sql[at + wanted.len()..])
}
