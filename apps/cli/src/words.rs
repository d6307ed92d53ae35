//! The words of the answers in both languages. What a code says is core's; these are the labels around it.

use ba360_core::{
    link::{Format, SearchObject, TokenPresence},
    text::Language,
};

/// The words of one language.
#[derive(Clone, Copy)]
pub(crate) struct Words(pub(crate) Language);

macro_rules! words {
    ($($name:ident: $es:literal, $en:literal;)+) => {
        impl Words {
            $(pub(crate) const fn $name(self) -> &'static str {
                self.say($es, $en)
            })+
        }
    };
}

words! {
    format: "formato", "format";
    search: "búsqueda", "search";
    error: "error", "error";
    at_byte: "en el byte", "at byte";
    line: "línea", "line";
    notice: "aviso", "notice";
    absent: "ausente", "absent";
    counts_as: "se usa", "used as";
    not_used: "no se usa", "not used";
    not_consulted: "no se consultan", "not consulted";
    dropped: "no se conservan", "not kept";
    example: "ejemplo", "example";
}

impl Words {
    const fn say(self, es: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Language::Spanish => es,
            Language::English => en,
        }
    }

    /// The name of a format.
    pub(crate) const fn format_name(self, format: Format) -> &'static str {
        match format {
            Format::New => self.say("nuevo", "new"),
            Format::Legacy => self.say("anterior", "legacy"),
            Format::Query => self.say("con parámetros", "query"),
        }
    }

    /// The name of what is searched.
    pub(crate) const fn object_name(self, object: SearchObject) -> &'static str {
        match object {
            SearchObject::Case => self.say("caso", "case"),
            SearchObject::Account => self.say("cuenta", "account"),
            SearchObject::Contact => self.say("contacto", "contact"),
            SearchObject::None => self.say("ninguna", "none"),
        }
    }

    /// Whether there is a token.
    pub(crate) const fn token_presence(self, token: TokenPresence) -> &'static str {
        match token {
            TokenPresence::Present => self.say("presente", "present"),
            TokenPresence::Absent => self.absent(),
        }
    }
}
