//! The laws of feeds over the real SQLite storage: any position of a device leads to the same rows.

#[cfg(test)]
mod laws;
