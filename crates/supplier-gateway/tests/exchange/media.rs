//! Pictures and files that 1C sends beside its XML: as separate uploads, in an archive, before and after the import.

use crate::support::Gateway;
use image::{DynamicImage, ImageFormat, RgbImage};
use std::fs;
use std::io::{Cursor, Write};
use std::process::Command;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.07" ДатаФормирования="2026-02-01T10:00:00"><Каталог СодержитТолькоИзменения="false"><Ид>k</Ид><Наименование>Каталог</Наименование><Товары>"#;
const TAIL: &str = "</Товары></Каталог></КоммерческаяИнформация>";

fn product(id: &str, inside: &str) -> String {
    format!("<Товар><Ид>{id}</Ид><Артикул>A-{id}</Артикул><Наименование>Болт {id}</Наименование>{inside}</Товар>")
}

fn export(products: &[String]) -> String {
    format!("{HEAD}{}{TAIL}", products.concat())
}

fn picture(shade: u8, format: ImageFormat) -> Vec<u8> {
    let drawn = RgbImage::from_fn(640, 480, |x, y| image::Rgb([shade, (x % 200) as u8, (y % 200) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(drawn).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn counts(gateway: &Gateway) -> (u64, u64, u64) {
    let stats = gateway.stats();
    let count = |name: &str| stats[name].as_u64().unwrap();
    (count("pictures"), count("files"), count("unusable_files"))
}

#[tokio::test]
async fn separate_uploads_are_taken_with_the_import_that_follows_and_a_broken_one_stops_nothing() {
    let gateway = Gateway::start();
    let session = gateway.sign_in("/1c/plain", "site2").await;
    let good = picture(10, ImageFormat::Jpeg);
    let xml = export(&[
        product(
            "1",
            "<Картинка>import_files/aa/1.jpg</Картинка><Картинка>import_files/aa/2.png</Картинка>",
        ),
        product(
            "2",
            "<Картинка>import_files/aa/half.jpg</Картинка><Картинка>import_files/aa/never.jpg</Картинка>",
        ),
        product(
            "3",
            "<Картинка>../../etc/passwd</Картинка><ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Файл</Наименование><Значение>import_files/aa/cert.pdf#Сертификат</Значение></ЗначениеРеквизита></ЗначенияРеквизитов>",
        ),
    ]);
    let uploads: [(&str, &[u8]); 6] = [
        ("import0_1.xml", xml.as_bytes()),
        ("import_files/aa/1.jpg", &good),
        ("import_files/aa/2.png", &picture(90, ImageFormat::Png)),
        ("import_files/aa/half.jpg", &good[..good.len() / 2]),
        ("import_files/aa/page.jpg", b"<html><script>1</script>"),
        ("import_files/aa/cert.pdf", b"%PDF-1.4 ..."),
    ];
    for (name, bytes) in uploads {
        for piece in bytes.chunks(20_000) {
            assert_eq!(session.send("catalog", name, piece).await.text(), "success", "{name}");
        }
    }
    assert_eq!(session.import("catalog", "import0_1.xml").await.0.text(), "success");
    assert_eq!(counts(&gateway), (2, 1, 2));

    // The same portion again is harmless, and a whole picture mends the half one.
    let session = gateway.sign_in("/1c/plain", "site2").await;
    for (name, bytes) in [
        ("import0_1.xml", xml.as_bytes()),
        ("import_files/aa/half.jpg", &good[..]),
    ] {
        assert_eq!(session.send("catalog", name, bytes).await.text(), "success");
    }
    assert_eq!(session.import("catalog", "import0_1.xml").await.0.text(), "success");
    assert_eq!(counts(&gateway), (3, 1, 1));
}

#[tokio::test]
async fn pictures_inside_an_archive_are_taken_under_windows_paths_too() {
    let gateway = Gateway::start();
    let session = gateway.session().await;
    let xml = export(&[product("1", "<Картинка>import_files/aa/1.jpg</Картинка>")]);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("webdata\\import0_1.xml", xml.into_bytes()),
        ("webdata\\import_files\\aa\\1.jpg", picture(5, ImageFormat::Jpeg)),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(
        session.send("catalog", "v8_1.zip", bytes.as_slice()).await.text(),
        "success"
    );
    assert_eq!(session.import("catalog", "import0_1.xml").await.0.text(), "success");
    assert_eq!(counts(&gateway), (1, 0, 0));
}

#[test]
fn an_import_from_disk_takes_what_lies_beside_its_xml_and_says_what_is_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let (data, from) = (dir.path().join("data"), dir.path().join("export"));
    fs::create_dir_all(from.join("import_files/aa")).unwrap();
    let xml = export(&[
        product("1", "<Картинка>import_files/aa/1.jpg</Картинка>"),
        product(
            "2",
            "<Картинка>import_files/aa/1.jpg</Картинка><Картинка>import_files/aa/bad.jpg</Картинка>",
        ),
        product("3", "<Картинка>import_files/aa/never.jpg</Картинка>"),
    ]);
    fs::write(from.join("import0_1.xml"), xml).unwrap();
    fs::write(from.join("import_files/aa/1.jpg"), picture(5, ImageFormat::WebP)).unwrap();
    fs::write(from.join("import_files/aa/bad.jpg"), "<svg/>").unwrap();
    let run = || {
        let output = Command::new(env!("CARGO_BIN_EXE_supplier-gateway"))
            .args(["import", "--json", "--data"])
            .arg(&data)
            .arg(&from)
            .output()
            .unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), answer)
    };
    let (code, answer) = run();
    let media = &answer["media"];
    assert_eq!(code, Some(1), "one file is of no use");
    assert_eq!(answer["failed"], 0, "the goods are in");
    assert_eq!(
        (&media["pictures"], &media["unusable"], &media["missing"]),
        (&1.into(), &1.into(), &1.into())
    );
    assert_eq!(media["troubles"][0]["name"], "import_files/aa/bad.jpg");
    // Read again, byte for byte the same.
    let (_, answer) = run();
    assert_eq!(
        (&answer["media"]["pictures"], &answer["media"]["unchanged"]),
        (&0.into(), &1.into())
    );
}
