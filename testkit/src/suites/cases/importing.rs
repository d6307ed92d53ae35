//! What an import brings in, and what comes behind it.

use super::super::support::{CROWD, ROUNDS, an_instance, at, at_once, two_instances};
use super::{
    Outcome, World, case_import, day, imported_case, interaction, listed, new_case, number, subject,
};
use ba360_core::{
    access::UserId,
    link::Channel,
    record::{
        AccountId, Case, CaseCreation, CaseImport, CaseNumber, CasesOf, ContactId, NewCase, Saved, Subject,
    },
    store::{StoreError, StoreResult},
};
use std::sync::Arc;

pub(super) async fn a_full_day_is_a_conflict(world: Arc<World>) -> Outcome {
    let cases = &world.stores.cases;
    let instance = an_instance(&world).await?;
    let with_one = NewCase {
        interaction: Some(interaction("call")),
        ..new_case("7")
    };
    let before = cases.create(instance, with_one.clone()).await?.case;
    let last = number(0, CaseNumber::PER_DAY - 1);
    cases.import(instance, vec![case_import(last, "7")]).await?;
    for new in [
        new_case("7"),
        NewCase {
            interaction: Some(interaction("other")),
            ..new_case("7")
        },
    ] {
        let answer = cases.create(instance, new).await;
        assert!(matches!(answer, Err(StoreError::Conflict)), "{answer:?}");
    }
    let again = cases.create(instance, with_one).await?;
    assert_eq!(
        again,
        CaseCreation {
            case: before,
            made: false
        }
    );
    let next_day = cases
        .create(
            instance,
            NewCase {
                day: day(1),
                ..new_case("7")
            },
        )
        .await?;
    assert_eq!(next_day.case.number, number(1, 0));
    let everybodys = listed(&world, instance, &CasesOf::Everybody).await?;
    assert_eq!(everybodys, [number(1, 0), last, number(0, 0)]);
    Ok(())
}

pub(super) async fn an_import_is_idempotent(world: Arc<World>) -> Outcome {
    let cases = &world.stores.cases;
    let instance = an_instance(&world).await?;
    let first = CaseImport {
        account: Some(AccountId("3".to_owned())),
        channel: Some(Channel::Email),
        subject: subject("uno"),
        ..case_import(number(0, 5), "7")
    };
    let second = case_import(number(-3, 0), "8");
    let both = vec![first.clone(), second.clone()];
    let keys = both.iter().map(|it| it.number.to_string()).collect::<Vec<_>>();
    let each = |what: fn(String) -> Saved| keys.iter().cloned().map(what).collect::<Vec<_>>();
    assert_eq!(cases.import(instance, both.clone()).await?, each(Saved::Made));
    let later = both
        .iter()
        .cloned()
        .map(|it| CaseImport { at: at(500), ..it })
        .collect();
    assert_eq!(cases.import(instance, later).await?, each(Saved::Same));
    for import in both {
        let number = import.number;
        assert_eq!(cases.case(instance, number).await?, Some(imported_case(import)));
    }

    // Each difference is a change; the moment stays that of the first time.
    let changes: [fn(&mut CaseImport); 5] = [
        |it| it.contact = ContactId("9".to_owned()),
        |it| it.account = None,
        |it| it.channel = Some(Channel::Sms),
        |it| it.channel = None,
        |it| it.subject = Subject::default(),
    ];
    let mut import = first;
    for change in changes {
        change(&mut import);
        import.at = at(600);
        let saved = cases
            .import(instance, vec![import.clone(), import.clone()])
            .await?;
        assert_eq!(
            saved,
            [Saved::Changed(keys[0].clone()), Saved::Same(keys[0].clone())]
        );
        let expected = imported_case(CaseImport {
            at: at(50),
            ..import.clone()
        });
        assert_eq!(cases.case(instance, import.number).await?, Some(expected));
    }

    // What was made here keeps its interaction, its moment and its maker.
    let new = NewCase {
        interaction: Some(interaction("call")),
        by: Some(UserId(7)),
        ..new_case("7")
    };
    let made = cases.create(instance, new).await?.case;
    let over = CaseImport {
        channel: Some(Channel::Email),
        ..case_import(made.number, "9")
    };
    cases.import(instance, vec![over]).await?;
    let expected = Case {
        contact: ContactId("9".to_owned()),
        channel: Some(Channel::Email),
        ..made
    };
    assert_eq!(cases.case(instance, expected.number).await?, Some(expected));
    assert_eq!(cases.import(instance, Vec::new()).await?, []);
    Ok(())
}

