//! Bytes to a port of a printer.

use cabinet_printing::error::PrintError;
use cabinet_printing::raw::send;
use std::io::Read as _;
use std::net::TcpListener;

#[test]
fn bytes_arrive_as_they_are_and_the_connection_ends() {
    let printer = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("socket://127.0.0.1:{}", printer.local_addr().unwrap().port());
    let label = "^XA^CI28^FDБолт^FS^XZ".repeat(10_000).into_bytes();
    let sending = std::thread::spawn({
        let label = label.clone();
        move || send(&address, &label)
    });
    let mut arrived = Vec::new();
    printer.accept().unwrap().0.read_to_end(&mut arrived).unwrap();
    assert!(arrived == label);
    sending.join().unwrap().unwrap();
}

#[test]
fn nobody_there_and_an_address_of_another_kind_are_told_apart() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert!(matches!(
        send(&format!("socket://127.0.0.1:{gone}"), b"x"),
        Err(PrintError::PrinterSilent { .. })
    ));
    for address in ["http://127.0.0.1:9100", "socket://", "socket://h/path", "127.0.0.1"] {
        assert!(
            matches!(send(address, b"x"), Err(PrintError::BadAddress { .. })),
            "{address}"
        );
    }
}
