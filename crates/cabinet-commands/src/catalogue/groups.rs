//! `catalogue_groups`.

use super::GroupView;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::sight;
use cabinet_mirror::Group;
use std::collections::{BTreeMap, HashSet};

/// The tree of groups that a legal entity may see, parents before children, with counts.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn groups(cabinet: &Cabinet, entity: String) -> Result<Vec<GroupView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            Ok(tree(&open.goods()?.groups(&sight(&grant))?))
        })
        .await
}

/// Depth first, brothers in the order of the export. A group in a circle is shown as a root rather than lost.
fn tree(groups: &[Group]) -> Vec<GroupView> {
    let mut children: BTreeMap<Option<&str>, Vec<&Group>> = BTreeMap::new();
    for group in groups {
        children.entry(group.parent.as_deref()).or_default().push(group);
    }
    let mut views = Vec::with_capacity(groups.len());
    let mut seen = HashSet::new();
    let roots = children.get(&None).into_iter().flatten().copied();
    let in_circles = groups.iter().filter(|group| group.parent.is_some());
    for root in roots.chain(in_circles) {
        let mut open = vec![(root, 0_u32)];
        // A group below a root that is already shown is met again here and passed by.
        while let Some((group, depth)) = open.pop() {
            if !seen.insert(group.id.as_str()) {
                continue;
            }
            views.push(GroupView {
                id: group.id.clone(),
                name: group.name.clone(),
                parent: group.parent.clone().filter(|_| depth > 0),
                depth,
                items: group.all_items,
            });
            let below = children.get(&Some(group.id.as_str())).into_iter().flatten().rev();
            open.extend(below.map(|child| (*child, depth.saturating_add(1))));
        }
    }
    views
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(id: &str, parent: Option<&str>) -> Group {
        Group {
            id: id.into(),
            parent: parent.map(Into::into),
            name: id.into(),
            own_items: 1,
            all_items: 1,
        }
    }

    #[test]
    fn parents_stand_before_children_and_nothing_is_lost() {
        let groups = [
            group("a2", Some("a")),
            group("a", None),
            group("b", None),
            group("a1", Some("a")),
            group("a2x", Some("a2")),
            group("c1", Some("c2")),
            group("c2", Some("c1")),
        ];
        let shown: Vec<_> = tree(&groups).into_iter().map(|view| (view.id, view.depth)).collect();
        let expected = [
            ("a", 0),
            ("a2", 1),
            ("a2x", 2),
            ("a1", 1),
            ("b", 0),
            ("c1", 0),
            ("c2", 1),
        ];
        assert_eq!(shown, expected.map(|(id, depth)| (id.to_owned(), depth)));
    }
}
