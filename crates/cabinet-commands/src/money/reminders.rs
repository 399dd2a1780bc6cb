//! `money_reminders`, and the toast of them: payments whose day is near or over, each told once for the day and once when it is over.
//!
//! In: what is owed by documents with a day to pay. Not here: balances without documents, which have no day.

use super::ageing::late_days;
use super::tree::{balance, papers_of, sees_money, today};
use crate::cabinet::{Cabinet, Stage};
use crate::error::CommandError;
use crate::notices::{Toast, ToastPlace, ToastTarget};
use crate::open::Open;
use crate::settings::{self, Settings};
use crate::sync::run::SYNCED_AT;
use cabinet_desk::{Grant, ToldReminder};
use cabinet_domain::delivery::write_date;
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_mirror::OwedDocument;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::HashMap;
use time::{Date, Duration};

/// How many payments a toast names; the others are counted.
const NAMED: usize = 4;
/// A reminder is kept so long: far longer than any debt is open.
const KEPT_MS: i64 = 800 * 24 * 60 * 60 * 1000;

/// A payment to be reminded of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReminderView {
    /// The document, as `money_documents` calls it.
    pub document: String,
    /// Id of the legal entity.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// `cabinet_domain::supplier_document::DocumentKind::code`.
    pub kind: String,
    /// As the supplier wrote it; empty when not said.
    pub number: String,
    /// When it is to be paid, ISO.
    pub due_date: String,
    /// In how many days that is; below zero when it is over.
    #[specta(type = specta_typescript::Number)]
    pub in_days: i64,
    /// ISO 4217.
    pub currency: String,
    /// What is owed of it.
    #[specta(type = specta_typescript::Number)]
    pub owed_minor: i64,
    /// The user was told already.
    pub is_told: bool,
}

impl ReminderView {
    /// What is kept of it once it is told. A debt of an order is first its bill, then its shipment, then the УПД: it is one debt.
    fn told(&self, order: Option<&str>) -> ToldReminder {
        ToldReminder {
            entity: self.entity.clone(),
            document: order.map_or_else(|| self.document.clone(), |order| format!("order/{order}")),
            due_date: self.due_date.clone(),
            is_overdue: self.in_days < 0,
        }
    }
}

/// Payments whose day is near or over, the earliest first. Without `days_before` it is that of the settings.
///
/// # Errors
/// `not_ready`.
pub async fn reminders(cabinet: &Cabinet, days_before: Option<u16>) -> Result<Vec<ReminderView>, CommandError> {
    let days_before = match days_before {
        Some(days) => days,
        None => settings::get(cabinet).await?.notifications.payment_days_before,
    };
    cabinet
        .ready()?
        .blocking(move |open| Ok(due(open, days_before)?.into_iter().map(|(view, _)| view).collect()))
        .await
}

/// What the user is to be reminded of now, or `None`. It counts as told from here on. `local_minute` is the minute of his day: in
/// quiet hours nothing is told, and all of it together afterwards.
///
/// # Errors
/// `internal`, `disk_full`.
pub async fn next_reminder(cabinet: &Cabinet, local_minute: u16) -> Result<Option<Toast>, CommandError> {
    let Stage::Open(open) = cabinet.stage() else {
        return Ok(None);
    };
    let settings = settings::get(cabinet).await?;
    open.blocking(move |open| take(open, &settings, local_minute)).await
}

fn take(open: &Open, settings: &Settings, local_minute: u16) -> Result<Option<Toast>, CommandError> {
    let chosen = &settings.notifications;
    let is_off = !chosen.is_on || !chosen.payments || chosen.is_quiet(local_minute);
    if is_off || open.is_sample() || open.desk.setting(SYNCED_AT)?.is_none() {
        return Ok(None);
    }
    let all = due(open, chosen.payment_days_before)?.into_iter();
    let (due, told): (Vec<ReminderView>, Vec<ToldReminder>) = all.filter(|(view, _)| !view.is_told).unzip();
    if due.is_empty() {
        return Ok(None);
    }
    let now_ms = open.clock.now_ms();
    // Written down before it is shown: a crash between the two loses a reminder, never repeats one; the calendar has it.
    open.desk
        .tell_reminders(&told, now_ms, now_ms.saturating_sub(KEPT_MS))?;
    let language = if settings.language.is_empty() {
        &settings.system_language
    } else {
        &settings.language
    };
    Ok(Some(toast(&due, language)))
}

