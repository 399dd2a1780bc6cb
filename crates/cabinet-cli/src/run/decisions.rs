//! What is decided of changed lines on the command line: rules for all of them, or a decision for each.

use super::goods;
use crate::exit::Failure;
use crate::figures::typed;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::drafts;
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::orders::{ChangedLineView, CheckView, Decision, LineDecision, RulesView};

/// What `place` takes beside the draft.
#[derive(Debug, Default)]
pub struct Wishes {
    pub accept: bool,
    pub rise: Option<String>,
    pub least: Option<String>,
    pub takes_other_warehouse: bool,
    pub takes_analogue: bool,
    pub sends_rest: bool,
    pub decide: Vec<String>,
}

impl Wishes {
    /// The rules among them; `None` when there are none.
    pub fn rules(&self) -> Result<Option<RulesView>, Failure> {
        let rules = RulesView {
            rise_bp: self.rise.as_deref().map(|text| percent(text, "the rise")).transpose()?,
            least_bp: self
                .least
                .as_deref()
                .map(|text| percent(text, "the least part"))
                .transpose()?,
            takes_other_warehouse: self.takes_other_warehouse,
            takes_analogue: self.takes_analogue,
            sends_rest: self.sends_rest,
        };
        Ok((rules != RulesView::default()).then_some(rules))
    }

    /// The decisions among them, on lines of this check.
    pub async fn decisions(&self, cabinet: &Cabinet, check: &CheckView) -> Result<Vec<LineDecision>, Failure> {
        let mut decisions = Vec::new();
        for word in &self.decide {
            decisions.push(decision(cabinet, check, word).await?);
        }
        Ok(decisions)
    }
}

/// Hundredths of a percent.
fn percent(text: &str, what: &str) -> Result<u32, Failure> {
    let milli = typed(text.trim_end_matches('%').trim_end(), what)?;
    match u32::try_from(milli / 10) {
        Ok(bp) if milli % 10 == 0 && bp <= 10_000 => Ok(bp),
        _ => Err(invalid(format!(
            "{what} \"{text}\" is no percent up to 100 with at most two decimals"
        ))),
    }
}

/// `GOODS=WHAT`.
async fn decision(cabinet: &Cabinet, check: &CheckView, word: &str) -> Result<LineDecision, Failure> {
    let Some((goods, what)) = word.rsplit_once('=') else {
        return Err(invalid(format!(
            "\"{word}\" is no decision; write GOODS=WHAT, as in Б-1=accept"
        )));
    };
    let line = check
        .changed
        .iter()
        .find(|line| line.article == goods || line.item == goods)
        .ok_or_else(|| invalid(format!("\"{goods}\" is none of the changed lines")))?;
    let decision = match what.split_once(':') {
        None => match what {
            "accept" => Decision::Accept,
            "remove" => Decision::Remove,
            "keep" => Decision::Keep,
            "order" => Decision::OnOrder,
            "wait" => Decision::Backorder,
            "warehouse" => Decision::OtherWarehouse { warehouse: None },
            "later" => Decision::Later {
                date: line.covered_on.clone().ok_or_else(|| unknown_day(goods))?,
            },
            _ => return Err(unknown(what)),
        },
        Some(("reduce", quantity)) => Decision::Reduce {
            quantity_milli: typed(quantity, "the quantity")?,
        },
        Some(("warehouse", name)) => Decision::OtherWarehouse {
            warehouse: Some(place(line, name)?),
        },
        Some(("later", date)) => Decision::Later { date: date.to_owned() },
        Some(("analogue", other)) => Decision::Analogue {
            item: analogue(
                cabinet,
                check,
                line.analogues.iter().map(|one| (&one.article, &one.item)),
                other,
            )
            .await?,
        },
        Some(_) => return Err(unknown(what)),
    };
    Ok(LineDecision {
        item: line.item.clone(),
        decision,
    })
}

/// One of the warehouses that have some of it: an id, else an exact name.
fn place(line: &ChangedLineView, word: &str) -> Result<String, Failure> {
    let others = || {
        line.places
            .iter()
            .filter(|place| place.free_milli.is_some_and(|free| free > 0))
    };
    let found = others()
        .find(|place| place.warehouse == word)
        .or_else(|| others().find(|place| place.name == word));
    found.map(|place| place.warehouse.clone()).ok_or_else(|| {
        let names: Vec<&str> = others().map(|place| place.name.as_str()).collect();
        invalid(format!(
            "no warehouse \"{word}\" is known to have some of {}; there are: {}",
            line.article,
            names.join(", ")
        ))
    })
}

fn unknown_day(goods: &str) -> Failure {
    invalid(format!(
        "it is not known when enough of \"{goods}\" comes; write later:YYYY-MM-DD"
    ))
}

/// One of the offered analogues, or any goods of the supplier.
async fn analogue<'a>(
    cabinet: &Cabinet,
    check: &CheckView,
    mut offered: impl Iterator<Item = (&'a String, &'a String)>,
    word: &str,
) -> Result<String, Failure> {
    if let Some((_, item)) = offered.find(|(article, item)| *article == word || *item == word) {
        return Ok(item.clone());
    }
    let draft = drafts::show(cabinet, check.draft.clone()).await?;
    goods::item(cabinet, &draft.summary.entity, word).await
}

fn unknown(what: &str) -> Failure {
    invalid(format!(
        "\"{what}\" is no decision; there are accept, reduce:N, warehouse[:NAME], later[:DATE], analogue:GOODS, order, wait, remove and keep"
    ))
}

fn invalid(words: String) -> Failure {
    CommandError::new(ErrorCode::Invalid, words).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_read_exactly_or_not_at_all() {
        for (text, bp) in [("2", 200), ("2,5 %", 250), ("0.01", 1), ("100", 10_000)] {
            assert_eq!(percent(text, "the rise").unwrap(), bp, "{text}");
        }
        for text in ["101", "0", "-1", "0,001", "two", ""] {
            assert!(percent(text, "the rise").is_err(), "{text}");
        }
        assert_eq!(Wishes::default().rules().unwrap(), None);
    }
}
