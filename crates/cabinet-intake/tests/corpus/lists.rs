//! Lists of text: separated columns and free lines.

use crate::score::Case;
use encoding_rs::{Encoding, IBM866, KOI8_U, WINDOWS_1251};

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, is_lossy) = encoding.encode(text);
    assert!(!is_lossy, "{text}");
    bytes.into_owned()
}

fn wide(text: &str) -> Vec<u8> {
    [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect()
}

const PLAIN: &str = "Артикул;Наименование;Количество\r\nБГ-12;Болт оцинкованный;5\r\nШГ-7;Шайба пружинная;1 000,5\r\n";
const PLAIN_READ: &str = "2 БГ-12 = 5\n3 ШГ-7 = 1000.5";

pub fn cases() -> Vec<Case> {
    let mut cases = plain_cases();
    cases.extend(beside_the_order());
    cases
}

/// Lists in which a number is not what it looks like: a price, a stock, packs, thousands.
fn beside_the_order() -> Vec<Case> {
    vec![
        Case::text(
            "a column of units behind two columns from a spreadsheet",
            "Артикул\tКол-во\tЕд\nБГ-12\t2\tуп\nШГ-7\t3\tупак\n",
            "2 БГ-12 = 2 уп\n3 ШГ-7 = 3 упак",
        ),
        Case::text("packs in the title", "Артикул;Заказ, уп\nБГ-12;2\n", "2 БГ-12 = 2 уп"),
        Case::text(
            "packs alone in the title",
            "Артикул;Упаковок\nБГ-12;2\n",
            "2 БГ-12 = 2 Упаковок",
        ),
        Case::text(
            "the size of the pack in the title",
            "Артикул;Заказ (уп. по 100 шт)\nБГ-12;2\n",
            "2 БГ-12 = 2 уп. по 100 шт",
        ),
        Case::text(
            "thousands in the title",
            "Артикул;Кол-во, тыс.шт\nБГ-12;2\nШГ-7;0,5\n",
            "2 БГ-12 = 2 тыс.шт\n3 ШГ-7 = 0.5 тыс.шт",
        ),
        Case::text(
            "packs, what they hold, and pieces in all",
            "Артикул;Упаковок;В уп;Итого шт\nБГ-12;2;5;10\nШГ-7;3;5;15\n",
            "2 БГ-12 = 10 шт\n3 ШГ-7 = 15 шт",
        ),
        Case::text(
            "pieces and packs, in a column each",
            "Артикул;шт;уп\nБГ-12;;2\nШГ-7;50;\nГЩ-1;5;1\n",
            "2 БГ-12 = ?\n3 ШГ-7 = ?\n4 ГЩ-1 = ?",
        ),
        Case::text(
            "prices and nothing else",
            "Артикул;Цена\nБГ-12;50\nШГ-7;60\n",
            "2 БГ-12 = ?\n3 ШГ-7 = ?",
        ),
        Case::text(
            "wholesale prices",
            "Артикул;Опт\nБГ-12;50\nШГ-7;60\n",
            "2 БГ-12 = ?\n3 ШГ-7 = ?",
        ),
        Case::text(
            "a stock",
            "Артикул;Ост.\nБГ-12;300\nШГ-7;7\n",
            "2 БГ-12 = ?\n3 ШГ-7 = ?",
        ),
        Case::text(
            "a year",
            "Артикул;Год выпуска\nБГ-12;2024\nШГ-7;2025\n",
            "2 БГ-12 = ?\n3 ШГ-7 = ?",
        ),
        Case::text(
            "numbers under a title that nobody knows",
            "Артикул;ТЗ\nБГ-12;4\nШГ-7;2\n",
            "2 БГ-12 = ?\n3 ШГ-7 = ?",
        ),
        Case::text(
            "two shops",
            "Артикул;Ленина;Мира\nБГ-12;5;\nШГ-7;6;2\n",
            "2 БГ-12 = ?\n3 ШГ-7 = ?",
        ),
        Case::text(
            "titles with figures beside the order",
            "Артикул;Опт 1;Опт 2;Заказ\nБГ-12;50;60;2\nШГ-7;51;61;3\n",
            "2 БГ-12 = 2\n3 ШГ-7 = 3",
        ),
        Case::text(
            "the article of the maker beside that of the supplier",
            "Артикул производителя;Артикул;Кол-во\nX1-1;БГ-12;3\nX1-2;ШГ-7;4\n",
            "2 БГ-12 = 3\n3 ШГ-7 = 4",
        ),
        Case::text(
            "articles that a program took for numbers",
            "Артикул,Кол-во\n12345.0,5\n10002.0,7\n",
            "2 12345.0 = 5\n3 10002.0 = 7",
        ),
        Case::text(
            "amounts in brackets, behind a word, and in thousands",
            "БГ-12 (4 шт)\nШГ-7, кол-во: 5\nГЩ-1 2 тыс. шт\n",
            "1 БГ-12 = 4 шт\n2 ШГ-7 = 5\n3 ГЩ-1 = 2 тыс. шт",
        ),
        Case::text(
            "packs in words of their own, behind the number",
            "БГ-12;2;упаковками\nШГ-7;1;коробками\n",
            "1 БГ-12 = 2 упаковками\n2 ШГ-7 = 1 коробками",
        ),
        Case::text(
            "several goods in a line of a message",
            "Здравствуйте!\nПрошу счёт: БГ-12 - 5 шт; ШГ-7 - 1,5 кг.\nЕщё: ГЩ-1 2 уп, ГЩ-2 - 3\nС уважением, Иван\n",
            "2 ! SeveralGoods\n3 ! SeveralGoods",
        ),
        Case::text(
            "all of the order in one line",
            "БГ-12 5шт, ШГ-7 3шт, ГЩ-1 - 7 шт\n",
            "1 ! SeveralGoods",
        ),
        Case::text(
            "a decimal behind a comma",
            "БГ-12, 1,5\nШГ-7, 2\n",
            "1 БГ-12 = 1.5\n2 ШГ-7 = 2",
        ),
    ]
}

fn plain_cases() -> Vec<Case> {
    vec![
        Case::bytes("windows-1251 with semicolons", encoded(PLAIN, WINDOWS_1251), PLAIN_READ),
        Case::bytes("cp866 of a DOS program", encoded(PLAIN, IBM866), PLAIN_READ),
        Case::bytes("KOI8-U", encoded(PLAIN, KOI8_U), PLAIN_READ),
        Case::bytes(
            "UTF-16 with a mark, as Excel saves «Unicode text»",
            wide(&PLAIN.replace(';', "\t")),
            PLAIN_READ,
        ),
        Case::text("UTF-8 with a mark", &format!("\u{feff}{PLAIN}"), PLAIN_READ),
        Case::bytes(
            "windows-1251 in capitals only",
            encoded("АРТИКУЛ;КОЛ-ВО\nКАБЕЛЬ-10;5\nРОЗЕТКА-2;7\n", WINDOWS_1251),
            "2 КАБЕЛЬ-10 = 5\n3 РОЗЕТКА-2 = 7",
        ),
        Case::text(
            "commas, quotes, line breaks and inch marks",
            "Article,Description,Qty\n\"A-1\",\"Bolt, long\nzinc\",5\n\"КМ-1/2\"\"\",Муфта,\"2,5\"\n",
            "2 A-1 = 5\n4 КМ-1/2\" = 2.5",
        ),
        Case::text(
            "tabs from a spreadsheet without titles",
            "БГ-12\tБолт оцинкованный М8\t5\t12,50\nШГ-7\tШайба пружинная М8\t100\t1,20\nГЩ-1\tГайка\t7\t0,95\n",
            "1 БГ-12 = 5\n2 ШГ-7 = 100\n3 ГЩ-1 = 7",
        ),
        Case::text(
            "units in the cells: «5 шт.» and «2,5 кг»",
            "Код;Кол-во\nБГ-12;5 шт.\nШГ-7;2,5 кг\nГЩ-1;10 уп\nДЖ-4;1шт\n",
            "2 БГ-12 = 5 шт.\n3 ШГ-7 = 2.5 кг\n4 ГЩ-1 = 10 уп\n5 ДЖ-4 = 1 шт",
        ),
        Case::text(
            "amounts that can be read in two ways",
            "Артикул;Количество\nБГ-12;1,000\nШГ-7;2.500\nГЩ-1;1 00\nДЖ-4;12\n",
            "2 БГ-12 = 1000|1\n3 ШГ-7 = 2500|2.5\n4 ГЩ-1 = 100\n5 ДЖ-4 = 12",
        ),
        Case::text(
            "three decimals that the sum of the line explains",
            "Артикул;Количество;Цена;Сумма\nБГ-12;1,000;12,50;12,50\nШГ-7;2,500;10,00;25,00\nГЩ-1;3.000;2,00;6 000,00\n",
            "2 БГ-12 = 1\n3 ШГ-7 = 2.5\n4 ГЩ-1 = 3000",
        ),
        Case::text(
            "negative, zero, too fine, huge, words",
            "Артикул;Количество\nА-1;-5\nА-2;0\nА-3;0,0005\nА-4;99999999999\nА-5;по запросу\nА-6;3\nА-7;4\nА-8;5\n",
            "2 ! NotPositive\n3 ! NotPositive\n4 ! TooFine\n5 ! TooLarge\n6 ! NotANumber\n7 А-6 = 3\n8 А-7 = 4\n9 А-8 = 5",
        ),
        Case::text(
            "title rows, requisites, totals and signatures",
            "Заказ № 125 от 12.05.2024;;;\nПокупатель: ООО «Ромашка»;;;\nИНН 7701234567;тел. +7 (495) 123-45-67;;\n;;;\n№;Артикул;Наименование;Кол-во\n1;БГ-12;Болт;5\n2;ШГ-7;Шайба;10\n;;Итого:;15\n;;;\nДиректор;;;Иванов\n",
            "1 # Title\n2 # Title\n3 # Title\n4 # Blank\n5 # Header\n6 БГ-12 = 5\n7 ШГ-7 = 10\n8 # Total\n9 # Blank\n10 # Note",
        ),
        Case::text(
            "Ukrainian titles, group headings, «Всього»",
            "Код товару;Найменування;Од. вим.;К-сть\nКріплення;;;\nБГ-12;Болт;шт;5\nШГ-7;Шайба;кг;1,5\n2. Інструмент;;;\nМЛ-1;Молоток;шт;1\n;Всього;;7,5\n",
            "1 # Header\n2 # Group\n3 БГ-12 = 5 шт\n4 ШГ-7 = 1.5 кг\n5 # Group\n6 МЛ-1 = 1 шт\n7 # Total",
        ),
        Case::text(
            "stock, pack size and minimum beside the order",
            "Артикул;Название;Остаток;Кол-во в упаковке;Мин. заказ;Заказ\nБГ-12;Болт;500;100;10;20\nШГ-7;Шайба;70;50;10;10\nГЩ-1;Гайка;80;50;10;30\n",
            "2 БГ-12 = 20\n3 ШГ-7 = 10\n4 ГЩ-1 = 30",
        ),
        Case::text(
            "a form with amounts beside a few goods",
            "Артикул;Название;Цена;Заказ\nА-1;Болт;1,5;\nА-2;Гайка;2,5;7\nА-3;Шайба;3,5;0\nА-4;Винт;4,5;\nА-5;Шуруп;5,5;-\n",
            "2 # NotOrdered\n3 А-2 = 7\n4 # NotOrdered\n5 # NotOrdered\n6 # NotOrdered\n1 # Header",
        ),
        Case::text(
            "an amount that was forgotten",
            "Артикул;Кол-во\nА-1;5\nА-2;\nА-3;6\nА-4;7\n",
            "2 А-1 = 5\n3 А-2 = ?\n4 А-3 = 6\n5 А-4 = 7",
        ),
        Case::text(
            "two columns that may both be the amount",
            "Артикул;Кол-во план;Кол-во факт\nА-1;5;6\nА-2;7;8\n",
            "2 А-1 = ?\n3 А-2 = ?",
        ),
        Case::text(
            "two whole numbers without titles",
            "А-1;5;100\nА-2;7;120\nА-3;9;90\n",
            "1 А-1 = ?\n2 А-2 = ?\n3 А-3 = ?",
        ),
        Case::text(
            "ordinal numbers without titles",
            "1;А-7;5\n2;А-8;3\n3;А-9;4\n4;А-10;20\n",
            "1 А-7 = 5\n2 А-8 = 3\n3 А-9 = 4\n4 А-10 = 20",
        ),
        Case::text(
            "barcodes of a terminal",
            "4607001234562;2\n4607001234579;12\n5901234123457;1\n",
            "1 4607001234562 = 2\n2 4607001234579 = 12\n3 5901234123457 = 1",
        ),
        Case::text(
            "barcodes that a spreadsheet has rounded",
            "Штрихкод;Кол-во\n4,60701E+12;5\n4607001234562;3\n",
            "2 ! DigitsLost\n3 4607001234562 = 3",
        ),
        Case::text(
            "zeros that were kept by a trick",
            "Артикул;Кол-во\n=\"007\";5\n'00042;6\n0815;7\n",
            "2 007 = 5\n3 00042 = 6\n4 0815 = 7",
        ),
        Case::text(
            "a hint to the spreadsheet, and empty columns",
            "sep=;\n;;Артикул;;Кол-во;\n;;А-1;;5;\n;;А-2;;6;\n",
            "3 А-1 = 5\n4 А-2 = 6",
        ),
        Case::text(
            "a printed form with bars and rules",
            "+------+----------+-----+\n| Арт  | Название | Кол |\n+------+----------+-----+\n| А-1  | Болт     |  5  |\n| А-2  | Гайка    | 12  |\n+------+----------+-----+\n",
            "4 А-1 = 5\n5 А-2 = 12",
        ),
        Case::text(
            "columns of blanks",
            "А-1    Болт М8 оцинкованный    5 шт\nА-2    Гайка М8 оцинкованная   12 шт\n",
            "1 А-1 = 5 шт\n2 А-2 = 12 шт",
        ),
        Case::text(
            "articles that look like dates and telephones",
            "Артикул;Кол-во\n12-05;5\n1-12-24;6\n8-800-100;7\n00-00012345;8\n",
            "2 12-05 = 5\n3 1-12-24 = 6\n4 8-800-100 = 7\n5 00-00012345 = 8",
        ),
        Case::text(
            "a date where the amount should be",
            "Артикул;Кол-во\nА-1;05.12.2024\nА-2;6\nА-3;7\n",
            "2 ! DateForQuantity\n3 А-2 = 6\n4 А-3 = 7",
        ),
        Case::text(
            "repeated titles of a print of many pages",
            "Артикул;Кол-во\nА-1;5\nАртикул;Кол-во\nА-2;6\n",
            "1 # Header\n2 А-1 = 5\n3 # Header\n4 А-2 = 6",
        ),
        Case::text(
            "two tables, one below the other, in other columns",
            "Артикул;Наименование;Кол-во\nА-1;Болт;5\n;;\nДоставка на второй склад;;\nКол-во;Артикул;Наименование\n7;А-2;Гайка\n",
            "2 А-1 = 5\n6 А-2 = 7",
        ),
        Case::text(
            "a unit that contradicts its column",
            "Артикул;Кол-во;Ед.\nА-1;5 уп;шт\nА-2;6;шт\nА-3;7 шт;шт.\n",
            "2 ! TwoUnits\n3 А-2 = 6 шт\n4 А-3 = 7 шт",
        ),
        Case::text(
            "the article is in the second code, as the catalogue knows",
            "Код;Артикул;Кол-во\nАБ-1;ЗЗ-91;5\nАБ-2;ЗЗ-92;6\nАБ-3;ЗЗ-93;7\n",
            "2 АБ-1 = 5\n3 АБ-2 = 6\n4 АБ-3 = 7",
        )
        .known(),
        Case::text(
            "amounts that happen to be articles too",
            "Артикул;Кол-во\nЗЗ-91;10001\nЗЗ-92;10002\n",
            "2 ЗЗ-91 = 10001\n3 ЗЗ-92 = 10002",
        )
        .known(),
        Case::text(
            "numbers for articles, as the catalogue knows",
            "5;10001;7\n6;10002;8\n9;10003;9\n",
            "1 10001 = ?\n2 10002 = ?\n3 10003 = ?",
        )
        .known(),
        Case::text(
            "an article under the title of the name",
            "Товар;Кол-во\nDIN933 M8x40;5\nDIN934 M8;6\n",
            "2 DIN933 M8x40 = 5\n3 DIN934 M8 = 6",
        ),
        Case::text(
            "names only",
            "Наименование товара;Кол-во\nБолт оцинкованный с полной резьбой;5\nГайка шестигранная низкая;6\n",
            "2 Болт оцинкованный с полной резьбой = 5\n3 Гайка шестигранная низкая = 6",
        ),
        Case::text(
            "a letter with a list",
            "Добрый день!\nПрошу выставить счет на следующие позиции:\n\nDIN933 M8x40 - 5 шт\nDIN934 M8 — 1 000 шт.\nПровод 3х2,5 - 10 м\n\nС уважением, Иванов\nтел. +7 (495) 123-45-67\nИНН 7701234567\n",
            "1 # Title\n2 # Title\n3 # Blank\n4 DIN933 M8x40 = 5 шт\n5 DIN934 M8 = 1000 шт.\n6 Провод 3х2,5 = 10 м\n7 # Blank\n8 # Note\n9 # Note\n10 # Note",
        ),
        Case::text(
            "a numbered list",
            "1. АБ-1 - 5 шт\n2. АБ-2 - 6 шт\n3) АБ-3: 7\n",
            "1 АБ-1 = 5 шт\n2 АБ-2 = 6 шт\n3 АБ-3 = 7",
        ),
        Case::text(
            "amounts before the articles",
            "5 шт АБ-1\n2,5 кг. - АБ-2\n10шт АБ-3\n",
            "1 АБ-1 = 5 шт\n2 АБ-2 = 2.5 кг.\n3 АБ-3 = 10 шт",
        ),
        Case::text(
            "lines that say two amounts",
            "М8 х 40\nБолт 8 100\n5 кг мешок 3 шт\nАБ-1 5\nАБ-2 5 12.50\n",
            "1 ! Ambiguous\n2 ! Ambiguous\n3 ! Ambiguous\n4 АБ-1 = 5\n5 ! Ambiguous",
        ),
        Case::text(
            "a unit in the title that contradicts its column",
            "Артикул;Кол-во, уп;Ед.\nА-1;5;шт\nА-2;6;уп\nА-3;7;\nА-4;8 уп;упак\n",
            "2 ! TwoUnits\n3 А-2 = 6 уп\n4 А-3 = 7 уп\n5 А-4 = 8 уп",
        ),
        Case::text(
            "two tables side by side",
            "Артикул;Кол-во;;Артикул;Кол-во\nА-1;5;;А-2;6\nА-3;7;;А-4;8\n",
            "2 ! NoArticle\n3 ! NoArticle",
        ),
        Case::text(
            "a price list without an order",
            "Артикул;Наименование;Цена\nА-1;Болт;125,50\nА-2;Гайка;99,90\n",
            "2 А-1 = ?\n3 А-2 = ?",
        ),
        Case::text(
            "prices only, without titles",
            "А-1;125,50\nА-2;99,90\nА-3;15,35\n",
            "1 А-1 = ?\n2 А-2 = ?\n3 А-3 = ?",
        ),
        Case::text(
            "decimal commas between commas",
            "А-1,2,5\nА-2,3,5\nА-3,4,5\n",
            "1 А-1,2,5 = ?\n2 А-2,3,5 = ?\n3 А-3,4,5 = ?",
        ),
        Case::text(
            "numbers of orders and a discount",
            "Заказ;Код товара;Скидка;Кол-во\n№ 125;А-1;10%;5\n№ 125;А-2;5%;6\n",
            "2 А-1 = 5\n3 А-2 = 6",
        ),
        Case::text(
            "amounts with words that are no amounts",
            "АБ-1 - 5 шт - 100 руб\nАБ-2, 5 шт, срочно\nАБ-3 5-10 шт\nАБ-4 - 7 шт\n",
            "1 АБ-1 - 5 шт - 100 руб = ?\n2 АБ-2, 5 шт, срочно = ?\n3 АБ-3 5-10 шт = ?\n4 АБ-4 = 7 шт",
        ),
        Case::text(
            "articles alone",
            "АБ-1\nАБ-2\n\nАБ-3\n",
            "1 АБ-1 = ?\n2 АБ-2 = ?\n4 АБ-3 = ?",
        ),
        Case::text(
            "a barcode terminal: barcode and quantity between semicolons",
            "4607001234562;5\r\n4607001234579;12\r\n",
            "1 4607001234562 = 5\n2 4607001234579 = 12",
        ),
        Case::text(
            "a barcode terminal: tabs",
            "4607001234562\t5\n4607001234579\t12\n4607001234586\t1\n",
            "1 4607001234562 = 5\n2 4607001234579 = 12\n3 4607001234586 = 1",
        ),
        Case::text(
            "a barcode terminal: commas",
            "4607001234562,5\n4607001234579,12\n",
            "1 4607001234562 = 5\n2 4607001234579 = 12",
        ),
        Case::text(
            "a barcode terminal: columns of blanks",
            "4607001234562      5\n4607001234579     12\n",
            "1 4607001234562 = 5\n2 4607001234579 = 12",
        ),
        Case::text(
            "a barcode terminal: figures of a fixed width",
            "460700123456200005\n460700123457900012\n460700123458600120\n",
            "1 4607001234562 = 5\n2 4607001234579 = 12\n3 4607001234586 = 120",
        ),
        Case::text(
            "a barcode terminal: a row for every scan",
            "4607001234562\n4607001234579\n4607001234562\n\n4607001234562\n",
            "1 4607001234562 = 1\n2 4607001234579 = 1\n3 4607001234562 = 1\n4 # Blank\n5 4607001234562 = 1",
        ),
        Case::text(
            "different barcodes alone may be a list without amounts",
            "4607001234562\n4607001234579\n",
            "1 4607001234562 = ?\n2 4607001234579 = ?",
        ),
        Case::text(
            "figures of a fixed width whose barcode has a wrong check digit",
            "460700123456300005\n460700123457900012\n",
            "1 460700123456300005 = ?\n2 460700123457900012 = ?",
        ),
        Case::text(
            "packs that say what they hold",
            "Артикул;Кол-во\nБГ-12;2 box of 12\nШГ-7;3 кор. по 10 шт\nГЩ-1;5 box\n",
            "2 БГ-12 = 2 box of 12\n3 ШГ-7 = 3 кор. по 10 шт\n4 ГЩ-1 = 5 box",
        ),
        Case::text(
            "packs in a mail",
            "БГ-12 - 2 box of 12\nШГ-7 3 кор по 10\nГЩ-1 5 уп\nЛента 5 м х 10 - 2 рул\n",
            "1 БГ-12 = 2 box of 12\n2 ШГ-7 = 3 кор по 10\n3 ГЩ-1 = 5 уп\n4 Лента 5 м х 10 = 2 рул",
        ),
        Case::text("nothing but blanks", " \r\n\t\n", "error the file is empty"),
        Case::bytes(
            "a picture with another ending",
            b"\x89PNG\r\n\x1a\n\0\0".to_vec(),
            "error this is a picture",
        ),
        Case::bytes(
            "a PDF with another ending",
            b"%PDF-1.7\n%\xe2\xe3".to_vec(),
            "error this is a PDF",
        ),
        Case::bytes(
            "bytes of nothing",
            vec![1, 0, 2, 0, 0, 0xff, 9, 0, 0],
            "error this is a file of bytes",
        ),
    ]
}
