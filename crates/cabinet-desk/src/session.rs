//! The device's standing with its gateway: one session per profile.

use crate::desk::{Desk, DeskError};
use cabinet_domain::ids::PersonId;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// The session. It has no debug text, because it holds the tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Id of the device at the gateway.
    pub device: String,
    /// Who uses this profile.
    pub person: PersonId,
    /// His name.
    pub person_name: String,
    /// Name of the supplier.
    pub supplier_name: String,
    /// Where the gateway is.
    pub gateway_url: String,
    /// Fingerprint of the gateway's certificate, pinned at enrolment; `None`: the system's trust decides.
    pub pinned_fingerprint: Option<String>,
    /// The tokens.
    pub tokens: Tokens,
    /// The gateway's clock minus the device's at the last hello, ms.
    pub clock_offset_ms: i64,
}

/// What stands where the address of a gateway would, in a profile of the built-in sample. It is no address, so nothing can
/// be called there.
pub const SAMPLE_GATEWAY: &str = "sample:";

impl Session {
    /// Whether this is the built-in sample: nothing of it may ever be sent.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.gateway_url == SAMPLE_GATEWAY
    }
}

/// The tokens of a session. No debug text.
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Sent with each call.
    pub access_token: String,
    /// Device clock, ms; a new one is asked for before.
    pub access_until_ms: i64,
    /// Works once.
    pub refresh_token: String,
}

const PUT: &str = "
    INSERT OR REPLACE INTO session
        (only_row, device, person, person_name, supplier_name, gateway_url, pinned_fingerprint,
         access_token, access_until_ms, refresh_token, clock_offset_ms)
    VALUES
        (1, :device, :person, :person_name, :supplier_name, :gateway_url, :pinned_fingerprint,
         :access_token, :access_until_ms, :refresh_token, :clock_offset_ms)";

const GET: &str = "
    SELECT device, person, person_name, supplier_name, gateway_url, pinned_fingerprint,
           access_token, access_until_ms, refresh_token, clock_offset_ms
    FROM session
    WHERE only_row = 1";

const PUT_TOKENS: &str = "
    UPDATE session
    SET access_token = :access_token, access_until_ms = :access_until_ms, refresh_token = :refresh_token
    WHERE only_row = 1";

const PUT_HELLO: &str = "
    UPDATE session
    SET supplier_name = :supplier_name, clock_offset_ms = :clock_offset_ms
    WHERE only_row = 1";

const DELETE: &str = "DELETE FROM session";

const IS_SAMPLE: &str = "
    SELECT EXISTS (SELECT 1 FROM session WHERE gateway_url = :sample) AS is_sample";

/// Whether the desk belongs to the built-in sample, seen by the transaction that asks.
pub(crate) fn is_sample(conn: &Connection) -> Result<bool, DeskError> {
    let mut ask = conn.prepare_cached(IS_SAMPLE)?;
    Ok(ask.query_row(named_params! { ":sample": SAMPLE_GATEWAY }, |row| row.get("is_sample"))?)
}

impl Desk {
    /// The session, or `None` before enrolment and after signing out.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn session(&self) -> Result<Option<Session>, DeskError> {
        self.db.read(|conn| Ok(conn.query_row(GET, [], session).optional()?))
    }

    /// Keeps a new session in place of any other.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn put_session(&self, session: &Session) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.execute(
                PUT,
                named_params! {
                    ":device": session.device,
                    ":person": session.person.as_str(),
                    ":person_name": session.person_name,
                    ":supplier_name": session.supplier_name,
                    ":gateway_url": session.gateway_url,
                    ":pinned_fingerprint": session.pinned_fingerprint,
                    ":access_token": session.tokens.access_token,
                    ":access_until_ms": session.tokens.access_until_ms,
                    ":refresh_token": session.tokens.refresh_token,
                    ":clock_offset_ms": session.clock_offset_ms,
                },
            )?;
            Ok(())
        })
    }

    /// Keeps the pair of tokens that follows the present one.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn put_tokens(&self, tokens: &Tokens) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.execute(
                PUT_TOKENS,
                named_params! {
                    ":access_token": tokens.access_token,
                    ":access_until_ms": tokens.access_until_ms,
                    ":refresh_token": tokens.refresh_token,
                },
            )?;
            Ok(())
        })
    }

    /// Keeps what a hello said about the gateway itself.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn put_hello(&self, supplier_name: &str, clock_offset_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            let params = named_params! { ":supplier_name": supplier_name, ":clock_offset_ms": clock_offset_ms };
            tx.execute(PUT_HELLO, params)?;
            Ok(())
        })
    }

    /// Forgets the session; drafts and commands stay.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn delete_session(&self) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.execute(DELETE, [])?;
            Ok(())
        })
    }
}

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        device: row.get("device")?,
        person: PersonId::new(row.get::<_, String>("person")?),
        person_name: row.get("person_name")?,
        supplier_name: row.get("supplier_name")?,
        gateway_url: row.get("gateway_url")?,
        pinned_fingerprint: row.get("pinned_fingerprint")?,
        tokens: Tokens {
            access_token: row.get("access_token")?,
            access_until_ms: row.get("access_until_ms")?,
            refresh_token: row.get("refresh_token")?,
        },
        clock_offset_ms: row.get("clock_offset_ms")?,
    })
}
