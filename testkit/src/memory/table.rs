use ba360_core::{
    instance::InstanceId,
    record::{Found, PageRequest, Saved, SearchIndex, SearchPlan, Stage},
};

/// Contacts or accounts, in the order of age. A record's key is its place, counted from 1: none is ever removed.
pub(super) struct Table<D> {
    rows: Vec<Row<D>>,
}

/// One record.
pub(super) struct Row<D> {
    instance: InstanceId,
    index: SearchIndex,
    pub(super) key: String,
    pub(super) version: i64,
    pub(super) details: D,
}

impl<D> Default for Table<D> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<D: PartialEq> Table<D> {
    /// A record of an instance.
    pub(super) fn get(&self, instance: InstanceId, key: &str) -> Option<&Row<D>> {
        self.of(instance).find(|row| row.key == key)
    }

    /// A page of what the first stage that finds anything finds.
    pub(super) fn find(&self, instance: InstanceId, plan: &SearchPlan, page: PageRequest) -> Found<&Row<D>> {
        let exact = self.matched(instance, plan, Stage::Exact);
        let found = match exact.is_empty() {
            true => self.matched(instance, plan, Stage::Partial),
            false => exact,
        };
        Found::page_of(found, page)
    }

    /// Makes a record.
    pub(super) fn make(&mut self, instance: InstanceId, details: D, index: SearchIndex) -> Saved {
        let key = (self.rows.len() + 1).to_string();
        self.rows.push(Row {
            instance,
            index,
            key: key.clone(),
            version: 1,
            details,
        });
        Saved::Made(key)
    }

    /// Edits the record whose state is of that version.
    pub(super) fn edit(
        &mut self,
        instance: InstanceId,
        key: &str,
        version: i64,
        details: D,
        index: SearchIndex,
    ) -> Saved {
        match self
            .rows
            .iter_mut()
            .find(|row| row.instance == instance && row.key == key)
        {
            None => Saved::Unknown,
            Some(row) if row.version != version => Saved::Stale,
            Some(row) => row.change(details, index),
        }
    }

    /// Makes a record, or changes the oldest that has the same identifier.
    pub(super) fn upsert(&mut self, instance: InstanceId, details: D, index: SearchIndex) -> Saved {
        let same = |row: &&mut Row<D>| {
            row.instance == instance
                && index.identifier().is_some()
                && row.index.identifier() == index.identifier()
        };
        match self.rows.iter_mut().find(same) {
            None => self.make(instance, details, index),
            Some(row) => row.change(details, index),
        }
    }

    /// The records of an instance, by age.
    pub(super) fn of(&self, instance: InstanceId) -> impl Iterator<Item = &Row<D>> {
        self.rows.iter().filter(move |row| row.instance == instance)
    }

    fn matched(&self, instance: InstanceId, plan: &SearchPlan, stage: Stage) -> Vec<&Row<D>> {
        let scored = self
            .of(instance)
            .filter_map(|row| Some((plan.score(stage, &row.index)?, row)));
        let mut scored: Vec<_> = scored.collect();
        // The order among equals stays: that of age.
        scored.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
        scored.into_iter().map(|(_, row)| row).collect()
    }
}

impl<D: PartialEq> Row<D> {
    fn change(&mut self, details: D, index: SearchIndex) -> Saved {
        self.index = index;
        if self.details == details {
            return Saved::Same(self.key.clone());
        }
        self.details = details;
        self.version += 1;
        Saved::Changed(self.key.clone())
    }
}
