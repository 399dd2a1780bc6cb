//! Titles of columns in Russian, Ukrainian and English.
//!
//! The order of the rules is the point: «Кол-во в упаковке» and «Остаток, шт» hold numbers too, and are no quantities.

use crate::table::roles::{Role, Title};
use crate::table::shapes;

/// Longer texts are sentences.
const LONGEST: usize = 70;
const MOST_WORDS: usize = 9;

/// A title of an article that is one whatever else it says, in percent.
const CLEAR: u8 = 84;

/// What is beside an order: parts of words.
const BESIDE: [&str; 67] = [
    "продаж",
    "продан",
    "год вып",
    "рік вип",
    "гост",
    "остат",
    "налич",
    "наявн",
    "залиш",
    "резерв",
    "склад",
    "минимал",
    "мінімал",
    "кратн",
    "в упак",
    "в уп",
    "в кор",
    "в ящ",
    "в пач",
    "в пал",
    "у упак",
    "в коробк",
    "норма",
    "фасов",
    "отгруж",
    "відвантаж",
    "поставл",
    "скид",
    "знижк",
    "ндс",
    "пдв",
    "вес",
    "вага",
    "объем",
    "обєм",
    "объём",
    "дата",
    "срок",
    "термін",
    "телефон",
    "инн",
    "едрпоу",
    "єдрпоу",
    "окпо",
    "страна",
    "країна",
    "коммент",
    "комент",
    "примеч",
    "приміт",
    "фото",
    "ссылк",
    "гтд",
    "бренд",
    "производител",
    "виробник",
    "групп",
    "група",
    "категор",
    "цвет",
    "колір",
    "размер",
    "розмір",
    "гарант",
    "мест",
    "свободн",
    "доступн",
];
/// The same, whole words.
const BESIDE_WORDS: [&str; 34] = [
    "ост",
    "стр",
    "страница",
    "сторінка",
    "год",
    "рік",
    "year",
    "stock",
    "available",
    "availability",
    "reserve",
    "reserved",
    "moq",
    "min",
    "мин",
    "мін",
    "pack",
    "box",
    "shipped",
    "discount",
    "vat",
    "tax",
    "weight",
    "volume",
    "date",
    "country",
    "comment",
    "note",
    "remark",
    "photo",
    "url",
    "brand",
    "category",
    "упаковка",
];

/// Places of goods.
const PLACES: [&str; 9] = [
    "склад",
    "магазин",
    "филиал",
    "філія",
    "точка",
    "warehouse",
    "store",
    "shop",
    "branch",
];
/// Beginnings of words for what lies there.
const STOCK: [&str; 8] = [
    "остат",
    "налич",
    "наявн",
    "залиш",
    "резерв",
    "свободн",
    "вільн",
    "доступн",
];

/// In all.
const TOTALS: [&str; 6] = ["итого", "всего", "всього", "разом", "усього", "total"];

/// Pieces, as titles say them.
const PIECES: [&str; 5] = ["шт", "штук", "штуки", "pcs", "pieces"];

/// Packs, as a title of one word says them; «Упаковка» is what one holds.
const PACKS: [&str; 17] = [
    "уп",
    "упак",
    "упаковок",
    "кор",
    "коробок",
    "коробов",
    "ящ",
    "ящиков",
    "ящиків",
    "пач",
    "пачек",
    "пачок",
    "мешков",
    "мішків",
    "packs",
    "boxes",
    "cases",
];

/// What a title says; `None` for a text that is no title known.
pub(crate) fn title(text: &str) -> Option<Title> {
    if text.chars().count() > LONGEST {
        return None;
    }
    let plain = plain(text);
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > MOST_WORDS {
        return None;
    }
    let title = Words {
        plain: &plain,
        words: &words,
    };
    title.read()
}

/// Lower case, «ё» as «е», signs as blanks; `№` and `#` stay as words.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ё' => plain.push('е'),
            // An apostrophe inside a word, and letters of other alphabets that look the same.
            '\'' | '’' | 'ʼ' => {}
            '№' | '#' => plain.push_str(" № "),
            letter if letter.is_alphanumeric() => plain.push(letter),
            _ => plain.push(' '),
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ")
}

struct Words<'a> {
    plain: &'a str,
    words: &'a [&'a str],
}

