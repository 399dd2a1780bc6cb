//! What a УПД says, typed.

use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Currency, Money, UnitPrice};
use cabinet_domain::quantity::Quantity;
use time::Date;

/// A УПД or a счёт-фактура of a seller, complete.
///
/// Source: ON_NSCHFDOPPR, ВерсФорм 5.01 to 5.03. Texts are trimmed; what the file does not say is `None` or empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upd {
    /// ВерсФорм, as written.
    pub version: String,
    /// ИдФайл, as written: unique by the rules of EDO.
    pub file_id: String,
    /// Функция.
    pub function: Function,
    /// НомерСчФ, НомерДок.
    pub number: String,
    /// ДатаСчФ, ДатаДок.
    pub date: Date,
    /// ИспрСчФ, ИспрДок: which correction of the document this is.
    pub correction: Option<Correction>,
    /// СвПрод; the first one where there are several.
    pub seller: Party,
    /// СвПокуп; the first one where there are several.
    pub buyer: Party,
    /// ГрузОт: who sends the goods; the seller where the file says «он же».
    pub consignor: Option<Party>,
    /// ГрузПолуч: who receives the goods.
    pub consignee: Option<Party>,
    /// ОснПер: contracts and orders that the goods are handed over by.
    pub bases: Vec<Basis>,
    /// ДокПодтвОтгр, ДокПодтвОтгрНом: papers of the shipment.
    pub shipping_papers: Vec<Basis>,
    /// СвПРД: what it was paid by.
    pub payments: Vec<Basis>,
    /// ИнфПолФХЖ1 and ИнфПолФХЖ3: free pairs of a name and a value; programs put order numbers there.
    pub notes: Vec<(String, String)>,
    /// ДатаПер: when the goods were handed over.
    pub handed_over: Option<Date>,
    /// КодОКВ.
    pub currency: Currency,
    /// СведТов, in the order of the file.
    pub lines: Vec<Line>,
    /// ВсегоОпл, as stated.
    pub totals: Sums,
    /// What does not add up, in the order of the file.
    pub doubts: Vec<Doubt>,
}

/// What a document stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// СЧФ: счёт-фактура alone.
    Invoice,
    /// СЧФДОП: счёт-фактура and the paper of the shipment, status 1.
    InvoiceAndTransfer,
    /// ДОП: the paper of the shipment alone, status 2.
    Transfer,
}

impl Function {
    /// The word of the format.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invoice => "СЧФ",
            Self::InvoiceAndTransfer => "СЧФДОП",
            Self::Transfer => "ДОП",
        }
    }

    /// Reads the word of the format; other functions (СвРК, СвЗК) are no shipments.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Invoice, Self::InvoiceAndTransfer, Self::Transfer]
            .into_iter()
            .find(|function| function.code() == code)
    }
}

/// Which correction of a document it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// НомИспрСчФ, НомИспр.
    pub number: String,
    /// ДатаИспрСчФ, ДатаИспр.
    pub date: Option<Date>,
}

/// A side of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Name of the firm, or surname, name and patronymic of a person.
    pub name: String,
    /// ИНН of 10 or 12 digits, as written.
    pub inn: Option<String>,
    /// КПП, as written.
    pub kpp: Option<String>,
}

/// A document that is referred to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Basis {
    /// What it is («Заказ», «Договор»).
    pub name: String,
    /// Its number.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// Anything else that is said of it.
    pub more: Option<String>,
}

/// Goods of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// НомСтр, as written; some programs begin with 0.
    pub ordinal: u32,
    /// НаимТов; ХарактерТов where there is no name.
    pub name: String,
    /// АртикулТов.
    pub article: Option<String>,
    /// КодТов.
    pub code: Option<String>,
    /// ГТИН.
    pub gtin: Option<String>,
    /// ОКЕИ_Тов.
    pub unit_code: Option<String>,
    /// НаимЕдИзм.
    pub unit: Option<String>,
    /// КолТов, in thousandths; rounded with a [`Doubt::QuantityRounded`] where it has more decimals.
    pub quantity: Option<Quantity>,
    /// ЦенаТов: without tax, rounded to millionths. Sums are never computed from it.
    pub price: Option<UnitPrice>,
    /// НалСт.
    pub rate: Rate,
    /// СтТовБезНДС, СумНал, СтТовУчНал, as stated.
    pub sums: Sums,
    /// СвТД, СвДТ: customs declarations.
    pub declarations: Vec<Declaration>,
    /// ИнфПолФХЖ2: free pairs of a name and a value; often the code in the seller's 1C.
    pub notes: Vec<(String, String)>,
}

/// The tax rate of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rate {
    /// «20%», «без НДС».
    Of(VatRate),
    /// «20/120»: the tax inside of a payment; whole percent.
    Inside(u8),
    /// «НДС исчисляется налоговым агентом».
    ByAgent,
    /// Anything else, as written.
    Unknown(String),
}

/// Sums of a line or of the whole document, each `None` where it is not stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// Without tax.
    pub net: Option<Money>,
    /// The tax; zero where the file says «без НДС».
    pub vat: Option<Money>,
    /// With tax.
    pub gross: Option<Money>,
}

/// Where goods come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declaration {
    /// КодПроисх: the country by ОКСМ.
    pub country_code: Option<String>,
    /// НомерТД, НомерДТ.
    pub number: Option<String>,
}

/// Which side of a document something is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// СвПрод.
    Seller,
    /// СвПокуп.
    Buyer,
    /// ГрузОтпр.
    Consignor,
    /// ГрузПолуч.
    Consignee,
}

/// Which sum something is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    /// Without tax.
    Net,
    /// The tax.
    Vat,
    /// With tax.
    Gross,
}

/// Something that does not add up. The document is read as it stands all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// An edition that this reader was not written for.
    Version {
        /// As written.
        version: String,
    },
    /// The check digits of an ИНН do not fit, or no ИНН has that length.
    TaxNumber {
        /// Whose it is.
        side: Side,
        /// As written.
        number: String,
    },
    /// There is more than one seller, buyer or consignee; the first one is taken.
    SeveralSides {
        /// Of what there are several.
        side: Side,
        /// How many.
        count: usize,
    },
    /// Price times quantity is not the sum without tax.
    LineSum {
        /// The line, from 1 by its place.
        line: usize,
        /// In the file.
        stated: Money,
        /// By price and quantity.
        computed: Money,
    },
    /// Sum without tax and tax are not the sum with tax.
    LineTax {
        /// The line, from 1 by its place.
        line: usize,
        /// The sum with tax in the file.
        stated: Money,
        /// Net and tax together.
        computed: Money,
    },
    /// A total is not the sum of the lines.
    Total {
        /// Which one.
        which: Which,
        /// In the file.
        stated: Money,
        /// Of the lines.
        computed: Money,
    },
    /// The quantity has more than three decimals and was rounded.
    QuantityRounded {
        /// The line, from 1 by its place.
        line: usize,
        /// As written.
        written: String,
    },
    /// The rate is not one of the year of the document.
    UnusualRate {
        /// The line, from 1 by its place.
        line: usize,
        /// The rate.
        percent: u8,
    },
    /// The rate is none of the format.
    UnknownRate {
        /// The line, from 1 by its place.
        line: usize,
        /// As written.
        written: String,
    },
    /// There are no lines.
    NoLines,
}
