//! Sealing 32 bytes under a key: XChaCha20-Poly1305 with a random nonce, bound to a name.

use crate::error::KeysError;
use crate::secret::{Secret, random};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const NONCE_BYTES: usize = 24;

/// A sealed secret as text: base64 of nonce and ciphertext.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Sealed(String);

/// The seal does not open: another key, another name, or damage.
pub(crate) struct DoesNotOpen;

/// Seals `secret`; it opens only with the same key and the same name.
pub(crate) fn seal(key: &[u8; 32], name: &str, secret: &[u8; 32]) -> Result<Sealed, KeysError> {
    let nonce = random::<NONCE_BYTES>()?;
    let payload = Payload {
        msg: secret,
        aad: name.as_bytes(),
    };
    let cipher = XChaCha20Poly1305::new(key.into());
    let ciphertext = cipher
        .encrypt(&XNonce::from(*nonce), payload)
        .map_err(|error| KeysError::System(error.to_string().into()))?;
    let mut bytes = nonce.to_vec();
    bytes.extend(ciphertext);
    Ok(Sealed(BASE64.encode(&bytes)))
}

/// Opens a seal.
pub(crate) fn open(key: &[u8; 32], name: &str, sealed: &Sealed) -> Result<Secret, DoesNotOpen> {
    let bytes = BASE64.decode(sealed.0.as_bytes()).map_err(|_| DoesNotOpen)?;
    let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(DoesNotOpen)?;
    let payload = Payload {
        msg: ciphertext,
        aad: name.as_bytes(),
    };
    let cipher = XChaCha20Poly1305::new(key.into());
    let plain = cipher
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| DoesNotOpen)?;
    let plain = Zeroizing::new(plain);
    let bytes: &[u8; 32] = plain.as_slice().try_into().map_err(|_| DoesNotOpen)?;
    Ok(Zeroizing::new(*bytes))
}
