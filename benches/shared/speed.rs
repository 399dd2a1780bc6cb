//! What order entry takes: lists, filters and large drafts, beside what other readers take for the same file.

use crate::shared::{line, ms, percentile};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::catalogue::{self, CatalogueQuery, PropertyFilterView};
use cabinet_commands::{drafts, orders};
use rust_xlsxwriter::Workbook;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const SHEET_LINES: usize = 5_000;
const PASTED_LINES: usize = 10_000;
const ORDER_LINES: usize = 2_000;
const ROUNDS: usize = 3;
/// Rows of goods that are asked for at a time.
const PAGE: u32 = 500;

/// Reads the sheet with openpyxl, then with pandas; prints seconds of each, or why there are none.
const PYTHON: &str = r#"
import sys, time
path = sys.argv[1]
import openpyxl, pandas
started = time.perf_counter()
book = openpyxl.load_workbook(path, read_only=True, data_only=True)
rows = [row for row in book.active.iter_rows(values_only=True)]
openpyxl_s = time.perf_counter() - started
started = time.perf_counter()
table = pandas.read_excel(path)
pandas_s = time.perf_counter() - started
assert len(rows) == len(table) + 1, (len(rows), len(table))
print(openpyxl_s, pandas_s)
"#;

/// What is asked of the figures.
pub struct Goals {
    pub sheet: &'static str,
    pub pasted: &'static str,
    pub filter: &'static str,
    pub checkout: &'static str,
}

impl Goals {
    /// Of 46,000 articles; at a million at most three times as much.
    pub const fn of(articles: u32) -> Self {
        if articles >= 1_000_000 {
            Self {
                sheet: "4500 ms",
                pasted: "3000 ms",
                filter: "90 ms",
                checkout: "1500 ms",
            }
        } else {
            Self {
                sheet: "1500 ms",
                pasted: "1000 ms",
                filter: "30 ms",
                checkout: "500 ms",
            }
        }
    }
}

/// Takes all of it. `python` has openpyxl and pandas; `None` where they cannot be had.
pub async fn order_entry(cabinet: &Cabinet, entity: &str, home: &Path, python: Option<&str>, goals: &Goals) {
    let articles = articles(cabinet, entity, PASTED_LINES).await;
    sheet(cabinet, entity, &articles, home, python, goals).await;
    pasted(cabinet, entity, &articles, goals).await;
    large_draft(cabinet, entity, &articles).await;
    filters(cabinet, entity, goals).await;
    checkout(cabinet, entity, &articles, goals).await;
}

/// Articles of goods in stock, spread over the catalogue.
async fn articles(cabinet: &Cabinet, entity: &str, wanted: usize) -> Vec<String> {
    let query = CatalogueQuery {
        in_stock_only: true,
        ..CatalogueQuery::of_text(entity.to_owned(), String::new())
    };
    let counted = catalogue::count(cabinet, query.clone()).await.expect("a count");
    let total: u32 = counted.unwrap_or_default();
    let pages = u32::try_from(wanted).expect("a number") / PAGE + 2;
    let step = (total / pages).max(PAGE);
    let mut articles: Vec<String> = Vec::new();
    for at in 0..pages {
        let page = catalogue::page(cabinet, query.clone(), at * step, PAGE)
            .await
            .expect("a page");
        let priced = page.rows.into_iter().filter(|row| row.price_micro.is_some());
        articles.extend(priced.map(|row| row.article));
    }
    articles.sort();
    articles.dedup();
    articles.truncate(wanted);
    articles
}

async fn draft(cabinet: &Cabinet, entity: &str, name: &str) -> String {
    drafts::create(cabinet, entity.to_owned(), name.to_owned())
        .await
        .expect("a draft")
        .id
}

async fn sheet(cabinet: &Cabinet, entity: &str, articles: &[String], home: &Path, python: Option<&str>, goals: &Goals) {
    let path = home.join("list.xlsx");
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (column, title) in [(0, "Артикул"), (1, "Наименование"), (2, "Кол-во")] {
        page.write(0, column, title).expect("written");
    }
    let count = SHEET_LINES.min(articles.len());
    for (row, article) in (1_u32..).zip(&articles[..count]) {
        page.write(row, 0, article.as_str()).expect("written");
        page.write(row, 1, "Товар по каталогу поставщика").expect("written");
        page.write(row, 2, row % 90 + 1).expect("written");
    }
    book.save(&path).expect("saved");
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let draft = draft(cabinet, entity, &format!("Лист {round}")).await;
        let started = Instant::now();
        let report = drafts::add_file(cabinet, draft, path.clone()).await.expect("a list");
        times.push(started.elapsed());
        let known = report.matched.len() + report.choose.len();
        assert_eq!(known + report.not_found.len(), count, "no row is lost");
        assert!(
            known * 100 >= count * 99,
            "{} rows are not known",
            report.not_found.len()
        );
    }
    let took = percentile(&mut times, 50);
    line(
        &format!("an XLSX of {count} rows to a matched draft, median of {ROUNDS}"),
        &ms(took),
        goals.sheet,
    );
    let started = Instant::now();
    let bytes = std::fs::read(&path).expect("read");
    let read = cabinet_intake::file::read_file(&bytes).expect("a workbook");
    let alone = started.elapsed();
    assert_eq!(read.sheets[0].rows.len(), count + 1);
    line("  of it reading the workbook", &ms(alone), "");
    beside(&path, python, alone);
}

