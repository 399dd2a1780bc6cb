//! Listening for hints of the real gateway over connections that are cut, late or silent.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

use cabinet_client::address::GatewayAddress;
use cabinet_client::gateway::{self, Gateway};
use cabinet_client::proxy::ProxyChoice;
use cabinet_client::tokens::{TokenStore, TokenStoreError};
use cabinet_protocol::session::EnrollRequest;
use cabinet_sync::listen::{Clocks, Ears, listen};
use cabinet_sync::machine::live::Stand;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use testkit::export::{Goods, goods};
use testkit::proxy::{Mischief, Proxy};
use testkit::supplier::Supplier;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

/// How long a test waits for what it waits for.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Ask,
    Stands(Stand),
}

struct Notes(UnboundedSender<(Heard, Instant)>);

impl Ears for Notes {
    fn ask(&self) {
        let _ = self.0.send((Heard::Ask, Instant::now()));
    }

    fn stands(&self, stand: Stand) {
        let _ = self.0.send((Heard::Stands(stand), Instant::now()));
    }
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

/// A device that listens through a proxy, and what it hears.
struct Listener {
    heard: UnboundedReceiver<(Heard, Instant)>,
    device: String,
    /// How far the device's clock was set, in milliseconds.
    set_ms: Arc<AtomicI64>,
    task: JoinHandle<()>,
}

impl Listener {
    async fn begin(url: &str, code: &str, silence: Duration) -> Self {
        let address = GatewayAddress::parse(url).unwrap();
        let request = EnrollRequest {
            attempt: String::new(),
            code: code.to_owned(),
            device_name: "desk".to_owned(),
            app_version: "0.1.0".to_owned(),
        };
        let enrolled = gateway::enroll(&address, None, &request, &ProxyChoice::System)
            .await
            .unwrap();
        let store = Arc::new(Drawer(Mutex::new(enrolled.tokens.refresh_token.clone())));
        let gateway = Arc::new(Gateway::new(address, None, "0.1.0", &ProxyChoice::System, store).unwrap());
        gateway.begin_with(&enrolled.tokens).await;
        let (notes, heard) = unbounded_channel();
        let set_ms = Arc::new(AtomicI64::new(0));
        let shared = set_ms.clone();
        let began = Instant::now();
        let now = move || i64::try_from(began.elapsed().as_millis()).unwrap();
        let clocks = Clocks {
            now: Arc::new(now),
            wall: Arc::new(move || now() + shared.load(Ordering::SeqCst)),
        };
        let task = tokio::spawn(async move { listen(gateway, silence, &clocks, &Notes(notes)).await });
        Self {
            heard,
            device: enrolled.device,
            set_ms,
            task,
        }
    }

    /// Reads on until this is heard; how it all went comes with a failure.
    async fn until(&mut self, wanted: Heard) -> Instant {
        let mut before = Vec::new();
        let found = async {
            while let Some((heard, at)) = self.heard.recv().await {
                if heard == wanted {
                    return at;
                }
                before.push(heard);
            }
            panic!("it stopped listening")
        };
        let found = tokio::time::timeout(PATIENCE, found).await;
        found.unwrap_or_else(|_| panic!("not {wanted:?} but {before:?}"))
    }

