//! Reconciliation in the real window: an act asked for, made by the real gateway, looked at as a paper, and compared with own books
//! that are chosen in the system's dialog.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use std::path::PathBuf;
use support::dialog::{choose_in_dialog, windows_of};
use support::home::{Home, MOCK};
use support::id;
use support::window::Keyring;
use testkit::export::goods;
use testkit::supplier::Supplier;
use thirtyfour::Key;
use time::{Date, Month};

/// Where pictures of the story are left.
fn out() -> PathBuf {
    PathBuf::from("target/acts")
}

/// The day of the first month of the quarter before this one: the period that the window offers.
fn day(day: u8) -> Date {
    let today = time::OffsetDateTime::now_utc().date();
    let quarter = (u8::from(today.month()) - 1) / 3;
    let (year, month) = if quarter == 0 {
        (today.year() - 1, 10)
    } else {
        (today.year(), quarter * 3 - 2)
    };
    Date::from_calendar_date(year, Month::try_from(month).expect("a month"), day).expect("a day")
}

fn iso(date: Date) -> String {
    format!("{}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

fn dotted(date: Date) -> String {
    format!("{:02}.{:02}.{}", date.day(), u8::from(date.month()), date.year())
}

fn paper(number: &str, operation: &str, date: Date, sum: &str) -> String {
    format!(
        "<Контейнер><Документ><Ид>{number}</Ид><Номер>{number}</Номер><Дата>{}</Дата><ХозОперация>{operation}</ХозОперация>\
         <Роль>Продавец</Роль><Валюта>RUB</Валюта><Сумма>{sum}</Сумма><Контрагенты><Контрагент><Ид>c1</Ид>\
         <Наименование>Ромашка</Наименование><Роль>Покупатель</Роль><ИНН>7707083893</ИНН></Контрагент></Контрагенты>\
         </Документ></Контейнер>",
        iso(date)
    )
}

#[tokio::test]
async fn an_act_is_asked_for_seen_as_a_paper_and_compared_with_a_card_that_is_chosen() {
    let supplier = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 100)])).expect("the gateway is built");
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let papers = [
        paper("УТ-000007", "Отпуск товара", day(5), "1200.00"),
        paper("118", "Выплата безналичных денег", day(9), "500.07"),
        paper("УТ-000008", "Отпуск товара", day(12), "330.00"),
        paper("УТ-000011", "Отпуск товара", day(20), "50.01"),
    ];
    let file = supplier.path().join("documents___1.xml");
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация ВерсияСхемы=\"3.1\">{}</КоммерческаяИнформация>",
        papers.concat()
    );
    std::fs::write(&file, text).expect("write");
    supplier.console(&["import", file.to_str().expect("a path")]);

    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), &supplier.invite(&entity, "accountant")]);
    home.cabinet(&["sync"]);
    // Typed by the keys of the desktop: a path of plain letters.
    let card = supplier.path().join("card.csv");
    let rows = [
        "Карточка счета 60;;;".to_owned(),
        "Период;Документ;Дебет;Кредит".to_owned(),
        "Сальдо на начало;;;0,00".to_owned(),
        format!(
            "{0};Поступление 0000-000012 от {0} вх. УТ-7 от {0};;1 200,00",
            dotted(day(5))
        ),
        format!(
            "{0};Списание с расчетного счета 0000-000003 от {0};500,07;",
            dotted(day(8))
        ),
        format!(
            "{0};Поступление 0000-000013 от {0} вх. УТ-8 от {0};;300,00",
            dotted(day(12))
        ),
        format!(
            "{0};Поступление 0000-000014 от {0} вх. УТ-9 от {0};;10,00",
            dotted(day(15))
        ),
        "Сальдо на конец;;;1 009,93".to_owned(),
    ];
    std::fs::write(&card, rows.join("\n")).expect("write");

    let window = home.open(Keyring::Daemon(MOCK), &[]).await;
    window.catalogue().await;
    window.session().set_window_rect(0, 0, 1366, 768).await.expect("a size");
    window.press(Key::Alt, 'm').await;
    window.click(&id("money-tab-acts")).await;
    window.find_with_text(&id("money-view"), "Запросить акт").await;
    window.shot(&out().join("empty-1366.png")).await;
    window.click(&id("act-ask-go")).await;
    // 1200.00 - 500.07 + 330.00 + 50.01.
    let row = format!("{} [role=row][data-index='0']", id("acts-table"));
    window.find_with_text(&row, "079,94").await;

    window.click(&id("act-print")).await;
    window.find(&id("preview-image")).await;
    window.shot(&out().join("paper-1366.png")).await;
    window.keys(Key::Escape + "").await;

    window.find_with_text(&row, "079,94").await;
    let main = windows_of(&home).first().expect("the window").clone();
    window.click(&row).await;
    window.keys(Key::Enter + "").await;
    choose_in_dialog(&home, &main, &card);
    window.find_with_text(&id("differences-sums"), "70,01").await;
    let table = id("differences-table");
    for text in ["Разные даты", "Разные суммы", "Нет у поставщика", "Нет у нас"]
    {
        window.find_with_text(&table, text).await;
    }
    window.shot(&out().join("differences-1366.png")).await;
    window
        .session()
        .set_window_rect(0, 0, 1920, 1080)
        .await
        .expect("a size");
    window.shot(&out().join("differences-1920.png")).await;
    window.click(&id("differences-save")).await;
    window.find_with_text("body", "Расхождения").await;
    window.keys(Key::F8 + "").await;
    assert!(!window.visible_text().await.contains("079,94"));
    window.keys(Key::F8 + "").await;
    window.close().await;
}
