//! What every test of the reader needs: events of a text, and a file around a body.

use commerceml::model::{Document, Event, Offer, Product};
use commerceml::reader::{ReadError, read};

/// All events of the bytes, or the error.
pub fn try_events(bytes: &[u8]) -> Result<Vec<Event>, ReadError> {
    let mut events = Vec::new();
    read(bytes, &mut |event| {
        events.push(event);
        true
    })?;
    Ok(events)
}

/// All events of a file with this body.
#[allow(dead_code, reason = "each test binary uses its own part")]
pub fn events(body: &str) -> Vec<Event> {
    try_events(file(body).as_bytes()).unwrap()
}

/// A file with this body.
#[allow(dead_code, reason = "each test binary uses its own part")]
pub fn file(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <КоммерческаяИнформация xmlns=\"urn:1C.ru:commerceml_2\" ВерсияСхемы=\"2.07\" \
         ДатаФормирования=\"2024-01-02T03:04:05\">{body}</КоммерческаяИнформация>"
    )
}

/// The only product of a catalogue whose `Товар` has this body.
#[allow(dead_code, reason = "each test binary uses its own part")]
pub fn product(body: &str) -> Product {
    let body = format!("<Каталог><Товары><Товар><Ид>p</Ид>{body}</Товар></Товары></Каталог>");
    match events(&body).pop() {
        Some(Event::Product(product)) => *product,
        other => panic!("a product was expected, not {other:?}"),
    }
}

/// The only offer of a package whose `Предложение` has this body.
#[allow(dead_code, reason = "each test binary uses its own part")]
pub fn offer(body: &str) -> Offer {
    let body = format!(
        "<ПакетПредложений><Предложения><Предложение><Ид>p</Ид>{body}</Предложение></Предложения></ПакетПредложений>"
    );
    match events(&body).pop() {
        Some(Event::Offer(offer)) => *offer,
        other => panic!("an offer was expected, not {other:?}"),
    }
}

/// The documents of a file with this body.
#[allow(dead_code, reason = "each test binary uses its own part")]
pub fn documents(body: &str) -> Vec<Document> {
    let documents = events(body).into_iter().filter_map(|event| match event {
        Event::Document(document) => Some(*document),
        _ => None,
    });
    documents.collect()
}
