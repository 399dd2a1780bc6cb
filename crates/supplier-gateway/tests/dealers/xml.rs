//! A small shop as CommerceML.

/// An article of the shop: id, price in each price type, stock in the warehouses `w1` and `w2`.
#[derive(Debug, Clone)]
pub struct Article {
    pub id: String,
    pub price: String,
    pub stock: [i64; 2],
}

pub fn article(id: &str, price: &str, stock: [i64; 2]) -> Article {
    Article {
        id: id.to_owned(),
        price: price.to_owned(),
        stock,
    }
}

/// The goods.
pub fn catalogue_xml(articles: &[Article]) -> String {
    let goods: String = articles
        .iter()
        .map(|a| {
            format!(
                "<Товар><Ид>{0}</Ид><Артикул>ART-{0}</Артикул><Наименование>Болт {0}</Наименование>\
                 <БазоваяЕдиница Код=\"796\" НаименованиеПолное=\"Штука\">шт</БазоваяЕдиница>\
                 <СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>20</Ставка></СтавкаНалога>\
                 </СтавкиНалогов></Товар>",
                a.id
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация ВерсияСхемы=\"2.08\">\
         <Каталог СодержитТолькоИзменения=\"true\"><Ид>c</Ид><Товары>{goods}</Товары></Каталог>\
         </КоммерческаяИнформация>"
    )
}

/// Price types, warehouses, prices and stock.
pub fn offers_xml(articles: &[Article]) -> String {
    let offers: String = articles
        .iter()
        .map(|a| {
            let price = |t: &str| {
                format!(
                    "<Цена><ИдТипаЦены>{t}</ИдТипаЦены><ЦенаЗаЕдиницу>{}</ЦенаЗаЕдиницу><Валюта>RUB</Валюта></Цена>",
                    a.price
                )
            };
            let prices = if a.price.is_empty() {
                String::new()
            } else {
                price("p1") + &price("p2")
            };
            format!(
                "<Предложение><Ид>{}</Ид><Цены>{prices}</Цены><Склад ИдСклада=\"w1\" КоличествоНаСкладе=\"{}\"/>\
                 <Склад ИдСклада=\"w2\" КоличествоНаСкладе=\"{}\"/></Предложение>",
                a.id, a.stock[0], a.stock[1]
            )
        })
        .collect();
    let price_type = |id: &str, included: bool| {
        format!(
            "<ТипЦены><Ид>{id}</Ид><Наименование>{id}</Наименование><Валюта>RUB</Валюта>\
             <Налог><Наименование>НДС</Наименование><УчтеноВСумме>{included}</УчтеноВСумме></Налог></ТипЦены>"
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация ВерсияСхемы=\"2.08\">\
         <ПакетПредложений СодержитТолькоИзменения=\"true\"><Ид>o</Ид><ТипыЦен>{}{}</ТипыЦен>\
         <Склады><Склад><Ид>w1</Ид><Наименование>Первый</Наименование></Склад>\
         <Склад><Ид>w2</Ид><Наименование>Второй</Наименование></Склад></Склады>\
         <Предложения>{offers}</Предложения></ПакетПредложений></КоммерческаяИнформация>",
        price_type("p1", true),
        price_type("p2", false),
    )
}
