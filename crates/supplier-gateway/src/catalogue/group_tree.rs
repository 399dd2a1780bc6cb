//! Which groups stand above a group of goods.

use crate::storage::{StorageError, Tx, query_all};
use std::collections::HashMap;

const SELECT_PARENTS: &str = "
    SELECT id, parent
    FROM product_group
    WHERE is_deleted = 0";

/// Groups in a circle end after so many steps.
const DEEPEST: usize = 64;

/// The group above each group.
#[derive(Debug, Clone, Default)]
pub struct GroupTree {
    parents: HashMap<String, Option<String>>,
}

impl GroupTree {
    /// A group and those above it, the nearest first.
    #[must_use]
    pub fn path(&self, group: &str) -> Vec<String> {
        let mut path: Vec<String> = Vec::new();
        let mut next = Some(group.to_owned());
        while let Some(group) = next {
            if path.len() >= DEEPEST || path.contains(&group) {
                break;
            }
            next = self.parents.get(&group).cloned().flatten();
            path.push(group);
        }
        path
    }
}

/// The tree as it is now.
///
/// # Errors
/// Any [`StorageError`].
pub fn group_tree(tx: &mut dyn Tx) -> Result<GroupTree, StorageError> {
    let groups = query_all(tx, SELECT_PARENTS, &[], |row| {
        Ok((row.text("id")?, row.opt_text("parent")?))
    })?;
    Ok(GroupTree {
        parents: groups.into_iter().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_goes_up_to_the_root_and_out_of_a_circle() {
        let parent = |id: &str, parent: Option<&str>| (id.to_owned(), parent.map(str::to_owned));
        let tree = GroupTree {
            parents: [
                parent("m8", Some("bolts")),
                parent("bolts", None),
                parent("a", Some("b")),
                parent("b", Some("a")),
            ]
            .into(),
        };
        assert_eq!(tree.path("m8"), ["m8", "bolts"]);
        assert_eq!(tree.path("a"), ["a", "b"]);
        assert_eq!(tree.path("unknown"), ["unknown"]);
    }
}