/// Each with what is kept of it once it is told.
fn due(open: &Open, days_before: u16) -> Result<Vec<(ReminderView, ToldReminder)>, CommandError> {
    let today = today(open)?;
    let until = today
        .checked_add(Duration::days(days_before.into()))
        .unwrap_or(Date::MAX);
    let told = open.desk.told_reminders()?;
    let mut all = Vec::new();
    for grant in open.grants()?.iter().filter(|grant| sees_money(grant)) {
        let (rows, orders) = rows(open, grant, &write_date(until))?;
        for row in rows {
            let Some(view) = view(grant, &row, today) else { continue };
            let key = view.told(orders.get(&row.id).map(String::as_str));
            // Those that were told before they were kept by their orders.
            let is_told = told.contains(&key) || told.contains(&view.told(None));
            all.push((ReminderView { is_told, ..view }, key));
        }
    }
    all.sort_by(|(a, _), (b, _)| {
        (&a.due_date, &a.entity_name, &a.document).cmp(&(&b.due_date, &b.entity_name, &b.document))
    });
    Ok(all)
}

/// Documents of which something is owed by a day, from where `money_tree` takes them, and the orders of those that have one.
fn rows(open: &Open, grant: &Grant, until: &str) -> Result<(Vec<OwedDocument>, HashMap<String, String>), CommandError> {
    let mirror = open.documents(&grant.entity)?;
    if mirror.books_as_of_ms()?.is_some() {
        return Ok((mirror.owed_until(until)?, HashMap::new()));
    }
    if balance(grant)?.is_some() {
        return Ok((Vec::new(), HashMap::new()));
    }
    let papers = papers_of(open, &grant.entity, &mirror)?;
    let papers = papers.as_ref().as_ref();
    let (mut rows, orders) = papers
        .map(|papers| (papers.rows.clone(), papers.orders.clone()))
        .unwrap_or_default();
    rows.retain(|row| row.total_minor > row.paid_minor && !row.due_date.is_empty() && row.due_date.as_str() <= until);
    Ok((rows, orders))
}

fn view(grant: &Grant, row: &OwedDocument, today: Date) -> Option<ReminderView> {
    let kind = DocumentKind::from_code(&row.kind).unwrap_or(DocumentKind::Other);
    Some(ReminderView {
        document: row.id.clone(),
        entity: grant.entity.to_string(),
        entity_name: grant.name.clone(),
        kind: kind.code().to_owned(),
        number: row.number.clone(),
        due_date: row.due_date.clone(),
        in_days: late_days(&row.due_date, today)?.checked_neg()?,
        currency: row.currency.clone(),
        owed_minor: row.total_minor.checked_sub(row.paid_minor)?,
        is_told: false,
    })
}

/// Words of one language. `{}` stands for what is put in.
struct Words {
    app: &'static str,
    near: &'static str,
    over: &'static str,
    several: &'static str,
    today: &'static str,
    in_days: &'static str,
    days_ago: &'static str,
    more: &'static str,
    open: &'static str,
}

const RU: Words = Words {
    app: "Кабинет дилера",
    near: "Скоро срок оплаты",
    over: "Просрочена оплата",
    several: "Оплаты, которых ждёт поставщик: {}",
    today: "сегодня",
    in_days: "через {} дн.",
    days_ago: "просрочено на {} дн.",
    more: "и ещё {}",
    open: "Открыть",
};

const UK: Words = Words {
    app: "Кабінет дилера",
    near: "Скоро строк оплати",
    over: "Прострочено оплату",
    several: "Оплати, на які чекає постачальник: {}",
    today: "сьогодні",
    in_days: "через {} дн.",
    days_ago: "прострочено на {} дн.",
    more: "і ще {}",
    open: "Відкрити",
};

