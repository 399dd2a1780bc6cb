//! The text of a refresh token: `family.secret.generation.seal`.
//!
//! The seal shows that this gateway wrote the generation, also when its database has forgotten it: one put back from a
//! backup has the same key and knows no token that was given out since. Tokens from before this have no generation.

use crate::access::secrets::{SECRET_BYTES, hash_of_token, is_same_hash, parse_secret, secret_text};
use crate::storage::secret::secret_in;
use crate::storage::{StorageError, Tx};

/// The key under which refresh tokens are sealed.
pub(super) struct Seal([u8; 32]);

impl Seal {
    /// Reads it, or makes it at first use.
    pub(super) fn load(tx: &mut dyn Tx) -> Result<Self, StorageError> {
        secret_in(tx, "refresh_token").map(Self)
    }

    /// The text of a token.
    pub(super) fn write(&self, family: &str, secret: &[u8; SECRET_BYTES], generation: i64) -> String {
        let seal = secret_text(&self.of(family, secret, generation));
        format!("{family}.{}.{generation}.{seal}", secret_text(secret))
    }

    /// Whether this gateway has written the generation of a token.
    pub(super) fn is_on(&self, token: &Shown<'_>, stamp: &Stamp) -> bool {
        is_same_hash(&self.of(token.family, &token.secret, stamp.generation), &stamp.seal)
    }

    fn of(&self, family: &str, secret: &[u8; SECRET_BYTES], generation: i64) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(family.as_bytes());
        hasher.update(&hash_of_token(secret));
        hasher.update(&generation.to_le_bytes());
        *hasher.finalize().as_bytes()
    }
}

/// A refresh token as it was shown.
pub(super) struct Shown<'t> {
    pub(super) family: &'t str,
    pub(super) secret: [u8; SECRET_BYTES],
    /// `None` for one that was given out before tokens had generations.
    pub(super) stamp: Option<Stamp>,
}

/// What a token says of its generation; true only under the gateway's seal.
pub(super) struct Stamp {
    pub(super) generation: i64,
    seal: [u8; 32],
}

/// Reads a token; `None` for what is none.
pub(super) fn parse(text: &str) -> Option<Shown<'_>> {
    let mut parts = text.split('.');
    let (family, secret) = (parts.next()?, parse_secret(parts.next()?)?);
    let stamp = match (parts.next(), parts.next(), parts.next()) {
        (None, None, None) => None,
        (Some(generation), Some(seal), None) => Some(Stamp {
            generation: generation.parse().ok()?,
            seal: parse_secret(seal)?,
        }),
        _ => return None,
    };
    Some(Shown { family, secret, stamp })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generation_counts_only_under_the_seal_of_its_gateway() {
        let (seal, other) = (Seal([1; 32]), Seal([2; 32]));
        let text = seal.write("family", &[7; SECRET_BYTES], 41);
        let shown = parse(&text).unwrap();
        let stamp = shown.stamp.as_ref().unwrap();
        assert_eq!(
            (shown.family, shown.secret, stamp.generation),
            ("family", [7; SECRET_BYTES], 41)
        );
        assert!(seal.is_on(&shown, stamp));
        assert!(!other.is_on(&shown, stamp));
        let forged = text.replace(".41.", ".42.");
        let forged = parse(&forged).unwrap();
        assert!(!seal.is_on(&forged, forged.stamp.as_ref().unwrap()));
    }

    #[test]
    fn tokens_without_a_generation_are_read_and_other_texts_are_not() {
        let secret = secret_text(&[7; SECRET_BYTES]);
        assert!(parse(&format!("family.{secret}")).unwrap().stamp.is_none());
        for text in [
            String::new(),
            "family".to_owned(),
            format!("f.{secret}.1"),
            format!("f.{secret}.x.{secret}"),
            format!("f.{secret}.1.{secret}.2"),
        ] {
            assert!(parse(&text).is_none(), "{text}");
        }
    }
}
