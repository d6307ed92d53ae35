//! The cases. Contacts, accounts and interactions belong to other ports: their keys are kept as they came, and an
//! interaction whole.

use super::{Conn, Store, case_imports, dialect};
use crate::{
    fault::{Fault, Outcome},
    schema::{case_days, cases},
    stored,
};
use async_trait::async_trait;
use ba360_core::{
    access::UserId,
    instance::InstanceId,
    record::{
        AccountId, Case, CaseCreation, CaseImport, CaseNumber, Cases, CasesOf, ContactId, Found, Interaction,
        InteractionRef, NewCase, PageRequest, Saved, Subject,
    },
    store::{StoreError, StoreResult},
};
use diesel::{prelude::*, result::Error};

/// How many rows a list reads at most: one more than are counted.
const REACH: usize = PageRequest::REACH as usize + 1;

/// A case as its row has it, without the instance.
#[derive(Queryable, Selectable)]
#[diesel(table_name = cases)]
struct Row {
    day: i32,
    sequence: i32,
    contact: String,
    account: Option<String>,
    channel: Option<String>,
    interaction: Option<String>,
    interaction_platform: Option<String>,
    interaction_channel: Option<String>,
    interaction_external_id: Option<String>,
    subject: String,
    created_at: i64,
    created_by: Option<i64>,
}

impl Row {
    fn case(self) -> Outcome<Case> {
        let number = format!("{:06}-{:06}", self.day, self.sequence);
        let interaction = match (
            self.interaction,
            self.interaction_platform,
            self.interaction_channel,
            self.interaction_external_id,
        ) {
            (Some(reference), Some(platform), Some(channel), Some(id)) => Some(Interaction {
                reference: InteractionRef(reference),
                platform: stored::platform(&platform)?,
                channel: stored::channel(&channel)?,
                id: stored::interaction_id(&id)?,
            }),
            _ => None,
        };
        Ok(Case {
            number: number
                .parse()
                .map_err(|_| Fault::damaged("a case's number cannot be one"))?,
            contact: ContactId(self.contact),
            account: self.account.map(AccountId),
            channel: self.channel.as_deref().map(stored::channel).transpose()?,
            interaction,
            subject: Subject::new(&self.subject).map_err(|_| Fault::damaged("a subject cannot be one"))?,
            created_at: stored::moment(self.created_at)?,
            created_by: self.created_by.map(UserId),
        })
    }
}

fn day(number: CaseNumber) -> i32 {
    number.day().number() as i32
}

fn sequence(number: CaseNumber) -> i32 {
    number.sequence() as i32
}

fn case(c: &mut Conn, instance: InstanceId, number: CaseNumber) -> Outcome<Option<Case>> {
    cases::table
        .filter(cases::instance_id.eq(instance.0))
        .filter(cases::day.eq(day(number)))
        .filter(cases::sequence.eq(sequence(number)))
        .select(Row::as_select())
        .get_result(c)
        .optional()?
        .map(Row::case)
        .transpose()
}

fn of_interaction(c: &mut Conn, instance: InstanceId, reference: &InteractionRef) -> Outcome<Option<Case>> {
    cases::table
        .filter(cases::instance_id.eq(instance.0))
        .filter(cases::interaction.eq(&reference.0))
        .select(Row::as_select())
        .get_result(c)
        .optional()?
        .map(Row::case)
        .transpose()
}

/// The numbers first, which the index holds, then the rows of the page.
fn list(c: &mut Conn, instance: InstanceId, of: &CasesOf, page: PageRequest) -> Outcome<Found<Case>> {
    type Number = (i32, i32);
    let newest = || {
        cases::table
            .filter(cases::instance_id.eq(instance.0))
            .order((cases::day.desc(), cases::sequence.desc()))
            .select((cases::day, cases::sequence))
    };
    let numbers = match of {
        CasesOf::Everybody => dialect::first_n!(c, REACH, Number, newest()),
        CasesOf::Interaction(reference) => {
            let case = of_interaction(c, instance, reference)?;
            return Ok(Found::page_of(case.into_iter().collect(), page));
        }
        CasesOf::Contact(id) => {
            dialect::first_n!(c, REACH, Number, newest().filter(cases::contact.eq(&id.0)))
        }
        CasesOf::Account(id) => {
            dialect::first_n!(c, REACH, Number, newest().filter(cases::account.eq(&id.0)))
        }
    }?;
    let found = Found::page_of(numbers, page);
    let mut items = Vec::with_capacity(found.items.len());
    for (day, sequence) in found.items {
        let row: Row = cases::table
            .filter(cases::instance_id.eq(instance.0))
            .filter(cases::day.eq(day))
            .filter(cases::sequence.eq(sequence))
            .select(Row::as_select())
            .get_result(c)?;
        items.push(row.case()?);
    }
    Ok(Found {
        items,
        total: found.total,
        page: found.page,
    })
}

