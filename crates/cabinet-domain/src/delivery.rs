//! How an order is to be delivered: what a way demands of the choice, and on which days it goes.
//!
//! The app asks these rules of its mirror, the gateway of its directories; the gateway's word counts. Working days are
//! Monday to Friday: nobody tells either side the holidays of the supplier.

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Iso8601;
use time::{Date, Weekday};

/// Who brings the goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WayKind {
    /// The buyer fetches them.
    Pickup,
    /// The supplier, to an address of the buyer.
    Transport,
    /// A carrier, to one of its branches or to an address of the buyer.
    Carrier,
}

impl WayKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Pickup, Self::Transport, Self::Carrier];

    /// The word on the wire and in SQL.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pickup => "pickup",
            Self::Transport => "transport",
            Self::Carrier => "carrier",
        }
    }

    /// The kind that a word means.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Days of the week; never none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// All seven.
    pub const EVERY: Self = Self(0b111_1111);

    /// From bits, Monday the lowest; `None` for no day or more than seven.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Option<Self> {
        if bits == 0 || bits > Self::EVERY.0 {
            None
        } else {
            Some(Self(bits))
        }
    }

    /// Monday is the lowest bit.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether the day is one of them.
    #[must_use]
    pub const fn has(self, day: Weekday) -> bool {
        self.0 & (1 << day.number_days_from_monday()) != 0
    }
}

/// The terms of a way, as far as the rules need them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WayTerms {
    /// Who brings the goods.
    pub kind: WayKind,
    /// So many working days after the order at the earliest; 0: on the same day.
    pub min_working_days: u16,
    /// Goods leave on these days.
    pub days: Weekdays,
}

impl WayTerms {
    /// The first day on which goods that are ordered today leave; `None` beyond the calendar.
    #[must_use]
    pub fn earliest(&self, today: Date) -> Option<Date> {
        let mut day = today;
        for _ in 0..self.min_working_days {
            day = day.next_day()?;
            while is_weekend(day) {
                day = day.next_day()?;
            }
        }
        self.from(day)
    }

    /// The first day from `day` on, itself included, on which goods leave.
    #[must_use]
    pub fn from(&self, day: Date) -> Option<Date> {
        let mut found = day;
        while !self.days.has(found.weekday()) {
            found = found.next_day()?;
        }
        Some(found)
    }
}

const fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// What a directory says of a thing that may have been chosen from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked<T> {
    /// Nothing was chosen.
    NotChosen,
    /// What was chosen is in the directory no more.
    Gone,
    /// It is there.
    There(T),
}

/// A choice, looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedUp<'a> {
    /// The way.
    pub way: Looked<WayTerms>,
    /// The carrier.
    pub carrier: Looked<()>,
    /// Its branch. One of another carrier than the way's or the chosen one counts as gone.
    pub branch: Looked<()>,
    /// The address.
    pub address: Looked<()>,
    /// Whether the buyer has addresses to choose from.
    pub has_addresses: bool,
    /// The day on which the goods are to leave, ISO 8601; `None` when it does not matter.
    pub date: Option<&'a str>,
}

/// Why an order cannot be delivered as chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum DeliveryProblem {
    /// The way is offered no more.
    WayGone,
    /// The carrier is offered no more.
    CarrierGone,
    /// The branch is offered no more, or belongs to another carrier.
    BranchGone,
    /// The way needs a branch or an address.
    BranchMissing,
    /// The address is not in the buyer's list any more.
    AddressGone,
    /// The way needs an address.
    AddressMissing,
    /// The day is too early.
    DateTooEarly {
        /// The first day that is possible, ISO 8601.
        earliest: String,
    },
    /// Nothing leaves by this way on that day of the week.
    DateNotServed {
        /// The next day on which something does, ISO 8601.
        earliest: String,
    },
    /// The day cannot be read.
    DateUnreadable,
    /// Something that a newer gateway knows.
    #[serde(other)]
    Other,
}

impl DeliveryProblem {
    /// The word on the wire.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WayGone => "way_gone",
            Self::CarrierGone => "carrier_gone",
            Self::BranchGone => "branch_gone",
            Self::BranchMissing => "branch_missing",
            Self::AddressGone => "address_gone",
            Self::AddressMissing => "address_missing",
            Self::DateTooEarly { .. } => "date_too_early",
            Self::DateNotServed { .. } => "date_not_served",
            Self::DateUnreadable => "date_unreadable",
            Self::Other => "other",
        }
    }

    /// The day that would do instead, ISO 8601.
    #[must_use]
    pub fn earliest(&self) -> Option<&str> {
        match self {
            Self::DateTooEarly { earliest } | Self::DateNotServed { earliest } => Some(earliest),
            _ => None,
        }
    }
}

