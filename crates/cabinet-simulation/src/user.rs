//! What users, 1C and the supplier's people do, drawn from the dice.

use crate::device::Window;
use crate::goods;
use crate::world::{Event, World};
use cabinet_desk::{
    ClaimDraft, CommandState, LineChange, Move, NewCommand, NewLine, OutboxCommand, PLACE, PlacedLine, Placement,
};
use cabinet_domain::access::{Right, Role};
use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use cabinet_domain::ids::{ClaimId, CommandKey, DraftId, EntityId, ItemId};
use cabinet_domain::marks::LineMarks;
use cabinet_protocol::claims::{FileClaim, SayInClaim};
use cabinet_protocol::commands::{CommandBody, Verdict};
use cabinet_protocol::orders::{CheckoutRequest, PlaceOrder, WantedLine};
use cabinet_protocol::subscriptions::{Subscribe, Unsubscribe};
use std::collections::{BTreeMap, BTreeSet};

impl World {
    /// The user of a device does something.
    pub fn user_acts(&mut self, at: usize) {
        let entity = self.dice.pick(&self.devices[at].entities.clone()).clone();
        let grants = self.devices[at].desk().grants().unwrap();
        let role = grants
            .iter()
            .find(|grant| grant.entity == entity)
            .map(|grant| grant.role);
        let may = |right| role.is_some_and(|role| role.may(right));
        match self.dice.below(12) {
            0..=3 if may(Right::PlaceOrders) => self.enters_lines(at, &entity),
            4..=6 if may(Right::PlaceOrders) => self.places(at, false),
            7 if may(Right::PlaceOrders) => self.places(at, true),
            8 => self.withdraws(at, &entity),
            9 if may(Right::SeeGoods) => self.subscribes(at, &entity),
            10 if may(Right::FileClaims) => self.files_claim(at, &entity),
            11 => self.says_something(at),
            _ => {}
        }
    }

    fn key(&mut self) -> CommandKey {
        CommandKey::new(uuid::Uuid::from_u64_pair(self.dice.next(), self.dice.next()).to_string())
    }

    fn enters_lines(&mut self, at: usize, entity: &EntityId) {
        let now_ms = self.devices[at].process.as_ref().unwrap().now_ms();
        let desk = self.devices[at].desk().clone();
        let known: Vec<DraftId> = self.devices[at]
            .drafts
            .iter()
            .filter(|(of, id)| of == entity && desk.draft(entity, id).unwrap().is_some())
            .map(|(_, id)| id.clone())
            .collect();
        let draft = if known.is_empty() || self.dice.is_in_thousand(300) {
            let draft = desk.create_draft(entity, "Заявка", now_ms).unwrap();
            self.devices[at].drafts.push((entity.clone(), draft.clone()));
            draft
        } else {
            self.dice.pick(&known).clone()
        };
        for _ in 0..=self.dice.below(3) {
            let goods = self.supplier.goods.clone();
            let good = self.dice.pick(&goods);
            let quantity_milli = self.dice.between(1, 6) * 1000;
            let line = NewLine {
                item: ItemId::new(good.id.as_str()),
                quantity_milli,
                seen_price: None,
                article: String::new(),
                name: String::new(),
                unit: String::new(),
                marks: LineMarks::default(),
            };
            let item = line.item.clone();
            // Refused while the line is on its way in an order.
            if desk.put_lines(entity, &draft, &[line], LineChange::Add, now_ms).is_ok() {
                *self
                    .entered
                    .entry((at, entity.clone(), draft.clone(), item))
                    .or_default() += quantity_milli;
            }
        }
        self.trace.note(format!("d{at} enters lines"));
    }

    /// What the user accepts: mostly the price of now, sometimes an old one, a dearer one or none.
    fn accepted_price(&mut self, item: &ItemId) -> Option<i64> {
        let good = self
            .supplier
            .goods
            .iter()
            .find(|good| good.id == item.as_str())?
            .clone();
        let now = *good.prices.last()?;
        let price = match self.dice.below(10) {
            0..=5 => now,
            6 | 7 => *self.dice.pick(&good.prices),
            8 => now + 1,
            _ => return None,
        };
        Some(price * 1_000_000)
    }

