//! Papers at a printer and the papers of a month, from the command line: the built-in sample, and a real IPP printer.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use common::dealer::Dealer;
use serde_json::{Value, json};
use std::io::Read as _;
use testkit::printer::{VirtualPrinter, until};

/// The sample's profile, and its machine for as long as it is used.
fn sample() -> (Dealer, Dealer) {
    let dealer = Dealer::new();
    let made = dealer.ok(&["demo"]);
    let sample = Dealer::in_directory(made["profile"].as_str().unwrap().as_ref());
    (dealer, sample)
}

fn invoice(sample: &Dealer) -> Value {
    let list = sample.ok(&["documents"]);
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .find(|document| document["kind"] == "invoice")
        .unwrap()
        .clone()
}

fn number(value: &Value) -> i32 {
    value.as_i64().unwrap().try_into().unwrap()
}

#[test]
fn a_paper_goes_to_a_printer_as_wished_and_the_next_one_goes_the_same_way() {
    let Some(mut printer) = VirtualPrinter::of_pdf() else {
        return;
    };
    let (_machine, sample) = sample();
    let address = printer.address();
    let told = &sample.ok(&["printers", &address])["items"][0];
    assert_eq!(told["state"], "idle");
    assert_eq!(told["trays"], json!(["auto", "main", "manual", "by-pass-tray"]));
    assert_eq!(told["sides"], json!(["one", "long-edge", "short-edge"]));

    let document = invoice(&sample)["id"].as_str().unwrap().to_owned();
    let file = sample.file("счёт.pdf");
    let print = [
        "print",
        &document,
        "--out",
        file.to_str().unwrap(),
        "--printer",
        &address,
        "--copies",
        "2",
        "--sides",
        "long-edge",
        "--tray",
        "by-pass-tray",
        "--paper",
        "iso_a4_210x297mm",
    ];
    let printed = sample.ok(&print);
    assert_eq!(printed["printer"], json!(address));
    let arrived = printer.arrived(number(&printed["job"]));
    assert!(
        arrived.document == std::fs::read(&file).unwrap(),
        "the printer got another paper than the file is"
    );
    assert_eq!(arrived.said["IPP_COPIES"], "2");
    assert_eq!(arrived.said["IPP_SIDES"], "two-sided-long-edge");
    assert!(arrived.said["IPP_MEDIA_COL"].contains("media-source=by-pass-tray"));
    assert!(arrived.said["IPP_JOB_NAME"].starts_with("Счёт "), "{:?}", arrived.said);

    // Nothing is said: as the last time. What is said takes its place, for the next time too.
    let again = sample.ok(&["print", &document, "--printer", "--sides", "as-set"]);
    let arrived = printer.arrived(number(&again["job"]));
    assert_eq!(arrived.said["IPP_COPIES"], "2");
    assert!(!arrived.said.contains_key("IPP_SIDES"));
    let third = sample.ok(&["print", &document, "--printer"]);
    assert!(!printer.arrived(number(&third["job"])).said.contains_key("IPP_SIDES"));
    assert_eq!(third["path"], Value::Null);

    // Another form has a memory of its own, and there is no printer in this office.
    let mut alone = Dealer::in_directory(sample.profile());
    alone.set("CUPS_SERVER", "/nonexistent/cups.sock");
    let words = alone.fails(
        &["print", &document, "--form", "invoice-with-vat", "--printer"],
        1,
        "printer",
    );
    assert!(words.contains("/nonexistent/cups.sock"), "{words}");

    let refused = sample.fails(
        &["print", &document, "--printer", &address, "--tray", "tray-9"],
        1,
        "printer",
    );
    assert!(refused.contains("tray-9"), "{refused}");
    printer.switch_off();
    let silent = sample.fails(&["print", &document, "--printer"], 1, "printer");
    assert!(silent.contains("does not answer"), "{silent}");
    // Neither a file nor a printer is a mistake of the command line.
    assert_eq!(sample.run(&["print", &document]).code, 2);
    assert_eq!(
        sample
            .run(&["print", &document, "--copies", "2", "--out", "x.pdf"])
            .code,
        2
    );
}