/// What is wrong with a choice on a day at the supplier's; nothing when it is empty.
#[must_use]
pub fn judge(choice: &LookedUp<'_>, today: Date) -> Vec<DeliveryProblem> {
    let mut problems = Vec::new();
    let needs = match choice.way {
        Looked::Gone => {
            problems.push(DeliveryProblem::WayGone);
            // What the next way needs is not known yet; what is gone is gone with any.
            Needs::OnlyWhatWasChosen
        }
        Looked::NotChosen => Needs::OnlyWhatWasChosen,
        Looked::There(terms) => match terms.kind {
            WayKind::Pickup => Needs::Nothing,
            WayKind::Transport => Needs::Address,
            WayKind::Carrier => Needs::BranchOrAddress,
        },
    };
    judge_places(choice, needs, &mut problems);
    if let Some(date) = choice.date {
        problems.extend(judge_date(date, choice.way, today));
    }
    problems
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    Address,
    BranchOrAddress,
    OnlyWhatWasChosen,
}

fn judge_places(choice: &LookedUp<'_>, needs: Needs, problems: &mut Vec<DeliveryProblem>) {
    if needs == Needs::Nothing {
        return;
    }
    if needs != Needs::Address {
        if choice.carrier == Looked::Gone {
            problems.push(DeliveryProblem::CarrierGone);
        }
        if choice.branch == Looked::Gone {
            problems.push(DeliveryProblem::BranchGone);
        }
    }
    if choice.address == Looked::Gone {
        problems.push(DeliveryProblem::AddressGone);
    }
    let no_address = choice.address == Looked::NotChosen;
    if needs == Needs::Address && no_address && choice.has_addresses {
        problems.push(DeliveryProblem::AddressMissing);
    }
    if needs == Needs::BranchOrAddress && no_address && choice.branch == Looked::NotChosen {
        problems.push(DeliveryProblem::BranchMissing);
    }
}

fn judge_date(date: &str, way: Looked<WayTerms>, today: Date) -> Option<DeliveryProblem> {
    let Some(day) = read_date(date) else {
        return Some(DeliveryProblem::DateUnreadable);
    };
    let terms = match way {
        Looked::There(terms) => terms,
        // Without a way any day from today on is as good as another.
        Looked::NotChosen | Looked::Gone => WayTerms {
            kind: WayKind::Pickup,
            min_working_days: 0,
            days: Weekdays::EVERY,
        },
    };
    let earliest = terms.earliest(today)?;
    if day < earliest {
        return Some(DeliveryProblem::DateTooEarly {
            earliest: write_date(earliest),
        });
    }
    let next = terms.from(day)?;
    (next != day).then(|| DeliveryProblem::DateNotServed {
        earliest: write_date(next),
    })
}

/// A day written as `2026-12-01`.
#[must_use]
pub fn read_date(text: &str) -> Option<Date> {
    if text.len() == 10 {
        Date::parse(text, &Iso8601::DATE).ok()
    } else {
        None
    }
}

