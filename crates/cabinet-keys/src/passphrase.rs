//! From a passphrase to a key: Argon2id, with its cost stored beside the seal.

use crate::error::KeysError;
use crate::secret::Secret;
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// A passphrase. It has no debug text and is wiped when dropped.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes the text as typed.
    ///
    /// # Errors
    /// [`KeysError::EmptyPassphrase`].
    pub fn new(text: String) -> Result<Self, KeysError> {
        let text = Zeroizing::new(text);
        if text.is_empty() {
            Err(KeysError::EmptyPassphrase)
        } else {
            Ok(Self(text))
        }
    }
}

/// What one guess at a passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassphraseCost {
    memory_kib: u32,
    passes: u32,
}

/// Memory of one derivation.
const MEMORY_KIB: u32 = 64 * 1024;

/// What a derivation should take on this machine.
const AIM: Duration = Duration::from_millis(400);

/// Never fewer passes, however slow the machine, and never so many that another machine waits for minutes.
const FEWEST_PASSES: u32 = 2;
const MOST_PASSES: u32 = 24;

/// A keys.json that asks for more than this is not ours: it would only hold up whoever opens it.
const MOST_MEMORY_KIB: u32 = 2 * MEMORY_KIB;
const MOST_BELIEVED_PASSES: u32 = 2 * MOST_PASSES;

impl PassphraseCost {
    /// A cost of the caller's choice; tests use a small one.
    #[must_use]
    pub const fn of(memory_kib: u32, passes: u32) -> Self {
        Self { memory_kib, passes }
    }

    /// 64 MiB, and as many passes as take about 0.4 s on this machine.
    ///
    /// # Errors
    /// [`KeysError::System`] when there is not enough memory.
    pub fn tuned() -> Result<Self, KeysError> {
        let probe = Self::of(MEMORY_KIB, 1);
        let start = Instant::now();
        probe.derive(&Passphrase(Zeroizing::new("probe".to_owned())), &[0; 16])?;
        let one_pass = start.elapsed().as_millis().max(1);
        let passes = u32::try_from(AIM.as_millis().checked_div(one_pass).unwrap_or(1)).unwrap_or(MOST_PASSES);
        Ok(Self::of(MEMORY_KIB, passes.clamp(FEWEST_PASSES, MOST_PASSES)))
    }

    pub(crate) const fn is_believable(self) -> bool {
        self.memory_kib <= MOST_MEMORY_KIB && self.passes <= MOST_BELIEVED_PASSES
    }

    /// The key that the passphrase stands for.
    pub(crate) fn derive(self, passphrase: &Passphrase, salt: &[u8; 16]) -> Result<Secret, KeysError> {
        let system = |error: argon2::Error| KeysError::System(Box::new(error));
        let params = Params::new(self.memory_kib, self.passes, 1, Some(32)).map_err(system)?;
        let mut key = Zeroizing::new([0_u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.0.as_bytes(), salt, key.as_mut_slice())
            .map_err(system)?;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_this_program_writes_is_believed_and_what_only_holds_up_is_not() {
        for (cost, is_believed) in [
            (PassphraseCost::of(64, 1), true),
            (PassphraseCost::of(MEMORY_KIB, MOST_PASSES), true),
            (PassphraseCost::of(1024 * 1024, 1), false),
            (PassphraseCost::of(MEMORY_KIB, 1000), false),
        ] {
            assert_eq!(cost.is_believable(), is_believed, "{cost:?}");
        }
    }
}
