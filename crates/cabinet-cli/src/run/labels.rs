//! `labels`: labels of goods, to a printer or into a file.

use super::documents::absolute;
use super::goods::item;
use super::{price_lists, priced_entity};
use crate::answer::Answer;
use crate::args::Labels;
use crate::exit::Failure;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::documents::{self, LabelPaper, LabelReport, LabelRequest};
use cabinet_commands::orders;
use serde_json::{Value, json};

/// Makes labels and hands them over.
pub async fn labels(cabinet: &Cabinet, given: Labels) -> Result<Answer, Failure> {
    let paper = LabelPaper {
        width_mm: given.width,
        height_mm: given.height,
        dots_per_inch: given.dpi,
        right_dots: given.right,
        down_dots: given.down,
        font: given.font,
    };
    if given.test {
        let printer = documents::labels_test(cabinet, paper, given.printer.unwrap_or_default()).await?;
        let shape = json!({ "printer": printer, "labels": 1, "left_out": [] });
        return Ok(Answer::new(&shape, move |out| writeln!(out, "{printer} took a label")));
    }
    let list = match &given.list {
        Some(word) => Some(price_lists::find(cabinet, word, false).await?),
        None => None,
    };
    let of_list = match &list {
        Some(id) => Some(
            cabinet_commands::price_lists::show(cabinet, id.clone())
                .await?
                .summary
                .entity,
        ),
        None => given.entity.clone(),
    };
    let (entity, items) = match given.order {
        Some(number) => {
            let order = orders::show(cabinet, number).await?;
            let items = order.lines.into_iter().filter(|line| line.quantity_milli != 0);
            let entity = of_list.unwrap_or(order.summary.entity);
            (entity, items.map(|line| line.item).collect())
        }
        None => {
            let entity = priced_entity(cabinet, of_list).await?;
            let mut items = Vec::with_capacity(given.goods.len());
            for word in &given.goods {
                items.push(item(cabinet, &entity, word).await?);
            }
            (entity, items)
        }
    };
    let request = LabelRequest {
        entity,
        items,
        copies: given.copies,
        price_list: list,
        has_price: given.price,
        paper,
    };
    let report = match (given.out, given.printer) {
        (Some(out), _) => documents::labels_save(cabinet, request, Some(absolute(&out)?)).await?,
        (None, printer) => documents::labels_print(cabinet, request, printer.unwrap_or_default()).await?,
    };
    Ok(Answer::new(&shape(&report), move |out| {
        let to = if report.path.is_empty() {
            &report.printer
        } else {
            &report.path
        };
        writeln!(out, "{to}: {} labels", report.labels)?;
        for goods in &report.left_out {
            writeln!(out, "  no label of {}: {}", goods.article, goods.error.message)?;
        }
        Ok(())
    }))
}

fn shape(report: &LabelReport) -> Value {
    let left_out: Vec<Value> = report
        .left_out
        .iter()
        .map(|goods| json!({ "item": goods.item, "article": goods.article, "why": goods.error.message }))
        .collect();
    json!({
        "path": (!report.path.is_empty()).then_some(&report.path),
        "printer": (!report.printer.is_empty()).then_some(&report.printer),
        "labels": report.labels,
        "left_out": left_out,
    })
}
