//! Файл, Документ, СвСчФакт and СвПродПер: what the document is, whose it is, and what it refers to.

use crate::error::{ReadError, ReadErrorKind};
use crate::goods::{self, Goods, pair};
use crate::model::{Basis, Correction, Doubt, Function, Party, Side, Upd};
use crate::party;
use crate::walk::{Element, Walk};
use cabinet_domain::money::Currency;
use time::{Date, Month};

/// More references than any document has.
const MAX_REFERENCES: usize = 1_000;

/// The codes of the tax service's forms that people save in place of the document.
const OTHER_FORMS: [(&str, &str); 5] = [
    ("1115132", "the buyer's answer to a УПД"),
    ("1115127", "a correction (УКД)"),
    ("1115128", "the buyer's answer to a correction (УКД)"),
    ("1175010", "a ТОРГ-12"),
    ("1175014", "a discrepancy act (ТОРГ-2)"),
];

/// What is gathered until the end of the file.
#[derive(Default)]
struct Head {
    function: Option<Function>,
    number: Option<String>,
    date: Option<Date>,
    correction: Option<Correction>,
    sellers: Vec<Party>,
    buyers: Vec<Party>,
    consignors: Vec<Party>,
    is_seller_consignor: bool,
    consignees: Vec<Party>,
    bases: Vec<Basis>,
    shipping_papers: Vec<Basis>,
    payments: Vec<Basis>,
    notes: Vec<(String, String)>,
    handed_over: Option<Date>,
    currency: Option<Currency>,
    goods: Goods,
}

/// Reads a whole file.
pub(crate) fn read(source: &str) -> Result<Upd, ReadError> {
    let mut walk = Walk::open(source);
    let root = walk.root()?;
    if root.name != "Файл" {
        let name = root.name.chars().take(40).collect();
        return Err(walk.error(ReadErrorKind::WrongRoot(name)));
    }
    let mut head = Head::default();
    walk.children(|walk, child| match child.name.as_str() {
        "Документ" => document(walk, &child, &mut head),
        _ => Ok(()),
    })?;
    let end = walk.error(ReadErrorKind::Missing(""));
    walk.finish()?;
    let missing = |what| ReadError {
        place: end.place,
        kind: ReadErrorKind::Missing(what),
    };
    let mut doubts = Vec::new();
    let mut first = |side: Side, parties: Vec<Party>| {
        if parties.len() > 1 {
            doubts.push(Doubt::SeveralSides {
                side,
                count: parties.len(),
            });
        }
        parties.into_iter().next()
    };
    let seller = first(Side::Seller, head.sellers).ok_or_else(|| missing("the seller СвПрод"))?;
    let buyer = first(Side::Buyer, head.buyers).ok_or_else(|| missing("the buyer СвПокуп"))?;
    let consignor =
        first(Side::Consignor, head.consignors).or_else(|| head.is_seller_consignor.then(|| seller.clone()));
    let consignee = first(Side::Consignee, head.consignees);
    doubts.extend(head.goods.doubts);
    Ok(Upd {
        version: root.text("ВерсФорм").unwrap_or_default(),
        file_id: root.text("ИдФайл").unwrap_or_default(),
        function: head.function.ok_or_else(|| missing("Документ with its Функция"))?,
        number: head.number.ok_or_else(|| missing("the number НомерСчФ or НомерДок"))?,
        date: head.date.ok_or_else(|| missing("the date ДатаСчФ or ДатаДок"))?,
        correction: head.correction,
        seller,
        buyer,
        consignor,
        consignee,
        bases: head.bases,
        shipping_papers: head.shipping_papers,
        payments: head.payments,
        notes: head.notes,
        handed_over: head.handed_over,
        currency: head.currency.ok_or_else(|| missing("the currency КодОКВ"))?,
        lines: head.goods.lines,
        totals: head.goods.totals,
        doubts,
    })
}

fn document(walk: &mut Walk<'_>, element: &Element<'_>, head: &mut Head) -> Result<(), ReadError> {
    if let Some((_, what)) = OTHER_FORMS.iter().find(|(code, _)| element.get("КНД") == Some(*code)) {
        return Err(walk.error(ReadErrorKind::OtherDocument(what)));
    }
    let function = element.get("Функция").unwrap_or_default();
    head.function = Some(
        Function::from_code(function)
            .ok_or_else(|| walk.error(ReadErrorKind::OtherFunction(function.chars().take(40).collect())))?,
    );
    walk.children(|walk, child| match child.name.as_str() {
        "СвСчФакт" => invoice(walk, &child, head),
        "ТаблСчФакт" => {
            let currency = head
                .currency
                .ok_or_else(|| walk.error(ReadErrorKind::Missing("the currency КодОКВ before the lines")))?;
            head.goods = goods::read(walk, currency)?;
            Ok(())
        }
        "СвПродПер" => walk.children(|walk, child| match child.name.as_str() {
            "СвПер" => transfer(walk, &child, head),
            "ИнфПолФХЖ3" => notes(walk, head),
            _ => Ok(()),
        }),
        _ => Ok(()),
    })
}

