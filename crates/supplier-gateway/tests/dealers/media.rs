//! Who gets which bytes: the row that names them, the grant of its feed, and nothing by guessing.

use crate::support::{NOON, Shop, request};
use crate::xml::article;
use axum::http::{Method, StatusCode};
use cabinet_domain::access::Role;
use cabinet_domain::stock::StockMode;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::media::{AnaloguesRow, ArrivalsRow, MAX_THUMBNAIL_BYTES, MediaRow};
use image::{DynamicImage, ImageFormat, RgbImage};
use prost::Message;
use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use supplier_gateway::access::contracts::{self, ContractTerms};
use supplier_gateway::catalogue::{self, Part};
use supplier_gateway::feeds;
use supplier_gateway::goods_import;
use supplier_gateway::media::{self, Came};
use supplier_gateway::storage::read;

const CATALOGUE: &str = r#"<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.07"><Каталог СодержитТолькоИзменения="true"><Ид>k</Ид><Товары>
<Товар><Ид>a</Ид><Артикул>a</Артикул><Наименование>Болт</Наименование><Картинка>import_files/a/1.jpg</Картинка><Картинка>import_files/a/2.jpg</Картинка><Картинка>import_files/a/1.jpg</Картинка>
<Файл><Путь>import_files/a/m.pdf</Путь><Наименование>Инструкция</Наименование></Файл><Аналоги><Аналог><Ид>b</Ид></Аналог></Аналоги></Товар>
</Товары></Каталог></КоммерческаяИнформация>"#;

fn row<M: Message + Default>(shop: &Shop, feed: &FeedName, item: &str) -> Option<M> {
    let body = read(shop.state.db.as_ref(), |tx| feeds::row(tx, feed, item)).unwrap();
    body.map(|bytes| M::decode(bytes.as_slice()).unwrap())
}

fn give(shop: &Shop, from: &Path, files: &[(&str, &[u8])]) -> media::MediaReport {
    let came: Vec<Came> = files
        .iter()
        .enumerate()
        .map(|(at, (name, bytes))| {
            let path = from.join(format!("{at}.part"));
            std::fs::write(&path, bytes).unwrap();
            Came {
                name: (*name).to_owned(),
                path,
            }
        })
        .collect();
    media::take(&shop.state, &came).unwrap()
}

fn jpeg(shade: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_pixel(300, 200, image::Rgb([shade, 80, 80])))
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn bytes_go_to_whoever_has_the_row_that_names_them() {
    let shop = Shop::new(&[article("a", "100", [5, 5]), article("b", "90", [5, 5])]);
    shop.import(CATALOGUE);
    let feed = FeedName::Media("all".into());
    assert_eq!(row::<MediaRow>(&shop, &feed, "a"), None, "nothing has come yet");

    let from = tempfile::tempdir().unwrap();
    let report = give(
        &shop,
        from.path(),
        &[
            ("import_files/a/1.jpg", &jpeg(1)),
            ("import_files/a/2.jpg", &jpeg(2)),
            ("import_files/a/m.pdf", b"%PDF-1.4"),
            ("import_files/a/unnamed.jpg", &jpeg(3)),
        ],
    );
    assert_eq!((report.pictures, report.files, report.unusable), (3, 1, 0));
    let media: MediaRow = row(&shop, &feed, "a").unwrap();
    assert_eq!(media.pictures.len(), 2, "the same picture twice is one");
    assert!(!media.thumbnail.is_empty() && media.thumbnail.len() <= MAX_THUMBNAIL_BYTES);
    assert_eq!((media.files.len(), media.files[0].kind.as_str()), (1, "instruction"));
    assert_eq!(media.files[0].title, "Инструкция");
    let analogues: AnaloguesRow = row(&shop, &FeedName::Analogues("all".into()), "a").unwrap();
    assert_eq!(analogues.others, ["b"]);
    assert_eq!(row::<ArrivalsRow>(&shop, &FeedName::Arrivals("all".into()), "a"), None);

    let e = shop.entity("Dealer", Some("p1"));
    let device = shop.device(std::slice::from_ref(&e), Role::Viewer).await;
    let get = async |path: String, token: Option<String>| {
        let (status, _, body) = shop
            .call(request(Method::GET, &path, token.as_deref(), String::new()))
            .await;
        (status, body)
    };
    let hash = &media.pictures[0].blake3;
    let token = Some(device.token.clone());
    let (status, body) = get(format!("/v1/feeds/media:all/files/{hash}?item=a"), token.clone()).await;
    assert_eq!(
        (status, blake3::hash(&body).to_hex().to_string()),
        (StatusCode::OK, hash.clone())
    );
    for (case, path, token, expected) in [
        (
            "no token",
            format!("/v1/feeds/media:all/files/{hash}?item=a"),
            None,
            StatusCode::UNAUTHORIZED,
        ),
        (
            "another item",
            format!("/v1/feeds/media:all/files/{hash}?item=b"),
            token.clone(),
            StatusCode::NOT_FOUND,
        ),
        (
            "another feed",
            format!("/v1/feeds/cat:all/files/{hash}?item=a"),
            token.clone(),
            StatusCode::NOT_FOUND,
        ),
        (
            "a feed that is not his",
            format!("/v1/feeds/media:x/files/{hash}?item=a"),
            token.clone(),
            StatusCode::FORBIDDEN,
        ),
        (
            "a path",
            "/v1/feeds/media:all/files/..%2F..%2Fgateway.db?item=a".to_owned(),
            token.clone(),
            StatusCode::NOT_FOUND,
        ),
        (
            "no item",
            format!("/v1/feeds/media:all/files/{hash}"),
            token,
            StatusCode::BAD_REQUEST,
        ),
    ] {
        assert_eq!(get(path, token).await.0, expected, "{case}");
    }
}

