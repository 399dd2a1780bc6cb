//! What a driver says that its printer can do.
#![expect(unsafe_code, reason = "drivers are asked by C functions")]

use super::spooler::{Known, until_zero};
use super::wide;
use crate::job::Sides;
use crate::printer::{Printer, PrinterState};
use windows::Win32::Graphics::Printing::{
    PRINTER_STATUS_BUSY, PRINTER_STATUS_DOOR_OPEN, PRINTER_STATUS_ERROR, PRINTER_STATUS_NO_TONER,
    PRINTER_STATUS_NOT_AVAILABLE, PRINTER_STATUS_OFFLINE, PRINTER_STATUS_PAPER_JAM, PRINTER_STATUS_PAPER_OUT,
    PRINTER_STATUS_PAUSED, PRINTER_STATUS_PRINTING, PRINTER_STATUS_PROCESSING,
};
use windows::Win32::Storage::Xps::{
    DC_BINNAMES, DC_BINS, DC_COLORDEVICE, DC_COPIES, DC_DUPLEX, DC_PAPERNAMES, DC_PAPERS, DeviceCapabilitiesW,
    PRINTER_DEVICE_CAPABILITIES,
};
use windows::core::{PCWSTR, PWSTR};

/// Letters of the name of a tray, and of a paper, in the answers of drivers.
const TRAY_NAME: usize = 24;
const PAPER_NAME: usize = 64;

/// Faults by their bits, in the words of IPP, so that every system tells them alike.
const FAULTS: [(u32, &str); 7] = [
    (PRINTER_STATUS_PAPER_OUT, "media-empty"),
    (PRINTER_STATUS_PAPER_JAM, "media-jam"),
    (PRINTER_STATUS_DOOR_OPEN, "door-open"),
    (PRINTER_STATUS_NO_TONER, "toner-empty"),
    (PRINTER_STATUS_OFFLINE, "offline"),
    (PRINTER_STATUS_NOT_AVAILABLE, "not-available"),
    (PRINTER_STATUS_ERROR, "error"),
];

/// A printer as the rest of the program knows it.
pub(super) fn described(known: &Known, default: Option<&str>) -> Printer {
    let asked = Asked::of(&known.name, &known.port);
    let reasons: Vec<String> = FAULTS
        .iter()
        .filter(|(bit, _)| known.status & bit != 0)
        .map(|(_, word)| (*word).to_owned())
        .collect();
    let state = if known.status & PRINTER_STATUS_PAUSED != 0 {
        PrinterState::Paused
    } else if !reasons.is_empty() {
        PrinterState::Stopped
    } else if known.status & (PRINTER_STATUS_BUSY | PRINTER_STATUS_PRINTING | PRINTER_STATUS_PROCESSING) != 0 {
        PrinterState::Working
    } else {
        PrinterState::Idle
    };
    let sides = if asked.number(DC_DUPLEX) == Some(1) {
        Sides::ALL.to_vec()
    } else {
        vec![Sides::One]
    };
    Printer {
        name: known.name.clone(),
        title: if known.comment.trim().is_empty() {
            known.name.clone()
        } else {
            known.comment.clone()
        },
        is_default: default == Some(known.name.as_str()),
        state,
        is_accepting: true,
        reasons,
        trays: asked.names(DC_BINNAMES, TRAY_NAME),
        papers: asked.names(DC_PAPERNAMES, PAPER_NAME),
        papers_inside: Vec::new(),
        default_paper: None,
        sides,
        has_colours: asked.number(DC_COLORDEVICE) == Some(1),
        most_copies: asked.number(DC_COPIES).unwrap_or(1).max(1),
        // A PDF is drawn here; labels go as they are.
        formats: Vec::new(),
    }
}

/// The driver's number of a tray.
pub(super) fn tray_number(printer: &str, port: &str, tray: &str) -> Option<i16> {
    Asked::of(printer, port).number_of(DC_BINNAMES, TRAY_NAME, DC_BINS, tray)
}

/// The driver's number of a paper.
pub(super) fn paper_number(printer: &str, port: &str, paper: &str) -> Option<i16> {
    Asked::of(printer, port).number_of(DC_PAPERNAMES, PAPER_NAME, DC_PAPERS, paper)
}

/// A driver that is asked.
struct Asked {
    name: Vec<u16>,
    port: Vec<u16>,
}

impl Asked {
    fn of(name: &str, port: &str) -> Self {
        Self {
            name: wide(name),
            port: wide(port),
        }
    }

    /// # Safety
    /// `to` is nothing, or as long as the driver's answer.
    unsafe fn ask(&self, what: PRINTER_DEVICE_CAPABILITIES, to: Option<PWSTR>) -> i32 {
        // SAFETY: both texts end with a zero and outlive the call; the caller answers for `to`.
        unsafe { DeviceCapabilitiesW(PCWSTR(self.name.as_ptr()), PCWSTR(self.port.as_ptr()), what, to, None) }
    }

    /// A number; `None` when the driver does not say.
    fn number(&self, what: PRINTER_DEVICE_CAPABILITIES) -> Option<u32> {
        // SAFETY: nothing is written.
        u32::try_from(unsafe { self.ask(what, None) }).ok()
    }

    fn names(&self, what: PRINTER_DEVICE_CAPABILITIES, letters: usize) -> Vec<String> {
        let Some(count) = self.number(what).and_then(|count| usize::try_from(count).ok()) else {
            return Vec::new();
        };
        let mut buffer = vec![0_u16; count.saturating_mul(letters)];
        if buffer.is_empty() {
            return Vec::new();
        }
        // SAFETY: the driver writes `letters` letters for each of the `count` names that it told a moment ago.
        unsafe { self.ask(what, Some(PWSTR(buffer.as_mut_ptr()))) };
        buffer.chunks(letters).map(until_zero).collect()
    }

    fn number_of(
        &self,
        names: PRINTER_DEVICE_CAPABILITIES,
        letters: usize,
        numbers: PRINTER_DEVICE_CAPABILITIES,
        wanted: &str,
    ) -> Option<i16> {
        let at = self.names(names, letters).iter().position(|name| name == wanted)?;
        let count = usize::try_from(self.number(numbers)?).ok()?;
        let mut buffer = vec![0_u16; count];
        if buffer.is_empty() {
            return None;
        }
        // SAFETY: the driver writes one number of two bytes for each of the `count` that it told a moment ago.
        unsafe { self.ask(numbers, Some(PWSTR(buffer.as_mut_ptr()))) };
        buffer.get(at).map(|number| number.cast_signed())
    }
}
