//! Random numbers that a seed makes again: SplitMix64.

/// A source of them.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The same seed gives the same numbers.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed ^ 0x5DEE_CE66_D1CE_4E5B)
    }

    /// The next 64 bits.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`, which is above zero.
    pub const fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// A number of ms, both ends included.
    pub const fn between(&mut self, from_ms: i64, to_ms: i64) -> i64 {
        let width = to_ms.saturating_sub(from_ms).unsigned_abs().saturating_add(1);
        from_ms.saturating_add((self.next() % width).cast_signed())
    }

    /// True in so many of a thousand cases.
    pub const fn is_in_thousand(&mut self, cases: u64) -> bool {
        self.below(1000) < cases
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let at = usize::try_from(self.below(list.len() as u64)).unwrap();
        &list[at]
    }
}
