//! `settings_hide_prices`, `settings_show_prices` and `settings_price_pin`: prices kept from the eyes of whoever stands
//! beside the screen.
//!
//! Not a right: who may see prices has them on this device. The code lies in the desk, encrypted like all of it.

use super::{Settings, get, stored};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::{Reason, limit};

/// Where the desk keeps the code; empty for none.
const PIN: &str = "price_pin";
/// Where it keeps the choice, beside the file of settings, which anybody may delete.
const HIDDEN: &str = "prices_hidden";
/// Characters of a code.
const SHORTEST: usize = 4;
const LONGEST: usize = 32;

/// Hides prices and sums on every screen, also after the next start, until they are shown again.
///
/// # Errors
/// `disk_full`, `invalid` when the choice cannot be written.
pub async fn hide_prices(cabinet: &Cabinet) -> Result<Settings, CommandError> {
    choose(cabinet, true).await
}

/// Shows them again.
///
/// # Errors
/// `wrong_secret` when a code was chosen and this is not it.
pub async fn show_prices(cabinet: &Cabinet, pin: Option<String>) -> Result<Settings, CommandError> {
    // A profile that is not open shows nothing that could be hidden: what is seen meanwhile is the built-in sample.
    if let Ok(open) = cabinet.ready() {
        open.blocking(move |open| demand_pin(open, pin.as_deref())).await?;
    }
    choose(cabinet, false).await
}

/// Chooses a code without which prices are not shown again; `None` for none. `old` is the one that stands.
///
/// # Errors
/// `wrong_secret`, `invalid` for a code that is too short or too long.
pub async fn set_price_pin(
    cabinet: &Cabinet,
    old: Option<String>,
    new: Option<String>,
) -> Result<Settings, CommandError> {
    let new = new.unwrap_or_default();
    let length = new.chars().count();
    if length != 0 && !(SHORTEST..=LONGEST).contains(&length) {
        return Err(Reason::PinLength {
            least: limit(SHORTEST),
            most: limit(LONGEST),
        }
        .into());
    }
    cabinet
        .ready()?
        .blocking(move |open| {
            demand_pin(open, old.as_deref())?;
            Ok(open.desk.put_setting(PIN, &new)?)
        })
        .await?;
    get(cabinet).await
}

/// Takes the code off without asking for it: whoever can run `cabinet` over this profile sees its prices anyway.
///
/// # Errors
/// `not_ready`, `disk_full`.
pub async fn forget_price_pin(cabinet: &Cabinet) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(|open| Ok(open.desk.put_setting(PIN, "")?))
        .await
}

/// Stops a paper or a file with prices while prices are hidden.
///
/// # Errors
/// `invalid`.
pub(crate) async fn demand_shown_prices(cabinet: &Cabinet) -> Result<(), CommandError> {
    if get(cabinet).await?.hides_prices {
        return Err(Reason::PricesHidden.into());
    }
    Ok(())
}

/// What the desk knows of hidden prices.
#[derive(Default)]
pub(super) struct Lock {
    /// A code stands.
    pub(super) has_pin: bool,
    /// Prices were hidden behind it.
    pub(super) is_shut: bool,
}

/// Whether a code stands, and whether prices were hidden behind it; neither while the profile is locked.
pub(super) async fn lock(cabinet: &Cabinet) -> Result<Lock, CommandError> {
    let Ok(open) = cabinet.ready() else {
        return Ok(Lock::default());
    };
    open.blocking(|open| {
        let has_pin = kept(open)?.is_some();
        let is_hidden = open.desk.setting(HIDDEN)?.is_some_and(|hidden| !hidden.is_empty());
        Ok(Lock {
            has_pin,
            is_shut: has_pin && is_hidden,
        })
    })
    .await
}

fn kept(open: &Open) -> Result<Option<String>, CommandError> {
    Ok(open.desk.setting(PIN)?.filter(|pin| !pin.is_empty()))
}

fn demand_pin(open: &Open, given: Option<&str>) -> Result<(), CommandError> {
    match kept(open)? {
        Some(pin) if given != Some(pin.as_str()) => Err(Reason::WrongPin.into()),
        _ => Ok(()),
    }
}

async fn choose(cabinet: &Cabinet, hides_prices: bool) -> Result<Settings, CommandError> {
    if let Ok(open) = cabinet.ready() {
        let word = if hides_prices { "yes" } else { "" };
        open.blocking(move |open| Ok(open.desk.put_setting(HIDDEN, word)?))
            .await?;
    }
    let at = cabinet.clone();
    tokio::task::spawn_blocking(move || {
        let stored = stored::Stored {
            hides_prices,
            ..stored::read(&at)?
        };
        stored::write(&at, &stored)
    })
    .await??;
    get(cabinet).await
}