const EN: Words = Words {
    app: "Dealer Cabinet",
    near: "A payment is due soon",
    over: "A payment is overdue",
    several: "Payments that the supplier waits for: {}",
    today: "today",
    in_days: "in {} d",
    days_ago: "{} d overdue",
    more: "and {} more",
    open: "Open",
};

/// One toast of these payments, which are not empty. Toasts are read over shoulders: sums stand in the program only.
fn toast(due: &[ReminderView], language: &str) -> Toast {
    let words = match language {
        "ru" => &RU,
        "uk" => &UK,
        _ => &EN,
    };
    let title = match due {
        [only] if only.in_days < 0 => words.over.to_owned(),
        [_] => words.near.to_owned(),
        several => words.several.replace("{}", &several.len().to_string()),
    };
    let mut lines: Vec<String> = due.iter().take(NAMED).map(|one| line(words, one)).collect();
    let more = due.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(words.more.replace("{}", &more.to_string()));
    }
    Toast {
        app: words.app.to_owned(),
        title,
        body: lines.join("\n"),
        open: words.open.to_owned(),
        add: None,
        target: ToastTarget {
            place: ToastPlace::Money,
            notice: None,
        },
    }
}

fn line(words: &Words, one: &ReminderView) -> String {
    let when = match one.in_days {
        0 => words.today.to_owned(),
        days if days < 0 => words.days_ago.replace("{}", &days.unsigned_abs().to_string()),
        days => words.in_days.replace("{}", &days.to_string()),
    };
    let number = if one.number.is_empty() {
        &one.due_date
    } else {
        &one.number
    };
    format!("{}: {number}, {when}", one.entity_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reminder(number: &str, in_days: i64) -> ReminderView {
        ReminderView {
            document: number.to_owned(),
            entity: "e".to_owned(),
            entity_name: "ООО Ромашка".to_owned(),
            kind: "upd".to_owned(),
            number: number.to_owned(),
            due_date: "2026-03-20".to_owned(),
            in_days,
            currency: "RUB".to_owned(),
            owed_minor: 18_450_000,
            is_told: false,
        }
    }

    #[test]
    fn the_papers_of_an_order_are_one_debt_to_be_reminded_of() {
        let (bill, upd) = (reminder("С-1", 3), reminder("УПД-7", 3));
        assert_eq!(bill.told(Some("o1")), upd.told(Some("o1")));
        assert_ne!(bill.told(Some("o1")), upd.told(Some("o2")));
        assert_ne!(bill.told(None), upd.told(None));
        let over = reminder("УПД-7", -1);
        assert_ne!(
            over.told(Some("o1")),
            upd.told(Some("o1")),
            "told once more when it is over"
        );
    }

    #[test]
    fn a_toast_says_who_owes_which_document_and_when_and_no_sum() {
        for (due, language, title, body) in [
            (
                vec![reminder("Р-1041", 3)],
                "ru",
                "Скоро срок оплаты",
                "ООО Ромашка: Р-1041, через 3 дн.",
            ),
            (
                vec![reminder("Р-1041", -5)],
                "uk",
                "Прострочено оплату",
                "ООО Ромашка: Р-1041, прострочено на 5 дн.",
            ),
            (
                vec![reminder("", 0)],
                "en",
                "A payment is due soon",
                "ООО Ромашка: 2026-03-20, today",
            ),
        ] {
            let toast = toast(&due, language);
            assert_eq!((toast.title.as_str(), toast.body.as_str()), (title, body));
            assert!(!toast.body.contains("184"));
        }
        let many: Vec<ReminderView> = (0..6).map(|n| reminder(&n.to_string(), n)).collect();
        let toast = toast(&many, "ru");
        assert_eq!(toast.title, "Оплаты, которых ждёт поставщик: 6");
        assert_eq!(toast.body.lines().count(), 5);
        assert!(toast.body.ends_with("и ещё 2"));
    }
}