/// `2026-12-01`.
#[must_use]
pub fn write_date(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

/// The day that it is at a moment (UTC, ms since 1970) so many minutes ahead of UTC; `None` beyond the calendar.
#[must_use]
pub fn day_at(ms: i64, utc_offset_minutes: i32) -> Option<Date> {
    let local_ms = ms.checked_add(i64::from(utc_offset_minutes).checked_mul(60_000)?)?;
    let days = i32::try_from(local_ms.div_euclid(86_400_000)).ok()?;
    Date::from_julian_day(UNIX_EPOCH_JULIAN_DAY.checked_add(days)?).ok()
}

const UNIX_EPOCH_JULIAN_DAY: i32 = 2_440_588;

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        read_date(text).unwrap()
    }

    fn terms(kind: WayKind, min_working_days: u16, bits: u8) -> WayTerms {
        WayTerms {
            kind,
            min_working_days,
            days: Weekdays::from_bits(bits).unwrap(),
        }
    }

    fn chosen(way: Looked<WayTerms>) -> LookedUp<'static> {
        LookedUp {
            way,
            carrier: Looked::NotChosen,
            branch: Looked::NotChosen,
            address: Looked::NotChosen,
            has_addresses: true,
            date: None,
        }
    }

    #[test]
    fn the_earliest_day_counts_working_days_and_waits_for_a_day_of_the_way() {
        // 2026-11-27 is a Friday.
        for (today, days, bits, expected) in [
            ("2026-11-27", 0, 127, "2026-11-27"),
            ("2026-11-27", 1, 127, "2026-11-30"),
            ("2026-11-28", 0, 127, "2026-11-28"),
            ("2026-11-28", 1, 127, "2026-11-30"),
            ("2026-11-27", 2, 0b000_1010, "2026-12-01"),
            ("2026-11-27", 2, 0b000_0001, "2026-12-07"),
            ("2026-12-31", 1, 0b001_0000, "2027-01-01"),
        ] {
            let way = terms(WayKind::Transport, days, bits);
            assert_eq!(
                way.earliest(day(today)).map(write_date).as_deref(),
                Some(expected),
                "{today} {days}"
            );
        }
    }

    #[test]
    fn each_way_demands_what_it_needs_and_nothing_else() {
        use DeliveryProblem as P;
        use Looked::{Gone, NotChosen, There};
        let today = day("2026-11-27");
        let pickup = There(terms(WayKind::Pickup, 0, 127));
        let transport = There(terms(WayKind::Transport, 0, 127));
        let carrier = There(terms(WayKind::Carrier, 0, 127));
        assert_eq!(judge(&chosen(NotChosen), today), [], "nothing chosen is nothing wrong");
        assert_eq!(judge(&chosen(Gone), today), [P::WayGone]);
        assert_eq!(judge(&chosen(pickup), today), []);
        assert_eq!(judge(&chosen(transport), today), [P::AddressMissing]);
        let mut choice = chosen(transport);
        choice.has_addresses = false;
        assert_eq!(
            judge(&choice, today),
            [],
            "an address that nobody can choose is not asked for"
        );
        choice.address = Gone;
        assert_eq!(judge(&choice, today), [P::AddressGone]);
        choice.branch = Gone;
        choice.address = There(());
        assert_eq!(
            judge(&choice, today),
            [],
            "a branch does not concern the supplier's transport"
        );
        assert_eq!(judge(&chosen(carrier), today), [P::BranchMissing]);
        let mut choice = chosen(carrier);
        choice.address = There(());
        assert_eq!(judge(&choice, today), [], "a carrier also comes to the door");
        choice.carrier = Gone;
        choice.branch = Gone;
        assert_eq!(judge(&choice, today), [P::CarrierGone, P::BranchGone]);
        let mut choice = chosen(pickup);
        choice.branch = Gone;
        choice.address = Gone;
        assert_eq!(judge(&choice, today), []);
    }

    #[test]
    fn a_date_is_early_or_not_served_or_good() {
        let today = day("2026-11-27");
        let mut choice = chosen(Looked::There(terms(WayKind::Pickup, 1, 0b001_1111)));
        for (date, expected) in [
            ("2026-11-30", None),
            ("2026-11-28", Some(("date_too_early", "2026-11-30"))),
            ("2026-12-05", Some(("date_not_served", "2026-12-07"))),
            ("05.12.2026", Some(("date_unreadable", ""))),
            ("2026-02-30", Some(("date_unreadable", ""))),
        ] {
            choice.date = Some(date);
            let found = judge(&choice, today);
            let found = found
                .first()
                .map(|problem| (problem.code(), problem.earliest().unwrap_or_default()));
            assert_eq!(found, expected, "{date}");
        }
        choice.way = Looked::NotChosen;
        choice.date = Some("2026-11-26");
        assert_eq!(judge(&choice, today).len(), 1, "yesterday is early by any way");
    }

    #[test]
    fn a_day_is_that_of_the_supplier() {
        // 2026-01-31 22:30:05 UTC.
        let ms = 1_769_898_605_000;
        assert_eq!(day_at(ms, 180).map(write_date).as_deref(), Some("2026-02-01"));
        assert_eq!(day_at(ms, 0).map(write_date).as_deref(), Some("2026-01-31"));
        assert_eq!(day_at(0, -1).map(write_date).as_deref(), Some("1969-12-31"));
        assert_eq!(day_at(i64::MAX, 180), None);
    }

    #[test]
    fn a_problem_of_a_newer_gateway_is_read() {
        let text = r#"[{"problem":"date_too_early","earliest":"2026-12-01"},{"problem":"by_drone_only"}]"#;
        let read: Vec<DeliveryProblem> = serde_json::from_str(text).unwrap();
        assert_eq!(read[0].earliest(), Some("2026-12-01"));
        assert_eq!(read[1], DeliveryProblem::Other);
        let written = serde_json::to_value(DeliveryProblem::WayGone).unwrap();
        assert_eq!(written["problem"], DeliveryProblem::WayGone.code());
    }
}
