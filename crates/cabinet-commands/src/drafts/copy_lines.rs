//! `drafts_copy_lines`: an order repeated, a draft duplicated, or one draft merged into another, at today's prices.

use super::base_units::{Counted, joined, today};
use super::create::proper_name;
use super::set_quantity::{LARGEST_MILLI, demand_whole, line_of};
use super::{
    CopyReport, CopyRequest, DraftLineView, JoinedLine, LeftLine, LeftReason, LineSource, PartView, RepricedLine, view,
};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft, sight};
use crate::orders::{self, OrderLineView};
use crate::pricing::Pricer;
use crate::reason::Reason;
use cabinet_desk::{Draft, DraftLine, Grant, LineChange, NewLine};
use cabinet_domain::ids::{DraftId, EntityId, ItemId, WarehouseId};
use cabinet_domain::marks::{LineMarks, LinePart, fit, tidy};
use cabinet_domain::service::LineService;
use cabinet_mirror::ItemTerms;
use std::collections::{BTreeMap, BTreeSet};

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
    marks: LineMarks,
}

/// Where lines come from.
struct Origin {
    entity: EntityId,
    /// For whom or what all of them are; empty when not said.
    label: String,
    lines: Vec<Copied>,
}

fn copy(open: &Open, request: &CopyRequest) -> Result<CopyReport, CommandError> {
    let Origin { entity, label, lines } = source(open, &request.source)?;
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
    // In one draft with others each line says itself whom it is for; alone, the draft says it for all of them.
    let is_merged = target.as_ref().is_some_and(|draft| draft.summary.label != label);
    let own = own_lines(target.as_ref(), is_merged);
    let standing = Standing::of(target.as_ref(), &own);
    let lines = lines.into_iter().map(|line| match is_merged {
        true => line.labelled(&label),
        false => line,
    });
    let (mut taken, mut left, mut repriced) = (Vec::new(), Vec::new(), Vec::new());
    let (mut recounted, mut joined, mut paid) = (Vec::new(), Vec::new(), BTreeMap::new());
    let pricer = Pricer::of(open, &grant)?;
    for (mut line, terms) in lines.zip(terms) {
        // What is seen of a service from now on is what it costs today.
        line.marks.services = pricer.seen_services(&terms, &line.marks.services);
        match standing.take(&line, terms) {
            Ok(one) => {
                repriced.extend(repriced_line(&line, &one.new));
                paid.extend(line.price_micro.map(|price| (line.item.clone(), price)));
                recounted.extend(one.recounted);
                joined.extend(one.joined);
                taken.push(one.new);
            }
            Err(reason) => left.push(line.left(reason)),
        }
    }
    if taken.is_empty() {
        return Err(Reason::NoLineToCopy.into());
    }
    let now_ms = open.clock.now_ms();
    let draft = match target {
        Some(draft) => {
            let id = draft.summary.id;
            if is_merged && !draft.summary.label.is_empty() {
                let own: Vec<NewLine> = own.iter().map(NewLine::from).collect();
                open.desk.put_lines(&grant.entity, &id, &own, LineChange::Set, now_ms)?;
                open.desk.label_draft(&grant.entity, &id, "", now_ms)?;
            }
            id
        }
        None => {
            let made = open.desk.create_draft(&grant.entity, &name, now_ms)?;
            if !label.is_empty() {
                open.desk.label_draft(&grant.entity, &made, &label, now_ms)?;
            }
            made
        }
    };
    open.desk
        .put_counted_lines(&grant.entity, &draft, &recounted, &taken, now_ms)?;
    let (grant, after) = open.draft(draft.as_str())?;
    if matches!(request.source, LineSource::Order { .. }) {
        // An order tells what was paid; what the list says is another thing wherever rules make prices.
        repriced = paid_otherwise(&paid, &view::priced(open, &grant, &after)?.lines);
    }
    Ok(CopyReport {
        draft: view::summary(open, &grant, &after)?,
        added: u32::try_from(taken.len()).unwrap_or(u32::MAX),
        left,
        repriced,
        joined,
    })
}

/// What another legal entity can order of lines, and what it cannot.
pub(super) struct Moved {
    /// As they are ordered, at its prices of today.
    pub(super) lines: Vec<NewLine>,
    /// Lines that it cannot order.
    pub(super) left: Vec<LeftLine>,
    /// Lines that it sees at another price.
    pub(super) repriced: Vec<RepricedLine>,
}

