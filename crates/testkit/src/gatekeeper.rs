//! A real HTTP proxy that wants a login: it answers `CONNECT`, and leads every name to one address.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How it asks for a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Login and password.
    Basic,
    /// The sign-in of Windows only.
    Windows,
    /// Nothing: it lets nobody through.
    Never,
}

/// A running proxy.
pub struct Gatekeeper {
    address: String,
    let_through: Arc<AtomicUsize>,
}

impl Gatekeeper {
    /// A proxy that lets in who sends this `Proxy-Authorization`, and leads to `target` whatever was asked for.
    pub fn before(target: &str, authorization: &str, asks: Asks) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let let_through = Arc::new(AtomicUsize::new(0));
        let (target, expected, counted) = (target.to_owned(), authorization.to_owned(), let_through.clone());
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (target, expected, counted) = (target.clone(), expected.clone(), counted.clone());
                std::thread::spawn(move || {
                    // A client that goes away in the middle is not the proxy's concern.
                    let _ = serve(client, &target, &expected, asks, &counted);
                });
            }
        });
        Self { address, let_through }
    }

    /// `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// How many connections were let through.
    pub fn let_through(&self) -> usize {
        self.let_through.load(Ordering::SeqCst)
    }
}

fn serve(
    mut client: TcpStream,
    target: &str,
    expected: &str,
    asks: Asks,
    counted: &AtomicUsize,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let authorization = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("proxy-authorization")
            .then(|| value.trim().to_owned())
    });
    let is_known = asks == Asks::Basic && authorization.as_deref() == Some(expected);
    if !head.starts_with("CONNECT ") || !is_known {
        let refusal = match asks {
            Asks::Basic => "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"office\"",
            Asks::Windows => {
                "407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM"
            }
            Asks::Never => "403 Forbidden",
        };
        return write!(
            client,
            "HTTP/1.1 {refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
    }
    counted.fetch_add(1, Ordering::SeqCst);
    let mut server = TcpStream::connect(target)?;
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    let up = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(Shutdown::Write);
    });
    let _ = std::io::copy(&mut server, &mut client);
    let _ = client.shutdown(Shutdown::Write);
    let _ = up.join();
    Ok(())
}
