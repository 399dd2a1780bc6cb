//! The calls of a gateway, each as one function.
//!
//! A call with a token that the gateway no longer takes is repeated once with a fresh one. A GET whose connection
//! breaks is repeated once; a POST never is, because only the outbox knows whether that is harmless.

use crate::address::GatewayAddress;
use crate::answer::{self, accept, body, hashed_json, header, json};
use crate::error::{ClientError, OfflineCause, Stranger};
use crate::live::LiveLine;
use crate::proxy::ProxyChoice;
use crate::tokens::{Access, TokenStore};
use crate::transport::{Carrier, Transport};
use bytes::Bytes;
use cabinet_domain::ids::{ClaimId, EntityId};
use cabinet_protocol::claims::{UploadRequest, UploadStanding};
use cabinet_protocol::commands::{CommandsRequest, CommandsResponse};
use cabinet_protocol::feed::{FeedName, Manifest, SegmentInfo};
use cabinet_protocol::framing::{self, ChangesPage, FramingError, HASH_HEADER, KeyedRow, RAW_BYTES_HEADER};
use cabinet_protocol::invitation::CertificateFingerprint;
use cabinet_protocol::media::MAX_FILE_BYTES;
use cabinet_protocol::orders::{CheckoutRequest, Quote};
use cabinet_protocol::problem::ProblemCode;
use cabinet_protocol::repair::{Digest, RangeRows, RowsRequest};
use cabinet_protocol::session::{
    EnrollRequest, EnrollResponse, HelloRequest, HelloResponse, PeopleResponse, RefreshRequest, Tokens,
};
use reqwest::{Method, RequestBuilder, Response, Url};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

const SHORT_CALL: Duration = Duration::from_secs(20);
const ORDER_CALL: Duration = Duration::from_secs(60);
/// A gateway may have to build the snapshot first.
const SNAPSHOT_CALL: Duration = Duration::from_secs(120);
const DOWNLOAD: Duration = Duration::from_secs(300);

/// Turns an invitation into a device.
///
/// # Errors
/// [`ClientError`]; `CodeUnknown`, `CodeUsed`, `CodeExpired` come as its `Problem`.
pub async fn enroll(
    address: &GatewayAddress,
    pinned: Option<CertificateFingerprint>,
    request: &EnrollRequest,
    proxy: &ProxyChoice,
) -> Result<EnrollResponse, ClientError> {
    let transport = Transport::new(address.clone(), pinned, &request.app_version, proxy)?;
    let call = transport.http.post(address.call(&["v1", "enroll"])).json(request);
    let response = transport.send(call, SHORT_CALL).await?;
    json(response, transport.is_pinned).await
}

/// A gateway to an enrolled device.
pub struct Gateway {
    transport: Transport,
    store: Arc<dyn TokenStore>,
    /// The lock is the single flight: whoever finds no good token refreshes it while the others wait.
    access: Mutex<Option<Access>>,
}

impl Gateway {
    /// Prepares the connection; nothing is sent yet.
    ///
    /// # Errors
    /// [`ClientError::Tls`] or [`ClientError::Request`] when the system's TLS or proxy settings are unusable.
    pub fn new(
        address: GatewayAddress,
        pinned: Option<CertificateFingerprint>,
        app_version: &str,
        proxy: &ProxyChoice,
        store: Arc<dyn TokenStore>,
    ) -> Result<Self, ClientError> {
        let transport = Transport::new(address, pinned, app_version, proxy)?;
        Ok(Self {
            transport,
            store,
            access: Mutex::new(None),
        })
    }

    /// The same gateway over another carrier than HTTP. Lines of hints ([`Gateway::live`]) stay HTTP.
    #[must_use]
    pub fn over(mut self, carrier: Arc<dyn Carrier>) -> Self {
        self.transport = self.transport.over(carrier);
        self
    }

    /// Uses tokens that just came with an enrolment; the refresh token must be stored already.
    pub async fn begin_with(&self, tokens: &Tokens) {
        *self.access.lock().await = Some(Access::new(tokens, Instant::now()));
    }

