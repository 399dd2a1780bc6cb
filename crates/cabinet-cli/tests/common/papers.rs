//! Documents of 1C, brought to the gateway as a file of its exchange.

use testkit::supplier::Supplier;

/// Documents of 1C, imported as it sends them: a container for each.
pub fn import_papers(supplier: &Supplier, papers: &[String]) {
    let file = supplier.path().join("documents___1.xml");
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><КоммерческаяИнформация ВерсияСхемы=\"3.1\"><Контейнер>{}</Контейнер>\
         </КоммерческаяИнформация>",
        papers.join("</Контейнер><Контейнер>")
    );
    std::fs::write(&file, text).unwrap();
    supplier.console(&["import", file.to_str().unwrap()]);
}
