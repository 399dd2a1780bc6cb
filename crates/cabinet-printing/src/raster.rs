//! A PDF as bands of dots, for printers that read no PDF: those of Windows, whose drivers take pictures.
//!
//! In: our own PDF, and what the printer says of its dots. Out: rows as Windows wants them (blue, green, red; each row filled
//! up to four bytes), and where they belong on the sheet. A page is drawn whole and handed over in bands, so that no printer
//! driver gets a picture larger than it takes.
#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "the renderer measures pages in floats; nothing here is money"
)]

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

/// Finer than this no letter is drawn: a page of A4 has 35 MB then, and the printer draws its own dots finer.
pub const FINEST_DPI: u32 = 300;
/// The most rows of a band.
pub const BAND_ROWS: u32 = 512;
/// The most pixels of a page: A3 at [`FINEST_DPI`] has 17 millions.
const MOST_PIXELS: u64 = 40_000_000;

/// Why a document could not be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotDrawn {
    /// The bytes are no PDF that can be read.
    #[error("this is not a readable PDF")]
    NotAPdf,
    /// A page is larger than any paper.
    #[error("a page is larger than any paper")]
    TooLarge,
}

/// Rows of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The first row of it, from the top of the page.
    pub top: u32,
    /// How many rows.
    pub rows: u32,
    /// Pixels of a row.
    pub width: u32,
    /// The rows, from the top; three bytes a pixel, each row filled up to four bytes.
    pub bytes: Vec<u8>,
}

/// A drawn page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// The page at its true size, in millionths of an inch.
    pub width_micro_inch: u64,
    /// As above.
    pub height_micro_inch: u64,
    /// All of it.
    pub bands: Vec<Band>,
}

/// A sheet as a printer counts it, in its own dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetDots {
    /// Dots an inch across.
    pub dpi_x: u32,
    /// Dots an inch down.
    pub dpi_y: u32,
    /// The whole sheet across.
    pub width: u32,
    /// The whole sheet down.
    pub height: u32,
    /// Where its printable part begins, from the left.
    pub left: u32,
    /// As above, from the top.
    pub top: u32,
}

/// Where a page belongs, from the corner of the printable part: it begins at the corner of the sheet, left of and above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// From the left; zero or below.
    pub x: i32,
    /// From the top; zero or below.
    pub y: i32,
    /// Dots across.
    pub width: u32,
    /// Dots down.
    pub height: u32,
}

/// Draws the pages of a document, each as it is asked for.
///
/// # Errors
/// [`NotDrawn`]; `each` ends the drawing with an error of its own.
pub fn pages<E: From<NotDrawn>>(
    pdf: &[u8],
    dots_per_inch: u32,
    mut each: impl FnMut(Page) -> Result<(), E>,
) -> Result<(), E> {
    let pdf = Pdf::new(pdf.to_vec()).map_err(|_| NotDrawn::NotAPdf)?;
    let dpi = dots_per_inch.clamp(72, FINEST_DPI);
    let scale = (f64::from(dpi) / 72.0) as f32;
    let cache = RenderCache::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let pixels = |points: f32| u64::from((points * scale) as u32);
        if pixels(width).saturating_mul(pixels(height)) > MOST_PIXELS
            || pixels(width).max(pixels(height)) > u64::from(u16::MAX)
        {
            return Err(NotDrawn::TooLarge.into());
        }
        let settings = PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        };
        let drawn = render(
            page,
            &cache,
            &InterpreterSettings::default(),
            &RenderSettings::default(),
            &settings,
        );
        let micro_inch = |points: f32| (f64::from(points) * 1_000_000.0 / 72.0) as u64;
        let (across, down) = (u32::from(drawn.width()), u32::from(drawn.height()));
        each(Page {
            width: across,
            height: down,
            width_micro_inch: micro_inch(width),
            height_micro_inch: micro_inch(height),
            bands: bands(drawn.data_as_u8_slice(), across),
        })?;
    }
    Ok(())
}

/// Cuts rows of red, green, blue and opacity into bands of blue, green and red. The page is white below, so nothing shines
/// through.
fn bands(rgba: &[u8], width: u32) -> Vec<Band> {
    let row_bytes = usize::try_from(width).unwrap_or(usize::MAX).saturating_mul(4);
    if row_bytes == 0 {
        return Vec::new();
    }
    let filled = row_bytes.saturating_mul(3).div_ceil(16).saturating_mul(4);
    let mut bands: Vec<Band> = Vec::new();
    for (row, at) in rgba.chunks_exact(row_bytes).zip(0_u32..) {
        if at.is_multiple_of(BAND_ROWS) {
            bands.push(Band {
                top: at,
                rows: 0,
                width,
                bytes: Vec::new(),
            });
        }
        let Some(band) = bands.last_mut() else { continue };
        let end = band.bytes.len().saturating_add(filled);
        for pixel in row.chunks_exact(4) {
            if let [red, green, blue, _] = pixel {
                band.bytes.extend_from_slice(&[*blue, *green, *red]);
            }
        }
        band.bytes.resize(end, 0);
        band.rows = band.rows.saturating_add(1);
    }
    bands
}