/// Lines of a draft as another legal entity would order them.
pub(super) fn for_entity(open: &Open, grant: &Grant, lines: &[&DraftLine]) -> Result<Moved, CommandError> {
    let items: Vec<ItemId> = lines.iter().map(|line| line.item.clone()).collect();
    let terms = open.loaded_goods()?.terms(&sight(grant), &items)?;
    let standing = Standing::of(None, &[]);
    let mut moved = Moved {
        lines: Vec::new(),
        left: Vec::new(),
        repriced: Vec::new(),
    };
    for (line, terms) in lines.iter().zip(terms) {
        let line = Copied::of((*line).clone());
        match standing.take(&line, terms) {
            Ok(one) => {
                moved.repriced.extend(repriced_line(&line, &one.new));
                moved.lines.push(one.new);
            }
            Err(reason) => moved.left.push(line.left(reason)),
        }
    }
    Ok(moved)
}

/// The lines of the draft that others join: these take its label, since it speaks for none of them any more.
fn own_lines(target: Option<&Draft>, is_merged: bool) -> Vec<DraftLine> {
    let Some(draft) = target else { return Vec::new() };
    let label = if is_merged { draft.summary.label.as_str() } else { "" };
    let free = draft.lines.iter().filter(|line| line.in_command.is_none());
    free.map(|line| DraftLine {
        marks: line.marks.labelled(line.quantity_milli, label),
        ..line.clone()
    })
    .collect()
}

fn source(open: &Open, source: &LineSource) -> Result<Origin, CommandError> {
    match source {
        LineSource::Draft { id } => {
            let (grant, draft) = open.draft(id)?;
            let lines = draft.lines.into_iter().map(Copied::of);
            Ok(Origin {
                entity: grant.entity,
                label: draft.summary.label,
                lines: lines.collect(),
            })
        }
        LineSource::Template { id, entity } => of_template(open, id, entity),
        LineSource::Order { id } => {
            let order = orders::whole(open, id)?;
            // A gift comes again with what earns it.
            let (services, goods): (Vec<_>, Vec<_>) = order.lines.into_iter().partition(|line| line.service.is_some());
            let bought = goods.into_iter().filter(|line| line.placed_price_micro != Some(0));
            let lines = bought.map(|line| {
                let done: Vec<LineService> = services
                    .iter()
                    .filter_map(|other| service_of(other, &line.item))
                    .collect();
                // What the buyer wanted, also where the supplier gave less; what 1C added was wanted by nobody else.
                let quantity_milli = match line.placed_quantity_milli {
                    0 => line.quantity_milli,
                    placed => placed,
                };
                Copied {
                    item: ItemId::new(line.item),
                    article: line.article,
                    name: line.name,
                    unit: line.unit,
                    quantity_milli,
                    price_micro: line.placed_price_micro.or(line.price_micro),
                    marks: LineMarks {
                        services: done,
                        ..marks_of(&line.parts, quantity_milli)
                    },
                }
            });
            Ok(Origin {
                entity: EntityId::new(order.summary.entity),
                label: String::new(),
                lines: lines.collect(),
            })
        }
    }
}

/// The goods of an order as lines that can be kept, in the quantities that were asked for; what was paid is left out.
pub(crate) fn ordered_lines(open: &Open, order: &str) -> Result<(EntityId, Vec<DraftLine>), CommandError> {
    let source = LineSource::Order { id: order.to_owned() };
    let Origin { entity, lines, .. } = self::source(open, &source)?;
    let lines = lines.into_iter().map(|line| DraftLine {
        item: line.item,
        quantity_milli: line.quantity_milli,
        seen_price: None,
        article: line.article,
        name: line.name,
        unit: line.unit,
        marks: line.marks,
        in_command: None,
    });
    Ok((entity, lines.collect()))
}

/// The lines of a template for an entity. What goods cost another entity says nothing here.
fn of_template(open: &Open, id: &str, entity: &str) -> Result<Origin, CommandError> {
    let lines = crate::templates::lines_of(open, id)?.into_iter().map(|line| Copied {
        price_micro: line.seen_price_micro.filter(|_| line.seen_entity.as_str() == entity),
        item: line.item,
        article: line.article,
        name: line.name,
        unit: line.unit,
        quantity_milli: line.quantity_milli,
        marks: line.marks,
    });
    Ok(Origin {
        entity: EntityId::new(entity),
        label: String::new(),
        lines: lines.collect(),
    })
}

