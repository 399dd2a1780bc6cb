//! A quote of the gateway as the screen shows it: only the lines that changed, was and now.

use super::last_check::keep_check;
use super::refusal::refusals;
use super::rules::add_ways_out;
use super::{ChangedLineView, ChangedServiceView, CheckView, CheckedGiftView, LineCommentView, places};
use crate::delivery::choice;
use crate::drafts::ServiceTermsView;
use crate::drafts::prepaid::is_prepaid;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::{Pricer, Total};
use crate::profile::ContractView;
use cabinet_desk::{Draft, DraftLine, Grant};
use cabinet_domain::ids::{CommandKey, DraftId, ItemId};
use cabinet_domain::money::{Currency, div_half_away};
use cabinet_protocol::delivery::DeliveryChoice;
use cabinet_protocol::orders::{Quote, QuotedLine, QuotedService};
use std::collections::HashMap;

/// What is told of an item beside figures.
#[derive(Default)]
struct Words {
    article: String,
    name: String,
    unit: String,
    vat: String,
    is_whole: bool,
}

/// The view of a quote for a draft of the entity; `asked` is the delivery that the quote speaks of.
pub(super) fn check_view(
    open: &Open,
    grant: &Grant,
    draft: &DraftId,
    command: Option<&CommandKey>,
    asked: &DeliveryChoice,
    quote: &Quote,
) -> Result<CheckView, CommandError> {
    let words = words(open, grant, draft, &quote.lines)?;
    let book = Pricer::of(open, grant)?;
    let currency = Currency::from_code(&quote.currency);
    let mut was = Total::default();
    let mut changed = Vec::new();
    for line in &quote.lines {
        let about = words.get(line.item.as_str());
        if let (Some(price), Some(currency)) = (line.price_was_micro, currency) {
            let vat = about.map_or("", |about| about.vat.as_str());
            // A sum beyond 64 bits cannot have been seen by anyone.
            if let Ok(sum) = book.sum(price, line.asked_milli, currency, vat) {
                was.add(sum);
            }
        }
        if !line.passes() || line.is_cheaper {
            changed.push(changed_line(line, about));
        }
    }
    let standing = open.desk.draft(&grant.entity, draft)?;
    add_services(open, grant, &book, standing.as_ref(), quote, &mut was)?;
    let chosen = open.desk.draft_delivery(draft)?;
    // The user may have chosen anew since the gateway looked.
    let delivery = if choice::to_wire(&chosen) == *asked {
        choice::view_with(open, &grant.entity, &chosen, &quote.delivery)?
    } else {
        choice::view(open, &grant.entity, &chosen)?
    };
    places::add_places(open, standing.as_ref(), &quote.lines, &mut changed)?;
    add_ways_out(open, grant, &book, standing.as_ref(), &mut changed)?;
    let comment = standing.map(|draft| draft.summary.comment).unwrap_or_default();
    let comments = open.desk.line_comments(draft)?;
    let line_comments = quote
        .lines
        .iter()
        .filter_map(|line| {
            let comment = comments.get(&line.item)?.clone();
            let about = words.get(line.item.as_str());
            Some(LineCommentView {
                item: line.item.to_string(),
                article: about.map(|about| about.article.clone()).unwrap_or_default(),
                name: about.map(|about| about.name.clone()).unwrap_or_default(),
                comment,
            })
        })
        .collect();
    let view = CheckView {
        draft: draft.to_string(),
        command: command.map(ToString::to_string),
        quote: quote.quote.clone(),
        made_at_ms: quote.made_at_ms,
        lines_total: u32::try_from(quote.lines.len()).unwrap_or(u32::MAX),
        changed,
        total_was_minor: was.minor().unwrap_or(0),
        total_now_minor: quote.total_minor,
        refused: refusals(grant, quote.total_minor, &quote.currency, is_prepaid(open, draft)?)?,
        contract: grant.contract.as_ref().map(ContractView::of).map(Box::new),
        currency: quote.currency.clone(),
        is_clean: delivery.problems.is_empty() && quote.is_clean(),
        gifts: gifts(open, grant, quote)?,
        delivery: Box::new(delivery),
        comment,
        line_comments,
    };
    keep_check(open, &view);
    Ok(view)
}

