//! Which items have which values of properties, held in memory: goods filtered by several properties, and how many goods
//! each value has.
//!
//! The file holds the values inside each item's details, where no statement finds them. Read when first asked, and again
//! when the goods have changed.

use crate::goods::{GoodsQuery, PropertyFilter};
use crate::id_set::IdSet;
use crate::listing;
use crate::mirror::{Mirror, MirrorError};
use cabinet_protocol::rows::PropertyValueRow;
use cabinet_sqlite::Cancel;
use prost::Message;
use rusqlite::Connection;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// A property of the goods of a list, with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// By what a filter names it: the property's id of 1C, or the name of a characteristic.
    pub property: String,
    /// Its name.
    pub name: String,
    /// The values that goods of the list have, in their order; of very many the commonest.
    pub values: Vec<FacetValue>,
    /// How many values there are besides.
    pub more_values: usize,
}

/// A value of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As shown.
    pub value: String,
    /// How many goods of the list have it, filtered by all properties but this one.
    pub items: u32,
    /// The query asks for it.
    pub is_chosen: bool,
}

/// The most values of one property that are listed, the chosen ones besides.
const MOST_VALUES: usize = 300;

const DETAILS: &str = "
    SELECT id, detail
    FROM item
    ORDER BY id";

/// What is read of an item's details: everything else is skipped unread.
#[derive(Clone, PartialEq, Message)]
struct OnlyProperties {
    #[prost(message, repeated, tag = "11")]
    properties: Vec<PropertyValueRow>,
}

/// See the top of the file.
#[derive(Debug, Default)]
pub(crate) struct Properties {
    properties: Vec<Property>,
    /// Each value of each property once; items name them by their place.
    values: Vec<Value>,
    /// The ids of items that have any, ascending, with where their values begin in `of_items`.
    items: Vec<(i64, usize)>,
    of_items: Vec<u32>,
}

#[derive(Debug)]
struct Property {
    key: String,
    name: String,
}

#[derive(Debug)]
struct Value {
    property: u32,
    text: String,
}

/// A filter by one property.
struct Asked {
    /// `None` where no item has it.
    property: Option<u32>,
    /// For each value of all properties whether it is asked for.
    wanted: Vec<bool>,
}

impl Asked {
    fn wants(&self, value: u32) -> bool {
        self.wanted.get(index(value)).copied().unwrap_or_default()
    }

    fn lets_through(&self, values: &[u32]) -> bool {
        values.iter().any(|value| self.wants(*value))
    }
}

/// The properties of the goods, with the version of the goods from before they were read.
#[derive(Default)]
pub(crate) struct PropertiesCache(Mutex<Option<(u64, Arc<Properties>)>>);

