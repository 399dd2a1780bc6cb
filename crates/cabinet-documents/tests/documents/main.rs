//! The crate from outside: what is on the paper and on the screen.

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
#[path = "../../examples/sample/mod.rs"]
mod sample;
#[cfg(test)]
mod shipment_pdf;
#[cfg(test)]
mod words_golden;
