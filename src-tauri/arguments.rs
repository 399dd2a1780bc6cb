//! The few words that the program takes on its command line.

use std::ffi::OsString;
use std::path::PathBuf;

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// `--profile DIR`, or the variable `CABINET_PROFILE`; the default place otherwise.
    pub profile: Option<PathBuf>,
}

impl Arguments {
    /// Reads the words after the program's name; unknown ones are ignored, as desktops add their own.
    pub fn read(words: impl Iterator<Item = OsString>, variable: Option<OsString>) -> Self {
        let mut arguments = Self {
            profile: variable.filter(|v| !v.is_empty()).map(PathBuf::from),
        };
        let mut words = words.skip(1);
        while let Some(word) = words.next() {
            if word == "--profile" {
                arguments.profile = words.next().map(PathBuf::from).or(arguments.profile);
            }
        }
        arguments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_taken_from_the_command_line_before_the_environment() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>().into_iter();
        let env = || Some(OsString::from("/env"));
        for (line, variable, expected) in [
            ("app", None, None),
            ("app", env(), Some("/env")),
            ("app --profile /line", env(), Some("/line")),
            ("app --other --profile /line", None, Some("/line")),
            ("app --profile", env(), Some("/env")),
        ] {
            assert_eq!(
                Arguments::read(words(line), variable).profile,
                expected.map(PathBuf::from),
                "{line}"
            );
        }
    }
}
