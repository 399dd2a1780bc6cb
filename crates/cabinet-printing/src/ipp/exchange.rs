//! One question and its answer: IPP in a request of HTTP, each over a connection of its own.
//!
//! No proxy, no redirect, no encryption: a printer is in the office, and a document does not leave it by a setting of
//! browsers.

use super::door::{Door, Place};
use super::reading::Described;
use crate::error::PrintError;
use crate::job::JobState;
use ::ipp::attribute::{IppAttribute, IppAttributes};
use ::ipp::model::{DelimiterTag, StatusCode};
use ::ipp::parser::IppParser;
use ::ipp::request::IppRequestResponse;
use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::rt::TokioIo;
use std::io::{self, Cursor};
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// How long a connection may take.
const TO_CONNECT: Duration = Duration::from_secs(5);
/// How long a question and its answer may take; a document of 20 MB reaches a slow printer in it.
const PATIENCE: Duration = Duration::from_secs(60);
/// The longest answer that is read: a thousand printers, each with all its papers.
const LONGEST: usize = 16 * 1024 * 1024;

/// What was answered.
#[derive(Debug)]
pub(super) struct Answer {
    status: StatusCode,
    attributes: IppAttributes,
}

/// Why there was no answer.
enum Fault {
    /// Nobody answers there.
    Silent,
    /// The connection broke.
    Broken(io::Error),
    /// Too late.
    Late,
    /// HTTP answered instead, with this status.
    Http(http::StatusCode),
    /// The answer is not IPP.
    Gibberish,
}

/// Asks, and waits for the answer. Blocks.
pub(super) fn ask(place: &Place, question: &IppRequestResponse, document: &[u8]) -> Result<Answer, PrintError> {
    let head = question.to_bytes();
    let mut body = BytesMut::with_capacity(head.len().saturating_add(document.len()));
    body.extend_from_slice(&head);
    body.extend_from_slice(document);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let answer = runtime.block_on(async {
        match tokio::time::timeout(PATIENCE, exchange(place, body.freeze())).await {
            Ok(answer) => answer,
            Err(_) => Err(Fault::Late),
        }
    });
    answer.and_then(parsed).map_err(|fault| told(fault, place))
}

async fn exchange(place: &Place, body: Bytes) -> Result<Bytes, Fault> {
    let connecting = async {
        match &place.door {
            Door::Host { host, port } => {
                let stream = TcpStream::connect((host.as_str(), *port)).await?;
                stream.set_nodelay(true)?;
                Ok(post(stream, place, body.clone()))
            }
            Door::Socket(path) => unix(path, place, body.clone()).await,
        }
    };
    let posting: io::Result<Posting> = match tokio::time::timeout(TO_CONNECT, connecting).await {
        Ok(connected) => connected,
        Err(_) => return Err(Fault::Silent),
    };
    match posting {
        Ok(posting) => posting.await,
        // Whatever it is (no such socket, no such host, nobody listening, no right to the socket), nobody answers there.
        Err(_) => Err(Fault::Silent),
    }
}

type Posting = std::pin::Pin<Box<dyn Future<Output = Result<Bytes, Fault>>>>;

#[cfg(unix)]
async fn unix(path: &std::path::Path, place: &Place, body: Bytes) -> io::Result<Posting> {
    let stream = tokio::net::UnixStream::connect(path).await?;
    Ok(post(stream, place, body))
}

#[cfg(not(unix))]
async fn unix(_path: &std::path::Path, _place: &Place, _body: Bytes) -> io::Result<Posting> {
    Err(io::ErrorKind::Unsupported.into())
}

fn post(stream: impl AsyncRead + AsyncWrite + Unpin + 'static, place: &Place, body: Bytes) -> Posting {
    let host = match &place.door {
        Door::Socket(_) => "localhost".to_owned(),
        Door::Host { host, port } if host.contains(':') => format!("[{host}]:{port}"),
        Door::Host { host, port } => format!("{host}:{port}"),
    };
    let request = http::Request::post(place.path.as_str())
        .header(http::header::HOST, host)
        .header(http::header::CONTENT_TYPE, "application/ipp")
        .header(http::header::CONNECTION, "close")
        .body(Full::new(body));
    Box::pin(async move {
        let request = request.map_err(|_| Fault::Gibberish)?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(broken)?;
        let talking = async {
            let response = sender.send_request(request).await.map_err(broken)?;
            if response.status() != http::StatusCode::OK {
                return Err(Fault::Http(response.status()));
            }
            let body = Limited::new(response.into_body(), LONGEST);
            let collected = body.collect().await.map_err(|error| match error.downcast() {
                Ok(error) => broken(*error),
                Err(_) => Fault::Gibberish,
            })?;
            Ok(collected.to_bytes())
        };
        // The connection only carries; what is wrong with it is told by the talk.
        let mut connection = std::pin::pin!(connection);
        let mut talking = std::pin::pin!(talking);
        tokio::select! {
            biased;
            answer = &mut talking => answer,
            _ = &mut connection => talking.await,
        }
    })
}

