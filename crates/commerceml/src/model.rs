//! What a CommerceML file says, object by object, with texts as they stand.

/// One object of a file, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The root element.
    Begin(FileHeader),
    /// A section begins; its objects follow.
    Section(Section),
    /// A group of the classifier; nested groups come after their parent.
    Group(Group),
    /// A property of the classifier (of goods or of offers).
    Property(Property),
    /// A unit of measure as an object of its own (3.1).
    Unit(Unit),
    /// A price type.
    PriceType(PriceType),
    /// A warehouse.
    Warehouse(Warehouse),
    /// A product of the catalogue.
    Product(Box<Product>),
    /// An offer: prices, stock, or both.
    Offer(Box<Offer>),
    /// A document of `type=sale`: an order, an invoice, a shipment, a payment.
    Document(Box<Document>),
    /// A counterparty outside a document (3.1 `contragents`).
    Counterparty(Box<Counterparty>),
}

/// The root element's attributes, as written and not to be trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileHeader {
    /// ВерсияСхемы.
    pub schema_version: String,
    /// ДатаФормирования.
    pub made_at: String,
}

/// Which section the following objects belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Классификатор, Каталог, ПакетПредложений, ИзмененияПакетаПредложений.
    pub kind: SectionKind,
    /// СодержитТолькоИзменения: `Some(false)` begins a full export; `None` when not said.
    pub only_changes: Option<bool>,
}

/// Kinds of sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// Классификатор.
    Classifier,
    /// Каталог.
    Catalogue,
    /// ПакетПредложений.
    Offers,
    /// ИзмененияПакетаПредложений.
    OfferChanges,
}

/// Группа.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Ид.
    pub id: String,
    /// The group that contains it.
    pub parent: Option<String>,
    /// Наименование.
    pub name: String,
    /// Any of the three spellings of deletion.
    pub is_deleted: bool,
}

/// Свойство.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Property {
    /// Ид.
    pub id: String,
    /// Наименование.
    pub name: String,
    /// ТипЗначений, as written.
    pub value_type: String,
    /// ВариантыЗначений/Справочник: id and value.
    pub variants: Vec<(String, String)>,
    /// Any of the three spellings of deletion.
    pub is_deleted: bool,
}

/// A unit of measure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// Ид of a unit object (3.1); empty in 2.x.
    pub id: String,
    /// Код: ОКЕИ or КСПОВО, as written.
    pub code: String,
    /// Short name.
    pub name: String,
    /// НаименованиеПолное.
    pub full_name: String,
    /// МеждународноеСокращение.
    pub international: String,
    /// Пересчет: other units with their factor to this one (Единица, Коэффициент).
    pub conversions: Vec<UnitConversion>,
}

/// Пересчет of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitConversion {
    /// Единица: a code or a name, as written.
    pub unit: String,
    /// Коэффициент, as written.
    pub factor: String,
}

/// ТипЦены.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriceType {
    /// Ид.
    pub id: String,
    /// Наименование.
    pub name: String,
    /// Валюта, as written.
    pub currency: String,
    /// Налог/УчтеноВСумме; `None` when not said.
    pub includes_tax: Option<bool>,
    /// Any of the three spellings of deletion.
    pub is_deleted: bool,
}

/// Склад.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Warehouse {
    /// Ид.
    pub id: String,
    /// Наименование.
    pub name: String,
    /// Адрес/Представление; empty when not said.
    pub address: String,
    /// Any of the three spellings of deletion.
    pub is_deleted: bool,
}

/// Товар of the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Product {
    /// Ид, possibly with `#characteristic`.
    pub id: String,
    /// Штрихкод: every one that is not empty.
    pub barcodes: Vec<String>,
    /// Артикул.
    pub article: String,
    /// Наименование.
    pub name: String,
    /// "Полное наименование" of the requisites; empty when not said.
    pub full_name: String,
    /// БазоваяЕдиница.
    pub unit: Option<Unit>,
    /// Группы/Ид.
    pub groups: Vec<String>,
    /// Изготовитель/Наименование, or ТорговаяМарка.
    pub maker: String,
    /// СтавкиНалогов: (Наименование, Ставка).
    pub taxes: Vec<(String, String)>,
    /// ХарактеристикиТовара.
    pub characteristics: Vec<Characteristic>,
    /// Описание.
    pub description: String,
    /// Картинка: paths as written, the main one first; some exporters name other files here too.
    pub pictures: Vec<String>,
    /// Файл, as an element or a requisite, and what ОписаниеФайла says of a path: path and title, which may be empty.
    pub files: Vec<(String, String)>,
    /// Аналоги: their Ид, the best first.
    pub analogues: Vec<String>,
    /// ЗначенияСвойств: id of the property and each value, as written (a reference value is an id).
    pub properties: Vec<(String, String)>,
    /// ЗначенияРеквизитов: name and value.
    pub requisites: Vec<(String, String)>,
    /// Вес, as written.
    pub weight: String,
    /// Цены inside a product (some exporters).
    pub prices: Vec<Price>,
    /// Stock inside a product (some exporters).
    pub stock: Vec<Stock>,
    /// Количество inside a product; `None` when not said.
    pub total_quantity: Option<String>,
    /// Any of the three spellings of deletion.
    pub is_deleted: bool,
}

/// ХарактеристикаТовара.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Characteristic {
    /// Ид; may be empty.
    pub id: String,
    /// Наименование.
    pub name: String,
    /// Значение.
    pub value: String,
}