    fn places(&mut self, at: usize, is_online: bool) {
        let desk = self.devices[at].desk().clone();
        let drafts = self.devices[at].drafts.clone();
        let ready: Vec<_> = drafts
            .into_iter()
            .filter_map(|(entity, id)| {
                let draft = desk.draft(&entity, &id).unwrap()?;
                let free: Vec<_> = draft
                    .lines
                    .into_iter()
                    .filter(|line| line.in_command.is_none())
                    .collect();
                (!free.is_empty()).then_some((entity, id, free))
            })
            .collect();
        if ready.is_empty() {
            return;
        }
        let (entity, draft, mut lines) = self.dice.pick(&ready).clone();
        if lines.len() > 1 && self.dice.is_in_thousand(400) {
            lines.pop();
        }
        let lines: Vec<WantedLine> = lines
            .iter()
            .map(|line| WantedLine {
                item: line.item.clone(),
                quantity_milli: line.quantity_milli,
                price_micro: self.accepted_price(&line.item),
                currency: Some("RUB".to_owned()),
            })
            .collect();
        let key = self.key();
        let now_ms = self.devices[at].process.as_ref().unwrap().now_ms();
        if !is_online {
            let queued = desk.queue_placement(&entity, &placement(&draft, &key, &lines, None), now_ms);
            self.trace.note(format!(
                "d{at} queues an order of {} lines: {}",
                lines.len(),
                queued.is_ok()
            ));
            return;
        }
        let process = self.devices[at].process.as_mut().unwrap();
        if process.act.is_some() {
            return;
        }
        let (driver, fuse) = (process.driver.clone(), process.fuse.clone());
        process.act = Some(tokio::spawn(async move {
            let request = CheckoutRequest {
                entity: entity.clone(),
                lines: lines.clone(),
                delivery: cabinet_protocol::delivery::DeliveryChoice::default(),
                gifts: Vec::new(),
                on_order: BTreeSet::new(),
                line_parts: BTreeMap::new(),
                line_services: BTreeMap::new(),
            };
            let quote = match driver.checkout(&request).await {
                Ok(quote) if quote.is_clean() => quote.quote,
                Ok(_) => return "sees a change".to_owned(),
                Err(_) => return "gets no check".to_owned(),
            };
            let placement = placement(&draft, &key, &lines, Some(quote));
            let queued = tokio::task::spawn_blocking(move || desk.queue_placement(&entity, &placement, now_ms));
            if queued.await.unwrap().is_err() {
                return "had changed the draft".to_owned();
            }
            match driver.send(&key, &Window(fuse)).await {
                Ok(()) => "sent an order".to_owned(),
                Err(error) => format!("could not send an order: {:?}", error.fault()),
            }
        }));
        self.trace.note(format!("d{at} checks and orders"));
    }

    fn withdraws(&mut self, at: usize, entity: &EntityId) {
        let desk = self.devices[at].desk().clone();
        let now_ms = self.devices[at].process.as_ref().unwrap().now_ms();
        let waiting: Vec<OutboxCommand> = desk
            .commands(entity, PLACE, 1000)
            .unwrap()
            .into_iter()
            .filter(|command| command.state.is_on_its_way())
            .collect();
        if !waiting.is_empty() {
            let command = self.dice.pick(&waiting).clone();
            let outcome = desk.withdraw(entity, &command.key, now_ms).unwrap();
            self.trace.note(format!("d{at} withdraws an order: {outcome:?}"));
        }
    }

    fn queue(&mut self, entity: &EntityId, chain: String, body: &CommandBody) -> NewCommand {
        NewCommand {
            key: self.key(),
            chain,
            kind: body.kind(),
            entity: entity.clone(),
            body: serde_json::to_string(body).unwrap(),
        }
    }

