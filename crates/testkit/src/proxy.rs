//! A proxy before the gateway that passes everything on, or spoils answers in one chosen way.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How answers are spoiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mischief {
    /// Not at all.
    None,
    /// A sign-in page instead of every answer.
    Page,
    /// Status 500 instead of every answer.
    Failure,
    /// Half of every body, then the connection closes.
    HalfBody,
    /// One flipped bit in the bodies of segments and changes.
    FlippedBit,
    /// One flipped bit in the bodies of manifests, so many bytes after their beginning, taken round.
    FlippedManifest(usize),
    /// One flipped bit in the hash that an answer tells of itself.
    FlippedHash,
    /// A few bytes more in the bodies of segments and changes, announced as such.
    Longer,
    /// Segments are asked for and never come, until the client goes.
    SilentSegments,
    /// So many segments come, counted from the proxy's start; further ones are asked for and never come.
    SomeSegments(usize),
    /// The answer of `/v1/commands` is lost after the gateway gave it.
    LostVerdict,
    /// One answer of `/v1/enroll` is lost after the gateway gave it.
    LostEnrolment,
    /// Lines of hints are cut; a new one is cut after its first word.
    CutLines,
    /// Lines of hints stay open and say nothing any more, not even that they are open.
    SilentLines,
    /// What comes over lines of hints arrives two seconds late.
    LateLines,
    /// There are no lines of hints, as with an older gateway.
    NoLines,
    /// Pieces of uploads are cut somewhere in their middle, all but each fourth.
    CutUploads,
}

/// Decides where the next piece of an upload is cut.
static CUTS: AtomicUsize = AtomicUsize::new(0);

/// A running proxy.
pub struct Proxy {
    address: String,
    mischief: Arc<Mutex<Mischief>>,
    lines: Arc<AtomicUsize>,
    segments: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// A proxy before a gateway.
    pub fn before(gateway: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let mischief = Arc::new(Mutex::new(Mischief::None));
        let lines = Arc::new(AtomicUsize::new(0));
        let segments = Arc::new(Mutex::new(Vec::new()));
        let (shared, gateway, counted, given) = (mischief.clone(), gateway.to_owned(), lines.clone(), segments.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (shared, gateway) = (shared.clone(), gateway.clone());
                let (counted, given) = (counted.clone(), given.clone());
                std::thread::spawn(move || {
                    // A client that goes away in the middle is not the proxy's concern.
                    let _ = pass_on(&stream.unwrap(), &gateway, &shared, &counted, &given);
                });
            }
        });
        Self {
            address,
            mischief,
            lines,
            segments,
        }
    }

    /// Spoils answers from now on.
    pub fn set(&self, mischief: Mischief) {
        *self.mischief.lock().unwrap() = mischief;
    }

    /// How many lines of hints were asked for so far.
    pub fn lines(&self) -> usize {
        self.lines.load(Ordering::SeqCst)
    }

    /// The paths of the segments that were given, in order.
    pub fn segments(&self) -> Vec<String> {
        self.segments.lock().unwrap().clone()
    }

    /// What is typed at enrolment.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// Serves one request of a connection and closes it.
