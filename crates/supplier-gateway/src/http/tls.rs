//! How the gateway proves itself: a certificate of its own making, one of the operator's, or a proxy's.
//!
//! Beyond loopback nothing is served in plain text. A certificate of our own lives in `DIR/tls` and never changes, for
//! the apps trust exactly it: its fingerprint travels in invitations.

use crate::http::settings::HttpSettings;
use axum_server::tls_rustls::RustlsConfig;
use cabinet_protocol::invitation::CertificateFingerprint;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a listener speaks.
#[derive(Clone)]
pub enum Transport {
    /// Plain HTTP: on loopback, or behind a proxy that speaks TLS.
    Plain,
    /// HTTPS.
    Tls(RustlsConfig),
}

impl Transport {
    /// `http` or `https`, for the line that says where the server listens.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        match self {
            Self::Plain => "http",
            Self::Tls(_) => "https",
        }
    }
}

/// Why the gateway does not start to listen, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// Other computers would read orders and tokens.
    #[error(
        "{0} can be reached from other computers, so it needs TLS. In gateway.toml, section [http], either set \
         self_signed = true (invitations then carry the certificate's fingerprint), or name tls_cert and tls_key, \
         or set behind_proxy = true if a proxy in front speaks TLS. For a trial listen on 127.0.0.1"
    )]
    PlainTextAbroad(SocketAddr),
    /// One of the two files is not named.
    #[error("[http] in gateway.toml names only one of tls_cert and tls_key; name both")]
    HalfNamed,
    /// A file cannot be read or written.
    #[error("«{}» cannot be used: {source}; check that it exists and that this user may use it", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A file holds no certificate or no key.
    #[error("«{}» holds no {what} in PEM form", path.display())]
    NotPem {
        /// Which.
        path: PathBuf,
        /// A certificate or a key.
        what: &'static str,
    },
    /// The certificate and the key do not belong together, or are of a kind that is not served.
    #[error("the certificate and its key cannot be used together")]
    Unusable(#[source] rustls::Error),
    /// A certificate could not be made.
    #[error("a certificate could not be made")]
    NotMade(#[source] rcgen::Error),
}

/// The files of a certificate and its key.
struct Files {
    cert: PathBuf,
    key: PathBuf,
    is_ours: bool,
}

/// Decides how a listener on `listen` has to speak, and makes the certificate if it is ours to make.
///
/// # Errors
/// [`TlsError`], in words that say what to do.
pub fn transport(listen: SocketAddr, settings: &HttpSettings, data_dir: &Path) -> Result<Transport, TlsError> {
    match files(settings, data_dir)? {
        Some(files) => {
            let (chain, key) = load(&files, settings)?;
            Ok(Transport::Tls(RustlsConfig::from_config(Arc::new(server_config(
                chain, key,
            )?))))
        }
        None if settings.behind_proxy || listen.ip().to_canonical().is_loopback() => Ok(Transport::Plain),
        None => Err(TlsError::PlainTextAbroad(listen)),
    }
}

/// The fingerprint that invitations carry; `None` when the app can trust the certificate by itself, or there is none.
///
/// # Errors
/// [`TlsError`].
pub fn fingerprint(settings: &HttpSettings, data_dir: &Path) -> Result<Option<CertificateFingerprint>, TlsError> {
    match files(settings, data_dir)? {
        Some(files) if files.is_ours || settings.pin_tls_cert => {
            let (chain, _) = load(&files, settings)?;
            let leaf = chain.first().ok_or(TlsError::NotPem {
                path: files.cert,
                what: "certificate",
            })?;
            let digest: [u8; 32] = Sha256::digest(leaf.as_ref()).into();
            Ok(Some(CertificateFingerprint::from_sha256(&digest)))
        }
        Some(_) | None => Ok(None),
    }
}

fn files(settings: &HttpSettings, data_dir: &Path) -> Result<Option<Files>, TlsError> {
    match (&settings.tls_cert, &settings.tls_key) {
        (Some(cert), Some(key)) => Ok(Some(Files {
            cert: data_dir.join(cert),
            key: data_dir.join(key),
            is_ours: false,
        })),
        (None, None) if settings.self_signed => {
            let directory = data_dir.join("tls");
            Ok(Some(Files {
                cert: directory.join("cert.pem"),
                key: directory.join("key.pem"),
                is_ours: true,
            }))
        }
        (None, None) => Ok(None),
        (Some(_), None) | (None, Some(_)) => Err(TlsError::HalfNamed),
    }
}

fn load(
    files: &Files,
    settings: &HttpSettings,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), TlsError> {
    let is_missing = |path: &Path| matches!(path.try_exists(), Ok(false));
    // A key without its certificate, or the reverse, is an accident to be looked at, not one to be written over.
    if files.is_ours && is_missing(&files.cert) && is_missing(&files.key) {
        make(files, settings)?;
    }
    let read = |path: &Path| {
        std::fs::read(path).map_err(|source| TlsError::File {
            path: path.to_owned(),
            source,
        })
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&read(&files.cert)?)
        .collect::<Result<_, _>>()
        .map_err(|_| TlsError::NotPem {
            path: files.cert.clone(),
            what: "certificate",
        })?;
    if chain.is_empty() {
        return Err(TlsError::NotPem {
            path: files.cert.clone(),
            what: "certificate",
        });
    }
    let key = PrivateKeyDer::from_pem_slice(&read(&files.key)?).map_err(|_| TlsError::NotPem {
        path: files.key.clone(),
        what: "key",
    })?;
    Ok((chain, key))
}

fn make(files: &Files, settings: &HttpSettings) -> Result<(), TlsError> {
    let mut names = vec!["localhost".to_owned()];
    names.extend(host_of(&settings.public_url));
    let mut params = rcgen::CertificateParams::new(names).map_err(TlsError::NotMade)?;
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "supplier gateway");
    let key = rcgen::KeyPair::generate().map_err(TlsError::NotMade)?;
    let cert = params.self_signed(&key).map_err(TlsError::NotMade)?;
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| TlsError::File { path, source }
    };
    if let Some(directory) = files.cert.parent() {
        std::fs::create_dir_all(directory).map_err(failed(directory))?;
    }
    // The key first: a certificate without its key would be shown to apps and serve no one.
    write_private(&files.key, key.serialize_pem().as_bytes()).map_err(failed(&files.key))?;
    write_private(&files.cert, cert.pem().as_bytes()).map_err(|error| {
        // No one has seen this key yet, and a lone one would not be replaced by the next start.
        let _removed = std::fs::remove_file(&files.key);
        failed(&files.cert)(error)
    })
}

