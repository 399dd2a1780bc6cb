//! The connection to one gateway: time limits, proxy, certificate, and no redirects.

use crate::address::GatewayAddress;
use crate::certificate;
use crate::error::{ClientError, OfflineCause};
use crate::proxy::ProxyChoice;
use cabinet_protocol::invitation::CertificateFingerprint;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, RequestBuilder, Response};
use std::time::Duration;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a gateway may be silent in the middle of an answer.
const SILENCE: Duration = Duration::from_secs(30);

/// HTTP to one gateway, without tokens. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Transport {
    pub(crate) http: Client,
    /// For answers without an end: silence in the middle of them is judged by whoever reads.
    pub(crate) endless: Client,
    pub(crate) address: GatewayAddress,
    pub(crate) is_pinned: bool,
}

impl Transport {
    pub(crate) fn new(
        address: GatewayAddress,
        pinned: Option<CertificateFingerprint>,
        app_version: &str,
        proxy: &ProxyChoice,
    ) -> Result<Self, ClientError> {
        let builder = || -> Result<ClientBuilder, ClientError> {
            let builder = Client::builder()
                .user_agent(format!("dealer-cabinet/{app_version}"))
                .tls_backend_preconfigured(certificate::tls(pinned)?)
                .connect_timeout(CONNECT)
                .redirect(Policy::none())
                .tcp_nodelay(true);
            proxy
                .apply(builder, address.is_loopback())
                .map_err(ClientError::Request)
        };
        let http = builder()?.read_timeout(SILENCE).pool_max_idle_per_host(4).build();
        let endless = builder()?.pool_max_idle_per_host(0).build();
        Ok(Self {
            http: http.map_err(ClientError::Request)?,
            endless: endless.map_err(ClientError::Request)?,
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

    /// Sends a request once whose answer has no end; only its head must come within the limit.
    pub(crate) async fn begin(&self, request: RequestBuilder, limit: Duration) -> Result<Response, ClientError> {
        match tokio::time::timeout(limit, request.send()).await {
            Ok(answer) => answer.map_err(|error| ClientError::from_call(error, self.is_pinned)),
            Err(_) => Err(ClientError::Offline {
                cause: OfflineCause::Timeout,
                origin: None,
                source: None,
            }),
        }
    }
}