impl PropertiesCache {
    /// The properties as of a version of the goods that is from before `conn` read anything.
    pub(crate) fn get(&self, conn: &Connection, version: u64) -> Result<Arc<Properties>, MirrorError> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, properties)) = held.as_ref()
            && *of == version
        {
            return Ok(Arc::clone(properties));
        }
        let properties = Arc::new(Properties::read(conn)?);
        *held = Some((version, Arc::clone(&properties)));
        Ok(properties)
    }

    /// Whether anybody has asked.
    pub(crate) fn is_used(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

impl Mirror {
    /// The properties of the goods of a list and their values, each with the number of goods; in the order of names.
    ///
    /// # Errors
    /// [`MirrorError`]; [`cabinet_sqlite::StoreError::Cancelled`] inside it when `cancel` was used.
    pub fn facets(&self, query: &GoodsQuery, cancel: &Cancel) -> Result<Vec<Facet>, MirrorError> {
        let version = self.feeds().versions.now().goods;
        self.db().read_unless(cancel, |conn| {
            let properties = self.properties.get(conn, version)?;
            let unfiltered = GoodsQuery {
                properties: Vec::new(),
                ..query.clone()
            };
            let list = listing::whole(self, conn, &unfiltered, cancel)?;
            cancel.check()?;
            Ok(properties.facets(&list.ids, &query.properties))
        })
    }
}

impl Properties {
    fn read(conn: &Connection) -> Result<Self, MirrorError> {
        let mut read = Self::default();
        let mut property_of: HashMap<String, u32> = HashMap::new();
        let mut value_of: HashMap<(u32, String), u32> = HashMap::new();
        let mut statement = conn.prepare_cached(DETAILS)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let detail = row.get_ref("detail")?.as_blob().map_err(rusqlite::Error::from)?;
            let start = read.of_items.len();
            for value in OnlyProperties::decode(detail)?.properties {
                if value.value.trim().is_empty() {
                    continue;
                }
                let key = if value.property.is_empty() {
                    &value.name
                } else {
                    &value.property
                };
                let property = match property_of.get(key) {
                    Some(property) => *property,
                    None => {
                        let property = place(read.properties.len());
                        property_of.insert(key.clone(), property);
                        read.properties.push(Property {
                            key: key.clone(),
                            name: value.name,
                        });
                        property
                    }
                };
                let value = *value_of.entry((property, value.value)).or_insert_with_key(|(_, text)| {
                    read.values.push(Value {
                        property,
                        text: text.clone(),
                    });
                    place(read.values.len().saturating_sub(1))
                });
                if !read.of_items.iter().skip(start).any(|known| *known == value) {
                    read.of_items.push(value);
                }
            }
            if read.of_items.len() > start {
                read.items.push((row.get("id")?, start));
            }
        }
        Ok(read)
    }

    /// The ids of the items that have of each filtered property one of the values.
    pub(crate) fn with_all(&self, filters: &[PropertyFilter]) -> IdSet {
        let asked = self.asked(filters);
        let with_all = self.items.iter().enumerate().filter(|(at, _)| {
            let values = self.values_at(*at);
            asked.iter().all(|filter| filter.lets_through(values))
        });
        with_all.map(|(_, (id, _))| *id).collect()
    }

    fn facets(&self, ids: &[i64], filters: &[PropertyFilter]) -> Vec<Facet> {
        let asked = self.asked(filters);
        let mut counts = vec![0_u32; self.values.len()];
        let mut next = 0;
        for id in ids {
            // A list mostly stands in the order of ids.
            let is_next = self.items.get(next).is_some_and(|(known, _)| known == id);
            let at = if is_next {
                next
            } else if let Ok(at) = self.items.binary_search_by_key(id, |(id, _)| *id) {
                at
            } else {
                continue;
            };
            next = at.saturating_add(1);
            let values = self.values_at(at);
            // An item that fails one filter counts for that property alone: so many more would another value of it give.
            let mut failed = asked
                .iter()
                .filter(|filter| !filter.lets_through(values))
                .map(|filter| filter.property);
            let only_failed = failed.next();
            if failed.next().is_some() {
                continue;
            }
            for value in values {
                let property = self.values.get(index(*value)).map(|value| value.property);
                if only_failed.is_none_or(|failed| failed == property)
                    && let Some(count) = counts.get_mut(index(*value))
                {
                    *count = count.saturating_add(1);
                }
            }
        }
        self.listed(&counts, &asked)
    }

    fn listed(&self, counts: &[u32], asked: &[Asked]) -> Vec<Facet> {
        let mut facets: Vec<Facet> = self
            .properties
            .iter()
            .map(|property| Facet {
                property: property.key.clone(),
                name: property.name.clone(),
                values: Vec::new(),
                more_values: 0,
            })
            .collect();
        for ((at, value), count) in self.values.iter().enumerate().zip(counts) {
            let is_chosen = asked.iter().any(|filter| filter.wants(place(at)));
            if (*count > 0 || is_chosen)
                && let Some(facet) = facets.get_mut(index(value.property))
            {
                facet.values.push(FacetValue {
                    value: value.text.clone(),
                    items: *count,
                    is_chosen,
                });
            }
        }
        facets.retain(|facet| !facet.values.is_empty());
        for facet in &mut facets {
            if facet.values.len() > MOST_VALUES {
                facet
                    .values
                    .sort_by_key(|value| (!value.is_chosen, std::cmp::Reverse(value.items)));
                facet.more_values = facet.values.len().saturating_sub(MOST_VALUES);
                facet.values.truncate(MOST_VALUES);
            }
            facet.values.sort_by(|one, other| by_numbers(&one.value, &other.value));
        }
        facets.sort_by(|one, other| (&one.name, &one.property).cmp(&(&other.name, &other.property)));
        facets
    }

    /// The places of the property and of the values that each filter names; what no item has finds nothing.
    fn asked(&self, filters: &[PropertyFilter]) -> Vec<Asked> {
        let asked = filters.iter().map(|filter| {
            let property = self
                .properties
                .iter()
                .position(|property| property.key == filter.property)
                .map(place);
            let texts: HashSet<&str> = filter.values.iter().map(String::as_str).collect();
            let values = self.values.iter();
            Asked {
                property,
                wanted: values
                    .map(|value| Some(value.property) == property && texts.contains(value.text.as_str()))
                    .collect(),
            }
        });
        asked.collect()
    }

    fn values_at(&self, at: usize) -> &[u32] {
        let start = self.items.get(at).map_or(self.of_items.len(), |(_, start)| *start);
        let end = self
            .items
            .get(at.saturating_add(1))
            .map_or(self.of_items.len(), |(_, start)| *start);
        self.of_items.get(start..end).unwrap_or_default()
    }
}

