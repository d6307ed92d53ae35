//! Ties that are made or ended: decided one after the other, and written all together.

use super::{Conn, dialect};
use crate::{fault::Outcome, schema::memberships};
use ba360_core::{
    instance::InstanceId,
    record::{Object, Saved},
};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// A contact and an account.
type Pair = (i64, i64);

/// A change of a tie.
pub(super) struct Change {
    /// The records' keys, as far as they are keys.
    pub(super) between: (Option<i64>, Option<i64>),
    /// Whether the two are to be tied.
    pub(super) tied: bool,
}

/// Makes the changes in order; answers what became of each.
pub(super) fn all(c: &mut Conn, instance: InstanceId, changes: &[Change]) -> Outcome<Vec<Saved>> {
    let possible = possible(c, instance, changes)?;
    let wanted: Vec<Pair> = possible.iter().copied().collect();
    let before: BTreeSet<Pair> = dialect::there::ties(c, instance, &wanted)?.into_iter().collect();
    let mut after = before.clone();
    let saved = changes.iter().map(|change| {
        let pair = change.pair().filter(|pair| possible.contains(pair));
        let Some(pair) = pair else {
            return Saved::Unknown;
        };
        let is_changed = match change.tied {
            true => after.insert(pair),
            false => after.remove(&pair),
        };
        let key = pair.0.to_string();
        match is_changed {
            true => Saved::Changed(key),
            false => Saved::Same(key),
        }
    });
    let saved = saved.collect();
    write(c, instance, &before, &after)?;
    Ok(saved)
}

/// Those that are named by both of their keys and are both there.
fn possible(c: &mut Conn, instance: InstanceId, changes: &[Change]) -> Outcome<BTreeSet<Pair>> {
    let mut pairs: BTreeSet<Pair> = changes.iter().filter_map(Change::pair).collect();
    let contacts = there(c, (instance, Object::Contact), pairs.iter().map(|pair| pair.0))?;
    let accounts = there(c, (instance, Object::Account), pairs.iter().map(|pair| pair.1))?;
    pairs.retain(|(contact, account)| contacts.contains(contact) && accounts.contains(account));
    Ok(pairs)
}

/// Those of some records that there are.
fn there(
    c: &mut Conn,
    of: (InstanceId, Object),
    ids: impl Iterator<Item = i64>,
) -> QueryResult<BTreeSet<i64>> {
    let ids: BTreeSet<i64> = ids.collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    Ok(dialect::there::records(c, of, &ids)?.into_iter().collect())
}

impl Change {
    fn pair(&self) -> Option<Pair> {
        self.between.0.zip(self.between.1)
    }
}

#[derive(Insertable)]
#[diesel(table_name = memberships, treat_none_as_default_value = false)]
struct Row {
    instance_id: i64,
    contact_id: i64,
    account_id: i64,
}

fn write(
    c: &mut Conn,
    instance: InstanceId,
    before: &BTreeSet<Pair>,
    after: &BTreeSet<Pair>,
) -> QueryResult<()> {
    for (contact, account) in before.difference(after) {
        let ended = memberships::table
            .filter(memberships::instance_id.eq(instance.0))
            .filter(memberships::contact_id.eq(contact))
            .filter(memberships::account_id.eq(account));
        diesel::delete(ended).execute(c)?;
    }
    let made = after.difference(before).map(|&(contact_id, account_id)| Row {
        instance_id: instance.0,
        contact_id,
        account_id,
    });
    dialect::insert_all!(c, memberships::table, made.collect::<Vec<_>>())
}
