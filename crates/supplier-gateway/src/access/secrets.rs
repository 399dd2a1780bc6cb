//! Random secrets, their text, and the hashes under which they are stored.
//!
//! All secrets have at least 100 random bits, so a plain fast hash is enough: there is nothing to guess.

use crate::access::AccessError;
use data_encoding::BASE64URL_NOPAD;

/// Bytes of a token's secret.
pub const SECRET_BYTES: usize = 32;

const CODE_CONTEXT: &str = "dealer-cabinet gateway 2026 invitation code";
const TOKEN_CONTEXT: &str = "dealer-cabinet gateway 2026 token";

/// Random bytes of the operating system.
///
/// # Errors
/// [`AccessError::NoRandomness`].
pub fn random<const N: usize>() -> Result<[u8; N], AccessError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(AccessError::NoRandomness)?;
    Ok(bytes)
}

/// A random UUID as text.
///
/// # Errors
/// [`AccessError::NoRandomness`].
pub fn random_id() -> Result<String, AccessError> {
    Ok(uuid::Builder::from_random_bytes(random()?).into_uuid().to_string())
}

/// The hash under which a normalised invitation code is stored.
#[must_use]
pub fn hash_of_code(code: &str) -> Vec<u8> {
    blake3::derive_key(CODE_CONTEXT, code.as_bytes()).to_vec()
}

/// The hash under which the secret of a token is stored.
#[must_use]
pub fn hash_of_token(secret: &[u8; SECRET_BYTES]) -> Vec<u8> {
    blake3::derive_key(TOKEN_CONTEXT, secret).to_vec()
}

/// Compares two hashes without telling by time where they differ.
#[must_use]
pub fn is_same_hash(left: &[u8], right: &[u8]) -> bool {
    let whole = |bytes: &[u8]| <[u8; 32]>::try_from(bytes).ok().map(blake3::Hash::from_bytes);
    match (whole(left), whole(right)) {
        (Some(left), Some(right)) => left == right,
        _ => false,
    }
}

/// The successor of a secret: it takes the old secret, which the gateway does not keep, and the stored nonce.
///
/// So a lost answer can be given once more from the old token, and the database alone opens nothing.
#[must_use]
pub fn successor(old: &[u8; SECRET_BYTES], nonce: &[u8], purpose: &str) -> [u8; SECRET_BYTES] {
    let mut hasher = blake3::Hasher::new_keyed(old);
    hasher.update(nonce);
    hasher.update(purpose.as_bytes());
    *hasher.finalize().as_bytes()
}

/// A secret as text.
#[must_use]
pub fn secret_text(secret: &[u8; SECRET_BYTES]) -> String {
    BASE64URL_NOPAD.encode(secret)
}

/// Reads [`secret_text`]; anything else is `None`.
#[must_use]
pub fn parse_secret(text: &str) -> Option<[u8; SECRET_BYTES]> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok()
}
