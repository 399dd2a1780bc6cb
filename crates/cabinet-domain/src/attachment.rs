//! Which files may be attached, told by their first bytes and not by what they are called.
//!
//! A photo carries the place where it was taken. What this program can read it makes anew, without that; what it cannot
//! read and what is known to carry a place (HEIC, raw photos, video) is not taken at all.

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A photo.
    Jpeg,
    /// A picture, such as a copy of a screen.
    Png,
    /// A picture.
    Webp,
    /// A document, as it is.
    Pdf,
    /// A document or table of an office program (docx, xlsx, odt, ods), as it is.
    Office,
    /// The same of before 2007 (doc, xls), as it is.
    OldOffice,
    /// Text (txt, csv), as it is.
    Text,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotTaken {
    /// There is nothing in it.
    Empty,
    /// A photo of a kind that cannot be read here, so that its place cannot be taken out (HEIC, HEIF, AVIF).
    Heic,
    /// A photo of a camera (TIFF and raw kinds), of which the same is true.
    RawPhoto,
    /// A film: it may carry the place, too.
    Video,
    /// A picture of another kind (GIF, BMP, SVG).
    OtherPicture,
    /// Anything else: a program, a page, an archive.
    Unknown,
}

impl FileKind {
    /// Whether it is a picture, which is made anew before it is attached.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }

    /// The media type under which a file of this name travels.
    #[must_use]
    pub fn media_type(self, name: &str) -> &'static str {
        match (self, extension(name).as_str()) {
            (Self::Jpeg, _) => "image/jpeg",
            (Self::Png, _) => "image/png",
            (Self::Webp, _) => "image/webp",
            (Self::Pdf, _) => "application/pdf",
            (Self::Office, "xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            (Self::Office, "odt") => "application/vnd.oasis.opendocument.text",
            (Self::Office, "ods") => "application/vnd.oasis.opendocument.spreadsheet",
            (Self::Office, _) => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            (Self::OldOffice, "xls") => "application/vnd.ms-excel",
            (Self::OldOffice, _) => "application/msword",
            (Self::Text, "csv") => "text/csv",
            (Self::Text, _) => "text/plain",
        }
    }
}

/// What a file is; `bytes` are all of it or its beginning (at least 4 KiB of a longer one).
///
/// # Errors
/// [`NotTaken`].
pub fn kind_of(bytes: &[u8], name: &str) -> Result<FileKind, NotTaken> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    let at = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
    if bytes.is_empty() {
        return Err(NotTaken::Empty);
    }
    if begins(b"\xff\xd8\xff") {
        return Ok(FileKind::Jpeg);
    }
    if begins(b"\x89PNG\r\n\x1a\n") {
        return Ok(FileKind::Png);
    }
    if begins(b"RIFF") && at(8, 12) == b"WEBP" {
        return Ok(FileKind::Webp);
    }
    if begins(b"%PDF-") {
        return Ok(FileKind::Pdf);
    }
    if at(4, 8) == b"ftyp" {
        return Err(match at(8, 12) {
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" | b"avif" | b"avis" => {
                NotTaken::Heic
            }
            b"crx " => NotTaken::RawPhoto,
            _ => NotTaken::Video,
        });
    }
    if begins(b"II*\0") || begins(b"MM\0*") || begins(b"FUJIFILM") || begins(b"IIRO") || begins(b"IIU\0") {
        return Err(NotTaken::RawPhoto);
    }
    let is_avi = begins(b"RIFF") && at(8, 12) == b"AVI ";
    if is_avi || begins(b"\x1a\x45\xdf\xa3") || begins(b"\0\0\x01\xba") {
        return Err(NotTaken::Video);
    }
    if begins(b"GIF8") || (begins(b"BM") && at(6, 10) == [0; 4]) {
        return Err(NotTaken::OtherPicture);
    }
    let extension = extension(name);
    if begins(b"PK\x03\x04") && ["docx", "xlsx", "odt", "ods"].contains(&extension.as_str()) {
        return Ok(FileKind::Office);
    }
    if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") && ["doc", "xls"].contains(&extension.as_str()) {
        return Ok(FileKind::OldOffice);
    }
    if extension == "svg" {
        return Err(NotTaken::OtherPicture);
    }
    let is_text = !bytes.iter().any(|byte| matches!(byte, 0..=8 | 14..=31));
    if is_text && ["txt", "csv"].contains(&extension.as_str()) {
        return Ok(FileKind::Text);
    }
    Err(NotTaken::Unknown)
}

fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        type Case = (&'static str, &'static [u8], &'static str, Result<FileKind, NotTaken>);
        let cases: [Case; 16] = [
            ("a photo", b"\xff\xd8\xff\xe1..", "x.txt", Ok(FileKind::Jpeg)),
            ("a screen", b"\x89PNG\r\n\x1a\n", "x", Ok(FileKind::Png)),
            ("webp", b"RIFF\0\0\0\0WEBPVP8 ", "x", Ok(FileKind::Webp)),
            ("pdf", b"%PDF-1.7", "act.pdf", Ok(FileKind::Pdf)),
            ("docx", b"PK\x03\x04....", "Act.DOCX", Ok(FileKind::Office)),
            (
                "xls",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                "a.xls",
                Ok(FileKind::OldOffice),
            ),
            ("csv", "код;кол\n".as_bytes(), "a.csv", Ok(FileKind::Text)),
            ("iphone", b"\0\0\0\x24ftypheic", "a.jpg", Err(NotTaken::Heic)),
            ("avif", b"\0\0\0\x24ftypavif", "a.avif", Err(NotTaken::Heic)),
            ("film", b"\0\0\0\x24ftypisom", "a.mp4", Err(NotTaken::Video)),
            ("raw", b"II*\0....", "a.dng", Err(NotTaken::RawPhoto)),
            ("gif", b"GIF89a", "a.jpg", Err(NotTaken::OtherPicture)),
            ("svg", b"<svg onload=x>", "a.svg", Err(NotTaken::OtherPicture)),
            ("archive", b"PK\x03\x04....", "a.zip", Err(NotTaken::Unknown)),
            ("a program named a photo", b"MZ\x90\0", "a.jpg", Err(NotTaken::Unknown)),
            ("nothing", b"", "a.jpg", Err(NotTaken::Empty)),
        ];
        for (name, bytes, file, expected) in cases {
            assert_eq!(kind_of(bytes, file), expected, "{name}");
        }
    }

    #[test]
    fn a_page_is_no_text() {
        assert_eq!(kind_of(b"<html>", "a.html"), Err(NotTaken::Unknown));
        assert_eq!(kind_of(b"a\0b", "a.txt"), Err(NotTaken::Unknown));
    }
}
