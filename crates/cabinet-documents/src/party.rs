//! The sides of a document and their accounts, as every form names them.
//!
//! What the supplier did not tell is `None` and stays an empty ruled field on paper: nothing is made up here.

use crate::words::Language;

/// A side of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Full name.
    pub name: String,
    /// ИНН.
    pub inn: Option<String>,
    /// КПП.
    pub kpp: Option<String>,
    /// ЄДРПОУ; a seller that has one gets the Ukrainian form.
    pub edrpou: Option<String>,
    /// Address in one line.
    pub address: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// The account that takes the payment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BankAccount {
    /// Name and city of the bank.
    pub bank: String,
    /// БИК, or МФО in Ukraine.
    pub bic: Option<String>,
    /// Correspondent account of the bank.
    pub correspondent_account: Option<String>,
    /// Settlement account, or IBAN.
    pub account: String,
}

/// A value that says something.
pub(crate) fn filled(value: Option<&String>) -> Option<&str> {
    value.map(|text| text.trim()).filter(|text| !text.is_empty())
}

impl Party {
    /// The language of the papers that this seller gives out.
    #[must_use]
    pub fn language(&self) -> Language {
        if filled(self.edrpou.as_ref()).is_some() {
            Language::Uk
        } else {
            Language::Ru
        }
    }

    /// The party in one line: name, numbers, address, telephone.
    pub(crate) fn in_one_line(&self) -> String {
        self.with_account(None)
    }

    /// The party in one line, with its account where one is known.
    pub(crate) fn with_account(&self, account: Option<&BankAccount>) -> String {
        let mut parts = vec![self.name.clone()];
        let mut add = |label: &str, value: Option<&String>| {
            if let Some(value) = filled(value) {
                parts.push(format!("{label}{value}"));
            }
        };
        add("ИНН ", self.inn.as_ref());
        add("КПП ", self.kpp.as_ref());
        add("ЄДРПОУ ", self.edrpou.as_ref());
        add("", self.address.as_ref());
        add("тел.: ", self.phone.as_ref());
        if let Some(account) = account {
            let is_ukrainian = self.language() == Language::Uk;
            add(if is_ukrainian { "IBAN " } else { "р/с " }, Some(&account.account));
            add(
                if is_ukrainian {
                    "у банку "
                } else {
                    "в банке "
                },
                Some(&account.bank),
            );
            add(if is_ukrainian { "МФО " } else { "БИК " }, account.bic.as_ref());
            add("к/с ", account.correspondent_account.as_ref());
        }
        parts.retain(|part| !part.trim().is_empty());
        parts.join(", ")
    }

    /// «7707083893 / 770701001»; empty when neither is known.
    pub(crate) fn tax_numbers(&self) -> String {
        let numbers = [filled(self.inn.as_ref()), filled(self.kpp.as_ref())];
        numbers.into_iter().flatten().collect::<Vec<_>>().join(" / ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_names_only_what_is_known_of_it() {
        let party = Party {
            name: "ООО «Ромашка»".to_owned(),
            inn: Some("7707083893".to_owned()),
            kpp: Some(" ".to_owned()),
            ..Party::default()
        };
        let account = BankAccount {
            bank: "Банк".to_owned(),
            bic: Some("044525225".to_owned()),
            correspondent_account: None,
            account: "40702810938000012345".to_owned(),
        };
        assert_eq!(party.in_one_line(), "ООО «Ромашка», ИНН 7707083893");
        assert_eq!(party.tax_numbers(), "7707083893");
        assert_eq!(
            party.with_account(Some(&account)),
            "ООО «Ромашка», ИНН 7707083893, р/с 40702810938000012345, в банке Банк, БИК 044525225"
        );
        assert_eq!(Party::default().in_one_line(), "");
    }
}
