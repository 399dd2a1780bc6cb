//! Directories of delivery of the invented supplier, as files that an operator would import.

use crate::plan::GenerateError;
use std::fmt::Write as _;
use std::path::Path;

/// Carriers: id, name.
const CARRIERS: [(&str, &str); 2] = [("sever", "ТК «Северный путь»"), ("veter", "Экспресс «Ветер»")];

/// Cities with branches.
const CITIES: [&str; 12] = [
    "Москва",
    "Тула",
    "Казань",
    "Самара",
    "Пермь",
    "Воронеж",
    "Киев",
    "Львов",
    "Одесса",
    "Полтава",
    "Минск",
    "Горишние Плавни",
];

const STREETS: [&str; 6] = ["Садовая", "Заводская", "Мира", "Южная", "Складская", "Речная"];

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct DirectoriesSummary {
    /// Ways of delivery.
    pub ways: u64,
    /// Carriers.
    pub carriers: u64,
    /// Branches of all carriers.
    pub branches: u64,
}

/// Writes `ways.csv`, `carriers.csv` and `branches.csv` with so many branches of each carrier.
///
/// # Errors
/// [`GenerateError::Write`].
pub fn write_directories(branches: u32, out: &Path) -> Result<DirectoriesSummary, GenerateError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| GenerateError::Write { path, source }
    };
    let write = |name: &str, text: &str| {
        let path = out.join(name);
        std::fs::write(&path, text).map_err(failed(&path))
    };
    std::fs::create_dir_all(out).map_err(failed(out))?;
    let ways = "id;name;kind;min_days;days;carrier;note\n\
        pickup;Самовывоз со склада;pickup;0;пн-пт;;9:00–17:00, пропуск по паспорту\n\
        city;Наш транспорт по городу;transport;1;пн,ср,пт;;до 16:00\n\
        sever;ТК «Северный путь»;carrier;1;пн-пт;sever;\n\
        veter;Экспресс «Ветер»;carrier;1;пн-сб;veter;\n";
    write("ways.csv", ways)?;
    let mut carriers = "id;name\n".to_owned();
    let mut text = "carrier;id;city;number;address;note\n".to_owned();
    let mut count = 0_u64;
    for (id, name) in CARRIERS {
        // Writing into a string cannot fail.
        let _written = writeln!(carriers, "{id};{name}");
        for number in 1..=branches {
            let place = usize::try_from(number).unwrap_or(usize::MAX);
            let city = CITIES
                .iter()
                .cycle()
                .nth(place % CITIES.len())
                .copied()
                .unwrap_or_default();
            let street = STREETS
                .iter()
                .cycle()
                .nth(place % STREETS.len())
                .copied()
                .unwrap_or_default();
            let house = number % 120;
            let note = if number % 4 == 0 { "до 30 кг" } else { "" };
            let _written = writeln!(text, "{id};{id}-{number};{city};{number};ул. {street}, {house};{note}");
            count = count.saturating_add(1);
        }
    }
    write("carriers.csv", &carriers)?;
    write("branches.csv", &text)?;
    Ok(DirectoriesSummary {
        ways: 4,
        carriers: 2,
        branches: count,
    })
}
