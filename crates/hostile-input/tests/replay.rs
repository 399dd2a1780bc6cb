//! Every kept input, also every finding of the past, against today's decoders.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use hostile_input::{TARGETS, Target, run};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// libFuzzer holds each input to one second in an optimised build; here nothing is optimised and the machine is shared.
const LONGEST: Duration = Duration::from_secs(10);

/// What all inputs of a target may need at once, with the program itself, in KiB.
const MOST_MEMORY_KIB: u64 = 256 * 1024;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

fn inputs(of: &str, target: &Target) -> Vec<PathBuf> {
    let folder = root().join(of).join(target.name);
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The most memory that this program has had.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().split(' ').next()?.parse().ok()
}

fn replay(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let kept = inputs("corpus", target);
    assert!(!kept.is_empty(), "fuzz/corpus/{name} has no input");
    for path in kept.into_iter().chain(inputs("findings", target)) {
        let bytes = std::fs::read(&path).unwrap();
        let began = Instant::now();
        run(name, &bytes);
        let took = began.elapsed();
        assert!(took < LONGEST, "{} took {took:?}", path.display());
    }
    if let Some(peak) = peak_kib() {
        assert!(peak < MOST_MEMORY_KIB, "{name} needed {peak} KiB");
    }
}

macro_rules! replayed {
    ($($name:ident),*) => {
        $(#[test]
        fn $name() {
            replay(stringify!($name));
        })*

        const REPLAYED: &[&str] = &[$(stringify!($name)),*];
    };
}

replayed!(
    cursor, changes, repair, queue, segment, manifest, hello, problem, verdict, live, rows, token, invitation, address,
    gateway, commerceml, import, upd, archive, exchange, order_list, order_file, table, picture, media, keys, settings
);

#[test]
fn every_target_is_replayed_and_has_its_program() {
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(REPLAYED, names);
    for name in names {
        let program = std::fs::read_to_string(root().join(format!("targets/{name}.rs"))).unwrap();
        assert!(program.contains(&format!("run(\"{name}\"")), "{name}");
    }
    for folder in ["corpus", "findings"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_file() {
                continue;
            }
            let name = entry.file_name().into_string().unwrap();
            assert!(
                REPLAYED.contains(&name.as_str()),
                "fuzz/{folder}/{name} belongs to no target"
            );
        }
    }
}
