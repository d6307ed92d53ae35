//! What this program says, in both languages.

use ba360_core::text::{Coded, Language};

/// A sentence in Spanish and English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// In Spanish.
    pub(crate) es: String,
    /// In English.
    pub(crate) en: String,
}

impl Words {
    /// The words of a stable code.
    pub(crate) fn of(coded: &impl Coded) -> Self {
        let code = coded.code();
        Self {
            es: code.words(Language::Spanish).to_owned(),
            en: code.words(Language::English).to_owned(),
        }
    }

    /// The sentence in a language.
    pub(crate) fn say(&self, language: Language) -> &str {
        match language {
            Language::Spanish => &self.es,
            Language::English => &self.en,
        }
    }
}

/// A sentence in both languages, each formatted as by `format!`.
#[macro_export]
macro_rules! words {
    ($es:literal, $en:literal $(,)?) => {
        $crate::words::Words {
            es: format!($es),
            en: format!($en),
        }
    };
}