/// The next number of a day, which nobody else gets.
fn next_number(c: &mut Conn, instance: InstanceId, new: &NewCase) -> Outcome<CaseNumber> {
    let next: i32 = diesel::insert_into(case_days::table)
        .values((
            case_days::instance_id.eq(instance.0),
            case_days::day.eq(new.day.number() as i32),
            case_days::next.eq(1),
        ))
        .on_conflict((case_days::instance_id, case_days::day))
        .do_update()
        .set(case_days::next.eq(case_days::next + 1))
        .returning(case_days::next)
        .get_result(c)?;
    u32::try_from(next - 1)
        .ok()
        .and_then(|sequence| CaseNumber::new(new.day, sequence))
        .ok_or_else(|| StoreError::Conflict.into())
}

fn create(c: &mut Conn, instance: InstanceId, new: &NewCase) -> Outcome<CaseCreation> {
    let Some(interaction) = &new.interaction else {
        let case = made(c, instance, new)?.ok_or_else(|| Fault::damaged("a case's number was taken"))?;
        return Ok(CaseCreation { case, made: true });
    };
    let reference = &interaction.reference;
    if let Some(case) = of_interaction(c, instance, reference)? {
        return Ok(CaseCreation { case, made: false });
    }
    // Somebody else may make it meanwhile. Then nothing of ours stays, its number neither.
    let ours = c.transaction(|c| -> Outcome<Case> {
        made(c, instance, new)?.ok_or_else(|| Error::RollbackTransaction.into())
    });
    let (case, made) = match ours {
        Ok(case) => (Some(case), true),
        Err(Fault::Driver(Error::RollbackTransaction)) => (of_interaction(c, instance, reference)?, false),
        Err(fault) => return Err(fault),
    };
    let case = case.ok_or_else(|| Fault::damaged("an interaction's case is not there"))?;
    Ok(CaseCreation { case, made })
}

/// Makes a case; `None` when its interaction has one.
fn made(c: &mut Conn, instance: InstanceId, new: &NewCase) -> Outcome<Option<Case>> {
    let number = next_number(c, instance, new)?;
    let interaction = new.interaction.as_ref();
    let kept = diesel::insert_into(cases::table)
        .values((
            cases::instance_id.eq(instance.0),
            cases::day.eq(day(number)),
            cases::sequence.eq(sequence(number)),
            cases::contact.eq(&new.contact.0),
            cases::account.eq(new.account.as_ref().map(|id| &id.0)),
            cases::channel.eq(new.channel.as_str()),
            cases::interaction.eq(interaction.map(|it| &it.reference.0)),
            cases::interaction_platform.eq(interaction.map(|it| it.platform.as_str())),
            cases::interaction_channel.eq(interaction.map(|it| it.channel.as_str())),
            cases::interaction_external_id.eq(interaction.map(|it| it.id.as_str())),
            cases::subject.eq(new.subject.as_str()),
            cases::created_at.eq(stored::micros(new.at)),
            cases::created_by.eq(new.by.map(|user| user.0)),
        ))
        .on_conflict_do_nothing()
        .execute(c)?;
    match kept {
        0 => Ok(None),
        _ => case(c, instance, number),
    }
}

#[async_trait]
impl Cases for Store {
    async fn case(&self, instance: InstanceId, number: CaseNumber) -> StoreResult<Option<Case>> {
        self.look_up(move |c| case(c, instance, number)).await
    }

    async fn cases(&self, instance: InstanceId, of: &CasesOf, page: PageRequest) -> StoreResult<Found<Case>> {
        let of = of.clone();
        self.read(move |c| list(c, instance, &of, page)).await
    }

    async fn create(&self, instance: InstanceId, new: NewCase) -> StoreResult<CaseCreation> {
        self.write(move |c| create(c, instance, &new)).await
    }

    async fn import(&self, instance: InstanceId, cases: Vec<CaseImport>) -> StoreResult<Vec<Saved>> {
        self.write(move |c| case_imports::all(c, instance, cases)).await
    }
}
