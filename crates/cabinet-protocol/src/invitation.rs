//! The text of an invitation: a one-time code, and the fingerprint of the gateway's certificate after `~`.
//!
//! Shape: `7K2M-ABCD-EFGH-JKMN-PQRS` or `7K2M-…-PQRS~<32 letters>`, both parts in Crockford's base32.
//! People type it: letter case, dashes and blanks do not matter, and O reads as 0, I and L as 1.
//! The part after `~` is for the app alone and never sent. Not here: hashing and random bytes.

use std::fmt;

/// Crockford's base32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters of a code; five bits each, so 100 random bits.
pub const CODE_LETTERS: usize = 20;

/// Bytes of the certificate's SHA-256 that an invitation carries.
pub const FINGERPRINT_BYTES: usize = 20;

/// The text is not an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnInvitation {
    /// The code has a wrong length or a letter that no code contains.
    #[error("the code is not complete, or a letter in it is wrong")]
    Code,
    /// The part after `~` has a wrong length or letter.
    #[error("the part of the code after «~» is not complete, or a letter in it is wrong")]
    Fingerprint,
}

/// The first bytes of the SHA-256 of a certificate in DER.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertificateFingerprint([u8; FINGERPRINT_BYTES]);

impl CertificateFingerprint {
    /// Takes the beginning of a whole SHA-256.
    #[must_use]
    pub fn from_sha256(digest: &[u8; 32]) -> Self {
        let mut start = [0; FINGERPRINT_BYTES];
        for (to, from) in start.iter_mut().zip(digest) {
            *to = *from;
        }
        Self(start)
    }

    /// Whether a certificate with this SHA-256 is the one that was meant.
    #[must_use]
    pub fn matches(&self, digest: &[u8; 32]) -> bool {
        *self == Self::from_sha256(digest)
    }

    /// Reads what [`fmt::Display`] wrote, as forgiving as a code.
    ///
    /// # Errors
    /// [`NotAnInvitation::Fingerprint`].
    pub fn parse(text: &str) -> Result<Self, NotAnInvitation> {
        let letters = normalise(text).ok_or(NotAnInvitation::Fingerprint)?;
        let bytes = decode(&letters).ok_or(NotAnInvitation::Fingerprint)?;
        Ok(Self(bytes.try_into().map_err(|_| NotAnInvitation::Fingerprint)?))
    }
}

impl fmt::Display for CertificateFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode(&self.0))
    }
}

/// An invitation as it was typed, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The code in its one normal form: [`CODE_LETTERS`] letters without dashes. This is what is sent.
    pub code: String,
    /// The certificate to pin; `None` when the gateway has a certificate that everyone trusts, or none.
    pub fingerprint: Option<CertificateFingerprint>,
}

impl Invitation {
    /// Reads an invitation as people type it.
    ///
    /// # Errors
    /// [`NotAnInvitation`].
    pub fn parse(text: &str) -> Result<Self, NotAnInvitation> {
        let (code, fingerprint) = match text.split_once('~') {
            Some((code, fingerprint)) => (code, Some(CertificateFingerprint::parse(fingerprint)?)),
            None => (text, None),
        };
        let code = normalise(code)
            .filter(|code| code.len() == CODE_LETTERS)
            .ok_or(NotAnInvitation::Code)?;
        Ok(Self { code, fingerprint })
    }

    /// A code from random bytes; those beyond the needed bits are not used.
    #[must_use]
    pub fn from_random(random: &[u8; 16], fingerprint: Option<CertificateFingerprint>) -> Self {
        let code = encode(random).chars().take(CODE_LETTERS).collect();
        Self { code, fingerprint }
    }
}

impl fmt::Display for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, letter) in self.code.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        match &self.fingerprint {
            Some(fingerprint) => write!(f, "~{fingerprint}"),
            None => Ok(()),
        }
    }
}

/// Upper case, without dashes and blanks, look-alikes replaced; `None` when another letter occurs.
fn normalise(text: &str) -> Option<String> {
    let mut normal = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '-' || c == '\u{2013}' || c == '\u{2014}' || c.is_whitespace() {
            continue;
        }
        let upper = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        value_of(upper)?;
        normal.push(upper);
    }
    Some(normal)
}

fn value_of(letter: char) -> Option<u8> {
    ALPHABET
        .iter()
        .position(|a| char::from(*a) == letter)
        .and_then(|at| u8::try_from(at).ok())
}

/// Five bits a letter, the first bit first; the last letter is filled up with zeros.
fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut bits: u32 = 0;
    let mut count: u32 = 0;
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        count = count.saturating_add(8);
        while count >= 5 {
            count = count.saturating_sub(5);
            push_letter(&mut text, bits >> count);
        }
    }
    if count > 0 {
        push_letter(&mut text, bits << 5_u32.saturating_sub(count));
    }
    text
}

fn push_letter(text: &mut String, bits: u32) {
    let at = usize::try_from(bits & 31).unwrap_or(0);
    text.extend(ALPHABET.get(at).map(|letter| char::from(*letter)));
}

/// The whole bytes of normalised letters.
fn decode(letters: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut bits: u32 = 0;
    let mut count: u32 = 0;
    for letter in letters.chars() {
        bits = ((bits << 5) | u32::from(value_of(letter)?)) & 0xfff;
        count = count.saturating_add(5);
        if count >= 8 {
            count = count.saturating_sub(8);
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = Invitation::from_random(&[0x11; 16], None);
        let printed = code.to_string();
        assert_eq!(printed.len(), CODE_LETTERS + 4, "{printed}");
        for typed in [
            printed.clone(),
            printed.to_lowercase(),
            printed.replace('-', ""),
            printed.replace('-', " "),
            printed.replace('1', "l").replace('0', "o"),
        ] {
            assert_eq!(Invitation::parse(&typed), Ok(code.clone()), "{typed}");
        }
        for wrong in [
            "",
            "7K2M",
            "7K2M-ABCD-EFGH-JKMN-PQRU",
            "7K2M-ABCD-EFGH-JKMN-PQRST",
            "7К2М-ABCD-EFGH-JKMN-PQRS",
        ] {
            assert_eq!(Invitation::parse(wrong), Err(NotAnInvitation::Code), "{wrong}");
        }
        assert_eq!(
            Invitation::parse(&format!("{printed}~7K2M")),
            Err(NotAnInvitation::Fingerprint)
        );
    }

    proptest! {
        #[test]
        fn an_invitation_with_a_fingerprint_reads_back(random: [u8; 16], digest: [u8; 32]) {
            let invitation = Invitation::from_random(&random, Some(CertificateFingerprint::from_sha256(&digest)));
            let back = Invitation::parse(&invitation.to_string().to_lowercase()).unwrap();
            prop_assert!(back.fingerprint.unwrap().matches(&digest));
            prop_assert_eq!(back, invitation);
        }
    }
}
