//! Pages into the bytes of a PDF file.
//!
//! Equal pages and facts give equal bytes: the writer's own random file id is replaced by one made from the content.
#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "the PDF writer takes lengths as floats; every length is a whole number until this file"
)]

use printpdf::{
    Color, FontId, Greyscale, Line, LinePoint, Mm, OffsetDateTime, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Pt, RawImage, RawImageData, RawImageFormat, TextItem, TextMatrix, XObject, XObjectId,
    XObjectTransform,
};

use crate::layout::sheet::{Picture, PlacedLine, PlacedPicture, PlacedText};
use crate::layout::{Faces, Milli, PageFrame, Sheet, Weight};
use crate::paper::DocumentError;

/// What the file says about itself.
pub(crate) struct FileFacts<'a> {
    pub title: &'a str,
    pub author: &'a str,
    /// Seconds since 1970, UTC.
    pub created_unix_s: i64,
}

/// The name that the file gives as its maker.
const CREATOR: &str = "Dealer Cabinet";

/// Writes the pages as one PDF file.
///
/// # Errors
/// [`DocumentError::CreatedOutOfRange`], [`DocumentError::Rejected`], [`DocumentError::Write`].
pub(crate) fn write_pdf(
    faces: &Faces,
    frame: PageFrame,
    sheets: &[Sheet],
    facts: &FileFacts<'_>,
) -> Result<Vec<u8>, DocumentError> {
    let mut document = PdfDocument::new(facts.title);
    let created =
        OffsetDateTime::from_unix_timestamp(facts.created_unix_s).map_err(|_| DocumentError::CreatedOutOfRange)?;
    let info = &mut document.metadata.info;
    (info.creation_date, info.modification_date, info.metadata_date) = (created, created, created);
    facts.author.clone_into(&mut info.author);
    CREATOR.clone_into(&mut info.creator);
    CREATOR.clone_into(&mut info.producer);
    for (weight, face) in [(Weight::Regular, &faces.regular), (Weight::Bold, &faces.bold)] {
        document
            .resources
            .fonts
            .map
            .insert(font_id(weight), PdfFont::new(face.parsed.clone()));
    }
    for placed in sheets.iter().flat_map(|sheet| &sheet.pictures) {
        document
            .resources
            .xobjects
            .map
            .insert(picture_id(&placed.picture), XObject::Image(raw(&placed.picture)));
    }
    document.pages = sheets.iter().map(|sheet| page(frame, sheet)).collect();

    let mut warnings = Vec::new();
    let mut file = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    if !warnings.is_empty() {
        return Err(DocumentError::Rejected {
            complaints: warnings.into_iter().map(|warning| warning.msg).collect(),
        });
    }
    if let Ok(ids) = file.trailer.get_mut(b"ID").and_then(|id| id.as_array_mut()) {
        let id = content_id(sheets, facts);
        for entry in ids {
            if let Ok(bytes) = entry.as_str_mut() {
                id.as_bytes().clone_into(bytes);
            }
        }
    }
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(DocumentError::Write)?;
    Ok(bytes)
}

fn font_id(weight: Weight) -> FontId {
    let name = match weight {
        Weight::Regular => "Regular",
        Weight::Bold => "Bold",
    };
    FontId(name.to_owned())
}

fn page(frame: PageFrame, sheet: &Sheet) -> PdfPage {
    let mut ops = watermark(frame, sheet);
    ops.extend(sheet.pictures.iter().map(|placed| put(frame, placed)));
    ops.extend([Op::SetOutlineColor { col: black() }, Op::SetFillColor { col: black() }]);
    let mut thickness = None;
    for line in &sheet.lines {
        if thickness != Some(line.thickness) {
            thickness = Some(line.thickness);
            ops.push(Op::SetOutlineThickness {
                pt: points(line.thickness),
            });
        }
        ops.push(draw(frame, line));
    }
    ops.push(Op::StartTextSection);
    let mut style = None;
    for text in &sheet.texts {
        if style != Some(text.style) {
            style = Some(text.style);
            ops.push(Op::SetFont {
                font: PdfFontHandle::External(font_id(text.style.weight)),
                size: points(text.style.size),
            });
        }
        ops.extend(show(frame, text));
    }
    ops.push(Op::EndTextSection);
    let mut page = PdfPage::new(Mm(210.0), Mm(297.0), ops);
    for area in [&mut page.media_box, &mut page.trim_box, &mut page.crop_box] {
        (area.width, area.height) = (points(frame.width), points(frame.height));
    }
    page
}

