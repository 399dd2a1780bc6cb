//! The memory of the gateway does not grow with the file that it imports.

use crate::support::Gateway;
use std::fmt::Write as _;

/// A catalogue of one file with so many products, each about 700 bytes.
fn export(products: usize) -> String {
    let filler = "Оцинкованный, для строительства и машиностроения. ".repeat(5);
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<КоммерческаяИнформация ВерсияСхемы=\"2.07\">\n<Каталог><Ид>c</Ид><Товары>\n".to_owned();
    for n in 0..products {
        writeln!(
            text,
            "<Товар><Ид>{n:08}-0000-4000-8000-000000000000</Ид><Артикул>A-{n}</Артикул><Наименование>Болт шестигранный {n}</Наименование><БазоваяЕдиница Код=\"796\" НаименованиеПолное=\"Штука\"/><Описание>{filler}</Описание></Товар>"
        )
        .unwrap();
    }
    text.push_str("</Товары></Каталог></КоммерческаяИнформация>");
    text
}

/// Peak memory of a fresh server after it was sent a file in pieces and imported it, in KiB; `None` where the system
/// does not tell.
async fn peak_kib(products: usize, at_least_bytes: usize) -> Option<u64> {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let text = export(products);
    assert!(text.len() >= at_least_bytes, "{}", text.len());
    for piece in text.as_bytes().chunks(8 * 1024 * 1024) {
        assert_eq!(session.send("catalog", "import0_1.xml", piece).await.text(), "success");
    }
    drop(text);
    assert_eq!(session.import("catalog", "import0_1.xml").await.0.text(), "success");
    assert_eq!(gateway.stats()["products"], products);
    let status = std::fs::read_to_string(format!("/proc/{}/status", gateway.pid())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[tokio::test]
async fn a_file_three_times_as_large_needs_about_the_same_memory() {
    // 20 MB fill the page cache of the writer and what the allocator keeps: measured 104 MiB for 6 MB, 129 for 20, 135 for 30,
    // 141 for 60 and 135 for 120.
    let Some(small) = peak_kib(30_000, 20_000_000).await else {
        println!("skipped: this system does not tell the memory of a process");
        return;
    };
    let large = peak_kib(90_000, 60_000_000).await.unwrap();
    println!("peak memory: {small} KiB for a file of 20 MB, {large} KiB for 60 MB");
    assert!(large < small + 32 * 1024, "{small} KiB, then {large} KiB");
    assert!(large < 192 * 1024, "{large} KiB");
}
