//! Files that cannot be read leave everything as it was and say where and why.

use crate::support::{House, catalogue, offer, offers, product};

#[test]
fn broken_xml_names_file_and_line_and_keeps_the_old_data() {
    let mut house = House::new();
    house.import("import0_1.xml", &catalogue(&product("a")));
    house.import("offers0_1.xml", &offers(&offer("a", "10", "5")));
    let before = (house.items(), house.prices("p1"), house.stock("w1"), house.stats());
    let goods: String = (0..500).map(|n| format!("{}\n", product(&format!("n{n}")))).collect();
    let broken = catalogue(&goods).replacen(
        "</Наименование><БазоваяЕдиница Код=\"796\" НаименованиеПолное=\"Штука\"/></Товар>\n</Товары>",
        "</Имя></Товар>\n</Товары>",
        1,
    );
    assert!(broken.contains("</Имя>"));
    let error = house
        .try_import("ut", "import0_2.xml", &broken)
        .unwrap_err()
        .to_string();
    assert!(error.contains("import0_2.xml") && error.contains("line 502"), "{error}");
    assert!(error.contains("old data stands"), "{error}");
    assert_eq!(
        (house.items(), house.prices("p1"), house.stock("w1"), house.stats()),
        before
    );
}

#[test]
fn what_is_no_commerceml_is_refused_in_words() {
    let mut house = House::new();
    for (case, text) in [
        ("cut in the middle", catalogue(&product("a"))[..300].to_owned()),
        ("a web page", "<html><body>Вход</body></html>".to_owned()),
        ("empty", String::new()),
        ("not XML", "привет".to_owned()),
    ] {
        let error = house.try_import("ut", "import.xml", &text).unwrap_err().to_string();
        assert!(error.contains("import.xml"), "{case}: {error}");
    }
    assert_eq!(house.stats(), Default::default());
}

#[test]
fn objects_without_an_id_are_skipped_and_counted() {
    let mut house = House::new();
    let report = house.import(
        "import.xml",
        &catalogue(&format!(
            "<Товар><Наименование>Без ид</Наименование></Товар>{}",
            product("a")
        )),
    );
    assert_eq!(house.item_ids(), ["a"]);
    assert_eq!(report.notes.len(), 1);
    assert!(report.notes[0].to_string().contains("Товар"));
}
