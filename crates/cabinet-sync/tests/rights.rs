//! What lies on a device, counted in its decrypted files: every role, with and without a contract, each way of stock.
//!
//! The gateway is the real one and the sync is the one that ships; only the keys are known here, so that the files can
//! be read as a thief of keys would read them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

use cabinet_client::address::GatewayAddress;
use cabinet_client::gateway::{self, Gateway};
use cabinet_client::proxy::ProxyChoice;
use cabinet_client::tokens::{TokenStore, TokenStoreError};
use cabinet_desk::Desk;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_mirror::{EntityMirror, Mirror};
use cabinet_protocol::commands::{Command, CommandBody, CommandsRequest, Verdict};
use cabinet_protocol::orders::{PlaceOrder, WantedLine};
use cabinet_protocol::session::EnrollRequest;
use cabinet_sqlite::Key;
use cabinet_sync::driver::{Driver, Haste};
use cabinet_sync::error::SyncError;
use cabinet_sync::files::Files;
use cabinet_sync::watch::{Changed, Progress, Watch};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use testkit::export::goods;
use testkit::supplier::Supplier;

const KEY: [u8; 32] = [7; 32];

/// A price that nothing else is like: 1234.57, in millionths.
const PRICE_MICRO: i64 = 1_234_570_000;
/// Three of it, in minor units.
const SUM_MINOR: i64 = 370_371;
/// What is owed of a document of the books, unlike anything else: 98765.43.
const OWED_MINOR: i64 = 9_876_543;
/// A stock that nothing else is like, before orders take of it, in pieces.
const STOCK: i64 = 7_777;

struct Nobody;

impl Watch for Nobody {
    fn progress(&self, _: Progress) {}
    fn changed(&self, _: Changed) {}
}

struct Drawer(Mutex<String>);

impl TokenStore for Drawer {
    fn refresh_token(&self) -> Result<Option<String>, TokenStoreError> {
        Ok(Some(self.0.lock().unwrap().clone()))
    }

    fn keep(&self, refresh_token: &str) -> Result<(), TokenStoreError> {
        refresh_token.clone_into(&mut self.0.lock().unwrap());
        Ok(())
    }
}

/// Mirror files under one known key.
struct OpenFiles {
    folder: PathBuf,
    goods: Mutex<Option<Arc<Mirror>>>,
    documents: Mutex<BTreeMap<EntityId, Arc<EntityMirror>>>,
}

impl Files for OpenFiles {
    fn goods(&self) -> Result<Arc<Mirror>, SyncError> {
        let mut goods = self.goods.lock().unwrap();
        let path = self.folder.join(cabinet_mirror::mirror::FILE_NAME);
        let open = || Arc::new(Mirror::open(&path, &Key::from_bytes(KEY)).unwrap());
        Ok(goods.get_or_insert_with(open).clone())
    }

    fn documents(&self, entity: &EntityId) -> Result<Arc<EntityMirror>, SyncError> {
        let mut documents = self.documents.lock().unwrap();
        let path = self.folder.join(cabinet_mirror::entity::file_name(entity));
        let open = || Arc::new(EntityMirror::open(&path, &Key::from_bytes(KEY), entity).unwrap());
        Ok(documents.entry(entity.clone()).or_insert_with(open).clone())
    }

    fn entities(&self) -> Result<Vec<EntityId>, SyncError> {
        let names = std::fs::read_dir(&self.folder).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let of_file = |name: String| Some(EntityId::new(name.strip_prefix("entity-")?.strip_suffix(".db")?));
        Ok(names.filter_map(of_file).collect())
    }

    fn forget_everything(&self) -> Result<(), SyncError> {
        unreachable!("the device is not shut out")
    }

    fn forget_documents(&self, entity: &EntityId) -> Result<(), SyncError> {
        self.documents.lock().unwrap().remove(entity);
        let path = self.folder.join(cabinet_mirror::entity::file_name(entity));
        cabinet_mirror::mirror::delete(&path).map_err(SyncError::Remove)
    }
}

