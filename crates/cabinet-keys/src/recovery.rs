//! The recovery code: 160 random bits that open the master key when keyring or passphrase are lost.
//!
//! Written in Crockford's base 32 (no I, L, O, U; letter case does not matter), in groups, with a check character.

use crate::error::KeysError;
use crate::secret::{Secret, random};
use data_encoding::{Encoding, Specification};
use zeroize::Zeroizing;

const BYTES: usize = 20;
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECK_CONTEXT: &str = "dealer-cabinet 2026 recovery code check character";
const KEY_CONTEXT: &str = "dealer-cabinet 2026 recovery code sealing key";

/// A recovery code. It has no debug text; it is shown once and kept by the user.
pub struct RecoveryCode(Zeroizing<[u8; BYTES]>);

impl RecoveryCode {
    pub(crate) fn new() -> Result<Self, KeysError> {
        Ok(Self(random()?))
    }

    /// The code as it is shown: eleven groups of three characters, the last of which is the check character.
    ///
    /// # Errors
    /// [`KeysError::System`] when the alphabet cannot be set up, which a test excludes.
    pub fn to_text(&self) -> Result<Zeroizing<String>, KeysError> {
        let mut letters = Zeroizing::new(alphabet()?.encode(self.0.as_slice()));
        letters.push(check_letter(&self.0));
        let mut text = Zeroizing::new(String::with_capacity(48));
        for (place, letter) in letters.chars().enumerate() {
            if place > 0 && place % 3 == 0 {
                text.push('-');
            }
            text.push(letter);
        }
        Ok(text)
    }

    /// Reads a code as typed: spaces, dashes and letter case do not matter; O is 0, I and L are 1.
    ///
    /// # Errors
    /// [`KeysError::MistypedRecoveryCode`].
    pub fn parse(text: &str) -> Result<Self, KeysError> {
        let letters: Zeroizing<String> = Zeroizing::new(
            text.chars()
                .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '–' | '—'))
                .collect(),
        );
        let mut code = letters.chars();
        let check = code.next_back().ok_or(KeysError::MistypedRecoveryCode)?;
        let decoded = Zeroizing::new(
            alphabet()?
                .decode(code.as_str().as_bytes())
                .map_err(|_| KeysError::MistypedRecoveryCode)?,
        );
        let bytes: [u8; BYTES] = decoded
            .as_slice()
            .try_into()
            .map_err(|_| KeysError::MistypedRecoveryCode)?;
        let bytes = Zeroizing::new(bytes);
        let typed = match check.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if typed == check_letter(&bytes) {
            Ok(Self(bytes))
        } else {
            Err(KeysError::MistypedRecoveryCode)
        }
    }

    /// The key that seals the master key. The code is random enough to need no slow derivation.
    pub(crate) fn sealing_key(&self) -> Secret {
        Zeroizing::new(blake3::derive_key(KEY_CONTEXT, self.0.as_slice()))
    }
}

fn check_letter(bytes: &[u8; BYTES]) -> char {
    let [first, ..] = blake3::derive_key(CHECK_CONTEXT, bytes);
    LETTERS.get(usize::from(first & 31)).copied().map_or('0', char::from)
}

fn alphabet() -> Result<Encoding, KeysError> {
    let mut crockford = Specification::new();
    crockford.symbols.push_str(&String::from_utf8_lossy(LETTERS));
    crockford.translate.from.push_str("abcdefghjkmnpqrstvwxyzOoIiLl");
    crockford.translate.to.push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
    crockford.encoding().map_err(|error| KeysError::System(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let code = RecoveryCode::new().unwrap();
        let text = code.to_text().unwrap();
        assert_eq!(text.len(), 33 + 10);
        let typed = [
            text.to_string(),
            text.to_lowercase(),
            text.replace('-', " "),
            text.replace('-', ""),
            text.replace('0', "o").replace('1', "l"),
        ];
        for typed in typed {
            assert!(RecoveryCode::parse(&typed).unwrap().0 == code.0, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn almost_every_mistyped_letter_is_noticed(place in 0_usize..33, letter in 0_usize..32) {
            let code = RecoveryCode(Zeroizing::new([7; BYTES]));
            let mut letters: Vec<char> = code.to_text().unwrap().replace('-', "").chars().collect();
            let other = char::from(LETTERS[letter]);
            prop_assume!(letters[place] != other);
            letters[place] = other;
            let typed: String = letters.into_iter().collect();
            // One in 32 mistakes gives the same check character; it then opens nothing.
            prop_assert!(RecoveryCode::parse(&typed).is_err_and(|error| matches!(error, KeysError::MistypedRecoveryCode))
                || RecoveryCode::parse(&typed).unwrap().0 != code.0);
        }

        #[test]
        fn noise_is_refused_without_a_panic(text in ".{0,60}") {
            prop_assume!(text.len() != 33);
            prop_assert!(RecoveryCode::parse(&text).is_err());
        }
    }
}
