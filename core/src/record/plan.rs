use super::{AccountDetails, ContactDetails, Field, FieldSet, SearchIndex, normal};
use crate::instance::NationalLength;

/// What a search would match: one or more criteria, of which a record has to meet any.
///
/// Both stages are told here, as data ([`Criterion`]) for a store that finds by its indexes, and as a function
/// ([`SearchPlan::score`]) for one that looks at each record, and for tests that hold the two together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchPlan {
    /// The criteria.
    pub criteria: Vec<Criterion>,
}

/// One value that was searched for, in some fields.
#[derive(Clone, PartialEq, Eq)]
pub struct Criterion {
    /// What must equal a whole field: each normal form with the fields that are compared in it.
    pub whole: Vec<Probe>,
    /// The words each of which must begin a word of one and the same name; empty when no name is searched.
    pub words: Vec<String>,
    /// The names in which the words are looked for.
    pub names: FieldSet,
    /// What must stand inside a field: each form, of [`normal::SHORTEST_PART`] characters or more, with the
    /// fields that are compared in it.
    pub parts: Vec<Probe>,
}

/// A normal form, and the fields in which it is looked for.
#[derive(Clone, PartialEq, Eq)]
pub struct Probe {
    /// The form.
    pub text: String,
    /// The fields.
    pub fields: FieldSet,
}

/// The two stages of a search: the first that finds anything has the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Whole fields.
    Exact,
    /// Beginnings of words, and parts of fields.
    Partial,
}

/// How well a record matches: in how many fields. The best comes first, among equals the oldest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(pub u32);

impl SearchPlan {
    /// One text, searched in any of the fields.
    #[must_use]
    pub fn any_field(text: &str, fields: FieldSet, national: NationalLength) -> Self {
        Self {
            criteria: vec![Criterion::new(text, fields, national)],
        }
    }

    /// Several texts, each searched in its own field.
    #[must_use]
    pub fn each_field<'a>(
        texts: impl IntoIterator<Item = (Field, &'a str)>,
        national: NationalLength,
    ) -> Self {
        Self {
            criteria: texts
                .into_iter()
                .map(|(field, text)| Criterion::new(text, field.into(), national))
                .collect(),
        }
    }

    /// The records that have an identifier of that normal form. Nobody is meant by a part of it.
    pub(super) fn identifier(form: &str) -> Self {
        let probe = Probe {
            text: form.to_owned(),
            fields: Field::Identifier.into(),
        };
        Self {
            criteria: vec![Criterion {
                whole: vec![probe],
                words: Vec::new(),
                names: FieldSet::NONE,
                parts: Vec::new(),
            }],
        }
    }

    /// How well a record with that index matches in a stage; `None` when it does not.
    #[must_use]
    pub fn score(&self, stage: Stage, index: &SearchIndex) -> Option<Score> {
        let matched = self.criteria.iter().fold(FieldSet::NONE, |matched, criterion| {
            matched
                | match stage {
                    Stage::Exact => criterion.matched_whole(index),
                    Stage::Partial => criterion.matched_in_part(index),
                }
        });
        (!matched.is_empty()).then(|| Score(matched.len()))
    }

    /// As [`Self::score`], of a contact.
    #[must_use]
    pub fn score_contact(
        &self,
        stage: Stage,
        details: &ContactDetails,
        national: NationalLength,
    ) -> Option<Score> {
        self.score(stage, &SearchIndex::of_contact(details, national))
    }

    /// As [`Self::score`], of an account.
    #[must_use]
    pub fn score_account(
        &self,
        stage: Stage,
        details: &AccountDetails,
        national: NationalLength,
    ) -> Option<Score> {
        self.score(stage, &SearchIndex::of_account(details, national))
    }
}

impl Criterion {
    fn new(text: &str, fields: FieldSet, national: NationalLength) -> Self {
        let names = fields.and(FieldSet::NAMES);
        let ready = normal::ready(text);
        let text = ready.as_ref();
        let part =
            |field| normal::part(field, text).filter(|part| part.chars().count() >= normal::SHORTEST_PART);
        Self {
            whole: probes(fields, |field| normal::exact(field, text, national)),
            words: if names.is_empty() {
                Vec::new()
            } else {
                normal::words(text)
            },
            names,
            parts: probes(fields, part),
        }
    }

    fn matched_whole(&self, index: &SearchIndex) -> FieldSet {
        self.whole.iter().fold(FieldSet::NONE, |matched, probe| {
            let key = index
                .keys
                .binary_search_by(|key| key.text.as_str().cmp(&probe.text));
            key.map_or(matched, |at| matched | index.keys[at].whole.and(probe.fields))
        })
    }

    fn matched_in_part(&self, index: &SearchIndex) -> FieldSet {
        let mut matched = FieldSet::NONE;
        if !self.words.is_empty() {
            // A name matches when every word that was given begins one of its own.
            matched = self.words.iter().fold(self.names, |names, word| {
                let from = index
                    .keys
                    .partition_point(|key| key.text.as_str() < word.as_str());
                let begun = index.keys[from..]
                    .iter()
                    .take_while(|key| key.text.starts_with(word.as_str()));
                names.and(begun.fold(FieldSet::NONE, |set, key| set | key.word))
            });
        }
        for probe in &self.parts {
            for (field, part) in &index.parts {
                if probe.fields.has(*field) && part.contains(&probe.text) {
                    matched = matched | (*field).into();
                }
            }
        }
        matched
    }
}

/// Each form once, with all the fields that share it.
fn probes(fields: FieldSet, form: impl Fn(Field) -> Option<String>) -> Vec<Probe> {
    let mut probes = Vec::<Probe>::new();
    for field in fields.iter() {
        let Some(text) = form(field) else { continue };
        match probes.iter_mut().find(|probe| probe.text == text) {
            Some(probe) => probe.fields = probe.fields | field.into(),
            None => probes.push(Probe {
                text,
                fields: field.into(),
            }),
        }
    }
    probes
}

impl std::fmt::Debug for Probe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Probe({:?})", self.fields)
    }
}

impl std::fmt::Debug for Criterion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Criterion")
            .field("whole", &self.whole)
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}