/// Places are held as 32 bits: a catalogue of 2^32 different values does not fit the file.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// The order of people: numbers inside by their size, «М8» before «М10».
fn by_numbers(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one, other);
    loop {
        let order = match (Number::at(one), Number::at(other)) {
            (Some(number), Some(another)) => {
                (one, other) = (number.rest, another.rest);
                number.cmp(&another)
            }
            _ => {
                let (letter, another) = (one.chars().next(), other.chars().next());
                if letter.is_none() && another.is_none() {
                    return Ordering::Equal;
                }
                let after = |text: &'_ str, letter: Option<char>| letter.map_or(0, char::len_utf8).min(text.len());
                one = one.get(after(one, letter)..).unwrap_or_default();
                other = other.get(after(other, another)..).unwrap_or_default();
                letter.cmp(&another)
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// A number at the start of a text, as figures.
struct Number<'a> {
    whole: &'a str,
    fraction: &'a str,
    rest: &'a str,
}

impl<'a> Number<'a> {
    fn at(text: &'a str) -> Option<Self> {
        let (whole, rest) = digits(text);
        if whole.is_empty() {
            return None;
        }
        let behind_mark = rest.strip_prefix([',', '.']).map(digits);
        let (fraction, rest) = behind_mark
            .filter(|(fraction, _)| !fraction.is_empty())
            .unwrap_or(("", rest));
        Some(Self { whole, fraction, rest })
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let (whole, another) = (self.whole.trim_start_matches('0'), other.whole.trim_start_matches('0'));
        let by_whole = whole.len().cmp(&another.len()).then_with(|| whole.cmp(another));
        by_whole.then_with(|| self.fraction.cmp(other.fraction))
    }
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_the_order_of_their_numbers() {
        let mut values = [
            "М10",
            "М8х120",
            "",
            "чёрный",
            "М8х16",
            "0,5 мм",
            "0,12 мм",
            "М8",
            "5",
            "12",
        ];
        values.sort_by(|one, other| by_numbers(one, other));
        assert_eq!(
            values,
            [
                "",
                "0,12 мм",
                "0,5 мм",
                "5",
                "12",
                "М8",
                "М8х16",
                "М8х120",
                "М10",
                "чёрный"
            ]
        );
    }
}
