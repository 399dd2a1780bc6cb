//! Currencies as suppliers write them, brought to ISO 4217 by one table that the operator extends.
//!
//! A text that the table does not know is not guessed: the price stays stored with it and is published once it is known.

use cabinet_domain::money::Currency;
use std::collections::BTreeMap;

/// Built in: lower case → ISO 4217. «у.е.» is not here, because only the supplier knows what it means.
const KNOWN: &[(&str, &str)] = &[
    ("руб", "RUB"),
    ("руб.", "RUB"),
    ("р", "RUB"),
    ("р.", "RUB"),
    ("₽", "RUB"),
    ("рубль", "RUB"),
    ("рублей", "RUB"),
    ("российский рубль", "RUB"),
    ("rur", "RUB"),
    ("643", "RUB"),
    ("810", "RUB"),
    ("грн", "UAH"),
    ("грн.", "UAH"),
    ("₴", "UAH"),
    ("гривна", "UAH"),
    ("гривня", "UAH"),
    ("980", "UAH"),
    ("byr", "BYN"),
    ("933", "BYN"),
    ("974", "BYN"),
    ("тг", "KZT"),
    ("тг.", "KZT"),
    ("₸", "KZT"),
    ("тенге", "KZT"),
    ("398", "KZT"),
    ("сом", "KGS"),
    ("417", "KGS"),
    ("498", "MDL"),
    ("860", "UZS"),
    ("944", "AZN"),
    ("051", "AMD"),
    ("51", "AMD"),
    ("972", "TJS"),
    ("934", "TMT"),
    ("981", "GEL"),
    ("$", "USD"),
    ("долл", "USD"),
    ("долл.", "USD"),
    ("доллар", "USD"),
    ("840", "USD"),
    ("€", "EUR"),
    ("евро", "EUR"),
    ("978", "EUR"),
    ("¥", "CNY"),
    ("юань", "CNY"),
    ("156", "CNY"),
    ("949", "TRY"),
];

/// Letters that are ISO codes of currencies that trade in the field; a house word of three letters is none of them.
const ISO: &[&str] = &[
    "RUB", "UAH", "USD", "EUR", "BYN", "KZT", "KGS", "MDL", "UZS", "AZN", "AMD", "TJS", "TMT", "GEL", "CNY", "TRY",
    "GBP", "CHF", "PLN", "CZK", "JPY", "KRW", "INR", "AED", "ILS", "BGN", "RON", "RSD", "HUF", "SEK", "NOK", "DKK",
    "HKD", "SGD", "THB", "VND", "MNT", "CAD", "AUD", "BRL", "ZAR", "EGP", "IRR", "SAR",
];

/// The built-in table with the operator's `[currencies]` over it.
#[derive(Debug, Clone, Default)]
pub struct CurrencyTable {
    own: BTreeMap<String, String>,
}

impl CurrencyTable {
    /// The table of a gateway with `[currencies]` of its settings.
    #[must_use]
    pub fn new(own: &BTreeMap<String, String>) -> Self {
        Self {
            own: own
                .iter()
                .map(|(written, code)| (fold(written), code.clone()))
                .collect(),
        }
    }

    /// The currency that a text stands for; `None` when nobody has said.
    #[must_use]
    pub fn find(&self, written: &str) -> Option<Currency> {
        let folded = fold(written);
        if let Some(code) = self.own.get(&folded) {
            return Currency::from_code(code.trim());
        }
        let known = KNOWN.iter().find(|(text, _)| *text == folded).map(|(_, code)| *code);
        let code = known.or_else(|| ISO.iter().copied().find(|code| code.to_lowercase() == folded))?;
        Currency::from_code(code)
    }
}

fn fold(written: &str) -> String {
    written.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_the_field_become_iso_codes_and_house_words_do_not() {
        let table = CurrencyTable::default();
        for (written, code) in [
            ("руб", Some("RUB")),
            ("РУБ.", Some("RUB")),
            ("RUR", Some("RUB")),
            (" 643 ", Some("RUB")),
            ("810", Some("RUB")),
            ("грн", Some("UAH")),
            ("₴", Some("UAH")),
            ("980", Some("UAH")),
            ("uah", Some("UAH")),
            ("$", Some("USD")),
            ("840", Some("USD")),
            ("978", Some("EUR")),
            ("BYR", Some("BYN")),
            ("у.е.", None),
            ("PRO", None),
            ("MIZ", None),
            ("", None),
        ] {
            assert_eq!(
                table.find(written).map(|c| c.code().to_owned()).as_deref(),
                code,
                "{written}"
            );
        }
    }

    #[test]
    fn the_operator_extends_and_overrides_the_table() {
        let own = [("У.Е.", "USD"), ("PRO", "RUB"), ("", "UAH"), ("руб", "BYN")];
        let table = CurrencyTable::new(&own.map(|(a, b)| (a.to_owned(), b.to_owned())).into());
        for (written, code) in [
            ("у.е.", "USD"),
            ("pro", "RUB"),
            ("", "UAH"),
            ("Руб", "BYN"),
            ("руб.", "RUB"),
        ] {
            assert_eq!(table.find(written).unwrap().code(), code, "{written}");
        }
    }
}
