//! The connection to one gateway: time limits, proxy, certificate, and no redirects.

use crate::address::GatewayAddress;
use crate::certificate;
use crate::error::{ClientError, OfflineCause};
use crate::proxy::ProxyChoice;
use cabinet_protocol::invitation::CertificateFingerprint;
use futures_util::future::BoxFuture;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Request, RequestBuilder, Response};
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a gateway may be silent in the middle of an answer.
const SILENCE: Duration = Duration::from_secs(30);

/// What takes a request to a gateway and brings its answer. The shipped one is HTTP; a simulation of bad networks puts its
/// own in its place, and everything above it stays the code that ships.
pub trait Carrier: Send + Sync + 'static {
    /// Carries a request once; nothing is repeated here.
    ///
    /// # Errors
    /// [`ClientError::Offline`], [`ClientError::Certificate`] or [`ClientError::NotAGateway`]: there is no answer.
    fn carry(&self, request: Request) -> BoxFuture<'_, Result<Response, ClientError>>;
}

/// Carries by HTTP.
struct Http {
    client: Client,
    is_pinned: bool,
}

impl Carrier for Http {
    fn carry(&self, request: Request) -> BoxFuture<'_, Result<Response, ClientError>> {
        Box::pin(async move {
            let answer = self.client.execute(request).await;
            answer.map_err(|error| ClientError::from_call(error, self.is_pinned))
        })
    }
}

/// HTTP to one gateway, without tokens. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Transport {
    carrier: Arc<dyn Carrier>,
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
        let http = http.map_err(ClientError::Request)?;
        let is_pinned = pinned.is_some();
        Ok(Self {
            carrier: Arc::new(Http {
                client: http.clone(),
                is_pinned,
            }),
            http,
            endless: endless.map_err(ClientError::Request)?,
            address,
            is_pinned,
        })
    }

    /// The same with another carrier; `http` then only builds the requests.
    pub(crate) fn over(self, carrier: Arc<dyn Carrier>) -> Self {
        Self { carrier, ..self }
    }

    /// Sends a request once.
    pub(crate) async fn send(&self, request: RequestBuilder, limit: Duration) -> Result<Response, ClientError> {
        let request = request.timeout(limit).build();
        let request = request.map_err(|error| ClientError::from_call(error, self.is_pinned))?;
        self.carrier.carry(request).await
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
