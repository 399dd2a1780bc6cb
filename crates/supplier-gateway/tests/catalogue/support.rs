//! A gateway in a fresh directory that imports texts, and what a device that reads every feed would hold.

use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::unpack_segment;
use cabinet_protocol::rows::{ItemRow, PriceRow, ReferenceRow, StockRow};
use prost::Message;
use std::collections::BTreeMap;
use supplier_gateway::catalogue::{self, ImportError, ImportReport, ImportRules, ImportSource, Stats};
use supplier_gateway::feeds::{self, ChangesOutcome};
use supplier_gateway::settings::Settings;
use supplier_gateway::state::GatewayState;
use supplier_gateway::storage::read;
use tempfile::TempDir;

pub const NOON: i64 = 1_769_936_400_000;

pub struct House {
    pub dir: TempDir,
    pub state: GatewayState,
    pub rules: ImportRules,
    pub now_ms: i64,
    sessions: u64,
}

fn noon() -> i64 {
    NOON
}

impl House {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let state = GatewayState::open(dir.path(), noon).unwrap();
        let rules = ImportRules::from_settings(&state.settings);
        Self {
            dir,
            state,
            rules,
            now_ms: NOON,
            sessions: 0,
        }
    }

    pub fn with_settings(&mut self, text: &str) {
        std::fs::write(self.dir.path().join("gateway.toml"), text).unwrap();
        let settings = Settings::load_or_create(&self.dir.path().join("gateway.toml")).unwrap();
        self.rules = ImportRules::from_settings(&settings);
    }

    /// Imports a text as a file of its own session, as 1C does with each portion.
    pub fn try_import(&mut self, node: &str, file: &str, xml: &str) -> Result<ImportReport, ImportError> {
        self.sessions += 1;
        let source = ImportSource {
            node: node.to_owned(),
            session: format!("s{}", self.sessions),
            file: file.to_owned(),
            is_by_hand: false,
        };
        catalogue::import(
            self.state.db.as_ref(),
            &self.rules,
            &source,
            xml.as_bytes(),
            self.now_ms,
        )
    }

    pub fn import(&mut self, file: &str, xml: &str) -> ImportReport {
        self.try_import("ut", file, xml).unwrap()
    }

    pub fn stats(&self) -> Stats {
        read(self.state.db.as_ref(), |tx| catalogue::stats(tx)).unwrap()
    }

    /// All rows of a feed: the snapshot with the changes after it.
    pub fn rows(&self, feed: &FeedName) -> BTreeMap<String, Vec<u8>> {
        let db = self.state.db.as_ref();
        let secret = &self.state.cursor_secret;
        let Some(manifest) = feeds::manifest(self.state.snapshots(), feed, secret).unwrap() else {
            return BTreeMap::new();
        };
        let mut rows = BTreeMap::new();
        for info in &manifest.segments {
            let bytes = feeds::segment(db, self.dir.path(), feed, &info.blake3)
                .unwrap()
                .unwrap();
            rows.extend(
                unpack_segment(&bytes, info)
                    .unwrap()
                    .into_iter()
                    .map(|row| (row.key, row.body)),
            );
        }
        let page = read(db, |tx| {
            feeds::changes(tx, feed, &manifest.cursor, secret, feeds::Sizes::default())
        })
        .unwrap();
        let Some(ChangesOutcome::Page(page)) = page else {
            panic!("the cursor of a manifest was refused")
        };
        assert_eq!(page.to, page.head);
        for change in page.changes {
            if change.is_deleted {
                rows.remove(&change.key);
            } else {
                rows.insert(change.key, change.body);
            }
        }
        rows
    }

    pub fn items(&self) -> BTreeMap<String, ItemRow> {
        let rows = self.rows(&FeedName::Catalogue("all".to_owned()));
        rows.into_iter()
            .map(|(key, body)| (key, ItemRow::decode(body.as_slice()).unwrap()))
            .collect()
    }

    pub fn item_ids(&self) -> Vec<String> {
        self.items().into_keys().collect()
    }

    /// Item → price in millionths and currency.
    pub fn prices(&self, price_type: &str) -> BTreeMap<String, (i64, String)> {
        let rows = self.rows(&FeedName::prices(price_type));
        rows.into_iter()
            .map(|(key, body)| {
                let row = PriceRow::decode(body.as_slice()).unwrap();
                (key, (row.price_micro, row.currency))
            })
            .collect()
    }

    /// Item → thousandths.
    pub fn stock(&self, warehouse: &str) -> BTreeMap<String, i64> {
        let rows = self.rows(&FeedName::stock(warehouse));
        rows.into_iter()
            .map(|(key, body)| (key, StockRow::decode(body.as_slice()).unwrap().quantity_milli))
            .collect()
    }

    pub fn reference(&self) -> BTreeMap<String, ReferenceRow> {
        let rows = self.rows(&FeedName::reference());
        rows.into_iter()
            .map(|(key, body)| (key, ReferenceRow::decode(body.as_slice()).unwrap()))
            .collect()
    }

    pub fn head(&self, feed: &FeedName) -> u64 {
        let status = read(self.state.db.as_ref(), |tx| {
            feeds::status(tx, feed, None, cabinet_protocol::ROW_SCHEMA, &self.state.cursor_secret)
        });
        status.unwrap().map_or(0, |status| status.head)
    }
}

/// A whole file around sections.
pub fn file(sections: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<КоммерческаяИнформация ВерсияСхемы=\"2.07\" ДатаФормирования=\"2026-02-01T10:00:00\">\n{sections}\n</КоммерческаяИнформация>"
    )
}

pub fn catalogue(goods: &str) -> String {
    file(&format!(
        "<Каталог СодержитТолькоИзменения=\"true\"><Ид>c</Ид><Товары>{goods}</Товары></Каталог>"
    ))
}

pub fn full_catalogue(goods: &str) -> String {
    file(&format!(
        "<Каталог СодержитТолькоИзменения=\"false\"><Ид>c</Ид><Товары>{goods}</Товары></Каталог>"
    ))
}

pub fn offers(list: &str) -> String {
    file(&format!(
        "<ПакетПредложений><Ид>c#</Ид><ТипыЦен><ТипЦены><Ид>p1</Ид><Наименование>Оптовая</Наименование><Валюта>руб</Валюта></ТипЦены></ТипыЦен><Предложения>{list}</Предложения></ПакетПредложений>"
    ))
}

pub fn product(id: &str) -> String {
    format!(
        "<Товар><Ид>{id}</Ид><Артикул>A-{id}</Артикул><Наименование>Товар {id}</Наименование><БазоваяЕдиница Код=\"796\" НаименованиеПолное=\"Штука\"/></Товар>"
    )
}

pub fn price(price_type: &str, amount: &str, more: &str) -> String {
    format!("<Цена><ИдТипаЦены>{price_type}</ИдТипаЦены><ЦенаЗаЕдиницу>{amount}</ЦенаЗаЕдиницу>{more}</Цена>")
}

/// An offer with a price of type `p1` in roubles and stock in the warehouse `w1`.
pub fn offer(id: &str, amount: &str, quantity: &str) -> String {
    format!(
        "<Предложение><Ид>{id}</Ид><Наименование>Товар {id}</Наименование><Цены>{}</Цены><Склад ИдСклада=\"w1\" КоличествоНаСкладе=\"{quantity}\"/></Предложение>",
        price("p1", amount, "<Валюта>RUB</Валюта>")
    )
}