/// A device of one person.
struct Device {
    folder: tempfile::TempDir,
    person: String,
    gateway: Arc<Gateway>,
    desk: Arc<Desk>,
    files: Arc<OpenFiles>,
    driver: Driver,
}

impl Device {
    async fn enrol(url: &str, code: &str) -> Self {
        let address = GatewayAddress::parse(url).unwrap();
        let request = EnrollRequest {
            code: code.to_owned(),
            device_name: "desk".to_owned(),
            app_version: "0.1.0".to_owned(),
            attempt: String::new(),
        };
        let enrolled = gateway::enroll(&address, None, &request, &ProxyChoice::System)
            .await
            .unwrap();
        let store = Arc::new(Drawer(Mutex::new(enrolled.tokens.refresh_token.clone())));
        let gateway = Arc::new(Gateway::new(address, None, "0.1.0", &ProxyChoice::System, store).unwrap());
        gateway.begin_with(&enrolled.tokens).await;
        let folder = tempfile::tempdir().unwrap();
        let desk = Arc::new(Desk::open(&folder.path().join("desk.db"), &Key::from_bytes(KEY), 0).unwrap());
        let files = Arc::new(OpenFiles {
            folder: folder.path().to_owned(),
            goods: Mutex::default(),
            documents: Mutex::default(),
        });
        let now = Arc::new(|| 1_000_000);
        let driver = Driver::new(gateway.clone(), desk.clone(), files.clone(), now, "0.1.0");
        Self {
            folder,
            person: enrolled.person.to_string(),
            gateway,
            desk,
            files,
            driver,
        }
    }

    async fn sync(&self) {
        let report = self.driver.sync(Haste::Everything, &Nobody).await.unwrap();
        assert!(report.problem.is_none(), "{:?}", report.problem);
    }

    fn on_disk(&self) -> OnDisk {
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "db"))
            .collect();
        files.sort();
        let mut found = OnDisk::default();
        for file in files {
            found.take(&file);
        }
        found
    }
}

/// Everything in the decrypted files of a device.
#[derive(Default)]
struct OnDisk {
    /// Rows by table.
    rows: BTreeMap<String, usize>,
    cells: Vec<(String, Value)>,
}

impl OnDisk {
    fn take(&mut self, path: &Path) {
        let conn = Connection::open(path).unwrap();
        let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
        conn.execute_batch(&format!(
            "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;"
        ))
        .unwrap();
        let mut tables = conn
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
            .unwrap();
        let tables: Vec<String> = tables
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        for table in tables {
            let mut rows = conn.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
            let width = rows.column_count();
            let mut rows = rows.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                *self.rows.entry(table.clone()).or_default() += 1;
                for column in 0..width {
                    self.cells.push((table.clone(), row.get(column).unwrap()));
                }
            }
        }
    }

    fn count(&self, table: &str) -> usize {
        self.rows.get(table).copied().unwrap_or(0)
    }

    /// Tables in which a number stands, as a number, in a text or inside a message.
    fn where_is(&self, number: i64) -> Vec<String> {
        let digits = number.to_string();
        let varint = varint(number);
        let is_in = |value: &Value| match value {
            Value::Integer(cell) => *cell == number,
            Value::Text(text) => text.contains(&digits),
            Value::Blob(bytes) => bytes.windows(varint.len()).any(|window| window == varint),
            Value::Null | Value::Real(_) => false,
        };
        let mut found: Vec<String> = self
            .cells
            .iter()
            .filter(|(_, value)| is_in(value))
            .map(|(table, _)| table.clone())
            .collect();
        found.dedup();
        found
    }

    fn knows_stock(&self) -> bool {
        (0..10).any(|taken| !self.where_is((STOCK - taken) * 1000).is_empty())
    }
}

