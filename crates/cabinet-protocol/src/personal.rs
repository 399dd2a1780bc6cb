//! The rows of the feed `me:<person>`: what the person subscribed to, and what the person was told.
//!
//! As with [`crate::rows`], a field number never changes its meaning and a reader skips what it does not know.

use prost::Message;

/// A row of the feed. One of the fields is set; a row with none is of a kind this build does not know.
#[derive(Clone, PartialEq, Message)]
pub struct PersonalRow {
    /// A subscription that stands. Key: `s:<entity>/<item>`.
    #[prost(message, optional, tag = "1")]
    pub subscription: Option<SubscriptionRow>,
    /// A notice. Key: `n:<id>`.
    #[prost(message, optional, tag = "2")]
    pub notice: Option<NoticeRow>,
    /// A wish that stands. Key: `w:<entity>/<normal form of the article>`.
    #[prost(message, optional, tag = "3")]
    pub wish: Option<WishRow>,
}

impl PersonalRow {
    /// The key of a subscription's row.
    #[must_use]
    pub fn subscription_key(entity: &str, item: &str) -> String {
        format!("s:{entity}/{item}")
    }

    /// The key of a notice's row.
    #[must_use]
    pub fn notice_key(id: &str) -> String {
        format!("n:{id}")
    }

    /// The key of a wish's row.
    #[must_use]
    pub fn wish_key(entity: &str, norm: &str) -> String {
        format!("w:{entity}/{norm}")
    }
}

/// A subscription that stands.
#[derive(Clone, PartialEq, Message)]
pub struct SubscriptionRow {
    /// For which legal entity.
    #[prost(string, tag = "1")]
    pub entity: String,
    /// Which item.
    #[prost(string, tag = "2")]
    pub item: String,
    /// Article when it was subscribed to.
    #[prost(string, tag = "3")]
    pub article: String,
    /// Name when it was subscribed to.
    #[prost(string, tag = "4")]
    pub name: String,
    /// Short name of the base unit.
    #[prost(string, tag = "5")]
    pub unit: String,
    /// As in `crate::subscriptions::Subscribe`; `None` also once the arrival was told.
    #[prost(int64, optional, tag = "6")]
    pub threshold_milli: Option<i64>,
    /// As in `crate::subscriptions::Subscribe`.
    #[prost(bool, tag = "7")]
    pub watches_price: bool,
    /// As in `crate::subscriptions::Subscribe`.
    #[prost(string, optional, tag = "8")]
    pub until: Option<String>,
    /// UTC, ms since 1970, gateway clock.
    #[prost(int64, tag = "9")]
    pub subscribed_at_ms: i64,
}

/// A wish that stands.
#[derive(Clone, PartialEq, Message)]
pub struct WishRow {
    /// For which legal entity.
    #[prost(string, tag = "1")]
    pub entity: String,
    /// Normal form of the article.
    #[prost(string, tag = "2")]
    pub norm: String,
    /// As the person wrote it.
    #[prost(string, tag = "3")]
    pub article: String,
    /// As in `crate::wishes::Wish`.
    #[prost(int64, optional, tag = "4")]
    pub quantity_milli: Option<i64>,
    /// As in `crate::wishes::Wish`.
    #[prost(string, tag = "5")]
    pub note: String,
    /// UTC, ms since 1970, gateway clock.
    #[prost(int64, tag = "6")]
    pub wished_at_ms: i64,
}

/// Something that the person is told. Which fields are set follows from the kind; the others are empty.
#[derive(Clone, PartialEq, Message)]
pub struct NoticeRow {
    /// UUID given by the gateway.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Which legal entity it concerns.
    #[prost(string, tag = "2")]
    pub entity: String,
    /// `cabinet_domain::notice::NoticeKind::code`.
    #[prost(string, tag = "3")]
    pub kind: String,
    /// UTC, ms since 1970, gateway clock.
    #[prost(int64, tag = "4")]
    pub at_ms: i64,
    /// Which item arrived or became cheaper.
    #[prost(string, tag = "5")]
    pub item: String,
    /// Its article.
    #[prost(string, tag = "6")]
    pub article: String,
    /// Its name.
    #[prost(string, tag = "7")]
    pub name: String,
    /// Short name of its base unit.
    #[prost(string, tag = "8")]
    pub unit: String,
    /// How much was there, in thousandths; `None` also where the entity sees stock in words or not at all.
    #[prost(int64, optional, tag = "9")]
    pub quantity_milli: Option<i64>,
    /// How much the person waited for, in thousandths.
    #[prost(int64, optional, tag = "10")]
    pub wanted_milli: Option<i64>,
    /// Which order.
    #[prost(string, tag = "11")]
    pub order: String,
    /// Its number.
    #[prost(string, tag = "12")]
    pub order_number: String,
    /// The state it reached, `cabinet_domain::order::OrderState::code`.
    #[prost(string, tag = "13")]
    pub order_state: String,
    /// Which invoice.
    #[prost(string, tag = "14")]
    pub invoice: String,
    /// Its number.
    #[prost(string, tag = "15")]
    pub invoice_number: String,
    /// The new price, in millionths.
    #[prost(int64, optional, tag = "16")]
    pub price_micro: Option<i64>,
    /// The price before, in millionths.
    #[prost(int64, optional, tag = "17")]
    pub old_price_micro: Option<i64>,
    /// Of the prices or of the invoice, ISO 4217.
    #[prost(string, tag = "18")]
    pub currency: String,
    /// Sum of the invoice, VAT included.
    #[prost(int64, optional, tag = "19")]
    pub total_minor: Option<i64>,
    /// Which claim.
    #[prost(string, tag = "20")]
    pub claim: String,
    /// Its number.
    #[prost(string, tag = "21")]
    pub claim_number: String,
    /// The state it is in now, `cabinet_domain::claim::ClaimState::code`.
    #[prost(string, tag = "22")]
    pub claim_state: String,
    /// Which piece of news; its title stands in `name`.
    #[prost(string, tag = "23")]
    pub news: String,
    /// Which paper of the supplier; what its file is called stands in `name`.
    #[prost(string, tag = "24")]
    pub paper: String,
    /// `cabinet_domain::supplier_document::DocumentKind::code`.
    #[prost(string, tag = "25")]
    pub paper_kind: String,
    /// Its number; empty when it has none.
    #[prost(string, tag = "26")]
    pub paper_number: String,
    /// Which ask for an act of reconciliation.
    #[prost(string, tag = "27")]
    pub act: String,
    /// The first day of its period, ISO.
    #[prost(string, tag = "28")]
    pub act_from: String,
    /// The last day of its period, ISO.
    #[prost(string, tag = "29")]
    pub act_to: String,
}