fn invoice(walk: &mut Walk<'_>, element: &Element<'_>, head: &mut Head) -> Result<(), ReadError> {
    head.number = element.first_of(&["НомерДок", "НомерСчФ"]).map(str::to_owned);
    head.date = element
        .first_of(&["ДатаДок", "ДатаСчФ"])
        .map(|text| date(walk, "the date of the document", text))
        .transpose()?;
    if let Some(code) = element.get("КодОКВ") {
        head.currency = Some(currency(walk, code)?);
    }
    walk.children(|walk, child| {
        match child.name.as_str() {
            "ИспрСчФ" | "ИспрДок" => {
                if let Some(number) = child.first_of(&["НомИспр", "НомИспрСчФ"]) {
                    let text = child.first_of(&["ДатаИспр", "ДатаИспрСчФ"]);
                    head.correction = Some(Correction {
                        number: number.to_owned(),
                        date: text.and_then(day),
                    });
                }
            }
            "СвПрод" => push(walk, &mut head.sellers)?,
            "СвПокуп" => push(walk, &mut head.buyers)?,
            "ГрузПолуч" => push(walk, &mut head.consignees)?,
            "ГрузОт" => walk.children(|walk, child| match child.name.as_str() {
                "ГрузОтпр" => push(walk, &mut head.consignors),
                "ОнЖе" => {
                    head.is_seller_consignor = true;
                    Ok(())
                }
                _ => Ok(()),
            })?,
            "ДенИзм" => {
                if let Some(code) = child.get("КодОКВ") {
                    head.currency = Some(currency(walk, code)?);
                }
            }
            "ДокПодтвОтгр" | "ДокПодтвОтгрНом" if head.shipping_papers.len() < MAX_REFERENCES =>
            {
                head.shipping_papers.push(basis(&child));
            }
            "СвПРД" if head.payments.len() < MAX_REFERENCES => head.payments.push(basis(&child)),
            "ИнфПолФХЖ1" => notes(walk, head)?,
            _ => {}
        }
        Ok(())
    })
}

fn push(walk: &mut Walk<'_>, parties: &mut Vec<Party>) -> Result<(), ReadError> {
    if parties.len() >= MAX_REFERENCES {
        return Err(walk.error(ReadErrorKind::TooLarge("the number of sellers, buyers or consignees")));
    }
    parties.push(party::read(walk)?);
    Ok(())
}

fn transfer(walk: &mut Walk<'_>, element: &Element<'_>, head: &mut Head) -> Result<(), ReadError> {
    head.handed_over = element.get("ДатаПер").and_then(day);
    walk.children(|_, child| {
        if child.name == "ОснПер" && head.bases.len() < MAX_REFERENCES {
            head.bases.push(basis(&child));
        }
        Ok(())
    })
}

fn notes(walk: &mut Walk<'_>, head: &mut Head) -> Result<(), ReadError> {
    walk.children(|_, child| {
        if child.name == "ТекстИнф" && head.notes.len() < MAX_REFERENCES {
            head.notes.extend(pair(&child));
        }
        Ok(())
    })
}

/// ОснованиеТип of 5.01, РеквДокТип of 5.02, and the papers that 5.01 names in words of their own.
fn basis(element: &Element<'_>) -> Basis {
    let text = |names: &[&str]| element.first_of(names).map(str::to_owned);
    Basis {
        name: text(&["РеквНаимДок", "НаимОсн", "НаимДокОтгр"]).unwrap_or_default(),
        number: text(&["РеквНомерДок", "НомОсн", "НомДокОтгр", "НомерПРД"]),
        date: element
            .first_of(&["РеквДатаДок", "ДатаОсн", "ДатаДокОтгр", "ДатаПРД"])
            .and_then(day),
        more: text(&["РеквДопСведДок", "ДопСвОсн", "РеквИдДок", "ИдентОсн"]),
    }
}

fn date(walk: &Walk<'_>, what: &'static str, text: &str) -> Result<Date, ReadError> {
    day(text).ok_or_else(|| walk.error(ReadErrorKind::unreadable(what, text)))
}

/// `26.04.2021`.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.split('.');
    let day = parts.next()?.parse().ok()?;
    let month = Month::try_from(parts.next()?.parse::<u8>().ok()?).ok()?;
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    Date::from_calendar_date(year, month, day).ok()
}

fn currency(walk: &Walk<'_>, code: &str) -> Result<Currency, ReadError> {
    Currency::from_numeric(code).ok_or_else(|| walk.error(ReadErrorKind::unreadable("the currency КодОКВ", code)))
}
