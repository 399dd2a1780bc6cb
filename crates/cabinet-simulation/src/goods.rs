//! A small supplier's goods as 1C exports them, and what they cost at every time.

use crate::dice::Dice;
use std::fmt::Write as _;

/// How many goods there are: more than a segment or a page of the simulation takes.
pub const COUNT: usize = 13;

/// One of the goods.
#[derive(Debug, Clone)]
pub struct Good {
    /// The id of 1C.
    pub id: String,
    /// Prices in whole roubles that it had, the newest last.
    pub prices: Vec<i64>,
    /// Pieces in two warehouses.
    pub stock: [i64; 2],
    /// Not deleted.
    pub is_there: bool,
    /// Grows with each new name.
    pub name: u64,
}

/// The goods at the beginning.
pub fn first(dice: &mut Dice) -> Vec<Good> {
    (0..COUNT)
        .map(|at| Good {
            id: format!("i{at:02}"),
            prices: vec![dice.between(5, 50)],
            stock: [dice.between(0, 40), dice.between(0, 40)],
            is_there: true,
            name: 0,
        })
        .collect()
}

/// `import.xml` with these goods, deleted ones with their mark.
pub fn catalogue(goods: &[Good]) -> String {
    let mut rows = String::new();
    for good in goods {
        let id = &good.id;
        if good.is_there {
            write!(
                rows,
                "<Товар><Ид>{id}</Ид><Артикул>ART-{id}</Артикул><Наименование>Болт {id} {}</Наименование>\
                 <БазоваяЕдиница Код=\"796\" НаименованиеПолное=\"Штука\">шт</БазоваяЕдиница>\
                 <СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>20</Ставка></СтавкаНалога>\
                 </СтавкиНалогов></Товар>",
                good.name
            )
            .unwrap();
        } else {
            write!(rows, "<Товар Статус=\"Удален\"><Ид>{id}</Ид></Товар>").unwrap();
        }
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация ВерсияСхемы=\"2.08\">\
         <Каталог СодержитТолькоИзменения=\"true\"><Ид>c</Ид><Товары>{rows}</Товары></Каталог>\
         </КоммерческаяИнформация>"
    )
}

/// `offers.xml` with their prices and stock.
pub fn offers(goods: &[Good]) -> String {
    let mut rows = String::new();
    for good in goods.iter().filter(|good| good.is_there) {
        write!(
            rows,
            "<Предложение><Ид>{}</Ид><Цены><Цена><ИдТипаЦены>p1</ИдТипаЦены><ЦенаЗаЕдиницу>{}</ЦенаЗаЕдиницу>\
             <Валюта>RUB</Валюта></Цена></Цены><Склад ИдСклада=\"w1\" КоличествоНаСкладе=\"{}\"/>\
             <Склад ИдСклада=\"w2\" КоличествоНаСкладе=\"{}\"/></Предложение>",
            good.id,
            good.prices.last().unwrap(),
            good.stock[0],
            good.stock[1]
        )
        .unwrap();
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация ВерсияСхемы=\"2.08\">\
         <ПакетПредложений СодержитТолькоИзменения=\"true\"><Ид>o</Ид><ТипыЦен><ТипЦены><Ид>p1</Ид>\
         <Наименование>Опт</Наименование><Валюта>RUB</Валюта><Налог><Наименование>НДС</Наименование>\
         <УчтеноВСумме>true</УчтеноВСумме></Налог></ТипЦены></ТипыЦен>\
         <Склады><Склад><Ид>w1</Ид><Наименование>Первый</Наименование></Склад>\
         <Склад><Ид>w2</Ид><Наименование>Второй</Наименование></Склад></Склады>\
         <Предложения>{rows}</Предложения></ПакетПредложений></КоммерческаяИнформация>"
    )
}
