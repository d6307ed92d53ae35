//! The cases: the list of the rules, and those about single cases.

mod importing;

use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{CROWD, ROUNDS, an_instance, at, at_once, first_page, page, two_instances},
};
use ba360_core::{
    access::UserId,
    instance::InstanceId,
    link::Channel,
    record::{
        AccountId, Case, CaseCreation, CaseImport, CaseNumber, CasesOf, ContactId, Day, Interaction,
        InteractionRef, NewCase, PageSize, Saved, Subject,
    },
    store::StoreResult,
};
use importing::{
    a_full_day_is_a_conflict, after_an_import_the_sequence_goes_on_behind_the_highest,
    an_import_is_idempotent, many_cases_of_one_import_are_decided_one_after_the_other,
};
use jiff::tz::TimeZone;
use std::{collections::BTreeSet, sync::Arc};

suite! {
    /// The contract of [`Cases`](ba360_core::record::Cases). Contacts, accounts and interactions are other ports'
    /// business: the cases name some by keys that only those ports could read.
    cases(dyn StoreFixture) through on_a_world, RULES:
    a_made_case_is_read_back,
    another_instance_sees_no_case,
    one_interaction_makes_one_case,
    numbers_of_a_day_are_a_sequence_without_repeats,
    a_full_day_is_a_conflict,
    an_import_is_idempotent,
    many_cases_of_one_import_are_decided_one_after_the_other,
    after_an_import_the_sequence_goes_on_behind_the_highest,
    cases_are_listed_newest_first,
}

fn day(after: i64) -> Day {
    Day::at(at(after * 86_400), &TimeZone::UTC)
}

fn number(after: i64, sequence: u32) -> CaseNumber {
    CaseNumber::new(day(after), sequence).expect("the day is not full")
}

fn subject(text: &str) -> Subject {
    Subject::new(text).expect("a good subject")
}

/// A case of the first day that says as little as a case can.
fn new_case(contact: &str) -> NewCase {
    NewCase {
        contact: ContactId(contact.to_owned()),
        account: None,
        channel: Channel::Voice,
        interaction: None,
        subject: Subject::default(),
        at: at(0),
        day: day(0),
        by: None,
    }
}

fn interaction(reference: &str) -> Interaction {
    Interaction {
        reference: InteractionRef(reference.to_owned()),
        platform: "Génesys".parse().expect("a platform's name"),
        channel: Channel::Whatsapp,
        id: format!("the platform's {reference}")
            .parse()
            .expect("an interaction's id"),
    }
}

fn case_import(number: CaseNumber, contact: &str) -> CaseImport {
    CaseImport {
        number,
        contact: ContactId(contact.to_owned()),
        account: None,
        channel: None,
        subject: Subject::default(),
        at: at(50),
    }
}

/// The case that should have come of it.
fn case_of(new: NewCase, number: CaseNumber) -> Case {
    Case {
        number,
        contact: new.contact,
        account: new.account,
        channel: Some(new.channel),
        interaction: new.interaction,
        subject: new.subject,
        created_at: new.at,
        created_by: new.by,
    }
}

/// The case that should have come of an import.
fn imported_case(import: CaseImport) -> Case {
    Case {
        number: import.number,
        contact: import.contact,
        account: import.account,
        channel: import.channel,
        interaction: None,
        subject: import.subject,
        created_at: import.at,
        created_by: None,
    }
}

/// The numbers of all pages of a list, in order.
async fn listed(world: &World, instance: InstanceId, of: &CasesOf) -> StoreResult<Vec<CaseNumber>> {
    let mut numbers = Vec::new();
    for n in 1.. {
        let found = world
            .stores
            .cases
            .cases(instance, of, page(n, PageSize::Ten))
            .await?;
        numbers.extend(found.items.iter().map(|case| case.number));
        let pages = found.total.count.div_ceil(10).max(1);
        assert_eq!(found.page.number(), n);
        if n >= pages {
            assert_eq!(found.total.count as usize, numbers.len());
            break;
        }
    }
    Ok(numbers)
}

