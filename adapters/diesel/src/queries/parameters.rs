//! The parameters.

use super::{Conn, Store, dialect};
use crate::{
    fault::{Fault, Outcome},
    schema::parameters,
};
use async_trait::async_trait;
use ba360_core::{
    instance::{
        InstanceId,
        parameters::{KeptParameter, ParameterName, ParameterOutcome, ParameterValue, Parameters},
    },
    record::{Found, PageRequest},
    seal::SealedText,
    store::StoreResult,
};
use diesel::prelude::*;

/// How many rows a list reads at most: one more than are counted.
const REACH: usize = PageRequest::REACH as usize + 1;

/// A parameter as its row has it.
type Row = (String, String, bool, i64);
type Columns = (
    parameters::name,
    parameters::value,
    parameters::sealed,
    parameters::version,
);

const COLUMNS: Columns = (
    parameters::name,
    parameters::value,
    parameters::sealed,
    parameters::version,
);

fn parameter((name, value, sealed, version): Row) -> Outcome<KeptParameter> {
    Ok(KeptParameter {
        name: name
            .parse()
            .map_err(|_| Fault::damaged("a parameter's name cannot be one"))?,
        value: match sealed {
            true => ParameterValue::Sealed(SealedText::new(value)),
            false => ParameterValue::Plain(value),
        },
        version,
    })
}

/// The text of a value, and whether it is a secret.
fn columns(value: &ParameterValue) -> (&str, bool) {
    match value {
        ParameterValue::Plain(value) => (value, false),
        ParameterValue::Sealed(sealed) => (sealed.as_str(), true),
    }
}

fn list(c: &mut Conn, instance: InstanceId, page: PageRequest) -> Outcome<Found<KeptParameter>> {
    let rows = dialect::first_n!(
        c,
        REACH,
        Row,
        parameters::table
            .filter(parameters::instance_id.eq(instance.0))
            .order(parameters::name)
            .select(COLUMNS)
    )?;
    let rows = rows.into_iter().map(parameter).collect::<Outcome<Vec<_>>>()?;
    Ok(Found::page_of(rows, page))
}

fn by_name(c: &mut Conn, instance: InstanceId, name: &ParameterName) -> Outcome<Option<KeptParameter>> {
    let row = parameters::table
        .filter(parameters::instance_id.eq(instance.0))
        .filter(parameters::name.eq(name.as_str()))
        .select(COLUMNS)
        .get_result::<Row>(c)
        .optional()?;
    row.map(parameter).transpose()
}

/// Why nothing was changed.
fn unchanged(c: &mut Conn, instance: InstanceId, name: &ParameterName) -> Outcome<ParameterOutcome> {
    Ok(match by_name(c, instance, name)? {
        Some(_) => ParameterOutcome::Stale,
        None => ParameterOutcome::Unknown,
    })
}

/// The condition stands in the statement itself, so that of two at once one is stale.
fn save(
    c: &mut Conn,
    instance: InstanceId,
    (name, value): (&ParameterName, &ParameterValue),
    seen: Option<i64>,
) -> Outcome<ParameterOutcome> {
    let (text, sealed) = columns(value);
    let Some(seen) = seen else {
        let made = diesel::insert_into(parameters::table)
            .values((
                parameters::instance_id.eq(instance.0),
                parameters::name.eq(name.as_str()),
                parameters::value.eq(text),
                parameters::sealed.eq(sealed),
            ))
            .on_conflict((parameters::instance_id, parameters::name))
            .do_nothing()
            .execute(c)?;
        return Ok(match made {
            0 => ParameterOutcome::Taken,
            _ => ParameterOutcome::Done,
        });
    };
    let changed = diesel::update(
        parameters::table
            .filter(parameters::instance_id.eq(instance.0))
            .filter(parameters::name.eq(name.as_str()))
            .filter(parameters::version.eq(seen)),
    )
    .set((
        parameters::value.eq(text),
        parameters::sealed.eq(sealed),
        parameters::version.eq(parameters::version + 1),
    ))
    .execute(c)?;
    match changed {
        0 => unchanged(c, instance, name),
        _ => Ok(ParameterOutcome::Done),
    }
}

fn delete(c: &mut Conn, instance: InstanceId, name: &ParameterName, seen: i64) -> Outcome<ParameterOutcome> {
    let deleted = diesel::delete(
        parameters::table
            .filter(parameters::instance_id.eq(instance.0))
            .filter(parameters::name.eq(name.as_str()))
            .filter(parameters::version.eq(seen)),
    )
    .execute(c)?;
    match deleted {
        0 => unchanged(c, instance, name),
        _ => Ok(ParameterOutcome::Done),
    }
}

#[async_trait]
impl Parameters for Store {
    async fn list(&self, instance: InstanceId, page: PageRequest) -> StoreResult<Found<KeptParameter>> {
        self.look_up(move |c| list(c, instance, page)).await
    }

    async fn by_name(
        &self,
        instance: InstanceId,
        name: &ParameterName,
    ) -> StoreResult<Option<KeptParameter>> {
        let name = name.clone();
        self.look_up(move |c| by_name(c, instance, &name)).await
    }

    async fn save(
        &self,
        instance: InstanceId,
        name: ParameterName,
        value: ParameterValue,
        seen: Option<i64>,
    ) -> StoreResult<ParameterOutcome> {
        self.write(move |c| save(c, instance, (&name, &value), seen))
            .await
    }

    async fn delete(
        &self,
        instance: InstanceId,
        name: &ParameterName,
        seen: i64,
    ) -> StoreResult<ParameterOutcome> {
        let name = name.clone();
        self.write(move |c| delete(c, instance, &name, seen)).await
    }
}
