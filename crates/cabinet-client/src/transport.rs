//! The connection to one gateway: time limits, proxy, certificate, and no redirects.

use crate::address::GatewayAddress;
use crate::certificate;
use crate::error::ClientError;
use cabinet_protocol::invitation::CertificateFingerprint;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use std::time::Duration;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a gateway may be silent in the middle of an answer.
const SILENCE: Duration = Duration::from_secs(30);

/// HTTP to one gateway, without tokens. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Transport {
    pub(crate) http: Client,
    pub(crate) address: GatewayAddress,
    pub(crate) is_pinned: bool,
}

impl Transport {
    pub(crate) fn new(
        address: GatewayAddress,
        pinned: Option<CertificateFingerprint>,
        app_version: &str,
    ) -> Result<Self, ClientError> {
        let mut builder = Client::builder()
            .user_agent(format!("dealer-cabinet/{app_version}"))
            .tls_backend_preconfigured(certificate::tls(pinned)?)
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .redirect(Policy::none())
            .pool_max_idle_per_host(4)
            .tcp_nodelay(true);
        if address.is_loopback() {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(ClientError::Request)?;
        Ok(Self {
            http,
            address,
            is_pinned: pinned.is_some(),
        })
    }

    /// Sends a request once.
    pub(crate) async fn send(&self, request: RequestBuilder, limit: Duration) -> Result<Response, ClientError> {
        request
            .timeout(limit)
            .send()
            .await
            .map_err(|error| ClientError::from_call(error, self.is_pinned))
    }
}
