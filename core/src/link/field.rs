use std::fmt;

/// The fields of a link: the rows of both tables of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Field {
    /// `plataforma`
    Platform,
    /// `canal`
    Channel,
    /// `id`: the page's `ID_Chat` and `ID_Interaccion`
    InteractionId,
    /// `contacto`, of the new format
    Contact,
    /// `identificador`, of the legacy format
    Identifier,
    /// `nombre`, of the legacy format
    Name,
    /// `idrrss`, of the legacy format
    SocialId,
    /// `email`, of the legacy format
    Email,
    /// `telefono`, of the legacy format
    Phone,
    /// `empresa`
    Account,
    /// `caso`
    Case,
    /// `token`: the page's `auth_token`
    Token,
}

impl Field {
    /// Every field, in the order in which a link is read and explained.
    pub const ALL: [Self; 12] = [
        Self::Platform,
        Self::Channel,
        Self::InteractionId,
        Self::Contact,
        Self::Identifier,
        Self::Name,
        Self::SocialId,
        Self::Email,
        Self::Phone,
        Self::Account,
        Self::Case,
        Self::Token,
    ];

    /// The five of the legacy format, in the order in which migration prefers them (contract 1.8).
    pub const LEGACY_CONTACT: [Self; 5] = [
        Self::Identifier,
        Self::Email,
        Self::Phone,
        Self::SocialId,
        Self::Name,
    ];

    /// The name on the wire: the key in the object, the parameter in the query form.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Platform => "plataforma",
            Self::Channel => "canal",
            Self::InteractionId => "id",
            Self::Contact => "contacto",
            Self::Identifier => "identificador",
            Self::Name => "nombre",
            Self::SocialId => "idrrss",
            Self::Email => "email",
            Self::Phone => "telefono",
            Self::Account => "empresa",
            Self::Case => "caso",
            Self::Token => "token",
        }
    }

    /// Whether this field belongs to the legacy format alone.
    #[must_use]
    pub const fn is_legacy(self) -> bool {
        matches!(
            self,
            Self::Identifier | Self::Name | Self::SocialId | Self::Email | Self::Phone
        )
    }

    /// The key of the search object that has exactly this name; keys are case-sensitive (contract 1.4).
    pub(super) fn criterion(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"contacto" => Self::Contact,
            b"empresa" => Self::Account,
            b"caso" => Self::Case,
            b"identificador" => Self::Identifier,
            b"nombre" => Self::Name,
            b"idrrss" => Self::SocialId,
            b"email" => Self::Email,
            b"telefono" => Self::Phone,
            _ => return None,
        })
    }

    /// The parameter of the query form that has exactly this name (contract 1.7).
    pub(super) fn parameter(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"plataforma" => Self::Platform,
            b"canal" => Self::Channel,
            b"id" => Self::InteractionId,
            b"token" => Self::Token,
            _ => return Self::criterion(name),
        })
    }

    /// This field's bit in a set of fields.
    pub(super) const fn bit(self) -> u16 {
        1 << self as u16
    }

    /// This field's place among the values of a link.
    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

/// The bits of the five fields of the legacy format.
pub(super) const LEGACY_BITS: u16 = Field::Identifier.bit()
    | Field::Name.bit()
    | Field::SocialId.bit()
    | Field::Email.bit()
    | Field::Phone.bit();

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.wire())
    }
}

impl serde::Serialize for Field {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.wire())
    }
}