/// Where a page belongs on a sheet: at its true size, or smaller, in its own shape, where the sheet is smaller.
#[must_use]
pub fn placed(page: &Page, sheet: SheetDots) -> Placement {
    let dots = |micro_inch: u64, dpi: u32| micro_inch.saturating_mul(u64::from(dpi)).div_ceil(1_000_000);
    let (width, height) = (
        dots(page.width_micro_inch, sheet.dpi_x).max(1),
        dots(page.height_micro_inch, sheet.dpi_y).max(1),
    );
    // Half a millimetre more than the sheet is what rounding leaves, and is cut; more is made to fit.
    let most = |sheet: u32, dpi: u32| u64::from(sheet).saturating_add(u64::from(dpi / 50));
    let (most_width, most_height) = (most(sheet.width, sheet.dpi_x), most(sheet.height, sheet.dpi_y));
    let (width, height) = if width <= most_width && height <= most_height {
        (width, height)
    } else if u64::from(sheet.width).saturating_mul(height) <= u64::from(sheet.height).saturating_mul(width) {
        let width_there = u64::from(sheet.width);
        (width_there, height.saturating_mul(width_there) / width)
    } else {
        let height_there = u64::from(sheet.height);
        (width.saturating_mul(height_there) / height, height_there)
    };
    let before = |dots: u32| i32::try_from(dots).unwrap_or(i32::MAX).saturating_neg();
    Placement {
        x: before(sheet.left),
        y: before(sheet.top),
        width: u32::try_from(width).unwrap_or(u32::MAX),
        height: u32::try_from(height).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A4_300: SheetDots = SheetDots {
        dpi_x: 300,
        dpi_y: 300,
        width: 2480,
        height: 3508,
        left: 50,
        top: 60,
    };

    fn page(width_micro_inch: u64, height_micro_inch: u64) -> Page {
        Page {
            width: 1,
            height: 1,
            width_micro_inch,
            height_micro_inch,
            bands: Vec::new(),
        }
    }

    #[test]
    fn rows_are_turned_filled_up_and_cut_into_bands() {
        // Five pixels a row: fifteen bytes and one to fill; two bands.
        let rows = BAND_ROWS + 3;
        let rgba: Vec<u8> = (0..rows * 5).flat_map(|at| [(at % 251) as u8, 2, 3, 255]).collect();
        let cut = bands(&rgba, 5);
        assert_eq!(cut.len(), 2);
        assert_eq!((cut[0].top, cut[0].rows, cut[0].bytes.len()), (0, BAND_ROWS, 512 * 16));
        assert_eq!((cut[1].top, cut[1].rows, cut[1].bytes.len()), (BAND_ROWS, 3, 48));
        assert_eq!(cut[0].bytes[..16], [3, 2, 0, 3, 2, 1, 3, 2, 2, 3, 2, 3, 3, 2, 4, 0]);
        assert_eq!(bands(&[], 0), []);
        // Four pixels need nothing to fill.
        assert_eq!(bands(&[9; 16], 4)[0].bytes.len(), 12);
    }

    #[test]
    fn a_page_keeps_its_size_where_it_fits_and_its_shape_where_it_does_not() {
        // A4 on A4, with what rounding leaves.
        let a4 = page(8_267_717, 11_692_913);
        assert_eq!(
            placed(&a4, A4_300),
            Placement {
                x: -50,
                y: -60,
                width: 2481,
                height: 3508
            }
        );
        // A3 on A4: half of it.
        let a3 = placed(&page(11_692_913, 16_535_433), A4_300);
        assert_eq!((a3.width, a3.height), (2480, 3507));
        // A wide one is bound by its width, and dots need not be square.
        let wide = placed(&page(16_000_000, 4_000_000), A4_300);
        assert_eq!((wide.width, wide.height), (2480, 620));
        let flat = SheetDots {
            dpi_y: 600,
            height: 7016,
            ..A4_300
        };
        assert_eq!(placed(&a4, flat).height, 7016);
    }

    #[test]
    fn what_is_no_pdf_is_not_drawn() {
        let drawn = pages::<NotDrawn>(b"%!PS", 300, |_| Ok(()));
        assert_eq!(drawn, Err(NotDrawn::NotAPdf));
    }
}