/// Adds what the services of the asked lines came to when the user looked.
fn add_services(
    open: &Open,
    grant: &Grant,
    book: &Pricer,
    draft: Option<&Draft>,
    quote: &Quote,
    was: &mut Total,
) -> Result<(), CommandError> {
    let lines = draft.map(|draft| draft.lines.as_slice()).unwrap_or_default();
    let served: Vec<(&DraftLine, i64)> = lines
        .iter()
        .filter(|line| !line.marks.services.is_empty())
        .filter_map(|line| {
            let asked = quote.lines.iter().find(|asked| asked.item == line.item)?;
            Some((line, asked.asked_milli))
        })
        .collect();
    let items: Vec<ItemId> = served.iter().map(|(line, _)| line.item.clone()).collect();
    let terms = open.goods()?.terms(&sight(grant), &items)?;
    for ((line, asked_milli), terms) in served.iter().zip(&terms) {
        for service in book.accepted_services(terms, *asked_milli, &line.marks.services) {
            if let Some(charge) = service.charge {
                was.add(charge.sums.sum);
            }
        }
    }
    Ok(())
}

/// Words from the draft's own copies, and from the mirror for the tax.
fn words(
    open: &Open,
    grant: &Grant,
    draft: &DraftId,
    lines: &[QuotedLine],
) -> Result<HashMap<String, Words>, CommandError> {
    let mut words: HashMap<String, Words> = HashMap::new();
    for line in open
        .desk
        .draft(&grant.entity, draft)?
        .map(|draft| draft.lines)
        .unwrap_or_default()
    {
        let about = Words {
            article: line.article,
            name: line.name,
            unit: line.unit,
            vat: String::new(),
            is_whole: false,
        };
        words.insert(line.item.to_string(), about);
    }
    let items: Vec<ItemId> = lines.iter().map(|line| line.item.clone()).collect();
    for terms in open.goods()?.terms(&sight(grant).without_prices(), &items)? {
        let Some(brief) = terms.brief else { continue };
        let about = Words {
            is_whole: brief.is_whole(),
            article: brief.article,
            name: brief.name,
            unit: brief.unit,
            vat: brief.vat,
        };
        words.insert(terms.item.to_string(), about);
    }
    Ok(words)
}

fn changed_line(line: &QuotedLine, about: Option<&Words>) -> ChangedLineView {
    let text = |pick: fn(&Words) -> &String| about.map(pick).cloned().unwrap_or_default();
    ChangedLineView {
        item: line.item.to_string(),
        article: text(|about| &about.article),
        name: text(|about| &about.name),
        unit: text(|about| &about.unit),
        asked_milli: line.asked_milli,
        available_milli: line.available_milli,
        price_was_micro: line.price_was_micro,
        price_now_micro: line.price_now_micro,
        price_change_bp: change_bp(line.price_was_micro, line.price_now_micro),
        is_dearer: line.is_dearer,
        is_cheaper: line.is_cheaper,
        is_short: line.is_short,
        is_gone: line.is_gone && !line.is_unpriced,
        is_unpriced: line.is_unpriced,
        is_whole: about.is_some_and(|about| about.is_whole),
        misfit: line.misfit.clone(),
        up_milli: line.up_milli,
        list_micro: line.list_micro,
        list_currency: line.list_currency.clone().unwrap_or_default(),
        analogues: Vec::new(),
        arrivals: Vec::new(),
        covered_on: None,
        wished_date: None,
        places: Vec::new(),
        anywhere_milli: line.anywhere_milli,
        moved_milli: None,
        services: line.services.iter().map(changed_service).collect(),
    }
}

