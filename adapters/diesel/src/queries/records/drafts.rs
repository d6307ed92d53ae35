//! The records of one object that a call changes, as they are after the changes so far.

use super::{
    Conn,
    dialect::{self, text},
    key_changes::Changes,
    keys,
    table::{Kept, State},
};
use crate::fault::Outcome;
use ba360_core::{
    instance::InstanceId,
    record::{Saved, SearchIndex},
};
use std::collections::{BTreeMap, HashMap};

/// A change of a record.
pub(super) enum Change<D> {
    Make(D, SearchIndex),
    /// Of the record of that key, if its state is of that version.
    Edit((Option<i64>, i64), D, SearchIndex),
    Upsert(D, SearchIndex),
}

pub(super) struct Drafts<D> {
    /// The oldest record of each identifier that the call names, as it was before the call.
    identified: HashMap<String, i64>,
    drafts: BTreeMap<i64, Draft<D>>,
    new_ids: dialect::NewIds,
}

struct Draft<D> {
    state: State<D>,
    row: Row,
    /// Whether the parts differ from those that are kept.
    other_parts: bool,
}

/// What there is of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    /// Nothing yet.
    New,
    /// A row that has to be changed.
    Old,
    /// A row that is as it is to be.
    Same,
}

impl<D: Kept> Default for Drafts<D> {
    fn default() -> Self {
        Self {
            identified: HashMap::new(),
            drafts: BTreeMap::new(),
            new_ids: dialect::NewIds::of(D::OBJECT),
        }
    }
}

impl<D: Kept> Drafts<D> {
    /// Reads what the changes are about, all at once.
    pub(super) fn read<'a>(
        &mut self,
        c: &mut Conn,
        instance: InstanceId,
        changes: impl Iterator<Item = &'a Change<D>>,
    ) -> Outcome<()>
    where
        D: 'a,
    {
        let (mut identifiers, mut ids, mut made) = (Vec::new(), Vec::new(), 0);
        for change in changes {
            match change {
                Change::Make(..) => made += 1,
                Change::Edit((id, _), ..) => ids.extend(*id),
                Change::Upsert(_, index) => {
                    made += 1;
                    identifiers.extend(index.identifier());
                }
            }
        }
        if !identifiers.is_empty() {
            self.identified = keys::identified(c, instance, D::OBJECT, &identifiers)?;
        }
        // As a rule, what is identified makes nothing.
        self.new_ids.expect(made - self.identified.len().min(made));
        ids.extend(self.identified.values());
        ids.sort_unstable();
        ids.dedup();
        if !ids.is_empty() {
            self.load(c, instance, &ids)?;
        }
        Ok(())
    }

    fn load(&mut self, c: &mut Conn, instance: InstanceId, ids: &[i64]) -> Outcome<()> {
        for (id, state) in D::states(c, instance, ids)? {
            let draft = Draft {
                state,
                row: Row::Same,
                other_parts: false,
            };
            self.drafts.insert(id, draft);
        }
        Ok(())
    }

    /// Decides a change.
    pub(super) fn save(
        &mut self,
        c: &mut Conn,
        instance: InstanceId,
        keys: &mut Changes,
        change: Change<D>,
    ) -> Outcome<Saved> {
        match change {
            Change::Make(details, index) => self.make(c, keys, details, index),
            Change::Edit((id, version), details, index) => {
                let draft = id.and_then(|id| Some((id, self.drafts.get_mut(&id)?)));
                Ok(match draft {
                    None => Saved::Unknown,
                    Some((_, draft)) if draft.state.version != version => Saved::Stale,
                    Some((id, draft)) => draft.change(id, keys, details, index),
                })
            }
            Change::Upsert(details, index) => {
                let id = match index.identifier() {
                    None => None,
                    Some(identifier) => {
                        let known = self.identified.get(identifier).copied();
                        keys.of_identifier(c, instance, D::OBJECT, (identifier, known))?
                    }
                };
                if let Some(id) = id
                    && !self.drafts.contains_key(&id)
                {
                    self.load(c, instance, &[id])?;
                }
                match id.and_then(|id| Some((id, self.drafts.get_mut(&id)?))) {
                    None => self.make(c, keys, details, index),
                    Some((id, draft)) => Ok(draft.change(id, keys, details, index)),
                }
            }
        }
    }

    fn make(&mut self, c: &mut Conn, keys: &mut Changes, details: D, index: SearchIndex) -> Outcome<Saved> {
        let id = self.new_ids.next(c)?;
        let nothing = SearchIndex {
            keys: Vec::new(),
            parts: Vec::new(),
        };
        keys.replace(D::OBJECT, id, &nothing, &index);
        let draft = Draft {
            state: State {
                version: 1,
                details,
                index,
            },
            row: Row::New,
            other_parts: true,
        };
        self.drafts.insert(id, draft);
        Ok(Saved::Made(id.to_string()))
    }

    /// Writes the rows and the parts that are not written yet.
    pub(super) fn write(&mut self, c: &mut Conn, instance: InstanceId) -> Outcome<()> {
        let (mut made, mut parts) = (Vec::new(), Vec::new());
        for (&id, draft) in &self.drafts {
            match draft.row {
                Row::New => made.push((id, &draft.state)),
                Row::Old => D::change(c, instance, id, &draft.state)?,
                Row::Same => continue,
            }
            if draft.other_parts {
                if draft.row == Row::Old {
                    text::forget(c, instance, D::OBJECT, id)?;
                }
                parts.push(text::Parts::new(
                    instance,
                    D::OBJECT,
                    id,
                    &draft.state.index.parts,
                )?);
            }
        }
        D::make(c, instance, &made)?;
        text::put(c, parts)?;
        for draft in self.drafts.values_mut() {
            draft.row = Row::Same;
            draft.other_parts = false;
        }
        Ok(())
    }
}

impl<D: Kept> Draft<D> {
    fn change(&mut self, id: i64, keys: &mut Changes, details: D, index: SearchIndex) -> Saved {
        let key = id.to_string();
        let same = self.state.details == details;
        if same && self.state.index == index {
            return Saved::Same(key);
        }
        keys.replace(D::OBJECT, id, &self.state.index, &index);
        self.other_parts |= self.state.index.parts != index.parts;
        self.state.details = details;
        self.state.index = index;
        if self.row == Row::Same {
            self.row = Row::Old;
        }
        if same {
            // The same values under another national length: only what finds them differs.
            return Saved::Same(key);
        }
        self.state.version += 1;
        Saved::Changed(key)
    }
}
