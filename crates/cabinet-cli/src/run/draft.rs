//! Which command on drafts does what.

use super::whole::Part;
use super::{apart, compare, delivery, draft_show, drafts, marks, money, reading, ready, services, trash};
use crate::answer::Answer;
use crate::args::{Draft, Global};
use crate::exit::Failure;
use cabinet_commands::cabinet::Cabinet;

/// Carries out a command on drafts.
pub async fn run(command: Draft, global: &Global) -> Result<Answer, Failure> {
    match command {
        Draft::New { entity, name } => drafts::new(&ready(global).await?, entity, name).await,
        Draft::Add { draft, file } => drafts::add(&ready(global).await?, draft, &file).await,
        Draft::Split {
            draft, by: Some(by), ..
        } => compare::split(&ready(global).await?, draft, by).await,
        Draft::Split { draft, name, by: None } => {
            drafts::split(&ready(global).await?, draft, name.unwrap_or_default()).await
        }
        Draft::SetApart {
            draft,
            lines,
            address,
            entity,
        } => apart::set_apart(&ready(global).await?, draft, lines, address, entity).await,
        Draft::Compare { left, right } => {
            reading(global, Part::Goods, async |cabinet: &Cabinet| {
                compare::compare(cabinet, left, right).await
            })
            .await
        }
        Draft::WhatIf { draft } => {
            reading(global, Part::Goods, async |cabinet: &Cabinet| {
                money::what_if(cabinet, draft).await
            })
            .await
        }
        Draft::Prepaid { draft, off } => drafts::prepaid(&ready(global).await?, draft, !off).await,
        Draft::Scan { draft, code, quantity } => drafts::scan(&ready(global).await?, draft, code, quantity).await,
        Draft::Quantity { draft, goods, quantity } => {
            drafts::quantity_of(&ready(global).await?, draft, goods, quantity).await
        }
        Draft::Repeat { source, into, name } => drafts::repeat(&ready(global).await?, source, into, name).await,
        Draft::Label { draft, label } => marks::label(&ready(global).await?, draft, label).await,
        Draft::Labels { entity } => {
            reading(global, Part::Own, async |cabinet: &Cabinet| {
                marks::labels(cabinet, entity).await
            })
            .await
        }
        Draft::Mark {
            draft,
            goods,
            part,
            quantity,
            label,
            date,
            warehouse,
            on_order,
        } => {
            let marking = marks::Marking {
                draft,
                goods,
                part,
                quantity,
                label,
                date,
                warehouse,
                on_order,
            };
            marks::mark(&ready(global).await?, marking).await
        }
        Draft::Service { command } => services::run(command, global).await,
        Draft::Show { draft, label } => {
            reading(global, Part::Goods, async |cabinet: &Cabinet| {
                draft_show::show(cabinet, draft, label).await
            })
            .await
        }
        Draft::Set {
            draft,
            way,
            carrier,
            branch,
            address,
            date,
            own_number,
            ship_together,
            comment,
            item,
            item_comment,
        } => {
            let changes = delivery::Changes {
                draft,
                way,
                carrier,
                branch,
                address,
                date,
                own_number,
                ship_together,
                comment,
                item,
                item_comment,
            };
            delivery::set(&ready(global).await?, changes).await
        }
        Draft::List { entity, trash } => {
            reading(global, Part::Own, async |cabinet: &Cabinet| {
                drafts::list(cabinet, entity, trash).await
            })
            .await
        }
        Draft::Trash { draft } => trash::set(&ready(global).await?, draft, true).await,
        Draft::Restore { draft } => trash::set(&ready(global).await?, draft, false).await,
        Draft::Removed { draft } => {
            reading(global, Part::Own, async |cabinet: &Cabinet| {
                trash::removed(cabinet, draft).await
            })
            .await
        }
        Draft::BringBack { draft, goods } => trash::bring_back(&ready(global).await?, draft, goods).await,
    }
}
