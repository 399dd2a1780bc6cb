//! Page images of a PDF for the screen.
//!
//! In: any PDF, ours or the supplier's. Out: PNG bytes of one page. Untrusted bytes: size limits are checked before
//! anything is drawn.
#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "the renderer measures pages and scales in floats; nothing here is money"
)]

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

/// The largest side of a page image in pixels; what the renderer can hold.
pub const LONGEST_SIDE_PX: u32 = 16_000;
/// The most pixels of a page image: 64 MB of memory each 16 million.
pub const MOST_PIXELS: u64 = 64_000_000;

/// Why a page could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// The bytes are no PDF, or a broken one.
    #[error("this is not a readable PDF")]
    NotAPdf,
    /// The PDF is locked with a password.
    #[error("the PDF is protected with a password")]
    Protected,
    /// There is no such page.
    #[error("the PDF has {pages} pages, page {page} was asked for")]
    NoSuchPage {
        /// The page that was asked for, from 1.
        page: u32,
        /// How many there are.
        pages: u32,
    },
    /// The image would be too large, or nothing: choose another resolution.
    #[error("a page of {width_px} × {height_px} pixels cannot be drawn")]
    BadSize {
        /// Width that was asked for.
        width_px: u32,
        /// Height that was asked for.
        height_px: u32,
    },
    /// The image could not be packed.
    #[error("the page image could not be written")]
    Png(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// How many pages a PDF has.
///
/// # Errors
/// [`PreviewError::NotAPdf`], [`PreviewError::Protected`].
pub fn page_count(pdf: &[u8]) -> Result<u32, PreviewError> {
    Ok(count(&open(pdf)?))
}

/// Draws a page on white.
///
/// Shape: PNG; `page` counts from 1; 96 dots per inch show an A4 page at 794 × 1123 pixels.
///
/// # Errors
/// Any [`PreviewError`].
pub fn render_page_png(pdf: &[u8], page: u32, dots_per_inch: u32) -> Result<Vec<u8>, PreviewError> {
    let pdf = open(pdf)?;
    let pages = count(&pdf);
    let index = page.checked_sub(1).and_then(|index| usize::try_from(index).ok());
    let found = index
        .and_then(|index| pdf.pages().get(index))
        .ok_or(PreviewError::NoSuchPage { page, pages })?;
    let (width, height) = found.render_dimensions();
    let scale = (f64::from(dots_per_inch) / 72.0) as f32;
    check_size((width * scale) as u32, (height * scale) as u32)?;

    let cache = RenderCache::new();
    let settings = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    let pixmap = render(
        found,
        &cache,
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    pixmap.into_png().map_err(|error| PreviewError::Png(Box::new(error)))
}

fn open(pdf: &[u8]) -> Result<Pdf, PreviewError> {
    use hayro::hayro_syntax::LoadPdfError;
    Pdf::new(pdf.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PreviewError::Protected,
        LoadPdfError::Invalid => PreviewError::NotAPdf,
    })
}

fn count(pdf: &Pdf) -> u32 {
    u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX)
}

fn check_size(width_px: u32, height_px: u32) -> Result<(), PreviewError> {
    let pixels = u64::from(width_px) * u64::from(height_px);
    let fits = width_px.max(height_px) <= LONGEST_SIDE_PX && pixels <= MOST_PIXELS && pixels > 0;
    if fits {
        Ok(())
    } else {
        Err(PreviewError::BadSize { width_px, height_px })
    }
}
