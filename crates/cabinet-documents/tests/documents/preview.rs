//! Page images compared with what another renderer draws.

use cabinet_documents::invoice::render_invoice;
use cabinet_documents::paper::PrintOptions;
use cabinet_documents::preview::{PreviewError, page_count, render_page_png};

use crate::paper::{Paper, can_read};
use crate::sample;

#[test]
fn the_preview_shows_the_page_at_the_asked_resolution() {
    let rendered = render_invoice(&sample::invoice(60), &PrintOptions::default()).unwrap();
    assert_eq!(page_count(&rendered.pdf).unwrap(), rendered.pages);
    let png = render_page_png(&rendered.pdf, 2, 96).unwrap();
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (793, 1122));
}

#[test]
fn another_renderer_draws_ink_on_the_same_page() {
    if !can_read() {
        return;
    }
    // A broken outline or width table shows as a page with hardly any or far too much ink.
    let rendered = render_invoice(&sample::invoice(30), &PrintOptions::default()).unwrap();
    let (width, height, grey) = Paper::of(&rendered).grey(1, 72);
    assert_eq!(grey.len(), width * height);
    let dark = grey.iter().filter(|level| **level < 128).count();
    let share_milli = dark * 1000 / grey.len();
    assert!((20..150).contains(&share_milli), "{share_milli} of 1000 dots are dark");
}

#[test]
fn a_page_that_cannot_be_drawn_is_told_apart() {
    let rendered = render_invoice(&sample::invoice(1), &PrintOptions::default()).unwrap();
    let draw = |bytes: &[u8], page, dpi| render_page_png(bytes, page, dpi).unwrap_err();
    assert!(matches!(draw(b"<html>", 1, 96), PreviewError::NotAPdf));
    assert!(matches!(draw(b"", 1, 96), PreviewError::NotAPdf));
    assert!(matches!(
        draw(&rendered.pdf, 0, 96),
        PreviewError::NoSuchPage { page: 0, pages: 1 }
    ));
    assert!(matches!(
        draw(&rendered.pdf, 2, 96),
        PreviewError::NoSuchPage { page: 2, pages: 1 }
    ));
    assert!(matches!(draw(&rendered.pdf, 1, 0), PreviewError::BadSize { .. }));
    assert!(matches!(draw(&rendered.pdf, 1, 100_000), PreviewError::BadSize { .. }));
}
