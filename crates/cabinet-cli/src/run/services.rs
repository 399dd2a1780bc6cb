//! `draft service`: what is offered for a line, and what is put on it or taken off.

use super::delivery::item_of;
use super::whole::Part;
use super::{reading, ready};
use crate::answer::Answer;
use crate::args::{Global, Service};
use crate::exit::Failure;
use crate::figures::{money, price, quantity};
use crate::shapes;
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::drafts::{
    self, DraftLineView, LineServiceView, ServiceOfferView, ServicesRequest, WantedService,
};
use cabinet_commands::error::{CommandError, ErrorCode};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Carries out a command on services.
pub async fn run(command: Service, global: &Global) -> Result<Answer, Failure> {
    match command {
        Service::List { draft, goods } => {
            reading(global, Part::Goods, async |cabinet: &Cabinet| {
                list(cabinet, draft, &goods).await
            })
            .await
        }
        Service::Add {
            draft,
            goods,
            name,
            pieces,
            length,
        } => {
            let wanted = WantedService {
                name,
                pieces,
                length_mm: length,
            };
            add(&ready(global).await?, draft, &goods, wanted).await
        }
        Service::Remove {
            draft,
            goods,
            name,
            length,
        } => remove(&ready(global).await?, draft, &goods, &name, length).await,
    }
}

async fn list(cabinet: &Cabinet, draft: String, goods: &str) -> Result<Answer, Failure> {
    let line = line_of(cabinet, &draft, goods).await?;
    let offers = drafts::services(cabinet, draft, line.item.clone()).await?;
    let shape = json!({
        "items": offers.iter().map(shapes::service_offer).collect::<Value>(),
        "line": shapes::draft_line(&line),
    });
    Ok(Answer::new(&shape, move |out| {
        let mut table = Table::new(&[
            ("service", Align::Left),
            ("price", Align::Right),
            ("for", Align::Left),
            ("at least", Align::Right),
            ("say", Align::Left),
        ]);
        for offer in &offers {
            table.row(vec![
                offer.name.clone(),
                price(offer.terms.price_micro),
                offer.terms.per.clone(),
                least(offer),
                asks(offer).to_owned(),
            ]);
        }
        table.write(out)?;
        write_services(out, &line)
    }))
}

fn least(offer: &ServiceOfferView) -> String {
    match offer.terms.minimum_minor {
        0 => String::new(),
        minor => money(minor),
    }
}

fn asks(offer: &ServiceOfferView) -> &'static str {
    match offer.asks.as_str() {
        "pieces" => "--pieces",
        "lengths" => "--pieces, --length",
        _ => "",
    }
}

/// A service of this length in place of one that is there, else beside the others.
async fn add(cabinet: &Cabinet, draft: String, goods: &str, wanted: WantedService) -> Result<Answer, Failure> {
    let line = line_of(cabinet, &draft, goods).await?;
    let mut services = standing(&line);
    match services
        .iter_mut()
        .find(|one| one.name == wanted.name && one.length_mm == wanted.length_mm)
    {
        Some(one) => *one = wanted,
        None => services.push(wanted),
    }
    set(cabinet, draft, line, services).await
}

async fn remove(
    cabinet: &Cabinet,
    draft: String,
    goods: &str,
    name: &str,
    length_mm: Option<i64>,
) -> Result<Answer, Failure> {
    let line = line_of(cabinet, &draft, goods).await?;
    let mut services = standing(&line);
    let before = services.len();
    services.retain(|one| one.name != name || (length_mm.is_some() && one.length_mm != length_mm));
    if services.len() == before {
        return Err(CommandError::new(ErrorCode::NotFound, "the line has no such service").into());
    }
    set(cabinet, draft, line, services).await
}

async fn set(
    cabinet: &Cabinet,
    draft: String,
    line: DraftLineView,
    services: Vec<WantedService>,
) -> Result<Answer, Failure> {
    let request = ServicesRequest {
        draft,
        item: line.item,
        services,
    };
    let set = drafts::set_services(cabinet, request).await?;
    let shape = json!({ "line": set.line.as_ref().map(shapes::draft_line), "draft": shapes::draft(&set.draft) });
    Ok(Answer::new(&shape, move |out| {
        set.line.iter().try_for_each(|line| write_services(out, line))
    }))
}

async fn line_of(cabinet: &Cabinet, draft: &str, goods: &str) -> Result<DraftLineView, Failure> {
    let view = drafts::show(cabinet, draft.to_owned()).await?;
    let item = item_of(cabinet, &view, goods).await?;
    let line = view.lines.into_iter().find(|line| line.item == item);
    line.ok_or_else(|| CommandError::new(ErrorCode::NotFound, "the draft has no such line").into())
}

fn standing(line: &DraftLineView) -> Vec<WantedService> {
    let services = line.services.iter();
    services
        .map(|one| WantedService {
            name: one.name.clone(),
            pieces: one.pieces,
            length_mm: one.length_mm,
        })
        .collect()
}

/// The services of a line with what they come to, or what is wrong with them.
pub fn write_services(out: &mut dyn Write, line: &DraftLineView) -> io::Result<()> {
    for service in &line.services {
        writeln!(
            out,
            "{}  {}  {}",
            line.article,
            title(service),
            outcome(service, &line.unit)
        )?;
    }
    Ok(())
}

/// `Резка, 3 × 2000 mm`.
fn title(service: &LineServiceView) -> String {
    made(&service.name, service.pieces, service.length_mm)
}

/// A service with what it makes of the goods.
pub fn made(name: &str, pieces: Option<i64>, length_mm: Option<i64>) -> String {
    match (pieces, length_mm) {
        (Some(pieces), Some(length)) => format!("{name}, {pieces} × {length} mm"),
        (Some(pieces), None) => format!("{name}, {pieces} pieces"),
        (None, Some(length)) => format!("{name}, {length} mm"),
        (None, None) => name.to_owned(),
    }
}

fn outcome(service: &LineServiceView, unit: &str) -> String {
    let left = service
        .left_mm
        .map(|left| format!("; {left} mm left"))
        .unwrap_or_default();
    if let (Some(count), Some(each), Some(sum)) = (service.count_milli, service.price_micro, service.sum_minor) {
        let minimum = if service.is_minimum { " (the least charge)" } else { "" };
        return format!("{} × {} = {}{minimum}{left}", quantity(count), price(each), money(sum));
    }
    match service.trouble.as_deref() {
        Some("service_gone") => "not offered any more; take it off the line".to_owned(),
        Some("service_unset") => "say how many pieces, and how long each is".to_owned(),
        Some("service_too_long") => {
            let most = service.most_mm.unwrap_or_default();
            format!("longer than a bar; at most {most} mm")
        }
        Some("service_short") => {
            let more = service
                .up_milli
                .map(|up| format!(", or order {} {unit}", quantity(up)))
                .unwrap_or_default();
            let made = service.made.unwrap_or_default();
            format!("the line is enough for {made} pieces: take fewer{more}")
        }
        Some(other) => other.to_owned(),
        None => String::new(),
    }
}
