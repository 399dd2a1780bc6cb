//! How a word sounds, written in Latin letters, the same from Cyrillic and from any usual transliteration: «шайба»,
//! "shaiba" and "shayba" are one.
//!
//! Coarse on purpose: it only proposes words that the catalogue has. No list of names or brands.

/// The alphabet of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// Latin letters only.
    Latin,
    /// Cyrillic letters only.
    Cyrillic,
}

impl Alphabet {
    /// The one alphabet of all letters of a text; `None` when it has both, others, figures or none.
    pub(crate) fn of(text: &str) -> Option<Self> {
        if text.is_empty() {
            None
        } else if text.chars().all(|letter| letter.is_ascii_alphabetic()) {
            Some(Self::Latin)
        } else if text.chars().all(crate::keyboard::is_cyrillic) {
            Some(Self::Cyrillic)
        } else {
            None
        }
    }
}

/// Letters of articles, one for one: what people put for «ЛМ» when they have only Latin letters, and for DIN with Cyrillic ones.
const LETTERS: &[(char, char)] = &[
    ('a', 'а'),
    ('b', 'б'),
    ('c', 'ц'),
    ('d', 'д'),
    ('e', 'е'),
    ('f', 'ф'),
    ('g', 'г'),
    ('h', 'х'),
    ('i', 'и'),
    ('k', 'к'),
    ('l', 'л'),
    ('m', 'м'),
    ('n', 'н'),
    ('o', 'о'),
    ('p', 'п'),
    ('r', 'р'),
    ('s', 'с'),
    ('t', 'т'),
    ('u', 'у'),
    ('v', 'в'),
    ('z', 'з'),
];

/// The letters of a run in the other alphabet, signs as they are; `None` where it has letters of both, or one without a pair.
pub(crate) fn in_other_letters(run: &str) -> Option<String> {
    let letters: String = run.chars().filter(|letter| letter.is_alphabetic()).collect();
    let alphabet = Alphabet::of(&letters)?;
    run.chars()
        .map(|letter| {
            if !letter.is_alphabetic() {
                return Some(letter);
            }
            let pair = LETTERS.iter().find(|(latin, cyrillic)| match alphabet {
                Alphabet::Latin => *latin == letter,
                Alphabet::Cyrillic => *cyrillic == letter,
            });
            pair.map(|(latin, cyrillic)| match alphabet {
                Alphabet::Latin => *cyrillic,
                Alphabet::Cyrillic => *latin,
            })
        })
        .collect()
}

/// How a word in lower case sounds. A beginning of a word gives the beginning of its sound, but for a letter pair that is
/// cut in two.
pub(crate) fn of(word: &str, alphabet: Alphabet) -> String {
    let plain = match alphabet {
        Alphabet::Latin => of_latin(word),
        Alphabet::Cyrillic => word.chars().filter_map(of_cyrillic).collect(),
    };
    without_glides(&plain)
}

/// One letter for a sound; capitals for those that Latin writes with several letters.
const fn of_cyrillic(letter: char) -> Option<char> {
    Some(match letter {
        'а' | 'я' => 'a',
        'б' => 'b',
        'в' => 'v',
        // A Ukrainian г is written h, a Russian one g.
        'г' | 'ґ' | 'х' => 'h',
        'д' => 'd',
        'е' | 'ё' | 'є' | 'э' => 'e',
        'ж' => 'Z',
        'з' => 'z',
        'и' | 'і' | 'ї' | 'й' | 'ы' => 'i',
        'к' => 'k',
        'л' => 'l',
        'м' => 'm',
        'н' => 'n',
        'о' => 'o',
        'п' => 'p',
        'р' => 'r',
        'с' => 's',
        'т' => 't',
        'у' | 'ю' => 'u',
        'ф' => 'f',
        'ц' => 'c',
        'ч' => 'C',
        'ш' | 'щ' => 'S',
        _ => return None,
    })
}

