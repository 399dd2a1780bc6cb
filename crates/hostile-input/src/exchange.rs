//! What 1C sends: files, archives of them, queries with cookies.

use crate::scratch;
use commerceml::reader;
use http::{HeaderMap, HeaderValue, header};
use supplier_gateway::hostile;

/// The most that an archive may expand to here.
const ARCHIVE_LIMIT: u64 = 32 * 1024 * 1024;

/// A file of any kind and encoding.
pub(crate) fn commerceml(data: &[u8]) {
    let mut events = 0_usize;
    let read = reader::read(data, &mut |_| {
        events = events.saturating_add(1);
        true
    });
    assert!(events <= data.len(), "more objects than bytes");
    if let Err(error) = read {
        let lines = u64::try_from(data.len()).unwrap_or(u64::MAX).saturating_add(1);
        assert!((1..=lines).contains(&error.line), "a line that is not in the file");
    }
    let mut first = 0_usize;
    let stopped = reader::read(data, &mut |_| {
        first = first.saturating_add(1);
        false
    });
    assert!(first <= 1, "the reader went on after it was stopped");
    assert!(events == 0 || stopped.is_err(), "a stop is told");
}

/// A УПД, or a container of them.
pub(crate) fn upd(data: &[u8]) {
    let lines = u64::try_from(data.len()).unwrap_or(u64::MAX).saturating_add(1);
    match upd::read(data) {
        Ok(upd) => {
            assert!(upd.lines.len() <= data.len(), "more lines than bytes");
            assert!(!upd.number.is_empty(), "a document without a number");
        }
        Err(error) => assert!(
            (1..=lines).contains(&error.place.line) && (1..=lines.saturating_mul(3)).contains(&error.place.column),
            "a place that is not in the file"
        ),
    }
    if let Ok(container) = upd::container::open(data) {
        let all: usize = container.entries.iter().map(|entry| entry.bytes.len()).sum();
        assert!(all <= 256 * 1024 * 1024, "a bomb went off");
    }
}

/// A zip archive of an export.
pub(crate) fn archive(data: &[u8]) {
    let archive = scratch::file("export.zip", data);
    let folder = scratch::path("unpacked");
    std::fs::create_dir_all(&folder).expect("a folder in the scratch folder");
    if let Ok(files) = hostile::unpack(&archive, ARCHIVE_LIMIT, &folder) {
        let mut all = 0_u64;
        for (name, bytes) in &files {
            assert_eq!(
                hostile::safe_name(name).as_deref(),
                Some(name.as_str()),
                "a name that leads elsewhere"
            );
            all = all.saturating_add(*bytes);
        }
        assert!(all <= ARCHIVE_LIMIT, "a bomb went off");
    }
    for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
        // Left over by a good archive; the next input begins with an empty folder.
        let _ = std::fs::remove_file(entry.path());
    }
}

/// A line with a query, then lines of cookies and of `Authorization`.
pub(crate) fn request(data: &[u8]) {
    let mut lines = data.split(|byte| *byte == b'\n');
    let query = String::from_utf8_lossy(lines.next().unwrap_or_default());
    let mut headers = HeaderMap::new();
    for line in lines.take(20) {
        let (name, value) = match line.strip_prefix(b"A:") {
            Some(value) => (header::AUTHORIZATION, value),
            None => (header::COOKIE, line),
        };
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.append(name, value);
        }
    }
    let (what, ids, _) = hostile::exchange_request(&query, &headers);
    assert!(
        what.len() <= data.len().saturating_mul(3).saturating_add(100),
        "a query grew"
    );
    assert!(ids.len() <= data.len().saturating_add(1));
    if let Some(name) = hostile::safe_name(&query) {
        assert!(
            !name.starts_with('/') && !name.split('/').any(|part| part == ".."),
            "{name}"
        );
    }
}
