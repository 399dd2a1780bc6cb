//! A PDF drawn on a printer: each page in bands, at its true size.
#![expect(unsafe_code, reason = "GDI is reached by C functions")]

use super::device::{paper_number, tray_number};
use super::spooler::{Aligned, OpenPrinter, printers};
use super::{last_error, wide};
use crate::error::PrintError;
use crate::job::{PrintJob, Sides};
use crate::raster::{Band, FINEST_DPI, NotDrawn, Page, Placement, SheetDots, pages, placed};
use std::ffi::c_void;
use windows::Win32::Graphics::Gdi::{
    BI_RGB, BITMAPINFO, BITMAPINFOHEADER, CreateDCW, DEVMODEW, DIB_RGB_COLORS, DM_COPIES, DM_DEFAULTSOURCE, DM_DUPLEX,
    DM_IN_BUFFER, DM_OUT_BUFFER, DM_PAPERSIZE, DMDUP_HORIZONTAL, DMDUP_SIMPLEX, DMDUP_VERTICAL, DeleteDC,
    GetDeviceCaps, HALFTONE, HDC, LOGPIXELSX, LOGPIXELSY, PHYSICALHEIGHT, PHYSICALOFFSETX, PHYSICALOFFSETY,
    PHYSICALWIDTH, SRCCOPY, SetStretchBltMode, StretchDIBits,
};
use windows::Win32::Graphics::Printing::DocumentPropertiesW;
use windows::Win32::Storage::Xps::{AbortDoc, DOCINFOW, EndDoc, EndPage, StartDocW, StartPage};
use windows::core::PCWSTR;

/// Draws a document on a printer; gives the number of the job.
pub(super) fn print(printer: &str, job: &PrintJob, pdf: &[u8]) -> Result<i32, PrintError> {
    let mut mode = mode(printer, job)?;
    let (driver, name) = (wide("WINSPOOL"), wide(printer));
    let wishes: *const DEVMODEW = mode.start().cast();
    // SAFETY: the texts end with a zero, and they and the mode, which the driver itself wrote, outlive the call.
    let context = unsafe {
        CreateDCW(
            PCWSTR(driver.as_ptr()),
            PCWSTR(name.as_ptr()),
            PCWSTR::null(),
            Some(wishes),
        )
    };
    if context.is_invalid() {
        return Err(last_error());
    }
    let context = Context(context);
    let sheet = context.sheet();
    let title = wide(&job.title);
    let document = DOCINFOW {
        cbSize: i32::try_from(size_of::<DOCINFOW>()).unwrap_or_default(),
        lpszDocName: PCWSTR(title.as_ptr()),
        ..DOCINFOW::default()
    };
    // SAFETY: the structure and its text outlive the call.
    let number = unsafe { StartDocW(context.0, &raw const document) };
    if number <= 0 {
        return Err(last_error());
    }
    let dpi = sheet.dpi_x.min(FINEST_DPI);
    let drawn = pages(pdf, dpi, |page| context.page(&page, placed(&page, sheet)));
    if let Err(error) = drawn {
        // SAFETY: the document was begun above; nothing of it is printed.
        unsafe { AbortDoc(context.0) };
        return Err(error);
    }
    // SAFETY: the document was begun above.
    if unsafe { EndDoc(context.0) } <= 0 {
        return Err(last_error());
    }
    Ok(number)
}

impl From<NotDrawn> for PrintError {
    fn from(fault: NotDrawn) -> Self {
        Self::Refused {
            answer: fault.to_string(),
        }
    }
}

/// A printer to draw on; freed with the value.
struct Context(HDC);

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: the context was made by `print` and is freed once. Nothing can be done about a failure.
        let _ = unsafe { DeleteDC(self.0) };
    }
}

impl Context {
    fn sheet(&self) -> SheetDots {
        // SAFETY: the context is open.
        let told = |what| u32::try_from(unsafe { GetDeviceCaps(Some(self.0), what) }).unwrap_or_default();
        SheetDots {
            dpi_x: told(LOGPIXELSX).max(1),
            dpi_y: told(LOGPIXELSY).max(1),
            width: told(PHYSICALWIDTH),
            height: told(PHYSICALHEIGHT),
            left: told(PHYSICALOFFSETX),
            top: told(PHYSICALOFFSETY),
        }
    }

    fn page(&self, page: &Page, at: Placement) -> Result<(), PrintError> {
        // SAFETY: the context is open, and a document was begun on it.
        if unsafe { StartPage(self.0) } <= 0 {
            return Err(last_error());
        }
        // SAFETY: the context is open.
        unsafe { SetStretchBltMode(self.0, HALFTONE) };
        for band in &page.bands {
            self.band(page, band, at)?;
        }
        // SAFETY: the page was begun above.
        if unsafe { EndPage(self.0) } <= 0 {
            return Err(last_error());
        }
        Ok(())
    }