async fn a_made_case_is_read_back(world: Arc<World>) -> Outcome {
    let cases = &world.stores.cases;
    let instance = an_instance(&world).await?;
    let full = NewCase {
        account: Some(AccountId("crm:cuenta/ñ".to_owned())),
        channel: Channel::Whatsapp,
        interaction: Some(interaction("call/ñ 'x'")),
        subject: subject("Reclamo por \"cobro\" \\ %_ 100% 😀"),
        by: Some(UserId(7)),
        ..new_case("crm:contacto/ñ 'x'")
    };
    for (n, new) in (0..).zip([new_case("7"), full]) {
        let expected = case_of(new.clone(), number(0, n));
        let made = cases.create(instance, new).await?;
        assert_eq!(
            made,
            CaseCreation {
                case: expected.clone(),
                made: true
            }
        );
        assert_eq!(cases.case(instance, expected.number).await?, Some(expected));
    }
    for channel in Channel::ALL {
        let made = cases
            .create(
                instance,
                NewCase {
                    channel,
                    ..new_case("7")
                },
            )
            .await?;
        let found = cases.case(instance, made.case.number).await?;
        assert_eq!(found.and_then(|case| case.channel), Some(channel));
    }
    assert_eq!(cases.case(instance, number(0, 999)).await?, None);
    Ok(())
}

async fn another_instance_sees_no_case(world: Arc<World>) -> Outcome {
    let cases = &world.stores.cases;
    let [one, two] = two_instances(&world).await?;
    let new = NewCase {
        account: Some(AccountId("3".to_owned())),
        interaction: Some(interaction("call")),
        ..new_case("7")
    };
    let here = cases.create(one, new.clone()).await?.case;
    assert_eq!(cases.case(two, here.number).await?, None);
    for of in [
        CasesOf::Everybody,
        CasesOf::Contact(new.contact.clone()),
        CasesOf::Account(AccountId("3".into())),
        CasesOf::Interaction(interaction("call").reference),
    ] {
        assert_eq!(listed(&world, one, &of).await?, [here.number]);
        assert_eq!(listed(&world, two, &of).await?, []);
    }
    let there = cases.create(two, new).await?;
    assert!(
        there.made,
        "the interaction of the other instance has no case yet"
    );
    assert_eq!(
        there.case.number, here.number,
        "the other instance counts for itself"
    );
    let import = CaseImport {
        subject: subject("otro"),
        ..case_import(here.number, "8")
    };
    assert_eq!(
        cases.import(two, vec![import]).await?,
        [Saved::Changed(here.number.to_string())]
    );
    assert_eq!(cases.case(one, here.number).await?, Some(here));
    Ok(())
}

async fn one_interaction_makes_one_case(world: Arc<World>) -> Outcome {
    let cases = &world.stores.cases;
    let instance = an_instance(&world).await?;
    let first = NewCase {
        interaction: Some(interaction("call")),
        ..new_case("7")
    };
    let made = cases.create(instance, first.clone()).await?.case;
    let second = NewCase {
        contact: ContactId("8".to_owned()),
        channel: Channel::Chat,
        subject: subject("otro"),
        at: at(86_400),
        day: day(1),
        ..first
    };
    let again = cases.create(instance, second).await?;
    assert_eq!(
        again,
        CaseCreation {
            case: made.clone(),
            made: false
        }
    );
    assert_eq!(cases.case(instance, made.number).await?, Some(made));
    for n in 0..2 {
        let without = cases.create(instance, new_case("7")).await?;
        assert!(without.made, "the {n}th without an interaction");
    }

    for round in 0..ROUNDS {
        let answers = at_once(CROWD, |n| {
            let cases = world.stores.cases.clone();
            let new = NewCase {
                interaction: Some(interaction(&format!("race {round}"))),
                ..new_case(&format!("contact {n}"))
            };
            async move { cases.create(instance, new).await }
        })
        .await
        .into_iter()
        .collect::<StoreResult<Vec<_>>>()?;
        assert_eq!(
            answers.iter().filter(|it| it.made).count(),
            1,
            "how many were made"
        );
        assert!(
            answers.iter().all(|it| it.case == answers[0].case),
            "one interaction, several cases"
        );
    }
    assert_eq!(
        listed(&world, instance, &CasesOf::Everybody).await?.len(),
        3 + ROUNDS
    );
    Ok(())
}

