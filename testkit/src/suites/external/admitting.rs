//! Who is let in for an external system, and who is not.

use super::{new_keys, new_secret};
use crate::suites::{
    World,
    run::Outcome,
    support::{
        CROWD, a_user, activity_line, an_instance, at, at_ms, at_once, host, session_key, two_instances,
        user_name,
    },
};
use ba360_core::{
    access::{
        Admission, NewSession, PasswordHash, Proof, User, UserEmail, UserId,
        external::{ExternalAdmission, ExternallyAdmitted, ProvisionedUser, WhoExternally},
    },
    instance::{ActivityKind, InstanceId},
    store::StoreResult,
    text::{Code, Language},
    token::next_revocation,
};
use jiff::{Timestamp, tz::TimeZone};
use std::sync::Arc;

/// An admission of second 10 under the first secretkey.
pub(super) fn admission(instance: InstanceId, who: WhoExternally) -> ExternalAdmission {
    ExternalAdmission {
        instance,
        secret_number: 1,
        who,
        at: at(10),
        activity: activity_line(instance, 10, ActivityKind::ExternalLogin),
    }
}

fn known(user: &User) -> WhoExternally {
    WhoExternally::Known(user.id, user.password.clone())
}

/// A user to make, of whom there may be as many as there are.
pub(super) fn provisioned(name: &str) -> ProvisionedUser {
    ProvisionedUser {
        name: user_name(name),
        password: PasswordHash::new(format!("$of${name}")),
        given_name: format!("Given {name}"),
        surname: format!("Surname O'{name}"),
        email: UserEmail::placeholder_of(&user_name(name)),
        time_zone: TimeZone::get("America/Santiago").expect("a zone of the database"),
        language: Language::English,
        at_most: (u32::MAX, at(0)),
    }
}

pub(super) fn new(user: ProvisionedUser) -> WhoExternally {
    WhoExternally::New(Box::new(user))
}

/// An instance with keys.
pub(super) async fn with_keys(world: &World) -> StoreResult<InstanceId> {
    let instance = an_instance(world).await?;
    world.stores.external.keep_keys(instance, new_keys("one")).await?;
    Ok(instance)
}

pub(super) async fn admit(world: &World, asked: ExternalAdmission) -> StoreResult<ExternallyAdmitted> {
    world.stores.external.admit(asked).await
}

/// Who was let in, whether the user was made, and before when tokens are refused.
pub(super) fn admitted(outcome: &ExternallyAdmitted) -> Option<(UserId, bool, Option<Timestamp>)> {
    match outcome {
        ExternallyAdmitted::Admitted {
            user,
            made,
            tokens_not_before,
        } => Some((*user, *made, *tokens_not_before)),
        _ => None,
    }
}

/// Sees that a user was made, and answers which.
pub(super) fn made(outcome: &ExternallyAdmitted) -> UserId {
    match admitted(outcome) {
        Some((user, true, None)) => user,
        _ => panic!("no user was made: {outcome:?}"),
    }
}

pub(super) async fn user(world: &World, instance: InstanceId, name: &str) -> StoreResult<Option<User>> {
    world.stores.users.by_name(instance, &user_name(name)).await
}

/// Sees that nothing of an admission that was refused is kept.
async fn assert_nothing_kept(world: &World, instance: InstanceId) -> Outcome {
    assert!(world.stores.activity.recent(instance, 10).await?.is_empty());
    let keys = world.stores.external.keys(instance).await?;
    let keys = keys.expect("the keys are there");
    assert_eq!((keys.client.used_at, keys.secret.used_at), (None, None));
    Ok(())
}

