//! Takes a file that holds documents: УПД as XML or in a zip, PDF, scans and office files.

use crate::documents::facts::Facts;
use crate::documents::pdf::{Script, has_script};
use crate::documents::stored::{self, StoredFile};
use crate::documents::take::{Taken, take};
use crate::documents::{DocumentsError, FOLDER, from_name, from_upd};
use crate::media::{StoreError, check_document, keep_in};
use crate::state::GatewayState;
use crate::storage::{StorageError, read, write};
use cabinet_protocol::media::MAX_FILE_BYTES;
use upd::ReadError;
use upd::container::{self, ContainerError};

/// Why a file, or one of a container, is not taken. It stays where it lies.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// More than devices fetch.
    #[error("it has {bytes} bytes, more than {MAX_FILE_BYTES}: save it smaller")]
    TooLarge {
        /// What it has.
        bytes: u64,
    },
    /// The system does not give it.
    #[error("it cannot be read: {0}; check its rights")]
    Unreadable(#[source] std::io::Error),
    /// Of a kind that is not taken.
    #[error("it is no УПД in XML or zip, no PDF, JPEG, PNG, DOCX, XLSX, ODT, ODS, RTF or TXT: save it as one of these")]
    UnknownKind,
    /// Where a paper is wanted.
    #[error("it is an XML or an archive of documents: give the paper itself, as a PDF, a scan or an office file")]
    NoPaper,
    /// A PDF that runs something.
    #[error(
        "the PDF carries a script or starts a program, and dealers would open it: print it to a new PDF, or ask for one without"
    )]
    Script,
    /// A PDF that cannot be looked through.
    #[error(
        "the PDF is encrypted or packed so that it cannot be looked through for scripts: save it without a password"
    )]
    Hidden,
    /// No УПД.
    #[error(transparent)]
    Upd(#[from] ReadError),
    /// No container.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// A container without a document of the seller.
    #[error("there is no УПД in the archive; save the document itself from the EDO operator")]
    NothingInside,
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database.
    #[error(transparent)]
    Documents(#[from] DocumentsError),
}

impl From<StorageError> for FileError {
    fn from(error: StorageError) -> Self {
        Self::Documents(error.into())
    }
}

/// What became of one document of a file.
#[derive(Debug)]
pub struct FileTaken {
    /// Name of the file, and of the entry in a container.
    pub name: String,
    /// What was done.
    pub taken: Result<Taken, FileError>,
}

/// Takes a file; `path` is its name with the folders that say something, between `/`. `known` changes what was read of it.
///
/// A container gives one result for each document in it, everything else one.
///
/// # Errors
/// [`FileError`] of the file as a whole; what was taken of it before stays.
pub fn take_file(
    gateway: &GatewayState,
    path: &str,
    bytes: &[u8],
    origin: &str,
    known: &dyn Fn(&mut Facts),
) -> Result<Vec<FileTaken>, FileError> {
    demand_size(bytes)?;
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let blake3 = blake3::hash(bytes).to_hex().to_string();
    // Before it is read: what was attached by hand may have been corrected since.
    if let Some(there) = read(gateway.db.as_ref(), |tx| stored::by_hash(tx, &blake3))? {
        return Ok(vec![FileTaken {
            name: name.to_owned(),
            taken: Ok(Taken::Same(there)),
        }]);
    }
    let one = |mut facts: Facts, name: &str, extension: &str, bytes: &[u8]| -> Result<Taken, FileError> {
        known(&mut facts);
        let file = kept(gateway, name, extension, bytes)?;
        let now_ms = gateway.now_ms();
        Ok(write(gateway.db.as_ref(), |tx| {
            take(tx, &gateway.settings, facts, Some(file), origin, now_ms)
        })?)
    };
    if container::is_zip(bytes) && name.to_lowercase().ends_with(".zip") {
        return of_container(name, bytes, &one);
    }
    let taken = if is_xml(bytes) {
        one(from_upd::facts(&upd::read(bytes)?), name, "xml", bytes)
    } else {
        let extension = kind_of(name, bytes)?;
        one(from_name::facts(path), name, extension, bytes)
    };
    Ok(vec![FileTaken {
        name: name.to_owned(),
        taken,
    }])
}

/// Keeps the bytes of one paper without taking it: a PDF, a scan or an office file, and no XML or container. What it is says who calls.
///
/// # Errors
/// [`FileError`].
pub fn keep_paper(gateway: &GatewayState, name: &str, bytes: &[u8]) -> Result<StoredFile, FileError> {
    demand_size(bytes)?;
    let is_archive = container::is_zip(bytes) && name.to_lowercase().ends_with(".zip");
    if is_archive || is_xml(bytes) {
        return Err(FileError::NoPaper);
    }
    kept(gateway, name, kind_of(name, bytes)?, bytes)
}

fn demand_size(bytes: &[u8]) -> Result<(), FileError> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > MAX_FILE_BYTES {
        return Err(FileError::TooLarge { bytes: length });
    }
    Ok(())
}

/// Bytes are on the disk before a row names them.
fn kept(gateway: &GatewayState, name: &str, extension: &str, bytes: &[u8]) -> Result<StoredFile, FileError> {
    Ok(StoredFile {
        blake3: keep_in(&gateway.data_dir.join(FOLDER), bytes)?,
        name: name.to_owned(),
        extension: extension.to_owned(),
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
    })
}

type TakeOne<'a> = &'a dyn Fn(Facts, &str, &str, &[u8]) -> Result<Taken, FileError>;

fn of_container(name: &str, bytes: &[u8], one: TakeOne<'_>) -> Result<Vec<FileTaken>, FileError> {
    let entries = container::open(bytes)?.entries;
    if entries.is_empty() {
        return Err(FileError::NothingInside);
    }
    let is_single = entries.len() == 1;
    let taken = entries.into_iter().map(|entry| {
        let inner = entry.name.rsplit(['/', '\\']).next().unwrap_or(&entry.name).to_owned();
        let taken = entry.upd.map_err(FileError::from).and_then(|upd| {
            let facts = from_upd::facts(&upd);
            if is_single {
                // With its signatures, as the operator of EDO gave it out.
                one(facts, name, "zip", bytes)
            } else {
                one(facts, &inner, "xml", &entry.bytes)
            }
        });
        FileTaken {
            name: format!("{name}/{inner}"),
            taken,
        }
    });
    Ok(taken.collect())
}

/// XML begins with `<`, in any encoding that is read.
fn is_xml(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<")
}

/// The ending under which a device keeps it.
fn kind_of(name: &str, bytes: &[u8]) -> Result<&'static str, FileError> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok("jpg");
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok("png");
    }
    let extension = check_document(name, bytes).map_err(|_| FileError::UnknownKind)?;
    if extension == "pdf" {
        match has_script(bytes) {
            Script::None => {}
            Script::Found => return Err(FileError::Script),
            Script::Hidden => return Err(FileError::Hidden),
        }
    }
    Ok(extension)
}