impl Words<'_> {
    /// Whether a word begins so.
    fn begins(&self, beginnings: &[&str]) -> bool {
        self.words
            .iter()
            .any(|word| beginnings.iter().any(|beginning| word.starts_with(beginning)))
    }

    /// Whether a word is one of these.
    fn is(&self, known: &[&str]) -> bool {
        self.words.iter().any(|word| known.contains(word))
    }

    /// Whether these words stand one after the other.
    fn has(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| shapes::has_words(self.plain, phrase))
    }

    fn read(&self) -> Option<Title> {
        if self.is_price() {
            return Some(Title::Role(Role::Price, 95));
        }
        if let Some(title) = self.barcode() {
            return Some(title);
        }
        let article = self.article();
        if let Some(Title::Role(_, strength)) = article
            && strength >= CLEAR
        {
            return article;
        }
        if self.is_sum() {
            return Some(if self.is_tax_only() {
                Title::Other
            } else {
                Title::Role(Role::Sum, 90)
            });
        }
        if self.is_place() {
            return Some(Title::Place);
        }
        if self.is_beside() {
            return Some(Title::Other);
        }
        article
            .or_else(|| self.strong_name())
            .or_else(|| self.quantity())
            .or_else(|| self.weak_name())
            .or_else(|| self.unit())
            .or_else(|| self.ordinal())
    }

    /// «руб/шт», «за шт.», «от 10 шт»: what a piece costs.
    fn is_money(&self) -> bool {
        self.is(&[
            "за", "от", "від", "руб", "р", "грн", "коп", "rub", "uah", "usd", "eur", "₽", "₴", "per", "from",
        ])
    }

    fn is_price(&self) -> bool {
        self.begins(&["цен", "ціна", "цiна", "price", "прайс"])
            || self.is(&["ррц", "rrp", "розница"])
            || (self.is(&["опт", "роздріб", "wholesale", "retail"])
                && !matches!(self.quantity(), Some(Title::Role(_, strength)) if strength >= 80))
    }

    fn is_sum(&self) -> bool {
        let is_sum = self.begins(&["сумм", "сума", "стоимост", "вартіст"])
            || self.is(&["sum", "total", "amount", "итого", "всего", "всього", "разом"]);
        // «Итого шт» is a quantity, as «Всего кол-во» is.
        let is_total = self.is(&TOTALS) && !self.begins(&["сумм", "сума", "стоимост", "вартіст"]);
        let is_counted = (is_total && self.is(&PIECES) && !self.is_money())
            || self
                .quantity()
                .is_some_and(|title| matches!(title, Title::Role(_, strength) if strength >= 90));
        is_sum && !is_counted
    }

    fn is_tax_only(&self) -> bool {
        self.is(&["ндс", "пдв", "vat", "tax"])
            && !self.has(&["с ндс", "з пдв", "без ндс", "без пдв", "incl vat", "with vat"])
    }

    /// «Склад 1», «Магазин Левый берег»; «Склад, остаток» is told to be a stock, and «на складе» says it too.
    fn is_place(&self) -> bool {
        let is_told = self.begins(&STOCK) || self.is(&["stock", "available", "availability", "reserve", "reserved"]);
        let first = self.words.first();
        !is_told && first.is_some_and(|word| PLACES.contains(word))
    }

    fn is_beside(&self) -> bool {
        BESIDE.iter().any(|part| {
            let padded = format!(" {}", self.plain);
            padded.contains(&format!(" {part}"))
        }) || self.is(&BESIDE_WORDS)
            || self.has(&["per box", "per pack"])
    }

    fn barcode(&self) -> Option<Title> {
        let is_barcode =
            self.begins(&["штрих", "barcode", "ean", "gtin"]) || self.has(&["bar code", "шк", "upc", "шк товара"]);
        is_barcode.then_some(Title::Role(Role::Barcode, 95))
    }

    fn article(&self) -> Option<Title> {
        let is_ours = self.begins(&["наш", "покупат", "клиент", "клієнт", "внутр", "our"])
            || self.is(&["own", "buyer", "customer"]);
        let is_theirs = self.begins(&[
            "поставщик",
            "постачальник",
            "ваш",
            "продавц",
            "vendor",
            "supplier",
            "seller",
        ]) || self.is(&["your"]);
        let is_maker = self.begins(&["производит", "виробник", "manufactur", "oem"]);
        let is_article = self.begins(&["артик", "каталожн"])
            || self.is(&["sku", "арт", "art", "article", "mpn", "арткл"])
            || self.has(&["part no", "part number", "part №", "p n", "part"]);
        let is_code = self.begins(&["код"]) && !self.begins(&["кодов"])
            || self.has(&[
                "item code",
                "item no",
                "item number",
                "item №",
                "code",
                "product code",
                "ном номер",
                "номенклатурный номер",
                "номенклатурний номер",
            ]);
        let is_model = self.begins(&["модел"]) || self.is(&["model"]);
        let strength = match (is_article, is_code, is_model) {
            (false, false, false) => return None,
            (true, _, _) if is_theirs => 100,
            (true, _, _) if is_ours => 45,
            // The supplier's own stands beside it where both are there.
            (true, _, _) if is_maker => CLEAR,
            (true, _, _) => 95,
            (_, true, _) if is_theirs => 92,
            (_, true, _) if is_ours => 40,
            (_, true, _)
                if self.begins(&["едрпоу", "єдрпоу", "окпо", "инн", "тнвэд", "уктзед", "уктвэд"])
                    || self.is(&["тн", "укт", "цвета", "страны", "валюты"]) =>
            {
                return Some(Title::Other);
            }
            (_, true, _) => 80,
            _ => 60,
        };
        Some(Title::Role(Role::Article, strength))
    }

    fn strong_name(&self) -> Option<Title> {
        let is_name = self.begins(&["наимен", "назв", "найменув", "описан", "опис"])
            || self.is(&["name", "description", "title", "descr"]);
        is_name.then_some(Title::Role(Role::Name, 95))
    }

    fn quantity(&self) -> Option<Title> {
        let is_number = self.is(&["№", "номер", "no", "number", "id"]);
        if self.begins(&["колич", "кільк", "кiльк", "qty", "quantit"])
            || self.has(&[
                "кол во",
                "кол",
                "к во",
                "к сть",
                "кіл ть",
                "кіл",
                "кол ство",
                "q ty",
                "кть",
            ])
            || self.is(&["qnty", "quant", "колво"])
        {
            return Some(Title::Role(Role::Quantity, 95));
        }
        if !is_number
            && self.is(&[
                "заказ",
                "заказано",
                "заказать",
                "заказу",
                "замовлення",
                "замовлено",
                "замовити",
                "ordered",
                "order",
                "потребность",
                "потреба",
                "нужно",
                "надо",
                "треба",
                "потрібно",
                "необходимо",
                "заявка",
            ])
        {
            return Some(Title::Role(Role::Quantity, 88));
        }
        if self.is(&PIECES) && !self.is_money() {
            let strength = if self.is(&TOTALS) { 90 } else { 60 };
            return Some(Title::Role(Role::Quantity, strength));
        }
        // «Упаковок», «уп.»: so many packs.
        let is_packs = self.words.len() == 1 && self.is(&PACKS);
        is_packs.then_some(Title::Role(Role::Quantity, 60))
    }

    fn weak_name(&self) -> Option<Title> {
        let is_name = self.begins(&["номенклатур", "товар", "продукц", "product", "goods"])
            || self.is(&["item", "items", "позиция", "позиція", "material"]);
        is_name.then_some(Title::Role(Role::Name, 75))
    }

    fn unit(&self) -> Option<Title> {
        let is_unit =
            self.begins(&["един", "одиниц", "изм", "вимір"]) || self.is(&["ед", "од", "unit", "units", "uom", "еи"]);
        is_unit.then_some(Title::Role(Role::Unit, 90))
    }

    fn ordinal(&self) -> Option<Title> {
        let is_ordinal = matches!(
            self.plain,
            "№" | "n" | "no" | "nn" | "пп" | "номер" | "поз" | "pos" | "line" | "строка" | "рядок" | "н"
        ) || self.has(&["п п", "з п", "№ п п", "№ з п", "№ пп", "№ стр"]);
        is_ordinal.then_some(Title::Ordinal)
    }
}