    fn band(&self, page: &Page, band: &Band, at: Placement) -> Result<(), PrintError> {
        let signed = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        // Where a row of the page lies in dots: bands meet without a gap, since both ends are found the same way.
        let row = |row: u32| {
            let dots = u64::from(row).saturating_mul(u64::from(at.height)) / u64::from(page.height.max(1));
            i32::try_from(dots).unwrap_or(i32::MAX)
        };
        let (top, bottom) = (row(band.top), row(band.top.saturating_add(band.rows)));
        let info = BITMAPINFO {
            bmiHeader: BITMAPINFOHEADER {
                biSize: u32::try_from(size_of::<BITMAPINFOHEADER>()).unwrap_or_default(),
                biWidth: signed(band.width),
                // Below zero: the first row is the top one.
                biHeight: signed(band.rows).saturating_neg(),
                biPlanes: 1,
                biBitCount: 24,
                biCompression: BI_RGB.0,
                ..BITMAPINFOHEADER::default()
            },
            ..BITMAPINFO::default()
        };
        // SAFETY: the band has `rows` rows of `width` pixels of three bytes, each row filled up to four, as the header says.
        let drawn = unsafe {
            StretchDIBits(
                self.0,
                at.x,
                at.y.saturating_add(top),
                signed(at.width),
                bottom.saturating_sub(top),
                0,
                0,
                signed(band.width),
                signed(band.rows),
                Some(band.bytes.as_ptr().cast::<c_void>()),
                &raw const info,
                DIB_RGB_COLORS,
                SRCCOPY,
            )
        };
        if drawn == 0 { Err(last_error()) } else { Ok(()) }
    }
}

/// The driver's settings with what is wished changed in them.
fn mode(printer: &str, job: &PrintJob) -> Result<Aligned, PrintError> {
    let open = OpenPrinter::open(printer)?;
    let name = wide(printer);
    // SAFETY: without buffers the call only says how long one has to be.
    let length = unsafe { DocumentPropertiesW(None, open.0, PCWSTR(name.as_ptr()), None, None, 0) };
    let length = u32::try_from(length).map_err(|_| last_error())?;
    let mut buffer = Aligned::of(length.max(u32::try_from(size_of::<DEVMODEW>()).unwrap_or_default()));
    let settings: *mut DEVMODEW = buffer.start().cast();
    // SAFETY: the buffer is as long as the driver asked for.
    let filled = unsafe {
        DocumentPropertiesW(
            None,
            open.0,
            PCWSTR(name.as_ptr()),
            Some(settings),
            None,
            DM_OUT_BUFFER.0,
        )
    };
    if filled < 0 {
        return Err(last_error());
    }
    let known = printers()?.into_iter().find(|known| known.name == printer);
    let port = known.map(|known| known.port).unwrap_or_default();
    // SAFETY: the driver filled the structure, which no one else refers to.
    let wished = unsafe { &mut *settings };
    let mut fields = wished.dmFields;
    wished.Anonymous1.Anonymous1.dmCopies = i16::try_from(job.copies).unwrap_or(i16::MAX);
    fields |= DM_COPIES;
    if let Some(sides) = job.sides {
        wished.dmDuplex = match sides {
            Sides::One => DMDUP_SIMPLEX,
            Sides::LongEdge => DMDUP_VERTICAL,
            Sides::ShortEdge => DMDUP_HORIZONTAL,
        };
        fields |= DM_DUPLEX;
    }
    if let Some(tray) = job.tray.as_deref().and_then(|tray| tray_number(printer, &port, tray)) {
        wished.Anonymous1.Anonymous1.dmDefaultSource = tray;
        fields |= DM_DEFAULTSOURCE;
    }
    if let Some(paper) = job
        .paper
        .as_deref()
        .and_then(|paper| paper_number(printer, &port, paper))
    {
        wished.Anonymous1.Anonymous1.dmPaperSize = paper;
        fields |= DM_PAPERSIZE;
    }
    wished.dmFields = fields;
    // SAFETY: both are the same buffer, which the call allows; the driver makes one whole of the wishes.
    let merged = unsafe {
        DocumentPropertiesW(
            None,
            open.0,
            PCWSTR(name.as_ptr()),
            Some(settings),
            Some(settings),
            DM_IN_BUFFER.0 | DM_OUT_BUFFER.0,
        )
    };
    if merged < 0 {
        return Err(last_error());
    }
    Ok(buffer)
}
