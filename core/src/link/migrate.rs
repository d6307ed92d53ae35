//! From the legacy format to the new one, as the page recommends (contract 1.8).

use super::{Field, Finding, Format, Link};
use crate::text::Code;

/// A link of the new format, and what was lost on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The new link, without findings of its own.
    pub link: Link,
    /// What is to be known about the migration: more than one value named the contact. The position is 0.
    pub findings: Vec<Finding>,
    /// The fields whose values were dropped.
    pub dropped: Vec<Field>,
}

impl Link {
    /// Turns a legacy link into a new one: `contacto` becomes the first value present of `identificador`,
    /// `email`, `telefono`, `idrrss`, `nombre`. A link in the query form stays in it; a new one stays as it is.
    #[must_use]
    pub fn migrate(&self) -> Migrated {
        let criteria = self.criteria();
        let dropped: Vec<Field> = Field::LEGACY_CONTACT
            .into_iter()
            .filter(|&field| criteria.get(field).is_some())
            .skip(1)
            .collect();
        let findings = dropped
            .first()
            .map(|_| Finding::new(Code::LinkMigratedOneOfSeveral, 0, Some(Field::Contact)))
            .into_iter()
            .collect();
        let values: Vec<(Field, &str)> = Field::ALL
            .into_iter()
            .filter(|field| !field.is_legacy())
            .filter_map(|field| match field {
                Field::Contact => Some((field, criteria.contact_value()?)),
                _ => Some((field, self.value(field)?)),
            })
            .collect();
        let format = match self.format {
            Format::New | Format::Legacy => Format::New,
            Format::Query => Format::Query,
        };
        Migrated {
            link: Self::from_values(format, self.channel, &values),
            findings,
            dropped,
        }
    }
}
