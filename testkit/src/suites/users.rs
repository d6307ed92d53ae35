use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{
        CROWD, ROUNDS, a_user, admission, an_instance, at, at_once, host, new_user, session_key,
        some_permissions, two_instances, user_name,
    },
};
use ba360_core::access::{NewUser, PasswordHash, PermissionSet, User, UserId};
use std::sync::Arc;

suite! {
    /// The contract of [`Users`](ba360_core::access::Users).
    users(dyn StoreFixture) through on_a_world, RULES:
    a_new_user_is_found_by_name_and_id,
    a_name_is_inserted_once,
    another_instance_has_its_own_users,
    a_new_password_replaces_the_old,
    a_new_password_ends_the_users_sessions,
    a_role_is_ensured_once,
}

/// What of a user can be compared.
fn seen(user: &User) -> (UserId, &str, &str, bool, Option<i64>) {
    let role = user.role.map(|role| role.0);
    (user.id, &user.name, user.password.expose(), user.active, role)
}

async fn a_new_user_is_found_by_name_and_id(world: Arc<World>) -> Outcome {
    let users = &world.stores.users;
    let instance = an_instance(&world).await?;
    let role = users.ensure_role(instance, "Agente", some_permissions()).await?;
    let (plain, made) = users
        .insert_if_absent(instance, new_user("Ana.Núñez@correo.cl"))
        .await?;
    assert!(made);
    let with_role = NewUser {
        role: Some(role),
        ..new_user("o'hara_%")
    };
    let (with_role, made) = users.insert_if_absent(instance, with_role).await?;
    assert!(made);
    assert!(plain.id < with_role.id, "users made earlier have lower keys");
    let expected = (
        plain.id,
        "Ana.Núñez@correo.cl",
        "$of$Ana.Núñez@correo.cl",
        true,
        None,
    );
    assert_eq!(seen(&plain), expected);
    assert_eq!(
        seen(&with_role),
        (with_role.id, "o'hara_%", "$of$o'hara_%", true, Some(role.0))
    );
    for spelling in [
        "Ana.Núñez@correo.cl",
        "ANA.NÚÑEZ@CORREO.CL",
        "ａｎａ.nu\u{301}n\u{303}ez@correo.cl",
    ] {
        let found = users.by_name(instance, &user_name(spelling)).await?;
        assert_eq!(found.as_ref().map(seen), Some(expected), "{spelling}");
    }
    let found = users.by_id(instance, with_role.id).await?;
    assert_eq!(found.as_ref().map(seen), Some(seen(&with_role)));
    for nobody in ["ana.nunez@correo.cl", "o'hara__", "o'hara%", "o'hara"] {
        assert!(
            users.by_name(instance, &user_name(nobody)).await?.is_none(),
            "{nobody}"
        );
    }
    assert!(
        users
            .by_id(instance, UserId(with_role.id.0 + 1_000))
            .await?
            .is_none()
    );
    Ok(())
}

async fn a_name_is_inserted_once(world: Arc<World>) -> Outcome {
    let users = &world.stores.users;
    let instance = an_instance(&world).await?;
    let first = a_user(&world, instance, "Ana").await?;
    let second = NewUser {
        password: PasswordHash::new("$other".to_owned()),
        ..new_user("ANA")
    };
    let (same, made) = users.insert_if_absent(instance, second).await?;
    assert!(!made);
    assert_eq!(seen(&same), seen(&first));
    let found = users.by_name(instance, &user_name("ana")).await?;
    assert_eq!(found.as_ref().map(seen), Some(seen(&first)));

    for round in 0..ROUNDS {
        let answers = at_once(CROWD, |n| {
            let users = world.stores.users.clone();
            let spelling = [
                format!("Race{round}"),
                format!("race{round}"),
                format!("ｒＡＣＥ{round}"),
            ];
            let new = NewUser {
                password: PasswordHash::new(format!("$of the {n}th")),
                ..new_user(&spelling[n % 3])
            };
            async move { users.insert_if_absent(instance, new).await }
        })
        .await
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
        assert_eq!(
            answers.iter().filter(|(_, made)| *made).count(),
            1,
            "how many were made"
        );
        let (winner, _) = answers.iter().find(|(_, made)| *made).expect("one was made");
        for (user, _) in &answers {
            assert_eq!(seen(user), seen(winner));
        }
    }
    Ok(())
}

