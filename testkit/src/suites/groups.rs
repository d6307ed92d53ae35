use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{CROWD, a_user, an_instance, at_once, first_page, group, label, page, two_instances},
};
use ba360_core::{
    access::{
        UserId,
        directory::UserDetails,
        groups::{Group, GroupId, GroupOutcome},
    },
    instance::InstanceId,
    record::PageSize,
    store::StoreResult,
};
use std::sync::Arc;

suite! {
    /// The contract of [`Groups`](ba360_core::access::groups::Groups).
    groups(dyn StoreFixture) through on_a_world, RULES:
    a_made_group_is_found_as_it_was_made,
    groups_are_listed_by_name,
    a_groups_name_is_taken_once,
    a_group_is_edited_in_the_state_that_was_seen,
    a_group_with_users_is_not_deleted,
    at_most_one_group_is_the_default,
    another_instances_groups_are_unknown,
}

/// Makes a user in a group.
async fn in_group(world: &World, instance: InstanceId, name: &str, id: GroupId) -> StoreResult<UserId> {
    let user = a_user(world, instance, name).await?.id;
    let details = UserDetails {
        group: Some(id),
        ..UserDetails::default()
    };
    world.stores.directory.edit(instance, (user, 1), details).await?;
    Ok(user)
}

async fn a_made_group_is_found_as_it_was_made(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let groups = &world.stores.groups;
    assert_eq!(groups.by_id(instance, GroupId(1)).await?, None);
    let id = group(&world, instance, "Ñandú %_'").await?;
    let expected = Group {
        id,
        name: label("Ñandú %_'"),
        is_default: false,
        users: 0,
        version: 1,
    };
    assert_eq!(groups.by_id(instance, id).await?.as_ref(), Some(&expected));
    for name in ["ana", "eva"] {
        in_group(&world, instance, name, id).await?;
    }
    a_user(&world, instance, "nobody").await?;
    let with_users = Group { users: 2, ..expected };
    assert_eq!(groups.by_id(instance, id).await?.as_ref(), Some(&with_users));
    let listed = groups.list(instance, "", first_page()).await?;
    assert_eq!(listed.items, [with_users]);
    Ok(())
}

async fn groups_are_listed_by_name(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    for n in (0..12).rev() {
        group(&world, instance, &format!("Gestión {n:02}")).await?;
    }
    group(&world, instance, "Otros %").await?;
    let listed = async |text: &str, page| {
        let found = world.stores.groups.list(instance, text, page).await?;
        let names = found.items.iter().map(|group| group.name.as_str().to_owned());
        Ok::<_, ba360_core::store::StoreError>((names.collect::<Vec<_>>(), found.total.count))
    };
    let (names, total) = listed("GESTION", first_page()).await?;
    let expected: Vec<_> = (0..10).map(|n| format!("Gestión {n:02}")).collect();
    assert_eq!((names, total), (expected, 12));
    let (names, _) = listed("gestion", page(2, PageSize::Ten)).await?;
    assert_eq!(names, ["Gestión 10", "Gestión 11"]);
    assert_eq!(listed("%", first_page()).await?.0, ["Otros %"]);
    assert_eq!(listed("nada", first_page()).await?.1, 0);
    assert_eq!(listed("", first_page()).await?.1, 13);
    Ok(())
}

async fn a_groups_name_is_taken_once(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let groups = &world.stores.groups;
    let outcomes = at_once(CROWD, |_| {
        let groups = groups.clone();
        async move { groups.save(one, None, label("Agente")).await }
    })
    .await
    .into_iter()
    .collect::<Result<Vec<_>, _>>()?;
    let made = outcomes.iter().filter(|it| matches!(it, GroupOutcome::Done(_)));
    assert_eq!(made.count(), 1);
    let taken = outcomes.iter().filter(|it| **it == GroupOutcome::Taken);
    assert_eq!(taken.count(), CROWD - 1);
    let other = group(&world, one, "Otro").await?;
    assert_eq!(
        groups.save(one, Some((other, 1)), label("Agente")).await?,
        GroupOutcome::Taken
    );
    let still = groups.by_id(one, other).await?.expect("it is there");
    assert_eq!((still.name.as_str(), still.version), ("Otro", 1));
    group(&world, two, "Agente").await?;
    Ok(())
}