    fn subscribes(&mut self, at: usize, entity: &EntityId) {
        let goods = self.supplier.goods.clone();
        let item = ItemId::new(self.dice.pick(&goods).id.as_str());
        let body = if self.dice.is_in_thousand(300) {
            CommandBody::Unsubscribe(Unsubscribe { item: item.clone() })
        } else {
            CommandBody::Subscribe(Subscribe {
                item: item.clone(),
                threshold_milli: Some(self.dice.between(1, 60) * 1000),
                watches_price: false,
                until: None,
            })
        };
        let command = self.queue(entity, format!("sub:{entity}:{item}"), &body);
        let process = self.devices[at].process.as_ref().unwrap();
        process.desk.queue_command(&command, process.now_ms()).unwrap();
        self.trace.note(format!("d{at} queues {} of {item}", body.kind()));
    }

    fn files_claim(&mut self, at: usize, entity: &EntityId) {
        let desk = self.devices[at].desk().clone();
        let now_ms = self.devices[at].process.as_ref().unwrap().now_ms();
        let placed: Vec<_> = desk
            .commands(entity, PLACE, 1000)
            .unwrap()
            .into_iter()
            .filter(|command| command.state == CommandState::Done)
            .collect();
        if placed.is_empty() {
            return;
        }
        let command = self.dice.pick(&placed).clone();
        let Verdict::Placed { order, number, .. } = serde_json::from_str(&command.verdict.unwrap()).unwrap() else {
            return;
        };
        let CommandBody::Place(ordered) = serde_json::from_str(&command.body).unwrap() else {
            return;
        };
        let line = ordered.lines[0].clone();
        let claim = ClaimId::new(uuid::Uuid::from_u64_pair(self.dice.next(), self.dice.next()).to_string());
        let draft = ClaimDraft {
            id: claim.clone(),
            entity: entity.clone(),
            order: order.clone(),
            order_number: number,
            item: line.item.clone(),
            article: String::new(),
            name: String::new(),
            unit: String::new(),
            of_line_milli: line.quantity_milli,
            kind: ClaimKind::Defect,
            remedy: ClaimRemedy::Refund,
            quantity_milli: 1000,
            text: "0".to_owned(),
            created_ms: now_ms,
            updated_ms: now_ms,
            deleted_ms: None,
            in_command: None,
            why: None,
        };
        desk.begin_claim(&draft, now_ms).unwrap();
        let body = CommandBody::FileClaim(FileClaim {
            claim: claim.clone(),
            order,
            item: line.item,
            kind: ClaimKind::Defect,
            remedy: ClaimRemedy::Refund,
            quantity_milli: 1000,
            text: "0".to_owned(),
            files: Vec::new(),
        });
        let command = self.queue(entity, format!("claim:{claim}"), &body);
        desk.queue_claim(&claim, &command, now_ms).unwrap();
        self.devices[at].claims.push((entity.clone(), claim, 0));
        self.trace.note(format!("d{at} queues a claim"));
        for _ in 0..self.dice.below(3) {
            self.says_something(at);
        }
    }

    fn says_something(&mut self, at: usize) {
        if self.devices[at].claims.is_empty() {
            return;
        }
        let which = usize::try_from(self.dice.below(self.devices[at].claims.len() as u64)).unwrap();
        let (entity, claim, said) = self.devices[at].claims[which].clone();
        let body = CommandBody::SayInClaim(SayInClaim {
            claim: claim.clone(),
            text: (said + 1).to_string(),
            files: Vec::new(),
        });
        let command = self.queue(&entity, format!("claim:{claim}"), &body);
        let process = self.devices[at].process.as_ref().unwrap();
        process
            .desk
            .queue_claim_message(&claim, &command, process.now_ms())
            .unwrap();
        self.devices[at].claims[which].2 = said + 1;
        self.trace.note(format!("d{at} queues message {} of a claim", said + 1));
    }

    /// The user looks at what was set aside, and lets it go again.
    pub fn retries_parked(&mut self, at: usize) {
        let now_ms = self.devices[at].process.as_ref().unwrap().now_ms();
        let desk = self.devices[at].desk().clone();
        for command in all_commands(&desk, &self.entities) {
            if command.state == CommandState::Parked {
                let step = Move::Unknown {
                    next_at_ms: now_ms,
                    why: "by hand".to_owned(),
                };
                desk.advance(&command.key, &step, now_ms).unwrap();
                self.trace.note(format!(
                    "d{at} lets a parked command go: {}",
                    command.why.unwrap_or_default()
                ));
            }
        }
    }

