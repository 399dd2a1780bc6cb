//! Whether a JPEG has its end: decoders show a photo that was cut off with a grey rest and do not complain.

/// Walks the segments and the coded data up to the end marker of the picture itself; an embedded small picture has one
/// of its own, and phones put other things after the end.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    let mut at = 2_usize;
    loop {
        let Some(marker) = marker_at(bytes, &mut at) else {
            return false;
        };
        match marker {
            0xd9 => return true,
            // Restart markers and the fill byte carry nothing.
            0x01 | 0xd0..=0xd7 => {}
            _ => {
                let Some([high, low]) = bytes.get(at..at.saturating_add(2)) else {
                    return false;
                };
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                at = at.saturating_add(length.max(2));
                if marker == 0xda {
                    skip_coded_data(bytes, &mut at);
                }
            }
        }
    }
}

/// The next marker; `at` stands behind it.
fn marker_at(bytes: &[u8], at: &mut usize) -> Option<u8> {
    if bytes.get(*at) != Some(&0xff) {
        return None;
    }
    while bytes.get(*at) == Some(&0xff) {
        *at = at.saturating_add(1);
    }
    let marker = *bytes.get(*at)?;
    *at = at.saturating_add(1);
    Some(marker)
}

/// Coded data end at a marker that is no restart; a zero after `ff` says that the `ff` is data.
fn skip_coded_data(bytes: &[u8], at: &mut usize) {
    while let Some(pair) = bytes.get(*at..at.saturating_add(2)) {
        if let [0xff, second] = pair
            && !matches!(second, 0x00 | 0xd0..=0xd7)
        {
            return;
        }
        *at = at.saturating_add(1);
    }
    *at = bytes.len();
}
