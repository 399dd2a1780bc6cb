//! The cache of fetched pictures and files: its limit, its order, its encryption.

use cabinet_mirror::MediaCache;
use cabinet_sqlite::Key;
use std::collections::BTreeSet;

fn hash(of: u8) -> String {
    format!("{of:064x}")
}

#[test]
fn what_was_not_used_for_the_longest_time_makes_room() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("media.db");
    let key = Key::from_bytes([7; 32]);
    let cache = MediaCache::open(&path, &key, 3_000).unwrap();
    for of in 1..=3 {
        cache.put(&hash(of), &[of; 1_000]).unwrap();
    }
    // The first is looked at again, so the second is the oldest.
    assert_eq!(cache.get(&hash(1)).unwrap().unwrap(), vec![1; 1_000]);
    cache.put(&hash(4), &[4; 1_000]).unwrap();
    let here: Vec<bool> = (1..=4).map(|of| cache.has(&hash(of)).unwrap()).collect();
    assert_eq!(here, [true, false, true, true]);
    assert!(cache.size().unwrap() <= 3_000);
    // Larger than everything: shown, not kept.
    cache.put(&hash(5), &[5; 3_001]).unwrap();
    assert!(!cache.has(&hash(5)).unwrap() && cache.has(&hash(4)).unwrap());
    assert_eq!(cache.keep_only(&BTreeSet::from([hash(3)])).unwrap(), 2);
    drop(cache);
    let bytes = std::fs::read(&path).unwrap();
    assert!(!bytes.starts_with(b"SQLite") && !bytes.windows(64).any(|part| part == [3; 64]));
    let again = MediaCache::open(&path, &key, 3_000).unwrap();
    assert_eq!(again.get(&hash(3)).unwrap().unwrap().len(), 1_000);
}
