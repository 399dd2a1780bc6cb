//! A PDF as dots.

use crate::paper::pdf;
use cabinet_printing::raster::{NotDrawn, pages};

#[test]
fn a_page_is_drawn_black_on_white_at_the_size_of_its_paper() {
    let mut drawn = Vec::new();
    pages::<NotDrawn>(&pdf("Invoice 12"), 150, |page| {
        drawn.push(page);
        Ok(())
    })
    .unwrap();
    let [page] = drawn.as_slice() else {
        panic!("{} pages", drawn.len())
    };
    // 595 × 842 points.
    assert_eq!((page.width, page.height), (1239, 1754));
    assert_eq!((page.width_micro_inch, page.height_micro_inch), (8_263_888, 11_694_444));
    let rows: u32 = page.bands.iter().map(|band| band.rows).sum();
    assert_eq!(rows, page.height);
    assert!(
        page.bands
            .iter()
            .all(|band| band.bytes.len() == band.rows as usize * 3720)
    );
    let dark = |band: &cabinet_printing::raster::Band| {
        band.bytes
            .chunks(3)
            .filter(|pixel| pixel.iter().all(|c| *c < 64))
            .count()
    };
    // The words stand in the upper part; below there is nothing but white, and the three bytes that fill a row.
    assert!(dark(&page.bands[0]) > 500, "{}", dark(&page.bands[0]));
    let last = page.bands.last().unwrap();
    let white = last.bytes.iter().filter(|byte| **byte == 255).count();
    assert_eq!(white, last.rows as usize * 1239 * 3);
}
