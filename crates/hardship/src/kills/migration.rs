//! Files of earlier versions, opened by a program that is killed while it changes their tables: the desk of a device, the
//! database of the gateway.
//!
//! With strace the program dies at its n-th write to a file, otherwise after a random while.

use super::old::{self, Content};
use super::{Usual, kill_after};
use crate::dealer::Dealer;
use crate::failing::strace;
use crate::plant::Plant;
use crate::tally::Tally;
use cabinet_simulation::dice::Dice;
use rusqlite::Connection;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use testkit::supplier;

/// What opening a desk changes on purpose: what was being sent when the program ended is unknown from then on, and due.
const CHANGED: &[&str] = &["outbox.state", "outbox.doubtful", "outbox.next_at_ms", "outbox.why"];

/// A file of an earlier version and what is in it.
struct Template {
    number: u32,
    path: PathBuf,
    content: Content,
}

/// Old files, and who opens them.
pub struct Scene {
    files: tempfile::TempDir,
    dealer: Dealer,
    desks: Vec<Template>,
    gateways: Vec<Template>,
    open_desk: Usual,
    open_gateway: Usual,
    has_strace: bool,
    struck: [u64; 2],
}

impl Scene {
    /// Makes a file of each earlier version; `None` when a binary is missing.
    #[must_use]
    pub fn build() -> Option<Self> {
        let plant = Plant::with(10)?;
        let dealer = plant.device_at(&plant.gateway.url());
        let files = tempfile::tempdir().unwrap();
        let scripts = old::scripts("desk");
        let desks = (1..scripts.len())
            .map(|count| {
                let number = scripts[count - 1].0;
                let path = files.path().join(format!("desk-{number}.db"));
                old::desk(&path, dealer.key("desk"), &scripts[..count]);
                let content = old::content(&open(&dealer, &path));
                Template { number, path, content }
            })
            .collect();
        let scripts = old::scripts("gateway");
        let gateways = (1..scripts.len())
            .map(|count| {
                let number = scripts[count - 1].0;
                let path = files.path().join(format!("gateway-{number}.db"));
                old::gateway(&path, &scripts[..count]);
                let content = old::content(&Connection::open(&path).unwrap());
                Template { number, path, content }
            })
            .collect();
        let mut scene = Self {
            files,
            dealer,
            desks,
            gateways,
            open_desk: Usual::of(|| ()).0,
            open_gateway: Usual::of(|| ()).0,
            has_strace: strace().is_some(),
            struck: [0; 2],
        };
        scene.put_desk(0);
        scene.open_desk = Usual::of(|| scene.dealer.run(&["status"])).0;
        scene.put_gateway(0);
        scene.open_gateway = Usual::of(|| scene.stats(&[]).output().unwrap()).0;
        Some(scene)
    }

    /// One kill of the one or the other.
    pub fn round(&mut self, dice: &mut Dice, tally: &mut Tally) {
        if dice.below(2) == 0 {
            self.round_of_desk(dice, tally);
        } else {
            self.round_of_gateway(dice, tally);
        }
    }