async fn numbers_of_a_day_are_a_sequence_without_repeats(world: Arc<World>) -> Outcome {
    let cases = &world.stores.cases;
    let instance = an_instance(&world).await?;
    for (after, sequence) in [(0, 0), (0, 1), (1, 0), (0, 2), (1, 1), (-1, 0)] {
        let made = cases
            .create(
                instance,
                NewCase {
                    day: day(after),
                    ..new_case("7")
                },
            )
            .await?;
        assert_eq!(made.case.number, number(after, sequence));
    }
    let mut seen = BTreeSet::new();
    for round in 0..ROUNDS {
        let made = at_once(CROWD, |n| {
            let cases = world.stores.cases.clone();
            let interaction = (n % 2 == 0).then(|| interaction(&format!("{round}/{n}")));
            let new = NewCase {
                day: day(2),
                interaction,
                ..new_case("7")
            };
            async move { cases.create(instance, new).await }
        })
        .await
        .into_iter()
        .collect::<StoreResult<Vec<_>>>()?;
        for CaseCreation { case, made } in made {
            assert!(made && case.number.day() == day(2));
            assert!(seen.insert(case.number), "{} was given twice", case.number);
        }
        assert_eq!(seen.first(), Some(&number(2, 0)));
    }
    Ok(())
}

async fn cases_are_listed_newest_first(world: Arc<World>) -> Outcome {
    let cases = &world.stores.cases;
    let instance = an_instance(&world).await?;
    let nothing = cases.cases(instance, &CasesOf::Everybody, first_page()).await?;
    assert_eq!(
        (nothing.items.len(), nothing.total.count, nothing.total.exact),
        (0, 0, true)
    );
    let mut made = Vec::new();
    for n in 0..25_i64 {
        let new = NewCase {
            account: (n % 3 == 0).then(|| AccountId("a".to_owned())),
            day: day(n / 9),
            at: at(n),
            ..new_case(if n % 2 == 0 { "even" } else { "odd" })
        };
        made.push(cases.create(instance, new).await?.case);
    }
    // An imported case is as new as its number says.
    let old = case_import(number(-3, 4), "even");
    cases.import(instance, vec![old.clone()]).await?;
    made.push(imported_case(old));
    made.sort_by_key(|case| std::cmp::Reverse(case.number));

    let even = CasesOf::Contact(ContactId("even".to_owned()));
    let account = CasesOf::Account(AccountId("a".to_owned()));
    for (of, belongs) in [
        (&CasesOf::Everybody, (|_| true) as fn(&Case) -> bool),
        (&even, |case| case.contact.0 == "even"),
        (&account, |case| case.account.is_some()),
    ] {
        let expected: Vec<_> = made.iter().filter(|case| belongs(case)).cloned().collect();
        let numbers: Vec<_> = expected.iter().map(|case| case.number).collect();
        assert_eq!(listed(&world, instance, of).await?, numbers, "{of:?}");
        let all = cases.cases(instance, of, page(1, PageSize::Fifty)).await?;
        assert_eq!(all.items, expected, "{of:?}");
        assert!(all.total.exact);
    }
    let behind = cases
        .cases(instance, &CasesOf::Everybody, page(9, PageSize::Ten))
        .await?;
    assert_eq!(
        (behind.page.number(), behind.items.len()),
        (3, 6),
        "behind the last page is the last"
    );
    for nobody in [
        CasesOf::Contact(ContactId("a".to_owned())),
        CasesOf::Account(AccountId("even".to_owned())),
    ] {
        assert_eq!(listed(&world, instance, &nobody).await?, []);
    }
    Ok(())
}