fn state(sample: &Dealer, printer: &str, job: &str) -> String {
    let told = sample.ok(&["print-job", printer, job]);
    told["state"].as_str().unwrap().to_owned()
}

#[test]
fn what_became_of_a_paper_is_told_and_one_that_is_not_on_paper_is_taken_back() {
    // The printer works on its first job until it is let go.
    let script = "while [ ! -e \"$(dirname \"$0\")/arrived/go\" ]; do sleep 0.05; done";
    let Some(mut printer) = VirtualPrinter::start("application/pdf", script) else {
        return;
    };
    let (_machine, sample) = sample();
    let address = printer.address();
    let document = invoice(&sample)["id"].as_str().unwrap().to_owned();
    let print = || {
        let printed = sample.ok(&["print", &document, "--printer", &address]);
        number(&printed["job"]).to_string()
    };
    let first = print();
    until("the printer begins", || {
        (state(&sample, &address, &first) == "printing").then_some(())
    });
    // It stops where it can, which the next answers tell.
    sample.ok(&["print-job", &address, &first, "--cancel"]);
    std::fs::write(printer.file("go"), "").unwrap();
    until("the first is taken back", || {
        (state(&sample, &address, &first) == "cancelled").then_some(())
    });
    let second = print();
    until("the second is on paper", || {
        (state(&sample, &address, &second) == "done").then_some(())
    });
    assert!(printer.arrived(second.parse().unwrap()).document.starts_with(b"%PDF"));
    // What is done stays done, and what nobody knows of is said to be that.
    let late = sample.ok(&["print-job", &address, &second, "--cancel"]);
    assert_eq!(late["state"], "done", "{late}");
    assert_eq!(state(&sample, &address, "4711"), "forgotten");
    printer.switch_off();
    let silent = sample.fails(&["print-job", &address, &first], 1, "printer");
    assert!(silent.contains("does not answer"), "{silent}");
}

#[test]
fn the_papers_of_a_month_are_one_archive_with_an_index() {
    let (_machine, sample) = sample();
    let invoice = invoice(&sample);
    let month = invoice["date"].as_str().unwrap()[..7].to_owned();
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("Бухгалтерия");
    let archive = ["archive", "--month", &month, "--out", at.to_str().unwrap()];
    let made = sample.ok(&archive);
    let first = &made["items"][0];
    let path = first["path"].as_str().unwrap();
    assert!(path.ends_with(&format!("{month}.zip")), "{path}");

    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names.len(), first["files"].as_u64().unwrap() as usize + 1, "{names:?}");
    let mut index = String::new();
    zip.by_name("Опись.csv").unwrap().read_to_string(&mut index).unwrap();
    let index = index.strip_prefix('\u{feff}').unwrap();
    let rows: Vec<Vec<&str>> = index.lines().map(|line| line.split(';').collect()).collect();
    assert_eq!(
        rows[0],
        ["Вид", "Номер", "Дата", "Заказ", "Сумма", "Валюта", "Файл", "Примечание"]
    );
    let of_invoice = rows
        .iter()
        .find(|row| row[1] == invoice["number"] && row[0].starts_with("Счёт"))
        .unwrap();
    let minor: i64 = of_invoice[4].replace(',', "").parse().unwrap();
    assert_eq!(json!(minor), invoice["total_minor"]);
    let mut paper = Vec::new();
    zip.by_name(of_invoice[6]).unwrap().read_to_end(&mut paper).unwrap();
    assert!(paper.starts_with(b"%PDF"));
    // Every file is told, and every told file is there.
    let mut told: Vec<&str> = rows[1..]
        .iter()
        .map(|row| row[6])
        .filter(|name| !name.is_empty())
        .collect();
    told.push("Опись.csv");
    told.sort_unstable();
    let mut there: Vec<&str> = names.iter().map(String::as_str).collect();
    there.sort_unstable();
    assert_eq!(told, there);

    // A second one takes no place of the first.
    let second = sample.ok(&archive);
    assert_ne!(second["items"][0]["path"], first["path"]);
    assert_eq!(sample.ok(&["archive", "--month", "1999-01"])["items"], json!([]));
    sample.fails(&["archive", "--month", "ноябрь"], 1, "invalid");
    sample.fails(&["archive", "--month", &month, "--entity", "nobody"], 6, "not_allowed");
}

