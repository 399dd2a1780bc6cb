//! Settings of the profile, and where the user left the screens.

use crate::desk::{Desk, DeskError};
use rusqlite::{OptionalExtension, named_params};

const GET_SETTING: &str = "
    SELECT value
    FROM setting
    WHERE key = :key";

const PUT_SETTING: &str = "
    INSERT INTO setting (key, value)
    VALUES (:key, :value)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value";

const GET_UI: &str = "
    SELECT json
    FROM ui_state
    WHERE key = :key";

const PUT_UI: &str = "
    INSERT INTO ui_state (key, json)
    VALUES (:key, :json)
    ON CONFLICT (key) DO UPDATE SET json = excluded.json";

impl Desk {
    /// A setting, or `None` when it was never made.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn setting(&self, key: &str) -> Result<Option<String>, DeskError> {
        self.db.read(|conn| {
            let mut get = conn.prepare_cached(GET_SETTING)?;
            Ok(get
                .query_row(named_params! { ":key": key }, |row| row.get("value"))
                .optional()?)
        })
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn put_setting(&self, key: &str, value: &str) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(PUT_SETTING)?
                .execute(named_params! { ":key": key, ":value": value })?;
            Ok(())
        })
    }

    /// JSON that a front-end kept under this key.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn ui_state(&self, key: &str) -> Result<Option<String>, DeskError> {
        self.db.read(|conn| {
            let mut get = conn.prepare_cached(GET_UI)?;
            Ok(get
                .query_row(named_params! { ":key": key }, |row| row.get("json"))
                .optional()?)
        })
    }

    /// Keeps JSON of a front-end.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn put_ui_state(&self, key: &str, json: &str) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(PUT_UI)?
                .execute(named_params! { ":key": key, ":json": json })?;
            Ok(())
        })
    }
}
