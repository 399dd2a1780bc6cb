//! Payment orders as the file of 1C's client-bank exchange (`1CClientBankExchange`, format 1.03), for the bank's program.
//!
//! Windows-1251, lines end in CR LF. The numbers of the orders and the payer's account are the payer's own: he gives them.

use encoding_rs::WINDOWS_1251;

use cabinet_domain::bank_id::is_settlement_account;

use crate::date::DocumentDate;
use crate::party::{BankAccount, Party, filled};
use crate::payment::Payment;

/// Who pays, from which account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    /// Name, ИНН, КПП.
    pub party: Party,
    /// The account that pays.
    pub account: BankAccount,
}

/// When and how the file is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Making {
    /// The date of the payment orders.
    pub date: DocumentDate,
    /// The number of the first payment order; the others follow.
    pub first_number: u32,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientBankFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Characters that windows-1251 lacks and that became question marks. The user is told.
    pub replaced: Vec<char>,
    /// The key of the payer's account fits his bank; where not, the user is told, and the file is made all the same.
    pub is_account_sound: bool,
}

/// Why there is no file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoFile {
    /// Nothing was chosen.
    #[error("there is nothing to pay")]
    Nothing,
    /// The exchange knows roubles only.
    #[error("payment {at}: the exchange with a bank is for roubles only")]
    Currency {
        /// Which of the payments, from 1.
        at: usize,
    },
    /// Something that a bank needs is missing or has a shape that no bank takes.
    #[error("payment {at}: no usable {what}")]
    Requisite {
        /// Which of the payments, from 1; 0 for what belongs to the payer.
        at: usize,
        /// By the name of the format.
        what: &'static str,
    },
    /// The numbers of the orders run out of range.
    #[error("the numbers of the payment orders are too large")]
    Number,
}

/// Makes the file.
///
/// # Errors
/// [`NoFile`].
pub fn client_bank_file(payments: &[Payment], payer: &Payer, making: Making) -> Result<ClientBankFile, NoFile> {
    if payments.is_empty() {
        return Err(NoFile::Nothing);
    }
    let day = making.date.in_digits();
    let mut file = Lines::default();
    let account = account_of(&payer.account, 0, "ПлательщикСчет", "ПлательщикБИК")?;
    for line in [
        "1CClientBankExchange",
        "ВерсияФормата=1.03",
        "Кодировка=Windows",
        "Отправитель=Dealer Cabinet",
    ] {
        file.line(line);
    }
    file.value("Получатель", "");
    file.value("ДатаСоздания", &day);
    file.value("ДатаНачала", &day);
    file.value("ДатаКонца", &day);
    file.value("РасчСчет", &payer.account.account);
    file.value("Документ", "Платежное поручение");
    for (index, payment) in payments.iter().enumerate() {
        let at = index + 1;
        if payment.currency.code() != "RUB" {
            return Err(NoFile::Currency { at });
        }
        if payment.sum_minor <= 0 {
            return Err(NoFile::Requisite { at, what: "Сумма" });
        }
        let bic = account_of(&payment.account, at, "ПолучательСчет", "ПолучательБИК")?;
        let number = u32::try_from(index)
            .ok()
            .and_then(|index| making.first_number.checked_add(index))
            .ok_or(NoFile::Number)?;
        let sum = payment.sum_minor.unsigned_abs();
        file.line("СекцияДокумент=Платежное поручение");
        file.value("Номер", &number.to_string());
        file.value("Дата", &day);
        file.value("Сумма", &format!("{}.{:02}", sum / 100, sum % 100));
        file.side("Плательщик", &payer.party, &payer.account, account);
        file.side("Получатель", &payment.payee, &payment.account, bic);
        file.value("ВидОплаты", "01");
        file.value("Очередность", "5");
        file.value("НазначениеПлатежа", &payment.purpose);
        file.line("КонецДокумента");
    }
    file.line("КонецФайла");
    Ok(ClientBankFile {
        replaced: strangers(&file.text),
        bytes: file.encoded(),
        is_account_sound: is_settlement_account(&payer.account.account, account),
    })
}

/// The БИК of a whole account.
fn account_of<'a>(
    account: &'a BankAccount,
    at: usize,
    account_name: &'static str,
    bic_name: &'static str,
) -> Result<&'a str, NoFile> {
    if account.account.len() != 20 {
        return Err(NoFile::Requisite { at, what: account_name });
    }
    filled(account.bic.as_ref())
        .filter(|bic| bic.len() == 9 && bic.bytes().all(|byte| byte.is_ascii_digit()))
        .ok_or(NoFile::Requisite { at, what: bic_name })
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push_str("\r\n");
    }

    /// A value stands on one line whatever it held.
    fn value(&mut self, name: &str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        self.line(&format!("{name}={value}"));
    }

    fn side(&mut self, side: &str, party: &Party, account: &BankAccount, bic: &str) {
        let inn = filled(party.inn.as_ref()).unwrap_or_default();
        let named = format!("ИНН {inn} {}", party.name);
        let mut value = |name: &str, value: &str| self.value(&format!("{side}{name}"), value);
        value("Счет", &account.account);
        value("", if inn.is_empty() { &party.name } else { &named });
        value("ИНН", inn);
        value("КПП", filled(party.kpp.as_ref()).unwrap_or_default());
        value("1", &party.name);
        value("РасчСчет", &account.account);
        value("Банк1", &account.bank);
        value("БИК", bic);
        value(
            "Корсчет",
            filled(account.correspondent_account.as_ref()).unwrap_or_default(),
        );
    }

    fn encoded(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.text.len());
        let mut buffer = [0; 4];
        for letter in self.text.chars() {
            let (encoded, _, is_stranger) = WINDOWS_1251.encode(letter.encode_utf8(&mut buffer));
            // The encoder itself would write a reference of HTML, which banks print as it is.
            bytes.extend_from_slice(if is_stranger { b"?" } else { &encoded });
        }
        bytes
    }
}

fn strangers(text: &str) -> Vec<char> {
    let mut found: Vec<char> = text
        .chars()
        .filter(|letter| WINDOWS_1251.encode(letter.encode_utf8(&mut [0; 4])).2)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
