//! `offers<k>_<n>.xml` as УТ 11 writes it: full packages, and the light update of prices and stock.

use super::catalogue::{ExportHeader, begin_export, said, write_owner, write_property_definitions};
use super::parts;
use super::xml::XmlOut;
use crate::model::{Offer, PriceType, Property, Stock, Warehouse};
use std::io::{self, Write};

/// What stands in a package before its offers.
#[derive(Debug, Clone, Copy)]
pub struct OfferLists<'a> {
    /// Properties of offers; `Some` writes a Классификатор, which only portion 1 has.
    pub classifier: Option<&'a [Property]>,
    /// ТипыЦен.
    pub price_types: &'a [PriceType],
    /// Склады.
    pub warehouses: &'a [Warehouse],
}

/// Writes one portion of offers, streaming.
pub struct OffersWriter<W: Write> {
    xml: XmlOut<W>,
}

impl<W: Write> OffersWriter<W> {
    /// Begins a file with ПакетПредложений.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(out: W, header: &ExportHeader<'_>, lists: &OfferLists<'_>) -> io::Result<Self> {
        let mut xml = begin_export(out, header)?;
        if let Some(properties) = lists.classifier {
            xml.start("Классификатор", &[])?;
            xml.leaf("Ид", header.catalogue_id)?;
            xml.leaf("Наименование", &format!("Классификатор ({})", header.catalogue_name))?;
            write_owner(&mut xml, header)?;
            write_property_definitions(&mut xml, properties)?;
            xml.end()?;
        }
        xml.start(
            "ПакетПредложений",
            &[("СодержитТолькоИзменения", said(header.only_changes))],
        )?;
        xml.leaf("Ид", &format!("{}#", header.catalogue_id))?;
        xml.leaf(
            "Наименование",
            &format!("Пакет предложений ({})", header.catalogue_name),
        )?;
        xml.leaf("ИдКаталога", header.catalogue_id)?;
        xml.leaf("ИдКлассификатора", header.catalogue_id)?;
        write_owner(&mut xml, header)?;
        write_price_types(&mut xml, lists.price_types)?;
        write_warehouses(&mut xml, lists.warehouses)?;
        xml.start("Предложения", &[])?;
        Ok(Self { xml })
    }

    /// Adds an offer.
    ///
    /// # Errors
    /// Those of the output.
    pub fn offer(&mut self, offer: &Offer) -> io::Result<()> {
        let xml = &mut self.xml;
        let deleted: &[(&str, &str)] = if offer.is_deleted {
            &[("Статус", "Удален")]
        } else {
            &[]
        };
        xml.start("Предложение", deleted)?;
        xml.leaf("Ид", &offer.id)?;
        for barcode in &offer.barcodes {
            xml.leaf("Штрихкод", barcode)?;
        }
        xml.leaf("Артикул", &offer.article)?;
        xml.leaf("Наименование", &offer.name)?;
        if let Some(unit) = &offer.unit {
            parts::unit_with_attributes(xml, unit)?;
        }
        parts::characteristics(xml, &offer.characteristics)?;
        parts::properties(xml, &offer.properties)?;
        if let Some(prices) = &offer.prices {
            parts::prices(xml, prices)?;
        }
        xml.leaf_if_said("Количество", offer.total_quantity.as_deref().unwrap_or_default())?;
        write_stock(xml, "Склад", offer.stock.as_deref())?;
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

/// Writes ИзмененияПакетаПредложений: changed prices and stock only, streaming.
pub struct OfferChangesWriter<W: Write> {
    xml: XmlOut<W>,
}

impl<W: Write> OfferChangesWriter<W> {
    /// Begins a file of changes.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(out: W, header: &ExportHeader<'_>) -> io::Result<Self> {
        let mut xml = begin_export(out, header)?;
        xml.start("ИзмененияПакетаПредложений", &[("СодержитТолькоИзменения", "true")])?;
        xml.leaf("Ид", &format!("{}#", header.catalogue_id))?;
        xml.leaf("ИдКаталога", header.catalogue_id)?;
        xml.start("Предложения", &[])?;
        Ok(Self { xml })
    }

    /// Adds an offer; `product#characteristic` is written as two elements, as 1C does here.
    ///
    /// # Errors
    /// Those of the output.
    pub fn offer(&mut self, offer: &Offer) -> io::Result<()> {
        let xml = &mut self.xml;
        xml.start("Предложение", &[])?;
        match offer.id.split_once('#') {
            Some((product, characteristic)) => {
                xml.leaf("Ид", product)?;
                xml.leaf("ИдХарактеристики", characteristic)?;
            }
            None => xml.leaf("Ид", &offer.id)?,
        }
        write_stock(xml, "Склады", offer.stock.as_deref())?;
        if let Some(prices) = &offer.prices {
            parts::prices(xml, prices)?;
        }
        xml.leaf_if_said("Количество", offer.total_quantity.as_deref().unwrap_or_default())?;
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

fn write_price_types<W: Write>(xml: &mut XmlOut<W>, price_types: &[PriceType]) -> io::Result<()> {
    xml.start("ТипыЦен", &[])?;
    for price_type in price_types {
        xml.start("ТипЦены", &[])?;
        xml.leaf("Ид", &price_type.id)?;
        xml.leaf("Наименование", &price_type.name)?;
        xml.leaf("Валюта", &price_type.currency)?;
        if let Some(includes_tax) = price_type.includes_tax {
            xml.start("Налог", &[])?;
            xml.leaf("Наименование", "НДС")?;
            xml.leaf("УчтеноВСумме", said(includes_tax))?;
            xml.leaf("Акциз", "false")?;
            xml.end()?;
        }
        xml.end()?;
    }
    xml.end()
}

fn write_warehouses<W: Write>(xml: &mut XmlOut<W>, warehouses: &[Warehouse]) -> io::Result<()> {
    xml.start("Склады", &[])?;
    for warehouse in warehouses {
        xml.start("Склад", &[])?;
        xml.leaf("Ид", &warehouse.id)?;
        xml.leaf("Наименование", &warehouse.name)?;
        if !warehouse.address.is_empty() {
            xml.start("Адрес", &[])?;
            xml.leaf("Представление", &warehouse.address)?;
            xml.end()?;
        }
        xml.end()?;
    }
    xml.end()
}

fn write_stock<W: Write>(xml: &mut XmlOut<W>, name: &'static str, stock: Option<&[Stock]>) -> io::Result<()> {
    for row in stock.unwrap_or_default() {
        xml.empty(
            name,
            &[("ИдСклада", &row.warehouse), ("КоличествоНаСкладе", &row.quantity)],
        )?;
    }
    Ok(())
}
