//! The few words that the program takes on its command line.

use std::ffi::OsString;
use std::path::PathBuf;

/// Starts without showing the window; only the system's autostart says it.
pub const HIDDEN: &str = "--hidden";

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// `--profile DIR`, or the variable `CABINET_PROFILE`; the default place otherwise.
    pub profile: Option<PathBuf>,
    /// `--reset-window`: the window stands where it would stand the first time.
    pub forgets_place: bool,
    /// [`HIDDEN`].
    pub is_hidden: bool,
}

impl Arguments {
    /// Reads the words after the program's name; unknown ones are ignored, as desktops add their own.
    pub fn read(words: impl Iterator<Item = OsString>, variable: Option<OsString>) -> Self {
        let mut arguments = Self {
            profile: variable.filter(|v| !v.is_empty()).map(PathBuf::from),
            ..Self::default()
        };
        let mut words = words.skip(1);
        while let Some(word) = words.next() {
            if word == "--profile" {
                arguments.profile = words.next().map(PathBuf::from).or(arguments.profile);
            } else if word == "--reset-window" {
                arguments.forgets_place = true;
            } else if word == HIDDEN {
                arguments.is_hidden = true;
            }
        }
        arguments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> impl Iterator<Item = OsString> {
        text.split(' ').map(OsString::from).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn the_profile_is_taken_from_the_command_line_before_the_environment() {
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

    #[test]
    fn the_window_is_hidden_or_put_back_only_when_asked() {
        for (line, forgets_place, is_hidden) in [
            ("app", false, false),
            ("app --reset-window", true, false),
            ("app --hidden --profile /p", false, true),
            ("app --profile --hidden", false, false),
        ] {
            let read = Arguments::read(words(line), None);
            assert_eq!(
                (read.forgets_place, read.is_hidden),
                (forgets_place, is_hidden),
                "{line}"
            );
        }
    }
}
