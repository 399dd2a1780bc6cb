//! Feedback of dealers' people: taken once each, kept for the supplier's people.
//!
//! Invariants: a picture is stored only when it can be unpacked as a JPEG; what was said leaves the gateway by its
//! operator's commands only.

use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cabinet_domain::feedback::FeedbackKind;
use cabinet_domain::ids::{EntityId, PersonId};
use cabinet_protocol::commands::{RejectReason, Verdict};
use cabinet_protocol::feedback::{SCREENSHOT_LIMIT, SendFeedback, TEXT_LIMIT, WORD_LIMIT};
use image::codecs::jpeg::JpegDecoder;
use image::{DynamicImage, ImageDecoder, Limits};
use std::io::Cursor;

/// How much a person may say in a day: pictures take room.
const MOST_IN_A_DAY: i64 = 50;
const DAY_MS: i64 = 86_400_000;
/// The longest side of a picture, and the memory that unpacking one may take.
const LONGEST_SIDE: u32 = 4_096;
const MAX_MEMORY: u64 = 128 * 1024 * 1024;

const INSERT: &str = "
    INSERT INTO feedback (number, person, entity, kind, text, screenshot, app_version, screen, language, at_ms)
    SELECT COALESCE(max(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9
    FROM feedback";

const COUNT: &str = "
    SELECT count(*) AS said
    FROM feedback
    WHERE person = $1
      AND at_ms > $2";

const SELECT_ALL: &str = "
    SELECT feedback.number, feedback.entity, feedback.kind, feedback.text, feedback.app_version, feedback.screen,
           feedback.language, feedback.at_ms, feedback.screenshot IS NOT NULL AS has_screenshot,
           entity.name AS entity_name, person.name AS person_name
    FROM feedback
    JOIN entity ON entity.id = feedback.entity
    JOIN person ON person.id = feedback.person
    ORDER BY feedback.number DESC";

const SELECT_SCREENSHOT: &str = "
    SELECT screenshot
    FROM feedback
    WHERE number = $1
      AND screenshot IS NOT NULL";

/// What a person said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// From 1 on.
    pub number: i64,
    /// For which legal entity the person worked then.
    pub entity: EntityId,
    /// Its name.
    pub entity_name: String,
    /// Who.
    pub person_name: String,
    /// The code of its kind.
    pub kind: String,
    /// What was said.
    pub text: String,
    /// Version of the program; empty when that was not said, as the following.
    pub app_version: String,
    /// Which screen was open.
    pub screen: String,
    /// Language of the window.
    pub language: String,
    /// UTC, ms since 1970.
    pub at_ms: i64,
    /// There is a picture.
    pub has_screenshot: bool,
}

/// Takes what a person says.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn take(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    said: &SendFeedback,
    now_ms: i64,
) -> Result<Verdict, StorageError> {
    let rejected = |reason| Ok(Verdict::Rejected { reason });
    let text = said.text.trim();
    if text.is_empty() {
        return rejected(RejectReason::Empty);
    }
    let is_long = |text: &str, most: usize| text.chars().count() > most;
    let words = [&said.app_version, &said.screen, &said.language];
    if is_long(text, TEXT_LIMIT) || words.into_iter().any(|word| is_long(word, WORD_LIMIT)) {
        return rejected(RejectReason::TooMuch);
    }
    let since = [person.as_str().into(), now_ms.saturating_sub(DAY_MS).into()];
    if query_one(tx, COUNT, &since, |row| row.int("said"))?.unwrap_or(0) >= MOST_IN_A_DAY {
        return rejected(RejectReason::TooMuch);
    }
    let screenshot = match &said.screenshot {
        None => None,
        Some(text) => match picture(text) {
            Ok(bytes) => Some(bytes),
            Err(reason) => return rejected(reason),
        },
    };
    let params = [
        person.as_str().into(),
        entity.as_str().into(),
        said.kind.code().into(),
        text.into(),
        screenshot.into(),
        said.app_version.as_str().into(),
        said.screen.as_str().into(),
        said.language.as_str().into(),
        now_ms.into(),
    ];
    tx.execute(INSERT, &params)?;
    Ok(Verdict::Done)
}

/// Everything that was said, the newest first.
///
/// # Errors
/// [`StorageError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<Feedback>, StorageError> {
    query_all(tx, SELECT_ALL, &[], read)
}

/// The picture of one, as JPEG; `None` when there is none.
///
/// # Errors
/// [`StorageError`].
pub fn screenshot(tx: &mut dyn Tx, number: i64) -> Result<Option<Vec<u8>>, StorageError> {
    query_one(tx, SELECT_SCREENSHOT, &[number.into()], |row| row.bytes("screenshot"))
}

/// The bytes of a JPEG that can be unpacked.
fn picture(text: &str) -> Result<Vec<u8>, RejectReason> {
    if text.len() > SCREENSHOT_LIMIT.saturating_mul(4).div_ceil(3).saturating_add(4) {
        return Err(RejectReason::TooMuch);
    }
    let bytes = STANDARD.decode(text).map_err(|_| RejectReason::Invalid)?;
    if bytes.len() > SCREENSHOT_LIMIT {
        return Err(RejectReason::TooMuch);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut decoder = JpegDecoder::new(Cursor::new(&bytes)).map_err(|_| RejectReason::Invalid)?;
    decoder.set_limits(limits).map_err(|_| RejectReason::Invalid)?;
    DynamicImage::from_decoder(decoder).map_err(|_| RejectReason::Invalid)?;
    Ok(bytes)
}

fn read(row: &dyn Row) -> Result<Feedback, StorageError> {
    let kind = row.text("kind")?;
    if FeedbackKind::from_code(&kind).is_none() {
        return Err(StorageError::UnexpectedType("kind"));
    }
    Ok(Feedback {
        number: row.int("number")?,
        entity: EntityId::new(row.text("entity")?),
        entity_name: row.text("entity_name")?,
        person_name: row.text("person_name")?,
        kind,
        text: row.text("text")?,
        app_version: row.text("app_version")?,
        screen: row.text("screen")?,
        language: row.text("language")?,
        at_ms: row.int("at_ms")?,
        has_screenshot: row.int("has_screenshot")? != 0,
    })
}