    /// `POST /v1/hello`.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn hello(&self, request: &HelloRequest) -> Result<HelloResponse, ClientError> {
        self.post(&["v1", "hello"], request, SHORT_CALL).await
    }

    /// `GET /v1/entities/{entity}/people`: who works for an entity.
    ///
    /// # Errors
    /// [`ClientError`]; `Problem` with `Forbidden` for whoever does not administer it.
    pub async fn people(&self, entity: &str) -> Result<PeopleResponse, ClientError> {
        let url = self.transport.address.call(&["v1", "entities", entity, "people"]);
        self.get(&url, SHORT_CALL, |response| json(response, self.transport.is_pinned))
            .await
    }

    /// `POST /v1/checkout`: check 1.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn checkout(&self, request: &CheckoutRequest) -> Result<Quote, ClientError> {
        self.post(&["v1", "checkout"], request, ORDER_CALL).await
    }

    /// `POST /v1/commands`. On any error the fate of the commands is unknown: ask again with the same keys.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn commands(&self, request: &CommandsRequest) -> Result<CommandsResponse, ClientError> {
        self.post(&["v1", "commands"], request, ORDER_CALL).await
    }

    /// `GET /v1/feeds/{feed}/manifest`; `None` when the gateway has no such feed yet.
    ///
    /// # Errors
    /// [`ClientError::Damaged`] when it is not what the gateway sent; nothing of it is used. A manifest of another feed
    /// counts as [`Stranger::Unreadable`].
    pub async fn manifest(&self, feed: &FeedName) -> Result<Option<Manifest>, ClientError> {
        let url = self
            .transport
            .address
            .call(&["v1", "feeds", &feed.to_string(), "manifest"]);
        let answer = self.get(&url, SNAPSHOT_CALL, |response| {
            hashed_json::<Manifest>(response, self.transport.is_pinned)
        });
        match answer.await {
            Ok(manifest) if manifest.feed == *feed => Ok(Some(manifest)),
            Ok(_) => Err(ClientError::NotAGateway {
                what: Stranger::Unreadable,
                status: 200,
            }),
            Err(ClientError::Problem {
                code: ProblemCode::NotFound,
                ..
            }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `GET /v1/feeds/{feed}/segments/{blake3}`, verified and unpacked.
    ///
    /// # Errors
    /// [`ClientError::Damaged`] when it is not what the manifest announced; nothing of it is used.
    pub async fn segment(&self, feed: &FeedName, info: &SegmentInfo) -> Result<Vec<KeyedRow>, ClientError> {
        let allowed = info.bytes.min(framing::MAX_SEGMENT_RAW_BYTES);
        let url = self
            .transport
            .address
            .call(&["v1", "feeds", &feed.to_string(), "segments", &info.blake3]);
        let pinned = self.transport.is_pinned;
        let bytes = self
            .get(&url, DOWNLOAD, |response| async move {
                let response = accept(response, "application/octet-stream", pinned).await?;
                body(response, allowed, pinned).await
            })
            .await?;
        let info = info.clone();
        let rows = tokio::task::spawn_blocking(move || framing::unpack_segment(&bytes, &info)).await;
        Ok(rows.map_err(ClientError::Interrupted)??)
    }

    /// `GET /v1/feeds/{feed}/changes?cursor=…`, verified and unpacked.
    ///
    /// # Errors
    /// `Problem` with `SnapshotNeeded` when the cursor can no longer be served; [`ClientError::Damaged`].
    pub async fn changes(&self, feed: &FeedName, cursor: &str) -> Result<ChangesPage, ClientError> {
        let mut url = self
            .transport
            .address
            .call(&["v1", "feeds", &feed.to_string(), "changes"]);
        url.query_pairs_mut().append_pair("cursor", cursor);
        let packed = self
            .get(&url, DOWNLOAD, |response| {
                packed(response, framing::MAX_CHANGES_RAW_BYTES, self.transport.is_pinned)
            })
            .await?;
        let page =
            tokio::task::spawn_blocking(move || framing::unpack_changes(&packed.bytes, &packed.hash, packed.raw_bytes));
        Ok(page.await.map_err(ClientError::Interrupted)??)
    }

    /// `GET /v1/feeds/{feed}/digest?under=…`: hashes of ranges of a feed, verified; of the 256 first ones when nothing is
    /// asked for by its first byte.
    ///
    /// # Errors
    /// `Problem` with `NotFound` from a gateway that knows no digests; [`ClientError::Damaged`].
    pub async fn digest(&self, feed: &FeedName, under: &[u8]) -> Result<Digest, ClientError> {
        let mut url = self
            .transport
            .address
            .call(&["v1", "feeds", &feed.to_string(), "digest"]);
        if !under.is_empty() {
            let under: String = under.iter().map(|byte| format!("{byte:02x}")).collect();
            url.query_pairs_mut().append_pair("under", &under);
        }
        let packed = self
            .get(&url, SNAPSHOT_CALL, |response| {
                packed(response, framing::MAX_DIGEST_RAW_BYTES, self.transport.is_pinned)
            })
            .await?;
        let digest =
            tokio::task::spawn_blocking(move || framing::unpack_digest(&packed.bytes, &packed.hash, packed.raw_bytes));
        Ok(digest.await.map_err(ClientError::Interrupted)??)
    }

    /// `POST /v1/feeds/{feed}/rows`: the rows of ranges, verified; none, and another number, when the feed went on.
    ///
    /// # Errors
    /// `Problem` with `SnapshotNeeded` when they are too many; [`ClientError::Damaged`].
    pub async fn rows(&self, feed: &FeedName, request: &RowsRequest) -> Result<RangeRows, ClientError> {
        let url = self.transport.address.call(&["v1", "feeds", &feed.to_string(), "rows"]);
        let packed = self
            .post_for(
                &url,
                DOWNLOAD,
                |call| call.json(request),
                |response| packed(response, framing::MAX_CHANGES_RAW_BYTES, self.transport.is_pinned),
            )
            .await?;
        let rows = tokio::task::spawn_blocking(move || {
            framing::unpack_range_rows(&packed.bytes, &packed.hash, packed.raw_bytes)
        });
        Ok(rows.await.map_err(ClientError::Interrupted)??)
    }

    /// `POST /v1/entities/{entity}/uploads`: begins an upload, or asks how far it is.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn begin_upload(
        &self,
        entity: &EntityId,
        request: &UploadRequest,
    ) -> Result<UploadStanding, ClientError> {
        self.post(&["v1", "entities", entity.as_str(), "uploads"], request, SHORT_CALL)
            .await
    }

    /// `POST /v1/entities/{entity}/uploads/{blake3}?offset=`: one piece. On any error ask how far the upload is.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn add_piece(
        &self,
        entity: &EntityId,
        blake3: &str,
        offset: u64,
        piece: Bytes,
    ) -> Result<UploadStanding, ClientError> {
        let path = ["v1", "entities", entity.as_str(), "uploads", blake3];
        let mut url = self.transport.address.call(&path);
        url.query_pairs_mut().append_pair("offset", &offset.to_string());
        self.post_as(&url, ORDER_CALL, |call| call.body(piece.clone())).await
    }

    /// `GET /v1/entities/{entity}/claims/{claim}/files/{blake3}`, verified.
    ///
    /// # Errors
    /// [`ClientError::Damaged`] when it is not what its hash says; nothing of it is used.
    pub async fn claim_file(
        &self,
        entity: &EntityId,
        claim: &ClaimId,
        blake3: &str,
        bytes: u64,
    ) -> Result<Vec<u8>, ClientError> {
        let path = [
            "v1",
            "entities",
            entity.as_str(),
            "claims",
            claim.as_str(),
            "files",
            blake3,
        ];
        let url = self.transport.address.call(&path);
        self.verified(&url, blake3, bytes).await
    }

    /// `GET /v1/feeds/{feed}/files/{blake3}?item=…`: bytes of a picture or a file of goods, verified.
    ///
    /// # Errors
    /// `Problem` with `NotFound` when the item names it no more; [`ClientError::Damaged`]; [`ClientError::TooLarge`].
    pub async fn file(&self, feed: &FeedName, item: &str, blake3: &str, bytes: u64) -> Result<Vec<u8>, ClientError> {
        let mut url = self
            .transport
            .address
            .call(&["v1", "feeds", &feed.to_string(), "files", blake3]);
        url.query_pairs_mut().append_pair("item", item);
        self.verified(&url, blake3, bytes.min(MAX_FILE_BYTES)).await
    }

    /// At most so many bytes of an address, of which nothing is used unless their hash is this one.
    async fn verified(&self, url: &Url, blake3: &str, bytes: u64) -> Result<Vec<u8>, ClientError> {
        let pinned = self.transport.is_pinned;
        let got = self
            .get(url, DOWNLOAD, |response| async move {
                let response = accept(response, "application/octet-stream", pinned).await?;
                body(response, bytes, pinned).await
            })
            .await?;
        let announced = blake3.to_owned();
        let checked = tokio::task::spawn_blocking(move || {
            let is_it = blake3::hash(&got).to_hex().as_str() == announced;
            is_it.then(|| got.to_vec()).ok_or(FramingError::WrongHash)
        });
        Ok(checked.await.map_err(ClientError::Interrupted)??)
    }

    /// `GET /v1/live`: opens a line on which the gateway tells when to ask again. Reading it is up to the caller, and so is
    /// the patience with a line that is silent ([`cabinet_protocol::live::SILENCE_S`]).
    ///
    /// # Errors
    /// [`ClientError`]; `Problem` with `NotFound` from a gateway that has no lines.
    pub async fn live(&self) -> Result<LiveLine, ClientError> {
        let url = self.transport.address.call(&["v1", "live"]);
        let pinned = self.transport.is_pinned;
        let mut stale = None;
        loop {
            let token = self.token(stale.as_deref()).await?;
            let call = self.transport.endless.get(url.clone()).bearer_auth(&token);
            let response = self.transport.begin(call, SHORT_CALL).await?;
            match accept(response, "text/event-stream", pinned).await {
                Ok(response) => return Ok(LiveLine::new(response)),
                Err(error) if stale.is_none() && is_stale_token(&error) => stale = Some(token),
                Err(error) => return Err(signed_out(error)),
            }
        }
    }

    async fn post<T, A>(&self, path: &[&str], request: &T, limit: Duration) -> Result<A, ClientError>
    where
        T: Serialize + Sync,
        A: serde::de::DeserializeOwned,
    {
        let url = self.transport.address.call(path);
        self.post_as(&url, limit, |call| call.json(request)).await
    }

    async fn post_as<A>(
        &self,
        url: &Url,
        limit: Duration,
        with_body: impl Fn(RequestBuilder) -> RequestBuilder + Send + Sync,
    ) -> Result<A, ClientError>
    where
        A: serde::de::DeserializeOwned,
    {
        self.post_for(url, limit, with_body, |response| {
            json(response, self.transport.is_pinned)
        })
        .await
    }

    async fn post_for<A, F>(
        &self,
        url: &Url,
        limit: Duration,
        with_body: impl Fn(RequestBuilder) -> RequestBuilder + Send + Sync,
        read: impl Fn(Response) -> F + Send + Sync,
    ) -> Result<A, ClientError>
    where
        F: Future<Output = Result<A, ClientError>>,
    {
        let mut stale = None;
        loop {
            let token = self.token(stale.as_deref()).await?;
            let call = with_body(self.transport.http.post(url.clone()).bearer_auth(&token));
            let response = self.transport.send(call, limit).await?;
            match read(response).await {
                Err(error) if stale.is_none() && is_stale_token(&error) => stale = Some(token),
                other => return other.map_err(signed_out),
            }
        }
    }

    /// A GET with its body read inside, so that one repetition covers an answer that breaks off.
    async fn get<A, F, R>(&self, url: &Url, limit: Duration, read: R) -> Result<A, ClientError>
    where
        F: Future<Output = Result<A, ClientError>>,
        R: Fn(Response) -> F,
    {
        let mut stale = None;
        let mut is_repeated = false;
        loop {
            let token = self.token(stale.as_deref()).await?;
            let call = self
                .transport
                .http
                .request(Method::GET, url.clone())
                .bearer_auth(&token);
            let answer = match self.transport.send(call, limit).await {
                Ok(response) => read(response).await,
                Err(error) => Err(error),
            };
            match answer {
                Err(error) if stale.is_none() && is_stale_token(&error) => stale = Some(token),
                Err(ClientError::Offline {
                    cause: OfflineCause::BrokenOff,
                    ..
                }) if !is_repeated => {
                    tracing::info!("An answer broke off; the call is repeated once");
                    is_repeated = true;
                }
                other => return other.map_err(signed_out),
            }
        }
    }

    /// A token worth a try: the one in memory, unless it is old or the `stale` one that was just refused.
    async fn token(&self, stale: Option<&str>) -> Result<String, ClientError> {
        let mut access = self.access.lock().await;
        if let Some(good) = access
            .as_ref()
            .filter(|access| access.is_good(Instant::now()) && stale != Some(access.token.as_str()))
        {
            return Ok(good.token.clone());
        }
        let store = self.store.clone();
        let refresh_token = on_blocking_thread(move || store.refresh_token())
            .await?
            .ok_or(ClientError::SignedOut)?;
        let request = RefreshRequest { refresh_token };
        let call = self
            .transport
            .http
            .post(self.transport.address.call(&["v1", "token"]))
            .json(&request);
        let response = self.transport.send(call, SHORT_CALL).await?;
        let tokens = answer::tokens(response, &request.refresh_token, self.transport.is_pinned)
            .await
            .map_err(signed_out)?;
        let store = self.store.clone();
        let successor = tokens.refresh_token.clone();
        on_blocking_thread(move || store.keep(&successor)).await?;
        let fresh = Access::new(&tokens, Instant::now());
        let token = fresh.token.clone();
        *access = Some(fresh);
        Ok(token)
    }
}