/// Whether a sheet is named as one that tells what lies in a warehouse.
pub(crate) fn is_of_stock(sheet: &str) -> bool {
    let plain = plain(sheet);
    plain
        .split(' ')
        .any(|word| STOCK.iter().any(|stock| word.starts_with(stock)) || word == "stock")
}

/// The unit that a title names: «Кол-во, шт» is counted in pieces, «Заказ (уп. по 100 шт)» in packs, «Коробок» in boxes.
/// What stands in brackets and holds a number that nobody can read is given as it is: it is no unit of any goods.
pub(crate) fn unit_of(text: &str) -> Option<&str> {
    let text = text.trim_end_matches([')', '.', ' ', ':']);
    let behind = |sign: char| text.rsplit_once(sign).map(|(_, unit)| unit.trim());
    let known = [
        Some(text),
        behind('('),
        behind(','),
        behind('/'),
        behind('\u{a0}'),
        behind(' '),
    ];
    let mut tails = known.into_iter().flatten();
    let is_read = |tail: &&str| cabinet_domain::unit_word::read(tail).is_some();
    let is_unit = |tail: &str| tail.split([' ', '.']).any(crate::amount::is_unit);
    let pack = behind('(').filter(|tail| tail.contains(|letter: char| letter.is_ascii_digit()) && is_unit(tail));
    let lower = text.to_lowercase();
    let thousand = ["тыс", "тис", " т.", ",т.", "(т."]
        .iter()
        .find_map(|thousand| text.get(lower.find(thousand)?..))
        .map(|tail| tail.trim_start_matches([' ', ',', '(']));
    pack.or_else(|| thousand.filter(is_read))
        .or_else(|| tails.find(is_read))
}

