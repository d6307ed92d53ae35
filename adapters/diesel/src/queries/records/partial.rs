//! The second stage: beginnings of words, and parts of fields. The indexes tell which records may match; core's
//! own rule tells which do, and how well.

use super::{Conn, REACH, Ranked, dialect::text, keys, table::Kept as _};
use crate::fault::Outcome;
use ba360_core::{
    instance::InstanceId,
    record::{
        AccountDetails, ContactDetails, Criterion, FieldSet, Object, SearchPlan, Stage, normal::SHORTEST_PART,
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// How many records are looked at where an index cannot tell the matching ones from others: words that are all
/// too common to be listed, and not in one and the same name.
const LOOKED_AT: usize = 20_000;

/// A search of the second stage.
struct Search<'a> {
    c: &'a mut Conn,
    instance: InstanceId,
    object: Object,
    plan: &'a SearchPlan,
    /// What became of each record that was looked at: how well it matches, if it does.
    scores: BTreeMap<i64, Option<u32>>,
    matched: usize,
    all: bool,
}

/// The records that match in part. Of more than [`REACH`], the first that the indexes name are ranked: for parts
/// the oldest, for one word those whose own word comes first in the alphabet, and then the oldest.
pub(super) fn find(c: &mut Conn, instance: InstanceId, object: Object, plan: &SearchPlan) -> Outcome<Ranked> {
    let mut search = Search {
        c,
        instance,
        object,
        plan,
        scores: BTreeMap::new(),
        matched: 0,
        all: true,
    };
    for criterion in &plan.criteria {
        if !criterion.words.is_empty() {
            search.words(criterion)?;
        }
        for probe in &criterion.parts {
            search.holding(probe.fields, &[&probe.text])?;
        }
    }
    let scores = search
        .scores
        .into_iter()
        .filter_map(|(id, score)| Some((id, score?)));
    Ok(Ranked::new(scores, search.all))
}

impl Search<'_> {
    /// Enough was found to say that there are more than are counted.
    fn is_enough(&self) -> bool {
        self.matched >= REACH
    }

    /// The records in one of whose names every word begins one: the shortest list of those that a word begins,
    /// and the rest by looking at them.
    fn words(&mut self, criterion: &Criterion) -> Outcome<()> {
        let mut words: Vec<&str> = criterion.words.iter().map(String::as_str).collect();
        // The longest is the rarest, as a rule.
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.dedup();
        let mut longest = Vec::new();
        for word in &words {
            let (ids, all) = self.beginning(criterion, word)?;
            if all {
                return self.look_at(ids);
            }
            if longest.is_empty() {
                longest = ids;
            }
        }
        if let [_] = words[..] {
            self.all = false;
            return self.look_at(longest);
        }
        // Every word is common. The index of parts finds where they stand together.
        let texts: Vec<&str> = words
            .into_iter()
            .filter(|word| word.chars().count() >= SHORTEST_PART)
            .collect();
        if texts.is_empty() {
            self.all = false;
            return self.look_at(longest);
        }
        self.holding(criterion.names, &texts)
    }

    /// The records that have a name in which a word begins so: [`REACH`] of them, or all.
    fn beginning(&mut self, criterion: &Criterion, word: &str) -> Outcome<(Vec<i64>, bool)> {
        let of = (self.instance, keys::Kind::Word.of(self.object));
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

    /// Looks at the records that hold all of some texts, by age, a stretch at a time, until enough was found or
    /// nothing is left.
    fn holding(&mut self, fields: FieldSet, texts: &[&str]) -> Outcome<()> {
        let (mut after, mut looked_at) = (0, 0);
        while !self.is_enough() {
            let (instance, object) = (self.instance, self.object);
            let ids = text::holding(self.c, instance, object, (fields, texts), after, REACH)?;
            let (count, last) = (ids.len(), ids.last().copied());
            self.look_at(ids)?;
            looked_at += count;
            let Some(last) = last.filter(|_| count == REACH) else {
                return Ok(());
            };
            after = last;
            if looked_at >= LOOKED_AT {
                break;
            }
        }
        self.all = false;
        Ok(())
    }

    fn look_at(&mut self, ids: Vec<i64>) -> Outcome<()> {
        for id in ids {
            if self.scores.contains_key(&id) {
                continue;
            }
            let score = self.score(id)?;
            self.matched += usize::from(score.is_some());
            self.scores.insert(id, score);
        }
        Ok(())
    }

    /// How well a record matches.
    fn score(&mut self, id: i64) -> Outcome<Option<u32>> {
        let index = match self.object {
            Object::Account => AccountDetails::index(self.c, self.instance, id)?,
            Object::Contact | Object::Case => ContactDetails::index(self.c, self.instance, id)?,
        };
        let score = index.and_then(|index| self.plan.score(Stage::Partial, &index));
        Ok(score.map(|score| score.0))
    }
}
