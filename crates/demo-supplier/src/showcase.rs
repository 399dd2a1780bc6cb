//! What makes a demonstration look like a supplier: drawn pictures, a certificate, analogues, arrivals, gloves by size and
//! colour.
//!
//! Only `generate --dressed` writes them, and only for the first goods: exports for measurements stay as they are.

use crate::classifier::Classification;
use crate::digits::{Chance, id};
use crate::export::failed;
use crate::plan::{GenerateError, Plan};
use crate::supply::{Supply, supply};
use commerceml::model::{Characteristic, Offer, Product};
use image::{ImageFormat, Rgb, RgbImage};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Goods that get pictures and the rest.
const DRESSED: u64 = 40;
/// Sides of a picture, in pixels.
const SIDE: u32 = 480;

const SIZES: [&str; 5] = ["S", "M", "L", "XL", "XXL"];
const COLOURS: [&str; 3] = ["чёрный", "серый", "жёлтый"];

/// Adds pictures, a certificate and an analogue to one of the first goods.
pub(crate) fn dress(plan: &Plan, number: u64, product: &mut Product) {
    if number >= DRESSED.min(plan.products) || product.is_deleted {
        return;
    }
    for view in 0..1 + number % 3 {
        product.pictures.push(picture_path(plan, number, view));
    }
    if number.is_multiple_of(2) {
        product.files.push((
            "import_files/docs/certificate.pdf".to_owned(),
            "Сертификат соответствия".to_owned(),
        ));
    }
    if number.is_multiple_of(5) {
        product.files.push((
            "import_files/docs/manual.pdf".to_owned(),
            "Инструкция по применению".to_owned(),
        ));
    }
    for other in [number + 50, number + 100] {
        if other < plan.products {
            product.analogues.push(id(plan.seed, "product", other));
        }
    }
}

fn picture_path(plan: &Plan, number: u64, view: u64) -> String {
    let name = id(plan.seed, "picture", number * 4 + view).replace('-', "");
    let folder = name.get(..2).unwrap_or("00").to_owned();
    format!("import_files/{folder}/{name}.png")
}

/// Working gloves in every size and colour but one: a table with a hole.
pub(crate) fn gloves(plan: &Plan, lists: &Classification) -> Supply {
    // Prices, stock and tax as those of the first goods.
    let like = supply(plan, lists, 0);
    let product_id = id(plan.seed, "showcase", 1);
    let product = Product {
        id: product_id.clone(),
        barcodes: Vec::new(),
        article: "ПР-100".to_owned(),
        name: "Перчатки рабочие с покрытием".to_owned(),
        groups: vec![lists.group_id("workwear")],
        characteristics: Vec::new(),
        properties: Vec::new(),
        description: "Трикотажные перчатки с покрытием ладони. Размеры и цвета — в таблице.".to_owned(),
        requisites: vec![
            ("ТипНоменклатуры".to_owned(), "Товар".to_owned()),
            (
                "Полное наименование".to_owned(),
                "Перчатки рабочие трикотажные с покрытием ладони".to_owned(),
            ),
        ],
        pictures: vec![picture_path(plan, DRESSED, 0)],
        ..like.product
    };
    let mut offers = Vec::new();
    let Some(base) = like.offers.into_iter().next() else {
        return Supply { product, offers };
    };
    for (at, (size, colour)) in SIZES
        .iter()
        .flat_map(|size| COLOURS.map(|colour| (*size, colour)))
        .enumerate()
    {
        if (size, colour) == ("XXL", "жёлтый") {
            continue;
        }
        let fact = |name: &str, value: &str| Characteristic {
            id: String::new(),
            name: name.to_owned(),
            value: value.to_owned(),
        };
        offers.push(Offer {
            id: format!(
                "{product_id}#{}",
                id(plan.seed, "showcase variant", u64::try_from(at).unwrap_or(0))
            ),
            article: format!("ПР-100-{size}-{}", at % COLOURS.len() + 1),
            name: format!("Перчатки рабочие с покрытием ({size}, {colour})"),
            barcodes: Vec::new(),
            characteristics: vec![fact("Размер", size), fact("Цвет", colour)],
            ..base.clone()
        });
    }
    Supply { product, offers }
}

