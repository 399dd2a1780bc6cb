//! Encodings, and files that must be refused with the line where they broke.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use commerceml::model::Event;
use commerceml::reader::{ReadErrorKind, read};
use common::{file, try_events};
use std::io::{self, Read};

const CATALOGUE: &str =
    "<Каталог><Товары><Товар><Ид>p</Ид><Наименование>Гвоздь, ґудзик</Наименование></Товар></Товары></Каталог>";

fn declared(encoding: &str) -> String {
    file(CATALOGUE).replace("UTF-8", encoding)
}

fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn a_name_survives_each_encoding() {
    let windows_1251 = declared("windows-1251");
    let (windows_1251, _, _) = encoding_rs::WINDOWS_1251.encode(&windows_1251);
    let cases: [(&str, Vec<u8>); 7] = [
        ("UTF-8", file(CATALOGUE).into_bytes()),
        ("UTF-8 with mark", format!("\u{feff}{}", file(CATALOGUE)).into_bytes()),
        (
            "no declaration",
            file(CATALOGUE).split_once('\n').unwrap().1.as_bytes().to_vec(),
        ),
        ("windows-1251", windows_1251.into_owned()),
        (
            "UTF-16LE with mark",
            utf_16(&format!("\u{feff}{}", declared("UTF-16")), u16::to_le_bytes),
        ),
        (
            "UTF-16BE with mark",
            utf_16(&format!("\u{feff}{}", declared("UTF-16")), u16::to_be_bytes),
        ),
        ("UTF-16LE without mark", utf_16(&declared("UTF-16"), u16::to_le_bytes)),
    ];
    for (name, bytes) in cases {
        let events = try_events(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(
            matches!(&events[2], Event::Product(product) if product.name == "Гвоздь, ґудзик"),
            "{name}: {events:?}"
        );
    }
}

#[test]
fn an_encoding_out_of_reach_is_named() {
    let error = try_events(declared("KOI8-R").as_bytes()).unwrap_err();
    assert!(
        matches!(&error.kind, ReadErrorKind::UnknownEncoding(name) if name == "KOI8-R"),
        "{error}"
    );
}

#[test]
fn bytes_outside_the_declared_encoding_stop_the_file_at_their_line() {
    let mut bytes = file("\n<Каталог>\n<Товары/>\n<Наименование>").into_bytes();
    bytes.extend_from_slice(b"\xC1\xEE\xEB\xF2</x>");
    let error = try_events(&bytes).unwrap_err();
    assert_eq!(
        (error.line, error.to_string().contains("not UTF-8")),
        (5, true),
        "{error}"
    );
    let shifted = [b"<\xCA/>".as_slice(), &bytes].concat();
    assert_eq!(try_events(&shifted).unwrap_err().line, 1);
}

#[test]
fn a_file_that_ends_inside_a_letter_is_called_cut_off_and_not_wrongly_encoded() {
    let whole = file("\n<Каталог>\n<Товары>\n<Товар><Ид>p</Ид><Наименование>");
    let (whole, _) = whole.rsplit_once("</").unwrap();
    // The second text is longer than one buffer, so that its end comes by itself.
    for filler in ["", &"Гвоздь ".repeat(20_000)] {
        for (letter, kept) in [("Ї", 1), ("€", 1), ("€", 2), ("😀", 3)] {
            let bytes = [whole.as_bytes(), filler.as_bytes(), &letter.as_bytes()[..kept]].concat();
            let error = try_events(&bytes).unwrap_err();
            assert_eq!(error.line, 5, "{letter}: {error}");
            assert!(error.to_string().contains("ends too early"), "{letter}: {error}");
        }
        // A byte that begins no letter is wrong also where it is the last one, and so is a begun letter before another.
        for wrong in [b"\xFF".as_slice(), b"\xE2\x82</x>"] {
            let error = try_events(&[whole.as_bytes(), filler.as_bytes(), wrong].concat()).unwrap_err();
            assert!(error.to_string().contains("not UTF-8"), "{error}");
        }
    }
    let cut_in_a_name = file("\n<Ката").into_bytes();
    let end = cut_in_a_name.len() - "</КоммерческаяИнформация>".len() - 1;
    let error = try_events(&cut_in_a_name[..end]).unwrap_err();
    assert!(error.to_string().contains("ends too early"), "{error}");
}

#[test]
fn a_wrong_declaration_is_named_with_what_the_file_is_in() {
    let in_windows = |text: &str| encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
    let bare = file(CATALOGUE).split_once('\n').unwrap().1.to_owned();
    for (name, bytes, declared, actual) in [
        (
            "says UTF-8, is windows-1251",
            in_windows(&file(CATALOGUE)),
            "«UTF-8»",
            "windows-1251",
        ),
        (
            "says nothing, is windows-1251",
            in_windows(&bare),
            "no encoding",
            "windows-1251",
        ),
        (
            "says windows-1251, is UTF-8",
            declared("windows-1251").into_bytes(),
            "«windows-1251»",
            "UTF-8",
        ),
        (
            "has the mark of UTF-8, is windows-1251",
            [b"\xef\xbb\xbf".as_slice(), &in_windows(&file(CATALOGUE))].concat(),
            "byte order mark",
            "windows-1251",
        ),
    ] {
        let error = try_events(&bytes).unwrap_err();
        let words = error.to_string();
        assert!(
            matches!(error.kind, ReadErrorKind::WrongEncoding { .. }),
            "{name}: {words}"
        );
        assert_eq!(error.line, 1, "{name}");
        for part in [declared, &format!("written in {actual}"), "export it again"] {
            assert!(words.contains(part), "{name}: «{part}» in {words}");
        }
    }
}

fn tree(levels: usize) -> String {
    let open: String = (1..=levels)
        .map(|level| format!("<Группы><Группа><Ид>g{level}</Ид><Наименование>Уровень {level}</Наименование>"))
        .collect();
    file(&format!(
        "<Классификатор><Ид>k</Ид>{open}{}</Классификатор>",
        "</Группа></Группы>".repeat(levels)
    ))
}

#[test]
fn deep_trees_of_groups_are_read_and_bottomless_ones_are_named() {
    for levels in [1, 40, 200] {
        let events = try_events(tree(levels).as_bytes()).unwrap_or_else(|error| panic!("{levels}: {error}"));
        let parents: Vec<Option<String>> = events
            .iter()
            .filter_map(|event| match event {
                Event::Group(group) => Some(group.parent.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(parents.len(), levels);
        assert_eq!(
            parents.last().unwrap().clone(),
            (levels > 1).then(|| format!("g{}", levels - 1))
        );
    }
    for levels in [220, 100_000] {
        let error = try_events(tree(levels).as_bytes()).unwrap_err();
        assert!(
            matches!(error.kind, ReadErrorKind::TooDeep { levels: 200 }),
            "{levels}: {error}"
        );
        assert!(error.to_string().contains("200 levels"), "{error}");
    }
}

#[test]
fn broken_files_are_refused_with_their_line() {
    let cases = [
        ("empty", String::new(), 1),
        ("blank", "\n\n".to_owned(), 3),
        ("not XML", "failure\nnot logged in".to_owned(), 1),
        ("tag mismatch", file("\n<Каталог>\n<Товары>\n</Каталог>"), 5),
        (
            "cut in a text",
            file("\n<Каталог>\n<Товары><Товар><Ид>1").replace("</КоммерческаяИнформация>", ""),
            4,
        ),
        (
            "cut in a tag",
            file("\n<Каталог>\n<Товары Ид=\"").replace("</КоммерческаяИнформация>", ""),
            4,
        ),
        ("garbage after the root", file("") + "\n\nlog: done", 2),
        ("second root", file("") + "\n<a/>", 3),
        (
            "unknown entity",
            file("\n<Каталог>\n<Товары><Товар><Ид>&nbsp;</Ид></Товар></Товары></Каталог>"),
            4,
        ),
        ("attribute twice", file("\n<Каталог a=\"1\" a=\"2\"/>"), 3),
        ("control character", file("\n<Каталог>\u{1}</Каталог>"), 3),
        ("reference to a control character", file("\n<Каталог a=\"&#1;\"/>"), 3),
    ];
    for (name, text, line) in cases {
        let error = try_events(text.as_bytes()).expect_err(name);
        assert!(matches!(error.kind, ReadErrorKind::Malformed(_)), "{name}: {error}");
        assert_eq!(error.line, line, "{name}: {error}");
    }
}

#[test]
fn lines_of_windows_files_are_counted_once() {
    let text = file("\r\n<Каталог>\r\n<Товары>\r\n</Каталог>").replace("?>\n", "?>\r\n");
    assert_eq!(try_events(text.as_bytes()).unwrap_err().line, 5);
}

#[test]
fn a_web_page_is_called_what_it_is() {
    let pages = [
        "<!DOCTYPE html>\n<html><body>",
        "<!doctype HTML PUBLIC \"-//W3C//DTD\">",
        "<html lang=\"ru\"><br></html>",
    ];
    for page in pages {
        let error = try_events(page.as_bytes()).unwrap_err();
        assert!(
            matches!(&error.kind, ReadErrorKind::WrongRoot(root) if root == "html"),
            "{page}: {error}"
        );
    }
    let error = try_events(b"<yml_catalog/>").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1: this is not CommerceML: the root is «yml_catalog»"
    );
}

#[test]
fn bombs_are_refused() {
    let entity = "<!DOCTYPE a [<!ENTITY x \"xxxx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>".to_owned();
    let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>".to_owned();
    let deep = file(&"<a>".repeat(1_000));
    let long_text = file(&format!(
        "<Каталог><Товары><Товар><Ид>{}</Ид></Товар></Товары></Каталог>",
        "x".repeat(5 << 20)
    ));
    let many_references = file(&format!(
        "<Каталог><Товары><Товар><Ид>{}</Ид></Товар></Товары></Каталог>",
        "&lt;".repeat(5 << 20)
    ));
    let long_comment = file(&format!("<!--{}-->", "x".repeat(5 << 20)));
    let attributes: String = (0..300).map(|number| format!(" a{number}=\"\"")).collect();
    let many_attributes = file(&format!("<Каталог{attributes}/>"));
    let cases = [
        ("entities", entity),
        ("outside entity", outside),
        ("nesting", deep),
        ("text", long_text),
        ("references", many_references),
        ("comment", long_comment),
        ("attributes", many_attributes),
    ];
    for (name, text) in cases {
        let error = try_events(text.as_bytes()).expect_err(name);
        let is_bomb = matches!(error.kind, ReadErrorKind::TooLarge(_) | ReadErrorKind::TooDeep { .. });
        assert!(is_bomb, "{name}: {error}");
    }
}

#[test]
fn an_endless_text_is_refused_before_it_is_held() {
    let head = file("<Каталог>").replace("</КоммерческаяИнформация>", "");
    let error = read(head.as_bytes().chain(io::repeat(b'x')), &mut |_| true).unwrap_err();
    assert!(matches!(error.kind, ReadErrorKind::TooLarge(_)), "{error}");
}

#[test]
fn objects_before_a_fault_are_delivered_and_the_broken_one_is_not() {
    let text = file("<Каталог><Товары><Товар><Ид>1</Ид></Товар>\n<Товар><Ид>2</Ид></Товары>");
    let mut ids = Vec::new();
    let error = read(text.as_bytes(), &mut |event| {
        if let Event::Product(product) = event {
            ids.push(product.id);
        }
        true
    })
    .unwrap_err();
    assert_eq!((ids, error.line), (vec!["1".to_owned()], 3));
}

#[test]
fn the_receiver_can_stop_the_reading() {
    let mut given = 0;
    let error = read(file(CATALOGUE).as_bytes(), &mut |_| {
        given += 1;
        given < 2
    })
    .unwrap_err();
    assert!(matches!(error.kind, ReadErrorKind::Stopped), "{error}");
    assert_eq!(given, 2);
}

/// Fails after its bytes.
struct Failing<'a>(&'a [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            Err(io::Error::other("the disk is gone"))
        } else {
            self.0.read(out)
        }
    }
}

#[test]
fn a_failing_input_keeps_its_own_error() {
    let text = "\n".repeat(2000) + "<КоммерческаяИнформация>\n<Каталог>";
    let error = read(Failing(text.as_bytes()), &mut |_| true).unwrap_err();
    assert!(
        matches!(&error.kind, ReadErrorKind::Io(source) if source.to_string() == "the disk is gone"),
        "{error}"
    );
    assert_eq!(error.line, 2002);
}
