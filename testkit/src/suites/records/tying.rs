//! How records are tied, and what is true of several changes together.

use super::{
    super::support::{
        CROWD, ROUNDS, accounts, an_instance, at_once, contacts, edit_contact, first_page, make_contact,
        page, upsert_contact,
    },
    NOBODYS_KEYS, Outcome, World, any_contact,
    changing::{account, contact, save_one},
    found_contacts, in_field,
};
use ba360_core::{
    record::{AccountId, ContactId, Field, PageSize, RecordChange, Saved, SearchPlan},
    store::StoreResult,
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

pub(super) async fn a_tie_is_made_once_and_ended_once(world: Arc<World>) -> Outcome {
    let records = &world.stores.records;
    let instance = an_instance(&world).await?;
    let people = contacts(&world, instance, &[["", "Ana", "", "", ""]; 13]).await?;
    let companies = accounts(&world, instance, &[["", "", "Panes", "", ""]; 13]).await?;
    let (ana, panes) = (people[0].clone(), companies[0].clone());
    let tie = RecordChange::Tie(ana.clone(), panes.clone());
    let untie = RecordChange::Untie(ana.clone(), panes.clone());
    assert!(matches!(
        save_one(&world, instance, untie.clone()).await?,
        Saved::Same(_)
    ));
    assert!(matches!(
        save_one(&world, instance, tie.clone()).await?,
        Saved::Changed(_)
    ));
    assert!(matches!(
        save_one(&world, instance, tie.clone()).await?,
        Saved::Same(_)
    ));
    let of_ana = records
        .contact(instance, &ana, first_page())
        .await?
        .expect("she is there")
        .accounts;
    let of_panes = records
        .account(instance, &panes, first_page())
        .await?
        .expect("it is there")
        .contacts;
    assert_eq!(
        (of_ana.items, of_ana.total.count),
        (vec![account(&world, instance, &panes).await?], 1)
    );
    assert_eq!(
        (of_panes.items, of_panes.total.count),
        (vec![contact(&world, instance, &ana).await?], 1)
    );
    assert!(matches!(
        save_one(&world, instance, untie.clone()).await?,
        Saved::Changed(_)
    ));
    assert!(matches!(save_one(&world, instance, untie).await?, Saved::Same(_)));
    let file = records
        .contact(instance, &ana, first_page())
        .await?
        .expect("she is there");
    assert_eq!((file.accounts.items.len(), file.accounts.total.count), (0, 0));
    let file = records
        .account(instance, &panes, first_page())
        .await?
        .expect("it is there");
    assert_eq!((file.contacts.items.len(), file.contacts.total.count), (0, 0));

    // Many to many, and in whatever order they were tied, the oldest record stands first.
    let mut changes: Vec<_> = companies
        .iter()
        .rev()
        .map(|it| RecordChange::Tie(ana.clone(), it.clone()))
        .collect();
    changes.extend(
        people[1..]
            .iter()
            .rev()
            .map(|it| RecordChange::Tie(it.clone(), panes.clone())),
    );
    records.save(instance, changes).await?;
    for (number, range) in [(1, 0..10), (2, 10..13), (9, 10..13)] {
        let asked = page(number, PageSize::Ten);
        let shown = page(number.min(2), PageSize::Ten);
        let found = records
            .contact(instance, &ana, asked)
            .await?
            .expect("she is there")
            .accounts;
        let ids: Vec<_> = found.items.into_iter().map(|it| it.id).collect();
        assert_eq!(
            (ids.as_slice(), found.total.count, found.page),
            (&companies[range.clone()], 13, shown)
        );
        let found = records
            .account(instance, &panes, asked)
            .await?
            .expect("it is there")
            .contacts;
        let ids: Vec<_> = found.items.into_iter().map(|it| it.id).collect();
        assert_eq!(
            (ids.as_slice(), found.total.count, found.page),
            (&people[range], 13, shown)
        );
    }

    for nobody in NOBODYS_KEYS {
        let (person, company) = (ContactId(nobody.to_owned()), AccountId(nobody.to_owned()));
        let changes = vec![
            RecordChange::Tie(person.clone(), panes.clone()),
            RecordChange::Tie(ana.clone(), company.clone()),
            RecordChange::Untie(person, panes.clone()),
            RecordChange::Untie(ana.clone(), company),
        ];
        assert_eq!(
            records.save(instance, changes).await?,
            vec![Saved::Unknown; 4],
            "{nobody:?}"
        );
    }
    for _ in 0..ROUNDS {
        save_one(&world, instance, RecordChange::Untie(ana.clone(), panes.clone())).await?;
        let saved = at_once(CROWD, |_| {
            let (records, tie) = (world.stores.records.clone(), tie.clone());
            async move { records.save(instance, vec![tie]).await }
        })
        .await
        .into_iter()
        .collect::<StoreResult<Vec<_>>>()?
        .concat();
        let made = saved.iter().filter(|it| matches!(it, Saved::Changed(_))).count();
        let same = saved.iter().filter(|it| matches!(it, Saved::Same(_))).count();
        assert_eq!(
            (made, same),
            (1, CROWD - 1),
            "of {CROWD} who tie the same two one does"
        );
    }
    Ok(())
}

/// What became of a change, without the key.
fn told(saved: &Saved) -> &'static str {
    match saved {
        Saved::Made(_) => "made",
        Saved::Changed(_) => "changed",
        Saved::Same(_) => "same",
        Saved::Stale => "stale",
        Saved::Unknown => "unknown",
    }
}

