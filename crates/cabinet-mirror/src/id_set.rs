//! A set of items by their ids, as small as a bit for each of them.

use roaring::RoaringTreemap;

/// See the top of the file. The ids of a file are never negative.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct IdSet(RoaringTreemap);

impl IdSet {
    pub(crate) fn contains(&self, id: i64) -> bool {
        self.0.contains(id.cast_unsigned())
    }

    pub(crate) fn len(&self) -> usize {
        usize::try_from(self.0.len()).unwrap_or(usize::MAX)
    }

    /// Keeps what the other set has too.
    pub(crate) fn keep_common(&mut self, other: &Self) {
        self.0 &= &other.0;
    }

    /// Takes out what the other set has.
    pub(crate) fn remove_all(&mut self, other: &Self) {
        self.0 -= &other.0;
    }

    /// In ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = i64> {
        self.0.iter().map(u64::cast_signed)
    }
}

impl FromIterator<i64> for IdSet {
    fn from_iter<I: IntoIterator<Item = i64>>(ids: I) -> Self {
        Self(ids.into_iter().map(i64::cast_unsigned).collect())
    }
}

impl Extend<i64> for IdSet {
    fn extend<I: IntoIterator<Item = i64>>(&mut self, ids: I) {
        self.0.extend(ids.into_iter().map(i64::cast_unsigned));
    }
}
