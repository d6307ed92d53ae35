//! Changes of contacts and accounts.

use super::{Conn, dialect::text, files, index, key_changes::Changes, table::Kept};
use crate::{
    fault::{Fault, Outcome},
    stored,
};
use ba360_core::{
    instance::InstanceId,
    record::{RecordChange, Saved, SearchIndex},
};

/// Makes the changes in order; answers what became of each.
pub(super) fn all(c: &mut Conn, instance: InstanceId, changes: Vec<RecordChange>) -> Outcome<Vec<Saved>> {
    let mut batch = Batch {
        c,
        instance,
        keys: Changes::default(),
    };
    let saved = changes
        .into_iter()
        .map(|change| batch.save(change))
        .collect::<Outcome<_>>()?;
    let Batch { c, keys, .. } = batch;
    keys.write(c, instance)?;
    Ok(saved)
}

/// Changes in one transaction. Their keys are written last, and all together.
struct Batch<'a> {
    c: &'a mut Conn,
    instance: InstanceId,
    keys: Changes,
}

impl Batch<'_> {
    fn save(&mut self, change: RecordChange) -> Outcome<Saved> {
        match change {
            RecordChange::MakeContact(details, index) => self.make(&details, &index),
            RecordChange::MakeAccount(details, index) => self.make(&details, &index),
            RecordChange::UpsertContact(details, index) => self.upsert(&details, &index),
            RecordChange::UpsertAccount(details, index) => self.upsert(&details, &index),
            RecordChange::EditContact(id, version, details, index) => {
                self.edit(stored::key(&id.0), version, &details, &index)
            }
            RecordChange::EditAccount(id, version, details, index) => {
                self.edit(stored::key(&id.0), version, &details, &index)
            }
            RecordChange::Tie(contact, account) => {
                let both = (stored::key(&contact.0), stored::key(&account.0));
                files::tie(self.c, self.instance, both, true)
            }
            RecordChange::Untie(contact, account) => {
                let both = (stored::key(&contact.0), stored::key(&account.0));
                files::tie(self.c, self.instance, both, false)
            }
        }
    }

    fn make<D: Kept>(&mut self, details: &D, index: &SearchIndex) -> Outcome<Saved> {
        let id = details.make(self.c, self.instance, &index::packed(index))?;
        let nothing = SearchIndex {
            keys: Vec::new(),
            parts: Vec::new(),
        };
        self.keys.replace(D::OBJECT, id, &nothing, index);
        text::put(self.c, self.instance, D::OBJECT, id, &index.parts)?;
        Ok(Saved::Made(id.to_string()))
    }

    fn edit<D: Kept>(
        &mut self,
        id: Option<i64>,
        version: i64,
        details: &D,
        index: &SearchIndex,
    ) -> Outcome<Saved> {
        let Some(id) = id else {
            return Ok(Saved::Unknown);
        };
        match D::shown(self.c, self.instance, id)? {
            None => Ok(Saved::Unknown),
            Some((there, _)) if there != version => Ok(Saved::Stale),
            Some((_, before)) => self.change(id, &before, details, index),
        }
    }

    fn upsert<D: Kept>(&mut self, details: &D, index: &SearchIndex) -> Outcome<Saved> {
        let there = match index.identifier() {
            None => None,
            Some(identifier) => self
                .keys
                .of_identifier(self.c, self.instance, D::OBJECT, identifier)?,
        };
        let state = match there {
            None => None,
            Some(id) => D::shown(self.c, self.instance, id)?.map(|state| (id, state)),
        };
        match state {
            None => self.make(details, index),
            Some((id, (_, before))) => self.change(id, &before, details, index),
        }
    }

    fn change<D: Kept>(&mut self, id: i64, before: &D, details: &D, index: &SearchIndex) -> Outcome<Saved> {
        let had = D::index(self.c, self.instance, id)?;
        let had = had.ok_or_else(|| Fault::damaged("a record has no index"))?;
        let same = before == details;
        if same && had == *index {
            return Ok(Saved::Same(id.to_string()));
        }
        self.keys.replace(D::OBJECT, id, &had, index);
        if had.parts != index.parts {
            text::forget(self.c, self.instance, D::OBJECT, id)?;
            text::put(self.c, self.instance, D::OBJECT, id, &index.parts)?;
        }
        let packed = index::packed(index);
        if same {
            // The same values under another national length: only what finds them differs.
            D::keep_index(self.c, self.instance, id, &packed)?;
            return Ok(Saved::Same(id.to_string()));
        }
        details.change(self.c, self.instance, id, &packed)?;
        Ok(Saved::Changed(id.to_string()))
    }
}
