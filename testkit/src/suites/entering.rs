//! What a session and a token tell of their user.

use super::{
    World,
    run::Outcome,
    support::{
        a_user, admission, an_instance, at, host, new_user, role, session_key, some_permissions,
        two_instances,
    },
};
use ba360_core::{
    access::{
        Admission, NewUser, PasswordHash, PermissionSet, Proof, RoleId, SignedIn, UserId, View,
        roles::RoleChange,
    },
    instance::InstanceId,
    store::{StoreError, StoreResult},
};
use std::sync::Arc;

async fn with_role(world: &World, instance: InstanceId, name: &str, role: RoleId) -> StoreResult<UserId> {
    let new = NewUser {
        role: Some(role),
        ..new_user(name)
    };
    Ok(world.stores.users.insert_if_absent(instance, new).await?.0.id)
}

/// Who enters with the session of that number.
async fn enters(world: &World, n: u8) -> StoreResult<SignedIn> {
    let admissions = &world.stores.admissions;
    let entry = admissions
        .enter(&host("one.example"), Some(session_key(n)), at(1))
        .await?;
    entry.signed_in.ok_or_else(|| StoreError::failed("nobody enters"))
}

pub(super) async fn menus_are_those_of_the_sessions_beginning(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let admissions = &world.stores.admissions;
    let some = some_permissions();
    let id = role(&world, instance, "Agente", some).await?;
    let ana = with_role(&world, instance, "ana", id).await?;
    let first = admissions.admit(admission(instance, ana, session_key(1))).await?;
    assert_eq!(first.map(|it| it.menus), Some(some));
    let more = some.with_view(View::Cases);
    let less = PermissionSet::NONE
        .with_view(View::Contacts)
        .with_view(View::Cases);
    for (version, permissions, menus) in [
        (1, more, some),
        (2, less, PermissionSet::NONE.with_view(View::Contacts)),
        (3, more, some),
    ] {
        let change = RoleChange {
            edit: Some((id, version)),
            name: super::support::label("Agente"),
            permissions,
        };
        world.stores.roles.save(instance, change).await?;
        let signed_in = enters(&world, 1).await?;
        assert_eq!(
            (signed_in.permissions, signed_in.menus),
            (Some(permissions), menus)
        );
    }
    admissions.admit(admission(instance, ana, session_key(2))).await?;
    assert_eq!(enters(&world, 2).await?.menus, more, "the next session has all");
    let eva = a_user(&world, instance, "eva").await?.id;
    admissions.admit(admission(instance, eva, session_key(3))).await?;
    assert_eq!(enters(&world, 3).await?.menus, PermissionSet::NONE);
    Ok(())
}

pub(super) async fn a_session_by_a_temporary_password_tells_so(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "ana").await?.id;
    for (n, temporary) in [(1, true), (3, false), (5, true)] {
        let password = PasswordHash::new(format!("$new${n}"));
        let users = &world.stores.users;
        assert!(
            users
                .set_password(instance, ana, password.clone(), temporary)
                .await?
        );
        for (n, proof, told) in [
            (n, Proof::Password(password), temporary),
            (n + 1, Proof::Token(at(0)), false),
        ] {
            let asked = Admission {
                proof,
                ..admission(instance, ana, session_key(n))
            };
            let admitted = world.stores.admissions.admit(asked).await?;
            assert_eq!(admitted.map(|it| it.password_temporary), Some(told));
            assert_eq!(enters(&world, n).await?.password_temporary, told);
        }
    }
    Ok(())
}

pub(super) async fn a_token_enters_as_its_user(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let id = role(&world, one, "Agente", some_permissions()).await?;
    let ana = with_role(&world, one, "Ana", id).await?;
    let eva = a_user(&world, one, "eva").await?.id;
    let by_token = async |instance, user, secs| {
        let entered = world
            .stores
            .admissions
            .token_user(instance, user, at(secs))
            .await?;
        Ok::<_, StoreError>(entered.map(|it| (it.user, it.name, it.permissions)))
    };
    let as_ana = |permissions| Some((ana, "Ana".to_owned(), Some(permissions)));
    assert_eq!(by_token(one, ana, 5).await?, as_ana(some_permissions()));
    assert_eq!(by_token(one, eva, 5).await?, Some((eva, "eva".to_owned(), None)));
    assert_eq!(by_token(two, ana, 5).await?, None);
    assert_eq!(by_token(one, UserId(eva.0 + 1_000), 5).await?, None);
    let change = RoleChange {
        edit: Some((id, 1)),
        name: super::support::label("Agente"),
        permissions: PermissionSet::NONE,
    };
    world.stores.roles.save(one, change).await?;
    assert_eq!(by_token(one, ana, 5).await?, as_ana(PermissionSet::NONE));
    world.hooks.revoke_tokens(one, ana, at(10)).await;
    assert_eq!(by_token(one, ana, 9).await?, None);
    assert_eq!(by_token(one, ana, 10).await?, as_ana(PermissionSet::NONE));
    assert!(by_token(one, eva, 9).await?.is_some(), "nobody else's is revoked");
    world.hooks.deactivate_user(one, ana).await;
    assert_eq!(by_token(one, ana, 10).await?, None);
    assert!(world.stores.activity.recent(one, 10).await?.is_empty());
    Ok(())
}
