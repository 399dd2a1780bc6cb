//! Starting with the system, off until the user asks. The system's own entry is the truth; nothing else is stored.

use crate::arguments::HIDDEN;
use auto_launch::{AutoLaunch, AutoLaunchBuilder, MacOSLaunchMode, WindowsEnableMode};
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::reason::Reason;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The entry of one profile.
pub struct Entry(AutoLaunch);

impl Entry {
    /// The entry for this program and profile; `profile` is `None` for the usual one.
    ///
    /// # Errors
    /// `invalid` when the program or the profile has a name that an entry cannot hold, or the system reads entries
    /// elsewhere.
    pub fn new(profile: Option<&Path>, identifier: &str) -> Result<Self, CommandError> {
        if cfg!(target_os = "linux") && is_config_elsewhere(std::env::var_os("XDG_CONFIG_HOME"), std::env::home_dir()) {
            return Err(Reason::ConfigElsewhere.into());
        }
        let mut words = vec![HIDDEN.to_owned()];
        let mut name = "Dealer Cabinet".to_owned();
        if let Some(profile) = profile {
            words.extend(["--profile".to_owned(), quoted(text(profile)?)]);
            name = format!("{name} {}", identifier.rsplit('.').next().unwrap_or_default());
        }
        let program = program()?;
        let entry = AutoLaunchBuilder::new()
            .set_app_name(&name)
            .set_app_path(&quoted(text(&program)?))
            .set_args(&words)
            .set_macos_launch_mode(MacOSLaunchMode::LaunchAgent)
            // For this user alone: others of the machine did not ask.
            .set_windows_enable_mode(WindowsEnableMode::CurrentUser)
            .build();
        entry.map(Self).map_err(|error| failed(&error))
    }

    /// Whether the system starts the program.
    ///
    /// # Errors
    /// `internal` when the system does not tell.
    pub fn is_on(&self) -> Result<bool, CommandError> {
        self.0.is_enabled().map_err(|error| failed(&error))
    }

    /// Writes or removes the entry.
    ///
    /// # Errors
    /// `internal` when the system refuses.
    pub fn set(&self, is_on: bool) -> Result<(), CommandError> {
        let done = if is_on { self.0.enable() } else { self.0.disable() };
        done.map_err(|error| failed(&error))
    }
}

fn failed(error: &auto_launch::Error) -> CommandError {
    CommandError::new(ErrorCode::Internal, format!("starting with the system: {error}"))
}

/// The library writes below `.config` of the home directory; desktops read where this variable says.
fn is_config_elsewhere(variable: Option<OsString>, home: Option<PathBuf>) -> bool {
    let named = variable.map(PathBuf::from).filter(|path| path.is_absolute());
    named.is_some() && named != home.map(|home| home.join(".config"))
}

/// An AppImage is mounted at another place each time; the file itself stays.
fn program() -> Result<PathBuf, CommandError> {
    if let Some(file) = std::env::var_os("APPIMAGE") {
        return Ok(PathBuf::from(file));
    }
    std::env::current_exe().map_err(|error| CommandError::new(ErrorCode::Internal, error.to_string()))
}

fn text(path: &Path) -> Result<&str, CommandError> {
    path.to_str()
        .filter(|text| !text.contains(['\n', '\r']))
        .ok_or_else(|| Reason::NameUnfitForAutostart.into())
}

/// A word of the entry's command line, kept whole by the rules of the system.
fn quoted(word: &str) -> String {
    if cfg!(target_os = "linux") {
        desktop_entry_word(word)
    } else if cfg!(windows) {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}

/// The rules of desktop entries: quoted, with signs of the shell escaped, and the backslashes of that doubled once more.
fn desktop_entry_word(word: &str) -> String {
    let mut quoted = String::from("\"");
    for sign in word.chars() {
        match sign {
            '\\' => quoted.push_str("\\\\\\\\"),
            '"' | '`' | '$' => {
                quoted.push_str("\\\\");
                quoted.push(sign);
            }
            '%' => quoted.push_str("%%"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_not_written_where_the_desktop_does_not_look() {
        let home = || Some(PathBuf::from("/home/Олена"));
        for (variable, expected) in [
            (None, false),
            (Some(""), false),
            (Some("/home/Олена/.config"), false),
            (Some("/home/Олена/.config/"), false),
            (Some("/srv/config"), true),
        ] {
            let found = is_config_elsewhere(variable.map(OsString::from), home());
            assert_eq!(found, expected, "{variable:?}");
        }
    }

    #[test]
    fn words_with_blanks_and_signs_of_the_shell_stay_whole() {
        for (word, entry) in [
            ("/usr/bin/dealer-cabinet", r#""/usr/bin/dealer-cabinet""#),
            ("/home/Иван Петров/x", r#""/home/Иван Петров/x""#),
            ("/a$b`c\"d", r#""/a\\$b\\`c\\"d""#),
            ("/a\\b", r#""/a\\\\b""#),
            ("/100%", r#""/100%%""#),
        ] {
            assert_eq!(desktop_entry_word(word), entry, "{word}");
        }
    }
}
