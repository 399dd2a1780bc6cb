//! The few words that the program takes on its command line.

use std::ffi::OsString;
use std::path::PathBuf;

/// Starts without showing the window; only the system's autostart says it.
pub const HIDDEN: &str = "--hidden";

/// Beginnings of what desktops and toolkits add of their own; they are passed by.
const OF_DESKTOPS: [&str; 6] = [
    "-psn_",
    "--gtk-",
    "--gdk-",
    "--g-fatal-warnings",
    "--display=",
    "--class=",
];

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// The program is to run.
    Start(Arguments),
    /// What it takes.
    Help,
    /// Which one it is.
    Version,
}

/// A word that is not understood.
#[derive(Debug, PartialEq, Eq)]
pub enum BadArgument {
    /// There is no such option.
    Unknown(String),
    /// What must follow the option is missing.
    NoValue(String),
}

/// How the program is to run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// `--profile DIR`, or the variable `CABINET_PROFILE`; the default place otherwise.
    pub profile: Option<PathBuf>,
    /// `--reset-window`: the window stands where it would stand the first time.
    pub forgets_place: bool,
    /// [`HIDDEN`].
    pub is_hidden: bool,
}

/// Reads the words after the program's name.
///
/// # Errors
/// [`BadArgument`]: a mistyped `--profile` must not open another profile than the one that was meant.
pub fn read(words: impl Iterator<Item = OsString>, variable: Option<OsString>) -> Result<Asked, BadArgument> {
    let mut arguments = Arguments {
        profile: variable.filter(|v| !v.is_empty()).map(PathBuf::from),
        ..Arguments::default()
    };
    let mut words = words.skip(1);
    while let Some(word) = words.next() {
        let text = word.to_string_lossy();
        match text.as_ref() {
            "--help" | "-h" => return Ok(Asked::Help),
            "--version" | "-V" => return Ok(Asked::Version),
            "--reset-window" => arguments.forgets_place = true,
            HIDDEN => arguments.is_hidden = true,
            "--profile" => {
                let directory = words.next().filter(|directory| !directory.is_empty());
                let directory = directory.ok_or_else(|| BadArgument::NoValue(text.clone().into_owned()))?;
                arguments.profile = Some(PathBuf::from(directory));
            }
            other => match other.strip_prefix("--profile=") {
                Some("") => return Err(BadArgument::NoValue("--profile".to_owned())),
                Some(directory) => arguments.profile = Some(PathBuf::from(directory)),
                None if OF_DESKTOPS.iter().any(|beginning| other.starts_with(beginning)) => {}
                None => return Err(BadArgument::Unknown(other.to_owned())),
            },
        }
    }
    Ok(Asked::Start(arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> impl Iterator<Item = OsString> {
        text.split(' ').map(OsString::from).collect::<Vec<_>>().into_iter()
    }

    fn started(line: &str, variable: Option<OsString>) -> Arguments {
        match read(words(line), variable) {
            Ok(Asked::Start(arguments)) => arguments,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn the_profile_is_taken_from_the_command_line_before_the_environment() {
        let env = || Some(OsString::from("/env"));
        for (line, variable, expected) in [
            ("app", None, None),
            ("app", env(), Some("/env")),
            ("app --profile /line", env(), Some("/line")),
            ("app --profile=/line", env(), Some("/line")),
            ("app -psn_0_12345 --profile /line", None, Some("/line")),
            ("app --profile --hidden", None, Some("--hidden")),
        ] {
            assert_eq!(started(line, variable).profile, expected.map(PathBuf::from), "{line}");
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
            let read = started(line, None);
            assert_eq!(
                (read.forgets_place, read.is_hidden),
                (forgets_place, is_hidden),
                "{line}"
            );
        }
    }

    #[test]
    fn a_word_that_is_not_understood_starts_nothing() {
        for (line, expected) in [
            (
                "app --other --profile /line",
                BadArgument::Unknown("--other".to_owned()),
            ),
            ("app order", BadArgument::Unknown("order".to_owned())),
            ("app --profile", BadArgument::NoValue("--profile".to_owned())),
            ("app --profile=", BadArgument::NoValue("--profile".to_owned())),
        ] {
            assert_eq!(read(words(line), None), Err(expected), "{line}");
        }
        assert_eq!(read(words("app --hidden -h"), None), Ok(Asked::Help));
        assert_eq!(read(words("app --version"), None), Ok(Asked::Version));
    }
}
