//! Описание as a dealer reads it: plain text, also where the exporting program wrote HTML into it.

/// The text of a description. Only what looks like HTML is taken for HTML: «труба <40 мм» stays as it is.
pub(crate) fn plain(description: &str) -> String {
    if !looks_like_html(description) {
        return description.to_owned();
    }
    let text = nanohtml2text::html2text(description);
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        // Markup leaves runs of empty lines; one is enough to part paragraphs.
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n").trim_end().to_owned()
}

/// Whether a tag or a character reference is in the text.
fn looks_like_html(text: &str) -> bool {
    let has_tag = text.split('<').skip(1).any(|rest| {
        let name = rest.strip_prefix('/').unwrap_or(rest);
        name.starts_with(|letter: char| letter.is_ascii_alphabetic()) && rest.contains('>')
    });
    let has_reference = text.split('&').skip(1).any(|rest| {
        let name = rest.split(';').next().unwrap_or_default();
        name.len() < rest.len()
            && (2..9).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    });
    has_tag || has_reference
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_goes_and_words_stay() {
        for (written, read) in [
            ("Болт оцинкованный", "Болт оцинкованный"),
            ("труба <40 мм, а не > 50", "труба <40 мм, а не > 50"),
            ("Болты & гайки; шайбы", "Болты & гайки; шайбы"),
            ("Худи с капю<strong>шоном</strong>", "Худи с капюшоном"),
            ("10&nbsp;кг &amp; больше", "10\u{a0}кг & больше"),
            (
                "<p>Первый абзац.</p>\n\n\n<p>Второй<br/>с новой строки</p>",
                "Первый абзац.\n\nВторой\nс новой строки",
            ),
            ("<script>alert(1)</script>Молоток", "Молоток"),
        ] {
            assert_eq!(plain(written), read, "{written}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[<>/&;#a-zа-я \n\"'=]{0,60}") {
            let _ = plain(&text);
        }
    }
}
