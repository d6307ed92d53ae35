use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{
        CROWD, a_user, administrator, an_instance, at, at_once, first_page, label, new_user, page, role,
        some_permissions, two_instances,
    },
};
use ba360_core::{
    access::{
        NewUser, PermissionSet, RoleId, View,
        directory::UserDetails,
        roles::{Role, RoleChange, RoleOutcome},
    },
    record::PageSize,
};
use std::sync::Arc;

suite! {
    /// The contract of [`Roles`](ba360_core::access::roles::Roles).
    roles(dyn StoreFixture) through on_a_world, RULES:
    a_made_role_is_found_as_it_was_made,
    roles_are_listed_by_name,
    a_roles_name_is_taken_once,
    a_role_is_edited_in_the_state_that_was_seen,
    a_role_with_users_is_not_deleted,
    at_most_one_role_is_the_default,
    the_last_administrator_keeps_their_role,
    another_instances_roles_are_unknown,
}

fn change(edit: Option<(RoleId, i64)>, name: &str, permissions: PermissionSet) -> RoleChange {
    RoleChange {
        edit,
        name: label(name),
        permissions,
    }
}

async fn a_made_role_is_found_as_it_was_made(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let roles = &world.stores.roles;
    assert_eq!(roles.by_id(instance, RoleId(1)).await?, None);
    let id = role(&world, instance, "Ñandú %_'", some_permissions()).await?;
    let expected = Role {
        id,
        name: label("Ñandú %_'"),
        permissions: some_permissions(),
        is_default: false,
        users: 0,
        version: 1,
    };
    assert_eq!(roles.by_id(instance, id).await?.as_ref(), Some(&expected));
    for name in ["ana", "eva"] {
        let new = NewUser {
            role: Some(id),
            ..new_user(name)
        };
        world.stores.users.insert_if_absent(instance, new).await?;
    }
    a_user(&world, instance, "nobody").await?;
    let with_users = Role { users: 2, ..expected };
    assert_eq!(roles.by_id(instance, id).await?.as_ref(), Some(&with_users));
    let listed = roles.list(instance, "", first_page()).await?;
    assert_eq!(listed.items, [with_users]);
    Ok(())
}