/// A number as it stands in a protobuf message.
fn varint(number: i64) -> Vec<u8> {
    let mut rest = u64::try_from(number).unwrap();
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(rest & 0x7f).unwrap();
        rest >>= 7;
        if rest == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// The terms of an entity, and what a device of it should hold.
struct Terms {
    name: &'static str,
    /// Goods that the entity may know of, of four.
    goods: usize,
    has_prices: bool,
    stock: &'static str,
    has_order: bool,
    /// Words after `contract add`; `None`: no contract.
    contract: Option<Vec<String>>,
}

fn supplier() -> Option<Supplier> {
    let stock = u32::try_from(STOCK).unwrap();
    Supplier::with(&goods(&[
        ("Б-1", "Болт М8х40", "1234.57", stock),
        ("Б-2", "Болт М10х60", "1234.57", stock),
        ("Г-1", "Гайка М8", "1234.57", stock),
        ("Г-2", "Гайка М10", "1234.57", stock),
    ]))
}

fn terms(supplier: &Supplier) -> Vec<Terms> {
    let list = supplier.path().join("assortment.txt");
    std::fs::write(&list, "Б-1\r\nБ-2\r\n").unwrap();
    let contract = |stock: &str| {
        let words = [
            "--assortment",
            list.to_str().unwrap(),
            "--stock",
            stock,
            "--payment",
            "14 дней",
        ];
        Some(words.map(str::to_owned).to_vec())
    };
    let narrow = |name, stock| Terms {
        name,
        goods: 2,
        has_prices: true,
        stock,
        has_order: true,
        contract: contract(stock),
    };
    vec![
        Terms {
            name: "as before there were contracts",
            goods: 4,
            has_prices: true,
            stock: "exact",
            has_order: true,
            contract: None,
        },
        Terms {
            name: "prices by contract, and none yet",
            goods: 4,
            has_prices: false,
            stock: "exact",
            has_order: false,
            contract: None,
        },
        narrow("two goods, stock in numbers", "exact"),
        narrow("two goods, stock in words", "words"),
        narrow("two goods, stock hidden", "hidden"),
    ]
}

fn entity(supplier: &Supplier, terms: &Terms) -> String {
    let mut words = vec![
        "entity",
        "add",
        "--name",
        terms.name,
        "--inn",
        "7707083893",
        "--allow-duplicate",
    ];
    if !terms.has_prices {
        words.push("--no-prices");
    }
    let entity = supplier.console(&words)["id"].as_str().unwrap().to_owned();
    if let Some(contract) = &terms.contract {
        let mut words = vec!["contract", "add", "--entity", &entity, "--number", "Д-17"];
        words.extend(contract.iter().map(String::as_str));
        supplier.console(&words);
    }
    let books = supplier.path().join("books.csv");
    let rows = format!("entity;contract;document;number;due;sum\n{entity};Д-17;УПД;Р-1;2026-01-10;98765.43\n");
    std::fs::write(&books, rows).unwrap();
    supplier.console(&["balance", "documents", books.to_str().unwrap()]);
    entity
}

/// An order for three bolts.
async fn order(device: &Device, entity: &str) -> Verdict {
    device.sync().await;
    let items = device.item("Б-1");
    let body = CommandBody::Place(PlaceOrder {
        prepaid: false,
        draft: "d".into(),
        draft_name: "Ремонт".to_owned(),
        quote: None,
        lines: vec![WantedLine {
            item: items,
            quantity_milli: 3_000,
            price_micro: Some(PRICE_MICRO),
            currency: Some("RUB".to_owned()),
        }],
        comment: String::new(),
        delivery: Box::default(),
        own_number: String::new(),
        ship_together: String::new(),
        line_comments: BTreeMap::new(),
        line_parts: BTreeMap::new(),
        on_order: BTreeSet::new(),
        line_services: BTreeMap::new(),
        gifts: Vec::new(),
    });
    let request = CommandsRequest {
        commands: vec![Command {
            key: format!("order-{entity}").into(),
            entity: entity.into(),
            body,
        }],
    };
    device
        .gateway
        .commands(&request)
        .await
        .unwrap()
        .results
        .remove(0)
        .verdict
}

impl Device {
    fn item(&self, article: &str) -> cabinet_domain::ids::ItemId {
        let path = self.folder.path().join(cabinet_mirror::mirror::FILE_NAME);
        let mirror = Mirror::open(&path, &Key::from_bytes(KEY)).unwrap();
        let grant = &self.desk.grants().unwrap()[0];
        let sight = cabinet_mirror::Sight {
            assortment: grant.assortment.clone(),
            ..cabinet_mirror::Sight::default()
        };
        mirror.items_by_article(&sight, &[article]).unwrap()[0][0].item.clone()
    }
}

/// What each role sees, written out: prices, documents.
const ROLES: [(Role, bool, bool); 6] = [
    (Role::Viewer, false, false),
    (Role::Buyer, true, true),
    (Role::Approver, true, true),
    (Role::Claims, false, true),
    (Role::Accountant, true, true),
    (Role::Admin, true, true),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_device_holds_what_its_role_and_its_contract_allow_and_nothing_else() {
    let Some(supplier) = supplier() else { return };
    for terms in terms(&supplier) {
        let entity = entity(&supplier, &terms);
        if terms.has_order {
            let admin = Device::enrol(&supplier.url(), &supplier.invite(&entity, "admin")).await;
            let verdict = order(&admin, &entity).await;
            assert!(matches!(verdict, Verdict::Placed { .. }), "{}: {verdict:?}", terms.name);
        }
        for (role, sees_prices, sees_documents) in ROLES {
            let device = Device::enrol(&supplier.url(), &supplier.invite(&entity, role.code())).await;
            device.sync().await;
            let disk = device.on_disk();
            let about = format!("{} as {role:?}", terms.name);
            assert_eq!(disk.count("item"), terms.goods, "{about}");
            let prices = if sees_prices && terms.has_prices {
                terms.goods
            } else {
                0
            };
            assert_eq!(disk.count("price"), prices, "{about}");
            let in_mode = |mode| if terms.stock == mode { terms.goods } else { 0 };
            assert_eq!(disk.count("stock"), in_mode("exact"), "{about}");
            assert_eq!(disk.count("stock_level"), in_mode("words"), "{about}");
            let orders = usize::from(sees_documents && terms.has_order);
            assert_eq!(disk.count("placed_order"), orders, "{about}");
            let invoices = if sees_prices { orders } else { 0 };
            assert_eq!(disk.count("invoice"), invoices, "{about}");
            let sees_money = usize::from(sees_prices && sees_documents);
            assert_eq!(
                (disk.count("owed_document"), disk.count("books")),
                (sees_money, sees_money),
                "{about}"
            );
            assert_eq!(disk.where_is(OWED_MINOR).len(), sees_money, "{about}");

            let sees_sums = sees_prices && terms.has_prices;
            assert_eq!(
                !disk.where_is(PRICE_MICRO).is_empty(),
                sees_sums,
                "{about}: {:?}",
                disk.where_is(PRICE_MICRO)
            );
            assert_eq!(
                !disk.where_is(SUM_MINOR).is_empty(),
                sees_sums && terms.has_order,
                "{about}"
            );
            assert_eq!(disk.knows_stock(), terms.stock == "exact", "{about}");
            let contract = device.desk.grants().unwrap()[0].contract.clone();
            assert_eq!(contract.is_some(), terms.contract.is_some() && sees_prices, "{about}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_away_leaves_the_device_at_the_next_sync_and_comes_back_with_the_right() {
    let Some(supplier) = supplier() else { return };
    let all = terms(&supplier);
    let (first, narrow) = (&all[0], &all[4]);
    let entity = entity(&supplier, first);
    let device = Device::enrol(&supplier.url(), &supplier.invite(&entity, "buyer")).await;
    assert!(matches!(order(&device, &entity).await, Verdict::Placed { .. }));
    device.sync().await;
    let role = |role: &str| {
        let words = [
            "person",
            "grant",
            "--person",
            &device.person,
            "--entity",
            &entity,
            "--role",
            role,
        ];
        supplier.console(&words);
    };
    assert_eq!(device.on_disk().count("price"), 4);

    // A storekeeper from now on.
    role("claims");
    device.sync().await;
    let disk = device.on_disk();
    assert_eq!(
        (disk.count("price"), disk.count("invoice"), disk.count("placed_order")),
        (0, 0, 1)
    );
    assert_eq!(disk.where_is(PRICE_MICRO), Vec::<String>::new());
    assert_eq!(disk.where_is(SUM_MINOR), Vec::<String>::new());
    assert_eq!((disk.count("owed_document"), disk.count("books")), (0, 0));
    assert_eq!(disk.where_is(OWED_MINOR), Vec::<String>::new());

    role("buyer");
    device.sync().await;
    let disk = device.on_disk();
    assert_eq!(
        (disk.count("price"), disk.count("invoice"), disk.count("placed_order")),
        (4, 1, 1)
    );

    // A contract for two goods with hidden stock.
    let mut words = vec!["contract", "add", "--entity", &entity, "--number", "Д-18"];
    words.extend(narrow.contract.as_ref().unwrap().iter().map(String::as_str));
    let contract = supplier.console(&words)["id"].as_str().unwrap().to_owned();
    device.sync().await;
    let disk = device.on_disk();
    assert_eq!(
        (disk.count("item"), disk.count("price"), disk.count("stock")),
        (2, 2, 0)
    );
    assert!(!disk.knows_stock());

    // Its end takes the prices, and shows no more goods and no more stock than it did.
    supplier.console(&["contract", "close", &contract]);
    device.sync().await;
    let disk = device.on_disk();
    assert_eq!(
        (disk.count("item"), disk.count("price"), disk.count("stock")),
        (2, 0, 0)
    );

    supplier.console(&["person", "withdraw", "--person", &device.person, "--entity", &entity]);
    device.sync().await;
    let disk = device.on_disk();
    assert_eq!(
        (disk.count("item"), disk.count("placed_order"), disk.count("warehouse")),
        (0, 0, 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_move_into_an_assortment_come_and_others_that_leave_it_go() {
    let Some(supplier) = supplier() else { return };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    supplier.console(&[
        "contract",
        "add",
        "--entity",
        &entity,
        "--number",
        "1",
        "--assortment",
        "Крепёж",
    ]);
    let device = Device::enrol(&supplier.url(), &supplier.invite(&entity, "buyer")).await;
    device.sync().await;
    assert_eq!(device.on_disk().count("item"), 4, "all of them are in the group");
    supplier.import(&goods(&[
        ("Б-1", "Болт М8х40", "1234.57", 5),
        ("Н-1", "Новый товар", "10", 5),
    ]));
    device.sync().await;
    let disk = device.on_disk();
    assert_eq!(
        disk.count("item"),
        5,
        "a new one of the group came by itself; those passed by are doubtful, not gone"
    );
    assert_eq!(disk.count("price"), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_an_entity_that_has_no_documents_yet_stays_as_it_is() {
    let Some(supplier) = supplier() else { return };
    let words = ["entity", "add", "--name", "ООО «Новые»", "--inn", "7707083893"];
    let entity = supplier.console(&words)["id"].as_str().unwrap().to_owned();
    let device = Device::enrol(&supplier.url(), &supplier.invite(&entity, "buyer")).await;
    device.sync().await;
    // Whoever looks for documents makes the file; in the next sync the gateway names no feed of the entity.
    let id = EntityId::new(entity.as_str());
    let looked_for = device.files.documents(&id).unwrap();
    device.sync().await;
    assert_eq!(device.files.entities().unwrap(), std::slice::from_ref(&id));
    assert!(Arc::ptr_eq(&looked_for, &device.files.documents(&id).unwrap()));
}