async fn a_group_is_edited_in_the_state_that_was_seen(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let groups = &world.stores.groups;
    let id = group(&world, instance, "Agente").await?;
    assert_eq!(
        groups.save(instance, Some((id, 1)), label("Agentes")).await?,
        GroupOutcome::Done(id)
    );
    let now = groups.by_id(instance, id).await?.expect("it is there");
    assert_eq!((now.name.as_str(), now.version), ("Agentes", 2));
    assert_eq!(
        groups.save(instance, Some((id, 1)), label("Otro")).await?,
        GroupOutcome::Stale
    );
    assert_eq!(
        groups
            .save(instance, Some((GroupId(id.0 + 1_000), 1)), label("Otro"))
            .await?,
        GroupOutcome::Unknown
    );
    assert_eq!(groups.by_id(instance, id).await?, Some(now));
    Ok(())
}

async fn a_group_with_users_is_not_deleted(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let groups = &world.stores.groups;
    let id = group(&world, instance, "Agente").await?;
    let ana = in_group(&world, instance, "ana", id).await?;
    assert_eq!(groups.delete(instance, id, 1).await?, GroupOutcome::InUse);
    let directory = &world.stores.directory;
    directory.edit(instance, (ana, 2), UserDetails::default()).await?;
    assert_eq!(groups.delete(instance, id, 7).await?, GroupOutcome::Stale);
    let unknown = GroupId(id.0 + 1_000);
    assert_eq!(groups.delete(instance, unknown, 1).await?, GroupOutcome::Unknown);
    assert_eq!(groups.delete(instance, id, 1).await?, GroupOutcome::Done(id));
    assert_eq!(groups.by_id(instance, id).await?, None);
    assert!(groups.list(instance, "", first_page()).await?.items.is_empty());
    let again = group(&world, instance, "Agente").await?;
    assert_ne!(again, id, "no key is used again");
    Ok(())
}

async fn at_most_one_group_is_the_default(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let groups = &world.stores.groups;
    let a = group(&world, instance, "a").await?;
    let b = group(&world, instance, "b").await?;
    let defaults = async || {
        let listed = groups.list(instance, "", first_page()).await?;
        let defaults = listed.items.iter().filter(|group| group.is_default);
        Ok::<_, ba360_core::store::StoreError>(defaults.map(|group| group.id).collect::<Vec<_>>())
    };
    assert!(defaults().await?.is_empty());
    for marked in [Some(a), Some(b), None, Some(b)] {
        assert!(groups.mark_default(instance, marked).await?);
        assert_eq!(defaults().await?, Vec::from_iter(marked));
    }
    assert!(!groups.mark_default(instance, Some(GroupId(b.0 + 1_000))).await?);
    assert_eq!(defaults().await?, [b]);
    at_once(CROWD, |n| {
        let groups = groups.clone();
        async move { groups.mark_default(instance, Some([a, b][n % 2])).await }
    })
    .await
    .into_iter()
    .collect::<Result<Vec<_>, _>>()?;
    let [marked] = defaults().await?[..] else {
        panic!("not one is the default")
    };
    let version = groups
        .by_id(instance, marked)
        .await?
        .expect("it is there")
        .version;
    assert_eq!(
        groups.delete(instance, marked, version).await?,
        GroupOutcome::Done(marked)
    );
    assert!(defaults().await?.is_empty());
    Ok(())
}

async fn another_instances_groups_are_unknown(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let groups = &world.stores.groups;
    let id = group(&world, one, "Agente").await?;
    assert_eq!(groups.by_id(two, id).await?, None);
    assert!(groups.list(two, "", first_page()).await?.items.is_empty());
    assert_eq!(
        groups.save(two, Some((id, 1)), label("Otro")).await?,
        GroupOutcome::Unknown
    );
    assert_eq!(groups.delete(two, id, 1).await?, GroupOutcome::Unknown);
    assert!(!groups.mark_default(two, Some(id)).await?);
    assert!(groups.mark_default(one, Some(id)).await?);
    assert!(groups.mark_default(two, None).await?);
    let still = groups.by_id(one, id).await?.expect("it is there");
    assert!(still.is_default && still.name.as_str() == "Agente");
    Ok(())
}
