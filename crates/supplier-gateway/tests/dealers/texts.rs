//! The text of PDF: read as a person reads it, in a process that a file made to hurt takes down alone.

use cabinet_domain::supplier_document::FileText;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use supplier_gateway::documents::TextReader;

fn reader() -> TextReader {
    TextReader::of(PathBuf::from(env!("CARGO_BIN_EXE_supplier-gateway")))
}

/// What is read of a file.
fn read(reader: &TextReader, pdf: &[u8]) -> (FileText, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.pdf");
    std::fs::write(&path, pdf).unwrap();
    reader
        .read(&path)
        .unwrap()
        .unwrap_or((FileText::Unreadable, String::new()))
}

/// A PDF of these objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut all = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(all.len());
        all.extend(format!("{number} 0 obj\n").bytes());
        all.extend(object);
        all.extend(b"\nendobj\n");
    }
    let table = all.len();
    all.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in &places {
        all.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let trailer = format!(
        "trailer\n<</Size {} /Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    all.extend(trailer.bytes());
    all
}

fn stream(dictionary: &str, body: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{dictionary}/Length {}>>\nstream\n", body.len()).into_bytes();
    object.extend(body);
    object.extend(b"\nendstream");
    object
}

/// One page with this content and these further objects, the first of which has the number 6.
fn page(content: Vec<u8>, resources: &str, further: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>{resources}>>>>"
        )
        .into_bytes(),
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
    ];
    objects.extend(further);
    pdf(&objects)
}

fn packed(body: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    for piece in body {
        packer.write_all(&piece).unwrap();
    }
    packer.finish().unwrap()
}

#[test]
fn words_and_lines_are_read_where_a_person_sees_them() {
    let content = b"BT /F1 12 Tf 72 700 Td [(Dogo) -20 (vor) -900 (44-K)] TJ 0 -14 Td (second line) Tj ET
        BT /F1 12 Tf 300 686 Td (next cell) Tj ET";
    assert_eq!(
        read(&reader(), &page(stream("", content), "", Vec::new())),
        (FileText::Whole, "Dogovor 44-K\nsecond line next cell".to_owned())
    );
}

#[test]
fn pictures_of_pages_have_no_text_and_a_long_one_is_told_from_its_beginning() {
    let square = stream("", b"0 0 100 100 re f");
    assert_eq!(
        read(&reader(), &page(square, "", Vec::new())),
        (FileText::Scan, String::new())
    );
    let long = format!(
        "BT /F1 12 Tf {} ET",
        "1 0 0 1 72 700 Tm (many words here) Tj ".repeat(2_000)
    );
    let (state, text) = read(&reader(), &page(stream("", long.as_bytes()), "", Vec::new()));
    assert_eq!(state, FileText::Beginning);
    assert!((16_000..24_000).contains(&text.len()), "{}", text.len());
}

#[test]
fn a_file_made_to_hurt_hurts_nobody_else() {
    // Twelve hundred megabytes, packed twice.
    let inner = packed((0..1_200).map(|_| vec![b' '; 1024 * 1024]));
    let bomb = packed(std::iter::once(inner));
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    let content = stream("/Filter[/FlateDecode/FlateDecode]", &bomb);
    let (state, text) = read(&reader(), &page(content, "", Vec::new()));
    assert!(matches!(state, FileText::Unreadable | FileText::Scan), "{state:?}");
    assert_eq!(text, "");

    // Each form draws the next one thirty times.
    let forms = (0..12).map(|at| {
        let next = format!("/Next {} 0 R", 7 + at);
        let body = if at == 11 {
            "0 0 1 1 re f ".to_owned()
        } else {
            "/Next Do ".repeat(30)
        };
        let dictionary = format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<{next}>>>>");
        stream(&dictionary, body.as_bytes())
    });
    let laughing = page(stream("", b"/Next Do"), "/XObject<</Next 6 0 R>>", forms.collect());
    let since = Instant::now();
    let hurried = reader().within(Duration::from_millis(400));
    assert_eq!(read(&hurried, &laughing), (FileText::Unreadable, String::new()));
    assert!(since.elapsed() < Duration::from_secs(10), "{:?}", since.elapsed());

    for broken in [b"".to_vec(), b"%PDF-1.4 bill".to_vec(), vec![0xff; 5000]] {
        assert_eq!(read(&reader(), &broken), (FileText::Unreadable, String::new()));
    }
    let gone = reader().read(&PathBuf::from("/nowhere/file.pdf")).unwrap();
    assert_eq!(gone, None, "it may be there the next time");
    assert!(
        TextReader::of("/nowhere/gateway".into())
            .read(&PathBuf::from("x"))
            .is_err()
    );
}
