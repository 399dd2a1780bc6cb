//! A streaming reader and a writer of CommerceML 2.x-3.1, the XML that 1C exchanges with websites.
//!
//! In: bytes in UTF-8 (with or without BOM), windows-1251 or UTF-16. Out: [`model::Event`]s, one object at a time.
//! Invariants: elements are matched by local name, the namespace and `ВерсияСхемы` are not trusted;
//! memory does not grow with the file; absence of an element means "no news", never zero.
//!
//! Not here: what the objects mean for a shop. Numbers stay texts as 1C wrote them.
//! CommerceML 1.x of 1С 7.7, which keeps its data in attributes, is recognised and refused.

pub mod model;
pub mod reader;
pub mod writer;

mod decode;
mod fragment;
mod map;
mod tokens;
