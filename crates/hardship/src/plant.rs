//! The supplier of a hardship: the real gateway over a generated catalogue, with one person and as many devices as asked for.

use crate::dealer::{Dealer, cabinet};
use cabinet_simulation::dump;
use demo_supplier::Plan;
use std::path::{Path, PathBuf};
use testkit::supplier::Supplier;

/// A supplier.
pub struct Plant {
    /// The gateway.
    pub gateway: Supplier,
    /// What the catalogue is made from.
    pub plan: Plan,
    /// The legal entity that everybody works for.
    pub entity: String,
    person: String,
    files: tempfile::TempDir,
    round: u64,
}

impl Plant {
    /// A supplier with so many products; `None`, with a notice, when a binary is missing.
    #[must_use]
    pub fn with(products: u64) -> Option<Self> {
        Self::with_data_in(&std::env::temp_dir(), products)
    }

    /// The same, with the gateway's data in a folder of the caller's choice.
    #[must_use]
    pub fn with_data_in(parent: &Path, products: u64) -> Option<Self> {
        cabinet()?;
        let files = tempfile::tempdir().unwrap();
        let plan = Plan::new(products);
        let export = files.path().join("export");
        demo_supplier::generate(&plan, &export).unwrap();
        let gateway = Supplier::with_export_in(parent, &export)?;
        let entity = gateway.entity("ООО Ромашка", "7707083893");
        let person = gateway.console(&[
            "invite",
            "--entity",
            &entity,
            "--person",
            "Иванов Иван",
            "--role",
            "buyer",
        ]);
        Some(Self {
            person: person["person"].as_str().unwrap().to_owned(),
            gateway,
            plan,
            entity,
            files,
            round: 0,
        })
    }

    /// The person whose devices these are.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// The whole export.
    #[must_use]
    pub fn export(&self) -> PathBuf {
        self.files.path().join("export")
    }

    /// A code for a further device of the person.
    #[must_use]
    pub fn code(&self) -> String {
        let args = [
            "invite",
            "--entity",
            &self.entity,
            "--person",
            &self.person,
            "--role",
            "buyer",
        ];
        self.gateway.console(&args)["code"].as_str().unwrap().to_owned()
    }

    /// A device that was enrolled at an address and has nothing yet.
    #[must_use]
    pub fn device_at(&self, url: &str) -> Dealer {
        let dealer = Dealer::new();
        dealer.enroll(url, &self.code());
        dealer
    }

    /// A device in step.
    #[must_use]
    pub fn device(&self) -> Dealer {
        let dealer = self.device_at(&self.gateway.url());
        dealer.ok(&["sync"]);
        dealer
    }

    /// What a fresh device has after its first sync.
    #[must_use]
    pub fn truth(&self) -> dump::Rows {
        self.device().rows()
    }

    /// Files of a light update with other prices than before; they are not imported yet.
    #[must_use]
    pub fn changes(&mut self, prices: u64) -> PathBuf {
        self.round += 1;
        let folder = self.files.path().join("changes");
        demo_supplier::write_changes(&self.plan, prices, self.round, &folder).unwrap();
        folder
    }

    /// Imports a light update with other prices than before.
    pub fn publish(&mut self, prices: u64) {
        let folder = self.changes(prices);
        self.gateway.import_folder(&folder);
    }

    /// A folder for what a hardship keeps.
    #[must_use]
    pub fn scratch(&self) -> &Path {
        self.files.path()
    }

    /// Articles of goods, as a dealer types them.
    #[must_use]
    pub fn articles(&self, dealer: &Dealer, count: usize) -> Vec<String> {
        let conn = dealer.open("mirror.db").unwrap();
        let mut select = conn
            .prepare(
                "SELECT article FROM item WHERE article <> '' GROUP BY article HAVING count(*) = 1 ORDER BY article LIMIT ?1",
            )
            .unwrap();
        let rows = select.query_map([count as i64], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }
}