#[test]
fn goods_that_go_take_their_pictures_along_and_old_bytes_do_not_come_twice() {
    let shop = Shop::new(&[article("a", "100", [5, 5])]);
    shop.import(CATALOGUE);
    let from = tempfile::tempdir().unwrap();
    let files: [(&str, &[u8]); 1] = [("import_files/a/1.jpg", &jpeg(1))];
    assert_eq!(give(&shop, from.path(), &files).published, 1);
    let again = give(&shop, from.path(), &files);
    assert_eq!((again.unchanged, again.published), (1, 0));
    let feed = FeedName::Media("all".into());
    assert!(row::<MediaRow>(&shop, &feed, "a").is_some());
    shop.import(&CATALOGUE.replace("<Товар>", "<Товар Статус=\"Удален\">"));
    assert_eq!(row::<MediaRow>(&shop, &feed, "a"), None);
}

fn goods_in_groups(a: &str, c: &str, analogues_of_a: &str) -> String {
    let goods = [("a", a, analogues_of_a), ("b", "g1", ""), ("c", c, "")].map(|(id, group, inside)| {
        format!("<Товар><Ид>{id}</Ид><Артикул>{id}</Артикул><Наименование>Болт {id}</Наименование><Группы><Ид>{group}</Ид></Группы>{inside}</Товар>")
    });
    format!(
        "<КоммерческаяИнформация ВерсияСхемы=\"2.07\"><Классификатор><Ид>k</Ид><Группы>\
         <Группа><Ид>g1</Ид><Наименование>Свои</Наименование></Группа><Группа><Ид>g2</Ид><Наименование>Чужие</Наименование></Группа>\
         </Группы></Классификатор><Каталог СодержитТолькоИзменения=\"true\"><Ид>k</Ид><Товары>{}</Товары></Каталог></КоммерческаяИнформация>",
        goods.concat()
    )
}

#[test]
fn analogues_of_an_assortment_name_its_own_goods_and_follow_what_moves() {
    let in_xml = "<Аналоги><Аналог><Ид>b</Ид></Аналог><Аналог><Ид>c</Ид></Аналог></Аналоги>";
    for (case, inside) in [("told by 1C", in_xml), ("told by the operator's table", "")] {
        let shop = Shop::new(&[
            article("a", "100", [5, 5]),
            article("b", "90", [5, 5]),
            article("c", "80", [5, 5]),
        ]);
        shop.import(&goods_in_groups("g1", "g2", inside));
        if inside.is_empty() {
            let path = shop.path().join("analogues.csv");
            std::fs::write(&path, "Артикул;Аналог\na;b\na;c\n").unwrap();
            let report = goods_import::import(&shop.state, &path, goods_import::Kind::Analogues, false).unwrap();
            assert_eq!(report.taken, 2, "{case}: {:?}", report.errors);
        }
        let entity = shop.entity("Dealer", Some("p1"));
        let narrow = shop.write(|tx| {
            let parts = BTreeSet::from([Part::Group("g1".to_owned())]);
            let id = catalogue::define(tx, &parts, NOON).unwrap();
            let terms = ContractTerms {
                number: "17".to_owned(),
                assortment: id.clone(),
                price_type: None,
                payment: String::new(),
                delivery: String::new(),
                stock: StockMode::Exact,
            };
            contracts::add(tx, &entity, &terms, NOON).unwrap();
            catalogue::republish_all(tx, "", NOON).unwrap();
            id
        });
        let others = |assortment: &str| {
            row::<AnaloguesRow>(&shop, &FeedName::Analogues(assortment.to_owned()), "a").map(|row| row.others)
        };
        assert_eq!(others("all").unwrap(), ["b", "c"], "{case}");
        assert_eq!(others(&narrow).unwrap(), ["b"], "{case}: c is not of this assortment");
        // Of these goods c alone is another than before: a itself does not change.
        shop.import(&goods_in_groups("g1", "g1", inside));
        assert_eq!(
            others(&narrow).unwrap(),
            ["b", "c"],
            "{case}: c has come into the group"
        );
        shop.import(&goods_in_groups("g1", "g2", inside));
        assert_eq!(others(&narrow).unwrap(), ["b"], "{case}: c has left it");
        shop.import(&goods_in_groups("g2", "g1", inside));
        assert_eq!(others(&narrow), None, "{case}: a itself has left");
    }
}
