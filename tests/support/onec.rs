//! 1C's side of the exchange, as the stock client of УТ 11 speaks it: one GET or POST after another, nothing remembered
//! but the cookie and the session id.

use std::io::{Read, Write};
use std::net::TcpStream;

/// `1c:secret`, as HTTP Basic sends it.
const BASIC: &str = "MWM6c2VjcmV0";
const EXCHANGE: &str = "/1c/ut";

/// One exchange session.
pub struct OneC {
    address: String,
    path: String,
    cookie: String,
    session: String,
}

impl OneC {
    /// `mode=checkauth`.
    pub fn log_in(url: &str, path: &str, kind: &str, login_and_password_base64: &str) -> Self {
        let mut onec = Self {
            address: url.trim_start_matches("http://").to_owned(),
            path: path.to_owned(),
            cookie: String::new(),
            session: String::new(),
        };
        let query = format!("type={kind}&mode=checkauth");
        let answer = onec.request(
            "GET",
            &query,
            &[("Authorization", &format!("Basic {login_and_password_base64}"))],
            &[],
        );
        let lines: Vec<&str> = answer.split('\n').collect();
        assert_eq!(lines.first(), Some(&"success"), "checkauth: {answer}");
        onec.cookie = format!("{}={}", lines[1], lines[2]);
        onec.session = lines
            .get(3)
            .and_then(|line| line.strip_prefix("sessid="))
            .unwrap_or_default()
            .to_owned();
        onec
    }

    /// Any other mode, by GET.
    pub fn get(&self, query: &str) -> String {
        self.request("GET", &self.with_session(query), &[("Cookie", &self.cookie)], &[])
    }

    /// `mode=file`, by POST with the raw body.
    pub fn post(&self, query: &str, body: &[u8]) -> String {
        self.request("POST", &self.with_session(query), &[("Cookie", &self.cookie)], body)
    }

    /// `mode=import`, asked again at once while the answer is `progress`, as 1C does.
    pub fn import(&self, kind: &str, file: &str) -> String {
        loop {
            let answer = self.get(&format!("type={kind}&mode=import&filename={file}"));
            if !answer.starts_with("progress") {
                return answer;
            }
        }
    }

    fn with_session(&self, query: &str) -> String {
        if self.session.is_empty() {
            query.to_owned()
        } else {
            format!("{query}&sessid={}", self.session)
        }
    }

    fn request(&self, method: &str, query: &str, headers: &[(&str, &str)], body: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("connect");
        let mut head = format!(
            "{method} {}?{query} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.path, self.address
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        stream.write_all(head.as_bytes()).expect("send");
        stream.write_all(body).expect("send");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("receive");
        let text = String::from_utf8(answer).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
            unchunk(body)
        } else {
            body.to_owned()
        }
    }
}

fn unchunk(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).expect("a chunk's size");
        if size == 0 {
            break;
        }
        whole.push_str(&rest[..size]);
        body = rest[size..].trim_start_matches("\r\n");
    }
    whole
}

/// What 1C sends back for an order it has taken: its own number and flags, in the words of УТ 11.
pub fn returned_order(query_answer: &str, onec_number: &str, requisites: &[(&str, &str)]) -> String {
    let document = query_answer.split("<Документ>").nth(1).expect("an order in the answer");
    let document = document.split("</Документ>").next().expect("the order's end");
    // The lines carry requisites of their own; those of the document come after them and are 1C's to say.
    let end_of_lines = document.rfind("</Товары>").expect("lines") + "</Товары>".len();
    let before = &document[..end_of_lines];
    let mut values = format!(
        "<ЗначениеРеквизита><Наименование>Номер по 1С</Наименование><Значение>{onec_number}</Значение></ЗначениеРеквизита>"
    );
    values.push_str(
        "<ЗначениеРеквизита><Наименование>Дата по 1С</Наименование><Значение>2026-03-02</Значение></ЗначениеРеквизита>",
    );
    for (name, value) in requisites {
        values.push_str(&format!(
            "<ЗначениеРеквизита><Наименование>{name}</Наименование><Значение>{value}</Значение></ЗначениеРеквизита>"
        ));
    }
    format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<КоммерческаяИнформация xmlns=\"urn:1C.ru:commerceml_2\" \
         ВерсияСхемы=\"2.07\" ДатаФормирования=\"2026-03-02T10:00:00\"><Документ>{before}<ЗначенияРеквизитов>{values}\
         </ЗначенияРеквизитов></Документ></КоммерческаяИнформация>"
    )
}

/// 1C sends its goods as one archive with their pictures, and asks for each of the files to be taken.
pub fn sends_goods(url: &str, archive: &[u8], files: &[&str]) {
    let session = OneC::log_in(url, EXCHANGE, "catalog", BASIC);
    let init = session.get("type=catalog&mode=init");
    assert!(init.contains("zip="), "{init}");
    // In pieces, as large exports come.
    for piece in archive.chunks(200_000) {
        let sent = session.post("type=catalog&mode=file&filename=v8_export.zip", piece);
        assert!(sent.starts_with("success"), "{sent}");
    }
    for file in files {
        let imported = session.import("catalog", file);
        assert!(imported.starts_with("success"), "{file}: {imported}");
    }
}

/// 1C takes the orders that wait, and sends back what it made of the first one.
pub fn takes_orders(url: &str, number: &str, requisites: &[(&str, &str)]) {
    let session = OneC::log_in(url, EXCHANGE, "sale", BASIC);
    let orders = session.get("type=sale&mode=query");
    assert!(orders.starts_with('<'), "1C needs «<» as the first byte");
    assert!(orders.contains("<Документ>"), "an order waits for 1C: {orders}");
    assert_eq!(session.get("type=sale&mode=success").lines().next(), Some("success"));
    let answer = returned_order(&orders, number, requisites);
    let session = OneC::log_in(url, EXCHANGE, "sale", BASIC);
    let sent = session.post("type=sale&mode=file&filename=orders-1_1.xml", answer.as_bytes());
    assert!(sent.starts_with("success"), "{sent}");
    let imported = session.import("sale", "orders-1_1.xml");
    assert!(imported.starts_with("success"), "{imported}");
}
