//! The step of the certificate: what the program's own verifier says of it, and what stands in one that it refuses.

use super::{Cause, CertificateSeen, CertificateTold, Detail, Ended, Skew, Step, Target, Trouble, Walk};
use crate::address::GatewayAddress;
use crate::certificate;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// A clock this far off is worth telling a certificate's trouble from.
const CLOCK_MATTERS_MS: u64 = 3_600_000;

impl Walk {
    /// Shakes hands as every call does, and looks closer where that fails.
    pub(super) async fn certificate(
        &mut self,
        target: &Target<'_>,
        address: &GatewayAddress,
        connection: TcpStream,
    ) -> Result<(), Ended> {
        let (host, _) = address.host_and_port();
        let Ok(name) = ServerName::try_from(host.clone()) else {
            return Err(self.failed(Step::Certificate, Cause::WrongName, Detail::NoHost { host }));
        };
        let config = match certificate::tls(target.pinned) {
            Ok(config) => config,
            Err(error) => return Err(self.failed(Step::Certificate, Cause::BadCertificate, said(&error))),
        };
        match timeout(
            self.patience,
            TlsConnector::from(Arc::new(config)).connect(name.clone(), connection),
        )
        .await
        {
            Ok(Ok(_)) => {
                let how = if target.pinned.is_some() {
                    Detail::Named
                } else {
                    Detail::Trusted
                };
                self.good(Step::Certificate, how);
                Ok(())
            }
            Ok(Err(error)) => match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
                Some(rustls::Error::InvalidCertificate(why)) => {
                    let cause = cause_of(why, target.pinned.is_some());
                    Err(self.look_closer(target, address, name, cause).await)
                }
                Some(rustls::Error::InvalidMessage(_)) => {
                    Err(self.failed(Step::Certificate, Cause::NoTls, said(&error)))
                }
                _ => Err(self.failed(Step::Certificate, Cause::NoAnswer, said(&error))),
            },
            Err(_) => Err(self.failed(
                Step::Certificate,
                Cause::NoAnswer,
                Detail::Trouble(Trouble::NoHandshake),
            )),
        }
    }

    /// Takes the refused certificate as it is, to say what it is; nothing that matters is sent to whoever shows it.
    async fn look_closer(
        &mut self,
        target: &Target<'_>,
        address: &GatewayAddress,
        name: ServerName<'static>,
        cause: Cause,
    ) -> Ended {
        let way = super::route::Route::of(address, target.proxy);
        let mut aside = Self {
            found: Vec::new(),
            patience: self.patience,
        };
        let Ok(Some(connection)) = aside.connect(address, &way).await else {
            return self.failed(Step::Certificate, cause, Detail::Nothing);
        };
        let seen = Arc::new(Mutex::new(Vec::new()));
        let date_ms = timeout(self.patience, date_of(connection, name, &seen))
            .await
            .ok()
            .flatten();
        let der = seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let now_ms = (target.wall_ms)();
        let skew_ms = date_ms.map(|date_ms| now_ms.saturating_sub(date_ms));
        let is_of_time = matches!(cause, Cause::Expired | Cause::NotYetValid);
        let is_good_then = date_ms.is_some_and(|date_ms| is_valid_at(&der, date_ms));
        let cause = match skew_ms {
            Some(skew_ms) if is_of_time && is_good_then && skew_ms.unsigned_abs() > CLOCK_MATTERS_MS => {
                Cause::ClockSpoilsCertificate
            }
            _ => cause,
        };
        let skew = skew_ms.filter(|_| is_of_time).map(Skew::of);
        self.failed(Step::Certificate, cause, Detail::Certificate(described(&der, skew)))
    }
}

fn cause_of(why: &CertificateError, is_pinned: bool) -> Cause {
    match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => Cause::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Cause::NotYetValid,
        CertificateError::UnknownIssuer => Cause::UnknownIssuer,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Cause::WrongName,
        CertificateError::ApplicationVerificationFailure if is_pinned => Cause::OtherCertificate,
        _ => Cause::BadCertificate,
    }
}

/// The `Date` of whoever answers, UTC, ms since 1970.
async fn date_of(connection: TcpStream, name: ServerName<'static>, seen: &Arc<Mutex<Vec<u8>>>) -> Option<i64> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Onlooker {
            seen: seen.clone(),
            provider,
        }))
        .with_no_client_auth();
    let host = name.to_str().into_owned();
    let mut stream = TlsConnector::from(Arc::new(config))
        .connect(name, connection)
        .await
        .ok()?;
    let request = format!("HEAD / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut head = vec![0; 4096];
    let length = stream.read(&mut head).await.ok()?;
    let head = String::from_utf8_lossy(head.get(..length)?).into_owned();
    let date = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("date").then(|| value.trim().to_owned())
    })?;
    super::answer::date_ms(&date)
}

/// Who it is of, who issued it, until when, and its fingerprint.
fn described(der: &[u8], skew: Option<Skew>) -> CertificateSeen {
    let told = X509Certificate::from_der(der)
        .ok()
        .map(|(_, certificate)| CertificateTold {
            subject: short(&certificate.subject().to_string()),
            issuer: short(&certificate.issuer().to_string()),
            from_s: certificate.validity().not_before.timestamp(),
            until_s: certificate.validity().not_after.timestamp(),
        });
    CertificateSeen {
        told,
        sha256: Sha256::digest(der).iter().map(|byte| format!("{byte:02x}")).collect(),
        skew,
    }
}

fn said(error: &impl std::fmt::Display) -> Detail {
    Detail::Trouble(Trouble::Said(error.to_string()))
}

/// What strangers write into their certificates is shown in one line of a bearable length.
fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(120).collect()
}

fn is_valid_at(der: &[u8], at_ms: i64) -> bool {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else {
        return false;
    };
    let validity = certificate.validity();
    let at = at_ms / 1000;
    validity.not_before.timestamp() <= at && at <= validity.not_after.timestamp()
}

/// Believes everything and remembers what it saw; for looking only.
#[derive(Debug)]
struct Onlooker {
    seen: Arc<Mutex<Vec<u8>>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Onlooker {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = end_entity.as_ref().to_vec();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
