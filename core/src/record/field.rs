use std::{fmt, ops::BitOr};

/// A searchable field of a contact or of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Field {
    /// A contact's or an account's *identificador*, such as a RUT.
    Identifier,
    /// A contact's *nombre*: name and surname.
    Name,
    /// A contact's *idrrss*: the id in a social network.
    SocialId,
    /// A contact's *email*.
    Email,
    /// A contact's *telefono*.
    Phone,
    /// An account's *representante*.
    Representative,
    /// An account's *razón social*.
    LegalName,
    /// An account's *giro*, also shown as *línea de negocio*.
    BusinessLine,
    /// An account's *dirección*.
    Address,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 9] = [
        Self::Identifier,
        Self::Name,
        Self::SocialId,
        Self::Email,
        Self::Phone,
        Self::Representative,
        Self::LegalName,
        Self::BusinessLine,
        Self::Address,
    ];

    /// The name on the wire and in CSV headers, the page's own.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identifier => "identificador",
            Self::Name => "nombre",
            Self::SocialId => "idrrss",
            Self::Email => "email",
            Self::Phone => "telefono",
            Self::Representative => "representante",
            Self::LegalName => "razon_social",
            Self::BusinessLine => "giro",
            Self::Address => "direccion",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldSet(u16);

impl FieldSet {
    /// No field.
    pub const NONE: Self = Self(0);
    /// The five fields of a contact (the page's rule for *contacto*).
    pub const CONTACT: Self = Self::of(&[
        Field::Identifier,
        Field::Name,
        Field::SocialId,
        Field::Email,
        Field::Phone,
    ]);
    /// The five fields of an account (the page's rule for *empresa*).
    pub const ACCOUNT: Self = Self::of(&[
        Field::Identifier,
        Field::Representative,
        Field::LegalName,
        Field::BusinessLine,
        Field::Address,
    ]);
    /// The fields that are names, which match by the beginnings of their words.
    pub const NAMES: Self = Self::of(&[Field::Name, Field::Representative, Field::LegalName]);

    /// A set of some.
    #[must_use]
    pub const fn of(fields: &[Field]) -> Self {
        let (mut bits, mut n) = (0, 0);
        while n < fields.len() {
            bits |= 1 << fields[n] as u8;
            n += 1;
        }
        Self(bits)
    }

    /// A set that a store kept as bits.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// The bits for a store to keep: bit *n* for the *n*th of [`Field::ALL`].
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Whether a field is in it.
    #[must_use]
    pub const fn has(self, field: Field) -> bool {
        self.0 & (1 << field as u8) != 0
    }

    /// The fields that are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether no field is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many fields are in it.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Its fields.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |&field| self.has(field))
    }
}

impl BitOr for FieldSet {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl From<Field> for FieldSet {
    fn from(field: Field) -> Self {
        Self::of(&[field])
    }
}
