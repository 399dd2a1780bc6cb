//! The columns of a table of rules and the words in them, in English, Russian and Ukrainian (docs/pricing.md).

use crate::table::{Table, TableRow};

/// Our name of a column, then how else operators write it; small letters, `е` for `ё`.
pub const COLUMNS: &[(&str, &[&str])] = &[
    ("id", &["код", "ид", "ід"]),
    ("kind", &["вид", "правило"]),
    (
        "name",
        &["название", "назва", "что видит покупатель", "що бачить покупець"],
    ),
    (
        "entity",
        &[
            "юрлицо",
            "юрособа",
            "контрагент",
            "покупатель",
            "покупець",
            "инн",
            "єдрпоу",
            "едрпоу",
        ],
    ),
    ("contract", &["договор", "договір"]),
    (
        "price list",
        &[
            "price_list",
            "тип цен",
            "тип цін",
            "группа покупателей",
            "група покупців",
        ],
    ),
    ("article", &["артикул", "sku"]),
    ("item", &["товар", "ид товара", "ід товару"]),
    ("group", &["группа", "група", "группа товаров", "група товарів"]),
    (
        "discount %",
        &["discount_percent", "скидка %", "скидка, %", "знижка %", "знижка, %"],
    ),
    (
        "markup %",
        &["markup_percent", "наценка %", "наценка, %", "націнка %", "націнка, %"],
    ),
    ("discount", &["discount_money", "скидка", "знижка"]),
    ("markup", &["markup_money", "наценка", "націнка"]),
    ("price", &["цена", "ціна"]),
    ("currency", &["валюта"]),
    ("final", &["окончательная", "остаточна"]),
    ("quantity", &["количество", "кількість", "от", "від"]),
    (
        "variants",
        &[
            "варианты вместе",
            "варіанти разом",
            "variants together",
            "variants_together",
        ],
    ),
    ("sum", &["сумма", "сума"]),
    ("gift", &["подарок", "подарунок"]),
    (
        "gift quantity",
        &["gift_quantity", "количество подарка", "кількість подарунка"],
    ),
    ("repeat", &["повторять", "повторювати", "за каждые", "за кожні"]),
    ("minimum", &["минимум", "мінімум"]),
    ("multiple", &["кратность", "кратність"]),
    ("pack", &["упаковка", "пакування"]),
    ("rate", &["курс"]),
    ("rate date", &["rate_date", "дата курса", "дата курсу"]),
    ("paid in", &["paid_in", "валюта оплаты", "валюта оплати"]),
    ("per", &["за что", "за що"]),
    ("parameters", &["параметры", "параметри"]),
    ("bar", &["длина прутка", "довжина прутка", "пруток, мм", "bar, mm"]),
    (
        "least charge",
        &["least_charge", "минимальная плата", "мінімальна плата"],
    ),
    ("vat", &["ндс", "пдв"]),
    (
        "service article",
        &["service_article", "артикул услуги", "артикул послуги"],
    ),
    ("from", &["с", "действует с", "діє з"]),
    ("until", &["по", "действует по", "діє до", "діє по"]),
];

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The buyer's own price type.
    PriceType,
    /// An exception from it.
    Exception,
    /// A volume tier.
    Tier,
    /// A price while a condition holds.
    Promotion,
    /// A gift while a condition holds.
    Gift,
    /// Which quantities can be ordered.
    Packing,
    /// Another currency to pay in.
    Rate,
    /// What may be done to the goods.
    Service,
}

/// The words for a kind.
const KINDS: &[(Kind, &[&str])] = &[
    (
        Kind::PriceType,
        &["price type", "price_type", "тип цен", "тип цін", "цена", "ціна"],
    ),
    (
        Kind::Exception,
        &["exception", "исключение", "виняток", "особая цена", "особлива ціна"],
    ),
    (Kind::Tier, &["tier", "порог", "поріг", "объем", "обсяг"]),
    (Kind::Promotion, &["promotion", "акция", "акція"]),
    (Kind::Gift, &["gift", "подарок", "подарунок"]),
    (
        Kind::Packing,
        &["packing", "упаковка", "пакування", "кратность", "кратність"],
    ),
    (Kind::Rate, &["rate", "курс"]),
    (Kind::Service, &["service", "услуга", "послуга"]),
];