    fn put_desk(&self, at: usize) {
        let profile = self.dealer.profile();
        for entry in std::fs::read_dir(&profile).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.starts_with("desk.") {
                std::fs::remove_file(profile.join(name)).unwrap();
            }
        }
        std::fs::copy(&self.desks[at].path, self.dealer.file("desk.db")).unwrap();
    }

    fn put_gateway(&self, at: usize) {
        let data = self.gateway_data();
        let _ = std::fs::remove_dir_all(&data);
        std::fs::create_dir_all(&data).unwrap();
        std::fs::copy(&self.gateways[at].path, data.join("gateway.db")).unwrap();
    }

    fn gateway_data(&self) -> PathBuf {
        self.files.path().join("data")
    }

    fn stats(&self, under: &[OsString]) -> Command {
        let program = supplier::binary().unwrap();
        let mut command = match under.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.args(["stats", "--json", "--data"]).arg(self.gateway_data());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// What kills a program at its n-th write.
    fn killer(&self, at_write: u64) -> Vec<OsString> {
        let inject = format!("inject=pwrite64:signal=KILL:when={at_write}");
        let arguments = ["-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64", "-e"];
        let mut all: Vec<OsString> = vec![strace().unwrap().into()];
        all.extend(arguments.map(OsString::from));
        all.push(inject.into());
        all
    }

    fn round_of_desk(&mut self, dice: &mut Dice, tally: &mut Tally) {
        let at = usize::try_from(dice.below(self.desks.len() as u64)).unwrap();
        self.put_desk(at);
        let (was_struck, how) = if self.has_strace && dice.below(4) > 0 {
            let at_write = 1 + dice.below(150);
            let done = self.dealer.run_under(&self.killer(at_write), &["status"], "");
            (done.code.is_none_or(|code| code > 128), format!("at write {at_write}"))
        } else {
            let wait = self.open_desk.moment(dice);
            (
                kill_after(self.dealer.spawn(&["status"], ""), wait),
                format!("after {wait:?}"),
            )
        };
        let template = &self.desks[at];
        let number = template.number;
        let words = format!("the change of a desk of version {number} killed {how}");
        if was_struck {
            tally.struck += 1;
            self.struck[0] += 1;
        }
        for said in self.dealer.check_files() {
            tally.wrong(format!("{words}: {said}"));
        }
        // The session in the file is invented, which the program says; its desk is open by then.
        let done = self.dealer.run(&["status"]);
        tally.hold(done.is_told(), || format!("{words}, opened again: {done:?}"));
        let after = old::content(&self.dealer.open("desk.db").unwrap());
        if let Some(lost) = old::lost(&template.content, &after, CHANGED) {
            tally.wrong(format!("{words}: lost is {lost}"));
        }
        let copy = self.dealer.file(&format!("desk.change-{number}.db"));
        if copy.exists() {
            let copied = old::content(&open(&self.dealer, &copy));
            tally.hold(copied == template.content, || {
                format!("{words}: the copy of before is not what was")
            });
        } else {
            tally.wrong(format!("{words}: there is no copy of before"));
        }
    }

    fn round_of_gateway(&mut self, dice: &mut Dice, tally: &mut Tally) {
        let at = usize::try_from(dice.below(self.gateways.len() as u64)).unwrap();
        self.put_gateway(at);
        let (was_struck, how) = if self.has_strace && dice.below(4) > 0 {
            let at_write = 1 + dice.below(400);
            let ended = self.stats(&self.killer(at_write)).status().unwrap();
            let is_killed = ended.code().is_none_or(|code| code > 128);
            (is_killed, format!("at write {at_write}"))
        } else {
            let wait = self.open_gateway.moment(dice);
            (
                kill_after(self.stats(&[]).spawn().unwrap(), wait),
                format!("after {wait:?}"),
            )
        };
        let template = &self.gateways[at];
        let number = template.number;
        let words = format!("the change of a gateway of version {number} killed {how}");
        if was_struck {
            tally.struck += 1;
            self.struck[1] += 1;
        }
        let ended = self.stats(&[]).status().unwrap();
        tally.hold(ended.success(), || format!("{words}, opened again: {ended}"));
        let conn = Connection::open(self.gateway_data().join("gateway.db")).unwrap();
        let sound: String = conn.query_row("PRAGMA quick_check", [], |row| row.get(0)).unwrap();
        tally.hold(sound == "ok", || format!("{words}: {sound}"));
        if let Some(lost) = old::lost(&template.content, &old::content(&conn), &[]) {
            tally.wrong(format!("{words}: lost is {lost}"));
        }
        let copy = self.gateway_data().join(format!("gateway.change-{number}.db"));
        if copy.exists() {
            let copied = old::content(&Connection::open(&copy).unwrap());
            tally.hold(copied == template.content, || {
                format!("{words}: the copy of before is not what was")
            });
        } else {
            tally.wrong(format!("{words}: there is no copy of before"));
        }
    }

    /// What this scene counted.
    pub fn figures(&self, tally: &mut Tally) {
        let [desk, gateway] = self.struck;
        tally.figure("killed while tables of an old desk changed", desk);
        tally.figure("killed while tables of an old gateway changed", gateway);
        if !self.has_strace {
            tally.figure("not done", "kills at a chosen write: there is no strace here");
        }
    }
}

/// Opens a desk that lies elsewhere under the key of the device's.
fn open(dealer: &Dealer, path: &Path) -> Connection {
    let conn = Connection::open(path).unwrap();
    let hex: String = dealer.key("desk").iter().map(|byte| format!("{byte:02x}")).collect();
    conn.execute_batch(&format!(
        "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_page_size = 4096; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;"
    ))
    .unwrap();
    conn
}