async fn another_instance_has_its_own_users(world: Arc<World>) -> Outcome {
    let users = &world.stores.users;
    let [one, two] = two_instances(&world).await?;
    let here = a_user(&world, one, "ana").await?;
    assert!(users.by_name(two, &user_name("ana")).await?.is_none());
    assert!(users.by_id(two, here.id).await?.is_none());
    let changed = users
        .set_password(two, here.id, PasswordHash::new("$stolen".to_owned()), false)
        .await?;
    assert!(!changed);
    let (there, made) = users.insert_if_absent(two, new_user("ana")).await?;
    assert!(made && there.id != here.id);
    for (instance, mine, others) in [(one, &here, &there), (two, &there, &here)] {
        let found = users.by_name(instance, &user_name("ana")).await?;
        assert_eq!(found.as_ref().map(seen), Some(seen(mine)));
        assert!(users.by_id(instance, others.id).await?.is_none());
    }
    let role_here = users.ensure_role(one, "Agente", some_permissions()).await?;
    let role_there = users.ensure_role(two, "Agente", PermissionSet::all()).await?;
    assert_ne!(role_here, role_there, "the same name there is another role");
    Ok(())
}

async fn a_new_password_replaces_the_old(world: Arc<World>) -> Outcome {
    let users = &world.stores.users;
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    let eva = a_user(&world, instance, "eva").await?;
    assert!(
        users
            .set_password(instance, ana.id, PasswordHash::new("$new".to_owned()), false)
            .await?
    );
    let found = users.by_id(instance, ana.id).await?;
    assert_eq!(
        found.as_ref().map(seen),
        Some((ana.id, "ana", "$new", true, None))
    );
    let found = users.by_id(instance, eva.id).await?;
    assert_eq!(found.as_ref().map(seen), Some(seen(&eva)));
    let nobody = UserId(eva.id.0 + 1_000);
    assert!(
        !users
            .set_password(instance, nobody, PasswordHash::new("$new".to_owned()), false)
            .await?
    );
    Ok(())
}

async fn a_new_password_ends_the_users_sessions(world: Arc<World>) -> Outcome {
    let (users, admissions) = (&world.stores.users, &world.stores.admissions);
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    let eva = a_user(&world, instance, "eva").await?;
    for (n, user) in [(1, &ana), (2, &ana), (3, &eva)] {
        assert!(
            admissions
                .admit(admission(instance, user.id, session_key(n)))
                .await?
                .is_some()
        );
    }
    assert!(
        users
            .set_password(instance, ana.id, PasswordHash::new("$new".to_owned()), false)
            .await?
    );
    for (n, alive) in [(1, false), (2, false), (3, true)] {
        let entry = admissions
            .enter(&host("one.example"), Some(session_key(n)), at(1))
            .await?;
        assert_eq!(entry.signed_in.is_some(), alive, "session {n}");
    }
    Ok(())
}

async fn a_role_is_ensured_once(world: Arc<World>) -> Outcome {
    let users = &world.stores.users;
    let instance = an_instance(&world).await?;
    let role = users.ensure_role(instance, "Agente", some_permissions()).await?;
    assert_ne!(
        users.ensure_role(instance, "Otro", PermissionSet::NONE).await?,
        role
    );
    let new = NewUser {
        role: Some(role),
        ..new_user("ana")
    };
    let (ana, _) = users.insert_if_absent(instance, new).await?;
    let admission = admission(instance, ana.id, session_key(1));
    assert!(world.stores.admissions.admit(admission).await?.is_some());
    for again in [some_permissions(), PermissionSet::all(), PermissionSet::NONE] {
        assert_eq!(users.ensure_role(instance, "Agente", again).await?, role);
        let entry = world
            .stores
            .admissions
            .enter(&host("one.example"), Some(session_key(1)), at(1))
            .await?;
        let given = entry.signed_in.expect("the session is alive").permissions;
        assert_eq!(
            given,
            Some(some_permissions()),
            "a role keeps the permissions that it has"
        );
    }

    for round in 0..ROUNDS {
        let roles = at_once(CROWD, |_| {
            let users = world.stores.users.clone();
            async move {
                users
                    .ensure_role(instance, &format!("Race {round}"), some_permissions())
                    .await
            }
        })
        .await
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
        assert!(roles.iter().all(|&it| it == roles[0]), "one name, several roles");
    }
    Ok(())
}
