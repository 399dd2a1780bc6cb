//! The crate from outside: what is on the paper, on the screen, and at the printer.

#[cfg(test)]
mod free_forms;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod invoice_pdf;
#[cfg(test)]
mod paper;
#[cfg(test)]
mod payment;
#[cfg(test)]
mod preview;
#[cfg(test)]
#[cfg(unix)]
mod printing_cups;
#[cfg(test)]
#[path = "../../examples/sample/mod.rs"]
mod sample;
#[cfg(test)]
mod shipment_pdf;
#[cfg(test)]
mod words_golden;
