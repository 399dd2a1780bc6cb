//! A code as dark and light modules, drawn as lines on paper and as SVG on the screen.

use qrcode::bits::Bits;
use qrcode::{EcLevel, Version};

use crate::layout::{Milli, Sheet};

/// Light modules around a code, without which readers do not find it.
const QUIET: usize = 4;

/// The modules of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrCode {
    side: usize,
    /// Row by row, true is dark.
    dark: Vec<bool>,
}

/// More bytes than any code holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} bytes do not fit into a code")]
pub struct QrError {
    /// How many there were.
    pub bytes: usize,
}

impl QrCode {
    /// The smallest code of level M that holds these bytes as bytes.
    ///
    /// Bytes of windows-1251 must not be taken for Japanese, which a maker that looks for the shortest code would do.
    ///
    /// # Errors
    /// [`QrError`].
    pub fn of_bytes(bytes: &[u8]) -> Result<Self, QrError> {
        let code = (1..=40).find_map(|version| {
            let mut bits = Bits::new(Version::Normal(version));
            bits.push_byte_data(bytes).ok()?;
            bits.push_terminator(EcLevel::M).ok()?;
            qrcode::QrCode::with_bits(bits, EcLevel::M).ok()
        });
        let code = code.ok_or(QrError { bytes: bytes.len() })?;
        let dark = |color: qrcode::Color| color == qrcode::Color::Dark;
        Ok(Self {
            side: code.width(),
            dark: code.to_colors().into_iter().map(dark).collect(),
        })
    }

    /// Modules of a side, without the light ones around.
    #[must_use]
    pub const fn side(&self) -> usize {
        self.side
    }

    /// Runs of dark modules: row, first column, how many.
    fn runs(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        self.dark
            .chunks(self.side.max(1))
            .enumerate()
            .flat_map(|(row, modules)| {
                let mut at = 0;
                modules.chunk_by(|a, b| a == b).filter_map(move |run| {
                    let first = at;
                    at += run.len();
                    run.first().copied().unwrap_or(false).then_some((row, first, run.len()))
                })
            })
    }

    /// A picture for the screen, with the light modules around.
    #[must_use]
    pub fn svg(&self) -> String {
        let whole = self.side + 2 * QUIET;
        let path: String = self
            .runs()
            .map(|(row, column, count)| format!("M{} {}h{count}v1h-{count}z", column + QUIET, row + QUIET))
            .collect();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/><path d=\"{path}\"/></svg>"
        )
    }

    /// Draws the code into a square, the light modules around it included.
    pub(crate) fn draw(&self, sheet: &mut Sheet, (x, y): (Milli, Milli), side: Milli) {
        let module = side / count(self.side + 2 * QUIET);
        for (row, column, run) in self.runs() {
            let middle = y + module * count(row + QUIET) + module / 2;
            let left = x + module * count(column + QUIET);
            sheet.line((left, middle), (left + module * count(run), middle), module);
        }
    }
}

fn count(modules: usize) -> Milli {
    Milli::try_from(modules).unwrap_or(Milli::MAX)
}
