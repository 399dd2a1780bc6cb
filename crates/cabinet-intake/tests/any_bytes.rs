//! Whatever the bytes are, reading them ends, panics nowhere, and puts every row into exactly one list.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use cabinet_domain::written::Written;
use cabinet_intake::card::read_card;
use cabinet_intake::table::rows::Rows;
use cabinet_intake::table::{Catalogue, NoCatalogue};
use cabinet_intake::{Order, read_order};
use proptest::collection::vec;
use proptest::prelude::*;

/// Knows every other text.
struct Half;

impl Catalogue for Half {
    fn known(&self, texts: &[&str]) -> Option<usize> {
        Some(texts.len() / 2)
    }
}

fn read(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(card) = read_card(bytes) {
        let mut rows: Vec<u32> = card.faults.iter().map(|fault| fault.row).collect();
        rows.dedup();
        prop_assert_eq!(rows.len(), card.faults.len(), "a row is told once");
        prop_assert!(card.entries.iter().all(|entry| entry.debit_minor != entry.credit_minor));
    }
    let catalogues: [&dyn Catalogue; 2] = [&NoCatalogue, &Half];
    for catalogue in catalogues {
        if let Ok(order) = read_order(bytes, catalogue, &|_| None) {
            check(&order)?;
        }
    }
    Ok(())
}

fn check(order: &Order) -> Result<(), TestCaseError> {
    for (at, sheet) in order.book.sheets.iter().enumerate() {
        let mut next = 1_u32;
        for (first, last) in spans(&order.rows, at) {
            prop_assert_eq!(first, next, "a row is lost, or in two lists");
            prop_assert!(last >= first);
            next = last + 1;
        }
        prop_assert_eq!(next, sheet.last_row + 1, "rows at the end are lost");
    }
    for line in &order.rows.lines {
        prop_assert!(line.article.is_some() || line.barcode.is_some() || line.name.is_some());
        let readings = match &line.quantity {
            None => continue,
            Some(Written::Exact(quantity)) => vec![*quantity],
            Some(Written::Doubtful(readings)) => readings.clone(),
        };
        prop_assert!(
            readings.iter().all(|reading| reading.is_positive()),
            "a line that orders nothing"
        );
    }
    Ok(())
}

/// The rows of a sheet in all lists: first and last, in order.
fn spans(rows: &Rows, sheet: usize) -> Vec<(u32, u32)> {
    let lines = rows.lines.iter().map(|line| (line.at, line.at.row));
    let skipped = rows.skipped.iter().map(|rows| (rows.at, rows.last_row));
    let unread = rows.unreadable.iter().map(|row| (row.at, row.at.row));
    let all = lines.chain(skipped).chain(unread).filter(|(at, _)| at.sheet == sheet);
    let mut spans: Vec<(u32, u32)> = all.map(|(at, last)| (at.row, last)).collect();
    spans.sort_unstable();
    spans
}

const FIXTURES: [&[u8]; 4] = [
    include_bytes!("corpus/fixtures/form.xls"),
    include_bytes!("corpus/fixtures/texts.xls"),
    include_bytes!("corpus/fixtures/order.ods"),
    include_bytes!("corpus/fixtures/password.xlsx"),
];

