//! The page of the supplier on which an invoice is paid: how its address is written, and which addresses are opened at all.
//!
//! In: a template that the operator wrote, or an address that a gateway told. Out: an address fit for the system's browser. Both
//! sides read it by this file: a gateway does not start with a template that devices would refuse.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use url::{Host, Url};

/// The longest address, in bytes: every browser takes so much.
const MOST_BYTES: usize = 2_000;

/// Why an address is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkFault {
    /// Not an address, too long, or one that is read in two ways.
    #[error("it cannot be read as an address")]
    Unreadable,
    /// Another scheme than https.
    #[error("it does not begin with https://")]
    NotHttps,
    /// A name or a password before the host, which hides the host from a hasty reader.
    #[error("a name or a password stands before its host")]
    Login,
    /// A host by number: nobody knows whose that is.
    #[error("its host is a number and no name")]
    Number,
}

/// Why a template is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFault {
    /// What it makes is not opened by devices.
    #[error("payment_link is refused by every device: {0}")]
    Link(#[from] LinkFault),
    /// The host depends on an invoice.
    #[error("payment_link has a place for values in its host; they belong into the path or behind the question mark")]
    InHost,
    /// Braces with something else in them.
    #[error("payment_link knows {{number}}, {{date}}, {{sum}}, {{currency}} and {{inn}}, and no other words in braces")]
    UnknownPlace,
}

/// An address that may be opened in the system's browser: https, a host by name, no name or password in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentLink(Url);

impl PaymentLink {
    /// Reads an address.
    ///
    /// # Errors
    /// [`LinkFault`].
    pub fn parse(text: &str) -> Result<Self, LinkFault> {
        // Browsers drop blanks and line ends, and read `\` as `/`: what a user is shown would not be what is opened.
        let is_odd = |c: char| c.is_whitespace() || c.is_control() || c == '\\';
        if text.len() > MOST_BYTES || text.contains(is_odd) {
            return Err(LinkFault::Unreadable);
        }
        let url = Url::parse(text).map_err(|_| LinkFault::Unreadable)?;
        if url.scheme() != "https" {
            return Err(LinkFault::NotHttps);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(LinkFault::Login);
        }
        match url.host() {
            Some(Host::Domain(_)) => Ok(Self(url)),
            Some(Host::Ipv4(_) | Host::Ipv6(_)) => Err(LinkFault::Number),
            None => Err(LinkFault::Unreadable),
        }
    }

    /// The host as it is asked for: letters of other alphabets stand in it as `xn--…`, so that look-alikes show.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// What of an invoice is written into an address.
#[derive(Debug, Clone, Copy)]
pub struct Paid<'a> {
    /// Its number.
    pub number: &'a str,
    /// Its date, ISO.
    pub date: &'a str,
    /// How much, in hundredths.
    pub sum_minor: i64,
    /// ISO 4217.
    pub currency: &'a str,
    /// ИНН or ЄДРПОУ of who pays; may be empty.
    pub inn: &'a str,
}

/// How addresses of invoices are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTemplate(String);

impl LinkTemplate {
    /// Reads a template: an address with `{number}`, `{date}`, `{sum}`, `{currency}`, `{inn}` behind its host.
    ///
    /// # Errors
    /// [`TemplateFault`].
    pub fn parse(text: &str) -> Result<Self, TemplateFault> {
        let template = Self(text.trim().to_owned());
        let paid = |number, sum_minor| Paid {
            number,
            date: "2026-01-31",
            sum_minor,
            currency: "RUB",
            inn: number,
        };
        let filled = template.filled(&paid("1", 1));
        if filled.contains(['{', '}']) {
            return Err(TemplateFault::UnknownPlace);
        }
        let (one, other) = (PaymentLink::parse(&filled)?, template.link(&paid("2", 20_000))?);
        // By another currency and day too: they stand in each of the two, and a host of letters alone could hide one.
        let elsewhere = template.link(&Paid {
            date: "2027-02-01",
            currency: "UAH",
            ..paid("2", 20_000)
        })?;
        let is_fixed = |link: &PaymentLink| link.0.origin() == one.0.origin();
        if !is_fixed(&other) || !is_fixed(&elsewhere) {
            return Err(TemplateFault::InHost);
        }
        Ok(template)
    }