    /// A line stands and its first question was asked, so what is asked from here on has another reason.
    async fn until_open(&mut self) -> Instant {
        let at = self.until(Heard::Stands(Stand::Open)).await;
        self.until(Heard::Ask).await;
        at
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn bolts(price: &str) -> Vec<Goods> {
    goods(&[("Б-1", "Болт М8х40", price, 1000)])
}

/// A gateway that pings each second, a proxy before it, and a code of a buyer.
fn supplier() -> Option<(Supplier, Proxy, String)> {
    let mut supplier = Supplier::with(&bolts("10"))?;
    supplier.kill();
    supplier.configure("[http]\nlive_ping_s = 1\n");
    supplier.serve();
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let proxy = Proxy::before(supplier.address());
    let code = supplier.invite(&entity, "buyer");
    Some((supplier, proxy, code))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_at_the_supplier_calls_for_a_sync_within_seconds() {
    let Some((supplier, proxy, code)) = supplier() else {
        return;
    };
    let mut listener = Listener::begin(&proxy.url(), &code, PATIENCE).await;
    listener.until_open().await;
    let began = Instant::now();
    supplier.import(&bolts("12"));
    let asked = listener.until(Heard::Ask).await;
    assert!(asked - began < Duration::from_secs(10), "{:?}", asked - began);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_line_is_given_up_and_another_one_opened_when_it_can_be() {
    let Some((supplier, proxy, code)) = supplier() else {
        return;
    };
    let mut listener = Listener::begin(&proxy.url(), &code, Duration::from_secs(3)).await;
    let opened = listener.until_open().await;
    // A sign of life a second keeps it open well beyond the patience with silence.
    tokio::time::timeout(Duration::from_secs(5), listener.until(Heard::Stands(Stand::Pausing)))
        .await
        .unwrap_err();
    assert!(opened.elapsed() > Duration::from_secs(5));
    let began = Instant::now();
    proxy.set(Mischief::SilentLines);
    let ended = listener.until(Heard::Stands(Stand::Pausing)).await;
    let silent = ended - began;
    assert!(
        (Duration::from_millis(1_900)..Duration::from_secs(6)).contains(&silent),
        "{silent:?}"
    );
    proxy.set(Mischief::None);
    listener.until_open().await;
    supplier.import(&bolts("12"));
    listener.until(Heard::Ask).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_are_cut_again_and_again_are_opened_ever_more_rarely_but_never_given_up() {
    let Some((supplier, proxy, code)) = supplier() else {
        return;
    };
    let mut listener = Listener::begin(&proxy.url(), &code, PATIENCE).await;
    listener.until_open().await;
    proxy.set(Mischief::CutLines);
    let mut cuts = Vec::new();
    for _ in 0..4 {
        cuts.push(listener.until(Heard::Stands(Stand::Pausing)).await);
    }
    for pair in cuts.windows(2) {
        let [before, after] = pair else { unreachable!() };
        assert!(*after - *before >= Duration::from_secs(1), "{:?}", *after - *before);
    }
    assert!(proxy.lines() <= 5, "{}", proxy.lines());
    proxy.set(Mischief::None);
    listener.until_open().await;
    supplier.import(&bolts("12"));
    listener.until(Heard::Ask).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hints_that_come_late_still_call_for_a_sync_on_the_same_line() {
    let Some((supplier, proxy, code)) = supplier() else {
        return;
    };
    let mut listener = Listener::begin(&proxy.url(), &code, PATIENCE).await;
    listener.until_open().await;
    proxy.set(Mischief::LateLines);
    supplier.import(&bolts("12"));
    listener.until(Heard::Ask).await;
    assert_eq!(proxy.lines(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_has_no_lines_is_left_alone() {
    let Some((_supplier, proxy, code)) = supplier() else {
        return;
    };
    proxy.set(Mischief::NoLines);
    let mut listener = Listener::begin(&proxy.url(), &code, PATIENCE).await;
    listener.until(Heard::Stands(Stand::Pausing)).await;
    tokio::time::timeout(Duration::from_secs(4), listener.until(Heard::Stands(Stand::Opening)))
        .await
        .unwrap_err();
    assert_eq!(proxy.lines(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_sleep_a_new_line_is_opened_at_once_and_a_sync_called_for() {
    let Some((supplier, proxy, code)) = supplier() else {
        return;
    };
    let mut listener = Listener::begin(&proxy.url(), &code, Duration::from_secs(3_600)).await;
    listener.until_open().await;
    // While the machine slept the network let the connection go without telling anyone.
    proxy.set(Mischief::SilentLines);
    supplier.import(&bolts("12"));
    proxy.set(Mischief::None);
    let woke = Instant::now();
    listener.set_ms.store(8 * 3_600_000, Ordering::SeqCst);
    let asked = listener.until(Heard::Ask).await;
    let opened = listener.until_open().await;
    assert!(asked - woke < Duration::from_secs(7), "{:?}", asked - woke);
    assert!(opened - asked < Duration::from_secs(5), "{:?}", opened - asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_device_loses_its_line_at_once_and_calls_for_the_sync_that_tells_it() {
    let Some((supplier, proxy, code)) = supplier() else {
        return;
    };
    let mut listener = Listener::begin(&proxy.url(), &code, PATIENCE).await;
    listener.until_open().await;
    let began = Instant::now();
    supplier.console(&["device", "revoke", &listener.device.clone()]);
    let ended = listener.until(Heard::Stands(Stand::Pausing)).await;
    assert!(ended - began < Duration::from_secs(5), "{:?}", ended - began);
    listener.until(Heard::Stands(Stand::Opening)).await;
    listener.until(Heard::Ask).await;
    let lines = proxy.lines();
    tokio::time::timeout(Duration::from_secs(4), listener.until(Heard::Stands(Stand::Opening)))
        .await
        .unwrap_err();
    assert_eq!(proxy.lines(), lines, "it is not asked for again and again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_restarts_is_listened_to_again() {
    let Some((mut supplier, proxy, code)) = supplier() else {
        return;
    };
    let mut listener = Listener::begin(&proxy.url(), &code, PATIENCE).await;
    listener.until_open().await;
    supplier.kill();
    listener.until(Heard::Stands(Stand::Pausing)).await;
    supplier.serve();
    listener.until_open().await;
    supplier.import(&bolts("12"));
    listener.until(Heard::Ask).await;
}
