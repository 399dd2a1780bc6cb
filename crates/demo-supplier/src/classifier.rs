//! The groups, the properties and their values, the price types and the warehouses of the supplier.

use crate::assortment::{CLASSES, COATINGS, MATERIALS, SEASONS, THREADS, standards};
use crate::digits::{id, text_number};
use crate::plan::Plan;
use commerceml::model::{Group, PriceType, Property, Warehouse};

/// Key, key of the parent, name.
pub(crate) const GROUPS: [(&str, &str, &str); 35] = [
    ("fasteners", "", "Крепёж"),
    ("bolts", "fasteners", "Болты"),
    ("bolts-933", "bolts", "Болты с полной резьбой DIN 933"),
    ("bolts-931", "bolts", "Болты с неполной резьбой DIN 931"),
    ("bolts-gost", "bolts", "Болты ГОСТ 7798-70"),
    ("bolts-603", "bolts", "Болты мебельные DIN 603"),
    ("bolts-flange", "bolts", "Болты с фланцем DIN 6921"),
    (
        "bolts-special",
        "bolts",
        "Болты высокопрочные, откидные, с мелкой резьбой",
    ),
    ("screws", "fasteners", "Винты"),
    ("screws-912", "screws", "Винты с внутренним шестигранником"),
    ("screws-machine", "screws", "Винты с прямым и крестовым шлицем"),
    ("studs", "fasteners", "Шпильки резьбовые"),
    ("nuts-all", "fasteners", "Гайки"),
    ("nuts", "nuts-all", "Гайки шестигранные, колпачковые, с фланцем"),
    ("nuts-lock", "nuts-all", "Гайки самоконтрящиеся"),
    ("washers", "fasteners", "Шайбы"),
    ("self-tapping", "fasteners", "Саморезы и шурупы"),
    ("anchors", "fasteners", "Анкеры и дюбели"),
    ("nails", "fasteners", "Гвозди"),
    ("tools", "", "Инструмент и оснастка"),
    ("drills", "tools", "Свёрла и буры"),
    ("drills-metal", "drills", "Свёрла по металлу"),
    ("drills-concrete", "drills", "Свёрла и буры по бетону"),
    ("drills-wood", "drills", "Свёрла по дереву"),
    ("wrenches", "tools", "Ключи"),
    ("sockets", "tools", "Головки и биты"),
    ("discs-cutting", "tools", "Круги отрезные"),
    ("discs-grinding", "tools", "Круги зачистные и лепестковые"),
    ("discs-diamond", "tools", "Диски \"Алмаз\" & оснастка"),
    ("workwear", "", "Спецодежда и средства защиты"),
    ("tyres", "", "Шины"),
    ("tyres-summer", "tyres", "Летние шины"),
    ("tyres-winter", "tyres", "Зимние шины"),
    ("tyres-all", "tyres", "Всесезонные шины"),
    ("ua", "", "Український склад"),
];

/// Groups of the Ukrainian branch, under its own root.
const UKRAINIAN_GROUPS: [(&str, &str, &str); 3] = [
    ("ua-fasteners", "ua", "Кріплення"),
    ("ua-anchors", "ua", "Анкери та дюбелі"),
    ("ua-hardware", "ua", "Скоб'яні вироби, ґрати, ланцюги"),
];

/// Countries of origin.
pub(crate) const COUNTRIES: [&str; 6] = ["Россия", "Україна", "Беларусь", "Германия", "Китай", "Турция"];

/// Names of the price types, and the share of the retail price in per cent.
pub(crate) const PRICE_TYPES: [(&str, u64); 3] = [("Розничная", 100), ("Оптовая", 82), ("Крупный опт", 74)];

/// Names and addresses of the warehouses.
pub(crate) const WAREHOUSES: [(&str, &str); 3] = [
    (
        "Центральный склад",
        "141402, Московская обл., г. Химки, ул. Заводская, д. 7",
    ),
    ("Склад \"Юг\"", "344002, г. Ростов-на-Дону, пр. Складской, д. 12"),
    ("Филиал Киев", "04073, м. Київ, вул. Кирилівська, 160"),
];

/// Key, name, type, and values when it is a reference.
fn property_table() -> [(&'static str, &'static str, &'static str, Vec<&'static str>); 10] {
    let coatings = COATINGS.iter().map(|(_, name, _)| *name).collect();
    let classes = CLASSES.concat();
    [
        ("standard", "Стандарт", "Справочник", standards()),
        ("thread", "Резьба", "Справочник", THREADS.to_vec()),
        ("length", "Длина, мм", "Число", Vec::new()),
        ("diameter", "Диаметр, мм", "Строка", Vec::new()),
        ("coating", "Покрытие", "Справочник", coatings),
        ("class", "Класс прочности", "Справочник", classes),
        ("material", "Материал", "Справочник", MATERIALS.to_vec()),
        ("season", "Сезон", "Справочник", SEASONS.to_vec()),
        ("tyre-size", "Типоразмер шины", "Строка", Vec::new()),
        ("country", "Страна происхождения", "Справочник", COUNTRIES.to_vec()),
    ]
}

