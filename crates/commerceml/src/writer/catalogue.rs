//! `import<k>_<n>.xml` as УТ 11 writes it: the classifier in portion 1, goods in every portion.

use super::parts;
use super::xml::XmlOut;
use crate::model::{Group, Product, Property};
use std::io::{self, Write};

/// What every file of an export says of itself.
#[derive(Debug, Clone, Copy)]
pub struct ExportHeader<'a> {
    /// ДатаФормирования, as `2024-05-06T07:08:09`.
    pub made_at: &'a str,
    /// Ид of the classifier and of the catalogue, which УТ keeps equal.
    pub catalogue_id: &'a str,
    /// Наименование of the catalogue.
    pub catalogue_name: &'a str,
    /// Владелец: Ид of the supplier's own firm.
    pub owner_id: &'a str,
    /// Владелец: its name.
    pub owner_name: &'a str,
    /// СодержитТолькоИзменения: false in portion 1 of a full export, true in all others.
    pub only_changes: bool,
}

/// Классификатор of portion 1.
#[derive(Debug, Clone, Copy)]
pub struct Classifier<'a> {
    /// Groups in any order; a group whose parent is not here stands at the top.
    pub groups: &'a [Group],
    /// Properties of goods.
    pub properties: &'a [Property],
}

/// Writes one portion of goods, streaming.
pub struct CatalogueWriter<W: Write> {
    xml: XmlOut<W>,
}

impl<W: Write> CatalogueWriter<W> {
    /// Begins a file; only portion 1 has a classifier.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(out: W, header: &ExportHeader<'_>, classifier: Option<Classifier<'_>>) -> io::Result<Self> {
        let mut xml = begin_export(out, header)?;
        if let Some(classifier) = classifier {
            xml.start("Классификатор", &[])?;
            xml.leaf("Ид", header.catalogue_id)?;
            xml.leaf("Наименование", &format!("Классификатор ({})", header.catalogue_name))?;
            write_owner(&mut xml, header)?;
            write_groups(&mut xml, classifier.groups, None)?;
            write_property_definitions(&mut xml, classifier.properties)?;
            xml.end()?;
        }
        xml.start("Каталог", &[("СодержитТолькоИзменения", said(header.only_changes))])?;
        xml.leaf("Ид", header.catalogue_id)?;
        xml.leaf("ИдКлассификатора", header.catalogue_id)?;
        xml.leaf("Наименование", header.catalogue_name)?;
        write_owner(&mut xml, header)?;
        xml.start("Товары", &[])?;
        Ok(Self { xml })
    }

    /// Adds a product.
    ///
    /// # Errors
    /// Those of the output.
    pub fn product(&mut self, product: &Product) -> io::Result<()> {
        let xml = &mut self.xml;
        let deleted: &[(&str, &str)] = if product.is_deleted {
            &[("Статус", "Удален")]
        } else {
            &[]
        };
        xml.start("Товар", deleted)?;
        xml.leaf("Ид", &product.id)?;
        for barcode in &product.barcodes {
            xml.leaf("Штрихкод", barcode)?;
        }
        xml.leaf("Артикул", &product.article)?;
        xml.leaf("Наименование", &product.name)?;
        if let Some(unit) = &product.unit {
            parts::unit_with_attributes(xml, unit)?;
        }
        if !product.groups.is_empty() {
            xml.start("Группы", &[])?;
            for group in &product.groups {
                xml.leaf("Ид", group)?;
            }
            xml.end()?;
        }
        xml.leaf("Описание", &product.description)?;
        for picture in &product.pictures {
            xml.leaf("Картинка", picture)?;
        }
        for (path, title) in &product.files {
            xml.start("Файл", &[])?;
            xml.leaf("Путь", path)?;
            xml.leaf_if_said("Наименование", title)?;
            xml.end()?;
        }
        if !product.analogues.is_empty() {
            xml.start("Аналоги", &[])?;
            for id in &product.analogues {
                xml.start("Аналог", &[])?;
                xml.leaf("Ид", id)?;
                xml.end()?;
            }
            xml.end()?;
        }
        if !product.maker.is_empty() {
            xml.start("Изготовитель", &[])?;
            xml.leaf("Наименование", &product.maker)?;
            xml.end()?;
        }
        parts::properties(xml, &product.properties)?;
        parts::pairs(
            xml,
            ("СтавкиНалогов", "СтавкаНалога"),
            ("Наименование", "Ставка"),
            &product.taxes,
        )?;
        parts::characteristics(xml, &product.characteristics)?;
        parts::requisites(xml, &product.requisites)?;
        xml.leaf_if_said("Вес", &product.weight)?;
        xml.end()
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(self) -> io::Result<W> {
        self.xml.finish()
    }
}

/// The root in the shape of УТ 11: byte order mark, namespace, version 2.07.
pub(super) fn begin_export<W: Write>(out: W, header: &ExportHeader<'_>) -> io::Result<XmlOut<W>> {
    let mut xml = XmlOut::begin(out, true)?;
    let root = [
        ("xmlns", "urn:1C.ru:commerceml_2"),
        ("xmlns:xs", "http://www.w3.org/2001/XMLSchema"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("ВерсияСхемы", "2.07"),
        ("ДатаФормирования", header.made_at),
    ];
    xml.start("КоммерческаяИнформация", &root)?;
    Ok(xml)
}

/// Владелец.
pub(super) fn write_owner<W: Write>(xml: &mut XmlOut<W>, header: &ExportHeader<'_>) -> io::Result<()> {
    xml.start("Владелец", &[])?;
    xml.leaf("Ид", header.owner_id)?;
    xml.leaf("Наименование", header.owner_name)?;
    xml.leaf("ПолноеНаименование", header.owner_name)?;
    xml.end()
}

/// 1C's boolean text.
pub(super) fn said(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// The groups directly under `parent`, each with its own inside.
fn write_groups<W: Write>(xml: &mut XmlOut<W>, groups: &[Group], parent: Option<&Group>) -> io::Result<()> {
    let is_here = |group: &&Group| match parent {
        Some(parent) => group.parent.as_deref() == Some(&parent.id),
        None => !groups.iter().any(|other| group.parent.as_deref() == Some(&other.id)),
    };
    if !groups.iter().any(|group| is_here(&group)) {
        return Ok(());
    }
    xml.start("Группы", &[])?;
    for group in groups.iter().filter(is_here) {
        xml.start("Группа", &[])?;
        xml.leaf("Ид", &group.id)?;
        xml.leaf("Наименование", &group.name)?;
        if group.is_deleted {
            xml.leaf("ПометкаУдаления", "true")?;
        }
        write_groups(xml, groups, Some(group))?;
        xml.end()?;
    }
    xml.end()
}

/// Свойства of a classifier.
pub(super) fn write_property_definitions<W: Write>(xml: &mut XmlOut<W>, properties: &[Property]) -> io::Result<()> {
    if properties.is_empty() {
        return Ok(());
    }
    xml.start("Свойства", &[])?;
    for property in properties {
        xml.start("Свойство", &[])?;
        xml.leaf("Ид", &property.id)?;
        xml.leaf("Наименование", &property.name)?;
        xml.leaf("ТипЗначений", &property.value_type)?;
        if !property.variants.is_empty() {
            xml.start("ВариантыЗначений", &[])?;
            for (id, value) in &property.variants {
                xml.start("Справочник", &[])?;
                xml.leaf("ИдЗначения", id)?;
                xml.leaf("Значение", value)?;
                xml.end()?;
            }
            xml.end()?;
        }
        xml.end()?;
    }
    xml.end()
}
