//! What is deleted goes from the feeds and the counts, and can come back.

use crate::support::{House, catalogue, file, offer, offers, product};

fn shop() -> House {
    let mut house = House::new();
    house.import("import0_1.xml", &catalogue(&["a", "b", "c", "d"].map(product).concat()));
    house.import(
        "offers0_1.xml",
        &offers(&["a", "b", "c", "d#1", "d#2"].map(|id| offer(id, "10", "5")).concat()),
    );
    house
}

#[test]
fn all_three_spellings_take_a_product_from_the_feeds_and_the_counts() {
    for (case, deleted) in [
        ("an attribute", "<Товар Статус=\"Удален\"><Ид>b</Ид></Товар>"),
        ("a child element", "<Товар><Ид>b</Ид><Статус>Удален</Статус></Товар>"),
        (
            "a mark of 3.1",
            "<Товар><Ид>b</Ид><ПометкаУдаления>true</ПометкаУдаления></Товар>",
        ),
    ] {
        let mut house = shop();
        assert_eq!(
            (house.stats().products, house.stats().prices, house.stats().stock_rows),
            (4, 5, 5),
            "{case}"
        );
        house.import("import0_2.xml", &catalogue(deleted));
        assert_eq!(house.item_ids(), ["a", "c", "d#1", "d#2"], "{case}");
        assert_eq!(house.prices("p1").len(), 4, "{case}");
        assert_eq!(house.stock("w1").len(), 4, "{case}");
        assert_eq!(
            (house.stats().products, house.stats().prices, house.stats().stock_rows),
            (3, 4, 4),
            "{case}"
        );

        house.import("import0_3.xml", &catalogue(&product("b")));
        assert_eq!(house.item_ids(), ["a", "b", "c", "d#1", "d#2"], "{case}: it comes back");
        assert_eq!(
            house.prices("p1")["b"],
            (10_000_000, "RUB".to_owned()),
            "{case}: with its price"
        );
        assert_eq!(house.stock("w1")["b"], 5_000, "{case}: with its stock");
        assert_eq!(house.stats().prices, 5, "{case}");
    }
}

#[test]
fn a_deleted_product_takes_all_its_variants() {
    let mut house = shop();
    assert_eq!(house.stats().variants, 2);
    house.import(
        "import0_2.xml",
        &catalogue("<Товар Статус=\"Удален\"><Ид>d</Ид></Товар>"),
    );
    assert_eq!(house.item_ids(), ["a", "b", "c"]);
    let stats = house.stats();
    assert_eq!(
        (stats.products, stats.variants, stats.prices, stats.stock_rows),
        (3, 0, 3, 3)
    );
}

#[test]
fn a_deleted_offer_goes_and_a_light_update_does_not_bring_it_back() {
    let mut house = shop();
    house.import(
        "offers0_2.xml",
        &offers("<Предложение Статус=\"Удален\"><Ид>d#1</Ид><Наименование>Товар d#1</Наименование></Предложение>"),
    );
    assert_eq!(house.item_ids(), ["a", "b", "c", "d#2"]);
    let stats = house.stats();
    assert_eq!(
        (stats.products, stats.variants, stats.prices, stats.stock_rows),
        (4, 1, 4, 4)
    );

    let light = file(
        "<ИзмененияПакетаПредложений><Ид>c#</Ид><Предложения><Предложение><Ид>d</Ид><ИдХарактеристики>1</ИдХарактеристики><Количество>9</Количество><Склады ИдСклада=\"w1\" КоличествоНаСкладе=\"9\"/></Предложение></Предложения></ИзмененияПакетаПредложений>",
    );
    house.import("offers0_3.xml", &light);
    assert_eq!(
        house.item_ids(),
        ["a", "b", "c", "d#2"],
        "a change of stock is no undeletion"
    );

    house.import("offers0_4.xml", &offers(&offer("d#1", "11", "9")));
    assert_eq!(house.item_ids(), ["a", "b", "c", "d#1", "d#2"]);
    assert_eq!(house.stock("w1")["d#1"], 9_000);
}

#[test]
fn when_every_variant_is_deleted_the_plain_product_does_not_appear_instead() {
    let mut house = shop();
    let deleted = ["d#1", "d#2"].map(|id| format!("<Предложение Статус=\"Удален\"><Ид>{id}</Ид></Предложение>"));
    house.import("offers0_2.xml", &offers(&deleted.concat()));
    assert_eq!(house.item_ids(), ["a", "b", "c"]);
    assert_eq!(house.stats().products, 4, "the product itself was not deleted");
}

#[test]
fn deleted_groups_properties_price_types_and_warehouses_leave_the_dictionary() {
    let mut house = shop();
    let classifier = |mark: &str| {
        file(&format!(
            "<Классификатор><Ид>k</Ид><Группы><Группа><Ид>g</Ид><Наименование>Г</Наименование>{mark}</Группа></Группы><Свойства><Свойство><Ид>s</Ид><Наименование>С</Наименование>{mark}</Свойство></Свойства></Классификатор><ПакетПредложений><Ид>x</Ид><ТипыЦен><ТипЦены><Ид>p1</Ид><Наименование>Ц</Наименование><Валюта>RUB</Валюта>{mark}</ТипЦены></ТипыЦен><Склады><Склад><Ид>w1</Ид><Наименование>Скл</Наименование>{mark}</Склад></Склады></ПакетПредложений>"
        ))
    };
    house.import("import0_1.xml", &classifier(""));
    assert_eq!(house.reference().len(), 4);
    assert_eq!((house.prices("p1").len(), house.stock("w1").len()), (5, 5));
    house.import("import0_2.xml", &classifier("<ПометкаУдаления>true</ПометкаУдаления>"));
    assert_eq!(house.reference().len(), 0);
    assert_eq!((house.prices("p1").len(), house.stock("w1").len()), (0, 0));
    let stats = house.stats();
    assert_eq!(
        (
            stats.groups,
            stats.properties,
            stats.price_types,
            stats.warehouses,
            stats.prices
        ),
        (0, 0, 0, 0, 0)
    );
    house.import("import0_3.xml", &classifier(""));
    assert_eq!(
        (
            house.reference().len(),
            house.prices("p1").len(),
            house.stock("w1").len()
        ),
        (4, 5, 5)
    );
}
