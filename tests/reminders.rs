//! Payments on real desktops: a reminder before the day and when it is over, once each also over a restart, and off by the settings.

#![allow(missing_docs, reason = "a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, also in its support"
)]

mod support;

use support::home::{Home, MOCK};
use support::id;
use support::window::Keyring;
use testkit::export::goods;
use testkit::supplier::Supplier;

/// The day so many days from today, as books write it.
fn day_in(days: i64) -> String {
    let day = time::OffsetDateTime::now_utc().date() + time::Duration::days(days);
    format!("{:02}.{:02}.{}", day.day(), u8::from(day.month()), day.year())
}

fn books(supplier: &Supplier, rows: &[(&str, i64)]) {
    let path = supplier.path().join("books.csv");
    let mut text = "ИНН;Договор;Документ;Номер;Дата;Срок оплаты;Валюта;Сумма;Оплачено\n".to_owned();
    for (number, days) in rows {
        text.push_str(&format!(
            "7707083893;17/26;УПД;{number};12.01.2025;{};RUB;184500,00;\n",
            day_in(*days)
        ));
    }
    std::fs::write(&path, text).expect("write");
    supplier.console(&["balance", "documents", path.to_str().expect("a path")]);
}

#[tokio::test]
async fn a_payment_is_told_once_before_its_day_and_when_it_is_over_and_not_again_after_a_restart() {
    let mut supplier = Supplier::with(&goods(&[("Б-1", "Болт М8х40", "10.00", 100)])).expect("the gateway is built");
    supplier.kill();
    supplier.configure("[http]\npoll_s = 1\n");
    supplier.serve();
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    books(&supplier, &[("Р-1041", -5), ("Р-1077", 30)]);
    let home = Home::new();
    home.cabinet(&["enroll", &supplier.url(), &supplier.invite(&entity, "accountant")]);
    home.cabinet(&["sync"]);

    let window = home.open(Keyring::Daemon(MOCK), &[]).await;
    window.find(&id("catalogue-table")).await;
    let asked = home.wait_for("Просрочена оплата");
    assert!(asked.contains("ООО Ромашка: Р-1041, просрочено на 5 дн."), "{asked}");
    assert!(
        !asked.contains("184") && !asked.contains("Р-1077"),
        "no sum, and none that is far: {asked}"
    );
    // A day to pay that comes nearer is a reminder of its own.
    books(&supplier, &[("Р-1041", -5), ("Р-1077", 2)]);
    let asked = home.wait_for("Скоро срок оплаты");
    assert!(asked.contains("Р-1077, через 2 дн."), "{asked}");
    home.press("default");
    window.find(&id("money-calendar")).await;
    window.close().await;

    std::fs::remove_file(home.log()).expect("remove");
    let window = home.open(Keyring::Daemon(MOCK), &[]).await;
    window.find(&id("catalogue-table")).await;
    // What is told after them proves that they were not told again.
    books(&supplier, &[("Р-1041", -5), ("Р-1077", 2), ("Р-1102", 0)]);
    let asked = home.wait_for("Р-1102, сегодня");
    assert!(!asked.contains("Р-1041") && !asked.contains("Р-1077"), "{asked}");
    window.close().await;
}
