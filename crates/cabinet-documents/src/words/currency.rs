//! The names of the currencies that our suppliers sell in, with their declension.

use crate::words::{Forms, Gender, Language};

/// How a currency and its hundredth are called.
pub(super) struct CurrencyNames {
    pub gender: Gender,
    pub major: Forms,
    pub minor: Forms,
}

const fn forms(one: &'static str, few: &'static str, many: &'static str) -> Forms {
    Forms { one, few, many }
}

const fn masculine(major: Forms, minor: Forms) -> Option<CurrencyNames> {
    Some(CurrencyNames {
        gender: Gender::Masculine,
        major,
        minor,
    })
}

const KOPECK_RU: Forms = forms("копейка", "копейки", "копеек");
const KOPECK_UK: Forms = forms("копійка", "копійки", "копійок");

/// The names of a currency by its ISO letters; `None` when the tables lack it.
pub(super) fn names(code: &str, language: Language) -> Option<CurrencyNames> {
    match language {
        Language::Ru => names_ru(code),
        Language::Uk => names_uk(code),
    }
}

fn names_ru(code: &str) -> Option<CurrencyNames> {
    match code {
        "RUB" => masculine(forms("рубль", "рубля", "рублей"), KOPECK_RU),
        "UAH" => Some(CurrencyNames {
            gender: Gender::Feminine,
            major: forms("гривна", "гривны", "гривен"),
            minor: KOPECK_RU,
        }),
        "USD" => masculine(forms("доллар", "доллара", "долларов"), forms("цент", "цента", "центов")),
        "EUR" => masculine(
            forms("евро", "евро", "евро"),
            forms("евроцент", "евроцента", "евроцентов"),
        ),
        "BYN" => masculine(
            forms("белорусский рубль", "белорусских рубля", "белорусских рублей"),
            KOPECK_RU,
        ),
        "KZT" => masculine(forms("тенге", "тенге", "тенге"), forms("тиын", "тиына", "тиынов")),
        _ => None,
    }
}

fn names_uk(code: &str) -> Option<CurrencyNames> {
    match code {
        "RUB" => masculine(forms("рубль", "рублі", "рублів"), KOPECK_UK),
        "UAH" => Some(CurrencyNames {
            gender: Gender::Feminine,
            major: forms("гривня", "гривні", "гривень"),
            minor: KOPECK_UK,
        }),
        "USD" => masculine(forms("долар", "долари", "доларів"), forms("цент", "центи", "центів")),
        "EUR" => masculine(
            forms("євро", "євро", "євро"),
            forms("євроцент", "євроценти", "євроцентів"),
        ),
        "BYN" => masculine(
            forms("білоруський рубль", "білоруські рублі", "білоруських рублів"),
            KOPECK_UK,
        ),
        "KZT" => masculine(forms("тенге", "тенге", "тенге"), forms("тиїн", "тиїни", "тиїнів")),
        _ => None,
    }
}

/// What follows a sum in figures: `руб.`, `грн.`; the letters of the currency when it has no usual short name.
#[must_use]
pub fn short_name(code: &str, language: Language) -> &str {
    match (code, language) {
        ("RUB", _) => "руб.",
        ("UAH", _) => "грн.",
        ("BYN", Language::Ru) => "бел. руб.",
        ("BYN", Language::Uk) => "біл. руб.",
        ("KZT", _) => "тг.",
        ("EUR", Language::Ru) => "евро",
        ("EUR", Language::Uk) => "євро",
        ("USD", Language::Ru) => "долл. США",
        ("USD", Language::Uk) => "дол. США",
        (other, _) => other,
    }
}
