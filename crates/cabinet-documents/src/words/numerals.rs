//! Whole numbers in words, up to the whole range of 64 bits.

use crate::words::{Forms, Language};

/// The gender of the counted noun: один рубль, одна гривня.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// Один, два.
    Masculine,
    /// Одна, две (дві).
    Feminine,
}

/// The words of one language.
struct Numerals {
    zero: &'static str,
    /// One and two in the feminine.
    feminine: [&'static str; 2],
    /// 1 to 19, masculine.
    units: [&'static str; 19],
    /// 20 to 90.
    tens: [&'static str; 8],
    /// 100 to 900.
    hundreds: [&'static str; 9],
    /// 10^3, 10^6 … 10^18; the first one is feminine.
    groups: [Forms; 6],
}

const fn forms(one: &'static str, few: &'static str, many: &'static str) -> Forms {
    Forms { one, few, many }
}

const RU: Numerals = Numerals {
    zero: "ноль",
    feminine: ["одна", "две"],
    units: [
        "один",
        "два",
        "три",
        "четыре",
        "пять",
        "шесть",
        "семь",
        "восемь",
        "девять",
        "десять",
        "одиннадцать",
        "двенадцать",
        "тринадцать",
        "четырнадцать",
        "пятнадцать",
        "шестнадцать",
        "семнадцать",
        "восемнадцать",
        "девятнадцать",
    ],
    tens: [
        "двадцать",
        "тридцать",
        "сорок",
        "пятьдесят",
        "шестьдесят",
        "семьдесят",
        "восемьдесят",
        "девяносто",
    ],
    hundreds: [
        "сто",
        "двести",
        "триста",
        "четыреста",
        "пятьсот",
        "шестьсот",
        "семьсот",
        "восемьсот",
        "девятьсот",
    ],
    groups: [
        forms("тысяча", "тысячи", "тысяч"),
        forms("миллион", "миллиона", "миллионов"),
        forms("миллиард", "миллиарда", "миллиардов"),
        forms("триллион", "триллиона", "триллионов"),
        forms("квадриллион", "квадриллиона", "квадриллионов"),
        forms("квинтиллион", "квинтиллиона", "квинтиллионов"),
    ],
};

const UK: Numerals = Numerals {
    zero: "нуль",
    feminine: ["одна", "дві"],
    units: [
        "один",
        "два",
        "три",
        "чотири",
        "п'ять",
        "шість",
        "сім",
        "вісім",
        "дев'ять",
        "десять",
        "одинадцять",
        "дванадцять",
        "тринадцять",
        "чотирнадцять",
        "п'ятнадцять",
        "шістнадцять",
        "сімнадцять",
        "вісімнадцять",
        "дев'ятнадцять",
    ],
    tens: [
        "двадцять",
        "тридцять",
        "сорок",
        "п'ятдесят",
        "шістдесят",
        "сімдесят",
        "вісімдесят",
        "дев'яносто",
    ],
    hundreds: [
        "сто",
        "двісті",
        "триста",
        "чотириста",
        "п'ятсот",
        "шістсот",
        "сімсот",
        "вісімсот",
        "дев'ятсот",
    ],
    groups: [
        forms("тисяча", "тисячі", "тисяч"),
        forms("мільйон", "мільйони", "мільйонів"),
        forms("мільярд", "мільярди", "мільярдів"),
        forms("трильйон", "трильйони", "трильйонів"),
        forms("квадрильйон", "квадрильйони", "квадрильйонів"),
        forms("квінтильйон", "квінтильйони", "квінтильйонів"),
    ],
};

/// A whole number in words, in lower case: `2001` feminine is «две тысячи одна».
///
/// Ukrainian words carry the typewriter apostrophe (п'ять), which every search finds.
#[must_use]
pub fn cardinal(number: u64, gender: Gender, language: Language) -> String {
    let numerals = match language {
        Language::Ru => &RU,
        Language::Uk => &UK,
    };
    if number == 0 {
        return numerals.zero.to_owned();
    }
    let mut words = Vec::new();
    for (power, group) in numerals.groups.iter().enumerate().rev() {
        let part = number / 1000_u64.pow(u32::try_from(power).unwrap_or(0) + 1) % 1000;
        if part > 0 {
            let of_group = if power == 0 {
                Gender::Feminine
            } else {
                Gender::Masculine
            };
            push_below_thousand(&mut words, part, of_group, numerals);
            words.push(group.after(part));
        }
    }
    push_below_thousand(&mut words, number % 1000, gender, numerals);
    words.join(" ")
}

fn push_below_thousand(words: &mut Vec<&'static str>, number: u64, gender: Gender, numerals: &Numerals) {
    let (hundreds, rest) = (number / 100, number % 100);
    words.extend(nth(&numerals.hundreds, hundreds, 1));
    let below_twenty = if rest < 20 {
        rest
    } else {
        words.extend(nth(&numerals.tens, rest / 10, 2));
        rest % 10
    };
    let feminine = (gender == Gender::Feminine)
        .then(|| nth(&numerals.feminine, below_twenty, 1))
        .flatten();
    words.extend(feminine.or_else(|| nth(&numerals.units, below_twenty, 1)));
}

/// The word for `number` in a list that starts at `first`.
fn nth(list: &[&'static str], number: u64, first: u64) -> Option<&'static str> {
    let index = usize::try_from(number.checked_sub(first)?).ok()?;
    list.get(index).copied()
}
