//! What the program says on the command line, in the user's language: help, a bad argument, a screen that is missing.

use crate::arguments::BadArgument;

/// The words of one language.
pub struct Usage {
    help: &'static str,
    unknown: &'static str,
    no_value: &'static str,
    try_help: &'static str,
    no_screen: &'static str,
}

const RU: Usage = Usage {
    help: "\
Кабинет дилера: рабочее место закупщика, которое работает и без интернета.

Запуск: dealer-cabinet [КЛЮЧИ]

Ключи:
  --profile ПАПКА   папка профиля [иначе: переменная CABINET_PROFILE, иначе обычная папка данных]
  --reset-window    открыть окно там и таким, как в первый раз
  --hidden          начать в значке возле часов, без окна (так запускает система)
  -h, --help        эта справка
  -V, --version     версия

Те же дела без окна, для скриптов: программа cabinet (cabinet --help).",
    unknown: "непонятный ключ",
    no_value: "после ключа нужна папка",
    try_help: "Все ключи: dealer-cabinet --help",
    no_screen: "\
нет экрана, на котором можно открыть окно: ни DISPLAY, ни WAYLAND_DISPLAY не ведут к работающему рабочему столу. \
Запустите программу из графического сеанса. Без экрана работает программа cabinet (cabinet --help).",
};

const UK: Usage = Usage {
    help: "\
Кабінет дилера: робоче місце закупівельника, яке працює і без інтернету.

Запуск: dealer-cabinet [КЛЮЧІ]

Ключі:
  --profile ТЕКА    тека профілю [інакше: змінна CABINET_PROFILE, інакше звичайна тека даних]
  --reset-window    відкрити вікно там і таким, як уперше
  --hidden          почати у значку біля годинника, без вікна (так запускає система)
  -h, --help        ця довідка
  -V, --version     версія

Ті самі справи без вікна, для скриптів: програма cabinet (cabinet --help).",
    unknown: "незрозумілий ключ",
    no_value: "після ключа потрібна тека",
    try_help: "Усі ключі: dealer-cabinet --help",
    no_screen: "\
немає екрана, на якому можна відкрити вікно: ні DISPLAY, ні WAYLAND_DISPLAY не ведуть до робочого стола, що працює. \
Запустіть програму з графічного сеансу. Без екрана працює програма cabinet (cabinet --help).",
};

const EN: Usage = Usage {
    help: "\
Dealer Cabinet: the ordering desk of a wholesale dealer that works without the internet.

Usage: dealer-cabinet [OPTIONS]

Options:
  --profile DIR     directory of the profile [default: the variable CABINET_PROFILE, else the usual data directory]
  --reset-window    open the window where and as it was the first time
  --hidden          begin in the tray, without a window (the system starts it so)
  -h, --help        this help
  -V, --version     the version

The same without a window, for scripts: the program cabinet (cabinet --help).",
    unknown: "unknown option",
    no_value: "a directory must follow",
    try_help: "All options: dealer-cabinet --help",
    no_screen: "\
there is no screen to open a window on: neither DISPLAY nor WAYLAND_DISPLAY leads to a desktop that runs. \
Start the program from a graphical session. Without a screen the program cabinet works (cabinet --help).",
};

/// The words for a language of the program: `ru`, `uk`, English for any other.
pub fn of(language: &str) -> &'static Usage {
    match language {
        "ru" => &RU,
        "uk" => &UK,
        _ => &EN,
    }
}

impl Usage {
    /// What the program takes.
    pub const fn help(&self) -> &'static str {
        self.help
    }

    /// Why a command line is not understood, and what to do.
    pub fn bad(&self, argument: &BadArgument) -> String {
        match argument {
            BadArgument::Unknown(word) => format!("{}: {word}\n{}", self.unknown, self.try_help),
            BadArgument::NoValue(word) => format!("{}: {word}\n{}", self.no_value, self.try_help),
        }
    }

    /// Why no window opens, and what to do.
    pub const fn no_screen(&self) -> &'static str {
        self.no_screen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_every_option() {
        for language in ["ru", "uk", "en", "de"] {
            let help = of(language).help();
            for option in ["--profile", "--reset-window", "--hidden", "--help", "--version"] {
                assert!(help.contains(option), "{language}: {option}");
            }
        }
        let bad = of("uk").bad(&BadArgument::Unknown("--боже".to_owned()));
        assert!(bad.contains("--боже") && bad.contains("--help"), "{bad}");
    }
}
