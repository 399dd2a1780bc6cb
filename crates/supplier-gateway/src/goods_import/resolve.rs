//! Articles as operators write them, and the goods that they stand for.

use crate::storage::{StorageError, Tx};
use std::collections::{BTreeSet, HashMap, HashSet};

const SELECT_PRODUCTS: &str = "SELECT id, article
FROM product
WHERE is_deleted = 0";
const SELECT_OFFERS: &str = "SELECT o.id, o.base, o.article, COALESCE(p.article, '') AS of_product
FROM offer o
LEFT JOIN feed_key k ON k.key = o.base
LEFT JOIN product p ON p.number = k.id
WHERE o.is_deleted = 0";

/// Every article with the products or variants that have it.
pub(crate) struct Articles {
    by_article: HashMap<String, BTreeSet<String>>,
    ids: HashSet<String>,
}

impl Articles {
    pub(crate) fn read(tx: &mut dyn Tx) -> Result<Self, StorageError> {
        let mut articles = Self {
            by_article: HashMap::new(),
            ids: HashSet::new(),
        };
        tx.query(SELECT_PRODUCTS, &[], &mut |row| {
            articles.add(&row.text("article")?, row.text("id")?);
            Ok(())
        })?;
        tx.query(SELECT_OFFERS, &[], &mut |row| {
            let (article, id) = (row.text("article")?, row.text("id")?);
            // An offer repeats the article of its product, and the product stands for all of its variants.
            if article == row.text("of_product")? {
                articles.ids.insert(id);
            } else {
                articles.add(&article, id);
            }
            Ok(())
        })?;
        Ok(articles)
    }

    fn add(&mut self, article: &str, id: String) {
        self.ids.insert(id.clone());
        let article = normal(article);
        if !article.is_empty() {
            self.by_article.entry(article).or_default().insert(id);
        }
    }

    /// The product or variant of an article.
    pub(crate) fn item(&self, article: &str) -> Result<String, String> {
        let found = self.by_article.get(&normal(article));
        let Some(found) = found else {
            return Err(format!(
                "there are no goods with the article «{article}»: correct it, or export the goods first"
            ));
        };
        let bases: BTreeSet<&str> = found
            .iter()
            .map(|id| id.split_once('#').map_or(id.as_str(), |(base, _)| base))
            .collect();
        match (found.len(), bases.len()) {
            (1, _) => Ok(found.first().cloned().unwrap_or_default()),
            // Variants of one product that share its article.
            (_, 1) => Ok(bases.first().map(|base| (*base).to_owned()).unwrap_or_default()),
            (_, products) => Err(format!(
                "the article «{article}» belongs to {products} goods: give the column «ид» instead"
            )),
        }
    }

    /// An id of 1C, if there are such goods.
    pub(crate) fn id(&self, id: &str) -> Result<String, String> {
        if self.ids.contains(id) {
            Ok(id.to_owned())
        } else {
            Err(format!("there are no goods with the id «{id}»"))
        }
    }
}

/// Letter case and blanks do not matter.
fn normal(article: &str) -> String {
    article.split_whitespace().collect::<String>().to_lowercase()
}
