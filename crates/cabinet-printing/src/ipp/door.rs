//! Where print services and printers are: a socket of this computer, or a host and a port.

use crate::error::PrintError;
use std::env;
use std::path::{Path, PathBuf};

/// The port of IPP.
const PORT: u16 = 631;
/// Sockets of CUPS by system.
const SOCKETS: [&str; 3] = [
    "/run/cups/cups.sock",
    "/var/run/cups/cups.sock",
    "/private/var/run/cupsd",
];

/// A way to a print service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// A socket of this computer.
    Socket(PathBuf),
    /// A host with a port.
    Host {
        /// Name or address; that of version 6 without brackets.
        host: String,
        /// Port.
        port: u16,
    },
}

/// What exactly is asked: a door, and who is behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) door: Door,
    /// The path of the request.
    pub(super) path: String,
    /// The URI that the request names.
    pub(super) uri: String,
    /// The printer as people know it; `None`: the service.
    pub(super) printer: Option<String>,
    /// A printer of the network, asked without a service.
    pub(super) is_direct: bool,
}

impl Door {
    /// Where CUPS of this computer is, by its own rules: `CUPS_SERVER`, `client.conf` of the user and of the system, the
    /// socket, port 631 of this computer.
    #[must_use]
    pub fn of_system() -> Self {
        let named = env::var("CUPS_SERVER").ok().filter(|text| !text.trim().is_empty());
        named
            .or_else(|| {
                let home = env::home_dir().map(|home| home.join(".cups/client.conf"));
                let files = home.into_iter().chain([PathBuf::from("/etc/cups/client.conf")]);
                files.into_iter().find_map(|file| server_of(&file))
            })
            .and_then(|text| Self::parse(&text))
            .unwrap_or_else(Self::usual)
    }

    fn usual() -> Self {
        let socket = SOCKETS.into_iter().map(Path::new).find(|path| path.exists());
        let host = Self::Host {
            host: "localhost".to_owned(),
            port: PORT,
        };
        socket.map_or(host, |path| Self::Socket(path.to_owned()))
    }

    /// Reads `HOST`, `HOST:PORT`, `[ADDRESS]:PORT` (each also with `/version=1.1`) or the path of a socket; `None` for
    /// anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.starts_with('/') {
            return Some(Self::Socket(PathBuf::from(text)));
        }
        let text = text.split('/').next().unwrap_or_default();
        let authority: http::uri::Authority = text.parse().ok()?;
        Some(Self::Host {
            host: authority.host().trim_matches(['[', ']']).to_owned(),
            port: authority.port_u16().unwrap_or(PORT),
        })
    }

    /// The service itself.
    pub(super) fn root(&self) -> Place {
        Place {
            door: self.clone(),
            path: "/".to_owned(),
            uri: "ipp://localhost/".to_owned(),
            printer: None,
            is_direct: false,
        }
    }

    /// A queue of the service.
    pub(super) fn queue(&self, name: &str) -> Place {
        let path = format!("/printers/{}", escaped(name));
        Place {
            door: self.clone(),
            uri: format!("ipp://localhost{path}"),
            path,
            printer: Some(name.to_owned()),
            is_direct: false,
        }
    }

    /// As people know it.
    pub(super) fn named(&self) -> String {
        match self {
            Self::Socket(path) => path.display().to_string(),
            Self::Host { host, port } => format!("{host}:{port}"),
        }
    }
}

impl Place {
    /// A printer by its own address, `ipp://HOST[:PORT]/PATH` or `http://…`. Encrypted ones are not spoken: printers
    /// certify themselves, and a check that always passes is none.
    pub(super) fn of_address(address: &str) -> Result<Self, PrintError> {
        let bad = || PrintError::BadAddress {
            address: address.to_owned(),
        };
        let uri: http::Uri = address.trim().parse().map_err(|_| bad())?;
        let port = match uri.scheme_str() {
            Some("ipp") => PORT,
            Some("http") => 80,
            _ => return Err(bad()),
        };
        let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(bad)?;
        let port = uri.port_u16().unwrap_or(port);
        let path = uri.path();
        Ok(Self {
            door: Door::Host {
                host: host.trim_matches(['[', ']']).to_owned(),
                port,
            },
            path: path.to_owned(),
            uri: format!("ipp://{host}:{port}{path}"),
            printer: Some(address.to_owned()),
            is_direct: true,
        })
    }

    /// The printer, or where the service is.
    pub(super) fn named(&self) -> String {
        self.printer.clone().unwrap_or_else(|| self.door.named())
    }

    pub(super) fn unintelligible(&self) -> PrintError {
        PrintError::Unintelligible { at: self.named() }
    }
}

/// `ServerName` of a `client.conf`; a file that is absent or unreadable names none.
fn server_of(file: &Path) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    server_in(&text)
}

fn server_in(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (word, rest) = line.trim().split_once(char::is_whitespace)?;
        let rest = rest.trim();
        (word.eq_ignore_ascii_case("ServerName") && !rest.is_empty()).then(|| rest.to_owned())
    })
}

/// A name as a part of a path.
fn escaped(name: &str) -> String {
    use std::fmt::Write as _;
    name.bytes().fold(String::new(), |mut path, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            // Writing into a text cannot fail.
            let _ = write!(path, "%{byte:02X}");
        }
        path
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(name: &str, port: u16) -> Door {
        Door::Host {
            host: name.to_owned(),
            port,
        }
    }

    #[test]
    fn a_server_is_read_as_cups_reads_it() {
        for (text, door) in [
            ("print.office", Some(host("print.office", 631))),
            ("print.office:8631", Some(host("print.office", 8631))),
            ("print.office:8631/version=1.1", Some(host("print.office", 8631))),
            ("[::1]:632", Some(host("::1", 632))),
            ("/run/cups.sock", Some(Door::Socket(PathBuf::from("/run/cups.sock")))),
            ("not a host", None),
        ] {
            assert_eq!(Door::parse(text), door, "{text}");
        }
        assert_eq!(
            server_in("# ServerName no\n  servername  10.0.0.7:631 \n").as_deref(),
            Some("10.0.0.7:631")
        );
        assert_eq!(server_in("ServerNames x\nServerName\n"), None);
    }

    #[test]
    fn a_name_of_a_queue_cannot_lead_elsewhere() {
        let place = Door::Socket(PathBuf::from("/s")).queue("../admin?x=Бухгалтерия 1");
        assert_eq!(
            place.path,
            "/printers/..%2Fadmin%3Fx%3D%D0%91%D1%83%D1%85%D0%B3%D0%B0%D0%BB%D1%82%D0%B5%D1%80%D0%B8%D1%8F%201"
        );
        assert_eq!(place.uri, format!("ipp://localhost{}", place.path));
    }

    #[test]
    fn only_addresses_that_are_spoken_are_taken() {
        let place = Place::of_address("ipp://10.0.0.9/ipp/print").unwrap();
        assert_eq!((place.door, place.path.as_str()), (host("10.0.0.9", 631), "/ipp/print"));
        for address in ["ipps://10.0.0.9/ipp/print", "file:///etc/passwd", "ipp://", "://"] {
            assert!(
                matches!(Place::of_address(address), Err(PrintError::BadAddress { .. })),
                "{address}"
            );
        }
    }
}