#[test]
fn labels_go_to_the_port_of_a_printer_or_into_a_file_and_say_no_price_unasked() {
    let (_machine, sample) = sample();
    let found = sample.ok(&["search", "болт м8"]);
    let (article, price) = (&found["items"][0]["article"], &found["items"][0]["price"]);
    let article = article.as_str().unwrap();
    let price = price.as_str().unwrap().replace('.', ",");
    let file = sample.file("этикетки.zpl");
    let out = file.to_str().unwrap();
    let made = sample.ok(&["labels", article, "--copies", "3", "--out", out]);
    assert_eq!((&made["labels"], &made["left_out"]), (&json!(3), &json!([])), "{made}");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.starts_with("^XA\n^CI28\n^PW464\n^LL320\n") && text.contains("^PQ3"),
        "{text}"
    );
    assert!(text.contains("Болт") && !text.contains(&price), "{text}");
    sample.ok(&[
        "labels", article, "--price", "--width", "100", "--height", "60", "--out", out,
    ]);
    assert!(std::fs::read_to_string(&file).unwrap().contains(&price));

    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("socket://127.0.0.1:{}", port.local_addr().unwrap().port());
    let printer = std::thread::spawn(move || {
        let mut arrived = String::new();
        for mut connection in port.incoming().take(2).map(Result::unwrap) {
            connection.read_to_string(&mut arrived).unwrap();
        }
        arrived
    });
    sample.ok(&["labels", article, "--printer", &address]);
    sample.ok(&["labels", "--test", "--printer", &address]);
    let arrived = printer.join().unwrap();
    assert_eq!(arrived.matches("^XA").count(), 2, "{arrived}");

    sample.fails(&["labels", article, "--width", "10", "--out", out], 1, "invalid");
    sample.fails(&["labels", article, "--dpi", "100", "--out", out], 1, "invalid");
    sample.fails(&["labels", article, "--printer", "socket://127.0.0.1:1"], 1, "printer");
}

#[test]
fn papers_are_filed_by_legal_entity_and_month_and_a_file_there_is_never_replaced() {
    let (_machine, sample) = sample();
    let document = invoice(&sample);
    let (id, date) = (document["id"].as_str().unwrap(), document["date"].as_str().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("Бумаги");
    let rule = sample.ok(&["paper-folder", "--set", at.to_str().unwrap(), "--by", "entity-month"]);
    assert_eq!((&rule["folder"], &rule["by"]), (&json!(at), &json!("entity-month")));
    let first = sample.ok(&["print", id, "--file"])["path"].as_str().unwrap().to_owned();
    let second = sample.ok(&["print", id, "--file"])["path"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    let month = std::path::Path::new(&first).parent().unwrap();
    assert!(month.ends_with(&date[..7]), "{first}");
    assert_eq!(month.parent().unwrap().parent().unwrap(), at);
    assert_eq!(std::fs::read_dir(month).unwrap().count(), 2);

    // A file stands where the folder should: told, and nothing is lost.
    let taken = folder.path().join("занято");
    std::fs::write(&taken, "x").unwrap();
    sample.fails(&["paper-folder", "--set", taken.to_str().unwrap()], 1, "invalid");
    assert_eq!(sample.ok(&["paper-folder"])["folder"], json!(at));
    assert_eq!(sample.ok(&["paper-folder", "--set", ""])["folder"], Value::Null);
}