async fn roles_are_listed_by_name(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    for n in (0..12).rev() {
        role(&world, instance, &format!("Gestión {n:02}"), PermissionSet::NONE).await?;
    }
    role(&world, instance, "Otros %", PermissionSet::NONE).await?;
    let listed = async |text: &str, page| {
        let found = world.stores.roles.list(instance, text, page).await?;
        let names = found.items.iter().map(|role| role.name.as_str().to_owned());
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

async fn a_roles_name_is_taken_once(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let roles = &world.stores.roles;
    let outcomes = at_once(CROWD, |_| {
        let roles = roles.clone();
        async move { roles.save(one, change(None, "Agente", PermissionSet::NONE)).await }
    })
    .await
    .into_iter()
    .collect::<Result<Vec<_>, _>>()?;
    let made = outcomes.iter().filter(|it| matches!(it, RoleOutcome::Done(_)));
    assert_eq!(made.count(), 1);
    let taken = outcomes.iter().filter(|it| **it == RoleOutcome::Taken);
    assert_eq!(taken.count(), CROWD - 1);
    let other = role(&world, one, "Otro", PermissionSet::NONE).await?;
    let renamed = change(Some((other, 1)), "Agente", some_permissions());
    assert_eq!(roles.save(one, renamed).await?, RoleOutcome::Taken);
    let still = roles.by_id(one, other).await?.expect("it is there");
    assert_eq!((still.name.as_str(), still.version), ("Otro", 1));
    role(&world, two, "Agente", PermissionSet::NONE).await?;
    Ok(())
}

async fn a_role_is_edited_in_the_state_that_was_seen(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let roles = &world.stores.roles;
    let id = role(&world, instance, "Agente", PermissionSet::NONE).await?;
    let edited = change(Some((id, 1)), "Agentes", some_permissions());
    assert_eq!(roles.save(instance, edited).await?, RoleOutcome::Done(id));
    let now = roles.by_id(instance, id).await?.expect("it is there");
    assert_eq!(
        (now.name.as_str(), now.permissions, now.version),
        ("Agentes", some_permissions(), 2)
    );
    let old = change(Some((id, 1)), "Otro", PermissionSet::NONE);
    assert_eq!(roles.save(instance, old).await?, RoleOutcome::Stale);
    let unknown = change(Some((RoleId(id.0 + 1_000), 1)), "Otro", PermissionSet::NONE);
    assert_eq!(roles.save(instance, unknown).await?, RoleOutcome::Unknown);
    assert_eq!(roles.by_id(instance, id).await?, Some(now));
    Ok(())
}

async fn a_role_with_users_is_not_deleted(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let roles = &world.stores.roles;
    let id = role(&world, instance, "Agente", PermissionSet::NONE).await?;
    let new = NewUser {
        role: Some(id),
        ..new_user("ana")
    };
    let (ana, _) = world.stores.users.insert_if_absent(instance, new).await?;
    assert_eq!(roles.delete(instance, id, 1).await?, RoleOutcome::InUse);
    let directory = &world.stores.directory;
    directory
        .edit(instance, (ana.id, 1), UserDetails::default())
        .await?;
    assert_eq!(roles.delete(instance, id, 7).await?, RoleOutcome::Stale);
    let unknown = RoleId(id.0 + 1_000);
    assert_eq!(roles.delete(instance, unknown, 1).await?, RoleOutcome::Unknown);
    assert_eq!(roles.delete(instance, id, 1).await?, RoleOutcome::Done(id));
    assert_eq!(roles.by_id(instance, id).await?, None);
    assert!(roles.list(instance, "", first_page()).await?.items.is_empty());
    let again = role(&world, instance, "Agente", PermissionSet::NONE).await?;
    assert_ne!(again, id, "no key is used again");
    Ok(())
}

async fn at_most_one_role_is_the_default(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let roles = &world.stores.roles;
    let a = role(&world, instance, "a", PermissionSet::NONE).await?;
    let b = role(&world, instance, "b", PermissionSet::NONE).await?;
    let defaults = async || {
        let listed = roles.list(instance, "", first_page()).await?;
        let defaults = listed.items.iter().filter(|role| role.is_default);
        Ok::<_, ba360_core::store::StoreError>(defaults.map(|role| role.id).collect::<Vec<_>>())
    };
    assert!(defaults().await?.is_empty());
    for marked in [Some(a), Some(b), None, Some(b)] {
        assert!(roles.mark_default(instance, marked).await?);
        assert_eq!(defaults().await?, Vec::from_iter(marked));
    }
    assert!(!roles.mark_default(instance, Some(RoleId(b.0 + 1_000))).await?);
    assert_eq!(defaults().await?, [b]);
    at_once(CROWD, |n| {
        let roles = roles.clone();
        async move { roles.mark_default(instance, Some([a, b][n % 2])).await }
    })
    .await
    .into_iter()
    .collect::<Result<Vec<_>, _>>()?;
    let [marked] = defaults().await?[..] else {
        panic!("not one is the default")
    };
    let version = roles.by_id(instance, marked).await?.expect("it is there").version;
    assert_eq!(
        roles.delete(instance, marked, version).await?,
        RoleOutcome::Done(marked)
    );
    assert!(defaults().await?.is_empty());
    Ok(())
}

async fn the_last_administrator_keeps_their_role(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let roles = &world.stores.roles;
    let (_, id) = administrator(&world, one, "Administrador", "ana").await?;
    administrator(&world, two, "Administrador", "eva").await?;
    let less = PermissionSet::NONE.with_view(View::Users);
    let narrowed = || change(Some((id, 1)), "Administrador", less);
    assert_eq!(roles.save(one, narrowed()).await?, RoleOutcome::LastAdministrator);
    let still = roles.by_id(one, id).await?.expect("it is there");
    assert_eq!((still.permissions, still.version), (PermissionSet::all(), 1));
    let (second, _) = administrator(&world, one, "Otro", "luz").await?;
    world
        .stores
        .directory
        .set_active(one, second, false, at(1))
        .await?;
    assert_eq!(
        roles.save(one, narrowed()).await?,
        RoleOutcome::LastAdministrator,
        "an inactive one is none"
    );
    world
        .stores
        .directory
        .set_active(one, second, true, at(1))
        .await?;
    assert_eq!(roles.save(one, narrowed()).await?, RoleOutcome::Done(id));
    Ok(())
}

async fn another_instances_roles_are_unknown(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let roles = &world.stores.roles;
    let id = role(&world, one, "Agente", PermissionSet::NONE).await?;
    assert_eq!(roles.by_id(two, id).await?, None);
    assert!(roles.list(two, "", first_page()).await?.items.is_empty());
    let edited = change(Some((id, 1)), "Otro", some_permissions());
    assert_eq!(roles.save(two, edited).await?, RoleOutcome::Unknown);
    assert_eq!(roles.delete(two, id, 1).await?, RoleOutcome::Unknown);
    assert!(!roles.mark_default(two, Some(id)).await?);
    assert!(roles.mark_default(one, Some(id)).await?);
    assert!(roles.mark_default(two, None).await?);
    let still = roles.by_id(one, id).await?.expect("it is there");
    assert!(still.is_default && still.name.as_str() == "Agente");
    Ok(())
}