/// What others take for reading the same workbook, and how many times that is.
fn beside(path: &Path, python: Option<&str>, own: Duration) {
    let Some(python) = python else {
        line("  openpyxl, pandas", "not to be had", "");
        return;
    };
    let out = Command::new(python)
        .args(["-c", PYTHON])
        .arg(path)
        .output()
        .expect("python runs");
    let told = String::from_utf8_lossy(&out.stdout).into_owned();
    let seconds: Vec<f64> = told.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [openpyxl, pandas] = seconds[..] else {
        line("  openpyxl, pandas", "not to be had", "");
        return;
    };
    for (name, seconds) in [("openpyxl", openpyxl), ("pandas", pandas)] {
        let times = seconds / own.as_secs_f64();
        line(
            &format!("  {name} reading the same workbook"),
            &format!("{:.1} ms", seconds * 1000.0),
            &format!("{times:.1} times"),
        );
    }
}

async fn pasted(cabinet: &Cabinet, entity: &str, articles: &[String], goals: &Goals) {
    let mut text = String::new();
    for at in 0..PASTED_LINES {
        let article = &articles[at % articles.len()];
        writeln!(text, "{article}\t{}", at % 90 + 1).expect("written");
    }
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let draft = draft(cabinet, entity, &format!("Текст {round}")).await;
        let started = Instant::now();
        let report = drafts::add_lines(cabinet, draft, text.clone()).await.expect("a list");
        times.push(started.elapsed());
        let all = report.matched.len() + report.choose.len() + report.not_found.len();
        assert_eq!(all, PASTED_LINES, "no line is lost");
    }
    line(
        &format!("{PASTED_LINES} pasted lines to a matched draft, median of {ROUNDS}"),
        &ms(percentile(&mut times, 50)),
        goals.pasted,
    );
}

/// The whole command for a draft of 5,000 lines; the pricing of it alone is in the figures of prices.
async fn large_draft(cabinet: &Cabinet, entity: &str, articles: &[String]) {
    let count = SHEET_LINES.min(articles.len());
    let text: String = articles[..count]
        .iter()
        .map(|article| format!("{article};10\n"))
        .collect();
    let draft = draft(cabinet, entity, "Большой").await;
    let report = drafts::add_lines(cabinet, draft.clone(), text).await.expect("a list");
    let item = report.matched[0].item.clone();
    let mut times = Vec::new();
    for round in 1..=10 {
        let request = drafts::QuantityRequest {
            draft: draft.clone(),
            item: item.clone(),
            quantity_milli: round * 1000,
        };
        let started = Instant::now();
        drafts::set_quantity(cabinet, request).await.expect("a line");
        times.push(started.elapsed());
    }
    line(
        &format!(
            "a quantity typed in a draft of {} lines, median of 10",
            report.matched.len()
        ),
        &ms(percentile(&mut times, 50)),
        "",
    );
}

/// Filters by one property after the other, as a person does; the third one is measured with its counts.
async fn filters(cabinet: &Cabinet, entity: &str, goals: &Goals) {
    let mut query = CatalogueQuery::of_text(entity.to_owned(), String::new());
    let mut times = Vec::new();
    for _ in 0..3 {
        let facets = catalogue::facets(cabinet, query.clone()).await.expect("facets");
        let open = facets.into_iter().flatten().find(|facet| {
            let is_new = query.properties.iter().all(|filter| filter.property != facet.property);
            is_new && facet.values.len() > 1
        });
        let Some(facet) = open else { break };
        let all: Vec<String> = facet.values.iter().map(|value| value.value.clone()).collect();
        for values in [&all[..1], &all[1..], &all[..]] {
            let mut wanted = query.clone();
            wanted.properties.push(PropertyFilterView {
                property: facet.property.clone(),
                values: values.to_vec(),
            });
            let started = Instant::now();
            catalogue::page(cabinet, wanted.clone(), 0, 50).await.expect("a page");
            catalogue::facets(cabinet, wanted.clone()).await.expect("facets");
            if wanted.properties.len() == 3 {
                times.push(started.elapsed());
            }
        }
        query.properties.push(PropertyFilterView {
            property: facet.property,
            values: all,
        });
    }
    let name = "filter by three properties, rows and counts, worst of 3";
    if times.is_empty() {
        line(name, "too few properties", goals.filter);
    } else {
        line(name, &ms(percentile(&mut times, 100)), goals.filter);
    }
}

async fn checkout(cabinet: &Cabinet, entity: &str, articles: &[String], goals: &Goals) {
    let count = ORDER_LINES.min(articles.len());
    let text: String = articles[..count]
        .iter()
        .map(|article| format!("{article};1\n"))
        .collect();
    let draft = draft(cabinet, entity, "Заказ").await;
    let report = drafts::add_lines(cabinet, draft.clone(), text).await.expect("a list");
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let check = orders::check(cabinet, draft.clone()).await.expect("a check");
        times.push(started.elapsed());
        assert_eq!(
            usize::try_from(check.lines_total).expect("a number"),
            report.matched.len()
        );
    }
    line(
        &format!("checkout of {} lines, median of {ROUNDS}", report.matched.len()),
        &ms(percentile(&mut times, 50)),
        goals.checkout,
    );
}
