//! The parts of products and offers that are stored as one blob: lists and texts that no statement searches by.
//!
//! Protobuf, written by hand; a field number never changes its meaning. Texts stay as 1C wrote them: they become what
//! dealers see only when they are published, so a late dictionary still names old goods.

use commerceml::model;
use prost::Message;

/// What the table `product` keeps in `details`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct ProductDetails {
    /// "Полное наименование"; empty when not said.
    #[prost(string, tag = "1")]
    pub full_name: String,
    /// The first barcode; empty when there is none.
    #[prost(string, tag = "2")]
    pub barcode: String,
    /// БазоваяЕдиница.
    #[prost(message, optional, tag = "3")]
    pub unit: Option<StoredUnit>,
    /// The first group.
    #[prost(string, optional, tag = "4")]
    pub group: Option<String>,
    /// Изготовитель or ТорговаяМарка.
    #[prost(string, tag = "5")]
    pub maker: String,
    /// Rate of НДС/ПДВ as written; empty when not said.
    #[prost(string, tag = "6")]
    pub vat: String,
    /// ХарактеристикиТовара: name and value.
    #[prost(message, repeated, tag = "7")]
    pub characteristics: Vec<Pair>,
    /// Описание.
    #[prost(string, tag = "8")]
    pub description: String,
    /// ЗначенияСвойств: id of the property and value, which may be the id of a reference value.
    #[prost(message, repeated, tag = "9")]
    pub properties: Vec<Pair>,
    /// Вес as written, in kilograms.
    #[prost(string, tag = "10")]
    pub weight: String,
    /// ТипНоменклатуры ("Товар", "Услуга"); empty when not said.
    #[prost(string, tag = "11")]
    pub product_type: String,
    /// Картинка: paths, the main one first.
    #[prost(string, repeated, tag = "12")]
    pub pictures: Vec<String>,
    /// Файл: path and title.
    #[prost(message, repeated, tag = "13")]
    pub files: Vec<Pair>,
    /// Аналоги: Ид.
    #[prost(string, repeated, tag = "14")]
    pub analogues: Vec<String>,
    /// Объем as written, in cubic metres.
    #[prost(string, tag = "15")]
    pub volume: String,
}

/// What the table `offer` keeps in `details`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct OfferDetails {
    /// The first barcode; empty when there is none.
    #[prost(string, tag = "1")]
    pub barcode: String,
    /// БазоваяЕдиница.
    #[prost(message, optional, tag = "2")]
    pub unit: Option<StoredUnit>,
    /// ХарактеристикиТовара: name and value.
    #[prost(message, repeated, tag = "3")]
    pub characteristics: Vec<Pair>,
    /// As in [`ProductDetails`].
    #[prost(message, repeated, tag = "4")]
    pub properties: Vec<Pair>,
    /// As in [`ProductDetails`].
    #[prost(string, repeated, tag = "5")]
    pub pictures: Vec<String>,
}

/// A unit as written.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct StoredUnit {
    /// Ид of a unit object (3.1).
    #[prost(string, tag = "1")]
    pub id: String,
    /// Код.
    #[prost(string, tag = "2")]
    pub code: String,
    /// Short name.
    #[prost(string, tag = "3")]
    pub name: String,
    /// НаименованиеПолное.
    #[prost(string, tag = "4")]
    pub full_name: String,
    /// МеждународноеСокращение.
    #[prost(string, tag = "5")]
    pub international: String,
    /// Пересчет: unit and factor.
    #[prost(message, repeated, tag = "6")]
    pub conversions: Vec<Pair>,
}

/// Two texts that belong together.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Pair {
    /// Name or id.
    #[prost(string, tag = "1")]
    pub name: String,
    /// Value.
    #[prost(string, tag = "2")]
    pub value: String,
}

impl Pair {
    fn all(pairs: Vec<(String, String)>) -> Vec<Self> {
        pairs.into_iter().map(|(name, value)| Self { name, value }).collect()
    }

    fn characteristics(of: Vec<model::Characteristic>) -> Vec<Self> {
        of.into_iter()
            .map(|c| Self {
                name: c.name,
                value: c.value,
            })
            .collect()
    }
}

impl From<model::Unit> for StoredUnit {
    fn from(unit: model::Unit) -> Self {
        Self {
            id: unit.id,
            // УТ pads three-digit codes to four characters.
            code: unit.code.trim().to_owned(),
            name: unit.name.trim().to_owned(),
            full_name: unit.full_name.trim().to_owned(),
            international: unit.international.trim().to_owned(),
            conversions: unit
                .conversions
                .into_iter()
                .map(|c| Pair {
                    name: c.unit,
                    value: c.factor,
                })
                .collect(),
        }
    }
}

impl ProductDetails {
    /// Takes over what a product of the catalogue says.
    pub(crate) fn from_model(product: model::Product) -> Self {
        let requisite = |name: &str| {
            let found = product.requisites.iter().find(|(key, _)| key.trim() == name);
            found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let weight = if product.weight.is_empty() {
            requisite("Вес")
        } else {
            product.weight.clone()
        };
        let volume = ["Объем", "Объём", "Об'єм", "ОбъемНоменклатуры"]
            .into_iter()
            .map(requisite)
            .find(|text| !text.is_empty())
            .unwrap_or_default();
        let product_type = requisite("ТипНоменклатуры");
        let vat = product
            .taxes
            .iter()
            .find(|(name, _)| matches!(name.trim().to_lowercase().as_str(), "ндс" | "пдв" | "vat"))
            .or_else(|| product.taxes.iter().find(|(name, _)| name.trim().is_empty()))
            .map(|(_, rate)| rate.clone())
            .unwrap_or_default();
        Self {
            full_name: product.full_name,
            barcode: product.barcodes.into_iter().next().unwrap_or_default(),
            unit: product.unit.map(StoredUnit::from),
            group: product.groups.into_iter().next(),
            maker: product.maker,
            vat,
            characteristics: Pair::characteristics(product.characteristics),
            description: product.description,
            properties: Pair::all(product.properties),
            weight,
            volume,
            product_type,
            pictures: product.pictures,
            files: Pair::all(product.files),
            analogues: product.analogues,
        }
    }
}

impl OfferDetails {
    /// Takes over what an offer says; what it leaves out stays as it was, for a file of prices or stock says little.
    pub(crate) fn merge(&mut self, offer: &mut model::Offer) {
        if let Some(barcode) = std::mem::take(&mut offer.barcodes).into_iter().next() {
            self.barcode = barcode;
        }
        if let Some(unit) = offer.unit.take() {
            self.unit = Some(unit.into());
        }
        if !offer.characteristics.is_empty() {
            self.characteristics = Pair::characteristics(std::mem::take(&mut offer.characteristics));
        }
        if !offer.properties.is_empty() {
            self.properties = Pair::all(std::mem::take(&mut offer.properties));
        }
        if !offer.pictures.is_empty() {
            self.pictures = std::mem::take(&mut offer.pictures);
        }
    }
}
