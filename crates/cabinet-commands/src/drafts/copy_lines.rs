//! `drafts_copy_lines`: an order repeated, a draft duplicated, or one draft merged into another, at today's prices.

use super::create::proper_name;
use super::set_quantity::{LARGEST_MILLI, demand_whole, line_of};
use super::{CopyReport, CopyRequest, LeftLine, LeftReason, LineSource, RepricedLine, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft, sight};
use crate::orders;
use crate::reason::Reason;
use cabinet_desk::{Draft, Grant, LineChange, NewLine};
use cabinet_domain::ids::{DraftId, EntityId, ItemId};
use cabinet_mirror::ItemTerms;
use std::collections::BTreeMap;

/// Copies the lines of an order or a draft into a draft of the same legal entity; quantities of items that it has are
/// added up. Nothing is left out in silence: what cannot be ordered any more is in the report.
///
/// # Errors
/// `not_found`; `not_allowed`; `not_loaded`; `invalid` for a draft copied into itself, a draft of another legal entity, or
/// lines of which none can be ordered (nothing was made then); `disk_full`.
pub async fn copy_lines(cabinet: &Cabinet, request: CopyRequest) -> Result<CopyReport, CommandError> {
    let report = cabinet.ready()?.blocking(move |open| copy(open, &request)).await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(report)
}

/// A line as it stands where it comes from.
struct Copied {
    item: ItemId,
    article: String,
    name: String,
    unit: String,
    quantity_milli: i64,
    price_micro: Option<i64>,
}

fn copy(open: &Open, request: &CopyRequest) -> Result<CopyReport, CommandError> {
    let (entity, lines) = source(open, &request.source)?;
    let grant = open.grant(entity.as_str())?;
    demand_draft(&grant)?;
    let target = match &request.into {
        Some(into) => Some(target(open, &grant, &request.source, into)?),
        None => None,
    };
    let name = match &target {
        Some(_) => String::new(),
        None => proper_name(&request.name)?,
    };
    let items: Vec<ItemId> = lines.iter().map(|line| line.item.clone()).collect();
    let terms = open.loaded_goods()?.terms(&sight(&grant), &items)?;
    let standing = Standing::of(target.as_ref());
    let (mut taken, mut left, mut repriced) = (Vec::new(), Vec::new(), Vec::new());
    for (line, terms) in lines.into_iter().zip(terms) {
        match standing.new_line(&line, terms) {
            Ok(new) => {
                repriced.extend(repriced_line(&line, &new));
                taken.push(new);
            }
            Err(reason) => left.push(LeftLine {
                article: line.article,
                name: line.name,
                unit: line.unit,
                quantity_milli: line.quantity_milli,
                reason,
            }),
        }
    }
    if taken.is_empty() {
        return Err(Reason::NoLineToCopy.into());
    }
    let now_ms = open.clock.now_ms();
    let draft = match target {
        Some(draft) => draft.summary.id,
        None => open.desk.create_draft(&grant.entity, &name, now_ms)?,
    };
    open.desk
        .put_lines(&grant.entity, &draft, &taken, LineChange::Add, now_ms)?;
    let (grant, after) = open.draft(draft.as_str())?;
    Ok(CopyReport {
        draft: view::summary(open, &grant, &after)?,
        added: u32::try_from(taken.len()).unwrap_or(u32::MAX),
        left,
        repriced,
    })
}

fn source(open: &Open, source: &LineSource) -> Result<(EntityId, Vec<Copied>), CommandError> {
    match source {
        LineSource::Draft { id } => {
            let (grant, draft) = open.draft(id)?;
            let lines = draft.lines.into_iter().map(|line| Copied {
                item: line.item,
                article: line.article,
                name: line.name,
                unit: line.unit,
                quantity_milli: line.quantity_milli,
                price_micro: line.seen_price.map(|(price, _)| price),
            });
            Ok((grant.entity, lines.collect()))
        }
        LineSource::Order { id } => {
            let order = orders::whole(open, id)?;
            // A gift comes again with what earns it.
            let bought = order
                .lines
                .into_iter()
                .filter(|line| line.placed_price_micro != Some(0));
            let lines = bought.map(|line| Copied {
                item: ItemId::new(line.item),
                article: line.article,
                name: line.name,
                unit: line.unit,
                // What the buyer wanted, also where the supplier gave less; what 1C added was wanted by nobody else.
                quantity_milli: match line.placed_quantity_milli {
                    0 => line.quantity_milli,
                    placed => placed,
                },
                price_micro: line.placed_price_micro.or(line.price_micro),
            });
            Ok((EntityId::new(order.summary.entity), lines.collect()))
        }
    }
}

fn target(open: &Open, grant: &Grant, source: &LineSource, into: &str) -> Result<Draft, CommandError> {
    if matches!(source, LineSource::Draft { id } if id == into) {
        return Err(Reason::CopyIntoItself.into());
    }
    match open.desk.draft(&grant.entity, &DraftId::new(into))? {
        Some(draft) => Ok(draft),
        None => match open.draft(into) {
            Ok(_) => Err(Reason::DraftOfAnotherEntity.into()),
            Err(error) => Err(error),
        },
    }
}

/// What the draft has already: quantities by item, `None` for a line on its way.
struct Standing(BTreeMap<ItemId, Option<i64>>);

impl Standing {
    fn of(draft: Option<&Draft>) -> Self {
        let lines = draft.map(|draft| draft.lines.as_slice()).unwrap_or_default();
        Self(
            lines
                .iter()
                .map(|line| {
                    let editable = line.in_command.is_none().then_some(line.quantity_milli);
                    (line.item.clone(), editable)
                })
                .collect(),
        )
    }

    fn new_line(&self, line: &Copied, terms: ItemTerms) -> Result<NewLine, LeftReason> {
        let brief = terms.brief.ok_or(LeftReason::Gone)?;
        if line.quantity_milli <= 0 || demand_whole(&brief, line.quantity_milli).is_err() {
            return Err(LeftReason::Quantity);
        }
        let before = match self.0.get(&line.item) {
            Some(None) => return Err(LeftReason::InFlight),
            Some(Some(quantity_milli)) => *quantity_milli,
            None => 0,
        };
        if before.saturating_add(line.quantity_milli) > LARGEST_MILLI {
            return Err(LeftReason::Quantity);
        }
        let seen_price = terms.price.map(|price| (price.price_micro, price.currency));
        Ok(line_of(brief, seen_price, line.quantity_milli))
    }
}

/// What is told of a line whose price is another one today, or is gone.
fn repriced_line(line: &Copied, new: &NewLine) -> Option<RepricedLine> {
    let was = line.price_micro?;
    let now = new.seen_price.as_ref().map(|(price, _)| *price);
    (now != Some(was)).then(|| RepricedLine {
        item: new.item.to_string(),
        article: new.article.clone(),
        name: new.name.clone(),
        price_was_micro: was,
        price_now_micro: now,
        currency: new
            .seen_price
            .as_ref()
            .map(|(_, currency)| currency.clone())
            .unwrap_or_default(),
    })
}