    /// The address at which an invoice is paid.
    ///
    /// # Errors
    /// [`LinkFault`] for one that became too long.
    pub fn link(&self, paid: &Paid<'_>) -> Result<PaymentLink, LinkFault> {
        PaymentLink::parse(&self.filled(paid))
    }

    fn filled(&self, paid: &Paid<'_>) -> String {
        let minor = paid.sum_minor.unsigned_abs();
        let sum = format!("{}.{:02}", minor / 100, minor % 100);
        // One pass: a number that looks like a place is no place.
        let mut filled = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((place, behind)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            let value = match place {
                "number" => paid.number,
                "date" => paid.date,
                "sum" => &sum,
                "currency" => paid.currency,
                "inn" => paid.inn,
                unknown => {
                    filled.push('{');
                    filled.push_str(unknown);
                    filled.push('}');
                    rest = behind;
                    continue;
                }
            };
            if matches!(place, "sum" | "date") {
                filled.push_str(value);
            } else {
                filled.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
            }
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_an_address_that_says_where_it_leads_is_opened() {
        for (text, fault) in [
            ("http://pay.example.ru/", LinkFault::NotHttps),
            ("javascript:alert(1)", LinkFault::NotHttps),
            ("file:///etc/passwd", LinkFault::NotHttps),
            ("https://bank.ru@evil.example/", LinkFault::Login),
            ("https://bank.ru:pass@evil.example/", LinkFault::Login),
            ("https://127.0.0.1/", LinkFault::Number),
            ("https://2130706433/", LinkFault::Number),
            ("https://[::1]/", LinkFault::Number),
            ("https:\\\\evil.example", LinkFault::Unreadable),
            ("https://pay.example.ru/\n", LinkFault::Unreadable),
            ("ht\ttps://pay.example.ru/", LinkFault::Unreadable),
            ("pay.example.ru/5", LinkFault::Unreadable),
            ("", LinkFault::Unreadable),
        ] {
            assert_eq!(PaymentLink::parse(text), Err(fault), "{text}");
        }
        let long = format!("https://pay.example.ru/{}", "a".repeat(MOST_BYTES));
        assert_eq!(PaymentLink::parse(&long), Err(LinkFault::Unreadable));
        let link = PaymentLink::parse("HTTPS://Pay.Example.RU/a?n=1").unwrap();
        assert_eq!(
            (link.host(), link.as_str()),
            ("pay.example.ru", "https://pay.example.ru/a?n=1")
        );
        // A Cyrillic «а» in the name shows.
        assert_eq!(
            PaymentLink::parse("https://p\u{430}y.ru/").unwrap().host(),
            "xn--py-7kc.ru"
        );
    }

    #[test]
    fn values_stand_behind_the_host_and_cannot_leave_their_place() {
        let template =
            LinkTemplate::parse("https://pay.example.ru/i/{number}?s={sum}&c={currency}&i={inn}&d={date}").unwrap();
        let paid = Paid {
            number: "УТ-1/2&s=1#{sum}",
            date: "2026-02-03",
            sum_minor: 123_405,
            currency: "RUB",
            inn: "7707083893",
        };
        assert_eq!(
            template.link(&paid).unwrap().as_str(),
            "https://pay.example.ru/i/%D0%A3%D0%A2%2D1%2F2%26s%3D1%23%7Bsum%7D?s=1234.05&c=RUB&i=7707083893&d=2026-02-03"
        );
        for (text, fault) in [
            ("https://{number}.example.ru/", TemplateFault::InHost),
            ("https://{currency}.example.ru/", TemplateFault::InHost),
            ("https://pay.example.ru/{nubmer}", TemplateFault::UnknownPlace),
            ("https://pay.example.ru/{number", TemplateFault::UnknownPlace),
            (
                "http://pay.example.ru/{number}",
                TemplateFault::Link(LinkFault::NotHttps),
            ),
            ("{number}", TemplateFault::Link(LinkFault::Unreadable)),
        ] {
            assert_eq!(LinkTemplate::parse(text), Err(fault), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_number_is_the_host_stays(number in "\\PC{0,40}", inn in "\\PC{0,20}", sum_minor in any::<i64>()) {
            let template = LinkTemplate::parse("https://pay.example.ru/{number}?i={inn}&s={sum}").unwrap();
            let paid = Paid { number: &number, date: "2026-02-03", sum_minor, currency: "RUB", inn: &inn };
            prop_assert_eq!(template.link(&paid).unwrap().host().to_owned(), "pay.example.ru");
        }
    }
}