/// Предложение.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// Ид; with a separate ИдХарактеристики the two are joined as `product#characteristic`.
    pub id: String,
    /// Артикул.
    pub article: String,
    /// Наименование.
    pub name: String,
    /// Штрихкод: every one that is not empty.
    pub barcodes: Vec<String>,
    /// БазоваяЕдиница.
    pub unit: Option<Unit>,
    /// ХарактеристикиТовара.
    pub characteristics: Vec<Characteristic>,
    /// Картинка, as in [`Product`].
    pub pictures: Vec<String>,
    /// ЗначенияСвойств, as in [`Product`].
    pub properties: Vec<(String, String)>,
    /// Цены; `None` when the element is absent (no news).
    pub prices: Option<Vec<Price>>,
    /// Stock by warehouse, in any of its spellings; `None` when none is present (no news).
    pub stock: Option<Vec<Stock>>,
    /// Количество; `None` when not said.
    pub total_quantity: Option<String>,
    /// Any of the three spellings of deletion.
    pub is_deleted: bool,
}

/// Цена.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Price {
    /// ИдТипаЦены.
    pub price_type: String,
    /// ЦенаЗаЕдиницу, as written.
    pub amount: String,
    /// Валюта, as written; empty when not said.
    pub currency: String,
    /// Единица, as written.
    pub unit: String,
    /// Коэффициент, as written; empty when not said.
    pub factor: String,
    /// МинКоличество, as written.
    pub min_quantity: String,
}

/// Stock of an offer in a warehouse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stock {
    /// ИдСклада.
    pub warehouse: String,
    /// КоличествоНаСкладе, as written.
    pub quantity: String,
}

/// Документ, read and written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Ид.
    pub id: String,
    /// Номер.
    pub number: String,
    /// Дата, ISO.
    pub date: String,
    /// Время.
    pub time: String,
    /// ХозОперация.
    pub operation: String,
    /// Роль.
    pub role: String,
    /// Валюта, as written.
    pub currency: String,
    /// Курс, as written.
    pub rate: String,
    /// Сумма, as written.
    pub total: String,
    /// СрокПлатежа, ISO.
    pub due_date: String,
    /// Оплаты (2.09).
    pub payments: Vec<DocumentPayment>,
    /// Комментарий.
    pub comment: String,
    /// Контрагенты.
    pub counterparties: Vec<Counterparty>,
    /// Товары.
    pub lines: Vec<DocumentLine>,
    /// ЗначенияРеквизитов: name and value.
    pub requisites: Vec<(String, String)>,
    /// Number in 1C: "Номер по 1С" of the requisites, or Номер1С (3.1).
    pub onec_number: String,
    /// Date in 1C: "Дата по 1С", or Дата1С (3.1).
    pub onec_date: String,
    /// ПометкаУдаления, as element or requisite.
    pub is_deleted: bool,
    /// The document that contains this one (Контейнер, ПодчиненныеДокументы): its Ид, or empty.
    pub parent: String,
}

/// Оплата of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentPayment {
    /// НомерДокумента.
    pub number: String,
    /// НомерТранзакции.
    pub transaction: String,
    /// ДатаОплаты.
    pub date: String,
    /// СуммаОплаты, as written, in the currency of the document.
    pub sum: String,
}

/// Контрагент.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counterparty {
    /// Ид.
    pub id: String,
    /// Наименование.
    pub name: String,
    /// Роль.
    pub role: String,
    /// ОфициальноеНаименование: its presence makes a legal person.
    pub official_name: String,
    /// ПолноеНаименование: of a natural person or a sole trader.
    pub full_name: String,
    /// ИНН.
    pub inn: String,
    /// КПП.
    pub kpp: String,
    /// ОКПО; carries the ЄДРПОУ in BAS.
    pub okpo: String,
    /// ЕДРПОУ (УНФ Ukraine).
    pub edrpou: String,
    /// Адрес or ЮридическийАдрес: Представление.
    pub address: String,
    /// Контакты: (Тип, Значение).
    pub contacts: Vec<(String, String)>,
}

/// Товар of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentLine {
    /// Ид, possibly with `#characteristic`.
    pub id: String,
    /// Артикул.
    pub article: String,
    /// Наименование.
    pub name: String,
    /// БазоваяЕдиница.
    pub unit: Option<Unit>,
    /// ЦенаЗаЕдиницу, as written.
    pub price: String,
    /// Количество, as written.
    pub quantity: String,
    /// Сумма, as written.
    pub sum: String,
    /// Коэффициент, as written; empty when not said.
    pub factor: String,
    /// СтавкиНалогов or Налоги: (Наименование, Ставка, УчтеноВСумме, Сумма).
    pub taxes: Vec<LineTax>,
    /// Скидки: (УчтеноВСумме, Сумма).
    pub discounts: Vec<LineDiscount>,
    /// ЗначенияРеквизитов: name and value.
    pub requisites: Vec<(String, String)>,
}

/// A tax of a document's line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineTax {
    /// Наименование ("НДС").
    pub name: String,
    /// Ставка, as written.
    pub rate: String,
    /// УчтеноВСумме.
    pub is_included: Option<bool>,
    /// Сумма, as written.
    pub sum: String,
}

/// A discount of a document's line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineDiscount {
    /// Наименование.
    pub name: String,
    /// УчтеноВСумме.
    pub is_included: Option<bool>,
    /// Сумма, as written.
    pub sum: String,
}
