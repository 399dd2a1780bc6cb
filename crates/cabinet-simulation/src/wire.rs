//! The wire: requests of the shipped client wait here until the run carries them, and answers come back as the run likes.

use crate::fuse::{Fuse, Place};
use crate::supplier::Answered;
use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use cabinet_client::error::{ClientError, OfflineCause};
use cabinet_client::transport::Carrier;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Method};
use reqwest::{Request, Response};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;
use tower::ServiceExt as _;

/// A request on its way.
#[derive(Debug)]
pub struct Letter {
    /// Which device sent it.
    pub device: usize,
    /// In which of its lives.
    pub life: u32,
    /// How many it had sent before in that life.
    pub number: u32,
    /// Method.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
    /// Who waits for the answer; gone when the device died.
    pub reply: Option<oneshot::Sender<Reply>>,
}

/// What comes back.
#[derive(Debug)]
pub enum Reply {
    /// An answer, perhaps with other bytes than were sent.
    Whole(Answered),
    /// An answer that breaks off after so many bytes.
    Cut(Answered, usize),
    /// No answer.
    Nothing(OfflineCause),
}

/// Where letters wait.
pub type Inbox = Arc<Mutex<Vec<Letter>>>;

/// The carrier of one life of a device.
pub struct Wire {
    device: usize,
    life: u32,
    sent: AtomicU32,
    inbox: Inbox,
    fuse: Arc<Fuse>,
}

impl Wire {
    /// The wire of a device.
    #[must_use]
    pub fn new(device: usize, life: u32, inbox: Inbox, fuse: Arc<Fuse>) -> Self {
        Self {
            device,
            life,
            sent: AtomicU32::new(0),
            inbox,
            fuse,
        }
    }
}

impl Carrier for Wire {
    fn carry(&self, request: Request) -> BoxFuture<'_, Result<Response, ClientError>> {
        Box::pin(async move {
            self.fuse.pass(Place::Request);
            let (reply, answer) = oneshot::channel();
            let (method, path) = (request.method().clone(), path_of(&request));
            let letter = Letter {
                device: self.device,
                life: self.life,
                number: self.sent.fetch_add(1, Ordering::SeqCst),
                method,
                path,
                headers: request.headers().clone(),
                body: body_of(&request),
                reply: Some(reply),
            };
            self.inbox.lock().unwrap().push(letter);
            let answer = answer.await.unwrap_or(Reply::Nothing(OfflineCause::BrokenOff));
            self.fuse.pass(Place::Answer);
            match answer {
                Reply::Whole(answered) => Ok(response(&answered, reqwest::Body::from(answered.body.clone()))),
                Reply::Cut(answered, at) => {
                    let begun = Bytes::copy_from_slice(&answered.body[..at.min(answered.body.len())]);
                    let pieces = [Ok(begun), Err(std::io::Error::other("cut"))];
                    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(pieces));
                    Ok(response(&answered, body))
                }
                Reply::Nothing(cause) => Err(ClientError::Offline {
                    cause,
                    origin: None,
                    source: None,
                }),
            }
        })
    }
}

/// A wire without any fault and without time: for whoever looks at what is true.
pub struct Straight(pub Router);

impl Carrier for Straight {
    fn carry(&self, request: Request) -> BoxFuture<'_, Result<Response, ClientError>> {
        let app = self.0.clone();
        Box::pin(async move {
            let call = as_call(
                request.method(),
                &path_of(&request),
                request.headers(),
                body_of(&request),
            );
            let (parts, body) = app.oneshot(call).await.unwrap().into_parts();
            let answered = Answered {
                status: parts.status,
                headers: parts.headers,
                body: axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec(),
            };
            Ok(response(&answered, reqwest::Body::from(answered.body.clone())))
        })
    }
}

/// The request as the gateway gets it.
#[must_use]
pub fn as_call(method: &Method, path: &str, headers: &HeaderMap, body: Bytes) -> http::Request<Body> {
    let mut call = http::Request::builder().method(method.clone()).uri(path);
    *call.headers_mut().unwrap() = headers.clone();
    call.body(Body::from(body)).unwrap()
}

fn path_of(request: &Request) -> String {
    let url = request.url();
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

fn body_of(request: &Request) -> Bytes {
    let bytes = request.body().and_then(reqwest::Body::as_bytes);
    bytes.map(Bytes::copy_from_slice).unwrap_or_default()
}

fn response(answered: &Answered, body: reqwest::Body) -> Response {
    let mut head = http::Response::builder().status(answered.status);
    *head.headers_mut().unwrap() = answered.headers.clone();
    Response::from(head.body(body).unwrap())
}