/// Pieces that lists are made of, and what spoils them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(";".to_owned()),
        Just("\t".to_owned()),
        Just(",".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\"".to_owned()),
        Just("  ".to_owned()),
        Just(" - ".to_owned()),
        Just("Артикул".to_owned()),
        Just("Кол-во, шт".to_owned()),
        Just("Наименование".to_owned()),
        Just("Цена".to_owned()),
        Just("Итого".to_owned()),
        Just("шт.".to_owned()),
        Just("М8х40".to_owned()),
        Just("Болт".to_owned()),
        Just("1,000".to_owned()),
        Just("12.05.2024".to_owned()),
        Just("4607001234562".to_owned()),
        Just("<table>".to_owned()),
        Just("<tr>".to_owned()),
        Just("<td rowspan=3 colspan=2>".to_owned()),
        Just("</table>".to_owned()),
        "[0-9]{1,5}",
        "\\PC{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..2_000)) {
        read(&bytes)?;
    }

    #[test]
    fn any_list(pieces in vec(piece(), 0..80)) {
        read(pieces.concat().as_bytes())?;
        read(format!("<html>{}", pieces.concat()).as_bytes())?;
    }

    #[test]
    fn any_book(pieces in vec(prop_oneof![
        Just("Дебет"), Just("Кредит"), Just("Дата"), Just("Документ"), Just("Сальдо на начало"), Just("Текущее сальдо"),
        Just("Обороты за период и сальдо на конец"), Just("Итого"), Just("По данным"), Just("Счет"), Just("12.01.2026"),
        Just("Приход (УТ-7 от 12.01.2026)"), Just("1 200,50"), Just("-3"), Just("1,000"), Just("#REF!"), Just("К"), Just(";"),
        Just(";"), Just(";"), Just("\n"), Just("\n"), Just("90000000000000000,00"),
    ], 0..120)) {
        read(format!("Дата;Документ;Дебет;Кредит\n{}", pieces.concat()).as_bytes())?;
        read(pieces.concat().as_bytes())?;
    }

    #[test]
    fn any_markup(pieces in vec(prop_oneof![
        Just("<Worksheet ss:Name='a'>"), Just("</Worksheet>"), Just("<Row ss:Index='3'>"), Just("</Row>"), Just("<Row>"),
        Just("<Cell ss:Index='2' ss:MergeAcross='1' ss:MergeDown='2'>"), Just("<Cell>"), Just("</Cell>"),
        Just("<Data ss:Type='Number'>1E400</Data>"), Just("<Data ss:Type='String'>Артикул</Data>"), Just("<Data>5</Data>"),
        Just("<Документ>"), Just("</Документ>"), Just("<Товар><Артикул>А</Артикул><Количество>5</Количество></Товар>"),
        Just("<table:table table:name='a'>"), Just("</table:table>"), Just("<table:table-row table:number-rows-repeated='4294967295'>"),
        Just("</table:table-row>"), Just("<table:table-cell table:number-columns-repeated='4294967295' office:value-type='float' office:value='5'/>"),
    ], 0..40), head in prop_oneof![
        Just("<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>"),
        Just("<КоммерческаяИнформация>"), Just("<office:document>"),
    ]) {
        read(format!("{head}{}", pieces.concat()).as_bytes())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_workbook_with_wrong_bytes(
        at in 0..FIXTURES.len(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = FIXTURES[at].to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        read(&bytes)?;
    }

    #[test]
    fn a_new_workbook_with_wrong_markup(
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        // What a workbook is made of, packed anew: a change inside of the archive would only break its sum.
        let mut sheet = concat!(
            "<worksheet><dimension ref='A1:B3'/><cols><col min='2' max='2' hidden='1'/></cols><sheetData>",
            "<row r='1'><c r='A1' t='inlineStr'><is><t>Артикул</t></is></c><c r='B1' t='inlineStr'><is><t>Кол-во</t></is></c></row>",
            "<row r='2' hidden='1'><c r='A2' t='str'><v>А-1</v></c><c r='B2' s='0'><v>5</v></c></row>",
            "</sheetData><mergeCells><mergeCell ref='A1:A2'/></mergeCells></worksheet>",
        ).replace('\'', "\"").into_bytes();
        for (place, byte) in changes {
            let place = place.index(sheet.len());
            sheet[place] = byte;
        }
        read(&packed(&sheet))?;
    }
}

fn packed(sheet: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    const NAMES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{NAMES}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let workbook = format!(
        "<workbook xmlns:r=\"{NAMES}\"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let root = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{NAMES}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn the_packed_workbook_is_one() {
    let sheet = b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>x</v></c></row></sheetData></worksheet>";
    let order = read_order(&packed(sheet), &NoCatalogue, &|_| None).unwrap();
    assert_eq!(order.book.sheets[0].rows[0].raw(), "x");
}