/// Whether a text begins like the row of totals, and says nothing else.
pub(crate) fn is_total(text: &str) -> bool {
    let plain = plain(text);
    let mut words = plain.split(' ');
    let first = words.next().unwrap_or_default();
    let is_total = matches!(
        first,
        "итого"
            | "всего"
            | "всього"
            | "разом"
            | "підсумок"
            | "total"
            | "subtotal"
            | "усього"
            | "sum"
            | "сумма"
            | "сума"
            | "подитог"
            | "totals"
    ) || plain.starts_with("grand total")
        || plain.starts_with("к оплате")
        || plain.starts_with("до сплати")
        || plain.starts_with("в том числе ндс")
        || plain.starts_with("у т ч пдв")
        || plain.starts_with("в т ч ндс")
        || plain.starts_with("сумма ндс");
    is_total && words.count() <= 8
}

/// Whether a text is about the deal and not about goods: requisites, greetings, contacts.
pub(crate) fn is_about(text: &str) -> bool {
    const FIRST: [&str; 72] = [
        "инн",
        "кпп",
        "огрн",
        "окпо",
        "едрпоу",
        "єдрпоу",
        "іпн",
        "ипн",
        "мфо",
        "бик",
        "iban",
        "swift",
        "тел",
        "телефон",
        "phone",
        "tel",
        "моб",
        "факс",
        "fax",
        "email",
        "почта",
        "пошта",
        "адрес",
        "адреса",
        "address",
        "дата",
        "date",
        "счет",
        "счёт",
        "рахунок",
        "invoice",
        "договор",
        "договір",
        "contract",
        "заказ",
        "замовлення",
        "order",
        "заявка",
        "покупатель",
        "покупець",
        "поставщик",
        "постачальник",
        "buyer",
        "supplier",
        "customer",
        "получатель",
        "грузополучатель",
        "отримувач",
        "доставка",
        "директор",
        "бухгалтер",
        "менеджер",
        "добрый",
        "добрий",
        "доброго",
        "здравствуйте",
        "вітаю",
        "привет",
        "hello",
        "dear",
        "спасибо",
        "дякую",
        "прошу",
        "просим",
        "просимо",
        "please",
        "уважением",
        "повагою",
        "regards",
        "thanks",
        "подпись",
        "підпис",
    ];
    let plain = plain(text);
    // «TEL-5» is an article, «Tel. 5» is not.
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    let first = first.trim_matches(|letter: char| !letter.is_alphanumeric());
    FIRST.contains(&first)
        || plain.starts_with("с уважением")
        || plain.starts_with("з повагою")
        || plain.starts_with("р с ")
        || plain.starts_with("e mail")
        || plain.starts_with("на складе")
        || text.starts_with("г. ")
        || text.contains('@')
        || text.trim_end().ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_what_its_column_is() {
        use Role::{Article, Barcode, Name, Price, Quantity, Sum, Unit};
        for (text, role) in [
            ("Артикул", Some(Article)),
            ("Арт.", Some(Article)),
            ("Код товара", Some(Article)),
            ("Каталожный номер", Some(Article)),
            ("Артикул виробника", Some(Article)),
            ("Part No.", Some(Article)),
            ("Штрих-код", Some(Barcode)),
            ("EAN13", Some(Barcode)),
            ("Наименование товара, работ, услуг", Some(Name)),
            ("Найменування", Some(Name)),
            ("Товары (работы, услуги)", Some(Name)),
            ("Кол-во", Some(Quantity)),
            ("Кол.", Some(Quantity)),
            ("К-сть, шт.", Some(Quantity)),
            ("Кол-во товара", Some(Quantity)),
            ("Заказ", Some(Quantity)),
            ("Итого кол-во", Some(Quantity)),
            ("Qty", Some(Quantity)),
            ("Ед. изм.", Some(Unit)),
            ("Од. виміру", Some(Unit)),
            ("Цена за ед., руб.", Some(Price)),
            ("Ціна з ПДВ", Some(Price)),
            ("Цена со скидкой", Some(Price)),
            ("Сумма с НДС", Some(Sum)),
            ("Всього, грн", Some(Sum)),
            ("Кол-во в упаковке", None),
            ("Остаток, шт", None),
            ("Мин. заказ", None),
            ("Заказчик", None),
            ("Номер заказа", None),
            ("Дата заказа", None),
            ("Вес, кг", None),
            ("Код ЄДРПОУ", None),
            ("Код страны", None),
            ("Сумма НДС", None),
            ("№ п/п", None),
            ("Болт М8х40", None),
            ("Товарная группа", None),
        ] {
            let found = match title(text) {
                Some(Title::Role(role, _)) => Some(role),
                _ => None,
            };
            assert_eq!(found, role, "{text}");
        }
        assert_eq!(title("№ п/п"), Some(Title::Ordinal));
        assert_eq!(title("Остаток, шт"), Some(Title::Other));
        assert_eq!(title("Склад 1"), Some(Title::Place));
        assert_eq!(title("Склад 1: остаток"), Some(Title::Other));
        assert_eq!(title("На складе"), Some(Title::Other));
        assert_eq!(
            (unit_of("Кол-во, шт."), unit_of("Заказ (уп)"), unit_of("Кол-во")),
            (Some("шт"), Some("уп"), None)
        );
        for (title, unit) in [
            ("Кол-во, тыс.шт", Some("тыс.шт")),
            ("Кол-во (тыс. штук)", Some("тыс. штук")),
            ("Количество тыс. шт.", Some("тыс. шт")),
            ("Заказ (уп. по 100 шт)", Some("уп. по 100 шт")),
            ("Заказ (уп. 100 шт)", Some("уп. 100 шт")),
            ("Кол-во (1000 шт)", Some("1000 шт")),
            ("Заказ (по 100 шт)", Some("по 100 шт")),
            ("Заказ (12.05)", None),
            ("КОЛ-ВО ТЫС. ШТ", Some("ТЫС. ШТ")),
            ("Кол-во, т.шт", Some("т.шт")),
            ("Упаковок", Some("Упаковок")),
            ("Кол-во упаковок", Some("упаковок")),
            ("Кол-во по заявке", None),
            ("Заказ 2", None),
        ] {
            assert_eq!(unit_of(title), unit, "{title}");
        }
        for (text, expected) in [
            ("Итого шт", Some(Title::Role(Quantity, 90))),
            ("Стоимость, руб/шт", Some(Title::Role(Sum, 90))),
            ("Стоимость за шт.", Some(Title::Role(Sum, 90))),
            ("Вартість за шт", Some(Title::Role(Sum, 90))),
            ("Опт, руб/шт", Some(Title::Role(Price, 95))),
            ("Опт от 10 шт", Some(Title::Role(Price, 95))),
            ("Заказ опт", Some(Title::Role(Quantity, 88))),
            ("Упаковок", Some(Title::Role(Quantity, 60))),
            ("Упаковка", Some(Title::Other)),
            ("В уп", Some(Title::Other)),
            ("Опт", Some(Title::Role(Price, 95))),
            ("Ост.", Some(Title::Other)),
            ("Год выпуска", Some(Title::Other)),
        ] {
            assert_eq!(title(text), expected, "{text}");
        }
    }
}
