//! What sessions of 1C do, written into the exchange log; that it cannot be written stops no exchange.

use super::session::Session;
use crate::exchange_log::{self, Details, ExchangeKind, Happened, Remark};
use crate::state::GatewayState;

/// Something of a session that has just ended. Writes to the database: call it on a blocking thread.
pub(super) struct Note<'s> {
    pub session: &'s Session,
    pub kind: ExchangeKind,
    /// Bare name of the file; empty when it is about none.
    pub file: &'s str,
    pub started_at_ms: i64,
}

impl Note<'_> {
    /// It was done.
    pub(super) fn done(&self, gateway: &GatewayState, counts: &[(&str, u64)], notes: Vec<Remark>) {
        let counts = counts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| ((*name).to_owned(), *count))
            .collect();
        self.write(gateway, counts, notes, String::new());
    }

    /// It was not done.
    pub(super) fn failed(&self, gateway: &GatewayState, why: &str) {
        self.write(gateway, Default::default(), Vec::new(), why.to_owned());
    }

    fn write(
        &self,
        gateway: &GatewayState,
        counts: std::collections::BTreeMap<String, u64>,
        notes: Vec<Remark>,
        error: String,
    ) {
        let happened = Happened {
            node: self.session.node.name.clone(),
            file: self.file.to_owned(),
            started_at_ms: self.started_at_ms,
            finished_at_ms: gateway.now_ms(),
            details: Details {
                kind: self.kind,
                session: exchange_log::label(&self.session.id),
                counts,
                published: 0,
                notes,
            },
            error,
        };
        if let Err(error) = exchange_log::write_down(gateway.db.as_ref(), &happened) {
            tracing::warn!("What an exchange did could not be written down: {error}");
        }
    }
}