/// What stands in the classifier and before the offers.
pub(crate) struct Classification {
    seed: u64,
    /// All groups, parents first.
    pub(crate) groups: Vec<Group>,
    /// All properties of goods.
    pub(crate) properties: Vec<Property>,
    /// All price types.
    pub(crate) price_types: Vec<PriceType>,
    /// All warehouses.
    pub(crate) warehouses: Vec<Warehouse>,
}

impl Classification {
    /// The lists of a supplier.
    pub(crate) fn new(plan: &Plan) -> Self {
        let seed = plan.seed;
        let mut lists = Self {
            seed,
            groups: Vec::new(),
            properties: Vec::new(),
            price_types: Vec::new(),
            warehouses: Vec::new(),
        };
        for (key, parent, name) in GROUPS.iter().chain(&UKRAINIAN_GROUPS) {
            let parent = (!parent.is_empty()).then(|| lists.group_id(parent));
            lists.groups.push(Group {
                id: lists.group_id(key),
                parent,
                name: (*name).to_owned(),
                is_deleted: false,
            });
        }
        for (key, name, value_type, values) in property_table() {
            let variants = values
                .iter()
                .map(|value| (lists.value_id(key, value), (*value).to_owned()))
                .collect();
            lists.properties.push(Property {
                id: lists.property_id(key),
                name: name.to_owned(),
                value_type: value_type.to_owned(),
                variants,
                is_deleted: false,
            });
        }
        for (name, _) in PRICE_TYPES.into_iter().take(plan.price_types) {
            lists.price_types.push(PriceType {
                id: id(seed, "price type", text_number(name)),
                name: name.to_owned(),
                currency: "RUB".to_owned(),
                includes_tax: Some(true),
                is_deleted: false,
            });
        }
        for (name, address) in WAREHOUSES.into_iter().take(plan.warehouses) {
            lists.warehouses.push(Warehouse {
                id: id(seed, "warehouse", text_number(name)),
                name: name.to_owned(),
                address: address.to_owned(),
                is_deleted: false,
            });
        }
        lists
    }

    /// Ид of a group by its key.
    pub(crate) fn group_id(&self, key: &str) -> String {
        id(self.seed, "group", text_number(key))
    }

    /// Ид of a property by its key.
    pub(crate) fn property_id(&self, key: &str) -> String {
        id(self.seed, "property", text_number(key))
    }

    /// What stands in Значение: an id for a value of a reference, the value itself otherwise.
    pub(crate) fn stored_value(&self, key: &str, value: &str) -> String {
        let property_id = self.property_id(key);
        let value_id = self.value_id(key, value);
        let is_reference = self.properties.iter().any(|property| {
            property.id == property_id && property.variants.iter().any(|(known, _)| *known == value_id)
        });
        if is_reference { value_id } else { value.to_owned() }
    }

    fn value_id(&self, key: &str, value: &str) -> String {
        id(
            self.seed,
            "property value",
            text_number(key) ^ text_number(value).rotate_left(1),
        )
    }
}

/// The topmost group above this one, as the kind of goods.
pub(crate) fn kind_of_goods(group: &str) -> &'static str {
    let found = GROUPS.iter().chain(&UKRAINIAN_GROUPS).find(|(key, _, _)| *key == group);
    match found {
        Some((_, "", name)) => name,
        Some((_, parent, _)) => kind_of_goods(parent),
        None => "Товар",
    }
}

#[cfg(test)]
mod tests {
    use super::{Classification, GROUPS, Plan, kind_of_goods};
    use std::collections::BTreeSet;

    #[test]
    fn every_group_stands_after_its_parent_and_has_its_own_id() {
        let lists = Classification::new(&Plan::new(10));
        let mut seen = BTreeSet::new();
        for group in &lists.groups {
            assert!(
                group.parent.as_ref().is_none_or(|parent| seen.contains(parent)),
                "{}",
                group.name
            );
            assert!(seen.insert(group.id.clone()), "{}", group.name);
        }
        assert!(lists.groups.len() > GROUPS.len());
    }

    #[test]
    fn the_kind_of_goods_is_the_topmost_group() {
        assert_eq!(
            [kind_of_goods("bolts-933"), kind_of_goods("ua-anchors")],
            ["Крепёж", "Український склад"]
        );
    }
}
