//! One run from its seed to its end.

use crate::clock;
use crate::device::Device;
use crate::dice::Dice;
use crate::fate::Weather;
use crate::goods;
use crate::supplier::Supplier;
use crate::trace::Trace;
use crate::world::{Event, World};
use cabinet_domain::ids::EntityId;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use tempfile::TempDir;

/// How long faults last, true time, ms.
const FAULTS_MS: i64 = 30 * 60 * 1000;

/// Sets the dice of a season apart.
const SEASONS: u64 = 0x5EA5_0D15_7A9C_E000;

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// Its seed.
    pub seed: u64,
    /// What happened.
    pub trace: Trace,
    /// Orders that stand at the end.
    pub orders: usize,
}

/// The clock of a run belongs to the process, so one runs at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A folder in memory where the system has such, so that a run costs no disk.
///
/// # Panics
/// When there is no room for a folder.
#[must_use]
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}

/// Runs a seed.
///
/// # Panics
/// When the simulation itself fails; what the engine does wrong stands in the trace.
#[must_use]
pub fn run(seed: u64) -> Outcome {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    clock::set(clock::BEGIN_MS);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(live(seed))
}

async fn live(seed: u64) -> Outcome {
    let mut world = begin(seed);
    let begun_ms = clock::now_ms();
    let end_ms = begun_ms + FAULTS_MS;
    // A month that passes is not a month of faults.
    let mut months_ms = 0;
    while clock::now_ms() < end_ms + months_ms {
        let before_ms = clock::now_ms();
        world.step().await;
        if clock::now_ms() - before_ms > 24 * 3_600_000 {
            months_ms += clock::now_ms() - before_ms;
        }
    }
    world.come_to_rest().await;
    world.check_all().await;
    let orders = world
        .supplier
        .read(|tx| supplier_gateway::orders::stored::list(tx).unwrap().len());
    Outcome {
        seed,
        trace: std::mem::take(&mut world.trace),
        orders,
    }
}

fn begin(seed: u64) -> World {
    let mut dice = Dice::new(seed);
    let goods = goods::first(&mut dice);
    let supplier = Supplier::open(folder(), goods);
    let first: EntityId = supplier.entity("ООО Первое", None);
    let second = supplier.entity("ООО Второе", Some(&first));
    let people = [supplier.person("Иванов"), supplier.person("Петров")];
    let both = vec![first.clone(), second.clone()];
    let devices = vec![
        Device::new(0, folder(), people[0].clone(), both.clone()),
        Device::new(1, folder(), people[0].clone(), both),
        Device::new(2, folder(), people[1].clone(), vec![first.clone()]),
    ];
    let each = *dice.pick(&[5, 15, 30, 45]);
    let entities = [first, second];
    let mut world = World::new(
        dice,
        supplier,
        devices,
        people,
        entities,
        Weather { each },
        std::sync::Arc::default(),
    );
    world.give_roles();
    for at in 0..3 {
        world.boot(at);
        world.plan(50, Event::Enrol(at));
        world.plan_between(5_000, 60_000, Event::User(at));
        for _ in 0..3 {
            world.plan_between(10_000, FAULTS_MS, Event::Kill(at));
            world.plan_between(10_000, FAULTS_MS, Event::CutOff(at));
        }
    }
    // Not every device: what is mended where nothing was damaged is a fault.
    for at in 0..2 {
        world.plan_between(60_000, FAULTS_MS, Event::Damage(at));
    }
    world.plan_between(10_000, 60_000, Event::Import);
    world.plan_between(10_000, 200_000, Event::Trouble);
    world.plan_between(60_000, 900_000, Event::StopGateway);
    world.plan_between(60_000, 900_000, Event::TakeRole);
    world.plan(300_000, Event::KeepHouse);
    if world.dice.is_in_thousand(200) {
        world.plan_between(300_000, FAULTS_MS, Event::Month);
    }
    // With dice of its own, so that all other seeds tell the story that they always told.
    let mut seasons = Dice::new(seed ^ SEASONS);
    if seasons.is_in_thousand(80) {
        world.plan(seasons.between(300_000, FAULTS_MS), Event::Season);
    }
    world
}
