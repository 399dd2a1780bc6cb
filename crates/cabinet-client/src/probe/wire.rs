//! The steps below HTTP: a name, a connection, and a proxy's leave to go on.

use super::route::{HttpProxy, Route};
use super::{Cause, Detail, Ended, ProxyName, Step, Trouble, Walk};
use crate::address::GatewayAddress;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How many numbers of a name are tried.
const MOST_NUMBERS: usize = 3;

/// The most that is read of a proxy's answer.
const MOST_OF_ANSWER: usize = 8 * 1024;

impl Walk {
    /// Up to a connection over which the gateway can be spoken to; `None` where that is left to the HTTP library.
    pub(super) async fn connect(
        &mut self,
        address: &GatewayAddress,
        route: &Route,
    ) -> Result<Option<TcpStream>, Ended> {
        match route {
            Route::Direct => {
                self.good(Step::Proxy, Detail::NoProxy);
                let (host, port) = address.host_and_port();
                let numbers = self.name(&host, port, Step::Name).await?;
                let connection = connect(&numbers, self.patience).await;
                match connection {
                    Ok((connection, number)) => {
                        self.good(Step::Connect, Detail::Connected(number));
                        Ok(Some(connection))
                    }
                    Err((cause, number, trouble)) => {
                        let detail =
                            number.map_or(Detail::NoNumberToCall, |number| Detail::NotConnected(number, trouble));
                        Err(self.failed(Step::Connect, cause, detail))
                    }
                }
            }
            Route::Proxy(proxy) => self.through(address, proxy).await,
            Route::Other(scheme) => {
                self.good(Step::Proxy, Detail::ProxyNotLookedInto(scheme.clone()));
                Ok(None)
            }
        }
    }

    async fn name(&mut self, host: &str, port: u16, step: Step) -> Result<Vec<SocketAddr>, Ended> {
        match timeout(self.patience, tokio::net::lookup_host((host, port))).await {
            Ok(Ok(found)) => {
                let numbers: Vec<SocketAddr> = found.collect();
                if numbers.is_empty() {
                    let host = host.to_owned();
                    return Err(self.failed(step, Cause::NoSuchName, Detail::NoNumber { host }));
                }
                if step == Step::Name {
                    let detail = Detail::Numbers {
                        host: host.to_owned(),
                        numbers: numbers.iter().map(SocketAddr::ip).collect(),
                    };
                    self.good(step, detail);
                }
                Ok(numbers)
            }
            Ok(Err(error)) => Err(self.no_name(step, host, Trouble::Said(error.to_string()))),
            Err(_) => Err(self.no_name(step, host, Trouble::NoNameServer)),
        }
    }

    fn no_name(&mut self, step: Step, host: &str, trouble: Trouble) -> Ended {
        let host = host.to_owned();
        self.failed(step, Cause::NoSuchName, Detail::NameFailed { host, trouble })
    }

    /// The name and the connection are the proxy's own affair then; what it makes of them, it says.
    async fn through(&mut self, address: &GatewayAddress, proxy: &HttpProxy) -> Result<Option<TcpStream>, Ended> {
        let name = ProxyName {
            at: format!("{}:{}", proxy.host, proxy.port),
            is_of_settings: proxy.is_of_settings,
        };
        let unreachable = |walk: &mut Self, trouble: Trouble| {
            let detail = Detail::ProxyFailed(name.clone(), trouble);
            walk.failed(Step::Proxy, Cause::ProxyUnreachable, detail)
        };
        let said = |error: std::io::Error| Trouble::Said(error.to_string());
        let found = timeout(
            self.patience,
            tokio::net::lookup_host((proxy.host.as_str(), proxy.port)),
        )
        .await;
        let numbers: Vec<SocketAddr> = match found {
            Ok(Ok(found)) => found.collect(),
            Ok(Err(error)) => return Err(unreachable(self, said(error))),
            Err(_) => return Err(unreachable(self, Trouble::NoNameServer)),
        };
        let mut connection = match connect(&numbers, self.patience).await {
            Ok((connection, _)) => connection,
            Err((_, _, trouble)) => return Err(unreachable(self, trouble)),
        };
        let (host, port) = address.host_and_port();
        let head = match timeout(self.patience, tunnel(&mut connection, &host, port, proxy)).await {
            Ok(Ok(head)) => head,
            Ok(Err(error)) => return Err(unreachable(self, said(error))),
            Err(_) => return Err(unreachable(self, Trouble::NoAnswer)),
        };
        match judge(&head) {
            Ok(()) => {
                self.good(Step::Proxy, Detail::Proxy(name));
                Ok(Some(connection))
            }
            Err(cause) => {
                let first = head.lines().next().unwrap_or_default().to_owned();
                let detail = Detail::ProxyFailed(name, Trouble::Said(first));
                Err(self.failed(Step::Proxy, cause, detail))
            }
        }
    }
}

