//! What of the catalogue on screen can be ordered: a real export may have no prices, no stock, or little of anything.

use super::id;
use super::window::Window;
use std::time::{Duration, Instant};

/// How long the table may take to show what was asked of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A row as it is written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Row {
    index: usize,
    item: String,
    /// Name.
    pub name: String,
    price: String,
    stock: String,
}

/// A row that can be ordered.
#[derive(Debug, Clone)]
pub struct Good {
    /// Its place in the table.
    pub index: usize,
    /// Item id.
    pub item: String,
    /// Whole units in stock; `None` when the supplier does not say.
    pub stock: Option<u64>,
}

/// Shows goods that can be ordered and gives those on screen, in the order of the table; none when the export has none.
///
/// What is in stock is tried first, then the dearest of it, then the dearest of all: goods of unknown stock can be ordered
/// where the supplier tells no stock of anything; where he tells it of others, he holds nothing of them.
pub async fn lay_out(window: &Window, tells_stock: bool) -> Vec<Good> {
    window.click(&id("in-stock")).await;
    let in_stock = on_screen(window).await;
    let mut found = goods(&in_stock);
    // A table without rows has no head to sort by.
    if found.is_empty() && !in_stock.is_empty() {
        dearest_first(window).await;
        found = goods_on_screen(window).await;
    }
    if found.is_empty() {
        window.click(&id("in-stock")).await;
        found = goods_on_screen(window).await;
        found.retain(|good| !tells_stock || good.stock.is_some());
    }
    if found.is_empty() {
        dearest_first(window).await;
        found = goods_on_screen(window).await;
        found.retain(|good| !tells_stock || good.stock.is_some());
    }
    found
}

/// Ids of up to `most` items on screen that have a price, whatever is in stock of them.
pub async fn priced(window: &Window, most: usize) -> Vec<String> {
    let rows = on_screen(window).await;
    let priced = rows.iter().filter(|row| !row.price.is_empty() && row.price != "—");
    priced.take(most).map(|row| row.item.clone()).collect()
}

/// Shows what is in stock, once there is any.
pub async fn in_stock(window: &Window) -> Vec<Good> {
    window.click(&id("in-stock")).await;
    window
        .find(&format!("{} [role=row][data-index='0']", id("catalogue-table")))
        .await;
    goods_on_screen(window).await
}

async fn dearest_first(window: &Window) {
    let price = format!(
        "{} [role=columnheader][aria-colindex='4'] button",
        id("catalogue-table")
    );
    // The cheapest first, then the dearest.
    window.click(&price).await;
    window.click(&price).await;
}

/// The goods on screen that can be ordered, once two looks at the table agree.
pub async fn goods_on_screen(window: &Window) -> Vec<Good> {
    goods(&on_screen(window).await)
}

fn goods(rows: &[Row]) -> Vec<Good> {
    rows.iter().filter_map(Row::good).collect()
}

/// All rows on screen, once two looks at the table agree.
pub async fn on_screen(window: &Window) -> Vec<Row> {
    let started = Instant::now();
    let mut before = None;
    while started.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let rows = rows(window).await;
        if before.as_ref() == Some(&rows) {
            return rows;
        }
        before = Some(rows);
    }
    panic!("the table does not come to rest:\n{}", window.visible_text().await);
}

async fn rows(window: &Window) -> Vec<Row> {
    let script = format!(
        "return [...document.querySelectorAll(\"{} [role=row][data-key]\")].map(row => {{ \
           const text = column => (row.querySelector(`[data-column=${{column}}]`)?.innerText ?? '').trim(); \
           return {{ index: Number(row.dataset.index), item: row.dataset.key, \
                    name: text('name'), price: text('price'), stock: text('stock') }}; \
         }})",
        id("catalogue-table")
    );
    let answer = window.session().execute(script, Vec::new()).await;
    answer.expect("the script runs").convert().expect("rows")
}

impl Row {
    /// The row as a good, unless it has no price or none is left.
    fn good(&self) -> Option<Good> {
        if self.price.is_empty() || self.price == "—" {
            return None;
        }
        let stock = match self.stock.as_str() {
            "—" => None,
            // A thin space between thousands, a comma before what is less than a unit.
            written => {
                let whole = written.chars().take_while(|letter| *letter != ',');
                let digits: String = whole.filter(char::is_ascii_digit).collect();
                Some(digits.parse().ok().filter(|units| *units > 0)?)
            }
        };
        Some(Good {
            index: self.index,
            item: self.item.clone(),
            stock,
        })
    }
}
