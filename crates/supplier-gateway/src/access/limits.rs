//! How often codes may be tried: by client address and in all.
//!
//! Only failures count, so a dealer's office behind one address may enrol as many people as it likes. The count lives
//! in memory: guessing 100 random bits is hopeless anyway, the limit keeps the noise and the load down.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// The length of a window, in ms.
const WINDOW_MS: i64 = 15 * 60 * 1000;

/// Failures of one address in a window.
const PER_ADDRESS: u32 = 10;

/// Failures of all addresses in a window.
const IN_ALL: u32 = 1_000;

/// Counts failed attempts. One value lives as long as the server.
#[derive(Debug, Default)]
pub struct AttemptLimit {
    state: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    window_began_ms: i64,
    in_all: u32,
    by_address: HashMap<IpAddr, u32>,
}

impl AttemptLimit {
    /// Takes an attempt of an address; `false` means that it has to wait. Give it back with [`Self::succeeded`].
    pub fn try_begin(&self, address: IpAddr, now_ms: i64) -> bool {
        let mut counts = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let age_ms = now_ms.saturating_sub(counts.window_began_ms);
        if !(0..WINDOW_MS).contains(&age_ms) {
            *counts = Counts {
                window_began_ms: now_ms,
                ..Counts::default()
            };
        }
        if counts.in_all >= IN_ALL {
            return false;
        }
        let of_address = counts.by_address.entry(network_of(address)).or_default();
        if *of_address >= PER_ADDRESS {
            return false;
        }
        *of_address = of_address.saturating_add(1);
        counts.in_all = counts.in_all.saturating_add(1);
        true
    }

    /// The attempt was good and does not count.
    pub fn succeeded(&self, address: IpAddr) {
        let mut counts = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        counts.in_all = counts.in_all.saturating_sub(1);
        if let Some(of_address) = counts.by_address.get_mut(&network_of(address)) {
            *of_address = of_address.saturating_sub(1);
        }
    }
}

/// One customer of a provider: an IPv4 address, or the first 64 bits of an IPv6 one.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_that_guesses_has_to_wait_and_others_do_not() {
        let limit = AttemptLimit::default();
        for _ in 0..PER_ADDRESS {
            assert!(limit.try_begin(ip("2001:db8::1"), 1_000));
        }
        assert!(!limit.try_begin(ip("2001:db8::2"), 1_000), "the same network");
        assert!(limit.try_begin(ip("192.0.2.1"), 1_000));
        assert!(limit.try_begin(ip("2001:db8::1"), 1_000 + WINDOW_MS), "a new window");
    }

    #[test]
    fn good_attempts_do_not_count() {
        let limit = AttemptLimit::default();
        for _ in 0..100 {
            assert!(limit.try_begin(ip("192.0.2.1"), 1_000));
            limit.succeeded(ip("192.0.2.1"));
        }
    }

    #[test]
    fn many_addresses_together_have_to_wait_too() {
        let limit = AttemptLimit::default();
        let passed = (0..2_000_u32)
            .filter(|n| limit.try_begin(IpAddr::V4((*n).into()), 5))
            .count();
        assert_eq!(passed, IN_ALL as usize);
    }
}
