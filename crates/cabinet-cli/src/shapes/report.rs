//! The report of purchases.

use crate::figures::{money, quantity};
use cabinet_commands::purchases::{PurchaseReport, ReportRowView, ReportTotal};
use serde_json::{Value, json};

/// What was bought, added up.
pub fn purchase_report(report: &PurchaseReport) -> Value {
    json!({
        "items": report.rows.iter().map(row).collect::<Value>(),
        "totals": report.totals.iter().map(total).collect::<Value>(),
        "left_out": {
            "cancelled_orders": report.left_out.cancelled_orders,
            "dropped_lines": report.left_out.dropped_lines,
            "returns_without_sum": report.left_out.returns_without_sum,
        },
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
        "returned_quantity": row.returned_milli.map(quantity),
        "returned_quantity_milli": row.returned_milli,
        "total": money(row.total_minor),
        "total_minor": row.total_minor,
        "returned": money(row.returned_minor),
        "returned_minor": row.returned_minor,
        "net": money(row.net_minor),
        "net_minor": row.net_minor,
        "share_bp": row.share_bp,
    })
}

fn total(total: &ReportTotal) -> Value {
    json!({
        "id": total.currency,
        "currency": total.currency,
        "total": money(total.total_minor),
        "total_minor": total.total_minor,
        "returned": money(total.returned_minor),
        "returned_minor": total.returned_minor,
        "net": money(total.net_minor),
        "net_minor": total.net_minor,
        "orders": total.orders,
    })
}
