//! Secret bytes: wiped when dropped, without debug text.

use crate::error::KeysError;
use zeroize::Zeroizing;

/// 32 secret bytes.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// The key of one encrypted file.
#[derive(Clone)]
pub struct DataKey(Secret);

impl DataKey {
    pub(crate) const fn new(bytes: Secret) -> Self {
        Self(bytes)
    }

    pub(crate) fn secret(&self) -> &[u8; 32] {
        &self.0
    }

    /// The bytes, for the library that encrypts the file.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        *self.0
    }
}

/// Fresh random bytes.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, KeysError> {
    let mut bytes = Zeroizing::new([0_u8; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| KeysError::System(error.to_string().into()))?;
    Ok(bytes)
}