pub(super) async fn a_known_user_is_admitted(world: Arc<World>) -> Outcome {
    let instance = with_keys(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    let come = async || -> StoreResult<_> {
        let current = world.stores.external.keys(instance).await?;
        let asked = ExternalAdmission {
            secret_number: current.expect("the keys are there").secret_number,
            ..admission(instance, known(&ana))
        };
        Ok(admitted(&admit(&world, asked).await?))
    };
    assert_eq!(come().await?, Some((ana.id, false, None)));
    world.hooks.revoke_tokens(instance, ana.id, at(50)).await;
    assert_eq!(come().await?, Some((ana.id, false, Some(at(50)))));
    for (secs, last) in [(40, at(50)), (60, next_revocation(at(60), None))] {
        let newer = new_secret(instance, "newer", secs, true);
        world.stores.external.replace_secret(instance, newer).await?;
        assert_eq!(come().await?, Some((ana.id, false, Some(last))));
    }
    Ok(())
}

pub(super) async fn an_inactive_user_is_not_admitted_externally(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    world.stores.external.keep_keys(one, new_keys("one")).await?;
    let ana = a_user(&world, one, "ana").await?;
    let eva = a_user(&world, one, "eva").await?;
    let elsewhere = a_user(&world, two, "elsewhere").await?;
    world.hooks.deactivate_user(one, ana.id).await;
    let newer = PasswordHash::new("$newer".to_owned());
    assert!(world.stores.users.set_password(one, eva.id, newer, false).await?);
    let nobody = WhoExternally::Known(UserId(elsewhere.id.0 + 1_000), ana.password.clone());
    for who in [known(&ana), known(&eva), known(&elsewhere), nobody] {
        let outcome = admit(&world, admission(one, who)).await?;
        assert!(matches!(outcome, ExternallyAdmitted::Refused), "{outcome:?}");
    }
    assert_nothing_kept(&world, one).await
}

pub(super) async fn an_admission_under_a_replaced_secret_is_refused(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let ana = a_user(&world, one, "ana").await?;
    let refused = async |asked| -> Outcome {
        let outcome = admit(&world, asked).await?;
        assert!(
            matches!(outcome, ExternallyAdmitted::SecretReplaced),
            "{outcome:?}"
        );
        Ok(())
    };
    refused(admission(two, new(provisioned("eva")))).await?;
    let external = &world.stores.external;
    external.keep_keys(one, new_keys("one")).await?;
    let newer = new_secret(one, "newer", 5, false);
    external.replace_secret(one, newer.clone()).await?;
    for who in [known(&ana), new(provisioned("eva"))] {
        refused(admission(one, who)).await?;
    }
    assert!(user(&world, one, "eva").await?.is_none());
    assert_eq!(world.stores.activity.recent(one, 10).await?, [newer.activity]);
    let keys = external.keys(one).await?.expect("the keys are there");
    assert_eq!((keys.client.used_at, keys.secret.used_at), (None, None));
    let current = ExternalAdmission {
        secret_number: 2,
        ..admission(one, known(&ana))
    };
    assert!(admitted(&admit(&world, current).await?).is_some());
    Ok(())
}

pub(super) async fn an_admission_marks_both_keys_as_used(world: Arc<World>) -> Outcome {
    let instance = with_keys(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    let external = &world.stores.external;
    let come = async |who, moment| -> Outcome {
        let asked = ExternalAdmission {
            at: moment,
            ..admission(instance, who)
        };
        assert!(admitted(&admit(&world, asked).await?).is_some());
        let keys = external.keys(instance).await?.expect("the keys are there");
        let minute = 60_000;
        for used_at in [keys.client.used_at, keys.secret.used_at] {
            let used_at = used_at.expect("it was used");
            let behind = moment.duration_since(used_at).as_millis();
            assert!((0..minute).contains(&behind), "{used_at}, at {moment}");
        }
        Ok(())
    };
    come(known(&ana), at(100)).await?;
    come(known(&ana), at_ms(130_500)).await?;
    come(known(&ana), at(160)).await?;
    come(new(provisioned("eva")), at(1_000)).await?;
    let keys = external.keys(instance).await?.expect("the keys are there");
    assert_eq!(keys.secret.used_at, Some(at(1_000)));
    // Many at once, when it is time to write it down again.
    at_once(CROWD, |_| {
        let asked = ExternalAdmission {
            at: at(2_000),
            ..admission(instance, known(&ana))
        };
        let external = external.clone();
        async move { external.admit(asked).await }
    })
    .await
    .into_iter()
    .collect::<Result<Vec<_>, _>>()?;
    let keys = external.keys(instance).await?.expect("the keys are there");
    assert_eq!(keys.client.used_at, Some(at(2_000)));
    Ok(())
}

pub(super) async fn a_revocation_with_the_secret_refuses_the_tokens_before(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    for instance in [one, two] {
        world.stores.external.keep_keys(instance, new_keys("its")).await?;
    }
    let ana = a_user(&world, one, "ana").await?;
    let elsewhere = a_user(&world, two, "ana").await?;
    let admissions = &world.stores.admissions;
    let good = async |(instance, user): (InstanceId, UserId), n: u8, secs| -> StoreResult<bool> {
        let told = admissions.token_user(instance, user, at(secs)).await?.is_some();
        let asked = crate::suites::support::admission(instance, user, session_key(n));
        let asked = Admission {
            session: NewSession {
                starts_at: at(secs),
                ..asked.session
            },
            proof: Proof::Token(at(secs)),
            ..asked
        };
        let entered = admissions.admit(asked).await?.is_some();
        assert_eq!(told, entered, "it is told as it would be admitted");
        Ok(told)
    };
    let external = &world.stores.external;
    external
        .replace_secret(one, new_secret(one, "second", 20, false))
        .await?;
    assert!(good((one, ana.id), 1, 5).await?, "without it they stay good");
    let mut third = new_secret(one, "third", 30, true);
    third.at = at_ms(30_500);
    external.replace_secret(one, third).await?;
    for (n, secs, is_good) in [(2, 5, false), (3, 30, false), (4, 31, true)] {
        assert_eq!(good((one, ana.id), n, secs).await?, is_good, "second {secs}");
    }
    assert!(good((two, elsewhere.id), 5, 5).await?, "another instance's");
    external
        .replace_secret(one, new_secret(one, "fourth", 40, false))
        .await?;
    assert!(!good((one, ana.id), 6, 5).await?, "a later secret revives none");
    for found in [
        world.stores.users.by_id(one, ana.id).await?,
        user(&world, one, "ana").await?,
        external
            .find(&"one".parse()?, &user_name("ana"))
            .await?
            .and_then(|it| it.user),
    ] {
        let not_before = found.expect("the user is there").tokens_not_before;
        assert_eq!(not_before, Some(at(31)));
    }
    let entry = admissions
        .enter(&host("one.example"), Some(session_key(1)), at(50))
        .await?;
    assert!(entry.signed_in.is_some(), "a session that has begun goes on");
    Ok(())
}

pub(super) async fn an_external_admission_keeps_its_activity(world: Arc<World>) -> Outcome {
    let instance = with_keys(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    admit(&world, admission(instance, known(&ana))).await?;
    let eva = made(&admit(&world, admission(instance, new(provisioned("eva")))).await?);
    let lines = world.stores.activity.recent(instance, 10).await?;
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.kind, line.outcome, line.user))
        .collect();
    let line = |user| (ActivityKind::ExternalLogin, Code::Ok, Some(user));
    assert_eq!(told, [line(eva), line(ana.id)]);
    Ok(())
}