/// A picture is one unit high and wide until it is stretched to its frame.
fn put(frame: PageFrame, placed: &PlacedPicture) -> Op {
    let ((x, y), (width, height)) = (placed.at, placed.size);
    Op::UseXobject {
        id: picture_id(&placed.picture),
        transform: XObjectTransform {
            translate_x: Some(points(x)),
            translate_y: Some(points(frame.height - y - height)),
            scale_x: Some(points(width).0),
            scale_y: Some(points(height).0),
            no_auto_scale: true,
            ..XObjectTransform::default()
        },
    }
}

/// The same picture has one name in every file.
fn picture_id(picture: &Picture) -> XObjectId {
    let size = u64::from(picture.width_px) << 32 | u64::from(picture.height_px);
    XObjectId(format!(
        "Picture{:016x}",
        fnv(fnv(FNV_SEED, &size.to_le_bytes()), &picture.rgb)
    ))
}

fn raw(picture: &Picture) -> RawImage {
    RawImage {
        pixels: RawImageData::U8(picture.rgb.clone()),
        width: usize::try_from(picture.width_px).unwrap_or(0),
        height: usize::try_from(picture.height_px).unwrap_or(0),
        data_format: RawImageFormat::RGB8,
        tag: Vec::new(),
    }
}

/// Drawn first, so that every figure stands on it.
fn watermark(frame: PageFrame, sheet: &Sheet) -> Vec<Op> {
    if sheet.watermark.is_empty() {
        return Vec::new();
    }
    let mut ops = vec![Op::SetFillColor { col: pale() }, Op::StartTextSection];
    for text in &sheet.watermark {
        ops.push(Op::SetFont {
            font: PdfFontHandle::External(font_id(text.style.weight)),
            size: points(text.style.size),
        });
        ops.extend(show(frame, text));
    }
    ops.push(Op::EndTextSection);
    ops
}

fn draw(frame: PageFrame, line: &PlacedLine) -> Op {
    let end = |(x, y): (Milli, Milli)| LinePoint {
        p: Point {
            x: points(x),
            y: points(frame.height - y),
        },
        bezier: false,
    };
    Op::DrawLine {
        line: Line {
            points: vec![end(line.from), end(line.to)],
            is_closed: false,
        },
    }
}

fn show(frame: PageFrame, text: &PlacedText) -> [Op; 2] {
    [
        Op::SetTextMatrix {
            matrix: TextMatrix::Translate(points(text.x), points(frame.height - text.baseline)),
        },
        Op::ShowText {
            items: vec![TextItem::Text(text.text.clone())],
        },
    ]
}

/// Light enough to read the text upon it, dark enough to survive a copier.
fn pale() -> Color {
    Color::Greyscale(Greyscale::new(0.82, None))
}

fn black() -> Color {
    Color::Greyscale(Greyscale::new(0.0, None))
}

/// Hundredths of a point are finer than any printer; fewer digits make a smaller file.
#[expect(clippy::cast_precision_loss, reason = "a page is a few thousand points")]
fn points(length: Milli) -> Pt {
    Pt((length as f32 / 10.0).round() / 100.0)
}

const FNV_SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a of bytes, going on from a hash.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// 32 hexadecimal digits made from what is on the pages (FNV-1a, two seeds): an id, not a seal.
fn content_id(sheets: &[Sheet], facts: &FileFacts<'_>) -> String {
    let digest = |seed: u64| {
        let mut hash = seed;
        let mut add = |bytes: &[u8]| hash = fnv(hash, bytes);
        add(facts.title.as_bytes());
        add(facts.author.as_bytes());
        add(&facts.created_unix_s.to_le_bytes());
        for text in sheets
            .iter()
            .flat_map(|sheet| sheet.watermark.iter().chain(&sheet.texts))
        {
            add(text.text.as_bytes());
            add(&text.x.to_le_bytes());
            add(&text.baseline.to_le_bytes());
        }
        for placed in sheets.iter().flat_map(|sheet| &sheet.pictures) {
            add(&placed.picture.rgb);
        }
        hash
    };
    format!("{:016x}{:016x}", digest(FNV_SEED), digest(0x6c62_272e_07bb_0142))
}
