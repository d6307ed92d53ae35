//! Which records some identifiers mean.

use super::{
    super::support::{accounts, contacts, edit_contact, made, make_account, make_contact, two_instances},
    Outcome, World,
    changing::{contact, save_one},
};
use ba360_core::{
    instance::InstanceId,
    record::{AccountId, ContactId, Saved},
    store::StoreResult,
};
use std::sync::Arc;

async fn contacts_of(
    world: &World,
    instance: InstanceId,
    identifiers: &[&str],
) -> StoreResult<Vec<Option<ContactId>>> {
    let identifiers = identifiers.iter().map(|&it| it.to_owned()).collect();
    let records = &world.stores.records;
    records.identified_contacts(instance, identifiers).await
}

async fn accounts_of(
    world: &World,
    instance: InstanceId,
    identifiers: &[&str],
) -> StoreResult<Vec<Option<AccountId>>> {
    let identifiers = identifiers.iter().map(|&it| it.to_owned()).collect();
    let records = &world.stores.records;
    records.identified_accounts(instance, identifiers).await
}

pub(super) async fn an_identifier_means_the_oldest_record_that_has_it(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let people = [
        ["17.925.916-8", "Ana", "", "", ""],
        ["179259168", "Eva", "", "", ""],
        // What is an identifier elsewhere is none here.
        ["", "2-7", "2-7", "2-7", "27"],
        ["X-1 ñ", "", "", "", ""],
    ];
    let people = contacts(&world, one, &people).await?;
    let companies = [
        ["", "17.925.916-8", "2-7", "2-7", "2-7"],
        ["3-5", "", "Panes", "", ""],
        ["35", "", "Tortas", "", ""],
    ];
    let companies = accounts(&world, one, &companies).await?;
    let (ana, panes) = (Some(people[0].clone()), Some(companies[1].clone()));
    let wanted = [
        "179259168",
        "27",
        "nobody",
        "x1n",
        "1792591",
        "35",
        "%",
        "",
        "179259168",
    ];
    let enye = Some(people[3].clone());
    assert_eq!(
        contacts_of(&world, one, &wanted).await?,
        [ana.clone(), None, None, enye, None, None, None, None, ana]
    );
    assert_eq!(
        accounts_of(&world, one, &["35", "179259168", "27", "3", "35"]).await?,
        [panes.clone(), None, None, None, panes]
    );
    assert_eq!(contacts_of(&world, one, &[]).await?, []);
    assert_eq!(accounts_of(&world, one, &[]).await?, []);

    assert_eq!(
        contacts_of(&world, two, &["179259168", "x1n"]).await?,
        [None, None]
    );
    assert_eq!(accounts_of(&world, two, &["35"]).await?, [None]);
    let theirs = contacts(&world, two, &[["179259168", "Luz", "", "", ""]]).await?;
    let found = contacts_of(&world, two, &["179259168"]).await?;
    assert_eq!(found, [Some(theirs[0].clone())]);

    // Who has another identifier now is meant by that one alone.
    let version = contact(&world, one, &people[0]).await?.version;
    let edit = edit_contact(&people[0], version, ["9-9", "Ana", "", "", ""]);
    assert_eq!(
        save_one(&world, one, edit).await?,
        Saved::Changed(people[0].0.clone())
    );
    let found = contacts_of(&world, one, &["99", "179259168"]).await?;
    assert_eq!(found, [Some(people[0].clone()), Some(people[1].clone())]);
    many_at_once(&world, two).await
}

/// A thousand at once, of which every other one is nobody's.
async fn many_at_once(world: &World, instance: InstanceId) -> Outcome {
    let texts = (0..500).map(|n| format!("M-{n}")).collect::<Vec<_>>();
    let people = texts.iter().map(|text| make_contact([text, "", "", "", ""]));
    let people = made(world, instance, people.collect()).await?;
    let companies = texts.iter().map(|text| make_account([text, "", "", "", ""]));
    let companies = made(world, instance, companies.collect()).await?;
    let wanted: Vec<String> = (0..500)
        .rev()
        .flat_map(|n| [format!("m{n}"), format!("n{n}")])
        .collect();
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let expected = |keys: Vec<String>| keys.into_iter().rev().flat_map(|key| [Some(key), None]);
    assert!(
        contacts_of(world, instance, &wanted)
            .await?
            .into_iter()
            .eq(expected(people).map(|key| key.map(ContactId)))
    );
    assert!(
        accounts_of(world, instance, &wanted)
            .await?
            .into_iter()
            .eq(expected(companies).map(|key| key.map(AccountId)))
    );
    Ok(())
}
