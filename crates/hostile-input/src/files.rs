//! Files of a profile, and pictures and papers that people attach.

use crate::scratch;
use cabinet_keys::{Keys, KeysError, Passphrase, PassphraseCost, RecoveryCode, Unlock};
use supplier_gateway::hostile;

/// Pictures with more pixels are not unpacked here. Such are taken (phones make them) and need up to their own limit of
/// memory, which tests beside the code hold; the limits of this target are for what a small file can do.
const MOST_PIXELS: u64 = 8_000_000;

/// A photo that is attached to a claim.
pub(crate) fn picture(data: &[u8]) {
    if pixels(data) > MOST_PIXELS {
        return;
    }
    if let Ok(picture) = cabinet_pictures::prepare(data, "photo.jpg") {
        let longest = picture.width.max(picture.height);
        assert!((1..=cabinet_pictures::LONGEST_SIDE).contains(&longest), "{longest}");
        assert!(
            cabinet_pictures::prepare(&picture.jpeg, "").is_ok(),
            "our own picture is none"
        );
    }
    let _ = cabinet_pictures::thumb(data);
}

/// A picture or a paper of goods, as the supplier's side takes it.
pub(crate) fn media(data: &[u8]) {
    if pixels(data) > MOST_PIXELS {
        return;
    }
    for name in ["a.pdf", "a.docx", "a.txt", "a.rtf"] {
        let _ = hostile::media(name, data);
    }
}

fn pixels(data: &[u8]) -> u64 {
    image::ImageReader::new(std::io::Cursor::new(data))
        .with_guessed_format()
        .ok()
        .and_then(|reader| reader.into_dimensions().ok())
        .map_or(0, |(width, height)| u64::from(width).saturating_mul(u64::from(height)))
}

/// `keys.json`. Opened by a recovery code, because a passphrase costs half a second by design.
pub(crate) fn keys(data: &[u8]) {
    let profile = scratch::path("profile");
    std::fs::create_dir_all(&profile).expect("a folder in the scratch folder");
    let path = profile.join("keys.json");
    std::fs::write(&path, data).expect("room for a small file");
    let needs = Keys::needs_passphrase(&profile);
    let code = RecoveryCode::parse(CODE).expect("a code of ours");
    let passphrase = Passphrase::new("x".to_owned()).expect("not empty");
    let unlock = Unlock::Passphrase {
        passphrase: &passphrase,
        cost: PassphraseCost::of(64, 1),
    };
    match Keys::recover(&profile, &code, &unlock) {
        Ok(keys) => {
            let _ = keys.data_key("desk");
            let again = Keys::open(&profile, Some(&passphrase));
            assert!(again.is_ok(), "what was recovered opens by its new passphrase");
        }
        Err(error) => {
            assert!(needs.is_ok() || !matches!(error, KeysError::WrongRecoveryCode));
            let left = std::fs::read(&path).expect("keys.json is still there");
            assert!(left == data, "a file that does not open is left alone");
        }
    }
}

/// The recovery code of the keys in the corpus.
pub const CODE: &str = "Y28-F01-DEX-KX5-DNN-8SQ-CWA-QKJ-EBS-RK7-B8V";

/// Choices: `settings.json`, and the proxy as the desk keeps it.
pub(crate) fn settings(data: &[u8]) {
    let settings = cabinet_commands::hostile::settings(data);
    let (least, _, most, _) = cabinet_commands::settings::ZOOM;
    assert!(
        (least..=most).contains(&settings.zoom_percent),
        "{}",
        settings.zoom_percent
    );
    for minute in [0, 719, 1439] {
        let _ = settings.notifications.is_quiet(minute);
    }
    let _ = cabinet_commands::hostile::proxy(&String::from_utf8_lossy(data));
}
