//! The report of purchases.

use crate::figures::{money, quantity};
use cabinet_commands::purchases::{PurchaseReport, ReportRowView, ReportTotal};
use serde_json::{Value, json};

/// What was bought, added up.
pub fn report(report: &PurchaseReport) -> Value {
    json!({
        "items": report.rows.iter().map(row).collect::<Value>(),
        "totals": report.totals.iter().map(total).collect::<Value>(),
    })
}

fn row(row: &ReportRowView) -> Value {
    json!({
        "id": row.key,
        "article": row.article,
        "name": row.name,
        "unit": row.unit,
        "currency": row.currency,
        "orders": row.orders,
        "quantity": row.quantity_milli.map(quantity),
        "quantity_milli": row.quantity_milli,
        "total": money(row.total_minor),
        "total_minor": row.total_minor,
        "share_bp": row.share_bp,
    })
}

fn total(total: &ReportTotal) -> Value {
    json!({
        "id": total.currency,
        "currency": total.currency,
        "total": money(total.total_minor),
        "total_minor": total.total_minor,
        "orders": total.orders,
    })
}
