//! 1C's light updates: one that makes an item dearer, from the offers of an export, and one that puts goods in stock.

use std::path::{Path, PathBuf};

/// The offer of an item with every price raised by a tenth, as 1C's light update writes it.
pub fn dearer(export: &Path, item: &str) -> Option<String> {
    let offer = offers_files(export).iter().find_map(|file| {
        let text = std::fs::read_to_string(file).ok()?;
        let wanted = format!("<Ид>{item}</Ид>");
        text.split("<Предложение")
            .map(|part| part.split("</Предложение>").next().unwrap_or(part))
            .find_map(|offer| (offer.contains(&wanted) && offer.contains("<Цены>")).then(|| offer.to_owned()))
    })?;
    let prices = offer.split("<Цены>").nth(1)?.split("</Цены>").next()?;
    let mut raised = String::new();
    for (n, part) in prices.split("<ЦенаЗаЕдиницу>").enumerate() {
        if n == 0 {
            raised.push_str(part);
            continue;
        }
        let (number, rest) = part.split_once('<')?;
        let (whole, cents) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
        let cents: u64 = format!("{cents:0<2}").get(..2)?.parse().ok()?;
        let minor = whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(cents)?;
        let more = minor + minor / 10 + 1;
        raised.push_str(&format!("<ЦенаЗаЕдиницу>{}.{:02}<{rest}", more / 100, more % 100));
    }
    Some(light_update("", &light_offer(item, &format!("<Цены>{raised}</Цены>"))))
}

/// 100 of each item in a warehouse of that name, which the export does not have.
pub fn in_stock(items: &[String], warehouse: &str) -> String {
    let stock = "<Склад ИдСклада=\"walk-1\" КоличествоНаСкладе=\"100\"/>";
    let offers: String = items.iter().map(|item| light_offer(item, stock)).collect();
    let warehouse = format!("<Склады><Склад><Ид>walk-1</Ид><Наименование>{warehouse}</Наименование></Склад></Склады>");
    light_update(&warehouse, &offers)
}

fn light_offer(item: &str, inside: &str) -> String {
    let (product, characteristic) = item.split_once('#').unwrap_or((item, ""));
    let characteristic = if characteristic.is_empty() {
        String::new()
    } else {
        format!("<ИдХарактеристики>{characteristic}</ИдХарактеристики>")
    };
    format!("<Предложение><Ид>{product}</Ид>{characteristic}{inside}</Предложение>")
}

fn light_update(dictionaries: &str, offers: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<КоммерческаяИнформация xmlns=\"urn:1C.ru:commerceml_2\" ВерсияСхемы=\"2.07\" \
         ДатаФормирования=\"2026-03-02T09:00:00\"><ИзмененияПакетаПредложений СодержитТолькоИзменения=\"true\"><Ид>p#</Ид>\
         {dictionaries}<Предложения>{offers}</Предложения></ИзмененияПакетаПредложений></КоммерческаяИнформация>"
    )
}

/// The XML files of an export, folders within it included.
fn offers_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let entries = std::fs::read_dir(dir).expect("the export's folder").flatten();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            files.extend(offers_files(&path));
        } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xml")) {
            files.push(path);
        }
    }
    files.sort();
    files
}
