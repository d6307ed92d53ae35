//! The first stage: whole fields.

use super::{Conn, REACH, Ranked, keys, table::Kept};
use crate::{dialect::FEW_TEXTS, fault::Outcome};
use ba360_core::{
    instance::InstanceId,
    record::{FieldSet, Probe, SearchPlan, Stage},
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// How many rows are read together with their records: those of a page, and one that says that there are more.
const FEW: usize = 11;

/// What one statement tells of the first stage.
pub(super) enum Few<T> {
    /// Nothing matches whole.
    Nothing,
    /// A few records do: these are all, the best first.
    These(Vec<T>),
    /// There may be more than a few.
    More,
}

/// The records that match whole, if they are a few: keys and records by one statement.
pub(super) fn few<D: Kept>(c: &mut Conn, instance: InstanceId, plan: &SearchPlan) -> Outcome<Few<D::Record>> {
    let wanted = plan.criteria.iter().flat_map(|criterion| &criterion.whole);
    let wanted: BTreeSet<&str> = wanted.map(|probe| probe.text.as_str()).collect();
    let Some(&first) = wanted.first() else {
        return Ok(Few::Nothing);
    };
    if wanted.len() > FEW_TEXTS {
        return Ok(Few::More);
    }
    let mut texts = [first; FEW_TEXTS];
    texts
        .iter_mut()
        .zip(wanted)
        .for_each(|(text, wanted)| *text = wanted);
    let rows = D::whole(c, instance, texts, FEW)?;
    if rows.len() == FEW {
        return Ok(Few::More);
    }
    // A text may be another field's.
    let mut ranked: Vec<_> = rows
        .into_iter()
        .filter_map(|(id, state)| Some((plan.score(Stage::Exact, &state.index)?, id, state)))
        .collect();
    ranked.sort_unstable_by_key(|&(score, id, _)| (Reverse(score), id));
    ranked.dedup_by_key(|&mut (_, id, _)| id);
    let records = ranked
        .into_iter()
        .map(|(_, id, state)| state.details.record(id, state.version));
    let records: Vec<_> = records.collect();
    Ok(if records.is_empty() {
        Few::Nothing
    } else {
        Few::These(records)
    })
}

/// The records that match whole. The table of keys tells it all: no record is loaded.
pub(super) fn find<D: Kept>(c: &mut Conn, instance: InstanceId, plan: &SearchPlan) -> Outcome<Ranked> {
    let of = (instance, keys::Kind::Whole.of(D::OBJECT));
    let mut matched = BTreeMap::<i64, FieldSet>::new();
    let mut cut = Vec::<(&Probe, i64)>::new();
    for probe in plan.criteria.iter().flat_map(|criterion| &criterion.whole) {
        let found = keys::having(c, of, (&probe.text, probe.fields), REACH)?;
        if let Some(&(last, _)) = found.get(REACH - 1) {
            cut.push((probe, last));
        }
        for (id, fields) in found {
            let entry = matched.entry(id).or_default();
            *entry = *entry | fields;
        }
    }
    // A list that was cut says nothing of the records behind its end that another list knows.
    for (probe, last) in &cut {
        let behind = matched.range_mut(last + 1..);
        for (&id, entry) in behind {
            *entry = *entry | keys::of_record(c, of, (&probe.text, probe.fields), id)?;
        }
    }
    let all = cut.is_empty();
    Ok(Ranked::new(
        matched.into_iter().map(|(id, fields)| (id, fields.len())),
        all,
    ))
}
