//! The spooler: its printers, raw jobs, and the states of jobs.
#![expect(unsafe_code, reason = "the spooler is reached by C functions")]

use super::{last_error, wide};
use crate::error::PrintError;
use crate::job::{JobId, JobState};
use std::ffi::c_void;
use windows::Win32::Graphics::Printing::{
    ClosePrinter, DOC_INFO_1W, EndDocPrinter, EndPagePrinter, EnumPrintersW, GetDefaultPrinterW, GetJobW,
    JOB_CONTROL_CANCEL, JOB_INFO_1W, JOB_STATUS_COMPLETE, JOB_STATUS_DELETED, JOB_STATUS_DELETING, JOB_STATUS_ERROR,
    JOB_STATUS_PAUSED, JOB_STATUS_PRINTED, JOB_STATUS_PRINTING, OpenPrinterW, PRINTER_ENUM_CONNECTIONS,
    PRINTER_ENUM_LOCAL, PRINTER_HANDLE, PRINTER_INFO_2W, SetJobW, StartDocPrinterW, StartPagePrinter, WritePrinter,
};
use windows::core::{PCWSTR, PWSTR};

/// A printer as the spooler lists it.
pub(super) struct Known {
    pub(super) name: String,
    pub(super) port: String,
    pub(super) comment: String,
    /// Bits of `PRINTER_STATUS_…`.
    pub(super) status: u32,
}

/// An open printer; closed with the value.
pub(super) struct OpenPrinter(pub(super) PRINTER_HANDLE);

impl OpenPrinter {
    pub(super) fn open(name: &str) -> Result<Self, PrintError> {
        let mut handle = PRINTER_HANDLE::default();
        let text = wide(name);
        // SAFETY: `text` ends with a zero and outlives the call; `handle` is written by it.
        unsafe { OpenPrinterW(PCWSTR(text.as_ptr()), &raw mut handle, None) }
            .map_err(|_| PrintError::UnknownPrinter { name: name.to_owned() })?;
        Ok(Self(handle))
    }
}

impl Drop for OpenPrinter {
    fn drop(&mut self) {
        // SAFETY: the handle was opened by `open` and is closed once. Nothing can be done about a failure.
        let _ = unsafe { ClosePrinter(self.0) };
    }
}

/// The printers of this computer and those that it is connected to.
pub(super) fn printers() -> Result<Vec<Known>, PrintError> {
    let flags = PRINTER_ENUM_LOCAL | PRINTER_ENUM_CONNECTIONS;
    let (mut needed, mut count) = (0_u32, 0_u32);
    // SAFETY: without a buffer the call only says how long one has to be; that it fails then is what it does.
    let _ = unsafe { EnumPrintersW(flags, PCWSTR::null(), 2, None, &raw mut needed, &raw mut count) };
    if needed == 0 {
        return Ok(Vec::new());
    }
    let mut buffer = Aligned::of(needed);
    let bytes = buffer.bytes(needed);
    // SAFETY: the buffer is as long as was asked for, and aligned for the structures that are written into it.
    unsafe { EnumPrintersW(flags, PCWSTR::null(), 2, Some(bytes), &raw mut needed, &raw mut count) }
        .map_err(|_| last_error())?;
    let first = bytes.as_ptr().cast::<PRINTER_INFO_2W>();
    let count = usize::try_from(count).unwrap_or_default();
    // SAFETY: the call wrote `count` structures at the beginning of the buffer; their texts lie in it too, which outlives
    // this block.
    let list = unsafe { std::slice::from_raw_parts(first, count) };
    Ok(list
        .iter()
        .map(|info| Known {
            name: text(info.pPrinterName),
            port: text(info.pPortName),
            comment: text(info.pComment),
            status: info.Status,
        })
        .collect())
}

/// The default printer, if there is one.
pub(super) fn default_printer() -> Option<String> {
    let mut length = 0_u32;
    // SAFETY: without a buffer the call only says how long one has to be.
    let _ = unsafe { GetDefaultPrinterW(None, &raw mut length) };
    let mut buffer = vec![0_u16; usize::try_from(length).ok()?];
    if buffer.is_empty() {
        return None;
    }
    // SAFETY: the buffer is as long as was asked for.
    let found = unsafe { GetDefaultPrinterW(Some(PWSTR(buffer.as_mut_ptr())), &raw mut length) };
    found.as_bool().then(|| until_zero(&buffer))
}

/// Sends bytes as they are, so many times.
pub(super) fn send_raw(printer: &str, title: &str, content: &[u8], copies: u32) -> Result<i32, PrintError> {
    let open = OpenPrinter::open(printer)?;
    let (mut name, mut kind) = (wide(title), wide("RAW"));
    let document = DOC_INFO_1W {
        pDocName: PWSTR(name.as_mut_ptr()),
        pOutputFile: PWSTR::null(),
        pDatatype: PWSTR(kind.as_mut_ptr()),
    };
    // SAFETY: the structure and its texts outlive the call.
    let number = unsafe { StartDocPrinterW(open.0, 1, &raw const document) };
    if number == 0 {
        return Err(last_error());
    }
    let written = (0..copies).try_for_each(|_| write_all(&open, content));
    // SAFETY: the document was begun above.
    let ended = unsafe { EndDocPrinter(open.0) };
    written?;
    if !ended.as_bool() {
        return Err(last_error());
    }
    Ok(i32::try_from(number).unwrap_or_default())
}