/// Groups of letters that are one sound, the longest first.
const GROUPS: &[(&str, &str)] = &[
    ("shch", "S"),
    ("sch", "S"),
    ("sh", "S"),
    ("zh", "Z"),
    ("ch", "C"),
    ("kh", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("ts", "c"),
    ("tz", "c"),
    ("ck", "k"),
    ("qu", "kv"),
    ("ce", "ce"),
    ("ci", "ci"),
    ("cy", "ci"),
    ("x", "ks"),
    ("c", "k"),
    ("q", "k"),
    ("w", "v"),
    ("g", "h"),
    ("y", "i"),
    ("j", "i"),
];

fn of_latin(word: &str) -> String {
    let mut sound = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let group = GROUPS
            .iter()
            .find_map(|(group, sounds)| Some((rest.strip_prefix(group)?, *sounds)));
        match group {
            Some((after, sounds)) => {
                sound.push_str(sounds);
                rest = after;
            }
            None => {
                sound.push(letter);
                rest = rest.get(letter.len_utf8()..).unwrap_or("");
            }
        }
    }
    sound
}

/// Without what transliterations differ in: `ya`, `ia` and `a` for я, `yo` for ё, letters written twice.
fn without_glides(sound: &str) -> String {
    let mut out = String::with_capacity(sound.len());
    for mut letter in sound.chars() {
        if out.ends_with('i') && matches!(letter, 'a' | 'e' | 'o' | 'u') {
            out.pop();
            letter = if letter == 'o' { 'e' } else { letter };
        }
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_word_and_its_transliterations_sound_alike() {
        for (cyrillic, latin) in [
            ("болт", &["bolt"][..]),
            ("шайба", &["shaiba", "shayba", "shajba", "schaiba"]),
            ("гайка", &["gaika", "gayka", "gajka", "haika"]),
            ("шуруповёрт", &["shurupovert", "shurupovyort", "shurupowert"]),
            ("шуруп", &["shurup"]),
            ("щётка", &["shchetka", "shchyotka", "schetka"]),
            ("заклёпка", &["zaklepka", "zaklyopka", "zaklopka"]),
            ("ключ", &["klyuch", "kliuch", "kluch", "kljuch"]),
            ("хомут", &["khomut", "homut"]),
            ("цинк", &["cink", "tsink"]),
            ("оцинкованная", &["ocinkovannaya", "otsinkovannaia", "otsinkovanaya"]),
            ("кільце", &["kiltse", "kiltce"]),
            ("гвинт", &["hvynt", "gvint"]),
            ("цвях", &["tsviakh", "tsvyah"]),
            ("з'єднання", &["ziednannia", "zyednannya"]),
            ("дин", &["din"]),
            ("макита", &["makita"]),
            ("фишер", &["fisher", "fischer"]),
            ("бош", &["bosch", "bosh"]),
            ("хилти", &["hilti"]),
            ("фикс", &["fix"]),
        ] {
            let sound = of(cyrillic, Alphabet::Cyrillic);
            for word in latin {
                let of_latin = of(word, Alphabet::Latin);
                let is_known_miss = matches!(*word, "zaklopka" | "kiltce");
                assert_eq!(
                    of_latin == sound,
                    !is_known_miss,
                    "{cyrillic} {sound}, {word} {of_latin}"
                );
            }
        }
    }

    #[test]
    fn a_text_has_one_alphabet_or_none() {
        assert_eq!(Alphabet::of("bolt"), Some(Alphabet::Latin));
        assert_eq!(Alphabet::of("їжак"), Some(Alphabet::Cyrillic));
        for text in ["", "m8", "бolt", "болт-м", "größe"] {
            assert_eq!(Alphabet::of(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_sounds_twice_in_a_row(word in "[a-z]{0,12}") {
            let sound = of(&word, Alphabet::Latin);
            prop_assert!(sound.as_bytes().windows(2).all(|pair| pair[0] != pair[1]), "{sound}");
        }
    }
}
