//! Parts of fields, by the trigrams of each record as an array under a GIN index.
//!
//! A trigram is kept as a number made of the instance, the object, the record's age and the three characters. So a
//! search meets no other instance's records, and it goes from the oldest records on, a stretch of ages at a time,
//! until it has enough: a GIN index by itself would collect all that match before it gave out the first. Numbers
//! may coincide, and three characters may stand in two fields: what is found here is looked at again.

use crate::{
    dialect::{LOOKED_AT, Wanted},
    fault::{Fault, Outcome},
};
use ba360_core::{
    instance::InstanceId,
    record::{Field, Object, normal::SHORTEST_PART},
};
use diesel::{
    PgArrayExpressionMethods as _, PgConnection, RunQueryDsl as _,
    dsl::max,
    pg::Pg,
    prelude::*,
    sql_types::{Array, Bool, Integer, Text},
};
use fnv::FnvHasher;
use std::{collections::BTreeSet, hash::Hasher as _};

diesel::table! {
    field_text (instance_id, object, record_id) {
        instance_id -> BigInt,
        object -> SmallInt,
        record_id -> BigInt,
        grams -> Array<Integer>,
    }
}

/// How many of the oldest records are the first stretch, in bits; each further one is as long as all before it ...
const FIRST_STRETCH_BITS: u32 = 14;
/// ... until they are as long as this. The index collects all that match in a stretch before it gives out the first.
const LONGEST_STRETCH_BITS: u32 = 19;
/// By how many trigrams a stretch is searched at most: each list takes its time to be read, and after so many, hardly a
/// record is left that has not the whole text.
const MOST_GRAMS: usize = 6;
/// How many records of a stretch are found at most.
const MOST_FOUND: i64 = LOOKED_AT as i64;

/// The parts of one record, ready to be kept.
#[derive(Insertable)]
#[diesel(table_name = field_text, treat_none_as_default_value = false)]
pub(crate) struct Parts {
    instance_id: i64,
    object: i16,
    record_id: i64,
    grams: Vec<i32>,
}

impl Parts {
    pub(crate) fn new(
        instance: InstanceId,
        object: Object,
        record: i64,
        parts: &[(Field, String)],
    ) -> Outcome<Self> {
        let scope = Scope::of(instance, object, record);
        let mut grams = BTreeSet::new();
        for (_, text) in parts {
            scope.grams(text, |gram| {
                grams.insert(gram);
            });
        }
        Ok(Self {
            instance_id: instance.0,
            object: kept(object),
            record_id: record,
            grams: grams.into_iter().collect(),
        })
    }
}

fn kept(object: Object) -> i16 {
    i16::from(object == Object::Account)
}

diesel::define_sql_function! {
    /// Sets a setting, until the end of the transaction if `is_local`.
    fn set_config(name: Text, value: Text, is_local: Bool) -> Text;
}

/// From how many records on they are put into the index as they come in bulk.
const BULK: usize = 100;
/// How many KiB may wait outside the index while records come one by one.
const WAITING_KIB: &str = "128";

/// Keeps the parts of records that have none yet.
pub(crate) fn put(c: &mut PgConnection, parts: Vec<Parts>) -> Outcome<()> {
    if parts.is_empty() {
        return Ok(());
    }
    // New entries wait in a list, through which every search has to go, until the list is long enough to be put
    // into the index at once. Bulk needs a long one, which is the server's own setting; else a short one is better.
    if parts.len() < BULK {
        diesel::select(set_config("gin_pending_list_limit", WAITING_KIB, true)).execute(c)?;
    }
    Ok(super::insert_all!(c, field_text::table, parts)?)
}

/// Forgets the parts of a record.
pub(crate) fn forget(c: &mut PgConnection, instance: InstanceId, object: Object, record: i64) -> Outcome<()> {
    let of_record = field_text::table
        .filter(field_text::instance_id.eq(instance.0))
        .filter(field_text::object.eq(kept(object)))
        .filter(field_text::record_id.eq(record));
    diesel::delete(of_record).execute(c)?;
    Ok(())
}

/// The records that may hold some texts, from the oldest on.
pub(crate) struct Walk<'a> {
    instance: InstanceId,
    object: Object,
    wanted: &'a [Wanted<'a>],
    /// The oldest record that was not searched yet.
    from: i64,
    /// The newest record.
    last: i64,
}

type Condition = Box<dyn BoxableExpression<field_text::table, Pg, SqlType = Bool>>;

