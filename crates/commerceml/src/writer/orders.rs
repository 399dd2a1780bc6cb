//! The answer to `type=sale&mode=query`: orders for 1C to fetch.
//!
//! Its first byte is `<`: 1C takes anything before the declaration, a byte order mark included, for an error.
//! The root has no namespace, so that 1C reads it untyped and tolerant. In that reading a property that
//! 1C touches and does not find stops the whole batch, so what it touches is written even when it is empty.

use super::parts;
use super::xml::XmlOut;
use crate::model::{Counterparty, Document, DocumentLine, LineTax};
use std::io::{self, Write};

/// The requisite of a line that tells goods from services; 1C looks for it in every line.
const KIND_OF_ITEM: &str = "ТипНоменклатуры";

/// Writes the documents; an empty list is a root without `Документ`, which 1C takes as "nothing to do".
///
/// `made_at` is local time as `2024-05-06T07:08:09`. [`Document::parent`] is not written.
///
/// # Errors
/// Those of `out`.
pub fn write_orders(out: impl Write, made_at: &str, documents: &[Document]) -> io::Result<()> {
    let mut xml = XmlOut::begin(out, false)?;
    let root = [
        ("ВерсияСхемы", "2.05"),
        ("ДатаФормирования", made_at),
        ("ФорматДаты", "ДФ=yyyy-MM-dd; ДЛФ=DT"),
        ("ФорматВремени", "ДФ=ЧЧ:мм:сс; ДЛФ=T"),
        ("РазделительДатаВремя", "T"),
        ("ФорматСуммы", "ЧЦ=18; ЧДЦ=2; ЧРД=."),
        ("ФорматКоличества", "ЧЦ=18; ЧДЦ=3; ЧРД=."),
    ];
    xml.start("КоммерческаяИнформация", &root)?;
    for document in documents {
        write_document(&mut xml, document)?;
    }
    xml.finish().map(drop)
}

fn write_document<W: Write>(xml: &mut XmlOut<W>, document: &Document) -> io::Result<()> {
    xml.start("Документ", &[])?;
    xml.leaf("Ид", &document.id)?;
    if document.is_deleted && !is_among(&document.requisites, "ПометкаУдаления") {
        xml.leaf("ПометкаУдаления", "true")?;
    }
    xml.leaf("Номер", &document.number)?;
    if !is_among(&document.requisites, "Номер по 1С") {
        xml.leaf_if_said("Номер1С", &document.onec_number)?;
    }
    xml.leaf("Дата", &document.date)?;
    if !is_among(&document.requisites, "Дата по 1С") {
        xml.leaf_if_said("Дата1С", &document.onec_date)?;
    }
    xml.leaf("ХозОперация", &document.operation)?;
    xml.leaf("Роль", &document.role)?;
    xml.leaf("Валюта", &document.currency)?;
    xml.leaf("Курс", &document.rate)?;
    xml.leaf("Сумма", &document.total)?;
    xml.start("Контрагенты", &[])?;
    for counterparty in &document.counterparties {
        write_counterparty(xml, counterparty)?;
    }
    xml.end()?;
    xml.leaf("Время", &document.time)?;
    xml.leaf("Комментарий", &document.comment)?;
    xml.start("Товары", &[])?;
    for line in &document.lines {
        write_line(xml, line)?;
    }
    xml.end()?;
    parts::requisites(xml, &document.requisites)?;
    xml.end()
}

/// A legal person is recognised by ОфициальноеНаименование alone, so a natural one must not have it.
fn write_counterparty<W: Write>(xml: &mut XmlOut<W>, party: &Counterparty) -> io::Result<()> {
    let is_legal_person = !party.official_name.is_empty();
    xml.start("Контрагент", &[])?;
    xml.leaf("Ид", &party.id)?;
    xml.leaf("Наименование", &party.name)?;
    xml.leaf("Роль", &party.role)?;
    if is_legal_person {
        xml.leaf("ОфициальноеНаименование", &party.official_name)?;
        xml.leaf_if_said("ПолноеНаименование", &party.full_name)?;
        xml.leaf("ИНН", &party.inn)?;
        xml.leaf("КПП", &party.kpp)?;
        write_address(xml, "ЮридическийАдрес", &party.address)?;
    } else {
        let full_name = if party.full_name.is_empty() {
            &party.name
        } else {
            &party.full_name
        };
        xml.leaf("ПолноеНаименование", full_name)?;
        write_personal_names(xml, full_name)?;
        xml.leaf("ИНН", &party.inn)?;
        xml.leaf_if_said("КПП", &party.kpp)?;
        write_address(xml, "АдресРегистрации", &party.address)?;
    }
    xml.leaf_if_said("ОКПО", &party.okpo)?;
    xml.leaf_if_said("ЕДРПОУ", &party.edrpou)?;
    parts::pairs(xml, ("Контакты", "Контакт"), ("Тип", "Значение"), &party.contacts)?;
    xml.end()
}