fn pass_on(
    mut client: &TcpStream,
    gateway: &str,
    shared: &Mutex<Mischief>,
    lines: &AtomicUsize,
    segments: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(30)))?;
    let request = read_request(client)?;
    let mischief = *shared.lock().unwrap();
    let is_line = request.starts_with(b"GET /v1/live ");
    if is_line {
        lines.fetch_add(1, Ordering::SeqCst);
    }
    if let Some(path) = segment(&request) {
        let mut given = segments.lock().unwrap();
        let is_silent = match mischief {
            Mischief::SilentSegments => true,
            Mischief::SomeSegments(count) => given.len() >= count,
            _ => false,
        };
        if is_silent {
            drop(given);
            return client.read(&mut [0]).map(drop);
        }
        given.push(path);
    }
    match mischief {
        Mischief::Page => {
            return client.write_all(&answer("200 OK", "text/html", b"<html><title>Wi-Fi</title></html>"));
        }
        Mischief::Failure => return client.write_all(&answer("500 Oops", "text/plain", b"oops")),
        Mischief::NoLines if is_line => {
            let body = br#"{"status":404,"code":"not_found","title":"there is no such thing"}"#;
            return client.write_all(&answer("404 Not Found", "application/problem+json", body));
        }
        Mischief::SilentLines if is_line => return client.read(&mut [0]).map(drop),
        _ => {}
    }
    let mut server = TcpStream::connect(gateway)?;
    if mischief == Mischief::CutUploads && request.starts_with(b"POST") && find(&request, b"/uploads/").is_some() {
        let turn = CUTS.fetch_add(1, Ordering::SeqCst);
        if turn % 4 != 3 {
            // Anywhere: in the head, in the body, just before its end.
            let at = turn.wrapping_mul(7_919).wrapping_add(1_234_567) % request.len();
            return server.write_all(&request[..at]);
        }
    }
    server.write_all(&request)?;
    if is_line {
        return pass_on_line(client, &server, shared);
    }
    let mut response = Vec::new();
    server.read_to_end(&mut response)?;
    let line = String::from_utf8_lossy(&request[..request.len().min(300)]).into_owned();
    let is_rows = line.contains("/segments/") || line.contains("/changes?");
    let body_at = find(&response, b"\r\n\r\n").map_or(response.len(), |at| at + 4);
    match mischief {
        Mischief::HalfBody => response.truncate(body_at + (response.len() - body_at) / 2),
        Mischief::FlippedBit if is_rows => {
            let middle = body_at + (response.len() - body_at) / 2;
            response[middle] ^= 1;
        }
        Mischief::FlippedManifest(at) if line.contains("/manifest") => {
            let at = body_at + at % (response.len() - body_at).max(1);
            response[at] ^= 1;
        }
        Mischief::FlippedHash => {
            if let Some(at) = find(&response[..body_at], b"dsp-blake3: ") {
                // Another digit: a header with other signs would not be read at all.
                let digit = &mut response[at + 12];
                *digit = if *digit == b'0' { b'1' } else { b'0' };
            }
        }
        Mischief::Longer if is_rows => {
            let length = response.len() - body_at + 9;
            let head: String = String::from_utf8(response[..body_at - 2].to_vec())
                .unwrap()
                .lines()
                .filter(|line| !line.to_lowercase().starts_with("content-length:"))
                .map(|line| format!("{line}\r\n"))
                .chain([format!("Content-Length: {length}\r\n\r\n")])
                .collect();
            response = [head.as_bytes(), &response[body_at..], &[0; 9]].concat();
        }
        Mischief::LostEnrolment if line.contains("/v1/enroll") => {
            *shared.lock().unwrap() = Mischief::None;
            return Ok(());
        }
        Mischief::LostVerdict if line.contains("/v1/commands") => return Ok(()),
        _ => {}
    }
    client.write_all(&response)
}

/// The path of the segment that a request asks for.
fn segment(request: &[u8]) -> Option<String> {
    let first_line = request.split(|byte| *byte == b'\r').next()?;
    let path = std::str::from_utf8(first_line).ok()?.split(' ').nth(1)?;
    path.contains("/segments/").then(|| path.to_owned())
}

/// Passes a line of hints on, word by word, for as long as both ends and the mischief of the moment let it.
fn pass_on_line(mut client: &TcpStream, mut server: &TcpStream, shared: &Mutex<Mischief>) -> std::io::Result<()> {
    // The mischief changes while the line is open, so it is looked at also when nothing comes.
    server.set_read_timeout(Some(Duration::from_millis(50)))?;
    let mut piece = [0; 4_096];
    let mut has_spoken = false;
    loop {
        let count = match server.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => 0,
            Err(error) => return Err(error),
        };
        // Looked at first: a lock that lives as long as the silence would keep the test from ending it.
        let mischief = *shared.lock().unwrap();
        match mischief {
            Mischief::CutLines if has_spoken => return Ok(()),
            // Words that are lost once make no line any more: it stays silent until the client goes.
            Mischief::SilentLines => {
                client.set_read_timeout(None)?;
                return client.read(&mut [0]).map(drop);
            }
            Mischief::LateLines if count > 0 => std::thread::sleep(Duration::from_secs(2)),
            _ => {}
        }
        client.write_all(&piece[..count])?;
        has_spoken |= count > 0;
    }
}

/// Reads head and body, and asks the gateway to close the connection after its answer.
fn read_request(mut client: &TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut piece = [0; 16_384];
    loop {
        let count = client.read(&mut piece)?;
        bytes.extend_from_slice(&piece[..count]);
        let Some(end) = find(&bytes, b"\r\n\r\n") else {
            if count == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length = head
            .lines()
            .find_map(|line| {
                line.to_lowercase()
                    .strip_prefix("content-length:")
                    .map(|value| value.trim().to_owned())
            })
            .map_or(0, |value| value.parse::<usize>().unwrap());
        if bytes.len() >= end + 4 + length {
            return Ok([
                format!("{head}\r\nConnection: close\r\n\r\n").as_bytes(),
                &bytes[end + 4..],
            ]
            .concat());
        }
    }
}

fn answer(status: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
