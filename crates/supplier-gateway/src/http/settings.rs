//! `[http]` of `gateway.toml`: how devices reach the gateway.

use serde::Deserialize;
use std::path::PathBuf;

/// `[http]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpSettings {
    /// The address that dealers type, for texts to the operator; empty when not said.
    pub public_url: String,
    /// A proxy in front speaks TLS and names the client in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Make a certificate in `DIR/tls`; invitations then carry its fingerprint, and the app trusts exactly it.
    pub self_signed: bool,
    /// PEM file with the certificate and its chain.
    pub tls_cert: Option<PathBuf>,
    /// PEM file with the key of `tls_cert`.
    pub tls_key: Option<PathBuf>,
    /// Put the fingerprint of `tls_cert` into invitations: for a certificate that is not of a public authority.
    pub pin_tls_cert: bool,
    /// When devices should ask again, in seconds.
    pub poll_s: u64,
    /// How often a line of hints gives a sign of life, in seconds; 1 to 20 are used.
    pub live_ping_s: u64,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            public_url: String::new(),
            behind_proxy: false,
            self_signed: false,
            tls_cert: None,
            tls_key: None,
            pin_tls_cert: false,
            poll_s: 60,
            live_ping_s: cabinet_protocol::live::PING_EVERY_S,
        }
    }
}
