//! The first stage: whole fields.

use super::{
    Conn, REACH, Ranked, keys,
    table::{Kept, Whole},
};
use crate::{dialect::FEW_TEXTS, fault::Outcome};
use ba360_core::{
    instance::InstanceId,
    record::{FieldSet, Probe, SearchPlan},
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
    let mut found = BTreeMap::<i64, (FieldSet, D::Record)>::new();
    for Whole {
        text,
        fields,
        id,
        record,
    } in rows
    {
        let probes = plan.criteria.iter().flat_map(|criterion| &criterion.whole);
        let asked = probes.filter(|probe| probe.text == text);
        let matched = asked.fold(FieldSet::NONE, |matched, probe| {
            matched | fields.and(probe.fields)
        });
        // A text may be another field's.
        if !matched.is_empty() {
            let before = found.entry(id).or_insert((FieldSet::NONE, record));
            before.0 = before.0 | matched;
        }
    }
    // By age already.
    let mut ranked: Vec<_> = found.into_values().collect();
    ranked.sort_by_key(|(matched, _)| Reverse(matched.len()));
    let records: Vec<_> = ranked.into_iter().map(|(_, record)| record).collect();
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
