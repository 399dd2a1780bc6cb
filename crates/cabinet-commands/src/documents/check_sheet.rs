//! The sheet of the last check of a draft, with the decisions as they stand.

use super::folder_rule::Filed;
use super::paper::{Made, buyer, day_of, service_name, supplier};
use crate::drafts::ServiceTermsView;
use crate::error::CommandError;
use crate::open::Open;
use crate::orders::{ChangedLineView, ChangedServiceView, Decision, LineDecision, last_check, moved};
use crate::reason::Reason;
use cabinet_desk::DraftLine;
use cabinet_documents::check_sheet::{self, CheckSheet, CheckedLine, CheckedPlace, CheckedService, render_check_sheet};
use cabinet_documents::date::DocumentDate;
use cabinet_documents::paper::PrintOptions;
use cabinet_domain::ids::WarehouseId;
use cabinet_domain::marks::LinePart;
use cabinet_domain::money::Currency;

/// The sheet of a draft by its id. Only a check that the user has looked at since the program started can be printed.
pub(super) fn of_draft(open: &Open, draft: &str, options: &PrintOptions) -> Result<Made, CommandError> {
    let (grant, draft) = open.draft(draft)?;
    let seen = last_check(open, draft.summary.id.as_str()).filter(|seen| !seen.check.changed.is_empty());
    let seen = seen.ok_or(Reason::NothingOnPaper)?;
    let check = &seen.check;
    let sheet = CheckSheet {
        draft: draft.summary.name.clone(),
        date: day_of(check.made_at_ms)?,
        buyer: buyer(&grant),
        seller: supplier(open)?,
        currency: Currency::from_code(&check.currency),
        lines_total: check.lines_total,
        lines: check
            .changed
            .iter()
            .map(|line| line_of(line, &draft.lines, &seen.decisions))
            .collect(),
        total_was_minor: check.total_was_minor,
        total_decided_minor: seen.total_minor,
        person: open.desk.session()?.map(|session| session.person_name),
    };
    Ok(Made {
        title: format!("Изменения {} {}", sheet.draft, sheet.date.in_digits()),
        filed: Filed::of(&grant.name, &sheet.date.in_iso()),
        rendered: render_check_sheet(&sheet, options)?,
    })
}

fn line_of(line: &ChangedLineView, standing: &[DraftLine], decisions: &[LineDecision]) -> CheckedLine {
    let standing = standing.iter().find(|one| one.item.as_str() == line.item);
    let parts = standing.map(|one| one.marks.parts.as_slice()).unwrap_or_default();
    let decision = decisions.iter().find(|one| one.item == line.item);
    let arrives = line.arrivals.first().and_then(|arrival| {
        let date = DocumentDate::from_iso(&arrival.date)?;
        Some((date, arrival.quantity_milli))
    });
    CheckedLine {
        article: line.article.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        asked_milli: line.asked_milli,
        available_milli: line.available_milli,
        price_was_micro: line.price_was_micro,
        price_now_micro: line.price_now_micro,
        decision: decided(line, parts, decision.map(|one| &one.decision)),
        arrives,
        wished_on: line.wished_date.as_deref().and_then(DocumentDate::from_iso),
        places: line
            .places
            .iter()
            .map(|place| CheckedPlace {
                name: place.name.clone(),
                asked_milli: place.asked_milli,
                free_milli: place.free_milli,
            })
            .collect(),
        services: line.services.iter().map(service_of).collect(),
    }
}

fn service_of(service: &ChangedServiceView) -> CheckedService {
    let terms = |terms: &Option<ServiceTermsView>| terms.as_ref().and_then(ServiceTermsView::to_domain);
    CheckedService {
        name: service_name(&service.name, service.pieces, service.length_mm),
        was: terms(&service.was),
        now: terms(&service.now),
    }
}

fn decided(line: &ChangedLineView, parts: &[LinePart], decision: Option<&Decision>) -> check_sheet::LineDecision {
    use check_sheet::LineDecision::{From, Goes, Instead, Later, Open, Removed, Waits};
    let there = line.available_milli.unwrap_or(0).min(line.asked_milli);
    match decision {
        None if line.must_be_decided() => Open,
        None => Goes(line.asked_milli),
        Some(Decision::Keep) => Open,
        Some(Decision::Accept) => Goes(there),
        Some(Decision::OnOrder) => Goes(line.asked_milli),
        Some(Decision::Reduce { quantity_milli }) => Goes(*quantity_milli),
        Some(Decision::Remove) => Removed,
        Some(Decision::Backorder) => Waits {
            goes_milli: there,
            waits_milli: line.asked_milli.saturating_sub(there),
        },
        Some(Decision::OtherWarehouse { warehouse }) => {
            let only = warehouse.as_deref().map(WarehouseId::new);
            let moved = moved(parts, line, only.as_ref());
            From(
                moved
                    .iter()
                    .map(|part| (part.warehouse_name.clone(), part.quantity_milli))
                    .collect(),
            )
        }
        Some(Decision::Later { date }) => match DocumentDate::from_iso(date) {
            Some(date) => Later {
                goes_milli: there,
                later_milli: line.asked_milli.saturating_sub(there),
                date,
            },
            None => Open,
        },
        Some(Decision::Analogue { item }) => {
            let other = line.analogues.iter().find(|other| other.item == *item);
            Instead(other.map_or_else(|| item.clone(), |other| format!("{} {}", other.article, other.name)))
        }
    }
}