/// Bytes with what their headers announce.
struct Packed {
    bytes: Bytes,
    hash: String,
    raw_bytes: u64,
}

/// Reads at most so many bytes that are announced in headers.
async fn packed(response: Response, allowed: u64, pinned: bool) -> Result<Packed, ClientError> {
    let response = accept(response, "application/octet-stream", pinned).await?;
    let unreadable = || ClientError::NotAGateway {
        what: Stranger::Unreadable,
        status: 200,
    };
    let hash = header(&response, HASH_HEADER).ok_or_else(unreadable)?;
    let raw_bytes = header(&response, RAW_BYTES_HEADER)
        .and_then(|text| text.parse::<u64>().ok())
        .ok_or_else(unreadable)?;
    Ok(Packed {
        bytes: body(response, allowed, pinned).await?.freeze(),
        hash,
        raw_bytes,
    })
}

async fn on_blocking_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, crate::tokens::TokenStoreError> + Send + 'static,
) -> Result<T, ClientError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(ClientError::Interrupted)?
        .map_err(ClientError::TokenStore)
}

const fn is_stale_token(error: &ClientError) -> bool {
    matches!(
        error,
        ClientError::Problem {
            code: ProblemCode::TokenExpired,
            ..
        }
    )
}

/// A device that is revoked, or whose fresh token is refused, is signed out whatever the call was.
fn signed_out(error: ClientError) -> ClientError {
    match error {
        ClientError::Problem {
            code: ProblemCode::DeviceRevoked | ProblemCode::TokenExpired,
            ..
        } => ClientError::SignedOut,
        other => other,
    }
}
