//! A small 1C export, written so that each test decides its prices and stock.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Goods of the export, sold by the piece, with a VAT of 20 % in the price.
#[derive(Debug, Clone)]
pub struct Goods {
    /// Артикул.
    pub article: String,
    /// Name.
    pub name: String,
    /// As 1C writes it; empty for goods without a price.
    pub price: String,
    /// Валюта of the price.
    pub currency: String,
    /// Pieces in the first warehouse, «Основной».
    pub stock: u32,
    /// Pieces in the second one, «Север», which is there when any goods are in it.
    pub in_the_north: u32,
}

/// Goods by article, name, price and stock.
#[must_use]
pub fn goods(list: &[(&str, &str, &str, u32)]) -> Vec<Goods> {
    list.iter()
        .map(|(article, name, price, stock)| Goods {
            article: (*article).to_owned(),
            name: (*name).to_owned(),
            price: (*price).to_owned(),
            currency: "RUB".to_owned(),
            stock: *stock,
            in_the_north: 0,
        })
        .collect()
}

/// The same with so many pieces of some of them in the second warehouse.
#[must_use]
pub fn also_in_the_north(mut goods: Vec<Goods>, there: &[(&str, u32)]) -> Vec<Goods> {
    for item in &mut goods {
        let found = there.iter().find(|(article, _)| *article == item.article);
        item.in_the_north = found.map_or(0, |(_, pieces)| *pieces);
    }
    goods
}

fn id(article: &str) -> String {
    let digits: String = article.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("00000000-0000-4000-8000-{digits:0>12}")
}

fn prices(item: &Goods) -> String {
    if item.price.is_empty() {
        return String::new();
    }
    let (price, currency) = (&item.price, &item.currency);
    format!(
        "<Цены><Цена><ИдТипаЦены>p1</ИдТипаЦены><ЦенаЗаЕдиницу>{price}</ЦенаЗаЕдиницу><Валюта>{currency}</Валюта>\
         <Единица>шт</Единица><Коэффициент>1</Коэффициент></Цена></Цены>"
    )
}

/// Writes `import0_1.xml` and `offers0_1.xml` into a folder.
pub fn write(folder: &Path, goods: &[Goods]) {
    fs::create_dir_all(folder).unwrap();
    let mut products = String::new();
    let mut offers = String::new();
    let is_in_the_north = goods.iter().any(|item| item.in_the_north > 0);
    for item in goods {
        let (id, article, name) = (id(&item.article), &item.article, &item.name);
        write!(
            products,
            r#"<Товар><Ид>{id}</Ид><Артикул>{article}</Артикул><Наименование>{name}</Наименование>
            <БазоваяЕдиница Код="796" НаименованиеПолное="Штука">шт</БазоваяЕдиница><Группы><Ид>g1</Ид></Группы>
            <СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>20</Ставка></СтавкаНалога></СтавкиНалогов></Товар>"#
        )
        .unwrap();
        write!(
            offers,
            r#"<Предложение><Ид>{id}</Ид><Артикул>{article}</Артикул><Наименование>{name}</Наименование>
            {}
            <Количество>{}</Количество><Склад ИдСклада="w1" КоличествоНаСкладе="{}"/>{}</Предложение>"#,
            prices(item),
            item.stock.saturating_add(item.in_the_north),
            item.stock,
            if is_in_the_north {
                format!(r#"<Склад ИдСклада="w2" КоличествоНаСкладе="{}"/>"#, item.in_the_north)
            } else {
                String::new()
            }
        )
        .unwrap();
    }
    let head = r#"<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.08" ДатаФормирования="2026-02-01T10:00:00">"#;
    let north = if is_in_the_north {
        "<Склад><Ид>w2</Ид><Наименование>Север</Наименование></Склад>"
    } else {
        ""
    };
    let import = format!(
        "{head}<Классификатор><Ид>c1</Ид><Наименование>Каталог</Наименование><Группы><Группа><Ид>g1</Ид><Наименование>Крепёж</Наименование></Группа></Группы></Классификатор>
        <Каталог СодержитТолькоИзменения=\"false\"><Ид>k1</Ид><ИдКлассификатора>c1</ИдКлассификатора><Наименование>Каталог</Наименование><Товары>{products}</Товары></Каталог></КоммерческаяИнформация>"
    );
    let offers = format!(
        "{head}<ПакетПредложений СодержитТолькоИзменения=\"false\"><Ид>o1</Ид><Наименование>Предложения</Наименование><ИдКаталога>k1</ИдКаталога><ИдКлассификатора>c1</ИдКлассификатора>
        <ТипыЦен><ТипЦены><Ид>p1</Ид><Наименование>Оптовая</Наименование><Валюта>RUB</Валюта><Налог><Наименование>НДС</Наименование><УчтеноВСумме>true</УчтеноВСумме></Налог></ТипЦены></ТипыЦен>
        <Склады><Склад><Ид>w1</Ид><Наименование>Основной</Наименование></Склад>{north}</Склады><Предложения>{offers}</Предложения></ПакетПредложений></КоммерческаяИнформация>"
    );
    fs::write(folder.join("import0_1.xml"), import).unwrap();
    fs::write(folder.join("offers0_1.xml"), offers).unwrap();
}
