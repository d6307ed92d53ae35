//! The first stage: whole fields.

use super::{Conn, REACH, Ranked, keys};
use crate::fault::Outcome;
use ba360_core::{
    instance::InstanceId,
    record::{FieldSet, Object, Probe, SearchPlan},
};
use std::collections::BTreeMap;

/// The records that match whole. The table of keys tells it all: no record is loaded.
pub(super) fn find(c: &mut Conn, instance: InstanceId, object: Object, plan: &SearchPlan) -> Outcome<Ranked> {
    let of = (instance, keys::Kind::Whole.of(object));
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
