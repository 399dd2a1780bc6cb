//! The check of a node's password, in memory that is used again.
//!
//! A sign-in takes a block of 19 MiB. Allocated anew for each, the allocator of Debian 12 never gave one back: a gateway that
//! 1C signs in to every few minutes grew by gigabytes a day.

use argon2::password_hash::phc::{Output, PasswordHash};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::sync::{Mutex, PoisonError};

/// Blocks that no check uses now; there are as many as were ever used at once.
static MEMORY: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// Whether `stored`, a PHC string of Argon2, is of this password. Takes tens of milliseconds.
pub(super) fn is_of(stored: &str, password: &[u8]) -> bool {
    check(stored, password).unwrap_or(false)
}

fn check(stored: &str, password: &[u8]) -> Option<bool> {
    let stored = PasswordHash::new(stored).ok()?;
    let (salt, expected) = (stored.salt?, stored.hash?);
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
    let version = Version::try_from(stored.version?).ok()?;
    let params = Params::try_from(&stored).ok()?;
    let mut memory = free().pop().unwrap_or_default();
    memory.resize(params.block_count(), Block::default());
    let mut found = vec![0; expected.as_bytes().len()];
    let hashed = Argon2::new(algorithm, version, params).hash_password_into_with_memory(
        password,
        salt.as_ref(),
        &mut found,
        &mut memory,
    );
    free().push(memory);
    hashed.ok()?;
    // An output compares in constant time.
    Some(Output::new(&found).ok()? == expected)
}

fn free() -> std::sync::MutexGuard<'static, Vec<Vec<Block>>> {
    MEMORY.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::password_hash::PasswordHasher as _;

    #[test]
    fn the_right_password_and_no_other_is_taken_in_one_block_of_memory() {
        let stored = Argon2::default().hash_password(b"secret").unwrap().to_string();
        for _ in 0..5 {
            assert!(is_of(&stored, b"secret"));
            assert!(!is_of(&stored, b"Secret"));
        }
        assert!(!is_of("no hash", b"secret"));
        assert_eq!(free().len(), 1, "each check used the block of the one before");
    }
}
