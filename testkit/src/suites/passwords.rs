//! What becomes of a user's sessions when they change their own password.

use super::{
    World,
    run::Outcome,
    support::{CROWD, a_user, admission, an_instance, at, at_once, host, session_key, two_instances},
};
use ba360_core::{
    access::{Admission, PasswordChange, PasswordHash, Proof, SessionKey, SignedIn, UserId},
    instance::{Activity, ActivityKind, InstanceId},
    store::{StoreError, StoreResult},
};
use std::sync::Arc;

fn hash(text: &str) -> PasswordHash {
    PasswordHash::new(text.to_owned())
}

/// A change from one password to another, which starts a session.
fn change(
    (instance, user): (InstanceId, UserId),
    [known, new]: [&str; 2],
    session: SessionKey,
) -> PasswordChange {
    let admission = admission(instance, user, session);
    PasswordChange {
        instance,
        session: admission.session,
        known: hash(known),
        new: hash(new),
        activity: Activity {
            kind: ActivityKind::PasswordChanged,
            ..admission.activity
        },
    }
}

/// Somebody let in by a password.
async fn by_password(
    world: &World,
    (instance, user): (InstanceId, UserId),
    password: &str,
    session: SessionKey,
) -> StoreResult<Option<SignedIn>> {
    let asked = Admission {
        proof: Proof::Password(hash(password)),
        ..admission(instance, user, session)
    };
    world.stores.admissions.admit(asked).await
}

/// The numbers of the sessions that enter, of those up to one.
async fn alive(world: &World, most: u8) -> StoreResult<Vec<u8>> {
    let mut alive = Vec::new();
    for n in 1..=most {
        let session = Some(session_key(n));
        let entry = world
            .stores
            .admissions
            .enter(&host("one.example"), session, at(1))
            .await?;
        alive.extend(entry.signed_in.map(|_| n));
    }
    Ok(alive)
}

async fn password(world: &World, (instance, user): (InstanceId, UserId)) -> StoreResult<Option<String>> {
    let user = world.stores.users.by_id(instance, user).await?;
    Ok(user.map(|user| user.password.expose().to_owned()))
}

pub(super) async fn a_changed_password_leaves_one_session(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ana = (instance, a_user(&world, instance, "ana").await?.id);
    let eva = (instance, a_user(&world, instance, "eva").await?.id);
    let users = &world.stores.users;
    assert!(users.set_password(instance, ana.1, hash("$given"), true).await?);
    for (n, (instance, user)) in [(1, ana), (2, ana), (3, eva)] {
        let asked = admission(instance, user, session_key(n));
        assert!(world.stores.admissions.admit(asked).await?.is_some());
    }
    let asked = change(ana, ["$given", "$own"], session_key(4));
    let line = asked.activity.clone();
    let changed = world.stores.admissions.change_password(asked).await?;
    let told = changed.map(|it| (it.user, it.session, it.password_temporary));
    assert_eq!(told, Some((ana.1, session_key(4), false)));
    assert_eq!(alive(&world, 4).await?, [3, 4]);
    assert_eq!(password(&world, ana).await?.as_deref(), Some("$own"));
    assert_eq!(world.stores.activity.recent(instance, 1).await?, [line]);
    assert_eq!(by_password(&world, ana, "$given", session_key(5)).await?, None);
    let again = by_password(&world, ana, "$own", session_key(6)).await?;
    assert_eq!(again.map(|it| it.password_temporary), Some(false));
    Ok(())
}

pub(super) async fn a_password_that_was_replaced_meanwhile_is_not_changed(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let ana = (one, a_user(&world, one, "ana").await?.id);
    let eva = (one, a_user(&world, one, "eva").await?.id);
    let (users, admissions) = (&world.stores.users, &world.stores.admissions);
    assert!(users.set_password(one, ana.1, hash("$reset"), true).await?);
    let since = by_password(&world, ana, "$reset", session_key(1)).await?;
    assert_eq!(since.map(|it| it.password_temporary), Some(true));
    let lines = world.stores.activity.recent(one, 100).await?;
    for (who, known) in [
        (ana, "$of$ana"),
        (ana, ""),
        ((two, ana.1), "$reset"),
        ((one, UserId(eva.1.0 + 1_000)), "$reset"),
    ] {
        let asked = change(who, [known, "$stolen"], session_key(2));
        assert_eq!(admissions.change_password(asked).await?, None);
    }
    assert_eq!(alive(&world, 2).await?, [1]);
    assert_eq!(password(&world, ana).await?.as_deref(), Some("$reset"));
    world.hooks.deactivate_user(one, ana.1).await;
    let asked = change(ana, ["$reset", "$stolen"], session_key(2));
    assert_eq!(admissions.change_password(asked).await?, None);
    assert_eq!(password(&world, ana).await?.as_deref(), Some("$reset"));
    assert_eq!(world.stores.activity.recent(one, 100).await?, lines);

    let changes = at_once(CROWD, |n| {
        let admissions = world.stores.admissions.clone();
        let asked = change(
            eva,
            ["$of$eva", &format!("$the {n}th")],
            session_key(n as u8 + 10),
        );
        async move { admissions.change_password(asked).await }
    });
    let changed: Vec<_> = changes.await.into_iter().collect::<Result<_, StoreError>>()?;
    let made: Vec<_> = changed.into_iter().flatten().collect();
    let [winner] = &made[..] else {
        panic!("{} were made", made.len())
    };
    let number = winner.session.0[0];
    assert_eq!(alive(&world, 100).await?, [number]);
    let expected = format!("$the {}th", number - 10);
    assert_eq!(password(&world, eva).await?, Some(expected));
    Ok(())
}
