//! Numbers out of numbers: a hash for chance, mixed-radix digits for choice, EAN-13, and ids.

/// Draws that depend on a seed and a subject only.
#[derive(Debug, Clone)]
pub(crate) struct Chance {
    state: u64,
}

impl Chance {
    /// Draws about one subject: a kind of decision and a number.
    pub(crate) fn about(seed: u64, kind: &str, number: u64) -> Self {
        let start = seed ^ text_number(kind).rotate_left(17);
        Self {
            state: mix(start).wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
        }
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// A number below `bound`; 0 when the bound is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next().checked_rem(bound).unwrap_or_default()
    }

    /// True in so many cases of a hundred.
    pub(crate) fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }
}

/// The finaliser of a 64-bit hash: every input bit moves every output bit.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// FNV-1a of a text.
pub(crate) fn text_number(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// An id in the form of a UUID.
pub(crate) fn id(seed: u64, kind: &str, number: u64) -> String {
    let mut chance = Chance::about(seed, kind, number);
    let (high, low) = (chance.next(), chance.next());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        ((low >> 48) & 0x3fff) | 0x8000,
        low & 0xffff_ffff_ffff
    )
}

/// Choices out of one number: each takes its share, so different numbers make different choices.
#[derive(Debug, Clone)]
pub(crate) struct Choices {
    rest: u64,
}

impl Choices {
    /// Choices made by the number.
    pub(crate) fn of(number: u64) -> Self {
        Self { rest: number }
    }

    /// One of the list.
    pub(crate) fn one<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let digit = self.below(u64::try_from(list.len()).unwrap_or(u64::MAX));
        usize::try_from(digit)
            .ok()
            .and_then(|at| list.get(at))
            .copied()
            .unwrap_or_default()
    }

    /// A digit below `radix`.
    pub(crate) fn below(&mut self, radix: u64) -> u64 {
        let digit = self.rest.checked_rem(radix).unwrap_or_default();
        self.rest = self.rest.checked_div(radix).unwrap_or_default();
        digit
    }
}

/// Puts the numbers below `count` into another order, each once.
pub(crate) fn shuffled(number: u64, count: u64, seed: u64) -> u64 {
    /// A prime that divides no count in use, so multiplying by it meets every remainder once.
    const STRIDE: u128 = 1_000_003;
    let moved = u128::from(number) * STRIDE + u128::from(seed % count.max(1));
    u64::try_from(moved % u128::from(count.max(1))).unwrap_or_default()
}

/// An EAN-13: a three-digit prefix, nine digits, the check digit.
pub(crate) fn ean_13(prefix: u64, number: u64) -> String {
    let body = format!("{:03}{:09}", prefix % 1_000, number % 1_000_000_000);
    let sum: u32 = body
        .chars()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| digit.to_digit(10).unwrap_or_default() * weight)
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// Kopecks as roubles with two decimals.
pub(crate) fn roubles(kopecks: u64) -> String {
    format!("{}.{:02}", kopecks / 100, kopecks % 100)
}

/// Thousandths as a decimal without needless zeros.
pub(crate) fn decimal(milli: u64) -> String {
    if milli.is_multiple_of(1_000) {
        return (milli / 1_000).to_string();
    }
    format!("{}.{:03}", milli / 1_000, milli % 1_000)
        .trim_end_matches('0')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{decimal, ean_13, roubles, shuffled};
    use std::collections::BTreeSet;

    #[test]
    fn check_digits_are_those_of_known_barcodes() {
        let cases = [
            (400, 638_133_393, "4006381333931"),
            (590, 123_412_345, "5901234123457"),
            (460, 0, "4600000000008"),
        ];
        for (prefix, number, expected) in cases {
            assert_eq!(ean_13(prefix, number), expected);
        }
    }

    #[test]
    fn shuffling_meets_every_number_once() {
        for count in [1, 10, 24_576, 718_848] {
            let met: BTreeSet<u64> = (0..count).map(|number| shuffled(number, count, 7)).collect();
            assert_eq!(met.len() as u64, count);
        }
    }

    #[test]
    fn numbers_are_written_with_a_dot() {
        assert_eq!([roubles(5), roubles(123_456)], ["0.05", "1234.56"]);
        assert_eq!(
            [decimal(0), decimal(12_000), decimal(12_500), decimal(1_025)],
            ["0", "12", "12.5", "1.025"]
        );
    }
}
