//! УчастникТип: a side of a document.

use crate::error::ReadError;
use crate::model::Party;
use crate::walk::{Element, Walk};

/// Reads the element entered last.
pub(crate) fn read(walk: &mut Walk<'_>) -> Result<Party, ReadError> {
    let mut party = Party::default();
    walk.children(|walk, child| match child.name.as_str() {
        "ИдСв" => walk.children(|walk, who| take(walk, &who, &mut party)),
        _ => Ok(()),
    })?;
    Ok(party)
}

fn take(walk: &mut Walk<'_>, who: &Element<'_>, party: &mut Party) -> Result<(), ReadError> {
    match who.name.as_str() {
        "СвЮЛУч" => {
            party.name = who.text("НаимОрг").unwrap_or_default();
            party.inn = who.text("ИННЮЛ");
            party.kpp = who.text("КПП");
        }
        "СвИнНеУч" => {
            party.name = who.first_of(&["НаимОрг", "Наим"]).unwrap_or_default().to_owned();
            party.inn = who.first_of(&["Идентиф", "ИННЮЛ"]).map(str::to_owned);
        }
        "СвИП" | "СвФЛУч" | "СвФЛУчастФХЖ" => {
            party.inn = who.text("ИННФЛ");
            walk.children(|_, child| {
                if child.name == "ФИО" {
                    let parts = ["Фамилия", "Имя", "Отчество"].map(|part| child.get(part).unwrap_or_default());
                    party.name = parts.join(" ").trim().to_owned();
                }
                Ok(())
            })?;
        }
        _ => {}
    }
    Ok(())
}
