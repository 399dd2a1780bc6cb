//! What a file that belongs to goods is: a certificate, an instruction, something else.

/// Kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A certificate or a declaration of conformity.
    Certificate,
    /// An instruction, a manual, a passport of the goods.
    Instruction,
    /// Anything else.
    Other,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Certificate, Self::Instruction, Self::Other];

    /// How it is stored and sent.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Instruction => "instruction",
            Self::Other => "other",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The kind that a title or a name of a file speaks of; in Russian, Ukrainian and English.
    #[must_use]
    pub fn of_words(words: &str) -> Self {
        let words = words.to_lowercase();
        let says = |stems: &[&str]| stems.iter().any(|stem| words.contains(stem));
        if says(&["сертиф", "декларац", "соответств", "відповідн", "certif", "declaration"])
        {
            Self::Certificate
        } else if says(&[
            "инструк",
            "інструк",
            "паспорт",
            "руководств",
            "керівницт",
            "manual",
            "instruct",
        ]) {
            Self::Instruction
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_from_words_and_reads_back() {
        for (words, kind) in [
            ("Сертификат соответствия.pdf", FileKind::Certificate),
            ("Декларація про відповідність", FileKind::Certificate),
            ("инструкция по монтажу", FileKind::Instruction),
            ("User manual", FileKind::Instruction),
            ("чертёж 3", FileKind::Other),
            ("", FileKind::Other),
        ] {
            assert_eq!(FileKind::of_words(words), kind, "{words}");
            assert_eq!(FileKind::from_code(kind.code()), Some(kind));
        }
    }
}