/// Фамилия, Имя, Отчество out of "ИП Иванов Иван Иванович".
fn write_personal_names<W: Write>(xml: &mut XmlOut<W>, full_name: &str) -> io::Result<()> {
    let mut words = full_name
        .split_whitespace()
        .filter(|word| !matches!(*word, "ИП" | "ФОП" | "СПД"));
    xml.leaf("Фамилия", words.next().unwrap_or_default())?;
    xml.leaf("Имя", words.next().unwrap_or_default())?;
    xml.leaf("Отчество", &words.collect::<Vec<_>>().join(" "))
}

/// Представление, and the same text as fields: a leading post code and the rest.
fn write_address<W: Write>(xml: &mut XmlOut<W>, name: &'static str, address: &str) -> io::Result<()> {
    xml.start(name, &[])?;
    xml.leaf("Представление", address)?;
    let digits = address.chars().take_while(char::is_ascii_digit).count();
    let (post_code, rest) = match address.split_at_checked(digits) {
        Some((code, rest)) if matches!(digits, 5 | 6) => (code, rest.trim_start_matches([',', ' '])),
        _ => ("", address),
    };
    for (kind, value) in [("Почтовый индекс", post_code), ("Улица", rest)] {
        if !value.is_empty() {
            xml.start("АдресноеПоле", &[])?;
            xml.leaf("Тип", kind)?;
            xml.leaf("Значение", value)?;
            xml.end()?;
        }
    }
    xml.end()
}

fn write_line<W: Write>(xml: &mut XmlOut<W>, line: &DocumentLine) -> io::Result<()> {
    xml.start("Товар", &[])?;
    xml.leaf("Ид", &line.id)?;
    xml.leaf("Артикул", &line.article)?;
    xml.leaf("Наименование", &line.name)?;
    if let Some(unit) = &line.unit {
        parts::unit_with_text(xml, unit)?;
    }
    xml.leaf("ЦенаЗаЕдиницу", &line.price)?;
    xml.leaf("Количество", &line.quantity)?;
    xml.leaf("Сумма", &line.sum)?;
    if let Some(unit) = &line.unit {
        xml.leaf("Единица", if unit.code.is_empty() { &unit.name } else { &unit.code })?;
    }
    xml.leaf("Коэффициент", if line.factor.is_empty() { "1" } else { &line.factor })?;
    write_taxes(xml, &line.taxes)?;
    if !line.discounts.is_empty() {
        xml.start("Скидки", &[])?;
        for discount in &line.discounts {
            xml.start("Скидка", &[])?;
            xml.leaf("Наименование", &discount.name)?;
            xml.leaf("Сумма", &discount.sum)?;
            write_included(xml, discount.is_included)?;
            xml.end()?;
        }
        xml.end()?;
    }
    if is_among(&line.requisites, KIND_OF_ITEM) {
        parts::requisites(xml, &line.requisites)?;
    } else {
        let mut requisites = line.requisites.clone();
        requisites.push((KIND_OF_ITEM.to_owned(), "Товар".to_owned()));
        parts::requisites(xml, &requisites)?;
    }
    xml.end()
}

fn write_taxes<W: Write>(xml: &mut XmlOut<W>, taxes: &[LineTax]) -> io::Result<()> {
    if taxes.is_empty() {
        return Ok(());
    }
    let rates: Vec<(String, String)> = taxes.iter().map(|tax| (tax.name.clone(), tax.rate.clone())).collect();
    parts::pairs(
        xml,
        ("СтавкиНалогов", "СтавкаНалога"),
        ("Наименование", "Ставка"),
        &rates,
    )?;
    xml.start("Налоги", &[])?;
    for tax in taxes {
        xml.start("Налог", &[])?;
        xml.leaf("Наименование", &tax.name)?;
        write_included(xml, tax.is_included)?;
        xml.leaf("Сумма", &tax.sum)?;
        xml.leaf("Ставка", &tax.rate)?;
        xml.end()?;
    }
    xml.end()
}

fn write_included<W: Write>(xml: &mut XmlOut<W>, is_included: Option<bool>) -> io::Result<()> {
    match is_included {
        Some(true) => xml.leaf("УчтеноВСумме", "true"),
        Some(false) => xml.leaf("УчтеноВСумме", "false"),
        None => Ok(()),
    }
}

fn is_among(requisites: &[(String, String)], name: &str) -> bool {
    requisites.iter().any(|(key, _)| key == name)
}
