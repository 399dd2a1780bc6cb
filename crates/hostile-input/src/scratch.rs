//! What targets share: a folder for files, a runtime for calls, answers made of bytes.

use reqwest::Response;
use std::cell::RefCell;
use std::future::Future;
use std::path::PathBuf;
use tempfile::TempDir;

thread_local! {
    static FOLDER: RefCell<Option<TempDir>> = const { RefCell::new(None) };
    static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
}

/// A path in a folder of this thread, which goes with it.
pub(crate) fn path(name: &str) -> PathBuf {
    FOLDER.with_borrow_mut(|folder| {
        folder
            .get_or_insert_with(|| tempfile::tempdir().expect("a folder for files"))
            .path()
            .join(name)
    })
}

/// A file with these bytes.
pub(crate) fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = path(name);
    std::fs::write(&path, bytes).expect("room for a small file");
    path
}

/// Waits for a call.
pub(crate) fn wait<T>(call: impl Future<Output = T>) -> T {
    RUNTIME.with(|runtime| runtime.block_on(call))
}

/// An answer as it comes from the network.
pub(crate) fn answer(status: u16, content_type: &str, body: impl Into<reqwest::Body>) -> Response {
    http::Response::builder()
        .status(status)
        .header("content-type", content_type)
        .body(body)
        .expect("a status and a header of ours")
        .into()
}

/// The first byte and the rest; nothing for no bytes.
pub(crate) fn split(data: &[u8]) -> Option<(u8, &[u8])> {
    data.split_first().map(|(first, rest)| (*first, rest))
}
