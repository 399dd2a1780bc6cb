//! Text as data: `^`, `~` and control characters begin commands of a printer, so they are written as figures (`^FH`).

use std::fmt::Write as _;

/// Data of a field.
pub(super) fn field(text: impl AsRef<str>) -> String {
    let mut data = String::new();
    for letter in text.as_ref().chars() {
        if letter.is_control() {
            data.push(' ');
        } else if "^~_".contains(letter) {
            // Writing into a text cannot fail.
            let _ = write!(data, "_{:02X}", u32::from(letter));
        } else {
            data.push(letter);
        }
    }
    data
}

/// Data of a block of lines, where a backslash leads too.
pub(super) fn block(text: &str) -> String {
    field(text.replace('\\', "\\\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_a_command() {
        assert_eq!(block("Болт ^XZ~JA_1\\&2\r\n3"), "Болт _5EXZ_7EJA_5F1\\\\&2  3");
    }
}
