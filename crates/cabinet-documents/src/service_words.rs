//! What became of the terms of a service, in the words of a paper.

use crate::figures::{price_text, sum_text};
use crate::words::{Language, short_name};
use cabinet_domain::service::{ServicePer, ServiceTerms};

/// «Резка: было 50,00 руб. за рез, стало 60,00 руб. за рез». `unit` is the short name of the goods' unit; `None` are terms
/// without a price, and `now: None` a service that is offered no more.
pub(crate) fn changed_service(
    name: &str,
    was: Option<&ServiceTerms>,
    now: Option<&ServiceTerms>,
    unit: &str,
    language: Language,
) -> String {
    let labels = labels(language);
    let Some(now) = now else {
        return format!("{name}: {}", labels.gone);
    };
    let was = was.map_or_else(|| labels.unpriced.to_owned(), |was| terms(was, unit, language));
    let now = terms(now, unit, language);
    format!("{name}: {} {was}, {} {now}", labels.was, labels.now)
}

fn terms(terms: &ServiceTerms, unit: &str, language: Language) -> String {
    let labels = labels(language);
    let money = short_name(&terms.currency, language);
    let per = match terms.per {
        ServicePer::Line => labels.line,
        ServicePer::Piece => labels.piece,
        ServicePer::Cut => labels.cut,
        ServicePer::Unit => unit,
    };
    let mut words = format!("{} {money} {} {per}", price_text(terms.price_micro), labels.per);
    if terms.minimum_minor > 0 {
        words.push_str(&format!(", {} {} {money}", labels.least, sum_text(terms.minimum_minor)));
    }
    if let Some(bar) = terms.bar_mm {
        words.push_str(&format!(", {} {bar} мм", labels.bar));
    }
    words
}

struct Labels {
    was: &'static str,
    now: &'static str,
    gone: &'static str,
    unpriced: &'static str,
    per: &'static str,
    line: &'static str,
    piece: &'static str,
    cut: &'static str,
    least: &'static str,
    bar: &'static str,
}

const fn labels(language: Language) -> &'static Labels {
    match language {
        Language::Ru => &RU,
        Language::Uk => &UK,
    }
}

const RU: Labels = Labels {
    was: "было",
    now: "стало",
    gone: "больше не оказывается, строка пойдёт без неё",
    unpriced: "без цены",
    per: "за",
    line: "строку",
    piece: "часть",
    cut: "рез",
    least: "не меньше",
    bar: "пруток",
};

const UK: Labels = Labels {
    was: "було",
    now: "стало",
    gone: "більше не надається, рядок піде без неї",
    unpriced: "без ціни",
    per: "за",
    line: "рядок",
    piece: "частину",
    cut: "різ",
    least: "не менше",
    bar: "пруток",
};

#[cfg(test)]
mod tests {
    use super::*;

    fn cutting(price_micro: i64) -> ServiceTerms {
        ServiceTerms {
            per: ServicePer::Cut,
            price_micro,
            minimum_minor: 30_000,
            currency: "RUB".to_owned(),
            bar_mm: Some(6_000),
            vat: String::new(),
        }
    }

    #[test]
    fn a_dearer_service_is_told_with_both_its_terms_and_a_withdrawn_one_as_gone() {
        let (was, now) = (cutting(50_000_000), cutting(60_000_000));
        let told = changed_service("Резка", Some(&was), Some(&now), "м", Language::Ru).replace('\u{a0}', " ");
        assert_eq!(
            told,
            "Резка: было 50,00 руб. за рез, не меньше 300,00 руб., пруток 6000 мм, \
             стало 60,00 руб. за рез, не меньше 300,00 руб., пруток 6000 мм"
        );
        let gone = changed_service("Різання", Some(&was), None, "м", Language::Uk);
        assert_eq!(gone, "Різання: більше не надається, рядок піде без неї");
        let by_unit = ServiceTerms {
            per: ServicePer::Unit,
            minimum_minor: 0,
            bar_mm: None,
            ..cutting(1_500_000)
        };
        let told = changed_service("Цинкування", None, Some(&by_unit), "кг", Language::Uk).replace('\u{a0}', " ");
        assert_eq!(told, "Цинкування: було без ціни, стало 1,50 руб. за кг");
    }
}