fn write_all(open: &OpenPrinter, content: &[u8]) -> Result<(), PrintError> {
    // SAFETY: the handle is open, and a document was begun on it.
    if !unsafe { StartPagePrinter(open.0) }.as_bool() {
        return Err(last_error());
    }
    let mut rest = content;
    while !rest.is_empty() {
        let length = u32::try_from(rest.len()).unwrap_or(u32::MAX);
        let mut taken = 0_u32;
        // SAFETY: `rest` has at least `length` bytes.
        let ok = unsafe { WritePrinter(open.0, rest.as_ptr().cast::<c_void>(), length, &raw mut taken) };
        if !ok.as_bool() || taken == 0 {
            return Err(last_error());
        }
        rest = rest
            .get(usize::try_from(taken).unwrap_or(usize::MAX)..)
            .unwrap_or_default();
    }
    // SAFETY: the page was begun above.
    if unsafe { EndPagePrinter(open.0) }.as_bool() {
        Ok(())
    } else {
        Err(last_error())
    }
}

/// What the spooler says of a job; one that it knows no more is done: it forgets what is printed.
pub(super) fn job_state(job: &JobId) -> Result<JobState, PrintError> {
    let open = OpenPrinter::open(&job.printer)?;
    let number = u32::try_from(job.number).map_err(|_| PrintError::UnknownJob)?;
    let mut needed = 0_u32;
    // SAFETY: without a buffer the call only says how long one has to be.
    let _ = unsafe { GetJobW(open.0, number, 1, None, &raw mut needed) };
    if needed == 0 {
        return Ok(JobState::Done);
    }
    let mut buffer = Aligned::of(needed);
    let bytes = buffer.bytes(needed);
    // SAFETY: the buffer is as long as was asked for, and aligned for the structure.
    if !unsafe { GetJobW(open.0, number, 1, Some(bytes), &raw mut needed) }.as_bool() {
        return Ok(JobState::Done);
    }
    // SAFETY: the call wrote the structure at the beginning of the buffer.
    let status = unsafe { (*bytes.as_ptr().cast::<JOB_INFO_1W>()).Status };
    let has = |bits: u32| status & bits != 0;
    Ok(if has(JOB_STATUS_DELETED | JOB_STATUS_DELETING) {
        JobState::Cancelled
    } else if has(JOB_STATUS_PRINTED | JOB_STATUS_COMPLETE) {
        JobState::Done
    } else if has(JOB_STATUS_ERROR) {
        JobState::Stopped
    } else if has(JOB_STATUS_PAUSED) {
        JobState::Held
    } else if has(JOB_STATUS_PRINTING) {
        JobState::Printing
    } else {
        JobState::Waiting
    })
}

/// Cancels a job.
pub(super) fn cancel(job: &JobId) -> Result<(), PrintError> {
    let open = OpenPrinter::open(&job.printer)?;
    let number = u32::try_from(job.number).map_err(|_| PrintError::UnknownJob)?;
    // SAFETY: the handle is open; no structure is given.
    if unsafe { SetJobW(open.0, number, 0, None, JOB_CONTROL_CANCEL) }.as_bool() {
        Ok(())
    } else {
        Err(PrintError::UnknownJob)
    }
}

/// Memory that every structure of the spooler may lie in.
pub(super) struct Aligned(Vec<u64>);

impl Aligned {
    pub(super) fn of(bytes: u32) -> Self {
        Self(vec![0; usize::try_from(bytes).unwrap_or(usize::MAX).div_ceil(8)])
    }

    fn bytes(&mut self, length: u32) -> &mut [u8] {
        let length = usize::try_from(length)
            .unwrap_or_default()
            .min(self.0.len().saturating_mul(8));
        // SAFETY: any byte of the memory may be read and written, and `length` is within it.
        unsafe { std::slice::from_raw_parts_mut(self.0.as_mut_ptr().cast::<u8>(), length) }
    }

    pub(super) fn start(&mut self) -> *mut u64 {
        self.0.as_mut_ptr()
    }
}

/// A text of a structure; empty where there is none.
fn text(text: PWSTR) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the spooler ends its texts with a zero, and they live as long as the buffer that holds the structure.
    unsafe { text.to_string() }.unwrap_or_default()
}

/// The text before the first zero.
pub(super) fn until_zero(text: &[u16]) -> String {
    let letters = text.split(|letter| *letter == 0).next().unwrap_or_default();
    String::from_utf16_lossy(letters)
}
