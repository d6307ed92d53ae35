//! Which of some records, ties and cases there are: a kept statement, once for each.

use crate::{
    dialect::KeptCase,
    schema::{accounts, cases, contacts, memberships},
};
use ba360_core::{instance::InstanceId, record::Object};
use diesel::{QueryResult, SqliteConnection, prelude::*};

/// Those of some records, by their keys, that there are.
pub(crate) fn records(
    c: &mut SqliteConnection,
    (instance, object): (InstanceId, Object),
    wanted: &[i64],
) -> QueryResult<Vec<i64>> {
    match object {
        Object::Account => super::by_ids!(
            c,
            wanted,
            i64,
            accounts::id,
            accounts::table
                .filter(accounts::instance_id.eq(instance.0))
                .select(accounts::id)
        ),
        Object::Contact | Object::Case => super::by_ids!(
            c,
            wanted,
            i64,
            contacts::id,
            contacts::table
                .filter(contacts::instance_id.eq(instance.0))
                .select(contacts::id)
        ),
    }
}

/// Those of some ties, each of a contact and an account, that there are.
pub(crate) fn ties(
    c: &mut SqliteConnection,
    instance: InstanceId,
    wanted: &[(i64, i64)],
) -> QueryResult<Vec<(i64, i64)>> {
    let kept = wanted.iter().filter_map(|&(contact, account)| {
        memberships::table
            .filter(memberships::instance_id.eq(instance.0))
            .filter(memberships::contact_id.eq(contact))
            .filter(memberships::account_id.eq(account))
            .select((memberships::contact_id, memberships::account_id))
            .get_result(c)
            .optional()
            .transpose()
    });
    kept.collect()
}

/// Those of some cases, each of a day and a sequence, that there are.
pub(crate) fn cases(
    c: &mut SqliteConnection,
    instance: InstanceId,
    wanted: &[(i32, i32)],
) -> QueryResult<Vec<KeptCase>> {
    let kept = wanted.iter().filter_map(|&(day, sequence)| {
        cases::table
            .filter(cases::instance_id.eq(instance.0))
            .filter(cases::day.eq(day))
            .filter(cases::sequence.eq(sequence))
            .select(KeptCase::as_select())
            .get_result(c)
            .optional()
            .transpose()
    });
    kept.collect()
}