impl Kind {
    /// Reads a word for a kind.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let word = word.to_lowercase().replace('ё', "е");
        let found = KINDS.iter().find(|(_, words)| words.contains(&word.as_str()));
        found.map(|(kind, _)| *kind)
    }

    /// Whether rows of this kind say what becomes of a price.
    #[must_use]
    pub const fn changes_a_price(self) -> bool {
        matches!(self, Self::PriceType | Self::Exception | Self::Tier | Self::Promotion)
    }

    /// Whether rows of this kind use a column; what stands in another one would be lost.
    #[must_use]
    pub fn uses(self, column: &str) -> bool {
        COMMON.contains(&column)
            || self.own_columns().contains(&column)
            || (self.changes_a_price() && CHANGE.contains(&column))
    }

    /// The columns that rows of this kind use beside [`COMMON`] and [`CHANGE`].
    #[must_use]
    pub const fn own_columns(self) -> &'static [&'static str] {
        match self {
            Self::PriceType => &[],
            Self::Exception => &["final"],
            Self::Tier => &["quantity", "variants"],
            Self::Promotion => &["quantity", "sum"],
            Self::Gift => &["quantity", "sum", "currency", "gift", "gift quantity", "repeat"],
            Self::Packing => &["minimum", "multiple", "pack"],
            Self::Rate => &["currency", "paid in", "rate", "rate date"],
            Self::Service => &[
                "price",
                "currency",
                "per",
                "parameters",
                "bar",
                "least charge",
                "vat",
                "service article",
            ],
        }
    }
}

/// Columns that say what becomes of a price.
pub const CHANGE: &[&str] = &["discount %", "markup %", "discount", "markup", "price", "currency"];

/// Columns that every kind may use.
pub const COMMON: &[&str] = &[
    "id",
    "kind",
    "name",
    "entity",
    "contract",
    "price list",
    "article",
    "item",
    "group",
    "from",
    "until",
];

/// Headings of a table that are no column of ours; what stands in them would be lost.
#[must_use]
pub fn unknown(table: &Table) -> Vec<String> {
    let is_known = |heading: &str| {
        COLUMNS
            .iter()
            .any(|(name, others)| *name == heading || others.contains(&heading))
    };
    let headings = table.columns.iter().filter(|heading| !heading.is_empty());
    headings.filter(|heading| !is_known(heading)).cloned().collect()
}

/// The cell of one of our columns, or empty.
#[must_use]
pub fn cell<'r>(row: &'r TableRow, column: &str) -> &'r str {
    let others = COLUMNS
        .iter()
        .find(|(name, _)| *name == column)
        .map_or(&[][..], |(_, others)| others);
    match row.cell(&[column]) {
        "" => row.cell(others),
        cell => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_heading_and_each_word_means_one_thing() {
        let mut headings: Vec<&str> = COLUMNS
            .iter()
            .flat_map(|(name, others)| std::iter::once(name).chain(others.iter()))
            .copied()
            .collect();
        headings.sort_unstable();
        assert!(headings.windows(2).all(|pair| pair[0] != pair[1]), "{headings:?}");
        let mut words: Vec<&str> = KINDS.iter().flat_map(|(_, words)| words.iter()).copied().collect();
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{words:?}");
        for (kind, _) in KINDS {
            for column in kind.own_columns() {
                assert!(COLUMNS.iter().any(|(name, _)| name == column), "{column}");
            }
        }
        assert_eq!(Kind::read("Объём"), Some(Kind::Tier));
        assert_eq!(Kind::read("скидка"), None);
    }
}
