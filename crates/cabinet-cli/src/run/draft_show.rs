//! `draft show`: a draft with its lines, all of it or what bears one label, and what stands between it and its sending.

use super::delivery::write_delivery;
use super::drafts::{counted, name_of, total};
use super::marks::write_parts;
use super::services::write_services;
use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::{money, price, quantity};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::drafts::{
    self, CreditView, DraftLimitsView, DraftLineView, DraftSummary, DraftView, GiftView, TroubleView,
};
use serde_json::Value;
use std::io::{self, Write};

/// Shows a draft with its lines.
pub async fn show(cabinet: &Cabinet, draft: String, label: Option<String>) -> Result<Answer, Failure> {
    let mut view = drafts::show(cabinet, draft).await?;
    if let Some(label) = &label {
        keep_label(&mut view, label);
    }
    let mut shape = shapes::whole_draft(&view);
    if let (Some(label), Value::Object(fields)) = (&label, &mut shape) {
        fields.insert("only_label".to_owned(), Value::from(label.as_str()));
    }
    Ok(Answer::new(&shape, move |out| {
        write_draft(out, &view, label.as_deref())
    }))
}

/// Leaves what bears a label; undivided lines bear that of the draft. The head tells of what is left: its sum is that of these
/// lines, with what is done to the goods of those that are left whole.
fn keep_label(view: &mut DraftView, label: &str) {
    let of_draft = view.summary.label == label;
    for line in &mut view.lines {
        let whole_milli = line.quantity_milli;
        if !line.parts.is_empty() {
            line.parts
                .retain(|part| part.label == label || (part.label.is_empty() && of_draft));
            line.quantity_milli = line.parts.iter().map(|part| part.quantity_milli).sum();
            line.sum_minor = line.parts.iter().map(|part| part.sum_minor).sum();
        } else if !of_draft {
            line.quantity_milli = 0;
        }
        if line.quantity_milli != whole_milli {
            // These are of the whole line.
            (line.in_unit, line.packs, line.weight_g, line.volume_cm3) = (None, None, None, None);
            line.services.clear();
        }
    }
    view.lines.retain(|line| line.quantity_milli > 0);
    let lines = &view.lines;
    let count = |is: fn(&DraftLineView) -> bool| {
        u32::try_from(lines.iter().filter(|line| is(line)).count()).unwrap_or(u32::MAX)
    };
    let services = lines.iter().flat_map(|line| &line.services);
    let sums: Vec<i64> = lines
        .iter()
        .filter_map(|line| line.sum_minor)
        .chain(services.filter_map(|service| service.sum_minor))
        .collect();
    let has_one_currency = lines
        .iter()
        .filter(|line| line.sum_minor.is_some())
        .all(|line| line.currency == view.summary.currency);
    view.summary = DraftSummary {
        lines: count(|_| true),
        weight_g: lines.iter().filter_map(|line| line.weight_g).sum(),
        without_weight: count(|line| line.weight_g.is_none()),
        volume_cm3: lines.iter().filter_map(|line| line.volume_cm3).sum(),
        without_volume: count(|line| line.volume_cm3.is_none()),
        // A sum of two currencies is none.
        total_minor: (!sums.is_empty() && has_one_currency).then(|| sums.iter().sum()),
        ..view.summary.clone()
    };
    // Both are earned, or missed, by all of the draft.
    view.gifts.clear();
    view.limits = None;
}

fn write_draft(out: &mut dyn Write, view: &DraftView, label: Option<&str>) -> io::Result<()> {
    let summary = &view.summary;
    writeln!(out, "{}  {}  {}", summary.id, name_of(summary), summary.entity_name)?;
    match label {
        Some(label) => writeln!(out, "only what is for  {label}")?,
        None if summary.label.is_empty() => {}
        None => writeln!(out, "label  {}", summary.label)?,
    }
    write_lines(out, view)?;
    view.gifts.iter().try_for_each(|gift| write_gift(out, gift))?;
    write_unusual(out, view)?;
    write_delivery(out, &view.delivery)?;
    if !view.comment.is_empty() {
        writeln!(out, "comment  {}", view.comment)?;
    }
    for (what, scaled, unit, without) in [
        ("weight", quantity(summary.weight_g), "kg", summary.without_weight),
        ("volume", price(summary.volume_cm3), "m3", summary.without_volume),
    ] {
        let is_known = if unit == "kg" {
            summary.weight_g > 0
        } else {
            summary.volume_cm3 > 0
        };
        if is_known && without > 0 {
            writeln!(out, "{what}  {scaled} {unit}, not known of {without} lines")?;
        } else if is_known {
            writeln!(out, "{what}  {scaled} {unit}")?;
        }
    }
    if let Some(limits) = &view.limits {
        write_limits(out, limits, view.is_prepaid)?;
    }
    match label {
        Some(label) => {
            let unpriced = view.lines.iter().filter(|line| line.sum_minor.is_none()).count();
            let without = if unpriced > 0 && summary.total_minor.is_some() {
                format!(", without {unpriced} lines that have no price")
            } else {
                String::new()
            };
            writeln!(out, "{} for {label}{without}", total(summary))
        }
        None => writeln!(out, "{}", total(summary)),
    }
}

