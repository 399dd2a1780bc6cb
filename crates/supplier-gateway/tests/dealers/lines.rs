//! Many lines of hints to a gateway process: what they cost, and how they end when it stops.

use crate::support::Shop;
use cabinet_domain::access::Role;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use supplier_gateway::access::{devices, people, tokens};

/// The gateway's program on the directory of a shop.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn serve(shop: &Shop) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_supplier-gateway"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(shop.path())
            .env_remove("RUST_LOG")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
        Self { child, address }
    }

    /// Opens a line and waits for its first sign of life.
    fn line(&self, token: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = format!("GET /v1/live HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {token}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut read = Vec::new();
        let mut piece = [0; 1024];
        while !String::from_utf8_lossy(&read).contains("event: ping") {
            let count = stream.read(&mut piece).unwrap();
            assert!(count > 0, "{}", String::from_utf8_lossy(&read));
            read.extend_from_slice(&piece[..count]);
        }
        stream
    }

    fn rss_kib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Access tokens of so many devices, each of a person of its own, alive by the clock of the process.
fn tokens_of(shop: &Shop, count: usize) -> Vec<String> {
    let now_ms = supplier_gateway::clock::now_ms();
    let e = shop.entity("Мы", Some("p1"));
    shop.write(|tx| {
        let one = |_| {
            let person = people::add(tx, "Иванов", now_ms).unwrap();
            people::grant(tx, &person.id, &e, Role::Buyer, now_ms).unwrap();
            let device = devices::add(tx, &person.id, "desk", "1", now_ms).unwrap();
            tokens::issue(tx, &device, now_ms).unwrap().access_token
        };
        (0..count).map(one).collect()
    })
}

#[test]
fn a_thousand_idle_lines_cost_little_memory() {
    let shop = Shop::new(&[]);
    let tokens = tokens_of(&shop, 500);
    let process = Process::serve(&shop);
    // The first lines warm up what is shared: readers of the database, statements, threads.
    let mut lines: Vec<_> = tokens.iter().take(20).map(|token| process.line(token)).collect();
    let Some(before) = process.rss_kib() else {
        println!("skipped: this system does not tell the memory of a process");
        return;
    };
    for token in tokens.iter().chain(tokens.iter().skip(20)) {
        lines.push(process.line(token));
    }
    assert_eq!(lines.len(), 1_000);
    let after = process.rss_kib().unwrap();
    let each = (after - before) / 980;
    println!("resident memory: {before} KiB with 20 lines, {after} KiB with 1000: {each} KiB each");
    assert!(each < 40, "{each} KiB for each line");
}

#[test]
fn a_stopping_process_ends_its_lines_with_a_goodbye_and_does_not_wait_for_them() {
    let shop = Shop::new(&[]);
    let tokens = tokens_of(&shop, 1);
    let mut process = Process::serve(&shop);
    let mut line = process.line(&tokens[0]);
    let began = Instant::now();
    let pid = process.child.id().to_string();
    assert!(Command::new("kill").arg(pid).status().unwrap().success());
    let mut rest = String::new();
    line.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("event: bye\ndata: {\"reconnect_in_s\":"), "{rest}");
    assert!(process.child.wait().unwrap().success());
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}