    /// 1C has something new, and sends what the gateway has not taken yet.
    pub fn take_imports(&mut self) {
        if !self.is_quiet {
            let mut changed = Vec::new();
            for _ in 0..=self.dice.below(6) {
                let at = usize::try_from(self.dice.below(goods::COUNT as u64)).unwrap();
                let kind = self.dice.below(8);
                let price = self.dice.between(5, 50);
                let stock = [self.dice.between(0, 40), self.dice.between(0, 40)];
                let good = &mut self.supplier.goods[at];
                match kind {
                    0 => good.is_there = !good.is_there,
                    1 => good.name += 1,
                    2..=4 => good.prices.push(price),
                    _ => good.stock = stock,
                }
                changed.push(self.supplier.goods[at].clone());
            }
            self.imports.push(goods::catalogue(&changed));
            self.imports.push(goods::offers(&changed));
            self.trace.note("1C has news");
        }
        while self.supplier.is_up() && !self.imports.is_empty() {
            if !self.supplier.import(&self.imports[0]) {
                self.trace.note("1C: not taken");
                self.plan(5_000, Event::Import);
                return;
            }
            self.imports.remove(0);
        }
    }

    /// A role is taken away or changed for a while.
    pub fn take_role(&mut self) {
        self.plan_between(100_000, 600_000, Event::TakeRole);
        if !self.supplier.is_up() {
            return;
        }
        let who = usize::try_from(self.dice.below(2)).unwrap();
        let entity = usize::try_from(if who == 0 { self.dice.below(2) } else { 0 }).unwrap();
        // Nobody is left without any role: without one there is no invitation either.
        let lesser = [Some(Role::Viewer), Some(Role::Claims), Some(Role::Accountant), None];
        let choices = if entity == 1 { &lesser[..] } else { &lesser[..3] };
        let role = *self.dice.pick(choices);
        let done = self.supplier.set_role(&self.people[who], &self.entities[entity], role);
        self.trace.fault("role changed");
        self.trace
            .note(format!("person {who} in entity {entity} becomes {role:?}: {done}"));
        self.plan_between(5_000, 200_000, Event::GiveRoles);
    }

    /// Roles as they are most of the time; false when the gateway could not.
    pub fn give_roles(&mut self) -> bool {
        if !self.supplier.is_up() {
            return false;
        }
        let done = self
            .supplier
            .set_role(&self.people[0], &self.entities[0], Some(Role::Admin))
            && self
                .supplier
                .set_role(&self.people[0], &self.entities[1], Some(Role::Buyer))
            && self
                .supplier
                .set_role(&self.people[1], &self.entities[0], Some(Role::Accountant));
        self.trace.note(format!("roles are as they were: {done}"));
        done
    }
}

/// Every command of a desk, by entity and kind, the newest first.
#[must_use]
pub fn all_commands(desk: &cabinet_desk::Desk, entities: &[EntityId]) -> Vec<OutboxCommand> {
    let mut all = Vec::new();
    for entity in entities {
        for kind in [PLACE, "subscribe", "unsubscribe", "file_claim", "say_in_claim"] {
            all.extend(desk.commands(entity, kind, 100_000).unwrap());
        }
    }
    all
}

fn placement(draft: &DraftId, key: &CommandKey, lines: &[WantedLine], quote: Option<String>) -> Placement {
    let body = CommandBody::Place(PlaceOrder {
        prepaid: false,
        draft: draft.clone(),
        draft_name: "Заявка".to_owned(),
        quote,
        lines: lines.to_vec(),
        comment: String::new(),
        delivery: Box::default(),
        own_number: String::new(),
        ship_together: String::new(),
        line_comments: BTreeMap::new(),
        line_parts: BTreeMap::new(),
        on_order: BTreeSet::new(),
        line_services: BTreeMap::new(),
        gifts: Vec::new(),
    });
    let placed = lines.iter().map(|line| PlacedLine {
        item: line.item.clone(),
        quantity_milli: line.quantity_milli,
    });
    Placement {
        draft: draft.clone(),
        key: key.clone(),
        body: serde_json::to_string(&body).unwrap(),
        lines: placed.collect(),
        standing: None,
    }
}
