//! A catalogue with prices in YML, the format by which marketplaces and shops take goods.
//!
//! In: goods with the prices of their seller. Out: UTF-8. What XML cannot hold is left out of texts; where goods have no
//! category, who calls makes one, because the format knows no goods without.

use crate::figures::price_decimal;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    /// Short name of the seller.
    pub name: String,
    /// Who he is.
    pub company: String,
    /// When it was true, seconds since 1970.
    pub true_unix_s: i64,
    /// Of every price, ISO 4217.
    pub currency: String,
    /// Parents before their children.
    pub categories: Vec<Category>,
    /// The goods.
    pub offers: Vec<Offer>,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Above zero, at most 18 digits.
    pub id: u64,
    /// The category above.
    pub parent: Option<u64>,
    /// Its name.
    pub name: String,
}

/// Goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The same for the same goods in every catalogue; what an id cannot hold becomes `_`.
    pub id: String,
    /// They can be had now; `None` where that is not told.
    pub is_available: Option<bool>,
    /// In millionths.
    pub price_micro: i64,
    /// One of the catalogue's.
    pub category: u64,
    /// Empty when unknown.
    pub maker: String,
    /// Empty when there is none.
    pub article: String,
    /// What they are.
    pub name: String,
    /// Empty when there is none.
    pub barcode: String,
}

/// The longest id that the format takes.
const ID_LIMIT: usize = 80;

/// Writes a catalogue.
///
/// # Errors
/// [`io::Error`]: of a moment that no calendar has; writing into memory does not fail.
pub fn write_yml(catalogue: &Catalogue) -> io::Result<Vec<u8>> {
    let date = OffsetDateTime::from_unix_timestamp(catalogue.true_unix_s)
        .map_err(io::Error::other)?
        .format(&Rfc3339)
        .map_err(io::Error::other)?;
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    out.create_element("yml_catalog")
        .with_attribute(("date", date.as_str()))
        .write_inner_content(|out| {
            out.create_element("shop").write_inner_content(|out| {
                leaf(out, "name", &catalogue.name)?;
                leaf(out, "company", &catalogue.company)?;
                let currency = currency(&catalogue.currency);
                out.create_element("currencies").write_inner_content(|out| {
                    out.create_element("currency")
                        .with_attributes([("id", currency), ("rate", "1")])
                        .write_empty()?;
                    Ok(())
                })?;
                categories(out, &catalogue.categories)?;
                out.create_element("offers").write_inner_content(|out| {
                    catalogue
                        .offers
                        .iter()
                        .try_for_each(|goods| offer(out, goods, currency))
                })?;
                Ok(())
            })?;
            Ok(())
        })?;
    Ok(out.into_inner())
}