/// Writes the pictures and files that the goods name, and `arrivals.csv` for `goods import`.
pub(crate) fn write_files(plan: &Plan, lists: &Classification, out: &Path) -> Result<(), GenerateError> {
    for number in 0..=DRESSED.min(plan.products) {
        for view in 0..1 + number % 3 {
            let path = out.join(picture_path(plan, number, view));
            let draw = || -> std::io::Result<()> {
                fs::create_dir_all(path.parent().unwrap_or(out))?;
                drawn(plan, number, view)
                    .save_with_format(&path, ImageFormat::Png)
                    .map_err(std::io::Error::other)
            };
            draw().map_err(|source| failed(&path, source))?;
        }
    }
    let docs = out.join("import_files/docs");
    fs::create_dir_all(&docs).map_err(|source| failed(&docs, source))?;
    for (name, title) in [
        ("certificate.pdf", "CERTIFICATE OF CONFORMITY"),
        ("manual.pdf", "USER MANUAL"),
    ] {
        let path = docs.join(name);
        fs::write(&path, pdf(title)).map_err(|source| failed(&path, source))?;
    }
    let path = out.join("arrivals.csv");
    fs::write(&path, arrivals(plan, lists)).map_err(|source| failed(&path, source))
}

/// Arrivals of some of the first goods.
fn arrivals(plan: &Plan, lists: &Classification) -> String {
    let mut csv = "артикул;количество;дата;примечание\n".to_owned();
    for number in (0..DRESSED.min(plan.products)).step_by(3) {
        let article = supply(plan, lists, number).product.article;
        let day = 10 + number % 18;
        // A text in memory takes every write.
        let _written = writeln!(
            csv,
            "{article};{};{day:02}.12.2026;контейнер {}",
            40 + number * 5,
            number / 6 + 1
        );
    }
    csv
}

/// A bolt on a light ground: head, shank, thread; each of its own colour and length, seen from three sides.
fn drawn(plan: &Plan, number: u64, view: u64) -> RgbImage {
    let mut chance = Chance::about(plan.seed, "picture", number);
    let mut tone = |from: u64, width: u64| u8::try_from(from + chance.below(width)).unwrap_or(128);
    let metal = [tone(120, 100), tone(120, 90), tone(110, 90)];
    let ground = [tone(236, 18), tone(236, 18), tone(238, 16)];
    let length = 150 + u32::try_from(chance.below(140)).unwrap_or(0);
    let thick = 34 + u32::try_from(chance.below(40)).unwrap_or(0);
    let middle = SIDE / 2;
    RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let (along, across) = if view == 1 { (x, y) } else { (y, x) };
        let from_axis = across.abs_diff(middle);
        let is_head = (90..150).contains(&along) && from_axis < thick + 34;
        let is_shank = (150..150 + length).contains(&along) && from_axis < thick;
        let is_end = view == 2 && from_axis.pow(2) + along.abs_diff(middle).pow(2) < (thick + 50).pow(2);
        let is_metal = if view == 2 { is_end } else { is_head || is_shank };
        if !is_metal {
            return Rgb(ground);
        }
        let groove = if is_shank && !is_head && along % 12 < 4 { 45 } else { 0 };
        let shade = u8::try_from((from_axis * 2).min(90)).unwrap_or(90);
        Rgb(metal.map(|colour| colour.saturating_sub(shade).saturating_sub(groove).saturating_add(30)))
    })
}

/// One page with a title, as small as a PDF can be.
fn pdf(title: &str) -> Vec<u8> {
    let text = format!("BT /F1 20 Tf 70 760 Td ({title}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _written = writeln!(file, "{} 0 obj\n{object}\nendobj", at + 1);
    }
    let table = file.len();
    let _written = writeln!(file, "xref\n0 {}\n0000000000 65535 f ", objects.len() + 1);
    for place in places {
        let _written = writeln!(file, "{place:010} 00000 n ");
    }
    let _written = write!(
        file,
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}
