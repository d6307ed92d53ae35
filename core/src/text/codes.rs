use super::Language;
use std::fmt;

/// One row a code: the variant, its wire form, Spanish, English.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $wire:literal, $es:literal, $en:literal;)+) => {
        /// A stable code: what went wrong, or what was noticed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)+ }

        impl Code {
            /// Every code there is, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The wire form: what stands in JSON, logs and records of activity.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $wire,)+ }
            }

            /// What a person reads.
            #[must_use]
            pub const fn words(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Spanish) => $es,
                      (Self::$name, Language::English) => $en,)+
                }
            }
        }
    };
}

codes! {
    // ---- the house ----
    /// Nothing went wrong.
    Ok = "ok", "Correcto.", "Done.";
    /// A store did not answer in time, or its queue is full.
    StoreUnavailable = "store_unavailable",
        "El sistema está ocupado o en mantención. Intente de nuevo en unos segundos.",
        "The system is busy or under maintenance. Try again in a few seconds.";
    /// A store failed in a way that a retry will not mend.
    StoreFailed = "store_failed",
        "Ocurrió un error interno. Si se repite, informe el código de seguimiento.",
        "An internal error occurred. If it happens again, report the tracking code.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_has_its_own_wire_form_and_words_in_both_languages() {
        let mut seen = HashSet::new();
        for &code in Code::ALL {
            let wire = code.as_str();
            assert!(seen.insert(wire), "{wire} stands twice");
            assert!(wire.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{wire}");
            let (es, en) = (code.words(Language::Spanish), code.words(Language::English));
            assert!(es.len() > 5 && en.len() > 4 && es != en, "{wire} lacks words");
        }
    }

    #[test]
    fn the_page_of_codes_is_the_one_in_docs() {
        let on_disk = include_str!("../../../docs/codes.md");
        assert!(
            super::super::codes_page() == on_disk,
            "docs/codes.md is old: run `cargo run -p ba360-core --example codes > docs/codes.md`"
        );
    }
}
