//! The device API and the orders of a gateway, in one process over its real SQLite storage.

#[cfg(test)]
mod acts;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod codes;
#[cfg(test)]
mod console;
#[cfg(test)]
mod delivery;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod enrolment;
#[cfg(test)]
mod from_1c;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod listening;
#[cfg(test)]
mod goods_import;
#[cfg(test)]
mod live;
#[cfg(test)]
mod media;
#[cfg(test)]
mod news;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod on_order;
#[cfg(test)]
mod ordered;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod paper_notices;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod payment_links;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod pricing;
#[cfg(test)]
mod services;
mod subscriptions;
#[cfg(test)]
mod support;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod to_1c;
#[cfg(test)]
mod transport;
#[cfg(test)]
mod warehouses;
#[cfg(test)]
mod wishes;
#[cfg(test)]
mod xml;
