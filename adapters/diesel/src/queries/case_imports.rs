//! Cases that are brought in: decided one after the other, and written all together.

use super::{Conn, dialect};
use crate::{
    dialect::KeptCase,
    fault::Outcome,
    schema::{case_days, cases},
    stored,
};
use ba360_core::{
    instance::InstanceId,
    record::{CaseImport, CaseNumber, Saved},
};
use diesel::{dsl::case_when, prelude::*, sql_types::Integer};
use std::collections::{BTreeMap, BTreeSet};

/// A case's number: its day, and its sequence within it.
type Number = (i32, i32);

fn kept(number: CaseNumber) -> Number {
    (number.day().number() as i32, number.sequence() as i32)
}

/// What an import says of a case.
#[derive(PartialEq, AsChangeset)]
#[diesel(table_name = cases, treat_none_as_null = true)]
struct Details {
    contact: String,
    account: Option<String>,
    channel: Option<String>,
    subject: String,
}

/// A case as it is after the rows so far.
struct Draft {
    details: Details,
    row: Row,
}

/// What there is of a case.
#[derive(PartialEq, Eq)]
enum Row {
    /// Nothing yet; when it was brought in, as it is kept.
    New(i64),
    /// A row that has to be changed.
    Old,
    /// A row that is as it is to be.
    Same,
}

/// Brings cases in, in order; answers what became of each.
pub(super) fn all(c: &mut Conn, instance: InstanceId, new: Vec<CaseImport>) -> Outcome<Vec<Saved>> {
    let numbers: BTreeSet<Number> = new.iter().map(|new| kept(new.number)).collect();
    // Of each day the last. Of two imports at once each takes the days in order, so that nobody waits in a circle.
    let last_of_days: BTreeMap<i32, i32> = numbers.iter().copied().collect();
    for last in last_of_days {
        hold_day(c, instance, last)?;
    }
    let numbers: Vec<Number> = numbers.into_iter().collect();
    let there = dialect::there::cases(c, instance, &numbers)?;
    let mut drafts: BTreeMap<Number, Draft> = there.into_iter().map(Draft::of).collect();
    let saved = new.into_iter().map(|new| save(&mut drafts, new)).collect();
    write(c, instance, &drafts)?;
    Ok(saved)
}

/// Lets the day's sequence go on behind a number. Whoever makes or brings in a case of the day meanwhile waits until this
/// transaction ends, and then sees what it brought.
fn hold_day(c: &mut Conn, instance: InstanceId, (day, last): Number) -> QueryResult<()> {
    let behind = last + 1;
    let is_lower = case_days::next.lt(behind);
    diesel::insert_into(case_days::table)
        .values((
            case_days::instance_id.eq(instance.0),
            case_days::day.eq(day),
            case_days::next.eq(behind),
        ))
        .on_conflict((case_days::instance_id, case_days::day))
        .do_update()
        .set(case_days::next.eq(case_when(is_lower, behind.into_sql::<Integer>()).otherwise(case_days::next)))
        .execute(c)
        .map(drop)
}

/// Decides on a case.
fn save(drafts: &mut BTreeMap<Number, Draft>, new: CaseImport) -> Saved {
    let CaseImport {
        number,
        contact,
        account,
        channel,
        subject,
        at,
    } = new;
    let details = Details {
        contact: contact.0,
        account: account.map(|id| id.0),
        channel: channel.map(|channel| channel.as_str().to_owned()),
        subject: subject.as_str().to_owned(),
    };
    let key = number.to_string();
    let number = kept(number);
    match drafts.get_mut(&number) {
        Some(draft) if draft.details == details => Saved::Same(key),
        Some(draft) => {
            draft.details = details;
            if draft.row == Row::Same {
                draft.row = Row::Old;
            }
            Saved::Changed(key)
        }
        None => {
            let row = Row::New(stored::micros(at));
            drafts.insert(number, Draft { details, row });
            Saved::Made(key)
        }
    }
}

impl Draft {
    fn of(kept: KeptCase) -> (Number, Self) {
        let details = Details {
            contact: kept.contact,
            account: kept.account,
            channel: kept.channel,
            subject: kept.subject,
        };
        let row = Row::Same;
        ((kept.day, kept.sequence), Self { details, row })
    }
}

#[derive(Insertable)]
#[diesel(table_name = cases, treat_none_as_default_value = false)]
struct NewRow<'a> {
    instance_id: i64,
    day: i32,
    sequence: i32,
    contact: &'a str,
    account: Option<&'a str>,
    channel: Option<&'a str>,
    subject: &'a str,
    created_at: i64,
}

fn write(c: &mut Conn, instance: InstanceId, drafts: &BTreeMap<Number, Draft>) -> QueryResult<()> {
    let mut made = Vec::new();
    for (&(day, sequence), Draft { details, row }) in drafts {
        match *row {
            Row::Same => {}
            Row::Old => {
                let there = cases::table
                    .filter(cases::instance_id.eq(instance.0))
                    .filter(cases::day.eq(day))
                    .filter(cases::sequence.eq(sequence));
                diesel::update(there).set(details).execute(c)?;
            }
            Row::New(created_at) => made.push(NewRow {
                instance_id: instance.0,
                day,
                sequence,
                contact: &details.contact,
                account: details.account.as_deref(),
                channel: details.channel.as_deref(),
                subject: &details.subject,
                created_at,
            }),
        }
    }
    dialect::insert_all!(c, cases::table, made)
}