/// Why no number was connected to, and the last one that was tried.
type NotConnected = (Cause, Option<SocketAddr>, Trouble);

async fn connect(numbers: &[SocketAddr], patience: Duration) -> Result<(TcpStream, SocketAddr), NotConnected> {
    let mut met = (Cause::NoWay, None, Trouble::NoNumberToCall);
    for number in numbers.iter().take(MOST_NUMBERS) {
        met = match timeout(patience, TcpStream::connect(number)).await {
            Ok(Ok(connection)) => return Ok((connection, *number)),
            Ok(Err(error)) => {
                let cause = match error.kind() {
                    ErrorKind::ConnectionRefused => Cause::Refused,
                    ErrorKind::TimedOut => Cause::Silent,
                    _ => Cause::NoWay,
                };
                (cause, Some(*number), Trouble::Said(error.to_string()))
            }
            Err(_) => {
                let seconds = patience.as_secs();
                (Cause::Silent, Some(*number), Trouble::Silent { seconds })
            }
        };
    }
    Err(met)
}

/// Asks a proxy for a way to the gateway; gives back the head of its answer.
async fn tunnel(connection: &mut TcpStream, host: &str, port: u16, proxy: &HttpProxy) -> std::io::Result<String> {
    let target = if host.contains(':') {
        format!("[{host}]:{port}")
    } else {
        format!("{host}:{port}")
    };
    let mut request = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n");
    if let Some(authorization) = &proxy.authorization {
        request.push_str(&format!("Proxy-Authorization: {authorization}\r\n"));
    }
    request.push_str("\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut head = Vec::new();
    // One by one: what comes after the head belongs to the gateway.
    while !head.ends_with(b"\r\n\r\n") && head.len() < MOST_OF_ANSWER {
        head.push(connection.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

/// What a proxy's answer means.
fn judge(head: &str) -> Result<(), Cause> {
    let status: u16 = head
        .split_whitespace()
        .nth(1)
        .and_then(|word| word.parse().ok())
        .unwrap_or(0);
    match status {
        200..=299 => Ok(()),
        407 => {
            let lower = head.to_ascii_lowercase();
            let offers = |scheme: &str| lower.contains(&format!("proxy-authenticate: {scheme}"));
            let is_sign_in = !offers("basic") && (offers("ntlm") || offers("negotiate") || offers("kerberos"));
            Err(if is_sign_in {
                Cause::ProxySignIn
            } else {
                Cause::ProxyPassword
            })
        }
        _ => Err(Cause::ProxyDenies),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_proxy_says_is_told_apart() {
        for (head, cause) in [
            ("HTTP/1.1 200 Connection established\r\n\r\n", None),
            (
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n",
                Some(Cause::ProxyPassword),
            ),
            (
                "HTTP/1.1 407 x\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n\r\n",
                Some(Cause::ProxySignIn),
            ),
            (
                "HTTP/1.1 407 x\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Basic\r\n\r\n",
                Some(Cause::ProxyPassword),
            ),
            ("HTTP/1.1 403 Forbidden\r\n\r\n", Some(Cause::ProxyDenies)),
            ("garbage", Some(Cause::ProxyDenies)),
        ] {
            assert_eq!(judge(head).err(), cause, "{head}");
        }
    }
}
