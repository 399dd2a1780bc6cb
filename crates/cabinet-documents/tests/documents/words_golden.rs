//! Numbers in words against facts taken from an independent maker (tests/golden/words_*.tsv).

use cabinet_documents::words::{Gender, Language, cardinal};

fn compare(facts: &str, language: Language) {
    let mut compared = 0;
    for line in facts.lines().filter(|line| !line.starts_with('#')) {
        let [number, masculine, feminine] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("a fact has three columns: {line}");
        };
        let number: u64 = number.parse().unwrap();
        assert_eq!(cardinal(number, Gender::Masculine, language), masculine, "{number}");
        if feminine != "-" {
            assert_eq!(cardinal(number, Gender::Feminine, language), feminine, "{number}");
        }
        compared += 1;
    }
    assert!(compared > 350, "only {compared} facts were compared");
}

#[test]
fn russian_numbers_agree_with_an_independent_maker() {
    compare(include_str!("../golden/words_ru.tsv"), Language::Ru);
}

#[test]
fn ukrainian_numbers_agree_with_an_independent_maker() {
    compare(include_str!("../golden/words_uk.tsv"), Language::Uk);
}
