//! A wire before the gateway that counts what comes down, and remembers the last `hello` that went up.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// The running wire.
pub struct Wire {
    address: String,
    down: Arc<AtomicU64>,
    hello: Arc<Mutex<Vec<u8>>>,
}

impl Wire {
    /// Before the gateway at `host:port`.
    pub fn before(gateway: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let (down, hello) = (Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (gateway, counted, kept) = (gateway.to_owned(), down.clone(), hello.clone());
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(&gateway) else {
                    continue;
                };
                let (Ok(client_too), Ok(server_too)) = (client.try_clone(), server.try_clone()) else {
                    continue;
                };
                let (counted, kept) = (counted.clone(), kept.clone());
                std::thread::spawn(move || {
                    pass(client_too, server_too, |bytes| {
                        if bytes.starts_with(b"POST /v1/hello ") {
                            bytes.clone_into(&mut kept.lock().expect("the lock"));
                        }
                    });
                });
                std::thread::spawn(move || {
                    pass(server, client, |bytes| {
                        counted.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                    });
                });
            }
        });
        Self { address, down, hello }
    }

    /// What is typed at enrolment.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Bytes that came down so far, heads of answers included.
    pub fn bytes(&self) -> u64 {
        self.down.load(Ordering::Relaxed)
    }

    /// The last `hello` with its head: a request line, headers, a body.
    pub fn hello(&self) -> String {
        String::from_utf8(self.hello.lock().expect("the lock").clone()).expect("UTF-8")
    }
}

/// Passes bytes on until either end closes.
fn pass(mut from: TcpStream, mut to: TcpStream, mut seen: impl FnMut(&[u8])) {
    let mut bytes = vec![0; 256 * 1024];
    while let Ok(count) = from.read(&mut bytes) {
        if count == 0 || to.write_all(&bytes[..count]).is_err() {
            break;
        }
        seen(&bytes[..count]);
    }
    let _ = to.shutdown(Shutdown::Both);
}
