//! Bytes sent as they are to a printer of the network, by its own port (9100): labels.
//!
//! The port answers nothing: what is told is only whether the bytes were taken.

use crate::error::PrintError;
use std::io::{self, Write as _};
use std::net::{Shutdown, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

/// The usual port.
const PORT: u16 = 9100;
/// How long a connection or a write may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether an address is of this kind, `socket://HOST[:PORT]`.
#[must_use]
pub fn is_raw_address(address: &str) -> bool {
    address.trim().starts_with("socket://")
}

/// Sends bytes to `socket://HOST[:PORT]`. Blocks.
///
/// # Errors
/// [`PrintError::BadAddress`], [`PrintError::PrinterSilent`], [`PrintError::TimedOut`], [`PrintError::Io`] when the
/// connection broke: a part may be printed then.
pub fn send(address: &str, content: &[u8]) -> Result<(), PrintError> {
    let bad = || PrintError::BadAddress {
        address: address.to_owned(),
    };
    let uri: http::Uri = address.trim().parse().map_err(|_| bad())?;
    let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(bad)?;
    if uri.scheme_str() != Some("socket") || !matches!(uri.path(), "" | "/") {
        return Err(bad());
    }
    let silent = || PrintError::PrinterSilent {
        name: address.to_owned(),
    };
    let at = (host.trim_matches(['[', ']']), uri.port_u16().unwrap_or(PORT));
    let mut stream = None;
    for at in at.to_socket_addrs().map_err(|_| silent())? {
        if let Ok(connected) = TcpStream::connect_timeout(&at, PATIENCE) {
            stream = Some(connected);
            break;
        }
    }
    let mut stream = stream.ok_or_else(silent)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(content).map_err(late)?;
    stream.shutdown(Shutdown::Write)?;
    Ok(())
}

fn late(error: io::Error) -> PrintError {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => PrintError::TimedOut { waited: PATIENCE },
        _ => PrintError::Io(error),
    }
}
