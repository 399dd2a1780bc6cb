//! How an order is delivered: what a user chose, the directories it was chosen from, and what an order bears of it.
//!
//! As with [`crate::rows`], a field number never changes its meaning and a reader skips what it does not know.

use prost::Message;
use serde::{Deserialize, Serialize};

/// What the user chose; each id stands in a directory of the supplier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryChoice {
    /// A way; `None` leaves it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
    /// A carrier, for a way that goes with any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// A branch of the carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// An address of the legal entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The day on which the goods are to leave, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

impl DeliveryChoice {
    /// Whether nothing was chosen.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.way.is_none()
            && self.carrier.is_none()
            && self.branch.is_none()
            && self.address.is_none()
            && self.date.is_none()
    }
}

/// A row of `delivery`. One of the fields is set; a row with none is of a kind this build does not know.
#[derive(Clone, PartialEq, Message)]
pub struct DeliveryRow {
    /// A way. Key: `w:<id>`.
    #[prost(message, optional, tag = "1")]
    pub way: Option<WayRow>,
    /// A carrier. Key: `c:<id>`.
    #[prost(message, optional, tag = "2")]
    pub carrier: Option<CarrierRow>,
}

/// A way of delivery.
#[derive(Clone, PartialEq, Message)]
pub struct WayRow {
    /// Id given by the supplier.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Name.
    #[prost(string, tag = "2")]
    pub name: String,
    /// `cabinet_domain::delivery::WayKind::code`.
    #[prost(string, tag = "3")]
    pub kind: String,
    /// The one carrier that it goes with; empty for any, or none.
    #[prost(string, tag = "4")]
    pub carrier: String,
    /// So many working days after the order at the earliest.
    #[prost(uint32, tag = "5")]
    pub min_working_days: u32,
    /// Days on which goods leave, `cabinet_domain::delivery::Weekdays::bits`.
    #[prost(uint32, tag = "6")]
    pub days: u32,
    /// What else is to be known ("до 16:00"); may be empty.
    #[prost(string, tag = "7")]
    pub note: String,
    /// Place in the supplier's list.
    #[prost(uint32, tag = "8")]
    pub ordinal: u32,
    /// The supplier's time zone in minutes ahead of UTC: days are his.
    #[prost(sint32, tag = "9")]
    pub utc_offset_minutes: i32,
}

/// A carrier.
#[derive(Clone, PartialEq, Message)]
pub struct CarrierRow {
    /// Id given by the supplier, without a slash.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Name.
    #[prost(string, tag = "2")]
    pub name: String,
    /// Place in the supplier's list.
    #[prost(uint32, tag = "3")]
    pub ordinal: u32,
}

/// A row of `branches`: a branch or terminal of a carrier. Key: `<carrier>/<id>`.
#[derive(Clone, PartialEq, Message)]
pub struct BranchRow {
    /// The carrier.
    #[prost(string, tag = "1")]
    pub carrier: String,
    /// Id, unique at the carrier.
    #[prost(string, tag = "2")]
    pub id: String,
    /// City.
    #[prost(string, tag = "3")]
    pub city: String,
    /// Number, as people call it; may be empty.
    #[prost(string, tag = "4")]
    pub number: String,
    /// Address in the city; may be empty.
    #[prost(string, tag = "5")]
    pub address: String,
    /// What else is to be known ("до 30 кг"); may be empty.
    #[prost(string, tag = "6")]
    pub note: String,
}

impl BranchRow {
    /// The key of a branch's row.
    #[must_use]
    pub fn key(carrier: &str, id: &str) -> String {
        format!("{carrier}/{id}")
    }
}

/// A row of `addr:<entity>`: an address that goods may be brought to. Key: the id.
#[derive(Clone, PartialEq, Message)]
pub struct AddressRow {
    /// Id, unique in the entity.
    #[prost(string, tag = "1")]
    pub id: String,
    /// The legal entity.
    #[prost(string, tag = "2")]
    pub entity: String,
    /// What people call it ("Склад на Ленина"); may be empty.
    #[prost(string, tag = "3")]
    pub name: String,
    /// The address in one line.
    #[prost(string, tag = "4")]
    pub address: String,
    /// What else is to be known ("въезд со двора"); may be empty.
    #[prost(string, tag = "5")]
    pub note: String,
    /// Place in the supplier's list.
    #[prost(uint32, tag = "6")]
    pub ordinal: u32,
}

/// What an order bears of its delivery, in the words of the day when it was placed; what was not chosen is empty.
#[derive(Clone, PartialEq, Message)]
pub struct OrderDeliveryRow {
    /// Name of the way.
    #[prost(string, tag = "1")]
    pub way: String,
    /// `cabinet_domain::delivery::WayKind::code`.
    #[prost(string, tag = "2")]
    pub kind: String,
    /// Name of the carrier.
    #[prost(string, tag = "3")]
    pub carrier: String,
    /// City, number and address of the branch.
    #[prost(string, tag = "4")]
    pub branch: String,
    /// The address of the entity.
    #[prost(string, tag = "5")]
    pub address: String,
    /// ISO 8601.
    #[prost(string, tag = "6")]
    pub date: String,
    /// The buyer's own number of the order.
    #[prost(string, tag = "7")]
    pub own_number: String,
    /// As in [`crate::orders::PlaceOrder::ship_together`].
    #[prost(string, tag = "8")]
    pub ship_together: String,
}

/// A branch in one line: `Киев, № 12, ул. Садовая, 5`.
#[must_use]
pub fn branch_words(city: &str, number: &str, address: &str) -> String {
    let number = if number.is_empty() {
        String::new()
    } else {
        format!("№ {number}")
    };
    let parts = [city, &number, address];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_of_nothing_leaves_no_trace_on_the_wire() {
        assert_eq!(serde_json::to_string(&DeliveryChoice::default()).unwrap(), "{}");
        let read: DeliveryChoice = serde_json::from_str(r#"{"way":"w","by":"drone"}"#).unwrap();
        assert_eq!(read.way.as_deref(), Some("w"));
        assert!(!read.is_empty());
    }

    #[test]
    fn a_branch_is_told_in_one_line() {
        assert_eq!(
            branch_words("Киев", "12", "ул. Садовая, 5"),
            "Киев, № 12, ул. Садовая, 5"
        );
        assert_eq!(branch_words("Киев", "", ""), "Киев");
    }
}