fn write_lines(out: &mut dyn Write, view: &DraftView) -> io::Result<()> {
    let mut table = Table::new(&[
        ("article", Align::Left),
        ("name", Align::Left),
        ("quantity", Align::Right),
        ("unit", Align::Left),
        ("price", Align::Right),
        ("sum", Align::Right),
        ("", Align::Left),
    ]);
    for line in &view.lines {
        let note = state(line);
        // The quantity says it where the line was typed in a unit.
        let packs = line.packs.as_ref().filter(|_| line.in_unit.is_none());
        let packs = packs.map(counted).unwrap_or_default();
        let note = [packs.as_str(), note.as_str()].join(" ").trim().to_owned();
        table.row(vec![
            line.article.clone(),
            line.name.clone(),
            match &line.in_unit {
                Some(written) => format!(
                    "{} {} = {}",
                    quantity(written.count_milli),
                    written.unit,
                    quantity(line.quantity_milli)
                ),
                None => quantity(line.quantity_milli),
            },
            line.unit.clone(),
            line.price_micro.map(price).unwrap_or_default(),
            line.sum_minor.map(money).unwrap_or_default(),
            note,
        ]);
    }
    table.write(out)?;
    for line in &view.lines {
        write_parts(out, line)?;
        write_services(out, line)?;
    }
    for line in view.lines.iter().filter(|line| !line.comment.is_empty()) {
        writeln!(out, "{}: {}", line.article, line.comment)?;
    }
    Ok(())
}

/// Where a line stands, or what is wrong with it.
fn state(line: &DraftLineView) -> String {
    if line.is_in_flight {
        return "on its way".to_owned();
    }
    if line.is_gone {
        return "gone".to_owned();
    }
    if line.is_unpriced {
        return "no price for you".to_owned();
    }
    match &line.trouble {
        Some(trouble) => trouble_words(trouble, line),
        None if line.is_on_order => "on order".to_owned(),
        None => String::new(),
    }
}

fn trouble_words(trouble: &TroubleView, line: &DraftLineView) -> String {
    match trouble.code.as_str() {
        "no_contract" => "no contract to order by".to_owned(),
        "withdrawn" => "gone".to_owned(),
        "no_price" | "below_zero" => "no price for you".to_owned(),
        "sum_too_large" => "its sum is too large".to_owned(),
        code => misfit_words(code, trouble.up_milli, line.quantity_milli, &line.unit),
    }
}

/// Why a quantity cannot be ordered, with the nearest one above that can.
pub fn misfit_words(code: &str, up_milli: Option<i64>, asked_milli: i64, unit: &str) -> String {
    let asked = quantity(asked_milli);
    let up = up_milli.map(quantity);
    match (code, up) {
        ("below_minimum", Some(up)) => format!("minimum {up} {unit}, asked {asked}"),
        ("below_minimum", None) => format!("below the minimum, asked {asked} {unit}"),
        ("not_multiple", Some(up)) => format!("no multiple: {up} {unit} can be ordered, asked {asked}"),
        ("not_multiple", None) => format!("no multiple, asked {asked} {unit}"),
        ("part", Some(up)) => format!("sold whole: {up} {unit} can be ordered, asked {asked}"),
        ("part", None) => format!("sold whole, asked {asked} {unit}"),
        ("not_positive", _) => format!("not above zero: {asked} {unit}"),
        ("too_large", _) => format!("too much: {asked} {unit}"),
        (service, _) => format!("a service on it: {}", service.replace('_', " ")),
    }
}

fn write_gift(out: &mut dyn Write, gift: &GiftView) -> io::Result<()> {
    let (article, name, unit) = (&gift.article, &gift.name, &gift.unit);
    let amount = quantity(gift.quantity_milli);
    if gift.rule_name.is_empty() {
        writeln!(out, "gift  {article} {name}: {amount} {unit}")
    } else {
        writeln!(out, "gift  {article} {name}: {amount} {unit} ({})", gift.rule_name)
    }
}

/// Lines of which far more or less is ordered than is usual.
pub fn write_unusual(out: &mut dyn Write, view: &DraftView) -> io::Result<()> {
    for line in view.lines.iter().filter(|line| !line.is_in_flight) {
        let Some(usual) = &line.usual else { continue };
        writeln!(
            out,
            "not usual: {} {}, {} {}; usually {} to {} ({} purchases)",
            line.article,
            line.name,
            quantity(line.quantity_milli),
            line.unit,
            quantity(usual.least_milli),
            quantity(usual.most_milli),
            usual.purchases
        )?;
    }
    Ok(())
}

fn write_limits(out: &mut dyn Write, limits: &DraftLimitsView, is_prepaid: bool) -> io::Result<()> {
    let currency = &limits.currency;
    if let Some(least) = limits.min_order_minor {
        let least = money(least);
        if limits.missing_minor > 0 {
            let missing = money(limits.missing_minor);
            writeln!(out, "least sum of an order  {least} {currency}, {missing} missing")?;
        } else {
            writeln!(out, "least sum of an order  {least} {currency}, reached")?;
        }
    }
    match &limits.credit {
        Some(credit) => write_credit(out, credit, currency, is_prepaid),
        None => Ok(()),
    }
}

fn write_credit(out: &mut dyn Write, credit: &CreditView, currency: &str, is_prepaid: bool) -> io::Result<()> {
    let mut words = Vec::new();
    if let Some(free) = credit.free_minor {
        words.push(format!("{} free", money(free)));
    }
    if credit.over_minor > 0 {
        words.push(format!("{} beyond the limit", money(credit.over_minor)));
    }
    if credit.overdue_minor > 0 {
        words.push(format!("{} overdue", money(credit.overdue_minor)));
    }
    let is_beyond = credit.over_minor > 0 || credit.overdue_minor > 0;
    match credit.over_limit.as_str() {
        _ if is_prepaid => words.push("paid in advance".to_owned()),
        "refuse_order" if is_beyond => {
            words.push("the supplier refuses the order unless it is paid in advance".to_owned());
        }
        "hold_shipment" if is_beyond => words.push("the supplier ships it once it is paid".to_owned()),
        _ => {}
    }
    if words.is_empty() {
        return Ok(());
    }
    writeln!(out, "credit in {currency}  {}", words.join(", "))
}
