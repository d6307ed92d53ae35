//! The second stage: beginnings of words, and parts of fields. The indexes tell which records may match; core's
//! own rule tells which do, and how well.

use super::{Conn, REACH, Ranked, dialect::text, keys, load_page, table::Kept};
use crate::{
    dialect::{LOOKED_AT, Wanted},
    fault::Outcome,
};
use ba360_core::{
    instance::InstanceId,
    record::{Criterion, FieldSet, Found, PageRequest, SearchPlan, Stage, Total, normal::SHORTEST_PART},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    marker::PhantomData,
};

/// Of how many words a list is asked for: who tells more of them has told a rare one among the longest.
const LISTED: usize = 8;

/// The page of records that have a word in a name, when there are more of them than are counted: by age. To rank a
/// bounded part of them would say nothing of the rest. `None` when there are not so many.
pub(super) fn common<D: Kept>(
    c: &mut Conn,
    instance: InstanceId,
    (plan, page): (&SearchPlan, PageRequest),
) -> Outcome<Option<Found<D::Record>>> {
    let Some((criterion, word)) = only_word(plan) else {
        return Ok(None);
    };
    let of = (instance, keys::Kind::Word.of(D::OBJECT));
    if !keys::more_than(c, of, (word, criterion.names), REACH - 1)? {
        return Ok(None);
    }
    let total = Total::counted(REACH);
    let page = page.within(total);
    let items = D::with_word(c, instance, (word, criterion.names), page)?;
    Ok(Some(Found { items, total, page }))
}

/// The one word that is searched for in names, if it is one.
fn only_word(plan: &SearchPlan) -> Option<(&Criterion, &str)> {
    match &plan.criteria[..] {
        [criterion] => match &criterion.words[..] {
            [word] => Some((criterion, word)),
            _ => None,
        },
        _ => None,
    }
}

/// A search of the second stage.
struct Search<'a, D> {
    c: &'a mut Conn,
    instance: InstanceId,
    object: PhantomData<D>,
    plan: &'a SearchPlan,
    /// What became of each record that was looked at: how well it matches, if it does.
    scores: BTreeMap<i64, Option<u32>>,
    matched: usize,
    all: bool,
}

/// The page of records that match in part. Of more than [`REACH`], those that the indexes name first: for parts the
/// oldest, ranked; for one word those whose own word comes first in the alphabet, and of these the oldest.
pub(super) fn find<D: Kept>(
    c: &mut Conn,
    instance: InstanceId,
    (plan, page): (&SearchPlan, PageRequest),
) -> Outcome<Found<D::Record>> {
    let mut search = Search::<D> {
        c,
        instance,
        object: PhantomData,
        plan,
        scores: BTreeMap::new(),
        matched: 0,
        all: true,
    };
    if let Some((criterion, word)) = only_word(plan) {
        let (ids, all) = search.beginning(criterion, word)?;
        if !all {
            return load_page::<D>(search.c, instance, &Found::page_of(ids, page));
        }
        search.look_at(&ids)?;
    } else {
        for criterion in &plan.criteria {
            search.words(criterion)?;
        }
    }
    let parts = plan.criteria.iter().flat_map(|criterion| &criterion.parts);
    let parts: Vec<(FieldSet, [&str; 1])> =
        parts.map(|probe| (probe.fields, [probe.text.as_str()])).collect();
    let wanted: Vec<_> = parts
        .iter()
        .map(|(fields, texts)| Wanted {
            fields: *fields,
            texts,
        })
        .collect();
    search.holding(&wanted)?;
    let Search { c, scores, all, .. } = search;
    let scores = scores.into_iter().filter_map(|(id, score)| Some((id, score?)));
    Ranked::new(scores, all).page::<D>(c, instance, page)
}

impl<D: Kept> Search<'_, D> {
    /// Enough was found to say that there are more than are counted.
    fn is_enough(&self) -> bool {
        self.matched >= REACH
    }

    /// The records in one of whose names every word begins one: the shortest list of those that a word begins,
    /// and the rest by looking at them.
    fn words(&mut self, criterion: &Criterion) -> Outcome<()> {
        let mut words: Vec<&str> = criterion.words.iter().map(String::as_str).collect();
        if words.is_empty() {
            return Ok(());
        }
        // The longest is the rarest, as a rule.
        words.sort_by_key(|word| (std::cmp::Reverse(word.chars().count()), *word));
        words.dedup();
        let mut longest = Vec::new();
        for word in words.iter().take(LISTED) {
            let (ids, all) = self.beginning(criterion, word)?;
            if all {
                return self.look_at(&ids);
            }
            if longest.is_empty() {
                longest = ids;
            }
        }
        if let [_] = words[..] {
            self.all = false;
            return self.look_at(&longest);
        }
        // Every word is common. The index of parts finds where they stand together.
        let texts: Vec<&str> = words
            .into_iter()
            .filter(|word| word.chars().count() >= SHORTEST_PART)
            .collect();
        if texts.is_empty() {
            self.all = false;
            return self.look_at(&longest);
        }
        self.holding(&[Wanted {
            fields: criterion.names,
            texts: &texts,
        }])
    }

    /// The records that have a name in which a word begins so: [`REACH`] of them, or all.
    fn beginning(&mut self, criterion: &Criterion, word: &str) -> Outcome<(Vec<i64>, bool)> {
        let of = (self.instance, keys::Kind::Word.of(D::OBJECT));
        let mut most = REACH;
        loop {
            let rows = keys::beginning(self.c, of, (word, criterion.names), most)?;
            let all = rows.len() < most;
            let mut seen = BTreeSet::new();
            let ids: Vec<i64> = rows.into_iter().filter(|id| seen.insert(*id)).collect();
            if all || ids.len() >= REACH {
                return Ok((ids, all));
            }
            most *= 2;
        }
    }

    /// Looks at the records that have any of what is wanted, by age, a stretch at a time, until enough was found
    /// or nothing is left.
    fn holding(&mut self, wanted: &[Wanted<'_>]) -> Outcome<()> {
        if wanted.is_empty() {
            return Ok(());
        }
        let mut walk = text::Walk::new(self.c, self.instance, D::OBJECT, wanted)?;
        let mut looked_at = 0;
        while !self.is_enough() && looked_at < LOOKED_AT {
            let Some(ids) = walk.next(self.c, REACH)? else {
                return Ok(());
            };
            for some in ids.chunks(REACH) {
                self.look_at(some)?;
                looked_at += some.len();
                if self.is_enough() {
                    break;
                }
            }
        }
        self.all = false;
        Ok(())
    }

    /// Tells of some records how well they match, if they do.
    fn look_at(&mut self, ids: &[i64]) -> Outcome<()> {
        let new: Vec<i64> = ids
            .iter()
            .copied()
            .filter(|id| !self.scores.contains_key(id))
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        for (id, index) in D::indexes(self.c, self.instance, &new)? {
            let score = self.plan.score(Stage::Partial, &index);
            self.matched += usize::from(score.is_some());
            self.scores.insert(id, score.map(|score| score.0));
        }
        Ok(())
    }
}
