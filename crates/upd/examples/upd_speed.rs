//! How long a УПД of 2,000 lines takes: `cargo run --release -p upd --example upd_speed`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a figure for whoever changes the reader"
)]

use std::fmt::Write as _;
use std::time::Instant;

/// As many as a large shipment has.
const LINES: usize = 2_000;
const ROUNDS: usize = 50;

fn main() {
    let bytes = document();
    let mut times: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let upd = upd::read(&bytes).unwrap();
            assert_eq!((upd.lines.len(), upd.doubts.len()), (LINES, 0));
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("lines {LINES}");
    println!("bytes {}", bytes.len());
    println!("median_us {}", times.get(ROUNDS / 2).unwrap().as_micros());
    println!("slowest_us {}", times.last().unwrap().as_micros());
}

fn document() -> Vec<u8> {
    let mut lines = String::new();
    for number in 1..=LINES {
        write!(
            lines,
            r#"<СведТов НомСтр="{number}" НаимТов="Болт с шестигранной головкой М8х40 оцинкованный, DIN 933, класс прочности 8.8" ОКЕИ_Тов="796" КолТов="10" ЦенаТов="1.00" СтТовБезНДС="10.00" НалСт="20%" СтТовУчНал="12.00">
              <Акциз><БезАкциз>без акциза</БезАкциз></Акциз><СумНал><СумНал>2.00</СумНал></СумНал>
              <СвТД КодПроисх="156" НомерТД="10013160/010124/3000001"/>
              <ДопСведТов ПрТовРаб="1" КодТов="00-{number}" АртикулТов="Б-{number}" НаимЕдИзм="шт"/>
              <ИнфПолФХЖ2 Идентиф="КодВ1С" Значен="00-{number}"/></СведТов>"#
        )
        .unwrap();
    }
    let text = format!(
        r#"<?xml version="1.0" encoding="windows-1251"?><Файл ИдФайл="ON_NSCHFDOPPR_1" ВерсФорм="5.01"><Документ КНД="1115131" Функция="СЧФДОП">
        <СвСчФакт НомерСчФ="1" ДатаСчФ="01.02.2024" КодОКВ="643">
        <СвПрод><ИдСв><СвЮЛУч НаимОрг="П" ИННЮЛ="7707083893"/></ИдСв></СвПрод><СвПокуп><ИдСв><СвЮЛУч НаимОрг="Р" ИННЮЛ="7707083893"/></ИдСв></СвПокуп>
        </СвСчФакт><ТаблСчФакт>{lines}<ВсегоОпл СтТовБезНДСВсего="{net}.00" СтТовУчНалВсего="{gross}.00"><СумНалВсего><СумНал>{vat}.00</СумНал></СумНалВсего></ВсегоОпл></ТаблСчФакт></Документ></Файл>"#,
        net = LINES * 10,
        gross = LINES * 12,
        vat = LINES * 2,
    );
    encoding_rs::WINDOWS_1251.encode(&text).0.into_owned()
}
