//! `claims_attach` and `claims_detach`: files become durable here, photos already as they will travel.
//!
//! Paths and copied pictures come from the shell (its dialog, what was dropped, the clipboard) or the command line, never
//! from the page in the window.

use super::find::{Found, find, limits};
use super::{AttachReport, RefusedFile, RefusedWhy};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::folders;
use crate::open::{Open, demand};
use crate::reason::{Reason, Thing};
use cabinet_desk::{NewAttachment, Parcel};
use cabinet_domain::access::Right;
use cabinet_domain::attachment::{NotTaken, kind_of};
use cabinet_pictures::error::not_taken_words;
use cabinet_pictures::{Picture, PictureError};
use cabinet_protocol::claims::{ClaimLimits, NAME_LIMIT, hash_of};
use std::path::{Path, PathBuf};

/// The largest file that is read at all: a photo may be shrunk to far less.
const LARGEST_READ: u64 = 80 * 1024 * 1024;

/// How many bytes of files may wait on this device.
const MOST_HELD: u64 = 300 * 1024 * 1024;

/// Attaches files to a claim that is not filed, or to the next message of one that is. Photos are shrunk and written
/// anew without the place where they were taken; other files go as they are.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid` for a claim on its way, `disk_full`. A file that cannot be attached is in the
/// report, and keeps no other from it.
pub async fn attach(cabinet: &Cabinet, claim: String, paths: Vec<PathBuf>) -> Result<AttachReport, CommandError> {
    attach_sources(cabinet, claim, paths.into_iter().map(Source::File).collect()).await
}

/// A picture that was copied to the clipboard and is no file.
#[derive(Clone, PartialEq, Eq)]
pub struct PastedPicture {
    /// What to call it, without an ending.
    pub name: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Rows from above, each of red, green, blue, opacity.
    pub rgba: Vec<u8>,
}

/// As [`attach`], a picture out of the clipboard.
///
/// # Errors
/// As [`attach`].
pub async fn attach_pasted(
    cabinet: &Cabinet,
    claim: String,
    picture: PastedPicture,
) -> Result<AttachReport, CommandError> {
    attach_sources(cabinet, claim, vec![Source::Pasted(picture)]).await
}

/// Where an attachment comes from.
enum Source {
    File(PathBuf),
    Pasted(PastedPicture),
}

impl Source {
    fn name(&self) -> String {
        match self {
            Self::File(path) => name_of(path),
            Self::Pasted(picture) => name_of(Path::new(&format!("{}.jpg", folders::safe_name(&picture.name)))),
        }
    }

    fn prepared(self) -> Result<NewAttachment, Refused> {
        let name = self.name();
        match self {
            Self::File(path) => prepare(read(&path)?, &name),
            Self::Pasted(picture) => {
                let made = cabinet_pictures::prepare_pixels(picture.width, picture.height, picture.rgba);
                made.map(|made| of_picture(made, name))
                    .map_err(|error| (picture_why(&error), error.to_string()))
            }
        }
    }
}

async fn attach_sources(cabinet: &Cabinet, claim: String, sources: Vec<Source>) -> Result<AttachReport, CommandError> {
    let report = cabinet
        .ready()?
        .blocking(move |open| attach_all(open, &claim, sources))
        .await?;
    cabinet.tell(Changes {
        claims: true,
        ..Changes::default()
    });
    Ok(report)
}

/// Takes a file off again, before it is sent.
///
/// # Errors
/// `not_found`.
pub async fn detach(cabinet: &Cabinet, claim: String, blake3: String) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let parcel = find(open, &claim)?.parcel();
            if open.desk.detach(&parcel, &blake3)? {
                Ok(())
            } else {
                Err(CommandError::not_found(Thing::AttachedFile))
            }
        })
        .await?;
    cabinet.tell(Changes {
        claims: true,
        ..Changes::default()
    });
    Ok(())
}

fn attach_all(open: &Open, claim: &str, sources: Vec<Source>) -> Result<AttachReport, CommandError> {
    let found = find(open, claim)?;
    demand(found.grant(), Right::FileClaims, Reason::RoleFilesNoClaims)?;
    if let Found::Draft(_, draft) = &found
        && draft.in_command.is_some()
    {
        return Err(Reason::ClaimOnItsWay.into());
    }
    let (parcel, limits) = (found.parcel(), limits(open)?);
    let mut report = AttachReport {
        attached: 0,
        refused: Vec::new(),
    };
    for source in sources {
        let name = source.name();
        match attach_one(open, &parcel, &limits, source)? {
            Ok(()) => report.attached = report.attached.saturating_add(1),
            Err((reason, message)) => report.refused.push(RefusedFile { name, reason, message }),
        }
    }
    Ok(report)
}

type Refused = (RefusedWhy, String);

