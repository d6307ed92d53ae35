//! How records are edited and upserted.

use super::{
    super::support::{
        CROWD, ROUNDS, account_details, accounts, an_instance, at_once, contact_details, contacts,
        edit_account, edit_contact, first_page, upsert_account, upsert_contact,
    },
    NOBODYS_KEYS, Outcome, World, any_account, any_contact, found_accounts, found_contacts, in_field,
};
use ba360_core::{
    instance::{InstanceId, NationalLength},
    record::{Account, AccountId, Contact, ContactId, Field, RecordChange, Saved, SearchIndex},
    store::StoreResult,
};
use std::sync::Arc;

pub(super) async fn contact(world: &World, instance: InstanceId, id: &ContactId) -> StoreResult<Contact> {
    let file = world.stores.records.contact(instance, id, first_page()).await?;
    Ok(file.expect("the contact is there").contact)
}

pub(super) async fn account(world: &World, instance: InstanceId, id: &AccountId) -> StoreResult<Account> {
    let file = world.stores.records.account(instance, id, first_page()).await?;
    Ok(file.expect("the account is there").account)
}

pub(super) async fn save_one(
    world: &World,
    instance: InstanceId,
    change: RecordChange,
) -> StoreResult<Saved> {
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
        std::slice::from_ref(&id)
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
        assert_eq!(
            found_contacts(&world, instance, &plan).await?,
            std::slice::from_ref(&id)
        );
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
    // Two imports of one file at once.
    for round in 0..ROUNDS {
        let text = format!("7{round}");
        let saved = at_once(CROWD, |_| {
            let records = world.stores.records.clone();
            let change = upsert_contact([&text, "Eva", "", "", ""]);
            async move { records.save(instance, vec![change]).await }
        })
        .await
        .into_iter()
        .collect::<StoreResult<Vec<_>>>()?;
        let made = saved
            .iter()
            .flatten()
            .filter(|saved| matches!(saved, Saved::Made(_)))
            .count();
        assert_eq!(made, 1, "round {round}");
    }
    Ok(())
}

/// As after a change of the national length.
pub(super) async fn the_same_values_under_another_index_are_found_by_it(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let texts = ["1-9", "Ana", "", "", "+56 9 9887 4563"];
    let id = contacts(&world, instance, &[texts]).await?.remove(0);
    let before = contact(&world, instance, &id).await?;
    let details = contact_details(texts);
    let index = SearchIndex::of_contact(&details, NationalLength::new(8).expect("a length"));
    let edit = RecordChange::EditContact(id.clone(), before.version, details.clone(), index.clone());
    for change in [edit, RecordChange::UpsertContact(details, index)] {
        assert_eq!(
            save_one(&world, instance, change).await?,
            Saved::Same(id.0.clone())
        );
    }
    assert_eq!(contact(&world, instance, &id).await?, before);
    let by = async |phone| found_contacts(&world, instance, &in_field(Field::Phone, phone)).await;
    assert_eq!(by("98874563").await?, std::slice::from_ref(&id));
    let moved = edit_contact(&id, before.version, ["1-9", "Ana", "", "", "22222222"]);
    assert_eq!(save_one(&world, instance, moved).await?, Saved::Changed(id.0));
    assert_eq!(by("98874563").await?, []);
    Ok(())
}
