//! Which of some records, ties and cases there are, by one statement: a look-up for each, as in `keys`.

use crate::dialect::KeptCase;
use ba360_core::{instance::InstanceId, record::Object};
use diesel::{
    PgConnection, QueryResult,
    prelude::*,
    sql_types::{Array, BigInt, Integer},
};

const CONTACTS: &str = "select wanted.id from unnest($2::bigint[]) as wanted(id) \
    cross join lateral (select 1 from contacts where contacts.instance_id = $1 and contacts.id = wanted.id limit 1) as kept";

const ACCOUNTS: &str = "select wanted.id from unnest($2::bigint[]) as wanted(id) \
    cross join lateral (select 1 from accounts where accounts.instance_id = $1 and accounts.id = wanted.id limit 1) as kept";

const TIES: &str = "select wanted.contact_id, wanted.account_id \
    from unnest($2::bigint[], $3::bigint[]) as wanted(contact_id, account_id) \
    cross join lateral (select 1 from memberships where memberships.instance_id = $1 \
    and memberships.contact_id = wanted.contact_id and memberships.account_id = wanted.account_id limit 1) as kept";

const CASES: &str = "select wanted.day, wanted.sequence, kept.contact, kept.account, kept.channel, kept.subject \
    from unnest($2::integer[], $3::integer[]) as wanted(day, sequence) \
    cross join lateral (select cases.contact, cases.account, cases.channel, cases.subject from cases \
    where cases.instance_id = $1 and cases.day = wanted.day and cases.sequence = wanted.sequence limit 1) as kept";

#[derive(QueryableByName)]
struct Record {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Those of some records, by their keys, that there are.
pub(crate) fn records(
    c: &mut PgConnection,
    (instance, object): (InstanceId, Object),
    wanted: &[i64],
) -> QueryResult<Vec<i64>> {
    let sql = match object {
        Object::Account => ACCOUNTS,
        Object::Contact | Object::Case => CONTACTS,
    };
    let there: Vec<Record> = diesel::sql_query(sql)
        .bind::<BigInt, _>(instance.0)
        .bind::<Array<BigInt>, _>(wanted)
        .load(c)?;
    Ok(there.into_iter().map(|record| record.id).collect())
}

#[derive(QueryableByName)]
#[diesel(table_name = crate::schema::memberships)]
struct Tie {
    contact_id: i64,
    account_id: i64,
}

/// Those of some ties, each of a contact and an account, that there are.
pub(crate) fn ties(
    c: &mut PgConnection,
    instance: InstanceId,
    wanted: &[(i64, i64)],
) -> QueryResult<Vec<(i64, i64)>> {
    let (contacts, accounts): (Vec<i64>, Vec<i64>) = wanted.iter().copied().unzip();
    let kept: Vec<Tie> = diesel::sql_query(TIES)
        .bind::<BigInt, _>(instance.0)
        .bind::<Array<BigInt>, _>(contacts)
        .bind::<Array<BigInt>, _>(accounts)
        .load(c)?;
    Ok(kept
        .into_iter()
        .map(|tie| (tie.contact_id, tie.account_id))
        .collect())
}

/// Those of some cases, each of a day and a sequence, that there are.
pub(crate) fn cases(
    c: &mut PgConnection,
    instance: InstanceId,
    wanted: &[(i32, i32)],
) -> QueryResult<Vec<KeptCase>> {
    let (days, sequences): (Vec<i32>, Vec<i32>) = wanted.iter().copied().unzip();
    diesel::sql_query(CASES)
        .bind::<BigInt, _>(instance.0)
        .bind::<Array<Integer>, _>(days)
        .bind::<Array<Integer>, _>(sequences)
        .load(c)
}