fn changed_service(service: &QuotedService) -> ChangedServiceView {
    ChangedServiceView {
        name: service.asked.name.clone(),
        pieces: service.asked.pieces,
        length_mm: service.asked.length_mm,
        was: service.asked.terms.as_ref().map(ServiceTermsView::of),
        now: service.now.as_ref().map(ServiceTermsView::of),
        now_minor: service.now_minor,
        trouble: service.trouble.clone(),
    }
}

fn gifts(open: &Open, grant: &Grant, quote: &Quote) -> Result<Vec<CheckedGiftView>, CommandError> {
    let items: Vec<ItemId> = quote.gifts.iter().map(|gift| gift.item.clone()).collect();
    let terms = open.goods()?.terms(&sight(grant).without_prices(), &items)?;
    let views = quote.gifts.iter().zip(terms).map(|(gift, terms)| {
        let (article, name, unit) = terms
            .brief
            .map_or_else(Default::default, |brief| (brief.article, brief.name, brief.unit));
        CheckedGiftView {
            rule: gift.rule.clone(),
            item: gift.item.to_string(),
            article,
            name,
            unit,
            asked_milli: gift.asked_milli,
            given_milli: gift.given_milli,
        }
    });
    Ok(views.collect())
}

/// The change in hundredths of a percent, rounded half away from zero; `None` without two prices or beyond 32 bits.
fn change_bp(was: Option<i64>, now: Option<i64>) -> Option<i32> {
    let (was, now) = (i128::from(was?), i128::from(now?));
    let scaled = now.saturating_sub(was).saturating_mul(10_000);
    div_half_away(scaled, was).ok().and_then(|bp| i32::try_from(bp).ok())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{ChangedLineView, CheckView, change_bp};
    use crate::delivery::DeliveryView;

    /// A line of which 5 were asked at 100 millionths.
    pub(crate) fn changed(item: &str, price_now: Option<i64>, available_milli: i64) -> ChangedLineView {
        ChangedLineView {
            item: item.into(),
            article: String::new(),
            name: String::new(),
            unit: "шт".into(),
            asked_milli: 5_000,
            available_milli: Some(available_milli),
            price_was_micro: Some(100),
            price_now_micro: price_now,
            price_change_bp: None,
            is_dearer: price_now > Some(100),
            is_cheaper: price_now.is_some_and(|now| now < 100),
            is_short: price_now.is_some() && available_milli < 5_000,
            is_gone: price_now.is_none(),
            is_unpriced: false,
            is_whole: false,
            misfit: None,
            up_milli: None,
            list_micro: None,
            list_currency: String::new(),
            analogues: Vec::new(),
            arrivals: Vec::new(),
            covered_on: None,
            wished_date: None,
            places: Vec::new(),
            anywhere_milli: None,
            moved_milli: None,
            services: Vec::new(),
        }
    }

    pub(crate) fn check(changed: Vec<ChangedLineView>) -> CheckView {
        CheckView {
            draft: "d".into(),
            command: None,
            quote: "q".into(),
            made_at_ms: 0,
            lines_total: 1,
            changed,
            total_was_minor: 0,
            total_now_minor: 0,
            currency: "RUB".into(),
            is_clean: false,
            refused: Vec::new(),
            contract: None,
            delivery: Box::new(DeliveryView {
                has_directories: false,
                way: None,
                kind: String::new(),
                carrier: None,
                branch: None,
                address: None,
                date: None,
                own_number: String::new(),
                ship_together: String::new(),
                problems: Vec::new(),
            }),
            comment: String::new(),
            line_comments: Vec::new(),
            gifts: Vec::new(),
        }
    }

    #[test]
    fn a_change_is_told_in_hundredths_of_a_percent() {
        for (was, now, bp) in [
            (Some(100), Some(112), Some(1_200)),
            (Some(3), Some(2), Some(-3_333)),
            (Some(100), Some(100), Some(0)),
            (Some(0), Some(5), None),
            (None, Some(5), None),
            (Some(1), Some(i64::MAX), None),
        ] {
            assert_eq!(change_bp(was, now), bp, "{was:?} {now:?}");
        }
    }
}
