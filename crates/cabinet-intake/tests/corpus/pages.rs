//! Pages and markup: HTML of mails and shops, the clipboard, XML of Excel 2003, orders of 1C.

use crate::score::Case;

/// The header that Windows puts before HTML in its clipboard.
fn clipboard(html: &str) -> String {
    let head = "Version:0.9\r\nStartHTML:0000000105\r\nEndHTML:0000009999\r\nStartFragment:0000000141\r\nEndFragment:0000009999\r\n";
    format!("{head}<html><body>\r\n<!--StartFragment-->{html}<!--EndFragment-->\r\n</body></html>")
}

pub fn cases() -> Vec<Case> {
    vec![
        Case::text(
            "HTML that a shop saves as .xls",
            "<html><head><meta charset=utf-8><style>td{color:red}</style></head><body><table border=1>\
             <tr><td colspan=3><b>Заказ от 12.05.2024</b><tr><th>Артикул<th>Наименование<th>Кол-во\
             <tr><td>А-1<td>Болт &laquo;М8&raquo; 1/2&quot;<td>5&nbsp;шт<tr style='display:none'><td>А-2<td>Гайка<td>6\
             <tr><td>А&amp;Б-3<td>Шайба<td>1&#160;000,5</table></body></html>",
            "3 А-1 = 5 шт\n4 А-2 = 6 ~\n5 А&Б-3 = 1000.5",
        ),
        Case::bytes(
            "the same in windows-1251",
            encoding_rs::WINDOWS_1251
                .encode("<table><tr><td>Артикул</td><td>Количество</td></tr><tr><td>БГ-12</td><td>5</td></tr></table>")
                .0
                .into_owned(),
            "2 БГ-12 = 5",
        ),
        Case::text(
            "a mail laid out with tables inside of tables",
            "<div>Добрый день</div><table><tr><td><table><tr><td>Артикул</td><td>Количество</td></tr>\
             <tr><td>А-1</td><td>5</td></tr></table></td></tr><tr><td>Подпись</td></tr></table>",
            "2 А-1 = 5",
        ),
        Case::text(
            "merged cells of a page",
            "<table><tr><th rowspan=2>Артикул</th><th colspan=2>Заказ</th></tr><tr><th>шт</th><th>Цена</th></tr>\
             <tr><td rowspan=2>А-1</td><td>5</td><td>10</td></tr><tr><td>6</td><td>11</td></tr></table>",
            "3 А-1 = 5 шт\n4 А-1 = 6 шт",
        ),
        Case::text(
            "the clipboard of Excel",
            &clipboard(
                "<table><tr><td>Артикул</td><td>Кол-во</td></tr><tr><td style='mso-number-format:\"00000\"' x:num=\"42\">00042</td><td x:num>5</td></tr></table>",
            ),
            "2 00042 = 5",
        ),
        Case::text(
            "rows of a table without the table",
            &clipboard("<tr><td>Артикул</td><td>Кол-во</td></tr><tr><td>А-1</td><td>5</td></tr>"),
            "2 А-1 = 5",
        ),
        Case::text(
            "a mail without a table",
            "<html><body><p>Добрый день!</p><p>АБ-1 - 5 шт<br>АБ-2 &ndash; 6 шт</p></body></html>",
            "4 АБ-1 = 5 шт\n5 АБ-2 = 6 шт",
        ),
        Case::text(
            "XML of Excel 2003",
            "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
             <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
             <Worksheet ss:Name=\"Заказ\"><Table><Column ss:Index=\"3\" ss:Hidden=\"1\"/>\
             <Row><Cell ss:MergeAcross=\"2\"><Data ss:Type=\"String\">Заказ</Data></Cell></Row>\
             <Row ss:Index=\"4\"><Cell><Data ss:Type=\"String\">Артикул</Data></Cell><Cell ss:Index=\"4\"><Data ss:Type=\"String\">Кол-во</Data></Cell></Row>\
             <Row ss:Hidden=\"1\"><Cell><Data ss:Type=\"String\">А-1</Data></Cell><Cell ss:Index=\"4\"><Data ss:Type=\"Number\">1.0050000000000001E3</Data></Cell></Row>\
             <Row><Cell><Data ss:Type=\"String\">А-2</Data></Cell><Cell ss:Index=\"4\"><Data ss:Type=\"DateTime\">2024-05-12T00:00:00.000</Data></Cell></Row>\
             </Table></Worksheet></Workbook>",
            "5 А-1 = 1005 ~\n6 ! DateForQuantity",
        ),
        Case::text(
            "an order of 1C",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация xmlns=\"urn:1C.ru:commerceml_210\" ВерсияСхемы=\"2.10\">\
             <Документ><Ид>1</Ид><Номер>125</Номер><Товары>\
             <Товар><Ид>x</Ид><Артикул>А-1</Артикул><Штрихкод>4607001234562</Штрихкод><Наименование>Болт &quot;М8&quot;</Наименование>\
             <БазоваяЕдиница Код=\"796\">шт</БазоваяЕдиница><ЦенаЗаЕдиницу>12.50</ЦенаЗаЕдиницу><Количество>5.000</Количество><Сумма>62.50</Сумма></Товар>\
             <Товар><Наименование>Гайка</Наименование><Количество>1.234</Количество></Товар>\
             </Товары></Документ></КоммерческаяИнформация>",
            "2 А-1 = 5 шт\n3 Гайка = 1.234",
        ),
        Case::text(
            "XML that is no order",
            "<?xml version=\"1.0\"?><rss><channel/></rss>",
            "error this is XML of a kind that holds no order",
        ),
        Case::text(
            "a mail: a footnote, a field of choices, a row struck out, units under one title with the amounts",
            "<table><tr><th>Артикул</th><th colspan=2>Количество</th><th>Цена</th></tr>\
             <tr><td>А-1</td><td>6<sup>2</sup></td><td>шт</td><td>5</td></tr>\
             <tr><td>А-2</td><td><select><option>1<option selected>5<option>9</select></td><td>шт</td><td>5</td></tr>\
             <tr><td><del>А-3</del></td><td>7</td><td>шт</td><td>5</td></tr>\
             <tr><td>А-4</td><td>2</td><td>уп</td><td><s>6</s> 5</td></tr></table>",
            "2 ! NotANumber\n3 А-2 = ? шт\n4 А-3 = 7 шт ~\n5 А-4 = 2 уп",
        ),
        Case::text(
            "a copy of Excel and a mail: rows struck out by styles, of a class, a row, a cell and a span",
            "<html><head><style><!--td {color:black}\r\n.xl66 {mso-style-parent:style0; text-decoration:line-through;}--></style></head>\
             <body><table><!--StartFragment--><tr><td>Артикул</td><td>Количество</td><td>Цена</td></tr>\
             <tr><td class=xl65>А-1</td><td>1</td><td>5</td></tr>\
             <tr><td class=xl66>А-2</td><td class=xl66>2</td><td class=xl66>5</td></tr>\
             <tr style='text-decoration: line-through'><td>А-3</td><td>3</td><td>5</td></tr>\
             <tr><td style=\"color:red;text-decoration:line-through\">А-4</td><td>4</td><td>5</td></tr>\
             <tr><td><span style='text-decoration:line-through'><b>А-5</b></span></td><td>5</td><td>5</td></tr>\
             <tr><td>А-6</td><td>6</td><td><span style='text-decoration:line-through'>7</span> 6</td></tr>\
             <!--EndFragment--></table></body></html>",
            "2 А-1 = 1\n3 А-2 = 2 ~\n4 А-3 = 3 ~\n5 А-4 = 4 ~\n6 А-5 = 5 ~\n7 А-6 = 6",
        ),
        Case::text(
            "a flat workbook of LibreOffice: rows struck out by the style of cells and of letters",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document xmlns:office=\"o\" xmlns:style=\"s\" xmlns:table=\"t\" xmlns:text=\"x\">\
             <office:automatic-styles><style:style style:name=\"ce1\" style:family=\"table-cell\">\
             <style:text-properties style:text-line-through-style=\"solid\" style:text-line-through-type=\"single\"/></style:style>\
             <style:style style:name=\"ce2\" style:family=\"table-cell\"><style:text-properties style:text-line-through-style=\"none\"/></style:style>\
             <style:style style:name=\"T1\" style:parent-style-name=\"ce1\"/></office:automatic-styles>\
             <office:body><office:spreadsheet><table:table table:name=\"Лист1\">\
             <table:table-row><table:table-cell><text:p>Артикул</text:p></table:table-cell><table:table-cell><text:p>Количество</text:p></table:table-cell></table:table-row>\
             <table:table-row><table:table-cell table:style-name=\"ce2\"><text:p>А-1</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p></table:table-cell></table:table-row>\
             <table:table-row><table:table-cell table:style-name=\"ce1\"><text:p>А-2</text:p></table:table-cell><table:table-cell table:style-name=\"ce1\" office:value-type=\"float\" office:value=\"2\"><text:p>2</text:p></table:table-cell></table:table-row>\
             <table:table-row><table:table-cell><text:p><text:span text:style-name=\"T1\">А-3</text:span></text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"3\"><text:p>3</text:p></table:table-cell></table:table-row>\
             <table:table-row table:default-cell-style-name=\"ce1\"><table:table-cell><text:p>А-4</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"4\"><text:p>4</text:p></table:table-cell></table:table-row>\
             </table:table></office:spreadsheet></office:body></office:document>",
            "2 А-1 = 1\n3 А-2 = 2 ~\n4 А-3 = 3 ~\n5 А-4 = 4 ~",
        ),
        Case::text(
            "CommerceML: a unit that holds many base units",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация ВерсияСхемы=\"2.08\"><Документ><Номер>7</Номер><Товары>\
             <Товар><Артикул>А-1</Артикул><БазоваяЕдиница>шт</БазоваяЕдиница><Количество>2</Количество><Единица>упак</Единица>\
             <Коэффициент>200</Коэффициент></Товар><Товар><Артикул>А-2</Артикул><Количество>3</Количество></Товар>\
             </Товары></Документ></КоммерческаяИнформация>",
            "2 А-1 = 400 шт\n3 А-2 = 3",
        ),
        Case::text(
            "XML of Excel 2003, cut off",
            "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table><Row><Cell>",
            "error the file is damaged",
        ),
    ]
}
