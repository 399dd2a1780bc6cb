//! The fixed words of the form, in both languages.

use crate::words::Language;

/// What an invoice that is not to be paid by says of itself.
pub(super) struct Warning {
    /// In a frame above everything.
    pub banner: &'static str,
    /// In place of what to write into the payment.
    pub purpose: &'static str,
    /// Before the note at the foot of every page.
    pub foot: &'static str,
}

/// Every fixed word of an invoice.
pub(super) struct Labels {
    pub preliminary: Warning,
    pub cancelled: Warning,
    /// Title: before the number, between number and date, after the year.
    pub title: [&'static str; 3],
    pub sample_title: &'static str,
    pub no_bank: &'static str,
    pub purpose: &'static str,
    /// Under the payment code.
    pub scan: &'static str,
    pub seller: &'static str,
    pub buyer: &'static str,
    pub basis: &'static str,
    /// №, article, goods, quantity, unit.
    pub columns: [&'static str; 5],
    pub price: &'static str,
    pub price_without_vat: &'static str,
    pub price_with_vat: &'static str,
    pub sum_before_discount: &'static str,
    pub discount: &'static str,
    pub vat_rate: &'static str,
    pub vat_sum: &'static str,
    /// In the column of rates, for a line outside the tax.
    pub without_vat: &'static str,
    pub sum: &'static str,
    pub sum_without_vat: &'static str,
    pub subtotal: &'static str,
    pub vat_included: &'static str,
    pub vat_on_top: &'static str,
    pub vat_none: &'static str,
    pub to_pay: &'static str,
    /// «Всего наименований» and «, на сумму».
    pub count: [&'static str; 2],
    /// «В т.ч. НДС», before a sum.
    pub vat_within: &'static str,
}

pub(super) const fn labels(language: Language) -> &'static Labels {
    match language {
        Language::Ru => &RU,
        Language::Uk => &UK,
    }
}

const RU: Labels = Labels {
    preliminary: Warning {
        banner: "ПРЕДВАРИТЕЛЬНЫЙ СЧЁТ: номер 1С ещё не присвоен. Не платите по этому номеру: \
                 бухгалтерия поставщика такого счёта не найдёт.",
        purpose: "Заполняется по окончательному счёту",
        foot: "Предварительный счёт, не для оплаты. ",
    },
    cancelled: Warning {
        banner: "СЧЁТ ОТМЕНЁН: поставщик отменил заказ. Не платите по нему.",
        purpose: "Счёт отменён, не оплачивать",
        foot: "Счёт отменён, не оплачивать. ",
    },
    title: ["Счет на оплату № ", " от ", " г."],
    sample_title: "Образец заполнения платёжного поручения",
    no_bank: "Банковские реквизиты: поставщик не указал.",
    purpose: "Назначение платежа",
    scan: "Оплатите, отсканировав код в программе банка",
    seller: "Поставщик:",
    buyer: "Покупатель:",
    basis: "Основание:",
    columns: ["№", "Артикул", "Товары (работы, услуги)", "Кол-во", "Ед."],
    price: "Цена",
    price_without_vat: "Цена без НДС",
    price_with_vat: "Цена",
    sum_before_discount: "Сумма без скидки",
    discount: "Скидка",
    vat_rate: "Ставка НДС",
    vat_sum: "Сумма НДС",
    without_vat: "Без НДС",
    sum: "Сумма",
    sum_without_vat: "Сумма без НДС",
    subtotal: "Итого:",
    vat_included: "В том числе НДС",
    vat_on_top: "Сумма НДС",
    vat_none: "Без налога (НДС)",
    to_pay: "Всего к оплате:",
    count: ["Всего наименований ", ", на сумму "],
    vat_within: "В том числе НДС",
};

const UK: Labels = Labels {
    preliminary: Warning {
        banner: "ПОПЕРЕДНІЙ РАХУНОК: номер 1С ще не присвоєно. Не сплачуйте за цим номером: \
                 бухгалтерія постачальника такого рахунка не знайде.",
        purpose: "Заповнюється за остаточним рахунком",
        foot: "Попередній рахунок, не для оплати. ",
    },
    cancelled: Warning {
        banner: "РАХУНОК СКАСОВАНО: постачальник скасував замовлення. Не сплачуйте за ним.",
        purpose: "Рахунок скасовано, не сплачувати",
        foot: "Рахунок скасовано, не сплачувати. ",
    },
    title: ["Рахунок на оплату № ", " від ", " р."],
    sample_title: "Зразок заповнення платіжної інструкції",
    no_bank: "Банківські реквізити: постачальник не вказав.",
    purpose: "Призначення платежу",
    scan: "Сплатіть, відсканувавши код у застосунку банку",
    seller: "Постачальник:",
    buyer: "Покупець:",
    basis: "Підстава:",
    columns: ["№", "Артикул", "Товари (роботи, послуги)", "Кіл-сть", "Од."],
    price: "Ціна",
    price_without_vat: "Ціна без ПДВ",
    price_with_vat: "Ціна з ПДВ",
    sum_before_discount: "Сума без знижки",
    discount: "Знижка",
    vat_rate: "Ставка ПДВ",
    vat_sum: "Сума ПДВ",
    without_vat: "Без ПДВ",
    sum: "Сума",
    sum_without_vat: "Сума без ПДВ",
    subtotal: "Разом:",
    vat_included: "У тому числі ПДВ",
    vat_on_top: "Сума ПДВ",
    vat_none: "Без податку (ПДВ)",
    to_pay: "Всього до сплати:",
    count: ["Всього найменувань ", ", на суму "],
    vat_within: "У т.ч. ПДВ",
};
