//! The raw key of one file.
//!
//! 32 random bytes, so that no key derivation runs on open (it would cost 190 ms each time).

use std::fmt::Write as _;
use zeroize::Zeroizing;

/// The 256-bit key of one encrypted file. It has no debug text and is wiped from memory when dropped.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// Takes 32 random bytes; cabinet-keys makes and keeps them.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The statement that gives the key to a connection.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        // Sized beforehand, so that no half-written copy is left behind by a growing buffer.
        let mut sql = Zeroizing::new(String::with_capacity(96));
        sql.push_str("PRAGMA key = \"x'");
        for byte in self.0.iter() {
            // Writing into a String cannot fail.
            let _ = write!(sql, "{byte:02x}");
        }
        sql.push_str("'\";");
        sql
    }
}