fn categories(out: &mut Writer<Vec<u8>>, categories: &[Category]) -> io::Result<()> {
    out.create_element("categories").write_inner_content(|out| {
        for category in categories {
            let (id, parent) = (category.id.to_string(), category.parent.map(|id| id.to_string()));
            let mut element = out.create_element("category").with_attribute(("id", id.as_str()));
            if let Some(parent) = &parent {
                element = element.with_attribute(("parentId", parent.as_str()));
            }
            element.write_text_content(BytesText::new(&legal(&category.name)))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn offer(out: &mut Writer<Vec<u8>>, goods: &Offer, currency: &str) -> io::Result<()> {
    let id = offer_id(&goods.id);
    let mut element = out.create_element("offer").with_attribute(("id", id.as_str()));
    if let Some(is_available) = goods.is_available {
        element = element.with_attribute(("available", if is_available { "true" } else { "false" }));
    }
    element.write_inner_content(|out| {
        leaf(out, "price", &price_decimal(goods.price_micro))?;
        leaf(out, "currencyId", currency)?;
        leaf(out, "categoryId", &goods.category.to_string())?;
        for (name, text) in [("vendor", &goods.maker), ("vendorCode", &goods.article)] {
            if !text.is_empty() {
                leaf(out, name, text)?;
            }
        }
        leaf(out, "name", &goods.name)?;
        if !goods.barcode.is_empty() {
            leaf(out, "barcode", &goods.barcode)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn leaf(out: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    out.create_element(name)
        .write_text_content(BytesText::new(&legal(text)))?;
    Ok(())
}

/// The format's own code of the rouble is the one before 1998.
fn currency(code: &str) -> &str {
    if code == "RUB" { "RUR" } else { code }
}

fn offer_id(id: &str) -> String {
    let legal = |letter: char| {
        if letter.is_ascii_alphanumeric() || "-_.".contains(letter) {
            letter
        } else {
            '_'
        }
    };
    id.chars().map(legal).take(ID_LIMIT).collect()
}

/// Without the characters that no XML holds; ends of lines are blanks in a name.
fn legal(text: &str) -> String {
    text.chars()
        .filter_map(|letter| match letter {
            '\t' | '\n' | '\r' => Some(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => None,
            letter => Some(letter),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use roxmltree::{Document, Node};

    fn catalogue(name: &str) -> Catalogue {
        let category = |id, parent, name: &str| Category {
            id,
            parent,
            name: name.to_owned(),
        };
        Catalogue {
            name: "Ромашка".to_owned(),
            company: "ООО «Ромашка» & Ко".to_owned(),
            true_unix_s: 1_769_904_000,
            currency: "RUB".to_owned(),
            categories: vec![category(1, None, "Крепёж"), category(7, Some(1), "Болты <М8>")],
            offers: vec![Offer {
                id: "a1#ы".to_owned(),
                is_available: Some(false),
                price_micro: 1_234_500_000,
                category: 7,
                maker: String::new(),
                article: "=1+1".to_owned(),
                name: name.to_owned(),
                barcode: "4600000000017".to_owned(),
            }],
        }
    }

    fn child<'a>(node: Node<'a, 'a>, name: &str) -> Node<'a, 'a> {
        node.children().find(|child| child.has_tag_name(name)).unwrap()
    }

    #[test]
    fn a_catalogue_is_read_back_by_a_parser() {
        let bytes = write_yml(&catalogue("Болт \"М8\" <б>\u{1}")).unwrap();
        let text = std::str::from_utf8(&bytes).unwrap();
        assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), "{text}");
        let document = Document::parse(text).unwrap();
        let root = document.root_element();
        assert_eq!(
            (root.tag_name().name(), root.attribute("date")),
            ("yml_catalog", Some("2026-02-01T00:00:00Z"))
        );
        let shop = child(root, "shop");
        assert_eq!(child(shop, "company").text(), Some("ООО «Ромашка» & Ко"));
        let kinds: Vec<_> = child(shop, "categories")
            .children()
            .filter(Node::is_element)
            .map(|node| (node.attribute("id"), node.attribute("parentId"), node.text()))
            .collect();
        assert_eq!(
            kinds,
            [
                (Some("1"), None, Some("Крепёж")),
                (Some("7"), Some("1"), Some("Болты <М8>"))
            ]
        );
        let offer = child(child(shop, "offers"), "offer");
        assert_eq!(
            (offer.attribute("id"), offer.attribute("available")),
            (Some("a1__"), Some("false"))
        );
        let told: Vec<_> = offer
            .children()
            .filter(Node::is_element)
            .map(|node| (node.tag_name().name(), node.text().unwrap_or_default()))
            .collect();
        assert_eq!(
            told,
            [
                ("price", "1234.50"),
                ("currencyId", "RUR"),
                ("categoryId", "7"),
                ("vendorCode", "=1+1"),
                ("name", "Болт \"М8\" <б>"),
                ("barcode", "4600000000017"),
            ]
        );
    }

    proptest! {
        #[test]
        fn whatever_goods_are_called_the_file_is_well_formed(name in any::<String>()) {
            let bytes = write_yml(&catalogue(&name)).unwrap();
            let text = std::str::from_utf8(&bytes).unwrap();
            let document = Document::parse(text).unwrap();
            let read = document.descendants().find(|node| {
                node.has_tag_name("name") && node.parent().is_some_and(|parent| parent.has_tag_name("offer"))
            });
            let (read, kept) = (read.unwrap().text().unwrap_or_default(), legal(&name));
            prop_assert_eq!(read, kept);
        }
    }
}
