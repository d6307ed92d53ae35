//! How records are made, edited and tied.

use super::{
    super::support::{
        CROWD, ROUNDS, account_details, accounts, an_instance, at_once, contact_details, contacts,
        edit_account, edit_contact, first_page, make_contact, page, upsert_account, upsert_contact,
    },
    NOBODYS_KEYS, Outcome, World, any_account, any_contact, found_accounts, found_contacts, in_field,
};
use ba360_core::{
    instance::InstanceId,
    record::{Account, AccountId, Contact, ContactId, Field, PageSize, RecordChange, Saved, SearchPlan},
    store::StoreResult,
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

async fn contact(world: &World, instance: InstanceId, id: &ContactId) -> StoreResult<Contact> {
    let file = world.stores.records.contact(instance, id, first_page()).await?;
    Ok(file.expect("the contact is there").contact)
}

async fn account(world: &World, instance: InstanceId, id: &AccountId) -> StoreResult<Account> {
    let file = world.stores.records.account(instance, id, first_page()).await?;
    Ok(file.expect("the account is there").account)
}

async fn save_one(world: &World, instance: InstanceId, change: RecordChange) -> StoreResult<Saved> {
    let mut saved = world.stores.records.save(instance, vec![change]).await?;
    assert_eq!(saved.len(), 1, "each change has one answer");
    Ok(saved.remove(0))
}

pub(super) async fn an_edited_record_is_found_by_its_new_values_alone(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let old = ["1-9", "Ana Soto", "@ana", "ana@x.cl", "998874563"];
    let new = ["2-7", "Eva Ríos", "", "eva@y.com", "221234567"];
    let ids = contacts(&world, instance, &[old, ["", "Eva Ríos", "", "", ""]]).await?;
    let before = contact(&world, instance, &ids[0]).await?;
    let saved = save_one(&world, instance, edit_contact(&ids[0], before.version, new)).await?;
    assert_eq!(saved, Saved::Changed(ids[0].0.clone()));
    let after = contact(&world, instance, &ids[0]).await?;
    assert_eq!((&after.id, &after.details), (&before.id, &contact_details(new)));
    assert_ne!(after.version, before.version);
    for text in old.into_iter().chain(["sot", "a so", "na@x", "8745"]) {
        assert_eq!(
            found_contacts(&world, instance, &any_contact(text)).await?,
            [],
            "{text}"
        );
    }
    for text in ["2-7", "eva@y.com", "221234567", "va@y", "1234"] {
        assert_eq!(
            found_contacts(&world, instance, &any_contact(text)).await?,
            ids[..1],
            "{text}"
        );
    }
    // It is as old as it was.
    for text in ["eva rios", "rios", "ri ev"] {
        assert_eq!(
            found_contacts(&world, instance, &any_contact(text)).await?,
            ids,
            "{text}"
        );
    }
    // An upsert is an edit too.
    save_one(&world, instance, upsert_contact(["2-7", "Luz", "", "", ""])).await?;
    assert_eq!(
        found_contacts(&world, instance, &any_contact("luz")).await?,
        ids[..1]
    );
    for text in ["eva@y.com", "1234"] {
        assert_eq!(
            found_contacts(&world, instance, &any_contact(text)).await?,
            [],
            "{text}"
        );
    }

    let old = ["1-9", "Ana Soto", "Panes SpA", "Venta", "Calle 742"];
    let new = ["2-7", "Eva Ríos", "Tortas SpA", "Compra", ""];
    let ids = accounts(&world, instance, &[old]).await?;
    let before = account(&world, instance, &ids[0]).await?;
    let saved = save_one(&world, instance, edit_account(&ids[0], before.version, new)).await?;
    assert_eq!(saved, Saved::Changed(ids[0].0.clone()));
    let after = account(&world, instance, &ids[0]).await?;
    assert_eq!((&after.id, &after.details), (&before.id, &account_details(new)));
    assert_ne!(after.version, before.version);
    for text in old.into_iter().chain(["sot", "pan", "ent", "742"]) {
        assert_eq!(
            found_accounts(&world, instance, &any_account(text)).await?,
            [],
            "{text}"
        );
    }
    for text in ["2-7", "Eva Ríos", "tortas", "sp t", "omp"] {
        assert_eq!(
            found_accounts(&world, instance, &any_account(text)).await?,
            ids,
            "{text}"
        );
    }
    Ok(())
}

pub(super) async fn an_edit_of_an_old_version_is_stale(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let first = ["", "Ana", "", "", ""];
    let (second, third) = (["", "Eva", "", "", ""], ["", "Luz", "", "", ""]);
    let id = contacts(&world, instance, &[first]).await?.remove(0);
    let version = contact(&world, instance, &id).await?.version;
    let saved = save_one(&world, instance, edit_contact(&id, version, second)).await?;
    assert_eq!(saved, Saved::Changed(id.0.clone()));
    let kept = contact(&world, instance, &id).await?;
    for old in [version, kept.version + 1, kept.version - 1, -1, i64::MAX] {
        assert_eq!(
            save_one(&world, instance, edit_contact(&id, old, third)).await?,
            Saved::Stale,
            "{old}"
        );
    }
    assert_eq!(contact(&world, instance, &id).await?, kept);
    assert_eq!(found_contacts(&world, instance, &any_contact("luz")).await?, []);
    assert_eq!(
        found_contacts(&world, instance, &any_contact("eva")).await?,
        [id.clone()]
    );

    let company = accounts(&world, instance, &[first]).await?.remove(0);
    let version = account(&world, instance, &company).await?.version;
    let saved = save_one(&world, instance, edit_account(&company, version, second)).await?;
    assert_eq!(saved, Saved::Changed(company.0.clone()));
    assert_eq!(
        save_one(&world, instance, edit_account(&company, version, third)).await?,
        Saved::Stale
    );
    assert_eq!(
        account(&world, instance, &company).await?.details,
        account_details(second)
    );

    for round in 0..ROUNDS {
        let version = contact(&world, instance, &id).await?.version;
        let saved = at_once(CROWD, |n| {
            let records = world.stores.records.clone();
            let name = format!("Round {round} agent {n}");
            let change = edit_contact(&id, version, ["", &name, "", "", ""]);
            async move { records.save(instance, vec![change]).await }
        })
        .await
        .into_iter()
        .collect::<StoreResult<Vec<_>>>()?
        .concat();
        let winners: Vec<_> = (0..CROWD).filter(|&n| saved[n] != Saved::Stale).collect();
        assert_eq!(
            winners.len(),
            1,
            "of {CROWD} who saw the same state one may change it"
        );
        assert_eq!(saved[winners[0]], Saved::Changed(id.0.clone()));
        let name = format!("Round {round} agent {}", winners[0]);
        let kept = contact(&world, instance, &id).await?.details;
        assert_eq!(kept, contact_details(["", &name, "", "", ""]));
    }
    Ok(())
}

pub(super) async fn an_edit_of_nothing_is_unknown(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let texts = ["1-9", "Ana", "", "", ""];
    for nobody in NOBODYS_KEYS {
        let changes = vec![
            edit_contact(&ContactId(nobody.to_owned()), 1, texts),
            edit_account(&AccountId(nobody.to_owned()), 1, texts),
        ];
        let saved = world.stores.records.save(instance, changes).await?;
        assert_eq!(saved, [Saved::Unknown, Saved::Unknown], "{nobody:?}");
    }
    assert_eq!(found_contacts(&world, instance, &any_contact("1-9")).await?, []);
    assert_eq!(found_accounts(&world, instance, &any_account("1-9")).await?, []);
    Ok(())
}

pub(super) async fn an_upsert_makes_then_keeps_then_changes(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let plan = in_field(Field::Identifier, "179259168");
    let first = ["17.925.916-8", "Ana", "", "", ""];
    let Saved::Made(id) = save_one(&world, instance, upsert_contact(first)).await? else {
        panic!("the first upsert makes");
    };
    let id = ContactId(id);
    let kept = contact(&world, instance, &id).await?;
    assert_eq!(
        save_one(&world, instance, upsert_contact(first)).await?,
        Saved::Same(id.0.clone())
    );
    assert_eq!(
        contact(&world, instance, &id).await?,
        kept,
        "what stays the same keeps its version"
    );
    for texts in [
        ["17.925.916-8", "Eva", "@eva", "", ""],
        ["179259168", "Eva", "", "", "998874563"],
    ] {
        let saved = save_one(&world, instance, upsert_contact(texts)).await?;
        assert_eq!(saved, Saved::Changed(id.0.clone()));
        assert_eq!(
            contact(&world, instance, &id).await?.details,
            contact_details(texts)
        );
        assert_eq!(found_contacts(&world, instance, &plan).await?, [id.clone()]);
    }
    // A state that was seen before the upsert is old.
    let saved = save_one(&world, instance, edit_contact(&id, kept.version, first)).await?;
    assert_eq!(saved, Saved::Stale);
    // Of several it is the oldest.
    let second = contacts(&world, instance, &[["17925916/8", "Segunda", "", "", ""]])
        .await?
        .remove(0);
    let saved = save_one(&world, instance, upsert_contact(first)).await?;
    assert_eq!(saved, Saved::Changed(id.0.clone()));
    assert_eq!(
        found_contacts(&world, instance, &plan).await?,
        [id.clone(), second]
    );
    // What is an identifier elsewhere is none here.
    contacts(&world, instance, &[["", "2-7", "2-7", "", "27"]]).await?;
    let saved = save_one(&world, instance, upsert_contact(["2-7", "", "", "", ""])).await?;
    assert!(matches!(saved, Saved::Made(_)), "{saved:?}");
    // Two of one call: the second sees the first.
    let both = vec![
        upsert_contact(["3-5", "Luz", "", "", ""]),
        upsert_contact(["3.5", "Sol", "", "", ""]),
    ];
    let saved = world.stores.records.save(instance, both).await?;
    assert!(
        matches!(&saved[..], [Saved::Made(one), Saved::Changed(two)] if one == two),
        "{saved:?}"
    );

    let first = ["17.925.916-8", "", "Panes SpA", "", ""];
    let Saved::Made(id) = save_one(&world, instance, upsert_account(first)).await? else {
        panic!("the first upsert makes; a contact of that identifier is no account");
    };
    assert_eq!(
        save_one(&world, instance, upsert_account(first)).await?,
        Saved::Same(id.clone())
    );
    let other = ["179259168", "Ana", "Panes SpA", "", ""];
    assert_eq!(
        save_one(&world, instance, upsert_account(other)).await?,
        Saved::Changed(id.clone())
    );
    assert_eq!(
        account(&world, instance, &AccountId(id)).await?.details,
        account_details(other)
    );
    Ok(())
}

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