fn broken(error: hyper::Error) -> Fault {
    Fault::Broken(io::Error::other(error))
}

/// Reads an answer. The reader of the library indexes into what it is sent: a printer that lies about a length would end the
/// program, so its panic is kept here.
fn parsed(bytes: Bytes) -> Result<Answer, Fault> {
    let read = std::panic::catch_unwind(AssertUnwindSafe(|| IppParser::new(Cursor::new(bytes)).parse()));
    let response = match read {
        Ok(Ok(response)) => response,
        Ok(Err(_)) | Err(_) => return Err(Fault::Gibberish),
    };
    Ok(Answer {
        status: response.header().status_code(),
        attributes: response.attributes().clone(),
    })
}

fn told(fault: Fault, place: &Place) -> PrintError {
    let name = place.named();
    match fault {
        Fault::Silent if place.is_direct => PrintError::PrinterSilent { name },
        Fault::Silent => PrintError::NoService { at: place.door.named() },
        Fault::Late => PrintError::TimedOut { waited: PATIENCE },
        Fault::Broken(error) => PrintError::Io(error),
        Fault::Gibberish => place.unintelligible(),
        Fault::Http(http::StatusCode::UNAUTHORIZED | http::StatusCode::FORBIDDEN) => {
            PrintError::NotAllowed { printer: name }
        }
        Fault::Http(http::StatusCode::NOT_FOUND) if place.printer.is_some() => PrintError::UnknownPrinter { name },
        Fault::Http(status) => PrintError::Refused {
            answer: status.to_string(),
        },
    }
}

impl Answer {
    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// The answer, if it is a yes.
    pub(super) fn accepted(self, place: &Place) -> Result<Self, PrintError> {
        let printer = place.named();
        match self.status {
            status if status.is_success() => Ok(self),
            StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone => {
                Err(PrintError::UnknownPrinter { name: printer })
            }
            StatusCode::ClientErrorForbidden
            | StatusCode::ClientErrorNotAuthenticated
            | StatusCode::ClientErrorNotAuthorized => Err(PrintError::NotAllowed { printer }),
            StatusCode::ServerErrorNotAcceptingJobs => Err(PrintError::TakesNoJobs { printer }),
            status => Err(PrintError::Refused {
                answer: self.words().unwrap_or_else(|| status.to_string()),
            }),
        }
    }

    /// What it says in words.
    fn words(&self) -> Option<String> {
        let group = self.attributes.groups_of(DelimiterTag::OperationAttributes).next()?;
        let described = Described::of(group);
        described
            .text(IppAttribute::STATUS_MESSAGE)
            .filter(|text| !text.is_empty())
    }

    /// The printers that it describes.
    pub(super) fn printers(&self) -> impl Iterator<Item = Described<'_>> {
        self.attributes
            .groups_of(DelimiterTag::PrinterAttributes)
            .map(Described::of)
    }

    /// The number of the job that it is of.
    pub(super) fn job_number(&self) -> Option<i32> {
        self.of_job()?.number(IppAttribute::JOB_ID)
    }

    /// The state of the job that it is of.
    pub(super) fn job_state(&self) -> Option<JobState> {
        self.of_job()?.job_state()
    }

    fn of_job(&self) -> Option<Described<'_>> {
        self.attributes
            .groups_of(DelimiterTag::JobAttributes)
            .next()
            .map(Described::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_lies_about_a_length_is_gibberish_and_no_end_of_the_program() {
        // A name with a language, whose first length reaches beyond the value.
        let lying = [
            1, 1, 0, 0, 0, 0, 0, 1, 4, 0x36, 0, 12, b'p', b'r', b'i', b'n', b't', b'e', b'r', b'-', b'n', b'a', b'm',
            b'e', 0, 4, 0xff, 0xff, b'e', b'n', 3,
        ];
        assert!(matches!(parsed(Bytes::copy_from_slice(&lying)), Err(Fault::Gibberish)));
        for length in 0..lying.len() {
            let cut = Bytes::copy_from_slice(&lying[..length]);
            assert!(parsed(cut).is_err(), "{length}");
        }
        assert!(parsed(Bytes::from_static(b"HTTP/1.1 200 OK\r\n\r\n<html>")).is_err());
    }
}
