//! What `labels` takes.

use clap::Args as ClapArgs;
use std::path::PathBuf;

/// Labels of goods.
#[derive(Debug, ClapArgs)]
pub struct Labels {
    /// Articles, ids or barcodes of the goods
    #[arg(required_unless_present_any = ["order", "test", "list"], conflicts_with = "order")]
    pub goods: Vec<String>,
    /// Of the goods of an order, by its number
    #[arg(long, value_name = "NUMBER")]
    pub order: Option<String>,
    /// Only a label to try the paper with: a frame, the sizes, Cyrillic letters, a barcode
    #[arg(long, requires = "printer", conflicts_with_all = ["goods", "order"])]
    pub test: bool,
    /// For which legal entity [default: the first whose prices the person may see]
    #[arg(long, value_name = "ID")]
    pub entity: Option<String>,
    /// How many of each
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub copies: u32,
    /// With the price of the legal entity
    #[arg(long)]
    pub price: bool,
    /// With the prices of this own price list (id or name); without goods of all that are in it
    #[arg(long, value_name = "LIST", conflicts_with_all = ["price", "entity"])]
    pub list: Option<String>,
    /// Width of a label in mm
    #[arg(long, value_name = "MM", default_value_t = 58)]
    pub width: u32,
    /// Height of a label in mm
    #[arg(long, value_name = "MM", default_value_t = 40)]
    pub height: u32,
    /// Dots an inch of the printer: 203, 300 or 600
    #[arg(long, value_name = "DPI", default_value_t = 203)]
    pub dpi: u32,
    /// Move all by so many dots to the right
    #[arg(long, value_name = "DOTS", default_value_t = 0)]
    pub right: u32,
    /// Move all by so many dots down
    #[arg(long, value_name = "DOTS", default_value_t = 0)]
    pub down: u32,
    /// The printer's name of a font with Cyrillic letters [default: that of Zebra's, E:TT0003M_.FNT]
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub font: String,
    /// The printer: a name of `printers`, or an address (socket://HOST:9100, ipp://HOST/ipp/print)
    #[arg(long, value_name = "NAME", required_unless_present = "out", conflicts_with = "out")]
    pub printer: Option<String>,
    /// Into this file instead
    #[arg(long, value_name = "FILE.zpl")]
    pub out: Option<PathBuf>,
}