/// Writes a file that only its owner may read, whole or not at all, and not over an existing one.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a file, left by a full disk, would be in the way of the next start.
        let _removed = std::fs::remove_file(path);
    }
    written
}

/// The host in `https://host:port/path`, for the names of the certificate.
fn host_of(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next()?,
        None => authority.split(':').next()?,
    };
    (!host.is_empty() && host != "localhost").then(|| host.to_owned())
}

fn server_config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<rustls::ServerConfig, TlsError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(TlsError::Unusable)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[test]
    fn plain_text_is_served_at_home_and_refused_abroad() {
        let dir = tempfile::tempdir().unwrap();
        let none = HttpSettings::default();
        for (listen, settings, plain) in [
            ("127.0.0.1:0", none.clone(), true),
            ("[::1]:0", none.clone(), true),
            ("0.0.0.0:0", none.clone(), false),
            (
                "0.0.0.0:0",
                HttpSettings {
                    behind_proxy: true,
                    ..none.clone()
                },
                true,
            ),
        ] {
            let got = transport(address(listen), &settings, dir.path());
            assert_eq!(got.is_ok_and(|t| matches!(t, Transport::Plain)), plain, "{listen}");
        }
        let words = transport(address("0.0.0.0:80"), &none, dir.path())
            .err()
            .unwrap()
            .to_string();
        assert!(
            words.contains("self_signed = true") && words.contains("0.0.0.0:80"),
            "{words}"
        );
        assert_eq!(fingerprint(&none, dir.path()).unwrap(), None);
    }

    #[test]
    fn our_own_certificate_is_made_once_and_its_fingerprint_stays() {
        let dir = tempfile::tempdir().unwrap();
        let settings = HttpSettings {
            self_signed: true,
            public_url: "https://192.0.2.7:8850/".into(),
            ..HttpSettings::default()
        };
        let first = fingerprint(&settings, dir.path()).unwrap().unwrap();
        assert!(matches!(
            transport(address("0.0.0.0:0"), &settings, dir.path()).unwrap(),
            Transport::Tls(_)
        ));
        assert_eq!(fingerprint(&settings, dir.path()).unwrap(), Some(first));
        std::fs::remove_file(dir.path().join("tls/cert.pem")).unwrap();
        assert!(
            matches!(fingerprint(&settings, dir.path()), Err(TlsError::File { .. })),
            "a lone key is not replaced"
        );
    }

    #[test]
    fn hosts_are_found_in_addresses() {
        for (url, host) in [
            ("https://orders.example.com/a", Some("orders.example.com")),
            ("https://192.0.2.7:8850", Some("192.0.2.7")),
            ("https://[2001:db8::1]:8850", Some("2001:db8::1")),
            ("http://localhost:1", None),
            ("", None),
        ] {
            assert_eq!(host_of(url).as_deref(), host, "{url}");
        }
    }
}