impl<'a> Walk<'a> {
    /// A walk over the records that have any of what is wanted.
    pub(crate) fn new(
        c: &mut PgConnection,
        instance: InstanceId,
        object: Object,
        wanted: &'a [Wanted<'a>],
    ) -> Outcome<Self> {
        let last: Option<i64> = field_text::table
            .filter(field_text::instance_id.eq(instance.0))
            .filter(field_text::object.eq(kept(object)))
            .select(max(field_text::record_id))
            .get_result(c)?;
        Ok(Self {
            instance,
            object,
            wanted,
            from: 1,
            last: last.unwrap_or(0),
        })
    }

    /// The next of them, the oldest first: those of a stretch, which may be none. `None` when there are no more.
    pub(crate) fn next(&mut self, c: &mut PgConnection, _: usize) -> Outcome<Option<Vec<i64>>> {
        if self.from > self.last {
            return Ok(None);
        }
        let scope = Scope::of(self.instance, self.object, self.from);
        let holding = |wanted: &Wanted<'_>| -> Condition {
            let mut grams = Vec::new();
            for text in wanted.texts {
                scope.grams(text, |gram| grams.push(gram));
            }
            let grams = spread(grams).into_sql::<Array<Integer>>();
            Box::new(field_text::grams.contains(grams))
        };
        let conditions = self.wanted.iter().map(holding);
        let any = conditions.reduce(|one, other| Box::new(one.or(other)) as Condition);
        let Some(any) = any else { return Ok(None) };
        let mut found: Vec<i64> = field_text::table
            // The index of trigrams alone is to be used, which knows instance and age by itself: the planner cannot
            // tell how rare trigrams are, and would walk through a great part of the primary key too.
            .filter((field_text::instance_id + 0_i64).eq(self.instance.0))
            .filter(any)
            .select(field_text::record_id)
            // No order: with one and a limit the planner would rather walk through all records by age.
            .limit(MOST_FOUND)
            .load(c)
            .map_err(Fault::from)?;
        found.sort_unstable();
        self.from = scope.last.saturating_add(1);
        Ok(Some(found))
    }
}

/// A bounded number of them, evenly chosen.
fn spread(grams: Vec<i32>) -> Vec<i32> {
    let count = grams.len();
    if count <= MOST_GRAMS {
        return grams;
    }
    (0..MOST_GRAMS)
        .map(|n| grams[n * (count - 1) / (MOST_GRAMS - 1)])
        .collect()
}

/// Whose trigrams, and of which ages.
struct Scope {
    hasher: FnvHasher,
    /// The newest record of the same stretch.
    last: i64,
}

impl Scope {
    fn of(instance: InstanceId, object: Object, record: i64) -> Self {
        let record = record.max(0);
        let (stretch, last) = if record >> LONGEST_STRETCH_BITS == 0 {
            let doublings = i64::BITS - (record >> FIRST_STRETCH_BITS).leading_zeros();
            (i64::from(doublings), (1 << (FIRST_STRETCH_BITS + doublings)) - 1)
        } else {
            let doublings = i64::from(LONGEST_STRETCH_BITS - FIRST_STRETCH_BITS);
            let last = record | ((1 << LONGEST_STRETCH_BITS) - 1);
            (doublings + (record >> LONGEST_STRETCH_BITS), last)
        };
        let mut hasher = FnvHasher::default();
        hasher.write(&instance.0.to_le_bytes());
        hasher.write(&kept(object).to_le_bytes());
        hasher.write(&stretch.to_le_bytes());
        Self { hasher, last }
    }

    /// The numbers of a text's trigrams. They are kept: their making must never change.
    fn grams(&self, text: &str, mut each: impl FnMut(i32)) {
        let chars: Vec<char> = text.chars().collect();
        for gram in chars.windows(SHORTEST_PART) {
            let mut hasher = FnvHasher::with_key(self.hasher.finish());
            for c in gram {
                hasher.write(&u32::from(*c).to_le_bytes());
            }
            let hash = hasher.finish();
            // Folding keeps what is good in both halves.
            each(((hash >> 32) ^ hash) as u32 as i32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: InstanceId = InstanceId(1);

    fn grams(instance: InstanceId, record: i64, text: &str) -> Vec<i32> {
        let mut grams = Vec::new();
        Scope::of(instance, Object::Contact, record).grams(text, |gram| grams.push(gram));
        grams
    }

    #[test]
    fn what_is_kept_never_changes() {
        assert_eq!(grams(ONE, 1, "añ@b"), [-1_702_874_782, -1_425_876_249]);
    }

    #[test]
    fn another_instance_and_another_age_have_other_numbers() {
        let one = grams(ONE, 16_383, "ana");
        assert_eq!(one, grams(ONE, 1, "ana"));
        assert_ne!(one, grams(InstanceId(2), 1, "ana"));
        assert_ne!(one, grams(ONE, 16_384, "ana"));
        assert!(grams(ONE, 1, "an").is_empty());
    }

    #[test]
    fn stretches_follow_one_another_without_a_gap() {
        let mut from = 1;
        let mut hashes = BTreeSet::new();
        for last in [1, 2, 4, 8, 16, 32, 64, 96, 128, 160].map(|steps| (steps << 14) - 1) {
            let scope = Scope::of(ONE, Object::Contact, from);
            assert_eq!(scope.last, last);
            let same = Scope::of(ONE, Object::Contact, last).hasher.finish();
            assert_eq!(scope.hasher.finish(), same);
            assert!(hashes.insert(same), "two stretches have the same numbers");
            from = last + 1;
        }
        assert_eq!(Scope::of(ONE, Object::Contact, i64::MAX).last, i64::MAX);
    }

    #[test]
    fn a_long_text_is_searched_by_its_beginning_its_end_and_some_between() {
        let chosen = spread((0..100).collect());
        assert_eq!(chosen, [0, 19, 39, 59, 79, 99]);
    }
}