/// How many days they are of.
const DAYS: i64 = 30;

pub(super) async fn many_cases_of_one_import_are_decided_one_after_the_other(world: Arc<World>) -> Outcome {
    let cases = &world.stores.cases;
    let [one, two] = two_instances(&world).await?;
    let nth = |n: i64| number(n % DAYS, (n / DAYS) as u32);
    let theirs = case_import(nth(0), "theirs");
    cases.import(two, vec![theirs.clone()]).await?;
    // Every other number is there already.
    let there = (0..600).step_by(2).map(|n| case_import(nth(n), "7"));
    let saved = cases.import(one, there.collect()).await?;
    assert!(saved.len() == 300 && saved.iter().all(|it| matches!(it, Saved::Made(_))));
    let (mut many, mut expected) = (Vec::new(), Vec::new());
    for n in (0..600).rev() {
        let key = nth(n).to_string();
        let (contact, saved) = match n % 4 {
            0 => ("8", Saved::Changed(key.clone())),
            2 => ("7", Saved::Same(key.clone())),
            _ => ("7", Saved::Made(key.clone())),
        };
        many.push(case_import(nth(n), contact));
        expected.push(saved);
        if n % 50 < 2 {
            // It comes twice more, at another moment.
            let again = CaseImport {
                at: at(90),
                ..case_import(nth(n), "9")
            };
            many.extend([again.clone(), again]);
            expected.extend([Saved::Changed(key.clone()), Saved::Same(key)]);
        }
    }
    assert_eq!(cases.import(one, many).await?, expected);
    for (n, contact) in [(0, "9"), (1, "9"), (2, "7"), (3, "7"), (4, "8"), (599, "7")] {
        let kept = cases.case(one, nth(n)).await?;
        assert_eq!(kept, Some(imported_case(case_import(nth(n), contact))), "{n}");
    }
    assert_eq!(listed(&world, one, &CasesOf::Everybody).await?.len(), 600);
    assert_eq!(cases.case(two, nth(0)).await?, Some(imported_case(theirs)));

    // The same file many times at once, from its beginning and from its end.
    for round in 0..ROUNDS as i64 {
        let saved = at_once(CROWD, |n| {
            let cases = world.stores.cases.clone();
            let day = DAYS + 2 * round;
            let mut rows: Vec<_> = (0..10)
                .map(|n| case_import(number(day + n % 2, n as u32), "7"))
                .collect();
            if n % 2 == 1 {
                rows.reverse();
            }
            async move { cases.import(one, rows).await }
        })
        .await
        .into_iter()
        .collect::<StoreResult<Vec<_>>>()?
        .concat();
        let made = saved.iter().filter(|it| matches!(it, Saved::Made(_))).count();
        let same = saved.iter().filter(|it| matches!(it, Saved::Same(_))).count();
        assert_eq!((made, same), (10, 10 * (CROWD - 1)), "round {round}");
    }
    Ok(())
}

pub(super) async fn after_an_import_the_sequence_goes_on_behind_the_highest(world: Arc<World>) -> Outcome {
    let cases = &world.stores.cases;
    let instance = an_instance(&world).await?;
    let imported = [number(0, 41), number(0, 7), number(1, 3)];
    cases
        .import(instance, imported.map(|number| case_import(number, "7")).to_vec())
        .await?;
    let made = async |after: i64| -> StoreResult<CaseNumber> {
        let new = NewCase {
            day: day(after),
            ..new_case("7")
        };
        Ok(cases.create(instance, new).await?.case.number)
    };
    assert_eq!(made(0).await?, number(0, 42));
    assert_eq!(made(1).await?, number(1, 4));
    assert_eq!(made(2).await?, number(2, 0));
    // Numbers below the highest change nothing.
    cases
        .import(
            instance,
            vec![case_import(number(0, 9), "7"), case_import(number(1, 5), "7")],
        )
        .await?;
    assert_eq!(made(0).await?, number(0, 43));
    assert_eq!(made(1).await?, number(1, 6));
    Ok(())
}