/// The inner result is about the file, the outer one about the desk.
fn attach_one(
    open: &Open,
    parcel: &Parcel,
    limits: &ClaimLimits,
    source: Source,
) -> Result<Result<(), Refused>, CommandError> {
    let before = open.desk.attachments(parcel)?;
    if before.len() >= usize::try_from(limits.max_files).unwrap_or(usize::MAX) {
        let words = format!("the supplier takes at most {} files in one message", limits.max_files);
        return Ok(Err((RefusedWhy::TooMany, words)));
    }
    let file = match source.prepared() {
        Ok(file) => file,
        Err(refused) => return Ok(Err(refused)),
    };
    let length = u64::try_from(file.body.len()).unwrap_or(u64::MAX);
    if length > limits.max_file_bytes {
        let words = format!(
            "the file has {length} bytes; the supplier takes at most {} bytes",
            limits.max_file_bytes
        );
        return Ok(Err((RefusedWhy::TooLarge, words)));
    }
    if open.desk.attachment_bytes()?.saturating_add(length) > MOST_HELD {
        let words = "300 MB of files wait on this computer already; let them go first";
        return Ok(Err((RefusedWhy::NoRoom, words.to_owned())));
    }
    open.desk.attach(parcel, &file, open.clock.now_ms())?;
    Ok(Ok(()))
}

fn read(path: &Path) -> Result<Vec<u8>, Refused> {
    let unreadable = |error: std::io::Error| (RefusedWhy::Unreadable, format!("the file cannot be read: {error}"));
    let found = std::fs::metadata(path).map_err(unreadable)?;
    if !found.is_file() {
        return Err((RefusedWhy::Unreadable, "it is no file".to_owned()));
    }
    if found.len() > LARGEST_READ {
        let words = "the file is larger than 80 MB; make it smaller first".to_owned();
        return Err((RefusedWhy::TooLarge, words));
    }
    std::fs::read(path).map_err(unreadable)
}

fn prepare(bytes: Vec<u8>, name: &str) -> Result<NewAttachment, Refused> {
    let kind = kind_of(&bytes, name).map_err(|why| (not_taken(why), not_taken_words(why).to_owned()))?;
    if !kind.is_picture() {
        return Ok(NewAttachment {
            blake3: hash_of(&bytes),
            media_type: kind.media_type(name).to_owned(),
            name: name.to_owned(),
            thumb: None,
            body: bytes,
        });
    }
    let picture = cabinet_pictures::prepare(&bytes, name).map_err(|error| (picture_why(&error), error.to_string()))?;
    Ok(of_picture(picture, as_jpeg(name)))
}

fn of_picture(picture: Picture, name: String) -> NewAttachment {
    NewAttachment {
        blake3: hash_of(&picture.jpeg),
        media_type: "image/jpeg".to_owned(),
        name,
        thumb: Some(picture.thumb),
        body: picture.jpeg,
    }
}

/// What is a JPEG now is called one.
fn as_jpeg(name: &str) -> String {
    let lower = name.to_lowercase();
    if lower.ends_with(".jpg") || lower.ends_with(".jpeg") {
        return name.to_owned();
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}.jpg")
}

/// Short enough for the wire, with its ending.
fn name_of(path: &Path) -> String {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let length = name.chars().count();
    if length <= NAME_LIMIT - 5 {
        return name;
    }
    let skipped = length.saturating_sub(NAME_LIMIT - 5);
    name.chars().skip(skipped).collect()
}

const fn not_taken(why: NotTaken) -> RefusedWhy {
    match why {
        NotTaken::Empty => RefusedWhy::Empty,
        NotTaken::Heic => RefusedWhy::Heic,
        NotTaken::RawPhoto => RefusedWhy::RawPhoto,
        NotTaken::Video => RefusedWhy::Video,
        NotTaken::OtherPicture => RefusedWhy::OtherPicture,
        NotTaken::Unknown => RefusedWhy::Kind,
    }
}

pub(crate) const fn picture_why(error: &PictureError) -> RefusedWhy {
    match error {
        PictureError::NotTaken(why) => not_taken(*why),
        PictureError::NoPicture => RefusedWhy::Kind,
        PictureError::CutOff => RefusedWhy::CutOff,
        PictureError::TooManyPixels { .. } => RefusedWhy::TooManyPixels,
        PictureError::Damaged(_) if error.is_too_large() => RefusedWhy::TooManyPixels,
        PictureError::Damaged(_) => RefusedWhy::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_a_jpeg_is_called_one_and_long_names_keep_their_ending() {
        assert_eq!(as_jpeg("Снимок.PNG"), "Снимок.jpg");
        assert_eq!(as_jpeg("IMG_1.JPEG"), "IMG_1.JPEG");
        let long = format!("/x/{}.pdf", "д".repeat(300));
        let name = name_of(Path::new(&long));
        assert!(name.ends_with(".pdf") && name.chars().count() <= NAME_LIMIT, "{name}");
    }
}
