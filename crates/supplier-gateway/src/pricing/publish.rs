//! Rows of `rules:<entity>`: the rules that concern the entity by its terms of now.

use super::PricingError;
use super::of_buyer::{Seen, rules_of};
use crate::access::contracts;
use crate::access::entities;
use crate::catalogue;
use crate::feeds;
use crate::settings::Settings;
use crate::state::GatewayState;
use crate::storage::{Tx, read, write};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::pricing::{PricingRow, RuleRow, TERMS_KEY, TermsRow};
use prost::Message;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::PoisonError;

/// As [`publish`], after 1C sent something: entities without a contract follow the first price type, which may be another
/// one now. What fails is logged; the next start or import makes it good.
pub fn after_import(state: &GatewayState) {
    let first = match read(state.db.as_ref(), catalogue::first_price_type) {
        Ok(first) => first,
        Err(error) => return tracing::error!("Rules of prices could not be published: {error}"),
    };
    let mut told = state.told_price_type.lock().unwrap_or_else(PoisonError::into_inner);
    if *told == first {
        return;
    }
    match write(state.db.as_ref(), |tx| publish(tx, &state.settings, state.now_ms())) {
        Ok(()) => *told = first,
        Err(error) => tracing::error!("Rules of prices could not be published and will be at the next import: {error}"),
    }
}

/// Brings the feed of every legal entity to what concerns it now, about goods that it may know of; rows that are already so
/// stay. Call it after whatever changes rules, contracts, entities or the settings; goods that move between groups are followed
/// by the housekeeping.
///
/// # Errors
/// [`PricingError`].
pub fn publish(tx: &mut dyn Tx, settings: &Settings, now_ms: i64) -> Result<(), PricingError> {
    let mut seen: HashMap<String, Seen> = HashMap::new();
    for entity in entities::list(tx)? {
        let terms = contracts::terms_of(tx, &entity)?;
        let seen = match seen.entry(terms.assortment.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(Seen::of(tx, &terms.assortment)?),
        };
        let mut rules = Vec::new();
        for rule in rules_of(tx, &entity.id, &terms)? {
            if seen.has(tx, &rule)? {
                rules.push(rule);
            }
        }
        let mut rows: Vec<(String, Vec<u8>)> = rules
            .iter()
            .map(|rule| {
                let row = PricingRow {
                    rule: Some(RuleRow {
                        // Whose goods of 1C stand for a service is nobody's business outside; they may be in no assortment.
                        service_item: String::new(),
                        ..RuleRow::of(rule)
                    }),
                    terms: None,
                };
                (PricingRow::rule_key(&rule.id), row.encode_to_vec())
            })
            .collect();
        let row = PricingRow {
            rule: None,
            terms: Some(TermsRow {
                country: settings.supplier.country.code().to_owned(),
                utc_offset_minutes: settings.orders.utc_offset_minutes,
            }),
        };
        rows.push((TERMS_KEY.to_owned(), row.encode_to_vec()));
        let feed = FeedName::Rules(entity.id.as_str().to_owned());
        feeds::replace(tx, &feed, rows, now_ms)?;
    }
    Ok(())
}
