//! `gateway.toml`: what the operator decides. Written with comments and defaults at the first start, read at each start.

use crate::claims::settings::ClaimSettings;
use crate::documents::settings::DocumentSettings;
use crate::http::settings::HttpSettings;
use crate::orders::settings::OrderSettings;
use cabinet_pricing::vat::Country;
use cabinet_protocol::payment_link::LinkTemplate;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file that a new data directory gets.
const TEMPLATE: &str = include_str!("settings.toml");

/// Everything in `gateway.toml`. A key that is not known is refused, so that a typing mistake is seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// `[supplier]`.
    pub supplier: Supplier,
    /// `[exchange]`.
    pub exchange: Exchange,
    /// `[orders]`.
    pub orders: OrderSettings,
    /// `[claims]`.
    pub claims: ClaimSettings,
    /// `[documents]`.
    pub documents: DocumentSettings,
    /// `[http]`.
    pub http: HttpSettings,
    /// `[currencies]`: what the supplier writes → ISO 4217, beside the built-in table.
    pub currencies: BTreeMap<String, String>,
}

/// `[supplier]`: requisites printed on invoices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Supplier {
    /// Full name.
    pub name: String,
    /// ИНН; empty when there is none.
    pub inn: String,
    /// КПП; empty when there is none.
    pub kpp: String,
    /// ЄДРПОУ; empty when there is none.
    pub edrpou: String,
    /// Address in one line.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Head, for the signature.
    pub director: String,
    /// Accountant, for the signature.
    pub accountant: String,
    /// VAT of goods whose export does not say: `none`, a percent, or empty for "not known".
    pub vat: String,
    /// Whose rates of VAT count by the date of a document: `RU`, `UA`, or empty for those of the catalogue as they stand.
    #[serde(deserialize_with = "country")]
    pub country: Country,
    /// A note under the totals of an invoice.
    pub note: String,
    /// The page on which an invoice is paid; `None` when there is none.
    #[serde(deserialize_with = "payment_link")]
    pub payment_link: Option<LinkTemplate>,
    /// `[supplier.bank]`.
    pub bank: Bank,
}

fn country<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Country, D::Error> {
    let code = String::deserialize(deserializer)?;
    Country::from_code(&code)
        .ok_or_else(|| serde::de::Error::custom(format!("supplier.country is «{code}»; write \"RU\", \"UA\" or \"\"")))
}

/// An empty one is none.
fn payment_link<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<LinkTemplate>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    LinkTemplate::parse(&text).map(Some).map_err(serde::de::Error::custom)
}

/// `[supplier.bank]`: where to pay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bank {
    /// Name and city.
    pub bank: String,
    /// БИК or МФО.
    pub bic: String,
    /// Correspondent account.
    pub correspondent_account: String,
    /// Settlement account or IBAN.
    pub account: String,
}

/// `[exchange]`: how 1C is answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Exchange {
    /// `zip=yes` for nodes added without `--zip`.
    pub zip: bool,
    /// `file_limit`: 1C cuts files into pieces of this many bytes.
    pub file_limit_bytes: u64,
    /// An `import` is held this long before it is answered `progress`, in seconds.
    pub hold_request_s: u64,
    /// The most that one session may upload or unpack, in bytes.
    pub session_limit_bytes: u64,
}

impl Default for Exchange {
    fn default() -> Self {
        Self {
            zip: true,
            file_limit_bytes: 50 * 1024 * 1024,
            hold_request_s: 25,
            session_limit_bytes: 4 * 1024 * 1024 * 1024,
        }
    }
}

/// Why `gateway.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read or written.
    #[error("«{}» cannot be read or written: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("«{}» has a mistake: {source}correct the file, or move it away to get a fresh one", path.display())]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// Line, key and what is wrong.
        #[source]
        source: Box<toml::de::Error>,
    },
}

impl Supplier {
    /// The keys that an invoice cannot do without and that are empty, as they stand in `gateway.toml`.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let keys = [
            ("supplier.name", self.name.is_empty()),
            (
                "supplier.inn or supplier.edrpou",
                self.inn.is_empty() && self.edrpou.is_empty(),
            ),
            ("supplier.bank.account", self.bank.account.is_empty()),
        ];
        keys.into_iter()
            .filter_map(|(key, is_empty)| is_empty.then_some(key))
            .collect()
    }
}

impl Settings {
    /// Reads the file; a missing one is written first.
    ///
    /// # Errors
    /// [`SettingsError`] with the path and what to do.
    pub fn load_or_create(path: &Path) -> Result<Self, SettingsError> {
        let file_error = |source| SettingsError::File {
            path: path.to_owned(),
            source,
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                write_template(path).map_err(file_error)?;
                TEMPLATE.to_owned()
            }
            Err(error) => return Err(file_error(error)),
        };
        toml::from_str(&text).map_err(|source| SettingsError::Malformed {
            path: path.to_owned(),
            source: Box::new(source),
        })
    }
}

/// Beside first and then renamed: half a template, left by a full disk, would be taken for the operator's choice.
fn write_template(path: &Path) -> std::io::Result<()> {
    let beside = path.with_extension("toml.new");
    let written = std::fs::write(&beside, TEMPLATE).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // What could not be written whole may not even be there.
        let _removed = std::fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_is_written_first_holds_the_defaults() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gateway.toml");
        assert_eq!(Settings::load_or_create(&path).unwrap(), Settings::default());
        assert_eq!(Settings::load_or_create(&path).unwrap(), Settings::default());
    }

    #[test]
    fn a_payment_link_that_devices_would_refuse_stops_the_start_in_words() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gateway.toml");
        for (link, word) in [
            ("http://pay.example.ru/{number}", "https://"),
            ("https://{number}.example.ru/", "in its host"),
            ("https://pay.example.ru/{summe}", "{sum}"),
        ] {
            std::fs::write(&path, format!("[supplier]\npayment_link = \"{link}\"\n")).unwrap();
            let error = Settings::load_or_create(&path).unwrap_err().to_string();
            assert!(error.contains(word) && error.contains("line 2"), "{error}");
        }
    }

    #[test]
    fn a_mistyped_key_is_named_with_its_line() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gateway.toml");
        std::fs::write(&path, "[supplier]\nname = \"Крепёж\"\nin = \"7700000000\"\n").unwrap();
        let error = Settings::load_or_create(&path).unwrap_err().to_string();
        assert!(error.contains("line 3") && error.contains("gateway.toml"), "{error}");
    }
}
