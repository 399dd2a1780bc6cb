//! Serves a router on a socket: plain or TLS, with the address of the peer, a time for headers, and a graceful end.

use crate::http::tls::Transport;
use axum::Router;
use axum_server::Handle;
use hyper_util::rt::TokioTimer;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

/// How long a client may take to send the head of a request.
const HEADER_TIME: Duration = Duration::from_secs(10);

/// How long calls that run may go on after the server was asked to stop.
pub const STOP_TIME: Duration = Duration::from_secs(30);

/// Serves until `handle` is told to stop (`handle.graceful_shutdown(Some(STOP_TIME))`).
///
/// # Errors
/// What the system said of the socket.
pub async fn serve(
    listener: TcpListener,
    transport: Transport,
    app: Router,
    handle: Handle<SocketAddr>,
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    match transport {
        Transport::Plain => {
            let mut server = axum_server::from_tcp(listener)?.handle(handle);
            server
                .http_builder()
                .http1()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIME);
            server.serve(app).await
        }
        Transport::Tls(config) => {
            let mut server = axum_server::from_tcp_rustls(listener, config)?.handle(handle);
            server
                .http_builder()
                .http1()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIME);
            server
                .http_builder()
                .http2()
                .timer(TokioTimer::new())
                .keep_alive_interval(HEADER_TIME);
            server.serve(app).await
        }
    }
}
