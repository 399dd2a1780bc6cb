//! Short names of units from the codes and full names of exports: ОКЕИ of Russia, КСПОВО of Ukraine.

use super::stored::StoredUnit;

/// Short name, ОКЕИ code, КСПОВО code, full names in lower case.
const UNITS: &[(&str, &str, &str, &[&str])] = &[
    ("шт", "796", "2009", &["штука", "штуки", "штук"]),
    ("кг", "166", "0301", &["килограмм", "кілограм"]),
    ("г", "163", "0303", &["грамм", "грам"]),
    ("т", "168", "0306", &["тонна", "тонна; метрическая тонна (1000 кг)"]),
    ("л", "112", "0138", &["литр", "литр; кубический дециметр", "літр"]),
    ("м", "006", "0101", &["метр"]),
    ("м2", "055", "0123", &["квадратный метр", "квадратний метр"]),
    ("м3", "113", "0134", &["кубический метр", "кубічний метр"]),
    ("пог. м", "018", "2702", &["погонный метр", "погонний метр"]),
    ("упак", "778", "", &["упаковка"]),
    ("пара", "715", "1617", &["пара", "пара (2 шт.)"]),
    ("набор", "704", "2123", &["набор", "набір"]),
    ("компл", "839", "2938", &["комплект"]),
    ("пачка", "728", "2112", &["пачка"]),
    ("рул", "736", "2116", &["рулон"]),
    ("лист", "625", "", &["лист", "аркуш"]),
    ("ед", "642", "2431", &["единица", "одиниця"]),
    ("изд", "657", "", &["изделие", "виріб"]),
    ("тыс. шт", "798", "", &["тысяча штук"]),
    ("ящ", "812", "2075", &["ящик"]),
    ("кор", "", "2052", &["коробка"]),
    ("меш", "", "2060", &["мешок", "мішок"]),
    ("бут", "868", "2061", &["бутылка", "пляшка"]),
    ("флак", "872", "2070", &["флакон"]),
    ("усл. ед", "876", "", &["условная единица"]),
    ("ч", "356", "", &["час", "година"]),
];

/// The short name under which a unit is shown; empty when the export says nothing that can be shown.
///
/// A full name counts more than a code, because УНФ cuts codes to three characters.
#[must_use]
pub(crate) fn short_name(unit: &StoredUnit) -> String {
    if !unit.name.is_empty() && !is_number(&unit.name) {
        return unit.name.clone();
    }
    let full = unit.full_name.to_lowercase();
    if let Some((short, ..)) = UNITS.iter().find(|(.., names)| names.contains(&full.as_str())) {
        return (*short).to_owned();
    }
    let code = if unit.code.is_empty() { &unit.name } else { &unit.code };
    if let Some(short) = by_code(code) {
        return short.to_owned();
    }
    let written = [&unit.full_name, &unit.international]
        .into_iter()
        .find(|text| !text.is_empty() && *text != "-");
    written
        .or((!code.is_empty()).then_some(code))
        .cloned()
        .unwrap_or_default()
}

/// The short name of a code of either classifier.
#[must_use]
pub(crate) fn by_code(code: &str) -> Option<&'static str> {
    let code = code.trim();
    let found = UNITS
        .iter()
        .find(|(_, okei, kspovo, _)| !code.is_empty() && (code == *okei || code == *kspovo));
    found.map(|(short, ..)| *short)
}

fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_named_by_its_short_name_then_full_name_then_code() {
        let unit = |name: &str, code: &str, full_name: &str, international: &str| StoredUnit {
            name: name.to_owned(),
            code: code.to_owned(),
            full_name: full_name.to_owned(),
            international: international.to_owned(),
            ..StoredUnit::default()
        };
        for (case, given, shown) in [
            ("a short name stands", unit("шт.", "796", "Штука", "PCE"), "шт."),
            ("a code alone", unit("", "166", "", ""), "кг"),
            ("a code as the text of the element", unit("796", "", "", ""), "шт"),
            (
                "a cut КСПОВО code with a full name",
                unit("", "200", "Штука", "-"),
                "шт",
            ),
            ("a whole КСПОВО code", unit("", "2009", "", "-"), "шт"),
            ("a unit outside the tables", unit("", "999", "Бухта", "BHT"), "Бухта"),
            ("nothing but a code", unit("", "999", "", "-"), "999"),
            ("nothing at all", unit("", "", "", ""), ""),
        ] {
            assert_eq!(short_name(&given), shown, "{case}");
        }
    }
}
