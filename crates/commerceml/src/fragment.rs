//! One object of the file (a product, an offer, a document) as a small tree that is reused for the next one.
//!
//! The nodes stand in document order in one vector and their texts in one string, so reading an object
//! allocates nothing once the vectors have grown. The tree of the whole file is never built.

use crate::reader::ReadErrorKind;
use crate::tokens::Tag;
use std::ops::Range;

/// Most elements of one object: a document of tens of thousands of lines, a dictionary of a property.
const MAX_NODES: usize = 1_000_000;

/// Most text of one object, in bytes.
const MAX_TEXT_BYTES: usize = 64 * 1024 * 1024;

/// Most text of one element, in bytes; what the entities in it resolve to counts.
const MAX_ELEMENT_TEXT_BYTES: usize = crate::decode::MAX_TOKEN_BYTES;

/// The object being read.
#[derive(Default)]
pub(crate) struct Fragment {
    nodes: Vec<NodeRecord>,
    attributes: Vec<(Range<usize>, Range<usize>)>,
    text: String,
    open: Vec<usize>,
    /// Texts of the open elements by depth; they are kept for their capacity.
    pending: Vec<String>,
}

struct NodeRecord {
    name: Range<usize>,
    text: Range<usize>,
    attributes: Range<usize>,
    /// The index after the last descendant.
    end: usize,
}

impl Fragment {
    /// Forgets the last object.
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.attributes.clear();
        self.text.clear();
        self.open.clear();
    }

    /// Whether the object is read to its end.
    pub(crate) fn is_complete(&self) -> bool {
        self.open.is_empty()
    }

    /// Opens an element inside the innermost open one.
    pub(crate) fn open(&mut self, tag: &Tag) -> Result<(), ReadErrorKind> {
        if self.nodes.len() >= MAX_NODES {
            return Err(ReadErrorKind::TooLarge("the number of elements of one object"));
        }
        let name = self.push_text(tag.name())?;
        let first_attribute = self.attributes.len();
        for (key, value) in tag.attributes() {
            let pair = (self.push_text(key)?, self.push_text(value.trim())?);
            self.attributes.push(pair);
        }
        self.open.push(self.nodes.len());
        if self.pending.len() < self.open.len() {
            self.pending.push(String::new());
        }
        self.nodes.push(NodeRecord {
            name,
            text: 0..0,
            attributes: first_attribute..self.attributes.len(),
            end: 0,
        });
        Ok(())
    }

    /// Adds text to the innermost open element.
    pub(crate) fn push(&mut self, text: &str) -> Result<(), ReadErrorKind> {
        let Some(pending) = self
            .open
            .len()
            .checked_sub(1)
            .and_then(|depth| self.pending.get_mut(depth))
        else {
            return Ok(());
        };
        pending.push_str(text);
        if pending.len() > MAX_ELEMENT_TEXT_BYTES {
            return Err(ReadErrorKind::TooLarge("a single text"));
        }
        Ok(())
    }

    /// Closes the innermost open element.
    pub(crate) fn close(&mut self) -> Result<(), ReadErrorKind> {
        let Some(index) = self.open.pop() else { return Ok(()) };
        let mut text = 0..0;
        if let Some(pending) = self.pending.get_mut(self.open.len()) {
            let mut own = std::mem::take(pending);
            text = self.push_text(own.trim())?;
            own.clear();
            if let Some(pending) = self.pending.get_mut(self.open.len()) {
                *pending = own;
            }
        }
        let end = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(index) {
            node.text = text;
            node.end = end;
        }
        Ok(())
    }

    /// The object's own element.
    pub(crate) fn root(&self) -> Node<'_> {
        Node {
            fragment: self,
            index: 0,
        }
    }

    fn push_text(&mut self, text: &str) -> Result<Range<usize>, ReadErrorKind> {
        let start = self.text.len();
        if start + text.len() > MAX_TEXT_BYTES {
            return Err(ReadErrorKind::TooLarge("the text of one object"));
        }
        self.text.push_str(text);
        Ok(start..self.text.len())
    }
}

/// An element of the object.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    fragment: &'a Fragment,
    index: usize,
}

impl<'a> Node<'a> {
    /// Local name.
    pub(crate) fn name(self) -> &'a str {
        self.record().map_or("", |node| self.slice(&node.name))
    }

    /// The element's own text without blanks around it.
    pub(crate) fn text(self) -> &'a str {
        self.record().map_or("", |node| self.slice(&node.text))
    }

    /// An attribute by its local name.
    pub(crate) fn attribute(self, name: &str) -> Option<&'a str> {
        let range = self.record()?.attributes.clone();
        let attributes = self.fragment.attributes.get(range)?;
        let (_, value) = attributes.iter().find(|(key, _)| self.slice(key) == name)?;
        Some(self.slice(value))
    }

    /// The elements directly inside.
    pub(crate) fn children(self) -> impl Iterator<Item = Node<'a>> {
        let end = self.record().map_or(0, |node| node.end);
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            let child = Node {
                fragment: self.fragment,
                index: next,
            };
            next = child.record().filter(|_| next < end)?.end;
            Some(child)
        })
    }

    /// The elements directly inside that have the name.
    pub(crate) fn children_named(self, name: &'static str) -> impl Iterator<Item = Node<'a>> {
        self.children().filter(move |child| child.name() == name)
    }

    /// The first element directly inside that has the name.
    pub(crate) fn child(self, name: &'static str) -> Option<Node<'a>> {
        self.children_named(name).next()
    }

    /// The text of a child if there is one.
    pub(crate) fn said(self, name: &'static str) -> Option<String> {
        self.child(name).map(|child| child.text().to_owned())
    }

    /// The text of a child, or nothing.
    pub(crate) fn value(self, name: &'static str) -> String {
        self.said(name).unwrap_or_default()
    }

    /// The first text of these children that is not empty.
    pub(crate) fn first_of(self, names: &[&'static str]) -> String {
        names
            .iter()
            .map(|name| self.value(name))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// The elements at the end of a path `list/item`, over every `list`.
    pub(crate) fn items(self, list: &'static str, item: &'static str) -> impl Iterator<Item = Node<'a>> {
        self.children_named(list)
            .flat_map(move |inner| inner.children_named(item))
    }

    fn record(self) -> Option<&'a NodeRecord> {
        self.fragment.nodes.get(self.index)
    }

    fn slice(self, range: &Range<usize>) -> &'a str {
        self.fragment.text.get(range.clone()).unwrap_or_default()
    }
}