/// The service of an order's line, where it is done to these goods.
fn service_of(line: &OrderLineView, goods: &str) -> Option<LineService> {
    let service = line.service.as_ref().filter(|service| service.of_item == goods)?;
    Some(LineService {
        name: line.name.clone(),
        pieces: service.pieces,
        length_mm: service.length_mm,
        terms: None,
    })
}

/// Whom the lines of an order were for. The day on which they were wished is over.
fn marks_of(parts: &[PartView], quantity_milli: i64) -> LineMarks {
    let parts: Vec<LinePart> = parts
        .iter()
        .map(|part| LinePart {
            label: part.label.clone(),
            date: None,
            warehouse: part.warehouse.clone().map(WarehouseId::new),
            warehouse_name: part.warehouse_name.clone(),
            quantity_milli: part.quantity_milli,
        })
        .collect();
    LineMarks {
        parts: fit(&tidy(parts), quantity_milli),
        ..LineMarks::default()
    }
}

impl Copied {
    fn of(line: DraftLine) -> Self {
        Self {
            item: line.item,
            article: line.article,
            name: line.name,
            unit: line.unit,
            quantity_milli: line.quantity_milli,
            price_micro: line.seen_price.map(|(price, _)| price),
            marks: line.marks,
        }
    }

    fn left(self, reason: LeftReason) -> LeftLine {
        LeftLine {
            article: self.article,
            name: self.name,
            unit: self.unit,
            quantity_milli: self.quantity_milli,
            reason,
        }
    }

    fn labelled(self, label: &str) -> Self {
        let marks = self.marks.labelled(self.quantity_milli, label);
        Self { marks, ..self }
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

/// What the draft has already, by item.
struct Standing<'a> {
    own: BTreeMap<&'a ItemId, &'a DraftLine>,
    on_its_way: BTreeSet<&'a ItemId>,
}

/// A line that can be ordered.
struct Taken {
    new: NewLine,
    /// The draft's own line of it in today's unit, where that is another one.
    recounted: Option<NewLine>,
    joined: Option<JoinedLine>,
}

impl<'a> Standing<'a> {
    fn of(draft: Option<&'a Draft>, own: &'a [DraftLine]) -> Self {
        let lines = draft.map(|draft| draft.lines.as_slice()).unwrap_or_default();
        let on_its_way = lines.iter().filter(|line| line.in_command.is_some());
        Self {
            own: own.iter().map(|line| (&line.item, line)).collect(),
            on_its_way: on_its_way.map(|line| &line.item).collect(),
        }
    }

    fn take(&self, line: &Copied, terms: ItemTerms) -> Result<Taken, LeftReason> {
        let brief = terms.brief.ok_or(LeftReason::Gone)?;
        let added = today(&line.unit, line.quantity_milli, &line.marks, &brief)?;
        if added.quantity_milli <= 0 || demand_whole(&brief, added.quantity_milli).is_err() {
            return Err(LeftReason::Quantity);
        }
        if self.on_its_way.contains(&line.item) {
            return Err(LeftReason::InFlight);
        }
        let own = self.own.get(&line.item);
        let before = own
            .map(|own| today(&own.unit, own.quantity_milli, &own.marks, &brief))
            .transpose()?;
        let present = before.as_ref().map_or(0, |before| before.quantity_milli);
        if present.saturating_add(added.quantity_milli) > LARGEST_MILLI {
            return Err(LeftReason::Quantity);
        }
        let seen_price = terms.price.map(|price| (price.price_micro, price.currency));
        let counted = |counted: &Counted| NewLine {
            marks: counted.marks.clone(),
            ..line_of(brief.clone(), seen_price.clone(), counted.quantity_milli)
        };
        let new = counted(&added);
        let is_recounted = own.is_some_and(|own| own.quantity_milli != present);
        Ok(Taken {
            joined: before.as_ref().and_then(|before| joined(before, &new, &added)),
            recounted: before.as_ref().filter(|_| is_recounted).map(counted),
            new,
        })
    }
}

/// What is told of lines that cost another price in the draft than was paid for them.
fn paid_otherwise(paid: &BTreeMap<ItemId, i64>, lines: &[DraftLineView]) -> Vec<RepricedLine> {
    let changed = lines.iter().filter_map(|line| {
        let was = *paid.get(&ItemId::new(line.item.as_str()))?;
        (line.price_micro != Some(was)).then(|| RepricedLine {
            item: line.item.clone(),
            article: line.article.clone(),
            name: line.name.clone(),
            price_was_micro: was,
            price_now_micro: line.price_micro,
            currency: line.currency.clone(),
        })
    });
    changed.collect()
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