pub(super) async fn many_ties_of_one_call_are_decided_one_after_the_other(world: Arc<World>) -> Outcome {
    let records = &world.stores.records;
    let instance = an_instance(&world).await?;
    let people = contacts(&world, instance, &[["", "Ana", "", "", ""]; 20]).await?;
    let companies = accounts(&world, instance, &[["", "", "Panes", "", ""]; 20]).await?;
    let tie =
        |person: usize, company: usize| RecordChange::Tie(people[person].clone(), companies[company].clone());
    let untie = |person: usize, company: usize| {
        RecordChange::Untie(people[person].clone(), companies[company].clone())
    };
    save_one(&world, instance, tie(0, 0)).await?;
    let nobody = ContactId("nothing".to_owned());
    let (mut changes, mut expected): (Vec<_>, Vec<_>) = [
        (tie(0, 0), "same"),
        (tie(1, 0), "changed"),
        (tie(1, 0), "same"),
        (RecordChange::Tie(nobody, companies[0].clone()), "unknown"),
        (tie(0, 1), "changed"),
        (untie(0, 1), "changed"),
        (untie(0, 1), "same"),
        (untie(0, 0), "changed"),
        (tie(0, 0), "changed"),
        (untie(2, 2), "same"),
        (make_contact(["", "Sol", "", "", ""]), "made"),
        (tie(2, 2), "changed"),
        (tie(1, 0), "same"),
    ]
    .into_iter()
    .unzip();
    for person in (3..20).rev() {
        for company in 3..20 {
            changes.push(tie(person, company));
            expected.push("changed");
        }
    }
    let saved = records.save(instance, changes).await?;
    assert_eq!(saved.iter().map(told).collect::<Vec<_>>(), expected);
    for (person, tied) in [(0, 0..1), (1, 0..1), (2, 2..3), (3, 3..20), (19, 3..20)] {
        let asked = page(1, PageSize::Fifty);
        let file = records.contact(instance, &people[person], asked).await?;
        let found = file.expect("the contact is there").accounts.items;
        let ids: Vec<_> = found.into_iter().map(|it| it.id).collect();
        assert_eq!(ids, companies[tied], "{person}");
    }
    Ok(())
}

/// How many contacts each call of the crowd makes.
const BATCH: u32 = 20;

pub(super) async fn changes_are_kept_together_and_answered_in_order(world: Arc<World>) -> Outcome {
    let records = &world.stores.records;
    let instance = an_instance(&world).await?;
    let id = contacts(&world, instance, &[["", "Ana", "", "", ""]])
        .await?
        .remove(0);
    let company = accounts(&world, instance, &[["", "", "Panes", "", ""]])
        .await?
        .remove(0);
    let version = contact(&world, instance, &id).await?.version;
    let changes = vec![
        edit_contact(&id, version, ["", "Eva", "", "", ""]),
        edit_contact(&id, version, ["", "Luz", "", "", ""]),
        edit_contact(&ContactId("nothing".to_owned()), 1, ["", "Luz", "", "", ""]),
        make_contact(["", "Sol", "", "", ""]),
        RecordChange::Tie(id.clone(), company.clone()),
        RecordChange::Tie(id.clone(), AccountId("nothing".to_owned())),
        upsert_contact(["1-9", "Mar", "", "", ""]),
        upsert_contact(["1-9", "Mar", "", "", ""]),
    ];
    let saved = records.save(instance, changes).await?;
    let expected = matches!(
        &saved[..],
        [
            Saved::Changed(edited),
            Saved::Stale,
            Saved::Unknown,
            Saved::Made(sol),
            Saved::Changed(_),
            Saved::Unknown,
            Saved::Made(mar),
            Saved::Same(again)
        ] if *edited == id.0 && mar == again && sol != mar
    );
    assert!(expected, "{saved:?}");
    for (name, count) in [("ana", 0), ("eva", 1), ("luz", 0), ("sol", 1), ("mar", 1)] {
        assert_eq!(
            found_contacts(&world, instance, &any_contact(name)).await?.len(),
            count,
            "{name}"
        );
    }
    assert_eq!(records.save(instance, Vec::new()).await?, []);

    // While calls of 20 contacts each are made, and every third one is dropped, all who look see whole calls.
    let plan: Arc<SearchPlan> = Arc::new(in_field(Field::SocialId, "lote"));
    let over = Arc::new(AtomicBool::new(false));
    let watchers: Vec<_> = (0..2)
        .map(|_| {
            let (records, plan, over) = (world.stores.records.clone(), plan.clone(), over.clone());
            tokio::spawn(async move {
                loop {
                    let last = over.load(Ordering::Acquire);
                    let total = records.find_contacts(instance, &plan, first_page()).await?.total;
                    assert_eq!(
                        total.count % BATCH,
                        0,
                        "some changes of a call were seen without the others"
                    );
                    if last {
                        return StoreResult::Ok(total.count);
                    }
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    let mut writers = Vec::new();
    for n in 0..48 {
        let records = world.stores.records.clone();
        let batch = (0..BATCH)
            .map(|_| make_contact(["", "", "@lote", "", ""]))
            .collect();
        writers.push((
            n,
            tokio::spawn(async move { records.save(instance, batch).await }),
        ));
        tokio::task::yield_now().await;
    }
    let mut kept = 0;
    for (n, writer) in writers {
        if n % 3 == 0 {
            writer.abort();
        }
        match writer.await {
            Ok(saved) => kept += saved?.len() as u32,
            Err(error) if error.is_cancelled() => {}
            Err(error) => return Err(error.into()),
        }
    }
    over.store(true, Ordering::Release);
    for watcher in watchers {
        let count = watcher.await??;
        assert!(count >= kept, "{kept} were kept and {count} are there");
    }
    Ok(())
}
