use super::{AccountDetails, ContactDetails, Field, FieldSet, normal};
use crate::instance::NationalLength;
use std::collections::BTreeMap;

/// One entry of a record in the table of keys: a normal form, and which fields have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchKey {
    /// The normal form of a whole field, or of a word of a name.
    pub text: String,
    /// The fields that have it as a whole.
    pub whole: FieldSet,
    /// The names that have it as a word.
    pub word: FieldSet,
}

/// Everything by which a record is found: what a store keeps beside the record, so that a search looks up keys
/// and never reads the records themselves.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchIndex {
    /// The keys, each text once, in the order of the texts.
    pub keys: Vec<MatchKey>,
    /// Each field's form in which parts are looked for.
    pub parts: Vec<(Field, String)>,
}

impl SearchIndex {
    /// The index of a contact.
    #[must_use]
    pub fn of_contact(details: &ContactDetails, national: NationalLength) -> Self {
        Self::of(ContactDetails::FIELDS, |field| details.get(field), national)
    }

    /// The index of an account.
    #[must_use]
    pub fn of_account(details: &AccountDetails, national: NationalLength) -> Self {
        Self::of(AccountDetails::FIELDS, |field| details.get(field), national)
    }

    /// The normal form of the identifier, by which an import knows the record again.
    #[must_use]
    pub fn identifier(&self) -> Option<&str> {
        self.keys
            .iter()
            .find(|key| key.whole.has(Field::Identifier))
            .map(|key| key.text.as_str())
    }

    fn of<'a>(
        fields: [Field; 5],
        value: impl Fn(Field) -> Option<&'a str>,
        national: NationalLength,
    ) -> Self {
        let mut keys = BTreeMap::<String, (FieldSet, FieldSet)>::new();
        let mut parts = Vec::new();
        for field in fields {
            let Some(text) = value(field) else { continue };
            let ready = normal::ready(text);
            let text = ready.as_ref();
            if let Some(whole) = normal::exact(field, text, national) {
                let entry = keys.entry(whole).or_default();
                entry.0 = entry.0 | field.into();
            }
            if FieldSet::NAMES.has(field) {
                for word in normal::words(text) {
                    let entry = keys.entry(word).or_default();
                    entry.1 = entry.1 | field.into();
                }
            }
            parts.extend(normal::part(field, text).map(|part| (field, part)));
        }
        let keys = keys
            .into_iter()
            .map(|(text, (whole, word))| MatchKey { text, whole, word })
            .collect();
        Self { keys, parts }
    }
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SearchIndex({} keys)", self.keys.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_indexed_by_its_fields_and_the_words_of_its_name() {
        let details = ContactDetails::new([
            "17.925.916-8",
            "Ana María Núñez",
            "@ana",
            "Ana@Correo.cl",
            "+56 9 9887 4563",
        ])
        .unwrap();
        let index = SearchIndex::of_contact(&details, NationalLength::default());
        let texts: Vec<_> = index.keys.iter().map(|key| key.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "179259168",
                "998874563",
                "ana",
                "ana maria nunez",
                "ana@correo.cl",
                "maria",
                "nunez"
            ]
        );
        let ana = &index.keys[2];
        assert!(ana.whole == Field::SocialId.into() && ana.word == Field::Name.into());
        assert_eq!(
            index.parts.last(),
            Some(&(Field::Phone, "56998874563".to_owned()))
        );
    }
}
