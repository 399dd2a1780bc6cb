//! The crate from outside: jobs at real printers and at a real print service.

#[cfg(all(test, unix))]
mod cups;
#[cfg(all(test, unix))]
mod direct;
#[cfg(all(test, unix))]
mod paper;
#[cfg(test)]
mod labels;
#[cfg(test)]
mod raw;
#[cfg(all(test, unix))]
mod drawn;
