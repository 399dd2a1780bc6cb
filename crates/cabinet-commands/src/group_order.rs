//! The supplier's groups in the order of a printed list: each after the one above it, under the names of both.

use cabinet_mirror::Group;
use std::collections::HashMap;

/// Where each group stands.
pub(crate) struct GroupOrder {
    groups: Vec<Placed>,
    places: HashMap<String, usize>,
}

/// A group in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    /// 1C id.
    pub(crate) id: String,
    /// The 1C id of the group above; `None` for a root.
    pub(crate) parent: Option<String>,
    /// Its own name.
    pub(crate) name: String,
    /// Names of the groups above and its own: «Крепёж / Болты».
    pub(crate) path: String,
}

impl GroupOrder {
    /// Of all groups, which come in the order of the export.
    pub(crate) fn of(groups: &[Group]) -> Self {
        let mut below: HashMap<Option<&str>, Vec<&Group>> = HashMap::new();
        for group in groups {
            below.entry(group.parent.as_deref()).or_default().push(group);
        }
        let mut order = Self {
            groups: Vec::with_capacity(groups.len()),
            places: HashMap::new(),
        };
        // The first of a level is taken first.
        let mut open: Vec<(&Group, String)> = Vec::new();
        push(&below, None, "", &mut open);
        while let Some((group, above)) = open.pop() {
            if order.places.contains_key(&group.id) {
                continue;
            }
            let path = if above.is_empty() {
                group.name.clone()
            } else {
                format!("{above} / {}", group.name)
            };
            push(&below, Some(&group.id), &path, &mut open);
            order.places.insert(group.id.clone(), order.groups.len());
            order.groups.push(Placed {
                id: group.id.clone(),
                parent: group.parent.clone(),
                name: group.name.clone(),
                path,
            });
        }
        order
    }

    /// The place of goods whose groups these are, the nearest first; what is in no known group comes last.
    pub(crate) fn place(&self, groups: &[String]) -> usize {
        let nearest = groups.iter().find_map(|id| self.places.get(id).copied());
        nearest.unwrap_or(self.groups.len())
    }

    /// The group at a place; `None` behind the last.
    pub(crate) fn at(&self, place: usize) -> Option<&Placed> {
        self.groups.get(place)
    }

    /// A group by its 1C id; `None` when it is not known.
    pub(crate) fn find(&self, id: &str) -> Option<&Placed> {
        self.places.get(id).and_then(|place| self.at(*place))
    }

    /// All groups in their order.
    pub(crate) fn all(&self) -> &[Placed] {
        &self.groups
    }
}

/// Puts the groups right below one on the pile, so that the first of them is taken first.
fn push<'a>(
    below: &HashMap<Option<&'a str>, Vec<&'a Group>>,
    of: Option<&'a str>,
    above: &str,
    open: &mut Vec<(&'a Group, String)>,
) {
    let children = below.get(&of).into_iter().flatten().rev();
    open.extend(children.map(|child| (*child, above.to_owned())));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(id: &str, parent: Option<&str>) -> Group {
        Group {
            id: id.to_owned(),
            parent: parent.map(str::to_owned),
            name: id.to_uppercase(),
            own_items: 0,
            all_items: 0,
        }
    }

    #[test]
    fn a_group_follows_the_one_above_it_and_a_circle_is_nowhere() {
        let groups = [
            group("tools", None),
            group("m8", Some("bolts")),
            group("bolts", Some("metal")),
            group("metal", None),
            group("nuts", Some("metal")),
            group("a", Some("b")),
            group("b", Some("a")),
        ];
        let order = GroupOrder::of(&groups);
        let paths: Vec<_> = order.all().iter().map(|placed| placed.path.as_str()).collect();
        assert_eq!(
            paths,
            ["TOOLS", "METAL", "METAL / BOLTS", "METAL / BOLTS / M8", "METAL / NUTS"]
        );
        let place = |ids: &[&str]| order.place(&ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
        assert_eq!(place(&["m8", "bolts", "metal"]), 3);
        assert_eq!(place(&["gone", "metal"]), 1, "the nearest that is known");
        assert_eq!(place(&["a", "b"]), 5);
        assert_eq!(order.at(5), None);
    }
}
