//! Writes random sums in words, for the comparison with an independent maker: `cargo xtask oracle`.
//!
//! Shape: lines of minor units, currency, language (`ru`, `uk`) and the words, divided by tabs. The same seed writes the
//! same lines.
#![expect(clippy::expect_used, reason = "an example on known data")]

use std::error::Error;
use std::io::Write as _;

use cabinet_documents::words::{Language, sum_in_words};
use cabinet_domain::money::{Currency, Money};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: u32 = arguments.next().as_deref().unwrap_or("100000").parse()?;
    let mut state: u64 = arguments.next().as_deref().unwrap_or("1").parse()?;
    let mut next = || {
        // SplitMix64: every sum of a seed can be written again.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for _ in 0..count {
        // All lengths come equally often, up to quadrillions of kopecks, and refunds too.
        let length = u32::try_from(next() % 17)? + 1;
        let magnitude = i64::try_from(next() % 10_u64.pow(length))?;
        let minor = if next() % 16 == 0 { -magnitude } else { magnitude };
        for (code, language, name) in [
            ("RUB", Language::Ru, "ru"),
            ("USD", Language::Ru, "ru"),
            ("UAH", Language::Uk, "uk"),
            ("RUB", Language::Uk, "uk"),
        ] {
            let currency = Currency::from_code(code).expect("three letters");
            let words = sum_in_words(Money::from_minor(minor, currency), language);
            writeln!(out, "{minor}\t{code}\t{name}\t{words}")?;
        }
    }
    out.flush()?;
    Ok(())
}
